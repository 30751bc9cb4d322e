//! Whether two sources say the same of the same people, and why they may not.

use super::Cited;
use crate::lexicon::Lexicon;
use crate::pay::{PayComponent, PayFigure, PayStatistic};

/// Two single numbers agree where they are at most this share of the greater apart: rounding and a month's drift, no more.
const NEAR: f64 = 0.1;
/// Dates further apart than this many months may explain a difference.
const DRIFT: u32 = 12;

/// Whether two figures of one kind overlap, or, where both are single numbers, are near each other. None where they are of
/// different people or kinds, so that neither could be said of them.
pub(super) fn agree(a: &PayFigure, b: &PayFigure) -> Option<bool> {
    let alike = of_one_group(a, b) && a.component == b.component && a.place_id == b.place_id && a.place.is_some() == b.place.is_some();
    alike.then(|| meet(a, b))
}

/// Of the same people by role, level, years and engagement, for the same period in the same currency, by numbers that may be
/// set beside each other.
fn of_one_group(a: &PayFigure, b: &PayFigure) -> bool {
    let role = |f: &PayFigure| f.role.as_ref().and_then(|r| r.id.clone());
    role(a) == role(b)
        && a.level == b.level
        && a.experience == b.experience
        && a.employment == b.employment
        && a.period == b.period
        && a.currency == b.currency
        && middling(a)
        && middling(b)
}

/// A number of the middle, or a range around it; the lowest, the highest and single percentiles are of other people.
fn middling(figure: &PayFigure) -> bool {
    let middle = matches!(figure.statistic, PayStatistic::Range | PayStatistic::Average | PayStatistic::Median | PayStatistic::Point);
    let part = matches!(figure.component, PayComponent::Bonus | PayComponent::Equity);
    middle && figure.percentile.is_none_or(|p| (p - 50.0).abs() < 1.0) && !part
}

fn meet(a: &PayFigure, b: &PayFigure) -> bool {
    let span = |f: &PayFigure| {
        let high = if f.open_ended { None } else { f.amounts.high };
        (f.amounts.low.unwrap_or(0.0), high.unwrap_or(f64::INFINITY))
    };
    let ((low, high), (from, to)) = (span(a), span(b));
    if a.amounts.is_point() && b.amounts.is_point() {
        return (low - from).abs() <= NEAR * low.max(from);
    }
    low <= to && from <= high
}

/// The first two sources that say different things of the same people, with the likely reason where there is one.
pub(super) fn disagreement(figures: &[Cited], lexicon: &Lexicon) -> Option<String> {
    let pairs = figures.iter().enumerate().flat_map(|(n, a)| figures[n + 1..].iter().map(move |b| (a, b)));
    let (a, b) = pairs.into_iter().find(|(a, b)| {
        let same = a.number == b.number || a.origin_name().is_some() && a.origin_name() == b.origin_name();
        let (x, y) = (&a.record.figure, &b.record.figure);
        !same && of_one_group(x, y) && related(x, y, lexicon) && !meet(x, y)
    })?;
    let why = reasons(a, b);
    let why = if why.is_empty() { String::new() } else { format!(": {}", why.join("; ")) };
    Some(format!("[{}] and [{}] differ{why}. Both are shown, neither is averaged.", a.number, b.number))
}

/// Whether two figures are for one place, for one around the other, or one of them names none.
fn related(a: &PayFigure, b: &PayFigure, lexicon: &Lexicon) -> bool {
    match (a.place_id.as_deref(), b.place_id.as_deref()) {
        (Some(one), Some(other)) => one == other || lexicon.places.contains(one, other) || lexicon.places.contains(other, one),
        _ => true,
    }
}

