//! Articles → the index's documents.

use tantivy::{IndexWriter, TantivyDocument};

use super::IndexError;
use super::facets::pack;
use super::record::{ArticleRecord, FigureRecord, PassageRecord, StoredRow, word_keys};
use super::schema::Fields;
use super::store::Corpus;
use crate::extract::{RowKeys, amounts, correct, extract};
use crate::ingest::Listed;
use crate::lexicon::{Cue, Lexicon, Reading, Term};
use crate::mention::money;
use crate::pay::{How, PayFigure, Slot};
use crate::text::{Block, BlockKind, Document, Span, Table, fold_space, sentences};

/// Memory for the writer before it flushes a segment, in bytes.
const WRITER_MEMORY: usize = 60_000_000;
/// So many articles are read at a time.
const BATCH: usize = 64;
/// A passage is at least and at most this long, in characters.
const PASSAGE: (usize, usize) = (40, 700);

/// Writes the articles of `corpus` into `index`; `progress` is told how many are done.
pub fn write(
    index: &tantivy::Index,
    fields: &Fields,
    corpus: Corpus<'_>,
    lexicon: &Lexicon,
    progress: &mut dyn FnMut(usize),
) -> Result<Vec<ArticleRecord>, IndexError> {
    let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_MEMORY)?;
    let mut articles = Vec::with_capacity(corpus.articles.len());
    let mut order = 0;
    for batch in corpus.articles.chunks(BATCH) {
        for read in read_all(batch, corpus, lexicon) {
            let Read { document, article, figures, passages, rows } = read?;
            let number = u32::try_from(articles.len()).unwrap_or(u32::MAX);
            for figure in figures {
                let (has_origin, keys) = (article.origin(figure.source.as_deref()).is_some(), role_keys(&figure));
                let record = figure_record(&document, figure, number);
                let packed = pack(&record, record.key_in(&article.path), order, lexicon, has_origin);
                order += 1;
                let mut entry = TantivyDocument::default();
                entry.add_text(fields.kind, "figure");
                for key in keys {
                    entry.add_text(fields.role, key);
                }
                entry.add_bytes(fields.facets, &packed);
                entry.add_u64(fields.article, u64::from(number));
                entry.add_text(fields.record, json(&record)?);
                writer.add_document(entry)?;
            }
            for Row { stored, terms } in rows {
                let mut entry = TantivyDocument::default();
                entry.add_text(fields.kind, "row");
                for term in terms {
                    entry.add_text(fields.row, term);
                }
                entry.add_u64(fields.article, u64::from(number));
                entry.add_text(fields.record, json(&StoredRow { article: number, ..stored })?);
                writer.add_document(entry)?;
            }
            for passage in passages {
                let passage = PassageRecord { article: number, ..passage };
                let mut entry = TantivyDocument::default();
                entry.add_text(fields.kind, "passage");
                entry.add_text(fields.text, &passage.shown);
                entry.add_text(fields.heading, passage.heading.as_deref().unwrap_or_default());
                entry.add_text(fields.title, document.source.title.as_deref().unwrap_or_default());
                entry.add_u64(fields.article, u64::from(number));
                entry.add_text(fields.record, json(&passage)?);
                writer.add_document(entry)?;
            }
            articles.push(article);
            progress(articles.len());
        }
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(articles)
}

/// An article with all that is found in it.
struct Read {
    document: Document,
    article: ArticleRecord,
    figures: Vec<PayFigure>,
    /// Without the article's number.
    passages: Vec<PassageRecord>,
    /// Of a table; then it has neither figures nor passages of its own.
    rows: Vec<Row>,
}

/// A row of a table, and the terms by which it is found.
struct Row {
    /// Without the article's number.
    stored: StoredRow,
    terms: Vec<String>,
}

/// Reads a batch of articles on every core, in their order.
fn read_all(batch: &[Listed], corpus: Corpus<'_>, lexicon: &Lexicon) -> Vec<Result<Read, IndexError>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = batch.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let work = |part: &'_ [Listed]| part.iter().map(|listed| read(listed, corpus, lexicon)).collect::<Vec<_>>();
        let mut parts = batch.chunks(share);
        let own = parts.next();
        let others: Vec<_> = parts.map(|part| (part, scope.spawn(move || work(part)))).collect();
        let mut out = own.map(work).unwrap_or_default();
        for (part, other) in others {
            // Where a thread failed, its part is read here: what made it fail is then seen where errors are seen.
            out.extend(other.join().unwrap_or_else(|_| work(part)));
        }
        out
    })
}

fn read(listed: &Listed, corpus: Corpus<'_>, lexicon: &Lexicon) -> Result<Read, IndexError> {
    let document = listed.read()?;
    if let Some(table) = &document.table {
        let (rows, figures) = rows(&document, table, lexicon);
        let article = ArticleRecord { path: document.path.clone(), source: document.source.clone(), figures, table: Some(Table::clone(table)) };
        return Ok(Read { article, figures: Vec::new(), passages: Vec::new(), rows, document });
    }
    let mut extraction = extract(&document, lexicon);
    correct(&document, &mut extraction, corpus.corrections, lexicon);
    let article = ArticleRecord {
        path: document.path.clone(),
        source: document.source.clone(),
        figures: u32::try_from(extraction.figures.len()).unwrap_or(u32::MAX),
        table: None,
    };
    let passages = passages(&document, lexicon);
    Ok(Read { article, figures: extraction.figures, passages, rows: Vec::new(), document })
}

