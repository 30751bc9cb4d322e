//! A response for a terminal.

use crate::engine::Response;

/// A response as lines of text.
pub fn terminal(_response: &Response, _colour: bool) -> String {
    String::new()
}
