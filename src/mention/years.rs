//! Years of experience: `0–2 years`, `10+ years`, `5 yoe`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::number_at;
use crate::pay::Years;

/// Without one of these a text names no years of experience.
static HINT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("(?i)year|yr|yoe|decade|experience").ok());

/// Years in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct YearsMention {
    /// From the first digit to the word for years.
    pub range: Range<usize>,
    /// How many.
    pub years: Years,
}

/// Every count of years in `text` that can be experience. A span over which something lasts or is paid ("over 4 years",
/// "in 5 years", "the next 3 years") is none, nor is an age ("5 years old", "5 years ago").
pub fn years(text: &str) -> Vec<YearsMention> {
    if HINT.as_ref().is_some_and(|hint| !hint.is_match(text)) {
        return Vec::new();
    }
    let mut out: Vec<YearsMention> = Vec::new();
    let lower = text.to_lowercase();
    // Lower-casing may change lengths outside ASCII: then the offsets would lie.
    let lower = if lower.len() == text.len() { lower } else { text.to_ascii_lowercase() };
    for unit in ["year", "yr", "yoe"] {
        for (at, _) in lower.match_indices(unit) {
            if let Some(found) = around(&lower, at, unit)
                && !out.iter().any(|o| o.range.start < found.range.end && found.range.start < o.range.end)
            {
                out.push(found);
            }
        }
    }
    for (words, count) in [("a decade of", 10.0), ("a decade in", 10.0), ("decade of experience", 10.0)] {
        if let Some(at) = lower.find(words) {
            out.push(YearsMention { range: at..at + words.len(), years: Years(count, Some(count)) });
        }
    }
    for words in ["no experience", "zero experience", "0 experience"] {
        if let Some(at) = lower.find(words) {
            out.push(YearsMention { range: at..at + words.len(), years: Years(0.0, Some(0.0)) });
        }
    }
    out.sort_by_key(|m| m.range.start);
    out
}

/// As [`years`], for the words of a question, where "4y" and "10+y" are years as well.
pub fn years_asked(text: &str) -> Vec<YearsMention> {
    let mut out = years(text);
    let is_mark = |c: char| c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '.' | '/');
    for (at, _) in text.match_indices(['y', 'Y']).filter(|(at, _)| !text[at + 1..].starts_with(is_mark)) {
        if let Some((start, from, to)) = count_before(&text[..at])
            && at - start <= 5
            && !text[..start].ends_with(is_mark)
            && !out.iter().any(|o| o.range.start <= at && start < o.range.end)
        {
            out.push(YearsMention { range: start..at + 1, years: Years(from, to) });
        }
    }
    out.sort_by_key(|m| m.range.start);
    out
}

fn around(text: &str, unit_at: usize, unit: &str) -> Option<YearsMention> {
    let rest = &text[unit_at + unit.len()..];
    let rest = rest.strip_prefix('s').unwrap_or(rest);
    let end = text.len() - rest.len();
    if rest.starts_with(char::is_alphanumeric)
        || ["-old", " old", " ago", "-over-year", " over year", " of cliff", "-cliff"].iter().any(|s| rest.starts_with(s))
    {
        return None;
    }
    let head = text[..unit_at].trim_end_matches([' ', '-', '\u{a0}']);
    if head.len() == unit_at && unit == "yr" && !head.ends_with(|c: char| c.is_ascii_digit() || c == '+') {
        return None;
    }
    let (start, from, to) = count_before(head)?;
    let before = text[..start].trim_end();
    let lasts = ["over", "over the", "in", "next", "last", "past", "every", "for the next", "within", "vest", "after", "ago", "than the"];
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let stated = ["experience", "yoe", "exp"].iter().any(|w| rest.trim_start().trim_start_matches("of ").trim_start().starts_with(w))
        || unit == "yoe"
        || rest.trim_start().starts_with("of ");
    // "$40,000 over 4 years" lasts; "over 15 years, what do nurses get" counts.
    let of_amount = before
        .strip_suffix("over")
        .is_some_and(|b| !b.trim_end().ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'k' | 'm' | 's' | 't')) || b.trim().is_empty());
    if !stated && lasts.contains(&word) && word != "after" && !of_amount {
        return None;
    }
    let to = if rest.trim_start().starts_with("plus") || rest.trim_start().starts_with("or more") || rest.trim_start().starts_with('+') { None } else { to };
    let (mut start, mut from, mut to) = (start, from, to);
    for (phrase, kind) in [
        ("more than", 1),
        ("at least", 1),
        ("over", 1),
        ("minimum of", 1),
        ("above", 1),
        ("less than", 2),
        ("under", 2),
        ("fewer than", 2),
        ("up to", 2),
        ("below", 2),
    ] {
        if before.ends_with(phrase) && to == Some(from) {
            start = before.len() - phrase.len();
            (from, to) = if kind == 1 { (from, None) } else { (0.0, Some(from)) };
        }
    }
    if from > 60.0 || to.is_some_and(|t| t > 60.0 || t < from) {
        return None;
    }
    Some(YearsMention { range: start..end, years: Years(from, to) })
}

