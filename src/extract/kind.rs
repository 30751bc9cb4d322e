//! What kind of number an amount is: its period, its part of pay, its statistic.

use super::said::Said;
use super::scene::{Scene, Unit};
use super::{flat, table};
use crate::lexicon::{Cue, Found, Term};
use crate::mention::Bound;
use crate::pay::{How, PayComponent, PayStatistic};

const COMPONENTS: [(Cue, PayComponent); 4] =
    [(Cue::Base, PayComponent::Base), (Cue::Total, PayComponent::Total), (Cue::Bonus, PayComponent::Bonus), (Cue::Equity, PayComponent::Equity)];

fn component_of(term: Term) -> Option<PayComponent> {
    if term == Term::Cue(Cue::OneOff) {
        return Some(PayComponent::Bonus);
    }
    COMPONENTS.iter().find(|(cue, _)| term == Term::Cue(*cue)).map(|c| c.1)
}

/// The part of pay that the words around the amount name.
pub(super) fn near_component(unit: &Unit, at: usize) -> Option<PayComponent> {
    let (before, after) = (unit.before(at), unit.after(at));
    // "TC $230k-$270k (base 180-200k)": what a bracket says of its own amount.
    let of_next = |f: &Found, gap: &str| {
        let lead = unit.money.get(at + 1).and_then(|next| unit.text.get(f.end..next.range.start));
        gap.contains('(') && lead.is_some_and(|lead| matches!(lead.trim(), "" | "of" | ":"))
    };
    let close = |f: &&Found, words: usize| {
        let gap = unit.text.get(after.start..f.start.max(after.start)).unwrap_or_default();
        after.contains(&f.start)
            && !of_next(f, gap)
            && gap.split_whitespace().count() <= words
            && !gap.contains([',', ';', '.', '|'])
            && !gap.contains(" plus ")
            && !gap.contains('+')
            && !gap.contains(" with ")
            && !gap.contains(" and ")
    };
    let behind = unit.found.iter().filter(|f| close(f, 3)).find_map(|f| component_of(f.term));
    if behind.is_some() {
        return behind;
    }
    let taken = |f: &&Found| {
        at.checked_sub(1)
            .is_some_and(|p| unit.after(p).contains(&f.start) && f.start < unit.end_of(p) + 16 && !unit.text[unit.end_of(p)..f.start].contains([',', '(', '+']))
    };
    let ahead = unit
        .found
        .iter()
        .filter(|f| before.contains(&f.start) && f.end <= before.end && !taken(f))
        .filter(|f| unit.text[f.end..before.end].matches([',', ';']).count() == 0)
        .filter(|f| !bracketed_off(&unit.text[before.start..before.end], f.start - before.start))
        .filter_map(|f| component_of(f.term))
        .next_back();
    ahead
        .or_else(|| {
            // "On top comes a bonus of ₹80,000, anywhere from ₹40,000 to ₹2,00,000": the second restates the first.
            let previous = at.checked_sub(1)?;
            let gap = &unit.text[unit.end_of(previous)..unit.money[at].range.start];
            let restates = gap.len() < 40
                && gap.contains(',')
                && !gap.contains(" and ")
                && !unit.found.iter().any(|f| {
                    before.contains(&f.start) && (component_of(f.term).is_some() || matches!(f.term, Term::Role(_) | Term::Level(_) | Term::Place(_)))
                });
            if restates { near_component(unit, previous) } else { None }
        })
        .or_else(|| {
            // "$190k/$265k/$370k total comp".
            if unit.gap(at).trim() == "/" { near_component(unit, at + 1) } else { None }
        })
        .or_else(|| {
            // "RSUs: $40,000 over 4 years = $10k/year": what the label says holds for what comes of it.
            let label = unit.text.find(':').filter(|n| *n < unit.money[0].range.start && unit.text[..*n].split_whitespace().count() <= 5)?;
            let results = unit.text[..unit.money[at].range.start].trim_end().ends_with('=');
            unit.found.iter().filter(|f| results && f.end <= label).find_map(|f| component_of(f.term))
        })
}

