//! Offers beside the figures that fit: like with like, in money, every number of ours with its working.

use std::collections::BTreeSet;

use super::position::position;
use super::{Answer, Desk, Kind, abstain, confidence, select};
use crate::index::IndexError;
use crate::pay::{Currency, Derived, PayComponent, PayFigure, PayPeriod, amount_text, money_text};
use crate::question::{Offer, Question};

/// The figures that fit, and, where only the asker sees it, how far the offer is from each.
pub(super) fn check(desk: &Desk<'_>, question: &Question) -> Result<Answer, IndexError> {
    let Some(role) = question.roles.first() else { return abstain::which_role(desk, question) };
    // Yearly pay is what most figures are, and what is shown unless the offer is paid otherwise.
    let by = question.offer.map(|offer| offer.period).or(question.period);
    let asked = Question { period: by.filter(|p| *p != PayPeriod::Year), ..question.clone() };
    let chosen = select::select(desk, &asked, role);
    let rows = desk.rows(&asked, role)?;
    if chosen.hits.is_empty() && rows.is_empty() {
        return abstain::no_figures(desk, question, &chosen);
    }
    let mut answer = Answer { rows, ..Answer::of(Kind::Offer) };
    if !chosen.hits.is_empty() {
        desk.fill(&mut answer, chosen, None)?;
    }
    if answer.figures.is_empty() {
        answer.widened.clear();
        answer.confidence = confidence::of_rows(&answer.rows, desk.asked.today);
    } else {
        answer.notes.extend(confidence::older(&answer.figures, desk.asked.today));
        answer.confidence = Some(confidence::of(&answer.figures, desk.lexicon, desk.asked.today));
    }
    if desk.asked.private {
        answer.offers = question.offer.into_iter().chain(question.second).collect();
    }
    if answer.offers.is_empty() {
        answer.notes.push("An offer is set beside these in private alone: press Check privately, use /offer, or write me directly.".to_owned());
    } else {
        place(&mut answer);
    }
    Ok(answer)
}

/// Whose number it is, where there are two offers.
const NAMES: [&str; 2] = ["First offer", "Second offer"];

