//! Rows of a table that lost its borders when the page was copied: "L3 (SRE II) $187K $138K $34K $15K" below
//! "Level Total Compensation Base Salary Stock (/yr) Bonus".

use std::ops::Range;

use super::kind;
use super::scene::{Scene, Unit};
use crate::lexicon::{Cue, Term};
use crate::pay::{Level, PayComponent, PayStatistic};
use crate::text::BlockKind;

/// How many rows may stand between a row and its header.
const ROWS: usize = 40;
/// The longest header line, in bytes.
const LONGEST: usize = 160;

/// What a column's title says of its amounts.
#[derive(Debug, Default, Clone)]
pub(super) struct Column {
    /// The part of pay.
    pub component: Option<PayComponent>,
    /// The kind of number.
    pub statistic: Option<PayStatistic>,
    /// The percentile.
    pub percentile: Option<f64>,
    /// Seniority.
    pub level: Option<Level>,
    /// Whether it holds differences, no pay.
    pub difference: bool,
    span: Range<usize>,
}

/// The label of a row of two or more amounts with nothing but space between them; it is about all of them.
pub(super) fn label(unit: &Unit) -> Option<Range<usize>> {
    let [first, _, ..] = unit.money.as_slice() else { return None };
    let blank =
        |n: usize| unit.gap(n).split_whitespace().all(|w| w.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '+' | '-' | '~' | '≈' | '−')));
    (first.range.start > 0 && (0..unit.money.len() - 1).all(blank)).then_some(0..first.range.start)
}

/// The column of amount `at`, where the line that heads its rows has as many titles as the row has amounts.
pub(super) fn column(scene: &Scene<'_>, unit: &Unit, at: usize) -> Option<Column> {
    if !matches!(scene.document.blocks.get(unit.block)?.kind, BlockKind::Paragraph | BlockKind::Item) {
        return None;
    }
    label(unit)?;
    let header = (unit.block.saturating_sub(ROWS)..unit.block)
        .rev()
        .take_while(|b| scene.document.blocks[*b].shown.text().len() <= LONGEST)
        .find_map(|b| scene.block(b).next_back().filter(|u| u.money.is_empty() && u.text.split_whitespace().count() >= 2))?;
    let titles = titles(header);
    let n = unit.money.len();
    if titles.len() == n {
        return titles.into_iter().nth(at);
    }
    // Of titles that say nothing to us the last may still say that it is a difference.
    let last = titles.last().filter(|t| t.difference && header.text[t.span.end..].trim().is_empty());
    last.filter(|_| at + 1 == n).cloned()
}

/// The titles of a header line, in order.
fn titles(header: &Unit) -> Vec<Column> {
    let mut out: Vec<Column> = Vec::new();
    let mut add = |column: Column| {
        // "Average base salary" is one title, "Base salary stock" are two.
        if let Some(last) = out.last_mut()
            && last.component.is_none()
            && last.statistic.is_some()
            && column.statistic.is_none()
            && column.component.is_some()
            && header.text.get(last.span.end..column.span.start).is_some_and(|gap| gap.split_whitespace().count() <= 1)
        {
            last.component = column.component;
            last.span.end = column.span.end;
        } else if out.last().is_none_or(|last| last.span.end <= column.span.start) {
            out.push(column);
        }
    };
    for found in &header.found {
        let span = found.start..found.end;
        let base = Column { span: span.clone(), ..Column::default() };
        match found.term {
            Term::Cue(Cue::Median) => add(Column { statistic: Some(PayStatistic::Median), percentile: None, ..base }),
            Term::Cue(Cue::Average) => add(Column { statistic: Some(PayStatistic::Average), ..base }),
            Term::Cue(Cue::Minimum) => add(Column { statistic: Some(PayStatistic::Minimum), ..base }),
            Term::Cue(Cue::Maximum) => add(Column { statistic: Some(PayStatistic::Maximum), ..base }),
            Term::Cue(Cue::Difference) => add(Column { difference: true, ..base }),
            Term::Level(level) => add(Column { level: Some(level), ..base }),
            Term::Cue(_) => {
                if let Some((_, component)) = kind::component_in(header, span) {
                    add(Column { component: Some(component), ..base });
                }
            }
            _ => {}
        }
    }
    for (range, percentile) in percentiles(&header.text) {
        out.retain(|c| c.span.end <= range.start || range.end <= c.span.start);
        let median = percentile == 50.0;
        out.push(Column {
            statistic: Some(if median { PayStatistic::Median } else { PayStatistic::Percentile }),
            percentile: Some(percentile).filter(|_| !median),
            span: range,
            ..Column::default()
        });
    }
    out.sort_by_key(|c| c.span.start);
    out
}

/// Every percentile that a header line names, with its words.
fn percentiles(text: &str) -> Vec<(Range<usize>, f64)> {
    let mut start = 0;
    let mut out = Vec::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let (at, bare) = (start, word.trim().trim_matches(['(', ')', ',']));
        start += word.len();
        let ordinal = ["th", "st", "nd", "rd"].iter().find_map(|s| bare.strip_suffix(s));
        let number = ordinal.or_else(|| bare.strip_prefix(['P', 'p'])).and_then(|n| n.parse::<f64>().ok()).filter(|p| *p > 0.0 && *p < 100.0);
        if let Some(p) = number {
            let rest = text[start..].trim_start();
            let named = if rest.to_lowercase().starts_with("percentile") {
                start + (text[start..].len() - rest.len()) + "percentile".len()
            } else {
                at + word.trim_end().len()
            };
            out.push((at..named, p));
        }
    }
    out
}
