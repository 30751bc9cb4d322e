//! Lines: plain text, and what Markdown leaves as one paragraph though its lines are not wrapped prose. Finds bare
//! `|`-tables, bullets and lines that stand as headings.

use std::ops::Range;

use super::verbatim;
use crate::text::{Block, BlockKind, is_wrap};

/// The longest line that can stand as a heading, in characters and words.
const HEADING: (usize, usize) = (90, 13);

/// More than this before a block is no marker, in bytes.
const MARKER: usize = 80;

/// Blocks of plain text: a line each, wrapped prose joined.
pub fn text_blocks(text: &str, body: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = body;
    for part in text[body..].split_inclusive("\n") {
        let end = start + part.len();
        let line = part.trim_end();
        if !line.trim().is_empty() {
            blocks.push(verbatim(BlockKind::Paragraph, line, start));
        }
        start = end;
    }
    join_wrapped(text, blocks)
}

/// Joins neighbouring lines of wrapped prose.
fn join_wrapped(text: &str, lines: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for line in lines {
        let span = line.shown.raw_all();
        let span = span.start as usize..span.end as usize;
        if let Some(at) = out.last_mut() {
            let gap = &text[at.end..span.start];
            let adjacent = gap.matches('\n').count() == 1;
            if adjacent && is_wrap(text, at.end + gap.find('\n').unwrap_or(0)) && !starts_item(line.shown.text()) && !line.shown.text().contains('|') {
                *at = at.start..span.end;
                continue;
            }
        }
        out.push(span);
    }
    out.into_iter().map(|span| verbatim(BlockKind::Paragraph, &text[span.clone()], span.start)).collect()
}

/// Splits blocks at their hard lines, then finds items, tables and headings among the lines.
pub fn refine(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for block in blocks {
        match block.kind {
            BlockKind::Paragraph | BlockKind::Item => split(block, &mut out),
            _ => out.push(block),
        }
    }
    let out = tables(out);
    headings(text, out)
}

fn split(block: Block, out: &mut Vec<Block>) {
    let text = block.shown.text();
    // Most blocks are one line without a bullet, and stay as they are.
    if !text.contains('\n') && text.trim().len() == text.len() && bullet_len(text) == 0 {
        out.push(block);
        return;
    }
    let mut start = 0;
    let mut first = true;
    let mut push = |range: Range<usize>, out: &mut Vec<Block>| {
        let line = &text[range.clone()];
        let lead = line.len() - line.trim_start().len();
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        let start = range.start + lead;
        let bullet = bullet_len(line);
        let kind = if bullet > 0 {
            BlockKind::Item
        } else if first {
            block.kind.clone()
        } else {
            BlockKind::Paragraph
        };
        first = false;
        out.push(Block::new(kind, block.shown.slice(start + bullet..start + line.len())));
    };
    for (at, _) in text.match_indices('\n') {
        if !is_wrap(text, at) {
            push(start..at, out);
            start = at + 1;
        }
    }
    push(start..text.len(), out);
}

/// The length of a bullet and the space after it.
fn bullet_len(line: &str) -> usize {
    let Some(bullet) = line.chars().next().filter(|c| matches!(c, '•' | '-' | '*' | '●' | '▪' | '◦' | '–' | '·' | '✓' | '✔' | '➢' | '→'))
    else {
        return 0;
    };
    let rest = &line[bullet.len_utf8()..];
    let body = rest.trim_start();
    if body.len() < rest.len() && !body.is_empty() { line.len() - body.len() } else { 0 }
}

fn starts_item(line: &str) -> bool {
    bullet_len(line.trim_start()) > 0 || numbered(line.trim_start()).is_some()
}

/// The text after `1.` or `1)`.
fn numbered(line: &str) -> Option<&str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 2 {
        return None;
    }
    line[digits..].strip_prefix(['.', ')']).filter(|rest| rest.starts_with([' ', '\u{a0}'])).map(str::trim_start)
}

