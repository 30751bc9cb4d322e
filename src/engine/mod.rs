//! The only door that the faces use: folders of articles in, answers out.

mod complete;
mod figure;
mod further;
mod hiding;
mod library;
mod missing;
mod offer;
mod own;
mod posting;
mod servers;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::answer::{self, Answer, Asked, answer};
use crate::extract::{Extraction, correct, extract};
use crate::index::{ArticleRecord, Corpus, FigureHit, Index, IndexError, fingerprint};
use crate::ingest::{CORRECTIONS, IngestError, Listing, list_folders, load_corrections, load_file};
use crate::lexicon::{Lexicon, LexiconError, Rates, SourceKind};
use crate::pay::{Correction, Currency, PayPeriod, amount_text};
use crate::question::{Intent, Question, Via, canonical, follow_up, understand};
use crate::text::{Document, PartialDate};

pub use crate::index::Rebuilt;
pub use complete::Choice;
pub use figure::Figure;
pub use further::{Further, Reasons, Ways};
pub use library::{Library, Reloaded};
pub use offer::Placed;
pub use own::{Proposed, Read};
pub use posting::Checked;

/// Why an engine cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A table of the lexicon is broken.
    #[error("lexicon: {0}")]
    Lexicon(&'static LexiconError),
    /// The index cannot be built or read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The folders were read again and hold no article any more.
    #[error("no article is left in the corpus folders; those of before go on answering")]
    Emptied,
    /// A server's own articles cannot be written out.
    #[error("a server's own articles cannot be written to the data folder: {0}")]
    Own(std::io::Error),
}

/// What opening found.
#[derive(Debug)]
pub struct Report {
    /// Articles that were read.
    pub articles: usize,
    /// Files that were left out, each with the reason.
    pub broken: Vec<IngestError>,
    /// Files whose text another file has.
    pub duplicates: Vec<(PathBuf, String)>,
    /// Corrections that hold.
    pub corrections: usize,
    /// Whether the index was built anew.
    pub rebuilt: Rebuilt,
    /// A number made of all that was read: the same for the same articles.
    pub fingerprint: u64,
    /// How long opening took.
    pub took: Duration,
    /// Why the index is in memory although a folder was given for it.
    pub in_memory: Option<String>,
}

/// A question and its answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// What was understood.
    pub question: Question,
    /// What is answered.
    pub answer: Answer,
    /// Whether nobody addressed the question to the bot: then only figures or quotes are worth a message.
    pub via_nobody: bool,
    /// What else can be asked of it, where [`Engine::with_ways`] has looked.
    pub ways: Ways,
}

/// What the corpus holds, for `/sources`.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Articles.
    pub articles: usize,
    /// Figures in them.
    pub figures: usize,
    /// Who publishes the tables of figures, the most reliable kind of source first.
    pub tables: Vec<Tables>,
    /// Named origins with how many figures each has, the most first.
    pub origins: Vec<(String, usize)>,
    /// The oldest and the newest date of a figure.
    pub dates: Option<(PartialDate, PartialDate)>,
    /// Roles that have figures or rows of tables, as a person would write them, those with the most figures first.
    pub roles: Vec<(String, u32)>,
}

impl Summary {
    /// Articles and tables together.
    pub fn files(&self) -> usize {
        self.articles + self.tables.iter().map(|tables| tables.count).sum::<usize>()
    }

    /// "43 articles with 486 pay figures, and 3 tables with 206,000 amounts".
    pub fn said(&self) -> String {
        let count = |n: usize, one: &str| format!("{} {one}{}", amount_text(n as f64), if n == 1 { "" } else { "s" });
        let articles = format!("{} with {}", count(self.articles, "article"), count(self.figures, "pay figure"));
        let (tables, amounts) = self.tables.iter().fold((0, 0), |(n, amounts), tables| (n + tables.count, amounts + tables.amounts));
        if tables == 0 { articles } else { format!("{articles}, and {} with {}", count(tables, "table"), count(amounts, "amount")) }
    }
}

