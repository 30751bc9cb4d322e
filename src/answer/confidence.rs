//! How sure an answer is, with its reasons, and which of its figures are old.

use super::agreement::agree;
use super::{Cited, CitedRow};
use crate::lexicon::{Lexicon, SourceKind};
use crate::text::PartialDate;

/// Data older than this many months is older data.
pub(super) const RECENT: u32 = 18;

/// How sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sure {
    /// At most one named origin that is no official statistic, all older than 18 months, or no two that agree.
    Low,
    /// Two recent named origins that agree, a recent official statistic that an article repeats, or a survey's own numbers.
    Medium,
    /// Two recent named origins that agree, and an official statistic; or the statistic itself for just what was asked.
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

/// How sure `figures` make an answer on the day `today`. A source less never makes it surer: what counts is whether there are
/// two that agree, not whether all do.
pub(super) fn of(figures: &[Cited], lexicon: &Lexicon, today: PartialDate) -> Confidence {
    let named: Vec<(&str, &Cited)> = figures.iter().filter_map(|c| named_origin(c).map(|name| (name, c))).collect();
    let recent: Vec<(&str, &Cited)> = named.iter().copied().filter(|(_, c)| is_recent(c, today)).collect();
    let official = recent.iter().map(|r| r.0).find(|name| lexicon.sources.iter().any(|s| s.name == *name && s.kind == SourceKind::Official));
    let agreeing = recent.iter().enumerate().find_map(|(n, (one, a))| {
        let other = recent[n + 1..].iter().find(|(other, b)| other != one && agree(&a.record.figure, &b.record.figure) == Some(true))?;
        Some((*one, other.0))
    });
    let (all, fresh) = (distinct(&named), distinct(&recent));
    let list = |names: &[&str]| names.iter().take(4).copied().collect::<Vec<_>>().join(", ");
    let (sure, why) = match (agreeing, official) {
        (Some(_), Some(office)) => (Sure::High, format!("{} with an official statistic, {office} ({})", count(fresh.len()), list(&fresh))),
        (Some((one, other)), None) => (Sure::Medium, format!("two recent named origins that agree ({one}, {other})")),
        (None, Some(office)) if fresh.len() == 1 => (Sure::Medium, format!("one recent named origin, an official statistic ({office})")),
        (None, Some(office)) => (Sure::Medium, format!("an official statistic ({office}), which no other recent origin confirms")),
        (None, None) if all.is_empty() => (Sure::Low, "no named origin".to_owned()),
        (None, None) if fresh.is_empty() => (Sure::Low, format!("{}, none from the last {RECENT} months ({})", count(all.len()), list(&all))),
        (None, None) if fresh.len() == 1 => (Sure::Low, format!("one recent named origin ({})", list(&fresh))),
        (None, None) => (Sure::Low, format!("{}, of which no two give like figures that agree ({})", count(fresh.len()), list(&fresh))),
    };
    Confidence { sure, why }
}

/// How sure rows of tables alone make an answer; none where there are none.
pub(super) fn of_rows(rows: &[CitedRow], today: PartialDate) -> Option<Confidence> {
    let best = rows.first()?;
    let by = best.article.source.publisher.as_deref().unwrap_or(&best.article.path);
    let recent = best.record.row.as_of.is_some_and(|date| date.months_until(today) <= RECENT);
    // What is said of a row is that it counts others too, or is for a wider place.
    let (sure, why) = match (best.kind, recent) {
        (_, false) => (Sure::Low, format!("older than {RECENT} months ({by})")),
        (Some(SourceKind::Official), true) if best.notes.is_empty() => (Sure::High, format!("the official statistic itself ({by})")),
        (Some(SourceKind::Official), true) => (Sure::Medium, format!("an official statistic, not of just what was asked ({by})")),
        (Some(SourceKind::Survey), true) => (Sure::Medium, format!("one survey ({by})")),
        (_, true) => (Sure::Low, format!("one table ({by})")),
    };
    Some(Confidence { sure, why })
}

/// Who a figure is from; an article that names no source of its own is no origin, though others cite it by its title.
fn named_origin(cited: &Cited) -> Option<&str> {
    let itself = |name: &str| {
        let titled = cited.origin.as_ref().is_some_and(|o| o.name == name && o.title.as_deref() == Some(name));
        titled || cited.article.source.title.as_deref() == Some(name)
    };
    cited.origin_name().filter(|name| !itself(name))
}

fn is_recent(cited: &Cited, today: PartialDate) -> bool {
    cited.date().is_some_and(|d| d.months_until(today) <= RECENT)
}

fn distinct<'a>(named: &[(&'a str, &Cited)]) -> Vec<&'a str> {
    let mut out: Vec<&str> = Vec::new();
    for (name, _) in named {
        if !out.contains(name) {
            out.push(name);
        }
    }
    out
}

fn count(n: usize) -> String {
    if n == 1 { "one named origin".to_owned() } else { format!("{n} named origins") }
}

