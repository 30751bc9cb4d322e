//! Whose pay it is: role, level, experience, employment.

use super::level::{is_level, level};
use super::pick::pick;
use super::said::Said;
use super::scene::{Scene, Unit};
use super::tenure::{employment, experience, is_labelled};
use super::{table, written};
use crate::lexicon::{Cue, Found, Term};
use crate::pay::{Employment, Evidence, How, Level, RoleRef, Slot, Years};
use crate::text::BlockKind;

/// Whose pay a figure is.
#[derive(Default)]
pub(super) struct Who {
    pub role: Option<RoleRef>,
    pub level: Option<Level>,
    pub experience: Option<Years>,
    pub employment: Option<Employment>,
    pub evidence: Vec<Evidence>,
}

/// A role with where it was found, so that the level beside it goes with it.
pub(super) struct FoundRole<'a> {
    pub role: RoleRef,
    pub how: How,
    pub unit: Option<&'a Unit>,
    pub range: std::ops::Range<usize>,
}

pub(super) fn who(scene: &Scene<'_>, unit: &Unit, at: usize) -> Who {
    let mut who = Who::default();
    let label = scene.headings(unit).next().filter(|h| h.has(Cue::AllWorkers) && unit.text.split_whitespace().count() <= 4);
    if of_all_workers(unit, at) || label.is_some() {
        return who;
    }
    let role = role(scene, unit, at);
    let level = level(scene, unit, at, role.as_ref());
    let years = experience(scene, unit, at, role.as_ref());
    if let Some(found) = role {
        let said = match found.unit {
            Some(unit) => Said::by(scene, (), found.how, unit, found.range.clone()),
            None => Said::bare((), found.how),
        };
        who.evidence.push(said.evidence(Slot::Role));
        who.role = Some(found.role);
    }
    who.evidence.extend(level.map(|l| l.evidence(Slot::Level)));
    who.level = level.map(|l| l.value);
    who.evidence.extend(years.map(|y| y.evidence(Slot::Experience)));
    who.experience = years.map(|y| y.value);
    let employment = employment(scene, unit, at);
    who.evidence.extend(employment.map(|e| e.evidence(Slot::Employment)));
    who.employment = employment.map(|e| e.value);
    who
}

/// "The national minimum wage is £11.44 an hour" is nobody's in particular.
fn of_all_workers(unit: &Unit, at: usize) -> bool {
    let (before, after) = (unit.before(at), unit.after(at));
    let near = |f: &Found| {
        before.contains(&f.start) || unit.money.len() == 1 || after.contains(&f.start) && unit.text[after.start..f.start].split_whitespace().count() <= 4
    };
    let own_role = unit.found.iter().any(|f| is_role(f.term) && before.contains(&f.start));
    unit.cues(Cue::AllWorkers).any(near) && !own_role
}

pub(super) fn is_role(term: Term) -> bool {
    matches!(term, Term::Role(_))
}

