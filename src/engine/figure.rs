//! One figure by its key: to speak of it, and to leave it out.

use std::collections::HashSet;

use super::{Engine, EngineError};
use crate::answer::{ArticleRecord, Cited, FigureRecord};
use crate::text::PartialDate;

/// A figure as people are told which one is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What tells it from all others, also after a restart.
    pub key: u64,
    /// Its money expression.
    pub amount: String,
    /// The sentence that it stands in.
    pub quote: String,
    /// Its article's title, and who published that and when, as far as that is known.
    pub source: String,
}

impl Figure {
    /// The figure of a citation.
    pub fn of(cited: &Cited) -> Self {
        Self::new(&cited.record, &cited.article)
    }

    fn new(record: &FigureRecord, article: &ArticleRecord) -> Self {
        let source = &article.source;
        let title = source.title.clone().unwrap_or_else(|| article.path.clone());
        let said = [Some(title), source.publisher.clone(), source.published.map(PartialDate::short)];
        Self {
            key: record.key(article),
            amount: record.amount.clone(),
            quote: record.shown.clone(),
            source: said.into_iter().flatten().collect::<Vec<_>>().join(", "),
        }
    }
}

impl Engine {
    /// The figure with a key; none where no article has it any more.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn figure(&self, key: u64) -> Result<Option<Figure>, EngineError> {
        let Some(hit) = self.index.with_key(key) else { return Ok(None) };
        let record = self.index.figure(hit)?;
        Ok(self.index.article(hit.article).map(|article| Figure::new(&record, article)))
    }

    /// The same engine without the figures with these keys. What the corpus holds is counted as before.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn without(&self, keys: &[u64]) -> Result<Self, EngineError> {
        let keys: HashSet<u64> = keys.iter().copied().collect();
        Ok(Self { index: self.index.without(&keys)?, ..self.clone() })
    }
}
