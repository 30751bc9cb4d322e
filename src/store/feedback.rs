//! What people of a server said of figures: counts alone, never who said it.

use sqlx::Row as _;

use super::database::in_time;
use super::{Store, StoreError, chosen, id};

/// Figures of a server that something is said of, at most: there is always room for more of what is said of these.
pub const MOST_TALLIES: usize = 500;
/// The longest words of an article that are kept with a figure, in characters.
const LONGEST: usize = 300;

/// What can be said of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Vote {
    /// It is right.
    Good,
    /// It is no good.
    Bad,
    /// It was right.
    Outdated,
    /// It is not what the article says, or the article is wrong.
    Wrong,
}

impl Vote {
    /// Each, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Good, Self::Bad, Self::Outdated, Self::Wrong];
}

/// What was said of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The figure's key.
    pub figure: u64,
    /// Its money expression, its sentence, and its source, as the article had them.
    pub words: [String; 3],
    /// How many said what, in the order of [`Vote::ALL`].
    pub counts: [u64; 4],
}

impl Store {
    /// Counts what somebody said of a figure, and takes back what they said before. `words`: see [`Tally::words`]; none of the
    /// two only keeps the figure's words. Of too many figures the one of which least is said is forgotten, but for hidden ones.
    ///
    /// # Errors
    /// Where the database cannot be written; then nothing is counted.
    pub async fn count_vote(&self, server: u64, figure: u64, words: &[String; 3], said: Option<Vote>, before: Option<Vote>) -> Result<(), StoreError> {
        let more = Vote::ALL.map(|vote| i64::from(said == Some(vote)) - i64::from(before == Some(vote)));
        let words = words.clone().map(|text| text.replace('\0', "").chars().take(LONGEST).collect::<String>());
        in_time(async {
            let server = id(server)?;
            let (mut writing, figure) = (self.database.write_for(server).await?, format!("{figure:016x}"));
            // What was said before may be erased meanwhile: no count falls below nothing.
            let update = "UPDATE feedback SET good = CASE WHEN good + $3 < 0 THEN 0 ELSE good + $3 END, bad = CASE WHEN bad + $4 < 0 THEN 0 ELSE bad + $4 END, \
                outdated = CASE WHEN outdated + $5 < 0 THEN 0 ELSE outdated + $5 END, wrong = CASE WHEN wrong + $6 < 0 THEN 0 ELSE wrong + $6 END \
                WHERE server = $1 AND figure = $2";
            let mut query = sqlx::query(update).bind(server).bind(figure.clone());
            for more in more {
                query = query.bind(more);
            }
            if query.execute(&mut *writing).await?.rows_affected() == 0 {
                let count: i64 = sqlx::query("SELECT COUNT(*) FROM feedback WHERE server = $1").bind(server).fetch_one(&mut *writing).await?.try_get(0)?;
                if usize::try_from(count).is_ok_and(|count| count >= MOST_TALLIES) {
                    let hidden = chosen(&mut writing, server).await?.hidden;
                    let least = "SELECT figure FROM feedback WHERE server = $1 ORDER BY good + bad + outdated + wrong, figure";
                    let rows = sqlx::query(least).bind(server).fetch_all(&mut *writing).await?;
                    for row in rows {
                        let key: String = row.try_get(0)?;
                        if !u64::from_str_radix(&key, 16).is_ok_and(|key| hidden.contains(&key)) {
                            sqlx::query("DELETE FROM feedback WHERE server = $1 AND figure = $2").bind(server).bind(key).execute(&mut *writing).await?;
                            break;
                        }
                    }
                }
                let insert =
                    "INSERT INTO feedback (server, figure, amount, quote, source, good, bad, outdated, wrong) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
                let mut query = sqlx::query(insert).bind(server).bind(figure);
                for words in words {
                    query = query.bind(words);
                }
                for more in more {
                    query = query.bind(more.max(0));
                }
                query.execute(&mut *writing).await?;
            }
            Ok(writing.commit().await?)
        })
        .await
    }

    /// Forgets a figure's words where nothing is said of it any more.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn forget_unsaid(&self, server: u64, figure: u64) -> Result<(), StoreError> {
        in_time(async {
            let server = id(server)?;
            let mut writing = self.database.write_for(server).await?;
            let delete = "DELETE FROM feedback WHERE server = $1 AND figure = $2 AND good + bad + outdated + wrong = 0";
            sqlx::query(delete).bind(server).bind(format!("{figure:016x}")).execute(&mut *writing).await?;
            Ok(writing.commit().await?)
        })
        .await
    }

    /// What was said of figures in a server, those with the most complaints first.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn tallies(&self, server: u64) -> Result<Vec<Tally>, StoreError> {
        in_time(async {
            let mut reading = self.database.read().await?;
            let select =
                "SELECT figure, amount, quote, source, good, bad, outdated, wrong FROM feedback WHERE server = $1 ORDER BY bad + outdated + wrong DESC, figure";
            let rows = sqlx::query(select).bind(id(server)?).fetch_all(&mut *reading).await?;
            let count = |row: &sqlx::any::AnyRow, at: usize| Ok::<_, sqlx::Error>(u64::try_from(row.try_get::<i64, _>(at)?).unwrap_or(0));
            let tally = |row: &sqlx::any::AnyRow| {
                let figure = u64::from_str_radix(row.try_get(0)?, 16).unwrap_or(0);
                let words = [row.try_get(1)?, row.try_get(2)?, row.try_get(3)?];
                Ok::<_, sqlx::Error>(Tally { figure, words, counts: [count(row, 4)?, count(row, 5)?, count(row, 6)?, count(row, 7)?] })
            };
            Ok(rows.iter().map(tally).collect::<Result<_, _>>()?)
        })
        .await
    }
}
