//! A table of figures → its rows: nothing is guessed, the side file says what each column is.

use rustc_hash::FxHashMap;

use crate::lexicon::{Lexicon, Place, PlaceKind, Reading, Term};
use crate::mention::{CellAmount, cell_amount};
use crate::pay::{Amounts, Currency, Evidence, How, Level, PayComponent, PayFigure, PayPeriod, PayRow, PayStatistic, RoleRef, RowCell, RowCellKind, Slot};
use crate::text::{Amount, Block, BlockKind, Column, Document, PartialDate, Span, Table, cell_text};

/// The rows of a table, in its order; none for any other document.
pub fn rows(document: &Document, lexicon: &Lexicon) -> Vec<PayRow> {
    let Some(table) = &document.table else { return Vec::new() };
    let names = Names::of(lexicon);
    let read = |block: &Block| match &block.kind {
        BlockKind::Row { cells, header: false, .. } => {
            let start = block.shown.raw_all().start as usize;
            let cells: Vec<Span> = cells.iter().map(|cell| Span::new(start + cell.start, start + cell.end)).collect();
            Some(row(document, table, block.shown.raw_all(), &cells, lexicon, &names))
        }
        _ => None,
    };
    document.blocks.iter().filter_map(read).collect()
}

/// Places by their names, in any case.
struct Names<'a>(FxHashMap<String, Vec<&'a Place>>, &'a Lexicon);

impl<'a> Names<'a> {
    fn of(lexicon: &'a Lexicon) -> Self {
        let mut names: FxHashMap<String, Vec<&Place>> = FxHashMap::default();
        for place in lexicon.places.iter() {
            for name in std::iter::once(&place.name).chain(&place.aliases) {
                names.entry(name.to_lowercase()).or_default().push(place);
            }
        }
        Self(names, lexicon)
    }

    fn named(&self, name: &str) -> &[&'a Place] {
        self.0.get(&name.trim().to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// The ids of a place as tables write it: "Texas", "Austin, TX", and the statistical areas of the United States, "Austin-
    /// Round Rock-San Marcos, TX", "Washington-Arlington-Alexandria, DC-VA-MD-WV". The metropolitan area around the city
    /// comes along.
    fn ids(&self, text: &str) -> Vec<String> {
        let places = &self.1.places;
        let greatest = |all: &[&'a Place]| all.iter().copied().max_by_key(|p| (rank(p.kind), p.pop)).map(|place| (place, false));
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
        let Some((place, is_area)) = greatest(self.named(text)).or_else(area) else { return Vec::new() };
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

fn row(document: &Document, table: &Table, span: Span, cells: &[Span], lexicon: &Lexicon, names: &Names<'_>) -> PayRow {
    let text_of = |wanted: &Column| {
        let at = table.columns.iter().position(|(_, column)| column == wanted)?;
        cells.get(at).map(|cell| (cell_text(document.bytes(*cell)), *cell)).filter(|(text, _)| !text.is_empty())
    };
    let mut evidence = Vec::new();
    let mut said = |slot: Slot, cell: Option<Span>| evidence.push(Evidence { slot, how: if cell.is_some() { How::Stated } else { How::Document }, span: cell });
    let title = text_of(&Column::Role);
    let name = title.as_ref().map(|(text, _)| text.clone()).unwrap_or_default();
    let id = whole_role(&name, lexicon);
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
    let as_of = text_of(&Column::Date).and_then(|(text, _)| text.parse::<PartialDate>().ok()).or(document.source.published);
    let place_ids = place.as_deref().map(|place| names.ids(place)).unwrap_or_default();
    let source = document.source.publisher.as_deref().map(|publisher| {
        said(Slot::Source, None);
        lexicon.sources.iter().find(|known| known.name == publisher).map_or(publisher, |known| known.name.as_str()).to_owned()
    });
    let mut out = PayRow {
        span,
        role: RoleRef { id, name },
        soc: text_of(&Column::Soc).map(|(code, _)| code),
        place,
        place_ids,
        level,
        as_of,
        cells: Vec::new(),
        figures: Vec::new(),
    };
    for ((header, column), cell) in table.columns.iter().zip(cells) {
        let text = cell_text(document.bytes(*cell));
        let kind = match column {
            Column::Amount(what) => match figure(&out, what, document.bytes(*cell), *cell, currency) {
                Some(figure) => {
                    out.figures.push(PayFigure { source: source.clone(), evidence: evidence.clone(), ..figure });
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

/// The lexicon's role of a title that is nothing else: "Registered Nurses".
fn whole_role(title: &str, lexicon: &Lexicon) -> Option<String> {
    // Other terms may stand for words within it: a title's own words are what counts.
    let whole =
        lexicon.find(title, Reading::Label).into_iter().find(|found| found.start == 0 && found.end == title.len() && matches!(found.term, Term::Role(_)))?;
    match whole.term {
        Term::Role(at) => lexicon.roles.get(at).map(|role| role.id.clone()),
        _ => None,
    }
}

fn period_of(what: &Amount) -> Option<PayPeriod> {
    PayPeriod::ALL.iter().copied().find(|period| period.name() == what.period)
}

fn figure(row: &PayRow, what: &Amount, cell: &str, at: Span, currency: Option<Currency>) -> Option<PayFigure> {
    let Ok(CellAmount::Amount { low, high, range }) = cell_amount(cell) else { return None };
    let start = at.start as usize;
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
