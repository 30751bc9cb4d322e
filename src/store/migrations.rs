//! How the tables came to be: one step a version, never changed once released. Steps are the same for SQLite and PostgreSQL
//! where their languages agree.

use std::borrow::Cow;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// A step, for SQLite and for PostgreSQL.
struct Step {
    version: i64,
    what: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Step {
    const fn both(version: i64, what: &'static str, sql: &'static str) -> Self {
        Self { version, what, sqlite: sql, postgres: sql }
    }
}

/// Every step, in order.
const STEPS: [Step; 3] = [
    Step::both(1, "settings", include_str!("sql/0001_settings.sql")),
    Step::both(2, "articles", include_str!("sql/0002_articles.sql")),
    Step::both(3, "feedback", include_str!("sql/0003_feedback.sql")),
];

/// The version of the tables that this program knows.
pub(super) const NEWEST: i64 = STEPS[STEPS.len() - 1].version;

/// The steps for one kind of database.
pub(super) fn migrator(postgres: bool) -> Migrator {
    let step = |step: &Step| {
        let sql = if postgres { step.postgres } else { step.sqlite };
        Migration::new(step.version, Cow::Borrowed(step.what), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(STEPS.iter().map(step).collect())
}
