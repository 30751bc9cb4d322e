//! `check`: what is wrong with the corpus and the lexicon, or what one article gives and what replies from it will lack.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::open::{Progress, folders};
use super::show::{self, counted, plain};
use super::{Failure, Outcome};
use crate::config::Config;
use crate::engine::{Engine, Report};
use crate::pay::{How, PayFigure, Slot};
use crate::text::{Document, Source};

/// Articles are named up to this many for one lack.
const NAMED: usize = 5;

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An article, or a folder of articles; without it the corpus
    #[arg(value_name = "FILE")]
    path: Option<PathBuf>,
}

/// Checks the article, the folder or the corpus.
///
/// # Errors
/// Where the lexicon is broken, there is no corpus, or standard output cannot be written.
pub fn run(args: &Args, config: &Config) -> Result<Outcome, Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let outcome = match &args.path {
        Some(path) if !path.is_dir() => article(&mut out, path)?,
        Some(folder) => corpus(&mut out, std::slice::from_ref(folder))?,
        None => corpus(&mut out, &folders(config)?)?,
    };
    out.flush()?;
    Ok(outcome)
}

/// What an article does not say about itself, and what comes of it.
struct Lack {
    what: &'static str,
    so: &'static str,
    lacks: fn(&Source) -> bool,
    /// Whether a table lacks it as well: it is an origin itself, and repeats nobody.
    of_tables: bool,
}

const LACKS: [Lack; 4] = [
    Lack {
        what: "no date",
        so: "its figures are shown as undated, after dated ones, and count as old",
        lacks: |s| s.published.is_none() && s.origins.iter().all(|o| o.published.is_none()),
        of_tables: true,
    },
    Lack { what: "no publisher", so: "replies name its title alone", lacks: |s| s.publisher.is_none(), of_tables: true },
    Lack { what: "no url", so: "replies cannot link to it", lacks: |s| s.url.is_none() && s.origins.iter().all(|o| o.url.is_none()), of_tables: true },
    Lack {
        what: "no origins in the front matter",
        so: "whom it repeats is known only where its text names them",
        lacks: |s| s.origins.is_empty(),
        of_tables: false,
    },
];

fn corpus(out: &mut impl Write, folders: &[PathBuf]) -> Result<Outcome, Failure> {
    let mut progress = Progress::start();
    // In memory: a check changes nothing on disk.
    let opened = Engine::open(folders, None, &mut |done, of| progress.tell(done, of));
    progress.end();
    let (engine, report) = opened?;
    let Report { broken, duplicates, corrections, .. } = &report;
    writeln!(out, "lexicon: ok")?;
    for error in broken {
        writeln!(out, "error: {error}")?;
    }
    let unmet = Engine::unmet_corrections(folders)?;
    for line in &unmet {
        writeln!(out, "error: {line}")?;
    }
    for (path, first) in duplicates {
        writeln!(out, "note: {}: the same text as {first}; read once", path.display())?;
    }
    for lack in &LACKS {
        let without: Vec<&str> =
            engine.articles().iter().filter(|a| (lack.lacks)(&a.source) && (lack.of_tables || a.table.is_none())).map(|a| a.path.as_str()).collect();
        say(out, lack.what, lack.so, &without)?;
    }
    let empty: Vec<&str> = engine.articles().iter().filter(|a| a.figures == 0).map(|a| a.path.as_str()).collect();
    say(out, "no pay figure", "only its sentences can be quoted; `salary-bot check FILE` shows which amounts were skipped", &empty)?;
    let names: Vec<String> = folders.iter().map(|f| f.display().to_string()).collect();
    let summary = engine.summary();
    writeln!(
        out,
        "{}: {}, {}, {}{}",
        names.join(", "),
        counted(summary.articles, "article", "articles"),
        counted(summary.figures, "figure", "figures"),
        if *corrections > 0 { format!("{}, ", counted(*corrections, "correction", "corrections")) } else { String::new() },
        if broken.is_empty() { "nothing broken".to_owned() } else { format!("{} broken", broken.len()) }
    )?;
    Ok(match (broken.len() + unmet.len(), summary.articles) {
        (0, 1..) => Outcome::Answered,
        (0, 0) => Outcome::Nothing,
        _ => Outcome::Wrong,
    })
}

