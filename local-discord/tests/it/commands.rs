//! Registering commands, and running them by their definition.

use local_discord::{Error, Place, defaults};
use serde_json::{Value, json};

use crate::bot::{SOON, respond, start};

fn commands() -> Value {
    let text = |name: &str| json!({"type": 3, "name": name, "description": "d"});
    json!([
        {"name": "salary", "description": "d", "options": [
            {"type": 3, "name": "job", "description": "d", "required": true, "autocomplete": true},
            {"type": 4, "name": "years", "description": "d", "min_value": 0, "max_value": 60},
            {"type": 3, "name": "per", "description": "d", "choices": [{"name": "Year", "value": "year"}, {"name": "Hour", "value": "hour"}]},
            {"type": 6, "name": "who", "description": "d"},
        ]},
        {"name": "admin", "description": "d", "default_member_permissions": "32", "contexts": [0], "options": [
            {"type": 1, "name": "reload", "description": "d"},
            {"type": 2, "name": "article", "description": "d", "options": [{"type": 1, "name": "add", "description": "d", "options": [text("url")]}]},
        ]},
        {"name": "Check this", "type": 3},
        {"name": "Look at", "type": 2},
    ])
}

#[tokio::test]
async fn registering() {
    let (discord, _gateway, http) = start().await;
    let (status, list) = http.register(commands()).await;
    assert_eq!(status, 200, "{list}");
    assert_eq!(list[0]["application_id"], defaults::BOT.to_string());
    assert!(list[0]["version"].is_string());
    assert_eq!(discord.wait_commands(4, SOON).await.unwrap().len(), 4);
    // Bulk overwrite keeps the id of the same name and drops the others.
    let (_, again) = http.register(json!([{"name": "salary", "description": "other"}])).await;
    assert_eq!(again[0]["id"], list[0]["id"]);
    assert_eq!(discord.commands().len(), 1);
    let base = format!("/applications/{}/guilds/{}/commands", defaults::BOT, defaults::GUILD);
    let (status, own) = http.send("POST", &base, json!({"name": "here", "description": "d"})).await;
    assert_eq!((status, &own["guild_id"]), (201, &json!(defaults::GUILD.to_string())));
    assert_eq!(http.send("POST", &base, json!({"name": "here", "description": "e"})).await.0, 200);
    let one = format!("{base}/{}", own["id"].as_str().unwrap());
    assert_eq!(http.send("PATCH", &one, json!({"description": "f"})).await.1["description"], "f");
    assert_eq!(http.get(&one).await.1["description"], "f");
    assert_eq!(http.get(&base).await.1.as_array().unwrap().len(), 1);
    assert_eq!(http.send("DELETE", &one, Value::Null).await.0, 204);
    assert_eq!(http.get(&one).await.1["code"], 10_063);
    assert!(discord.guild_commands(defaults::GUILD).is_empty());
    assert_eq!(http.send("PUT", "/applications/1/commands", json!([])).await.1["code"], 10_002);
}

#[tokio::test]
async fn what_a_client_sends() {
    let (discord, mut gateway, http) = start().await;
    http.register(commands()).await;
    let options = json!({"job": "nurse", "years": "3", "per": "hour", "who": defaults::SECOND_MEMBER});
    discord.slash(defaults::MEMBER, defaults::GENERAL, "salary", options).unwrap();
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!(event["data"]["options"][1], json!({"name": "years", "type": 4, "value": 3}));
    assert_eq!(event["data"]["resolved"]["users"][defaults::SECOND_MEMBER.to_string()]["username"], "ben");
    assert_eq!(event["member"]["user"]["username"], "ada");
    for key in ["version", "locale", "entitlements", "attachment_size_limit", "channel_id", "token", "application_id", "app_permissions", "guild_locale"] {
        assert!(!event[key].is_null(), "{key}");
    }
    discord.slash(defaults::MODERATOR, defaults::GENERAL, "admin article add", json!([{"name": "url", "value": "https://a.b"}])).unwrap();
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!(event["data"]["options"][0]["options"][0]["options"][0]["value"], "https://a.b");
    discord.slash(defaults::OUTSIDER, Place::Dm, "salary", json!({"job": "x"})).unwrap();
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!((&event["context"], &event["user"]["username"], &event["member"]), (&json!(1), &json!("ola"), &Value::Null));
    let said = discord.say(defaults::MEMBER, defaults::GENERAL, "I earn 1").unwrap();
    discord.message_command(defaults::MEMBER, said, "Check this").unwrap();
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!(event["data"]["resolved"]["messages"][said.to_string()]["content"], "I earn 1");
    discord.user_command(defaults::MEMBER, defaults::GENERAL, defaults::MODERATOR, "Look at").unwrap();
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!(event["data"]["target_id"], defaults::MODERATOR.to_string());
}

#[tokio::test]
async fn what_a_client_does_not_send() {
    let (discord, _gateway, http) = start().await;
    http.register(commands()).await;
    let run = |user: u64, place: Place, name: &str, options: Value| discord.slash(user, place, name, options);
    let here = Place::Channel(defaults::GENERAL);
    for (name, options) in [
        ("nothing", json!({})),
        ("salary", json!({})),
        ("salary", json!({"job": "x", "jobb": "y"})),
        ("salary", json!({"job": "x", "years": "many"})),
        ("salary", json!({"job": "x", "years": 61})),
        ("salary", json!({"job": "x", "per": "minute"})),
        ("salary", json!({"job": ""})),
        ("admin", json!({})),
        ("admin remove", json!({})),
    ] {
        assert!(matches!(run(defaults::MODERATOR, here, name, options.clone()), Err(Error::Refused(_))), "{name} {options}");
    }
    assert!(matches!(run(defaults::MEMBER, here, "admin reload", json!({})), Err(Error::Refused(_))));
    assert!(matches!(run(defaults::MODERATOR, Place::Dm, "admin reload", json!({})), Err(Error::Refused(_))));
    run(defaults::MODERATOR, here, "admin reload", json!({})).unwrap();
    discord.invalidate_session(false);
    assert!(matches!(run(defaults::MODERATOR, here, "admin reload", json!({})), Err(Error::NotConnected)));
}

#[tokio::test]
async fn completing() {
    let (discord, mut gateway, http) = start().await;
    http.register(commands()).await;
    let offer = async {
        let event = gateway.event("INTERACTION_CREATE").await;
        assert_eq!(event["type"], 4);
        assert_eq!(event["data"]["options"][0], json!({"name": "job", "type": 3, "value": "nu", "focused": true}));
        respond(&http, &event, json!({"type": 8, "data": {"choices": [{"name": "Nurse", "value": "nurse"}]}})).await
    };
    let (choices, (status, _)) = tokio::join!(discord.autocomplete(defaults::MEMBER, defaults::GENERAL, "salary", json!({"job": "nu"}), "job"), offer);
    assert_eq!((status, choices.unwrap()), (204, vec![json!({"name": "Nurse", "value": "nurse"})]));
    let wrong = discord.autocomplete_start(defaults::MEMBER, defaults::GENERAL, "salary", json!({"job": "x", "years": 1}), "years");
    assert!(matches!(wrong, Err(Error::Refused(_))));
}
