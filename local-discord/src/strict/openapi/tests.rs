//! The judge over a small file of our own.

use serde_json::{Value, json};

use super::*;

fn spec() -> Spec {
    let button = json!({"type": "object", "properties": {"type": {"type": "integer", "enum": [2]}, "label": {"type": "string", "maxLength": 3}}, "required": ["type", "label"]});
    let row = json!({"type": "object", "required": ["type", "components"], "properties": {
        "type": {"type": "integer", "enum": [1]},
        "components": {"type": "array", "maxItems": 2, "items": {"oneOf": [{"$ref": "#/components/schemas/Button"}, {"$ref": "#/components/schemas/Row"}]}},
    }});
    let message = json!({"type": "object", "properties": {
        "text": {"type": ["string", "null"], "maxLength": 5},
        "one": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Button"}]},
        "rows": {"type": "array", "items": {"oneOf": [{"$ref": "#/components/schemas/Row"}, {"$ref": "#/components/schemas/Button"}]}},
        "names": {"type": "object", "additionalProperties": {"type": "string"}},
        "number": {"oneOf": [{"type": "integer"}, {"type": "number"}]},
    }});
    let request = json!({"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Message"}}}});
    Spec::parse(json!({
        "openapi": "3.1.0",
        "components": {"schemas": {"Button": button, "Row": row, "Message": message}},
        "paths": {
            "/a/{id}": {"post": {"requestBody": request, "responses": {"204": {}}}},
            "/a/@me": {"post": {"responses": {"204": {}}}},
            "/q": {
                "parameters": [{"name": "must", "in": "query", "required": true, "schema": {"type": "string"}}, {"name": "id", "in": "path", "schema": {}}],
                "get": {"parameters": [
                    {"name": "flag", "in": "query", "schema": {"type": "boolean"}},
                    {"name": "ids", "in": "query", "schema": {"type": "array", "items": {"type": "string", "pattern": "^[0-9]+$"}}},
                ]},
            },
        },
    }))
    .unwrap()
}

fn found(spec: &Spec, method: &str, path: &str, query: &str, body: Value) -> Vec<String> {
    let incoming = Incoming { method: method.to_owned(), query: query.to_owned(), body, ..Incoming::default() };
    let segments: Vec<&str> = path.split('/').collect();
    spec.request(&incoming, &segments).into_iter().map(|error| format!("{} {}", error.path, error.code)).collect()
}

#[test]
fn bodies() {
    let spec = spec();
    let button = |label: &str| json!({"type": 2, "label": label});
    for (body, wanted) in [
        (json!({"text": "abcde"}), vec![]),
        (json!({"text": "abcdef"}), vec!["text BASE_TYPE_MAX_LENGTH"]),
        (json!({"text": null, "one": null}), vec![]),
        (json!({"text": 5}), vec!["text TYPE_CONVERT"]),
        (json!({"number": 1}), vec![]),
        (json!({"txet": "a"}), vec!["txet UNKNOWN_FIELD"]),
        (json!({"one": button("abc")}), vec![]),
        (json!({"one": button("abcd")}), vec!["one.label BASE_TYPE_MAX_LENGTH"]),
        (json!({"rows": [{"type": 1, "components": [button("a")]}]}), vec![]),
        (
            json!({"rows": [{"type": 1, "components": [button("a"), {"type": 1, "components": [button("abcd")]}]}]}),
            vec!["rows.0.components.1.components.0.label BASE_TYPE_MAX_LENGTH"],
        ),
        (json!({"rows": []}), vec![]),
        (json!({"rows": [{"type": 3}]}), vec!["rows.0.type UNION_TYPE_CHOICES"]),
        (json!({"names": {"any": "a"}}), vec![]),
        (json!({"rows": [{"type": 2, "label": "a", "lable": "b"}]}), vec!["rows.0.lable UNKNOWN_FIELD"]),
        (json!({}), vec![]),
        (json!({"rows": [{"type": 2}]}), vec!["rows.0.label BASE_TYPE_REQUIRED"]),
        (json!({"rows": [{"type": 1, "components": []}]}), vec![]),
        (json!({"rows": [{"type": 1, "components": [button("a"), button("b"), button("c")]}]}), vec!["rows.0.components BASE_TYPE_BAD_LENGTH"]),
        (json!({"text": "", "unknown": null, "other": []}), vec![]),
        (Value::Null, vec![" BASE_TYPE_REQUIRED"]),
    ] {
        assert_eq!(found(&spec, "POST", "a/1", "", body.clone()), wanted, "{body}");
    }
    // Neither the literal path nor an operation that the file does not have takes that schema.
    assert!(found(&spec, "POST", "a/@me", "", Value::Null).is_empty());
    assert!(found(&spec, "PUT", "a/1", "", json!({"txet": 1})).is_empty());
}

#[test]
fn queries() {
    let spec = spec();
    for (query, wanted) in [
        ("must=a", vec![]),
        ("", vec!["must BASE_TYPE_REQUIRED"]),
        ("must=5&flag=true", vec![]),
        ("must=a&flag=maybe", vec!["flag TYPE_CONVERT"]),
        ("must=a&flag=True&ids=1", vec![]),
        ("must=a&flag=1", vec![]),
        ("must=a&flag=2", vec!["flag TYPE_CONVERT"]),
        ("must=a&ids=x", vec!["ids"]),
        ("must=%20&ids=1,2", vec![]),
        ("must=a&id=5", vec!["id UNKNOWN_FIELD"]),
    ] {
        let found = found(&spec, "GET", "q", query, Value::Null);
        assert_eq!(found.len(), wanted.len(), "{query}: {found:?}");
        assert!(found.iter().zip(&wanted).all(|(found, wanted)| found.starts_with(wanted)), "{query}: {found:?}");
    }
}

#[test]
fn answers() {
    let spec = spec();
    assert!(spec.answer("POST", &["a", "1"], 204, &Value::Null).is_empty());
    assert_eq!(spec.answer("POST", &["a", "1"], 200, &json!({})).len(), 1);
    assert_eq!(spec.answer("POST", &["a", "1"], 204, &json!({})).len(), 1);
    assert!(spec.answer("GET", &["elsewhere"], 200, &json!({})).is_empty());
}
