//! Floor 0: what we read. A [`Document`] is one stored article: its bytes, what its file says about itself
//! ([`Source`]), and its [`Block`]s (paragraphs, items, table rows, headings) in order.
//!
//! Every block knows its text as a reader sees it ([`Shown`]) and how each piece of that maps back to the file's bytes,
//! so that whatever is found in shown text can be quoted verbatim from the file.

mod date;
mod document;
mod sentence;
mod shown;
mod source;
mod table;

pub use date::PartialDate;
pub use document::{Block, BlockKind, Document, Format};
pub use sentence::{is_wrap, sentences};
pub use shown::{Shown, fold_space};
pub use source::{Origin, Source};
pub use table::{Amount, Column, Table, cell_text};

/// A half-open range of byte offsets in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset one past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`; files are at most 5 MiB, so offsets fit 32 bits.
    pub fn new(start: usize, end: usize) -> Self {
        let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: clip(start), end: clip(end) }
    }

    /// The bytes of `text` that this span covers, or the empty string where it does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}
