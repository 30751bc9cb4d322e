//! What holds for a whole document: its title, place, currency and origin, and what it says of all its amounts.

use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashMap;

use super::period::{period_in, period_of};
use super::scene::{Scene, Unit};
use crate::lexicon::{Cue, Place, Reading, Term};
use crate::mention::{CurrencyHint, Money, currency_in};
use crate::pay::{Currency, PayPeriod};
use crate::text::{BlockKind, Span};

/// Words without which a sentence does not say what all amounts are in.
static ALL_AMOUNTS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("(?i)amounts|figures|numbers|salaries|wages|rates|all pay").ok());

/// A sentence that can be about all amounts: "All rates are", "These figures are in".
static SUBJECT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^\W*|\ball\s|\bthese\s|\bthe\s|\bfollowing\s|\bour\s)(?:\w+\s)?(?:amounts|figures|numbers|salaries|wages|rates|pay)\s(?:\w+\s){0,3}(?:are|is|in)\b").ok()
});

fn is_match(words: &LazyLock<Option<Regex>>, text: &str) -> bool {
    words.as_ref().is_none_or(|words| words.is_match(text))
}

/// "All amounts are monthly and in Swiss francs."
#[derive(Debug, Clone)]
pub(super) struct Terms {
    /// The block that says so; it holds from there to the next heading of its rank.
    pub block: usize,
    /// The period.
    pub period: Option<PayPeriod>,
    /// The currency.
    pub currency: Option<CurrencyHint>,
}

/// How many blocks a page's own title may stand below its menus.
const MENU: usize = 16;

/// How many amounts with a stated period, before and after, are looked at for one without.
const LIKE: usize = 60;

/// An amount whose period is said.
pub(super) struct Stated {
    block: usize,
    start: usize,
    currency: CurrencyHint,
    value: f64,
    period: PayPeriod,
}

impl<'a> Scene<'a> {
    /// The title, read as a heading.
    pub fn title(&self) -> Option<&Unit> {
        self.title
            .get_or_init(|| {
                let title = self.document.source.title.clone().map(|t| self.fresh(usize::MAX, 0, t, Reading::Label));
                let place = |u: &Unit| u.found.iter().any(|f| matches!(f.term, Term::Place(_)));
                let role = |u: &Unit| u.found.iter().any(|f| matches!(f.term, Term::Role(_)));
                let telling = |u: &Unit| u.has(Cue::Pay) || u.has(Cue::WeakPay) && role(u);
                let top = || self.document.blocks.iter().take(MENU);
                // What the file or its markup calls the title is the title; a scraped page's first line may be its menu.
                let marked = top().any(|b| matches!(b.kind, BlockKind::Heading(1..=6)))
                    || title.as_ref().is_some_and(|t| top().all(|b| crate::text::fold_space(b.shown.text()) != t.text));
                if marked || title.as_ref().is_some_and(|t| telling(t) && (role(t) || place(t))) {
                    return title;
                }
                // A scraped page begins with its menus: the first line that speaks of somebody's pay is its title.
                let line = |b: usize| {
                    let text = self.document.blocks[b].shown.text();
                    (text.len() <= 120).then(|| self.fresh(usize::MAX, 0, text.to_owned(), Reading::Label))
                };
                let prose = |b: &usize| matches!(self.document.blocks[*b].kind, BlockKind::Heading(_) | BlockKind::Paragraph);
                let headline = (0..self.document.blocks.len().min(MENU))
                    .filter(prose)
                    .filter_map(line)
                    .find(|u| u.money.is_empty() && telling(u) && (role(u) || place(u)));
                headline.or(title)
            })
            .as_ref()
    }

