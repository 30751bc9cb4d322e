//! Sentences that answer a question of why, whether or which.

use super::{Answer, CitedPassage, Desk, Kind, abstain};
use crate::index::{IndexError, PassageHit, word_key};
use crate::lexicon::words;
use crate::question::Question;

/// How many sentences are quoted at most, and from one article.
const MOST: (usize, usize) = (4, 2);
/// How many the search gives to choose from.
const POOL: usize = 24;

/// Words that articles use for what askers call otherwise, added to the search.
const SAME: [(&str, &[&str]); 32] = [
    ("haggling", &["negotiate", "negotiating", "negotiation"]),
    ("haggle", &["negotiate", "negotiating", "negotiation"]),
    ("cert", &["certification", "certified"]),
    ("k8", &["kubernetes"]),
    ("k8s", &["kubernetes"]),
    ("ai", &["artificial", "intelligence", "automate"]),
    ("startup", &["startup"]),
    ("faang", &["large", "corporations", "technology", "companies"]),
    ("firm", &["companies", "corporations"]),
    ("shop", &["startup", "companies"]),
    ("push", &["negotiate", "negotiating"]),
    ("counter", &["negotiate", "negotiating"]),
    ("counteroffer", &["negotiate", "negotiating"]),
    ("company", &["companies", "corporation", "enterprise"]),
    ("big", &["large", "corporations"]),
    ("industry", &["industries", "sector", "fintech"]),
    ("skill", &["skills", "expertise", "proficiency"]),
    ("freelancing", &["freelance", "contract"]),
    ("freelance", &["freelance", "contract"]),
    ("mentor", &["mentoring", "mentorship", "leadership"]),
    ("hub", &["hubs", "location"]),
    ("remote", &["remote", "location"]),
    ("negotiate", &["negotiating", "negotiation", "worth"]),
    ("negotiation", &["negotiating", "negotiate"]),
    ("language", &["languages"]),
    ("degree", &["degree", "education"]),
    ("golang", &["go"]),
    ("cloud", &["cloud", "aws"]),
    ("security", &["security", "cybersecurity"]),
    ("lead", &["leadership"]),
    ("why", &["demand", "because", "complex"]),
    ("sv", &["silicon", "valley"]),
];

/// What articles name as raising pay, for who asks in general.
const GENERAL: [&str; 7] = ["experience", "skills", "specialized", "specialization", "command", "higher", "certifications"];

/// The two to four sentences that answer best, from different articles where possible.
pub(super) fn factors(desk: &Desk<'_>, question: &Question) -> Result<Answer, IndexError> {
    let found = best(desk, question, &terms(question), MOST.0)?;
    if found.is_empty() {
        let mut answer = Answer::of(Kind::NoFigures);
        answer.notes.push("The corpus does not say.".to_owned());
        return if question.roles.is_empty() {
            Ok(answer)
        } else {
            abstain::which_role(desk, question).map(|a| Answer { suggestions: a.suggestions, ..answer })
        };
    }
    let mut answer = Answer::of(Kind::Passages);
    answer.passages = found;
    Ok(answer)
}

fn terms(question: &Question) -> Vec<(String, f32)> {
    let mut out = question.terms.clone();
    let lower: Vec<String> = words(&question.text).into_iter().map(|w| w.key.into_owned()).collect();
    for (word, others) in SAME {
        if lower.iter().any(|w| w == word) {
            out.extend(others.iter().map(|o| ((*o).to_owned(), 0.8)));
        }
    }
    if question.text.to_lowercase().contains("a raise") {
        out.extend(["negotiate", "promotion"].map(|word| (word.to_owned(), 0.8)));
    }
    if !question.locations.is_empty() {
        out.extend(["location", "hub", "city", "region", "living"].map(|word| (word.to_owned(), 0.8)));
    }
    let general = question.roles.len() < 2 && lower.iter().any(|w| matches!(w.as_str(), "what" | "whats" | "how" | "which"));
    if general && !out.iter().any(|(word, weight)| *weight >= 0.8 && !names(question, word)) {
        out.extend(GENERAL.map(|word| (word.to_owned(), 0.8)));
    }
    for word in ["salary", "earn", "pay", "compensation", "higher"] {
        out.push((word.to_owned(), 0.3));
    }
    out
}

