//! An offer beside the figures that fit.

use super::{Answer, Desk, Kind, abstain, confidence, select};
use crate::index::IndexError;
use crate::pay::{Derived, PayComponent, PayPeriod, amount_text};
use crate::question::{Offer, Question};

/// The figures that fit, and, where only the asker sees it, how far the offer is from each.
pub(super) fn check(desk: &Desk<'_>, question: &Question) -> Result<Answer, IndexError> {
    let Some(role) = question.roles.first() else { return abstain::which_role(desk, question) };
    // What the offer is paid by does not decide which figures are shown, only which it is compared with.
    let asked = Question { period: question.period.filter(|p| matches!(p, PayPeriod::Hour | PayPeriod::Day)), ..question.clone() };
    let chosen = select::select(desk, &asked, role);
    if chosen.hits.is_empty() {
        return abstain::no_figures(desk, question, &chosen);
    }
    let mut answer = Answer::of(Kind::Offer);
    desk.fill(&mut answer, chosen, None)?;
    answer.notes.extend(confidence::older(&answer.figures, desk.asked.today));
    answer.confidence = Some(confidence::of(&answer.figures, desk.lexicon, desk.asked.today));
    match question.offer.filter(|_| desk.asked.private) {
        Some(offer) => place(&mut answer, offer),
        None => {
            answer.notes.push("An offer is set beside these in private alone: press Check privately, write me directly, or use /salary with hide.".to_owned())
        }
    }
    Ok(answer)
}

/// The distance in money to each figure of the same period and currency.
fn place(answer: &mut Answer, offer: Offer) {
    let mut unlike = 0;
    // An offer without a currency is compared only where all figures are in one.
    let currencies: std::collections::BTreeSet<_> = answer.figures.iter().map(|c| c.record.figure.currency).collect();
    if offer.currency.is_none() && currencies.len() > 1 {
        answer.notes.push("Name the offer's currency: the figures are in several.".to_owned());
        return;
    }
    for (n, cited) in answer.figures.iter().enumerate() {
        let f = &cited.record.figure;
        if matches!(f.component, PayComponent::Bonus | PayComponent::Equity)
            || f.period != Some(offer.period)
            || offer.currency.is_some_and(|c| f.currency != Some(c))
        {
            unlike += 1;
            continue;
        }
        let currency = f.currency.map(|c| format!("{c} ")).unwrap_or_default();
        let distance = |end: f64| (offer.amount - end).abs();
        let side = |end: f64| if offer.amount >= end { "above" } else { "below" };
        let amount = |v: f64| format!("{currency}{}", amount_text(v));
        let text = match (f.amounts.low, f.amounts.high) {
            // "$180,000+" is no upper end: above it there is more.
            (Some(low), _) if f.open_ended => format!("[{}] {} {} its low, top open", cited.number, amount(distance(low)), side(low)),
            (Some(low), Some(high)) if low == high => format!("[{}] {} {} it", cited.number, amount(distance(low)), side(low)),
            (Some(low), Some(high)) => {
                format!("[{}] {} {} its low, {} {} its high", cited.number, amount(distance(low)), side(low), amount(distance(high)), side(high))
            }
            (Some(low), None) => format!("[{}] {} {} its low, top open", cited.number, amount(distance(low)), side(low)),
            (None, Some(high)) => format!("[{}] {} {} its high", cited.number, amount(distance(high)), side(high)),
            (None, None) => continue,
        };
        let ends: Vec<String> = [f.amounts.low, f.amounts.high.filter(|h| Some(*h) != f.amounts.low && !f.open_ended)]
            .into_iter()
            .flatten()
            .map(|end| format!("{} − {}", amount_text(offer.amount.max(end)), amount_text(offer.amount.min(end))))
            .collect();
        answer.derived.push(Derived { text, working: ends.join("; "), from: vec![n] });
    }
    if unlike > 0 {
        let are = if unlike == 1 { "figure is" } else { "figures are" };
        answer.notes.push(format!("{unlike} {are} a bonus, or paid by another period or in another currency, and not compared."));
    }
}
