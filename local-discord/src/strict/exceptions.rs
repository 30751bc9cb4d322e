//! Where a judge would refuse what Discord takes. A body is brought into the judge's form before it looks, so that all that
//! it says counts: an objection that is thrown away afterwards may have hidden another.
//!
//! | judge | what it refuses | why Discord takes it | form |
//! |---|---|---|---|
//! | openapi | `attachments[].id` as a number | the docs' own example has one (reference, "Uploading Files") | text |
//! | openapi | `default_member_permissions` as text | bits are text (interactions/application-commands, "Application Command Object"; topics/permissions) | number |
//! | openapi | a value that fits several variants of `oneOf` | the file marks its unions as such (`x-discord-union`) and lets them overlap | none: see `openapi::errors` |
//! | twilight | an embed's `timestamp` in another form than Discord's own | any ISO 8601 is right (resources/message, "Embed Object") | left out |
//! | openapi | the key `nsfw` of a command | interactions/application-commands, "Create Global Application Command" | known: [`DOCUMENTED`] |
//! | twilight | null for what may be missing | Discord's OpenAPI file has `null` as a type of such fields | left out |
//! | twilight | an embed without `type` | only answers have it always (resources/message, "Embed Object") | `rich` |
//! | twilight | more than 2,000 characters in a text display | Discord's OpenAPI file has 4,000 | cut |

use serde_json::{Map, Value, json};

/// Characters that twilight allows in a text display, and those that Discord does.
const TEXT_OF_TWILIGHT: usize = 2000;
const TEXT: usize = 4000;

/// Keys that Discord's docs have and its OpenAPI file does not.
pub(super) const DOCUMENTED: &[&str] = &["nsfw"];

/// A body in the form of Discord's OpenAPI file.
pub(super) fn for_openapi(body: &Value) -> Value {
    changed(body, &|fields| {
        if let Some(bits) = fields.get_mut("default_member_permissions")
            && let Some(number) = bits.as_str().and_then(|bits| bits.parse::<u64>().ok())
        {
            *bits = json!(number);
        }
        for entry in fields.get_mut("attachments").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(id) = entry.get("id").and_then(Value::as_u64) {
                entry["id"] = json!(id.to_string());
            }
        }
    })
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
        ] {
            assert_eq!(for_openapi(&given), wanted);
        }
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
}
