//! Where sentences end.

use std::ops::Range;

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "etc", "vs", "approx", "rs", "sr", "jr", "mr", "mrs", "ms", "dr", "st", "no", "inc", "ltd", "co", "corp", "u.s", "u.k", "p.a", "avg", "est",
    "incl", "excl", "fig", "fr", "sfr", "rp", "kr", "ksh", "kshs", "shs", "sh", "bs", "nr", "tis", "tsd", "tys", "ca", "min", "max", "med",
];

/// The sentences of `text`, as ranges without the white space around them. A line break ends a sentence only where the
/// lines are not wrapped prose.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'.' | b'!' | b'?' => sentence_end(text, at),
            b'\n' if !is_wrap(text, at) => Some(at),
            _ => None,
        };
        match end {
            Some(end) => {
                push_trimmed(text, start..end, &mut out);
                start = end;
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    push_trimmed(text, start..text.len(), &mut out);
    out
}

fn push_trimmed(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let part = &text[range.clone()];
    let lead = part.len() - part.trim_start().len();
    let trimmed = part.trim();
    if !trimmed.is_empty() {
        out.push(range.start + lead..range.start + lead + trimmed.len());
    }
}

/// The end of the sentence whose stop is at `at`, with closing quotes and brackets; none where it is no end.
fn sentence_end(text: &str, at: usize) -> Option<usize> {
    let mut end = at + 1;
    for c in text[end..].chars() {
        if matches!(c, '.' | '!' | '?' | '"' | '\'' | '”' | '’' | ')' | ']' | '*' | '_') { end += c.len_utf8() } else { break }
    }
    let rest = &text[end..];
    if rest.is_empty() {
        return Some(end);
    }
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let next = rest.trim_start().chars().next()?;
    if next.is_lowercase() || matches!(next, ',' | ';' | ')') {
        return None;
    }
    if text.as_bytes()[at] == b'.' && end == at + 1 {
        let head = &text[..at];
        let word = head.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"')).next().unwrap_or_default();
        let lower = word.to_lowercase();
        let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
        if initial || ABBREVIATIONS.contains(&lower.as_str()) && !(matches!(lower.as_str(), "etc" | "p.a" | "u.s" | "u.k") && next.is_uppercase()) {
            return None;
        }
        // "1. Entry level": the number of a list item.
        if !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()) && head.trim_start().len() == word.len() {
            return None;
        }
    }
    Some(end)
}

/// Whether the line break at byte `at` of `text` only wraps prose.
pub fn is_wrap(text: &str, at: usize) -> bool {
    let before = text[..at].rsplit('\n').next().unwrap_or_default().trim_end();
    let after = text[at + 1..].split('\n').next().unwrap_or_default().trim_start();
    let Some(next) = after.chars().next() else { return false };
    // Rows of a table are lines of their own.
    let row = |line: &str| line.matches('|').count() >= 2 || line.contains(" | ");
    if row(before) || row(after) {
        return false;
    }
    if next.is_lowercase() {
        return true;
    }
    let width = before.chars().count();
    (58..=120).contains(&width)
        && !is_titles(before)
        && before.ends_with(|c: char| c.is_alphabetic() || matches!(c, ',' | '’' | '\''))
        && after.chars().count() > 12
        && after.contains(' ')
}

/// Whether a line is words with capitals: the titles of columns are no prose that wraps.
fn is_titles(line: &str) -> bool {
    let (mut words, mut titled) = (0, 0);
    for word in line.split_whitespace().filter(|w| w.len() > 3) {
        words += 1;
        titled += usize::from(word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '('));
    }
    words > 3 && titled * 4 >= words * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn split(text: &str, want: &[&str]) {
        let got: Vec<&str> = sentences(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn sentences_end_where_a_reader_says_so() {
        split("One earns $1.5M. Two do not! Do three?", &["One earns $1.5M.", "Two do not!", "Do three?"]);
        split("Pay is £45k p.a. and rising. E.g. in the U.S. it is.", &["Pay is £45k p.a. and rising.", "E.g. in the U.S. it is."]);
        split("He said \"yes.\" Then left.", &["He said \"yes.\"", "Then left."]);
        split("1. Entry level pays Rs. 5 lakh", &["1. Entry level pays Rs. 5 lakh"]);
        split("Median\n$112,590\n25th Percentile", &["Median", "$112,590", "25th Percentile"]);
        split(
            "a long line of prose that goes on and on until it is wrapped by the\nEditor that wrote it.",
            &["a long line of prose that goes on and on until it is wrapped by the\nEditor that wrote it."],
        );
        split("", &[]);
        split(" \n ", &[]);
    }
}