fn role<'a>(scene: &'a Scene<'_>, unit: &'a Unit, at: usize) -> Option<FoundRole<'a>> {
    if let Some((role, source, range)) = table::role(scene, unit, at) {
        return Some(FoundRole { role, how: How::Header, unit: Some(source), range });
    }
    if let Some(found) = short_before(scene, unit, at) {
        return Some(named(scene, unit, &found, How::Stated));
    }
    let strong = |t: Term| {
        is_role(t)
            && !unit
                .found
                .iter()
                .any(|f| f.term == t && written::is_field(unit, f) && unit.found.iter().any(|o| is_role(o.term) && !written::is_field(unit, o)))
    };
    if let Some(found) = pick(unit, at, &strong) {
        let word = &unit.text[found.start..found.end];
        let whole = (!word.contains([' ', '-'])).then(|| whole_name(scene, word)).flatten();
        let found = named(scene, unit, found, How::Stated);
        return Some(match whole {
            Some(role) => FoundRole { role, ..found },
            None => found,
        });
    }
    if let Some((role, range)) = written::stated(unit, at) {
        return Some(FoundRole { role, how: How::Stated, unit: Some(unit), range });
    }
    for earlier in scene.earlier(unit) {
        if let Some(found) = last(earlier) {
            return Some(named(scene, earlier, found, How::Carried));
        }
    }
    let title = scene.title().and_then(last);
    for heading in scene.headings(unit) {
        let is_title = scene.document.blocks[heading.block].section.is_none()
            && scene.document.source.title.as_deref().is_some_and(|t| t == crate::text::fold_space(&heading.text));
        if let Some(found) = last(heading).filter(|_| !is_title) {
            return Some(named(scene, heading, found, How::Heading));
        }
        if let Some((role, range)) = written::heading(heading).filter(|_| !is_title && title.is_none()) {
            return Some(FoundRole { role, how: How::Heading, unit: Some(heading), range });
        }
    }
    let lists = matches!(scene.document.blocks[unit.block].kind, BlockKind::Row { .. } | BlockKind::Item) || is_labelled(&unit.text);
    // The lines that stand as headings before it, up to a real heading: "Senior React developer, 5 years", "Range:".
    let above = (unit.block.saturating_sub(60)..unit.block)
        .rev()
        .take_while(|b| !matches!(scene.document.blocks[*b].kind, BlockKind::Heading(1..=6)))
        .filter(|b| scene.document.blocks[*b].is_heading())
        .take(6);
    let above = above.filter_map(|b| scene.unit(b, 0)).find_map(|u| last(u).map(|f| (u, f)));
    if let Some((u, found)) = above.filter(|(u, _)| lists && Some(crate::text::fold_space(&u.text)) != scene.document.source.title) {
        return Some(named(scene, u, found, How::Carried));
    }
    let row = matches!(scene.document.blocks[unit.block].kind, BlockKind::Row { .. });
    let of_table = |b: &usize| row && matches!(scene.document.blocks[*b].kind, BlockKind::Row { .. });
    let lead = scene
        .section_before(unit)
        .filter(|b| !of_table(b))
        .take(4)
        .flat_map(|b| scene.block(b).rev())
        .find_map(|u| last(u).filter(|f| !written::is_field(u, f)).map(|f| (u, f)));
    if let Some((u, found)) = lead.filter(|_| lists || title.is_none()) {
        return Some(named(scene, u, found, How::Carried));
    }
    if let (Some(unit), Some(found)) = (scene.title(), title) {
        return Some(named(scene, unit, found, How::Document));
    }
    main_role(scene).or_else(|| plain(scene, unit))
}

/// "Developers" and "engineers" alone, where nothing says of what.
fn plain<'a>(scene: &'a Scene<'_>, unit: &'a Unit) -> Option<FoundRole<'a>> {
    let own = std::iter::once((unit, How::Stated)).chain(scene.earlier(unit).map(|u| (u, How::Carried)));
    let units = own.chain(scene.headings(unit).map(|u| (u, How::Heading))).chain(scene.title().map(|u| (u, How::Document)));
    units.into_iter().find_map(|(u, how)| {
        let word = crate::lexicon::words(&u.text).into_iter().find(|w| matches!(w.key.as_ref(), "developer" | "programmer" | "dev" | "coder"))?;
        let role = scene.lexicon.roles.by_id("software-engineer")?;
        Some(FoundRole { role: RoleRef { id: Some(role.id.clone()), name: "Developer".to_owned() }, how, unit: Some(u), range: word.range })
    })
}

/// The role of the title that a word alone stands for: "therapists" in an article about speech and language therapists.
fn whole_name(scene: &Scene<'_>, word: &str) -> Option<RoleRef> {
    let unit = scene.title()?;
    let found = last(unit)?;
    let written = &unit.text[found.start..found.end];
    let last_word = crate::lexicon::words(written).pop()?.key.into_owned();
    (written.contains(' ') && last_word == crate::lexicon::key(word)).then(|| named(scene, unit, found, How::Document).role)
}

