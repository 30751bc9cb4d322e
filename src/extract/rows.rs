//! A table of figures → its rows: nothing is guessed, the side file says what each column is.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::lexicon::{Lexicon, Place, PlaceKind, Reading};
use crate::mention::{CellAmount, cell_amount};
use crate::pay::{
    Amounts, Currency, Evidence, How, Level, PayComponent, PayFigure, PayPeriod, PayRow, PayStatistic, RoleRef, RowCell, RowCellKind, RowKey, Slot,
};
use crate::text::{Amount, Block, BlockKind, Column, Document, PartialDate, Source, Span, Table, cell_text};

/// What rows' words mean in the lexicon: each title and each place of a table is looked up once.
pub struct RowKeys<'a> {
    lexicon: &'a Lexicon,
    names: Names<'a>,
    roles: FxHashMap<String, Option<String>>,
    places: FxHashMap<String, Vec<String>>,
}

impl<'a> RowKeys<'a> {
    /// For the rows of `document`: of two places of one name the one is meant that is in the country of most others.
    pub fn of_table(document: &Document, table: &Table, lexicon: &'a Lexicon) -> Self {
        let mut keys = Self { lexicon, names: Names::of(lexicon), roles: FxHashMap::default(), places: FxHashMap::default() };
        let mut seen: FxHashMap<String, Option<&str>> = FxHashMap::default();
        for block in &document.blocks {
            let BlockKind::Row { cells, header: false, .. } = &block.kind else { continue };
            if let Some((place, _)) = row_cell(table, document.bytes(block.shown.raw_all()), cells, &Column::Place) {
                seen.entry(place).or_insert_with_key(|place| keys.names.country(place));
            }
        }
        let half = seen.len() / 2;
        let mut countries: FxHashMap<&str, usize> = FxHashMap::default();
        for country in seen.values().flatten() {
            *countries.entry(*country).or_default() += 1;
        }
        let most = countries.into_iter().find(|(_, count)| *count > half);
        keys.names.country = most.map(|(id, _)| id.to_owned());
        let states = seen.keys().filter(|place| keys.names.named(place).iter().any(|p| p.kind == PlaceKind::State)).count();
        keys.names.of_states = states > half;
        keys
    }

    /// Of the row with these words, with its cells within them.
    pub fn of(&mut self, table: &Table, quote: &str, cells: &[Range<usize>]) -> RowKey {
        let title = row_cell(table, quote, cells, &Column::Role).map(|(text, _)| text).unwrap_or_default();
        let place = row_cell(table, quote, cells, &Column::Place).map(|(text, _)| text).or_else(|| table.place.clone());
        let role = match self.roles.get(&title) {
            Some(known) => known.clone(),
            None => self.roles.entry(title.clone()).or_insert(self.lexicon.whole_role(&title, Reading::Label).map(|role| role.id.clone())).clone(),
        };
        let places = match place {
            Some(place) => match self.places.get(&place) {
                Some(known) => known.clone(),
                None => {
                    let ids = self.names.ids(&place);
                    self.places.entry(place).or_insert(ids).clone()
                }
            },
            None => Vec::new(),
        };
        RowKey { role, places }
    }
}

/// The rows of a table, in its order; none for any other document.
pub fn rows(document: &Document, lexicon: &Lexicon) -> Vec<PayRow> {
    let Some(table) = &document.table else { return Vec::new() };
    let mut keys = RowKeys::of_table(document, table, lexicon);
    let read = |block: &Block| {
        let BlockKind::Row { cells, header: false, .. } = &block.kind else { return None };
        let span = block.shown.raw_all();
        let quote = document.bytes(span);
        let key = keys.of(table, quote, cells);
        Some(row(table, &document.source, quote, span.start as usize, cells, key, lexicon))
    };
    document.blocks.iter().filter_map(read).collect()
}

/// How many amounts a row has.
pub fn amounts(table: &Table, quote: &str, cells: &[Range<usize>]) -> usize {
    let amounts = table.columns.iter().zip(cells).filter(|((_, column), _)| matches!(column, Column::Amount(_)));
    amounts.filter(|(_, cell)| quote.get((*cell).clone()).is_some_and(|text| matches!(cell_amount(text), Ok(CellAmount::Amount { .. })))).count()
}

