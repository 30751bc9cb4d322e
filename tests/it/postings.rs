//! A table of job posts and messages that only look like one: which pay each names, and for whom.

use salary_bot::answer::{Asked, Posted};
use salary_bot::question::{Question, Via};
use toml::{Table, Value};

use crate::harness::engine;

fn rows() -> Vec<Table> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/postings.toml")).expect("a table of cases");
    let table: Table = text.parse().expect("TOML");
    table["post"].as_array().into_iter().flatten().filter_map(Value::as_table).cloned().collect()
}

fn asked() -> Asked {
    Asked { today: "2024-12-01".parse().expect("a date"), via: Via::Slash, private: true }
}

fn number(row: &Table, key: &str) -> Option<f64> {
    row.get(key).and_then(|v| v.as_float().or_else(|| v.as_integer().map(|n| n as f64)))
}

/// What of whom a pay is for is not as the row says, with what the pay's own row says instead.
fn whose(row: &Table, pay: Option<&Table>, got: &Question) -> Vec<String> {
    let slots: [(&str, String); 3] = [
        ("role", got.roles.first().map(|r| r.id.clone().unwrap_or_else(|| r.name.clone())).unwrap_or_default()),
        ("level", got.level.map(|l| l.to_string()).unwrap_or_default()),
        ("place", got.location.as_ref().map(|l| l.name.clone()).unwrap_or_default()),
    ];
    let mut out = Vec::new();
    for (key, value) in slots {
        let want = pay.and_then(|p| p.get(key)).or_else(|| row.get(key)).and_then(Value::as_str);
        let want = if key == "level" { Some(want.unwrap_or_default()) } else { want };
        // "Austin, TX" is Austin.
        if want.is_some_and(|w| w != value && !(key == "place" && w.split(',').next() == Some(&value))) {
            out.push(format!("{key} `{value}`"));
        }
    }
    out
}

fn differs(row: &Table, want: &Table, got: &Posted) -> Vec<String> {
    let mut out = whose(row, Some(want), &got.question);
    let high = got.amounts.high.filter(|_| !got.open_ended || want.contains_key("high"));
    if (number(want, "low"), number(want, "high")) != (got.amounts.low, high) {
        out.push(format!("amounts {:?}", got.amounts));
    }
    for (key, value) in [
        ("currency", got.question.currency.map(|c| c.to_string())),
        ("period", got.question.period.map(|p| p.to_string())),
        ("component", Some(got.component.to_string())),
    ] {
        if want.get(key).and_then(Value::as_str).is_some_and(|w| Some(w) != value.as_deref()) {
            out.push(format!("{key} {value:?}"));
        }
    }
    out
}

#[test]
fn posts_are_read_as_the_table_says() {
    let (mut wrong, rows) = (Vec::new(), rows());
    let without = rows.iter().filter(|row| !row.contains_key("pays")).count();
    assert!(rows.len() >= 40 && without * 3 >= rows.len(), "{} posts, {without} of them without pay", rows.len());
    for row in &rows {
        let text = row["text"].as_str().expect("a text");
        let posting = engine().check_posting(text, asked()).expect("an answer").posting;
        let want: Vec<&Table> = row.get("pays").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table).collect();
        let mut problems = Vec::new();
        if want.len() == posting.pay.len() {
            problems.extend(want.iter().zip(&posting.pay).flat_map(|(want, got)| differs(row, want, got)));
            if want.is_empty() {
                problems.extend(whose(row, None, &posting.question));
            }
        } else {
            problems.push(format!("{} pays: {:?}", posting.pay.len(), posting.pay.iter().map(|p| &p.words).collect::<Vec<_>>()));
        }
        let parts = row.get("parts").and_then(Value::as_array).map_or(0, Vec::len);
        if parts != posting.apart.len() {
            problems.push(format!("apart: {:?}", posting.apart));
        }
        if !problems.is_empty() {
            wrong.push(format!("{:?}: {}", row["kind"], problems.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
