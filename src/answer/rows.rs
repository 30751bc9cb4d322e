//! Rows of tables beside the articles' figures: official statistics and surveys, each row as it stands.

use std::sync::Arc;

use super::Desk;
use crate::index::{ArticleRecord, IndexError, RowRecord};
use crate::lexicon::{PlaceKind, SourceKind};
use crate::pay::{PayPeriod, RoleRef, RowCell, RowCellKind};
use crate::question::Question;

/// So many rows stand in an answer, and of one table on one side.
const MOST: usize = 4;
const OF_ONE_TABLE: usize = 2;

/// A row that an answer quotes.
#[derive(Debug, Clone, PartialEq)]
pub struct CitedRow {
    /// The row.
    pub record: Arc<RowRecord>,
    /// Its table.
    pub article: Arc<ArticleRecord>,
    /// The cells that are shown, by their place among the row's: amounts of the period that is asked for, and what goes with
    /// them.
    pub cells: Vec<usize>,
    /// What a reader must know of this row: who is counted in it, and that it is for a wider place than was asked for.
    pub notes: Vec<String>,
    /// What kind of source its publisher is.
    pub kind: Option<SourceKind>,
    /// The number of its source in the answer.
    pub number: usize,
}

impl CitedRow {
    /// The cells that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &RowCell> {
        self.cells.iter().filter_map(|at| self.record.row.cells.get(*at))
    }
}

impl Desk<'_> {
    /// The rows for a role: at the place that is asked for, else at the nearest around it within its country; of the level that
    /// is asked for, else of none.
    pub(super) fn rows(&self, question: &Question, role: &RoleRef) -> Result<Vec<CitedRow>, IndexError> {
        let known = role.id.as_deref().and_then(|id| self.lexicon.roles.by_id(id));
        let soc = known.and_then(|role| role.soc.as_deref());
        let (found, wider) = self.rows_at(question, role, soc)?;
        let mut out: Vec<CitedRow> = Vec::new();
        for record in best(found, question) {
            let Some(article) = self.index.article(record.article) else { continue };
            let mut notes = Vec::new();
            if let Some(asked) = &wider {
                notes.push(format!("No row for {asked}; this one is for {}.", record.row.place.as_deref().unwrap_or("no place in particular")));
            }
            // The occupation's own title names a role of the lexicon, or does not name the one that is asked for.
            let same = record.row.role.id.as_deref() == role.id.as_deref() && role.id.is_some() || record.row.role.name.eq_ignore_ascii_case(&role.name);
            if !same && let Some(code) = &record.row.soc {
                notes.push(format!("Counted there: {} is part of {} (SOC {code}).", role.name, record.row.role.name));
            }
            let cells = cells(&record, question.period.unwrap_or(PayPeriod::Year));
            let publisher = article.source.publisher.as_deref();
            let kind = self.lexicon.sources.iter().find(|known| Some(known.name.as_str()) == publisher).map(|known| known.kind);
            out.push(CitedRow { cells, article: article.clone(), record, notes, kind, number: 0 });
        }
        out.truncate(MOST);
        Ok(out)
    }

    /// The rows at the nearest place that has some, and the place that was asked for where that is another one.
    fn rows_at(&self, question: &Question, role: &RoleRef, soc: Option<&str>) -> Result<(Vec<Arc<RowRecord>>, Option<String>), IndexError> {
        let Some(place) = question.location.as_ref().and_then(|l| self.lexicon.places.by_id(&l.id)) else {
            return Ok((self.index.rows(role, soc, None)?, None));
        };
        for step in self.lexicon.places.around(place) {
            let found = self.index.rows(role, soc, Some(&step.id))?;
            if !found.is_empty() {
                return Ok((found, (step.id != place.id).then(|| place.name.clone())));
            }
            if step.kind == PlaceKind::Country {
                break;
            }
        }
        Ok((Vec::new(), None))
    }
}

/// Of each table the rows of the level that is asked for, else of no level, else all; the newest first, a few.
fn best(found: Vec<Arc<RowRecord>>, question: &Question) -> Vec<Arc<RowRecord>> {
    let mut tables: Vec<Vec<Arc<RowRecord>>> = Vec::new();
    for row in found {
        match tables.iter_mut().find(|table| table[0].article == row.article) {
            Some(table) => table.push(row),
            None => tables.push(vec![row]),
        }
    }
    let of_table = |table: Vec<Arc<RowRecord>>| {
        let of = |level| table.iter().filter(|row| row.row.level == level).cloned().collect::<Vec<_>>();
        let mut rows = of(question.level);
        if rows.is_empty() {
            rows = of(None);
        }
        if rows.is_empty() {
            rows = table;
        }
        let newest = rows.iter().filter_map(|row| row.row.as_of).max();
        rows.retain(|row| row.row.as_of == newest || row.row.as_of.is_none());
        rows.truncate(OF_ONE_TABLE);
        rows
    };
    tables.into_iter().flat_map(of_table).collect()
}

/// The cells that are shown: amounts of one period alone, so that hourly and yearly ones are not mixed.
fn cells(record: &RowRecord, wanted: PayPeriod) -> Vec<usize> {
    let amounts = |cell: &RowCell| matches!(cell.kind, RowCellKind::Amount(_) | RowCellKind::Missing);
    let all = record.row.cells.as_slice();
    let stated = |period: PayPeriod| all.iter().any(|cell| matches!(cell.kind, RowCellKind::Amount(_)) && cell.period == Some(period));
    // An occupation that is only paid by the hour has no other amounts; they are not converted.
    let first = all.iter().find_map(|cell| cell.period.filter(|_| matches!(cell.kind, RowCellKind::Amount(_))));
    let period = if stated(wanted) { Some(wanted) } else { first.or(Some(wanted)) };
    all.iter().enumerate().filter(|(_, cell)| !amounts(cell) || cell.period == period).map(|(at, _)| at).collect()
}