/// The count that `head` ends with: where it starts, from and to. `one`, `ten or more` and the like are counts.
fn count_before(head: &str) -> Option<(usize, f64, Option<f64>)> {
    let (body, open) =
        match head.strip_suffix('+').or_else(|| head.strip_suffix("or more")).or_else(|| head.strip_suffix("plus")).or_else(|| head.strip_suffix("and more")) {
            Some(body) => (body.trim_end(), true),
            None => (head, false),
        };
    let (start, last) = last_number(body)?;
    if open {
        return Some((start, last, None));
    }
    let before = body[..start].trim_end();
    for join in ["-", "–", "—", "−", "to"] {
        if let Some(left) = before.strip_suffix(join) {
            let left = left.trim_end();
            if let Some((from_at, from)) = last_number(left)
                && from <= last
                && from_at + 3 >= left.len().saturating_sub(6)
            {
                return Some((from_at, from, Some(last)));
            }
        }
    }
    Some((start, last, Some(last)))
}

fn last_number(text: &str) -> Option<(usize, f64)> {
    let start = text.len() - text.bytes().rev().take_while(u8::is_ascii_digit).count();
    // "3.5 years".
    let whole = text[..start].strip_suffix('.').map(|h| h.len() - h.bytes().rev().take_while(u8::is_ascii_digit).count());
    if let Some(at) = whole.filter(|at| *at + 1 < start && start < text.len() && text.len() - start == 1) {
        let apart = !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '$'));
        return if apart { text[at..].parse().ok().map(|n| (at, n)) } else { None };
    }
    if start < text.len() {
        let glued = text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '$' | '€' | '£' | '₹'));
        return if glued || text.len() - start > 2 { None } else { number_at(text, start, false).map(|n| (start, n.value)) };
    }
    const WORDS: [(&str, f64); 12] = [
        ("one", 1.0),
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("fifteen", 15.0),
        ("twenty", 20.0),
    ];
    WORDS.iter().find_map(|(word, n)| {
        let head = text.strip_suffix(word)?;
        (!head.ends_with(char::is_alphanumeric)).then_some((head.len(), *n))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(found: Vec<YearsMention>) -> Vec<(f64, Option<f64>)> {
        found.into_iter().map(|m| (m.years.0, m.years.1)).collect()
    }

    #[test]
    fn years_of_experience_and_other_years() {
        for (text, want) in [
            ("0–2 years", vec![(0.0, Some(2.0))]),
            ("10+ Years | $155,000", vec![(10.0, None)]),
            ("10 or more years of experience", vec![(10.0, None)]),
            ("with 5 years in Bangalore", vec![(5.0, Some(5.0))]),
            ("More than 5 Years Experience", vec![(5.0, None)]),
            ("under one year", vec![(0.0, Some(1.0))]),
            ("be dev 1 yoe", vec![(1.0, Some(1.0))]),
            ("Year 5: $130,000", vec![]),
            ("5yoe", vec![(5.0, Some(5.0))]),
            ("1-4 years INR 487,000", vec![(1.0, Some(4.0))]),
            ("7+ years of experience", vec![(7.0, None)]),
            ("12 yrs", vec![(12.0, Some(12.0))]),
            ("3 to 5 years", vec![(3.0, Some(5.0))]),
            ("vests over 6 years", vec![]),
            ("5 years ago", vec![]),
            ("$120k/yr", vec![]),
            ("per year", vec![]),
            ("in 2025 years", vec![]),
            ("in the last 3 years", vec![]),
            ("100 years", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(spans(years(text)), want, "{text}");
        }
    }

    #[test]
    fn askers_write_years_with_one_letter() {
        for (text, want) in [
            ("backend 4y", vec![(4.0, Some(4.0))]),
            ("sre 10+y berlin", vec![(10.0, None)]),
            ("2-4Y data", vec![(2.0, Some(4.0))]),
            ("5 yoe", vec![(5.0, Some(5.0))]),
            ("90k/y", vec![]),
            ("$90y", vec![]),
            ("2026y", vec![]),
            ("4yo", vec![]),
            ("any day", vec![]),
        ] {
            assert_eq!(spans(years_asked(text)), want, "{text}");
        }
    }
}
