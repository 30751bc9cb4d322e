//! Where an amount lies among the percentiles of a row: nowhere else is one placed by percentile.

use crate::pay::{Derived, PayPeriod, PayRow, PayStatistic, amount_text, money_text, ordinal};

/// A percentile that a row states, and its amount.
type Point = (f64, f64);

/// Where `pay` lies, for `name`'s amount of that period: linear between the two percentiles around it, and never beyond the outermost
/// one. None where the row states no percentile of that period.
pub(super) fn position(name: &str, pay: f64, row: &PayRow, period: PayPeriod) -> Option<Derived> {
    let of = |statistic: PayStatistic, percentile: Option<f64>| match statistic {
        PayStatistic::Median => Some(50.0),
        PayStatistic::Percentile => percentile,
        _ => None,
    };
    let stated = row.figures.iter().filter(|figure| figure.period == Some(period));
    // "≥ $239,200" is no amount that anything lies below.
    let known = stated.filter(|figure| !figure.open_ended).filter_map(|figure| Some((of(figure.statistic, figure.percentile)?, figure.amounts.low?)));
    let mut points: Vec<Point> = known.collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let currency = row.figures.first().and_then(|figure| figure.currency);
    let called = |(percentile, _): Point| if percentile == 50.0 { "the median".to_owned() } else { format!("the {} percentile", ordinal(percentile)) };
    let said = |point: Point| format!("{}, {}", called(point), money_text(point.1, currency));
    let whose: Vec<&str> = [Some(row.role.name.as_str()), row.place.as_deref()].into_iter().flatten().collect();
    let whose = whose.join(", ");
    let (first, last) = (*points.first()?, *points.last()?);
    let (text, working) = if let Some(point) = points.iter().find(|(_, amount)| *amount == pay) {
        (format!("at {} of {whose}", called(*point)), said(*point))
    } else if pay < first.1 {
        (format!("below {} of {whose}", called(first)), said(first))
    } else if pay > last.1 {
        (format!("above {} of {whose}", called(last)), said(last))
    } else {
        let pair = points.windows(2).find(|pair| pair[0].1 < pay && pay < pair[1].1)?;
        let (low, high) = (pair[0], pair[1]);
        let share = (pay - low.1) / (high.1 - low.1);
        let at = (low.0 + share * (high.0 - low.0)).round();
        let working = format!(
            "linear between {} and {}: {} + ({} − {}) ÷ ({} − {}) × {}",
            said(low),
            said(high),
            low.0,
            amount_text(pay),
            amount_text(low.1),
            amount_text(high.1),
            amount_text(low.1),
            high.0 - low.0
        );
        (format!("about the {} percentile of {whose}", ordinal(at)), working)
    };
    Some(Derived { text: format!("{name}: {text}"), working, from: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::confidence::tests::cited;
    use crate::pay::{Amounts, PayFigure, RoleRef};
    use crate::text::Span;

    /// A row with these yearly percentiles; an amount below 0 is an open-ended one.
    fn row(points: &[Point]) -> PayRow {
        let figure = |(percentile, amount): &Point| {
            let like = cited("Us", None, (amount.abs(), amount.abs())).record.figure.clone();
            let statistic = if *percentile == 50.0 { PayStatistic::Median } else { PayStatistic::Percentile };
            let high = (*amount > 0.0).then_some(*amount);
            let amounts = Amounts { low: Some(amount.abs()), high };
            PayFigure { statistic, percentile: (*percentile != 50.0).then_some(*percentile), open_ended: high.is_none(), amounts, ..like }
        };
        PayRow {
            span: Span { start: 0, end: 0 },
            role: RoleRef { id: None, name: "Pilots".to_owned() },
            soc: None,
            place: Some("Texas".to_owned()),
            place_ids: Vec::new(),
            level: None,
            as_of: None,
            cells: Vec::new(),
            figures: points.iter().map(figure).collect(),
        }
    }

    #[test]
    fn an_amount_is_placed_between_two_percentiles_and_never_beyond_them() {
        let points = [(10.0, 100.0), (25.0, 200.0), (50.0, 300.0), (75.0, 500.0), (90.0, 800.0)];
        for (points, pay, want) in [
            (&points[..], 250.0, Some("about the 38th percentile of Pilots, Texas")),
            (&points[..], 201.0, Some("about the 25th percentile")),
            (&points[..], 650.0, Some("about the 83rd percentile")),
            (&points[..], 300.0, Some("at the median of Pilots, Texas")),
            (&points[..], 99.0, Some("below the 10th percentile of Pilots, Texas")),
            (&points[..], 801.0, Some("above the 90th percentile")),
            (&[(75.0, 500.0), (90.0, -600.0)][..], 900.0, Some("above the 75th percentile")),
            (&[(50.0, 300.0)][..], 400.0, Some("above the median")),
            (&[(90.0, -600.0)][..], 900.0, None),
            (&[][..], 900.0, None),
        ] {
            let read = position("Your offer", pay, &row(points), PayPeriod::Year).map(|derived| derived.text);
            match want {
                Some(want) => assert!(read.as_deref().is_some_and(|text| text.contains(want)), "{pay}: {read:?}"),
                None => assert_eq!(read, None),
            }
        }
        assert_eq!(position("Your offer", 250.0, &row(&points), PayPeriod::Hour), None);
        let working = position("Your offer", 250.0, &row(&points), PayPeriod::Year).map(|derived| derived.working).unwrap_or_default();
        assert!(working.contains("25 + (250 − 200) ÷ (300 − 200) × 25"), "{working}");
    }
}
