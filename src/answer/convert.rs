//! Figures in the period and the currency that were asked for, where no source has them: our numbers, with the working.

use super::{Answer, Kind};
use crate::lexicon::Rates;
use crate::pay::{Amounts, Currency, Derived, PayComponent, PayFigure, PayPeriod, amount_text};
use crate::question::{CompareBy, Question};

/// Digits that a converted amount keeps.
const DIGITS: usize = 3;
/// Digits that a rate of exchange keeps; the amounts are computed with just these, so that a reader gets the same.
const RATE_DIGITS: usize = 4;

/// How many of a period are in a year, and the words for it. 2,080 hours (52 weeks of 40) is what the US Bureau of Labor
/// Statistics divides by. None for days: a day rate is not a share of a salary.
fn in_year(period: PayPeriod) -> Option<(f64, &'static str)> {
    match period {
        PayPeriod::Hour => Some((2080.0, "2,080 hours (BLS)")),
        PayPeriod::Week => Some((52.0, "52 weeks")),
        PayPeriod::Month => Some((12.0, "12 months")),
        PayPeriod::Day | PayPeriod::Year => None,
    }
}

/// Adds to `answer` its figures in what `question` asked for and they lack, in their order.
pub(super) fn add(answer: &mut Answer, question: &Question, rates: &Rates) {
    if !matches!(answer.kind, Kind::Pay | Kind::Comparison) || question.offer.is_some() {
        return;
    }
    let engaged = question.employment.is_some() || question.compare.as_ref().is_some_and(|c| c.by == CompareBy::Employment);
    let period = question.period.filter(|_| !engaged);
    let found = answer.figures.iter().enumerate().filter_map(|(n, c)| {
        let (text, working) = converted(&c.record.figure, period, question.currency, rates)?;
        Some(Derived { text: format!("[{}] {text}", c.number), working, from: vec![n] })
    });
    let found: Vec<Derived> = found.collect();
    answer.derived.extend(found);
}

/// A figure in another period, another currency or both, and how; none where neither applies.
fn converted(f: &PayFigure, period: Option<PayPeriod>, currency: Option<Currency>, rates: &Rates) -> Option<(String, String)> {
    let mut factor = 1.0;
    let mut steps = String::new();
    let mut each = f.period;
    let (mut code, mut by_rate) = (f.currency, None);
    let salary = f.employment.is_none() && !matches!(f.component, PayComponent::Bonus | PayComponent::Equity);
    match (f.period, period) {
        (Some(PayPeriod::Year), Some(to)) if salary => {
            if let Some((n, words)) = in_year(to) {
                factor /= n;
                steps.push_str(&format!(" ÷ {words}"));
                each = Some(to);
            }
        }
        (Some(from), Some(PayPeriod::Year)) if salary => {
            if let Some((n, words)) = in_year(from) {
                factor *= n;
                steps.push_str(&format!(" × {words}"));
                each = Some(PayPeriod::Year);
            }
        }
        _ => {}
    }
    if let (Some(from), Some(to)) = (f.currency, currency.filter(|c| Some(*c) != f.currency))
        && let Some(rate) = rates.rate(from, to).map(|r| rounded(r, RATE_DIGITS))
    {
        factor *= rate;
        steps.push_str(&format!(" × {rate} {to} per {from}"));
        code = Some(to);
        by_rate = Some(format!(", ECB reference rate of {}", rates.date()));
    }
    if steps.is_empty() {
        return None;
    }
    let to = |end: f64| rounded(end * factor, DIGITS);
    let amounts = Amounts { low: f.amounts.low.map(to), high: f.amounts.high.map(to) };
    let text = said(amounts, code, f.open_ended, each, "about ")?;
    let working = format!("{}{steps}{}, rounded to three digits", said(f.amounts, f.currency, f.open_ended, f.period, "")?, by_rate.unwrap_or_default());
    Some((text, working))
}

/// Amounts in words: ends stay ends, open ends stay open. None where an end is too small to be written.
fn said(amounts: Amounts, currency: Option<Currency>, open: bool, each: Option<PayPeriod>, about: &str) -> Option<String> {
    if [amounts.low, amounts.high].into_iter().flatten().any(|end| !end.is_finite() || end < 0.01) {
        return None;
    }
    let code = currency.map(|c| format!("{c} ")).unwrap_or_default();
    let plus = if open { "+" } else { "" };
    let body = match (amounts.low, amounts.high) {
        (Some(low), Some(high)) if low == high => format!("{about}{code}{}{plus}", amount_text(low)),
        (Some(low), Some(high)) => format!("{about}{code}{} – {}{plus}", amount_text(low), amount_text(high)),
        (Some(low), None) => format!("at least {about}{code}{}", amount_text(low)),
        (None, Some(high)) => format!("up to {about}{code}{}", amount_text(high)),
        (None, None) => return None,
    };
    Some(each.map_or(body.clone(), |p| format!("{body} {}", p.each())))
}

