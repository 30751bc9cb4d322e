//! Roles, level, place and the rest of a question.

use super::offer;
use super::stop::{CHANGES, GENERIC, is_stop};
use super::{Intent, Location, Offer, Question, Via};
use crate::lexicon::{Cue, Found, Lexicon, Place, PlaceKind, Term, words};
use crate::mention::{YearsMention, years_asked};
use crate::pay::{Currency, Employment, Level, PayComponent, PayPeriod, RoleRef, Years};

/// Where years and an amount stand in a question.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub years: Vec<YearsMention>,
    pub amount: Option<std::ops::Range<usize>>,
}

/// Reads every slot; the intent comes later.
pub(super) fn read(text: &str, found: &[Found], lexicon: &Lexicon) -> (Question, Read) {
    let locations = locations(text, found, lexicon);
    let local = locations.first().and_then(|l| lexicon.places.currency_of(&l.id));
    let stated = offer::amount(text, found, lexicon, local);
    let spans: Vec<YearsMention> = years_asked(text);
    let levels = levels(text, found);
    let cue = |c: Cue| found.iter().any(|f| f.term == Term::Cue(c));
    // "90k cad frontend": a currency's code is no role.
    let clear: Vec<Found> = found.iter().filter(|f| stated.as_ref().is_none_or(|s| f.start >= s.range.end || f.end <= s.range.start)).copied().collect();
    let roles = roles(&clear, lexicon);
    let periods =
        [(Cue::Hour, PayPeriod::Hour), (Cue::Day, PayPeriod::Day), (Cue::Week, PayPeriod::Week), (Cue::Month, PayPeriod::Month), (Cue::Year, PayPeriod::Year)];
    let said = words(text).iter().any(|w| w.key == "lpa").then_some(PayPeriod::Year);
    let period = stated.as_ref().and_then(|s| s.period).or_else(|| periods.iter().find(|(c, _)| cue(*c)).map(|p| p.1)).or(said);
    let employment = if cue(Cue::Freelance) {
        Some(Employment::Freelance)
    } else if cue(Cue::Contract) {
        Some(Employment::Contract)
    } else {
        None
    };
    let component = if cue(Cue::Total) {
        Some(PayComponent::Total)
    } else if cue(Cue::Base) {
        Some(PayComponent::Base)
    } else {
        None
    };
    let years: Vec<Years> = spans.iter().map(|y| y.years).collect();
    let unresolved = unresolved(text, found, &spans, stated.as_ref().map(|s| s.range.clone()));
    let currency = stated.as_ref().and_then(|s| s.currency).or_else(|| currency(text, found, lexicon));
    let locations = locations.into_iter().map(|l| by_currency(l, currency, lexicon)).collect::<Vec<_>>();
    let read = Read { amount: stated.as_ref().map(|s| s.range.clone()), years: spans };
    let question = Question {
        text: text.to_owned(),
        intent: Intent::NotSalary,
        roles,
        level: levels.first().copied(),
        location: locations.first().cloned(),
        experience: years.first().copied(),
        employment,
        period,
        currency,
        component,
        offer: stated.filter(|s| !s.is_range).map(|s| Offer { component: component.unwrap_or(PayComponent::Unspecified), ..s.offer }),
        second: None,
        compare: None,
        levels,
        locations,
        terms: terms(text, found, lexicon),
        unresolved,
    };
    (question, read)
}

fn roles(found: &[Found], lexicon: &Lexicon) -> Vec<RoleRef> {
    let mut out: Vec<RoleRef> = Vec::new();
    for f in found {
        if let Term::Role(at) = f.term
            && let Some(role) = lexicon.roles.get(at)
            && !out.iter().any(|r| r.id.as_deref() == Some(&role.id))
        {
            out.push(RoleRef { id: Some(role.id.clone()), name: role.name.clone() });
        }
    }
    out
}

fn levels(text: &str, found: &[Found]) -> Vec<Level> {
    let mut out: Vec<Level> = Vec::new();
    for f in found {
        let Term::Level(level) = f.term else { continue };
        let both = level == Level::Mid && text[f.start..f.end].to_lowercase().contains("senior");
        // In "junior, mid, senior" a mid-senior is two.
        let listed = both && found.iter().any(|o| matches!(o.term, Term::Level(l) if l != Level::Mid && l != Level::Senior));
        for level in std::iter::once(level).chain(listed.then_some(Level::Senior)) {
            if !out.contains(&level) {
                out.push(level);
            }
        }
    }
    out
}

