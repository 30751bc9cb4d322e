//! Threads over REST and on the gateway.

use local_discord::{Error, LocalDiscord, Permissions, Setup, defaults, intents};
use serde_json::{Value, json};

use crate::bot::{Gateway, Http, SOON, USUAL, respond, start, start_with};

fn id_of(value: &Value) -> u64 {
    value["id"].as_str().unwrap().parse().unwrap()
}

fn with(own: Permissions) -> Setup {
    Setup::default().bot_permissions(defaults::GENERAL, own)
}

/// A thread of the bot's.
async fn opened(http: &Http) -> u64 {
    let (status, thread) = http.send("POST", &format!("/channels/{}/threads", defaults::GENERAL), json!({"name": "t", "type": 11})).await;
    assert_eq!(status, 201, "{thread}");
    id_of(&thread)
}

#[tokio::test]
async fn from_a_message() {
    let (discord, mut gateway, http) = start().await;
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "long story").unwrap();
    let path = format!("/channels/{}/messages/{asked}/threads", defaults::GENERAL);
    let (status, thread) = http.send("POST", &path, json!({"name": "story", "auto_archive_duration": 60})).await;
    assert_eq!(status, 201, "{thread}");
    // The thread and its message share an id.
    assert_eq!((id_of(&thread), &thread["type"], &thread["parent_id"]), (asked, &json!(11), &json!(defaults::GENERAL.to_string())));
    assert_eq!((&thread["owner_id"], &thread["member"]["user_id"]), (&json!(defaults::BOT.to_string()), &json!(defaults::BOT.to_string())));
    assert_eq!((&thread["thread_metadata"]["auto_archive_duration"], &thread["message_count"], &thread["member_count"]), (&json!(60), &json!(0), &json!(1)));
    let created = gateway.event("THREAD_CREATE").await;
    assert_eq!((&created["id"], &created["newly_created"]), (&thread["id"], &json!(true)));
    let updated = gateway.event("MESSAGE_UPDATE").await;
    assert_eq!((&updated["flags"], &updated["thread"]["name"]), (&json!(32), &json!("story")));
    let starter = gateway.event("MESSAGE_CREATE").await;
    assert_eq!((&starter["type"], &starter["message_reference"]["message_id"], &starter["channel_id"]), (&json!(21), &json!(asked.to_string()), &thread["id"]));
    assert_eq!(http.send("POST", &path, json!({"name": "again"})).await.1["code"], 160_004);

    let (status, said) = http.send("POST", &format!("/channels/{asked}/messages"), json!({"content": "once"})).await;
    assert_eq!(status, 200, "{said}");
    assert_eq!(discord.wait_for_message(asked, id_of(&starter), SOON).await.unwrap()["content"], "once");
    let shown = http.get(&format!("/channels/{asked}")).await.1;
    assert_eq!((&shown["message_count"], &shown["total_message_sent"], &shown["last_message_id"]), (&json!(1), &json!(1), &said["id"]));
    let source = http.get(&format!("/channels/{}/messages/{asked}", defaults::GENERAL)).await.1;
    assert_eq!((&source["thread"]["message_count"], &source["flags"]), (&json!(1), &json!(32)));
    http.send("DELETE", &format!("/channels/{asked}/messages/{}", id_of(&said)), Value::Null).await;
    let shown = discord.channel(asked).unwrap();
    assert_eq!((&shown["message_count"], &shown["total_message_sent"]), (&json!(0), &json!(1)));
    let path = format!("/channels/{asked}/messages/{}", id_of(&starter));
    assert_eq!(http.send("DELETE", &path, Value::Null).await.1["code"], 50_021);
    assert!(discord.violations().is_empty());
}

