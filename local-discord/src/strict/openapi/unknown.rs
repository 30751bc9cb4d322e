//! Keys that a schema does not know. JSON Schema lets them pass, and so does Discord; a misspelt key is a mistake that
//! nothing else would show.

use serde_json::Value;

use super::error;
use crate::{FieldError, strict::exceptions::is_known};

/// References are followed so deep and no deeper: schemas of components contain each other.
const MAX_REFERENCES: usize = 16;

/// Keys anywhere in `instance` that no variant of the schema has.
pub(super) fn keys(document: &Value, schema: &Value, instance: &Value) -> Vec<FieldError> {
    let mut found = Vec::new();
    walk(document, &[schema], instance, &mut Vec::new(), &mut found);
    found
}

fn walk(document: &Value, schemas: &[&Value], instance: &Value, path: &mut Vec<String>, found: &mut Vec<FieldError>) {
    let mut variants = Vec::new();
    for schema in schemas {
        unfold(document, schema, instance, 0, &mut variants);
    }
    match instance {
        Value::Array(list) => {
            let items: Vec<&Value> = variants.iter().filter_map(|schema| schema.get("items")).collect();
            for (at, item) in list.iter().enumerate() {
                path.push(at.to_string());
                walk(document, &items, item, path, found);
                path.pop();
            }
        }
        Value::Object(fields) => {
            let described = variants.iter().any(|schema| schema.get("properties").is_some());
            let free = variants.iter().any(|schema| schema.get("additionalProperties").is_some_and(|more| *more != false));
            for (key, value) in fields {
                let below: Vec<&Value> = variants.iter().filter_map(|schema| schema.get("properties")?.get(key)).collect();
                path.push(key.clone());
                if !below.is_empty() {
                    walk(document, &below, value, path, found);
                } else if described && !free && !is_nothing(value) && !is_known(key, value) {
                    found.push(error(&path.join("."), "UNKNOWN_FIELD", "Discord's OpenAPI file has no field of this name"));
                }
                path.pop();
            }
        }
        _ => {}
    }
}

/// What libraries write for "not there": under an unknown key nothing is lost with it.
fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// The schema and all that it refers to or unites, without variants for another `type` than the instance's.
fn unfold<'a>(document: &'a Value, schema: &'a Value, instance: &Value, depth: usize, variants: &mut Vec<&'a Value>) {
    if depth > MAX_REFERENCES || !admits(schema, instance) {
        return;
    }
    variants.push(schema);
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|target| document.pointer(target.strip_prefix('#')?));
    let united = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    for next in target.into_iter().chain(united) {
        unfold(document, next, instance, depth + 1, variants);
    }
}

fn admits(schema: &Value, instance: &Value) -> bool {
    let allowed = schema.pointer("/properties/type/enum").and_then(Value::as_array);
    allowed.zip(instance.get("type")).is_none_or(|(allowed, given)| allowed.contains(given))
}
