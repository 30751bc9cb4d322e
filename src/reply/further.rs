//! A sheet of an answer's further figures or sentences, for whoever pressed the button.

use serde_json::{Value, json};

use super::buttons::turning;
use super::message::{Display, message, with_aside};
use crate::answer::Kind;
use crate::engine::Further;

/// The message of sheet `number` of the answer to `again`, with buttons that lead back and on; none where it says nothing.
pub fn further(sheet: &Further, number: u8, again: &str, embeds: bool) -> Option<Value> {
    let mut body = message(&sheet.response, &Display { embeds, private: true, buttons: None })?;
    let (first, last) = sheet.numbers;
    let which = if first == last { first.to_string() } else { format!("{first} to {last}") };
    let plural = if first == last { "" } else { "s" };
    let aside = match sheet.response.answer.kind {
        Kind::Comparison => format!("Figure{plural} {which} of each side, as far as there are so many"),
        Kind::Passages => format!("Sentence{plural} {which}"),
        _ => format!("Figure{plural} {which} of those that fit, best first"),
    };
    body = with_aside(body, Some(&aside));
    let rows = turning(number, sheet.more, again);
    if !rows.is_empty() {
        body["components"] = json!(rows);
    }
    Some(body)
}