#[tokio::test]
async fn without_a_message() {
    let (discord, mut gateway, http) = start().await;
    let thread = opened(&http).await;
    let told = gateway.event("MESSAGE_CREATE").await;
    assert_eq!((&told["type"], &told["content"], &told["message_reference"]["channel_id"]), (&json!(18), &json!("t"), &json!(thread.to_string())));
    assert_eq!(http.send("PATCH", &format!("/channels/{}/messages/{}", defaults::GENERAL, id_of(&told)), json!({"content": "x"})).await.1["code"], 50_021);
    let path = format!("/channels/{}/threads", defaults::GENERAL);
    let dm = discord.dm_channel(defaults::MEMBER).unwrap();
    for (path, body, code) in [
        // Without a type it is a private thread, which needs its permission.
        (path.clone(), json!({"name": "p"}), 50_013),
        (path.clone(), json!({"name": "p", "type": 10}), 50_024),
        (path.clone(), json!({"type": 11}), 50_035),
        (format!("/channels/{thread}/threads"), json!({"name": "p", "type": 11}), 50_024),
        (format!("/channels/{dm}/threads"), json!({"name": "p", "type": 11}), 50_024),
        ("/channels/1/threads".to_owned(), json!({"name": "p", "type": 11}), 10_003),
        (format!("/channels/{}/messages/1/threads", defaults::GENERAL), json!({"name": "p"}), 10_008),
    ] {
        assert_eq!(http.send("POST", &path, body.clone()).await.1["code"], code, "{path} {body}");
    }
    let active = http.get(&format!("/guilds/{}/threads/active", defaults::GUILD)).await.1;
    assert_eq!((id_of(&active["threads"][0]), &active["members"][0]["id"]), (thread, &json!(thread.to_string())));
    // Who logs in now learns of it with the guild.
    let mut later = Gateway::identify(&discord, USUAL).await;
    assert_eq!(id_of(&later.event("GUILD_CREATE").await["threads"][0]), thread);
}

#[tokio::test]
async fn permissions_in_threads() {
    let usual = Permissions::MEMBER;
    let (discord, _gateway, http) = start_with(with(usual.without(Permissions::CREATE_PUBLIC_THREADS))).await;
    let path = format!("/channels/{}/threads", defaults::GENERAL);
    assert_eq!(http.send("POST", &path, json!({"name": "t", "type": 11})).await.1["code"], 50_013);
    // Send Messages has no effect in threads.
    discord.set_bot_permissions(defaults::GENERAL, Some(usual.without(Permissions::SEND_MESSAGES))).unwrap();
    let thread = opened(&http).await;
    let messages = format!("/channels/{thread}/messages");
    assert_eq!(http.send("POST", &messages, json!({"content": "x"})).await.0, 200);
    assert_eq!(http.say(json!({"content": "x"})).await.1["code"], 50_013);
    discord.set_bot_permissions(defaults::GENERAL, Some(usual.without(Permissions::SEND_MESSAGES_IN_THREADS))).unwrap();
    assert_eq!(http.send("POST", &messages, json!({"content": "x"})).await.1["code"], 50_013);
    assert_eq!(http.say(json!({"content": "x"})).await.0, 200);
    discord.set_bot_permissions(defaults::GENERAL, Some(Permissions::NONE)).unwrap();
    assert_eq!(http.send("POST", &messages, json!({"content": "x"})).await.1["code"], 50_001);
}

