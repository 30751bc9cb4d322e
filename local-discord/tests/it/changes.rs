//! Channels, roles, members, guilds and the bot's own profile, changed by the bot and by others.

use local_discord::{Channel, Error, Guild, Holder, LocalDiscord, Member, Overwrite, Permissions, Setup, User, defaults, intents};
use serde_json::{Value, json};

use crate::bot::{Gateway, Http, USUAL, respond, start, start_with};

const NONE: Permissions = Permissions::NONE;

/// A bot that may do everything in the guild, and one that sees members.
async fn mighty() -> (LocalDiscord, Gateway, Http) {
    let mut setup = Setup::default().privileged(intents::MESSAGE_CONTENT | intents::GUILD_MEMBERS);
    setup.guilds[0].bot_permissions = Permissions::ALL;
    let discord = LocalDiscord::start(setup).await.unwrap();
    let gateway = Gateway::identify(&discord, USUAL | intents::GUILD_MEMBERS).await;
    let http = Http::new(&discord);
    (discord, gateway, http)
}

#[tokio::test]
async fn channels() {
    let (discord, mut gateway, http) = mighty().await;
    let path = format!("/guilds/{}/channels", defaults::GUILD);
    let (status, made) = http.send("POST", &path, json!({"name": "New Place", "topic": "t", "nsfw": true})).await;
    assert_eq!((status, &made["name"], &made["nsfw"]), (201, &json!("new-place"), &json!(true)));
    assert_eq!(gateway.event("CHANNEL_CREATE").await["id"], made["id"]);
    let path = format!("/channels/{}", made["id"].as_str().unwrap());
    assert_eq!(http.send("PATCH", &path, json!({"topic": null})).await.1["topic"], Value::Null);
    assert_eq!(gateway.event("CHANNEL_UPDATE").await["topic"], Value::Null);
    let id: u64 = made["id"].as_str().unwrap().parse().unwrap();
    discord.say(defaults::MEMBER, id, "hello").unwrap();
    let overwrite = json!({"type": 0, "deny": Permissions::SEND_MESSAGES.to_string()});
    assert_eq!(http.send("PUT", &format!("{path}/permissions/{}", defaults::GUILD), overwrite).await.0, 204);
    assert!(matches!(discord.say(defaults::MEMBER, id, "hello"), Err(Error::Refused(_))));
    for (status, code) in [(204, Value::Null), (404, json!(10_009))] {
        let (got, answer) = http.send("DELETE", &format!("{path}/permissions/{}", defaults::GUILD), Value::Null).await;
        assert_eq!((got, &answer["code"]), (status, &code));
    }
    assert_eq!(http.send("DELETE", &path, Value::Null).await.1["id"], made["id"]);
    assert_eq!(gateway.event("CHANNEL_DELETE").await["id"], made["id"]);
    assert_eq!(http.get(&path).await.1["code"], 10_003);

    let (discord, _gateway, http) = start().await;
    let dm = discord.dm_channel(defaults::MEMBER).unwrap();
    for (method, path, body, code) in [
        ("POST", format!("/guilds/{}/channels", defaults::GUILD), json!({"name": "x"}), 50_013),
        ("PATCH", format!("/channels/{}", defaults::GENERAL), json!({"name": "x"}), 50_013),
        ("PATCH", format!("/channels/{}", defaults::GENERAL), json!({"names": "x"}), 50_035),
        ("PATCH", format!("/channels/{dm}"), json!({"name": "x"}), 50_003),
        ("DELETE", format!("/channels/{}", defaults::GENERAL), Value::Null, 50_013),
        ("PUT", format!("/channels/{}/permissions/1", defaults::GENERAL), json!({"type": 1}), 50_013),
        ("PUT", format!("/channels/{dm}/permissions/1"), json!({"type": 1}), 50_024),
    ] {
        assert_eq!(http.send(method, &path, body).await.1["code"], code, "{method} {path}");
    }
}

