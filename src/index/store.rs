//! The index on disk and in memory: opening, checking, building anew, switching over.

use std::hash::{Hash, Hasher};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustc_hash::{FxHashMap, FxHasher};
use tantivy::DocSet as _;
use tantivy::schema::IndexRecordOption;

use super::IndexError;
use super::build;
use super::facets::{FigureHit, unpack};
use super::recent::Recent;
use super::record::{ArticleRecord, FigureRecord, PassageRecord, RowRecord};
use super::schema::{ENGLISH, Fields, VERSION, analyzer};
use super::without::Without;
use crate::ingest::Listed;
use crate::lexicon::{Lexicon, Rates};
use crate::pay::Correction;

/// The file that says that an index is whole; written last.
const READY: &str = "articles.json";
/// So many records of each kind are kept at most, about 2 kB each.
const KEPT: NonZeroUsize = NonZeroUsize::MIN.saturating_add(4095);
/// Indexes of a corpus that nobody has opened for so long are taken away.
const OLD: Duration = Duration::from_secs(24 * 3600);

/// Whether, and why, an index was built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rebuilt {
    /// It was current.
    No,
    /// There was none for what the corpus holds now.
    New,
    /// There was one that could not be used.
    Broken(String),
}

/// What an index is built from.
#[derive(Debug, Clone, Copy)]
pub struct Corpus<'a> {
    /// The folders, for telling corpora apart.
    pub folders: &'a [PathBuf],
    /// Their articles.
    pub articles: &'a [Listed],
    /// What operators say of figures that were read wrong.
    pub corrections: &'a [Correction],
}

/// A searchable index. Cheap to clone.
#[derive(Clone)]
pub struct Index {
    pub(super) stored: Arc<Stored>,
    /// What is left out of it: see [`Index::without`].
    pub(super) without: Arc<Without>,
    /// Rates of exchange that came with the articles.
    pub(super) rates: Option<Arc<Rates>>,
}

/// What an index holds.
pub(super) struct Stored {
    pub(super) fields: Fields,
    pub(super) searcher: tantivy::Searcher,
    /// How many of its documents are rows of tables.
    pub(super) rows: u64,
    pub(super) articles: Vec<Arc<ArticleRecord>>,
    /// What decides whether a figure fits, by role key: small, and needed whole for every question about the role.
    pub(super) figures: FxHashMap<String, Vec<FigureHit>>,
    pub(super) role_counts: Vec<(String, u32)>,
    /// Records that were read lately: people ask about the same few roles.
    pub(super) read_figures: Recent<FigureRecord>,
    pub(super) read_passages: Recent<PassageRecord>,
    pub(super) read_rows: Recent<RowRecord>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("articles", &self.stored.articles.len()).finish_non_exhaustive()
    }
}

/// A number made of everything that decides what an index holds: the articles' paths and texts, the lexicon's tables and
/// the index's version.
pub fn fingerprint(corpus: Corpus<'_>) -> u64 {
    let mut hasher = FxHasher::default();
    VERSION.hash(&mut hasher);
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    for table in [
        include_str!("../lexicon/roles.toml"),
        include_str!("../lexicon/levels.toml"),
        include_str!("../lexicon/places.toml"),
        include_str!("../lexicon/demonyms.toml"),
        include_str!("../lexicon/currencies.toml"),
        include_str!("../lexicon/cues.toml"),
        include_str!("../lexicon/sources.toml"),
    ] {
        table.hash(&mut hasher);
    }
    for article in corpus.articles {
        (&article.name, article.hash).hash(&mut hasher);
    }
    // Where a correction stands in its file changes nothing.
    for correction in corpus.corrections {
        format!("{:?}", Correction { line: 0, ..correction.clone() }).hash(&mut hasher);
    }
    hasher.finish()
}

