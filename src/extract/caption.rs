//! What is said once for a whole table: in the heading and the lines above it, and in notes about all amounts.

use super::period;
use super::scene::{Scene, Unit};
use crate::lexicon::Cue;
use crate::mention::{CurrencyHint, currency_in};
use crate::pay::PayPeriod;
use crate::text::BlockKind;

/// How many lines right above a table can be its caption.
const LINES: usize = 3;

/// What holds for all cells of a table that are bare numbers.
#[derive(Debug, Default)]
pub(super) struct Caption {
    /// Whether the table is about pay.
    pub pay: bool,
    /// The currency of its amounts.
    pub currency: Option<CurrencyHint>,
    /// What they are paid for.
    pub period: Option<PayPeriod>,
    /// What they are multiplied by.
    pub factor: f64,
}

impl Caption {
    /// Reads what stands above the row at block `top`, the first of its table.
    pub fn read(scene: &Scene<'_>, top: usize) -> Self {
        let mut out = Self { factor: 1.0, ..Self::default() };
        let above = (0..top).rev().take(LINES).take_while(|b| !matches!(scene.document.blocks[*b].kind, BlockKind::Row { .. } | BlockKind::Code));
        let lines = above.filter(|b| scene.document.blocks[*b].shown.text().len() <= 400).flat_map(|b| scene.block(b).rev());
        for unit in lines.filter(|u| u.money.is_empty()) {
            out.take(scene, unit);
        }
        if let Some(heading) = scene.document.headings(top).find_map(|h| scene.unit(h, 0)) {
            out.take(scene, heading);
        }
        out.pay |= scene.title().is_some_and(|t| t.has(Cue::Pay));
        if let Some(terms) = scene.terms(top) {
            out.pay = true;
            out.period = out.period.or(terms.period);
            out.currency = out.currency.or_else(|| terms.currency.clone());
        }
        out
    }

    fn take(&mut self, scene: &Scene<'_>, unit: &Unit) {
        if unit.has(Cue::Cost) && !unit.has(Cue::Pay) {
            return;
        }
        self.pay |= unit.has(Cue::Pay) || unit.has(Cue::WeakPay) && unit.has(Cue::Year);
        self.period = self.period.or_else(|| period::period_in(unit, 0..unit.text.len()).map(|p| p.0));
        self.currency = self.currency.take().or_else(|| currency_in(&unit.text, scene.lexicon));
        if self.factor == 1.0 {
            self.factor = factor(&unit.text);
        }
    }
}

/// What a header or caption multiplies bare numbers by: "($k)", "in thousands", "(₹ lakh p.a.)".
pub(super) fn factor(text: &str) -> f64 {
    let lower = text.to_lowercase();
    let thousand =
        ["$k", "k$", "€k", "k€", "£k", "k£", "₹k", "(k", "thousand", "000s", "'000", "’000", ",000s", "in k", "k usd", "k eur", "k gbp", "k pln", "tsd"];
    let lakh = ["lpa", "lakh", "lac)", "lacs", "₹l", "inr l"];
    let million = ["million", "(m)", "mn)", "mln"];
    let has = |list: &[&str]| list.iter().any(|w| lower.contains(w));
    if has(&thousand) {
        1_000.0
    } else if has(&lakh) {
        100_000.0
    } else if lower.contains("crore") {
        10_000_000.0
    } else if has(&million) {
        1_000_000.0
    } else {
        1.0
    }
}
