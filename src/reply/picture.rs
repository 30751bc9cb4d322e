//! Which answers have a picture, and what is in it: figures that can stand on one axis, with their amounts as quoted.

use super::chart::{Bar, Chart};
use super::words::{Uniform, amount, page, part_of_pay, what};
use crate::answer::{Cited, Kind};
use crate::engine::Response;
use crate::pay::{Currency, PayComponent, PayPeriod};

/// So many figures of one role make a picture worth its room on a phone.
const SEVERAL: usize = 3;

/// What a figure must have in common with the others of its picture: base and total, hourly and yearly, currencies never share
/// an axis.
type Axis = (Currency, PayPeriod, PayComponent);

fn axis(cited: &Cited) -> Option<Axis> {
    let f = &cited.record.figure;
    let employment = f.employment.is_none() || matches!(f.period, Some(PayPeriod::Hour | PayPeriod::Day));
    Some((f.currency?, f.period?, f.component)).filter(|_| employment)
}

/// The picture of an answer: a comparison, or one role with several levels, places or sources. None where there would be too
/// little on one axis. Figures of another axis are in the text alone.
pub fn chart(response: &Response) -> Option<Chart> {
    let (question, answer) = (&response.question, &response.answer);
    if !matches!(answer.kind, Kind::Pay | Kind::Comparison) {
        return None;
    }
    let common = answer.figures.iter().filter_map(axis).max_by_key(|axis| {
        let (count, first) = answer
            .figures
            .iter()
            .enumerate()
            .filter(|(_, cited)| self::axis(cited) == Some(*axis))
            .fold((0, usize::MAX), |(n, first), (at, _)| (n + 1, first.min(at)));
        // Of two as frequent, the one of the better figures.
        (count, std::cmp::Reverse(first))
    })?;
    let shown: Vec<&Cited> = answer.figures.iter().filter(|cited| axis(cited) == Some(common)).collect();
    let mut sides: Vec<usize> = shown.iter().filter_map(|cited| cited.side).collect();
    sides.dedup();
    let worth = if answer.kind == Kind::Comparison { sides.len() > 1 } else { shown.len() >= SEVERAL };
    if !worth {
        return None;
    }
    let page = page(response)?;
    let alike = Uniform::same(common.1);
    let bars = shown.iter().map(|cited| {
        let f = &cited.record.figure;
        let side = cited.side.and_then(|side| answer.sides.get(side));
        let label =
            [side.cloned().unwrap_or_default(), what(cited, &alike, question)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        Bar {
            label: if label.is_empty() { cited.origin_name().unwrap_or("reported").to_owned() } else { label },
            low: f.amounts.low,
            high: f.amounts.high,
            amount: amount(cited),
            source: format!("[{}]", cited.number),
            open_ended: f.open_ended,
        }
    });
    let part = part_of_pay(common.2).map(|part| format!(", {part}")).unwrap_or_default();
    let left_out = answer.figures.len() - shown.len();
    let sources = page.sources.iter().filter(|source| shown.iter().any(|cited| cited.number == source.number)).map(|source| {
        let (name, _, date) =
            source.origin.clone().unwrap_or_else(|| (source.publisher.clone().unwrap_or_else(|| source.title.clone()), None, source.date.clone()));
        format!("[{}] {}", source.number, [Some(name), date].into_iter().flatten().collect::<Vec<_>>().join(", "))
    });
    let more = (left_out > 0).then(|| format!("{left_out} more in the text: another period, currency or part of pay"));
    Some(Chart {
        title: page.head.split(": ").next().unwrap_or(&page.head).to_owned(),
        unit: format!("{} {}{part}", common.0, common.1.each()),
        bars: bars.collect(),
        caption: sources.chain(more).collect(),
    })
}
