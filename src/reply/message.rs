//! A response as the JSON of a Discord message.

use serde_json::Value;

use crate::engine::Response;

/// How a message is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Display {
    /// Whether the bot may show embeds there; without them the text stands alone.
    pub embeds: bool,
    /// Whether only the asker sees it.
    pub private: bool,
}

/// The message-create JSON for a response; none for silence.
pub fn message(_response: &Response, _display: Display) -> Option<Value> {
    None
}

/// A message of one plain line, for errors and refusals.
pub fn notice(_text: &str, _private: bool) -> Value {
    Value::Null
}
