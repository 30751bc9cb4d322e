//! Opening the engine as the settings say, telling what was wrong with the corpus on standard error.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Failure;
use crate::config::Config;
use crate::engine::{Engine, Rebuilt, Report};

/// Indexing that takes longer than this is told about.
const PATIENCE: Duration = Duration::from_secs(1);

/// The folder of indexes within the data folder.
const INDEX: &str = "index";
/// The folder of servers' own articles there.
const SERVERS: &str = "servers";

/// The corpus folders that the settings name, or the default ones.
///
/// # Errors
/// Where none is named and none exists.
pub fn folders(config: &Config) -> Result<Vec<PathBuf>, Failure> {
    let program = std::env::current_exe().ok();
    // The working folder is the empty path, so that folders in it are named as a person would name them.
    Ok(config.folders(Path::new(""), program.as_deref())?)
}

/// Where indexes are kept.
pub fn index_folder(config: &Config) -> PathBuf {
    config.data().join(INDEX)
}

/// Where servers' own articles are written out.
pub fn servers_folder(config: &Config) -> PathBuf {
    config.data().join(SERVERS)
}

/// Opens the engine with its index on disk; broken files and an index that could not be kept are told on standard error.
///
/// # Errors
/// Where there is no corpus folder, no article in any, or the index cannot be built.
pub fn open(config: &Config) -> Result<(Engine, Report), Failure> {
    let folders = folders(config)?;
    let mut progress = Progress::start();
    let opened = Engine::open(&folders, Some(&index_folder(config)), &mut |done, of| progress.tell(done, of));
    progress.end();
    let (engine, report) = opened?;
    let mut err = std::io::stderr().lock();
    for broken in &report.broken {
        let _ = writeln!(err, "warning: {broken}; left out");
    }
    if let Rebuilt::Broken(why) = &report.rebuilt {
        let _ = writeln!(err, "note: the index could not be used and was built anew: {why}");
    }
    if let Some(why) = &report.in_memory {
        let _ = writeln!(err, "note: the index is kept in memory: {why}");
    }
    if report.articles == 0 {
        let names: Vec<String> = folders.iter().map(|f| f.display().to_string()).collect();
        return Err(Failure::new(format!("no article in {}", names.join(", ")))
            .hint("articles are .md, .txt or .html files; `salary-bot check` says what is wrong with one"));
    }
    Ok((engine, report))
}

/// How far indexing is, on standard error, once it takes longer than a second.
pub struct Progress {
    started: Instant,
    told: Option<Instant>,
    terminal: bool,
}

impl Progress {
    /// Begins to count the time.
    pub fn start() -> Self {
        Self { started: Instant::now(), told: None, terminal: std::io::stderr().is_terminal() }
    }

    /// `done` articles of `of` are indexed.
    pub fn tell(&mut self, done: usize, of: usize) {
        // A terminal's line is written over often; lines of a log seldom.
        let pause = if self.terminal { Duration::from_millis(200) } else { Duration::from_secs(5) };
        if done == of || self.started.elapsed() < PATIENCE || self.told.is_some_and(|t| t.elapsed() < pause) {
            return;
        }
        self.told = Some(Instant::now());
        let mut err = std::io::stderr().lock();
        let _ = if self.terminal { write!(err, "\rindexing: {done} of {of} articles") } else { writeln!(err, "indexing: {done} of {of} articles") };
        let _ = err.flush();
    }

    /// Ends the line that was written over.
    pub fn end(&self) {
        if self.terminal && self.told.is_some() {
            let _ = write!(std::io::stderr().lock(), "\r\u{1b}[K");
        }
    }
}
