//! What is asked, with a bar for each way in: an explicit request needs a role or a word of pay, a mention nearly so, a
//! message that nobody addressed to the bot must clearly ask about pay.

use super::clean::Cleaned;
use super::shapes::{chatter, factor_question, money_word, question_of_pay, shape};
use super::{Compare, CompareBy, Intent, Question, Via};
use crate::lexicon::{Cue, Found, Term, words};

/// What the words of a question say, counted once.
struct Signs {
    pay: bool,
    earn: bool,
    ask: bool,
    question: bool,
    verdict: bool,
    offer: bool,
    versus: bool,
    hiring: bool,
    cost: bool,
    courtesy: bool,
    words: usize,
    told: bool,
}

pub(super) fn classify(question: &mut Question, text: &str, found: &[Found], via: Via, cleaned: &Cleaned) {
    let shaped = shape(text);
    let signs = signs(text, &shaped, found);
    question.compare = compare(question, text, found, &signs);
    question.intent = intent(question, &shaped, &signs, via, cleaned);
    if question.intent != Intent::Compare {
        question.compare = None;
    }
}

fn signs(text: &str, shaped: &str, found: &[Found]) -> Signs {
    let has = |c: Cue| found.iter().any(|f| f.term == Term::Cue(c));
    let any = |list: &[&str]| list.iter().any(|w| shaped.contains(w));
    let starts = words(text).first().map(|w| w.key.clone().into_owned()).unwrap_or_default();
    let asks = [
        "how", "what", "wat", "which", "who", "why", "do", "doe", "does", "is", "are", "can", "should", "will", "would", "anyone", "any", "whats", "when",
        "where",
    ]
    .contains(&starts.as_str());
    let ask = has(Cue::Ask) || any(&[" how much ", " what do ", " what does ", " what should ", " what can ", " need numbers "]);
    let earns = any(&[
        " make ",
        " makes ",
        " making ",
        " earn ",
        " earns ",
        " earning ",
        " earned ",
        " get paid ",
        " paid ",
        " get these days ",
        " bring in ",
        " bring home ",
        " pull in ",
        " pulling ",
        " pull ",
        " take home ",
        " charge ",
        " charging ",
        " charges ",
        " expect ",
        " worth ",
        " on in ",
        " be on ",
        " they on ",
        " what are they on ",
        " they get ",
        " getting ",
        " get per ",
        " get in ",
        " get for ",
        " gets in ",
        " gets per ",
        " gets paid ",
        " ask for ",
        " asking for ",
        " money ",
        " clear ",
        " clearing ",
        " i'd fetch ",
        " takes home ",
        " get there ",
        " can ask ",
        " be asking ",
        " command ",
        " pocket ",
    ]) || shaped.ends_with(" on ")
        || shaped.ends_with(" get ")
        || shaped.ends_with(" gets ");
    Signs {
        pay: has(Cue::Pay)
            || any(&[
                " salry ",
                " sallary ",
                " tc ",
                " going rate ",
                " day rate ",
                " hourly rate ",
                " rates ",
                " rate for ",
                " money in ",
                " money for ",
                " moneywise ",
                " money wise ",
                " ballpark ",
                " realistic number ",
                " top end ",
                " market value ",
                " pay bump ",
                " per hour for ",
                " per day for ",
                " normal per ",
                " need numbers ",
                " numbers for ",
            ]),
        earn: earns && (ask || asks || any(&[" what ", " how much "])),
        ask,
        question: text.contains('?') || asks || any(&[" fair or ", " or nah ", " should i ", " or not "]),
        verdict: has(Cue::Verdict)
            || any(&[" rate my ", " how does ", " sound ", " thoughts "]) && has(Cue::Offer)
            || any(&[
                " fair or ",
                " or nah ",
                " should i accept ",
                " should i take ",
                " too cheap ",
                " too low ",
                " realistic ",
                " reasonable ",
                " insulting ",
                " competitive ",
                " messing with me ",
            ]),
        offer: has(Cue::Offer),
        // "a or b, which one …"
        versus: has(Cue::Versus)
            || any(&[" or "])
                && any(&[" which one", " which of ", " who makes ", " who earns ", " who gets ", " who takes ", " where is ", " where's ", " where do "]),
        hiring: has(Cue::Hiring),
        cost: has(Cue::Cost) && !has(Cue::Pay),
        courtesy: has(Cue::Courtesy),
        words: length(text, found),
        told: any(&[" i got paid ", " got paid back ", " negotiated ", " i accepted ", " finally got ", " just got my ", " got my raise "])
            && !text.contains('?'),
    }
}

