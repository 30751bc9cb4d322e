//! Who a figure comes from, and of when it is.

use super::named::{accorded, after_label, survey, written};
use super::scene::{Scene, Unit};
use crate::lexicon::{Found, Term};
use crate::pay::{Evidence, How, Slot};
use crate::text::{BlockKind, PartialDate, Span};

/// Among how many paragraphs a line stands that is little but the origin.
const OPENING: usize = 40;

/// Words that make a mention of an origin a statement about data.
const DATA: &[&str] = &[
    "according",
    "data",
    "report",
    "survey",
    "says",
    "say",
    "said",
    "estimate",
    "puts",
    "number",
    "figure",
    "statistic",
    "source",
    "gotten",
    "finds",
    "found",
    "show",
    "salary information",
    "ranks",
    "analysis",
];

/// The origin of amount `at`, with its evidence.
pub(super) fn source(scene: &Scene<'_>, unit: &Unit, at: usize) -> Option<(String, Evidence)> {
    let stated = |how: How, span: Option<Span>| Evidence { slot: Slot::Source, how, span };
    let start = unit.money[at].range.start;
    let sources: Vec<&Found> = unit.found.iter().filter(|f| matches!(f.term, Term::Source(_))).collect();
    // "X says …, while Y says …": the nearest before; one after it only where none is before.
    let near = sources.iter().rfind(|f| f.end <= start).or_else(|| sources.iter().find(|f| f.start >= start));
    if let Some(found) = near {
        return Some((name(scene, found)?, stated(How::Stated, Some(scene.raw(unit, found.start..found.end)))));
    }
    if let Some((name, range)) = listed(scene, &unit.text).or_else(|| written(&unit.text)) {
        return Some((name, stated(How::Stated, Some(scene.raw(unit, range)))));
    }
    if let Some((name, range)) = super::table::source(scene, unit) {
        return Some((name, stated(How::Header, Some(scene.raw(unit, range)))));
    }
    if let Some((name, span)) = super::table::header(scene, unit).and_then(|h| in_unit(scene, h)) {
        return Some((name, stated(How::Header, Some(span))));
    }
    for earlier in scene.earlier(unit) {
        if let Some((name, span)) = in_unit(scene, earlier) {
            return Some((name, stated(How::Carried, Some(span))));
        }
    }
    if matches!(scene.document.blocks[unit.block].kind, BlockKind::Row { .. } | BlockKind::Item) {
        let lead = scene.section_before(unit).filter(|b| !same_run(scene, unit.block, *b)).take(2);
        for block in lead {
            for earlier in scene.block(block).rev() {
                if let Some((name, span)) = in_unit(scene, earlier).filter(|_| says_data(&earlier.text) || opens_list(earlier)) {
                    return Some((name, stated(How::Carried, Some(span))));
                }
            }
        }
    }
    if let Some((name, span)) = named_below(scene, unit) {
        return Some((name, stated(How::Carried, Some(span))));
    }
    for heading in scene.headings(unit) {
        if let Some((name, span)) = in_unit(scene, heading) {
            return Some((name, stated(How::Heading, Some(span))));
        }
    }
    let (name, span) = scene.document_source()?;
    Some((name.clone(), stated(How::Document, *span)))
}

/// "Zippia gave the following for February:", "Indeed lists these as the best payers:".
fn opens_list(unit: &Unit) -> bool {
    unit.text.trim_end().ends_with(':') && unit.found.iter().any(|f| matches!(f.term, Term::Source(_)) && unit.text[..f.start].split_whitespace().count() <= 3)
}

/// "Source: …" below a table or list, in the same section.
fn named_below(scene: &Scene<'_>, unit: &Unit) -> Option<(String, Span)> {
    let section = scene.document.blocks[unit.block].section;
    let after = (unit.block + 1..scene.document.blocks.len())
        .take(40)
        .take_while(|b| scene.document.blocks[*b].section == section && !scene.document.blocks[*b].is_heading());
    let labelled = |b: &usize| {
        let text = scene.document.blocks[*b].shown.text().trim_start_matches(['*', '(', '_']);
        text.get(..6).is_some_and(|head| head.eq_ignore_ascii_case("source"))
    };
    after
        .filter(labelled)
        .filter_map(|b| scene.unit(b, 0))
        .find(|u| u.money.is_empty())
        .and_then(|u| first_in(scene, u).or_else(|| after_label(&u.text).map(|(name, range)| (name, scene.raw(u, range)))))
}

/// The first origin of a sentence.
fn first_in(scene: &Scene<'_>, unit: &Unit) -> Option<(String, Span)> {
    let found = unit.found.iter().find(|f| matches!(f.term, Term::Source(_)))?;
    Some((name(scene, found)?, scene.raw(unit, found.start..found.end)))
}

/// Whether a block is of the same table or list.
fn same_run(scene: &Scene<'_>, one: usize, other: usize) -> bool {
    match (&scene.document.blocks[one].kind, &scene.document.blocks[other].kind) {
        (BlockKind::Row { table: a, .. }, BlockKind::Row { table: b, .. }) => a == b,
        (BlockKind::Item, BlockKind::Item) => true,
        _ => false,
    }
}

