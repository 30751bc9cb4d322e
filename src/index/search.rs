//! Finding figures by role and passages by words.

use std::borrow::Cow;
use std::sync::Arc;

use tantivy::collector::TopDocs;
use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, Score, SegmentReader, TantivyDocument, Term};

use super::IndexError;
use super::build::written_key;
use super::facets::FigureHit;
use super::record::{ArticleRecord, FigureRecord, PassageRecord};
use super::schema::analyzer;
use super::store::Index;
use crate::pay::RoleRef;

/// A passage that matches words.
#[derive(Debug, Clone)]
pub struct PassageHit {
    /// How well (BM25, headings and title counted in); only comparable within one search.
    pub score: f32,
    /// The passage.
    pub record: Arc<PassageRecord>,
}

/// From so many documents on, the search skips those that cannot be among the best.
const WORTH_SKIPPING: u64 = 20_000;
/// A word is common that more than one in so many documents has.
const COMMON: u64 = 20;
/// The weight of a word that is asked about, other than those that every question of pay has.
const TOPIC: f32 = 0.8;
/// The most words that a large corpus is searched for, the rarest first.
const MOST_WORDS: usize = 8;

impl Index {
    /// Every figure of a role, in the order in which the articles have them.
    pub fn figures_of(&self, role: &RoleRef) -> &[FigureHit] {
        let key = &*key_of(role);
        self.without.figures.get(key).or_else(|| self.stored.figures.get(key)).map_or(&[], Vec::as_slice)
    }

    /// Every figure, also those that are left out, in no order.
    pub fn all_figures(&self) -> impl Iterator<Item = &FigureHit> {
        self.stored.figures.values().flatten()
    }

    /// The roles that have figures, in the order of their keys: the lexicon's ids, and `~` with the words of those it lacks;
    /// with their counts.
    pub fn role_counts(&self) -> &[(String, u32)] {
        &self.stored.role_counts
    }

    /// The figure with a key, also where it is left out.
    pub fn with_key(&self, key: u64) -> Option<&FigureHit> {
        self.all_figures().find(|hit| hit.key == key)
    }

    /// The record of a hit.
    ///
    /// # Errors
    /// Where it cannot be read back.
    pub fn figure(&self, hit: &FigureHit) -> Result<Arc<FigureRecord>, IndexError> {
        self.stored.read_figures.of(hit.address, || self.record(DocAddress::new(hit.address.0, hit.address.1)))
    }

    /// The article of a number.
    pub fn article(&self, number: u32) -> Option<&Arc<ArticleRecord>> {
        self.stored.articles.get(number as usize)
    }

    /// The passages that match `words` best; `weight` is how much each word counts.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn passages(&self, words: &[(String, f32)], limit: usize) -> Result<Vec<PassageHit>, IndexError> {
        let mut stems: Vec<(String, f32)> = Vec::new();
        let mut analyzer = analyzer();
        for (word, weight) in words {
            let mut tokens = analyzer.token_stream(word);
            while let Some(token) = tokens.next() {
                match stems.iter_mut().find(|s| s.0 == token.text) {
                    Some(stem) => stem.1 += weight,
                    None => stems.push((token.text.clone(), *weight)),
                }
            }
        }
        self.keep_telling(&mut stems);
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let fields = [(self.stored.fields.text, 1.0), (self.stored.fields.heading, 0.35), (self.stored.fields.title, 0.2)];
        for (stem, weight) in &stems {
            // Where many passages are, headings and titles count only for the words that are asked about.
            let fields = if *weight >= TOPIC || self.texts() < WORTH_SKIPPING { &fields[..] } else { &fields[..1] };
            for (field, boost) in fields.iter().copied() {
                let term = TermQuery::new(Term::from_field_text(field, stem), IndexRecordOption::WithFreqs);
                clauses.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term), weight * boost))));
            }
        }
        if clauses.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let (query, top) = (BooleanQuery::new(clauses), TopDocs::with_limit(limit));
        // Skipping what cannot win costs more than it saves where there is little to skip and there are many words.
        let found: Vec<(Score, DocAddress)> = if self.texts() < WORTH_SKIPPING {
            self.stored.searcher.search_with_statistics_provider(&query, &top.tweak_score(|_: &SegmentReader| |_: DocId, score: Score| score), self)?
        } else {
            self.stored.searcher.search_with_statistics_provider(&query, &top.order_by_score(), self)?
        };
        let read = |at: DocAddress| self.stored.read_passages.of((at.segment_ord, at.doc_id), || self.record(at));
        let hits = found.into_iter().map(|(score, address)| Ok(PassageHit { score, record: read(address)? }));
        hits.filter(|hit| hit.as_ref().map_or(true, |hit| !self.without.says(&hit.record))).collect()
    }

    /// How many documents there are but rows of tables, which have no words.
    fn texts(&self) -> u64 {
        self.stored.searcher.num_docs().saturating_sub(self.stored.rows)
    }

    /// In a large corpus, words that a good part of all sentences have tell nothing and cost the most: they go, unless hardly
    /// any would be left.
    fn keep_telling(&self, stems: &mut Vec<(String, f32)>) {
        let all = self.texts();
        if all < WORTH_SKIPPING {
            return;
        }
        let mut counted: Vec<(u64, (String, f32))> = stems
            .drain(..)
            .map(|stem| (self.stored.searcher.doc_freq(&Term::from_field_text(self.stored.fields.text, &stem.0)).unwrap_or(0), stem))
            .filter(|(count, _)| *count > 0)
            .collect();
        counted.sort_by_key(|(count, _)| *count);
        let common = counted.iter().position(|(count, _)| count * COMMON > all).unwrap_or(counted.len()).max(3);
        stems.extend(counted.into_iter().take(common.min(MOST_WORDS)).map(|(_, stem)| stem));
    }

    /// Whether some article has this word, or another form of it.
    pub fn has_word(&self, word: &str) -> bool {
        let mut analyzer = analyzer();
        let mut tokens = analyzer.token_stream(word);
        while let Some(token) = tokens.next() {
            if self.stored.searcher.doc_freq(&Term::from_field_text(self.stored.fields.text, &token.text)).unwrap_or(0) == 0 {
                return false;
            }
        }
        true
    }

    pub(super) fn record<T: serde::de::DeserializeOwned>(&self, address: DocAddress) -> Result<T, IndexError> {
        let document: TantivyDocument = self.stored.searcher.doc(address)?;
        let json = self.stored.fields.record_of(&document).ok_or_else(|| IndexError::Record("it has no record".to_owned()))?;
        serde_json::from_str(json).map_err(|e| IndexError::Record(e.to_string()))
    }
}

/// How rare a word is, and how long a text: as if rows of tables were not there, so that a table changes no ranking.
impl Bm25StatisticsProvider for Index {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.stored.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.stored.searcher.total_num_docs()?.saturating_sub(self.stored.rows))
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.stored.searcher.doc_freq(term)
    }
}

/// The key of a role's figures.
pub(super) fn key_of(role: &RoleRef) -> Cow<'_, str> {
    role.id.as_deref().map_or_else(|| written_key(&role.name).into(), Cow::Borrowed)
}
