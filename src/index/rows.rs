//! Rows of tables: how they are found. A row has a term for each way in which its occupation can be named (the code of the
//! classification, the lexicon's role, its words) and each place that it is for, so that one look finds it among millions.

use std::sync::Arc;

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::IndexError;
use super::build::written_key;
use super::record::RowRecord;
use super::search::key_of;
use super::store::Index;
use crate::lexicon::{Lexicon, PlaceKind};
use crate::pay::{PayRow, RoleRef};

/// Stands for a country, or for no place, in a row's term.
const WIDE: &str = "*";
/// So many rows are read at most; a role at a place has a handful.
const MOST: usize = 64;

/// The terms of a row.
pub(super) fn terms(row: &PayRow, lexicon: &Lexicon) -> Vec<String> {
    let own = row.role.id.clone().unwrap_or_else(|| written_key(&row.role.name));
    let keys = row.soc.iter().map(|code| format!("#{code}")).chain([own]);
    let wide = match row.place_ids.first().and_then(|id| lexicon.places.by_id(id)) {
        Some(place) => place.kind == PlaceKind::Country,
        // A place that the lexicon lacks is found by nobody.
        None => row.place.is_none(),
    };
    let places: Vec<&str> = row.place_ids.iter().map(String::as_str).chain(wide.then_some(WIDE)).collect();
    keys.flat_map(|key| places.iter().map(move |place| format!("{key}@{place}")).collect::<Vec<_>>()).collect()
}

impl Index {
    /// The rows of an occupation at a place by its id, or for a country or no place where there is none; in the order of the
    /// tables. `soc`: the occupation's code.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn rows(&self, role: &RoleRef, soc: Option<&str>, place: Option<&str>) -> Result<Vec<Arc<RowRecord>>, IndexError> {
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
        let read = |at: DocAddress| self.stored.read_rows.of((at.segment_ord, at.doc_id), || self.record(at));
        found.into_iter().map(read).collect()
    }
}
