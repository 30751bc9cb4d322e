//! What can be wrong with the database, told apart by what there is to do about it.

/// Why something cannot be read from the store or written to it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// `DATABASE_URL` is no address that a database could be at. The address is not shown: it may hold a password.
    #[error("DATABASE_URL cannot be read: it has to begin with sqlite: or postgres://")]
    Address,
    /// The database does not answer, or refuses.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// Another process keeps it locked.
    #[error("the database is locked by another process")]
    Locked,
    /// It can be read, but not written.
    #[error("the database is read-only")]
    ReadOnly,
    /// There is no room left for it.
    #[error("the disk with the database is full")]
    Full,
    /// The file is damaged, or is no database.
    #[error("the database file is damaged, or is none: move it away, or put a backup in its place")]
    Corrupt,
    /// A newer version of the bot has changed the tables.
    #[error("the database is of a newer version of the bot (tables {found}, this one knows {known}): update this one")]
    Newer {
        /// The version that its tables have.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// There is more in a value than may be kept.
    #[error("{0}")]
    Refused(String),
}

impl StoreError {
    /// What a moderator is told whose choice could not be kept.
    pub fn for_moderators(&self) -> String {
        let why = match self {
            Self::Refused(why) => return why.clone(),
            Self::Locked => "my database is busy. Try again in a minute",
            Self::ReadOnly => "my database is read-only",
            Self::Full => "the disk with my database is full",
            Self::Corrupt => "my database is damaged",
            Self::Newer { .. } => "a newer version of me has changed my database",
            Self::Address | Self::Unavailable(_) => "my database does not answer. Try again in a minute",
        };
        format!("Nothing was changed: {why}. The operator's log says more.")
    }
}

/// SQLite's primary result codes, <https://www.sqlite.org/rescode.html>.
const BUSY: u32 = 5;
const TABLE_LOCKED: u32 = 6;
const READ_ONLY: u32 = 8;
const DAMAGED: u32 = 11;
const FULL: u32 = 13;
const NO_DATABASE: u32 = 26;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(refused) => {
                let code = refused.code().unwrap_or_default().into_owned();
                // PostgreSQL's SQLSTATE has five characters, SQLite's numbers have at most four.
                if code.len() == 5 {
                    return match code.as_str() {
                        "25006" => Self::ReadOnly,
                        "53100" => Self::Full,
                        "55P03" => Self::Locked,
                        // Not its message: it may name what was written.
                        _ => Self::Unavailable(format!("PostgreSQL says {code}")),
                    };
                }
                match code.parse::<u32>().map(|code| code & 0xff) {
                    Ok(BUSY | TABLE_LOCKED) => Self::Locked,
                    Ok(READ_ONLY) => Self::ReadOnly,
                    Ok(DAMAGED | NO_DATABASE) => Self::Corrupt,
                    Ok(FULL) => Self::Full,
                    _ => Self::Unavailable(format!("SQLite says {code}")),
                }
            }
            sqlx::Error::Configuration(_) => Self::Address,
            sqlx::Error::PoolTimedOut => Self::Unavailable("no connection in time".to_owned()),
            sqlx::Error::Io(io) => Self::Unavailable(io.kind().to_string()),
            sqlx::Error::Tls(_) => Self::Unavailable("no encrypted connection".to_owned()),
            sqlx::Error::RowNotFound | sqlx::Error::ColumnNotFound(_) | sqlx::Error::ColumnDecode { .. } => Self::Corrupt,
            _ => Self::Unavailable("it cannot be used".to_owned()),
        }
    }
}