fn in_unit(scene: &Scene<'_>, unit: &Unit) -> Option<(String, Span)> {
    let known = unit.found.iter().rfind(|f| matches!(f.term, Term::Source(_)));
    match known {
        Some(found) => Some((name(scene, found)?, scene.raw(unit, found.start..found.end))),
        None => {
            // Only sentences name an origin in so many words: a heading's "Career Guide" is the article itself.
            let prose = matches!(scene.document.blocks.get(unit.block).map(|b| &b.kind), Some(BlockKind::Paragraph | BlockKind::Item));
            let named = || if prose { written(&unit.text) } else { accorded(&unit.text) };
            listed(scene, &unit.text).or_else(named).map(|(name, range)| (name, scene.raw(unit, range)))
        }
    }
}

/// An origin that the article's own front matter lists, named in a text.
fn listed(scene: &Scene<'_>, text: &str) -> Option<(String, std::ops::Range<usize>)> {
    scene.document.source.origins.iter().filter(|o| o.name.len() > 3).find_map(|o| text.find(&o.name).map(|at| (o.name.clone(), at..at + o.name.len())))
}

fn name(scene: &Scene<'_>, found: &Found) -> Option<String> {
    if let Term::Source(at) = found.term { scene.lexicon.sources.get(usize::from(at)).map(|s| s.name.clone()) } else { None }
}

fn says_data(text: &str) -> bool {
    let lower = text.to_lowercase();
    DATA.iter().any(|w| lower.contains(w))
}

/// The origin that the document names for everything: in a last line or note about its data, or the only origin of a
/// document, named with its data in the first paragraph.
pub(super) fn of_document(scene: &Scene<'_>) -> Option<(String, Option<Span>)> {
    let blocks = scene.document.blocks.len();
    let note = (blocks.saturating_sub(3)..blocks).rev().flat_map(|b| scene.block(b).rev()).find_map(|unit| {
        let lower = unit.text.to_lowercase();
        let about = [
            "salary information",
            "salary data",
            "all salar",
            "pay data",
            "all figures",
            "all numbers",
            "all data",
            "figures from",
            "numbers from",
            "data from",
            "figures are from",
            "figures come from",
            "numbers come from",
            "data comes from",
            "data come from",
            "source:",
            "sources:",
        ]
        .iter()
        .any(|w| lower.contains(w));
        let used = unit.found.iter().find(|f| matches!(f.term, Term::Source(_)))?;
        (about && unit.money.is_empty()).then(|| Some((name(scene, used)?, Some(scene.raw(unit, used.start..used.end))))).flatten()
    });
    if note.is_some() {
        return note;
    }
    // A sentence about its data in the first paragraph, or a line that is little but the origin: "BLS OEWS, May 2025."
    let source = |u: &Unit| u.found.iter().any(|f| matches!(f.term, Term::Source(_)));
    let paragraphs = || (0..blocks).filter(|b| scene.document.blocks[*b].kind == BlockKind::Paragraph);
    let said = paragraphs().take(1).flat_map(|b| scene.block(b)).find(|u| source(u) && says_data(&u.text) || survey(&u.text).is_some());
    let line =
        |u: &&Unit| u.money.is_empty() && u.text.split_whitespace().count() <= 6 && u.found.iter().any(|f| matches!(f.term, Term::Source(_)) && f.start == 0);
    let opening = said.or_else(|| paragraphs().take(OPENING).flat_map(|b| scene.block(b)).find(line))?;
    let (named, span) = in_unit(scene, opening)?;
    let only = (0..blocks)
        .flat_map(|b| scene.block(b))
        .flat_map(|u| &u.found)
        .all(|f| !matches!(f.term, Term::Source(_)) || name(scene, f).as_deref() == Some(&named));
    only.then_some((named, Some(span)))
}

/// The date a figure is of: a year that its sentence names, else one of the headings or the title, else the article's own.
pub(super) fn as_of(scene: &Scene<'_>, unit: &Unit) -> Option<PartialDate> {
    let published = scene.document.source.published;
    // A year after the article's own is a forecast, not the date of what it reports.
    let newest = published.map_or(2_100, |d| d.year);
    let plausible = |y: u16| (1990..=newest).contains(&y);
    let corner = super::table::corner(scene, unit).and_then(|(header, range)| header.text.get(range));
    let texts = std::iter::once(unit.text.as_str()).chain(corner).chain(scene.headings(unit).chain(scene.title()).map(|u| u.text.as_str()));
    let stated = { texts }.find_map(|text| year_in(text).filter(|y| plausible(*y)));
    match (stated, published) {
        // The article's own date is finer than the year it names.
        (Some(year), Some(date)) if date.year == year => Some(date),
        (Some(year), _) => Some(PartialDate::year(year)),
        (None, date) => date,
    }
}

/// A year named as such: "in 2024", "2024 average", "(2023)"; the last.
fn year_in(text: &str) -> Option<u16> {
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(3)).rev().find_map(|at| {
        let word = text.get(at..at + 4)?;
        let year: u16 = word.parse().ok().filter(|y| (1990..2100).contains(y))?;
        let before = text[..at].chars().next_back();
        let after = text[at + 4..].chars().next();
        let apart = !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '₹' | ',' | '.' | '-' | '–'))
            && !after.is_some_and(|c| c.is_alphanumeric() || c == ',' && text[at + 5..].starts_with(|c: char| c.is_ascii_digit()));
        let word = text[..at].trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
        let elsewhen = matches!(word.as_str(), "until" | "by" | "since" | "till" | "opened" | "founded" | "before" | "after");
        let money = elsewhen || text[..at].trim_end().ends_with(['$', '€', '£', '₹']);
        (apart && !money).then_some(year)
    })
}
