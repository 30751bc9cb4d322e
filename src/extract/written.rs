//! Roles that the lexicon lacks, kept as the article writes them; and which mentions of roles count in labels.

use std::ops::Range;

use super::scene::Unit;
use crate::lexicon::{Found, Lexicon, Reading, Term, words};
use crate::pay::RoleRef;

/// Nouns that end the name of an occupation.
pub(super) const HEADS: &[&str] = &[
    "engineer",
    "developer",
    "manager",
    "analyst",
    "scientist",
    "designer",
    "specialist",
    "consultant",
    "architect",
    "administrator",
    "technician",
    "officer",
    "director",
    "assistant",
    "worker",
    "driver",
    "representative",
    "coordinator",
    "partner",
    "founder",
    "executive",
    "nurse",
    "teacher",
    "therapist",
    "operator",
    "clerk",
    "planner",
    "strategist",
    "programmer",
    "tester",
    "trainer",
    "instructor",
    "researcher",
    "editor",
    "writer",
    "associate",
    "advisor",
    "adviser",
    "agent",
    "broker",
    "buyer",
    "inspector",
    "mechanic",
    "electrician",
    "plumber",
    "surveyor",
    "controller",
    "dispatcher",
    "supervisor",
    "foreman",
    "lecturer",
    "technologist",
    "hygienist",
    "dietitian",
    "carer",
    "apprentice",
    "producer",
    "animator",
    "expert",
    "porter",
    "keeper",
    "caller",
    "rigger",
    "fitter",
    "joiner",
    "painter",
    "roofer",
    "cleaner",
    "trader",
    "marketer",
    "recruiter",
    "translator",
    "interpreter",
    "photographer",
    "receptionist",
    "secretary",
    "auditor",
    "counsellor",
    "counselor",
    "clinician",
    "surgeon",
    "physician",
    "chef",
    "guard",
    "pilot",
    "attendant",
    "stagehand",
    "welder",
    "machinist",
    "scheduler",
    "estimator",
    "packer",
    "picker",
    "ranger",
    "master",
    "craftsman",
];

/// Words that are no part of a role's name.
const BREAKS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "a",
    "an",
    "the",
    "for",
    "of",
    "and",
    "or",
    "to",
    "in",
    "at",
    "most",
    "many",
    "all",
    "every",
    "some",
    "experienced",
    "average",
    "typical",
    "new",
    "our",
    "their",
    "his",
    "her",
    "your",
    "as",
    "with",
    "by",
    "on",
    "from",
    "per",
    "is",
    "are",
    "was",
    "be",
    "means",
    "that",
    "this",
    "these",
    "those",
    "where",
    "while",
    "when",
    "than",
    "best",
    "good",
    "top",
    "other",
    "entry-level",
    "level",
    "mid-level",
    "each",
    "permanent",
    "full-time",
    "part-time",
    "contract",
    "freelance",
    "self-employed",
    "remote",
    "qualified",
    "newly",
    "young",
    "typical",
    "median",
    "first",
    "first-year",
    "second-year",
    "year",
    "fewer",
    "real",
    "high",
    "quality",
    "skilled",
    "only",
    "both",
    "more",
    "paid",
    "pay",
    "salary",
];

/// Whether a mention names a field of work rather than who does it: "data engineering", "backend development".
pub(super) fn is_field(unit: &Unit, found: &Found) -> bool {
    let text = unit.text[found.start..found.end].to_lowercase();
    text.ends_with("engineering")
        || text.ends_with("development")
        || text.ends_with("administration")
        || text.ends_with("programming")
        || text.ends_with("science")
}

/// In a heading or cell an abbreviation counts as a role only where it is all that is there.
pub(super) fn keep_label_roles(lexicon: &Lexicon, unit: &mut Unit) {
    let prose = lexicon.find(&unit.text, Reading::Prose);
    let short = |f: &Found| matches!(f.term, Term::Role(_) | Term::Level(_)) && !prose.contains(f);
    if !unit.found.iter().any(short) {
        return;
    }
    let covered = |f: &Found| {
        words(&unit.text).iter().all(|w| {
            let inside = unit.found.iter().any(|o| matches!(o.term, Term::Role(_) | Term::Level(_)) && o.start <= w.range.start && w.range.end <= o.end);
            let filler = matches!(w.key.as_ref(), "role" | "job" | "level" | "the" | "a" | "of" | "position" | "salary" | "pay" | "rate")
                || w.key.bytes().all(|b| b.is_ascii_digit());
            let years = unit.years.iter().any(|y| y.range.start <= w.range.start && w.range.end <= y.range.end);
            inside || filler || years
        }) && f.end <= unit.text.len()
    };
    // An abbreviation in capitals ("RN", "SRE") is meant as one, where the whole line is not in capitals.
    let shouted = !unit.text.chars().any(char::is_lowercase);
    let capitals = |f: &Found| {
        !shouted
            && matches!(f.term, Term::Role(_))
            && f.end - f.start >= 2
            && unit.text[f.start..f.end].chars().all(|c| c.is_ascii_uppercase())
            && !unit.text[..f.start].trim_end().ends_with(|c: char| c.is_ascii_digit())
    };
    // "Product manager" names no manager's level.
    let within = |f: &Found| {
        matches!(f.term, Term::Level(_)) && short(f) && unit.found.iter().any(|o| matches!(o.term, Term::Role(_)) && o.start <= f.start && f.end <= o.end)
    };
    // "Backend pay in the Netherlands".
    let of_pay = |f: &Found| {
        let next = words(&unit.text[f.end..]).into_iter().next().map(|w| (w.range.start, w.key.into_owned()));
        matches!(f.term, Term::Role(_))
            && next.is_some_and(|(gap, w)| gap <= 1 && matches!(w.as_str(), "pay" | "salary" | "wage" | "rate" | "compensation" | "earning" | "income"))
    };
    let keep: Vec<Found> = unit.found.iter().filter(|f| !short(f) || (covered(f) || capitals(f) || of_pay(f)) && !within(f)).copied().collect();
    unit.found = keep;
}

