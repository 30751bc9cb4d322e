//! Roles, level, place and the rest of a question.

use super::offer;
use super::{Intent, Location, Question, Via};
use crate::lexicon::{Cue, Found, Lexicon, PlaceKind, Term, words};
use crate::mention::{YearsMention, years};
use crate::pay::{Currency, Employment, Level, PayComponent, PayPeriod, RoleRef, Years};

/// Abbreviations of roles that are ordinary words as well: they count only beside words that go with a role.
const ORDINARY: &[&str] = &[
    "be", "de", "it", "go", "pm", "em", "do", "back", "front", "game", "test", "support", "react", "rust", "design", "data", "network", "mobile", "cloud", "sale", "dev", "security", "research", "content", "hr", "pilot", "law", "product", "web", "software",
];

/// Words that are no content: they never name a role or a topic.
const STOP: &[&str] = &[
    "a", "an", "the", "i", "im", "i'm", "you", "u", "he", "she", "they", "we", "it", "me", "my", "your", "their", "our", "his", "her", "them", "us", "is", "are", "r", "was", "were", "be", "been", "am", "do", "does", "did", "doing", "has", "have",
    "had", "can", "could", "would", "should", "will", "may", "might", "what", "whats", "what's", "wat", "which", "who", "how", "why", "when", "where", "much", "many", "more", "most", "less", "some", "any", "anyone", "someone", "somebody", "anybody",
    "for", "of", "in", "on", "at", "to", "from", "by", "with", "w", "about", "as", "than", "then", "and", "or", "but", "not", "no", "nah", "if", "so", "just", "even", "still", "get", "got", "gets", "getting", "make", "makes", "making", "made",
    "earn", "earns", "earning", "pay", "pays", "paid", "paying", "salary", "salaries", "comp", "compensation", "wage", "wages", "income", "money", "rate", "rates", "range", "ranges", "avg", "average", "typical", "usual", "going", "please", "pls",
    "plz", "thanks", "thank", "thx", "hi", "hello", "hey", "job", "jobs", "role", "roles", "work", "working", "people", "ppl", "folks", "guys", "guy", "person", "this", "that", "these", "those", "there", "here", "know", "tell", "curious", "asking",
    "roughly", "really", "actually", "honestly", "ok", "lol", "offer", "good", "fair", "year", "years", "month", "hour", "day", "week", "per", "into", "out", "up", "like", "yoe", "exp", "earnings", "stuff", "right", "now", "today", "currently", "atm", "nowadays", "days", "anyway",
];

fn is_stop(word: &str) -> bool {
    STOP.contains(&word)
}

/// "engineer data" → "data engineer": a title said backwards, in a terse request.
pub(super) fn in_order(text: String, lexicon: &Lexicon) -> String {
    let all = words(&text);
    if all.len() > 5 {
        return text;
    }
    let is_role = |phrase: &str| lexicon.find(phrase, crate::lexicon::Reading::Prose).iter().any(|f| matches!(f.term, Term::Role(_)) && f.start == 0 && f.end == phrase.len());
    const HEADS: &[&str] = &["engineer", "developer", "dev", "architect", "scientist", "analyst", "manager", "designer"];
    for pair in all.windows(2) {
        let (a, b) = (&text[pair[0].range.clone()], &text[pair[1].range.clone()]);
        let (as_is, swapped) = (format!("{a} {b}"), format!("{b} {a}"));
        if HEADS.contains(&pair[0].key.as_ref()) && text.get(pair[0].range.end..pair[1].range.start) == Some(" ") && !is_role(&as_is) && is_role(&swapped) {
            return format!("{}{swapped}{}", &text[..pair[0].range.start], &text[pair[1].range.end..]);
        }
    }
    text
}

