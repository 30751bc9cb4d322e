//! The articles that answer now. Where they change, another engine is opened beside the one that answers and takes its place:
//! questions under way keep theirs, so each answer comes from one state of the articles alone.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::hiding::Hiding;
use super::servers::Servers;
use super::{Engine, EngineError, Report};
use crate::ingest::stamp;

/// The articles that answer now.
#[derive(Debug)]
pub struct Library {
    current: RwLock<Arc<Engine>>,
    /// Raised each time when others answer.
    pub(super) generation: AtomicU64,
    pub(super) source: Option<Source>,
    pub(super) servers: Option<Servers>,
    pub(super) hiding: Hiding,
    /// What the folders looked like when they were last read.
    seen: AtomicU64,
    /// The fingerprint of what answers: reading the same again changes nothing.
    read: AtomicU64,
    /// What was wrong with files when they were last read, for `/corpus status`.
    broken: Mutex<Vec<String>>,
    /// One reading at a time.
    reading: Mutex<()>,
}

#[derive(Debug)]
pub(super) struct Source {
    pub(super) folders: Vec<PathBuf>,
    pub(super) root: Option<PathBuf>,
}

/// What reading the folders again came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reloaded {
    /// Articles that answer now.
    pub articles: usize,
    /// Figures in them.
    pub figures: usize,
    /// Files that were left out, each with the reason.
    pub broken: Vec<String>,
}

impl Library {
    /// A library of an engine alone, which is never read again.
    pub fn new(engine: Arc<Engine>) -> Self {
        Self::at(engine, None, (0, 0), Vec::new())
    }

    /// A library of these folders and the index root, which `engine` was opened from.
    pub fn of(engine: Arc<Engine>, report: &Report, folders: Vec<PathBuf>, root: Option<PathBuf>) -> Self {
        let broken = report.broken.iter().map(ToString::to_string).collect();
        let seen = stamp(&folders);
        Self::at(engine, Some(Source { folders, root }), (seen, report.fingerprint), broken)
    }

    fn at(engine: Arc<Engine>, source: Option<Source>, (seen, read): (u64, u64), broken: Vec<String>) -> Self {
        Self {
            current: RwLock::new(engine),
            generation: AtomicU64::new(0),
            source,
            servers: None,
            hiding: Hiding::default(),
            seen: AtomicU64::new(seen),
            read: AtomicU64::new(read),
            broken: Mutex::new(broken),
            reading: Mutex::default(),
        }
    }

    /// The engine to answer a whole question with.
    pub fn current(&self) -> Arc<Engine> {
        // A poisoned lock still holds a whole engine: it is replaced by one assignment.
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Files that were left out when the folders were last read, each with the reason.
    pub fn broken(&self) -> Vec<String> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the folders look like now, where that is not what was read last. Reads no article.
    pub fn changed(&self) -> Option<u64> {
        let source = self.source.as_ref()?;
        Some(stamp(&source.folders)).filter(|now| *now != self.seen.load(Ordering::Relaxed))
    }

    /// Reads the folders again and lets what is there answer from now on. Takes as long as indexing what is new does; answers
    /// go on meanwhile.
    ///
    /// # Errors
    /// Where the index cannot be built, or where no article is left: a folder that is gone for a moment must not silence the
    /// bot. Then the articles of before go on answering.
    pub fn reload(&self) -> Result<Reloaded, EngineError> {
        let _one = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(source) = &self.source else {
            let engine = self.current();
            return Ok(Reloaded { articles: engine.summary().files(), figures: engine.summary().figures, broken: Vec::new() });
        };
        // Taken before reading: what changes meanwhile is seen the next time.
        let seen = stamp(&source.folders);
        let (engine, report) = Engine::open(&source.folders, source.root.as_deref(), &mut |_, _| ())?;
        self.seen.store(seen, Ordering::Relaxed);
        let broken: Vec<String> = report.broken.iter().map(ToString::to_string).collect();
        self.broken.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&broken);
        if report.articles == 0 && self.current().summary().files() > 0 {
            return Err(EngineError::Emptied);
        }
        let reloaded = Reloaded { articles: report.articles, figures: engine.summary().figures, broken };
        if self.read.swap(report.fingerprint, Ordering::Relaxed) == report.fingerprint {
            // What is open of servers' own articles stays as good as it is.
            return Ok(reloaded);
        }
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(engine);
        self.generation.fetch_add(1, Ordering::Release);
        Ok(reloaded)
    }
}
