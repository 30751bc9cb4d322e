//! Which of several mentions belongs to an amount.

use super::scene::Unit;
use crate::lexicon::{Found, Term};

/// The mention, among those that `is` accepts, that belongs to amount `at` of `unit`: the one that follows it as "for …",
/// else the nearest before it that no other amount has taken, else one after it. Where a row of amounts stands beside as
/// many mentions, they go together in order.
pub(super) fn pick<'u>(unit: &'u Unit, at: usize, is: &dyn Fn(Term) -> bool) -> Option<&'u Found> {
    let inside = |f: &Found| unit.money.iter().any(|m| f.start < m.core.end && m.core.start < f.end);
    let mentions: Vec<&Found> = unit.found.iter().filter(|f| is(f.term) && !inside(f)).collect();
    if mentions.is_empty() {
        return None;
    }
    if let Some(found) = in_order(unit, at, &mentions) {
        return Some(found);
    }
    let bound: Vec<Option<&Found>> = (0..unit.money.len()).map(|n| bound_after(unit, n, &mentions)).collect();
    if let Some(found) = bound[at] {
        return Some(found);
    }
    let free = |f: &&&Found| !bound.iter().flatten().any(|b| b.start == f.start);
    let (start, end) = (unit.money[at].range.start, unit.end_of(at));
    if let Some(found) = mentions.iter().filter(free).rfind(|f| f.end <= start) {
        return Some(found);
    }
    let window = unit.after(at);
    let next = mentions.iter().filter(free).find(|f| f.start >= end)?;
    // Between two amounts and nearer to the second: it is the second's.
    if let Some(after) = unit.money.get(at + 1).filter(|m| next.end <= m.range.start)
        && after.range.start - next.end < next.start - end
        && next.start - end > 3
    {
        return None;
    }
    // "Welders make $28 an hour; apprentices get $19": behind a comma or semicolon begins what the next amount is about.
    if unit.money.get(at + 1).is_some_and(|m| next.end <= m.range.start) && unit.text[end..next.start].contains([',', ';']) {
        return None;
    }
    // A mention beyond the next amount belongs to that one, unless nothing else has a claim.
    (next.start < window.end || mentions.len() == 1).then_some(*next)
}

/// "$102k, $120k and $150k for junior, mid and senior", "junior, mid and senior earn $102k, $120k and $150k".
fn in_order<'u>(unit: &'u Unit, at: usize, mentions: &[&'u Found]) -> Option<&'u Found> {
    let n = unit.money.len();
    if n < 2 || mentions.len() < n {
        return None;
    }
    let list = unit.money.windows(2).all(|w| is_list(&unit.text[w[0].range.end..w[1].range.start]));
    let said = unit.text.to_lowercase().contains("respectively");
    if !list && !said {
        return None;
    }
    let (first, last) = (unit.money[0].range.start, unit.end_of(n - 1));
    let after: Vec<&&Found> = mentions.iter().filter(|f| f.start >= last).collect();
    let before: Vec<&&Found> = mentions.iter().filter(|f| f.end <= first).collect();
    let side = if after.len() == n {
        after
    } else if before.len() == n {
        before
    } else {
        return None;
    };
    side.get(at).map(|f| **f)
}

/// Whether what stands between two amounts only lists them.
pub(super) fn is_list(gap: &str) -> bool {
    let gap = gap.trim().trim_matches(',').trim();
    matches!(gap, "" | "and" | "or" | "/" | "&" | "to") || gap.trim_start_matches(',').trim() == "and"
}

/// The mention that follows amount `at` as its own: "$60k for juniors", "$60k (Glassdoor)", "$60k in Austin".
fn bound_after<'u>(unit: &'u Unit, at: usize, mentions: &[&'u Found]) -> Option<&'u Found> {
    let window = unit.after(at);
    let next = mentions.iter().find(|f| f.start >= window.start && f.start < window.end)?;
    let gap = unit.text[window.start..next.start].to_lowercase();
    if gap.len() > 40 || gap.contains([';', '.', '|']) || gap.trim_start().starts_with(',') {
        return None;
    }
    let gap = gap.trim_end_matches(['*', '_', '"', '“']).trim_end();
    let binder = gap.ends_with('(')
        || [
            "for",
            "for a",
            "for an",
            "for the",
            "in",
            "in the",
            "at",
            "as a",
            "as an",
            "among",
            "according to",
            "per",
            "by",
            "to",
            "for most",
            "for our",
            "across",
            "across the",
        ]
        .iter()
        .any(|w| gap == *w || gap.ends_with(&format!(" {w}")));
    (binder && gap.split_whitespace().count() <= 5).then_some(*next)
}
