//! Where the pay is paid.

use super::pick::pick;
use super::scene::{Scene, Unit};
use super::{table, written};
use crate::lexicon::{Cue, Found, PlaceKind, Term};
use crate::mention::CurrencyHint;
use crate::pay::{Evidence, How, Slot};
use crate::text::BlockKind;

/// A place of a figure.
pub(super) struct Placed {
    /// As the article has it.
    pub name: String,
    /// Its id in the lexicon.
    pub id: Option<String>,
    /// By which words.
    pub evidence: Evidence,
}

fn is_place(term: Term) -> bool {
    matches!(term, Term::Place(_) | Term::Demonym(_))
}

/// The place of amount `at`: of its sentence, its row, the sentences before it in the paragraph, the headings, the title.
pub(super) fn place(scene: &Scene<'_>, unit: &Unit, at: usize) -> Option<Placed> {
    if let Some(found) = pick(unit, at, &is_place) {
        let inner = (unit.money.len() == 1).then(|| inside(scene, unit, found)).flatten().unwrap_or(found);
        if leaves(unit, inner) {
            return Some(left(scene, unit, inner, How::Stated));
        }
        if !foreign(scene, unit, at, inner) {
            return resolve(scene, unit, inner, How::Stated);
        }
    }
    if let Some((header, found)) = table::column_mention(scene, unit, at, &is_place).or_else(|| table::corner_mention(scene, unit, &is_place)) {
        return if leaves(header, &found) { Some(left(scene, header, &found, How::Header)) } else { resolve(scene, header, &found, How::Header) };
    }
    if unit.has(Cue::Elsewhere) {
        return None;
    }
    let one = |u: &Unit| last(u).copied();
    for earlier in scene.earlier(unit) {
        if let Some(found) = one(earlier) {
            return resolve(scene, earlier, &found, How::Carried);
        }
    }
    for heading in scene.headings(unit) {
        if let Some(found) = one(heading) {
            return resolve(scene, heading, &found, How::Heading);
        }
    }
    // A table or list goes with the paragraph that leads into it.
    if matches!(scene.document.blocks[unit.block].kind, BlockKind::Row { .. } | BlockKind::Item) {
        let lead = scene.section_before(unit).find(|b| matches!(scene.document.blocks[*b].kind, BlockKind::Paragraph));
        if let Some((lead, found)) = lead.and_then(|b| scene.block(b).next_back()).and_then(|u| single(scene, u).map(|f| (u, f))) {
            return resolve(scene, lead, &found, How::Carried);
        }
    }
    let place = scene.document_place()?;
    Some(Placed { name: place.name.clone(), id: Some(place.id.clone()), evidence: Evidence { slot: Slot::Place, how: How::Document, span: None } })
}

/// Of two places around one amount, the one inside the other: "**Toronto**: the highest Canadian salaries".
fn inside<'u>(scene: &Scene<'_>, unit: &'u Unit, outer: &Found) -> Option<&'u Found> {
    let places = &scene.lexicon.places;
    let whole = places.get(choose(scene, unit, outer)?)?;
    unit.found
        .iter()
        .filter(|f| is_place(f.term) && f.end <= unit.money[0].range.start)
        .find(|f| choose(scene, unit, f).and_then(|p| places.get(p)).is_some_and(|p| p.id != whole.id && places.contains(&whole.id, &p.id)))
}

/// "Outside London", as it is written; no place of the lexicon is all but another one.
fn left(scene: &Scene<'_>, unit: &Unit, found: &Found, how: How) -> Placed {
    let cue = unit.cues(Cue::Elsewhere).rfind(|f| f.end <= found.start);
    let start = cue.map_or(found.start, |f| f.start);
    let span = Some(scene.raw(unit, start..found.end));
    Placed { name: written::sentence_case(&unit.text[start..found.end]), id: None, evidence: Evidence { slot: Slot::Place, how, span } }
}