fn reasons(a: &Cited, b: &Cited) -> Vec<String> {
    let (x, y) = (&a.record.figure, &b.record.figure);
    let mut out = Vec::new();
    let part = |f: &PayFigure| match f.component {
        PayComponent::Unspecified => "does not say which part of pay it is".to_owned(),
        part => format!("is {part} pay"),
    };
    if x.component != y.component {
        out.push(format!("[{}] {}, [{}] {}", a.number, part(x), b.number, part(y)));
    }
    let place = |f: &PayFigure| f.place.clone().map_or_else(|| "names no place".to_owned(), |p| format!("is for {p}"));
    if x.place_id != y.place_id || x.place.is_some() != y.place.is_some() {
        out.push(format!("[{}] {}, [{}] {}", a.number, place(x), b.number, place(y)));
    }
    if let (Some(one), Some(other)) = (a.date(), b.date()) {
        let (old, new) = if one <= other { (one, other) } else { (other, one) };
        if old.months_until(new) >= DRIFT {
            out.push(format!("[{}] is of {}, [{}] of {}", a.number, one.short(), b.number, other.short()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::confidence::tests::cited;
    use super::*;
    use crate::pay::{Amounts, Level};

    fn figure(cited: &mut Cited) -> &mut PayFigure {
        &mut std::sync::Arc::make_mut(&mut cited.record).figure
    }

    #[test]
    fn sources_agree_where_they_meet_and_differ_where_they_do_not() {
        for (a, b, want) in [
            ((100.0, 150.0), (140.0, 200.0), true),
            ((100.0, 150.0), (120.0, 120.0), true),
            ((100.0, 100.0), (108.0, 108.0), true),
            ((100.0, 150.0), (160.0, 200.0), false),
            ((100.0, 100.0), (130.0, 130.0), false),
            ((100.0, 150.0), (99.0, 99.0), false),
        ] {
            let (x, y) = (cited("A", None, a), cited("B", None, b));
            assert_eq!(agree(&x.record.figure, &y.record.figure), Some(want), "{a:?} {b:?}");
            assert_eq!(agree(&y.record.figure, &x.record.figure), Some(want), "{b:?} {a:?}");
        }
    }

    #[test]
    fn of_unlike_figures_neither_is_said() {
        let one = cited("A", None, (100.0, 150.0)).record.figure.clone();
        for change in [
            (|f| f.level = Some(Level::Senior)) as fn(&mut PayFigure),
            |f| f.component = PayComponent::Total,
            |f| f.statistic = PayStatistic::Maximum,
            |f| f.percentile = Some(90.0),
            |f| f.place = Some("Austin".to_owned()),
            |f| f.currency = None,
            |f| f.period = None,
        ] {
            let mut other = cited("B", None, (300.0, 400.0)).record.figure.clone();
            change(&mut other);
            assert_eq!(agree(&one, &other), None, "{other:?}");
        }
    }

    #[test]
    fn a_difference_is_told_with_its_likely_reason() {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        let told = |change: &dyn Fn(&mut Cited)| {
            let a = Cited { number: 1, ..cited("A", Some("2026-03"), (100.0, 120.0)) };
            let mut b = Cited { number: 2, ..cited("B", Some("2026-03"), (150.0, 160.0)) };
            change(&mut b);
            disagreement(&[a, b], lexicon)
        };
        let text = |change: &dyn Fn(&mut Cited)| told(change).expect("told");
        assert_eq!(text(&|_| ()), "[1] and [2] differ. Both are shown, neither is averaged.");
        assert!(text(&|b| figure(b).component = PayComponent::Total).contains(": [1] does not say which part of pay it is, [2] is total pay."));
        assert!(text(&|b| figure(b).as_of = "2024-03".parse().ok()).contains("[1] is of Mar 2026, [2] of Mar 2024"));
        let austin = |f: &mut PayFigure| (f.place, f.place_id) = (Some("Austin".to_owned()), Some("austin".to_owned()));
        assert!(text(&|b| austin(figure(b))).contains("[1] names no place, [2] is for Austin"));
        for silent in [
            (|b| figure(b).source = Some("A".to_owned())) as fn(&mut Cited),
            |b| b.number = 1,
            |b| figure(b).amounts = Amounts { low: Some(110.0), high: Some(160.0) },
            |b| figure(b).level = Some(Level::Junior),
            |b| figure(b).period = None,
            |b| figure(b).component = PayComponent::Bonus,
        ] {
            assert_eq!(told(&silent), None);
        }
    }
}
