//! Going on from a question: "and in Austin?", "what about seniors?" say only what is different.

use super::{Intent, Question, Via, canonical, understand};
use crate::lexicon::{Lexicon, words};

/// Longer than this, in words, a message says itself what it is about.
const LONGEST: usize = 8;
/// Words that a message begins with which goes on from another. Without one, a message that names a role is a question of
/// its own.
const GOING_ON: [&[&str]; 9] =
    [&["and"], &["or"], &["what", "about"], &["what", "if"], &["how", "about"], &["same", "for"], &["same", "but"], &["ok", "and"], &["but"]];

/// `before` with what `text` says differently; none where `text` is no such message.
pub fn follow_up(before: &Question, text: &str, lexicon: &Lexicon) -> Option<Question> {
    let found = words(text);
    if found.is_empty() || found.len() > LONGEST || !matches!(before.intent, Intent::Salary | Intent::Compare) {
        return None;
    }
    let goes_on = GOING_ON.iter().any(|head| head.len() <= found.len() && head.iter().zip(&found).all(|(head, word)| *head == word.key));
    let said = understand(text, Via::Slash, lexicon);
    if said.offer.is_some() || said.compare.is_some() || !said.unresolved.is_empty() || matches!(said.intent, Intent::Factors | Intent::OfferCheck) {
        return None;
    }
    let named = !said.roles.is_empty();
    let differs = said.level.is_some()
        || said.location.is_some()
        || said.experience.is_some()
        || said.employment.is_some()
        || said.period.is_some()
        || said.currency.is_some()
        || said.component.is_some();
    if (named && !goes_on) || !(named || differs) {
        return None;
    }
    let mut merged = Question {
        level: said.level.or(before.level),
        location: said.location.or_else(|| before.location.clone()),
        experience: said.experience.or(before.experience),
        employment: said.employment.or(before.employment),
        period: said.period.or(before.period),
        currency: said.currency.or(before.currency),
        component: said.component.or(before.component),
        ..before.clone()
    };
    if named {
        merged = Question { roles: said.roles, intent: Intent::Salary, compare: None, levels: Vec::new(), locations: Vec::new(), ..merged };
    }
    // Read once more as one text, it is just what anybody would have asked at once.
    Some(canonical(&merged, lexicon, &|_| false).map_or(merged, |text| understand(&text, Via::Slash, lexicon)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_differently_counts_and_the_rest_stays() {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        for (before, text, want) in [
            ("backend developer salary", "and in austin?", Some("backend developer in Austin")),
            ("senior devops in london", "what about juniors?", Some("junior devops engineer in London")),
            ("senior devops in london", "and for data engineers?", Some("senior data engineer in London")),
            ("sre pay", "in berlin?", Some("sre in Berlin")),
            ("sre pay", "with 5 years of experience", Some("sre 5 years")),
            ("sre pay", "hourly?", Some("hourly sre")),
            ("sre pay", "and as a contractor", Some("contract sre")),
            ("compare devops and sre", "and in london?", Some("compare devops and sre in london")),
            // What says nothing, or is a question of its own.
            ("sre pay", "thanks!", None),
            ("sre pay", "and?", None),
            ("sre pay", "lol ok", None),
            ("sre pay", "how much does a data engineer make?", None),
            ("sre pay", "and is my offer of 120k good?", None),
            ("sre pay", "why is that so low in london compared to everywhere else in the world", None),
            ("sre pay", "and my cat in berlin", None),
            ("do certifications raise pay", "and in berlin?", None),
            ("sre pay", "", None),
        ] {
            let before = understand(before, Via::Slash, lexicon);
            let got = follow_up(&before, text, lexicon);
            let want = want.map(|text| understand(text, Via::Slash, lexicon));
            let slots = |q: &Question| {
                (
                    q.roles.iter().map(|r| r.id.clone()).collect::<Vec<_>>(),
                    q.level,
                    q.location.as_ref().map(|l| l.id.clone()),
                    q.experience,
                    q.employment,
                    q.period,
                    q.compare.clone(),
                )
            };
            assert_eq!(got.as_ref().map(slots), want.as_ref().map(slots), "{text}");
        }
    }
}
