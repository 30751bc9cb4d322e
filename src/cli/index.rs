//! `index`: the index of the corpus, built where it is not current.

use std::io::Write as _;

use super::open::{index_folder, open};
use super::show::{counted, took};
use super::{Failure, Outcome};
use crate::config::Config;
use crate::engine::Rebuilt;

/// Opens the index and prints what it holds.
///
/// # Errors
/// Where the corpus cannot be opened or standard output not be written.
pub fn run(config: &Config) -> Result<Outcome, Failure> {
    let (engine, report) = open(config)?;
    let summary = engine.summary();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{}, {}, {}, {}",
        counted(summary.articles, "article", "articles"),
        counted(summary.figures, "figure", "figures"),
        counted(summary.roles.len(), "role", "roles"),
        counted(summary.origins.len(), "named origin", "named origins")
    )?;
    for tables in &summary.tables {
        writeln!(out, "{}", tables.said())?;
    }
    if let Some((oldest, newest)) = summary.dates {
        writeln!(out, "dates from {oldest} to {newest}")?;
    }
    for (path, first) in &report.duplicates {
        writeln!(out, "{}: the same text as {first}, read once", path.display())?;
    }
    let state = if report.rebuilt == Rebuilt::No { "current, opened" } else { "built" };
    match &report.in_memory {
        Some(_) => writeln!(out, "index in memory, {state} in {}", took(report.took))?,
        None => writeln!(out, "index in {}, {state} in {}", index_folder(config).display(), took(report.took))?,
    }
    let amounts: usize = summary.tables.iter().map(|tables| tables.amounts).sum();
    Ok(if summary.figures + amounts == 0 { Outcome::Nothing } else { Outcome::Answered })
}
