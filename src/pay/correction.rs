//! What an operator says of a figure that was read wrong.

use super::{Currency, Employment, Level, PayComponent, PayPeriod, PayStatistic, Years};

/// The value that a correction gives a slot.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub enum Set<T> {
    /// Nothing: what was read is wrong and nothing right is known.
    Clear,
    /// This.
    To(T),
}

impl<T: Clone> Set<T> {
    /// The slot's new value.
    pub fn value(&self) -> Option<T> {
        match self {
            Self::Clear => None,
            Self::To(value) => Some(value.clone()),
        }
    }
}

/// One row of a corpus's `corrections.toml`. Amounts cannot be corrected: what is shown stands in the article.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Correction {
    /// The article, by its path within the corpus folder.
    pub path: String,
    /// Bytes of the article that are, hold or lie in the figure's money expression; every figure there is meant.
    pub quote: String,
    /// Why, for whoever reads the file or a reply next year.
    pub reason: String,
    /// The line of the file, from 1.
    pub line: usize,
    /// Whether the amount is no pay at all.
    pub skip: bool,
    /// Whose pay: a lexicon's id, or a role as a person writes it.
    pub role: Option<Set<String>>,
    /// Seniority.
    pub level: Option<Set<Level>>,
    /// Years of experience.
    pub experience: Option<Set<Years>>,
    /// Where.
    pub place: Option<Set<String>>,
    /// How the people are engaged.
    pub employment: Option<Set<Employment>>,
    /// The named origin.
    pub source: Option<Set<String>>,
    /// The currency.
    pub currency: Option<Currency>,
    /// What it is paid for.
    pub period: Option<PayPeriod>,
    /// Which part of pay.
    pub component: Option<PayComponent>,
    /// What kind of number.
    pub statistic: Option<PayStatistic>,
}
