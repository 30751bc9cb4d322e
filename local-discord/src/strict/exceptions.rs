//! Where a judge refuses what Discord takes. Two deviations are brought into the judge's form before it looks; the others
//! are in a table, each with its reason. Everything else that a judge says counts.

use serde_json::{Value, json};

use crate::{FieldError, Judge};

/// An objection that does not count.
struct Exception {
    judge: Judge,
    /// End of the path; `*` stands for an index or a name.
    path: &'static [&'static str],
    /// Code of the error; empty for any.
    code: &'static str,
    /// Whether the value at that place is one of those that Discord takes.
    taken: fn(&Value) -> bool,
}

/// Objections to requests that do not count.
const EXCEPTIONS: &[Exception] = &[];

/// Whether an objection to a request does not count.
pub(super) fn excused(judge: Judge, error: &FieldError, body: &Value) -> bool {
    let segments: Vec<&str> = error.path.split('.').filter(|segment| !segment.is_empty()).collect();
    let value = segments.iter().try_fold(body, |at, segment| match at {
        Value::Array(list) => list.get(segment.parse::<usize>().ok()?),
        other => other.get(segment),
    });
    EXCEPTIONS.iter().any(|exception| {
        let fits = segments.len() >= exception.path.len()
            && segments.iter().rev().zip(exception.path.iter().rev()).all(|(segment, wanted)| *wanted == "*" || segment == wanted);
        exception.judge == judge && fits && (exception.code.is_empty() || exception.code == error.code) && value.is_some_and(exception.taken)
    })
}

/// Whether an objection of Discord's OpenAPI file to an answer of the server does not count.
pub(super) fn tolerated(_error: &FieldError) -> bool {
    false
}

/// A body in the form that Discord's OpenAPI file has where Discord takes another one too.
///
/// - `attachments[].id`: the docs' own example has a number (reference, "Uploading Files"), the file wants text.
/// - `default_member_permissions`: bits are text in the docs (interactions/application-commands, "Application Command
///   Object"; topics/permissions), the file wants a number.
pub(super) fn normalised(body: &Value) -> Value {
    match body {
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), normalised_field(key, value))).collect(),
        Value::Array(list) => list.iter().map(normalised).collect(),
        other => other.clone(),
    }
}

fn normalised_field(key: &str, value: &Value) -> Value {
    match (key, value) {
        ("default_member_permissions", Value::String(bits)) => bits.parse::<u64>().map_or_else(|_| value.clone(), Value::from),
        ("attachments", Value::Array(list)) => {
            let mut list = list.clone();
            for entry in &mut list {
                if let Some(id) = entry.get("id").and_then(Value::as_u64) {
                    entry["id"] = json!(id.to_string());
                }
            }
            Value::Array(list)
        }
        _ => normalised(value),
    }
}
