//! Whose pay it is: role, level, experience, employment.

use super::pick::pick;
use super::scene::{Scene, Unit};
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
struct FoundRole<'a> {
    role: RoleRef,
    how: How,
    unit: Option<&'a Unit>,
    range: std::ops::Range<usize>,
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
        let span = found.unit.filter(|u| u.block != usize::MAX).map(|u| scene.raw(u, found.range.clone()));
        who.evidence.push(Evidence { slot: Slot::Role, how: found.how, span });
        who.role = Some(found.role);
    }
    if let Some((level, how)) = level {
        who.evidence.push(Evidence { slot: Slot::Level, how, span: None });
        who.level = Some(level);
    }
    if let Some((years, how)) = years {
        who.evidence.push(Evidence { slot: Slot::Experience, how, span: None });
        who.experience = Some(years);
    }
    if let Some((employment, how)) = employment(scene, unit, at) {
        who.evidence.push(Evidence { slot: Slot::Employment, how, span: None });
        who.employment = Some(employment);
    }
    who
}

/// "The national minimum wage is £11.44 an hour" is nobody's in particular.
fn of_all_workers(unit: &Unit, at: usize) -> bool {
    let (before, after) = (unit.before(at), unit.after(at));
    let near = |f: &Found| before.contains(&f.start) || unit.money.len() == 1 || after.contains(&f.start) && unit.text[after.start..f.start].split_whitespace().count() <= 4;
    let own_role = unit.found.iter().any(|f| is_role(f.term) && before.contains(&f.start));
    unit.cues(Cue::AllWorkers).any(near) && !own_role
}

fn is_role(term: Term) -> bool {
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
    let lead = scene.section_before(unit).filter(|b| !of_table(b)).take(4).flat_map(|b| scene.block(b).rev()).find_map(|u| last(u).filter(|f| !written::is_field(u, f)).map(|f| (u, f)));
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
        Term::Role(at) => scene.lexicon.roles.get(at).map(|r| RoleRef { id: Some(r.id.clone()), name: written::display(r, &unit.text[found.start..found.end]) }),
        _ => None,
    };
    let mut role = role.unwrap_or_else(|| RoleRef { id: None, name: unit.text[found.start..found.end].to_owned() });
    // A rank that is part of the title as written.
    let before = unit.text[..found.start].trim_end();
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

fn level_of(found: &Found) -> Option<Level> {
    if let Term::Level(level) = found.term { Some(level) } else { None }
}

fn is_level(term: Term) -> bool {
    matches!(term, Term::Level(_))
}

