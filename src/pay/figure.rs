//! One pay claim of one article.

use super::{Currency, Employment, Level, PayComponent, PayPeriod, PayStatistic};
use crate::text::{PartialDate, Span};

/// Low and high end in whole currency units; equal for a single value. `low` is absent for "up to", `high` for
/// "at least" and "from".
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Amounts {
    /// The lower end.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

impl Amounts {
    /// A single value.
    pub fn point(value: f64) -> Self {
        Self { low: Some(value), high: Some(value) }
    }

    /// Whether both ends are the same value.
    pub fn is_point(self) -> bool {
        self.low.is_some() && self.low == self.high
    }

    /// Either end, the lower first.
    pub fn any(self) -> f64 {
        self.low.or(self.high).unwrap_or_default()
    }

    /// The greatest end that is stated.
    pub fn top(self) -> f64 {
        self.high.or(self.low).unwrap_or_default()
    }
}

/// Years of experience: from, and to where there is an upper end.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Years(pub f64, pub Option<f64>);

impl Years {
    /// Whether the two spans of years have a year in common.
    pub fn meets(self, other: Years) -> bool {
        let top = |y: Years| y.1.unwrap_or(f64::INFINITY);
        self.0 <= top(other) && other.0 <= top(self)
    }
}

/// A role: the lexicon's, or as the article writes it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RoleRef {
    /// The lexicon's id; none for a role that the lexicon lacks.
    pub id: Option<String>,
    /// As a person would write it.
    pub name: String,
}

/// The slots that have evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// The currency.
    Currency,
    /// The period.
    Period,
    /// The kind of number.
    Statistic,
    /// The part of pay.
    Component,
    /// Whose pay it is.
    Role,
    /// Seniority.
    Level,
    /// Years of experience.
    Experience,
    /// Where.
    Place,
    /// Contract or freelance.
    Employment,
    /// The named origin.
    Source,
}

/// How a slot's value was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Said in the same sentence.
    Stated,
    /// Said in the table's header or the row's other cells.
    Header,
    /// Said earlier in the same paragraph, list or section.
    Carried,
    /// Said in a heading above.
    Heading,
    /// Said in the title or the front matter, or of the whole document.
    Document,
    /// Nowhere said; the most plausible value.
    Inferred,
    /// Said by the operator's correction.
    Corrected,
}

/// Which words gave a slot its value.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Evidence {
    /// The slot.
    pub slot: Slot,
    /// How it was reached.
    pub how: How,
    /// The words, as bytes of the file; none where inferred or from the front matter.
    pub span: Option<Span>,
}

/// One pay claim: a verbatim span of an article and what it says.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PayFigure {
    /// The money expression with its bound and period words.
    pub span: Span,
    /// Its amounts one by one, low then high, each with its sign.
    pub ends: Vec<Span>,
    /// The sentence, item or row around it.
    pub sentence: Span,
    /// Low and high.
    pub amounts: Amounts,
    /// Whether the upper end is open: "180,000+".
    pub open_ended: bool,
    /// The currency, where it is stated or the place settles it.
    pub currency: Option<Currency>,
    /// What it is paid for.
    pub period: Option<PayPeriod>,
    /// What kind of number it is.
    pub statistic: PayStatistic,
    /// The percentile, above 0 and below 100, where the source names one.
    pub percentile: Option<f64>,
    /// Which part of pay.
    pub component: PayComponent,
    /// Whose pay; none for all workers, or where nobody is named.
    pub role: Option<RoleRef>,
    /// Seniority.
    pub level: Option<Level>,
    /// Years of experience.
    pub experience: Option<Years>,
    /// The place as the article has it.
    pub place: Option<String>,
    /// The place's id in the lexicon.
    pub place_id: Option<String>,
    /// Contract or freelance.
    pub employment: Option<Employment>,
    /// The named origin.
    pub source: Option<String>,
    /// The date the figure is of.
    pub as_of: Option<PartialDate>,
    /// Which words gave what.
    pub evidence: Vec<Evidence>,
    /// Why an operator corrected it, where one did.
    #[serde(default)]
    pub corrected: Option<String>,
}

/// Money that is not pay.
#[derive(Debug, Clone, PartialEq)]
pub struct Skipped {
    /// The money expression.
    pub span: Span,
    /// The sentence around it.
    pub sentence: Span,
    /// Low and high.
    pub amounts: Amounts,
    /// The currency, where stated.
    pub currency: Option<Currency>,
    /// Why it is not pay.
    pub why: &'static str,
}
