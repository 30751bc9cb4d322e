//! Who a sentence is about, where the lexicon lacks them.

use std::ops::Range;

use super::scene::Unit;
use super::written::{HEADS, singular};
use crate::lexicon::Word;
use crate::pay::RoleRef;

/// Verbs by which a sentence says what its subject is paid.
const PAID: [&str; 10] = ["had", "earn", "earned", "earning", "make", "made", "receive", "received", "averaged", "are"];
/// What ends the name of those who do something.
const DOERS: [&str; 5] = ["ors", "ers", "ists", "ians", "men"];
/// Words with such an end that are no occupation, in the plural.
const NOBODY: [&str; 46] = [
    "practitioners",
    "customers",
    "passengers",
    "borrowers",
    "consumers",
    "subscribers",
    "donors",
    "investors",
    "visitors",
    "competitors",
    "majors",
    "owners",
    "programmers",
    "coders",
    "hackers",
    "teammates",
    "others",
    "workers",
    "employers",
    "earners",
    "members",
    "numbers",
    "papers",
    "centers",
    "offers",
    "beginners",
    "juniors",
    "seniors",
    "newcomers",
    "seekers",
    "holders",
    "leaders",
    "starters",
    "performers",
    "learners",
    "freelancers",
    "contractors",
    "users",
    "readers",
    "careers",
    "peers",
    "quarters",
    "women",
    "men",
    "sectors",
    "factors",
];

/// Who a sentence begins with, where it goes on with what they are paid: "Actors in the United States had a median wage of …".
/// Whoever was spoken of before is not meant.
pub(super) fn subject(unit: &Unit, all: &[Word<'_>]) -> Option<(RoleRef, Range<usize>)> {
    let written = |at: usize| all.get(at).map(|w| &unit.text[w.range.clone()]);
    let doers = |word: &str| {
        word.len() > 4
            && word.chars().all(char::is_alphabetic)
            && DOERS.iter().any(|end| word.ends_with(end))
            && !NOBODY.contains(&word.to_lowercase().as_str())
    };
    // "Engineers" and "developers" alone are those of before.
    let end = (0..2).find(|at| written(*at).is_some_and(doers)).filter(|at| *at > 0 || !HEADS.contains(&all[0].key.as_ref()))?;
    let first = written(0)?;
    let alone = unit.text[..all[0].range.start].trim().is_empty() && first.starts_with(char::is_uppercase);
    let known = unit.found.iter().any(|f| f.start < all[end].range.end);
    // "in the United States", "in May 2025": then the verb.
    let verb = (end + 1..all.len().min(end + 9)).find(|at| written(*at).is_some_and(|word| PAID.contains(&word)))?;
    let between = &all[end + 1..verb];
    let place = between.is_empty() || between.first().is_some_and(|w| matches!(w.key.as_ref(), "in" | "at" | "of" | "across"));
    let range = all[0].range.start..all[end].range.end;
    (alone && !known && place).then(|| (RoleRef { id: None, name: singular(&unit.text[range.clone()]) }, range))
}