/// A role as written right in the amount's sentence, before the amount: "Equity partners take home …".
pub(super) fn stated(unit: &Unit, at: usize) -> Option<(RoleRef, Range<usize>)> {
    let before = unit.before(at);
    let all = words(&unit.text);
    let head = all.iter().rposition(|w| before.contains(&w.range.start) && w.range.end <= before.end && HEADS.contains(&w.key.as_ref()));
    head.and_then(|end| name(unit, &all, end)).or_else(|| super::subject::subject(unit, &all).filter(|(_, range)| range.end <= before.end))
}

/// A heading that is the name of an occupation as written.
pub(super) fn heading(unit: &Unit) -> Option<(RoleRef, Range<usize>)> {
    let all = words(&unit.text);
    let end = all.iter().rposition(|w| HEADS.contains(&w.key.as_ref()))?;
    (all.len() <= 6).then(|| name(unit, &all, end)).flatten()
}

fn name(unit: &Unit, all: &[crate::lexicon::Word<'_>], end: usize) -> Option<(RoleRef, Range<usize>)> {
    let mut start = end;
    while start > 0 && end - start < 3 {
        let word = &all[start - 1];
        let gap = &unit.text[word.range.end..all[start].range.start];
        let own = unit.found.iter().any(|f| {
            matches!(f.term, Term::Level(_) | Term::Place(_) | Term::Demonym(_) | Term::Source(_)) && f.start <= word.range.start && word.range.end <= f.end
        });
        if gap.contains([',', '.', ':', ';', '(', ')', '|', '\n']) || BREAKS.contains(&word.key.as_ref()) || own || !word.key.starts_with(char::is_alphabetic) {
            break;
        }
        start -= 1;
    }
    let range = all[start].range.start..all[end].range.end;
    let key: Vec<&str> = all[start..=end].iter().map(|w| w.key.as_ref()).collect();
    // A head noun alone ("engineers", "workers") names nobody in particular.
    let telling = key.len() > 1
        || matches!(
            key[0],
            "founder" | "nurse" | "teacher" | "electrician" | "plumber" | "mechanic" | "driver" | "designer" | "architect" | "dietitian" | "hygienist"
        );
    telling.then(|| (RoleRef { id: None, name: singular(&unit.text[range.clone()]) }, range))
}

/// The name of a role that the lexicon knows, as the article writes it; the lexicon's own for an abbreviation, a field of
/// work, or where both are the same words.
pub(super) fn display(role: &crate::lexicon::Role, mention: &str) -> String {
    let keys = |text: &str| words(text).into_iter().map(|w| w.key.into_owned()).collect::<Vec<_>>();
    let (own, said) = (keys(&role.name), keys(mention));
    let letters = mention.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = mention.chars().filter(|c| c.is_uppercase()).count();
    let short = letters <= 3
        || said.len() == 1 && capitals > 1
        || said.iter().any(|w| w.chars().any(|c| c.is_ascii_digit()))
        || said.iter().any(|w| ABBREVIATED.contains(&w.as_str()));
    let field = !mention.contains(" of ") && FIELDS.iter().any(|f| said.last().is_some_and(|w| w == f));
    if short || field || said.iter().all(|w| own.contains(w)) && said.len() * 2 > own.len() {
        return role.name.clone();
    }
    singular(mention)
}

/// Words that nobody writes out a job with.
const ABBREVIATED: &[&str] = &["dev", "eng", "swe", "sde", "admin", "mgr", "rep", "arch", "prog"];

/// What ends the name of a field of work.
const FIELDS: &[&str] = &[
    "engineering",
    "development",
    "administration",
    "programming",
    "science",
    "management",
    "analysis",
    "design",
    "analytic",
    "security",
    "nursing",
    "teaching",
    "accounting",
    "marketing",
    "law",
    "medicine",
];

/// A role as written, in the singular, with a capital.
pub(super) fn singular(written: &str) -> String {
    let written = written.trim().trim_matches(['*', '_', '"', '“', '”', ':']).trim();
    let base = if written.len() > 4 && written.ends_with('s') && !written.ends_with("ss") { &written[..written.len() - 1] } else { written };
    sentence_case(base)
}

/// With a capital.
pub(super) fn sentence_case(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
