//! Rows of tables: how they are found. A row has a term for each way in which its occupation can be named (the code of the
//! classification, the lexicon's role, its words) and each place that it is for, so that one look finds it among millions.

use std::ops::Range;
use std::sync::Arc;

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::IndexError;
use super::build::written_key;
use super::record::{RowRecord, StoredRow};
use super::search::key_of;
use super::store::Index;
use crate::extract::{row, row_cell};
use crate::ingest::row_cells;
use crate::lexicon::{Lexicon, PlaceKind};
use crate::pay::{RoleRef, RowKey};
use crate::text::{Column, Table};

/// Stands for a country, or for no place, in a row's term.
const WIDE: &str = "*";
/// Stands for any place.
const ANY: &str = "+";
/// So many rows are read at most; a role at a place has a handful.
const MOST: usize = 64;

/// The terms of a row with these words.
pub(super) fn terms(table: &Table, quote: &str, cells: &[Range<usize>], key: &RowKey, lexicon: &Lexicon) -> Vec<String> {
    let text = |wanted: Column| row_cell(table, quote, cells, &wanted).map(|(text, _)| text);
    let soc = text(Column::Soc);
    // Several occupations may have titles that are one role of ours: where there is a code, it says which is meant.
    let role = key.role.clone().filter(|_| soc.is_none());
    let own = role.unwrap_or_else(|| written_key(&text(Column::Role).unwrap_or_default()));
    let keys = soc.map(|code| format!("#{code}")).into_iter().chain([own]);
    let wide = match key.places.first().and_then(|id| lexicon.places.by_id(id)) {
        Some(place) => place.kind == PlaceKind::Country,
        // A place that the lexicon lacks is found by nobody.
        None => table.place.is_none() && text(Column::Place).is_none(),
    };
    let places: Vec<&str> = key.places.iter().map(String::as_str).chain(wide.then_some(WIDE)).chain([ANY]).collect();
    keys.flat_map(|key| places.iter().map(move |place| format!("{key}@{place}")).collect::<Vec<_>>()).collect()
}

impl Index {
    /// The rows of an occupation at a place by its id, or for a country or no place where there is none; in the order of the
    /// tables. `soc`: the occupation's code.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn rows(&self, role: &RoleRef, soc: Option<&str>, place: Option<&str>, lexicon: &Lexicon) -> Result<Vec<Arc<RowRecord>>, IndexError> {
        let place = place.unwrap_or(WIDE);
        let keys = soc.map(|code| format!("#{code}")).into_iter().chain([key_of(role).into_owned()]);
        let clauses: Vec<(Occur, Box<dyn Query>)> = keys
            .map(|key| {
                let term = Term::from_field_text(self.stored.fields.row, &format!("{key}@{place}"));
                (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>)
            })
            .collect();
        let mut found: Vec<DocAddress> = self.stored.searcher.search(&BooleanQuery::new(clauses), &DocSetCollector)?.into_iter().collect();
        found.sort_unstable();
        found.truncate(MOST);
        let read = |at: DocAddress| self.stored.read_rows.of((at.segment_ord, at.doc_id), || self.row(at, lexicon));
        found.into_iter().map(read).collect()
    }

    /// Whether an occupation has a row, wherever.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn has_rows(&self, role: &str, soc: Option<&str>) -> Result<bool, IndexError> {
        for key in soc.map(|code| format!("#{code}")).into_iter().chain([role.to_owned()]) {
            if self.stored.searcher.doc_freq(&Term::from_field_text(self.stored.fields.row, &format!("{key}@{ANY}")))? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn row(&self, at: DocAddress, lexicon: &Lexicon) -> Result<RowRecord, IndexError> {
        let stored: StoredRow = self.record(at)?;
        let lost = || IndexError::Record(format!("a row of article {}, which is no table", stored.article));
        let article = self.article(stored.article).ok_or_else(lost)?;
        let table = article.table.as_ref().ok_or_else(lost)?;
        let cells = row_cells(&stored.quote).map_err(IndexError::Record)?;
        let row = row(table, &article.source, &stored.quote, stored.start, &cells, stored.key, lexicon);
        Ok(RowRecord { row, article: stored.article, quote: stored.quote })
    }
}
