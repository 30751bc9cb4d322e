//! Where a judge would refuse what Discord takes. A body is brought into the judge's form before it looks, so that all that
//! it says counts: an objection that is thrown away afterwards may have hidden another.
//!
//! | judge | what it refuses | why Discord takes it | form |
//! |---|---|---|---|
//! | openapi | ids as numbers | discord.py writes them so and is answered; the docs' own example has one (reference, "Uploading Files") | text |
//! | openapi | bits of permissions as text | they are text (topics/permissions) | number |
//! | openapi | the application's `description` as text | resources/application, "Edit Current Application", has text | object |
//! | openapi | `1` and `0` as booleans of a query | discord.py writes them so and is answered | see `openapi::query` |
//! | openapi | `tts` and `enforce_nonce` where they mean nothing | discord.js writes `false` into every message's body | known: [`is_known`] |
//! | openapi | a value that fits several variants of `oneOf` | the file marks its unions as such (`x-discord-union`) and lets them overlap | none: see `openapi::errors` |
//! | twilight | an embed's `timestamp` in another form than Discord's own | any ISO 8601 is right (resources/message, "Embed Object") | left out |
//! | openapi | the key `nsfw` of a command | interactions/application-commands, "Create Global Application Command" | known: [`is_known`] |
//! | twilight | null for what may be missing | Discord's OpenAPI file has `null` as a type of such fields | left out |
//! | twilight | an embed without `type` | only answers have it always (resources/message, "Embed Object") | `rich` |
//! | twilight | more than 2,000 characters in a text display | Discord's OpenAPI file has 4,000 | cut |

use serde_json::{Map, Value, json};

use crate::check;

/// Characters that twilight allows in a text display, and those that Discord does.
const TEXT_OF_TWILIGHT: usize = 2000;
const TEXT: usize = 4000;

/// Keys that Discord's docs have and its OpenAPI file does not.
const DOCUMENTED: &[&str] = &["nsfw"];
/// Keys with bits of permissions.
const BITS: &[&str] = &["allow", "default_member_permissions", "deny", "permissions"];

/// Keys with ids, with lists of ids, and with lists of objects that have one. A component's `id` is none: it is a number.
const IDS: &[&str] = &["channel_id", "guild_id", "message_id", "parent_id", "recipient_id"];
const LISTS: &[&str] = &["messages", "roles", "sticker_ids", "users"];
const HOLDERS: &[&str] = &["attachments", "default_values", "permission_overwrites"];

fn as_text(id: &mut Value) {
    if let Some(number) = id.as_u64() {
        *id = json!(number.to_string());
    }
}

/// Whether a key that Discord's OpenAPI file does not have is none the less no mistake.
pub(super) fn is_known(key: &str, value: &Value) -> bool {
    DOCUMENTED.contains(&key) || check::IDLE.contains(&key) && *value == false
}

/// A body in the form of Discord's OpenAPI file.
pub(super) fn for_openapi(segments: &[&str], body: &Value) -> Value {
    let mut body = changed(body, &|fields| {
        for key in BITS {
            if let Some(bits) = fields.get_mut(*key)
                && let Some(number) = bits.as_str().and_then(|bits| bits.parse::<u64>().ok())
            {
                *bits = json!(number);
            }
        }
        for (key, value) in fields.iter_mut() {
            match (key.as_str(), value) {
                (key, id) if IDS.contains(&key) => as_text(id),
                (key, Value::Array(list)) if LISTS.contains(&key) => list.iter_mut().for_each(as_text),
                (key, Value::Array(list)) if HOLDERS.contains(&key) => list.iter_mut().filter_map(|holder| holder.get_mut("id")).for_each(as_text),
                ("emoji", Value::Object(emoji)) => emoji.get_mut("id").into_iter().for_each(as_text),
                _ => {}
            }
        }
    });
    if let (["applications", "@me"], Some(text)) = (segments, body.get("description").and_then(Value::as_str)) {
        body["description"] = json!({"default": text});
    }
    body
}