/// Runs of lines with `|` become table rows.
fn tables(blocks: Vec<Block>) -> Vec<Block> {
    let mut table = blocks.iter().filter_map(|b| if let BlockKind::Row { table, .. } = b.kind { Some(table + 1) } else { None }).max().unwrap_or(0);
    let piped: Vec<bool> =
        blocks.iter().map(|b| matches!(b.kind, BlockKind::Paragraph) && b.shown.text().contains('|') && cells(b.shown.text()).len() >= 2).collect();
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut rest = blocks.into_iter();
    let mut at = 0;
    while at < piped.len() {
        let run = piped[at..].iter().take_while(|p| **p).count();
        if run < 2 {
            out.extend(rest.next());
            at += 1;
            continue;
        }
        let rows: Vec<Block> = rest.by_ref().take(run).collect();
        let ruled = rows.get(1).is_some_and(|b| is_rule(b.shown.text()));
        // "Job title | 2008 | 2007": years name columns, amounts do not.
        let first = rows[0].shown.text();
        let named =
            !first.contains(['$', '€', '£', '₹', '¥']) && !has_amount(first) && rows[1..].iter().any(|r| r.shown.text().contains(|c: char| c.is_ascii_digit()));
        let header = ruled || !first.contains(|c: char| c.is_ascii_digit()) || named;
        for (n, row) in rows.into_iter().enumerate().filter(|(_, row)| !is_rule(row.shown.text())) {
            let kind = BlockKind::Row { cells: cells(row.shown.text()), table, header: n == 0 && header };
            out.push(Block::new(kind, row.shown));
        }
        table += 1;
        at += run;
    }
    out
}

fn is_rule(line: &str) -> bool {
    line.contains("--") && line.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ' | '\t' | '+'))
}

/// The cells of a line with `|` between them; an empty first or last cell is the table's border.
fn cells(line: &str) -> Vec<Range<usize>> {
    if !line.contains('|') {
        return Vec::new();
    }
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for part in line.split('|') {
        let lead = part.len() - part.trim_start().len();
        out.push(start + lead..(start + lead + part.trim().len()).max(start + lead));
        start += part.len() + 1;
    }
    if out.first().is_some_and(Range::is_empty) {
        out.remove(0);
    }
    if out.last().is_some_and(Range::is_empty) {
        out.pop();
    }
    out
}

/// Lines that stand as headings.
fn headings(text: &str, mut blocks: Vec<Block>) -> Vec<Block> {
    for at in 0..blocks.len() {
        let Some(next) = blocks.get(at + 1) else { break };
        let (this, shown) = (&blocks[at], blocks[at].shown.text());
        if shown.len() > HEADING.0 * 4 || this.is_heading() {
            continue;
        }
        let raw = this.shown.raw_all();
        let marker = marker(text, raw.start as usize);
        let own_number = numbered(shown).is_some();
        let number = own_number || marker.ends_with(['.', ')']) && marker[..marker.len() - 1].bytes().all(|b| b.is_ascii_digit());
        let bold = text[raw.end as usize..].starts_with("**") && marker.ends_with("**");
        let level = match (&this.kind, &next.kind) {
            (BlockKind::Item, BlockKind::Item | BlockKind::Paragraph) if number && !next_is_numbered(text, next) => 8,
            (BlockKind::Paragraph, BlockKind::Item | BlockKind::Row { .. } | BlockKind::Paragraph | BlockKind::Heading(7)) if number => 8,
            (BlockKind::Paragraph, _) if marker.is_empty() || bold => 7,
            _ => continue,
        };
        if stands_alone(numbered(shown).unwrap_or(shown)) {
            blocks[at].kind = BlockKind::Heading(level);
        }
    }
    blocks
}

/// What stands on the line before byte `start`: a list's number, a heading's marks.
fn marker(text: &str, start: usize) -> &str {
    let mut from = start.saturating_sub(MARKER);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    text[from..start].rsplit('\n').next().unwrap_or_default().trim()
}

fn next_is_numbered(text: &str, block: &Block) -> bool {
    let marker = marker(text, block.shown.raw_all().start as usize);
    marker.ends_with(['.', ')']) && marker.len() > 1 && marker[..marker.len() - 1].bytes().all(|b| b.is_ascii_digit()) || numbered(block.shown.text()).is_some()
}

/// Whether a line reads as a heading: short, no sentence, no amount.
fn stands_alone(line: &str) -> bool {
    let first = line.trim_start_matches(['#', '(', '"', '“', '[']).chars().next().unwrap_or(' ');
    if line.ends_with(['.', ',', ';', '"', '”']) || !(first.is_uppercase() || first.is_ascii_digit() || !first.is_ascii()) {
        return false;
    }
    let chars = line.chars().count();
    chars <= HEADING.0
        && chars > 2
        && line.split_whitespace().count() <= HEADING.1
        && !line.contains(['$', '€', '£', '₹', '¥', '|'])
        && !line.contains("http")
        && line.chars().any(char::is_alphabetic)
        && !has_amount(line)
}

/// A number of four digits or more that is no year, or one with a scale.
fn has_amount(line: &str) -> bool {
    line.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '(' | ')' | '/' | '[' | ']')).any(|word| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let year = digits == 4 && word.trim_end_matches([':', ',', '?']).len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        digits >= 4 && !year || digits > 0 && word.to_ascii_lowercase().trim_end_matches('+').ends_with('k')
    })
}
