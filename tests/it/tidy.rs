//! The house stays tidy: who imports whom, where other crates are named, files that stay readable, pages that do not lie.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each folder of `src` (or file of that name) and what of the crate it may name. Imports go down only; `ingest`, `extract`
/// and `question` do not see each other; a face asks the engine for what it needs of the floors below.
const MAY_SEE: [(&str, &[&str]); 18] = [
    ("text", &[]),
    ("pay", &["text"]),
    ("lexicon", &["text", "pay"]),
    ("mention", &["text", "pay", "lexicon"]),
    ("ingest", &["text", "pay", "lexicon", "mention"]),
    ("extract", &["text", "pay", "lexicon", "mention"]),
    ("import", &["text", "pay", "lexicon", "mention", "ingest"]),
    ("question", &["text", "pay", "lexicon", "mention"]),
    ("index", &["text", "pay", "lexicon", "mention", "ingest", "extract", "question"]),
    ("answer", &["text", "pay", "lexicon", "mention", "question", "index"]),
    ("engine", &["text", "pay", "lexicon", "mention", "ingest", "extract", "question", "index", "answer"]),
    ("reply", &["text", "pay", "lexicon", "question", "answer", "engine"]),
    ("store", &["text", "pay"]),
    ("config", &[]),
    ("telemetry", &["config"]),
    ("cli", &["text", "pay", "import", "question", "answer", "engine", "reply", "store", "config", "telemetry", "discord"]),
    ("discord", &["text", "pay", "question", "answer", "engine", "reply", "store", "config", "telemetry"]),
    ("main", &["cli", "config", "telemetry"]),
];
/// Crates that one folder alone may name.
const AT_HOME: [(&str, &str); 3] = [("tantivy::", "index"), ("serenity::", "discord"), ("local_discord::", "cli")];
/// The longest file of the source, in lines.
const LONGEST: usize = 500;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file of `src`: its folder (or own name), its path from the root, its text.
fn sources() -> Vec<(String, String, String)> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()) {
            if entry.is_dir() {
                walk(&entry, out);
            } else if entry.extension().is_some_and(|e| e == "rs") {
                out.push(entry);
            }
        }
    }
    let (root, mut files) = (root(), Vec::new());
    walk(&root.join("src"), &mut files);
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let path = file.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
            let first = path.split('/').nth(1).unwrap_or_default();
            (first.trim_end_matches(".rs").to_owned(), path.clone(), fs::read_to_string(&file).expect("UTF-8"))
        })
        .collect()
}

/// The code of a line, without what is said about it: documentation may point anywhere.
fn code(line: &str) -> &str {
    let line = line.trim_start();
    if line.starts_with("//") { "" } else { line.split(" // ").next().unwrap_or_default() }
}

/// The folders of the crate that a file's code names, as `crate::folder` or `crate::{folder::…, folder}`.
fn named_folders(text: &str) -> BTreeSet<String> {
    let code: String = text.lines().map(code).collect::<Vec<_>>().join("\n");
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = BTreeSet::new();
    for way in ["crate::", "salary_bot::"] {
        for rest in code.match_indices(way).map(|(at, _)| &code[at + way.len()..]) {
            match rest.strip_prefix('{') {
                None => drop(found.insert(word(rest))),
                Some(list) => found.extend(first_words(list, word)),
            }
        }
    }
    // Macros and what stands in `lib.rs` itself are no folders.
    found.retain(|name| MAY_SEE.iter().any(|(folder, _)| folder == name));
    found
}

/// The first word of each item of a list in braces that is open already.
fn first_words(list: &str, word: impl Fn(&str) -> String) -> Vec<String> {
    let (mut depth, mut start, mut out) = (0_usize, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                out.push(word(list[start..at].trim_start()));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    out
}

#[test]
fn imports_go_down_only() {
    let mut wrong = Vec::new();
    for (folder, path, text) in sources() {
        if folder == "lib" {
            continue;
        }
        let Some((_, may_see)) = MAY_SEE.iter().find(|(name, _)| *name == folder) else {
            wrong.push(format!("{path}: src/{folder} has no row in the table of tests/it/tidy.rs"));
            continue;
        };
        // What is under `#[cfg(test)]` may look around: it stands last in a file.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for named in named_folders(text).into_iter().filter(|named| *named != folder && !may_see.contains(&named.as_str())) {
            wrong.push(format!("{path} names crate::{named}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn other_crates_are_named_at_home_only() {
    let mut wrong = Vec::new();
    for (folder, path, text) in sources() {
        for (name, home) in AT_HOME {
            if folder != home && text.lines().map(code).any(|line| line.contains(name)) {
                wrong.push(format!("{path} names {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_stay_readable() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(_, path, text)| (path, text.lines().count()))
        .filter(|(_, n)| *n > LONGEST)
        .map(|(path, n)| format!("{path}: {n} lines"))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn the_example_of_settings_lists_what_is_read() {
    let Ok(example) = fs::read_to_string(root().join(".env.example")) else { return };
    let listed: BTreeSet<&str> = example
        .lines()
        .filter_map(|line| line.trim_start_matches(['#', ' ']).split_once('='))
        .map(|(name, _)| name.trim())
        .filter(|name| is_setting(name))
        .collect();
    let config = fs::read_to_string(root().join("src/config.rs")).expect("config.rs");
    let config = config.split("#[cfg(test)]").next().unwrap_or_default();
    let read: BTreeSet<&str> = config.match_indices("env = \"").filter_map(|(at, way)| config[at + way.len()..].split('"').next()).collect();
    assert!(!read.is_empty(), "no `env = \"…\"` in config.rs");
    assert_eq!(listed, read);
}

fn is_setting(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

#[test]
fn paths_that_the_readme_names_exist() {
    let Ok(readme) = fs::read_to_string(root().join("README.md")) else { return };
    let missing: Vec<&str> = readme.split('`').skip(1).step_by(2).filter(|word| is_path(word)).filter(|path| !root().join(path).exists()).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    let links = readme.match_indices("](").filter_map(|(at, _)| readme[at + 2..].split([')', '#']).next()).filter(|to| !to.is_empty() && !to.contains(':'));
    let broken: Vec<&str> = links.filter(|to| !root().join(to).exists()).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Whether a word in code marks is a path of this project, and no pattern, command or file that is made later.
fn is_path(word: &str) -> bool {
    const FOLDERS: [&str; 8] = ["src/", "tests/", "corpus/", "local-discord/", "benches/", "docs/", ".ci/", "xtask/"];
    FOLDERS.iter().any(|folder| word.starts_with(folder)) && !word.contains(['<', '*', ' ', '…', '{'])
}