fn say(out: &mut impl Write, what: &str, so: &str, paths: &[&str]) -> Result<(), Failure> {
    if paths.is_empty() {
        return Ok(());
    }
    let named: Vec<String> = paths.iter().take(NAMED).map(|p| plain(p)).collect();
    let more = paths.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    writeln!(out, "note: {what} ({so}): {}{more}", named.join(", "))?;
    Ok(())
}

fn article(out: &mut impl Write, path: &Path) -> Result<Outcome, Failure> {
    let (document, extraction) = match Engine::read_file(path)? {
        Ok(read) => read,
        Err(error) => return Err(Failure::of(error.into()).hint("it is left out of the corpus until this is mended; the rest of the corpus is read")),
    };
    let source = &document.source;
    let said = |value: Option<&str>| value.map_or_else(|| "not stated".to_owned(), plain);
    writeln!(out, "{} ({})", plain(&document.path), format!("{:?}", document.format).to_lowercase())?;
    writeln!(out, "  title      {}", said(source.title.as_deref()))?;
    writeln!(out, "  publisher  {}", said(source.publisher.as_deref()))?;
    writeln!(out, "  date       {}", said(source.published.map(|d| d.to_string()).as_deref()))?;
    writeln!(out, "  url        {}", said(source.url.as_deref()))?;
    for origin in &source.origins {
        writeln!(
            out,
            "  origin     {}, {}, {}",
            plain(&origin.name),
            origin.published.map_or_else(|| "no date".to_owned(), |d| d.to_string()),
            said(origin.url.as_deref())
        )?;
    }
    writeln!(out, "\n{}", counted(extraction.figures.len(), "figure", "figures"))?;
    for figure in &extraction.figures {
        show::figure(out, &document, figure, false)?;
    }
    if !extraction.skipped.is_empty() {
        writeln!(out, "\n{}", counted(extraction.skipped.len(), "amount that is no pay", "amounts that are no pay"))?;
        for skipped in &extraction.skipped {
            show::skipped(out, &document, skipped)?;
        }
    }
    lacks(out, &document, &extraction.figures)?;
    Ok(if extraction.figures.is_empty() { Outcome::Nothing } else { Outcome::Answered })
}

/// What replies from the article will lack.
fn lacks(out: &mut impl Write, document: &Document, figures: &[PayFigure]) -> Result<(), Failure> {
    let mut lines: Vec<String> =
        LACKS.iter().filter(|l| (l.lacks)(&document.source) && (l.of_tables || document.table.is_none())).map(|l| format!("{}: {}", l.what, l.so)).collect();
    let inferred = |f: &PayFigure, slot: Slot| f.evidence.iter().any(|e| e.slot == slot && e.how == How::Inferred);
    type Test<'a> = &'a dyn Fn(&PayFigure) -> bool;
    let tests: [(Test<'_>, &str); 7] = [
        (&|f| f.role.is_none(), "name no role: only questions about everybody's pay find them"),
        (&|f| f.role.as_ref().is_some_and(|r| r.id.is_none()), "are for a role that the lexicon lacks (src/lexicon/roles.toml)"),
        (&|f| f.place.is_none(), "name no place: replies say so"),
        (&|f| f.source.is_none(), "name no origin: they count as the article's own claim"),
        (&|f| f.as_of.is_none(), "have no date"),
        (&|f| f.currency.is_none() || inferred(f, Slot::Currency), "have a currency that neither a sign nor a place settles: the likeliest is taken"),
        (&|f| f.period.is_none() || inferred(f, Slot::Period), "do not say the period: the likeliest is taken"),
    ];
    for (test, so) in tests {
        let count = figures.iter().filter(|f| test(f)).count();
        if count > 0 {
            lines.push(format!("{count} of {} {so}", counted(figures.len(), "figure", "figures")));
        }
    }
    if !lines.is_empty() {
        writeln!(out, "\nwhat replies will lack")?;
        for line in lines {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}