#[tokio::test]
async fn roles_and_members() {
    let (discord, mut gateway, http) = mighty().await;
    let guild = format!("/guilds/{}", defaults::GUILD);
    let (status, role) = http.send("POST", &format!("{guild}/roles"), json!({"name": "Red", "color": 0xFF_0000, "permissions": "0"})).await;
    assert_eq!((status, &role["name"], &role["color"]), (200, &json!("Red"), &json!(0xFF_0000)));
    assert_eq!(gateway.event("GUILD_ROLE_CREATE").await["role"]["id"], role["id"]);
    let id = role["id"].as_str().unwrap();
    let member = format!("{guild}/members/{}", defaults::MEMBER);
    assert_eq!(http.send("PUT", &format!("{member}/roles/{id}"), Value::Null).await.0, 204);
    assert_eq!(gateway.event("GUILD_MEMBER_UPDATE").await["roles"], json!([id]));
    let (_, edited) = http.send("PATCH", &member, json!({"nick": "Countess", "roles": [id, defaults::MODERATORS.to_string()]})).await;
    assert_eq!((&edited["nick"], edited["roles"].as_array().map(Vec::len)), (&json!("Countess"), Some(2)));
    assert_eq!(http.send("DELETE", &format!("{member}/roles/{id}"), Value::Null).await.0, 204);
    assert_eq!(http.send("PATCH", &format!("{guild}/roles/{id}"), json!({"name": "Blue"})).await.1["name"], "Blue");
    assert_eq!(gateway.event("GUILD_ROLE_UPDATE").await["role"]["name"], "Blue");
    for (method, path, body, code) in [
        ("PUT", format!("{member}/roles/1"), Value::Null, 10_011),
        ("PATCH", format!("{guild}/roles/1"), json!({"name": "x"}), 10_011),
        ("PATCH", format!("{guild}/members/1"), json!({"nick": "x"}), 10_007),
        ("PATCH", member.clone(), json!({"roles": ["1"]}), 10_011),
        ("DELETE", format!("{guild}/roles/{}", defaults::GUILD), Value::Null, 10_011),
        ("POST", "/guilds/1/roles".to_owned(), json!({}), 10_004),
    ] {
        assert_eq!(http.send(method, &path, body).await.1["code"], code, "{method} {path}");
    }
    assert_eq!(http.send("DELETE", &format!("{guild}/roles/{id}"), Value::Null).await.0, 204);
    assert_eq!(gateway.event("GUILD_ROLE_DELETE").await["role_id"], id);
    assert_eq!(http.send("DELETE", &member, Value::Null).await.0, 204);
    assert_eq!(gateway.event("GUILD_MEMBER_REMOVE").await["user"]["username"], "ada");
    assert!(matches!(discord.say(defaults::MEMBER, defaults::GENERAL, "x"), Err(Error::Refused(_))));
    discord.add_member(defaults::GUILD, Member::new(User::new(defaults::MEMBER, "ada"))).unwrap();
    assert_eq!(gateway.event("GUILD_MEMBER_ADD").await["guild_id"], defaults::GUILD.to_string());
    assert!(discord.add_member(defaults::GUILD, Member::new(User::new(defaults::MEMBER, "ada"))).is_err());
    discord.set_roles(defaults::GUILD, defaults::MEMBER, &[defaults::MODERATORS]).unwrap();
    assert_eq!(gateway.event("GUILD_MEMBER_UPDATE").await["roles"], json!([defaults::MODERATORS.to_string()]));
    discord.remove_member(defaults::GUILD, defaults::MEMBER).unwrap();
    assert!(discord.remove_member(defaults::GUILD, defaults::MEMBER).is_err());
}

#[tokio::test]
async fn the_bot_itself() {
    let (_discord, mut gateway, http) = start().await;
    let (_, changed) = http.send("PATCH", "/applications/@me", json!({"description": "Knows pay.", "tags": ["pay"]})).await;
    assert_eq!((&changed["description"], &changed["tags"]), (&json!("Knows pay."), &json!(["pay"])));
    assert_eq!(http.get("/applications/@me").await.1["description"], "Knows pay.");
    assert_eq!(http.send("PATCH", "/users/@me", json!({"username": "payday"})).await.1["username"], "payday");
    assert_eq!(gateway.event("USER_UPDATE").await["username"], "payday");
    let own = format!("/guilds/{}/members/@me", defaults::GUILD);
    assert_eq!(http.send("PATCH", &own, json!({"nick": "Pay"})).await.1["nick"], "Pay");
    // What happens to the bot itself is told without the intent for members.
    assert_eq!(gateway.event("GUILD_MEMBER_UPDATE").await["nick"], "Pay");
    assert_eq!(http.send("PATCH", &own, json!({"nick": null})).await.1["nick"], Value::Null);
    for (path, body) in [
        ("/applications/@me", json!({"interactions_endpoint": "https://example.org"})),
        ("/applications/@me", json!({"tags": ["a", "b", "c", "d", "e", "f"]})),
        ("/users/@me", json!({"username": "x"})),
        (own.as_str(), json!({"nick": "x".repeat(33)})),
    ] {
        assert_eq!(http.send("PATCH", path, body.clone()).await.1["code"], 50_035, "{body}");
    }
}

#[tokio::test]
async fn guilds_come_and_go() {
    let (discord, mut gateway, http) = start().await;
    let guild = Guild { id: 7, name: "Second".to_owned(), channels: vec![Channel::text(71, "hall")], ..Guild::default() };
    discord.join_guild(guild.clone()).unwrap();
    loop {
        let created = gateway.event("GUILD_CREATE").await;
        if created["id"] == "7" {
            assert_eq!((&created["unavailable"], &created["channels"][0]["name"]), (&json!(false), &json!("hall")));
            break;
        }
    }
    assert!(matches!(discord.join_guild(guild), Err(Error::Refused(_))));
    assert_eq!(http.send("POST", "/channels/71/messages", json!({"content": "hi"})).await.0, 200);
    discord.leave_guild(7).unwrap();
    assert_eq!(gateway.event("GUILD_DELETE").await, json!({"id": "7"}));
    assert_eq!(http.send("POST", "/channels/71/messages", json!({"content": "hi"})).await.1["code"], 10_003);
    assert!(matches!(discord.leave_guild(7), Err(Error::Unknown { .. })));
    assert_eq!(http.send("DELETE", &format!("/users/@me/guilds/{}", defaults::GUILD), Value::Null).await.0, 204);
    assert_eq!(http.get("/users/@me/guilds").await.1, json!([]));
    // Its people are still there for direct messages.
    discord.say_dm(defaults::MEMBER, "still here").unwrap();
}