/// `value` to so many significant digits.
fn rounded(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits.saturating_sub(1)).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::pay::{Employment, PayStatistic};
    use crate::text::Span;

    fn figure(low: Option<f64>, high: Option<f64>, currency: &str, period: Option<PayPeriod>) -> PayFigure {
        let span = Span { start: 0, end: 0 };
        PayFigure {
            span,
            ends: Vec::new(),
            sentence: span,
            amounts: Amounts { low, high },
            open_ended: false,
            currency: Currency::new(currency),
            period,
            statistic: PayStatistic::Range,
            percentile: None,
            component: PayComponent::Base,
            role: None,
            level: None,
            experience: None,
            place: None,
            place_id: None,
            employment: None,
            source: None,
            as_of: None,
            evidence: Vec::new(),
            corrected: None,
        }
    }

    fn text(f: &PayFigure, period: Option<PayPeriod>, currency: &str) -> Option<String> {
        let rates = &Lexicon::bundled().expect("the lexicon").rates;
        converted(f, period, Currency::new(currency), rates).map(|(text, working)| format!("{text} ({working})"))
    }

    use PayPeriod::{Day, Hour, Month, Week, Year};

    #[test]
    fn what_is_asked_for_is_converted() {
        let usd = figure(Some(116_000.0), Some(172_000.0), "USD", Some(Year));
        let hourly = "about USD 55.80 – 82.70 an hour (USD 116,000 – 172,000 a year ÷ 2,080 hours (BLS), rounded to three digits)";
        assert_eq!(text(&usd, Some(Hour), "").as_deref(), Some(hourly));
        let euro = text(&usd, None, "EUR").expect("euros");
        assert!(euro.starts_with("about EUR 104,000 – 154,000 a year (") && euro.contains("× 0.8951 EUR per USD, ECB reference rate of 2026-10-30"), "{euro}");
        let both = text(&usd, Some(Hour), "EUR").expect("both");
        assert!(both.starts_with("about EUR 49.90 – 74 an hour ("), "{both}");
        let open = text(&figure(Some(5_000.0), None, "EUR", Some(Month)), Some(Year), "").expect("open");
        assert!(open.starts_with("at least about EUR 60,000 a year ("), "{open}");
        let up_to = text(&figure(None, Some(1_000.0), "", Some(Week)), Some(Year), "").expect("up to");
        assert!(up_to.starts_with("up to about 52,000 a year ("), "{up_to}");
    }

    #[test]
    fn the_rest_is_left_alone() {
        let base = |period| figure(Some(100.0), Some(200.0), "USD", period);
        let contract = PayFigure { employment: Some(Employment::Contract), ..base(Some(Hour)) };
        let bonus = PayFigure { component: PayComponent::Bonus, ..base(Some(Year)) };
        let equity = PayFigure { component: PayComponent::Equity, ..base(Some(Year)) };
        let nothing = [
            (base(Some(Day)), Some(Year), ""),
            (base(Some(Year)), Some(Day), ""),
            (base(Some(Month)), Some(Hour), ""),
            (base(Some(Year)), Some(Year), ""),
            (base(Some(Year)), None, ""),
            (base(None), Some(Year), ""),
            (contract, Some(Year), ""),
            (bonus, Some(Month), ""),
            (equity, Some(Hour), ""),
            (base(Some(Year)), None, "USD"),
            (base(Some(Year)), None, "NGN"),
            (figure(Some(1.0), None, "NGN", Some(Year)), None, "EUR"),
            (figure(Some(1.0), None, "", Some(Year)), None, "EUR"),
            (figure(None, None, "USD", Some(Year)), Some(Hour), "EUR"),
        ];
        for (f, period, currency) in nothing {
            assert_eq!(text(&f, period, currency), None, "{:?} {:?} {currency}", f.period, period);
        }
    }

    #[test]
    fn three_digits_are_kept() {
        for (value, want) in [(116_499.0, 116_000.0), (116_501.0, 117_000.0), (55.769, 55.8), (99.96, 100.0), (1.234, 1.23), (0.0, 0.0), (9_996.0, 10_000.0)] {
            assert!((rounded(value, DIGITS) - want).abs() < 1e-9, "{value}");
        }
    }
}
