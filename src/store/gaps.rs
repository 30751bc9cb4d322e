//! What was asked for and not found: ids of the lexicon and how often, nothing of who asked or in which words.

use sqlx::Row as _;

use super::database::in_time;
use super::{Store, StoreError, id};

/// So often something must have been asked for before anybody is shown it.
pub const SHOWN_FROM: u64 = 5;
/// So many roles and places are counted for a server.
const MOST_GAPS: i64 = 2_000;

/// A role, at a place or without one, that was asked for and not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The role, as the lexicon's id.
    pub role: String,
    /// The place, as the lexicon's id; none where none was named.
    pub place: Option<String>,
    /// How often.
    pub asked: u64,
}

impl Store {
    /// Counts that a role, by the lexicon's ids, was asked for and not found.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn missed(&self, server: u64, role: &str, place: Option<&str>) -> Result<(), StoreError> {
        in_time(async {
            let (server, role, place) = (id(server)?, role.to_owned(), place.unwrap_or_default().to_owned());
            let mut writing = self.database.write_for(server).await?;
            let update = "UPDATE gaps SET asked = asked + 1 WHERE server = $1 AND role = $2 AND place = $3";
            let known = sqlx::query(update).bind(server).bind(role.clone()).bind(place.clone()).execute(&mut *writing).await?;
            if known.rows_affected() == 0 {
                let count: i64 = sqlx::query("SELECT COUNT(*) FROM gaps WHERE server = $1").bind(server).fetch_one(&mut *writing).await?.try_get(0)?;
                if count >= MOST_GAPS {
                    let least = "SELECT role, place FROM gaps WHERE server = $1 ORDER BY asked, role, place LIMIT 1";
                    let row = sqlx::query(least).bind(server).fetch_one(&mut *writing).await?;
                    let (old_role, old_place): (String, String) = (row.try_get(0)?, row.try_get(1)?);
                    let delete = "DELETE FROM gaps WHERE server = $1 AND role = $2 AND place = $3";
                    sqlx::query(delete).bind(server).bind(old_role).bind(old_place).execute(&mut *writing).await?;
                }
                let insert = "INSERT INTO gaps (server, role, place, asked) VALUES ($1, $2, $3, 1)";
                sqlx::query(insert).bind(server).bind(role).bind(place).execute(&mut *writing).await?;
            }
            Ok(writing.commit().await?)
        })
        .await
    }

    /// What was asked for at least [`SHOWN_FROM`] times in a server and not found, the most first.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn gaps(&self, server: u64) -> Result<Vec<Gap>, StoreError> {
        in_time(async {
            let mut reading = self.database.read().await?;
            let select = "SELECT role, place, asked FROM gaps WHERE server = $1 AND asked >= $2 ORDER BY asked DESC, role, place";
            let rows = sqlx::query(select).bind(id(server)?).bind(i64::try_from(SHOWN_FROM).unwrap_or(i64::MAX)).fetch_all(&mut *reading).await?;
            let gap = |row: &sqlx::any::AnyRow| {
                let (place, asked): (String, i64) = (row.try_get(1)?, row.try_get(2)?);
                Ok::<_, sqlx::Error>(Gap {
                    role: row.try_get(0)?,
                    place: Some(place).filter(|place| !place.is_empty()),
                    asked: u64::try_from(asked).unwrap_or(0),
                })
            };
            Ok(rows.iter().map(gap).collect::<Result<_, _>>()?)
        })
        .await
    }
}
