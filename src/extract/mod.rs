//! Floor 4: a [`Document`] → its pay figures and the amounts that are no pay. Never fails.
//!
//! `scene` cuts the document into sentences and rows with what is mentioned in each, as they are asked for; `whole` knows
//! what holds for all of it, `caption` and `bare` what a table's surroundings say of its bare numbers, `flat` the columns of
//! tables that lost their borders. `judge` says which amounts are pay, `difference` which are only more or less of it. The
//! other files give each figure its slots, always by the same way outwards: the words around the amount, the row and its
//! header, what was said before in the paragraph, the headings, the title. How a slot was reached, and by which words, is
//! kept as evidence. Last, `corrected` applies what an operator says of figures that were read wrong.

mod bare;
mod caption;
mod corrected;
mod difference;
mod flat;
mod judge;
mod kind;
mod level;
mod named;
mod origin;
mod period;
mod pick;
mod place;
mod rows;
mod said;
mod scene;
mod spent;
mod subject;
mod table;
mod tenure;
mod who;
mod whole;
mod written;

use rustc_hash::FxHashMap;

use crate::lexicon::Lexicon;
use crate::mention::CurrencyHint;
use crate::pay::{Currency, Evidence, How, PayFigure, PayPeriod, Skipped, Slot};
use crate::text::Document;

pub use corrected::correct;
pub use rows::{RowKeys, amounts, row, row_cell, rows};
use scene::{Scene, Unit};

/// What a document says about pay.
#[derive(Debug, Default)]
pub struct Extraction {
    /// The figures, in document order.
    pub figures: Vec<PayFigure>,
    /// Money that is not pay, in document order.
    pub skipped: Vec<Skipped>,
}

/// Reads every figure of `document`.
pub fn extract(document: &Document, lexicon: &Lexicon) -> Extraction {
    if document.table.is_some() {
        let figures = rows(document, lexicon).into_iter().flat_map(|row| row.figures).collect();
        return Extraction { figures, skipped: Vec::new() };
    }
    let scene = Scene::new(document, lexicon);
    let mut out = Extraction::default();
    for unit in scene.units_with_money() {
        let mut before = None;
        for at in 0..unit.money.len() {
            before = judge::not_pay(&scene, unit, at, before);
            match before {
                Some(why) => out.skipped.push(skipped(&scene, unit, at, why)),
                None => {
                    let last = out.figures.last().filter(|_| converts(unit, at));
                    let figure = figure(&scene, unit, at);
                    out.figures.push(match last {
                        Some(last) => said_in_another_currency(last, figure),
                        None => figure,
                    });
                }
            }
        }
    }
    said_again(&mut out.figures);
    out
}

/// Whether amount `at` repeats the one before it in another currency: "R$79,764 a year (about US$14,000)".
fn converts(unit: &Unit, at: usize) -> bool {
    let Some(previous) = at.checked_sub(1) else { return false };
    let gap = unit.text.get(unit.end_of(previous)..unit.money[at].core.start).unwrap_or_default();
    let Some(words) = gap.trim().strip_prefix('(') else { return false };
    let other = |a: &CurrencyHint, b: &CurrencyHint| *a != CurrencyHint::None && *b != CurrencyHint::None && a != b;
    matches!(
        words.trim().to_lowercase().as_str(),
        "" | "about"
            | "approx."
            | "approx"
            | "approximately"
            | "roughly"
            | "around"
            | "~"
            | "≈"
            | "="
            | "or"
            | "or about"
            | "circa"
            | "c."
            | "ca."
            | "i.e."
            | "equivalent to"
            | "some"
            | "nearly"
    ) && other(&unit.money[previous].currency, &unit.money[at].currency)
}

/// `figure` with all that `first`, which it only converts, is about.
fn said_in_another_currency(first: &PayFigure, figure: PayFigure) -> PayFigure {
    let stated = figure.evidence.iter().any(|e| e.slot == Slot::Period && e.how == How::Stated);
    let own = |slot: Slot| matches!(slot, Slot::Currency) || slot == Slot::Period && stated;
    let evidence = figure.evidence.iter().filter(|e| own(e.slot)).chain(first.evidence.iter().filter(|e| !own(e.slot))).copied().collect();
    PayFigure {
        period: if stated { figure.period } else { first.period },
        evidence,
        span: figure.span,
        ends: figure.ends,
        amounts: figure.amounts,
        currency: figure.currency,
        open_ended: figure.open_ended,
        statistic: if first.amounts.is_point() == figure.amounts.is_point() { first.statistic } else { figure.statistic },
        ..first.clone()
    }
}

