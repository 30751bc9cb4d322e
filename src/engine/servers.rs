//! Articles of a server's own: an engine of the operator's articles and of them together, opened beside the one of the
//! operator's alone. What is to be in it comes from outside; files and index here are made from that and can be made again.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::own::is_name;
use super::{Engine, EngineError, Library};

/// So many servers' engines are open at a time; those that were asked last.
const MOST_OPEN: usize = 64;
/// The folders of a server: its articles, and the index of one state of them.
const ARTICLES: &str = "articles";
const INDEX: &str = "index-";

/// Engines with servers' own articles.
#[derive(Debug)]
pub(super) struct Servers {
    folder: PathBuf,
    opened: RwLock<HashMap<u64, Opened>>,
    asked: AtomicU64,
    /// One opening at a time: it takes cores and memory that answers need.
    opening: Mutex<()>,
}

#[derive(Debug)]
struct Opened {
    /// Of which state of the server's articles, and of the operator's.
    of: (u64, u64),
    engine: Arc<Engine>,
    asked: AtomicU64,
}

impl Servers {
    fn home(&self, server: u64) -> PathBuf {
        self.folder.join(server.to_string())
    }

    fn get(&self, server: u64, fits: impl Fn(&Opened) -> bool) -> Option<Arc<Engine>> {
        let opened = self.opened.read().unwrap_or_else(PoisonError::into_inner);
        let found = opened.get(&server).filter(|opened| fits(opened))?;
        found.asked.store(self.asked.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        Some(found.engine.clone())
    }

    fn put(&self, server: u64, opened: Opened) {
        let mut all = self.opened.write().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_OPEN
            && let Some(last) = all.iter().min_by_key(|(_, opened)| opened.asked.load(Ordering::Relaxed)).map(|(server, _)| *server)
        {
            all.remove(&last);
        }
        all.insert(server, opened);
    }
}

impl Library {
    /// Lets servers have articles of their own, which are written out below `folder`.
    #[must_use]
    pub fn with_servers(mut self, folder: PathBuf) -> Self {
        self.servers = Some(Servers { folder, opened: RwLock::default(), asked: AtomicU64::new(0), opening: Mutex::default() });
        self
    }

    /// Whether servers may have articles of their own.
    pub fn takes_articles(&self) -> bool {
        self.servers.is_some() && self.source.is_some()
    }

    /// The engine with a server's own articles, in whichever state it was opened last.
    pub fn of_server(&self, server: u64) -> Option<Arc<Engine>> {
        self.servers.as_ref()?.get(server, |_| true)
    }

    /// The engine with a server's own articles in that state of them and of the operator's as they are now; none where it
    /// has to be opened first.
    pub fn of_server_now(&self, server: u64, state: u64) -> Option<Arc<Engine>> {
        let now = (state, self.generation.load(Ordering::Acquire));
        self.servers.as_ref()?.get(server, |opened| opened.of == now)
    }

    /// The engine with a server's own articles in that state of them, whichever the operator's were then.
    pub fn of_server_in(&self, server: u64, state: u64) -> Option<Arc<Engine>> {
        self.servers.as_ref()?.get(server, |opened| opened.of.0 == state)
    }

    /// Opens the engine with a server's own articles: names and texts. Takes as long as indexing all articles does.
    ///
    /// # Errors
    /// Where they cannot be written out or indexed, or where the operator's are gone for a moment.
    pub fn open_server(&self, server: u64, state: u64, articles: &[(String, String)]) -> Result<Arc<Engine>, EngineError> {
        let (Some(servers), Some(source)) = (&self.servers, &self.source) else { return Ok(self.current()) };
        let _one = servers.opening.lock().unwrap_or_else(PoisonError::into_inner);
        // Taken before reading: what changes meanwhile makes this one old.
        let of = (state, self.generation.load(Ordering::Acquire));
        if let Some(engine) = servers.get(server, |opened| opened.of == of) {
            return Ok(engine);
        }
        let home = servers.home(server);
        let folder = home.join(ARTICLES);
        let written = write_out(&folder, articles).map_err(EngineError::Own)?;
        let index = home.join(format!("{INDEX}{state}"));
        let mut folders = source.folders.clone();
        folders.push(folder);
        let (engine, report) = Engine::open(&folders, source.root.as_ref().map(|_| index.as_path()), &mut |_, _| ())?;
        if report.articles <= written && self.current().summary().files() > 0 {
            return Err(EngineError::Emptied);
        }
        // An index of before may hold an article that was removed.
        sweep(&home, &index);
        let engine = Arc::new(engine);
        servers.put(server, Opened { of, engine: engine.clone(), asked: AtomicU64::new(servers.asked.fetch_add(1, Ordering::Relaxed)) });
        Ok(engine)
    }

    /// Forgets a server's own articles in memory.
    pub fn close_server(&self, server: u64) {
        if let Some(servers) = &self.servers {
            servers.opened.write().unwrap_or_else(PoisonError::into_inner).remove(&server);
        }
        self.hiding.forget(server);
    }

    /// Forgets a server's own articles, in memory and on disk.
    pub fn forget_server(&self, server: u64) {
        let Some(servers) = &self.servers else { return };
        let _one = servers.opening.lock().unwrap_or_else(PoisonError::into_inner);
        self.close_server(server);
        if let Err(error) = std::fs::remove_dir_all(servers.home(server))
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(kind = %error.kind(), "a server's own articles could not be taken off the disk; tried again");
        }
    }

    /// The servers whose own articles are on disk or in memory.
    pub fn servers(&self) -> Vec<u64> {
        let Some(servers) = &self.servers else { return Vec::new() };
        let mut all: Vec<u64> = servers.opened.read().unwrap_or_else(PoisonError::into_inner).keys().copied().collect();
        let entries = std::fs::read_dir(&servers.folder).into_iter().flatten().flatten();
        all.extend(entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u64>().ok()));
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Makes a folder hold just these articles; how many those are.
fn write_out(folder: &Path, articles: &[(String, String)]) -> io::Result<usize> {
    std::fs::create_dir_all(folder)?;
    // Each was looked at when it was added; a name that leads elsewhere must not, wherever it comes from.
    let articles: Vec<&(String, String)> = articles.iter().filter(|(name, _)| is_name(name)).collect();
    for entry in std::fs::read_dir(folder)?.flatten() {
        if !articles.iter().any(|(name, _)| *name.as_str() == entry.file_name()) {
            std::fs::remove_file(entry.path())?;
        }
    }
    for (name, body) in &articles {
        let file = folder.join(name);
        if std::fs::read(&file).is_ok_and(|there| there == body.as_bytes()) {
            continue;
        }
        // Whole or not at all: another process may be reading.
        let written = folder.join(format!(".{name}-{}", std::process::id()));
        std::fs::write(&written, body)?;
        std::fs::rename(&written, &file)?;
    }
    Ok(articles.len())
}

/// Takes away the indexes of other states.
fn sweep(home: &Path, keep: &Path) {
    for entry in std::fs::read_dir(home).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(INDEX) && entry.path() != keep {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}
