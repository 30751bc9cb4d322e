//! A response for a terminal.

use super::escape::plain;
use super::words::{page, source_parts};
use crate::engine::Response;

/// The columns that text is wrapped to.
const WIDTH: usize = 96;

/// A response as lines of text; empty for silence.
pub fn terminal(response: &Response, colour: bool) -> String {
    let Some(page) = page(response) else { return String::new() };
    let bold = |text: &str| if colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() };
    let dim = |text: &str| if colour { format!("\u{1b}[2m{text}\u{1b}[0m") } else { text.to_owned() };
    let mut out = vec![bold(&plain(&page.head))];
    let rows = |out: &mut Vec<String>| {
        for row in &page.rows {
            out.push(plain(&row.head));
            let wrapped = wrap(&format!("{} [{}]", plain(&row.quote.text), row.quote.number), WIDTH - 4);
            out.extend(wrapped.into_iter().map(|l| format!("  | {l}")));
            out.extend(row.notes.iter().map(|n| format!("  {}", plain(n))));
        }
    };
    if page.rows_first {
        rows(&mut out);
    }
    out.extend(page.widened.iter().map(|w| plain(w)));
    out.extend(page.offers.iter().map(|o| plain(o)));
    for line in &page.lines {
        if let Some(side) = &line.side {
            out.push(plain(side));
        }
        let what = if line.what.is_empty() { String::new() } else { format!("  {}", plain(&line.what)) };
        out.push(format!("  {}{what} [{}]", bold(&plain(&line.amount)), line.number));
        out.extend(line.distances.iter().map(|d| format!("    {}", plain(d))));
    }
    if !page.rows_first {
        rows(&mut out);
    }
    out.extend(page.notes.iter().map(|n| plain(n)));
    for quote in &page.quotes {
        let before = quote.before.as_deref().map(|b| format!("{} ", plain(b))).unwrap_or_default();
        let wrapped = wrap(&format!("\u{201c}{before}{}\u{201d} [{}]", plain(&quote.text), quote.number), WIDTH - 4);
        out.extend(wrapped.into_iter().map(|l| format!("  | {l}")));
    }
    let linked = |text: &str, url: Option<&str>| match url {
        Some(url) => format!("{} <{}>", plain(text), plain(url)),
        None => plain(text),
    };
    out.extend(page.sources.iter().map(|s| dim(&source_parts(s, &linked))));
    out.extend(page.confidence.iter().map(|c| dim(&plain(c))));
    if !page.suggestions.is_empty() {
        out.push(format!("Try: {}", page.suggestions.iter().map(|s| plain(s)).collect::<Vec<_>>().join(" · ")));
    }
    out.join("\n")
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    for word in text.split(' ') {
        let last = out.last().map_or(0, |l| l.chars().count());
        if last > 0 && last + 1 + word.chars().count() > width {
            out.push(String::new());
        }
        if let Some(line) = out.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    out
}
