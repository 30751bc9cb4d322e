//! Whether a scaled number counts things: "5k users", "102k openings".

use super::money::Amount;
use crate::lexicon::Lexicon;

/// Whether a role, place or level follows.
pub(super) fn names_known(text: &str, amount: &Amount, lexicon: &Lexicon) -> bool {
    let tail: String = text[amount.range.end..].chars().take(40).collect();
    let lead = tail.len() - tail.trim_start().len();
    lexicon
        .find(&tail, crate::lexicon::Reading::Question)
        .iter()
        .any(|f| f.start == lead && matches!(f.term, crate::lexicon::Term::Role(_) | crate::lexicon::Term::Level(_) | crate::lexicon::Term::Place(_)))
}

/// Whether a scaled number without a currency counts things: a plain noun follows that is no word of time, pay or joining.
pub(super) fn counts_things(text: &str, amount: &Amount) -> bool {
    if text[amount.range.clone()].eq_ignore_ascii_case("401k") || text[amount.range.clone()].eq_ignore_ascii_case("403k") {
        return true;
    }
    let scale: String = text[amount.range.clone()].chars().filter(|c| c.is_alphabetic()).collect();
    if scale == "grand" {
        return false;
    }
    // "120k a year in London", but "12k daily visitors".
    let timed = super::period_after(text, amount.range.end).map(|p| p.1);
    // "2L and 3L" are years at a law school before they are lakhs.
    if scale == "L" && amount.value < 4.0 && amount.value.fract() == 0.0 {
        return true;
    }
    let tail = text[timed.unwrap_or(amount.range.end)..].trim_start_matches([' ', '\u{a0}', '+']);
    let word: String = tail.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let joins = [
        "a",
        "an",
        "per",
        "to",
        "and",
        "or",
        "for",
        "in",
        "is",
        "as",
        "at",
        "on",
        "base",
        "salary",
        "total",
        "tc",
        "usd",
        "eur",
        "gbp",
        "with",
        "plus",
        "gross",
        "net",
        "offer",
        "yearly",
        "annually",
        "annual",
        "year",
        "good",
        "fair",
        "ok",
        "okay",
        "enough",
        "the",
        "if",
        "but",
        "so",
        "ote",
        "comp",
        "range",
        "p",
        "pa",
        "bonus",
        "stock",
        "equity",
        "low",
        "too",
        "decent",
        "cad",
        "aud",
        "inr",
        "reasonable",
        "before",
        "after",
        "remote",
        "from",
        "starting",
        "which",
        "while",
        "when",
        "because",
        "brutto",
        "lpa",
        "rsu",
        "rsus",
        "signing",
        "sign",
        "vs",
        "these",
        "this",
        "right",
        "now",
        "i",
        "you",
        "they",
        "he",
        "she",
        "we",
        "was",
        "would",
        "depending",
        "dependent",
        "based",
        "average",
        "median",
        "pay",
        "through",
        "up",
        "than",
        "across",
        "since",
        "until",
        "all",
        "mark",
        "level",
        "target",
        "fixed",
        "cash",
        "rate",
        "package",
        "net",
        "working",
        "doing",
        "out",
        "more",
        "less",
        "plus",
        "ish",
        "each",
        "by",
        "basic",
        "b",
    ];
    // A full million or thousand in words counts things more often than pay.
    let in_words = timed.is_none() && text[amount.range.clone()].chars().filter(|c| c.is_alphabetic()).count() > 2;
    in_words && !text[amount.range.clone()].to_ascii_lowercase().contains("lpa") && !text[amount.range.clone()].to_ascii_lowercase().contains("la")
        || !word.is_empty() && !joins.contains(&word.as_str())
}