    /// The one place that the whole document is about.
    pub fn document_place(&self) -> Option<&'a Place> {
        self.place.get_or_init(|| super::place::of_document(self)).and_then(|at| self.lexicon.places.get(at))
    }

    /// The currency that the document's amounts are in, where all that name one name the same.
    pub fn usual_currency(&self) -> Option<Currency> {
        *self.usual.get_or_init(|| {
            let mut named = self.units_with_money().flat_map(|u| &u.money).filter_map(|m| self.likely(&m.currency));
            let first = named.next()?;
            named.all(|c| c == first).then_some(first)
        })
    }

    /// What a sign most likely means in this document: of several currencies that of the title's country.
    fn likely(&self, hint: &CurrencyHint) -> Option<Currency> {
        match hint {
            CurrencyHint::One(c) => Some(*c),
            CurrencyHint::Any(codes, default) => {
                let places = &self.lexicon.places;
                let of_title = self.title().into_iter().flat_map(|t| &t.found).filter_map(|f| if let Term::Place(p) = f.term { places.get(p) } else { None });
                let local = of_title.filter_map(|p| places.country(p)).filter_map(|c| c.currency).find(|c| codes.contains(c));
                local.or(*default)
            }
            CurrencyHint::None => None,
        }
    }

    /// The currency of most of the document's amounts, where that is more than half of those that name one.
    pub fn main_currency(&self) -> Option<Currency> {
        *self.main.get_or_init(|| {
            let mut counts: FxHashMap<Currency, usize> = FxHashMap::default();
            for money in self.units_with_money().flat_map(|u| &u.money) {
                if let Some(currency) = self.likely(&money.currency) {
                    *counts.entry(currency).or_default() += 1;
                }
            }
            let total: usize = counts.values().sum();
            counts.into_iter().find(|(_, n)| n * 2 > total).map(|(c, _)| c)
        })
    }

    /// The period that an amount like this one has where the document says it: the nearest of the same currency's sign and
    /// of the same order, before it or else after it.
    pub fn period_of_its_like(&self, unit: &Unit, at: usize) -> Option<PayPeriod> {
        let all = self.stated.get_or_init(|| {
            let stated = |u: &Unit| -> Vec<Stated> {
                let of = |(m, p): (&Money, &Option<PayPeriod>)| {
                    let mut cues = u.found.iter().filter_map(|f| period_of(f.term));
                    let only = || cues.next().filter(|first| cues.all(|c| c == *first));
                    let period = p.or(m.period).or_else(only)?;
                    Some(Stated { block: u.block, start: u.start + m.core.start, currency: m.currency.clone(), value: m.amounts.any(), period })
                };
                u.money.iter().zip(&u.period_after).filter_map(of).collect()
            };
            // What something costs a month says nothing of pay.
            self.units_with_money().filter(|u| u.has(Cue::Pay) || !u.has(Cue::Cost)).flat_map(stated).collect()
        });
        let money = &unit.money[at];
        let here = (unit.block, unit.start + money.core.start);
        let alike = |s: &&Stated| {
            let ratio = s.value / money.amounts.any();
            let one_of = |a: &CurrencyHint, b: &CurrencyHint| matches!((a, b), (CurrencyHint::One(c), CurrencyHint::Any(codes, _)) if codes.contains(c));
            let same = s.currency == money.currency || one_of(&s.currency, &money.currency) || one_of(&money.currency, &s.currency);
            (same || s.currency == CurrencyHint::None || money.currency == CurrencyHint::None) && (0.4..=2.5).contains(&ratio)
        };
        let split = all.partition_point(|s| (s.block, s.start) < here);
        let before = all[..split].iter().rev().take(LIKE).find(alike);
        before.or_else(|| all[split..].iter().take(LIKE).find(alike)).map(|s| s.period)
    }

    /// The origin that the document names for all its figures.
    pub fn document_source(&self) -> Option<&(String, Option<Span>)> {
        self.sources.get_or_init(|| super::origin::of_document(self)).as_ref()
    }

    /// What the document says of all amounts that follow, up to `block`; the nearest.
    pub fn terms(&self, block: usize) -> Option<&Terms> {
        let all = self.terms.get_or_init(|| {
            let says = |u: &Unit| u.money.is_empty();
            let may = |b: &usize| {
                let this = &self.document.blocks[*b];
                this.kind == BlockKind::Paragraph && is_match(&ALL_AMOUNTS, this.shown.text())
            };
            let blocks = (0..self.document.blocks.len()).filter(may);
            let units = blocks
                .flat_map(|b| self.units_where(b, |text| text.len() < 200 && is_match(&ALL_AMOUNTS, text) && is_match(&SUBJECT, text)).map(move |u| (b, u)));
            let units = units.filter(|(_, u)| says(u));
            let read = |(block, u): (usize, &Unit)| {
                let period = period_in(u, 0..u.text.len()).map(|p| p.0);
                let currency = currency_in(&u.text, self.lexicon);
                (period.is_some() || currency.is_some()).then_some(Terms { block, period, currency })
            };
            units.filter_map(read).collect()
        });
        all.iter().rev().find(|t| t.block < block)
    }
}
