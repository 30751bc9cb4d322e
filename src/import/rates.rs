//! Rates of exchange: the European Central Bank's euro reference rates, which it lets anybody use who names it.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use super::sheet::{folder, replace};
use super::{ImportError, Lines};
use crate::lexicon::Rates;
use crate::text::PartialDate;

pub use crate::ingest::RATES;

/// The larger of the bank's files unpacks to some megabytes.
const LARGEST: u64 = 64 << 20;
/// The first bytes of a ZIP file.
const ZIP: [u8; 4] = *b"PK\x03\x04";
/// No rate of that day.
const NONE: [&str; 2] = ["N/A", ""];

/// A day, and what one euro costs on it by currency.
type Day = (PartialDate, Vec<(String, f64)>);

/// Writes the rates of the newest day of `eurofxref.csv`, `eurofxref-hist.csv` or one of their ZIP files into the folder of
/// articles `to`, as `rates.toml`; gives what was done, a line each.
///
/// # Errors
/// Where the file cannot be read, or is no such file: then nothing is written. Or where the folder cannot be written.
pub fn rates(file: &Path, to: &Path) -> Result<Vec<String>, ImportError> {
    let unpacked = unpacked(file)?;
    let mut lines = Lines::open(unpacked.as_ref().map_or(file, |temporary| temporary.path()), b',', &["Date", "USD"]).map_err(|e| of(file, e))?;
    let (mut newest, mut row): (Option<Day>, _) = (None, csv::StringRecord::new());
    let at = lines.column("Date");
    while let Some(line) = lines.next(&mut row).map_err(|e| of(file, e))? {
        let written = row.get(at).unwrap_or_default();
        let day = written
            .parse::<PartialDate>()
            .ok()
            .filter(|day| day.day.is_some())
            .ok_or_else(|| ImportError::cell(file, line, "Date", format!("`{written}`; expected was a day such as 2026-10-30 or 30 October 2026")))?;
        if newest.as_ref().is_some_and(|(known, _)| *known >= day) {
            continue;
        }
        let mut all = Vec::new();
        for (code, cell) in lines.header.iter().zip(row.iter()).filter(|(code, cell)| *code != "Date" && !code.is_empty() && !NONE.contains(cell)) {
            let rate = cell.parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate > 0.0);
            all.push((code.clone(), rate.ok_or_else(|| ImportError::cell(file, line, code, format!("`{cell}`; expected was a rate above 0 or N/A")))?));
        }
        newest = Some((day, all));
    }
    let Some((day, all)) = newest else { return Err(ImportError::whole(file, "has no day with rates")) };
    let path = to.join(RATES);
    let text = toml(day, &all);
    Rates::read(&path.to_string_lossy(), &text).map_err(|e| ImportError::whole(file, e.to_string()))?;
    folder(to)?;
    replace(&path, text.as_bytes())?;
    Ok(vec![format!("{}: {} rates of {day}; replies name that day", path.display(), all.len())])
}

fn toml(day: PartialDate, all: &[(String, f64)]) -> String {
    let mut out = format!(
        "# What one euro costs, by the European Central Bank's reference rates.\n# Source: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/\n\ndate = \"{day}\"\n\nrate = [\n"
    );
    for (code, rate) in all {
        let _ = writeln!(out, "  {{ code = \"{code}\", per_euro = {rate:?} }},");
    }
    out.push_str("]\n");
    out
}

/// The table within a ZIP file; none where the file is none.
fn unpacked(file: &Path) -> Result<Option<tempfile::NamedTempFile>, ImportError> {
    let fail = |e: &dyn std::fmt::Display| ImportError::whole(file, format!("cannot be read: {e}"));
    let mut opened = std::fs::File::open(file).map_err(|e| fail(&e))?;
    let mut start = [0; 4];
    if opened.read_exact(&mut start).is_err() || start != ZIP {
        return Ok(None);
    }
    let mut archive = zip::ZipArchive::new(opened).map_err(|e| fail(&e))?;
    let mut table = archive.by_index(0).map_err(|e| fail(&e))?.take(LARGEST);
    let mut out = tempfile::NamedTempFile::new().map_err(|e| fail(&e))?;
    match std::io::copy(&mut table, &mut out) {
        Ok(LARGEST) => Err(fail(&format!("it unpacks to more than {LARGEST} bytes"))),
        Ok(_) => Ok(Some(out)),
        Err(e) => Err(fail(&e)),
    }
}

/// An error with the file that the user named.
fn of(file: &Path, error: ImportError) -> ImportError {
    ImportError { path: file.to_owned(), ..error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_day_is_written_and_a_bad_file_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("eurofxref.csv");
        let import = |text: &str| {
            std::fs::write(&file, text).expect("written");
            let _ = std::fs::remove_file(folder.path().join(RATES));
            let said = rates(&file, folder.path()).map_err(|e| e.to_string());
            (said, std::fs::read_to_string(folder.path().join(RATES)).unwrap_or_default())
        };
        for text in
            ["Date,USD,EEK,\n2026-10-29,1.11,N/A,\n2026-10-30,1.1172,N/A,\n2026-10-28,1.12,N/A,\n", "Date, USD, EEK, \n30 October 2026, 1.1172, N/A, \n"]
        {
            let (said, written) = import(text);
            assert!(said.expect("imported")[0].ends_with("1 rates of 2026-10-30; replies name that day"));
            assert!(
                written.contains("date = \"2026-10-30\"") && written.contains("code = \"USD\", per_euro = 1.1172") && !written.contains("EEK"),
                "{written}"
            );
        }
        for (text, wrong) in [
            ("Date,USD\nyesterday,1.1\n", ":2, column `Date`: `yesterday`"),
            ("Date,USD\n2026-10,1.1\n", "column `Date`"),
            ("Date,USD\n2026-10-30,-1\n", ":2, column `USD`: `-1`; expected was a rate"),
            ("Date,USD\n", "no day with rates"),
            ("Day,USD\n2026-10-30,1\n", "no column `Date`"),
            ("Date,USD,dollars\n2026-10-30,1,2\n", "dollars"),
        ] {
            let (said, written) = import(text);
            let error = said.expect_err(text);
            assert!(error.contains(wrong) && written.is_empty(), "{error}");
        }
    }
}
