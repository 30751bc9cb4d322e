//! Words that are one or two letters off a word of the lexicon.

use crate::lexicon::{Lexicon, Mendable, letters, words};

/// Words that are near a word of the lexicon and mean themselves.
const THEMSELVES: &[&str] = &[
    "bigger",
    "larger",
    "cool",
    "react",
    "parse",
    "trade",
    "charge",
    "paying",
    "scale",
    "rates",
    "salad",
    "moving",
    "about",
    "actually",
    "after",
    "again",
    "anyone",
    "before",
    "being",
    "better",
    "bonus",
    "could",
    "doing",
    "every",
    "folks",
    "going",
    "great",
    "guess",
    "hours",
    "house",
    "issue",
    "later",
    "learn",
    "least",
    "level",
    "looking",
    "maybe",
    "message",
    "might",
    "money",
    "months",
    "never",
    "other",
    "people",
    "place",
    "please",
    "point",
    "price",
    "quite",
    "random",
    "rather",
    "ready",
    "really",
    "right",
    "rounds",
    "server",
    "should",
    "since",
    "small",
    "someone",
    "something",
    "start",
    "still",
    "stuff",
    "sure",
    "team",
    "thanks",
    "their",
    "there",
    "these",
    "thing",
    "think",
    "those",
    "though",
    "three",
    "times",
    "today",
    "tomorrow",
    "tonight",
    "total",
    "under",
    "until",
    "using",
    "wants",
    "weeks",
    "where",
    "which",
    "while",
    "white",
    "whole",
    "would",
    "write",
    "wrong",
    "years",
    "brother",
    "serious",
    "summer",
    "interview",
    "company",
    "companies",
    "switch",
    "considering",
    "recruiter",
    "finally",
    "negotiated",
    "finish",
    "account",
    "laptops",
];

/// The text with misspelt words of the lexicon set right. A word changes only where just one word of the lexicon is near
/// enough: one letter, two for ten and more, with the same first letter.
pub(super) fn mend(text: &str, lexicon: &Lexicon) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let all = words(text);
    for (n, word) in all.iter().enumerate() {
        let length = word.key.chars().count();
        let plain = word.key.chars().all(char::is_alphabetic);
        if !(4..=20).contains(&length) || !plain || lexicon.knows(&word.key) {
            continue;
        }
        // "settle a bet" is no Seattle: a place is mended where a place can stand.
        let place_fits = || {
            let before = n.checked_sub(1).map(|p| all[p].key.as_ref()).unwrap_or_default();
            all.len() <= TERSE
                || n + 1 == all.len()
                || matches!(before, "in" | "at" | "near" | "from" | "to" | "around" | "or" | "vs" | "and" | "between" | "for")
                || text[word.range.clone()].starts_with(char::is_uppercase)
        };
        let right = nearest(&word.key, length, lexicon).filter(|right| !THEMSELVES.contains(&word.key.as_ref()) && (!right.place || place_fits()));
        if let Some(right) = right {
            out.push_str(&text[at..word.range.start]);
            out.push_str(&right.word);
            at = word.range.end;
        }
    }
    out.push_str(&text[at..]);
    out
}

/// A message of so few words is a request, of which each word is one.
const TERSE: usize = 5;

fn nearest<'l>(word: &str, length: usize, lexicon: &'l Lexicon) -> Option<&'l Mendable> {
    let allowed = if length >= 10 { 2 } else { 1 };
    // A short word is a word of its own more often than a slip.
    let short = length < 6;
    let (own, last) = (letters(word), word.chars().next_back());
    let mut best: Option<(usize, &Mendable)> = None;
    let mut tied = false;
    for other in lexicon.mendable(word) {
        let apart = (other.letters ^ own).count_ones() as usize;
        if apart > 2 * allowed || other.length.abs_diff(length) > allowed || short && other.word.chars().next_back() != last {
            continue;
        }
        let distance = strsim::osa_distance(word, &other.word);
        if distance == 0 || distance > allowed {
            continue;
        }
        match best {
            Some((d, _)) if d < distance => {}
            // Of two words as near, one that many phrases have is meant rather than one that few have.
            Some((d, known)) if d == distance && known.count >= other.count.saturating_mul(OFTEN) => {}
            Some((d, known)) if d == distance && other.count < known.count.saturating_mul(OFTEN) => tied = true,
            _ => {
                best = Some((distance, other));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|b| b.1)
}

/// How many times as many phrases settle a tie.
const OFTEN: u32 = 4;
