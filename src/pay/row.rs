//! A row of a table of figures.

use super::{Level, PayFigure, PayPeriod, RoleRef};
use crate::text::{PartialDate, Span};

/// What the lexicon knows of a row's words.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RowKey {
    /// The id of its role, where its title is the lexicon's.
    pub role: Option<String>,
    /// The ids of its place: the place itself, then the metropolitan area that is named after it.
    pub places: Vec<String>,
}

/// A row of a table: whose pay, where and when, and its amounts beside each other.
#[derive(Debug, Clone, PartialEq)]
pub struct PayRow {
    /// The row's bytes.
    pub span: Span,
    /// Whose pay: the title as the table has it, with the lexicon's id where it has one.
    pub role: RoleRef,
    /// The occupation's code in the US Standard Occupational Classification.
    pub soc: Option<String>,
    /// The place as the table has it.
    pub place: Option<String>,
    /// The ids of that place in the lexicon: the place itself, then the metropolitan area that is named after it.
    pub place_ids: Vec<String>,
    /// Seniority.
    pub level: Option<Level>,
    /// What the row is of.
    pub as_of: Option<PartialDate>,
    /// The cells that a reader is shown, from left to right.
    pub cells: Vec<RowCell>,
    /// The amounts.
    pub figures: Vec<PayFigure>,
}

/// A cell of a row with its header.
#[derive(Debug, Clone, PartialEq)]
pub struct RowCell {
    /// The column's header.
    pub header: String,
    /// The cell as a reader sees it.
    pub text: String,
    /// What it is.
    pub kind: RowCellKind,
    /// What its column's amounts are for, where it is one of amounts.
    pub period: Option<PayPeriod>,
}

/// What a cell of a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowCellKind {
    /// The amount with that number among the row's.
    Amount(usize),
    /// Where an amount would be: why there is none.
    Missing,
    /// How many people or reports the row counts.
    Count,
    /// What a reader must know with the amounts.
    Note,
}

impl PayRow {
    /// How many people or reports it counts, where a cell says it.
    pub fn count(&self) -> Option<u64> {
        let cell = self.cells.iter().find(|cell| cell.kind == RowCellKind::Count)?;
        cell.text.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok()
    }
}
