//! Amounts by which pay differs or changes, which are no pay.

use super::kind;
use super::scene::Unit;
use crate::lexicon::{Cue, Term};

/// "$10,000 more a year", "a $25k bump", "an increase of $40,000", "+$9,864".
pub(super) fn is_difference(unit: &Unit, at: usize) -> bool {
    let money = &unit.money[at];
    let before = unit.text[..money.core.start].trim_end();
    let plus = before.ends_with('+')
        && before[..before.len() - 1].trim_end().ends_with(|c: char| !c.is_alphanumeric())
        && !before[..before.len() - 1].trim_end().ends_with(|c: char| c == ')' || c.is_ascii_digit());
    if plus && !unit.text[..money.core.start].contains('=') && unit.money[..at].is_empty() || before.ends_with("(+") {
        return true;
    }
    let from = unit.end_of(at);
    let near = |f: &crate::lexicon::Found| {
        let gap = unit.text.get(from.min(f.start)..f.start).unwrap_or_default();
        f.start >= from
            && gap.len() <= 22
            && gap.split_whitespace().count() <= 2
            && !gap.contains([',', '.', ';', ')', '|', ':', '(', '+'])
            && !unit.money.iter().skip(at + 1).any(|m| m.range.start < f.start)
    };
    let also = |f: &crate::lexicon::Found| f.start >= money.core.end && f.start < from; // "$10,000 more a year"
    if unit.cues(Cue::Difference).any(|f| near(f) || also(f)) && !money.is_range_of_pay(unit, at) {
        return true;
    }
    let start = money.core.start;
    // "an additional $15k in cash compensation" is a part of pay.
    if matches!(kind::near_component(unit, at), Some(crate::pay::PayComponent::Bonus | crate::pay::PayComponent::Equity)) {
        return false;
    }
    // "$6,000 more than teachers".
    let tail: String = unit.text[from..].trim_start().chars().take(16).collect::<String>().to_lowercase();
    if ["more than", "less than", "higher than", "lower than", "above the", "below the", "ahead of"].iter().any(|w| tail.starts_with(w)) {
        return true;
    }
    // "their salary by $5k", "drops by roughly £100".
    let by = unit.text[..money.range.start].trim_end().ends_with(" by") && money.bound.is_none();
    if said_difference(&unit.text[unit.before(at)]) {
        return true;
    }
    by || unit.cues(Cue::DifferenceOf).any(|f| {
        let gap = unit.text.get(f.end..start).unwrap_or("far away from it");
        f.end <= start
            && gap
                .trim()
                .trim_start_matches(['~', '-'])
                .split_whitespace()
                .all(|w| matches!(w, "about" | "around" | "roughly" | "of" | "a" | "by" | "up" | "to" | "over" | "nearly" | "approximately" | "as" | "much"))
    })
}

/// "The difference, $6,700", "her last increment was $150", "the gap comes to about $9,000".
fn said_difference(before: &str) -> bool {
    const NOUNS: &[&str] = &[
        "difference",
        "gap",
        "shortfall",
        "increment",
        "raise",
        "rise",
        "increase",
        "hike",
        "bump",
        "cut",
        "drop",
        "premium",
        "uplift",
        "differential",
        "reduction",
        "jump",
        "spread",
        "discrepancy",
        "deficit",
        "saving",
        "savings",
    ];
    let lower = before.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '(')).filter(|w| !w.is_empty()).collect();
    let links = words.iter().rev().take_while(|w| {
        matches!(
            **w,
            "is" | "was"
                | "of"
                | "about"
                | "around"
                | "roughly"
                | "only"
                | "just"
                | "amounts"
                | "to"
                | "comes"
                | "averages"
                | "some"
                | "nearly"
                | "another"
                | "a"
                | "an"
                | "by"
                | "at"
                | "~"
        )
    });
    let links = links.count();
    let linked = links > 0 || before.trim_end().ends_with([',', ':']);
    linked && links <= 4 && words.len().checked_sub(links + 1).and_then(|n| words.get(n)).is_some_and(|w| NOUNS.contains(w))
}

trait PayRange {
    fn is_range_of_pay(&self, unit: &Unit, at: usize) -> bool;
}

impl PayRange for crate::mention::Money {
    /// "earn between $90k and $120k higher in …": the words of earning stand right before a range.
    fn is_range_of_pay(&self, unit: &Unit, at: usize) -> bool {
        self.is_range && unit.found.iter().any(|f| f.term == Term::Cue(Cue::Pay) && unit.before(at).contains(&f.start))
    }
}