#[tokio::test]
async fn archive_and_lock() {
    let (discord, mut gateway, http) = start().await;
    let thread = opened(&http).await;
    let (path, messages) = (format!("/channels/{thread}"), format!("/channels/{thread}/messages"));
    let said = id_of(&http.send("POST", &messages, json!({"content": "x"})).await.1);
    // The owner may archive and rename, not lock.
    assert_eq!(http.send("PATCH", &path, json!({"locked": true})).await.1["code"], 50_013);
    assert_eq!(http.send("PATCH", &path, json!({"rate_limit_per_user": 5})).await.1["code"], 50_013);
    let (status, edited) = http.send("PATCH", &path, json!({"archived": true, "name": "old"})).await;
    assert_eq!((status, &edited["name"], &edited["thread_metadata"]["archived"]), (200, &json!("old"), &json!(true)));
    assert_eq!(gateway.event("THREAD_UPDATE").await["thread_metadata"]["archived"], true);
    for (method, path, body) in [
        ("PATCH", path.clone(), json!({"name": "new"})),
        ("PATCH", format!("{messages}/{said}"), json!({"content": "y"})),
        ("PUT", format!("{messages}/{said}/reactions/%F0%9F%91%8D/@me"), Value::Null),
        ("PUT", format!("{path}/thread-members/@me"), Value::Null),
    ] {
        assert_eq!(http.send(method, &path, body).await.1["code"], 50_083, "{method} {path}");
    }
    assert!(matches!(discord.react(defaults::MEMBER, said, "👍"), Err(Error::Refused(_))));
    let listed = http.get(&format!("/channels/{}/threads/archived/public", defaults::GENERAL)).await.1;
    assert_eq!((id_of(&listed["threads"][0]), &listed["has_more"]), (thread, &json!(false)));
    // Writing takes it out of the archive.
    discord.say(defaults::MEMBER, thread, "still here").unwrap();
    assert_eq!(gateway.event("THREAD_UPDATE").await["thread_metadata"]["archived"], false);
    discord.set_thread(thread, true, true).unwrap();
    assert_eq!(http.send("POST", &messages, json!({"content": "x"})).await.1["code"], 160_005);
    assert_eq!(http.send("PATCH", &path, json!({"archived": false})).await.1["code"], 160_005);
    assert!(matches!(discord.say(defaults::MEMBER, thread, "x"), Err(Error::Refused(_))));
    discord.say(defaults::MODERATOR, thread, "moderators may").unwrap();
    assert_eq!(http.send("DELETE", &path, Value::Null).await.1["code"], 50_013);
    discord.set_bot_permissions(defaults::GENERAL, Some(Permissions::MEMBER | Permissions::MANAGE_THREADS)).unwrap();
    assert_eq!(http.send("PATCH", &path, json!({"locked": false, "rate_limit_per_user": 5})).await.1["rate_limit_per_user"], 5);
    assert_eq!(http.send("DELETE", &path, Value::Null).await.0, 200);
    assert_eq!(gateway.event("THREAD_DELETE").await["parent_id"], defaults::GENERAL.to_string());
    assert_eq!(http.get(&path).await.1["code"], 10_003);
    assert!(discord.messages(thread).is_empty() && discord.violations().is_empty());
}

#[tokio::test]
async fn members_of_threads() {
    let setup = Setup::default().privileged(intents::MESSAGE_CONTENT | intents::GUILD_MEMBERS);
    let discord = LocalDiscord::start(setup).await.unwrap();
    let (mut few, mut all) = (Gateway::identify(&discord, USUAL).await, Gateway::identify(&discord, USUAL | intents::GUILD_MEMBERS).await);
    let http = Http::new(&discord);
    let thread = discord.open_thread(defaults::MEMBER, defaults::GENERAL, None, "talk").unwrap();
    let path = format!("/channels/{thread}/thread-members");
    assert_eq!(http.get(&format!("{path}/{}", defaults::BOT)).await.1["code"], 10_007);
    assert_eq!(http.send("PUT", &format!("{path}/@me"), Value::Null).await.0, 204);
    assert_eq!(few.event("THREAD_MEMBERS_UPDATE").await["added_members"][0]["user_id"], defaults::BOT.to_string());
    assert_eq!(http.send("PUT", &format!("{path}/{}", defaults::SECOND_MEMBER), Value::Null).await.0, 204);
    assert_eq!(http.send("PUT", &format!("{path}/{}", defaults::OUTSIDER), Value::Null).await.1["code"], 10_007);
    let list = http.get(&format!("{path}?with_member=true")).await.1;
    let names: Vec<&str> = list.as_array().unwrap().iter().map(|one| one["member"]["user"]["username"].as_str().unwrap()).collect();
    assert_eq!(names, ["ada", "ben", "bot"]);
    assert_eq!(http.send("DELETE", &format!("{path}/{}", defaults::SECOND_MEMBER), Value::Null).await.1["code"], 50_013);
    discord.leave_thread(defaults::SECOND_MEMBER, thread).unwrap();
    assert!(matches!(discord.leave_thread(defaults::SECOND_MEMBER, thread), Err(Error::Refused(_))));
    loop {
        let told = all.event("THREAD_MEMBERS_UPDATE").await;
        if told["removed_member_ids"] == json!([defaults::SECOND_MEMBER.to_string()]) {
            break;
        }
    }
    assert_eq!(http.send("DELETE", &format!("{path}/@me"), Value::Null).await.0, 204);
    // Without the intent for members only the bot's own coming and going is told.
    let told = few.event("THREAD_MEMBERS_UPDATE").await;
    assert_eq!((&told["removed_member_ids"][0], &told["member_count"]), (&json!(defaults::BOT.to_string()), &json!(1)));
    // Who writes joins.
    discord.say(defaults::SECOND_MEMBER, thread, "me again").unwrap();
    assert_eq!(http.get(&path).await.1.as_array().unwrap().len(), 2);

    let (discord, _gateway, http) = start().await;
    let thread = discord.open_thread(defaults::MEMBER, defaults::GENERAL, None, "talk").unwrap();
    assert_eq!(http.get(&format!("/channels/{thread}/thread-members")).await.1["code"], 50_001);
}

