//! What is read from the bundled corpus and from articles with one trap each, as text that a reviewer can read: each
//! sentence with the amounts marked beneath it. `SALARY_BOT_GOLDEN=write cargo test golden` writes the files anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use salary_bot::engine::Engine;
use salary_bot::pay::{Evidence, PayFigure, Slot};
use salary_bot::text::{Document, Span};

const FOLDERS: [&str; 3] = ["corpus/salary-bot", "tests/fixtures/articles", "tests/fixtures/discord"];

/// An amount and what is said of it.
struct Mark {
    span: Span,
    sentence: Span,
    pay: bool,
    line: String,
}

fn how(figure: &PayFigure, slot: Slot) -> String {
    let of = |e: &&Evidence| e.slot == slot;
    figure.evidence.iter().find(of).map(|e| format!(" ({})", format!("{:?}", e.how).to_lowercase())).unwrap_or_default()
}

fn told(figure: &PayFigure) -> String {
    let number = |n: Option<f64>| n.map_or_else(|| "?".to_owned(), |n| n.to_string());
    let amounts =
        if figure.amounts.is_point() { number(figure.amounts.low) } else { format!("{}..{}", number(figure.amounts.low), number(figure.amounts.high)) };
    let mut parts = vec![format!(
        "{amounts}{} {}{}",
        if figure.open_ended { "+" } else { "" },
        figure.currency.map_or_else(|| "?".to_owned(), |c| c.to_string()),
        how(figure, Slot::Currency)
    )];
    parts.push(format!("{}{}", figure.period.map_or_else(|| "?".to_owned(), |p| p.to_string()), how(figure, Slot::Period)));
    parts.push(figure.percentile.map_or_else(|| figure.statistic.to_string(), |p| format!("percentile {p}")));
    parts.push(figure.component.to_string());
    let mut slot = |value: Option<String>, slot: Slot| parts.extend(value.map(|v| format!("{v}{}", how(figure, slot))));
    slot(figure.role.as_ref().map(|r| r.id.clone().map_or_else(|| format!("\"{}\"", r.name), |id| format!("{id} \"{}\"", r.name))), Slot::Role);
    slot(figure.level.map(|l| l.to_string()), Slot::Level);
    slot(figure.experience.map(|y| y.1.map_or_else(|| format!("{}+ years", y.0), |to| format!("{}-{to} years", y.0))), Slot::Experience);
    slot(figure.place.clone(), Slot::Place);
    slot(figure.employment.map(|e| e.to_string()), Slot::Employment);
    slot(figure.source.clone(), Slot::Source);
    parts.join(", ")
}

fn golden(document: &Document, figures: &[PayFigure], skipped: &[salary_bot::pay::Skipped]) -> String {
    let mut marks: Vec<Mark> = figures.iter().map(|f| Mark { span: f.span, sentence: f.sentence, pay: true, line: told(f) }).collect();
    marks.extend(skipped.iter().map(|s| Mark { span: s.span, sentence: s.sentence, pay: false, line: format!("no pay: {}", s.why) }));
    marks.sort_by_key(|m| (m.sentence.start, m.span.start));
    let mut out = String::new();
    for same in marks.chunk_by(|a, b| a.sentence == b.sentence) {
        let sentence = same[0].sentence;
        let line: String = document.bytes(sentence).chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        let _ = writeln!(out, "{line}");
        for mark in same {
            let before = document.bytes(Span { end: mark.span.start, ..sentence }).chars().count();
            let length = document.bytes(mark.span).chars().count();
            let sign = if mark.pay { "^" } else { "~" };
            let _ = writeln!(out, "{}{}", " ".repeat(before), sign.repeat(length));
            let _ = writeln!(out, "    {}", mark.line);
        }
        out.push('\n');
    }
    out
}

fn articles() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out: Vec<PathBuf> = FOLDERS
        .iter()
        .flat_map(|f| std::fs::read_dir(root.join(f)).expect("a folder").map(|e| e.expect("an entry").path()))
        .filter(|p| p.extension().is_some_and(|e| e != "toml"))
        .collect();
    out.sort();
    out
}

#[test]
fn what_is_read_is_as_the_golden_files_show() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let write = std::env::var_os("SALARY_BOT_GOLDEN").is_some_and(|v| v == "write");
    let mut differ = Vec::new();
    for path in articles() {
        let (document, extraction) = Engine::read_file(&path).expect("a lexicon").expect("an article");
        let got = golden(&document, &extraction.figures, &extraction.skipped);
        let name = folder.join(format!("{}.txt", path.file_name().unwrap_or_default().to_string_lossy()));
        if write {
            std::fs::write(&name, &got).expect("a golden file");
            continue;
        }
        let want = std::fs::read_to_string(&name).unwrap_or_default();
        if let Some((n, (w, g))) = want.lines().zip(got.lines()).enumerate().find(|(_, (w, g))| w != g) {
            differ.push(format!("{}:{}:\n  was {w}\n  now {g}", name.display(), n + 1));
        } else if want != got {
            differ.push(format!("{}: another length: {} lines, now {}", name.display(), want.lines().count(), got.lines().count()));
        }
    }
    assert!(differ.is_empty(), "{} files differ; read the changes, then write them anew:\n{}", differ.len(), differ.join("\n"));
}
