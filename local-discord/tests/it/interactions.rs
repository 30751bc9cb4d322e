//! The rules of interactions: in time, once, seen by whom.

use local_discord::{Error, Interaction, Permissions, Setup, Timing, defaults};
use serde_json::{Value, json};
use std::time::Duration;

use crate::bot::{Gateway, Http, SOON, respond, start, start_with, webhook};

async fn with_command(setup: Setup) -> (local_discord::LocalDiscord, Gateway, Http) {
    let (discord, gateway, http) = start_with(setup).await;
    assert_eq!(http.register(json!([{"name": "c", "description": "d"}])).await.0, 200);
    (discord, gateway, http)
}

fn run(discord: &local_discord::LocalDiscord) -> Interaction {
    discord.slash(defaults::MEMBER, defaults::GENERAL, "c", json!({})).unwrap()
}

#[tokio::test]
async fn one_answer() {
    let (discord, mut gateway, http) = with_command(Setup::default()).await;
    let interaction = run(&discord);
    let event = gateway.event("INTERACTION_CREATE").await;
    let hook = webhook(&event);
    // Before the first response there is no webhook.
    assert_eq!(http.send("POST", &hook, json!({"content": "early"})).await.1["code"], 10_015);
    assert_eq!(respond(&http, &event, json!({"type": 4, "data": {"content": "a"}})).await.0, 204);
    let (status, answer) = respond(&http, &event, json!({"type": 4, "data": {"content": "b"}})).await;
    assert_eq!((status, &answer["code"]), (400, &json!(40_060)));
    assert_eq!(discord.violations()[0].code, 40_060);
    assert_eq!(interaction.response(SOON).await.unwrap()["data"]["content"], "a");
    let message = interaction.message(SOON).await.unwrap();
    assert_eq!((&message["content"], &message["type"]), (&json!("a"), &json!(20)));
    assert_eq!(message["interaction_metadata"]["user"]["username"], "ada");
    assert_eq!(gateway.event("MESSAGE_CREATE").await["content"], "a");
    assert_eq!(http.send("POST", &hook, json!({"content": "more"})).await.0, 200);
    assert_eq!(interaction.followup(0, SOON).await.unwrap()["content"], "more");
    assert_eq!(http.get(&format!("{hook}/messages/@original")).await.1["content"], "a");
    let more = interaction.followups()[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(http.send("PATCH", &format!("{hook}/messages/{more}"), json!({"content": "less"})).await.1["content"], "less");
    assert_eq!(http.send("DELETE", &format!("{hook}/messages/@original"), Value::Null).await.0, 204);
    assert_eq!(discord.messages(defaults::GENERAL).len(), 1);
    assert_eq!(http.get(&format!("{hook}/messages/1")).await.1["code"], 10_008);
}

#[tokio::test]
async fn in_time() {
    let timing = Timing { first_response: Duration::from_millis(300), token_life: Duration::from_millis(900), ..Timing::default() };
    let (discord, mut gateway, http) = with_command(Setup::default().timing(timing)).await;
    let late = run(&discord);
    let event = gateway.event("INTERACTION_CREATE").await;
    assert!(matches!(late.response(SOON).await, Err(Error::NoAnswer(_))));
    let (status, answer) = respond(&http, &event, json!({"type": 5})).await;
    assert_eq!((status, &answer["code"]), (404, &json!(10_062)));
    assert_eq!(discord.take_violations().len(), 1);
    run(&discord);
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!(respond(&http, &event, json!({"type": 5})).await.0, 204);
    tokio::time::sleep(Duration::from_millis(950)).await;
    let (status, answer) = http.send("POST", &webhook(&event), json!({"content": "late"})).await;
    assert_eq!((status, &answer["code"]), (401, &json!(50_027)));
    assert_eq!(discord.take_violations().len(), 1);
}

#[tokio::test]
async fn ephemeral_is_for_one() {
    let (discord, mut gateway, http) = with_command(Setup::default()).await;
    let interaction = run(&discord);
    let event = gateway.event("INTERACTION_CREATE").await;
    let button = json!([{"type": 1, "components": [{"type": 2, "style": 1, "label": "b", "custom_id": "b"}]}]);
    respond(&http, &event, json!({"type": 4, "data": {"content": "psst", "flags": 64, "components": button}})).await;
    let message = interaction.message(SOON).await.unwrap();
    assert!(Interaction::is_ephemeral(&message));
    assert!(discord.messages(defaults::GENERAL).is_empty());
    assert_eq!(discord.messages_for(defaults::MEMBER, defaults::GENERAL).len(), 1);
    assert!(discord.messages_for(defaults::SECOND_MEMBER, defaults::GENERAL).is_empty());
    assert!(gateway.rest().await.is_empty());
    let id = message["id"].as_str().unwrap().parse().unwrap();
    assert!(matches!(discord.press(defaults::SECOND_MEMBER, id, "b"), Err(Error::Refused(_))));
    discord.press(defaults::MEMBER, id, "b").unwrap();
    assert_eq!(http.get(&format!("/channels/{}/messages/{id}", defaults::GENERAL)).await.1["code"], 10_008);
}

#[tokio::test]
async fn deferred_then_edited() {
    for follow_up in [false, true] {
        let (discord, mut gateway, http) = with_command(Setup::default()).await;
        let interaction = run(&discord);
        let event = gateway.event("INTERACTION_CREATE").await;
        respond(&http, &event, json!({"type": 5, "data": {"flags": 64}})).await;
        assert!(matches!(interaction.message(Duration::from_millis(50)).await, Err(Error::Timeout { .. })));
        let hook = webhook(&event);
        let body = json!({"content": "done"});
        // The first follow-up after a deferral edits it as well.
        if follow_up {
            http.send("POST", &hook, body).await;
        } else {
            http.send("PATCH", &format!("{hook}/messages/@original"), body).await;
        }
        let message = interaction.message(SOON).await.unwrap();
        assert_eq!((&message["content"], &message["flags"]), (&json!("done"), &json!(64)));
        assert!(interaction.followups().is_empty());
    }
}

#[tokio::test]
async fn components() {
    let (discord, mut gateway, http) = start().await;
    let body = json!({"content": "page 1", "components": [
        {"type": 1, "components": [{"type": 2, "style": 1, "label": "next", "custom_id": "next"}, {"type": 2, "style": 1, "label": "no", "custom_id": "no", "disabled": true}]},
        {"type": 1, "components": [{"type": 3, "custom_id": "menu", "options": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]}]},
    ]});
    let id = http.say(body).await.1["id"].as_str().unwrap().parse().unwrap();
    let press = discord.press(defaults::MEMBER, id, "next").unwrap();
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!((&event["type"], &event["message"]["content"]), (&json!(3), &json!("page 1")));
    respond(&http, &event, json!({"type": 7, "data": {"content": "page 2"}})).await;
    assert_eq!(press.message(SOON).await.unwrap()["content"], "page 2");
    let pick = discord.select(defaults::MEMBER, id, "menu", &["b"]).unwrap();
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!(event["data"]["values"], json!(["b"]));
    respond(&http, &event, json!({"type": 6})).await;
    assert!(matches!(pick.message(Duration::from_millis(50)).await, Err(Error::Timeout { .. })));
    http.send("PATCH", &format!("{}/messages/@original", webhook(&event)), json!({"content": "b"})).await;
    assert_eq!(pick.message(SOON).await.unwrap()["content"], "b");
    assert!(discord.press(defaults::MEMBER, id, "no").is_err());
    assert!(discord.press(defaults::MEMBER, id, "other").is_err());
    assert!(discord.select(defaults::MEMBER, id, "menu", &["c"]).is_err());
    assert!(discord.select(defaults::MEMBER, id, "menu", &["a", "b"]).is_err());
    discord.press_raw(defaults::MEMBER, id, "other").unwrap();
}