/// The places of a question. A place in another one that is named ("lagos nigeria") is one place; of several with one name
/// the one in a named country is meant, else the greatest.
fn locations(text: &str, found: &[Found], lexicon: &Lexicon) -> Vec<Location> {
    let places = &lexicon.places;
    let mut spans: Vec<(usize, usize)> = found.iter().filter(|f| matches!(f.term, Term::Place(_) | Term::Demonym(_))).map(|f| (f.start, f.end)).collect();
    spans.dedup();
    let at = |span: &(usize, usize)| -> Vec<&Place> {
        found
            .iter()
            .filter(|f| (f.start, f.end) == *span)
            .filter_map(|f| if let Term::Place(p) | Term::Demonym(p) = f.term { places.get(p) } else { None })
            .collect()
    };
    let mut out: Vec<Location> = Vec::new();
    for span in &spans {
        let others: Vec<&Place> = spans.iter().filter(|s| *s != span).flat_map(&at).collect();
        let candidates = at(span);
        let inside = candidates.iter().find(|c| others.iter().any(|o| o.id != c.id && places.contains(&o.id, &c.id)));
        let chosen = inside.or_else(|| {
            candidates.iter().max_by_key(|c| {
                (c.kind == PlaceKind::Country, c.kind == PlaceKind::Region, c.pop.unwrap_or(0).max(u32::from(c.kind == PlaceKind::State) * 3_000))
            })
        });
        let Some(place) = chosen else { continue };
        let around = others.iter().any(|o| o.id != place.id && places.contains(&place.id, &o.id) && !candidates.iter().any(|c| c.id == o.id));
        if !around && !out.iter().any(|l| l.id == place.id) {
            let rivals = if inside.is_some() { Vec::new() } else { rivals(place, &candidates, lexicon) };
            out.push(Location { name: place.name.clone(), id: place.id.clone(), asked: text[span.0..span.1].to_owned(), rivals });
        }
    }
    // "moving from Berlin to London": where one goes counts.
    if out.len() >= 2 {
        let after = |l: &Location, word: &str| text.find(&l.asked).is_some_and(|at| text[..at].trim_end().to_lowercase().ends_with(word));
        if out.iter().any(|l| after(l, " to")) {
            out.retain(|l| !after(l, " from"));
        }
        // "I am from Ukraine … if remote": where one comes from is not where the job is.
        if out.iter().any(|l| !after(l, "m from")) {
            out.retain(|l| !after(l, "m from"));
        }
    }
    // A place goes before "remote".
    out.sort_by_key(|l| l.id == "remote");
    out
}

/// A place of the same name in another country counts as a rival unless it is this many times smaller.
const DWARFED: u32 = 8;

/// The other places of one name that may as well be meant: "cambridge" is a city in England and one in Massachusetts, "georgia"
/// a country and a state.
fn rivals(chosen: &Place, candidates: &[&Place], lexicon: &Lexicon) -> Vec<String> {
    let country = |p: &Place| lexicon.places.country(p).map(|c| c.id.clone());
    let size = |p: &Place| p.pop.unwrap_or(0);
    candidates
        .iter()
        .filter(|c| c.name == chosen.name && country(c) != country(chosen))
        .filter(|c| match (chosen.kind, c.kind) {
            (PlaceKind::City, PlaceKind::City) => size(c).saturating_mul(DWARFED) > size(chosen),
            (PlaceKind::Country, PlaceKind::State) => true,
            _ => false,
        })
        .map(|c| c.id.clone())
        .collect()
}

/// Of cities of one name the one whose country has the currency that is spoken of: "£60k in cambridge".
fn by_currency(location: Location, currency: Option<Currency>, lexicon: &Lexicon) -> Location {
    let local = |id: &str| lexicon.places.currency_of(id);
    if location.rivals.is_empty() || currency.is_none() {
        return location;
    }
    if local(&location.id) == currency {
        return Location { rivals: Vec::new(), ..location };
    }
    match location.rivals.iter().find(|id| local(id) == currency).cloned() {
        Some(id) => Location { id, rivals: Vec::new(), ..location },
        None => location,
    }
}

/// The currency that the words name: "in euros", "usd".
fn currency(text: &str, found: &[Found], lexicon: &Lexicon) -> Option<Currency> {
    let named = found.iter().find_map(|f| if let Term::Currency(c) = f.term { Some(c) } else { None });
    named
        .or_else(|| words(text).iter().find_map(|w| lexicon.currencies.by_code(&text[w.range.clone()])))
        .or_else(|| words(text).iter().any(|w| matches!(w.key.as_ref(), "lpa" | "lakh")).then(|| Currency::new("INR")).flatten())
        .or_else(|| {
            let sign = text.char_indices().find(|(_, c)| matches!(c, '$' | '€' | '£' | '₹'))?;
            let symbol = lexicon.currencies.starting(&text[sign.0..]).next()?;
            match symbol.codes.as_slice() {
                [one] => Some(*one),
                _ => symbol.default,
            }
        })
}

