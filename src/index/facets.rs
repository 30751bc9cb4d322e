//! What decides whether a figure fits, packed into the index's fast field, so that figures are ranked without being read.

use super::record::FigureRecord;
use crate::lexicon::{Lexicon, SourceKind};
use crate::pay::{Currency, Employment, Level, PayComponent, PayPeriod, PayStatistic, Years};
use crate::text::PartialDate;

/// How good a kind of origin is for a figure, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KindOfSource {
    /// A statistical office.
    Official,
    /// A survey.
    Survey,
    /// Reports of users or job ads, recruiters, employers.
    Named,
    /// Nobody is named.
    Unnamed,
}

/// A figure that the index holds, with what decides whether it fits.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureHit {
    /// Where its record is.
    pub(super) address: (u32, u32),
    /// Its key: see [`super::FigureRecord::key`].
    pub key: u64,
    /// The order in which figures were indexed: by article, then by place in it.
    pub order: u32,
    /// Its article, by number.
    pub article: u32,
    /// Seniority.
    pub level: Option<Level>,
    /// The place's number in the lexicon.
    pub place: Option<u16>,
    /// Whether a place is named that the lexicon lacks.
    pub other_place: bool,
    /// Years of experience.
    pub experience: Option<Years>,
    /// Contract or freelance.
    pub employment: Option<Employment>,
    /// Currency.
    pub currency: Option<Currency>,
    /// Period.
    pub period: Option<PayPeriod>,
    /// Part of pay.
    pub component: PayComponent,
    /// Kind of number.
    pub statistic: PayStatistic,
    /// Who says so.
    pub source: KindOfSource,
    /// The figure's date.
    pub as_of: Option<PartialDate>,
}

/// Bytes of the packed form.
const SIZE: usize = 34;

pub(super) fn pack(record: &FigureRecord, key: u64, order: u32, lexicon: &Lexicon, has_origin: bool) -> [u8; SIZE] {
    let (figure, article) = (&record.figure, record.article);
    let place = figure.place_id.as_deref().and_then(|id| lexicon.places.number(id));
    let kind = figure.source.as_deref().map_or(if has_origin { 2 } else { 3 }, |name| source_kind(lexicon, name));
    let years = |y: f64| u8::try_from(y.clamp(0.0, 100.0) as u32).unwrap_or(100);
    let mut out = [0; SIZE];
    out[0..4].copy_from_slice(&order.to_le_bytes());
    out[4..8].copy_from_slice(&article.to_le_bytes());
    out[8] = figure.level.map_or(0, |l| l as u8 + 1);
    out[9..11].copy_from_slice(&place.map_or(0, |p| p + 1).to_le_bytes());
    out[11] = u8::from(figure.place.is_some() && place.is_none());
    out[12] = figure.experience.map_or(255, |y| years(y.0));
    out[13] = figure.experience.and_then(|y| y.1).map_or(255, years);
    out[14] = figure.employment.map_or(0, |e| e as u8 + 1);
    out[15..18].copy_from_slice(figure.currency.map_or(*b"---", |c| [c.code().as_bytes()[0], c.code().as_bytes()[1], c.code().as_bytes()[2]]).as_slice());
    out[18] = figure.period.map_or(0, |p| p as u8 + 1);
    out[19] = figure.component as u8;
    out[20] = figure.statistic as u8;
    out[21] = kind;
    if let Some(date) = figure.as_of {
        out[22..24].copy_from_slice(&date.year.to_le_bytes());
        out[24] = date.month.unwrap_or(0);
        out[25] = date.day.unwrap_or(0);
    }
    out[26..34].copy_from_slice(&key.to_le_bytes());
    out
}

/// 0 official, 1 survey, 2 another named origin.
fn source_kind(lexicon: &Lexicon, name: &str) -> u8 {
    match lexicon.sources.iter().find(|s| s.name == name).map(|s| s.kind) {
        Some(SourceKind::Official) => 0,
        Some(SourceKind::Survey) => 1,
        _ => 2,
    }
}

pub(super) fn unpack(bytes: &[u8], address: (u32, u32)) -> Option<FigureHit> {
    let b: &[u8; SIZE] = bytes.try_into().ok()?;
    let u32_at = |n: usize| u32::from_le_bytes([b[n], b[n + 1], b[n + 2], b[n + 3]]);
    let one = |n: u8| usize::from(n).checked_sub(1);
    let year = u16::from_le_bytes([b[22], b[23]]);
    Some(FigureHit {
        address,
        key: u64::from_le_bytes(b[26..34].try_into().ok()?),
        order: u32_at(0),
        article: u32_at(4),
        level: one(b[8]).and_then(|n| Level::ALL.get(n).copied()),
        place: u16::from_le_bytes([b[9], b[10]]).checked_sub(1),
        other_place: b[11] == 1,
        experience: (b[12] != 255).then(|| Years(f64::from(b[12]), (b[13] != 255).then(|| f64::from(b[13])))),
        employment: one(b[14]).and_then(|n| Employment::ALL.get(n).copied()),
        currency: std::str::from_utf8(&b[15..18]).ok().and_then(Currency::new),
        period: one(b[18]).and_then(|n| PayPeriod::ALL.get(n).copied()),
        component: PayComponent::ALL.get(usize::from(b[19])).copied()?,
        statistic: PayStatistic::ALL.get(usize::from(b[20])).copied()?,
        source: match b[21] {
            0 => KindOfSource::Official,
            1 => KindOfSource::Survey,
            2 => KindOfSource::Named,
            _ => KindOfSource::Unnamed,
        },
        as_of: (year > 0).then_some(PartialDate { year, month: (b[24] > 0).then_some(b[24]), day: (b[25] > 0).then_some(b[25]) }),
    })
}
