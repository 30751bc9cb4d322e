//! How senior the people are that a figure is about: from words, never from years.

use super::pick::pick;
use super::said::Said;
use super::scene::{Scene, Unit};
use super::who::{FoundRole, is_role};
use super::{flat, table};
use crate::lexicon::{Cue, Found, Reading, Term};
use crate::pay::{How, Level};

fn level_of(found: &Found) -> Option<Level> {
    if let Term::Level(level) = found.term { Some(level) } else { None }
}

pub(super) fn is_level(term: Term) -> bool {
    matches!(term, Term::Level(_))
}

/// The level of amount `at`: of its sentence, its column, the words beside its role, the headings, the title.
pub(super) fn level(scene: &Scene<'_>, unit: &Unit, at: usize, role: Option<&FoundRole<'_>>) -> Option<Said<Level>> {
    if spans_levels(unit, at) {
        return None;
    }
    let said = |unit: &Unit, found: &Found, how: How| level_of(found).map(|level| Said::by(scene, level, how, unit, found.start..found.end));
    // "from $X at the lower end to $Y for seasoned people": the level is that of the upper end alone.
    let of_one_end = |f: &Found| f.start > unit.money[at].core.start && unit.money[at].is_range && unit.text[unit.money[at].core.clone()].contains(" end");
    if let Some(found) = pick(unit, at, &is_level).filter(|f| !of_one_end(f)) {
        return said(unit, found, How::Stated);
    }
    if let Some(found) = label(scene, unit, at) {
        return said(unit, &found, How::Stated);
    }
    if let Some((header, found)) = table::column_mention(scene, unit, at, &is_level) {
        return said(header, &found, How::Header);
    }
    if let Some(level) = flat::column(scene, unit, at).and_then(|c| c.level) {
        return Some(Said::bare(level, How::Header));
    }
    // Years of its own, or everybody meant: what stands above does not narrow it.
    if unit.has(Cue::Everyone) || unit.money.len() == 1 && !unit.years.is_empty() && role.is_some_and(|r| r.how == How::Stated) {
        return None;
    }
    // The level that stands with the role, where the role was carried over.
    if let Some(carried) = role.filter(|r| r.how == How::Carried || r.how == How::Heading)
        && let Some(source) = carried.unit.filter(|u| u.block != unit.block || u.start != unit.start)
        && let Some(found) = source.found.iter().filter(|f| is_level(f.term)).min_by_key(|f| f.start.abs_diff(carried.range.start))
    {
        return said(source, found, carried.how);
    }
    let own_role = role.is_some_and(|r| r.how == How::Stated);
    if !own_role && let Some(earlier) = scene.earlier(unit).next() {
        let mut levels = earlier.found.iter().filter(|f| is_level(f.term));
        if let (Some(found), None) = (levels.next(), levels.next()) {
            return said(earlier, found, How::Carried);
        }
    }
    for heading in scene.headings(unit) {
        let levels = levels_of(scene, heading, role);
        match levels.as_slice() {
            [] => {}
            // "Senior / Lead": of two names for one rung the first.
            [first, rest @ ..] => {
                let one = rest.iter().all(|f| heading.text.get(first.end..f.start).is_some_and(|gap| gap.len() <= 12 && gap.contains(['/', '&'])));
                return said(heading, first, How::Heading).filter(|_| one);
            }
        }
        // A heading that names another role is about that one.
        if own_role && heading.found.iter().any(|f| is_role(f.term)) {
            return None;
        }
    }
    let title = scene.title()?;
    // Of the title, the level that stands with the role: "Senior backend pay", not "accountants, from articles to CFO".
    let role = role.filter(|r| r.how == How::Document)?;
    let beside = |f: &Found| f.end + 12 >= role.range.start && f.start <= role.range.end + 12;
    let mut levels = title.found.iter().filter(|f| is_level(f.term) && beside(f));
    match (levels.next(), levels.next()) {
        (Some(found), None) => said(title, found, How::Document),
        _ => None,
    }
}

/// "Staff: 180–220k": a label that is a level and nothing else, where the word alone may mean something else in prose.
fn label(scene: &Scene<'_>, unit: &Unit, at: usize) -> Option<Found> {
    let before = unit.text.get(unit.before(at).start..unit.money[at].range.start)?.trim_end().strip_suffix(':')?;
    let (start, words) = (unit.before(at).start + before.len() - before.trim_start().len(), before.trim());
    let found = scene.lexicon.find(words, Reading::Label).into_iter().find(|f| is_level(f.term) && f.start == 0 && f.end == words.len())?;
    Some(Found { term: found.term, start: start + found.start, end: start + found.end })
}

/// "from junior up to senior": a range over levels is of none.
fn spans_levels(unit: &Unit, at: usize) -> bool {
    if !unit.money[at].is_range || unit.text[unit.end_of(at)..].contains("respectively") {
        return false;
    }
    let before = unit.before(at);
    let mut near: Vec<&Found> = unit.found.iter().filter(|f| is_level(f.term) && before.contains(&f.start)).collect();
    near.dedup_by_key(|f| f.term);
    near.len() == 2 && [" to ", " up to ", " through "].iter().any(|w| unit.text[near[0].end..near[1].start].contains(w))
}

/// The levels of a heading, but for those that are part of another role's name: "from articles to CFO" is no executive's
/// accountant.
fn levels_of<'u>(scene: &Scene<'_>, heading: &'u Unit, role: Option<&FoundRole<'_>>) -> Vec<&'u Found> {
    let own = |t: Term| matches!(t, Term::Role(at) if scene.lexicon.roles.get(at).map(|r| &r.id) == role.and_then(|r| r.role.id.as_ref()));
    let of_another = |f: &Found| heading.found.iter().any(|o| is_role(o.term) && !own(o.term) && o.start <= f.start && f.end <= o.end);
    let mut levels: Vec<&Found> = heading.found.iter().filter(|f| is_level(f.term) && !of_another(f)).collect();
    levels.dedup_by_key(|f| f.term);
    levels
}