/// The text of the first cell of a kind of column, and where it stands in the row.
pub fn row_cell(table: &Table, quote: &str, cells: &[Range<usize>], wanted: &Column) -> Option<(String, Range<usize>)> {
    let at = table.columns.iter().position(|(_, column)| column == wanted)?;
    let cell = cells.get(at)?;
    Some((cell_text(quote.get(cell.clone())?), cell.clone())).filter(|(text, _)| !text.is_empty())
}

/// Places by their names, in any case, and what a table's places are.
struct Names<'a> {
    names: FxHashMap<String, Vec<&'a Place>>,
    lexicon: &'a Lexicon,
    /// The country of most of them.
    country: Option<String>,
    /// Whether most are states, so that "New York" is none of the cities.
    of_states: bool,
}

impl<'a> Names<'a> {
    fn of(lexicon: &'a Lexicon) -> Self {
        let mut names: FxHashMap<String, Vec<&Place>> = FxHashMap::default();
        for place in lexicon.places.iter() {
            for name in std::iter::once(&place.name).chain(&place.aliases) {
                names.entry(name.to_lowercase()).or_default().push(place);
            }
        }
        Self { names, lexicon, country: None, of_states: false }
    }

    fn named(&self, name: &str) -> &[&'a Place] {
        self.names.get(&name.trim().to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// The country of a place whose name no other has.
    fn country(&self, text: &str) -> Option<&'a str> {
        match self.named(text) {
            [] => self.ids(text).first().and_then(|id| self.lexicon.places.by_id(id)),
            [one] => Some(*one),
            _ => None,
        }
        .and_then(|place| self.lexicon.places.country(place))
        .map(|country| country.id.as_str())
    }

    /// The ids of a place as tables write it: "Texas", "Austin, TX", and the statistical areas of the United States, "Austin-
    /// Round Rock-San Marcos, TX", "Washington-Arlington-Alexandria, DC-VA-MD-WV". The metropolitan area around the city
    /// comes along.
    fn ids(&self, text: &str) -> Vec<String> {
        let places = &self.lexicon.places;
        let home = |p: &Place| self.country.as_deref().is_some_and(|country| places.contains(country, &p.id));
        let greatest = |all: &[&'a Place]| all.iter().copied().max_by_key(|p| (home(p), rank(p.kind), p.pop)).map(|place| (place, false));
        let within = |name: &str, state: &Place| {
            self.named(name)
                .iter()
                .copied()
                .filter(|p| matches!(p.kind, PlaceKind::City | PlaceKind::Metro) && places.contains(&state.id, &p.id))
                .max_by_key(|p| p.pop)
        };
        let area = || {
            let (cities, states) = text.rsplit_once(", ")?;
            let states: Vec<&Place> = states.split('-').filter_map(|code| places.get(places.by_letters(code.trim())?)).collect();
            // A name may have a hyphen of its own.
            let cities = std::iter::once(cities).chain(cities.split("--")).chain(cities.split(['-', '/']));
            cities.filter_map(|city| states.iter().find_map(|state| within(city, state))).next().map(|place| (place, true))
        };
        let state = || self.of_states.then(|| greatest(self.named(&format!("{text} state"))))?.filter(|(place, _)| place.kind == PlaceKind::State);
        let Some((place, is_area)) = state().or_else(|| greatest(self.named(text))).or_else(area) else { return Vec::new() };
        let around = places.around(place).skip(1).take_while(|p| p.kind == PlaceKind::Metro).filter(|_| is_area);
        std::iter::once(place).chain(around).map(|p| p.id.clone()).collect()
    }
}

/// Of a state and a city of one name a table that names no more means the state.
fn rank(kind: PlaceKind) -> u8 {
    match kind {
        PlaceKind::Country => 4,
        PlaceKind::State => 3,
        PlaceKind::Region => 2,
        PlaceKind::Metro => 1,
        PlaceKind::City | PlaceKind::Remote => 0,
    }
}

/// The row with these words, which begin at `start` in its file, with its cells within them.
pub fn row(table: &Table, source: &Source, quote: &str, start: usize, cells: &[Range<usize>], key: RowKey, lexicon: &Lexicon) -> PayRow {
    let text_of = |wanted: &Column| row_cell(table, quote, cells, wanted).map(|(text, at)| (text, Span::new(start + at.start, start + at.end)));
    let mut evidence = Vec::new();
    let mut said = |slot: Slot, cell: Option<Span>| evidence.push(Evidence { slot, how: if cell.is_some() { How::Stated } else { How::Document }, span: cell });
    let title = text_of(&Column::Role);
    let name = title.as_ref().map(|(text, _)| text.clone()).unwrap_or_default();
    said(Slot::Role, title.map(|(_, cell)| cell));
    let placed = text_of(&Column::Place);
    let place = placed.as_ref().map(|(text, _)| text.clone()).or_else(|| table.place.clone());
    if place.is_some() {
        said(Slot::Place, placed.map(|(_, cell)| cell));
    }
    let level = text_of(&Column::Level).and_then(|(text, cell)| {
        let level = Level::ALL.iter().copied().find(|level| level.name().eq_ignore_ascii_case(&text))?;
        said(Slot::Level, Some(cell));
        Some(level)
    });
    let currency = text_of(&Column::Currency).map(|(code, _)| code).or_else(|| table.currency.clone()).and_then(|code| Currency::new(&code));
    said(Slot::Currency, text_of(&Column::Currency).map(|(_, cell)| cell));
    let as_of = text_of(&Column::Date).and_then(|(text, _)| text.parse::<PartialDate>().ok()).or(source.published);
    let named = source.publisher.as_deref().map(|publisher| {
        said(Slot::Source, None);
        lexicon.sources.iter().find(|known| known.name == publisher).map_or(publisher, |known| known.name.as_str()).to_owned()
    });
    let mut out = PayRow {
        span: Span::new(start, start + quote.len()),
        role: RoleRef { id: key.role, name },
        soc: text_of(&Column::Soc).map(|(code, _)| code),
        place,
        place_ids: key.places,
        level,
        as_of,
        cells: Vec::new(),
        figures: Vec::new(),
    };
    for ((header, column), cell) in table.columns.iter().zip(cells) {
        let Some(written) = quote.get(cell.clone()) else { continue };
        let text = cell_text(written);
        let kind = match column {
            Column::Amount(what) => match figure(&out, what, written, start + cell.start, currency) {
                Some(figure) => {
                    out.figures.push(PayFigure { source: named.clone(), evidence: evidence.clone(), ..figure });
                    RowCellKind::Amount(out.figures.len() - 1)
                }
                None => RowCellKind::Missing,
            },
            Column::Count => RowCellKind::Count,
            Column::Note => RowCellKind::Note,
            _ => continue,
        };
        let period = if let Column::Amount(what) = column { period_of(what) } else { None };
        if !text.is_empty() {
            out.cells.push(RowCell { header: header.clone(), text, kind, period });
        }
    }
    out
}

fn period_of(what: &Amount) -> Option<PayPeriod> {
    PayPeriod::ALL.iter().copied().find(|period| period.name() == what.period)
}

fn figure(row: &PayRow, what: &Amount, cell: &str, start: usize, currency: Option<Currency>) -> Option<PayFigure> {
    let Ok(CellAmount::Amount { low, high, range }) = cell_amount(cell) else { return None };
    let span = Span::new(start + range.start, start + range.end);
    Some(PayFigure {
        span,
        ends: vec![span],
        sentence: row.span,
        amounts: Amounts { low: Some(low), high },
        open_ended: high.is_none(),
        currency,
        period: period_of(what),
        statistic: PayStatistic::ALL.iter().copied().find(|statistic| statistic.name() == what.statistic).unwrap_or(PayStatistic::Point),
        percentile: what.percentile,
        component: PayComponent::ALL.iter().copied().find(|component| component.name() == what.component).unwrap_or(PayComponent::Unspecified),
        role: Some(row.role.clone()),
        level: row.level,
        experience: None,
        place: row.place.clone(),
        place_id: row.place_ids.first().cloned(),
        employment: None,
        source: None,
        as_of: row.as_of,
        evidence: Vec::new(),
        corrected: None,
    })
}
