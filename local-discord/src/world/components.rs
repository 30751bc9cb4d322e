//! Components as Discord shows them: numbered, with defaults, with media unfurled. Discord docs: components/reference,
//! "Anatomy of a Component".

use serde_json::{Map, Value, json};

use crate::ids::IdSource;

/// The components of a message. Those without a number get the lowest free ones, in their order.
pub(crate) fn shown(given: &Value, attachments: &Value, ids: &mut IdSource) -> Value {
    let mut list = given.as_array().cloned().unwrap_or_default();
    let mut taken = Vec::new();
    list.iter().for_each(|component| numbers(component, &mut taken));
    let mut free = (1..).filter(|number| !taken.contains(number));
    for component in &mut list {
        complete(component, &mut free, attachments, ids);
    }
    Value::Array(list)
}

fn below(component: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let lists = component.get("components").and_then(Value::as_array).into_iter().flatten();
    lists.chain(component.get("accessory"))
}

fn numbers(component: &Value, taken: &mut Vec<u64>) {
    // 0 asks for a number as well.
    taken.extend(component.get("id").and_then(Value::as_u64).filter(|id| *id > 0));
    component.as_object().into_iter().flat_map(below).for_each(|child| numbers(child, taken));
}

fn complete(component: &mut Value, free: &mut impl Iterator<Item = u64>, attachments: &Value, ids: &mut IdSource) {
    let Some(fields) = component.as_object_mut() else {
        return;
    };
    fields.retain(|_, value| !value.is_null());
    if fields.get("id").and_then(Value::as_u64).is_none_or(|id| id == 0) {
        fields.insert("id".to_owned(), json!(free.next()));
    }
    let defaults = match fields.get("type").and_then(Value::as_u64) {
        Some(3 | 5..=8) => json!({"min_values": 1, "max_values": 1}),
        Some(11) => json!({"description": null, "spoiler": false}),
        Some(13) => json!({"spoiler": false}),
        Some(14) => json!({"spacing": 1, "divider": true}),
        Some(17) => json!({"accent_color": null, "spoiler": false}),
        _ => Value::Null,
    };
    add(fields, &defaults);
    written_ids(fields);
    for item in fields.get_mut("items").and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut) {
        add(item, &json!({"description": null, "spoiler": false}));
        unfurl(item, "media", attachments, ids);
    }
    unfurl(fields, "media", attachments, ids);
    if let Some(file) = unfurl(fields, "file", attachments, ids) {
        add(fields, &json!({"name": file["filename"], "size": file["size"]}));
    }
    for key in ["components", "accessory"] {
        match fields.get_mut(key) {
            Some(Value::Array(list)) => list.iter_mut().for_each(|child| complete(child, free, attachments, ids)),
            Some(child) => complete(child, free, attachments, ids),
            None => {}
        }
    }
}

/// Ids of emojis and of chosen defaults as text: a bot may have sent numbers.
fn written_ids(fields: &mut Map<String, Value>) {
    let mut holders: Vec<&mut Value> = Vec::new();
    for (key, value) in fields.iter_mut() {
        match (key.as_str(), value) {
            ("emoji", emoji) => holders.push(emoji),
            ("options", Value::Array(options)) => holders.extend(options.iter_mut().filter_map(|option| option.get_mut("emoji"))),
            ("default_values", Value::Array(values)) => holders.extend(values),
            _ => {}
        }
    }
    for id in holders.into_iter().filter_map(|holder| holder.get_mut("id")) {
        if let Some(number) = id.as_u64() {
            *id = json!(number.to_string());
        }
    }
}

fn add(fields: &mut Map<String, Value>, defaults: &Value) {
    for (key, value) in defaults.as_object().into_iter().flatten() {
        fields.entry(key.clone()).or_insert_with(|| value.clone());
    }
}

/// A reference to media as a media item; returns the attachment, if it is one.
fn unfurl(fields: &mut Map<String, Value>, key: &str, attachments: &Value, ids: &mut IdSource) -> Option<Value> {
    let media = fields.get_mut(key)?.as_object_mut()?;
    let url = media.get("url")?.as_str()?.to_owned();
    let named = |name: &str| attachments.as_array().into_iter().flatten().find(|attachment| attachment["filename"] == name).cloned();
    let attachment = url.strip_prefix("attachment://").and_then(named);
    let shown = attachment.as_ref().map_or_else(|| json!(url), |attachment| attachment["url"].clone());
    media.insert("id".to_owned(), json!(ids.next().to_string()));
    media.insert("url".to_owned(), shown.clone());
    media.insert("proxy_url".to_owned(), shown);
    if let Some(attachment) = &attachment {
        media.insert("attachment_id".to_owned(), attachment["id"].clone());
    }
    attachment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_given_in_order() {
        let given = json!([
            {"type": 1, "components": [{"type": 2, "id": 2}, {"type": 2, "id": 0, "label": null}]},
            {"type": 9, "id": 7, "components": [{"type": 10}], "accessory": {"type": 2}},
        ]);
        let shown = shown(&given, &Value::Null, &mut IdSource::default());
        let row = json!({"type": 1, "components": [{"type": 2, "id": 2}, {"type": 2, "id": 3}], "id": 1});
        let section = json!({"type": 9, "id": 7, "components": [{"type": 10, "id": 4}], "accessory": {"type": 2, "id": 5}});
        assert_eq!(shown, json!([row, section]));
    }

    #[test]
    fn ids_are_text() {
        let given = json!([
            {"type": 2, "id": 1, "emoji": {"id": 5, "name": "n"}}, {"type": 2, "id": 2, "emoji": {"id": "6"}},
            {"type": 3, "id": 3, "options": [{"emoji": {"id": 7}}, {"label": "l"}]}, {"type": 5, "id": 4, "default_values": [{"id": 8, "type": "user"}]},
        ]);
        let shown = shown(&given, &Value::Null, &mut IdSource::default());
        assert_eq!((&shown[0]["emoji"]["id"], &shown[1]["emoji"]["id"], &shown[0]["id"]), (&json!("5"), &json!("6"), &json!(1)));
        assert_eq!((&shown[2]["options"][0]["emoji"]["id"], &shown[3]["default_values"][0]["id"]), (&json!("7"), &json!("8")));
    }

    #[test]
    fn files_become_media() {
        let attachments = json!([{"id": "5", "filename": "a.txt", "size": 3, "url": "http://a/b"}]);
        let given = json!([{"type": 13, "file": {"url": "attachment://a.txt"}}, {"type": 13, "file": {"url": "attachment://b.txt"}}]);
        let shown = shown(&given, &attachments, &mut IdSource::default());
        assert_eq!((&shown[0]["name"], &shown[0]["size"], &shown[0]["file"]["attachment_id"]), (&json!("a.txt"), &json!(3), &json!("5")));
        assert_eq!((&shown[0]["file"]["url"], &shown[1]["file"]["url"]), (&json!("http://a/b"), &json!("attachment://b.txt")));
        assert_eq!(super::shown(&Value::Null, &attachments, &mut IdSource::default()), json!([]));
    }
}
