//! The socket: people do something on the page, the bot sees it, and each sees what is theirs to see.

use std::time::Duration;

use local_discord::{Part, Setup, Timing, Welcome, defaults};
use serde_json::{Value, json};

use super::{Page, number};
use crate::bot::{SOON, respond, start, start_with, webhook};

fn general() -> Value {
    json!(defaults::GENERAL.to_string())
}

#[tokio::test]
async fn people_talk() {
    let (discord, mut gateway, http) = start().await;
    let mut ada = Page::open(&discord, defaults::MEMBER, general()).await;
    let mut ben = Page::open(&discord, defaults::SECOND_MEMBER, general()).await;
    let said = ada.act(json!({"do": "say", "content": "hello"})).await;
    assert_eq!(gateway.event("MESSAGE_CREATE").await["content"], "hello");
    let hello = ben.until_shown("hello").await;
    assert_eq!(hello, number(&said["message"]));
    ben.act(json!({"do": "say", "content": "hi", "reply_to": said["message"]})).await;
    let hi = ada.until_shown("hi").await;
    assert_eq!(ada.messages[&hi]["referenced_message"]["content"], "hello");
    ada.act(json!({"do": "edit", "message": said["message"], "content": "hello all"})).await;
    ben.until_shown("hello all").await;
    ada.act(json!({"do": "react", "message": hi.to_string(), "emoji": "👍"})).await;
    ben.until(|page| page.messages[&hi]["reactions"][0]["count"] == 1).await;
    assert_eq!(ben.messages[&hi]["reactions"][0]["me"], false);
    ada.until(|page| page.messages[&hi]["reactions"][0]["me"] == true).await;
    ada.act(json!({"do": "unreact", "message": hi.to_string(), "emoji": "👍"})).await;
    ada.until(|page| page.messages[&hi]["reactions"].as_array().is_none_or(Vec::is_empty)).await;
    let (_, from_bot) = http.say(json!({"content": "beep"})).await;
    ada.until_shown("beep").await;
    http.send("DELETE", &format!("/channels/{}/messages/{}", defaults::GENERAL, from_bot["id"].as_str().unwrap()), Value::Null).await;
    ada.until(|page| !page.shows("beep")).await;
}

#[tokio::test]
async fn a_moderator_deletes_and_others_do_not() {
    let (discord, _gateway, _http) = start().await;
    let id = discord.say(defaults::MEMBER, defaults::GENERAL, "delete me").unwrap().to_string();
    let mut ben = Page::open(&discord, defaults::SECOND_MEMBER, general()).await;
    let mut mo = Page::open(&discord, defaults::MODERATOR, general()).await;
    let mut ola = Page::open(&discord, defaults::OUTSIDER, general()).await;
    assert!(ben.shows("delete me") && mo.shows("delete me") && !ola.shows("delete me"));
    assert_eq!((&ben.parts["me"]["manage"], &mo.parts["me"]["manage"]), (&json!(false), &json!(true)));
    let request = json!({"do": "delete", "message": id});
    assert!(ben.refused(request.clone()).await.contains("may not delete"));
    assert_eq!(ola.refused(request.clone()).await, "That message is not there.");
    mo.act(request.clone()).await;
    ben.until(|page| !page.shows("delete me")).await;
    assert_eq!(mo.refused(request).await, "That message is not there.");
}

#[tokio::test]
async fn somebody_in_no_server_has_the_dm() {
    let (discord, mut gateway, _http) = start().await;
    let mut ola = Page::open(&discord, defaults::OUTSIDER, general()).await;
    assert_eq!(ola.parts["places"]["guilds"], json!([]));
    assert_eq!(ola.parts["me"]["channel"], ola.parts["places"]["dm"]["id"]);
    ola.act(json!({"do": "say", "content": "psst"})).await;
    assert!(gateway.event("MESSAGE_CREATE").await.get("guild_id").is_none());
    assert!(ola.refused(json!({"do": "say", "channel": general(), "content": "let me in"})).await.contains("does not see"));
    let mut ada = Page::open(&discord, defaults::MEMBER, json!("dm")).await;
    assert!(ada.messages.is_empty());
    let foreign = ola.parts["me"]["channel"].clone();
    ada.act(json!({"do": "open", "channel": foreign})).await;
    ada.until(|page| page.parts["me"]["channel"] == general()).await;
}

