//! Discord's OpenAPI file as a judge. Its schemas are JSON Schema 2020-12; each is compiled when it is first needed.

mod errors;
mod operation;
mod query;
mod unknown;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use jsonschema::{Draft, Registry};
use serde_json::Value;

use super::exceptions;
use crate::{FieldError, rest::incoming::Incoming};
use operation::{Operation, Schema};

/// The name under which the file's schemas refer to each other.
const BASE: &str = "urn:local-discord:openapi";

/// Files that were read, for all servers of the process: one has a megabyte.
static READ: LazyLock<Mutex<BTreeMap<PathBuf, Arc<Spec>>>> = LazyLock::new(Mutex::default);

/// The file.
pub(super) struct Spec {
    document: Value,
    registry: Registry<'static>,
    operations: Vec<Operation>,
}

impl std::fmt::Debug for Spec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Spec").field("operations", &self.operations.len()).finish_non_exhaustive()
    }
}

impl Spec {
    /// Reads a file, unless it was read before. The error says why it cannot be used.
    pub(super) fn open(path: &Path) -> Result<Arc<Self>, String> {
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(spec) = read.get(path) {
            return Ok(spec.clone());
        }
        let text = std::fs::read_to_string(path).map_err(|error| format!("Discord's OpenAPI file cannot be read: {error}"))?;
        let document = serde_json::from_str(&text).map_err(|error| format!("Discord's OpenAPI file is no JSON: {error}"))?;
        let spec = Arc::new(Self::parse(document)?);
        read.insert(path.to_owned(), spec.clone());
        Ok(spec)
    }

    fn parse(document: Value) -> Result<Self, String> {
        if !document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")) {
            return Err("this is no OpenAPI file of version 3.1".to_owned());
        }
        let operations = operation::all(&document);
        if operations.is_empty() {
            return Err("this OpenAPI file has no operations".to_owned());
        }
        let registry = Registry::new().draft(Draft::Draft202012).add(BASE, document.clone()).and_then(|registry| registry.prepare());
        let registry = registry.map_err(|error| format!("the schemas of this OpenAPI file cannot be used: {error}"))?;
        Ok(Self { document, registry, operations })
    }

    /// The operation of a request; literal segments count before parameters: `/users/@me` before `/users/{user_id}`.
    fn operation(&self, method: &str, segments: &[&str]) -> Option<&Operation> {
        let fits = self.operations.iter().filter(|operation| operation.fits(method, segments));
        fits.max_by_key(|operation| operation.literals())
    }

    /// What is wrong with a request. An operation that is not in the file is not judged: the server does not have it either.
    pub(super) fn request(&self, incoming: &Incoming, segments: &[&str]) -> Vec<FieldError> {
        let Some(operation) = self.operation(&incoming.method, segments) else {
            return Vec::new();
        };
        let mut found = query::judge(self, operation, &incoming.query);
        let Some(schema) = &operation.request else {
            return found;
        };
        if incoming.body.is_null() {
            if operation.body_required {
                found.push(error("", "BASE_TYPE_REQUIRED", "This operation needs a body"));
            }
            return found;
        }
        found.extend(self.judge(schema, &exceptions::for_openapi(segments, &incoming.body)));
        found.extend(unknown::keys(&self.document, &schema.raw, &incoming.body));
        found
    }

    /// What is wrong with an answer of the server.
    pub(super) fn answer(&self, method: &str, segments: &[&str], status: u16, body: &Value) -> Vec<FieldError> {
        let Some(operation) = self.operation(method, segments) else {
            return Vec::new();
        };
        match operation.answers.get(&status) {
            None => vec![error("", "STATUS", &format!("Discord's file does not have status {status} here"))],
            Some(None) if body.is_null() => Vec::new(),
            Some(None) => vec![error("", "BODY", "Discord's file has no body here")],
            Some(Some(schema)) => self.judge(schema, body),
        }
    }

    fn judge(&self, schema: &Schema, instance: &Value) -> Vec<FieldError> {
        match schema.compiled(&self.registry) {
            Ok(validator) => errors::all(validator.iter_errors(instance)),
            // To say nothing here would look as if the request had been judged.
            Err(why) => vec![error("", "OPENAPI_SCHEMA", &format!("The schema of this operation cannot be used: {why}"))],
        }
    }
}

fn error(path: &str, code: &str, message: &str) -> FieldError {
    FieldError { path: path.to_owned(), code: code.to_owned(), message: message.to_owned() }
}

#[cfg(test)]
mod tests;
