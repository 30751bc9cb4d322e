//! How long a question takes, understood, answered and written as a message: on the bundled corpus and on generated ones.
//! `cargo bench --bench answer [ARTICLES …]`, by default none and 10,000 articles; the figures of record are in
//! `benches/README.md`.
#![allow(clippy::print_stdout, clippy::expect_used, reason = "a report for a terminal, which fails loudly")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use salary_bot::answer::Asked;
use salary_bot::engine::Engine;
use salary_bot::question::Via;
use salary_bot::reply::{self, Display};

#[path = "generated/mod.rs"]
mod generated;

/// How often each question is asked.
const ROUNDS: usize = 20;

/// The questions of the table of cases, with the way each comes in.
fn questions() -> Vec<(String, Via)> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/question.toml")).expect("questions");
    let table: toml::Table = text.parse().expect("TOML");
    let rows = table["case"].as_array().expect("cases").iter();
    rows.map(|row| {
        let via = serde_json::from_value(row["via"].as_str().into()).expect("a way in");
        (row["text"].as_str().expect("text").to_owned(), via)
    })
    .collect()
}

/// The median, the ninetieth and the ninety-ninth of a hundred, and the longest.
fn report(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    println!("  {what:10} p50 {:8.1?} p90 {:8.1?} p99 {:8.1?} longest {:8.1?}", at(50), at(90), at(99), at(100));
}

/// What the process holds in memory, in MB, where the system tells.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmRSS:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1_000)
}

fn measure(name: &str, folder: PathBuf, index: Option<&Path>) {
    let started = Instant::now();
    let (engine, report_of) = Engine::open(&[folder], index, &mut |_, _| {}).expect("opened");
    let built = started.elapsed();
    let figures = engine.summary().figures;
    println!("{name}: {} articles, {figures} figures, opened in {built:.1?} ({:?})", report_of.articles, report_of.rebuilt);
    let today = "2026-11-22".parse().expect("a date");
    let questions = questions();
    let (mut parse, mut answer, mut render, mut draw) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut largest = 0;
    for round in 0..=ROUNDS {
        for (text, via) in &questions {
            let via = *via;
            let asked = Asked { today, via, private: via == Via::Slash, currency: None };
            let started = Instant::now();
            let question = engine.understand(text, via);
            let understood = started.elapsed();
            let response = engine.answer_question(question, asked).expect("answered");
            let answered = started.elapsed();
            let message = reply::message(&response, &Display { embeds: true, private: asked.private, buttons: None });
            std::hint::black_box(&message);
            // The first round warms the caches.
            if round > 0 {
                parse.push(understood);
                answer.push(answered);
                render.push(started.elapsed() - answered);
            }
            // A picture takes so much longer that a few of each are enough.
            if round < 3
                && let Some(chart) = reply::chart(&response)
            {
                let started = Instant::now();
                largest = largest.max(chart.png().expect("drawn").len());
                draw.push(started.elapsed());
            }
        }
    }
    let mut complete = Vec::new();
    for typed in ["", "d", "dev", "sre", "backend d", "data scientst", "clod", "zzzz"] {
        for _ in 0..ROUNDS {
            let started = Instant::now();
            std::hint::black_box(engine.complete_role(typed, 25));
            std::hint::black_box(engine.complete_place(typed, Some("backend-developer"), 25));
            complete.push(started.elapsed());
        }
    }
    report("completed", &mut complete);
    report("understood", &mut parse);
    report("answered", &mut answer);
    report("written", &mut render);
    report("drawn", &mut draw);
    println!("  the largest picture has {largest} bytes");
    println!("  memory {} MB", memory().unwrap_or_default());
}

fn main() {
    measure("bundled", Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), None);
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    if sizes.is_empty() {
        sizes.push(10_000);
    }
    for size in sizes {
        let folder = tempfile::tempdir().expect("a folder");
        let (articles, index) = (folder.path().join("articles"), folder.path().join("index"));
        generated::write(&articles, size);
        // Opened twice: what is measured is an index that was there, as after any start but the first.
        let started = Instant::now();
        drop(Engine::open(std::slice::from_ref(&articles), Some(&index), &mut |_, _| {}).expect("built"));
        println!("generated: read and indexed in {:.1?}", started.elapsed());
        measure("generated", articles, Some(&index));
    }
}