fn level(scene: &Scene<'_>, unit: &Unit, at: usize, role: Option<&FoundRole<'_>>) -> Option<(Level, How)> {
    // "from $X at the lower end to $Y for seasoned people": the level is that of the upper end alone.
    let of_one_end = |f: &Found| f.start > unit.money[at].core.start && unit.money[at].is_range && unit.text[unit.money[at].core.clone()].contains(" end");
    // "from junior up to senior": a range over levels is of none.
    let before = unit.before(at);
    let spans = unit.money[at].is_range && !unit.text[unit.end_of(at)..].contains("respectively") && {
        let mut near: Vec<&Found> = unit.found.iter().filter(|f| is_level(f.term) && before.contains(&f.start)).collect();
        near.dedup_by_key(|f| f.term);
        near.len() == 2 && [" to ", " up to ", " through "].iter().any(|w| unit.text[near[0].end..near[1].start].contains(w))
    };
    if spans {
        return None;
    }
    if let Some(found) = pick(unit, at, &is_level).filter(|f| !of_one_end(f)) {
        return level_of(found).map(|l| (l, How::Stated));
    }
    if let Some((_, found)) = table::column_mention(scene, unit, at, &is_level) {
        return level_of(&found).map(|l| (l, How::Header));
    }
    if let Some(level) = super::flat::column(scene, unit, at).and_then(|c| c.level) {
        return Some((level, How::Header));
    }
    // Years of its own, or everybody meant: what stands above does not narrow it.
    if unit.has(Cue::Everyone) || unit.money.len() == 1 && !unit.years.is_empty() && role.is_some_and(|r| r.how == How::Stated) {
        return None;
    }
    // The level that stands with the role, where the role was carried over.
    if let Some(found) = role.filter(|r| r.how == How::Carried || r.how == How::Heading)
        && let Some(source) = found.unit.filter(|u| u.block != unit.block || u.start != unit.start)
    {
        let beside = source.found.iter().filter(|f| is_level(f.term)).min_by_key(|f| f.start.abs_diff(found.range.start));
        if let Some(level) = beside.and_then(level_of) {
            return Some((level, found.how));
        }
    }
    let own_role = role.is_some_and(|r| r.how == How::Stated);
    if !own_role {
        for earlier in scene.earlier(unit).take(1) {
            let mut levels = earlier.found.iter().filter_map(level_of);
            if let (Some(level), None) = (levels.next(), levels.next()) {
                return Some((level, How::Carried));
            }
        }
    }
    for heading in scene.headings(unit) {
        // "From articles to CFO" is no executive's accountant: the level is another role's.
        let of_another = |f: &Found| {
            let own = |t: Term| matches!(t, Term::Role(at) if scene.lexicon.roles.get(at).map(|r| &r.id) == role.and_then(|r| r.role.id.as_ref()));
            heading.found.iter().any(|o| is_role(o.term) && !own(o.term) && o.start <= f.start && f.end <= o.end)
        };
        let mut levels: Vec<&Found> = heading.found.iter().filter(|f| is_level(f.term) && !of_another(f)).collect();
        levels.dedup_by_key(|f| f.term);
        match levels.as_slice() {
            [] => {}
            // "Senior / Lead": of two names for one rung the first.
            [first, rest @ ..] => {
                let one = rest.iter().all(|f| heading.text.get(first.end..f.start).is_some_and(|gap| gap.len() <= 12 && gap.contains(['/', '&'])));
                return level_of(first).filter(|_| one).map(|l| (l, How::Heading));
            }
        }
        // A heading that names another role is about that one.
        if own_role && heading.found.iter().any(|f| is_role(f.term)) {
            return None;
        }
    }
    let title = scene.title()?;
    let from_title = role.is_some_and(|r| r.how == How::Document);
    // Of the title, the level that stands with the role: "Senior backend pay", not "accountants, from articles to CFO".
    let beside = |f: &Found| role.is_some_and(|r| f.end + 12 >= r.range.start && f.start <= r.range.end + 12);
    let mut levels = title.found.iter().filter(|f| is_level(f.term) && beside(f)).filter_map(level_of);
    match (levels.next(), levels.next()) {
        (Some(level), None) if from_title => Some((level, How::Document)),
        _ => None,
    }
}

fn experience(scene: &Scene<'_>, unit: &Unit, at: usize, role: Option<&FoundRole<'_>>) -> Option<(Years, How)> {
    if let Some(years) = table::experience(scene, unit, at) {
        return Some((years, How::Header));
    }
    let (start, end) = (unit.money[at].range.start, unit.end_of(at));
    let window = unit.before(at);
    let row = matches!(scene.document.blocks[unit.block].kind, BlockKind::Row { .. });
    let near = unit.years.iter().rfind(|y| window.contains(&y.range.start)).or_else(|| {
        unit.years.iter().find(|y| y.range.start >= end && (y.range.start < unit.after(at).end || unit.money.len() == 1 || at + 1 == unit.money.len()))
    });
    // "Beginners with 0 to 2 years start at €48,500, while seniors can expect €70,000": the years are the first one's.
    let crossed = |y: &crate::mention::YearsMention| at > 0 && y.range.end <= unit.money[at - 1].range.start && unit.text[unit.end_of(at - 1)..start].contains([',', ';']);
    let near = near.or_else(|| if row || unit.years.len() == 1 && !crossed(&unit.years[0]) { unit.years.iter().rfind(|y| y.range.end <= start) } else { None });
    if let Some(found) = near {
        return Some((found.years, How::Stated));
    }
    if first_year(&unit.text) {
        return Some((Years(0.0, Some(1.0)), How::Stated));
    }
    if unit.has(Cue::Everyone) {
        return None;
    }
    // A sibling item of the same list or section: "Experience required: 0–2 years".
    let section = scene.document.blocks[unit.block].section;
    let item = matches!(scene.document.blocks[unit.block].kind, BlockKind::Item);
    if item || scene.document.blocks[unit.block].kind == BlockKind::Paragraph && is_labelled(&unit.text) {
        let near = unit.block.saturating_sub(4)..(unit.block + 5).min(scene.document.blocks.len());
        let siblings = near.filter(|b| *b != unit.block && scene.document.blocks[*b].section == section);
        let mut said = siblings
            .flat_map(|b| scene.block(b))
            .filter(|u| u.money.is_empty() && u.has(Cue::Experience) && u.years.len() == 1 && is_labelled(&u.text))
            .map(|u| u.years[0].years);
        if let (Some(years), None) = (said.next(), said.next()) {
            return Some((years, How::Carried));
        }
    }
    for heading in scene.headings(unit) {
        if let [only] = heading.years.as_slice() {
            return Some((only.years, How::Heading));
        }
    }
    if let Some([only]) = role.filter(|r| r.how == How::Carried).and_then(|r| r.unit).filter(|u| u.block != unit.block).map(|u| u.years.as_slice()) {
        return Some((only.years, How::Carried));
    }
    let earlier = scene.earlier(unit).next().filter(|u| u.money.is_empty() && !unit.found.iter().any(|f| is_role(f.term) || is_level(f.term)));
    match earlier.map(|u| u.years.as_slice()) {
        Some([only]) => Some((only.years, How::Carried)),
        _ => None,
    }
}

