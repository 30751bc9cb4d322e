//! A table of figures: a CSV file (RFC 4180) with a side file of YAML beside it, which says what its columns are.
//!
//! Each row is a block of the document, its cells as they stand in the file, so that it can be quoted like a sentence.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::columns;
use crate::mention::cell_amount;
use crate::text::{Block, BlockKind, Column, Document, Format, Shown, Table, cell_text};

/// The longest row, in bytes: more is no table.
const LONGEST_ROW: usize = 8 * 1024;

/// The side file of a table.
pub fn side_file(table: &Path) -> PathBuf {
    table.with_extension("yaml")
}

/// Whether a file is a table by its name.
pub fn is_table(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

/// What is wrong, with the line of the table where it is there.
pub type Problem = (Option<usize>, String);

/// Reads a table with its side file.
///
/// # Errors
/// What is wrong in either, and what was expected.
pub fn document(name: &str, text: Arc<str>, side: &str) -> Result<Document, Problem> {
    let mut source_and_table = columns::read(side).map_err(|(line, problem)| {
        let line = line.map(|line| format!(" (line {line})")).unwrap_or_default();
        (None, format!("its side file {}{line}: {problem}", side_file(Path::new(name)).display()))
    })?;
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut blocks = Vec::new();
    let (mut at, mut line) = (start, 1);
    while at < text.len() {
        let row = row(&text, at).map_err(|problem| (Some(line), problem))?;
        let written = &text[at..row.end];
        if !written.trim().is_empty() {
            if blocks.is_empty() {
                source_and_table.1 = named(&source_and_table.1, &row.cells.iter().map(|cell| cell_text(&text[cell.clone()])).collect::<Vec<_>>())?;
            } else if row.cells.len() != source_and_table.1.columns.len() {
                let (has, wants) = (row.cells.len(), source_and_table.1.columns.len());
                return Err((Some(line), format!("{has} cells where the header has {wants}")));
            }
            for ((header, column), cell) in source_and_table.1.columns.iter().zip(&row.cells).filter(|_| !blocks.is_empty()) {
                if matches!(column, Column::Amount(_)) {
                    cell_amount(&text[cell.clone()]).map_err(|problem| (Some(line), format!("column `{header}`: {problem}")))?;
                }
            }
            let cells = row.cells.iter().map(|cell| cell.start - at..cell.end - at).collect();
            let kind = BlockKind::Row { cells, table: 0, header: blocks.is_empty() };
            blocks.push(Block::new(kind, Shown::verbatim(written, at)));
        }
        line += text[at..row.next].matches('\n').count();
        at = row.next;
    }
    if blocks.len() < 2 {
        return Err((None, "a table has a header and at least one row".to_owned()));
    }
    let (source, table) = source_and_table;
    Ok(Document { path: name.to_owned(), text, format: Format::Csv, source, blocks, table: Some(table.into()) })
}

/// The table's columns in the order of the header.
fn named(table: &Table, header: &[String]) -> Result<Table, Problem> {
    for (name, _) in &table.columns {
        if !header.contains(name) {
            return Err((Some(1), format!("the side file speaks of a column `{name}`; the header has: {}", header.join(", "))));
        }
    }
    let columns = header.iter().map(|name| {
        let known = table.columns.iter().find(|(known, _)| known == name);
        (name.clone(), known.map_or(Column::Other, |(_, column)| column.clone()))
    });
    Ok(Table { columns: columns.collect(), ..table.clone() })
}

/// The cells of one row of a table, without the quotes around them, by their bytes.
///
/// # Errors
/// What is wrong with it.
pub fn row_cells(text: &str) -> Result<Vec<Range<usize>>, String> {
    Ok(row(text, 0)?.cells)
}

/// A row's cells, where it ends without its line break, and where the next one begins.
struct Row {
    cells: Vec<Range<usize>>,
    end: usize,
    next: usize,
}

/// The row at `at`. Cells are without the quotes around them.
fn row(text: &str, mut at: usize) -> Result<Row, String> {
    let (bytes, start) = (text.as_bytes(), at);
    let mut cells = Vec::new();
    loop {
        if at - start > LONGEST_ROW {
            return Err(format!("the row is longer than {LONGEST_ROW} bytes: is a quote not closed?"));
        }
        let cell = if bytes.get(at) == Some(&b'"') {
            let from = at + 1;
            at = from;
            loop {
                let length = text[at..].find('"').ok_or("a quote that never closes")?;
                at += length + 1;
                if bytes.get(at) != Some(&b'"') {
                    break;
                }
                at += 1;
            }
            from..at - 1
        } else {
            let from = at;
            at += text[at..].find([',', '\n', '\r']).unwrap_or(text.len() - at);
            from..at
        };
        cells.push(cell);
        match bytes.get(at) {
            Some(b',') => at += 1,
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => return Ok(Row { cells, end: at, next: at + 2 }),
            Some(b'\n' | b'\r') => return Ok(Row { cells, end: at, next: at + 1 }),
            None => return Ok(Row { cells, end: at, next: at }),
            Some(_) => return Err("text after a closed quote; double a quote within a cell".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: &str = "title: Our bands\ncurrency: GBP\ncolumns:\n  who: role\n  pay: {statistic: median, period: year}\n";

    fn cells(text: &str) -> Result<Vec<Vec<String>>, Problem> {
        let document = document("a.csv", text.into(), SIDE)?;
        let cells = |block: &Block| match &block.kind {
            BlockKind::Row { cells, .. } => cells.iter().map(|cell| cell_text(&block.shown.text()[cell.clone()])).collect(),
            _ => Vec::new(),
        };
        Ok(document.blocks.iter().map(cells).collect())
    }

    #[test]
    fn rows_and_cells_are_where_they_stand() {
        for text in ["who,pay\nSRE,\"£70,000\"\n", "\u{feff}who,pay\r\nSRE,\"£70,000\"\r\n\r\n", "\"who\",\"pay\"\nSRE,\"£70,000\""] {
            assert_eq!(cells(text), Ok(vec![vec!["who".to_owned(), "pay".to_owned()], vec!["SRE".to_owned(), "£70,000".to_owned()]]), "{text:?}");
        }
        let read = document("a.csv", "who,pay\n\"The \"\"boss\"\"\n of all\",\"£70,000\"\n".into(), SIDE).expect("a table");
        let block = &read.blocks[1];
        assert_eq!(read.bytes(block.shown.raw_all()), "\"The \"\"boss\"\"\n of all\",\"£70,000\"");
        assert_eq!(cell_text("The \"\"boss\"\"\n of all"), "The \"boss\" of all");
        assert_eq!(read.table.as_ref().map(|table| table.columns[0].1.clone()), Some(Column::Role));
    }

    #[test]
    fn what_is_no_table_names_its_line_and_what_was_expected() {
        for (text, line, said) in [
            ("who,pay\nSRE\n", Some(2), "1 cells where the header has 2"),
            ("who,pay\nSRE,1\nQA,2,3\n", Some(3), "3 cells"),
            ("who,pay\n\"SRE,1\n", Some(2), "never closes"),
            ("who,pay\n\"SRE\"x,1\n", Some(2), "after a closed quote"),
            ("who,pay\nSRE,1\nQA,1-2\n", Some(3), "column `pay`: `1-2` is not one amount"),
            ("who,wage\nSRE,1\n", Some(1), "a column `pay`; the header has: who, wage"),
            ("who,pay\n", None, "at least one row"),
        ] {
            let (at, problem) = cells(text).expect_err(text);
            assert!(at == line && problem.contains(said), "{text:?}: {at:?} {problem}");
        }
        let (_, problem) = document("b/a.csv", "who,pay\nx,1\n".into(), "columns: [").expect_err("broken");
        assert!(problem.contains("b/a.yaml"), "{problem}");
    }
}
