//! Folders of articles.

use std::hash::{BuildHasher, BuildHasherDefault, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHasher};

use super::{IngestError, corrections, csv, head, load_file, read_side, read_text};
use crate::lexicon::Rates;
use crate::pay::Correction;
use crate::text::Document;

/// The extensions of files that are articles of prose; tables of figures have their own.
pub const EXTENSIONS: [&str; 5] = ["md", "markdown", "txt", "html", "htm"];
/// A corpus folder's own rates of exchange, in the words of the lexicon's `rates.toml`.
pub const RATES: &str = "rates.toml";
/// Folders within folders are followed this deep.
const MAX_DEPTH: usize = 16;

/// An article of a corpus folder: it was read once, and nothing is wrong with it. Its text is read again when it is needed, so
/// that a large corpus is never in memory whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its path within its corpus folder.
    pub name: String,
    /// Its file.
    pub file: PathBuf,
    /// A number made of its text.
    pub hash: u64,
}

impl Listed {
    /// Reads it.
    ///
    /// # Errors
    /// Where the file cannot be read any more, or has another text by now.
    pub fn read(&self) -> Result<Document, IngestError> {
        let document = load_file(&self.file, &self.name)?;
        let side = if csv::is_table(&self.name) { Some(read_side(&self.file)?) } else { None };
        if hash(&document.text, side.as_deref()) == self.hash {
            return Ok(document);
        }
        Err(IngestError { path: self.file.clone(), line: None, problem: "it was changed while the corpus was being read".to_owned() })
    }
}

/// What a set of corpus folders holds.
#[derive(Debug, Default)]
pub struct Listing {
    /// The articles, ordered by path within each folder.
    pub articles: Vec<Listed>,
    /// Files that were left out, each with the reason.
    pub broken: Vec<IngestError>,
    /// What the operator says of figures that were read wrong; those whose quote stands nowhere are among the broken.
    pub corrections: Vec<Correction>,
    /// The newest of the folders' rates of exchange, where one has some.
    pub rates: Option<Rates>,
    /// Files whose text another file has: the later and the one that is kept.
    pub duplicates: Vec<(PathBuf, String)>,
}

/// Finds every article in `folders`. A broken file is reported and left out. Articles are named by their path within their
/// folder; hidden files and files of other kinds are passed over.
pub fn list_folders(folders: &[PathBuf]) -> Listing {
    let mut listing = Listing::default();
    let mut seen: FxHashMap<u64, usize> = FxHashMap::default();
    for folder in folders {
        let mut files = Vec::new();
        match folder.canonicalize() {
            Ok(root) => walk(&root, &root, 0, &mut files, &mut listing.broken),
            Err(e) => listing.broken.push(IngestError { path: folder.clone(), line: None, problem: format!("cannot be opened: {e}") }),
        }
        files.sort();
        for (name, file) in files {
            match check(&file, &name) {
                Ok(hash) => match seen.get(&hash).and_then(|at| listing.articles.get(*at)) {
                    Some(first) => listing.duplicates.push((file, first.name.clone())),
                    None => {
                        seen.insert(hash, listing.articles.len());
                        listing.articles.push(Listed { name, file, hash });
                    }
                },
                Err(error) => listing.broken.push(error),
            }
        }
        match rates(&folder.join(RATES)) {
            Ok(Some(rates)) if listing.rates.as_ref().is_none_or(|known| known.date() < rates.date()) => listing.rates = Some(rates),
            Ok(_) => {}
            Err(error) => listing.broken.push(error),
        }
        let (rows, errors) = corrections::load(folder);
        listing.broken.extend(errors);
        for row in rows {
            match stands(&row, &listing.articles) {
                Ok(()) => listing.corrections.push(row),
                Err(problem) => listing.broken.push(IngestError { path: folder.join(corrections::CORRECTIONS), line: Some(row.line), problem }),
            }
        }
    }
    listing
}

/// The rates of exchange in a file; none where there is no such file.
fn rates(file: &Path) -> Result<Option<Rates>, IngestError> {
    if !file.exists() {
        return Ok(None);
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let read = Rates::read(&name, &read_text(file)?);
    read.map(Some).map_err(|e| IngestError { path: file.to_owned(), line: None, problem: e.to_string() })
}

/// A number made of what the folders look like: names, sizes and times of articles and corrections, without reading them. It
/// changes with every file that is written, added or taken away.
pub fn stamp(folders: &[PathBuf]) -> u64 {
    let mut hasher = FxHasher::default();
    for folder in folders {
        let mut files = Vec::new();
        if let Ok(root) = folder.canonicalize() {
            walk(&root, &root, 0, &mut files, &mut Vec::new());
        }
        files.extend([corrections::CORRECTIONS, RATES].map(|name| (name.to_owned(), folder.join(name))));
        files.sort();
        for (name, file) in files {
            let look = |file: &Path| std::fs::metadata(file).ok().map(|data| (data.len(), data.modified().ok()));
            let side = csv::is_table(&name).then(|| look(&csv::side_file(&file)));
            (name, look(&file), side).hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// The number of an article's text, where it can be read as an article.
fn check(file: &Path, name: &str) -> Result<u64, IngestError> {
    let text = read_text(file)?;
    let fail = |(line, problem)| IngestError { path: file.to_owned(), line, problem };
    if csv::is_table(name) {
        let side = read_side(file)?;
        let hash = hash(&text, Some(&side));
        csv::document(name, text.into(), &side).map_err(fail)?;
        return Ok(hash);
    }
    head(name, &text).map_err(fail)?;
    Ok(hash(&text, None))
}

/// A number made of a file's text, and of its side file's.
fn hash(text: &str, side: Option<&str>) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one((text, side))
}

/// Whether a correction's article has its quote.
fn stands(row: &Correction, articles: &[Listed]) -> Result<(), String> {
    let Some(article) = articles.iter().find(|a| a.name == row.path) else {
        return Err(format!("no article `{}`; paths are those within the corpus folder", row.path));
    };
    match read_text(&article.file) {
        Ok(text) if text.contains(&row.quote) => Ok(()),
        Ok(_) => Err(format!("`{}` no longer stands in `{}`; mend the quote or take the correction out", row.quote, row.path)),
        Err(e) => Err(e.to_string()),
    }
}

fn walk(root: &Path, folder: &Path, depth: usize, files: &mut Vec<(String, PathBuf)>, broken: &mut Vec<IngestError>) {
    let mut fail = |path: &Path, problem: String| broken.push(IngestError { path: path.to_owned(), line: None, problem });
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) => return fail(folder, format!("cannot be opened: {e}")),
    };
    let mut folders = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        let is_article = EXTENSIONS.contains(&extension.as_str()) || csv::is_table(&path.to_string_lossy());
        let linked = entry.file_type().is_ok_and(|t| t.is_symlink());
        if linked && (is_article || path.is_dir()) {
            match path.canonicalize() {
                Ok(real) if real.starts_with(root) => {}
                Ok(_) => {
                    fail(&path, "a link out of its corpus folder; copy the file instead".to_owned());
                    continue;
                }
                Err(e) => {
                    fail(&path, format!("a link to nothing: {e}"));
                    continue;
                }
            }
        }
        if path.is_dir() {
            // A linked folder inside the root is read where it really is.
            if !linked && depth < MAX_DEPTH {
                folders.push(path);
            }
        } else if is_article {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push((name, path));
        }
    }
    for folder in folders {
        walk(root, &folder, depth + 1, files, broken);
    }
}
