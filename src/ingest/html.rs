//! HTML: a WHATWG tokenizer with spans; blocks follow the block elements, text is taken from the file's own bytes.

use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use super::front_matter::is_web;
use crate::text::{Block, BlockKind, Shown, Source, Span};

/// Elements whose text nobody reads as the article's.
const SILENT: &[&str] = &["script", "style", "noscript", "template", "svg", "nav", "form", "button", "select", "iframe", "textarea", "math", "sup"];

/// The blocks of a whole page; what its head says goes into `source`.
pub fn document(text: &str, source: &mut Source) -> Vec<Block> {
    let mut reader = Reader::new(text, 0, 0);
    reader.read(0..text.len(), Some(source));
    reader.out
}

/// The blocks of a fragment inside a Markdown text; its tables are numbered from `table`.
pub fn fragment(text: &str, range: Range<usize>, table: usize) -> Vec<Block> {
    let mut reader = Reader::new(text, range.start, table);
    reader.read(range, None);
    reader.out
}

struct Reader<'a> {
    text: &'a str,
    out: Vec<Block>,
    shown: Shown,
    kind: BlockKind,
    at: usize,
    silent: Vec<String>,
    title: bool,
    table: usize,
    row: Option<(Vec<Range<usize>>, usize, bool)>,
    headed: Option<usize>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, at: usize, table: usize) -> Self {
        Self {
            text,
            out: Vec::new(),
            shown: Shown::default(),
            kind: BlockKind::Paragraph,
            at,
            silent: Vec::new(),
            title: false,
            table,
            row: None,
            headed: None,
        }
    }

    fn read(&mut self, range: Range<usize>, mut source: Option<&mut Source>) {
        let base = range.start;
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(&self.text[range.clone()], emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).to_ascii_lowercase();
                    self.upto(base + tag.span.start, source.as_deref_mut());
                    self.at = self.tag_end(base + tag.span.start, range.end);
                    if let Some(source) = source.as_deref_mut() {
                        let attribute = |key: &str| tag.attributes.get(key.as_bytes()).map(|v| String::from_utf8_lossy(v).into_owned());
                        head(&name, &attribute, source);
                    }
                    self.start(&name, tag.self_closing);
                }
                Token::EndTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).to_ascii_lowercase();
                    self.upto(base + tag.span.start, source.as_deref_mut());
                    self.at = self.tag_end(base + tag.span.start, range.end);
                    self.end(&name);
                }
                Token::Comment(comment) => {
                    self.upto(self.open_before(base + comment.span.start), source.as_deref_mut());
                    self.at = self.at.max(self.text[self.at..range.end].find("-->").map_or(range.end, |n| self.at + n + 3));
                }
                _ => {}
            }
        }
        self.upto(range.end, source);
        self.flush();
    }

    /// The tokenizer's spans begin at a tag's `<` or at its name; the tag itself begins at the `<`.
    fn open_before(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let from = self.at.min(at);
        if self.text.as_bytes().get(at) == Some(&b'<') { at } else { self.text.get(from..at).and_then(|t| t.rfind('<')).map_or(at, |n| from + n) }
    }

    /// Where the tag that begins near `at` ends: after its `>`, which inside quotes does not count.
    fn tag_end(&self, at: usize, limit: usize) -> usize {
        let mut quote = None;
        for (n, b) in self.text.as_bytes()[at.min(limit)..limit].iter().enumerate() {
            match (quote, b) {
                (None, b'>') => return at + n + 1,
                (None, b'"' | b'\'') if n > 0 => quote = Some(*b),
                (Some(q), b) if q == *b => quote = None,
                _ => {}
            }
        }
        limit
    }

    /// Takes the text up to the tag at `tag`.
    fn upto(&mut self, tag: usize, source: Option<&mut Source>) {
        let to = self.open_before(tag);
        if to <= self.at {
            return;
        }
        let range = self.at..to;
        self.at = to;
        if self.title {
            if let Some(source) = source {
                let mut shown = Shown::default();
                push_text(&mut shown, self.text, range);
                let title = crate::text::fold_space(shown.text());
                if source.title.is_none() && !title.is_empty() {
                    source.title = Some(title);
                }
            }
        } else if self.silent.is_empty() {
            push_text(&mut self.shown, self.text, range);
        }
    }

    fn start(&mut self, name: &str, self_closing: bool) {
        if SILENT.contains(&name) && !self_closing {
            self.flush();
            self.silent.push(name.to_owned());
            return;
        }
        match name {
            "title" => self.title = true,
            "br" => self.shown.push("\n", Span::new(self.at, self.at)),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.open(BlockKind::Heading(name.as_bytes()[1] - b'0')),
            "li" | "dd" => self.open(BlockKind::Item),
            "table" => {
                self.flush();
                self.table += 1;
            }
            "tr" => {
                self.end_row();
                self.flush();
                self.row = Some((Vec::new(), 0, false));
            }
            "td" | "th" => {
                self.end_cell();
                let at = self.shown.text().len();
                if let Some(row) = self.row.as_mut() {
                    row.1 = at;
                    row.2 |= name == "th";
                }
            }
            "pre" => self.open(BlockKind::Code),
            _ if is_block(name) && self.row.is_none() => self.open(BlockKind::Paragraph),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(at) = self.silent.iter().rposition(|s| s == name) {
            self.silent.truncate(at);
            return;
        }
        match name {
            "title" => self.title = false,
            "td" | "th" => self.end_cell(),
            "tr" | "table" => self.end_row(),
            _ if is_block(name) && self.row.is_none() => self.open(BlockKind::Paragraph),
            _ => {}
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.flush();
        self.kind = kind;
    }

    fn end_cell(&mut self) {
        let text = self.shown.text();
        let Some(row) = self.row.as_mut() else { return };
        let start = row.1.min(text.len());
        if row.0.last().is_some_and(|c| c.end >= start && c.start == start) || start == usize::MAX {
            return;
        }
        let body = &text[start..];
        let lead = body.len() - body.trim_start().len();
        let end = start + lead + body.trim().len();
        row.0.push(start + lead.min(body.len())..end.max(start + lead));
        row.1 = usize::MAX;
        self.shown.push(" | ", Span::new(self.at, self.at));
    }

    fn end_row(&mut self) {
        if self.row.as_ref().is_some_and(|r| r.1 != usize::MAX && r.1 < self.shown.text().len()) {
            self.end_cell();
        }
        let Some((cells, _, header)) = self.row.take() else { return };
        let shown = std::mem::take(&mut self.shown);
        let (start, end) = (cells.first().map_or(0, |c| c.start), cells.last().map_or(0, |c| c.end));
        if cells.iter().all(Range::is_empty) {
            return;
        }
        let cells: Vec<Range<usize>> = cells.iter().map(|c| c.start - start..c.end - start).collect();
        let first = self.headed != Some(self.table);
        self.headed = Some(self.table);
        let shown = shown.slice(start..end);
        let named = first && cells.iter().all(|c| !shown.text()[c.clone()].contains(|c: char| c.is_ascii_digit()));
        let header = header && first || named;
        self.out.push(Block::new(BlockKind::Row { cells, table: self.table, header }, shown));
    }

    fn flush(&mut self) {
        if self.row.is_some() {
            return;
        }
        let shown = std::mem::take(&mut self.shown);
        let text = shown.text();
        let lead = text.len() - text.trim_start().len();
        if !text.trim().is_empty() {
            let range = lead..lead + text.trim().len();
            self.out.push(Block::new(self.kind.clone(), shown.slice(range)));
            self.kind = BlockKind::Paragraph;
        }
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "li"
            | "blockquote"
            | "figure"
            | "figcaption"
            | "pre"
            | "hr"
            | "body"
            | "head"
            | "html"
            | "thead"
            | "tbody"
            | "tfoot"
            | "caption"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "address"
            | "details"
            | "summary"
    )
}

/// What the page's head says of it.
fn head(name: &str, attribute: &dyn Fn(&str) -> Option<String>, source: &mut Source) {
    let clean = |s: String| Some(crate::text::fold_space(&s)).filter(|s| !s.is_empty());
    match name {
        "meta" => {
            let key = attribute("property").or_else(|| attribute("name")).or_else(|| attribute("itemprop")).unwrap_or_default().to_ascii_lowercase();
            let Some(content) = attribute("content").and_then(clean) else { return };
            match key.as_str() {
                "og:title" => source.title = Some(content),
                "og:site_name" => source.publisher = Some(content),
                "author" | "article:author" => source.author = source.author.take().or(Some(content)),
                "article:published_time" | "article:modified_time" | "datepublished" | "date" | "dc.date" => {
                    source.published = source.published.max(content.parse().ok())
                }
                "og:url" if is_web(&content) => source.url = Some(content),
                "keywords" => source.tags = content.split(',').map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect(),
                _ => {}
            }
        }
        "link" if attribute("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) => {
            source.url = attribute("href").filter(|u| is_web(u)).or(source.url.take())
        }
        "time" if source.published.is_none() => source.published = attribute("datetime").and_then(|d| d.parse().ok()),
        "html" => source.language = attribute("lang").and_then(clean),
        _ => {}
    }
}

/// Appends text with its entities resolved.
fn push_text(shown: &mut Shown, text: &str, range: Range<usize>) {
    let mut start = range.start;
    let mut at = range.start;
    while let Some(n) = text[at..range.end].find('&') {
        let amp = at + n;
        let end = text[amp..range.end].bytes().take(34).position(|b| b == b';').map(|n| amp + n + 1);
        let resolved = end.and_then(|end| entity(&text[amp..end]).map(|s| (end, s)));
        match resolved {
            Some((end, value)) => {
                shown.push(&text[start..amp], Span::new(start, amp));
                shown.push(&value, Span::new(amp, end));
                start = end;
                at = end;
            }
            None => at = amp + 1,
        }
    }
    shown.push(&text[start..range.end], Span::new(start, range.end));
}

fn entity(written: &str) -> Option<String> {
    Tokenizer::new(written).find_map(|token| match token {
        Ok(Token::String(s)) => Some(String::from_utf8_lossy(&s).into_owned()).filter(|s| s != written),
        _ => None,
    })
}
