//! Parameters of the query: known, present, of their type.

use serde_json::{Value, json};

use super::{Spec, error, operation::Operation};
use crate::{FieldError, rest::incoming::decoded};

/// What is wrong with a query. A value in a query is text, so what it reads as counts: `5` is a number, `true` a boolean,
/// and so is `1`, as libraries write it; a list may have one element or be joined by commas.
pub(super) fn judge(spec: &Spec, operation: &Operation, query: &str) -> Vec<FieldError> {
    let pairs: Vec<(&str, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (key, decoded(&value.replace('+', " "))))
        .collect();
    let mut found = Vec::new();
    for (key, text) in &pairs {
        let Some(parameter) = operation.query.iter().find(|parameter| parameter.name == *key) else {
            found.push(error(key, "UNKNOWN_FIELD", "Discord does not document a parameter of this name"));
            continue;
        };
        let readings = readings(text);
        let judged = readings.iter().map(|reading| spec.judge(&parameter.schema, reading));
        // The first reading is the one to tell about: plain text, unless it reads as something else.
        let best = judged.min_by_key(Vec::len).unwrap_or_default();
        found.extend(best.into_iter().map(|error| FieldError { path: (*key).to_owned(), ..error }));
    }
    for parameter in operation.query.iter().filter(|parameter| parameter.required) {
        if !pairs.iter().any(|(key, _)| parameter.name == *key) {
            found.push(error(&parameter.name, "BASE_TYPE_REQUIRED", "This field is required"));
        }
    }
    found
}

fn readings(text: &str) -> Vec<Value> {
    let scalar = |text: &str| serde_json::from_str::<Value>(&text.to_lowercase()).ok().filter(|value| value.is_number() || value.is_boolean());
    let mut all: Vec<Value> = scalar(text).into_iter().chain([json!(text)]).collect();
    all.extend([("1", true), ("0", false)].into_iter().filter(|(digit, _)| *digit == text).map(|(_, boolean)| json!(boolean)));
    all.push(text.split(',').map(|part| json!(part)).collect());
    all.push(text.split(',').map(|part| scalar(part).unwrap_or_else(|| json!(part))).collect());
    all
}
