//! The way back: a question → a short text that is understood as just that question. Buttons carry it, so that they work
//! without anything being remembered.

use super::stop::STOP;
use super::{CompareBy, Intent, Question, Via, understand};
use crate::lexicon::{Lexicon, words};

/// The longest text, in bytes: what a custom id has room for besides its other parts.
const LONGEST: usize = 72;

/// A text of at most 72 bytes that [`understand`] reads, by [`Via::Slash`], as this question. None for an offer, whose amount
/// must not be kept anywhere, and where no short text says the same.
///
/// `public`: whether a word that the lexicon does not have is one of the articles, and so nobody's secret.
pub fn canonical(question: &Question, lexicon: &Lexicon, public: &dyn Fn(&str) -> bool) -> Option<String> {
    if question.offer.is_some() || !matches!(question.intent, Intent::Salary | Intent::Compare | Intent::Factors) {
        return None;
    }
    let composed = (question.intent != Intent::Factors).then(|| composed(question));
    // The asker's own words come second: slots alone hold nothing but what the lexicon knows.
    let own = Some(question.text.clone()).filter(|text| tells_nothing(text, lexicon, public));
    composed.into_iter().chain(own).find(|text| text.len() <= LONGEST && says_the_same(text, question, lexicon))
}

/// Whether everybody may see this text: a custom id is part of a public message, so it must not keep a name or an amount,
/// also not one that was not understood as an offer.
fn tells_nothing(text: &str, lexicon: &Lexicon, public: &dyn Fn(&str) -> bool) -> bool {
    !text.chars().any(char::is_numeric) && words(text).iter().all(|word| STOP.contains(&word.key.as_ref()) || lexicon.knows(&word.key) || public(&word.key))
}

fn says_the_same(text: &str, question: &Question, lexicon: &Lexicon) -> bool {
    let read = understand(text, Via::Slash, lexicon);
    let places = |q: &Question| q.locations.iter().map(|l| l.id.clone()).collect::<Vec<_>>();
    let roles = |q: &Question| q.roles.iter().map(|r| (r.id.clone(), r.name.to_lowercase())).collect::<Vec<_>>();
    read.offer.is_none()
        && read.intent == question.intent
        && roles(&read) == roles(question)
        && read.level == question.level
        && read.location.as_ref().map(|l| &l.id) == question.location.as_ref().map(|l| &l.id)
        && read.experience == question.experience
        && (read.employment, read.period, read.currency, read.component)
            == (question.employment, question.period, question.currency, question.component)
        && read.statistic() == question.statistic()
        && read.compare == question.compare
        // Lists of what was named only count where they are the sides of a comparison.
        && (question.compare.is_none() || (read.levels == question.levels && places(&read) == places(question)))
}

/// The slots in an order that people write them in.
fn composed(question: &Question) -> String {
    let mut words: Vec<String> = question.statistic().iter().map(|statistic| statistic.name().to_owned()).collect();
    let by = question.compare.as_ref().map(|c| (c.by, c.values.join(" vs ")));
    let side = |wanted: CompareBy| by.as_ref().filter(|(by, _)| *by == wanted).map(|(_, values)| values.clone());
    words.extend(side(CompareBy::Seniority));
    words.extend(question.level.map(|level| level.to_string()));
    words.extend(side(CompareBy::Employment));
    words.extend(question.employment.map(|e| e.name().to_owned()));
    words.extend(question.period.map(|p| p.adjective().to_owned()));
    words.extend(question.component.map(|c| c.name().to_owned()));
    words.push(side(CompareBy::Role).unwrap_or_else(|| question.roles.iter().map(|r| r.name.as_str()).collect::<Vec<_>>().join(" ")));
    words.extend(question.experience.map(|years| match years.1 {
        Some(most) if most != years.0 => format!("{}-{most} years", years.0),
        Some(_) => format!("{} years", years.0),
        None => format!("{}+ years", years.0),
    }));
    words.extend(side(CompareBy::Experience));
    words.extend(side(CompareBy::Location).or_else(|| question.location.as_ref().map(|l| l.name.clone())).map(|place| format!("in {place}")));
    words.extend(question.currency.map(|c| format!("in {c}")));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_comes_back_as_itself_or_not_at_all() {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        for text in [
            "devops",
            "how much does a senior sre make in london?",
            "backend vs frontend",
            "junior vs senior data engineer",
            "data engineer in austin vs seattle",
            "contract devops day rate in the uk",
            "salary of a data scientist with 5 years of experience",
            "base salary of a staff software engineer in new york",
            "what does a backend dev make in €?",
            "average data engineer salary in austin",
        ] {
            let question = understand(text, Via::Mention, lexicon);
            let short = canonical(&question, lexicon, &|_| false).unwrap_or_else(|| panic!("{text}: nothing for {question:?}"));
            assert!(short.len() <= LONGEST && says_the_same(&short, &question, lexicon), "{text}: {short}");
        }
    }

    #[test]
    fn offers_chatter_and_long_questions_have_none() {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        for (text, via) in [
            ("is 140k a good offer for devops?", Via::Slash),
            ("they offered me $62/hr", Via::Slash),
            ("nice weather today", Via::Mention),
            // Read as questions about factors, which are asked again in the asker's own words.
            ("should a devops with 120k negotiate?", Via::Slash),
            ("what affects devops pay besides my 133k base?", Via::Slash),
            ("do zorblax certs raise devops pay?", Via::Slash),
            ("do certifications really make any difference to what you are paid once you have been at it for a decade?", Via::Slash),
        ] {
            assert_eq!(canonical(&understand(text, via, lexicon), lexicon, &|word| word != "zorblax"), None, "{text}");
        }
    }
}