/// The sums, the difference between two offers, and the distance in money to each figure that is like them.
fn place(answer: &mut Answer) {
    let offers = answer.offers.clone();
    for (n, offer) in offers.iter().enumerate() {
        let name = if offers.len() > 1 { NAMES[n.min(1)] } else { "Your offer" };
        sum(answer, offer, name);
    }
    if let [first, second] = offers.as_slice() {
        difference(answer, first, second);
    }
    // An offer without a currency is compared only where all figures are in one.
    let of_rows = answer.rows.iter().filter_map(|row| row.record.row.figures.first());
    let currencies: BTreeSet<Option<Currency>> = answer.figures.iter().map(|c| &c.record.figure).chain(of_rows).map(|figure| figure.currency).collect();
    if offers.iter().any(|offer| offer.currency.is_none()) {
        match currencies.iter().next().copied().flatten().filter(|_| currencies.len() == 1) {
            Some(only) => answer.notes.push(format!("The offer names no currency; it is taken as {only}, as the figures are.")),
            None => return answer.notes.push("Name the offer's currency: the figures are in several.".to_owned()),
        }
    }
    for row in &mut answer.rows {
        for (n, offer) in offers.iter().enumerate() {
            let Some(Ok((pay, part))) = row.record.row.figures.iter().find(|f| f.period == Some(offer.period)).map(|figure| alike(offer, figure)) else {
                continue;
            };
            let name = if offers.len() > 1 { NAMES[n.min(1)] } else { "Your offer" };
            let name = if part.is_empty() { name.to_owned() } else { format!("{name}'s {}", part.trim_end()) };
            row.placed.extend(position(&name, pay, &row.record.row, offer.period));
        }
    }
    let mut apart: Vec<Vec<Apart>> = vec![Vec::new(); offers.len()];
    let mut unsaid = 0;
    for (at, cited) in answer.figures.iter().enumerate() {
        let figure = &cited.record.figure;
        let mut beside_base = false;
        for (n, offer) in offers.iter().enumerate() {
            match alike(offer, figure) {
                Ok((pay, part)) => {
                    beside_base |= figure.component == PayComponent::Unspecified && !part.is_empty();
                    let name = if offers.len() > 1 { format!("{}: ", NAMES[n.min(1)].to_lowercase()) } else { String::new() };
                    answer.derived.extend(distance(pay, figure).map(|(text, working)| Derived {
                        text: format!("{name}{part}{text}"),
                        working,
                        from: vec![at],
                    }));
                }
                Err(why) => apart[n].push(why),
            }
        }
        unsaid += usize::from(beside_base);
    }
    let part = if offers.iter().all(|offer| offer.component == PayComponent::Total) { "total" } else { "base" };
    match unsaid {
        0 => {}
        n if n == answer.figures.len() && n > 0 => answer.notes.push(format!("The sources do not say base or total; they are set beside the offer's {part}.")),
        1 => answer.notes.push(format!("Base or total is not stated for 1 figure; it is set beside the offer's {part}.")),
        n => answer.notes.push(format!("Base or total is not stated for {n} figures; they are set beside the offer's {part}.")),
    }
    let told: Vec<Option<String>> = offers.iter().zip(&apart).map(|(offer, apart)| not_compared(offer, apart)).collect();
    match told.as_slice() {
        [Some(first), Some(second)] if first == second => answer.notes.push(format!("Not compared: {first}.")),
        [Some(only)] => answer.notes.push(format!("Not compared: {only}.")),
        several => {
            let named = several.iter().enumerate().filter_map(|(n, told)| told.as_ref().map(|told| format!("{}, not compared: {told}.", NAMES[n.min(1)])));
            answer.notes.extend(named);
        }
    }
}

/// Base, bonus and equity as one.
fn sum(answer: &mut Answer, offer: &Offer, name: &str) {
    if offer.component != PayComponent::Base || offer.bonus.is_none() && offer.equity.is_none() {
        return;
    }
    match offer.total() {
        Some(total) => {
            let parts = [(Some(offer.amount), "base"), (offer.bonus, "bonus"), (offer.equity, "equity")];
            let parts: Vec<String> = parts.into_iter().filter_map(|(value, part)| Some(format!("{} {part}", amount_text(value?)))).collect();
            let text = format!("{name} in total: {} {}", money_text(total, offer.currency), offer.period.each());
            answer.derived.push(Derived { text, working: parts.join(" + "), from: Vec::new() });
        }
        None => answer.notes.push(format!("{name}: bonus and equity are a year's, the base is {}, so there is no total.", whose(offer.period))),
    }
}

/// What the second offer has more or less than the first: base and total each with its like.
fn difference(answer: &mut Answer, first: &Offer, second: &Offer) {
    if first.period != second.period {
        return answer.notes.push("The two offers are paid by different periods, and not compared with each other.".to_owned());
    }
    if first.currency != second.currency {
        return answer.notes.push("The two offers are in different currencies, and not compared with each other.".to_owned());
    }
    let mut compared = false;
    for (part, one, other) in [("base", first.base(), second.base()), ("total", first.total(), second.total())] {
        let (Some(one), Some(other)) = (one, other) else { continue };
        compared = true;
        let (high, low) = (one.max(other), one.min(other));
        let text = if high > low {
            let side = if other > one { "above" } else { "below" };
            format!("The second offer's {part} is {} {side} the first one's", money_text(high - low, first.currency))
        } else {
            format!("The two offers' {part} is the same")
        };
        answer.derived.push(Derived { text, working: format!("{} − {}", amount_text(high), amount_text(low)), from: Vec::new() });
    }
    if !compared {
        answer.notes.push("One offer is a base and the other a total; they are not compared with each other.".to_owned());
    } else if first.total().is_some() != second.total().is_some() {
        answer.notes.push("Only one of the two offers has a total, so totals are not compared.".to_owned());
    }
}