#[tokio::test]
async fn overwrites_of_channels() {
    let setup = Setup::default()
        .overwrite(defaults::GENERAL, Holder::Role(defaults::GUILD), NONE, Permissions::SEND_MESSAGES)
        .overwrite(defaults::GENERAL, Holder::Role(defaults::MODERATORS), Permissions::SEND_MESSAGES, NONE)
        .overwrite(defaults::OTHER, Holder::Member(defaults::SECOND_MEMBER), NONE, Permissions::VIEW_CHANNEL | Permissions::USE_APPLICATION_COMMANDS)
        .overwrite(defaults::OTHER, Holder::Member(defaults::MEMBER), NONE, Permissions::USE_APPLICATION_COMMANDS);
    let (discord, mut gateway, http) = start_with(setup).await;
    for (user, channel, may) in [
        (defaults::MEMBER, defaults::GENERAL, false),
        (defaults::MODERATOR, defaults::GENERAL, true),
        (defaults::OWNER, defaults::GENERAL, true),
        (defaults::MEMBER, defaults::OTHER, true),
        (defaults::SECOND_MEMBER, defaults::OTHER, false),
    ] {
        assert_eq!(discord.say(user, channel, "x").is_ok(), may, "{user} {channel}");
    }
    // The bot is one of everyone.
    assert_eq!(http.say(json!({"content": "x"})).await.1["code"], 50_013);
    discord.set_overwrite(defaults::GENERAL, Overwrite { holder: Holder::Member(defaults::BOT), allow: Permissions::SEND_MESSAGES, deny: NONE }).unwrap();
    assert_eq!(http.say(json!({"content": "x"})).await.0, 200);
    http.register(json!([{"name": "all", "description": "d"}, {"name": "mods", "description": "d", "default_member_permissions": "8192"}])).await;
    for (user, channel, name, may) in [
        (defaults::MEMBER, defaults::GENERAL, "all", true),
        (defaults::MEMBER, defaults::GENERAL, "mods", false),
        (defaults::MODERATOR, defaults::GENERAL, "mods", true),
        (defaults::MEMBER, defaults::OTHER, "all", false),
        (defaults::OWNER, defaults::OTHER, "mods", true),
    ] {
        assert_eq!(discord.slash(user, channel, name, Value::Null).is_ok(), may, "{user} {channel} {name}");
    }
    let event = gateway.event("INTERACTION_CREATE").await;
    let own: u64 = event["member"]["permissions"].as_str().unwrap().parse().unwrap();
    assert!(!Permissions(own).contains(Permissions::SEND_MESSAGES) && Permissions(own).contains(Permissions::VIEW_CHANNEL));
    respond(&http, &event, json!({"type": 4, "data": {"content": "answers need no permission"}})).await;
    assert!(discord.set_overwrite(1, Overwrite { holder: Holder::Role(1), allow: NONE, deny: NONE }).is_err());
}

#[tokio::test]
async fn commands_to_read() {
    let (_discord, _gateway, http) = start().await;
    let command = json!({"name": "pay", "description": "d", "name_localizations": {"de": "lohn"},
        "options": [{"type": 3, "name": "job", "description": "d", "description_localizations": {"de": "Beruf"}}]});
    let (_, made) = http.register(json!([command])).await;
    assert_eq!(made[0]["name_localizations"]["de"], "lohn");
    let path = format!("/applications/{}/commands", defaults::BOT);
    let (_, list) = http.get(&path).await;
    assert_eq!((&list[0]["name_localizations"], &list[0]["options"][0]["description_localizations"]), (&Value::Null, &Value::Null));
    for yes in ["true", "1"] {
        let (_, list) = http.get(&format!("{path}?with_localizations={yes}")).await;
        assert_eq!(list[0]["options"][0]["description_localizations"]["de"], "Beruf");
    }
    let of = |id: &str| format!("/applications/{}/guilds/{}/commands/{id}/permissions", defaults::BOT, defaults::GUILD);
    let id = made[0]["id"].as_str().unwrap();
    assert_eq!(http.get(&of(id)).await.1["code"], 10_066);
    assert_eq!(http.get(&of("1")).await.1["code"], 10_063);
    assert_eq!(http.send("PUT", &of(id), json!({"permissions": []})).await.1["code"], 20_001);
}
