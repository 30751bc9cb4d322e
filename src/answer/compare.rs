//! Sides beside each other: roles, levels, places, years or kinds of employment.

use super::{Answer, Cited, Desk, Kind, abstain, confidence, passages, select};
use crate::index::{FigureHit, IndexError};
use crate::pay::{Derived, Employment, PayFigure, money_text};
use crate::question::{CompareBy, Question};

/// The most rows of tables below a comparison.
const ROWS: usize = 4;
/// The most sides that are set beside each other.
pub(super) const SIDES: usize = 4;

/// The best figures of a side, among which those come first that the other sides have the like of.
const LIKENED: usize = 48;

/// Sets the sides of a question beside each other.
pub(super) fn compare(desk: &Desk<'_>, question: &Question) -> Result<Answer, IndexError> {
    let Some(compare) = &question.compare else { return abstain::which_role(desk, question) };
    if question.roles.is_empty() && compare.by != CompareBy::Role {
        return passages::factors(desk, question);
    }
    let sides = sides(question);
    let mut answer = Answer::of(Kind::Comparison);
    let (mut empty, mut without) = (0, Vec::new());
    let mut reports = Vec::new();
    answer.sides = sides.iter().map(|(name, _)| name.clone()).collect();
    let by = compare.by;
    for (n, ((name, _), chosen)) in sides.iter().zip(chosen(desk, &sides, by)).enumerate() {
        if chosen.hits.is_empty() {
            empty += 1;
            without.push((n, name));
            reports.push(chosen);
            continue;
        }
        desk.fill(&mut answer, chosen, Some(n))?;
    }
    let said = if desk.sheet.is_none() { rows(desk, &sides, &mut answer)? } else { Vec::new() };
    answer.notes.splice(0..0, without.into_iter().map(|(n, name)| abstain::side_without(name, said.contains(&n))));
    // Where a place was asked for and nobody has figures there, prose about the roles does not answer.
    let placed = question.location.is_some() || compare.by == CompareBy::Location;
    if empty > 0 || compare.by == CompareBy::Role {
        // A sheet is of figures where there are any.
        let found = if desk.sheet.is_some() && empty < sides.len() { Vec::new() } else { passages::about_sides(desk, &sides)? };
        if !placed || empty < sides.len() {
            answer.passages = found;
        }
    }
    if answer.figures.is_empty() && answer.passages.is_empty() && answer.rows.is_empty() {
        return match reports.first() {
            Some(first) => abstain::no_figures(desk, question, first),
            None => abstain::which_role(desk, question),
        };
    }
    if answer.figures.is_empty() && answer.rows.is_empty() {
        answer.kind = Kind::Passages;
    }
    answer.derived.extend(overlap(&answer.figures, &answer.sides, by));
    answer.derived.extend(higher(&answer.figures, &answer.sides, by));
    answer.notes.extend(unlike(&answer.figures, by));
    answer.notes.extend(confidence::older(&answer.figures, desk.asked.today));
    answer.confidence = if answer.figures.is_empty() {
        // No surer than the least sure of the rows.
        let each = answer.rows.iter().filter_map(|row| confidence::of_rows(std::slice::from_ref(row), desk.asked.today));
        each.min_by_key(|confidence| confidence.sure)
    } else {
        Some(confidence::of(&answer.figures, desk.lexicon, desk.asked.today))
    };
    Ok(answer)
}

/// The rows of tables for each side; a row that is for several stands once and says so, instead of being set beside itself.
/// Gives the sides that have one.
fn rows(desk: &Desk<'_>, sides: &[(String, Question)], answer: &mut Answer) -> Result<Vec<usize>, IndexError> {
    let mut said = Vec::new();
    for (n, (name, side)) in sides.iter().enumerate() {
        let Some(role) = side.roles.first() else { continue };
        for row in desk.rows(side, role)? {
            said.push(n);
            match answer.rows.iter_mut().find(|known| known.record == row.record) {
                Some(known) => known.notes.push(format!("The same row counts {name}: it tells nothing of the difference.")),
                None => answer.rows.push(row),
            }
        }
    }
    answer.rows.truncate(ROWS);
    Ok(said)
}

/// The figures that fit each side, best first.
pub(super) fn chosen<'a>(desk: &Desk<'a>, sides: &[(String, Question)], by: CompareBy) -> Vec<select::Chosen<'a>> {
    let mut all: Vec<select::Chosen<'a>> =
        sides.iter().map(|(_, side)| side.roles.first().map_or_else(select::Chosen::default, |role| select::select(desk, side, role))).collect();
    let others: Vec<Vec<&FigureHit>> = all.iter().map(|chosen| chosen.hits.iter().take(LIKENED).copied().collect()).collect();
    for (n, chosen) in all.iter_mut().enumerate() {
        let rivals = || others.iter().enumerate().filter(|(m, _)| *m != n).flat_map(|(_, hits)| hits);
        // What the other sides have the like of comes first.
        let best = chosen.hits.len().min(LIKENED);
        chosen.hits[..best].sort_by_cached_key(|hit| rivals().map(|rival| unlikeness(hit, rival, by)).min().unwrap_or_default());
    }
    all
}

