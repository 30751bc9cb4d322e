//! What is asked, with a bar for each way in: an explicit request needs a role or a word of pay, a mention nearly so, a
//! message that nobody addressed to the bot must clearly ask about pay.

use super::clean::Cleaned;
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
    first_person_past: bool,
}

pub(super) fn classify(question: &mut Question, text: &str, found: &[Found], via: Via, cleaned: &Cleaned) {
    let signs = signs(text, found);
    question.compare = compare(question, text, found, &signs);
    question.intent = intent(question, text, &signs, via, cleaned);
    if question.intent != Intent::Compare {
        question.compare = None;
    }
}

fn signs(text: &str, found: &[Found]) -> Signs {
    let has = |c: Cue| found.iter().any(|f| f.term == Term::Cue(c));
    let lower = format!(" {} ", text.to_lowercase().replace([',', '.', '!', ';', ':', '?'], " "));
    let any = |list: &[&str]| list.iter().any(|w| lower.contains(w));
    let starts = words(text).first().map(|w| w.key.clone().into_owned()).unwrap_or_default();
    let asks = ["how", "what", "wat", "which", "who", "why", "do", "doe", "does", "is", "are", "can", "should", "will", "would", "anyone", "any", "whats"].contains(&starts.as_str());
    Signs {
        pay: has(Cue::Pay) || any(&[" salry", " sallary", " tc ", " going rate", " day rate", " hourly rate", " rates "]),
        earn: any(&[" make ", " makes ", " earn", " get paid", " paid ", " get these days", " be making", " bring in ", " what are they on", " get in ", " they get", " getting "]) && (has(Cue::Ask) || asks || any(&["what ", "how much"])),
        ask: has(Cue::Ask) || any(&["how much", "what do ", "what does "]),
        question: text.contains('?') || asks,
        verdict: has(Cue::Verdict),
        offer: has(Cue::Offer),
        versus: has(Cue::Versus),
        hiring: has(Cue::Hiring),
        cost: has(Cue::Cost) && !has(Cue::Pay),
        courtesy: has(Cue::Courtesy),
        words: words(text).len(),
        first_person_past: any(&[" i got paid", " got paid back", " negotiated ", " my offer letter", " salary hit", " closed on", " i accepted", " finally got", " just got my"]) && !text.contains('?'),
    }
}

/// Two or more of one kind set side by side.
fn compare(question: &Question, text: &str, found: &[Found], signs: &Signs) -> Option<Compare> {
    let lower = text.to_lowercase();
    let listed = lower.contains(',') || lower.contains(" and ") || lower.contains(" & ") || lower.contains('/');
    let asked = lower.contains("compare");
    if question.roles.len() >= 2 && (signs.versus || asked || listed && signs.words <= 10) {
        return Some(Compare { by: CompareBy::Role, values: question.roles.iter().map(|r| r.name.clone()).collect() });
    }
    if !signs.versus && !asked {
        return None;
    }
    if question.locations.len() >= 2 {
        return Some(Compare { by: CompareBy::Location, values: question.locations.iter().map(|l| l.name.clone()).collect() });
    }
    if question.levels.len() >= 2 {
        return Some(Compare { by: CompareBy::Seniority, values: question.levels.iter().map(|l| l.name().to_owned()).collect() });
    }
    let mut kinds: Vec<&str> = found.iter().filter_map(|f| match f.term {
        Term::Cue(Cue::Contract) => Some("contract"),
        Term::Cue(Cue::Freelance) => Some("freelance"),
        _ => None,
    }).collect();
    kinds.dedup();
    if ["permanent", "full time", "full-time", "employee", "salaried", "perm "].iter().any(|w| lower.contains(w)) {
        kinds.push("permanent");
    }
    if kinds.len() >= 2 && !question.roles.is_empty() && lower.contains(" vs") {
        return Some(Compare { by: CompareBy::Employment, values: kinds.iter().map(|k| (*k).to_owned()).collect() });
    }
    let spans = crate::mention::years(text);
    (spans.len() >= 2).then(|| Compare { by: CompareBy::Experience, values: spans.iter().map(|s| text.get(s.range.clone()).unwrap_or_default().to_owned()).collect() })
}

