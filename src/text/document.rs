//! One article in memory.

use std::ops::Range;
use std::sync::Arc;

use super::{Shown, Source, Span, Table};

/// How an article's file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Markdown, with or without front matter.
    Markdown,
    /// Lines of plain text.
    Text,
    /// HTML.
    Html,
    /// A table of figures with a side file.
    Csv,
}

/// One stored article.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its path as a user names it: relative to its corpus folder, or as given on the command line.
    pub path: String,
    /// The file's text, byte for byte.
    pub text: Arc<str>,
    /// How it is written.
    pub format: Format,
    /// What it says about itself.
    pub source: Source,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// What its columns say, where it is a table of figures.
    pub table: Option<Arc<Table>>,
}

/// A paragraph, list item, table row, heading or code block.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text as a reader sees it.
    pub shown: Shown,
    /// The nearest heading above that it belongs to, by index in [`Document::blocks`].
    pub section: Option<usize>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A heading; 1–6 as in HTML, 7 for a line that stands as one (bold, or short and alone), 8 for a numbered one.
    Heading(u8),
    /// Prose.
    Paragraph,
    /// A list item.
    Item,
    /// A table row: the cells' ranges of the shown text, the table's number in the document, whether it is the header.
    Row {
        /// Ranges of the shown text, left to right.
        cells: Vec<Range<usize>>,
        /// Rows of one table share it.
        table: usize,
        /// It names the columns.
        header: bool,
    },
    /// Code: never read for figures.
    Code,
}

impl Document {
    /// The headings above `block`, innermost first, as indexes.
    pub fn headings(&self, block: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = self.blocks.get(block).and_then(|b| b.section);
        std::iter::from_fn(move || {
            let here = at?;
            at = self.blocks[here].section;
            Some(here)
        })
    }

    /// The file's bytes of `span`.
    pub fn bytes(&self, span: Span) -> &str {
        span.of(&self.text)
    }
}

impl Block {
    /// A block whose section is not known yet.
    pub fn new(kind: BlockKind, shown: Shown) -> Self {
        Self { kind, shown, section: None }
    }

    /// Whether it is a heading of whatever level.
    pub fn is_heading(&self) -> bool {
        matches!(self.kind, BlockKind::Heading(_))
    }
}
