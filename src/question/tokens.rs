//! A message as the classifier sees it: whom, where and how much are told by kind, all else by its words.

use crate::lexicon::{Cue, Found, Term, words};
use crate::mention::YearsMention;

/// As many tokens are looked at at most: a question says what it is early, or at its end.
const MOST: usize = 96;

/// The tokens of `text`: words as they are compared, with roles, places, levels, currencies, years and amounts by their kind.
/// `amount` is where an amount stands.
pub(super) fn tokens(text: &str, found: &[Found], spans: &[YearsMention], amount: Option<std::ops::Range<usize>>) -> Vec<String> {
    let mut kinds: Vec<(usize, usize, &'static str)> = Vec::new();
    kinds.extend(amount.map(|a| (a.start, a.end, "AMOUNT")));
    kinds.extend(spans.iter().map(|s| (s.range.start, s.range.end, "YEARS")));
    for f in found {
        let kind = match f.term {
            Term::Role(_) => "ROLE",
            Term::Place(_) | Term::Demonym(_) => "PLACE",
            Term::Level(_) => "LEVEL",
            Term::Currency(_) => "CURRENCY",
            Term::Cue(Cue::Contract | Cue::Freelance) => "ENGAGED",
            _ => continue,
        };
        if !kinds.iter().any(|k| k.0 < f.end && f.start < k.1) {
            kinds.push((f.start, f.end, kind));
        }
    }
    kinds.sort_unstable();
    let mut out: Vec<String> = Vec::new();
    let (mut next, mut said) = (0, 0);
    for word in words(text) {
        marks(&text[said.min(word.range.start)..word.range.start], &mut out);
        said = word.range.end.max(said);
        while next < kinds.len() && kinds[next].1 <= word.range.start {
            next += 1;
        }
        match kinds.get(next) {
            Some(kind) if kind.0 < word.range.end => {
                if out.last().is_none_or(|l| l != kind.2) || word.range.start == kind.0 {
                    out.push(kind.2.to_owned());
                }
            }
            _ if word.key.starts_with(|c: char| c.is_ascii_digit()) => out.push("NUMBER".to_owned()),
            _ => out.push(word.key.into_owned()),
        }
    }
    marks(&text[said.min(text.len())..], &mut out);
    if out.len() > MOST {
        // The beginning and the end.
        out.drain(MOST * 2 / 3..out.len() - MOST / 3);
    }
    out
}

/// What stands between words and tells: a question, an exclamation, money.
fn marks(between: &str, out: &mut Vec<String>) {
    for mark in ["?", "!", "$", ">", "`", "@", "/", ":"] {
        if between.contains(mark) {
            out.push(mark.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Lexicon, Reading};
    use crate::mention::years_asked;

    #[test]
    fn whom_and_where_are_told_by_kind_and_the_rest_by_its_words() {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        for (text, want) in [
            ("how much do senior nurses make in Texas?", "how much do LEVEL ROLE make in PLACE ?"),
            ("data scientist, 5 years, remote: $$$!", "ROLE YEARS PLACE ! $ :"),
            ("freelance or 3 offers", "ENGAGED or NUMBER offer"),
            ("", ""),
            ("??", "?"),
        ] {
            let found = lexicon.find(text, Reading::Question);
            assert_eq!(tokens(text, &found, &years_asked(text), None).join(" "), want, "{text}");
        }
        let amount = "they offer 90k, ok?";
        assert_eq!(tokens(amount, &[], &[], Some(11..14)).join(" "), "they offer AMOUNT ok ?");
        assert_eq!(tokens(&"word ".repeat(5_000), &[], &[], None).len(), MOST);
    }
}
