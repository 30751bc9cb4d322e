//! Floor 4: file → [`Document`]. One file per source format; what a format's reader yields goes through the same
//! `lines` and `sections` steps, so that a heading is a heading however it was written.

mod columns;
mod corrections;
mod csv;
mod folder;
mod front_matter;
mod html;
mod lines;
mod markdown;
mod sections;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use corrections::{CORRECTIONS, load as load_corrections};
pub use csv::row_cells;
pub use folder::{EXTENSIONS, Listed, Listing, RATES, list_folders, stamp};

use crate::text::{Block, BlockKind, Document, Format, Shown, Source};

/// The greatest file that is read, in bytes.
pub const MAX_FILE: u64 = 5 * 1024 * 1024;

/// A file that cannot be read as an article.
#[derive(Debug, thiserror::Error)]
#[error("{}{}: {problem}", path.display(), line.map(|l| format!(":{l}")).unwrap_or_default())]
pub struct IngestError {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1, where one can be named.
    pub line: Option<usize>,
    /// What is wrong, and what was expected.
    pub problem: String,
}

/// Reads one file as an article that is called `name`.
///
/// # Errors
/// Where the file cannot be opened, is empty, too large, not UTF-8, or its front matter is broken.
pub fn load_file(path: &Path, name: &str) -> Result<Document, IngestError> {
    let text = read_text(path)?;
    let read = if csv::is_table(name) { csv::document(name, text.into(), &read_side(path)?) } else { parse(name, text.into()) };
    read.map_err(|(line, problem)| IngestError { path: path.to_owned(), line, problem })
}

/// The text of a table's side file.
fn read_side(table: &Path) -> Result<String, IngestError> {
    let side = csv::side_file(table);
    if !side.exists() {
        let name = side.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Err(IngestError { path: table.to_owned(), line: None, problem: format!("a table needs {name} beside it, which says what its columns are") });
    }
    read_text(&side)
}

/// The text of a file.
fn read_text(path: &Path) -> Result<String, IngestError> {
    let fail = |line: Option<usize>, problem: String| IngestError { path: path.to_owned(), line, problem };
    let metadata = std::fs::metadata(path).map_err(|e| fail(None, format!("cannot be read: {e}")))?;
    if !metadata.is_file() {
        return Err(fail(None, "no file: a pipe, a device or a folder".to_owned()));
    }
    let size = metadata.len();
    if size > MAX_FILE {
        return Err(fail(None, format!("{size} bytes; an article has at most {MAX_FILE} (5 MiB)")));
    }
    let bytes = std::fs::read(path).map_err(|e| fail(None, format!("cannot be read: {e}")))?;
    String::from_utf8(bytes).map_err(|e| {
        let line = 1 + e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count();
        fail(Some(line), "not UTF-8; save it as UTF-8".to_owned())
    })
}

/// Reads a file's text as an article that is called `name`: its format is decided by its content, then by the name's
/// extension.
///
/// # Errors
/// A line (from 1) where one can be named, and what is wrong: an empty text, or broken front matter.
pub fn parse(name: &str, text: Arc<str>) -> Result<Document, (Option<usize>, String)> {
    if csv::is_table(name) {
        return Err((None, "a table of figures, which needs a side file beside it".to_owned()));
    }
    let (format, mut source, body) = head(name, &text)?;
    let blocks = match format {
        Format::Markdown => markdown::blocks(&text, body),
        Format::Text => lines::text_blocks(&text, body),
        Format::Html => html::document(&text, &mut source),
        // Said above.
        Format::Csv => Vec::new(),
    };
    let blocks = sections::nest(lines::refine(&text, blocks));
    if source.title.is_none() {
        source.title = title(&blocks);
    }
    Ok(Document { path: name.to_owned(), text, format, source, blocks, table: None })
}

/// Looks whether a table and its side file can be read, and counts the table's rows.
///
/// # Errors
/// As [`load_file`]'s: a line of the table where one can be named, and what is wrong.
pub fn parse_table(name: &str, text: Arc<str>, side: &str) -> Result<u64, (Option<usize>, String)> {
    let rows = csv::document(name, text, side)?.blocks.len().saturating_sub(1);
    Ok(u64::try_from(rows).unwrap_or(u64::MAX))
}

/// An article's format, what its front matter says, and where its body begins: all that can be wrong with it.
fn head(name: &str, text: &str) -> Result<(Format, Source, usize), (Option<usize>, String)> {
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err((None, "empty; an article has at least one line of text".to_owned()));
    }
    let format = format_of(name, text);
    let (source, body) = match format {
        Format::Html => (Source::default(), 0),
        _ => front_matter::read(text)?,
    };
    Ok((format, source, body))
}

/// What the content looks like, then what the name says.
fn format_of(name: &str, text: &str) -> Format {
    let extension = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    let head = text.trim_start_matches('\u{feff}').trim_start();
    let start: String = head.chars().take(64).collect::<String>().to_ascii_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") || matches!(extension.as_str(), "html" | "htm") {
        return Format::Html;
    }
    let marked = text.lines().any(|l| l.starts_with("# ") || l.starts_with("## ") || l.starts_with("### ") || l.starts_with("```"));
    match extension.as_str() {
        "md" | "markdown" => Format::Markdown,
        _ if front_matter::starts(text) && marked => Format::Markdown,
        _ => Format::Text,
    }
}

/// The first heading, where it comes before any prose, or a first line that stands as one.
fn title(blocks: &[Block]) -> Option<String> {
    let first = blocks.iter().find(|b| !b.shown.text().trim().is_empty())?;
    let heading = blocks.iter().find(|b| b.kind == BlockKind::Heading(1)).or(first.is_heading().then_some(first))?;
    Some(crate::text::fold_space(heading.shown.text())).filter(|t| t.chars().count() <= 200)
}

/// A block that shows `text` as it stands at `start` in the file.
fn verbatim(kind: BlockKind, text: &str, start: usize) -> Block {
    Block::new(kind, Shown::verbatim(text, start))
}
