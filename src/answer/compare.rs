//! Sides beside each other: roles, levels, places, years or kinds of employment.

use super::{Answer, Cited, Desk, Kind, abstain, confidence, passages, select};
use crate::index::IndexError;
use crate::pay::{Derived, Employment, PayFigure, amount_text};
use crate::question::{CompareBy, Question};

/// The most sides that are set beside each other.
const SIDES: usize = 4;

/// Sets the sides of a question beside each other.
pub(super) fn compare(desk: &Desk<'_>, question: &Question) -> Result<Answer, IndexError> {
    let Some(compare) = &question.compare else { return abstain::which_role(desk, question) };
    if question.roles.is_empty() && compare.by != CompareBy::Role {
        return passages::factors(desk, question);
    }
    let sides = sides(question);
    let mut answer = Answer::of(Kind::Comparison);
    let mut empty = 0;
    let mut reports = Vec::new();
    answer.sides = sides.iter().map(|(name, _)| name.clone()).collect();
    for (n, (name, side)) in sides.iter().enumerate() {
        let Some(role) = side.roles.first() else { continue };
        let chosen = select::select(desk, side, role)?;
        if chosen.hits.is_empty() {
            empty += 1;
            answer.notes.push(abstain::side_without(name));
            reports.push(chosen);
            continue;
        }
        desk.fill(&mut answer, chosen, Some(n))?;
    }
    // Where a place was asked for and nobody has figures there, prose about the roles does not answer.
    let placed = question.location.is_some() || compare.by == CompareBy::Location;
    if empty > 0 || compare.by == CompareBy::Role {
        let found = passages::about_sides(desk, &sides)?;
        if !placed || empty < sides.len() {
            answer.passages = found;
        }
    }
    if answer.figures.is_empty() && answer.passages.is_empty() {
        return match reports.first() {
            Some(first) => abstain::no_figures(desk, question, first),
            None => abstain::which_role(desk, question),
        };
    }
    if answer.figures.is_empty() {
        answer.kind = Kind::Passages;
    }
    answer.derived.extend(overlap(&answer.figures, &answer.sides));
    answer.notes.extend(unlike(&answer.figures));
    answer.confidence = Some(confidence::of(&answer.figures, desk.lexicon, desk.asked.today));
    Ok(answer)
}

/// One question a side, with its name.
fn sides(question: &Question) -> Vec<(String, Question)> {
    let Some(compare) = &question.compare else { return Vec::new() };
    let role = question.roles.first().map(|r| abstain::role_name(r).to_owned()).unwrap_or_default();
    let with = |name: String, change: &dyn Fn(&mut Question)| {
        let mut side = question.clone();
        change(&mut side);
        (name, side)
    };
    match compare.by {
        CompareBy::Role => question.roles.iter().take(SIDES).map(|r| with(r.name.clone(), &|q| q.roles = vec![r.clone()])).collect(),
        CompareBy::Seniority => question.levels.iter().take(SIDES).map(|l| with(format!("{role}, {l}"), &|q| q.level = Some(*l))).collect(),
        CompareBy::Location => question.locations.iter().take(SIDES).map(|l| with(format!("{role}, {}", l.name), &|q| q.location = Some(l.clone()))).collect(),
        CompareBy::Experience => compare
            .values
            .iter()
            .take(SIDES)
            .map(|v| with(format!("{role}, {v}"), &|q| q.experience = crate::mention::years(v).first().map(|y| y.years)))
            .collect(),
        CompareBy::Employment => {
            let kind = |v: &str| Employment::ALL.iter().copied().find(|e| e.name() == v);
            compare.values.iter().take(SIDES).map(|v| with(format!("{role}, {v}"), &|q| q.employment = kind(v))).collect()
        }
    }
}

/// Whether two figures are of one kind, so that they may be compared.
fn alike(a: &PayFigure, b: &PayFigure) -> bool {
    a.level == b.level
        && a.experience == b.experience
        && a.statistic == b.statistic
        && a.component == b.component
        && a.period == b.period
        && a.currency == b.currency
        && a.employment == b.employment
        && a.percentile == b.percentile
}

/// Where two sides' first ranges overlap, or which is higher.
fn overlap(figures: &[Cited], sides: &[String]) -> Option<Derived> {
    if sides.len() != 2 {
        return None;
    }
    let range = |side: usize| {
        figures
            .iter()
            .enumerate()
            .filter(|(_, c)| c.side == Some(side))
            .find(|(_, c)| !c.record.figure.amounts.is_point() && c.record.figure.amounts.low.is_some() && c.record.figure.amounts.high.is_some())
    };
    let ((n, a), (m, b)) = (range(0)?, range(1)?);
    // Where neither side has figures of its own, both show the same one, and that overlaps with itself.
    if a.number == b.number && a.record.amount == b.record.amount && a.record.shown == b.record.shown {
        return None;
    }
    let (x, y) = (&a.record.figure, &b.record.figure);
    if !alike(x, y) || x.place_id != y.place_id {
        return None;
    }
    let (low, high) = (x.amounts.low?.max(y.amounts.low?), x.amounts.high?.min(y.amounts.high?));
    let currency = x.currency.map(|c| format!("{c} ")).unwrap_or_default();
    let amount = |v: f64| format!("{currency}{}", amount_text(v));
    let same = a.origin_name().is_some() && a.origin_name() == b.origin_name();
    let who = if same {
        format!("One source ({}) gives both", a.origin_name().unwrap_or_default())
    } else if a.number == b.number {
        "One article gives both".to_owned()
    } else {
        "Two sources".to_owned()
    };
    let text =
        if low <= high { format!("{who}; the ranges overlap from {} to {}.", amount(low), amount(high)) } else { format!("{who}; the ranges do not overlap.") };
    Some(Derived { text, working: format!("the higher of both lows, the lower of both highs of [{}] and [{}]", a.number, b.number), from: vec![n, m] })
}

/// Why sides cannot be compared as they stand.
fn unlike(figures: &[Cited]) -> Option<String> {
    let first = |side: usize| figures.iter().find(|c| c.side == Some(side)).map(|c| &c.record.figure);
    let (a, b) = (first(0)?, first(1)?);
    let why = if a.period != b.period {
        "they are paid by different periods"
    } else if a.currency != b.currency {
        "they are in different currencies"
    } else if a.component != b.component {
        "they are different parts of pay, or only one says which part it is"
    } else {
        return None;
    };
    Some(format!("The sides are not alike: {why}."))
}
