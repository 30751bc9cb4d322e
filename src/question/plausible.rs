//! Mentions that only look like one: "be" the verb, "us" the pronoun, the recruiter who made the offer.

use super::Via;
use super::stop::{ORDINARY, is_stop};
use crate::lexicon::{Cue, Found, Lexicon, PlaceKind, Term, words};
use crate::pay::Level;

/// "engineer data" → "data engineer": a title said backwards, in a terse request.
pub(super) fn in_order(text: String, lexicon: &Lexicon) -> String {
    let all = words(&text);
    if all.len() > 5 {
        return text;
    }
    let is_role = |phrase: &str| {
        lexicon.find(phrase, crate::lexicon::Reading::Prose).iter().any(|f| matches!(f.term, Term::Role(_)) && f.start == 0 && f.end == phrase.len())
    };
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
        let (previous, next) = (
            at.and_then(|n| n.checked_sub(1)).map(|n| all[n].key.as_ref()).unwrap_or_default(),
            at.and_then(|n| all.get(n + 1)).map(|w| w.key.as_ref()).unwrap_or_default(),
        );
        let key = at.map(|n| all[n].key.as_ref()).unwrap_or_default();
        let one_word = at.is_some_and(|n| all[n].range.end == f.end);
        // "a backend response": a plain noun behind an abbreviation makes it a thing, not a person.
        let thing = || {
            one_word
                && at.and_then(|n| all.get(n + 1)).is_some_and(|w| text[f.end..w.range.start].trim().is_empty())
                && next.len() > 2
                && next.chars().all(char::is_alphabetic)
                && !is_stop(next)
                && !PERSONS.contains(&next)
                && !lexicon.knows(next)
                && !prose_role(lexicon, &text[f.start..f.end])
        };
        match f.term {
            // "$/hr": an hour, not human resources.
            Term::Role(_) if key == "hr" && text[..f.start].trim_end().ends_with('/') => false,
            Term::Role(_) if thing() => false,
            Term::Role(_) if one_word && ORDINARY.contains(&key) => {
                let after = [
                    "dev",
                    "developer",
                    "engineer",
                    "eng",
                    "salary",
                    "sal",
                    "pay",
                    "comp",
                    "vs",
                    "role",
                    "rate",
                    "people",
                    "folk",
                    "ppl",
                    "guy",
                    "job",
                    "position",
                    "intern",
                    "yoe",
                    "tc",
                    "money",
                    "gig",
                ]
                .contains(&next)
                    // "be or data engineer": one of two.
                    || next == "or" && previous.is_empty();
                let level = found.iter().any(|l| {
                    matches!(l.term, Term::Level(_) | Term::Cue(Cue::Freelance | Cue::Contract | Cue::Average)) && l.end <= f.start && f.start - l.end <= 1
                });
                let before = ["between", "vs", "versus", "avg", "sr", "jr", "freelance", "for"].contains(&previous)
                    && key.len() > 1
                    && !matches!(next, "a" | "the" | "it" | "able" | "to" | "in");
                // "EM at a scale-up": nobody writes the word in capitals, unless all of it is.
                let capitals = key.len() > 1 && text[f.start..f.end].chars().all(char::is_uppercase) && text.contains(char::is_lowercase) && next != "me";
                let alone = terse
                    && !["to", "should", "would", "will", "can", "could", "may", "might", "i", "you", "not", "must"].contains(&previous)
                    && !matches!(key, "it" | "do" | "go")
                    || all.len() == 1;
                after || level || before || alone || capitals
            }
            // "my lead says": somebody else.
            Term::Level(Level::Lead) => !matches!(next, "time" | "to" | "by" | "me") && !matches!(previous, "my" | "our" | "your" | "his" | "her" | "their"),
            Term::Level(Level::Staff) if f.end - f.start == 5 => {
                found.iter().any(|r| matches!(r.term, Term::Role(_)) && r.start.abs_diff(f.end).min(f.start.abs_diff(r.end)) <= 12)
            }
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

/// Abbreviations of roles that mean something else beside a role that is named: "right now", "the database".
const ASIDE: [&str; 2] = ["rn", "db"];

/// Words for somebody who has the role before them.
const PERSONS: [&str; 18] =
    ["gal", "girl", "dude", "bro", "lady", "woman", "man", "men", "women", "folk", "peep", "person", "peop", "worker", "crowd", "team", "gig", "specialist"];

/// Roles that act in the question but are not asked about: "recruiter says", "a call with my recruiter"; and the second of
/// two that stand together: "backend python guy".
fn drop_bystanders(all: &[crate::lexicon::Word<'_>], lexicon: &Lexicon, found: &mut Vec<Found>) {
    const SAYS: &[&str] = &[
        "say",
        "said",
        "told",
        "tell",
        "came",
        "replied",
        "wrote",
        "texted",
        "pinged",
        "want",
        "wants",
        "reached",
        "called",
        "messaged",
        "claim",
        "think",
        "mentioned",
        "quoted",
        "promised",
        "on",
    ];
    let word_at = |f: &Found| all.iter().position(|w| w.range.start == f.start);
    let word_after = |f: &Found| all.iter().find(|w| w.range.start >= f.end).map(|w| w.key.as_ref()).unwrap_or_default();
    let key = |f: &Found| word_at(f).map(|n| all[n].key.as_ref()).unwrap_or_default();
    // "90k cad for a backend dev", "backend pay rn": a currency and "right now", where another role is named.
    let aside = |f: &Found| ASIDE.contains(&key(f)) || lexicon.currencies.by_code(key(f)).is_some();
    if found.iter().any(|f| matches!(f.term, Term::Role(_)) && !aside(f)) {
        found.retain(|f| !(matches!(f.term, Term::Role(_)) && aside(f)));
    }
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
        // "i've been a chef for eleven years": what one was, where another role is asked for.
        let was =
            other && matches!(previous, "a" | "an") && word_at(f).and_then(|n| n.checked_sub(2)).is_some_and(|n| matches!(all[n].key.as_ref(), "been" | "was"));
        let compares = all.first().is_some_and(|w| w.key == "compare");
        let beside = |a: &Found, b: &Found| a.term != b.term && a.end < b.start && b.start - a.end == 1;
        // "backend python guy", "node backend": the kind of work, not what it is done with.
        let work = |r: &Found| ["backend", "frontend", "fullstack"].contains(&key(r));
        let second = !compares && roles.iter().any(|r| beside(r, f) && (work(r) || !work(f)) || beside(f, r) && work(r) && !work(f));
        !(acts || was || second)
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
        let phrase = [format!("{first} architect"), "software architect".to_owned()].into_iter().find_map(|p| {
            lexicon.find(&p, crate::lexicon::Reading::Question).into_iter().find(|m| matches!(m.term, Term::Role(_)) && m.start == 0 && m.end == p.len())
        });
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
    let shouted = !text.chars().any(char::is_lowercase);
    for (n, word) in all.iter().enumerate() {
        let before = n.checked_sub(1).map(|p| all[p].key.as_ref()).unwrap_or_default();
        // "in NJ", "from NL": letters that say nothing elsewhere.
        let letters = (!shouted && matches!(before, "in" | "from" | "near")).then(|| lexicon.places.by_letters(&text[word.range.clone()])).flatten();
        let Some(at) = lexicon.places.by_code(&word.key).or(letters) else { continue };
        let previous = before;
        let next = all.get(n + 1).map(|w| w.key.as_ref()).unwrap_or_default();
        let close = letters.is_some()
            || matches!(previous, "in" | "across" | "within" | "at" | "near" | "vs" | "versus")
            || previous == "the" && word.key == "us"
            || next == "vs" && word.key.len() > 1;
        let listed = text[..word.range.start].trim_end().ends_with([',', '|']);
        let last = n + 1 == all.len()
            && n > 0
            && !matches!(word.key.as_ref(), "us" | "in" | "me" | "or")
            && !matches!(previous, "for" | "to" | "of" | "the" | "a" | "and");
        let covered = found.iter().any(|f| matches!(f.term, Term::Place(_)) && f.start <= word.range.start && word.range.end <= f.end);
        if !covered && (close || listed || terse && n > 0 || terse && all.len() > 1 && word.key != "us" || last || terse && word.key == "us") {
            found.push(Found { term: Term::Place(at), start: word.range.start, end: word.range.end });
        }
    }
}