/// What tables of one publisher hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    /// Who publishes the figures; the tables' path where none says so.
    pub publisher: String,
    /// What kind of source that is.
    pub kind: Option<SourceKind>,
    /// How many tables.
    pub count: usize,
    /// How many amounts.
    pub amounts: usize,
    /// What the newest is of.
    pub published: Option<PartialDate>,
    /// When it was fetched.
    pub retrieved: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// A checksum of what they were computed from, where they were.
    pub checksum: Option<String>,
}

impl Tables {
    /// In one sentence: kind, publisher, how much, dates and licence.
    pub fn said(&self) -> String {
        let mut facts = vec![format!("{} amounts", amount_text(self.amounts as f64))];
        facts.extend(self.published.map(PartialDate::short));
        facts.extend(self.retrieved.as_ref().map(|date| format!("retrieved {date}")));
        facts.extend(self.licence.as_ref().map(|licence| format!("licence: {licence}")));
        facts.extend(self.checksum.as_ref().map(|sum| format!("from a file with the {sum}")));
        format!("{}: {} ({}).", answer::kind_words(self.kind), self.publisher, facts.join("; "))
    }
}

/// An opened corpus. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Engine {
    lexicon: &'static Lexicon,
    index: Index,
    summary: Arc<Summary>,
    places: Arc<[(u16, u32)]>,
}

impl Engine {
    /// Reads the articles of `folders` and opens their index under `root`, or in memory where there is none or it cannot
    /// be written. `progress` is told how many articles of how many are indexed.
    ///
    /// # Errors
    /// Where the lexicon is broken or the index cannot be built even in memory.
    pub fn open(folders: &[PathBuf], root: Option<&Path>, progress: &mut dyn FnMut(usize, usize)) -> Result<(Self, Report), EngineError> {
        let started = Instant::now();
        // Neither needs the other.
        let (lexicon, first) = std::thread::scope(|scope| {
            let first = scope.spawn(|| list_folders(folders));
            (Lexicon::bundled(), first.join())
        });
        let lexicon = lexicon.map_err(EngineError::Lexicon)?;
        let mut first = first.ok();
        let mut tries = 0;
        let (listing, (index, rebuilt, in_memory)) = loop {
            let listing = first.take().unwrap_or_else(|| list_folders(folders));
            match index_of(folders, &listing, root, lexicon, progress) {
                // Somebody is writing the articles just now.
                Err(IndexError::Article(_)) if tries < TRIES => tries += 1,
                opened => break (listing, opened?),
            }
        };
        let index = index.with_rates(listing.rates.clone());
        let count = listing.articles.len();
        let (summary, places) = summarize(&index, lexicon);
        let report = Report {
            articles: count,
            broken: listing.broken,
            duplicates: listing.duplicates,
            corrections: listing.corrections.len(),
            rebuilt,
            fingerprint: fingerprint(Corpus { folders, articles: &listing.articles, corrections: &listing.corrections })
                ^ listing.rates.as_ref().map_or(0, Rates::fingerprint),
            took: started.elapsed(),
            in_memory,
        };
        Ok((Self { lexicon, index, summary: summary.into(), places: places.into() }, report))
    }

