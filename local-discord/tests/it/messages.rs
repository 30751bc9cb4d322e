//! Messages, files, reactions and permissions over REST.

use local_discord::{Permissions, Setup, defaults};
use serde_json::{Value, json};

use crate::bot::{start, start_with};

#[tokio::test]
async fn a_message_and_its_life() {
    let (discord, mut gateway, http) = start().await;
    let (status, message) = http.say(json!({"content": " hello "})).await;
    assert_eq!((status, &message["content"]), (200, &json!("hello")));
    let created = gateway.event("MESSAGE_CREATE").await;
    assert_eq!(created["id"], message["id"]);
    let path = format!("/channels/{}/messages/{}", defaults::GENERAL, message["id"].as_str().unwrap());
    assert_eq!(http.get(&path).await.1["content"], "hello");
    let (_, edited) = http.send("PATCH", &path, json!({"embeds": [{"title": "t"}]})).await;
    assert_eq!((&edited["content"], &edited["embeds"][0]["type"]), (&json!("hello"), &json!("rich")));
    assert!(edited["edited_timestamp"].is_string());
    assert_eq!(gateway.event("MESSAGE_UPDATE").await["embeds"][0]["title"], "t");
    assert_eq!(http.send("PATCH", &path, json!({"content": "", "embeds": []})).await.1["code"], 50_006);
    assert_eq!(http.send("DELETE", &path, Value::Null).await.0, 204);
    assert_eq!(gateway.event("MESSAGE_DELETE").await["id"], message["id"]);
    assert_eq!(http.get(&path).await.1["code"], 10_008);
    assert!(discord.messages(defaults::GENERAL).is_empty());
}

#[tokio::test]
async fn errors() {
    let (discord, _gateway, http) = start().await;
    let theirs = discord.say(defaults::MEMBER, defaults::GENERAL, "mine").unwrap();
    let path = format!("/channels/{}/messages/{theirs}", defaults::GENERAL);
    let cases = [
        ("POST", "/channels/1/messages".to_owned(), json!({"content": "x"}), 404, 10_003),
        ("POST", "/channels/x/messages".to_owned(), json!({"content": "x"}), 400, 50_035),
        ("GET", format!("/channels/{}/messages/1", defaults::GENERAL), Value::Null, 404, 10_008),
        ("GET", "/guilds/1".to_owned(), Value::Null, 404, 10_004),
        ("GET", format!("/guilds/{}/members/1", defaults::GUILD), Value::Null, 404, 10_007),
        ("GET", "/users/1".to_owned(), Value::Null, 404, 10_013),
        ("PATCH", path.clone(), json!({"content": "x"}), 403, 50_005),
        ("DELETE", path, Value::Null, 403, 50_013),
        ("POST", "/interactions/1/t/callback".to_owned(), json!({"type": 5}), 404, 10_062),
        ("POST", format!("/webhooks/{}/t", defaults::BOT), json!({"content": "x"}), 404, 10_015),
        ("GET", "/nothing/here".to_owned(), Value::Null, 404, 0),
    ];
    for (method, path, body, status, code) in cases {
        let (got, answer) = http.send(method, &path, body).await;
        assert_eq!((got, &answer["code"]), (status, &json!(code)), "{method} {path}");
    }
    let mut stranger = http.clone();
    stranger.token = "other".to_owned();
    assert_eq!(stranger.get("/users/@me").await.0, 401);
    assert_eq!(discord.requests().last().unwrap().status, 401);
    // Of all this only the path that is no id and the operation that does not exist are the bot's mistakes.
    assert_eq!(discord.violations().len(), 2);
}

#[tokio::test]
async fn permissions_count() {
    let usual = Permissions::MEMBER;
    let with = |own: Permissions| Setup::default().bot_permissions(defaults::GENERAL, own);
    let embed = json!({"content": "c", "embeds": [{"title": "t"}]});

    let (_discord, _gateway, http) = start_with(with(usual.without(Permissions::EMBED_LINKS))).await;
    let (status, message) = http.say(embed.clone()).await;
    assert_eq!((status, &message["embeds"]), (200, &json!([])));
    assert_eq!(http.say(json!({"embeds": [{"title": "t"}]})).await.1["code"], 50_013);

    let (_discord, _gateway, http) = start_with(with(usual.without(Permissions::ATTACH_FILES))).await;
    let path = format!("/channels/{}/messages", defaults::GENERAL);
    assert_eq!(http.upload(&path, json!({"content": "c"}), "a.txt", b"a").await.1["code"], 50_013);

    let (_discord, _gateway, http) = start_with(with(usual.without(Permissions::SEND_MESSAGES))).await;
    assert_eq!(http.say(embed.clone()).await.1["code"], 50_013);

    let (discord, _gateway, http) = start_with(with(usual.without(Permissions::VIEW_CHANNEL))).await;
    assert_eq!(http.say(embed).await.1["code"], 50_001);
    // To lack a permission is the state of the world, not a broken rule.
    assert!(discord.violations().is_empty());
}