impl Index {
    /// Builds the index in memory.
    ///
    /// # Errors
    /// Where the search library fails.
    pub fn in_memory(corpus: Corpus<'_>, lexicon: &Lexicon, progress: &mut dyn FnMut(usize)) -> Result<Self, IndexError> {
        let fields = Fields::new();
        let index = tantivy::Index::create_in_ram(fields.schema.clone());
        index.tokenizers().register(ENGLISH, analyzer());
        let articles = build::write(&index, &fields, corpus, lexicon, progress)?;
        Self::open(index, fields, articles)
    }

    /// Opens the index of `corpus` under `root`, building it where there is none that is current and whole.
    ///
    /// # Errors
    /// Where the folder cannot be written or the search library fails.
    pub fn on_disk(corpus: Corpus<'_>, root: &Path, lexicon: &Lexicon, progress: &mut dyn FnMut(usize)) -> Result<(Self, Rebuilt), IndexError> {
        let home = root.join(corpus_key(corpus.folders));
        let name = format!("{:016x}", fingerprint(corpus));
        let path = home.join(&name);
        let mut reason = Rebuilt::New;
        if path.exists() {
            match Self::open_whole(&path) {
                Ok(index) => {
                    let _ = std::fs::File::open(path.join(READY)).and_then(|f| f.set_modified(SystemTime::now()));
                    return Ok((index, Rebuilt::No));
                }
                Err(why) => {
                    reason = Rebuilt::Broken(why.to_string());
                    set_aside(&path)?;
                }
            }
        }
        let folder = |path: &Path, source: std::io::Error| IndexError::Folder { path: path.to_owned(), source };
        let unique = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |d| d.as_nanos());
        let building = home.join(format!("building-{}-{unique}", std::process::id()));
        std::fs::create_dir_all(&building).map_err(|e| folder(&building, e))?;
        let built = Self::build_into(&building, corpus, lexicon, progress);
        if let Err(e) = built {
            let _ = std::fs::remove_dir_all(&building);
            return Err(e);
        }
        if let Err(e) = std::fs::rename(&building, &path) {
            // Another process was faster: its index is as good.
            let _ = std::fs::remove_dir_all(&building);
            if !path.join(READY).exists() {
                return Err(folder(&path, e));
            }
        }
        sweep(&home, &name);
        Ok((Self::open_whole(&path)?, reason))
    }

    fn build_into(building: &Path, corpus: Corpus<'_>, lexicon: &Lexicon, progress: &mut dyn FnMut(usize)) -> Result<(), IndexError> {
        let fields = Fields::new();
        let index = tantivy::Index::create_in_dir(building, fields.schema.clone())?;
        index.tokenizers().register(ENGLISH, analyzer());
        let articles = build::write(&index, &fields, corpus, lexicon, progress)?;
        let ready = serde_json::to_vec(&articles).map_err(|e| IndexError::Record(e.to_string()))?;
        let path = building.join(READY);
        std::fs::write(&path, ready).map_err(|source| IndexError::Folder { path, source })
    }

    /// Opens an index folder, where it is whole.
    fn open_whole(path: &Path) -> Result<Self, IndexError> {
        let ready = path.join(READY);
        let articles = std::fs::read(&ready).map_err(|source| IndexError::Folder { path: ready, source })?;
        let articles: Vec<ArticleRecord> = serde_json::from_slice(&articles).map_err(|e| IndexError::Record(e.to_string()))?;
        let fields = Fields::new();
        // Another opening than the one that stays: checking reads every page, and they need not stay in memory.
        if let Some(file) = tantivy::Index::open_in_dir(path)?.validate_checksum()?.into_iter().next() {
            return Err(IndexError::Record(format!("{} is damaged", file.display())));
        }
        let index = tantivy::Index::open_in_dir(path)?;
        if index.schema() != fields.schema {
            return Err(IndexError::Record("it has other fields than this version's".to_owned()));
        }
        index.tokenizers().register(ENGLISH, analyzer());
        Self::open(index, fields, articles)
    }

    fn open(index: tantivy::Index, fields: Fields, articles: Vec<ArticleRecord>) -> Result<Self, IndexError> {
        let reader = index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        let figures = by_role(&searcher, &fields)?;
        let rows = searcher.doc_freq(&tantivy::Term::from_field_text(fields.kind, "row"))?;
        let mut role_counts: Vec<(String, u32)> =
            figures.iter().filter(|(role, _)| *role != "*").map(|(role, hits)| (role.clone(), u32::try_from(hits.len()).unwrap_or(u32::MAX))).collect();
        role_counts.sort_unstable();
        let articles = articles.into_iter().map(Arc::new).collect();
        let stored = Stored {
            fields,
            searcher,
            rows,
            articles,
            figures,
            role_counts,
            read_figures: Recent::new(KEPT),
            read_passages: Recent::new(KEPT),
            read_rows: Recent::new(KEPT),
        };
        Ok(Self { stored: Arc::new(stored), without: Arc::default(), rates: None })
    }

    /// The same index with rates of exchange that came with its articles.
    #[must_use]
    pub fn with_rates(self, rates: Option<Rates>) -> Self {
        Self { rates: rates.map(Arc::new), ..self }
    }

    /// Rates of exchange: those that came with the articles, else those of the lexicon.
    pub fn rates<'a>(&'a self, lexicon: &'a Lexicon) -> &'a Rates {
        self.rates.as_deref().unwrap_or(&lexicon.rates)
    }

    /// The articles, by number.
    pub fn articles(&self) -> &[Arc<ArticleRecord>] {
        &self.stored.articles
    }
}