/// How long a message is, in words: a name of several counts once, a greeting or a thank you not at all.
fn length(text: &str, found: &[Found]) -> usize {
    const POLITE: [&str; 14] = ["hi", "hello", "hey", "please", "pls", "plz", "thank", "thanks", "thx", "all", "everyone", "guy", "sorry", "btw"];
    let named = |f: &&Found| matches!(f.term, Term::Role(_) | Term::Place(_) | Term::Level(_));
    let inside = |start: usize, end: usize| found.iter().filter(named).any(|f| f.start < start && end <= f.end);
    words(text).iter().filter(|w| !inside(w.range.start, w.range.end) && !POLITE.contains(&w.key.as_ref())).count()
}

/// Two or more of one kind set side by side.
fn compare(question: &Question, text: &str, found: &[Found], signs: &Signs) -> Option<Compare> {
    let lower = text.to_lowercase();
    let listed = lower.contains(',') || lower.contains(" and ") || lower.contains(" & ") || lower.replace("w/", "with").contains('/');
    let asked = lower.contains("compare");
    let spans = crate::mention::years(text);
    if question.roles.len() >= 2 && (signs.versus || asked || listed && signs.words <= 10) {
        return Some(Compare { by: CompareBy::Role, values: question.roles.iter().map(|r| r.name.clone()).collect() });
    }
    let mut kinds: Vec<&str> = found
        .iter()
        .filter_map(|f| match f.term {
            Term::Cue(Cue::Contract) => Some("contract"),
            Term::Cue(Cue::Freelance) => Some("freelance"),
            _ => None,
        })
        .collect();
    kinds.dedup();
    if ["permanent", "full time", "full-time", "employee", "salaried", "perm "].iter().any(|w| lower.contains(w)) {
        kinds.push("permanent");
    }
    if kinds.len() >= 2 && !question.roles.is_empty() && (lower.contains(" vs") || lower.contains(" or ") && lower.contains("pays")) {
        return Some(Compare { by: CompareBy::Employment, values: kinds.iter().map(|k| (*k).to_owned()).collect() });
    }
    let steps = lower.contains(" to ") && signs.pay && question.levels.len() >= 2;
    if !signs.versus && !asked && !steps {
        return None;
    }
    if question.locations.len() >= 2 {
        return Some(Compare { by: CompareBy::Location, values: question.locations.iter().map(|l| l.name.clone()).collect() });
    }
    if question.levels.len() >= 2 {
        return Some(Compare { by: CompareBy::Seniority, values: question.levels.iter().map(|l| l.name().to_owned()).collect() });
    }
    (spans.len() >= 2)
        .then(|| Compare { by: CompareBy::Experience, values: spans.iter().map(|s| text.get(s.range.clone()).unwrap_or_default().to_owned()).collect() })
}