fn intent(question: &Question, text: &str, signs: &Signs, via: Via, cleaned: &Cleaned) -> Intent {
    let explicit = matches!(via, Via::Slash | Via::Prefix);
    let role = !question.roles.is_empty();
    let pay = signs.pay || signs.earn;
    if via == Via::ChannelMessage && (signs.hiring || cleaned.to_somebody && !pay || signs.first_person_past) {
        return Intent::NotSalary;
    }
    if via == Via::ChannelMessage && signs.cost && !question_of_pay(text) {
        return Intent::NotSalary;
    }
    if question.offer.is_some() && offer_asked(question, text, signs, explicit) {
        return Intent::OfferCheck;
    }
    let factors = factors(question, text, signs);
    if question.compare.is_some() && (explicit || pay || signs.question || via == Via::Mention || text.to_lowercase().contains("money") || role && signs.versus) && !chatter(text, via) {
        return Intent::Compare;
    }
    if factors && (pay || money_word(text)) && (explicit || signs.question || via == Via::Mention || text.to_lowercase().starts_with("why") || factor_question(text)) {
        return Intent::Factors;
    }
    if explicit {
        let anything = role || pay || question.location.is_some() && signs.words <= 4 || !question.unresolved.is_empty() && signs.words <= 6;
        return if anything { Intent::Salary } else { Intent::NotSalary };
    }
    if via == Via::Mention {
        let asks = role && (pay || signs.ask || signs.question || signs.words <= 5) || pay && (signs.ask || signs.question) && !question.unresolved.is_empty() || pay && role;
        return if asks && !chatter(text, via) { Intent::Salary } else { Intent::NotSalary };
    }
    let known = question.roles.iter().any(|r| r.id.is_some());
    let slots = question.level.is_some() || question.location.is_some() || question.experience.is_some();
    let asks = signs.ask || signs.question || signs.words <= 8 || signs.courtesy && signs.words <= 14;
    let wanted = question.period.is_some() || question.currency.is_some() || question.location.is_some();
    let clear = known && pay && asks || known && signs.earn || known && wanted && text.to_lowercase().contains("how much") || known && slots && signs.question && text.to_lowercase().contains("what are they on");
    if clear && !chatter(text, via) { Intent::Salary } else { Intent::NotSalary }
}

fn money_word(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["pay", "paid", "salar", "comp ", "comp?", "money", "earn", "paycheck", "wage", "raise", "income", "cash"].iter().any(|w| lower.contains(w)) || lower.ends_with("comp")
}

/// "what's the salary of …", "how much does … cost": only the first is ours.
fn question_of_pay(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["salar", "paid", "earn", "wage", "how much does a", "how much do "].iter().any(|w| lower.contains(w)) && !["cost", "price", "rent", "fee"].iter().any(|w| lower.contains(w))
}

/// Words of pay that are about something else.
fn chatter(text: &str, via: Via) -> bool {
    let lower = text.to_lowercase();
    let elsewhere = ["salary cap", "nba", "nfl", "pay attention", "paid back", "paid off", "pay respect", "pay for", "raise pr", "raise a pr", "payday", "lead time", "interview", "bootcamp", "course", "tutorial", "drinks on me", "salary hit", "worth every penny", "page "].iter().any(|w| lower.contains(w));
    let about = ["how much", "salary range", "salary for", "salary of", "what do", "what does", "pay range"].iter().any(|w| lower.contains(w)) && !lower.contains("salary cap") && !lower.contains("nba");
    elsewhere && !about && via != Via::Slash
}

/// An amount with a verdict asked for, or introduced as an offer.
fn offer_asked(question: &Question, text: &str, signs: &Signs, explicit: bool) -> bool {
    let lower = text.to_lowercase();
    let who = !question.roles.is_empty() || question.location.is_some() || question.level.is_some();
    let asks = signs.verdict || signs.offer && (signs.question || explicit) || lower.contains("lowball");
    let wants = signs.question || signs.verdict && (signs.offer || lower.starts_with("is ") || lower.contains(" is ")) || explicit;
    asks && wants && (who || explicit) && !signs.hiring && !(signs.cost && !signs.offer && !signs.verdict)
}

/// A question that prose answers: why, whether, which, and what raises pay.
fn factors(question: &Question, text: &str, signs: &Signs) -> bool {
    if signs.ask && text.to_lowercase().contains("how much") {
        return false;
    }
    factor_question(text) || signs.versus && question.compare.is_none() && question.roles.is_empty() && question.locations.is_empty() && !signs.courtesy
}

/// Shapes of questions about what moves pay.
fn factor_question(text: &str) -> bool {
    let lower = format!(" {} ", text.to_lowercase().replace(['?', '!', ',', '.'], " "));
    let any = |list: &[&str]| list.iter().any(|w| lower.contains(w));
    let moves = any(&[
        " more ", " raise ", " raises ", " increase", " bump", " boost", " affect", " influence", " impact", " matter", " better ", " show up ", " shows up ", " worth ", " help ", " tank ", " drop ", " hurt ", " kill ", " lower ", " reduce ", " higher ", " most ", " best ", " best-paid ", " pay off ", " depend", " premium ", " reflected ", " going up ", " going down ", " rising ", " falling ", " less ", " get a raise ", " difference ", " change ", " highest ", " well ",
    ]);
    let leads = any(&[" does ", " do ", " will ", " is ", " are ", " can ", " would ", " has ", " which ", " what skills ", " what skill ", " what certs ", " what cert ", " what makes ", " what factors ", " what affects ", " what determines ", " what languages ", " what industries ", " what companies ", " what can i do "]);
    let opens = any(&[" why ", " how do i negotiate ", " how to negotiate ", " how can i negotiate ", " how do i get a raise ", " how to get a raise ", " what skills ", " which industr", " which skill", " which lang", " which cert", " which compan", " what industr", " how does ", " how do "]);
    moves && leads || opens && (moves || any(&[" pay ", " paid ", " salary ", " salaries ", " comp ", " negotiat", " money ", " earn "])) || any(&[" negotiat"]) && any(&[" how ", " tips ", " should "])
}
