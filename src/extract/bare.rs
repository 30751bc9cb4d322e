//! Bare numbers in tables: what their column's header and their table's caption say of them.

use super::caption::{self, Caption};
use super::period::period_in_text;
use super::scene::Scene;
use crate::lexicon::{Cue, Reading, Term};
use crate::mention::{CurrencyHint, Money, currency_in, number_at};
use crate::pay::{Amounts, PayPeriod};

/// A bare number in a column whose header or whose table's caption says that it is money: "Base ($k per year)", "All rates
/// are US dollars per hour".
pub(super) fn bare(scene: &Scene<'_>, cell: &str, header: &str, caption: Option<&Caption>) -> Option<Money> {
    if !cell.trim().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let lexicon = scene.lexicon;
    let found = lexicon.find(header, Reading::Label);
    let rupees = header.to_lowercase().contains("lpa") || header.to_lowercase().contains("lakh");
    let signs = currency_in(header, lexicon).or_else(|| crate::pay::Currency::new("INR").filter(|_| rupees).map(CurrencyHint::One));
    let pay = found.iter().any(|f| matches!(f.term, Term::Cue(Cue::Pay | Cue::Base | Cue::Total | Cue::Median | Cue::Average | Cue::Bonus)));
    let above = caption.filter(|c| c.pay && !names_count(header));
    let hint = match signs {
        Some(hint) => hint,
        None if pay || above.is_some() => above.and_then(|c| c.currency.clone()).unwrap_or(CurrencyHint::None),
        None => return None,
    };
    let factor = match (caption::factor(header), above) {
        (1.0, Some(above)) => above.factor,
        (own, _) => own,
    };
    let period = period_in_text(lexicon, header).or_else(|| above.and_then(|c| c.period));
    let text = cell.trim();
    let lead = cell.len() - cell.trim_start().len();
    let first = number_at(text, 0, true)?;
    let rest = text[first.range.end..].trim_start();
    let rest_at = text.len() - rest.len();
    let (end, high, plus) = if let Some(tail) = rest.strip_prefix(['-', '–', '—']).or_else(|| rest.strip_prefix("to ")) {
        let at = text.len() - tail.trim_start().len();
        let second = number_at(text, at, true)?;
        (second.range.end, second.value, text[second.range.end..].trim() == "+")
    } else {
        (rest_at.min(first.range.end), first.value, rest == "+")
    };
    let whole = text[end..].trim();
    if !matches!(whole, "" | "+" | "k" | "K") {
        return None;
    }
    let factor = if matches!(whole, "k" | "K") { 1_000.0 } else { factor };
    // Counts and years stand in tables of pay as well.
    let year = !first.grouped && factor == 1.0 && (1_900.0..2_100.0).contains(&first.value);
    let (least, most) = lexicon.currencies.plausible_year(hint.likely(None));
    let by_year = high * factor * super::yearly(period.unwrap_or(PayPeriod::Year));
    let likely = (least * 0.3..=most).contains(&by_year);
    if hint == CurrencyHint::None && (first.value * factor < 1_000.0 && period.is_none() || year) || !pay && (!likely || year) {
        return None;
    }
    let range = lead..lead + end;
    let is_range = high > first.value;
    Some(Money {
        range: range.clone(),
        ends: (range.clone(), None),
        core: range,
        amounts: Amounts { low: Some(round(first.value * factor)), high: if plus && !is_range { None } else { Some(round(high * factor)) } },
        open_ended: plus,
        currency: hint,
        bound: None,
        period: None,
        is_range,
        scaled: factor > 1.0,
        bare: false,
    })
}

/// A bare number of a table without a header, where the caption says currency and pay.
pub(super) fn untitled(scene: &Scene<'_>, cell: &str, n: usize, titled: bool, caption: Option<&Caption>) -> Option<Money> {
    caption.filter(|c| n > 0 && !titled && c.currency.is_some()).and_then(|c| bare(scene, cell, "", Some(c)))
}

/// Whether a header names something that is counted or measured, not paid.
pub(super) fn names_count(header: &str) -> bool {
    let words = crate::lexicon::words(header);
    let time = (1..=2).contains(&words.len())
        && words.iter().all(|w| matches!(w.key.as_ref(), "year" | "yr" | "day" | "week" | "hour" | "month" | "per" | "in" | "of" | "from" | "to" | "since"));
    time && !header.to_lowercase().starts_with("per ")
        || words.iter().any(|w| COUNTED.contains(&w.key.as_ref()))
        || header.contains(['%', '#'])
        || header.trim() == "n"
}

/// What columns beside the pay count, singular.
const COUNTED: &[&str] = &[
    "job",
    "opening",
    "number",
    "count",
    "review",
    "sample",
    "respondent",
    "response",
    "growth",
    "change",
    "experience",
    "age",
    "rank",
    "employee",
    "employment",
    "population",
    "index",
    "score",
    "rating",
    "date",
    "id",
    "taken",
    "covered",
    "intake",
    "grade",
    "band",
    "tier",
    "step",
    "vacancy",
    "option",
    "ad",
    "report",
    "participant",
    "share",
    "percentage",
    "percent",
    "size",
    "headcount",
    "candidate",
    "demand",
    "posting",
    "position",
    "person",
    "people",
    "worker",
    "student",
    "code",
    "cost",
    "rent",
    "price",
    "founded",
];

/// To the cent, so that 4.9 lakh is 490,000.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
