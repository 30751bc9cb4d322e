//! What an amount is paid for: an hour, a day, a week, a month, a year.

use super::kind::near_component;
use super::scene::{Scene, Unit};
use super::{table, yearly};
use crate::lexicon::{Cue, Found, Term};
use crate::pay::{Currency, How, PayComponent, PayPeriod};
use crate::text::Span;

const PERIODS: [(Cue, PayPeriod); 5] =
    [(Cue::Hour, PayPeriod::Hour), (Cue::Day, PayPeriod::Day), (Cue::Week, PayPeriod::Week), (Cue::Month, PayPeriod::Month), (Cue::Year, PayPeriod::Year)];

/// The period that a term names.
pub(super) fn period_of(term: Term) -> Option<PayPeriod> {
    PERIODS.iter().find(|(cue, _)| term == Term::Cue(*cue)).map(|p| p.1)
}

/// The period, how it was reached and by which words.
pub(super) fn period(scene: &Scene<'_>, unit: &Unit, at: usize, currency: Option<Currency>) -> (Option<PayPeriod>, How, Option<Span>) {
    let money = &unit.money[at];
    if let Some(period) = unit.period_after[at] {
        return (Some(period), How::Stated, Some(scene.raw(unit, money.range.end..unit.end_of(at))));
    }
    if let Some(period) = money.period {
        return (Some(period), How::Stated, Some(scene.raw(unit, money.core.clone())));
    }
    let plausible = |p: PayPeriod| {
        let (low, high) = scene.lexicon.currencies.plausible_year(currency);
        let within = |amount: f64| amount * yearly(p) >= low * 0.4 && amount * yearly(p) <= high * 1.5;
        within(money.amounts.any()) || within(money.amounts.top())
    };
    // What is said a little away counts only where it gives a common pay, or a yearly one would be none either: "€52,762,
    // which is €4,397 a month".
    let common = |p: PayPeriod| {
        let (low, _) = scene.lexicon.currencies.plausible_year(currency);
        (low * 0.4..=low * 70.0).contains(&(money.amounts.any() * yearly(p)))
    };
    let apt = |p: PayPeriod| plausible(p) && (common(p) || !common(PayPeriod::Year));
    let said = |unit: &Unit, f: &Found| Some(scene.raw(unit, f.start..f.end));
    let before = unit.before(at);
    let near = unit.found.iter().filter(|f| before.contains(&f.start)).filter_map(|f| period_of(f.term).map(|p| (p, f))).next_back();
    if let Some((period, f)) = near.filter(|(p, _)| plausible(*p)) {
        return (Some(period), How::Stated, said(unit, f));
    }
    if let Some((period, how, span)) = table::period(scene, unit, at) {
        return (Some(period), how, span);
    }
    if let Some(period) = table::captioned(scene, unit).filter(|p| plausible(*p)) {
        return (Some(period), How::Carried, None);
    }
    let above = scene.line_above(unit).and_then(|l| period_in_text(scene.lexicon, &l.text).map(|p| (p, l)));
    if let Some((period, _)) = above.filter(|(p, _)| apt(*p)) {
        return (Some(period), How::Carried, None);
    }
    // "€72K OTE, quota 30 meetings a month" is no monthly pay.
    let after = unit.after(at);
    let of_another = |f: &Found| {
        let gap = unit.text.get(after.start..f.start).unwrap_or_default();
        gap.contains(|c: char| c.is_ascii_digit() || matches!(c, ';' | ':')) && gap.contains([',', ';', ':', '('])
    };
    let near = unit.found.iter().filter(|f| after.contains(&f.start) && !of_another(f)).find_map(|f| period_of(f.term).map(|p| (p, f)));
    if let Some((period, f)) = near.filter(|(p, _)| apt(*p)) {
        return (Some(period), How::Stated, said(unit, f));
    }
    // Of the whole sentence where it speaks of one period alone: "Android $131,571 a year, iOS $121,117".
    let others: Vec<PayPeriod> = unit.period_after.iter().flatten().copied().chain(unit.found.iter().filter_map(|f| period_of(f.term))).collect();
    if let Some(period) = others.first().copied().filter(|p| others.iter().all(|o| o == p) && apt(*p)) {
        return (Some(period), How::Stated, None);
    }
    if let Some(period) = scene.terms(unit.block).and_then(|t| t.period).filter(|p| apt(*p)) {
        return (Some(period), How::Document, None);
    }
    if unstated_by_name(unit, at) {
        return (None, How::Stated, None);
    }
    let component = near_component(unit, at);
    if !matches!(component, Some(PayComponent::Bonus | PayComponent::Equity))
        && let Some(period) = scene.period_of_its_like(unit, at).filter(|p| plausible(*p))
    {
        return (Some(period), How::Carried, None);
    }
    let default = PayPeriod::Year;
    if plausible(default) && matches!(component, None | Some(PayComponent::Base | PayComponent::Total)) {
        return (Some(default), How::Inferred, None);
    }
    for heading in scene.earlier(unit).take(2).chain(scene.headings(unit)).chain(scene.title()) {
        if let Some((period, f)) = heading.found.iter().filter_map(|f| period_of(f.term).map(|p| (p, f))).next_back()
            && plausible(period)
        {
            let how = if heading.block == unit.block { How::Carried } else { How::Heading };
            return (Some(period), how, if heading.block == usize::MAX { None } else { said(heading, f) });
        }
    }
    if matches!(component, Some(PayComponent::Bonus | PayComponent::Equity)) || plausible(default) {
        return (Some(default), How::Inferred, None);
    }
    let rest = [PayPeriod::Month, PayPeriod::Hour, PayPeriod::Day, PayPeriod::Week];
    (rest.into_iter().find(|p| plausible(*p)), How::Inferred, None)
}

/// The period that a term names, for headers.
pub(super) fn period_in(unit: &Unit, range: std::ops::Range<usize>) -> Option<(PayPeriod, Found)> {
    unit.found.iter().filter(|f| range.contains(&f.start)).find_map(|f| period_of(f.term).map(|p| (p, *f)))
}

/// The period that a header's text names.
pub(super) fn period_in_text(lexicon: &crate::lexicon::Lexicon, text: &str) -> Option<PayPeriod> {
    let named = lexicon.find(text, crate::lexicon::Reading::Label).iter().find_map(|f| period_of(f.term));
    named.or_else(|| text.match_indices('/').find_map(|(at, _)| crate::mention::period_after(text, at)).map(|p| p.0)).or_else(|| bracketed(text))
}

/// "Income (month)".
pub(super) fn bracketed(text: &str) -> Option<PayPeriod> {
    let inner = &text[text.rfind('(')? + 1..];
    crate::mention::period_after(&format!("/{}", inner.trim_end().trim_end_matches(')')), 0).map(|p| p.0)
}

/// "$2,310 biweekly": paid for a time that is none of ours.
fn unstated_by_name(unit: &Unit, at: usize) -> bool {
    let tail: String = unit.text[unit.end_of(at)..].trim_start().chars().take(24).collect::<String>().to_lowercase();
    let tail = ["every ", "each ", "per ", "a ", "/"].iter().find_map(|w| tail.strip_prefix(w)).unwrap_or(&tail);
    ["biweekly", "bi-weekly", "fortnight", "two weeks", "quarter", "shift", "semester", "term"].iter().any(|w| tail.starts_with(w))
}
