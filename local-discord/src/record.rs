//! What bots did: every request, every broken rule, every gateway payload.

use std::time::Duration;

use serde_json::Value;

use crate::{FieldError, Judge, OwnMistake};

/// One REST request and how it was answered.
#[derive(Clone, Debug)]
pub struct Request {
    /// When it was complete, counted from the start of the server.
    pub at: Duration,
    /// HTTP method; `HTTP` for a first response that the interactions endpoint answered with, `FORGED` for a
    /// [`Forgery`](crate::Forgery) that was sent to it.
    pub method: String,
    /// Path with `/api/v10`, without the query.
    pub path: String,
    /// Query, without the question mark.
    pub query: String,
    /// JSON body, or the part `payload_json` of a multipart body; `Null` where there was none.
    pub body: Value,
    /// Uploaded files.
    pub files: Vec<Part>,
    /// HTTP status of the answer.
    pub status: u16,
    /// JSON body of the answer; `Null` where there was none.
    pub answer: Value,
}

/// One uploaded file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Name of the form's field: `files[0]`.
    pub name: String,
    /// File name.
    pub filename: String,
    /// Media type, if given.
    pub content_type: Option<String>,
    /// Contents.
    pub data: Vec<u8>,
}

/// A rule of Discord's that the bot broke.
#[derive(Clone, Debug)]
pub struct Violation {
    /// HTTP method, or `GATEWAY`; `HTTP` and `FORGED` as in [`Request::method`].
    pub method: String,
    /// Path of the request, or the gateway's opcode.
    pub path: String,
    /// Discord's JSON error code, or the gateway's close code (9 where it answers with that opcode), or the HTTP status of
    /// the interactions endpoint, 0 for none.
    pub code: u32,
    /// Discord's text.
    pub message: String,
    /// For code 50035: what is wrong where.
    pub errors: Vec<FieldError>,
    /// Who found it: all of them that did, [`Judge::Hand`] first.
    pub judges: Vec<Judge>,
    /// The body that broke the rule.
    pub body: Value,
}

/// All that is kept.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) requests: Vec<Request>,
    pub(crate) violations: Vec<Violation>,
    pub(crate) own_mistakes: Vec<OwnMistake>,
    pub(crate) gateway: Vec<Value>,
    pub(crate) upgrades: usize,
}

/// Requests, and gateway payloads, that are kept at least. A server that runs for days keeps the latest.
const KEPT: usize = 50_000;

impl Log {
    /// Forgets the older half once twice as much is kept as is needed.
    pub(crate) fn make_room(&mut self) {
        if self.requests.len() >= 2 * KEPT {
            self.requests.drain(..KEPT);
        }
        if self.gateway.len() >= 2 * KEPT {
            self.gateway.drain(..KEPT);
        }
    }
}
