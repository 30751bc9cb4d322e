//! `extract`: every figure of articles, one after the other in document order.

use std::io::Write;
use std::path::PathBuf;

use super::contract::FigureJson;
use super::show;
use super::{Failure, Outcome};
use crate::engine::Engine;
use crate::pay::{PayFigure, Skipped};
use crate::text::Document;

/// The arguments of `extract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// One JSON object a line for each figure
    #[arg(long)]
    json: bool,
    /// Amounts that are not pay as well, with the reason
    #[arg(long)]
    skipped: bool,
    /// Which words gave each slot its value
    #[arg(long)]
    explain: bool,
    /// Articles
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// A figure, or an amount that was skipped.
enum Amount<'a> {
    Pay(&'a PayFigure),
    Skipped(&'a Skipped),
}

impl Amount<'_> {
    fn start(&self) -> u32 {
        match self {
            Self::Pay(figure) => figure.span.start,
            Self::Skipped(skipped) => skipped.span.start,
        }
    }
}

/// Prints the figures of every file; a broken one is told on standard error and the rest goes on.
///
/// # Errors
/// Where standard output cannot be written, or the lexicon is broken.
pub fn run(args: &Args) -> Result<Outcome, Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut read, mut figures) = (0_usize, 0_usize);
    for path in &args.files {
        match Engine::read_file(path)? {
            Ok((document, extraction)) => {
                read += 1;
                figures += extraction.figures.len();
                let skipped = if args.skipped { extraction.skipped.as_slice() } else { &[] };
                let mut amounts: Vec<Amount<'_>> = extraction.figures.iter().map(Amount::Pay).chain(skipped.iter().map(Amount::Skipped)).collect();
                amounts.sort_by_key(Amount::start);
                let file = path.to_string_lossy();
                if args.json { json(&mut out, &document, &file, &amounts, args.explain)? } else { text(&mut out, &document, &file, &amounts, args.explain)? }
            }
            // When standard error is gone there is nobody to tell.
            Err(error) => drop(writeln!(std::io::stderr().lock(), "error: {error}")),
        }
        out.flush()?;
    }
    Ok(match (read, figures) {
        (0, _) => Outcome::Wrong,
        (_, 0) => Outcome::Nothing,
        _ => Outcome::Answered,
    })
}

fn json(out: &mut impl Write, document: &Document, file: &str, amounts: &[Amount<'_>], explain: bool) -> Result<(), Failure> {
    for amount in amounts {
        let line = match amount {
            Amount::Pay(figure) => FigureJson::read(figure, document, file, explain),
            Amount::Skipped(skipped) => FigureJson::skipped(skipped, document, file),
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn text(out: &mut impl Write, document: &Document, file: &str, amounts: &[Amount<'_>], explain: bool) -> Result<(), Failure> {
    let figures = amounts.iter().filter(|a| matches!(a, Amount::Pay(_))).count();
    writeln!(out, "{} ({})", show::plain(file), show::counted(figures, "figure", "figures"))?;
    for amount in amounts {
        match amount {
            Amount::Pay(figure) => show::figure(out, document, figure, explain)?,
            Amount::Skipped(skipped) => show::skipped(out, document, skipped)?,
        }
    }
    Ok(())
}
