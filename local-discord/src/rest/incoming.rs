//! A request, read whole. Discord docs: reference, "Uploading Files".

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Multipart, Request},
    http::{header, request::Parts},
};
use serde_json::{Value, json};

use crate::{api_error::ApiError, record::Part};

/// Bytes of a whole request. Docs: resources/message, "Create Message".
const MAX_REQUEST: usize = 25 << 20;
/// Bytes of one file: 10 MiB without boosts.
const MAX_FILE: usize = 10 << 20;

/// A request with its body read.
#[derive(Debug, Default)]
pub(crate) struct Incoming {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) authorization: Option<String>,
    pub(crate) body: Value,
    pub(crate) files: Vec<Part>,
}

impl Incoming {
    /// Path segments after `/api/v10`, percent-decoded; `None` inside is another version of the API.
    pub(crate) fn segments(&self) -> Vec<&str> {
        self.path.strip_prefix("/api/v10").unwrap_or(&self.path).split('/').filter(|part| !part.is_empty()).collect()
    }

    /// A value of the query.
    pub(crate) fn asked(&self, key: &str) -> Option<&str> {
        self.query.split('&').filter_map(|pair| pair.split_once('=')).find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// Whether a flag of the query is set. Libraries write booleans in both ways.
    pub(crate) fn wants(&self, key: &str) -> bool {
        self.asked(key).is_some_and(|asked| asked == "1" || asked.eq_ignore_ascii_case("true"))
    }
}

/// Reads a request; the error says that its body could not be understood.
pub(crate) async fn read(request: Request) -> (Incoming, Option<ApiError>) {
    let (parts, body) = request.into_parts();
    let text = |name: header::HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut incoming = Incoming {
        method: parts.method.to_string(),
        path: decoded(parts.uri.path()),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        authorization: text(header::AUTHORIZATION),
        ..Incoming::default()
    };
    let multipart = text(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/form-data"));
    let Ok(bytes) = axum::body::to_bytes(body, MAX_REQUEST).await else {
        return (incoming, Some(ApiError::too_large()));
    };
    let read = if multipart { read_multipart(&mut incoming, parts, bytes).await } else { read_json(&bytes).map(|body| incoming.body = body) };
    (incoming, read.err())
}

fn read_json(bytes: &[u8]) -> Result<Value, ApiError> {
    if bytes.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(bytes).map_err(|_| ApiError::invalid_json()) }
}

async fn read_multipart(incoming: &mut Incoming, parts: Parts, bytes: Bytes) -> Result<(), ApiError> {
    let broken = |_| ApiError::field("", "MULTIPART_INVALID", "The multipart body could not be read");
    let request = Request::from_parts(parts, Body::from(bytes));
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| ApiError::field("", "MULTIPART_INVALID", "No boundary"))?;
    incoming.body = json!({});
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let (filename, content_type) = (field.file_name().map(str::to_owned), field.content_type().map(str::to_owned));
        let data = field.bytes().await.map_err(broken)?;
        match filename {
            Some(_) if data.len() > MAX_FILE => return Err(ApiError::too_large()),
            Some(filename) => incoming.files.push(Part { name, filename, content_type, data: data.to_vec() }),
            None if name == "payload_json" => incoming.body = read_json(&data)?,
            // Docs: other fields may be given one by one instead of payload_json.
            None => match incoming.body.as_object_mut() {
                Some(fields) => _ = fields.insert(name, json!(String::from_utf8_lossy(&data))),
                // A list or a number has no place for a field, and indexing it would panic.
                None => return Err(ApiError::field("", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")),
            },
        }
    }
    Ok(())
}

/// Percent-decoding: emojis of reactions come so in the path, timestamps in the query.
pub(crate) fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%').then(|| std::str::from_utf8(after.get(..2)?).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok())).flatten();
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_decoding() {
        for (given, wanted) in [("/a/%F0%9F%91%8D/@me", "/a/👍/@me"), ("/100%", "/100%"), ("/%zz", "/%zz"), ("/a%3A1", "/a:1")] {
            assert_eq!(decoded(given), wanted);
        }
    }
}
