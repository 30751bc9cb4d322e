//! What the index gives back.

use std::hash::{Hash as _, Hasher as _};

use crate::pay::{PayFigure, PayRow, RowKey};
use crate::text::{Origin, Source, Table};

/// An article, as far as a reply needs it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ArticleRecord {
    /// Its path within its corpus folder.
    pub path: String,
    /// What it says about itself.
    pub source: Source,
    /// Figures in it.
    pub figures: u32,
    /// What a table says of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Table>,
}

/// A row of a table with its words.
#[derive(Debug, Clone, PartialEq)]
pub struct RowRecord {
    /// The row.
    pub row: PayRow,
    /// Its table, by number among the articles.
    pub article: u32,
    /// Its bytes in the file.
    pub quote: String,
}

/// A row as the index keeps it: its cells are read again when it is asked for, so that a million of them take little room.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct StoredRow {
    pub article: u32,
    /// Where it begins in its file.
    pub start: usize,
    pub key: RowKey,
    pub quote: String,
}

impl ArticleRecord {
    /// The origin that the article names for `source`, with its title, date and link where it states them.
    pub fn origin(&self, source: Option<&str>) -> Option<&Origin> {
        let origins = &self.source.origins;
        match source {
            Some(name) => {
                let words = |s: &str| crate::lexicon::words(s).into_iter().map(|w| w.key.into_owned()).collect::<Vec<_>>();
                let want = words(name);
                // "Bureau of Labor Statistics" is in "U.S. Bureau of Labor Statistics": whole words, in order.
                let holds = |long: &[String], short: &[String]| !short.is_empty() && long.windows(short.len()).any(|w| w == short);
                origins
                    .iter()
                    .find(|o| words(&o.name) == want)
                    .or_else(|| origins.iter().find(|o| holds(&words(&o.name), &want) || holds(&want, &words(&o.name))))
            }
            None if origins.len() == 1 => origins.first(),
            None => None,
        }
    }
}

/// A figure with the words it stands in.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FigureRecord {
    /// The figure.
    pub figure: PayFigure,
    /// Its article, by number.
    pub article: u32,
    /// The bytes of its span.
    pub quote: String,
    /// The bytes of its sentence.
    pub sentence: String,
    /// The sentence as a reader sees it.
    pub shown: String,
    /// The money expression as a reader sees it.
    pub amount: String,
    /// Its amounts one by one, low then high, as a reader sees them.
    pub ends: Vec<String>,
    /// The sentence before, or a table's header row, as a reader sees it, where this one alone does not say whose pay or where it is.
    pub before: Option<String>,
}

/// A sentence that may answer a question.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PassageRecord {
    /// Its article, by number.
    pub article: u32,
    /// Where it stands among the article's sentences.
    pub ordinal: u32,
    /// Its bytes in the file.
    pub quote: String,
    /// As a reader sees it.
    pub shown: String,
    /// The nearest heading above, as a reader sees it.
    pub heading: Option<String>,
    /// Ids of the roles that it names.
    pub roles: Vec<String>,
    /// Whether it speaks of pay.
    pub pays: bool,
    /// Whether it has an amount of money.
    pub money: bool,
    /// Its words as numbers, in rising order, each once.
    pub keys: Vec<u32>,
}

/// The words of a text as numbers in rising order, each once: what two sentences have in common is found without reading them.
pub fn word_keys(text: &str) -> Vec<u32> {
    let mut keys: Vec<u32> = crate::lexicon::words(text).iter().map(|w| word_key(&w.key)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The number of one word, as [`crate::lexicon::words`] compares it. Two words may share one; a question is not lost by it.
pub fn word_key(word: &str) -> u32 {
    let mut hasher = rustc_hash::FxHasher::default();
    word.hash(&mut hasher);
    let [a, b, c, d, ..] = hasher.finish().to_be_bytes();
    u32::from_be_bytes([a, b, c, d])
}
