//! Tables that an import writes: a CSV file and its side file, in parts where one would be too large to be read.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::ImportError;
use crate::ingest::{MAX_FILE, parse_table};

/// The largest part, in bytes: below what a file may have.
const LARGEST: usize = (MAX_FILE - MAX_FILE / 8) as usize;

/// What a side file says.
#[derive(Debug, Clone, Default)]
pub struct Side {
    /// The table's title.
    pub title: String,
    /// Who publishes the figures.
    pub publisher: String,
    /// Where they stand.
    pub url: String,
    /// What they are of: `2025-05`.
    pub published: String,
    /// When they were fetched, where it is known.
    pub retrieved: Option<String>,
    /// The licence, as its source names it.
    pub licence: String,
    /// The currency of all amounts, where no column says it.
    pub currency: Option<String>,
    /// How its numbers were computed, where that was done here.
    pub computed: Option<String>,
    /// A checksum of the file that they were computed from.
    pub checksum: Option<String>,
    /// What a reader must know of every row.
    pub notes: Vec<String>,
    /// Each column and what it is, as the side file writes that: `role`, `{percentile: 10, period: year}`.
    pub columns: Vec<(String, String)>,
}

impl Side {
    fn yaml(&self) -> String {
        let mut out = String::new();
        // A string of JSON is one of YAML as well.
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let mut line = |key: &str, value: &str| {
            let _ = writeln!(out, "{key}: {}", text(value));
        };
        line("title", &self.title);
        line("publisher", &self.publisher);
        line("url", &self.url);
        line("published", &self.published);
        for (key, value) in [("retrieved", &self.retrieved), ("currency", &self.currency), ("computed", &self.computed), ("checksum", &self.checksum)] {
            if let Some(value) = value {
                line(key, value);
            }
        }
        line("licence", &self.licence);
        if !self.notes.is_empty() {
            let notes: Vec<String> = self.notes.iter().map(|note| text(note)).collect();
            let _ = writeln!(out, "notes: [{}]", notes.join(", "));
        }
        out.push_str("columns:\n");
        for (header, what) in &self.columns {
            let _ = writeln!(out, "  {}: {what}", text(header));
        }
        out
    }
}

/// A table that is being made: its rows in parts.
#[derive(Debug)]
pub struct Sheet {
    name: String,
    side: Side,
    parts: Vec<csv::Writer<Vec<u8>>>,
    in_part: usize,
    rows: u64,
}

impl Sheet {
    /// An empty one that is called `name` without its extension.
    pub fn new(name: &str, side: Side) -> Self {
        Self { name: name.to_owned(), side, parts: Vec::new(), in_part: 0, rows: 0 }
    }

    /// Adds a row: a cell for each column.
    pub fn push(&mut self, cells: &[String]) {
        // Quotes and commas aside, a row is as long as its cells.
        let length = cells.iter().map(|cell| cell.len() + 3).sum::<usize>();
        if self.parts.is_empty() || self.in_part + length > LARGEST {
            let mut part = csv::Writer::from_writer(Vec::new());
            // Writing into memory does not fail.
            let _ = part.write_record(self.side.columns.iter().map(|(header, _)| header));
            self.parts.push(part);
            self.in_part = 0;
        }
        if let Some(part) = self.parts.last_mut() {
            let _ = part.write_record(cells);
        }
        self.in_part += length;
        self.rows += 1;
    }

    /// How many rows it has.
    pub fn rows(&self) -> u64 {
        self.rows
    }
}

/// What an import wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The tables, each with the number of its rows.
    pub tables: Vec<(PathBuf, u64)>,
    /// How many files were already there with the same bytes.
    pub unchanged: usize,
    /// Parts of an earlier import that are no more.
    pub removed: Vec<PathBuf>,
}

/// Writes sheets into `folder`, which is made where it is not there. Each is read as a corpus' table first; a file is replaced
/// whole or not at all.
///
/// # Errors
/// Where a sheet could not be read as a table, or a file not be written.
pub fn write(folder: &Path, sheets: Vec<Sheet>) -> Result<Written, ImportError> {
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let mut written = Written::default();
    for sheet in sheets {
        let side = sheet.side.yaml();
        let several = sheet.parts.len() > 1;
        for (at, part) in sheet.parts.into_iter().enumerate() {
            let name = if several { format!("{}-{}", sheet.name, at + 1) } else { sheet.name.clone() };
            let path = folder.join(format!("{name}.csv"));
            let fail = |problem: String| ImportError::whole(&path, problem);
            let bytes = part.into_inner().map_err(|e| fail(e.to_string()))?;
            let text = String::from_utf8(bytes).map_err(|e| fail(e.to_string()))?;
            let rows = parse_table(&format!("{name}.csv"), text.as_str().into(), &side).map_err(|(line, problem)| ImportError {
                path: path.clone(),
                line: line.and_then(|l| u64::try_from(l).ok()),
                column: None,
                problem,
            })?;
            written.tables.push((path.clone(), rows));
            files.push((path, text.into_bytes()));
            files.push((folder.join(format!("{name}.yaml")), side.clone().into_bytes()));
        }
        written.removed.extend(stale(folder, &sheet.name, &files));
    }
    self::folder(folder)?;
    for (path, bytes) in &files {
        if std::fs::read(path).is_ok_and(|there| there == *bytes) {
            written.unchanged += 1;
            continue;
        }
        replace(path, bytes)?;
    }
    for path in &written.removed {
        std::fs::remove_file(path).map_err(|e| ImportError::whole(path, format!("cannot be removed: {e}")))?;
    }
    Ok(written)
}

/// Makes a folder where it is not there.
pub(super) fn folder(path: &Path) -> Result<(), ImportError> {
    std::fs::create_dir_all(path).map_err(|e| ImportError::whole(path, format!("cannot be made: {e}")))
}

/// Replaces a file whole or not at all.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), ImportError> {
    let fail = |e: std::io::Error| ImportError::whole(path, format!("cannot be written: {e}"));
    let beside = path.with_extension("part");
    std::fs::write(&beside, bytes).map_err(fail)?;
    std::fs::rename(&beside, path).map_err(fail)
}

/// Files of a sheet of that name that an earlier import wrote and this one does not.
fn stale(folder: &Path, name: &str, files: &[(PathBuf, Vec<u8>)]) -> Vec<PathBuf> {
    let ours = |stem: &str| stem == name || stem.strip_prefix(name).and_then(|rest| rest.strip_prefix('-')).is_some_and(|n| n.parse::<u32>().is_ok());
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut out: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|e| e == "csv" || e == "yaml"))
        .filter(|path| path.file_stem().and_then(|s| s.to_str()).is_some_and(ours) && !files.iter().any(|(kept, _)| kept == path))
        .collect();
    out.sort();
    out
}