    /// Understands and answers `text`.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn answer(&self, text: &str, asked: Asked) -> Result<Response, EngineError> {
        let question = understand(text, asked.via, self.lexicon);
        self.answer_question(question, asked)
    }

    /// Answers a question that is understood already.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn answer_question(&self, question: Question, asked: Asked) -> Result<Response, EngineError> {
        let answer = answer(&question, asked, &self.index, self.lexicon)?;
        Ok(Response { question, answer, via_nobody: !asked.via.is_addressed(), ways: Ways::default() })
    }

    /// Understands `text` without answering it.
    pub fn understand(&self, text: &str, via: Via) -> Question {
        understand(text, via, self.lexicon)
    }

    /// What somebody asks who goes on from `before`: "and in Austin?". None where `text` is no such message.
    pub fn follow_up(&self, before: &Question, text: &str) -> Option<Question> {
        follow_up(before, text, self.lexicon)
    }

    /// A short text that is understood, by [`Via::Slash`], as just this question; none for an offer and where there is none.
    pub fn again(&self, question: &Question) -> Option<String> {
        canonical(question, self.lexicon, &|word| self.index.has_word(word))
    }

    /// As [`Engine::again`], for a question about an offer: what is asked without the amount and what came with it, but for
    /// a period other than a year, whose figures are others.
    pub fn without_offer(&self, question: &Question) -> Option<String> {
        let period = question.offer.map(|offer| offer.period).filter(|p| *p != PayPeriod::Year);
        let bare = Question { intent: Intent::Salary, offer: None, second: None, period, currency: None, ..question.clone() };
        self.again(&bare)
    }

    /// The currencies that amounts can be converted to.
    pub fn currencies(&self) -> Vec<Currency> {
        self.index.rates(self.lexicon).currencies()
    }

    /// What the corpus holds.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// The articles.
    pub fn articles(&self) -> &[Arc<ArticleRecord>] {
        self.index.articles()
    }

    /// Reads one file and finds its figures, with the corrections of the corpus folder that it lies in.
    ///
    /// # Errors
    /// Where the file cannot be read as an article.
    pub fn read_file(path: &Path) -> Result<Result<(Document, Extraction), IngestError>, EngineError> {
        let lexicon = Lexicon::bundled().map_err(EngineError::Lexicon)?;
        Ok(load_file(path, &path.to_string_lossy()).map(|document| {
            let mut extraction = extract(&document, lexicon);
            if let Some((within, corrections)) = corrections_for(path) {
                let document = Document { path: within, ..document.clone() };
                correct(&document, &mut extraction, &corrections, lexicon);
            }
            (document, extraction)
        }))
    }

    /// Corrections whose quote stands in its article where no figure was read, as lines for a person.
    ///
    /// # Errors
    /// Where the lexicon is broken.
    pub fn unmet_corrections(folders: &[PathBuf]) -> Result<Vec<String>, EngineError> {
        let lexicon = Lexicon::bundled().map_err(EngineError::Lexicon)?;
        let listing = list_folders(folders);
        let mut out = Vec::new();
        for article in listing.articles.iter().filter(|a| listing.corrections.iter().any(|c| c.path == a.name)) {
            let Ok(document) = &article.read() else { continue };
            let mut extraction = extract(document, lexicon);
            for c in correct(document, &mut extraction, &listing.corrections, lexicon) {
                out.push(format!("{CORRECTIONS}:{}: no figure was read at `{}` in `{}`", c.line, c.quote, c.path));
            }
        }
        Ok(out)
    }
}

/// How often a corpus is read again that is changed meanwhile.
const TRIES: usize = 3;

