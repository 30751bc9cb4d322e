//! Uploaded files by URL, for bots and for the page.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{Id, server::Server};

/// Kinds that a browser may show at their own address; everything else is saved.
const SHOWN: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// A file. It shares its origin with the page, so that nothing in it may run: not as another type than the one given,
/// not as a document, not as a script.
pub(super) async fn attachment(State(server): State<Arc<Server>>, Path((_, id, name)): Path<(Id, Id, String)>) -> Response {
    let found = server.read(|world| world.files.get(&id).map(|file| (file.content_type.clone(), file.data.clone())));
    let Some((kind, data)) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = kind.unwrap_or_else(|| "application/octet-stream".to_owned());
    let how = if SHOWN.contains(&kind.as_str()) { "inline" } else { "attachment" };
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).collect();
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, format!("{how}; filename=\"{name}\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    (headers, data).into_response()
}