/// The facets of every figure by the key of its role, in the order of the articles.
fn by_role(searcher: &tantivy::Searcher, fields: &Fields) -> Result<FxHashMap<String, Vec<FigureHit>>, IndexError> {
    let mut out: FxHashMap<String, Vec<FigureHit>> = FxHashMap::default();
    let mut bytes = Vec::new();
    for (segment, reader) in (0_u32..).zip(searcher.segment_readers()) {
        let Some(column) = reader.fast_fields().bytes("facets")? else { continue };
        let inverted = reader.inverted_index(fields.role)?;
        let mut terms = inverted.terms().stream().map_err(tantivy::TantivyError::from)?;
        while let Some((term, info)) = terms.next() {
            let Ok(role) = std::str::from_utf8(term) else { continue };
            let hits = out.entry(role.to_owned()).or_default();
            let mut postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic).map_err(tantivy::TantivyError::from)?;
            let mut doc = postings.doc();
            while doc != tantivy::TERMINATED {
                bytes.clear();
                if let Some(ord) = column.term_ords(doc).next()
                    && column.ord_to_bytes(ord, &mut bytes).unwrap_or(false)
                {
                    hits.extend(unpack(&bytes, (segment, doc)));
                }
                doc = postings.advance();
            }
        }
    }
    for hits in out.values_mut() {
        hits.sort_unstable_by_key(|h| h.order);
        hits.shrink_to_fit();
    }
    Ok(out)
}

/// A folder name for a set of corpus folders.
fn corpus_key(folders: &[PathBuf]) -> String {
    let mut hasher = FxHasher::default();
    for folder in folders {
        folder.canonicalize().unwrap_or_else(|_| folder.clone()).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// Moves a damaged index out of the way and takes it away; another process may have done so already.
fn set_aside(path: &Path) -> Result<(), IndexError> {
    let aside = path.with_extension(format!("broken-{}", std::process::id()));
    match std::fs::rename(path, &aside) {
        Ok(()) => {
            let _ = std::fs::remove_dir_all(&aside);
            Ok(())
        }
        Err(_) if !path.exists() => Ok(()),
        Err(source) => Err(IndexError::Folder { path: path.to_owned(), source }),
    }
}

/// Takes away indexes of earlier states of the corpus that nobody has used for a day.
fn sweep(home: &Path, keep: &str) {
    let Ok(entries) = std::fs::read_dir(home) else { return };
    for entry in entries.flatten() {
        let old = || {
            let file = entry.path().join(READY);
            let time = std::fs::metadata(&file).or_else(|_| entry.metadata()).and_then(|m| m.modified()).ok()?;
            SystemTime::now().duration_since(time).ok().filter(|age| *age > OLD)
        };
        if entry.file_name().to_string_lossy() != keep && old().is_some() {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}