/// Passages about the sides of a comparison: those that name two of them, then those that name one and speak of pay.
pub(super) fn about_sides(desk: &Desk<'_>, sides: &[(String, Question)]) -> Result<Vec<CitedPassage>, IndexError> {
    let mut terms: Vec<(String, f32)> = Vec::new();
    for (_, side) in sides {
        for role in &side.roles {
            terms.extend(words(&role.name).into_iter().map(|w| (w.key.into_owned(), 1.0)));
        }
    }
    terms.extend(["earn", "salary", "pay", "compared", "higher", "lower", "than"].map(|w| (w.to_owned(), 0.4)));
    let ids: Vec<&str> = sides.iter().filter_map(|(_, s)| s.roles.first().and_then(|r| r.id.as_deref())).collect();
    let pool = desk.index.passages(&terms, POOL)?;
    let mut scored: Vec<(f32, PassageHit)> = Vec::new();
    for hit in pool {
        if hit.record.money || !hit.record.pays || hit.record.shown.ends_with('?') {
            continue;
        }
        let is_named = |id: &str| {
            let mention = hit.record.roles.iter().any(|r| r == id);
            // "backend specialists" speaks of backend developers as well.
            let first = desk.lexicon.roles.by_id(id).and_then(|r| words(&r.name).into_iter().next().map(|w| w.key.into_owned()));
            mention || ids.len() > 1 && first.is_some_and(|w| w.len() > 5 && w != "software" && hit.record.keys.binary_search(&word_key(&w)).is_ok())
        };
        let named = ids.iter().filter(|id| is_named(id)).count();
        let wanted = if ids.len() > 1 { named >= 2 } else { named >= 1 };
        if wanted {
            scored.push((hit.score * named as f32, hit));
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(take(desk, scored, 2))
}

fn best(desk: &Desk<'_>, question: &Question, terms: &[(String, f32)], most: usize) -> Result<Vec<CitedPassage>, IndexError> {
    let pool = desk.index.passages(terms, POOL)?;
    // A sentence must speak of what is asked about, not only of whom: who is left out where anything else is asked.
    let content: Vec<&str> = terms.iter().filter(|(_, weight)| *weight >= 0.8).map(|(t, _)| t.as_str()).collect();
    let topics: Vec<&str> = content.iter().copied().filter(|word| !names(question, word)).collect();
    let content = if topics.is_empty() { content } else { topics };
    let stem = |w: &&str| w.chars().take(w.chars().count().min(6).max(w.chars().count().saturating_sub(3))).collect::<String>();
    let content: Vec<String> = content.iter().map(stem).collect();
    let roles: Vec<&str> = question.roles.iter().filter_map(|r| r.id.as_deref()).collect();
    let mut scored: Vec<(f32, PassageHit)> = Vec::new();
    for hit in pool {
        let lower = hit.record.shown.to_lowercase();
        let spoken: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
        let matched = content.iter().filter(|s| spoken.iter().any(|w| w.starts_with(s.as_str()))).count();
        if !content.is_empty() && matched == 0 {
            continue;
        }
        let pays = hit.record.pays;
        let of_role = roles.is_empty() || hit.record.roles.iter().any(|r| roles.contains(&r.as_str()));
        let asks = lower.ends_with('?');
        if asks || content.is_empty() && !pays {
            continue;
        }
        let factor = 0.6 + if pays { 0.5 } else { 0.0 } + if of_role { 0.2 } else { 0.0 } + matched.min(4) as f32 * 0.35;
        scored.push((hit.score * factor, hit));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let floor = scored.first().map_or(0.0, |s| s.0 * 0.35);
    scored.retain(|s| s.0 >= floor);
    Ok(take(desk, scored, most))
}

/// Whether a word names whose pay it is.
fn names(question: &Question, word: &str) -> bool {
    question.level.is_some_and(|l| l.name() == word) || question.roles.iter().any(|r| words(&r.name).iter().any(|w| w.key == word))
}

/// The best, no more than two of one article while others have some, near repetitions once.
fn take(desk: &Desk<'_>, scored: Vec<(f32, PassageHit)>, most: usize) -> Vec<CitedPassage> {
    let mut out: Vec<CitedPassage> = Vec::new();
    for limit in [MOST.1, most] {
        for (_, hit) in &scored {
            let of_article = out.iter().filter(|p| p.record.article == hit.record.article).count();
            let known = out.iter().any(|p| p.record == hit.record || alike(&p.record.keys, &hit.record.keys));
            if out.len() < most
                && of_article < limit
                && !known
                && let Some(article) = desk.index.article(hit.record.article)
            {
                out.push(CitedPassage { record: hit.record.clone(), article: article.clone(), number: 0 });
            }
        }
    }
    out
}

/// Whether two sentences have about two thirds of their words in common: one article says it in the words of another.
fn alike(a: &[u32], b: &[u32]) -> bool {
    let common = a.iter().filter(|key| b.binary_search(key).is_ok()).count();
    common * 20 >= a.len().min(b.len()).max(1) * 13
}