/// A body in the form of twilight's models.
pub(super) fn for_twilight(body: &Value) -> Value {
    changed(body, &|fields| {
        fields.retain(|_, value| !value.is_null());
        for embed in fields.get_mut("embeds").and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut) {
            embed.remove("timestamp");
            embed.entry("type").or_insert(json!("rich"));
        }
        if fields.get("type").and_then(Value::as_u64) == Some(10)
            && let Some(Value::String(text)) = fields.get_mut("content")
            && (TEXT_OF_TWILIGHT + 1..=TEXT).contains(&text.chars().count())
        {
            *text = text.chars().take(TEXT_OF_TWILIGHT).collect();
        }
    })
}

/// A copy in which every object has been changed.
fn changed(value: &Value, change: &impl Fn(&mut Map<String, Value>)) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields = fields.iter().map(|(key, value)| (key.clone(), changed(value, change))).collect();
            change(&mut fields);
            Value::Object(fields)
        }
        Value::Array(list) => list.iter().map(|value| changed(value, change)).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let text = |n: usize| "x".repeat(n);
        for (given, wanted) in [
            (json!({"attachments": [{"id": 0}]}), json!({"attachments": [{"id": "0"}]})),
            (json!({"attachments": [{"id": "7"}]}), json!({"attachments": [{"id": "7"}]})),
            (json!({"data": {"attachments": [{"id": 1}]}}), json!({"data": {"attachments": [{"id": "1"}]}})),
            (json!([{"default_member_permissions": "32"}]), json!([{"default_member_permissions": 32}])),
            // What no judge takes stays as it is.
            (json!([{"default_member_permissions": "admin"}]), json!([{"default_member_permissions": "admin"}])),
            (json!({"attachments": [{"id": -1}]}), json!({"attachments": [{"id": -1}]})),
            (json!({"attachments": "a"}), json!({"attachments": "a"})),
            (
                json!({"message_reference": {"message_id": 1}, "allowed_mentions": {"users": [2, "3"]}}),
                json!({"message_reference": {"message_id": "1"}, "allowed_mentions": {"users": ["2", "3"]}}),
            ),
            (json!({"id": 1, "custom_id": 2, "emoji": {"id": 3}}), json!({"id": 1, "custom_id": 2, "emoji": {"id": "3"}})),
            (json!({"type": 0, "allow": "1024", "deny": "-1"}), json!({"type": 0, "allow": 1024, "deny": "-1"})),
            (json!({"description": "d"}), json!({"description": "d"})),
        ] {
            assert_eq!(for_openapi(&[], &given), wanted);
        }
        let application = |description: Value| for_openapi(&["applications", "@me"], &json!({"description": description}));
        assert_eq!(application(json!("d")), json!({"description": {"default": "d"}}));
        assert_eq!(application(json!(5)), json!({"description": 5}));
        for (given, wanted) in [
            (json!({"embeds": [{"timestamp": "2026-01-31T12:00:00Z"}]}), json!({"embeds": [{"type": "rich"}]})),
            (json!({"components": [{"type": 10, "content": text(4000)}]}), json!({"components": [{"type": 10, "content": text(2000)}]})),
            (json!({"components": [{"type": 10, "content": text(4001)}]}), json!({"components": [{"type": 10, "content": text(4001)}]})),
            (json!({"embeds": [{"type": "rich", "fields": [{"inline": null}]}], "components": null}), json!({"embeds": [{"type": "rich", "fields": [{}]}]})),
            (json!({"content": text(2001)}), json!({"content": text(2001)})),
        ] {
            assert_eq!(for_twilight(&given), wanted);
        }
    }

    #[test]
    fn keys() {
        for (key, value, known) in [
            ("nsfw", json!(true), true),
            ("tts", json!(false), true),
            ("enforce_nonce", json!(false), true),
            ("tts", json!(true), false),
            ("enforce_nonce", json!("no"), false),
            ("nfsw", json!(false), false),
        ] {
            assert_eq!(is_known(key, &value), known, "{key} {value}");
        }
    }
}
