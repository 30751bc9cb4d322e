//! The database: where it is, opening it when it is first needed and again after it was lost, its steps, and a backup before
//! them. One set of queries over SQLite and PostgreSQL.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::migrate::MigrateError;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, ConnectOptions as _, Executor as _, Row as _, Transaction};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use super::StoreError;
use super::migrations::{NEWEST, migrator};

/// How long any use of the database may take: an answer to a slash command that was deferred has 15 minutes, but a person
/// who waits has less.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a process waits for another one that writes; less than [`PATIENCE`], so that it can be said.
const BUSY: &str = "PRAGMA busy_timeout = 3000";
/// After a failure, the database is left alone for that long.
const PAUSE: Duration = Duration::from_secs(5);
/// Connections of one process to PostgreSQL.
const CONNECTIONS: u32 = 4;

/// Where a database is.
#[derive(Clone)]
pub(super) enum Place {
    /// In memory; gone at the end of the process.
    Memory,
    /// A SQLite file.
    File(PathBuf),
    /// Another address, as `DATABASE_URL` gives it: it may hold a password.
    Address(String),
}

impl Place {
    fn is_postgres(&self) -> bool {
        matches!(self, Self::Address(url) if url.starts_with("postgres"))
    }

    fn url(&self) -> Result<String, StoreError> {
        match self {
            Self::Memory => Ok("sqlite::memory:".to_owned()),
            Self::File(path) => {
                let path = path.to_str().ok_or_else(|| StoreError::Unavailable(format!("`{}` is no text", path.display())))?;
                Ok(format!("sqlite:{}?mode=rwc", path.replace('%', "%25").replace('?', "%3F").replace('#', "%23")))
            }
            Self::Address(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => Ok(url.clone()),
            Self::Address(url) if url.starts_with("sqlite:") && !url.contains('?') => Ok(format!("{url}?mode=rwc")),
            Self::Address(url) if url.starts_with("sqlite:") => Ok(url.clone()),
            Self::Address(_) => Err(StoreError::Address),
        }
    }
}

/// A database that is opened when it is needed.
pub(super) struct Database {
    place: Place,
    state: Mutex<State>,
}

#[derive(Default)]
enum State {
    #[default]
    Closed,
    Open(AnyPool),
    Failed(StoreError, Instant),
}

impl Database {
    pub(super) fn new(place: Place) -> Self {
        Self { place, state: Mutex::default() }
    }

    /// A connection for queries that only read.
    pub(super) async fn read(&self) -> Result<PoolConnection<Any>, StoreError> {
        in_time(async { Ok(self.pool().await?.acquire().await?) }).await
    }

    /// Begins to write: nothing of it stays unless it is committed. Refused where the tables are of a newer version.
    pub(super) async fn write(&self) -> Result<Transaction<'static, Any>, StoreError> {
        in_time(async {
            let pool = self.pool().await?;
            // SQLite's ordinary BEGIN fails where somebody wrote between the first read and the first write.
            let mut writing = if self.place.is_postgres() { pool.begin().await? } else { pool.begin_with("BEGIN IMMEDIATE").await? };
            let found = version(&mut writing).await?;
            if found > NEWEST {
                return Err(StoreError::Newer { found, known: NEWEST });
            }
            Ok(writing)
        })
        .await
    }

    /// Begins to write what one server's rows become of what they are: nobody else writes that server's meanwhile.
    pub(super) async fn write_for(&self, server: i64) -> Result<Transaction<'static, Any>, StoreError> {
        let mut writing = self.write().await?;
        // SQLite has one writer anyway.
        if self.place.is_postgres() {
            in_time(async { Ok(sqlx::query("SELECT CAST(pg_advisory_xact_lock($1) AS TEXT)").bind(server).execute(&mut *writing).await?) }).await?;
        }
        Ok(writing)
    }

    /// Takes away copies that were made before a step, more than so long ago.
    pub(super) fn forget_copies(&self, older: Duration) {
        let Place::File(path) = &self.place else { return };
        let (Some(folder), Some(stem)) = (path.parent(), path.file_stem().and_then(|stem| stem.to_str())) else { return };
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_copy = name.strip_prefix(stem).is_some_and(|rest| rest.starts_with(".before-") && rest.ends_with(".db"));
            let age = entry.metadata().and_then(|data| data.modified()).ok().and_then(|time| time.elapsed().ok());
            if is_copy && age.is_some_and(|age| age > older) {
                match std::fs::remove_file(entry.path()) {
                    Ok(()) => tracing::info!(file = %entry.path().display(), "an old copy of the database was taken away"),
                    Err(error) => tracing::warn!(file = %entry.path().display(), %error, "an old copy of the database could not be taken away"),
                }
            }
        }
    }

    async fn pool(&self) -> Result<AnyPool, StoreError> {
        let mut state = self.state.lock().await;
        match &*state {
            State::Open(pool) => return Ok(pool.clone()),
            State::Failed(why, when) if when.elapsed() < PAUSE => return Err(why.clone()),
            State::Closed | State::Failed(..) => {}
        }
        match in_time(open(&self.place)).await {
            Ok(pool) => {
                *state = State::Open(pool.clone());
                Ok(pool)
            }
            Err(why) => {
                *state = State::Failed(why.clone(), Instant::now());
                Err(why)
            }
        }
    }
}

