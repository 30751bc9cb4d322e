//! The bureau's own flat files, as its server has them under `time.series/oe`: one line for each number, and lists beside it.
//! Source of the format: the bureau's `oe.txt`.

use std::io::Read as _;
use std::path::Path;

use super::super::{ImportError, Lines, Progress};
use super::{Area, Cell, Lists, Occupation, TYPES};

/// The level of its list at which the bureau shows an occupation that is no group of others.
const DETAILED: &str = "3";
/// Series: OE, U, the area's type (1), area (7), industry (6), occupation (6), data type (2).
const SERIES: usize = 25;
/// How often progress is told, in lines.
const STEP: u64 = 65_536;

/// Whether a file is the data of the flat files.
pub fn is_flat(file: &Path) -> bool {
    let mut start = [0; 9];
    std::fs::File::open(file).and_then(|mut file| file.read_exact(&mut start)).is_ok() && &start == b"series_id"
}

/// What stands beside it.
pub fn lists(file: &Path) -> Result<Lists, ImportError> {
    let mut out = Lists::default();
    each(&file.with_file_name("oe.area"), &["area_code", "areatype_code", "area_name"], |_, [code, kind, name]| {
        out.areas.push(Area { code: code.to_owned(), kind: kind.chars().next().unwrap_or_default(), name: name.to_owned() });
        Ok(())
    })?;
    each(&file.with_file_name("oe.occupation"), &["occupation_code", "occupation_name", "display_level"], |_, [code, name, level]| {
        out.occupations.push(Occupation { code: code.to_owned(), name: name.to_owned(), detailed: level == DETAILED });
        Ok(())
    })?;
    let release = file.with_file_name("oe.release");
    each(&release, &["description"], |_, [description]| {
        // The last is the one that the current data are of.
        out.release = description.to_owned();
        Ok(())
    })?;
    Ok(out)
}

/// Each area's employment in all occupations and industries.
pub fn totals(file: &Path) -> Result<Vec<(String, u64)>, ImportError> {
    let mut totals = Vec::new();
    data(file, |_, series, value, _| {
        if series.get(11..) == Some("00000000000001") {
            totals.push((series.get(4..11).unwrap_or_default().to_owned(), value.parse().unwrap_or_default()));
        }
        Ok(())
    })?;
    Ok(totals)
}

/// Every cell, its numbers gathered: those of one cell stand one after the other.
pub fn cells(file: &Path, progress: Progress<'_>, take: &mut dyn FnMut(Cell) -> Result<(), ImportError>) -> Result<(), ImportError> {
    let (mut cell, mut lines) = (Cell::default(), 0);
    data(file, |line, series, value, footnotes| {
        lines += 1;
        if lines % STEP == 0 {
            progress(lines, 0);
        }
        let (name, kind) = series.split_at(SERIES - 2);
        if name != cell.name {
            if name < cell.name.as_str() {
                return Err(ImportError::cell(file, line, "series_id", format!("`{series}` after `{}`; expected were series in rising order", cell.name)));
            }
            let part = |from: usize, to: usize| name.get(from..to).unwrap_or_default().to_owned();
            let next = Cell { area: part(4, 11), industry: part(11, 17), occupation: part(17, 23), name: name.to_owned(), line: Some(line), ..Cell::default() };
            let whole = std::mem::replace(&mut cell, next);
            if !whole.name.is_empty() {
                take(whole)?;
            }
        }
        // Employment by 1,000 jobs and location quotients are no pay.
        if let Some(at) = kind.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < TYPES) {
            cell.values[at] = Some(value.to_owned());
            cell.footnotes[at] = Some(footnotes.to_owned()).filter(|note| !note.is_empty());
        }
        Ok(())
    })?;
    if cell.name.is_empty() {
        return Err(ImportError::whole(file, "has no numbers"));
    }
    progress(lines, lines);
    take(cell)
}

/// The lines of the data: their number, series, value and footnotes.
fn data(file: &Path, mut take: impl FnMut(u64, &str, &str, &str) -> Result<(), ImportError>) -> Result<(), ImportError> {
    each(file, &["series_id", "value", "footnote_codes"], |line, [series, value, footnotes]| {
        if series.len() != SERIES || !series.starts_with("OEU") || !series.is_ascii() {
            return Err(ImportError::cell(file, line, "series_id", format!("`{series}`; expected were OEU and {} more characters", SERIES - 3)));
        }
        take(line, series, value, footnotes)
    })
}

/// The cells of some columns of a file with tabs.
fn each<const N: usize>(path: &Path, columns: &[&str; N], mut take: impl FnMut(u64, [&str; N]) -> Result<(), ImportError>) -> Result<(), ImportError> {
    let mut lines = Lines::open(path, b'\t', columns)?;
    let at = columns.map(|name| lines.column(name));
    let mut row = csv::StringRecord::new();
    while let Some(line) = lines.next(&mut row)? {
        take(line, at.map(|at| row.get(at).unwrap_or_default()))?;
    }
    Ok(())
}