/// Whether the word at `at` stands in brackets that end before the text does: "total pay (with tips and bonus) of $16".
fn bracketed_off(text: &str, at: usize) -> bool {
    text[..at].rfind('(').is_some_and(|open| !text[open..at].contains(')')) && text[at..].contains(')')
}

/// The part of pay: of the words around, the row's header, or a heading that names one alone.
pub(super) fn component(scene: &Scene<'_>, unit: &Unit, at: usize) -> Said<PayComponent> {
    if let Some(component) = near_component(unit, at) {
        let (before, after) = (unit.before(at), unit.after(at));
        let near = |f: &&Found| component_of(f.term) == Some(component);
        let ahead = unit.found.iter().filter(|f| before.contains(&f.start)).rfind(near);
        let words = ahead.or_else(|| unit.found.iter().filter(|f| after.contains(&f.start)).find(near));
        return match words {
            Some(f) => Said::by(scene, component, How::Stated, unit, f.start..f.end),
            None => Said::bare(component, How::Stated),
        };
    }
    if let Some((header, f, component)) = table::component(scene, unit, at) {
        return Said::by(scene, component, How::Header, header, f.start..f.end);
    }
    if let Some(component) = flat::column(scene, unit, at).and_then(|c| c.component) {
        return Said::bare(component, How::Header);
    }
    let of_heading = scene.headings(unit).next().and_then(|heading| {
        let mut named = heading.found.iter().filter_map(|f| component_of(f.term).map(|c| (f, c)));
        let (f, first) = named.next()?;
        named.all(|(_, c)| c == first).then(|| Said::by(scene, first, How::Heading, heading, f.start..f.end))
    });
    of_heading.unwrap_or(Said::bare(PayComponent::Unspecified, How::Inferred))
}

/// The component that a term names, for headers.
pub(super) fn component_in(unit: &Unit, range: std::ops::Range<usize>) -> Option<(Found, PayComponent)> {
    unit.found.iter().filter(|f| range.contains(&f.start)).find_map(|f| component_of(f.term).map(|c| (*f, c)))
}

/// The statistic, and the percentile where one is named.
pub(super) fn statistic(scene: &Scene<'_>, unit: &Unit, at: usize) -> (Said<PayStatistic>, Option<f64>) {
    let money = &unit.money[at];
    let own = |value: PayStatistic| Said::by(scene, value, How::Stated, unit, money.range.clone());
    if !money.is_range
        && let Some((p, how)) = named_percentile(scene, unit, at)
    {
        let median = p == 50.0;
        let kind = if median { PayStatistic::Median } else { PayStatistic::Percentile };
        return (Said::bare(kind, how), Some(p).filter(|_| !median));
    }
    let label = scene.headings(unit).next().filter(|_| !money.is_range && is_alone(unit));
    if let Some((heading, bound)) = label.and_then(|h| Some((h, labelled_end(&h.text)?))) {
        return (Said::by(scene, bound, How::Heading, heading, 0..heading.text.len()), None);
    }
    let cue = average_or_median(scene, unit, at);
    if money.is_range {
        let mean = cue.filter(|c| c.value == PayStatistic::Average);
        return (mean.unwrap_or(own(PayStatistic::Range)), None);
    }
    let bound = match money.bound {
        Some(Bound::Starting | Bound::From) => Some(PayStatistic::Starting),
        Some(Bound::UpTo) => Some(PayStatistic::Maximum),
        Some(Bound::AtLeast) => Some(PayStatistic::Minimum),
        None if money.open_ended => Some(PayStatistic::Minimum),
        None => None,
    };
    if let Some(bound) = bound {
        return (own(bound), None);
    }
    if let Some(cue) = cue {
        return (cue, None);
    }
    let before = unit.before(at);
    let labelled = [(Cue::Starting, PayStatistic::Starting), (Cue::Minimum, PayStatistic::Minimum), (Cue::Maximum, PayStatistic::Maximum)];
    let of_years = |f: &Found| unit.years.iter().any(|y| y.range.start <= f.start && f.end <= y.range.end);
    let close = |f: &Found| unit.text.get(f.end..before.end).is_some_and(|gap| gap.split_whitespace().count() <= 4 && !gap.contains('='));
    let near = unit
        .found
        .iter()
        .filter(|f| before.contains(&f.start) && !of_years(f) && close(f))
        .rev()
        .find_map(|f| labelled.iter().find(|(c, _)| f.term == Term::Cue(*c)).map(|l| Said::by(scene, l.1, How::Stated, unit, f.start..f.end)));
    (near.unwrap_or(Said::bare(PayStatistic::Point, How::Inferred)), None)
}

