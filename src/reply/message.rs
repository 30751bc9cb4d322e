//! A response as the JSON of a Discord message.

use serde_json::{Value, json};

use super::buttons::{Buttons, rows};
use super::escape::{escape, link};
use super::limits::{CONTENT, DESCRIPTION, length};
use super::parts::EPHEMERAL;
use super::words::{Page, Quote, page, source_parts};
use crate::answer::{Answer, Kind};
use crate::engine::Response;

/// How a message is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Display {
    /// Whether the bot may show embeds there; without them the text stands alone.
    pub embeds: bool,
    /// Whether only the asker sees it.
    pub private: bool,
    /// What the buttons under it need to know; none for a reply without buttons.
    pub buttons: Option<Buttons>,
}

/// The colour bar: figures, and the absence of them. Colour is never the only sign.
const COLOURS: (u32, u32) = (0x2E_7D_6B, 0x8A_8F_98);

/// The message-create JSON for a response; none for silence. Nothing in it pings, and nothing from an article or a person
/// takes effect as formatting.
pub fn message(response: &Response, display: &Display) -> Option<Value> {
    let page = page(response)?;
    // A message that nobody addressed to the bot gets no abstention.
    let answer = &response.answer;
    let unasked = response.via_nobody && answer.figures.is_empty() && answer.passages.is_empty() && answer.rows.is_empty();
    if unasked {
        return None;
    }
    Some(written(&page, !matches!(response.answer.kind, Kind::NoFigures | Kind::Unclear), kept_in_sheets(&response.answer), display))
}

/// The JSON of a page; `found` says whether it has what was asked for, `sheets` whether what has no room can be paged to.
pub(super) fn written(page: &Page, found: bool, sheets: bool, display: &Display) -> Value {
    let head = cut(&escape(&page.head), CONTENT);
    let mut body = json!({ "content": head, "allowed_mentions": { "parse": [] } });
    if display.private {
        body["flags"] = json!(EPHEMERAL);
    }
    let crowded;
    if display.embeds {
        let colour = if found { COLOURS.0 } else { COLOURS.1 };
        let text;
        (text, crowded) = description(page, DESCRIPTION);
        if !text.is_empty() {
            body["embeds"] = json!([{ "description": text, "color": colour }]);
        }
    } else {
        let room = CONTENT.saturating_sub(length(&head) + 1);
        let text;
        (text, crowded) = description(page, room);
        body["content"] = json!(if text.is_empty() { head } else { format!("{head}\n{text}") });
    }
    if let Some(buttons) = &display.buttons {
        let rows = rows(buttons, &page.suggestions, crowded && sheets);
        if !rows.is_empty() {
            body["components"] = json!(rows);
        }
    }
    body
}

/// A message with one more line under its first ones, in small letters: what is said about how it is shown. `aside` is text
/// of ours. Left out where there is no room for it.
pub fn with_aside(mut body: Value, aside: Option<&str>) -> Value {
    let content = body["content"].as_str().unwrap_or_default();
    if let Some(content) = aside.map(|aside| format!("{content}\n-# {aside}")).filter(|content| length(content) <= CONTENT) {
        body["content"] = json!(content);
    }
    body
}

/// A message of one line of ours, as it is: nothing in it comes from elsewhere.
pub fn line(text: &str) -> Value {
    json!({ "content": cut(text, CONTENT), "allowed_mentions": { "parse": [] } })
}

/// A message of one plain line, for errors and refusals.
pub fn notice(text: &str, private: bool) -> Value {
    let mut body = json!({ "content": cut(&escape(text), CONTENT), "allowed_mentions": { "parse": [] } });
    if private {
        body["flags"] = json!(EPHEMERAL);
    }
    body
}

/// Whether the sheets of an answer have all of its quotes: of a comparison they leave out what is said about its sides.
fn kept_in_sheets(answer: &Answer) -> bool {
    matches!(answer.kind, Kind::Pay | Kind::Passages) || answer.kind == Kind::Comparison && answer.passages.is_empty()
}

