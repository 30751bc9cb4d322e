//! Noticing that articles changed: by looking at their folders every few seconds, and by SIGHUP. Looking works on every file
//! system, also on those of containers and networks that tell nobody of changes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::engine::Library;

/// How often the folders are looked at.
const PAUSE: Duration = Duration::from_secs(2);
/// Looking may take at most this share of the time, so that a very large corpus on a slow disk is looked at less often.
const SHARE: u32 = 50;
/// So long nothing may change before the articles are read: somebody may still be writing.
const SETTLED: Duration = Duration::from_secs(1);

/// Reads the articles again whenever they changed, for ever.
pub async fn watch(library: Arc<Library>) {
    let mut hangup = Hangup::new();
    loop {
        let started = Instant::now();
        let changed = look(&library).await;
        let took = started.elapsed();
        if let Some(first) = changed {
            sleep(SETTLED).await;
            // Still being written: looked at again.
            if look(&library).await == Some(first) {
                reload(&library).await;
            }
            continue;
        }
        tokio::select! {
            () = sleep(PAUSE.max(took * SHARE)) => {}
            () = hangup.heard() => reload(&library).await,
        }
    }
}

async fn look(library: &Arc<Library>) -> Option<u64> {
    let library = library.clone();
    tokio::task::spawn_blocking(move || library.changed()).await.ok().flatten()
}

async fn reload(library: &Arc<Library>) {
    let library = library.clone();
    match tokio::task::spawn_blocking(move || library.reload()).await {
        Ok(Ok(reloaded)) => {
            for broken in &reloaded.broken {
                tracing::warn!("{broken}; left out");
            }
            tracing::info!(articles = reloaded.articles, figures = reloaded.figures, broken = reloaded.broken.len(), "the articles were read again");
        }
        Ok(Err(error)) => tracing::error!(%error, "the articles could not be read again"),
        Err(error) => tracing::error!(panicked = error.is_panic(), "the articles could not be read again"),
    }
}

/// SIGHUP, where there are signals.
#[cfg(unix)]
struct Hangup(Option<tokio::signal::unix::Signal>);

#[cfg(unix)]
impl Hangup {
    fn new() -> Self {
        Self(tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok())
    }

    async fn heard(&mut self) {
        match &mut self.0 {
            Some(signal) => drop(signal.recv().await),
            None => std::future::pending().await,
        }
    }
}

#[cfg(not(unix))]
struct Hangup;

#[cfg(not(unix))]
impl Hangup {
    fn new() -> Self {
        Self
    }

    async fn heard(&mut self) {
        std::future::pending().await
    }
}
