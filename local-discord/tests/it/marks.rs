//! Pins, bulk deletion, reactions cleared, typing.

use local_discord::{Error, LocalDiscord, Permissions, Setup, defaults, intents};
use serde_json::{Value, json};

use crate::bot::{Gateway, Http, USUAL, start, start_with};

fn with(own: Permissions) -> Setup {
    Setup::default().bot_permissions(defaults::GENERAL, own)
}

#[tokio::test]
async fn pins() {
    let (discord, mut gateway, http) = start_with(with(Permissions::MEMBER | Permissions::PIN_MESSAGES)).await;
    let ids: Vec<u64> = (0..3).map(|n| discord.say(defaults::MEMBER, defaults::GENERAL, &n.to_string()).unwrap()).collect();
    let new = format!("/channels/{}/messages/pins", defaults::GENERAL);
    let old = format!("/channels/{}/pins", defaults::GENERAL);
    for (path, id) in [(&new, ids[0]), (&old, ids[1]), (&new, ids[1])] {
        assert_eq!(http.send("PUT", &format!("{path}/{id}"), Value::Null).await.0, 204);
    }
    assert!(gateway.event("CHANNEL_PINS_UPDATE").await["last_pin_timestamp"].is_string());
    let told = gateway.event("MESSAGE_CREATE").await;
    assert_eq!((&told["type"], &told["message_reference"]["message_id"]), (&json!(6), &json!(ids[0].to_string())));
    let (_, page) = http.get(&format!("{new}?limit=1")).await;
    assert_eq!((&page["items"][0]["message"]["id"], &page["has_more"]), (&json!(ids[1].to_string()), &json!(true)));
    let before = page["items"][0]["pinned_at"].as_str().unwrap().replace('+', "%2B");
    assert_eq!(http.get(&format!("{new}?before={before}")).await.1["has_more"], false);
    let (_, list) = http.get(&old).await;
    assert_eq!((list.as_array().unwrap().len(), &list[0]["pinned"]), (2, &json!(true)));
    let system = told["id"].as_str().unwrap();
    let dm = discord.say_dm(defaults::MEMBER, "psst").unwrap();
    for (path, code) in [
        (format!("{new}/1"), 10_008),
        (format!("{new}/{system}"), 50_021),
        (format!("{new}/{dm}"), 50_019),
        (format!("/channels/1/messages/pins/{}", ids[2]), 10_003),
        (format!("{new}/x"), 50_035),
    ] {
        assert_eq!(http.send("PUT", &path, Value::Null).await.1["code"], code, "{path}");
    }
    assert_eq!(http.send("DELETE", &format!("{new}/{}", ids[0]), Value::Null).await.0, 204);
    discord.delete_message(ids[1]).unwrap();
    assert!(discord.pins(defaults::GENERAL).is_empty());
    assert_eq!(discord.message(ids[0]).unwrap()["pinned"], false);
    // In a DM no permission is needed.
    let channel = discord.dm_channel(defaults::MEMBER).unwrap();
    assert_eq!(http.send("PUT", &format!("/channels/{channel}/messages/pins/{dm}"), Value::Null).await.0, 204);
}

#[tokio::test]
async fn at_most_250_pins_and_by_permission() {
    let (discord, _gateway, http) = start_with(with(Permissions::MEMBER | Permissions::PIN_MESSAGES)).await;
    let id = |n: usize| discord.say(defaults::MEMBER, defaults::GENERAL, &n.to_string()).unwrap();
    for n in 0..250 {
        discord.pin(defaults::MODERATOR, id(n)).unwrap();
    }
    let last = id(250);
    let path = format!("/channels/{}/messages/pins/{last}", defaults::GENERAL);
    assert_eq!(http.send("PUT", &path, Value::Null).await.1["code"], 30_003);
    assert!(matches!(discord.pin(defaults::MODERATOR, last), Err(Error::Refused(_))));
    discord.unpin(defaults::MODERATOR, discord.pins(defaults::GENERAL)[0]["id"].as_str().unwrap().parse().unwrap()).unwrap();
    assert!(matches!(discord.pin(defaults::MEMBER, last), Err(Error::Refused(_))));
    // Manage Messages has not included pins since 2026.
    discord.set_bot_permissions(defaults::GENERAL, Some(Permissions::MEMBER | Permissions::MANAGE_MESSAGES)).unwrap();
    assert_eq!(http.send("PUT", &path, Value::Null).await.1["code"], 50_013);
}

#[tokio::test]
async fn bulk_deletion() {
    let (discord, mut gateway, http) = start_with(with(Permissions::MEMBER | Permissions::MANAGE_MESSAGES)).await;
    let ids: Vec<String> = (0..3).map(|n| discord.say(defaults::MEMBER, defaults::GENERAL, &n.to_string()).unwrap().to_string()).collect();
    let path = format!("/channels/{}/messages/bulk-delete", defaults::GENERAL);
    let dm = discord.dm_channel(defaults::MEMBER).unwrap();
    for (path, messages, code) in [
        (path.clone(), json!([ids[0]]), 50_016),
        (path.clone(), json!([ids[0], ids[0]]), 50_035),
        (path.clone(), json!([ids[0], "1"]), 50_034),
        (path.clone(), json!("all"), 50_035),
        (format!("/channels/{dm}/messages/bulk-delete"), json!(ids), 50_003),
    ] {
        assert_eq!(http.send("POST", &path, json!({"messages": messages})).await.1["code"], code, "{messages}");
    }
    assert_eq!(http.send("POST", &path, json!({"messages": [ids[0], ids[2]]})).await.0, 204);
    let told = gateway.event("MESSAGE_DELETE_BULK").await;
    assert_eq!((&told["ids"], &told["guild_id"]), (&json!([ids[0], ids[2]]), &json!(defaults::GUILD.to_string())));
    assert_eq!(discord.messages(defaults::GENERAL).len(), 1);
    discord.set_bot_permissions(defaults::GENERAL, Some(Permissions::MEMBER)).unwrap();
    assert_eq!(http.send("POST", &path, json!({"messages": ids})).await.1["code"], 50_013);
}