/// Which sources are older data, where that is not all that is known of them: `Older than 18 months: [1] (Aug 2024).`
pub(super) fn older(figures: &[Cited], today: PartialDate) -> Option<String> {
    let mut old: Vec<(usize, PartialDate)> = Vec::new();
    for cited in figures {
        if let Some(date) = cited.date().filter(|d| d.months_until(today) > RECENT)
            && !old.contains(&(cited.number, date))
        {
            old.push((cited.number, date));
        }
    }
    old.sort_unstable();
    let list = old.iter().map(|(number, date)| format!("[{number}] ({})", date.short())).collect::<Vec<_>>().join(", ");
    (!old.is_empty()).then(|| format!("Older than {RECENT} months: {list}."))
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::index::{ArticleRecord, FigureRecord};
    use crate::pay::{Amounts, Currency, PayComponent, PayFigure, PayPeriod, PayStatistic};
    use crate::text::{Source, Span};

    /// A yearly range of an origin.
    pub(in super::super) fn cited(origin: &str, as_of: Option<&str>, (low, high): (f64, f64)) -> Cited {
        let nowhere = Span { start: 0, end: 0 };
        let figure = PayFigure {
            span: nowhere,
            ends: Vec::new(),
            sentence: nowhere,
            amounts: Amounts { low: Some(low), high: Some(high) },
            open_ended: false,
            currency: Currency::new("USD"),
            period: Some(PayPeriod::Year),
            statistic: if low == high { PayStatistic::Average } else { PayStatistic::Range },
            percentile: None,
            component: PayComponent::Unspecified,
            role: None,
            level: None,
            experience: None,
            place: None,
            place_id: None,
            employment: None,
            source: Some(origin.to_owned()),
            as_of: as_of.and_then(|d| d.parse().ok()),
            evidence: Vec::new(),
            corrected: None,
        };
        let text = String::new;
        let record = FigureRecord { figure, article: 0, quote: text(), sentence: text(), shown: text(), amount: text(), ends: Vec::new(), before: None };
        let record = Arc::new(record);
        let article = Arc::new(ArticleRecord { path: origin.to_owned(), source: Source::default(), figures: 1, table: None });
        Cited { record, article, origin: None, side: None, number: 0 }
    }

    fn sure(figures: &[Cited]) -> Sure {
        of(figures, Lexicon::bundled().expect("a lexicon"), "2026-11-22".parse().expect("a date")).sure
    }

    const BLS: &str = "U.S. Bureau of Labor Statistics";

    #[test]
    fn how_sure_follows_from_origins_their_dates_and_whether_they_agree() {
        let (new, old) = (Some("2026-05"), Some("2024-01"));
        let a = (100.0, 150.0);
        for (want, figures) in [
            (Sure::Low, vec![]),
            (Sure::Low, vec![cited("Glassdoor", new, a)]),
            (Sure::Low, vec![cited("Glassdoor", new, a), cited("Glassdoor", new, a)]),
            (Sure::Low, vec![cited("Glassdoor", old, a), cited("Indeed", old, a)]),
            (Sure::Low, vec![cited("Glassdoor", new, a), cited("Indeed", old, a)]),
            (Sure::Low, vec![cited("Glassdoor", new, a), cited("Indeed", None, a)]),
            (Sure::Low, vec![cited("Glassdoor", new, a), cited("Indeed", new, (300.0, 400.0))]),
            (Sure::Low, vec![cited(BLS, old, a)]),
            (Sure::Medium, vec![cited("Glassdoor", new, a), cited("Indeed", new, (140.0, 160.0))]),
            (Sure::Medium, vec![cited(BLS, new, a)]),
            (Sure::High, vec![cited("Glassdoor", new, a), cited(BLS, new, (120.0, 120.0))]),
        ] {
            assert_eq!(sure(&figures), want, "{:?}", figures.iter().map(|c| (&c.article.path, c.date(), c.record.figure.amounts)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_source_less_never_makes_it_surer() {
        let mut pool = Vec::new();
        for origin in ["Glassdoor", "Indeed", BLS] {
            for date in [Some("2026-05"), Some("2023-01"), None] {
                for range in [(100.0, 150.0), (300.0, 300.0)] {
                    pool.push(cited(origin, date, range));
                }
            }
        }
        let mut checked = 0;
        for a in &pool {
            for b in &pool {
                for c in &pool {
                    let all = [a.clone(), b.clone(), c.clone()];
                    let with = sure(&all);
                    for gone in ["Glassdoor", "Indeed", BLS] {
                        let left: Vec<Cited> = all.iter().filter(|c| c.article.path != gone).cloned().collect();
                        assert!(sure(&left) <= with, "without {gone}: {:?}", all.each_ref().map(|c| (&c.article.path, c.date(), c.record.figure.amounts)));
                        checked += 1;
                    }
                }
            }
        }
        assert_eq!(checked, 18 * 18 * 18 * 3);
    }

    #[test]
    fn older_data_is_told_by_source() {
        let today = "2026-11-22".parse().expect("a date");
        let at = |number, date| Cited { number, ..cited("A", date, (1.0, 2.0)) };
        assert_eq!(older(&[at(1, Some("2026-05")), at(2, None), at(3, Some("2025-05"))], today), None);
        let old = older(&[at(2, Some("2024-08")), at(1, Some("2026-05")), at(2, Some("2024-08"))], today);
        assert_eq!(old.as_deref(), Some("Older than 18 months: [2] (Aug 2024)."));
    }
}
