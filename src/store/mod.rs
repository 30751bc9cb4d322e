//! What a server chose, its own articles, and counts, in SQLite or PostgreSQL: the only folder with SQL in it.
//!
//! Reading never fails: where the database does not answer, what was read last counts, else the defaults, which are the
//! quiet ones; it is said in the log once. Writing says why it failed. Nothing is kept of messages, questions or users.

mod articles;
mod choices;
mod database;
mod error;
mod feedback;
mod gaps;
mod migrations;

pub use articles::{Article, Entry, LONGEST_ARTICLE, LONGEST_NAME, MOST_ARTICLES};
pub use choices::{Choices, LONGEST_PREFIX, Listening, MOST_A_MINUTE, MOST_CHANNELS, MOST_HIDDEN, is_prefix};
pub use error::StoreError;
pub use feedback::{MOST_TALLIES, Tally, Vote};
pub use gaps::{Gap, SHOWN_FROM};

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use sqlx::{AnyConnection, Row as _};
use tokio::time::{Instant, timeout};

use database::{Database, Place, in_time};

/// How long what was read counts without a look into the database, where other processes may have written.
const FRESH: Duration = Duration::from_secs(5);
/// How long an answer waits for what its server chose: Discord gives a slash command 3 s for its first sign.
const HASTE: Duration = Duration::from_secs(1);
/// For how many servers what was read is remembered.
const REMEMBERED: usize = 10_000;
/// After how many days a server's data is erased that the bot was removed from.
pub const KEPT_DAYS: i64 = 30;
const DAY: i64 = 24 * 60 * 60;
/// So long a copy of the database is there that was made before its tables were brought up to date: what is erased is in it.
const COPIES_LAST: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// What servers chose, by the server's id.
pub struct Store {
    database: Database,
    known: RwLock<HashMap<u64, Known>>,
    /// Whether the last look into the database failed: said once, not with every message.
    lost: AtomicBool,
}

/// What was read of a server, and when; a failure to read counts like a reading for a while.
#[derive(Clone)]
struct Known {
    choices: Arc<Choices>,
    read: Instant,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address may hold a password.
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    fn at(place: Place) -> Self {
        Self { database: Database::new(place), known: RwLock::default(), lost: AtomicBool::new(false) }
    }

    /// A store that forgets at the end of the process.
    pub fn in_memory() -> Self {
        Self::at(Place::Memory)
    }

    /// A SQLite file, made where there is none.
    pub fn file(path: &Path) -> Self {
        Self::at(Place::File(path.to_owned()))
    }

    /// The database at `postgres://…` or `sqlite:…`.
    pub fn address(url: &str) -> Self {
        Self::at(Place::Address(url.to_owned()))
    }

    /// Opens the database now instead of when it is first needed, and brings its tables up to date.
    ///
    /// # Errors
    /// Where that fails. The store can be used all the same: it gives defaults, and tries again.
    pub async fn open(&self) -> Result<(), StoreError> {
        self.database.read().await.map(drop)
    }