/// The percentile of an amount: of its words, its column, its label.
fn named_percentile(scene: &Scene<'_>, unit: &Unit, at: usize) -> Option<(f64, How)> {
    if let Some(p) = percentile(unit, at) {
        return Some((p, How::Stated));
    }
    if let Some(p) = table::percentile(scene, unit, at).or_else(|| flat::column(scene, unit, at)?.percentile) {
        return Some((p, How::Header));
    }
    if !is_alone(unit) {
        return None;
    }
    let label = unit.block.checked_sub(1).and_then(|b| scene.document.blocks.get(b)).and_then(|b| percent_alone(b.shown.text()));
    label.or_else(|| percentile_in(&scene.headings(unit).next()?.text)).map(|p| (p, How::Heading))
}

/// An amount with nothing beside it but its period.
fn is_alone(unit: &Unit) -> bool {
    unit.text.split_whitespace().count() <= 3
}

fn either(unit: &Unit, range: std::ops::Range<usize>) -> Option<(PayStatistic, &Found)> {
    unit.found.iter().filter(|f| range.contains(&f.start)).rev().find_map(|f| measure(f.term).map(|m| (m, f)))
}

fn measure(term: Term) -> Option<PayStatistic> {
    match term {
        Term::Cue(Cue::Average) => Some(PayStatistic::Average),
        Term::Cue(Cue::Median) => Some(PayStatistic::Median),
        _ => None,
    }
}

/// Average or median: of the amount's own words, the sentence, its column, the label or line above it.
fn average_or_median(scene: &Scene<'_>, unit: &Unit, at: usize) -> Option<Said<PayStatistic>> {
    let after = unit.after(at);
    let close = after.start..after.end.min(after.start + 48);
    let said = |unit: &Unit, (value, f): (PayStatistic, &Found), how: How| Said::by(scene, value, how, unit, f.start..f.end);
    let before = flat::label(unit).unwrap_or_else(|| unit.before(at));
    if let Some(own) = either(unit, before).or_else(|| either(unit, close)) {
        return Some(said(unit, own, How::Stated));
    }
    let mut all = unit.found.iter().filter_map(|f| measure(f.term).map(|m| (m, f)));
    if let Some(first) = all.next()
        && all.all(|(m, _)| m == first.0)
    {
        return Some(said(unit, first, How::Stated));
    }
    if let Some((header, found)) = table::statistic(scene, unit, at) {
        return Some(said(header, found, How::Header));
    }
    let brief = unit.text.split_whitespace().count() <= 8;
    if let Some((heading, found)) = scene.headings(unit).next().filter(|_| brief).and_then(|h| Some((h, either(h, 0..h.text.len())?))) {
        return Some(said(heading, found, How::Heading));
    }
    if let Some(value) = flat::column(scene, unit, at).and_then(|c| c.statistic) {
        return Some(Said::bare(value, How::Header));
    }
    let lead = scene.lead(unit)?;
    either(lead, 0..lead.text.len()).map(|found| said(lead, found, How::Carried))
}

/// The mean or median that a header's cell names.
pub(super) fn statistic_in(unit: &Unit, range: std::ops::Range<usize>) -> Option<(PayStatistic, &Found)> {
    either(unit, range)
}

/// The percentile that the words around an amount name.
pub(super) fn percentile(unit: &Unit, at: usize) -> Option<f64> {
    let before = unit.text.get(flat::label(unit).unwrap_or_else(|| unit.before(at))).unwrap_or_default();
    percentile_in(before).or_else(|| {
        let after = unit.after(at);
        let tail = unit.text.get(after.clone()).unwrap_or_default();
        let head: String = tail.chars().take(40).collect();
        let bound = ["at the", "(", "for the", "in the", "is the", "as the"].iter().any(|w| head.trim_start().starts_with(w));
        if bound { percentile_in(&head) } else { None }
    })
}