/// Why an offer and a figure are not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Apart {
    /// The figure is a bonus or equity.
    Part,
    Period,
    Currency,
    /// The figure is a total, and the offer has none.
    NoTotal,
    /// The figure is base pay, and the offer is a total.
    NoBase,
}

/// The amount of the offer that is like the figure, and what it is called.
fn alike(offer: &Offer, figure: &PayFigure) -> Result<(f64, &'static str), Apart> {
    if matches!(figure.component, PayComponent::Bonus | PayComponent::Equity) {
        return Err(Apart::Part);
    }
    if figure.period != Some(offer.period) {
        return Err(Apart::Period);
    }
    if offer.currency.is_some_and(|c| figure.currency != Some(c)) {
        return Err(Apart::Currency);
    }
    let own = match offer.component {
        PayComponent::Base => "base ",
        PayComponent::Total => "total ",
        _ => "",
    };
    match figure.component {
        PayComponent::Base => offer.base().map(|base| (base, own)).ok_or(Apart::NoBase),
        PayComponent::Total => offer.total().map(|total| (total, if own.is_empty() { own } else { "total " })).ok_or(Apart::NoTotal),
        _ => Ok((offer.amount, own)),
    }
}

/// How far `pay` is from each end of a figure, and how that was reached.
fn distance(pay: f64, figure: &PayFigure) -> Option<(String, String)> {
    let far = |end: f64| {
        let side = if pay >= end { "above" } else { "below" };
        format!("{} {side}", money_text((pay - end).abs(), figure.currency))
    };
    let text = match (figure.amounts.low, figure.amounts.high) {
        // "$180,000+" is no upper end: above it there is more.
        (Some(low), _) if figure.open_ended => format!("{} its low, top open", far(low)),
        (Some(low), Some(high)) if low == high => format!("{} it", far(low)),
        (Some(low), Some(high)) => format!("{} its low, {} its high", far(low), far(high)),
        (Some(low), None) => format!("{} its low, top open", far(low)),
        (None, Some(high)) => format!("{} its high", far(high)),
        (None, None) => return None,
    };
    let ends: Vec<String> = [figure.amounts.low, figure.amounts.high.filter(|h| Some(*h) != figure.amounts.low && !figure.open_ended)]
        .into_iter()
        .flatten()
        .map(|end| format!("{} − {}", amount_text(pay.max(end)), amount_text(pay.min(end))))
        .collect();
    Some((text, ends.join("; ")))
}

/// The figures that an offer is not compared with, counted by the reason; none where there are none.
fn not_compared(offer: &Offer, apart: &[Apart]) -> Option<String> {
    let count = |why: Apart| apart.iter().filter(|a| **a == why).count();
    let hint = if offer.period == PayPeriod::Year { " (give bonus and equity, 0 where there is none)" } else { "" };
    let reasons = [
        (Apart::Period, format!("not paid {}", by(offer.period))),
        (Apart::Currency, format!("not in {}", offer.currency.map(|c| c.to_string()).unwrap_or_default())),
        (Apart::NoTotal, format!("of total pay{hint}")),
        (Apart::NoBase, "of base pay".to_owned()),
        (Apart::Part, "of a bonus or equity alone".to_owned()),
    ];
    let said: Vec<String> = reasons
        .into_iter()
        .filter_map(|(why, words)| match count(why) {
            0 => None,
            1 => Some(format!("1 figure {words}")),
            n => Some(format!("{n} figures {words}")),
        })
        .collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn by(period: PayPeriod) -> &'static str {
    match period {
        PayPeriod::Hour => "by the hour",
        PayPeriod::Day => "by the day",
        PayPeriod::Week => "by the week",
        PayPeriod::Month => "by the month",
        PayPeriod::Year => "by the year",
    }
}

fn whose(period: PayPeriod) -> String {
    format!("{}'s", period.each())
}
