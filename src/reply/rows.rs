//! A row of a table as a reply shows it: the row itself, each cell with its header, is the quote.

use super::words::{Quote, clipped};
use crate::answer::{CitedRow, kind_words};
use crate::pay::RowCellKind;

/// A row of a table.
pub struct RowLine {
    /// What kind of source, who says so, whose pay and where.
    pub head: String,
    /// The row: each cell with its header.
    pub quote: Quote,
    /// What a reader must know of it.
    pub notes: Vec<String>,
}

/// Rows as they stand; what their tables say of all of them comes with the last.
pub(super) fn row_lines(rows: &[CitedRow]) -> Vec<RowLine> {
    let mut lines: Vec<RowLine> = rows.iter().map(row).collect();
    let mut notes: Vec<String> = Vec::new();
    for table in rows.iter().filter_map(|row| row.article.table.as_ref()) {
        for note in table.notes.iter().chain(&table.computed) {
            if !notes.contains(note) {
                notes.push(note.clone());
            }
        }
    }
    if let Some(last) = lines.last_mut() {
        last.notes.extend(notes);
    }
    lines
}

/// A row as it stands in its table, each cell with its header.
pub(super) fn row(row: &CitedRow) -> RowLine {
    let of = &row.record.row;
    let kind = kind_words(row.kind);
    let publisher = row.article.source.publisher.as_deref().map(clipped);
    let by: Vec<String> = publisher.into_iter().chain(of.as_of.map(crate::text::PartialDate::short)).collect();
    let by = if by.is_empty() { String::new() } else { format!(" ({})", by.join(", ")) };
    let whose: Vec<String> = [Some(of.role.name.clone()), of.level.map(|level| level.to_string()), of.place.clone()].into_iter().flatten().collect();
    let cells: Vec<String> = row.shown().map(|cell| format!("{}: {}", cell.header, cell.text)).collect();
    let amounts = row.shown().filter(|cell| matches!(cell.kind, RowCellKind::Amount(_))).map(|cell| cell.text.clone()).collect();
    RowLine {
        head: format!("{kind}{by}: {}", whose.join(", ")),
        quote: Quote { before: None, text: cells.join(" · "), amounts, number: row.number },
        notes: row.placed.iter().map(|at| format!("{} ({})", at.text, at.working)).chain(row.notes.iter().cloned()).collect(),
    }
}
