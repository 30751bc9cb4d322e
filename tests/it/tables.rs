//! Tables of figures beside articles: which rows answer, and that a row stands as its file has it.

use std::path::{Path, PathBuf};

use salary_bot::answer::{Asked, Kind};
use salary_bot::engine::{Engine, Response};
use salary_bot::question::Via;
use salary_bot::reply::{self, Display};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tables")
}

fn engine() -> Engine {
    let (engine, report) = Engine::open(&[folder()], None, &mut |_, _| ()).expect("an engine");
    assert!(report.broken.is_empty(), "{:?}", report.broken);
    engine
}

fn ask(engine: &Engine, text: &str) -> Response {
    engine.answer(text, Asked { today: "2026-11-22".parse().expect("a date"), via: Via::Slash, private: true, currency: None }).expect("answered")
}

/// The message and the terminal's text.
fn shown(response: &Response) -> String {
    let body = reply::message(response, &Display { embeds: true, private: true, buttons: None }).map(|body| body.to_string()).unwrap_or_default();
    format!("{body}\n{}", reply::terminal(response, false)).replace("\\n", "\n").replace("\\\"", "\"").replace("**", "")
}

#[test]
fn a_row_answers_at_its_place_else_at_the_nearest_around_it() {
    let engine = engine();
    for (question, kind, says, lacks) in [
        (
            "nurse in texas",
            Kind::Pay,
            &[
                "Registered nurse: official statistics",
                "Official statistics (U.S. Bureau of Labor Statistics, May 2025): Registered Nurses, Texas",
                "yearly 10th percentile: $64,480 · yearly median: $91,000 · yearly 90th percentile: $125,050 · relative standard error: 0.5 %",
                "retrieved 2026-09-26",
            ][..],
            &["$43.75", "$93,600", "Counted there"][..],
        ),
        ("registered nurse", Kind::Pay, &["Registered Nurses, United States", "$93,600"], &["Texas"]),
        ("nurse per hour in texas", Kind::Pay, &["hourly median: $43.75"], &["$91,000"]),
        ("nurse in houston", Kind::Pay, &["No row for Houston; this one is for Texas.", "$91,000"], &["$93,600"]),
        ("nurse in london", Kind::NoFigures, &["No figure for Registered nurse in London.", "Registered nurse in United States"], &["$9"]),
        (
            "devops in austin",
            Kind::Pay,
            &[
                "$128,000",
                "Software Developers, Austin-Round Rock-San Marcos, TX",
                "yearly median: $136,450",
                "Counted there: DevOps engineer is part of Software Developers (SOC 15-1252).",
            ],
            &["$129,580", "No row for"],
        ),
        ("devops in dallas", Kind::Pay, &["yearly median: $129,580", "No row for Dallas"], &["$136,450"]),
        ("dancer", Kind::Pay, &["hourly median: $24.80"], &[" a year", "yearly"]),
        ("airline pilot", Kind::Pay, &["yearly median: ≥ $239,200", "relative standard error: not published"], &[]),
        ("compare devops and backend", Kind::Comparison, &["Software Developers, United States", "The same row counts Backend developer"], &[]),
        (
            "senior data engineer in london",
            Kind::Pay,
            &["Table (Career Club Leeds, Mar 2026): Data engineer, senior, London", "Half earn less than: 81000 · People: 34", "Asked of members alone"],
            &["44500"],
        ),
        ("sre in london", Kind::Pay, &["Half earn less than: 92000"], &[]),
        ("sre in paris", Kind::NoFigures, &[], &["92000"]),
    ] {
        let response = ask(&engine, question);
        let text = shown(&response);
        assert_eq!(response.answer.kind, kind, "{question}: {text}");
        for words in says {
            assert!(text.contains(words), "{question}: `{words}` is not in\n{text}");
        }
        for words in lacks {
            assert!(!text.contains(words), "{question}: `{words}` is in\n{text}");
        }
    }
}

#[test]
fn every_row_and_amount_is_as_its_file_has_it() {
    let engine = engine();
    let mut rows = 0;
    for question in [
        "nurse",
        "devops in austin",
        "software developer hourly",
        "dancer",
        "secondary school teacher",
        "airline pilot",
        "data engineer in london",
        "sre in london",
    ] {
        for row in &ask(&engine, question).answer.rows {
            let file = std::fs::read_to_string(folder().join(&row.article.path)).expect("a table");
            assert!(file.contains(&row.record.quote), "{:?}", row.record.quote);
            for figure in &row.record.row.figures {
                let amount = &file[figure.span.start as usize..figure.span.end as usize];
                assert!(row.record.row.cells.iter().any(|cell| cell.text == amount), "{amount}");
                assert!(figure.sentence.start <= figure.span.start && figure.span.end <= figure.sentence.end);
            }
            rows += 1;
        }
    }
    assert!(rows >= 8, "{rows}");
    let summary = engine.summary();
    assert_eq!((summary.articles, summary.files()), (1, 3));
    let said: Vec<String> = summary.tables.iter().map(salary_bot::engine::Tables::said).collect();
    assert!(said[0].starts_with("Official statistics: U.S. Bureau of Labor Statistics ("), "{said:?}");
    assert!(said[0].contains("May 2025; retrieved 2026-09-26; licence: public domain"), "{said:?}");
}

#[test]
fn what_is_wrong_with_a_table_is_told_and_the_rest_goes_on() {
    let corpus = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(corpus.path().join(name), text).expect("written");
    write("a.md", "A DevOps engineer in the United States earns $100,000 a year.");
    write("lonely.csv", "who,pay\nSRE,1\n");
    write("bad.csv", "who,pay\nSRE,about 5 to 7\n");
    write("bad.yaml", "currency: USD\ncolumns:\n  who: role\n  pay: {statistic: median, period: year}\n");
    let (engine, report) = Engine::open(&[corpus.path().to_owned()], None, &mut |_, _| ()).expect("an engine");
    let broken: Vec<String> = report.broken.iter().map(ToString::to_string).collect();
    assert!(broken.iter().any(|b| b.contains("lonely.csv") && b.contains("a table needs lonely.yaml beside it")), "{broken:?}");
    assert!(broken.iter().any(|b| b.contains("bad.csv:2") && b.contains("column `pay`: `about 5 to 7` is not one amount")), "{broken:?}");
    assert_eq!(ask(&engine, "devops").answer.figures.len(), 1);
    // Mended while the bot runs: seen by the side file as well.
    let before = salary_bot::engine::Library::of(engine.into(), &report, vec![corpus.path().to_owned()], None);
    write("lonely.yaml", "currency: GBP\ncolumns:\n  who: role\n  pay: {statistic: median, period: year}\n");
    assert!(before.changed().is_some());
}
