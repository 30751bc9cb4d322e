//! Phrases found in words: one tree for every table of the lexicon, walked once for a text.

use rustc_hash::FxHashMap;

use super::words::{Word, key, words};
use crate::lexicon::Term;

/// Where a phrase counts.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// Anywhere.
    Prose,
    /// In a question, a label, or a table cell of its own.
    Short,
    /// In a label or a table cell of its own.
    Cell,
    /// In a question.
    Asked,
    /// Only with just these letters, capitals and all.
    Exact(Box<str>),
    /// Only with a capital initial in prose.
    Capital,
    /// Only after a comma: "Portland, OR".
    AfterComma(Box<str>),
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub term: Term,
    pub form: Form,
}

/// The tree of phrases.
#[derive(Debug, Default)]
pub struct Phrases {
    word_ids: FxHashMap<Box<str>, u32>,
    edges: FxHashMap<(u32, u32), u32>,
    entries: Vec<Vec<Entry>>,
}

impl Phrases {
    /// Adds one phrase.
    pub fn add(&mut self, phrase: &str, term: Term, form: Form) {
        if self.entries.is_empty() {
            self.entries.push(Vec::new());
        }
        let mut node = 0;
        for word in words(phrase) {
            let next_id = u32::try_from(self.word_ids.len()).unwrap_or(u32::MAX);
            let word = *self.word_ids.entry(word.key.into()).or_insert(next_id);
            let fresh = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
            node = *self.edges.entry((node, word)).or_insert(fresh);
            if node == fresh {
                self.entries.push(Vec::new());
            }
        }
        if node != 0 {
            self.entries[node as usize].push(Entry { term, form });
        }
    }

    /// Whether any phrase has this word; `word` as a text has it.
    pub fn knows(&self, word: &str) -> bool {
        self.word_ids.contains_key(key(word).as_ref())
    }

    /// Every word that some phrase has, as compared.
    pub fn vocabulary(&self) -> impl Iterator<Item = &str> {
        self.word_ids.keys().map(AsRef::as_ref)
    }

    /// The ids of `words`, for [`Phrases::at`].
    pub(super) fn ids(&self, words: &[Word<'_>]) -> Vec<Option<u32>> {
        words.iter().map(|w| self.word_ids.get(w.key.as_ref()).copied()).collect()
    }

    /// The phrases that start at word `from`: their length in words and entries, shortest first.
    pub(super) fn at<'a>(&'a self, ids: &'a [Option<u32>], from: usize) -> impl Iterator<Item = (usize, &'a [Entry])> + 'a {
        let mut node = 0;
        let mut len = 0;
        std::iter::from_fn(move || {
            loop {
                let word = (*ids.get(from + len)?)?;
                node = *self.edges.get(&(node, word))?;
                len += 1;
                let entries = &self.entries[node as usize];
                if !entries.is_empty() {
                    return Some((len, entries.as_slice()));
                }
            }
        })
    }
}
