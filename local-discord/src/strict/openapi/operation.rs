//! Operations: what a method and a path take and give.

use std::{collections::BTreeMap, sync::OnceLock};

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value, json};

use super::BASE;

/// A schema, compiled when it is first needed.
pub(super) struct Schema {
    pub(super) raw: Value,
    compiled: OnceLock<Result<Validator, String>>,
}

impl Schema {
    fn new(raw: &Value) -> Self {
        Self { raw: raw.clone(), compiled: OnceLock::new() }
    }

    pub(super) fn compiled(&self, registry: &Registry<'static>) -> Result<&Validator, &String> {
        let compile = || {
            let root = absolute(&self.raw);
            let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true).with_registry(registry);
            options.build(&root).map_err(|error| error.to_string())
        };
        self.compiled.get_or_init(compile).as_ref()
    }
}

/// The same schema with references that can be followed from outside the file.
fn absolute(schema: &Value) -> Value {
    match schema {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| match value.as_str().filter(|target| key == "$ref" && target.starts_with('#')) {
                Some(target) => (key.clone(), json!(format!("{BASE}{target}"))),
                None => (key.clone(), absolute(value)),
            })
            .collect(),
        Value::Array(list) => list.iter().map(absolute).collect(),
        other => other.clone(),
    }
}

/// A parameter of the query.
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) schema: Schema,
}

/// One operation.
pub(super) struct Operation {
    method: String,
    template: Vec<String>,
    pub(super) query: Vec<Parameter>,
    pub(super) request: Option<Schema>,
    pub(super) body_required: bool,
    /// Bodies by status.
    pub(super) answers: BTreeMap<u16, Option<Schema>>,
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{')
}

impl Operation {
    pub(super) fn fits(&self, method: &str, segments: &[&str]) -> bool {
        let same = |(template, segment): (&String, &&str)| is_parameter(template) || template == segment;
        self.method == method && self.template.len() == segments.len() && self.template.iter().zip(segments).all(same)
    }

    pub(super) fn literals(&self) -> usize {
        self.template.iter().filter(|segment| !is_parameter(segment)).count()
    }
}

/// The schema of a JSON body. The same rules hold for multipart, whose part `payload_json` is judged by it.
fn body(of: &Value) -> Option<Schema> {
    Some(&of["content"]["application/json"]["schema"]).filter(|schema| !schema.is_null()).map(Schema::new)
}

/// All operations of a file.
pub(super) fn all(document: &Value) -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let template: Vec<String> = path.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect();
        for (method, operation) in item.as_object().into_iter().flatten().filter(|(key, _)| *key != "parameters") {
            let parameters = [item, operation].into_iter().filter_map(|level| level["parameters"].as_array()).flatten();
            let query = parameters.filter(|parameter| parameter["in"] == "query").filter_map(|parameter| {
                let name = parameter["name"].as_str()?.to_owned();
                Some(Parameter { name, required: parameter["required"] == true, schema: Schema::new(&parameter["schema"]) })
            });
            let answers = operation["responses"].as_object().into_iter().flatten();
            found.push(Operation {
                method: method.to_uppercase(),
                template: template.clone(),
                query: query.collect(),
                request: body(&operation["requestBody"]),
                body_required: operation["requestBody"]["required"] == true,
                answers: answers.filter_map(|(status, answer)| Some((status.parse().ok()?, body(answer)))).collect(),
            });
        }
    }
    found
}