fn unresolved(text: &str, found: &[Found], spans: &[YearsMention], amount: Option<std::ops::Range<usize>>) -> Vec<String> {
    let covered = |w: &crate::lexicon::Word<'_>| {
        found.iter().any(|f| !matches!(f.term, Term::Cue(Cue::Verdict | Cue::Factor)) && f.start <= w.range.start && w.range.end <= f.end)
            || spans.iter().any(|s| s.range.start <= w.range.start && w.range.end <= s.range.end)
            || amount.as_ref().is_some_and(|a| a.start <= w.range.start && w.range.end <= a.end)
    };
    words(text)
        .iter()
        .filter(|w| !covered(w) && !is_stop(&text[w.range.clone()].to_lowercase()) && !is_stop(&w.key) && w.key.chars().any(char::is_alphabetic))
        .map(|w| w.key.clone().into_owned())
        .take(12)
        .collect()
}

/// The words to search prose for: content words count most, words of roles and of change less.
fn terms(text: &str, found: &[Found], lexicon: &Lexicon) -> Vec<(String, f32)> {
    let mut out: Vec<(String, f32)> = Vec::new();
    for w in words(text) {
        let written = text[w.range.clone()].to_lowercase();
        if is_stop(&written) || is_stop(&w.key) {
            continue;
        }
        let weight = if GENERIC.contains(&w.key.as_ref()) {
            0.4
        } else if CHANGES.contains(&w.key.as_ref()) {
            0.2
        } else {
            1.0
        };
        if !out.iter().any(|(t, _)| *t == w.key) {
            out.push((w.key.into_owned(), weight));
        }
    }
    for f in found {
        if let Term::Role(at) = f.term {
            for w in lexicon.roles.get(at).map(|r| words(&r.name)).unwrap_or_default() {
                if GENERIC.contains(&w.key.as_ref()) && !out.iter().any(|(t, _)| *t == w.key) {
                    out.push((w.key.into_owned(), 0.4));
                }
            }
        }
    }
    out.truncate(24);
    out
}

/// The last touches, once the intent is known: compared values leave the scalar slots; a role that the lexicon lacks is
/// kept as written where the asker asked for one.
pub(super) fn settle(question: &mut Question, lexicon: &Lexicon, via: Via) {
    if question.intent != Intent::OfferCheck {
        question.offer = None;
    }
    if matches!(question.intent, Intent::Salary | Intent::OfferCheck) && question.roles.is_empty() && via.is_addressed() {
        let name: Vec<&str> = question.unresolved.iter().map(String::as_str).filter(|w| w.chars().count() > 2).take(4).collect();
        if !name.is_empty() {
            question.roles.push(RoleRef { id: None, name: name.join(" ") });
        }
    }
    // In a question of why, a skill that also names a role ("does Kubernetes pay?") is the topic, not the role.
    if question.intent == Intent::Factors && question.roles.len() > 1 {
        // "does a phd raise data scientist pay": a degree is what is asked about, not who is paid.
        question.roles.retain(|r| !r.id.as_deref().is_some_and(|id| id.ends_with("-student")));
        let generic = |r: &RoleRef| words(&r.name).iter().any(|w| GENERIC[..6].contains(&w.key.as_ref()));
        if question.roles.iter().any(generic) {
            question.roles.retain(generic);
        }
    }
    if let Some(compare) = &question.compare {
        match compare.by {
            super::CompareBy::Seniority => question.level = None,
            super::CompareBy::Location => question.location = None,
            super::CompareBy::Experience => question.experience = None,
            super::CompareBy::Employment => question.employment = None,
            super::CompareBy::Role => {}
        }
    }
    // A title that is itself a level: chief officers are executives, engineering managers managers.
    if question.level.is_none() && question.compare.is_none() {
        let inherent = question.roles.first().and_then(|r| r.id.as_deref()).and_then(|id| lexicon.roles.by_id(id)).and_then(|r| inherent_level(&r.id));
        question.level = inherent;
    }
}

fn inherent_level(role: &str) -> Option<Level> {
    match role {
        "engineering-manager" => Some(Level::Manager),
        "cto"
        | "ceo"
        | "cio"
        | "ciso"
        | "cfo"
        | "coo"
        | "chief-technology-officer"
        | "chief-executive-officer"
        | "chief-information-officer"
        | "chief-information-security-officer"
        | "chief-data-officer"
        | "chief-product-officer"
        | "vp-engineering"
        | "vp-of-engineering" => Some(Level::Executive),
        _ => None,
    }
}