fn intent(question: &Question, text: &str, signs: &Signs, via: Via, cleaned: &Cleaned) -> Intent {
    let explicit = matches!(via, Via::Slash | Via::Prefix);
    let role = !question.roles.is_empty();
    let pay = signs.pay || signs.earn;
    // Who states an amount and asks nothing tells their own pay.
    let tells = question.offer.is_some() && !signs.question && !signs.ask && !signs.verdict && !signs.offer;
    if via == Via::ChannelMessage && (tells || signs.hiring || cleaned.to_somebody && !pay || signs.told || signs.cost && !question_of_pay(text)) {
        return Intent::NotSalary;
    }
    // Who begins with thanks and asks nothing has had the answer.
    let thanks = [" thx ", " thanks ", " thank you ", " ty ", " tysm "].iter().any(|w| text.starts_with(w)) && !signs.question && !signs.ask;
    let chat = !explicit && (thanks || chatter(text));
    if question.offer.is_some() && offer_asked(question, text, signs, via) && !chat {
        return Intent::OfferCheck;
    }
    let sides = question.compare.is_some() && !chat;
    // "A vs B" with something else to say ("which is easier to learn") is about that.
    let bare = signs.words <= 8;
    if sides && (explicit || pay || via == Via::Mention && signs.words <= 8 || money_word(text) || bare) {
        return Intent::Compare;
    }
    let addressed = via.is_addressed();
    if factors(question, text, signs)
        && !chat
        && (pay || money_word(text) || addressed && factor_question(text))
        && (explicit || signs.question || via == Via::Mention || factor_question(text))
    {
        return Intent::Factors;
    }
    if explicit && thanks && !role && !pay {
        return Intent::NotSalary;
    }
    if explicit {
        let anything = role || pay || question.location.is_some() && signs.words <= 4 || !question.unresolved.is_empty() && signs.words <= 6;
        return if anything { Intent::Salary } else { Intent::NotSalary };
    }
    let named = question.roles.iter().any(|r| r.id.is_some());
    if via == Via::Mention {
        let short = signs.words <= 5 && !signs.courtesy && (signs.words > 1 || question.text.trim().len() > 3);
        let in_what = question.period.is_some() || question.currency.is_some();
        let asks = role && (pay || short || in_what || money_word(text) || text.contains(" how much "))
            || pay && (signs.ask || signs.question) && !question.unresolved.is_empty();
        // "@bot salary": whose, the bot asks back.
        let asks = asks || signs.pay && signs.words <= 2 && !signs.courtesy;
        return if asks && !chat { Intent::Salary } else { Intent::NotSalary };
    }
    let asks = signs.ask || signs.question || signs.words <= 8 || signs.courtesy && signs.words <= 14;
    let wanted = question.period.is_some() || question.currency.is_some() || question.location.is_some();
    let clear = named && pay && asks || named && signs.earn || named && wanted && text.contains(" how much ");
    if clear && !chat { Intent::Salary } else { Intent::NotSalary }
}

/// An amount with a verdict asked for, or introduced as an offer.
fn offer_asked(question: &Question, text: &str, signs: &Signs, via: Via) -> bool {
    let explicit = matches!(via, Via::Slash | Via::Prefix);
    let who = !question.roles.is_empty() || question.location.is_some() || question.level.is_some();
    // An amount with a role, put to the bot: nobody names an amount to ask for one.
    if who && !question.roles.is_empty() && (explicit || via == Via::Mention && (signs.question || signs.verdict || signs.words <= 8)) && !signs.ask {
        return true;
    }
    let asks = signs.verdict || signs.offer && (signs.question || explicit) || text.contains(" lowball");
    let wants = signs.question || signs.verdict && (signs.offer || text.starts_with(" is ") || text.contains(" is ")) || explicit;
    asks && wants && (who || explicit) && !signs.hiring && !(signs.cost && !signs.offer && !signs.verdict)
}

/// A question that prose answers: why, whether, which, and what raises pay.
fn factors(question: &Question, text: &str, signs: &Signs) -> bool {
    if text.contains(" how much ") {
        return false;
    }
    factor_question(text) || signs.versus && question.compare.is_none() && question.roles.is_empty() && question.locations.is_empty() && !signs.courtesy
}
