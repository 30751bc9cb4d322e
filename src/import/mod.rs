//! Data of others → tables of figures in a corpus folder. One file per kind of data; what is written is what [`crate::ingest`]
//! reads, with a side file that names the source, its licence and the day it was fetched.
//!
//! An import reads everything and checks it before it writes anything. The same file gives the same bytes, however often.

mod ai_jobs;
mod oews;
mod quantiles;
mod rates;
mod sheet;
mod stackoverflow;
mod survey;

use std::path::{Path, PathBuf};

pub use ai_jobs::ai_jobs;
pub use oews::{Areas, Occupations, Wanted, oews};
pub use rates::{RATES, rates};
pub use sheet::{Sheet, Side, Written, write};
pub use stackoverflow::stackoverflow;
pub use survey::FEWEST;

/// Data that cannot be imported.
#[derive(Debug, thiserror::Error)]
#[error("{}{}{}: {problem}", path.display(), line.map(|l| format!(":{l}")).unwrap_or_default(), column.as_ref().map(|c| format!(", column `{c}`")).unwrap_or_default())]
pub struct ImportError {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1, where one can be named.
    pub line: Option<u64>,
    /// The column, where it is one's.
    pub column: Option<String>,
    /// What is wrong, and what was expected.
    pub problem: String,
}

impl ImportError {
    /// What is wrong with a file as a whole.
    fn whole(path: &Path, problem: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: None, column: None, problem: problem.into() }
    }

    /// What is wrong with a cell.
    fn cell(path: &Path, line: u64, column: &str, problem: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: Some(line), column: Some(column.to_owned()), problem: problem.into() }
    }
}

/// What an importer made of its file.
#[derive(Debug, Default)]
pub struct Imported {
    /// The tables, not yet written.
    pub sheets: Vec<Sheet>,
    /// What was read, what was left out and why, and the sums that were checked: a line each.
    pub said: Vec<String>,
}

/// Told how many of how many rows are done; both 0 where the number is not known yet.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// The lines of a CSV file with a header: its columns by name, and its rows with their line numbers.
struct Lines {
    path: PathBuf,
    header: Vec<String>,
    reader: csv::Reader<std::fs::File>,
}

impl Lines {
    /// Opens a file with the columns that are `wanted`, in any order and among others.
    fn open(path: &Path, delimiter: u8, wanted: &[&str]) -> Result<Self, ImportError> {
        let file = std::fs::File::open(path).map_err(|e| ImportError::whole(path, format!("cannot be read: {e}")))?;
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(false).trim(csv::Trim::All).from_reader(file);
        let header: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect(),
            Err(e) => return Err(broken(path, &e)),
        };
        match wanted.iter().find(|name| !header.iter().any(|known| known == *name)) {
            Some(lacks) => Err(ImportError {
                path: path.to_owned(),
                line: Some(1),
                column: None,
                problem: format!("has no column `{lacks}`; expected were {}", wanted.join(", ")),
            }),
            None => Ok(Self { path: path.to_owned(), header, reader }),
        }
    }

    /// Where a column stands.
    fn column(&self, name: &str) -> usize {
        self.header.iter().position(|known| known == name).unwrap_or_default()
    }

    /// The next row and its line.
    fn next(&mut self, into: &mut csv::StringRecord) -> Result<Option<u64>, ImportError> {
        match self.reader.read_record(into) {
            Ok(true) => Ok(Some(into.position().map_or(0, csv::Position::line))),
            Ok(false) => Ok(None),
            Err(e) => Err(broken(&self.path, &e)),
        }
    }
}

/// What the reader of CSV says, with the line.
fn broken(path: &Path, error: &csv::Error) -> ImportError {
    let line = error.position().map(csv::Position::line);
    let problem = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "not UTF-8".to_owned(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => format!("{len} cells where the header has {expected_len}"),
        _ => error.to_string(),
    };
    ImportError { path: path.to_owned(), line, column: None, problem }
}
