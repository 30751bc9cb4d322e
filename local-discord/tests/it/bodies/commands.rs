//! Definitions of commands.

use serde_json::{Value, json};

use super::{judge, repeat, x};
use crate::bot::start;

#[tokio::test]
async fn taken_and_refused() {
    let (discord, _gateway, http) = start().await;
    let chat = |name: &str| json!([{"name": name, "description": "d"}]);
    let with = |options: Value| json!([{"name": "c", "description": "d", "options": options}]);
    let option = |name: &str, required: bool| json!({"type": 3, "name": name, "description": "d", "required": required});
    let choices = |kind: u8, choices: Value| with(json!([{"type": kind, "name": "o", "description": "d", "choices": choices}]));
    let sub = |options: Value| json!({"type": 1, "name": "s", "description": "d", "options": options});
    let cases = vec![
        (chat("salary"), Ok(())),
        (chat("Salary"), Err(".0.name")),
        (chat(&x(32)), Ok(())),
        (chat(&x(33)), Err(".0.name")),
        (chat("größe-1_a"), Ok(())),
        (chat("a b"), Err(".0.name")),
        (chat("ไทย"), Ok(())),
        (chat("a.b"), Err(".0.name")),
        (json!([{"name": "c", "description": x(100)}]), Ok(())),
        (json!([{"name": "c", "description": x(101)}]), Err(".0.description")),
        (json!([{"name": "Check this", "type": 3}]), Ok(())),
        (json!([{"name": "c"}]), Err(".0.description")),
        (json!([{"name": "c", "type": 3, "description": ""}]), Ok(())),
        (json!([{"name": "c", "type": 3, "description": "d"}]), Err(".0.description")),
        (json!([{"name": "c", "description": "d"}, {"name": "c", "type": 3}]), Ok(())),
        (json!([{"name": "c", "description": "d"}, {"name": "c", "description": "e"}]), Err(".1.name")),
        (repeat(100, |at| json!({"name": format!("c{at}"), "description": "d"})), Ok(())),
        (repeat(101, |at| json!({"name": format!("c{at}"), "description": "d"})), Err("")),
        (json!([{"name": "c", "description": "d", "default_member_permissions": "0", "contexts": [0, 1], "integration_types": [0]}]), Ok(())),
        (json!([{"name": "c", "description": "d", "contexts": [3]}]), Err(".0.contexts.0")),
        (json!([{"name": "c", "description": "d", "name_localizations": {"de": "ü"}}]), Ok(())),
        (json!([{"name": "c", "description": "d", "name_localizations": {"deutsch": "u"}}]), Err(".0.name_localizations.deutsch")),
        (with(json!([option("a", true), option("b", false)])), Ok(())),
        (with(json!([option("a", false), option("b", true)])), Err(".0.options.1")),
        (with(json!([option("a", false), option("b", false)])), Ok(())),
        (with(json!([option("a", false), option("a", false)])), Err(".0.options.1.name")),
        (with(repeat(25, |at| json!({"type": 3, "name": format!("o{at}"), "description": "d"}))), Ok(())),
        (with(repeat(26, |at| json!({"type": 3, "name": format!("o{at}"), "description": "d"}))), Err(".0.options")),
        (choices(3, repeat(25, |at| json!({"name": at.to_string(), "value": at.to_string()}))), Ok(())),
        (choices(3, repeat(26, |at| json!({"name": at.to_string(), "value": at.to_string()}))), Err(".0.options.0.choices")),
        (choices(4, json!([{"name": "one", "value": 1}])), Ok(())),
        (choices(4, json!([{"name": "one", "value": "1"}])), Err(".0.options.0.choices")),
        (choices(3, json!([{"name": x(100), "value": x(100)}])), Ok(())),
        (choices(3, json!([{"name": x(101), "value": "v"}])), Err(".0.options.0.choices.0.name")),
        (with(json!([{"type": 3, "name": "o", "description": "d", "autocomplete": true}])), Ok(())),
        (
            with(json!([{"type": 3, "name": "o", "description": "d", "autocomplete": true, "choices": [{"name": "n", "value": "v"}]}])),
            Err(".0.options.0.autocomplete"),
        ),
        (with(json!([{"type": 4, "name": "o", "description": "d", "min_value": 1, "max_value": 5}])), Ok(())),
        (with(json!([{"type": 4, "name": "o", "description": "d", "min_value": 5, "max_value": 1}])), Err(".0.options.0.min_value")),
        (with(json!([{"type": 3, "name": "o", "description": "d", "min_length": 1, "max_length": 6000}])), Ok(())),
        (with(json!([{"type": 3, "name": "o", "description": "d", "max_length": 6001}])), Err(".0.options.0.max_length")),
        (with(json!([sub(json!([option("a", true)]))])), Ok(())),
        (with(json!([sub(json!([])), option("a", false)])), Err(".0.options")),
        (with(json!([{"type": 2, "name": "g", "description": "d", "options": [sub(json!([]))]}])), Ok(())),
        (
            with(json!([{"type": 2, "name": "g", "description": "d", "options": [{"type": 2, "name": "h", "description": "d"}]}])),
            Err(".0.options.0.options.0.type"),
        ),
        (with(json!([{"type": 10, "name": "o", "description": "d", "min_value": 0.5}])), Ok(())),
        (with(json!([{"type": 3, "name": "o", "desription": "d"}])), Err(".0.options.0.desription")),
    ];
    judge(async |body| http.register(body).await, || discord.violations().len(), cases).await;
    assert!(discord.own_mistakes().is_empty(), "{:?}", discord.own_mistakes());
}
