//! First responses to interactions.

use local_discord::defaults;
use serde_json::{Value, json};

use super::{judge, repeat, x};
use crate::bot::{respond, start};

#[tokio::test]
async fn taken_and_refused() {
    let (discord, gateway, http) = start().await;
    let commands = json!([{"name": "c", "description": "d", "options": [{"type": 3, "name": "o", "description": "d", "autocomplete": true}]}]);
    assert_eq!(http.register(commands).await.0, 200);
    let gateway = tokio::sync::Mutex::new(gateway);
    let answer = async |body: Value| {
        let typing = body["type"] == 8 || body["as"] == 4;
        let body = if body["as"].is_null() { body } else { body["body"].clone() };
        if typing {
            discord.autocomplete_start(defaults::MEMBER, defaults::GENERAL, "c", json!({"o": "x"}), "o").unwrap();
        } else {
            discord.slash(defaults::MEMBER, defaults::GENERAL, "c", json!({})).unwrap();
        }
        let event = gateway.lock().await.event("INTERACTION_CREATE").await;
        respond(&http, &event, body).await
    };
    let modal = |title: String, components: Value| json!({"type": 9, "data": {"custom_id": "m", "title": title, "components": components}});
    let input = |label: String| json!([{"type": 1, "components": [{"type": 4, "custom_id": "i", "style": 1, "label": label}]}]);
    let choices = |n: usize, name: String| json!({"type": 8, "data": {"choices": repeat(n, |at| json!({"name": name, "value": at.to_string()}))}});
    let cases = vec![
        (json!({"type": 4, "data": {"content": "c", "flags": 64}}), Ok(())),
        (json!({"type": 4, "data": {"content": "c", "tts": false, "enforce_nonce": false}}), Ok(())),
        (json!({"type": 4, "data": {"content": "c", "enforce_nonce": true}}), Err(".data.enforce_nonce")),
        (json!({"type": 4, "data": {"content": "c", "enforce_nonce": null}}), Err(".data.enforce_nonce")),
        (json!({"type": 4, "data": {"content": x(2001)}}), Err(".data.content")),
        (json!({"type": 4, "data": {"embeds": [{"title": "t"}]}}), Ok(())),
        (json!({"type": 4, "data": {}}), Err("empty")),
        (json!({"type": 5}), Ok(())),
        (json!({"type": 4}), Err(".data")),
        (json!({"type": 5, "data": {"flags": 64}}), Ok(())),
        (json!({"type": 5, "data": {"flags": 32768}}), Err(".data.flags")),
        (choices(25, x(100)), Ok(())),
        (choices(26, x(100)), Err(".data.choices")),
        (choices(0, x(0)), Ok(())),
        (choices(1, x(101)), Err(".data.choices.0.name")),
        (choices(1, x(1)), Ok(())),
        (choices(1, x(0)), Err(".data.choices.0.name")),
        (modal(x(45), input(x(45))), Ok(())),
        (modal(x(46), input(x(45))), Err(".data.title")),
        (modal(x(1), json!([{"type": 18, "label": "l", "component": {"type": 4, "custom_id": "i", "style": 2}}])), Ok(())),
        (modal(x(1), input(x(46))), Err(".data.components.0.components.0.label")),
        (json!({"type": 4, "data": {"content": "c", "tts": false}}), Ok(())),
        (json!({"type": 7, "data": {"content": "c"}}), Err(".type")),
        (json!({"type": 4, "data": {"content": "c", "allowed_mentions": {"parse": []}}}), Ok(())),
        (json!({"as": 4, "body": {"type": 4, "data": {"content": "c"}}}), Err(".type")),
        (json!({"type": 9, "data": {"custom_id": x(100), "title": "t", "components": input(x(1))}}), Ok(())),
        (json!({"type": "4", "data": {"content": "c"}}), Err(".type")),
    ];
    judge(answer, || discord.violations().len(), cases).await;
    assert!(discord.own_mistakes().is_empty(), "{:?}", discord.own_mistakes());
}
