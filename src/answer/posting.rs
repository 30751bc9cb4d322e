//! The pay of a job post beside the figures that fit.

use super::{Answer, Cited, Desk, Kind, abstain, confidence, select};
use crate::index::{FigureHit, IndexError};
use crate::pay::{Amounts, Currency, Derived, PayComponent, PayPeriod, amount_text, money_text};
use crate::question::Question;

/// What a job post says of pay, and for whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Posting {
    /// Its amounts of pay, in order.
    pub pay: Vec<Posted>,
    /// Its words for bonuses, which are set beside nothing.
    pub apart: Vec<String>,
    /// The role, level and place of the whole post.
    pub question: Question,
}

/// One amount of pay that a post names.
#[derive(Clone, PartialEq)]
pub struct Posted {
    /// The post's own words.
    pub words: String,
    /// Low and high.
    pub amounts: Amounts,
    /// Whether the upper end is open.
    pub open_ended: bool,
    /// Which part of pay.
    pub component: PayComponent,
    /// Whether it is pay after tax.
    pub net: bool,
    /// Whether the sign alone does not say which currency it is, and nothing else does.
    pub guessed: bool,
    /// Whose pay, by what period and in which currency.
    pub question: Question,
}

impl std::fmt::Debug for Posted {
    /// Without the amounts: nothing may write to a log what somebody looked at.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Posted(private)")
    }
}

/// Amounts of one post that the same figures are set beside.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Whose pay it is.
    pub name: String,
    /// The amounts, by number.
    pub posted: Vec<usize>,
    /// Whose pay, by what period and in which currency.
    pub question: Question,
    /// Why nothing is set beside them, or why what is shown is not compared.
    pub why_not: Option<String>,
}

/// So many groups of one post are looked up; the rest is counted.
const MOST_GROUPS: usize = 6;
/// So many figures are shown that are not compared.
const MOST_UNLIKE: usize = 3;

impl Desk<'_> {
    /// The figures that fit each group of a post's amounts, and how far from each the post is.
    pub(super) fn posting(&self, posting: &Posting) -> Result<(Answer, Vec<Group>), IndexError> {
        let mut groups = grouped(posting);
        let mut answer = Answer::of(Kind::Offer);
        if groups.len() > MOST_GROUPS {
            answer.notes.push(format!("The post names pay for {} more; copy one of them into /salary.", groups.len() - MOST_GROUPS));
            groups.truncate(MOST_GROUPS);
        }
        answer.sides = groups.iter().map(|g| g.name.clone()).collect();
        for (side, group) in groups.iter_mut().enumerate() {
            let Some(role) = group.question.roles.first().cloned() else {
                group.why_not = Some("I find no job title in the post that I know, so I set it beside nothing.".to_owned());
                offered(&mut answer, abstain::which_role(self, &group.question)?);
                continue;
            };
            let mut chosen = select::select(self, &group.question, &role);
            if chosen.hits.is_empty() {
                let none = abstain::no_figures(self, &group.question, &chosen)?;
                group.why_not = none.notes.first().cloned();
                offered(&mut answer, none);
                continue;
            }
            let members: Vec<&Posted> = group.posted.iter().filter_map(|n| posting.pay.get(*n)).collect();
            let all = chosen.hits.len();
            let alike: Vec<&FigureHit> = chosen.hits.iter().filter(|h| members.iter().any(|p| like(p, h.period, h.currency, h.component))).copied().collect();
            if alike.is_empty() {
                group.why_not = Some(unlike(&group.question, members.iter().all(|p| p.net), &chosen.hits));
                chosen.hits.truncate(MOST_UNLIKE);
            } else {
                if alike.len() < all {
                    let n = all - alike.len();
                    let are = if n == 1 { "figure is" } else { "figures are" };
                    chosen.notes.push(format!("{n} more {are} paid by another period, in another currency or another part of pay, and not compared."));
                }
                chosen.hits = alike;
            }
            let from = answer.figures.len();
            self.fill(&mut answer, chosen, Some(side))?;
            if group.why_not.is_none() {
                for n in from..answer.figures.len() {
                    for posted in &members {
                        let named = (members.len() > 1).then_some(posted.words.as_str());
                        answer.derived.extend(answer.figures.get(n).and_then(|cited| distance(posted, named, cited, n)));
                    }
                }
            }
        }
        if answer.figures.is_empty() {
            answer.kind = if posting.question.roles.is_empty() { Kind::Unclear } else { Kind::NoFigures };
        } else {
            answer.suggestions.clear();
            answer.notes.extend(confidence::older(&answer.figures, self.asked.today));
            answer.confidence = Some(confidence::of(&answer.figures, self.lexicon, self.asked.today));
        }
        Ok((answer, groups))
    }
}

/// What could be asked instead, of several abstentions each once.
fn offered(answer: &mut Answer, none: Answer) {
    for text in none.suggestions {
        if !answer.suggestions.contains(&text) {
            answer.suggestions.push(text);
        }
    }
}