/// Takes out mentions that only look like one: "be" the verb, "us" the pronoun.
pub(super) fn plausible(text: &str, found: Vec<Found>, lexicon: &Lexicon, via: Via) -> Vec<Found> {
    let all = words(text);
    let terse = all.len() <= 5 && matches!(via, Via::Slash | Via::Prefix | Via::Mention);
    let keep = |f: &Found| -> bool {
        let at = all.iter().position(|w| w.range.start == f.start);
        let (previous, next) = (at.and_then(|n| n.checked_sub(1)).map(|n| all[n].key.as_ref()).unwrap_or_default(), at.and_then(|n| all.get(n + 1)).map(|w| w.key.as_ref()).unwrap_or_default());
        let key = at.map(|n| all[n].key.as_ref()).unwrap_or_default();
        let one_word = at.is_some_and(|n| all[n].range.end == f.end);
        // "a backend response": a plain noun behind an abbreviation makes it a thing, not a person.
        let thing = || one_word && next.len() > 2 && next.chars().all(char::is_alphabetic) && !is_stop(next) && !lexicon.knows(next) && !prose_role(lexicon, &text[f.start..f.end]);
        match f.term {
            Term::Role(_) if thing() => false,
            Term::Role(_) if one_word && ORDINARY.contains(&key) => {
                let after = ["dev", "developer", "engineer", "eng", "salary", "pay", "comp", "vs", "role", "rate", "people", "folk", "ppl", "guy", "job", "position", "intern", "yoe", "tc", "money"].contains(&next);
                let level = found.iter().any(|l| matches!(l.term, Term::Level(_) | Term::Cue(Cue::Freelance | Cue::Contract | Cue::Average)) && l.end <= f.start && f.start - l.end <= 1);
                let before = ["vs", "versus", "avg", "sr", "jr", "freelance", "for"].contains(&previous) && key.len() > 1 && !matches!(next, "a" | "the" | "it" | "able" | "to" | "in");
                let alone = terse && !["to", "should", "would", "will", "can", "could", "may", "might", "i", "you", "not", "must"].contains(&previous) && !matches!(key, "it" | "do" | "go") || all.len() == 1;
                after || level || before || alone
            }
            Term::Level(Level::Lead) => !matches!(next, "time" | "to" | "by" | "me"),
            Term::Level(Level::Staff) if f.end - f.start == 5 => found.iter().any(|r| matches!(r.term, Term::Role(_)) && r.start.abs_diff(f.end).min(f.start.abs_diff(r.end)) <= 12),
            Term::Place(p) => lexicon.places.get(p).is_some_and(|place| place.kind != PlaceKind::Remote || key != "anywhere"),
            _ => true,
        }
    };
    let mut out: Vec<Found> = found.iter().filter(|f| keep(f)).copied().collect();
    drop_bystanders(&all, lexicon, &mut out);
    building_or_system(text, lexicon, &mut out);
    pronoun_places(text, &all, lexicon, terse, &mut out);
    out.sort_by_key(|f| (f.start, f.end));
    out
}

