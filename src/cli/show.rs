//! Text of articles on a terminal.

use std::io::{self, IsTerminal as _, Write};

use crate::pay::{PayFigure, Skipped};
use crate::text::{Document, Span, fold_space, sentences};

/// Whether standard output is a terminal that wants colour.
pub fn colour() -> bool {
    let unset = |name: &str| std::env::var_os(name).is_none_or(|v| v.is_empty());
    io::stdout().is_terminal() && unset("NO_COLOR") && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
}

/// `text` on one line, without anything that moves a terminal's cursor, rings, or turns the reading direction.
pub fn plain(text: &str) -> String {
    let harmless = |c: &char| !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    fold_space(text).chars().filter(harmless).collect()
}

/// The bytes of `span` as a reader of the article sees them, where the span is one of its sentences or rows.
pub fn sentence(document: &Document, span: Span) -> String {
    let within = document.blocks.iter().filter(|b| {
        let all = b.shown.raw_all();
        all.start <= span.start && span.end <= all.end
    });
    for block in within {
        let text = block.shown.text();
        if block.shown.raw_all() == span {
            return plain(text);
        }
        if let Some(range) = sentences(text).into_iter().find(|r| block.shown.raw(r.clone()) == span) {
            return plain(&text[range]);
        }
    }
    plain(document.bytes(span))
}

/// Whose pay a figure is, where, of what kind, and who says so.
pub fn slots(figure: &PayFigure) -> String {
    let mut words: Vec<String> = vec![figure.role.as_ref().map_or_else(|| "nobody named".to_owned(), |r| r.name.clone())];
    words.extend(figure.level.map(|l| l.to_string()));
    words.extend(
        figure
            .experience
            .map(|y| y.1.map_or_else(|| format!("{}+ years", y.0), |to| if to == y.0 { format!("{to} years") } else { format!("{}–{to} years", y.0) })),
    );
    words.extend(figure.place.clone());
    words.extend(figure.employment.map(|e| e.to_string()));
    words.push(figure.period.map_or_else(|| "period not stated".to_owned(), |p| p.adjective().to_owned()));
    words.extend(figure.currency.map(|c| c.to_string()));
    words.push(figure.percentile.map_or_else(|| figure.statistic.to_string(), |p| format!("percentile {p}")));
    words.push(figure.component.to_string());
    words.extend(figure.source.clone());
    words.extend(figure.as_of.map(|d| d.to_string()));
    plain(&words.join(" · "))
}

/// Writes a figure: its words, its slots, its sentence, and with `explain` which words gave what.
///
/// # Errors
/// Where `out` cannot be written.
pub fn figure(out: &mut impl Write, document: &Document, figure: &PayFigure, explain: bool) -> io::Result<()> {
    writeln!(out, "  {}", plain(document.bytes(figure.span)))?;
    writeln!(out, "      {}", slots(figure))?;
    writeln!(out, "      > {}", sentence(document, figure.sentence))?;
    if let Some(reason) = &figure.corrected {
        writeln!(out, "      corrected: {}", plain(reason))?;
    }
    if explain {
        for evidence in &figure.evidence {
            let name = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
            match evidence.span {
                Some(span) => writeln!(out, "        {}: {}, “{}”", name(&evidence.slot), name(&evidence.how), plain(document.bytes(span)))?,
                None => writeln!(out, "        {}: {}", name(&evidence.slot), name(&evidence.how))?,
            }
        }
    }
    Ok(())
}

/// Writes an amount that is no pay, with the reason.
///
/// # Errors
/// Where `out` cannot be written.
pub fn skipped(out: &mut impl Write, document: &Document, skipped: &Skipped) -> io::Result<()> {
    writeln!(out, "  skipped: {} ({})", plain(document.bytes(skipped.span)), skipped.why)?;
    writeln!(out, "      > {}", sentence(document, skipped.sentence))
}

/// `1 figure`, `2 figures`: a count with what is counted.
pub fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// A time as a person reads it.
pub fn took(time: std::time::Duration) -> String {
    if time.as_millis() < 1_000 { format!("{} ms", time.as_millis()) } else { format!("{:.1} s", time.as_secs_f64()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_an_article_moves_the_cursor() {
        assert_eq!(plain("a\u{1b}[2J\tb\r\nc\u{202e}d\u{7}"), "a[2J b cd");
    }
}