    /// What a server chose, as far as that is known: see [`Store::read`] for whether it is.
    pub async fn choices(&self, server: u64) -> Arc<Choices> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&server).cloned();
        if let Some(known) = &known
            && known.read.elapsed() < FRESH
        {
            return known.choices.clone();
        }
        let late = Err(StoreError::Unavailable("no answer in time".to_owned()));
        match timeout(HASTE, self.read(server)).await.unwrap_or(late) {
            Ok(choices) => choices,
            Err(error) => {
                if !self.lost.swap(true, Ordering::Relaxed) {
                    tracing::error!(%error, "what servers chose cannot be read: what was read last counts, else the defaults");
                }
                // Asked again after a while, not with every message.
                self.remember(server, known.map(|known| known.choices).unwrap_or_default())
            }
        }
    }

    /// What a server chose, as the database says now.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn read(&self, server: u64) -> Result<Arc<Choices>, StoreError> {
        let choices = in_time(async { chosen(&mut *self.database.read().await?, id(server)?).await }).await?;
        if self.lost.swap(false, Ordering::Relaxed) {
            tracing::info!("the database answers again");
        }
        Ok(self.remember(server, Arc::new(choices)))
    }

    /// Changes what a server chose, and gives what it is then. Only the settings that `change` touches are written, so that
    /// two moderators at once do not undo each other.
    ///
    /// # Errors
    /// Where the database cannot be written; then nothing is changed.
    pub async fn change(&self, server: u64, change: impl FnOnce(&mut Choices)) -> Result<Arc<Choices>, StoreError> {
        let new = in_time(async {
            let mut writing = self.database.write_for(id(server)?).await?;
            let old = chosen(&mut writing, id(server)?).await?;
            let mut new = old.clone();
            change(&mut new);
            for (name, value) in old.changes(&new) {
                set(&mut writing, id(server)?, name, value.as_deref()).await?;
            }
            writing.commit().await?;
            Ok(new)
        })
        .await?;
        Ok(self.remember(server, Arc::new(new)))
    }

    /// Erases all that is kept of a server.
    ///
    /// # Errors
    /// Where the database cannot be written; then nothing is erased.
    pub async fn erase(&self, server: u64) -> Result<(), StoreError> {
        in_time(async {
            let mut writing = self.database.write_for(id(server)?).await?;
            wipe(&mut writing, id(server)?).await?;
            Ok(writing.commit().await?)
        })
        .await?;
        self.remember(server, Arc::default());
        Ok(())
    }

    /// Notes that the bot was removed from a server; `now` in seconds since 1970.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn left(&self, server: u64, now: i64) -> Result<(), StoreError> {
        in_time(async {
            let mut writing = self.database.write().await?;
            sqlx::query("INSERT INTO departed (server, since) VALUES ($1, $2) ON CONFLICT (server) DO NOTHING")
                .bind(id(server)?)
                .bind(now)
                .execute(&mut *writing)
                .await?;
            Ok(writing.commit().await?)
        })
        .await
    }

    /// Notes that the bot is in a server: its data stays, also where it had been removed for a while.
    ///
    /// # Errors
    /// Where the database cannot be read or written.
    pub async fn returned(&self, server: u64) -> Result<(), StoreError> {
        in_time(async {
            // Each start tells of every server: those that never left are no reason to write.
            let away = sqlx::query("SELECT since FROM departed WHERE server = $1").bind(id(server)?).fetch_optional(&mut *self.database.read().await?).await?;
            if away.is_none() {
                return Ok(());
            }
            let mut writing = self.database.write().await?;
            sqlx::query("DELETE FROM departed WHERE server = $1").bind(id(server)?).execute(&mut *writing).await?;
            Ok(writing.commit().await?)
        })
        .await
    }

    /// Erases the data of servers that the bot was removed from more than [`KEPT_DAYS`] before `now` (seconds since 1970);
    /// how many those were.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn erase_departed(&self, now: i64) -> Result<usize, StoreError> {
        self.database.forget_copies(COPIES_LAST);
        in_time(async {
            let mut writing = self.database.write().await?;
            let gone = sqlx::query("SELECT server FROM departed WHERE since < $1").bind(now - KEPT_DAYS * DAY).fetch_all(&mut *writing).await?;
            for row in &gone {
                wipe(&mut writing, row.try_get(0)?).await?;
            }
            writing.commit().await?;
            Ok(gone.len())
        })
        .await
    }

    fn remember(&self, server: u64, choices: Arc<Choices>) -> Arc<Choices> {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.retain(|_, known| known.read.elapsed() < FRESH);
        }
        known.insert(server, Known { choices: choices.clone(), read: Instant::now() });
        choices
    }
}

/// Discord's ids fit: their highest bits count milliseconds since 2015.
fn id(server: u64) -> Result<i64, StoreError> {
    i64::try_from(server).map_err(|_| StoreError::Refused("This is no server.".to_owned()))
}

async fn chosen(connection: &mut AnyConnection, server: i64) -> Result<Choices, StoreError> {
    let rows = sqlx::query("SELECT name, value FROM settings WHERE server = $1").bind(server).fetch_all(connection).await?;
    let rows = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<Vec<(&str, &str)>, sqlx::Error>>()?;
    Ok(Choices::of_rows(rows.into_iter()))
}

/// Keeps a setting, or forgets it where it went back to its default.
async fn set(connection: &mut AnyConnection, server: i64, name: &'static str, value: Option<&str>) -> Result<(), StoreError> {
    match value {
        Some(value) => {
            sqlx::query("INSERT INTO settings (server, name, value) VALUES ($1, $2, $3) ON CONFLICT (server, name) DO UPDATE SET value = excluded.value")
                .bind(server)
                .bind(name)
                .bind(value.to_owned())
                .execute(connection)
                .await?
        }
        None => sqlx::query("DELETE FROM settings WHERE server = $1 AND name = $2").bind(server).bind(name).execute(connection).await?,
    };
    Ok(())
}

async fn wipe(connection: &mut AnyConnection, server: i64) -> Result<(), StoreError> {
    for table in [
        "DELETE FROM settings WHERE server = $1",
        "DELETE FROM articles WHERE server = $1",
        "DELETE FROM feedback WHERE server = $1",
        "DELETE FROM gaps WHERE server = $1",
        "DELETE FROM departed WHERE server = $1",
    ] {
        sqlx::query(table).bind(server).execute(&mut *connection).await?;
    }
    Ok(())
}