/// Roles that act in the question but are not asked about: "recruiter says", "a call with my recruiter"; and the second of
/// two that stand together: "backend python guy".
fn drop_bystanders(all: &[crate::lexicon::Word<'_>], lexicon: &Lexicon, found: &mut Vec<Found>) {
    const SAYS: &[&str] = &["say", "said", "told", "tell", "came", "replied", "wrote", "texted", "pinged", "want", "wants", "reached", "called", "messaged", "claim", "think", "mentioned", "quoted", "promised", "on"];
    let word_at = |f: &Found| all.iter().position(|w| w.range.start == f.start);
    let word_after = |f: &Found| all.iter().find(|w| w.range.start >= f.end).map(|w| w.key.as_ref()).unwrap_or_default();
    let roles: Vec<Found> = found.iter().filter(|f| matches!(f.term, Term::Role(_))).copied().collect();
    found.retain(|f| {
        let Term::Role(_) = f.term else { return true };
        let previous = word_at(f).and_then(|n| n.checked_sub(1)).map(|n| all[n].key.as_ref()).unwrap_or_default();
        let other = roles.iter().any(|r| r.term != f.term);
        let recruits = |f: &Found| matches!(f.term, Term::Role(at) if lexicon.roles.get(at).is_some_and(|r| r.id.contains("recruiter")));
        if other && recruits(f) {
            return false;
        }
        let acts = other && SAYS.contains(&word_after(f)) && word_after(f) != "on" || other && matches!(previous, "with" | "my" | "from");
        let second = roles.iter().any(|r| r.term != f.term && r.end < f.start && f.start - r.end == 1);
        !(acts || second)
    });
}

/// A bare "architect" beside a role of software is an architect of systems: of that kind where there is one.
fn building_or_system(text: &str, lexicon: &Lexicon, found: &mut [Found]) {
    let role = |f: &Found| if let Term::Role(at) = f.term { lexicon.roles.get(at) } else { None };
    let tech = found.iter().filter_map(role).find(|r| matches!(r.family.as_str(), "software" | "data" | "infrastructure" | "security")).map(|r| r.name.clone());
    let Some(name) = tech else { return };
    for f in found.iter_mut() {
        if !text[f.start..f.end].to_lowercase().starts_with("architect") || role(f).is_none() {
            continue;
        }
        let first = name.split(' ').next().unwrap_or_default();
        let phrase = [format!("{first} architect"), "software architect".to_owned()].into_iter().find_map(|p| lexicon.find(&p, crate::lexicon::Reading::Question).into_iter().find(|m| matches!(m.term, Term::Role(_)) && m.start == 0 && m.end == p.len()));
        if let Some(other) = phrase {
            f.term = other.term;
        }
    }
}

/// Whether the words name a role in prose as well, where abbreviations do not count.
fn prose_role(lexicon: &Lexicon, words: &str) -> bool {
    lexicon.find(words, crate::lexicon::Reading::Prose).iter().any(|f| matches!(f.term, Term::Role(_)))
}

/// "in the us", "us salary": codes that are ordinary words in lower case.
fn pronoun_places(text: &str, all: &[crate::lexicon::Word<'_>], lexicon: &Lexicon, terse: bool, found: &mut Vec<Found>) {
    for (n, word) in all.iter().enumerate() {
        let Some(at) = lexicon.places.by_code(&word.key) else { continue };
        let previous = n.checked_sub(1).map(|p| all[p].key.as_ref()).unwrap_or_default();
        let next = all.get(n + 1).map(|w| w.key.as_ref()).unwrap_or_default();
        let close = matches!(previous, "in" | "across" | "within" | "at" | "near" | "vs" | "versus") || previous == "the" && word.key == "us" || next == "vs" && word.key.len() > 1;
        let listed = text[..word.range.start].trim_end().ends_with([',', '|']);
        let last = n + 1 == all.len() && n > 0 && !matches!(word.key.as_ref(), "us" | "in" | "me" | "or") && !matches!(previous, "for" | "to" | "of" | "the" | "a" | "and");
        let covered = found.iter().any(|f| matches!(f.term, Term::Place(_)) && f.start <= word.range.start && word.range.end <= f.end);
        if !covered && (close || listed || terse && n > 0 || terse && all.len() > 1 && word.key != "us" || last || terse && word.key == "us") {
            found.push(Found { term: Term::Place(at), start: word.range.start, end: word.range.end });
        }
    }
}

/// Reads every slot; the intent comes later.
pub(super) fn read(text: &str, found: &[Found], lexicon: &Lexicon) -> Question {
    let locations = locations(text, found, lexicon);
    let local = locations.first().and_then(|l| lexicon.places.by_id(&l.id)).and_then(|p| lexicon.places.country(p)).and_then(|c| c.currency);
    let stated = offer::amount(text, found, lexicon, local);
    let spans: Vec<YearsMention> = years(text);
    let levels = levels(found);
    let cue = |c: Cue| found.iter().any(|f| f.term == Term::Cue(c));
    // "90k cad frontend": a currency's code is no role.
    let clear: Vec<Found> = found.iter().filter(|f| stated.as_ref().is_none_or(|s| f.start >= s.range.end || f.end <= s.range.start)).copied().collect();
    let roles = roles(&clear, lexicon);
    let periods = [(Cue::Hour, PayPeriod::Hour), (Cue::Day, PayPeriod::Day), (Cue::Week, PayPeriod::Week), (Cue::Month, PayPeriod::Month), (Cue::Year, PayPeriod::Year)];
    let said = words(text).iter().any(|w| w.key == "lpa").then_some(PayPeriod::Year);
    let period = stated.as_ref().and_then(|s| s.period).or_else(|| periods.iter().find(|(c, _)| cue(*c)).map(|p| p.1)).or(said);
    let employment = if cue(Cue::Freelance) { Some(Employment::Freelance) } else if cue(Cue::Contract) { Some(Employment::Contract) } else { None };
    let component = if cue(Cue::Total) { Some(PayComponent::Total) } else if cue(Cue::Base) { Some(PayComponent::Base) } else { None };
    let years: Vec<Years> = spans.iter().map(|y| y.years).collect();
    let unresolved = unresolved(text, found, &spans, stated.as_ref().map(|s| s.range.clone()));
    Question {
        text: text.to_owned(),
        intent: Intent::NotSalary,
        roles,
        level: levels.first().copied(),
        location: locations.first().cloned(),
        experience: years.first().copied(),
        employment,
        period,
        currency: stated.as_ref().and_then(|s| s.currency).or_else(|| currency(text, found, lexicon)),
        component,
        offer: stated.filter(|s| !s.is_range).map(|s| s.offer),
        compare: None,
        levels,
        locations,
        terms: terms(text, found, lexicon),
        unresolved,
    }
}

fn roles(found: &[Found], lexicon: &Lexicon) -> Vec<RoleRef> {
    let mut out: Vec<RoleRef> = Vec::new();
    for f in found {
        if let Term::Role(at) = f.term {
            if let Some(role) = lexicon.roles.get(at) {
                if !out.iter().any(|r| r.id.as_deref() == Some(&role.id)) {
                    out.push(RoleRef { id: Some(role.id.clone()), name: role.name.clone() });
                }
            }
        }
    }
    out
}

fn levels(found: &[Found]) -> Vec<Level> {
    let mut out: Vec<Level> = Vec::new();
    for f in found {
        if let Term::Level(level) = f.term {
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
    let at = |span: &(usize, usize)| -> Vec<&crate::lexicon::Place> { found.iter().filter(|f| (f.start, f.end) == *span).filter_map(|f| if let Term::Place(p) | Term::Demonym(p) = f.term { places.get(p) } else { None }).collect() };
    let mut out: Vec<Location> = Vec::new();
    for span in &spans {
        let others: Vec<&crate::lexicon::Place> = spans.iter().filter(|s| *s != span).flat_map(&at).collect();
        let candidates = at(span);
        let inside = candidates.iter().find(|c| others.iter().any(|o| o.id != c.id && places.contains(&o.id, &c.id)));
        let chosen = inside.or_else(|| candidates.iter().max_by_key(|c| (c.kind == PlaceKind::Country, c.kind == PlaceKind::Region, c.pop.unwrap_or(0).max(u32::from(c.kind == PlaceKind::State) * 3_000))));
        let Some(place) = chosen else { continue };
        let around = others.iter().any(|o| o.id != place.id && places.contains(&place.id, &o.id) && !candidates.iter().any(|c| c.id == o.id));
        if !around && !out.iter().any(|l| l.id == place.id) {
            out.push(Location { name: place.name.clone(), id: place.id.clone(), asked: text[span.0..span.1].to_owned() });
        }
    }
    // "moving from Berlin to London": where one goes counts.
    if out.len() >= 2 {
        let after = |l: &Location, word: &str| text.find(&l.asked).is_some_and(|at| text[..at].trim_end().to_lowercase().ends_with(word));
        if out.iter().any(|l| after(l, " to")) {
            out.retain(|l| !after(l, " from"));
        }
    }
    // A place goes before "remote".
    out.sort_by_key(|l| l.id == "remote");
    out
}

/// The currency that the words name: "in euros", "usd".
fn currency(text: &str, found: &[Found], lexicon: &Lexicon) -> Option<Currency> {
    let named = found.iter().find_map(|f| if let Term::Currency(c) = f.term { Some(c) } else { None });
    named.or_else(|| {
        words(text).iter().find_map(|w| {
            let written = &text[w.range.clone()];
            let code = lexicon.currencies.starting(written).find(|s| s.text.len() == written.len() && s.codes.len() == 1 && written.len() == 3)?;
            code.codes.first().copied()
        })
    })
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
        found.iter().any(|f| !matches!(f.term, Term::Cue(Cue::Verdict | Cue::Factor)) && f.start <= w.range.start && w.range.end <= f.end) || spans.iter().any(|s| s.range.start <= w.range.start && w.range.end <= s.range.end) || amount.as_ref().is_some_and(|a| a.start <= w.range.start && w.range.end <= a.end)
    };
    words(text).iter().filter(|w| !covered(w) && !is_stop(&text[w.range.clone()].to_lowercase()) && !is_stop(&w.key) && w.key.chars().any(char::is_alphabetic)).map(|w| w.key.clone().into_owned()).take(12).collect()
}

/// Words of roles that most articles have: they say little about which sentence answers.
const GENERIC: &[&str] = &[
    "backend", "frontend", "fullstack", "web", "mobile", "software", "developer", "dev", "engineer", "eng", "data", "programmer", "manager", "designer", "analyst", "nurse", "teacher", "be", "fe", "end", "stack", "server", "side", "coder", "swe", "specialist",
];
/// Verbs of change: what changes matters more than that it does.
const CHANGES: &[&str] = &[
    "increase", "raise", "bump", "boost", "affect", "influence", "impact", "matter", "help", "tank", "drop", "hurt", "lower", "kill", "reduce", "show", "reflected", "knowing", "know", "learning", "learn", "started", "start", "being", "able", "switching", "worth", "better", "best", "well", "change", "actualy", "difference", "depend",
];

/// The words to search prose for: content words count most, words of roles and of change less.
fn terms(text: &str, found: &[Found], lexicon: &Lexicon) -> Vec<(String, f32)> {
    let mut out: Vec<(String, f32)> = Vec::new();
    for w in words(text) {
        let written = text[w.range.clone()].to_lowercase();
        if is_stop(&written) || is_stop(&w.key) {
            continue;
        }
        let weight = if GENERIC.contains(&w.key.as_ref()) { 0.4 } else if CHANGES.contains(&w.key.as_ref()) { 0.2 } else { 1.0 };
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
        "cto" | "ceo" | "cio" | "ciso" | "cfo" | "coo" | "chief-technology-officer" | "chief-executive-officer" | "chief-information-officer" | "chief-information-security-officer" | "chief-data-officer" | "chief-product-officer" | "vp-engineering" | "vp-of-engineering" => Some(Level::Executive),
        _ => None,
    }
}
