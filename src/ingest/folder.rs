//! Folders of articles.

use std::hash::{BuildHasher, BuildHasherDefault};
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHasher};

use super::{IngestError, corrections, load_file};
use crate::pay::Correction;
use crate::text::Document;

/// The extensions of files that are articles.
const EXTENSIONS: [&str; 5] = ["md", "markdown", "txt", "html", "htm"];
/// Folders within folders are followed this deep.
const MAX_DEPTH: usize = 16;

/// What a set of corpus folders holds.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The articles, ordered by path.
    pub documents: Vec<Document>,
    /// Files that were left out, each with the reason.
    pub broken: Vec<IngestError>,
    /// What the operator says of figures that were read wrong; those whose quote stands nowhere are among the broken.
    pub corrections: Vec<Correction>,
    /// Files whose text another file has: the later and the one that is kept.
    pub duplicates: Vec<(PathBuf, String)>,
}

/// Reads every article in `folders`. A broken file is reported and left out; the rest loads. Articles are named by their
/// path within their folder; hidden files and files of other kinds are passed over.
pub fn load_folders(folders: &[PathBuf]) -> Loaded {
    let mut loaded = Loaded::default();
    let mut seen: FxHashMap<u64, usize> = FxHashMap::default();
    for folder in folders {
        let mut files = Vec::new();
        match folder.canonicalize() {
            Ok(root) => walk(&root, &root, 0, &mut files, &mut loaded.broken),
            Err(e) => loaded.broken.push(IngestError { path: folder.clone(), line: None, problem: format!("cannot be opened: {e}") }),
        }
        files.sort();
        for (name, path) in files {
            match load_file(&path, &name) {
                Ok(document) => {
                    let hash = BuildHasherDefault::<FxHasher>::default().hash_one(&*document.text);
                    match seen.get(&hash).map(|at| &loaded.documents[*at]).filter(|d| d.text == document.text) {
                        Some(first) => loaded.duplicates.push((path, first.path.clone())),
                        None => {
                            seen.insert(hash, loaded.documents.len());
                            loaded.documents.push(document);
                        }
                    }
                }
                Err(error) => loaded.broken.push(error),
            }
        }
        let (rows, errors) = corrections::load(folder);
        loaded.broken.extend(errors);
        for row in rows {
            match stands(&row, &loaded.documents) {
                Ok(()) => loaded.corrections.push(row),
                Err(problem) => loaded.broken.push(IngestError { path: folder.join(corrections::CORRECTIONS), line: Some(row.line), problem }),
            }
        }
    }
    loaded
}

/// Whether a correction's article has its quote.
fn stands(row: &Correction, documents: &[Document]) -> Result<(), String> {
    match documents.iter().find(|d| d.path == row.path) {
        None => Err(format!("no article `{}`; paths are those within the corpus folder", row.path)),
        Some(d) if !d.text.contains(&row.quote) => {
            Err(format!("`{}` no longer stands in `{}`; mend the quote or take the correction out", row.quote, row.path))
        }
        Some(_) => Ok(()),
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
        let is_article = path.extension().and_then(|e| e.to_str()).is_some_and(|e| EXTENSIONS.contains(&e.to_ascii_lowercase().as_str()));
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
