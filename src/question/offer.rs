//! The amount that an asker was offered.

use super::Offer;
use crate::lexicon::{Cue, Found, Lexicon, Term};
use crate::mention::{CurrencyHint, money_asked, number_at, period_after};
use crate::pay::{Currency, PayPeriod};

/// An amount in a question with where it stands.
pub(super) struct Stated {
    pub offer: Offer,
    /// Whether the currency is stated, not taken from the place.
    pub currency: Option<Currency>,
    /// Whether the period is stated.
    pub period: Option<PayPeriod>,
    /// Whether it is a range.
    pub is_range: bool,
    /// Where.
    pub range: std::ops::Range<usize>,
}

/// The amount of a question: the only money expression, or a bare number where the words speak of an offer ("110 for data
/// eng" is 110,000 a year).
pub(super) fn amount(text: &str, found: &[Found], lexicon: &Lexicon, local: Option<Currency>) -> Option<Stated> {
    let all = money_asked(text, lexicon);
    if let Some(first) = all.first() {
        let after = period_after(text, first.range.end);
        let period = after.map(|p| p.0).or(first.period);
        let stated = first.currency.likely(local);
        let currency = if first.currency == CurrencyHint::None { local } else { stated };
        let amount = first.amounts.low.or(first.amounts.high)?;
        let spoken = period.or_else(|| spoken_period(found).filter(|p| amount < 20_000.0 || *p == PayPeriod::Year));
        return Some(Stated {
            offer: Offer::of(amount, currency, spoken.unwrap_or(PayPeriod::Year)),
            currency: stated,
            period: spoken,
            is_range: first.is_range,
            // With its period: the "hr" of "$62/hr" is no human resources.
            range: first.range.start..after.map_or(first.range.end, |p| p.1.max(first.range.end)),
        });
    }
    let speaks = found.iter().any(|f| matches!(f.term, Term::Cue(Cue::Offer | Cue::Verdict)));
    if !speaks {
        return None;
    }
    let bytes = text.as_bytes();
    let at = (0..bytes.len()).find(|n| bytes[*n].is_ascii_digit() && (*n == 0 || matches!(bytes[n - 1], b' ' | b':' | b'(')))?;
    let number = number_at(text, at, false)?;
    let tail = text[number.range.end..].trim_start();
    let unit = ["year", "yr", "yoe", "%", "month", "week", "day", "hour", "round", "people", "req", "exp", "x "].iter().any(|u| tail.starts_with(u));
    let glued = text[number.range.end..].starts_with(|c: char| c.is_alphanumeric() || c == '%');
    let period = period_after(text, number.range.end).map(|p| p.0);
    if (unit && period.is_none()) || glued {
        return None;
    }
    let amount = match number.value {
        v if period.is_some_and(|p| p != PayPeriod::Year) => v,
        v if (20.0..1_000.0).contains(&v) => v * 1_000.0,
        v if (10_000.0..10_000_000.0).contains(&v) => v,
        _ => return None,
    };
    Some(Stated { offer: Offer::of(amount, local, period.unwrap_or(PayPeriod::Year)), currency: None, period, is_range: false, range: number.range })
}

pub(super) fn spoken_period(found: &[Found]) -> Option<PayPeriod> {
    found.iter().find_map(|f| match f.term {
        Term::Cue(Cue::Hour) => Some(PayPeriod::Hour),
        Term::Cue(Cue::Day) => Some(PayPeriod::Day),
        Term::Cue(Cue::Week) => Some(PayPeriod::Week),
        Term::Cue(Cue::Month) => Some(PayPeriod::Month),
        Term::Cue(Cue::Year) => Some(PayPeriod::Year),
        _ => None,
    })
}
