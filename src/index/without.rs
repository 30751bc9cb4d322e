//! An index without some figures: those that somebody decided not to show.

use std::collections::HashSet;

use rustc_hash::FxHashMap;

use super::IndexError;
use super::facets::FigureHit;
use super::record::PassageRecord;
use super::search::key_of;
use super::store::Index;
use crate::pay::RoleRef;

/// What is left out of an index.
#[derive(Debug, Default)]
pub(super) struct Without {
    /// What is left of the figures of a role, by its key, where some are left out.
    pub figures: FxHashMap<String, Vec<FigureHit>>,
    /// The sentences of those that are left out, with their articles' numbers.
    sentences: Vec<(u32, String)>,
}

impl Without {
    /// Whether a passage says what is left out.
    pub(super) fn says(&self, passage: &PassageRecord) -> bool {
        let alike = |sentence: &str| passage.quote.contains(sentence) || sentence.contains(passage.quote.as_str());
        self.sentences.iter().any(|(article, sentence)| *article == passage.article && alike(sentence))
    }
}

impl Index {
    /// The same index without the figures with these keys, and without the sentences that they stand in as passages. Keys that
    /// no figure has do nothing.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn without(&self, keys: &HashSet<u64>) -> Result<Self, IndexError> {
        let mut without = Without::default();
        for (role, hits) in &self.stored.figures {
            let gone: Vec<&FigureHit> = hits.iter().filter(|hit| keys.contains(&hit.key)).collect();
            if gone.is_empty() {
                continue;
            }
            for hit in gone {
                without.sentences.push((hit.article, self.figure(hit)?.sentence.clone()));
            }
            without.figures.insert(role.clone(), hits.iter().filter(|hit| !keys.contains(&hit.key)).cloned().collect());
        }
        Ok(Self { stored: self.stored.clone(), without: without.into(), rates: self.rates.clone() })
    }

    /// How many figures of the role of these are left out.
    pub fn left_out_of(&self, role: &RoleRef) -> usize {
        let key = key_of(role);
        self.without.figures.get(&*key).map_or(0, |left| self.stored.figures.get(&*key).map_or(0, Vec::len) - left.len())
    }
}