fn command() -> Value {
    json!([
        {"name": "pay", "description": "d", "options": [
            {"type": 3, "name": "job", "description": "d", "required": true, "autocomplete": true},
            {"type": 11, "name": "file", "description": "d"}]},
        {"name": "secret", "description": "d", "default_member_permissions": "8192"},
        {"name": "Profile", "type": 2}, {"name": "Check", "type": 3},
    ])
}

#[tokio::test]
async fn commands() {
    let (discord, mut gateway, http) = start().await;
    http.register(command()).await;
    let mut ada = Page::open(&discord, defaults::MEMBER, general()).await;
    let names = |page: &Page| page.parts["commands"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<String>>();
    ada.until(|page| names(page) == ["pay", "Profile", "Check"]).await;
    let mo = Page::open(&discord, defaults::MODERATOR, general()).await;
    assert_eq!(names(&mo), ["pay", "secret", "Profile", "Check"]);
    // Choices come from the bot while the page goes on.
    ada.text(&json!({"id": "c", "do": "autocomplete", "command": "pay", "options": [{"name": "job", "value": "nu"}], "focused": "job"}).to_string()).await;
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!((&event["type"], &event["data"]["options"][0]["focused"]), (&json!(4), &json!(true)));
    respond(&http, &event, json!({"type": 8, "data": {"choices": [{"name": "Nurse", "value": "nurse"}]}})).await;
    assert_eq!(ada.answer().await, json!({"reply": "c", "ok": true, "result": {"choices": [{"name": "Nurse", "value": "nurse"}]}}));
    ada.act(json!({"do": "slash", "command": "pay", "options": [{"name": "job", "value": "nurse"}]})).await;
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!(event["data"]["options"][0]["value"], "nurse");
    respond(&http, &event, json!({"type": 4, "data": {"content": "3,420"}})).await;
    let answer = ada.until_shown("3,420").await;
    ada.act(json!({"do": "message_command", "message": answer.to_string(), "name": "Check"})).await;
    assert_eq!(gateway.event("INTERACTION_CREATE").await["data"]["target_id"], answer.to_string());
    ada.act(json!({"do": "user_command", "target": defaults::SECOND_MEMBER.to_string(), "name": "Profile"})).await;
    assert_eq!(gateway.event("INTERACTION_CREATE").await["data"]["target_id"], defaults::SECOND_MEMBER.to_string());
    for (request, why) in [
        (json!({"do": "slash", "command": "pay", "options": []}), "required"),
        (json!({"do": "slash", "command": "none", "options": []}), "no command"),
        (json!({"do": "slash", "command": "secret", "options": []}), "may not run"),
        (json!({"do": "slash", "command": "pay", "options": [{"name": "job", "value": "x"}, {"name": "file", "value": {"file": 0}}]}), "file"),
        (json!({"do": "slash", "command": "pay", "options": [{"name": "job", "value": "x"}, {"name": "file", "value": "1"}]}), "has uploaded"),
        (json!({"do": "autocomplete", "command": "pay", "options": [], "focused": "file"}), "focused"),
        (json!({"do": "message_command", "message": "1", "name": "Check"}), "no message"),
    ] {
        assert!(ada.refused(request.clone()).await.contains(why), "{request}");
    }
}

#[tokio::test]
async fn ephemeral_only_for_its_user() {
    let (discord, mut gateway, http) = start().await;
    http.register(command()).await;
    let mut ada = Page::open(&discord, defaults::MEMBER, general()).await;
    let mut ben = Page::open(&discord, defaults::SECOND_MEMBER, general()).await;
    ada.act(json!({"do": "slash", "command": "pay", "options": [{"name": "job", "value": "nurse"}]})).await;
    let event = gateway.event("INTERACTION_CREATE").await;
    respond(&http, &event, json!({"type": 5, "data": {"flags": 64}})).await;
    ada.until(|page| page.messages.values().any(|message| message["flags"] == 192)).await;
    http.send("PATCH", &format!("{}/messages/@original", webhook(&event)), json!({"content": "for you"})).await;
    let secret = ada.until_shown("for you").await;
    discord.say(defaults::MEMBER, defaults::GENERAL, "for all").unwrap();
    ben.until_shown("for all").await;
    assert!(!ben.shows("for you"));
    assert_eq!(ben.messages.len(), 1);
    for action in ["react", "delete"] {
        assert!(!ben.refused(json!({"do": action, "message": secret.to_string(), "emoji": "x"})).await.is_empty());
    }
    assert!(ben.refused(json!({"do": "say", "content": "x", "reply_to": secret.to_string()})).await.contains("not there"));
}

#[tokio::test]
async fn buttons_menus_and_forms() {
    let (discord, mut gateway, http) = start().await;
    let rows = json!([
        {"type": 1, "components": [{"type": 2, "style": 1, "label": "b", "custom_id": "b"}]},
        {"type": 1, "components": [{"type": 3, "custom_id": "s", "options": [{"label": "A", "value": "a"}]}]},
    ]);
    let (_, message) = http.say(json!({"content": "rows", "components": rows})).await;
    let mut ada = Page::open(&discord, defaults::MEMBER, general()).await;
    ada.act(json!({"do": "select", "message": message["id"], "custom_id": "s", "values": ["a"]})).await;
    assert_eq!(gateway.event("INTERACTION_CREATE").await["data"]["values"], json!(["a"]));
    let pressed = ada.act(json!({"do": "press", "message": message["id"], "custom_id": "b"})).await["interaction"].clone();
    let event = gateway.event("INTERACTION_CREATE").await;
    let form = json!([{"type": 1, "components": [{"type": 4, "custom_id": "f", "style": 1, "label": "l", "max_length": 3}]}]);
    respond(&http, &event, json!({"type": 9, "data": {"custom_id": "m", "title": "t", "components": form}})).await;
    ada.until(|page| page.parts["interactions"][0]["modal"]["title"] == "t" && page.parts["interactions"][0]["id"] == pressed).await;
    let mut submit = json!({"do": "modal", "interaction": pressed, "fields": [{"id": "f", "value": "long"}]});
    assert!(ada.refused(submit.clone()).await.contains("characters"));
    submit["fields"][0]["value"] = json!("abc");
    ada.act(submit).await;
    assert_eq!(gateway.event("INTERACTION_CREATE").await["data"]["components"][0]["components"][0]["value"], "abc");
    for request in [
        json!({"do": "press", "message": message["id"], "custom_id": "none"}),
        json!({"do": "press", "message": "1", "custom_id": "b"}),
        json!({"do": "select", "message": message["id"], "custom_id": "s", "values": ["z"]}),
        json!({"do": "select", "message": message["id"], "custom_id": "s", "values": "a"}),
        json!({"do": "modal", "interaction": "1", "fields": []}),
    ] {
        assert!(!ada.refused(request).await.is_empty());
    }
}

#[tokio::test]
async fn a_silent_application_is_told() {
    let timing = Timing { first_response: Duration::from_millis(100), ..Timing::default() };
    let (discord, mut gateway, http) = start_with(Setup::default().timing(timing)).await;
    http.register(json!([{"name": "c", "description": "d"}])).await;
    let mut ada = Page::open(&discord, defaults::MEMBER, general()).await;
    ada.act(json!({"do": "slash", "command": "c", "options": []})).await;
    gateway.event("INTERACTION_CREATE").await;
    ada.until(|page| page.parts["interactions"][0]["state"] == "failed").await;
    assert_eq!(ada.parts["bot"]["online"], true);
    discord.drop_gateway();
    ada.until(|page| page.parts["bot"]["online"] == false).await;
}

#[tokio::test]
async fn files_by_people() {
    let (discord, mut gateway, http) = start().await;
    http.register(command()).await;
    let mut ada = Page::open(&discord, defaults::MEMBER, general()).await;
    let upload = |request: Value, data: &[u8]| [request.to_string().as_bytes(), b"\n", data].concat();
    let two = json!([{"name": "a.txt", "type": "text/plain", "size": 2}, {"name": "../b", "type": "", "size": 3}]);
    ada.bytes(upload(json!({"id": 1, "do": "say", "content": "", "files": two}), b"aabbb")).await;
    let id = number(&ada.answer().await["result"]["message"]);
    assert_eq!(gateway.event("MESSAGE_CREATE").await["attachments"][1]["filename"], ".._b");
    assert_eq!((discord.attachment(id, 0).unwrap(), discord.attachment(id, 1).unwrap()), (b"aa".to_vec(), b"bbb".to_vec()));
    let options = json!([{"name": "job", "value": "x"}, {"name": "file", "value": {"file": 0}}]);
    ada.bytes(upload(json!({"id": 2, "do": "slash", "command": "pay", "options": options, "files": [two[0]]}), b"zz")).await;
    assert_eq!(ada.answer().await["ok"], true);
    let data = gateway.event("INTERACTION_CREATE").await["data"].clone();
    let file = data["options"][1]["value"].as_str().unwrap();
    assert_eq!(data["resolved"]["attachments"][file]["filename"], "a.txt");
    let part = Part { name: "files[0]".to_owned(), filename: "c.txt".to_owned(), content_type: None, data: b"c".to_vec() };
    let with_file = discord.say_with_files(defaults::MEMBER, defaults::GENERAL, "", std::slice::from_ref(&part)).unwrap();
    assert_eq!(discord.attachment(with_file, 0).unwrap(), b"c");
    assert!(discord.say_with_files(defaults::OUTSIDER, defaults::GENERAL, "", &[part]).is_err());
    for wrong in [
        &b"{\"id\":1}"[..],
        b"\n",
        b"[]\n",
        b"{\"do\":\"say\",\"files\":[{\"size\":9}]}\nabc",
        b"{\"do\":\"say\",\"files\":[{\"size\":-1}]}\n",
        b"{\"do\":\"say\"}\nrest",
    ] {
        ada.bytes(wrong.to_vec()).await;
        assert_eq!(ada.answer().await["ok"], false, "{}", String::from_utf8_lossy(wrong));
    }
}

#[tokio::test]
async fn hostile_lines_get_an_answer() {
    let (discord, _gateway, _http) = start().await;
    let mut page = Page::connect(&discord).await;
    assert!(page.refused(json!({"do": "say", "content": "too early"})).await.contains("open"));
    assert!(page.refused(json!({"do": "open", "user": "1"})).await.contains("no user"));
    page.act(json!({"do": "open"})).await;
    for line in [
        "",
        "{",
        "[]",
        "null",
        "1",
        "\"x\"",
        "{\"do\": 1}",
        "{\"do\": \"fly\"}",
        "{}",
        "{\"do\":\"say\"}",
        "{\"do\":\"say\",\"content\":\"\"}",
        "{\"do\":\"say\",\"content\":1}",
    ] {
        page.text(line).await;
        assert_eq!(page.answer().await["ok"], false, "{line}");
    }
    for request in [
        json!({"do": "say", "content": "x".repeat(2001)}),
        json!({"do": "say", "content": "x", "channel": "1"}),
        json!({"do": "say", "content": "x", "user": "1"}),
        json!({"do": "say", "content": "x", "reply_to": "1"}),
        json!({"do": "react", "message": "1", "emoji": "x"}),
        json!({"do": "edit", "message": "nan", "content": "x"}),
        json!({"do": "edit", "message": "1", "content": "x".repeat(2001)}),
        json!({"do": "user_command", "target": 7, "name": "x"}),
    ] {
        assert!(!page.refused(request).await.is_empty());
    }
    page.text(&"x".repeat(100_000)).await;
    assert!(page.answer().await["error"].as_str().unwrap().contains("at most"));
    page.act(json!({"do": "say", "content": "still here"})).await;
    page.until_shown("still here").await;
    assert!(discord.violations().is_empty());
    discord.shutdown().await;
    assert!(page.is_over().await);
}

#[tokio::test]
async fn many_messages_come_in_pages() {
    let (discord, _gateway, _http) = start().await;
    for number in 0..250 {
        discord.say(defaults::MEMBER, defaults::GENERAL, &number.to_string()).unwrap();
    }
    let mut ada = Page::open(&discord, defaults::MEMBER, general()).await;
    assert_eq!((ada.messages.len(), &ada.parts["more"]), (100, &json!(true)));
    assert!(ada.shows("249") && ada.shows("150") && !ada.shows("149"));
    ada.act(json!({"do": "older"})).await;
    ada.until(|page| page.messages.len() == 200).await;
    ada.act(json!({"do": "older"})).await;
    ada.until(|page| page.messages.len() == 250 && page.parts["more"] == false).await;
    discord.say(defaults::MEMBER, defaults::GENERAL, "one more").unwrap();
    ada.until_shown("one more").await;
    assert_eq!(ada.messages.len(), 251);
}

#[tokio::test]
async fn the_card_the_typing_and_the_drawer() {
    let card = Welcome { title: "t".to_owned(), text: "x".to_owned(), examples: vec!["/c".to_owned()] };
    let (discord, _gateway, http) = start_with(Setup::default().welcome(card)).await;
    let mut ada = Page::open(&discord, defaults::MEMBER, general()).await;
    assert_eq!(ada.parts["welcome"], json!({"title": "t", "text": "x", "examples": ["/c"]}));
    assert_eq!(ada.parts["typing"], false);
    http.send("POST", &format!("/channels/{}/typing", defaults::GENERAL), Value::Null).await;
    ada.until(|page| page.parts["typing"] == true).await;
    http.say(json!({"content": "done"})).await;
    ada.until(|page| page.parts["typing"] == false).await;
    http.say(json!({"content": ""})).await;
    ada.until(|page| page.parts["inspector"]["violations"].as_u64() > Some(0)).await;
    assert!(ada.parts["inspector"].get("broken").is_none());
    ada.act(json!({"do": "inspect", "open": true})).await;
    ada.until(|page| page.parts["inspector"]["broken"].is_array()).await;
    assert_eq!(ada.parts["inspector"]["broken"][0]["path"], format!("/channels/{}/messages", defaults::GENERAL));
    assert_eq!(ada.parts["inspector"]["requests"][0]["status"], 400);
    ada.act(json!({"do": "open", "channel": defaults::OTHER.to_string()})).await;
    ada.until(|page| page.parts["welcome"].is_null()).await;
    discord.wait_for(defaults::GENERAL, SOON, |message| message["content"] == "done").await.unwrap();
}

#[tokio::test]
async fn threads_are_listed_under_their_channel() {
    let (discord, _gateway, http) = start().await;
    let (status, thread) = http.send("POST", &format!("/channels/{}/threads", defaults::GENERAL), json!({"name": "aside", "type": 11})).await;
    assert_eq!(status, 201, "{thread}");
    let mut ada = Page::open(&discord, defaults::MEMBER, thread["id"].clone()).await;
    let channels = ada.parts["places"]["guilds"][0]["channels"].as_array().unwrap();
    let listed = channels.iter().find(|channel| channel["id"] == thread["id"]).unwrap();
    assert_eq!((&listed["type"], &listed["parent_id"]), (&json!(11), &general()));
    assert_eq!((&ada.parts["me"]["channel"], &ada.parts["me"]["send"]), (&thread["id"], &json!(true)));
    ada.act(json!({"do": "say", "content": "in here"})).await;
    ada.until_shown("in here").await;
}