/// The rows of a table, and how many amounts they have.
fn rows(document: &Document, table: &Table, lexicon: &Lexicon) -> (Vec<Row>, u32) {
    let (mut keys, mut figures) = (RowKeys::of_table(document, table, lexicon), 0);
    let row = |block: &Block| {
        let BlockKind::Row { cells, header: false, .. } = &block.kind else { return None };
        let span = block.shown.raw_all();
        let quote = document.bytes(span).to_owned();
        figures += amounts(table, &quote, cells);
        let key = keys.of(table, &quote, cells);
        let terms = super::rows::terms(table, &quote, cells, &key, lexicon);
        Some(Row { stored: StoredRow { article: 0, start: span.start as usize, key, quote }, terms })
    };
    let rows = document.blocks.iter().filter_map(row).collect();
    (rows, u32::try_from(figures).unwrap_or(u32::MAX))
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, IndexError> {
    serde_json::to_string(value).map_err(|e| IndexError::Record(e.to_string()))
}

/// How a figure is found by its role: the lexicon's id, or the words of a role that the lexicon lacks.
fn role_keys(figure: &PayFigure) -> Vec<String> {
    match &figure.role {
        Some(role) => role.id.clone().map_or_else(|| vec![written_key(&role.name)], |id| vec![id]),
        None => vec!["*".to_owned()],
    }
}

/// The key of a role that the lexicon lacks: its words as compared.
pub fn written_key(name: &str) -> String {
    let words: Vec<String> = crate::lexicon::words(name).into_iter().map(|w| w.key.into_owned()).collect();
    format!("~{}", words.join(" "))
}

/// A figure with its words, as it is kept.
pub fn figure_record(document: &Document, figure: PayFigure, article: u32) -> FigureRecord {
    let (quote, sentence) = (document.bytes(figure.span).to_owned(), document.bytes(figure.sentence).to_owned());
    let inside = |b: &&Block| {
        let raw = b.shown.raw_all();
        raw.start <= figure.sentence.start && figure.sentence.end <= raw.end
    };
    // Blocks stand in the order of their bytes.
    let next = document.blocks.partition_point(|b| b.shown.raw_all().start <= figure.sentence.start);
    let Some((at, block)) = document.blocks[..next].iter().enumerate().rev().take(8).find(|(_, b)| inside(b)) else {
        let shown = fold_space(&sentence);
        return FigureRecord { article, amount: fold_space(&quote), ends: Vec::new(), before: None, shown, quote, sentence, figure };
    };
    let show = |span: Span| block.shown.find(span).map_or_else(|| fold_space(document.bytes(span)), |r| fold_space(&block.shown.text()[r]));
    let (shown, amount, ends) = (show(figure.sentence), show(figure.span), figure.ends.iter().map(|e| show(*e)).collect());
    FigureRecord { article, before: before(document, at, &figure), quote, sentence, shown, amount, ends, figure }
}

/// What a reader needs before the sentence: a table's header row, or the sentence that says whose pay it is or where.
fn before(document: &Document, at: usize, figure: &PayFigure) -> Option<String> {
    let block = &document.blocks[at];
    if let BlockKind::Row { table, .. } = block.kind {
        let header = document.blocks[..at].iter().rev().find(|b| matches!(b.kind, BlockKind::Row { table: t, header: true, .. } if t == table))?;
        return Some(fold_space(header.shown.text()));
    }
    let start = block.shown.raw_all().start;
    let carried = figure.evidence.iter().any(|e| {
        e.how == How::Carried && matches!(e.slot, Slot::Place | Slot::Role) && e.span.is_some_and(|s| (start..figure.sentence.start).contains(&s.start))
    });
    let text = block.shown.text();
    let earlier = sentences(text).into_iter().take_while(|c| block.shown.raw(c.clone()).start < figure.sentence.start).last();
    earlier.filter(|_| carried).map(|c| fold_space(&text[c]))
}

/// The sentences of an article that can be quoted as they stand.
fn passages(document: &Document, lexicon: &Lexicon) -> Vec<PassageRecord> {
    let mut out = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) {
            continue;
        }
        let heading = document.headings(at).next().map(|h| fold_space(document.blocks[h].shown.text()));
        for cut in sentences(block.shown.text()) {
            let shown = fold_space(&block.shown.text()[cut.clone()]);
            let length = shown.chars().count();
            if (PASSAGE.0..=PASSAGE.1).contains(&length) && shown.contains(' ') {
                // What it speaks of is found once, here, and not for every question that it may answer.
                let found = lexicon.find(&shown, Reading::Prose);
                let mut roles: Vec<String> =
                    found.iter().filter_map(|f| if let Term::Role(at) = f.term { lexicon.roles.get(at) } else { None }).map(|role| role.id.clone()).collect();
                roles.dedup();
                out.push(PassageRecord {
                    article: 0,
                    ordinal: u32::try_from(out.len()).unwrap_or(u32::MAX),
                    quote: document.bytes(block.shown.raw(cut)).to_owned(),
                    roles,
                    pays: found.iter().any(|f| matches!(f.term, Term::Cue(Cue::Pay))),
                    money: !money(&shown, lexicon).is_empty(),
                    keys: word_keys(&shown),
                    shown,
                    heading: heading.clone(),
                });
            }
        }
    }
    out
}
