//! Origins that the lexicon lacks, as the article writes them.

use std::ops::Range;

/// Nouns of what an origin publishes.
const WORKS: &[&str] = &["survey", "report", "study", "census", "poll"];
/// What may stand between an origin and what it publishes: "the Game Developer magazine salary survey".
const BETWEEN: &[&str] =
    &["salary", "annual", "latest", "own", "compensation", "magazine", "pay", "quarterly", "yearly", "state", "developer", "wage", "market"];
/// Capitalised words that begin a sentence and name nobody.
const NOBODY: &[&str] = &[
    "the",
    "our",
    "this",
    "a",
    "an",
    "in",
    "their",
    "his",
    "her",
    "my",
    "last",
    "every",
    "some",
    "most",
    "another",
    "one",
    "new",
    "recent",
    "each",
    "that",
    "these",
    "it",
    "we",
    "i",
    "and",
    "but",
    "for",
    "from",
    "by",
    "to",
    "of",
    "as",
    "at",
    "on",
    "full",
    "read",
    "download",
    "see",
    "annual",
    "salary",
    "according",
    "data",
    "source",
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "comprehensive",
];
/// Verbs with which an origin states a number.
const STATES: &[&str] =
    &["lists", "puts", "reports", "shows", "has", "gives", "says", "estimates", "cites", "finds", "found", "quotes", "states", "pegs", "ranks", "publishes"];

/// An origin that a sentence names: "according to Acme Research", "the UK Cyber Security Salary Survey 2022", "TechPays lists".
pub(super) fn written(text: &str) -> Option<(String, Range<usize>)> {
    accorded(text).or_else(|| published(text)).or_else(|| states(text))
}

/// The origin after "Source:".
pub(super) fn after_label(text: &str) -> Option<(String, Range<usize>)> {
    let at = text.find(':')? + 1;
    let start = at + text[at..].len() - text[at..].trim_start().len();
    run(text, start)
}

/// "according to X", "data from X".
pub(super) fn accorded(text: &str) -> Option<(String, Range<usize>)> {
    ["ccording to the ", "ccording to ", "ata from the ", "ata from "].iter().find_map(|lead| run(text, text.find(lead)? + lead.len()))
}

/// A survey or census that a sentence names by its title.
pub(super) fn survey(text: &str) -> Option<(String, Range<usize>)> {
    published(text).filter(|(name, _)| ["Survey", "Census"].iter().any(|w| name.contains(w)))
}

/// The capitalised words from byte `start` on.
fn run(text: &str, start: usize) -> Option<(String, Range<usize>)> {
    let mut end = start;
    for word in text[start..].split_inclusive(' ') {
        let bare = word.trim_end().trim_end_matches([',', '.', ';', ':', ')']);
        let capital = bare.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let joins = matches!(bare, "of" | "for" | "and" | "&") && end > start;
        if !capital && !joins {
            break;
        }
        end += word.len();
        if bare.len() < word.trim_end().len() {
            break;
        }
    }
    let found = text[start..end].trim_end().trim_end_matches([',', '.', ';', ':', ')']);
    let found = found.strip_suffix(" and").or_else(|| found.strip_suffix(" for")).or_else(|| found.strip_suffix(" of")).unwrap_or(found);
    let found = found.strip_suffix("'s").or_else(|| found.strip_suffix("’s")).unwrap_or(found);
    (found.len() > 2 && found.chars().any(char::is_alphabetic) && !found.starts_with("My ")).then(|| (found.to_owned(), start..start + found.len()))
}

/// "the OfferZen survey", "Antal's 2017 Salary Report": capitalised words before what they publish.
fn published(text: &str) -> Option<(String, Range<usize>)> {
    let words: Vec<(usize, &str)> = tokens(text);
    let at = words.iter().position(|(_, w)| WORKS.contains(&w.to_lowercase().as_str()))?;
    let titled = words[at].1.starts_with(char::is_uppercase);
    let joined = |from: usize| !text[words[from].0 + words[from].1.len()..words[from + 1].0].contains(['.', ',', ';', ':', '(', ')', '\n']);
    let mut first = at;
    // The title of the work itself, then what stands between, then who made it.
    while first > 0 && joined(first - 1) {
        let word = words[first - 1].1;
        let between = BETWEEN.contains(&word.to_lowercase().as_str()) || word.bytes().all(|b| b.is_ascii_digit());
        if !(between || word.starts_with(char::is_uppercase) && !NOBODY.contains(&word.to_lowercase().as_str())) {
            break;
        }
        first -= 1;
    }
    let named = |w: &str| w.starts_with(char::is_uppercase) && !NOBODY.contains(&w.to_lowercase().as_str()) && !BETWEEN.contains(&w.to_lowercase().as_str());
    let (start, mut last) = (words.get(first)?.0, at);
    if !words[first..at].iter().any(|(_, w)| named(w)) || at - first > 8 {
        return None;
    }
    if !titled {
        last = (first..at).rev().find(|n| named(words[*n].1))?;
    } else if words.get(at + 1).is_some_and(|(_, w)| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit())) && joined(at) {
        last = at + 1;
    }
    let whole = &text[start..words[last].0 + words[last].1.len()];
    let whole = whole.find("'s ").or_else(|| whole.find("’s ")).map_or(whole, |n| &whole[..n]);
    let whole = whole.strip_suffix("'s").or_else(|| whole.strip_suffix("’s")).unwrap_or(whole);
    (whole.len() > 2 && whole.starts_with(char::is_uppercase)).then(|| (whole.to_owned(), start..start + whole.len()))
}

/// "TechPays lists", "says publicpolicy.ie": a name that only a brand or an address has, beside a verb of stating.
fn states(text: &str) -> Option<(String, Range<usize>)> {
    let words = tokens(text);
    let brand = |w: &str| {
        let inner = w.chars().skip(1).any(char::is_uppercase)
            && w.chars().any(char::is_lowercase)
            && w.starts_with(char::is_uppercase)
            && w.chars().all(char::is_alphabetic);
        let address = w.rsplit_once('.').is_some_and(|(name, end)| {
            name.len() > 2 && matches!(end, "com" | "org" | "net" | "io" | "ie" | "de" | "uk" | "fyi" | "ch" | "pl" | "nl" | "ca" | "sg" | "au")
        });
        (inner || address) && w.len() >= 5
    };
    let at = (0..words.len()).find(|n| {
        let verb = |n: Option<usize>| n.and_then(|n| words.get(n)).is_some_and(|(_, w)| STATES.contains(w));
        brand(words[*n].1) && (verb(Some(n + 1)) || verb(n.checked_sub(1)))
    })?;
    let (start, word) = words[at];
    Some((word.to_owned(), start..start + word.len()))
}

/// The words of a text with where they start, without the punctuation around them.
fn tokens(text: &str) -> Vec<(usize, &str)> {
    let outside = |c: char| !c.is_alphanumeric();
    text.split_inclusive(char::is_whitespace)
        .scan(0, |at, part| {
            let start = *at;
            *at += part.len();
            let lead = part.len() - part.trim_start_matches(outside).len();
            Some((start + lead, part.trim_matches(outside)))
        })
        .filter(|(_, w)| !w.is_empty())
        .collect()
}