/// Whether an amount is in the currency of the country that the document is about and not of the one beside it: "after a
/// British university he is on Dh13,500".
fn foreign(scene: &Scene<'_>, unit: &Unit, at: usize, found: &Found) -> bool {
    let places = &scene.lexicon.places;
    let currency_of = |place: &crate::lexicon::Place| places.country(place).and_then(|c| c.currency);
    let CurrencyHint::One(currency) = &unit.money[at].currency else { return false };
    let there = choose(scene, unit, found).and_then(|p| places.get(p)).and_then(currency_of);
    let here = scene.document_place().and_then(currency_of);
    matches!(found.term, Term::Demonym(_)) && here == Some(*currency) && there != here
}

/// "Outside London": a place that is named only to leave it.
fn leaves(unit: &Unit, found: &Found) -> bool {
    unit.cues(Cue::Elsewhere).any(|f| f.end <= found.start && unit.text[f.end..found.start].trim().is_empty())
}

fn last(unit: &Unit) -> Option<&Found> {
    unit.found.iter().rfind(|f| is_place(f.term))
}

/// The only place of a sentence, where all that it names are one.
fn single(scene: &Scene<'_>, unit: &Unit) -> Option<Found> {
    let mut places = unit.found.iter().filter(|f| is_place(f.term));
    let first = places.next()?;
    let id = |f: &Found| choose(scene, unit, f);
    places.all(|f| id(f) == id(first) || f.start == first.start).then_some(*first)
}

fn resolve(scene: &Scene<'_>, unit: &Unit, found: &Found, how: How) -> Option<Placed> {
    let at = choose(scene, unit, found)?;
    let place = scene.lexicon.places.get(at)?;
    let name = match found.term {
        Term::Demonym(_) => place.name.clone(),
        _ => with_state(unit, found),
    };
    let span = if unit.block == usize::MAX { None } else { Some(scene.raw(unit, found.start..found.end)) };
    Some(Placed { name, id: Some(place.id.clone()), evidence: Evidence { slot: Slot::Place, how, span } })
}

/// "Portland, OR": the city with its state.
fn with_state(unit: &Unit, found: &Found) -> String {
    let next = unit.found.iter().find(|f| is_place(f.term) && f.start > found.start && unit.text.get(found.end..f.start).is_some_and(|gap| gap == ", "));
    let end = next.filter(|f| f.end - f.start == 2).map_or(found.end, |f| f.end);
    unit.text[found.start..end].to_owned()
}

/// Of several places with one name: the one in another place of the sentence, or of the document; else the greatest.
fn choose(scene: &Scene<'_>, unit: &Unit, found: &Found) -> Option<u16> {
    let places = &scene.lexicon.places;
    let same: Vec<u16> = unit
        .found
        .iter()
        .filter(|f| f.start == found.start && f.end == found.end)
        .filter_map(|f| if let Term::Place(p) | Term::Demonym(p) = f.term { Some(p) } else { None })
        .collect();
    let mut around: Vec<u16> =
        unit.found.iter().filter(|f| f.start != found.start).filter_map(|f| if let Term::Place(p) = f.term { Some(p) } else { None }).collect();
    // The document's own place is asked only while it is known: reading it must not ask for itself.
    if unit.block != usize::MAX && same.len() > 1 {
        around.extend(scene.document_place().and_then(|d| places.iter().position(|p| p.id == d.id)).and_then(|n| u16::try_from(n).ok()));
    }
    let inside = |p: &u16| {
        let Some(place) = places.get(*p) else { return false };
        around.iter().filter_map(|a| places.get(*a)).any(|a| a.id != place.id && places.contains(&a.id, &place.id))
    };
    same.iter().copied().find(inside).or_else(|| same.iter().copied().max_by_key(|p| places.get(*p).map_or(0, rank)))
}