#[tokio::test]
async fn private_threads() {
    let (discord, _gateway, http) = start_with(with(Permissions::MEMBER | Permissions::CREATE_PRIVATE_THREADS)).await;
    let (status, thread) = http.send("POST", &format!("/channels/{}/threads", defaults::GENERAL), json!({"name": "p", "invitable": false})).await;
    assert_eq!((status, &thread["type"], &thread["thread_metadata"]["invitable"]), (201, &json!(12), &json!(false)));
    let thread = id_of(&thread);
    assert!(matches!(discord.say(defaults::MEMBER, thread, "x"), Err(Error::Refused(_))));
    discord.say(defaults::MODERATOR, thread, "moderators see all").unwrap();
    assert_eq!(http.send("PUT", &format!("/channels/{thread}/thread-members/{}", defaults::MEMBER), Value::Null).await.0, 204);
    discord.say(defaults::MEMBER, thread, "now I do").unwrap();
    assert_eq!(http.send("PATCH", &format!("/channels/{thread}"), json!({"archived": true})).await.0, 200);
    let listed = |path: &str| format!("/channels/{}/{path}", defaults::GENERAL);
    assert_eq!(http.get(&listed("users/@me/threads/archived/private")).await.1["threads"].as_array().unwrap().len(), 1);
    assert_eq!(http.get(&listed("threads/archived/public")).await.1["threads"], json!([]));
    assert_eq!(http.get(&listed("threads/archived/private")).await.1["code"], 50_013);
    // Out of it, the bot no longer sees it.
    discord.set_thread(thread, false, false).unwrap();
    assert_eq!(http.send("DELETE", &format!("/channels/{thread}/thread-members/@me"), Value::Null).await.0, 204);
    assert_eq!(http.get(&format!("/channels/{thread}")).await.1["code"], 50_001);
}

#[tokio::test]
async fn interactions_in_threads() {
    let (discord, mut gateway, http) = start().await;
    http.register(json!([{"name": "ping", "description": "d"}])).await;
    let thread = discord.open_thread(defaults::MEMBER, defaults::GENERAL, None, "talk").unwrap();
    let run = discord.slash(defaults::MEMBER, thread, "ping", Value::Null).unwrap();
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!((&event["channel"]["type"], &event["channel"]["parent_id"]), (&json!(11), &json!(defaults::GENERAL.to_string())));
    assert_eq!((&event["channel_id"], &event["guild_id"]), (&json!(thread.to_string()), &json!(defaults::GUILD.to_string())));
    assert_eq!(respond(&http, &event, json!({"type": 4, "data": {"content": "pong"}})).await.0, 204);
    assert_eq!(run.message(SOON).await.unwrap()["channel_id"], thread.to_string());
    discord.set_thread(thread, true, false).unwrap();
    assert!(matches!(discord.slash(defaults::MEMBER, thread, "ping", Value::Null), Err(Error::Refused(_))));
}

#[tokio::test]
async fn who_comes_to_see_a_channel_gets_its_threads() {
    let (discord, mut gateway, _http) = start_with(with(Permissions::NONE)).await;
    let thread = discord.open_thread(defaults::MEMBER, defaults::GENERAL, None, "hidden").unwrap();
    discord.say(defaults::MEMBER, thread, "x").unwrap();
    discord.set_bot_permissions(defaults::GENERAL, Some(Permissions::MEMBER)).unwrap();
    let synced = gateway.event("THREAD_LIST_SYNC").await;
    assert_eq!((id_of(&synced["threads"][0]), &synced["channel_ids"]), (thread, &json!([defaults::GENERAL.to_string()])));
    for (user, channel, message, name) in [
        (defaults::OUTSIDER, defaults::GENERAL, None, "t"),
        (defaults::MEMBER, thread, None, "t"),
        (defaults::MEMBER, defaults::GENERAL, None, ""),
        (defaults::MEMBER, defaults::GENERAL, Some(1), "t"),
    ] {
        assert!(discord.open_thread(user, channel, message, name).is_err(), "{user} {channel}");
    }
}