#[tokio::test]
async fn modals() {
    let (discord, mut gateway, http) = with_command(Setup::default()).await;
    let opener = run(&discord);
    let event = gateway.event("INTERACTION_CREATE").await;
    let rows = json!([
        {"type": 1, "components": [{"type": 4, "custom_id": "pay", "style": 1, "label": "Pay", "max_length": 5}]},
        {"type": 18, "label": "Why", "component": {"type": 4, "custom_id": "why", "style": 2, "required": false}},
    ]);
    respond(&http, &event, json!({"type": 9, "data": {"custom_id": "m", "title": "t", "components": rows}})).await;
    opener.response(SOON).await.unwrap();
    for fields in [&[][..], &[("pay", "123456")], &[("pay", "1"), ("other", "x")]] {
        assert!(discord.submit_modal(defaults::MEMBER, &opener, fields).is_err(), "{fields:?}");
    }
    let sent = discord.submit_modal(defaults::MEMBER, &opener, &[("pay", "100")]).unwrap();
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!((&event["type"], &event["data"]["components"][0]["components"][0]["value"]), (&json!(5), &json!("100")));
    assert_eq!(event["data"]["components"][1]["component"]["value"], "");
    respond(&http, &event, json!({"type": 4, "data": {"content": "thanks"}})).await;
    let thanks = sent.message(SOON).await.unwrap();
    assert_eq!(thanks["content"], "thanks");
    assert_eq!(thanks["interaction_metadata"]["triggering_interaction_metadata"]["name"], "c");
}

#[tokio::test]
async fn responses_need_no_permission_in_the_channel() {
    let setup = Setup::default().bot_permissions(defaults::GENERAL, Permissions::VIEW_CHANNEL);
    let (discord, mut gateway, http) = with_command(setup).await;
    let interaction = run(&discord);
    let event = gateway.event("INTERACTION_CREATE").await;
    let own: u64 = event["app_permissions"].as_str().unwrap().parse().unwrap();
    assert!(Permissions(own).contains(Permissions::EMBED_LINKS));
    let (status, answer) = respond(&http, &event, json!({"type": 4, "data": {"embeds": [{"title": "t"}]}})).await;
    assert_eq!(status, 204, "{answer}");
    assert_eq!(interaction.message(SOON).await.unwrap()["embeds"][0]["title"], "t");
}

#[tokio::test]
async fn a_response_can_be_returned_and_carry_files() {
    let (discord, mut gateway, http) = with_command(Setup::default()).await;
    run(&discord);
    let event = gateway.event("INTERACTION_CREATE").await;
    let path = format!("/interactions/{}/{}/callback?with_response=true", event["id"].as_str().unwrap(), event["token"].as_str().unwrap());
    let (status, answer) = http.upload(&path, json!({"type": 4, "data": {"attachments": [{"id": 0}]}}), "a.txt", b"a").await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["resource"]["message"]["attachments"][0]["filename"], "a.txt");
}

#[tokio::test]
async fn ways_to_ask_for_the_response() {
    for (query, returned) in
        [("?with_response=true", true), ("?with_response=1", true), ("?with_response=False", false), ("?with_response=0", false), ("", false)]
    {
        let (discord, mut gateway, http) = with_command(Setup::default()).await;
        run(&discord);
        let event = gateway.event("INTERACTION_CREATE").await;
        let path = format!("/interactions/{}/{}/callback{query}", event["id"].as_str().unwrap(), event["token"].as_str().unwrap());
        let (status, _) = http.send("POST", &path, json!({"type": 4, "data": {"content": "c"}})).await;
        assert_eq!(status, if returned { 200 } else { 204 }, "{query}");
    }
}