/// Of two places with one name the greater is meant.
fn rank(place: &crate::lexicon::Place) -> u32 {
    let kind = match place.kind {
        PlaceKind::Country => 400_000,
        PlaceKind::Region => 300_000,
        PlaceKind::State | PlaceKind::Metro => 100_000,
        PlaceKind::City | PlaceKind::Remote => 0,
    };
    kind + place.pop.unwrap_or(0)
}

/// The place that the whole document is about: the only one of its title, else the only country of its first paragraph.
pub(super) fn of_document(scene: &Scene<'_>) -> Option<u16> {
    // "Dublin, Ireland": of places within each other the smallest.
    let pick_one = |unit: &Unit| -> Option<u16> {
        let places = &scene.lexicon.places;
        let all: Vec<u16> = unit.found.iter().filter(|f| is_place(f.term)).filter_map(|f| choose_plain(scene, unit, f)).collect();
        let within = |outer: u16, inner: u16| places.get(outer).zip(places.get(inner)).is_some_and(|(o, i)| places.contains(&o.id, &i.id));
        all.iter().copied().find(|inner| all.iter().all(|outer| within(*outer, *inner)))
    };
    if let Some(place) = scene.title().and_then(pick_one) {
        return Some(place);
    }
    opening(scene).or_else(|| of_headings(scene))
}

/// The only country that any heading names, where the document's amounts are in its currency.
fn of_headings(scene: &Scene<'_>) -> Option<u16> {
    let places = &scene.lexicon.places;
    let named = |f: &Found| match f.term {
        Term::Place(p) | Term::Demonym(p) => places.get(p).and_then(|p| places.country(p)).map(|c| c.id.as_str()),
        _ => None,
    };
    let headings = (0..scene.document.blocks.len()).filter(|b| scene.document.blocks[*b].is_heading()).take(200);
    let mut countries = headings.flat_map(|b| scene.block(b)).flat_map(|u| &u.found).filter_map(named);
    let first = countries.next()?;
    let country = places.by_id(first).filter(|c| c.currency.is_some() && c.currency == scene.main_currency())?;
    let at = places.iter().position(|p| p.id == country.id)?;
    countries.all(|c| c == first).then(|| u16::try_from(at).ok()).flatten()
}

fn opening(scene: &Scene<'_>) -> Option<u16> {
    let first = scene.document.blocks.iter().position(|b| matches!(b.kind, BlockKind::Paragraph | BlockKind::Item))?;
    let country = |p: u16| scene.lexicon.places.get(p).filter(|p| matches!(p.kind, PlaceKind::Country | PlaceKind::Region | PlaceKind::State)).map(|_| p);
    let mut named = scene.block(first).take(2).flat_map(|u| u.found.iter().filter(|f| is_place(f.term)).filter_map(move |f| choose_plain(scene, u, f)));
    let one = named.next().and_then(country)?;
    let early = scene.document.headings(first).count() <= 3;
    (early && named.all(|p| p == one) && no_other_country(scene, one, first)).then_some(one)
}

/// Whether the first headings name no other country.
fn no_other_country(scene: &Scene<'_>, one: u16, first: usize) -> bool {
    let places = &scene.lexicon.places;
    let country = |p: u16| places.get(p).and_then(|p| places.country(p)).map(|c| c.id.as_str());
    let want = country(one);
    (first..scene.document.blocks.len()).filter(|b| scene.document.blocks[*b].is_heading()).take(12).flat_map(|b| scene.block(b)).flat_map(|u| &u.found).all(
        |f| match f.term {
            Term::Place(p) | Term::Demonym(p) => country(p).is_none() || country(p) == want,
            _ => true,
        },
    )
}

fn choose_plain(scene: &Scene<'_>, unit: &Unit, found: &Found) -> Option<u16> {
    let places = &scene.lexicon.places;
    unit.found
        .iter()
        .filter(|f| f.start == found.start && f.end == found.end)
        .filter_map(|f| if let Term::Place(p) | Term::Demonym(p) = f.term { Some(p) } else { None })
        .max_by_key(|p| places.get(*p).map_or(0, rank))
}
