//! How fast articles are read, ingestion and extraction with every slot: the bundled corpus repeated to 5 MB as one file, and a
//! megabyte each of what nobody writes on purpose. `cargo bench --bench extract [FILE]`; the figures of record are in
//! `benches/README.md`.
#![allow(clippy::print_stdout, clippy::expect_used, reason = "a report for a terminal, which fails loudly")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use salary_bot::engine::Engine;

const SIZE: usize = 5_000_000;
const ROUNDS: usize = 9;
const HOSTILE: [&str; 8] = ["9", "$", "|", "word", "$1 ", "| Nurse | $30001 |\n", "Nurse\n$50,000\n", "In Austin nurses earn $50,000. "];

/// The fastest and the middle of some rounds, and how many figures were read.
fn rounds(path: &Path, count: usize) -> (Duration, Duration, usize) {
    let mut figures = 0;
    let mut times: Vec<Duration> = (0..count)
        .map(|_| {
            let started = Instant::now();
            let (_, extraction) = Engine::read_file(path).expect("a lexicon").expect("an article");
            figures = extraction.figures.len();
            started.elapsed()
        })
        .collect();
    times.sort();
    (times[0], times[count / 2], figures)
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let given = std::env::args().skip(1).find(|a| !a.starts_with("--")).map(PathBuf::from);
    let path = given.unwrap_or_else(|| {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/salary-bot");
        let mut files: Vec<PathBuf> = std::fs::read_dir(corpus).expect("a corpus").map(|e| e.expect("an entry").path()).collect();
        files.sort();
        let once: String = files.iter().map(|f| std::fs::read_to_string(f).expect("text") + "\n\n").collect();
        let path = folder.path().join("corpus.md");
        std::fs::write(&path, once.repeat(SIZE / once.len())).expect("written");
        path
    });
    let size = std::fs::metadata(&path).expect("a file").len();
    let rate = |bytes: u64, time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    // The lexicon is read before the clock starts.
    let _ = rounds(&path, 1);
    let (best, middle, figures) = rounds(&path, ROUNDS);
    println!("{size} bytes, {figures} figures: best {best:.0?} ({:.1} MB/s), median {middle:.0?} ({:.1} MB/s)", rate(size, best), rate(size, middle));
    for run in HOSTILE {
        let path = folder.path().join("hostile.md");
        for size in [250_000, 1_000_000] {
            std::fs::write(&path, run.repeat(size / run.len())).expect("written");
            let (best, _, figures) = rounds(&path, 1);
            println!("{size} bytes of {run:?}: {best:.0?}, {figures} figures");
        }
    }
}