/// A figure that is said again elsewhere is the same figure: what one mention leaves out, the others say, where they agree.
fn said_again(figures: &mut [PayFigure]) {
    let key = |f: &PayFigure| {
        format!("{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}", f.amounts, f.currency, f.period, f.role, f.component, f.place_id, f.employment, f.source)
    };
    let mut groups: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, figure) in figures.iter().enumerate() {
        groups.entry(key(figure)).or_default().push(at);
    }
    for (at, group) in groups.values().filter(|g| g.len() > 1 && g.len() < 20).flat_map(|g| g.iter().map(move |at| (*at, g))) {
        let others: Vec<&PayFigure> = group.iter().filter(|n| **n != at).map(|n| &figures[*n]).collect();
        let (Some(first), this) = (others.first(), &figures[at]) else { continue };
        let agreed = |get: &dyn Fn(&PayFigure) -> bool| others.iter().all(|o| get(o));
        let level = first.level.filter(|l| this.level.is_none() && agreed(&|o| o.level == Some(*l)));
        let experience = first
            .experience
            .filter(|e| this.experience.is_none() && agreed(&|o| o.experience.is_none_or(|x| x == *e)))
            .or_else(|| others.iter().find_map(|o| o.experience).filter(|e| this.experience.is_none() && agreed(&|o| o.experience.is_none_or(|x| x == *e))));
        let statistic = Some(first.statistic).filter(|s| this.statistic == crate::pay::PayStatistic::Point && agreed(&|o| o.statistic == *s));
        let figure = &mut figures[at];
        let carried = |slot: Slot| Evidence { slot, how: How::Carried, span: None };
        if let Some(level) = level {
            figure.level = Some(level);
            figure.evidence.push(carried(Slot::Level));
        }
        if let Some(experience) = experience {
            figure.experience = Some(experience);
            figure.evidence.push(carried(Slot::Experience));
        }
        if let Some(statistic) = statistic {
            figure.statistic = statistic;
            figure.evidence.push(carried(Slot::Statistic));
        }
    }
}

fn skipped(scene: &Scene<'_>, unit: &Unit, at: usize, why: &'static str) -> Skipped {
    let money = &unit.money[at];
    Skipped {
        span: scene.raw(unit, money.range.clone()),
        sentence: scene.raw(unit, 0..unit.text.len()),
        amounts: money.amounts,
        currency: currency(scene, unit, money, None).map(|c| c.0),
        why,
    }
}

fn figure(scene: &Scene<'_>, unit: &Unit, at: usize) -> PayFigure {
    let money = &unit.money[at];
    let mut evidence = Vec::new();
    let place = place::place(scene, unit, at);
    let currency = currency(scene, unit, money, place.as_ref().and_then(|p| p.id.as_deref()));
    let (period, how, span) = period::period(scene, unit, at, currency.map(|c| c.0));
    evidence.push(Evidence { slot: Slot::Period, how, span });
    if let Some((_, how)) = currency {
        evidence.push(Evidence { slot: Slot::Currency, how, span: (how == How::Stated).then(|| scene.raw(unit, money.core.clone())) });
    }
    let component = kind::component(scene, unit, at);
    let (statistic, percentile) = kind::statistic(scene, unit, at);
    evidence.push(component.evidence(Slot::Component));
    evidence.push(statistic.evidence(Slot::Statistic));
    let who = who::who(scene, unit, at);
    let source = origin::source(scene, unit, at);
    evidence.extend(who.evidence);
    evidence.extend(place.as_ref().map(|p| p.evidence));
    evidence.extend(source.as_ref().map(|s| s.1));
    let end = period.filter(|_| how == How::Stated).and(unit.period_end[at]).unwrap_or(money.range.end);
    PayFigure {
        span: scene.raw(unit, money.range.start..end.max(money.range.end)),
        ends: std::iter::once(&money.ends.0).chain(&money.ends.1).map(|e| scene.raw(unit, e.clone())).collect(),
        sentence: scene.raw(unit, 0..unit.text.len()),
        amounts: money.amounts,
        open_ended: money.open_ended,
        currency: currency.map(|c| c.0),
        period,
        statistic: statistic.value,
        percentile,
        component: component.value,
        role: who.role,
        level: who.level,
        experience: who.experience,
        place: place.as_ref().map(|p| p.name.clone()),
        place_id: place.and_then(|p| p.id),
        employment: who.employment,
        source: source.map(|s| s.0),
        as_of: origin::as_of(scene, unit),
        evidence,
        corrected: None,
    }
}

/// The currency: as the sign says; an ambiguous sign by the place, then by the document's place, then the sign's default.
fn currency(scene: &Scene<'_>, unit: &Unit, money: &crate::mention::Money, place: Option<&str>) -> Option<(Currency, How)> {
    let of_place = |id: &str| scene.lexicon.places.currency_of(id);
    let of_document = || scene.document_place().and_then(|p| of_place(&p.id));
    let local = place.and_then(of_place).or_else(of_document);
    match &money.currency {
        CurrencyHint::One(currency) => Some((*currency, How::Stated)),
        CurrencyHint::Any(codes, default) => match local.filter(|c| codes.contains(c)).or_else(|| of_document().filter(|c| codes.contains(c))) {
            Some(currency) => Some((currency, How::Carried)),
            None => default.map(|c| (c, How::Inferred)),
        },
        CurrencyHint::None => {
            let said = scene.terms(unit.block).and_then(|t| t.currency.as_ref()).and_then(|hint| hint.likely(local)).map(|c| (c, How::Document));
            said.or_else(|| scene.usual_currency().or(local).or_else(|| scene.main_currency()).or(Currency::new("USD")).map(|c| (c, How::Inferred)))
        }
    }
}

/// What a period's amount comes to in a year, for plausibility alone.
pub fn yearly(period: PayPeriod) -> f64 {
    match period {
        PayPeriod::Hour => 2_080.0,
        PayPeriod::Day => 230.0,
        PayPeriod::Week => 52.0,
        PayPeriod::Month => 12.0,
        PayPeriod::Year => 1.0,
    }
}