fn named<'a>(scene: &Scene<'_>, unit: &'a Unit, found: &Found, how: How) -> FoundRole<'a> {
    let role = match found.term {
        Term::Role(at) => {
            scene.lexicon.roles.get(at).map(|r| RoleRef { id: Some(r.id.clone()), name: written::display(r, &unit.text[found.start..found.end]) })
        }
        _ => None,
    };
    let mut role = role.unwrap_or_else(|| RoleRef { id: None, name: unit.text[found.start..found.end].to_owned() });
    // A label that is a title is the whole title: "MIG Welder, 2nd shift".
    let before = unit.text[..found.start].trim_end();
    let label = matches!(scene.document.blocks.get(unit.block).map(|b| &b.kind), Some(BlockKind::Heading(_)));
    let whole = before.split_whitespace().count() <= 2
        && !before.is_empty()
        && before.split_whitespace().all(|w| w.starts_with(char::is_uppercase) && w.chars().all(char::is_alphabetic))
        && !unit.found.iter().any(|f| f.start < before.len() && !is_role(f.term));
    if label && whole {
        role.name = written::singular(&unit.text[..found.end]);
        return FoundRole { role, how, unit: Some(unit), range: found.start..found.end };
    }
    // A rank that is part of the title as written.
    if let Some(rank) = ["Associate", "Assistant", "Deputy"]
        .iter()
        .find(|r| before.len() >= r.len() && before.is_char_boundary(before.len() - r.len()) && before[before.len() - r.len()..].eq_ignore_ascii_case(r))
    {
        let mut rest = role.name.chars();
        let lower = if role.name.chars().nth(1).is_some_and(char::is_uppercase) {
            role.name.clone()
        } else {
            rest.next().map(|c| c.to_lowercase().chain(rest).collect()).unwrap_or_default()
        };
        role.name = format!("{rank} {lower}");
    }
    FoundRole { role, how, unit: Some(unit), range: found.start..found.end }
}

/// An abbreviation right before the amount can only be whose it is: "Android $131,571, iOS $121,117".
fn short_before(scene: &Scene<'_>, unit: &Unit, at: usize) -> Option<Found> {
    let before = unit.before(at);
    let text = unit.text.get(before.clone())?;
    let found = scene.lexicon.find(text, crate::lexicon::Reading::Label).into_iter().rfind(|f| is_role(f.term))?;
    let gap = text[found.end..].trim();
    // "Lead ~ $6.5k" is a level, "DE ~ €69k" a country.
    let written = &text[found.start..found.end];
    let other = scene.lexicon.find(written, crate::lexicon::Reading::Label).iter().any(|f| is_level(f.term) || matches!(f.term, Term::Place(_)))
        || scene.lexicon.places.by_code(&written.to_lowercase()).is_some()
        || written.eq_ignore_ascii_case("lead");
    if other {
        return None;
    }
    let known = unit.found.iter().any(|f| is_role(f.term) && f.start <= before.start + found.start && before.start + found.end <= f.end);
    (!known
        && matches!(gap, "" | ":" | "-" | "–" | "at" | "|")
        && text[..found.start].trim_end().ends_with([',', ':', ';', '.']) | text[..found.start].trim().is_empty())
    .then_some(Found { term: found.term, start: before.start + found.start, end: before.start + found.end })
}

/// The last role of a unit; a field ("data engineering") only where no role is named.
fn last(unit: &Unit) -> Option<&Found> {
    let roles = || unit.found.iter().filter(|f| is_role(f.term));
    roles().rfind(|f| !written::is_field(unit, f)).or_else(|| roles().next_back())
}

/// The role that a document without a telling title speaks of most, where it is more than half of all mentions.
fn main_role<'a>(scene: &'a Scene<'_>) -> Option<FoundRole<'a>> {
    let mut counts: Vec<(u16, usize)> = Vec::new();
    let mut total = 0;
    for block in 0..scene.document.blocks.len().min(60) {
        for unit in scene.block(block) {
            for found in &unit.found {
                if let Term::Role(at) = found.term {
                    total += 1;
                    match counts.iter_mut().find(|c| c.0 == at) {
                        Some(count) => count.1 += 1,
                        None => counts.push((at, 1)),
                    }
                }
            }
        }
    }
    let (at, n) = counts.into_iter().max_by_key(|c| c.1)?;
    let role = scene.lexicon.roles.get(at).filter(|_| n * 2 > total && n >= 3)?;
    Some(FoundRole { role: RoleRef { id: Some(role.id.clone()), name: role.name.clone() }, how: How::Document, unit: None, range: 0..0 })
}
