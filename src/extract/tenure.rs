//! How many years of experience the people have that a figure is about, and how they are engaged.

use super::level::is_level;
use super::pick::{is_list, pick};
use super::said::Said;
use super::scene::{Scene, Unit};
use super::table;
use super::who::{FoundRole, is_role};
use crate::lexicon::{Cue, Found, Term};
use crate::mention::YearsMention;
use crate::pay::{Employment, How, PayPeriod, Years};
use crate::text::BlockKind;

/// How many blocks before and after an item can say whose years it is about.
const SIBLINGS: usize = 4;

/// The years of experience of amount `at`: of its sentence, its column, the items beside it, the headings, its role's words.
pub(super) fn experience(scene: &Scene<'_>, unit: &Unit, at: usize, role: Option<&FoundRole<'_>>) -> Option<Said<Years>> {
    let said = |unit: &Unit, found: &YearsMention, how: How| Some(Said::by(scene, found.years, how, unit, found.range.clone()));
    if let Some((header, found)) = table::experience(scene, unit, at) {
        return said(header, found, How::Header);
    }
    if let Some(found) = own_years(scene, unit, at) {
        return said(unit, found, How::Stated);
    }
    if first_year(&unit.text) {
        return Some(Said::bare(Years(0.0, Some(1.0)), How::Stated));
    }
    if unit.has(Cue::Everyone) {
        return None;
    }
    if let Some((source, found)) = sibling_years(scene, unit) {
        return said(source, found, How::Carried);
    }
    for heading in scene.headings(unit) {
        if let [only] = heading.years.as_slice() {
            return said(heading, only, How::Heading);
        }
    }
    let source = role.filter(|r| r.how == How::Carried).and_then(|r| r.unit).filter(|u| u.block != unit.block);
    if let Some((source, [only])) = source.map(|u| (u, u.years.as_slice())) {
        return said(source, only, How::Carried);
    }
    let earlier = scene.earlier(unit).next().filter(|u| u.money.is_empty() && !unit.found.iter().any(|f| is_role(f.term) || is_level(f.term)))?;
    match earlier.years.as_slice() {
        [only] => said(earlier, only, How::Carried),
        _ => None,
    }
}

/// The years that the amount's own sentence or row gives it.
fn own_years<'u>(scene: &Scene<'_>, unit: &'u Unit, at: usize) -> Option<&'u YearsMention> {
    let (start, end) = (unit.money[at].range.start, unit.end_of(at));
    let window = unit.before(at);
    let row = matches!(scene.document.blocks[unit.block].kind, BlockKind::Row { .. });
    let last = at + 1 == unit.money.len();
    let before = unit.years.iter().rfind(|y| window.contains(&y.range.start));
    let after = || unit.years.iter().find(|y| y.range.start >= end && (y.range.start < unit.after(at).end || last));
    // "Beginners with 0 to 2 years start at €48,500, while seniors can expect €70,000": the years are the first one's.
    let crossed = |y: &YearsMention| at > 0 && y.range.end <= unit.money[at - 1].range.start && unit.text[unit.end_of(at - 1)..start].contains([',', ';']);
    let shared = || {
        let only = row || unit.years.len() == 1 && !crossed(&unit.years[0]);
        unit.years.iter().rfind(|y| only && y.range.end <= start)
    };
    before.or_else(after).or_else(shared)
}

/// A sibling item of the same list or section: "Experience required: 0–2 years".
fn sibling_years<'s>(scene: &'s Scene<'_>, unit: &Unit) -> Option<(&'s Unit, &'s YearsMention)> {
    let block = &scene.document.blocks[unit.block];
    if block.kind != BlockKind::Item && !(block.kind == BlockKind::Paragraph && is_labelled(&unit.text)) {
        return None;
    }
    let near = unit.block.saturating_sub(SIBLINGS)..(unit.block + SIBLINGS + 1).min(scene.document.blocks.len());
    let mut said = near
        .filter(|b| *b != unit.block && scene.document.blocks[*b].section == block.section)
        .flat_map(|b| scene.block(b))
        .filter(|u| u.money.is_empty() && u.has(Cue::Experience) && u.years.len() == 1 && is_labelled(&u.text))
        .map(|u| (u, &u.years[0]));
    said.next().filter(|_| said.next().is_none())
}

/// "Experience required: 0–2 years": a label and what it says.
pub(super) fn is_labelled(text: &str) -> bool {
    text.find(':').is_some_and(|at| text[..at].split_whitespace().count() <= 4)
}

fn first_year(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["under a year behind", "under a year of", "less than a year of", "in their first year"].iter().any(|w| lower.contains(w))
}

/// How the people are engaged that amount `at` is about, where it is not plain employment.
pub(super) fn employment(scene: &Scene<'_>, unit: &Unit, at: usize) -> Option<Said<Employment>> {
    let kind = |f: &Found| match f.term {
        Term::Cue(Cue::Contract) => Some(Employment::Contract),
        Term::Cue(Cue::Freelance) => Some(Employment::Freelance),
        _ => None,
    };
    let said = |unit: &Unit, found: &Found, how: How| kind(found).map(|e| Said::by(scene, e, how, unit, found.start..found.end));
    let is = |t: Term| matches!(t, Term::Cue(Cue::Contract | Cue::Freelance));
    let list =
        unit.money.len() > 1 && (unit.text.contains("respectively") || unit.money.windows(2).all(|w| is_list(&unit.text[w[0].range.end..w[1].range.start])));
    if let Some(found) = unit.found.iter().find(|f| list && is(f.term)) {
        return said(unit, found, How::Stated);
    }
    // What contractors get does not become the employee's: "staff get £60k, contractors £500 a day".
    let own = |f: &&Found| f.start < unit.money[at].range.start || at + 1 == unit.money.len() || unit.after(at).contains(&f.start);
    if let Some(found) = pick(unit, at, &is).filter(own) {
        return said(unit, found, How::Stated);
    }
    if unit.period_after[at] == Some(PayPeriod::Day) {
        return Some(Said::bare(Employment::Contract, How::Stated));
    }
    if let Some((header, found)) = table::column_mention(scene, unit, at, &is) {
        return said(header, &found, How::Header);
    }
    if permanent(unit) {
        return None;
    }
    for heading in scene.headings(unit).chain(scene.title()) {
        if let Some(found) = heading.found.iter().find(|f| is(f.term)) {
            let both = [" or ", " vs ", " vs. ", " versus ", " against "].iter().any(|w| heading.text.contains(w));
            return said(heading, found, How::Heading).filter(|_| !permanent(heading) && !both);
        }
    }
    // What the paragraph is about, up to where it speaks of employees. A year's pay is an employee's unless it says otherwise.
    if unit.period_after[at] == Some(PayPeriod::Year) {
        return None;
    }
    let earlier = scene.earlier(unit).take(2).take_while(|u| !permanent(u)).find_map(|u| u.found.iter().find(|f| is(f.term)).map(|f| (u, f)));
    earlier.and_then(|(u, f)| said(u, f, How::Carried))
}

fn permanent(unit: &Unit) -> bool {
    let lower = unit.text.to_lowercase();
    ["permanent", "permie", "employee", "salaried", "in-house", "full-time job"].iter().any(|w| lower.contains(w))
}
