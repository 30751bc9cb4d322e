//! Rows of tables beside the articles' figures: official statistics and surveys, each row as it stands.

use std::sync::Arc;

use super::{Cited, Desk};
use crate::index::{ArticleRecord, Index, IndexError, RowRecord};
use crate::lexicon::{KnownSource, Lexicon, PlaceKind, SourceKind, words};
use crate::pay::{Derived, PayPeriod, RoleRef, RowCell, RowCellKind};
use crate::question::Question;
use crate::text::Column;

/// So many rows stand in an answer, and of one source on one side.
const MOST: usize = 4;
const OF_ONE_SOURCE: usize = 2;
/// The country of the Standard Occupational Classification.
const US: &str = "us";
/// How a table's publisher begins where its numbers were computed here from somebody's data.
const COMPUTED: &str = "computed by salary-bot from ";

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
    /// Whether it is for a wider place than was asked for.
    pub wider: bool,
    /// What a reader must know of this row: who is counted in it, and that it is for a wider place than was asked for.
    pub notes: Vec<String>,
    /// Where offers lie among its percentiles: only where the asker alone sees it.
    pub placed: Vec<Derived>,
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
        for record in best(found, soc, question, self.index) {
            let Some(article) = self.index.article(record.article) else { continue };
            let mut notes = Vec::new();
            if let Some(asked) = &wider {
                notes.push(format!("No row for {asked}; this one is for {}.", record.row.place.as_deref().unwrap_or("no place in particular")));
            }
            // The occupation's own title names a role of the lexicon, or does not name the one that is asked for.
            let same = record.row.role.id.as_deref() == role.id.as_deref() && role.id.is_some() || record.row.role.name.eq_ignore_ascii_case(&role.name);
            // "Waiters and Waitresses" are waiters and no others; baristas are some of the "Fast Food and Counter Workers".
            let alone = |code: &str| self.lexicon.roles.iter().filter(|known| known.soc.as_deref() == Some(code)).count() == 1;
            let named = || {
                let title = words(&record.row.role.name);
                words(&role.name).iter().all(|word| title.iter().any(|known| known.key == word.key))
            };
            if !same && let Some(code) = record.row.soc.as_deref().filter(|code| !(named() && alone(code))) {
                notes.push(format!("Counted there: {} is part of {} (SOC {code}).", role.name, record.row.role.name));
            }
            if let Some(level) = question.level.filter(|_| record.row.level.is_none()) {
                notes.push(format!("All levels are counted together there: it has no row for {level}."));
            }
            let cells = cells(&record, question.period.unwrap_or(PayPeriod::Year));
            let kind = article.source.publisher.as_deref().and_then(|publisher| known_source(publisher, self.lexicon)).map(|known| known.kind);
            out.push(CitedRow { cells, article: article.clone(), record, wider: wider.is_some(), notes, placed: Vec::new(), kind, number: 0 });
        }
        // The most reliable kind of source first, then the newest.
        out.sort_by_key(|row| (row.kind.map_or(u8::MAX, |kind| kind as u8), std::cmp::Reverse(row.record.row.as_of)));
        out.truncate(MOST);
        Ok(out)
    }

    /// Why official statistics by the US classification say nothing of a role, where the corpus has some and they could be meant.
    pub(super) fn uncoded(&self, question: &Question, role: &RoleRef, rows: &[CitedRow]) -> Option<String> {
        let role = self.lexicon.roles.by_id(role.id.as_deref()?)?;
        let why = role.uncoded?.why();
        let coded = |article: &ArticleRecord| article.table.as_ref().is_some_and(|table| table.columns.iter().any(|(_, column)| *column == Column::Soc));
        let in_us = question.location.as_ref().is_none_or(|place| place.id == US || self.lexicon.places.contains(US, &place.id));
        let official = rows.iter().any(|row| row.kind == Some(SourceKind::Official));
        (self.sheet.is_none() && in_us && !official && self.index.articles().iter().any(|article| coded(article)))
            .then(|| format!("Official US statistics have no row for {}: {why}.", role.name))
    }

    /// Whether a figure of an article only repeats what the source of a row says, and the row is as new and as near to what is
    /// asked: then the row alone is shown.
    pub(super) fn says_it_at_its_source(&self, row: &CitedRow, cited: &Cited) -> bool {
        let (of, figure) = (&row.record.row, &cited.record.figure);
        let publisher = row.article.source.publisher.as_deref();
        let period = row.shown().find_map(|cell| cell.period);
        let about = figure.level.is_none() && figure.experience.is_none() && figure.employment.is_none();
        // The row is for the figure's place, for one within it, or for just what is asked.
        let near = match (&figure.place_id, of.place_ids.first()) {
            (None, _) => figure.place.is_none(),
            (Some(said), Some(place)) => {
                of.place_ids.contains(said) || self.lexicon.places.contains(said, place) || !row.wider && self.lexicon.places.contains(place, said)
            }
            (Some(_), None) => false,
        };
        let same = publisher.is_some() && figure.source.as_deref() == publisher;
        let currency = of.figures.first().is_some_and(|cell| cell.currency == figure.currency);
        same && about && near && currency && figure.period == period && figure.as_of.is_none_or(|date| of.as_of.is_some_and(|newest| date <= newest))
    }

    /// The rows at the nearest place that has some, and the place that was asked for where that is another one.
    fn rows_at(&self, question: &Question, role: &RoleRef, soc: Option<&str>) -> Result<(Vec<Arc<RowRecord>>, Option<String>), IndexError> {
        let Some(place) = question.location.as_ref().and_then(|l| self.lexicon.places.by_id(&l.id)) else {
            return Ok((self.index.rows(role, soc, None, self.lexicon)?, None));
        };
        for step in self.lexicon.places.around(place) {
            let found = self.index.rows(role, soc, Some(&step.id), self.lexicon)?;
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

/// The source of the lexicon that publishes figures, or that they were computed from.
pub fn known_source<'l>(publisher: &str, lexicon: &'l Lexicon) -> Option<&'l KnownSource> {
    let name = publisher.strip_prefix(COMPUTED).unwrap_or(publisher);
    // "Stack Overflow Developer Survey" is Stack Overflow's.
    let of = |known: &KnownSource| name.strip_prefix(known.name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    lexicon.sources.iter().find(|known| of(known))
}

/// What a table from that kind of source is called.
pub fn kind_words(kind: Option<SourceKind>) -> &'static str {
    match kind {
        Some(SourceKind::Official) => "Official statistics",
        Some(SourceKind::Survey) => "Survey",
        _ => "Table",
    }
}