/// One question a side, with its name.
pub(super) fn sides(question: &Question) -> Vec<(String, Question)> {
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
fn alike(a: &PayFigure, b: &PayFigure, by: CompareBy) -> bool {
    (a.level == b.level || by == CompareBy::Seniority)
        && (a.experience == b.experience || matches!(by, CompareBy::Experience | CompareBy::Seniority))
        && (a.place_id == b.place_id || by == CompareBy::Location)
        && a.statistic == b.statistic
        && a.component == b.component
        && a.period == b.period
        && a.currency == b.currency
        && (a.employment == b.employment || by == CompareBy::Employment)
        && a.percentile == b.percentile
}

/// In how many ways two figures cannot be set beside each other, apart from what is compared; the kind of number counts least.
fn unlikeness(a: &FigureHit, b: &FigureHit, by: CompareBy) -> (usize, bool) {
    let ways = [
        a.level != b.level && by != CompareBy::Seniority,
        a.experience != b.experience && !matches!(by, CompareBy::Experience | CompareBy::Seniority),
        a.place != b.place && by != CompareBy::Location,
        a.employment != b.employment && by != CompareBy::Employment,
        a.component != b.component,
        a.period != b.period,
        a.currency != b.currency,
    ];
    (ways.into_iter().filter(|w| *w).count(), a.statistic != b.statistic)
}

/// Which side is higher in how many of the sources that give both, where more than one does.
fn higher(figures: &[Cited], sides: &[String], by: CompareBy) -> Option<Derived> {
    let [first, second] = sides else { return None };
    let of = |side: usize| figures.iter().enumerate().filter(move |(_, c)| c.side == Some(side));
    let mut seen: Vec<&str> = Vec::new();
    let (mut up, mut down, mut from, mut working) = (0, 0, Vec::new(), Vec::new());
    for (n, a) in of(0) {
        let Some(origin) = a.origin_name().filter(|o| !seen.contains(o)) else { continue };
        let pair = of(1).find(|(_, b)| b.origin_name() == Some(origin) && alike(&a.record.figure, &b.record.figure, by));
        let Some((m, b)) = pair else { continue };
        let (x, y) = (a.record.figure.amounts, b.record.figure.amounts);
        let (Some(low), Some(high), Some(other_low), Some(other_high)) = (x.low, x.high, y.low, y.high) else { continue };
        seen.push(origin);
        // Higher only where no end is lower.
        up += usize::from(low >= other_low && high >= other_high && (low, high) != (other_low, other_high));
        down += usize::from(low <= other_low && high <= other_high && (low, high) != (other_low, other_high));
        from.extend([n, m]);
        working.push(format!("[{}] against [{}]", a.number, b.number));
    }
    let (name, count) = if up >= down { (first, up) } else { (second, down) };
    (seen.len() >= 2 && up != down).then(|| Derived {
        text: format!("{name} is higher in {count} of {} sources that give both.", seen.len()),
        working: format!("both ends of {}", working.join(", ")),
        from,
    })
}

/// Where two sides' first ranges overlap, or which is higher.
fn overlap(figures: &[Cited], sides: &[String], by: CompareBy) -> Option<Derived> {
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
    if !alike(x, y, by) {
        return None;
    }
    let (low, high) = (x.amounts.low?.max(y.amounts.low?), x.amounts.high?.min(y.amounts.high?));
    let amount = |v: f64| money_text(v, x.currency);
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
fn unlike(figures: &[Cited], by: CompareBy) -> Option<String> {
    let first = |side: usize| figures.iter().find(|c| c.side == Some(side)).map(|c| &c.record.figure);
    let (a, b) = (first(0)?, first(1)?);
    let why = if a.period != b.period {
        "they are paid by different periods"
    } else if a.currency != b.currency {
        "they are in different currencies"
    } else if a.component != b.component {
        "they are different parts of pay, or only one says which part it is"
    } else if a.employment != b.employment && by != CompareBy::Employment {
        "one is of employees, the other is not"
    } else if a.level != b.level && by != CompareBy::Seniority {
        "they are of different levels, or only one names a level"
    } else if a.place_id != b.place_id && by != CompareBy::Location {
        "they are for different places, or only one names a place"
    } else if a.statistic != b.statistic || a.percentile != b.percentile {
        "they are different kinds of number"
    } else {
        return None;
    };
    Some(format!("The sides are not quite alike: {why}."))
}
