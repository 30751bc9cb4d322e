//! How sure an answer is, with its reasons; and where its sources disagree.

use super::Cited;
use crate::lexicon::{Lexicon, SourceKind};
use crate::text::PartialDate;

/// Data older than this many months is older data.
const RECENT: u32 = 18;

/// How sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sure {
    /// At most one named origin, or all older than 18 months.
    Low,
    /// Two recent named origins.
    Medium,
    /// Also an official statistic.
    High,
}

/// How sure, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Confidence {
    /// How sure.
    pub sure: Sure,
    /// Why, as a sentence without a full stop.
    pub why: String,
}

/// How sure `figures` make an answer on the day `today`.
pub(super) fn of(figures: &[Cited], lexicon: &Lexicon, today: PartialDate) -> Confidence {
    let mut named: Vec<(&str, bool)> = Vec::new();
    let mut official = false;
    for cited in figures {
        // An article that names no source of its own is no origin, though others cite it by its title.
        let itself = |name: &str| {
            let titled = cited.origin.as_ref().is_some_and(|o| o.name == name && o.title.as_deref() == Some(name));
            titled || cited.article.source.title.as_deref() == Some(name)
        };
        let Some(name) = cited.origin_name().filter(|n| !itself(n)) else { continue };
        let recent = cited.date().is_some_and(|d| d.months_until(today) <= RECENT);
        official |= recent && lexicon.sources.iter().any(|s| s.name == name && s.kind == SourceKind::Official);
        match named.iter_mut().find(|n| n.0 == name) {
            Some(known) => known.1 |= recent,
            None => named.push((name, recent)),
        }
    }
    let recent = named.iter().filter(|n| n.1).count();
    let names = |only_recent: bool| named.iter().filter(|n| n.1 || !only_recent).map(|n| n.0).take(4).collect::<Vec<_>>().join(", ");
    let (sure, why) = match (named.len(), recent) {
        (0, _) => (Sure::Low, "no named origin".to_owned()),
        (_, 0) => (Sure::Low, format!("{}, none from the last {RECENT} months ({})", count(named.len()), names(false))),
        (_, 1) if official => (Sure::Medium, format!("one recent named origin, an official statistic ({})", names(true))),
        (_, 1) => (Sure::Low, format!("one recent named origin ({})", names(true))),
        _ if official => (Sure::High, format!("{} with an official statistic ({})", count(recent), names(true))),
        _ => (Sure::Medium, format!("{} ({})", count(recent), names(true))),
    };
    Confidence { sure, why }
}

fn count(n: usize) -> String {
    if n == 1 { "one named origin".to_owned() } else { format!("{n} named origins") }
}

/// Where figures of one level and kind disagree, with a likely reason.
pub(super) fn disagreement(figures: &[Cited]) -> Option<String> {
    for (n, a) in figures.iter().enumerate() {
        for b in &figures[n + 1..] {
            let (x, y) = (&a.record.figure, &b.record.figure);
            let like = x.level == y.level
                && x.period == y.period
                && x.currency == y.currency
                && x.component == y.component
                && x.employment == y.employment
                && x.experience == y.experience
                && x.place_id == y.place_id
                && x.role == y.role;
            if !like || a.number == b.number || x.statistic != y.statistic || x.percentile != y.percentile {
                continue;
            }
            let apart = match (x.amounts.low, x.amounts.high, y.amounts.low, y.amounts.high) {
                (Some(a), Some(b), Some(c), Some(d)) => b < c || d < a,
                _ => false,
            };
            if apart {
                let why = if a.date() == b.date() { "" } else { ", of different dates" };
                return Some(format!("[{}] and [{}] disagree{why}: both are shown, neither is averaged.", a.number, b.number));
            }
        }
    }
    None
}
