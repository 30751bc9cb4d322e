//! A server's own articles: their text as it was added. Each change raises [`super::Choices::articles`], by which other
//! processes of the same database notice it.

use sqlx::{AnyConnection, Row as _};

use super::database::in_time;
use super::{Choices, Store, StoreError, chosen, id, set};

/// The most articles of a server's own.
pub const MOST_ARTICLES: usize = 25;
/// The longest of them, in bytes.
pub const LONGEST_ARTICLE: usize = 256 * 1024;
/// The longest name of one, in characters.
pub const LONGEST_NAME: usize = 80;

/// An article of a server's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its name within its server.
    pub name: String,
    /// Its text.
    pub body: String,
}

/// An article without its text, for lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name within its server.
    pub name: String,
    /// When it was added, in seconds since 1970.
    pub added: i64,
}

impl Store {
    /// A server's own articles by name, and the number of their state: at most as new as what is given with it, so that who
    /// keeps both looks once more rather than once too few.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn articles(&self, server: u64) -> Result<(u64, Vec<Article>), StoreError> {
        in_time(async {
            let state = self.read(server).await?.articles;
            let mut reading = self.database.read().await?;
            let rows = sqlx::query("SELECT name, body FROM articles WHERE server = $1 ORDER BY name").bind(id(server)?).fetch_all(&mut *reading).await?;
            let article = |row: &sqlx::any::AnyRow| Ok::<_, sqlx::Error>(Article { name: row.try_get(0)?, body: row.try_get(1)? });
            Ok((state, rows.iter().map(article).collect::<Result<_, _>>()?))
        })
        .await
    }

    /// A server's own articles by name, without their text.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn article_list(&self, server: u64) -> Result<Vec<Entry>, StoreError> {
        in_time(async {
            let mut reading = self.database.read().await?;
            listed(&mut reading, id(server)?).await
        })
        .await
    }

    /// Adds an article, in the place of one of that name; `now` in seconds since 1970.
    ///
    /// # Errors
    /// Where there are too many, it is too long, or the database cannot be written; then nothing is changed.
    pub async fn add_article(&self, server: u64, article: &Article, now: i64) -> Result<(), StoreError> {
        let refused = |why: String| Err(StoreError::Refused(why));
        if article.body.len() > LONGEST_ARTICLE {
            return refused(format!("Nothing was added: an article has at most {} kB.", LONGEST_ARTICLE / 1024));
        }
        if article.name.is_empty() || article.name.chars().count() > LONGEST_NAME || article.body.contains('\0') || article.name.contains('\0') {
            return refused("Nothing was added: this cannot be kept as an article.".to_owned());
        }
        let new = in_time(async {
            let server = id(server)?;
            let mut writing = self.database.write_for(server).await?;
            let there = listed(&mut writing, server).await?;
            if there.len() >= MOST_ARTICLES && there.iter().all(|entry| entry.name != article.name) {
                return Err(StoreError::Refused(format!("Nothing was added: a server has at most {MOST_ARTICLES} articles of its own. Remove one first.")));
            }
            sqlx::query(
                "INSERT INTO articles (server, name, body, added) VALUES ($1, $2, $3, $4) ON CONFLICT (server, name) DO UPDATE SET body = excluded.body, added = excluded.added",
            )
            .bind(server)
            .bind(article.name.clone())
            .bind(article.body.clone())
            .bind(now)
            .execute(&mut *writing)
            .await?;
            let new = changed(&mut writing, server, Some(now)).await?;
            writing.commit().await?;
            Ok(new)
        })
        .await?;
        self.remember(server, new.into());
        Ok(())
    }

    /// Removes an article; whether there was one of that name.
    ///
    /// # Errors
    /// Where the database cannot be written; then nothing is changed.
    pub async fn remove_article(&self, server: u64, name: &str) -> Result<bool, StoreError> {
        let new = in_time(async {
            let server = id(server)?;
            let mut writing = self.database.write_for(server).await?;
            let gone = sqlx::query("DELETE FROM articles WHERE server = $1 AND name = $2").bind(server).bind(name.to_owned()).execute(&mut *writing).await?;
            if gone.rows_affected() == 0 {
                return Ok(None);
            }
            let left = listed(&mut writing, server).await?;
            let new = changed(&mut writing, server, (!left.is_empty()).then_some(0)).await?;
            writing.commit().await?;
            Ok(Some(new))
        })
        .await?;
        let removed = new.is_some();
        if let Some(new) = new {
            self.remember(server, new.into());
        }
        Ok(removed)
    }
}

async fn listed(connection: &mut AnyConnection, server: i64) -> Result<Vec<Entry>, StoreError> {
    let rows = sqlx::query("SELECT name, added FROM articles WHERE server = $1 ORDER BY name").bind(server).fetch_all(connection).await?;
    let entry = |row: &sqlx::any::AnyRow| Ok::<_, sqlx::Error>(Entry { name: row.try_get(0)?, added: row.try_get(1)? });
    Ok(rows.iter().map(entry).collect::<Result<_, _>>()?)
}

/// Raises the number of the articles' state, or forgets it where none are left. It begins at the time, so that it is another
/// one after all was erased.
async fn changed(connection: &mut AnyConnection, server: i64, least: Option<i64>) -> Result<Choices, StoreError> {
    let old = chosen(&mut *connection, server).await?;
    let articles = least.map_or(0, |least| (old.articles + 1).max(u64::try_from(least).unwrap_or(0)));
    let new = Choices { articles, ..old.clone() };
    for (name, value) in old.changes(&new) {
        set(&mut *connection, server, name, value.as_deref()).await?;
    }
    Ok(new)
}