/// The index of a listing, whether it was built, and why it is in memory where it was to be on disk.
fn index_of(
    folders: &[PathBuf],
    listing: &Listing,
    root: Option<&Path>,
    lexicon: &Lexicon,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(Index, Rebuilt, Option<String>), IndexError> {
    let corpus = Corpus { folders, articles: &listing.articles, corrections: &listing.corrections };
    let mut tell = |done: usize| progress(done, listing.articles.len());
    let Some(root) = root else { return Ok((Index::in_memory(corpus, lexicon, &mut tell)?, Rebuilt::New, None)) };
    match Index::on_disk(corpus, root, lexicon, &mut tell) {
        Ok((index, rebuilt)) => Ok((index, rebuilt, None)),
        Err(error @ IndexError::Article(_)) => Err(error),
        Err(error) => Ok((Index::in_memory(corpus, lexicon, &mut tell)?, Rebuilt::New, Some(error.to_string()))),
    }
}

/// How far above an article its corpus folder is looked for.
const ABOVE: usize = 8;

/// The corrections that speak of the article at `path`, and how they name it: of the nearest folder above that has any.
fn corrections_for(path: &Path) -> Option<(String, Vec<Correction>)> {
    let path = path.canonicalize().ok()?;
    let folder = path.ancestors().skip(1).take(ABOVE).find(|f| f.join(CORRECTIONS).is_file())?;
    let within = path.strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/");
    let (corrections, _) = load_corrections(folder);
    corrections.iter().any(|c| c.path == within).then_some((within, corrections))
}

/// The places of figures, each with how many.
fn count_places<'a>(hits: impl Iterator<Item = &'a FigureHit>) -> Vec<(u16, u32)> {
    let mut places: Vec<(u16, u32)> = Vec::new();
    for place in hits.filter_map(|h| h.place) {
        match places.iter_mut().find(|p| p.0 == place) {
            Some(known) => known.1 += 1,
            None => places.push((place, 1)),
        }
    }
    places
}

fn summarize(index: &Index, lexicon: &Lexicon) -> (Summary, Vec<(u16, u32)>) {
    let hits: Vec<&FigureHit> = index.all_figures().collect();
    let places = count_places(hits.iter().copied());
    let mut origins: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for article in index.articles() {
        for origin in &article.source.origins {
            *origins.entry(&origin.name).or_default() += 1;
        }
    }
    let mut origins: Vec<(String, usize)> = origins.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
    origins.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    // The day on which a summary of other people's figures was written says nothing about the figures.
    let written = |article: u32| {
        let of = index.articles().get(article as usize)?;
        of.source.published.filter(|_| !of.source.origins.is_empty())
    };
    let dates = hits.iter().filter_map(|h| h.as_of.filter(|as_of| Some(*as_of) != written(h.article)));
    let dates = dates.clone().min().zip(dates.max());
    let tables = tables(index, lexicon);
    let mut roles: Vec<(String, u32)> = index.role_counts().iter().filter_map(|(id, n)| lexicon.roles.by_id(id).map(|r| (r.name.clone(), *n))).collect();
    for role in lexicon.roles.iter().filter(|_| !tables.is_empty()) {
        let known = index.role_counts().iter().any(|(id, _)| *id == role.id);
        // Where the index cannot be read, each question says so.
        if !known && index.has_rows(&role.id, role.soc.as_deref()).unwrap_or(false) {
            roles.push((role.name.clone(), 0));
        }
    }
    roles.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let articles = index.articles().len() - tables.iter().map(|tables| tables.count).sum::<usize>();
    (Summary { articles, figures: hits.len(), tables, origins, dates, roles }, places)
}

/// The tables by their publisher.
fn tables(index: &Index, lexicon: &Lexicon) -> Vec<Tables> {
    let mut out: Vec<Tables> = Vec::new();
    for article in index.articles() {
        let Some(table) = &article.table else { continue };
        let publisher = article.source.publisher.clone().unwrap_or_else(|| article.path.clone());
        let at = out.iter().position(|known| known.publisher == publisher).unwrap_or_else(|| {
            let kind = answer::known_source(&publisher, lexicon).map(|known| known.kind);
            out.push(Tables { publisher, kind, count: 0, amounts: 0, published: None, retrieved: None, licence: None, checksum: None });
            out.len() - 1
        });
        let tables = &mut out[at];
        tables.count += 1;
        tables.amounts += article.figures as usize;
        tables.published = tables.published.max(article.source.published);
        tables.retrieved = tables.retrieved.take().max(table.retrieved.clone());
        tables.checksum = tables.checksum.take().or_else(|| table.checksum.clone());
        tables.licence = tables.licence.take().or_else(|| table.licence.clone());
    }
    out.sort_by_key(|tables| tables.kind.map_or(u8::MAX, |kind| kind as u8));
    out
}