/// The amounts of the same role, level, place, engagement, period and currency together.
fn grouped(posting: &Posting) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (n, posted) in posting.pay.iter().enumerate() {
        match groups.iter_mut().find(|g| g.question == posted.question) {
            Some(group) => group.posted.push(n),
            None => groups.push(Group { name: name(&posted.question), posted: vec![n], question: posted.question.clone(), why_not: None }),
        }
    }
    groups
}

fn name(question: &Question) -> String {
    let role = question.roles.first().map_or_else(|| "No job title".to_owned(), |r| r.name.clone());
    // "Technical lead" says its level itself.
    let level = question.level.filter(|l| !role.to_lowercase().contains(l.name()));
    let mut parts = vec![role];
    parts.extend(level.map(|l| l.name().to_owned()));
    parts.extend(question.employment.map(|e| e.name().to_owned()));
    parts.extend(question.location.as_ref().map(|l| l.name.clone()));
    parts.join(", ")
}

/// Whether an amount may be set beside a figure: by the same period, in the same currency, and not base pay beside total.
fn like(posted: &Posted, period: Option<PayPeriod>, currency: Option<Currency>, component: PayComponent) -> bool {
    use PayComponent::{Base, Bonus, Equity, Total, Unspecified};
    let part = match (posted.component, component) {
        (_, Bonus | Equity) => false,
        (Base, Total) | (Total, Base) => false,
        (Base | Total | Unspecified, Base | Total | Unspecified) => true,
        (Bonus | Equity, _) => false,
    };
    // What is left after tax is nowhere set beside what is paid.
    part && !posted.net && period.is_some() && posted.question.period == period && currency.is_some() && posted.question.currency == currency
}

/// Why none of these is compared.
fn unlike(question: &Question, net: bool, hits: &[&FigureHit]) -> String {
    let all = |differs: &dyn Fn(&FigureHit) -> bool| hits.iter().all(|h| differs(h));
    let name = |currency: Option<Currency>| currency.map_or_else(|| "no named currency".to_owned(), |c| c.to_string());
    let by = |period: Option<PayPeriod>| period.map_or("by no named period", PayPeriod::adjective);
    let first = hits.first();
    let mut why = Vec::new();
    if all(&|h| h.period != question.period) {
        why.push(format!("the post's is {} pay, theirs {}", by(question.period), by(first.and_then(|h| h.period))));
    }
    if all(&|h| h.currency != question.currency) {
        why.push(format!("the post's is in {}, theirs in {}", name(question.currency), name(first.and_then(|h| h.currency))));
    }
    if net {
        why.push("the post's is net, which theirs are not said to be".to_owned());
    }
    if why.is_empty() {
        why.push("they are another part of pay, by another period or in another currency".to_owned());
    }
    format!("Not compared: {}.", why.join("; "))
}

/// How far a post's amount is from a figure, end by end, in money.
fn distance(posted: &Posted, named: Option<&str>, cited: &Cited, at: usize) -> Option<Derived> {
    let f = &cited.record.figure;
    if !like(posted, f.period, f.currency, f.component) {
        return None;
    }
    let source = format!("[{}]", cited.number);
    let (low, high) = (f.amounts.low, f.amounts.high.filter(|_| !f.open_ended));
    let point = low.is_some() && low == high;
    let mut working = Vec::new();
    let mut apart = |own: f64, theirs: f64, what: &str| {
        if own == theirs {
            return format!("the same as {what}");
        }
        working.push(format!("{} − {}", amount_text(own.max(theirs)), amount_text(own.min(theirs))));
        format!("{} {} {what}", money_text((own - theirs).abs(), f.currency), if own > theirs { "above" } else { "below" })
    };
    let (own_low, own_high) = (posted.amounts.low, posted.amounts.high.filter(|_| !posted.open_ended));
    let its_low = if point { source.clone() } else { format!("the low of {source}") };
    let its_high = if point { source.clone() } else { format!("the high of {source}") };
    let mut said: Vec<String> = Vec::new();
    if let (Some(own), true) = (own_low, own_low == own_high) {
        // One amount lies somewhere between both ends.
        said.extend(low.map(|theirs| format!("it is {}", apart(own, theirs, &its_low))));
        said.extend(high.filter(|_| !point).map(|theirs| format!("{}{}", if low.is_none() { "it is " } else { "" }, apart(own, theirs, &its_high))));
    } else {
        said.extend(own_low.zip(low).map(|(own, theirs)| format!("its low is {}", apart(own, theirs, &its_low))));
        said.extend(own_high.zip(high).map(|(own, theirs)| format!("its high is {}", apart(own, theirs, &its_high))));
        // Of an open end on either side nothing can be said but that it is open.
        if own_high.is_none() && own_low.is_some() {
            said.push("its top is open".to_owned());
        }
    }
    if said.is_empty() {
        return None;
    }
    if f.open_ended || (low.is_some() && high.is_none()) {
        said.push(format!("the top of {source} is open"));
    }
    let text = format!("{}{}", named.map(|words| format!("“{words}”: ")).unwrap_or_default(), said.join(", "));
    let working = if working.is_empty() { "equal".to_owned() } else { working.join("; ") };
    Some(Derived { text, working, from: vec![at] })
}