/// The last percentile that a text names: "25th percentile", "P90", "top 10%", "lowest 25 percent".
pub(super) fn percentile_in(text: &str) -> Option<f64> {
    let lower = text.to_lowercase();
    let number_before = |at: usize| {
        let head = lower[..at].trim_end();
        let digits = head.len() - head.bytes().rev().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        head[digits..].parse::<f64>().ok().map(|n| (n, digits))
    };
    let mut best: Option<(usize, f64)> = None;
    let mut keep = |at: usize, p: f64| {
        if p > 0.0 && p < 100.0 && best.is_none_or(|(b, _)| at >= b) {
            best = Some((at, p));
        }
    };
    for (words, p) in [
        ("bottom decile", 10.0),
        ("lowest decile", 10.0),
        ("top decile", 90.0),
        ("highest decile", 90.0),
        ("lower quartile", 25.0),
        ("bottom quartile", 25.0),
        ("upper quartile", 75.0),
        ("top quartile", 75.0),
    ] {
        if let Some(at) = lower.rfind(words) {
            keep(at, p);
        }
    }
    for (at, _) in lower.match_indices("percentile").chain(lower.match_indices("pct")) {
        let head = lower[..at].trim_end_matches([' ', '-']);
        let head = ["th", "st", "nd", "rd"].iter().find_map(|s| head.strip_suffix(s)).unwrap_or(head);
        if let Some((n, _)) = number_before(head.len()) {
            keep(at, n);
        }
    }
    for (at, _) in lower.match_indices('%').chain(lower.match_indices("percent")).chain(lower.match_indices("per cent")) {
        if lower[at..].starts_with("percentile") {
            continue;
        }
        let Some((n, digits)) = number_before(at) else { continue };
        let side = lower[..digits].trim_end().trim_end_matches("-paid").trim_end();
        if ["top", "highest", "best", "upper", "richest", "best-paid", "highest-paid", "best paid", "highest paid"].iter().any(|w| side.ends_with(w)) {
            keep(at, 100.0 - n);
        } else if ["bottom", "lowest", "worst", "lower", "lowest-paid", "worst-paid", "lowest paid"].iter().any(|w| side.ends_with(w)) {
            keep(at, n);
        }
    }
    for (at, _) in lower.match_indices('p') {
        let digits: String = lower[at + 1..].chars().take_while(char::is_ascii_digit).collect();
        let apart = !lower[..at].ends_with(char::is_alphanumeric) && !lower[at + 1 + digits.len()..].starts_with(char::is_alphanumeric);
        if digits.len() == 2
            && apart
            && let Ok(n) = digits.parse()
        {
            keep(at, n);
        }
    }
    best.map(|b| b.1)
}

/// "Low" or "High" right above an amount, as a label.
fn labelled_end(text: &str) -> Option<PayStatistic> {
    match text.trim().trim_end_matches(':').to_lowercase().as_str() {
        "low" | "lowest" | "min" | "minimum" => Some(PayStatistic::Minimum),
        "high" | "highest" | "max" | "maximum" => Some(PayStatistic::Maximum),
        _ => None,
    }
}

/// "10%" right above an amount, as a label.
fn percent_alone(text: &str) -> Option<f64> {
    text.trim().strip_suffix('%').and_then(|n| n.trim().parse().ok()).filter(|p| *p > 0.0 && *p < 100.0)
}

#[cfg(test)]
mod tests {
    use super::percentile_in;

    #[test]
    fn percentiles_by_whatever_name() {
        for (text, want) in [
            ("the 25th percentile", Some(25.0)),
            ("P90", Some(90.0)),
            ("top 10% of market", Some(90.0)),
            ("The lowest 10 percent earn", Some(10.0)),
            ("the best-paid 25% of them", Some(75.0)),
            ("1st percentile", Some(1.0)),
            ("10% bonus", None),
            ("a rise of 5 percent", None),
            ("a p2p app", None),
            ("percentile", None),
            ("100th percentile", None),
        ] {
            assert_eq!(percentile_in(text), want, "{text}");
        }
    }
}
