//! Floor 5: the only folder that names tantivy. Figures and passages of every article, on disk or in memory; which
//! figures a role has, and which passages answer words.
//!
//! An index belongs to its corpus folders. It is built into a folder of its own and moved into place whole, under a name
//! made of what went into it, so that two processes, two corpora and two versions never disturb each other.

mod build;
mod facets;
mod key;
mod recent;
mod record;
mod rows;
mod schema;
mod search;
mod store;
mod without;

pub use build::figure_record;
pub use facets::{FigureHit, KindOfSource};
pub use record::{ArticleRecord, FigureRecord, PassageRecord, RowRecord, word_key};
pub use search::PassageHit;
pub use store::{Corpus, Index, Rebuilt, fingerprint};

use std::path::PathBuf;

/// Why an index cannot be built or read.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// A folder that cannot be made, moved or read.
    #[error("index folder {}: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The search library's own failure.
    #[error("index: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
    /// An article that cannot be read any more.
    #[error("article {0}")]
    Article(#[from] crate::ingest::IngestError),
    /// A stored record that cannot be read back.
    #[error("index: a stored record cannot be read: {0}")]
    Record(String),
}
