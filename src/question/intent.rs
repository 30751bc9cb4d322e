//! What is asked, with a bar for each way in: an explicit request needs a role or a word of pay, a mention nearly so, a
//! message that nobody addressed to the bot must clearly ask about pay.

use super::classifier::{Classifier, KINDS, Likely, features, key};
use super::clean::Cleaned;
use super::signs::{Signs, signs};
use super::slots::Read;
use super::tokens::tokens;
use super::{Compare, CompareBy, Intent, Question, Via};
use crate::lexicon::{Cue, Found, Term};

/// A message, read.
pub(super) struct Message<'a> {
    pub text: &'a str,
    pub found: &'a [Found],
    pub read: &'a Read,
    pub via: Via,
    pub cleaned: &'a Cleaned,
}

/// Says what is asked, and what is compared.
pub(super) fn classify(question: &mut Question, message: &Message<'_>, classifier: &Classifier) {
    let signs = sides_and_signs(question, message);
    let mut keys = Vec::with_capacity(256);
    each_feature(message, &signs, &mut |parts| keys.push(key(parts.iter().copied())));
    question.intent = intent(question, &signs, message.via, classifier.likely(keys.into_iter()));
    if question.intent != Intent::Compare {
        question.compare = None;
    }
}

/// What the words say; the sides that may be compared go into the question.
pub(super) fn sides_and_signs(question: &mut Question, message: &Message<'_>) -> Signs {
    let mut signs = signs(question, message.text, message.found, message.cleaned);
    question.compare = compare(question, message);
    signs.sides = question.compare.is_some();
    signs
}

/// Calls `each` with the parts of every feature of a message.
pub(super) fn each_feature(message: &Message<'_>, signs: &Signs, each: &mut dyn FnMut(&[&str])) {
    features(&tokens(message.text, message.found, &message.read.years, message.read.amount.clone()), signs, message.via, each);
}

/// Two or more of one kind, that may be meant as sides: roles first, then how people are employed, places, levels, years.
fn compare(question: &Question, message: &Message<'_>) -> Option<Compare> {
    let by = |by: CompareBy, values: Vec<String>| (values.len() >= 2).then_some(Compare { by, values });
    by(CompareBy::Role, question.roles.iter().map(|r| r.name.clone()).collect())
        .or_else(|| by(CompareBy::Employment, kinds_of_employment(message)).filter(|_| !question.roles.is_empty()))
        .or_else(|| by(CompareBy::Location, question.locations.iter().map(|l| l.name.clone()).collect()))
        .or_else(|| by(CompareBy::Seniority, question.levels.iter().map(|l| l.name().to_owned()).collect()))
        .or_else(|| {
            let written = |y: &crate::mention::YearsMention| message.text.get(y.range.clone()).unwrap_or_default().to_owned();
            by(CompareBy::Experience, message.read.years.iter().map(written).collect())
        })
}

fn kinds_of_employment(message: &Message<'_>) -> Vec<String> {
    // A day rate is how contractors are paid, freelancers as well: it is no second side.
    let said = |f: &Found| message.text.get(f.start..f.end).unwrap_or_default().to_lowercase();
    let named = message.found.iter().filter_map(|f| match f.term {
        Term::Cue(Cue::Contract) if said(f).contains("contract") => Some("contract"),
        Term::Cue(Cue::Freelance) => Some("freelance"),
        _ => None,
    });
    let lower = message.text.to_lowercase();
    let permanent = ["permanent", "full time", "full-time", "employee", "salaried", "perm "].iter().any(|w| lower.contains(w));
    let mut kinds: Vec<String> = named.chain(permanent.then_some("permanent")).map(str::to_owned).collect();
    kinds.dedup();
    kinds
}

/// A message that nobody addressed to the bot is no question unless it is likelier one than this; silence is worth more than
/// one more answer.
const CLEAR: f32 = 0.5;
/// A request without a role and a word of pay is none where it is as unlikely as this.
const HARDLY: f32 = 0.1;
/// So likely must it be that a mention asks.
const MENTIONED: f32 = 0.5;

/// The likeliest kind of those that can be answered.
fn intent(question: &Question, signs: &Signs, via: Via, likely: Likely) -> Intent {
    let explicit = matches!(via, Via::Slash | Via::Prefix);
    let named = question.roles.iter().any(|r| r.id.is_some());
    let asks = 1.0 - KINDS.iter().zip(likely).find(|(kind, _)| **kind == Intent::NotSalary).map_or(0.0, |(_, share)| share);
    let something = signs.role || signs.pay || question.location.is_some() && signs.words <= 4 || !question.unresolved.is_empty() && signs.words <= 6;
    // "@bot devops": nothing else can be meant.
    let bare = named && signs.words <= 2 && !signs.courtesy && question.text.trim().len() > 2;
    // Emoji and punctuation alone ask nothing.
    let wordless = signs.words == 0;
    let silent = match via {
        // Who looks for people asks nothing about their pay.
        // Nor does who turns to one person ask everybody.
        Via::ChannelMessage => wordless || asks < CLEAR || signs.to_somebody || signs.hiring && !signs.question,
        Via::Mention => wordless || asks < MENTIONED && !bare,
        Via::Prefix | Via::Slash => !something || asks < HARDLY && !signs.role && !signs.pay,
    };
    if silent {
        return Intent::NotSalary;
    }
    let possible = |kind: Intent| match kind {
        Intent::OfferCheck => question.offer.is_some(),
        Intent::Compare => signs.sides,
        Intent::Salary => explicit || via == Via::Mention && (signs.role || signs.pay || !question.unresolved.is_empty()) || named,
        Intent::Factors => true,
        Intent::NotSalary => false,
    };
    let best = KINDS.iter().zip(likely).filter(|(kind, _)| possible(**kind)).max_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or(Intent::NotSalary, |(kind, _)| *kind)
}
