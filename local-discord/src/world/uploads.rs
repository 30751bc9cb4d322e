//! Uploaded files: kept, described in messages, served by URL.

use axum::http::HeaderValue;
use serde_json::{Value, json};

use super::World;
use crate::{Id, record::Part};

/// A stored file.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) content_type: Option<String>,
    pub(crate) data: Vec<u8>,
}

impl World {
    /// Stores a file that a user uploads for a command's option; returns its id.
    pub(crate) fn store_option(&mut self, user: Id, part: &Part) -> Id {
        // Such a file belongs to no message; Discord keeps it for a while under the application.
        let attachment = self.store(self.bot(), part, None, true);
        let id = crate::ids::from_json(&attachment["id"]).unwrap_or_default();
        self.option_files.insert(id, (user, attachment));
        id
    }

    /// Stores an upload and makes the attachment object of it.
    pub(crate) fn store(&mut self, channel: Id, part: &Part, described: Option<&Value>, ephemeral: bool) -> Value {
        let id = self.ids.next();
        let field = |name: &str| described.and_then(|given| given.get(name)).and_then(Value::as_str);
        let filename = clean(field("filename").unwrap_or(&part.filename));
        // What is no header's value could not be served.
        let given = part.content_type.clone().filter(|kind| HeaderValue::from_str(kind).is_ok());
        let content_type = given.or_else(|| guess(&filename).map(str::to_owned));
        let url = format!("http://{}/attachments/{channel}/{id}/{filename}", self.addr);
        let mut attachment = json!({"id": id.to_string(), "filename": filename, "size": part.data.len(), "url": url, "proxy_url": url});
        for (key, value) in [("content_type", content_type.as_deref()), ("description", field("description")), ("title", field("title"))] {
            if let Some(value) = value {
                attachment[key] = json!(value);
            }
        }
        if let Some((width, height)) = png_size(&part.data) {
            attachment["width"] = json!(width);
            attachment["height"] = json!(height);
        }
        if ephemeral {
            attachment["ephemeral"] = json!(true);
        }
        self.files.insert(id, File { content_type, data: part.data.clone() });
        attachment
    }
}

/// Discord keeps letters, digits, `.`, `-` and `_` of a file name.
fn clean(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' }).collect()
}

fn guess(filename: &str) -> Option<&'static str> {
    let (_, extension) = filename.rsplit_once('.')?;
    Some(match extension {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        _ => return None,
    })
}

/// Width and height from a PNG's first chunk.
fn png_size(data: &[u8]) -> Option<(u32, u32)> {
    if !data.starts_with(b"\x89PNG\r\n\x1a\n") {
        return None;
    }
    let number = |at: usize| Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?));
    Some((number(16)?, number(20)?))
}