#[tokio::test]
async fn reactions_are_cleared() {
    let (discord, mut gateway, http) = start_with(with(Permissions::MEMBER | Permissions::MANAGE_MESSAGES)).await;
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "react").unwrap();
    for emoji in ["👍", "👎", "🎉"] {
        discord.react(defaults::MEMBER, asked, emoji).unwrap();
    }
    let path = format!("/channels/{}/messages/{asked}/reactions", defaults::GENERAL);
    assert_eq!(http.send("DELETE", &format!("{path}/%F0%9F%91%8D"), Value::Null).await.0, 204);
    assert_eq!(gateway.event("MESSAGE_REACTION_REMOVE_EMOJI").await["emoji"]["name"], "👍");
    discord.unreact(defaults::MEMBER, asked, "👎").unwrap();
    assert_eq!(gateway.event("MESSAGE_REACTION_REMOVE").await["emoji"]["name"], "👎");
    assert_eq!(http.send("DELETE", &path, Value::Null).await.0, 204);
    assert_eq!(gateway.event("MESSAGE_REACTION_REMOVE_ALL").await["message_id"], asked.to_string());
    assert_eq!(discord.message(asked).unwrap()["reactions"], json!([]));
    assert_eq!(http.send("PUT", &format!("{path}/thumbsup/@me"), Value::Null).await.1["code"], 10_014);
    discord.set_bot_permissions(defaults::GENERAL, Some(Permissions::MEMBER)).unwrap();
    for path in [path.clone(), format!("{path}/%F0%9F%91%8D")] {
        assert_eq!(http.send("DELETE", &path, Value::Null).await.1["code"], 50_013);
    }
}

#[tokio::test]
async fn typing_by_intent() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    let mut there = Gateway::identify(&discord, USUAL | intents::GUILD_MESSAGE_TYPING).await;
    let mut elsewhere = Gateway::identify(&discord, USUAL | intents::DIRECT_MESSAGE_TYPING).await;
    discord.typing(defaults::MEMBER, defaults::GENERAL).unwrap();
    let told = there.event("TYPING_START").await;
    assert_eq!((&told["user_id"], &told["member"]["user"]["username"]), (&json!(defaults::MEMBER.to_string()), &json!("ada")));
    discord.typing(defaults::MEMBER, local_discord::Place::Dm).unwrap();
    assert_eq!(elsewhere.event("TYPING_START").await["guild_id"], Value::Null);
    assert!(there.rest().await.iter().all(|payload| payload["t"] != "TYPING_START"));
    assert!(matches!(discord.typing(defaults::OUTSIDER, defaults::GENERAL), Err(Error::Refused(_))));
    assert_eq!(Http::new(&discord).send("POST", &format!("/channels/{}/typing", defaults::GENERAL), Value::Null).await.0, 204);
}

#[tokio::test]
async fn lists_around_a_message() {
    let (discord, _gateway, http) = start().await;
    let ids: Vec<u64> = (0..7).map(|n| discord.say(defaults::MEMBER, defaults::GENERAL, &n.to_string()).unwrap()).collect();
    let path = format!("/channels/{}/messages", defaults::GENERAL);
    let texts = |answer: Value| answer.as_array().unwrap().iter().map(|message| message["content"].as_str().unwrap().to_owned()).collect::<String>();
    assert_eq!(texts(http.get(&format!("{path}?limit=3&around={}", ids[3])).await.1), "432");
    assert_eq!(texts(http.get(&format!("{path}?limit=4&around={}", ids[0])).await.1), "10");
    for query in [format!("around={}&before={}", ids[3], ids[4]), "around=x".to_owned(), "limit=0".to_owned()] {
        assert_eq!(http.get(&format!("{path}?{query}")).await.1["code"], 50_035, "{query}");
    }
    // Without the history there is nothing to list, which is no error.
    discord.set_bot_permissions(defaults::GENERAL, Some(Permissions::MEMBER.without(Permissions::READ_MESSAGE_HISTORY))).unwrap();
    assert_eq!(http.get(&path).await, (200, json!([])));
    assert_eq!(http.get(&format!("{path}/{}", ids[0])).await.1["code"], 50_013);
    let reply = json!({"content": "x", "message_reference": {"message_id": ids[0].to_string()}});
    let (status, answer) = http.say(reply).await;
    assert_eq!((status, &answer["code"]), (403, &json!(160_002)));
}

#[tokio::test]
async fn people_delete_what_they_may() {
    let (discord, mut gateway, _http) = start().await;
    let id = discord.say(defaults::MEMBER, defaults::GENERAL, "x").unwrap();
    assert!(matches!(discord.delete_as(defaults::SECOND_MEMBER, id), Err(Error::Refused(_))));
    discord.delete_as(defaults::MODERATOR, id).unwrap();
    assert_eq!(gateway.event("MESSAGE_DELETE").await["id"], id.to_string());
    let own = discord.say_dm(defaults::MEMBER, "x").unwrap();
    discord.delete_as(defaults::MEMBER, own).unwrap();
    assert!(matches!(discord.delete_as(defaults::MEMBER, own), Err(Error::Unknown { .. })));
}
