//! A server's own articles: the engine that answers with them, what was attached and not yet added, and fetching it.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::{Client, Url, redirect};
use tokio::sync::{Mutex, Semaphore};
use tokio::time::{Instant, timeout};

use super::commands::Desk;
use super::expiring::Expiring;
use crate::engine::{Engine, Proposed};
use crate::store::LONGEST_ARTICLE;

/// How long a question waits for its server's articles to be indexed; then the operator's answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// After how long it is tried again to index what could not be.
const AGAIN: Duration = Duration::from_secs(60);
/// How long an attached file waits to be added, and how many do.
const DRAFTS: (Duration, usize) = (Duration::from_secs(15 * 60), 64);
/// How long reading one may take.
pub(super) const READING: Duration = Duration::from_secs(10);
/// How long a download may take.
const DOWNLOAD: Duration = Duration::from_secs(10);
/// Where Discord keeps what was attached.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];
/// For how many servers it is known that their articles cannot be indexed.
const MANY: usize = 10_000;

/// A file that was attached and read, and waits to be added.
pub(super) struct Draft {
    /// In which server, and by whom.
    pub by: (u64, u64),
    /// What it is.
    pub article: Proposed,
}

/// What servers' own articles need in memory.
pub struct Own {
    drafts: Expiring<u64, Arc<Draft>>,
    keys: RandomState,
    count: AtomicU64,
    /// One engine is opened at a time, and none while articles are forgotten.
    opening: Mutex<()>,
    /// Servers whose articles could not be indexed, in that state.
    failed: Expiring<u64, u64>,
    /// One attached file is read at a time: reading costs a core, whatever is in it.
    pub(super) reading: Arc<Semaphore>,
    client: Option<Client>,
    base: Option<Url>,
}

impl fmt::Debug for Own {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Own").finish_non_exhaustive()
    }
}

impl Own {
    /// `base`: the origin of another Discord than the real one.
    pub(super) fn new(base: Option<&str>) -> Self {
        // A redirect could lead anywhere.
        let client = Client::builder().redirect(redirect::Policy::none()).timeout(DOWNLOAD).build();
        Self {
            drafts: Expiring::new(DRAFTS.0, DRAFTS.1),
            keys: RandomState::new(),
            count: AtomicU64::new(0),
            opening: Mutex::default(),
            failed: Expiring::new(AGAIN, MANY),
            reading: Arc::new(Semaphore::new(1)),
            client: client.inspect_err(|_| tracing::error!("no attachment can be fetched: there is no HTTP client")).ok(),
            base: base.and_then(|base| Url::parse(base).ok()),
        }
    }

    /// Keeps a draft for a while, under a number that no other draft has, not even one before a restart.
    pub(super) fn draft(&self, draft: Draft) -> u64 {
        let number = self.keys.hash_one(self.count.fetch_add(1, Ordering::Relaxed));
        self.drafts.put(number, Arc::new(draft), Instant::now());
        number
    }

    /// Takes a draft out, for who attached it.
    pub(super) fn take(&self, number: u64, by: (u64, u64), now: Instant) -> Option<Arc<Draft>> {
        self.drafts.get(&number, now).filter(|draft| draft.by == by)?;
        self.drafts.take(&number, now)
    }

    /// Fetches an attached file from where Discord says it lies.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub(super) async fn fetch(&self, url: &str) -> Result<Vec<u8>, String> {
        let url = Url::parse(url).ok().filter(|url| is_discords(url, self.base.as_ref())).ok_or("This file does not lie at Discord, so I do not fetch it.")?;
        const FAILED: &str = "I could not fetch the file from Discord. Try again in a minute.";
        let client = self.client.as_ref().ok_or(FAILED)?;
        // Not the error's own text: it may hold the address.
        let mut response = client.get(url).send().await.ok().filter(|response| response.status().is_success()).ok_or(FAILED)?;
        let mut bytes = Vec::new();
        while let Some(part) = response.chunk().await.map_err(|_| FAILED)? {
            if bytes.len() + part.len() > LONGEST_ARTICLE {
                return Err(too_long());
            }
            bytes.extend_from_slice(&part);
        }
        Ok(bytes)
    }
}

/// What is said of a file that is too long.
pub(super) fn too_long() -> String {
    format!("The file is too long: an article has at most {} kB.", LONGEST_ARTICLE / 1024)
}

/// Whether a file lies at Discord, or at the other Discord that the bot is on.
fn is_discords(url: &Url, base: Option<&Url>) -> bool {
    let plain = url.username().is_empty() && url.password().is_none();
    let real = url.scheme() == "https" && url.port().is_none() && url.host_str().is_some_and(|host| HOSTS.contains(&host));
    let other = base.is_some_and(|base| {
        matches!(url.scheme(), "http" | "https") && url.host() == base.host() && url.port_or_known_default() == base.port_or_known_default()
    });
    plain && (real || other)
}

impl Desk {
    /// The engine to answer a server's whole question with. Where its articles are still to be indexed, it is waited for a
    /// while; then, and where that fails, the operator's articles answer.
    pub async fn engine_for(&self, server: Option<u64>) -> Arc<Engine> {
        let Some(server) = server else { return self.library.current() };
        let state = self.choices(server).await.articles;
        if state == 0 || !self.library.takes_articles() {
            return self.library.current();
        }
        if let Some(engine) = self.library.of_server_now(server, state) {
            return engine;
        }
        if self.own.failed.get(&server, Instant::now()) == Some(state) {
            return self.library.current();
        }
        // Goes on when nobody waits any more.
        let opening = tokio::spawn(open(self.clone(), server, state));
        match timeout(PATIENCE, opening).await {
            Ok(Ok(Some(engine))) => engine,
            // Where only the operator's articles changed, those of before answer with the server's own.
            _ => self.library.of_server_in(server, state).unwrap_or_else(|| self.library.current()),
        }
    }

