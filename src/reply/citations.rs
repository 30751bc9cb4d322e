//! The sources of an answer as plain text, for a mail: sentence, publisher, date, link.

use serde_json::{Value, json};

use super::escape::plain;
use super::limits::{CONTENT, length};
use super::words::{page, source_parts};
use crate::engine::Response;

const FENCE: &str = "```";

/// An ephemeral message with one block of plain text to copy; none where the answer quotes nothing. What does not fit is
/// left out whole and said.
pub fn citations(response: &Response) -> Option<Value> {
    let page = page(response)?;
    let linked = |text: &str, url: Option<&str>| match url {
        Some(url) => format!("{} <{}>", plain(text), plain(url)),
        None => plain(text),
    };
    let mut cited = Vec::new();
    for quote in page.quotes.iter().chain(page.rows.iter().map(|row| &row.quote)) {
        let before = quote.before.as_deref().map(|b| format!("{} ", plain(b))).unwrap_or_default();
        let source = page.sources.iter().find(|s| s.number == quote.number).map(|s| source_parts(s, &linked)).unwrap_or_default();
        // Within a block nothing takes effect but its end.
        cited.push(format!("\u{201c}{before}{}\u{201d}\n{source}", plain(&quote.text)).replace(FENCE, "'''"));
    }
    let mut room = CONTENT - 2 * (FENCE.len() + 1) - "\n(more did not fit)".len();
    let all = cited.len();
    let kept: Vec<String> = cited
        .into_iter()
        .take_while(|text| {
            let fits = length(text) + 2 <= room;
            room = room.saturating_sub(length(text) + 2);
            fits
        })
        .collect();
    if kept.is_empty() {
        return None;
    }
    let more = if kept.len() < all { "\n(more did not fit)" } else { "" };
    let content = format!("{FENCE}\n{}\n{FENCE}{more}", kept.join("\n\n"));
    Some(json!({ "content": content, "flags": super::parts::EPHEMERAL, "allowed_mentions": { "parse": [] } }))
}
