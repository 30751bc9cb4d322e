//! Messages of channels.

use serde_json::{Value, json};

use super::{button, judge, menu, repeat, row, x};
use crate::bot::start;

#[tokio::test]
async fn taken_and_refused() {
    let (discord, _gateway, http) = start().await;
    let field = |name: &str, value: &str| json!({"embeds": [{"fields": [{"name": name, "value": value}]}]});
    let embed = |key: &str, value: Value| json!({"embeds": [{"title": "t", key: value}]});
    let select = |change: fn(&mut Value)| {
        let mut menu = menu(3);
        change(&mut menu);
        row(json!([menu]))
    };
    let cases = vec![
        (json!({"content": x(2000)}), Ok(())),
        (json!({"content": x(2001)}), Err(".content")),
        (json!({"content": "😀".repeat(2000)}), Ok(())),
        (json!({"content": "😀".repeat(2001)}), Err(".content")),
        (json!({"content": "c", "embeds": null, "components": null, "nonce": null}), Ok(())),
        (json!({}), Err("empty")),
        (json!({"content": "c", "embeds": []}), Ok(())),
        (json!({"content": "  \n"}), Err("empty")),
        (json!({"content": "c", "tts": false}), Ok(())),
        (json!({"content": "c", "tts": "no"}), Err(".tts")),
        (json!({"content": "c", "nonce": 12_345_678_901_i64}), Ok(())),
        (json!({"content": "c", "nonce": x(26)}), Err(".nonce")),
        (json!({"content": "c", "flags": 4}), Ok(())),
        (json!({"content": "c", "flags": 64}), Err(".flags")),
        (json!({"content": "c", "allowed_mentions": {"parse": [], "replied_user": false}}), Ok(())),
        (json!({"content": "c", "allowed_mentions": {"parse": ["everybody"]}}), Err(".allowed_mentions.parse.0")),
        (json!({"content": "c", "allowed_mentions": {"users": ["1"]}}), Ok(())),
        (json!({"content": "c", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}), Err(".allowed_mentions.users")),
        (json!({"content": 5.to_string()}), Ok(())),
        (json!({"content": 5}), Err(".content")),
        (json!({"content": "c", "enforce_nonce": true}), Ok(())),
        (json!({"contnet": "c"}), Err(".contnet")),
        (json!({"content": "c", "message_reference": {"message_id": "5", "fail_if_not_exists": false}}), Ok(())),
        (json!({"content": "c", "message_reference": {"message_id": "5"}}), Err(".message_reference")),
        // Embeds.
        (json!({"embeds": repeat(10, |_| json!({"title": "t"}))}), Ok(())),
        (json!({"embeds": repeat(11, |_| json!({"title": "t"}))}), Err(".embeds")),
        (embed("title", json!(x(256))), Ok(())),
        (embed("title", json!(x(257))), Err(".embeds.0.title")),
        (embed("description", json!(x(4096))), Ok(())),
        (embed("description", json!(x(4097))), Err(".embeds.0.description")),
        (embed("color", json!(0xFF_FFFF)), Ok(())),
        (embed("color", json!(0x100_0000)), Err(".embeds.0.color")),
        (embed("url", json!("https://a.b/c")), Ok(())),
        (embed("url", json!("not a url")), Err(".embeds.0.url")),
        (embed("image", json!({"url": "attachment://a.png"})), Ok(())),
        (embed("image", json!({"url": "ftp://a/b.png"})), Err(".embeds.0.image.url")),
        (embed("timestamp", json!("2026-01-31T12:00:00.000Z")), Ok(())),
        (embed("timestamp", json!("yesterday")), Err(".embeds.0.timestamp")),
        (embed("footer", json!({"text": x(2048)})), Ok(())),
        (embed("footer", json!({"text": x(2049)})), Err(".embeds.0.footer.text")),
        (embed("author", json!({"name": x(256)})), Ok(())),
        (embed("author", json!({"name": x(257)})), Err(".embeds.0.author.name")),
        (embed("type", json!("rich")), Ok(())),
        (embed("colour", json!(1)), Err(".embeds.0.colour")),
        (field(&x(256), &x(1024)), Ok(())),
        (field(&x(257), "v"), Err(".embeds.0.fields.0.name")),
        (field("n", "v"), Ok(())),
        (field("n", &x(1025)), Err(".embeds.0.fields.0.value")),
        (field("\u{200b}", "v"), Ok(())),
        (field("n", ""), Err(".embeds.0.fields.0.value")),
        (embed("fields", repeat(25, |_| json!({"name": "n", "value": "v", "inline": true}))), Ok(())),
        (embed("fields", repeat(26, |_| json!({"name": "n", "value": "v"}))), Err(".embeds.0.fields")),
        (json!({"embeds": [{"description": x(3000)}, {"description": x(3000)}]}), Ok(())),
        (json!({"embeds": [{"description": x(3001)}, {"description": x(3000)}]}), Err(".embeds")),
        (json!({"embeds": [{"description": "d"}]}), Ok(())),
        (json!({"embeds": [{}]}), Err(".embeds.0.description")),
        // Components.
        (json!({"content": "c", "components": repeat(5, |at| json!({"type": 1, "components": [button(&at.to_string())]}))}), Ok(())),
        (json!({"content": "c", "components": repeat(6, |at| json!({"type": 1, "components": [button(&at.to_string())]}))}), Err(".components")),
        (row(repeat(5, |at| button(&at.to_string()))), Ok(())),
        (row(repeat(6, |at| button(&at.to_string()))), Err(".components.0.components")),
        (row(json!([button(&x(100))])), Ok(())),
        (row(json!([button(&x(101))])), Err(".components.0.components.0.custom_id")),
        (row(json!([button("a"), button("b")])), Ok(())),
        (row(json!([button("a"), button("a")])), Err(".components.0.components.1.custom_id")),
        (row(json!([{"type": 2, "style": 2, "custom_id": "i", "label": x(80)}])), Ok(())),
        (row(json!([{"type": 2, "style": 2, "custom_id": "i", "label": x(81)}])), Err(".components.0.components.0.label")),
        (row(json!([{"type": 2, "style": 2, "custom_id": "i", "emoji": {"name": "👍"}}])), Ok(())),
        (row(json!([{"type": 2, "style": 2, "custom_id": "i"}])), Err(".components.0.components.0.label")),
        (row(json!([{"type": 2, "style": 5, "url": "https://a.b", "label": "l"}])), Ok(())),
        (row(json!([{"type": 2, "style": 5, "custom_id": "i", "label": "l"}])), Err(".components.0.components.0.url")),
        (row(json!([menu(25)])), Ok(())),
        (row(json!([menu(26)])), Err(".components.0.components.0.options")),
        (row(json!([menu(1)])), Ok(())),
        (row(json!([menu(1), button("b")])), Err(".components.0.components")),
        (select(|menu| menu["placeholder"] = json!(x(150))), Ok(())),
        (select(|menu| menu["placeholder"] = json!(x(151))), Err(".components.0.components.0.placeholder")),
        (select(|menu| menu["max_values"] = json!(3)), Ok(())),
        (select(|menu| menu["max_values"] = json!(4)), Err(".components.0.components.0.max_values")),
        (select(|menu| menu["options"][1]["value"] = json!("9")), Ok(())),
        (select(|menu| menu["options"][1]["value"] = json!("0")), Err(".components.0.components.0.options.1.value")),
        // Components of the new kind.
        (json!({"flags": 32768, "components": [{"type": 10, "content": x(4000)}]}), Ok(())),
        (json!({"flags": 32768, "components": [{"type": 10, "content": x(2001)}, {"type": 10, "content": x(2000)}]}), Err(".components")),
        (json!({"flags": 32768, "components": [{"type": 17, "components": repeat(39, |_| json!({"type": 10, "content": "t"}))}]}), Ok(())),
        (json!({"flags": 32768, "components": [{"type": 17, "components": repeat(40, |_| json!({"type": 10, "content": "t"}))}]}), Err(".components")),
        (json!({"flags": 32768, "components": [{"type": 14}, {"type": 10, "content": "t"}]}), Ok(())),
        (json!({"flags": 32768, "content": "c", "components": [{"type": 10, "content": "t"}]}), Err(".content")),
    ];
    judge(async |body| http.say(body).await, || discord.violations().len(), cases).await;
    assert!(discord.own_mistakes().is_empty(), "{:?}", discord.own_mistakes());
}