/// "Experience required: 0–2 years": a label and what it says.
fn is_labelled(text: &str) -> bool {
    text.find(':').is_some_and(|at| text[..at].split_whitespace().count() <= 4)
}

fn first_year(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["under a year behind", "under a year of", "less than a year of", "in their first year"].iter().any(|w| lower.contains(w))
}

fn employment(scene: &Scene<'_>, unit: &Unit, at: usize) -> Option<(Employment, How)> {
    let kind = |f: &Found| match f.term {
        Term::Cue(Cue::Contract) => Some(Employment::Contract),
        Term::Cue(Cue::Freelance) => Some(Employment::Freelance),
        _ => None,
    };
    let start = unit.money[at].range.start;
    let is = |t: Term| matches!(t, Term::Cue(Cue::Contract | Cue::Freelance));
    let list = unit.money.len() > 1 && (unit.text.contains("respectively") || unit.money.windows(2).all(|w| super::pick::is_list(&unit.text[w[0].range.end..w[1].range.start])));
    if let Some(found) = unit.found.iter().find(|f| list && is(f.term)) {
        return kind(found).map(|e| (e, How::Stated));
    }
    if let Some(found) = pick(unit, at, &is) {
        // What contractors get does not become the employee's: "staff get £60k, contractors £500 a day".
        if found.start < start || unit.money.len() == 1 || at + 1 == unit.money.len() || unit.after(at).contains(&found.start) {
            return kind(found).map(|e| (e, How::Stated));
        }
    }
    if unit.period_after[at] == Some(crate::pay::PayPeriod::Day) {
        return Some((Employment::Contract, How::Stated));
    }
    let header = table::column_mention(scene, unit, at, &is);
    if let Some(employment) = header.and_then(|(_, f)| kind(&f)) {
        return Some((employment, How::Header));
    }
    let permanent = |u: &Unit| {
        let lower = u.text.to_lowercase();
        ["permanent", "permie", "employee", "salaried", "in-house", "full-time job"].iter().any(|w| lower.contains(w))
    };
    if permanent(unit) {
        return None;
    }
    for heading in scene.headings(unit).chain(scene.title()) {
        if let Some(employment) = heading.found.iter().find_map(kind) {
            let both = [" or ", " vs ", " vs. ", " versus "].iter().any(|w| heading.text.contains(w));
            return Some((employment, How::Heading)).filter(|_| !permanent(heading) && !both);
        }
    }
    // What the paragraph is about, where it names no salary of employees beside it.
    scene.earlier(unit).take(2).find_map(|u| u.found.iter().find_map(kind).filter(|_| !u.text.to_lowercase().contains("permanent"))).map(|e| (e, How::Carried))
}
