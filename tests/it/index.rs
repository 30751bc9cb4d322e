//! The index on disk: current, new, damaged, half built, shared.

use std::path::{Path, PathBuf};

use salary_bot::answer::{Asked, Kind};
use salary_bot::engine::Engine;
use salary_bot::question::Via;

const ARTICLE: &str = "# Pay\n\nPlatform engineers in Leeds earn between £61,000 and £72,000 a year, according to Hays.\n";

fn corpus(folder: &Path, text: &str) -> Vec<PathBuf> {
    let corpus = folder.join("corpus");
    std::fs::create_dir_all(&corpus).expect("a folder");
    std::fs::write(corpus.join("a.md"), text).expect("a file");
    vec![corpus]
}

fn lows(engine: &Engine) -> Vec<Option<f64>> {
    let asked = Asked { today: "2026-11-22".parse().expect("a date"), via: Via::Slash, private: true, currency: None };
    let answer = engine.answer("platform engineer leeds", asked).expect("an answer").answer;
    assert!(matches!(answer.kind, Kind::Pay | Kind::NoFigures));
    answer.figures.iter().map(|f| f.record.figure.amounts.low).collect()
}

/// How the index was come by, in a word.
fn state(report: &salary_bot::engine::Report) -> String {
    format!("{:?}", report.rebuilt).split('(').next().unwrap_or_default().to_owned()
}

fn index_folders(data: &Path) -> Vec<PathBuf> {
    let Ok(homes) = std::fs::read_dir(data) else { return Vec::new() };
    homes.flatten().flat_map(|home| std::fs::read_dir(home.path()).into_iter().flatten().flatten()).map(|e| e.path()).collect()
}

#[test]
fn an_index_is_built_once_and_follows_its_corpus() {
    let folder = tempfile::tempdir().expect("a folder");
    let (folders, data) = (corpus(folder.path(), ARTICLE), folder.path().join("data"));
    let open = || Engine::open(&folders, Some(&data), &mut |_, _| {}).expect("an engine");
    let (engine, report) = open();
    assert_eq!((state(&report).as_str(), lows(&engine)), ("New", vec![Some(61_000.0)]));
    let (engine, report) = open();
    assert_eq!((state(&report).as_str(), lows(&engine)), ("No", vec![Some(61_000.0)]));
    corpus(folder.path(), &ARTICLE.replace("61,000", "63,000"));
    let (engine, report) = open();
    assert_eq!((state(&report).as_str(), lows(&engine)), ("New", vec![Some(63_000.0)]));
}

#[test]
fn a_damaged_index_is_built_anew_and_said_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let (folders, data) = (corpus(folder.path(), ARTICLE), folder.path().join("data"));
    let open = || Engine::open(&folders, Some(&data), &mut |_, _| {}).expect("an engine");
    drop(open());
    let index = index_folders(&data).pop().expect("an index");
    // A rebuilt index has other file names: each kind of file is damaged once.
    let files = || -> Vec<PathBuf> {
        let all = std::fs::read_dir(&index)
            .expect("files")
            .flatten()
            .map(|e| e.path())
            .filter(|p| p.is_file() && !p.to_string_lossy().ends_with(".lock") && !p.ends_with(".managed.json"));
        let mut all: Vec<PathBuf> = all.filter(|p| std::fs::metadata(p).is_ok_and(|m| m.len() > 0)).collect();
        all.sort_by_key(|p| p.extension().map(std::ffi::OsStr::to_owned));
        all
    };
    let kinds = files().len();
    assert!(kinds > 3, "{:?}", files());
    for n in 0..kinds {
        let file = files().get(n).cloned().expect("as many files as before");
        let whole = std::fs::read(&file).expect("bytes");
        std::fs::write(&file, &whole[..whole.len() / 2]).expect("half of it");
        let (engine, report) = open();
        assert_eq!((state(&report).as_str(), lows(&engine)), ("Broken", vec![Some(61_000.0)]), "{}", file.display());
    }
    std::fs::write(index.join("meta.json"), "{}").expect("another program's file");
    let (engine, report) = open();
    assert_eq!((state(&report).as_str(), lows(&engine)), ("Broken", vec![Some(61_000.0)]));
}

#[test]
fn corpora_and_processes_share_a_data_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let one = corpus(&folder.path().join("one"), ARTICLE);
    let two = corpus(&folder.path().join("two"), &ARTICLE.replace("61,000", "65,000"));
    let open = |folders: &Vec<PathBuf>| Engine::open(folders, Some(&data), &mut |_, _| {}).expect("an engine").0;
    let (one, two, open) = (&one, &two, &open);
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..6).map(|n| scope.spawn(move || (n, lows(&open(if n % 2 == 0 { one } else { two }))))).collect();
        for (n, got) in all.into_iter().filter_map(|t| t.join().ok()) {
            assert_eq!(got, [Some(if n % 2 == 0 { 61_000.0 } else { 65_000.0 })]);
        }
    });
    assert_eq!((lows(&open(one)), lows(&open(two))), (vec![Some(61_000.0)], vec![Some(65_000.0)]));
}

#[test]
fn without_a_place_to_write_the_index_is_in_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let folders = corpus(folder.path(), ARTICLE);
    let blocked = folder.path().join("file");
    std::fs::write(&blocked, "in the way").expect("a file");
    let (engine, report) = Engine::open(&folders, Some(&blocked), &mut |_, _| {}).expect("an engine");
    assert!(report.in_memory.is_some());
    assert_eq!(lows(&engine), [Some(61_000.0)]);
}

#[test]
fn a_broken_article_is_reported_and_the_rest_loads() {
    let folder = tempfile::tempdir().expect("a folder");
    let folders = corpus(folder.path(), ARTICLE);
    let write = |name: &str, bytes: &[u8]| std::fs::write(folders[0].join(name), bytes).expect("a file");
    write("bad-yaml.md", b"---\ntitle: [open\n---\nText.\n");
    write("latin.txt", b"Pay\n\xff\xfe\n");
    write("empty.md", b" \n");
    write("large.txt", &vec![b'a'; 5 * 1024 * 1024 + 1]);
    write("same.md", ARTICLE.as_bytes());
    write("image.png", b"not an article");
    #[cfg(unix)]
    {
        std::fs::write(folder.path().join("outside.md"), "# Out\n").expect("a file");
        std::os::unix::fs::symlink(folder.path().join("outside.md"), folders[0].join("link.md")).expect("a link");
    }
    let (engine, report) = Engine::open(&folders, None, &mut |_, _| {}).expect("an engine");
    assert_eq!(lows(&engine), [Some(61_000.0)]);
    let mut broken: Vec<String> = report.broken.iter().map(ToString::to_string).collect();
    broken.sort();
    let has = |file: &str, what: &str| broken.iter().any(|b| b.contains(file) && b.contains(what));
    assert!(has("bad-yaml.md:", "front matter") && has("latin.txt:2", "UTF-8") && has("empty.md", "empty") && has("large.txt", "5 MiB"), "{broken:?}");
    assert!(cfg!(not(unix)) || has("link.md", "link out"), "{broken:?}");
    assert_eq!((broken.len(), report.duplicates.len(), report.articles), (if cfg!(unix) { 5 } else { 4 }, 1, 1));
}