    /// Lets a server's articles be indexed before somebody asks.
    pub(super) fn prepare(&self, server: u64) {
        let desk = self.clone();
        tokio::spawn(async move { drop(desk.engine_for(Some(server)).await) });
    }

    /// Forgets what was made of a server's own articles: at once in memory, and on disk as soon as no others are opened.
    pub(super) fn forget_articles(&self, server: u64) {
        self.library.close_server(server);
        let desk = self.clone();
        tokio::spawn(async move {
            let _one = desk.own.opening.lock().await;
            let library = desk.library.clone();
            if tokio::task::spawn_blocking(move || library.forget_server(server)).await.is_err() {
                tracing::error!("a server's own articles could not be forgotten");
            }
        });
    }

    /// Forgets what was made of articles that are not kept any more: also where another process removed them, all or some.
    pub(super) async fn forget_old_articles(&self) {
        for server in self.library.servers() {
            match self.store.read(server).await {
                Ok(choices) if choices.articles == 0 => self.forget_articles(server),
                // Opening anew takes away what an older state had.
                Ok(choices) if self.library.of_server_in(server, choices.articles).is_none() => drop(self.engine_for(Some(server)).await),
                Ok(_) | Err(_) => {}
            }
        }
    }
}

async fn open(desk: Desk, server: u64, state: u64) -> Option<Arc<Engine>> {
    let _one = desk.own.opening.lock().await;
    if let Some(engine) = desk.library.of_server_now(server, state) {
        return Some(engine);
    }
    if desk.own.failed.get(&server, Instant::now()) == Some(state) {
        return None;
    }
    let failed = |state: u64| {
        desk.own.failed.put(server, state, Instant::now());
        tracing::warn!("a server's own articles cannot be indexed: its questions are answered without them, and it is tried again in a minute");
    };
    let (now, articles) = match desk.store.articles(server).await {
        Ok((_, articles)) if articles.is_empty() => return None,
        Ok(read) => read,
        Err(error) => {
            tracing::debug!(%error, "a server's own articles cannot be read");
            failed(state);
            return None;
        }
    };
    let articles: Vec<(String, String)> = articles.into_iter().map(|article| (article.name, article.body)).collect();
    let library = desk.library.clone();
    match tokio::task::spawn_blocking(move || library.open_server(server, now, &articles)).await {
        Ok(Ok(engine)) => return Some(engine),
        // A path in it names the server.
        Ok(Err(error)) => tracing::debug!(%error, "a server's own articles cannot be indexed"),
        Err(error) => tracing::debug!(panicked = error.is_panic(), "a server's own articles cannot be indexed"),
    }
    failed(now);
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_fetched_from_discord_alone() {
        let base = Url::parse("http://127.0.0.1:4000").expect("an address");
        for (url, real, local) in [
            ("https://cdn.discordapp.com/attachments/1/2/a.md?ex=1", true, true),
            ("https://media.discordapp.net/ephemeral-attachments/1/2/a.md", true, true),
            ("http://127.0.0.1:4000/attachments/1/2/a.md", false, true),
            ("http://127.0.0.1:4001/attachments/1/2/a.md", false, false),
            ("http://127.0.0.1/a.md", false, false),
            ("http://cdn.discordapp.com/a.md", false, false),
            ("https://cdn.discordapp.com:8443/a.md", false, false),
            ("https://cdn.discordapp.com.evil.example/a.md", false, false),
            ("https://evil.example/cdn.discordapp.com", false, false),
            ("https://cdn.discordapp.com@evil.example/a.md", false, false),
            ("https://user:secret@cdn.discordapp.com/a.md", false, false),
            ("http://user@127.0.0.1:4000/a.md", false, false),
            ("http://169.254.169.254/latest", false, false),
            ("file:///etc/passwd", false, false),
            ("ftp://127.0.0.1:4000/a.md", false, false),
        ] {
            let url = Url::parse(url).expect("an address");
            assert_eq!((is_discords(&url, None), is_discords(&url, Some(&base))), (real, local), "{url}");
        }
    }

    fn draft() -> Draft {
        Draft {
            by: (1, 2),
            article: Proposed { name: "a.md".to_owned(), text: String::new(), figures: Vec::new(), count: 0, passed_over: Vec::new(), passed_over_count: 0 },
        }
    }

    #[test]
    fn a_draft_is_its_owners_and_lasts_a_quarter_of_an_hour() {
        let (own, now) = (Own::new(None), Instant::now());
        let number = own.draft(draft());
        assert_ne!(number, own.draft(draft()));
        for (number, by) in [(number, (1, 3)), (number, (3, 2)), (number ^ 1, (1, 2))] {
            assert!(own.take(number, by, now).is_none());
        }
        assert!(own.take(number, (1, 2), now).is_some());
        assert!(own.take(number, (1, 2), now).is_none(), "added once");
        let number = own.draft(draft());
        assert!(own.take(number, (1, 2), Instant::now() + DRAFTS.0).is_none());
    }
}