/// Gives up what takes too long: a database that hangs must not hang the bot.
pub(super) async fn in_time<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    timeout(PATIENCE, work).await.unwrap_or_else(|_| Err(StoreError::Unavailable(format!("nothing within {} s", PATIENCE.as_secs()))))
}

async fn open(place: &Place) -> Result<AnyPool, StoreError> {
    static DRIVERS: Once = Once::new();
    DRIVERS.call_once(sqlx::any::install_default_drivers);
    let postgres = place.is_postgres();
    let options: sqlx::any::AnyConnectOptions = place.url()?.parse()?;
    // Values may be what a moderator typed: no statement is logged.
    let options = options.disable_statement_logging();
    let pool = AnyPoolOptions::new().acquire_timeout(PATIENCE).after_connect(move |connection, _| {
        Box::pin(async move {
            if !postgres {
                prepare(connection).await?;
            }
            Ok(())
        })
    });
    // SQLite has one writer anyway, and each connection to memory would be another database.
    let pool = match place {
        Place::Address(_) if postgres => pool.max_connections(CONNECTIONS),
        Place::Memory => pool.max_connections(1).min_connections(1).idle_timeout(None).max_lifetime(None),
        Place::File(_) | Place::Address(_) => pool.max_connections(1),
    };
    let pool = pool.connect_with(options).await?;
    let mut connection = pool.acquire().await?;
    migrate(&mut connection, place, postgres).await?;
    drop(connection);
    Ok(pool)
}

/// A SQLite connection that survives a crash at any moment and waits for other processes.
async fn prepare(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    connection.execute(BUSY).await?;
    // Refused for a file that cannot be written, which can still be read.
    if let Err(error) = connection.execute("PRAGMA journal_mode = WAL").await {
        tracing::debug!(error = %StoreError::from(error), "no write-ahead log");
    }
    connection.execute("PRAGMA synchronous = FULL").await?;
    Ok(())
}

async fn migrate(connection: &mut AnyConnection, place: &Place, postgres: bool) -> Result<(), StoreError> {
    let found = version(connection).await?;
    if found >= NEWEST {
        // A newer version's tables are left alone: they are read as far as they are known, and never written.
        return Ok(());
    }
    if found > 0
        && let Place::File(path) = place
    {
        back_up(connection, path, found).await?;
    }
    migrator(postgres).run_direct(None, connection, false).await.map_err(|error| match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        MigrateError::VersionMissing(found) => StoreError::Newer { found, known: NEWEST },
        other => StoreError::Unavailable(format!("its tables cannot be brought up to date: {other}")),
    })
}

/// A copy of the file beside it, in case the steps to a newer version go wrong.
async fn back_up(connection: &mut AnyConnection, path: &Path, version: i64) -> Result<(), StoreError> {
    let copy = path.with_extension(format!("before-{}.db", version + 1));
    if copy.exists() {
        return Ok(());
    }
    sqlx::query("VACUUM INTO $1").bind(copy.to_string_lossy().into_owned()).execute(connection).await?;
    tracing::info!(file = %copy.display(), "the database was copied before its tables are brought up to date");
    Ok(())
}

/// The version of the tables; 0 where there are none yet.
async fn version(connection: &mut AnyConnection) -> Result<i64, StoreError> {
    // PostgreSQL cannot go on in a transaction after an error, so a missing table is not tried out there.
    let tables = if connection.backend_name() == "PostgreSQL" {
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = '_sqlx_migrations' AND table_schema = CURRENT_SCHEMA"
    } else {
        "SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'"
    };
    let count: i64 = sqlx::query(tables).fetch_one(&mut *connection).await?.try_get(0)?;
    if count == 0 {
        return Ok(0);
    }
    let newest = sqlx::query("SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations").fetch_one(connection).await?;
    Ok(newest.try_get(0)?)
}