#[tokio::test]
async fn files() {
    let (discord, _gateway, http) = start().await;
    let path = format!("/channels/{}/messages", defaults::GENERAL);
    let body = json!({"attachments": [{"id": 0, "description": "numbers"}], "embeds": [{"image": {"url": "attachment://a_b.csv"}}]});
    let (status, message) = http.upload(&path, body, "a b.csv", b"1,2").await;
    assert_eq!(status, 200, "{message}");
    let attachment = &message["attachments"][0];
    assert_eq!((&attachment["filename"], &attachment["description"], &attachment["size"]), (&json!("a_b.csv"), &json!("numbers"), &json!(3)));
    assert_eq!(message["embeds"][0]["image"]["url"], attachment["url"]);
    let served = reqwest::get(attachment["url"].as_str().unwrap()).await.unwrap();
    assert_eq!(served.bytes().await.unwrap().as_ref(), b"1,2");
    let id: u64 = message["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(discord.attachment(id, 0).unwrap(), b"1,2");
    assert_eq!(discord.requests()[0].files[0].filename, "a b.csv");
    // An edit that lists no attachment drops it.
    let (_, edited) = http.send("PATCH", &format!("{path}/{id}"), json!({"content": "gone", "attachments": []})).await;
    assert_eq!(edited["attachments"], json!([]));
}

#[tokio::test]
async fn replies_and_mentions() {
    let (discord, mut gateway, http) = start().await;
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "question").unwrap();
    let text = format!("<@{}> @everyone", defaults::SECOND_MEMBER);
    let mut body = json!({"content": text, "message_reference": {"message_id": asked.to_string()}});
    let (_, loud) = http.say(body.clone()).await;
    assert_eq!((&loud["type"], &loud["referenced_message"]["content"]), (&json!(19), &json!("question")));
    assert_eq!(loud["mentions"].as_array().unwrap().len(), 2);
    body["allowed_mentions"] = json!({"parse": [], "replied_user": false});
    assert_eq!(http.say(body).await.1["mentions"], json!([]));
    let answer = loud["id"].as_str().unwrap().parse().unwrap();
    discord.reply_to(defaults::MEMBER, answer, "thanks").unwrap();
    loop {
        let event = gateway.event("MESSAGE_CREATE").await;
        if event["content"] == "thanks" {
            assert_eq!(event["mentions"][0]["id"], defaults::BOT.to_string());
            assert_eq!(event["member"]["nick"], Value::Null);
            break;
        }
    }
}

#[tokio::test]
async fn reactions() {
    let (discord, mut gateway, http) = start().await;
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "react").unwrap();
    let path = format!("/channels/{}/messages/{asked}/reactions/%F0%9F%91%8D", defaults::GENERAL);
    assert_eq!(http.send("PUT", &format!("{path}/@me"), Value::Null).await.0, 204);
    assert_eq!(gateway.event("MESSAGE_REACTION_ADD").await["emoji"]["name"], "👍");
    discord.react(defaults::SECOND_MEMBER, asked, "👍").unwrap();
    assert_eq!(gateway.event("MESSAGE_REACTION_ADD").await["member"]["user"]["username"], "ben");
    assert_eq!(http.get(&path).await.1.as_array().unwrap().len(), 2);
    let page = http.get(&format!("{path}?limit=1&after={}", defaults::SECOND_MEMBER)).await.1;
    assert_eq!(page[0]["id"], defaults::BOT.to_string());
    assert_eq!(http.get(&format!("{path}?limit=101")).await.1["code"], 50_035);
    assert_eq!(http.send("DELETE", &format!("{path}/@me"), Value::Null).await.0, 204);
    let message = discord.message(asked).unwrap();
    assert_eq!((&message["reactions"][0]["count"], &message["reactions"][0]["me"]), (&json!(1), &json!(false)));
}

#[tokio::test]
async fn lists() {
    let (discord, _gateway, http) = start().await;
    let ids: Vec<u64> = (0..5).map(|n| discord.say(defaults::MEMBER, defaults::GENERAL, &n.to_string()).unwrap()).collect();
    let path = format!("/channels/{}/messages", defaults::GENERAL);
    let texts = |answer: Value| answer.as_array().unwrap().iter().map(|message| message["content"].as_str().unwrap().to_owned()).collect::<String>();
    assert_eq!(texts(http.get(&path).await.1), "43210");
    assert_eq!(texts(http.get(&format!("{path}?limit=2&before={}", ids[3])).await.1), "21");
    assert_eq!(texts(http.get(&format!("{path}?limit=2&after={}", ids[0])).await.1), "21");
    assert_eq!(http.get(&format!("{path}?limit=101")).await.0, 400);
}
