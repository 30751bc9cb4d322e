//! Markdown: pulldown-cmark's events with their offsets, so that every shown character leads back to its bytes.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{html, lines};
use crate::text::{Block, BlockKind, Shown, Span};

/// The blocks of a Markdown text whose body begins at byte `body`.
pub fn blocks(text: &str, body: usize) -> Vec<Block> {
    let mut reader =
        Reader { text, body, out: Vec::new(), shown: Shown::default(), kind: BlockKind::Paragraph, table: 0, row: None, code: None, images: 0, html: None };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    for (event, range) in Parser::new_ext(&text[body..], options).into_offset_iter() {
        reader.event(event, range.start + body..range.end + body);
    }
    reader.flush();
    reader.flush_html();
    reader.out
}

struct Reader<'a> {
    text: &'a str,
    body: usize,
    out: Vec<Block>,
    shown: Shown,
    kind: BlockKind,
    table: usize,
    row: Option<Row>,
    code: Option<bool>,
    images: usize,
    html: Option<std::ops::Range<usize>>,
}

struct Row {
    cells: Vec<std::ops::Range<usize>>,
    cell: usize,
    header: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: std::ops::Range<usize>) {
        if !matches!(event, Event::Html(_) | Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock)) {
            self.flush_html();
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(words) => self.words(&words, range),
            Event::Code(words) => self.words(&words, range),
            Event::SoftBreak | Event::HardBreak => self.push("\n", range),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => self.push("\n", range),
            Event::Html(_) => {
                let start = self.html.as_ref().map_or(range.start, |h| h.start);
                self.html = Some(start..range.end);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.kind = if self.kind == BlockKind::Item { BlockKind::Item } else { BlockKind::Paragraph },
            Tag::Heading { level, .. } => self.open(BlockKind::Heading(level as u8)),
            Tag::Item => self.open(BlockKind::Item),
            Tag::CodeBlock(kind) => {
                self.flush();
                // A fence without a language, or of plain text, is how people set off worked examples.
                let plain = match &kind {
                    CodeBlockKind::Fenced(language) => {
                        matches!(language.trim().to_ascii_lowercase().as_str(), "" | "text" | "txt" | "plain" | "plaintext" | "markdown" | "md")
                    }
                    CodeBlockKind::Indented => false,
                };
                self.code = Some(plain);
            }
            Tag::Table(_) => self.flush(),
            Tag::TableHead => self.open_row(true),
            Tag::TableRow => self.open_row(false),
            Tag::TableCell => {
                let at = self.shown.text().len();
                if let Some(row) = self.row.as_mut() {
                    row.cell = at;
                }
            }
            Tag::Image { .. } => self.images += 1,
            Tag::List(_) | Tag::BlockQuote(_) => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &std::ops::Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::List(_) | TagEnd::BlockQuote(_) => {
                self.flush();
                self.kind = BlockKind::Paragraph;
            }
            TagEnd::CodeBlock => {
                self.flush();
                self.code = None;
            }
            TagEnd::TableCell => self.end_cell(range.end),
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(range),
            TagEnd::Table => self.table += 1,
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            _ => {}
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.flush();
        self.kind = kind;
    }

    fn open_row(&mut self, header: bool) {
        self.flush();
        self.row = Some(Row { cells: Vec::new(), cell: 0, header });
    }

    fn end_cell(&mut self, raw_end: usize) {
        let end = self.shown.text().len();
        if let Some(row) = self.row.as_mut() {
            row.cells.push(row.cell.min(end)..end);
            self.shown.push(" | ", Span::new(raw_end, raw_end));
        }
    }

    fn end_row(&mut self, range: &std::ops::Range<usize>) {
        let Some(row) = self.row.take() else { return };
        let shown = std::mem::take(&mut self.shown);
        let end = row.cells.last().map_or(0, |c| c.end);
        let shown = shown.slice(0..end);
        // Prose right below a table is swallowed as a row of one cell.
        let prose = !row.header && !self.text[range.clone()].contains('|');
        let kind = if prose { BlockKind::Paragraph } else { BlockKind::Row { cells: row.cells, table: self.table, header: row.header } };
        if !shown.text().trim().is_empty() {
            let shown = if prose { shown.slice(0..shown.text().trim_end().trim_end_matches([' ', '|']).len()) } else { shown };
            self.out.push(Block::new(kind, shown));
        }
    }

    fn words(&mut self, words: &str, range: std::ops::Range<usize>) {
        if self.images > 0 {
            return;
        }
        match self.code {
            Some(true) => self.out.extend(lines::text_blocks(&self.text[..range.end], range.start)),
            Some(false) => self.out.push(super::verbatim(BlockKind::Code, &self.text[range.clone()], range.start)),
            None => self.push(words, range),
        }
    }

    fn push(&mut self, words: &str, range: std::ops::Range<usize>) {
        let raw = &self.text[range.clone()];
        // Inline code's range has its backticks; a text's is the text, or an entity or escape that stands for it.
        let start =
            if raw == words { Some(range.start) } else { raw.find(words).filter(|_| words.len() > 1 || raw.starts_with('`')).map(|at| range.start + at) };
        let span = start.map_or(Span::new(range.start, range.end), |s| Span::new(s, s + words.len()));
        self.shown.push(words, span);
    }

    fn flush(&mut self) {
        let shown = std::mem::take(&mut self.shown);
        if !shown.text().trim().is_empty() {
            self.out.push(Block::new(self.kind.clone(), shown));
            if self.kind != BlockKind::Paragraph {
                self.kind = BlockKind::Paragraph;
            }
        }
    }

    fn flush_html(&mut self) {
        if let Some(range) = self.html.take() {
            self.flush();
            debug_assert!(range.start >= self.body, "events come from the body");
            let fragment = html::fragment(self.text, range, self.table);
            self.table += fragment.iter().filter(|b| matches!(b.kind, BlockKind::Row { .. })).count();
            self.out.extend(fragment);
        }
    }
}
