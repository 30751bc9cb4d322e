//! The fields of the index.

use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::tokenizer::{Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer};

/// Raised whenever what is indexed, or how, changes: an index of another version is built anew.
pub const VERSION: u32 = 6;

/// The name of our analyzer: words, lower case, English stems.
pub const ENGLISH: &str = "english";

/// The fields of the index.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The whole schema.
    pub schema: Schema,
    /// `figure`, `passage` or `row`.
    pub kind: Field,
    /// Whose row of a table it is and where; see `rows.rs`.
    pub row: Field,
    /// The figure's role id, or its words where the lexicon lacks it.
    pub role: Field,
    /// The figure's facets, packed; see `facets.rs`.
    pub facets: Field,
    /// The passage's words.
    pub text: Field,
    /// Words of the headings above.
    pub heading: Field,
    /// Words of the title.
    pub title: Field,
    /// The article's number.
    pub article: Field,
    /// The record, as JSON.
    pub record: Field,
}

impl Fields {
    pub fn new() -> Self {
        let mut schema = Schema::builder();
        let words =
            TextOptions::default().set_indexing_options(TextFieldIndexing::default().set_tokenizer(ENGLISH).set_index_option(IndexRecordOption::WithFreqs));
        let kind = schema.add_text_field("kind", STRING);
        let row = schema.add_text_field("row", STRING);
        let role = schema.add_text_field("role", STRING);
        let facets = schema.add_bytes_field("facets", tantivy::schema::BytesOptions::default().set_fast());
        let text = schema.add_text_field("text", words.clone());
        let heading = schema.add_text_field("heading", words.clone());
        let title = schema.add_text_field("title", words);
        let article = schema.add_u64_field("article", tantivy::schema::NumericOptions::default().set_fast());
        let record = schema.add_text_field("record", STORED);
        Self { schema: schema.build(), kind, row, role, facets, text, heading, title, article, record }
    }

    /// The stored record of a document.
    pub fn record_of<'d>(&self, document: &'d tantivy::TantivyDocument) -> Option<&'d str> {
        document.get_first(self.record).and_then(|v| v.as_str())
    }
}

/// Cuts and stems words as the index has them.
pub fn analyzer() -> TextAnalyzer {
    let stemmed =
        TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(40)).filter(LowerCaser).filter(Stemmer::new(Language::English));
    stemmed.build()
}
