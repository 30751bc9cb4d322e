//! Finding figures by role and passages by words.

use tantivy::collector::{Collector, SegmentCollector, TopDocs};
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TantivyDocument, Term};

use super::IndexError;
use super::build::written_key;
use super::facets::{FigureHit, unpack};
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
    pub record: PassageRecord,
}

impl Index {
    /// Every figure of a role, in the order in which the articles have them.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn figures_of(&self, role: &RoleRef) -> Result<Vec<FigureHit>, IndexError> {
        let key = role.id.clone().unwrap_or_else(|| written_key(&role.name));
        self.figures_where(&TermQuery::new(Term::from_field_text(self.fields.role, &key), IndexRecordOption::Basic))
    }

    /// Every figure.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn all_figures(&self) -> Result<Vec<FigureHit>, IndexError> {
        self.figures_where(&TermQuery::new(Term::from_field_text(self.fields.kind, "figure"), IndexRecordOption::Basic))
    }

    fn figures_where(&self, query: &dyn Query) -> Result<Vec<FigureHit>, IndexError> {
        let mut hits = self.searcher.search(query, &Facets)?;
        hits.sort_by_key(|h| h.order);
        Ok(hits)
    }

    /// The roles that have figures: the lexicon's ids, and `~` with the words of those it lacks; with their counts.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn role_counts(&self) -> Result<Vec<(String, u32)>, IndexError> {
        let mut counts = std::collections::BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.role)?;
            let mut terms = inverted.terms().stream().map_err(tantivy::TantivyError::from)?;
            while let Some((term, info)) = terms.next() {
                if let Ok(term) = std::str::from_utf8(term) {
                    *counts.entry(term.to_owned()).or_insert(0) += info.doc_freq;
                }
            }
        }
        Ok(counts.into_iter().filter(|(role, _)| role != "*").collect())
    }

    /// The record of a hit.
    ///
    /// # Errors
    /// Where it cannot be read back.
    pub fn figure(&self, hit: &FigureHit) -> Result<FigureRecord, IndexError> {
        self.record(DocAddress::new(hit.address.0, hit.address.1))
    }

    /// The article of a number.
    pub fn article(&self, number: u32) -> Option<&ArticleRecord> {
        self.articles.get(number as usize)
    }

    /// The passages that match `words` best; `weight` is how much each word counts.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn passages(&self, words: &[(String, f32)], limit: usize) -> Result<Vec<PassageHit>, IndexError> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut analyzer = analyzer();
        for (word, weight) in words {
            let mut tokens = analyzer.token_stream(word);
            while let Some(token) = tokens.next() {
                for (field, boost) in [(self.fields.text, 1.0), (self.fields.heading, 0.35), (self.fields.title, 0.2)] {
                    let term = TermQuery::new(Term::from_field_text(field, &token.text), IndexRecordOption::WithFreqs);
                    clauses.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term), weight * boost))));
                }
            }
        }
        if clauses.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let found = self.searcher.search(&BooleanQuery::new(clauses), &TopDocs::with_limit(limit).order_by_score())?;
        found.into_iter().map(|(score, address)| Ok(PassageHit { score, record: self.record(address)? })).collect()
    }

    /// Whether some article has this word, or another form of it.
    pub fn has_word(&self, word: &str) -> bool {
        let mut analyzer = analyzer();
        let mut tokens = analyzer.token_stream(word);
        while let Some(token) = tokens.next() {
            if self.searcher.doc_freq(&Term::from_field_text(self.fields.text, &token.text)).unwrap_or(0) == 0 {
                return false;
            }
        }
        true
    }

    fn record<T: serde::de::DeserializeOwned>(&self, address: DocAddress) -> Result<T, IndexError> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let json = self.fields.record_of(&document).ok_or_else(|| IndexError::Record("it has no record".to_owned()))?;
        serde_json::from_str(json).map_err(|e| IndexError::Record(e.to_string()))
    }
}

/// Collects the facets of matching figures without reading their records.
struct Facets;

struct SegmentFacets {
    segment: SegmentOrdinal,
    column: Option<tantivy::columnar::BytesColumn>,
    bytes: Vec<u8>,
    hits: Vec<FigureHit>,
}

impl Collector for Facets {
    type Fruit = Vec<FigureHit>;
    type Child = SegmentFacets;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentFacets> {
        Ok(SegmentFacets { segment, column: reader.fast_fields().bytes("facets")?, bytes: Vec::new(), hits: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<FigureHit>>) -> tantivy::Result<Vec<FigureHit>> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentFacets {
    type Fruit = Vec<FigureHit>;

    fn collect(&mut self, doc: DocId, _score: Score) {
        let Some(column) = &self.column else { return };
        let Some(ord) = column.term_ords(doc).next() else { return };
        self.bytes.clear();
        if column.ord_to_bytes(ord, &mut self.bytes).unwrap_or(false) {
            self.hits.extend(unpack(&self.bytes, (self.segment, doc)));
        }
    }

    fn harvest(self) -> Vec<FigureHit> {
        self.hits
    }
}