/// The lines under the first one, as many as there is room for: what would not fit is left out whole, the least important
/// first. And whether a quote is among that.
fn description(page: &Page, room: usize) -> (String, bool) {
    let mut parts: Vec<(u8, usize, String)> = Vec::new();
    let mut add = |importance: u8, text: String| {
        let order = parts.len();
        if !text.is_empty() {
            parts.push((importance, order, text));
        }
    };
    let several = page.quotes.len() + page.rows.len() > 1 || page.sources.len() > 1;
    let rows = |add: &mut dyn FnMut(u8, String)| {
        for row in &page.rows {
            add(1, format!("__{}__", escape(&row.head)));
            add(1, quoted(&row.quote, several));
            for note in &row.notes {
                add(1, escape(note));
            }
        }
    };
    if page.rows_first {
        rows(&mut add);
    }
    for text in &page.widened {
        add(0, escape(text));
    }
    for text in &page.offers {
        add(0, escape(text));
    }
    for line in &page.lines {
        if let Some(side) = &line.side {
            add(1, format!("__{}__", escape(side)));
        }
        for text in &line.above {
            add(1, escape(text));
        }
        let mut text = format!("**{}** {} [{}]", escape(&line.amount), escape(&line.what), line.number).replace("  ", " ");
        match line.distances.as_slice() {
            [] => {}
            [one] => text.push_str(&format!(": {}", escape(one))),
            several => text.extend(several.iter().map(|one| format!("\n↳ {}", escape(one)))),
        }
        add(1, text);
    }
    if !page.rows_first {
        rows(&mut add);
    }
    for note in &page.notes {
        add(2, escape(note));
    }
    for (n, quote) in page.quotes.iter().enumerate() {
        add(if n == 0 { 2 } else { 5 }, quoted(quote, several));
    }
    for source in &page.sources {
        add(3, source_parts(source, &|text, url| link(text, url)));
    }
    if let Some(confidence) = &page.confidence {
        add(4, escape(confidence));
    }
    if !page.suggestions.is_empty() {
        add(1, format!("Try: {}", page.suggestions.iter().map(|s| format!("`/salary` {}", escape(s))).collect::<Vec<_>>().join(" · ")));
    }
    let is_quote = |n: usize| parts[n].2.starts_with("> ");
    let mut by_importance: Vec<usize> = (0..parts.len()).collect();
    by_importance.sort_by_key(|n| (parts[*n].0, parts[*n].1));
    let mut left = room;
    let mut keep = vec![false; parts.len()];
    for n in by_importance {
        let cost = length(&parts[n].2) + 1;
        if cost <= left {
            left -= cost;
            keep[n] = true;
        }
    }
    let crowded = (0..parts.len()).any(|n| is_quote(n) && !keep[n]);
    let text = parts.iter().zip(keep).filter(|(_, keep)| *keep).map(|((_, _, text), _)| text.as_str()).collect::<Vec<_>>().join("\n");
    (text, crowded)
}

/// A sentence as a quote, its amounts in bold.
fn quoted(quote: &Quote, numbered: bool) -> String {
    let mut out = String::from("> ");
    if let Some(before) = &quote.before {
        // A table's header stands on its own line above the row.
        out.push_str(&escape(before));
        out.push_str(if quote.text.contains('|') { "\n> " } else { " " });
    }
    let mut at = 0;
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for amount in &quote.amounts {
        let from = spans.last().map_or(0, |s| s.1);
        if let Some(n) = quote.text[from..].find(amount.as_str()).map(|n| n + from).or_else(|| quote.text.find(amount.as_str()))
            && spans.iter().all(|s| n + amount.len() <= s.0 || s.1 <= n)
            && !amount.is_empty()
        {
            spans.push((n, n + amount.len()));
            spans.sort_unstable();
        }
    }
    for (start, end) in spans {
        push_escaped(&mut out, &quote.text[at..start]);
        out.push_str(&format!("**{}**", escape(&quote.text[start..end])));
        at = end;
    }
    push_escaped(&mut out, &quote.text[at..]);
    if numbered {
        out.push_str(&format!(" [{}]", quote.number));
    }
    out
}

/// A piece within a line: its own spaces at the ends stay.
fn push_escaped(out: &mut String, piece: &str) {
    if piece.starts_with(char::is_whitespace) {
        out.push(' ');
    }
    // A marker at the start of a piece is not at the start of a line, so the escape is harmless there.
    let body = escape(piece);
    out.push_str(&body);
    if piece.ends_with(char::is_whitespace) && !body.is_empty() {
        out.push(' ');
    }
}

/// At most `limit` long, cut between words.
pub(super) fn cut(text: &str, limit: usize) -> String {
    if length(text) <= limit {
        return text.to_owned();
    }
    let mut out = String::new();
    for word in text.split_inclusive(' ') {
        if length(&out) + length(word) + 1 > limit {
            break;
        }
        out.push_str(word);
    }
    format!("{}…", out.trim_end())
}