/// Of each publisher's rows those of the level that is asked for, else of no level, else all; where no place is asked for, those
/// of the place that counts the most; the newest, a few.
fn best(found: Vec<Arc<RowRecord>>, soc: Option<&str>, question: &Question, index: &Index) -> Vec<Arc<RowRecord>> {
    let publisher = |row: &RowRecord| index.article(row.article).and_then(|article| article.source.publisher.clone());
    let mut sources: Vec<(Option<String>, Vec<Arc<RowRecord>>)> = Vec::new();
    for row in found {
        let by = publisher(&row);
        match sources.iter_mut().find(|(known, rows)| *known == by && (by.is_some() || rows[0].article == row.article)) {
            Some((_, rows)) => rows.push(row),
            None => sources.push((by, vec![row])),
        }
    }
    let of_source = |mut rows: Vec<Arc<RowRecord>>| {
        // A group of occupations may have a title of the lexicon as well: the code says which row it is.
        if rows.iter().any(|row| row.row.soc.as_deref() == soc && soc.is_some()) {
            rows.retain(|row| row.row.soc.as_deref() == soc);
        }
        let has = |level| rows.iter().any(|row| row.row.level == level);
        if let Some(level) = [question.level, None].into_iter().find(|level| has(*level)) {
            rows.retain(|row| row.row.level == level);
        }
        if question.location.is_none() {
            let most = rows.iter().max_by_key(|row| row.row.count()).and_then(|row| row.row.place_ids.first().cloned());
            rows.retain(|row| row.row.place_ids.first() == most.as_ref());
        }
        let newest = rows.iter().filter_map(|row| row.row.as_of).max();
        rows.retain(|row| row.row.as_of == newest || row.row.as_of.is_none());
        rows.truncate(OF_ONE_SOURCE);
        rows
    };
    sources.into_iter().flat_map(|(_, rows)| of_source(rows)).collect()
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
