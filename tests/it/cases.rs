//! Tables of cases: text → figures, and question → what is understood. Only the slots that a row names are checked.
//!
//! Rows under `[[not_yet]]` are known mistakes: they must still be wrong, so that whoever mends one moves it up.

use salary_bot::answer::{Asked, Kind};
use salary_bot::engine::Engine;
use salary_bot::pay::PayFigure;
use salary_bot::question::{Question, Via};
use toml::{Table, Value};

fn rows(file: &str, key: &str) -> Vec<Table> {
    let text = std::fs::read_to_string(format!("{}/tests/cases/{file}", env!("CARGO_MANIFEST_DIR"))).expect("a table of cases");
    let table: Table = text.parse().expect("TOML");
    table.get(key).and_then(Value::as_array).map(|rows| rows.iter().filter_map(Value::as_table).cloned().collect()).unwrap_or_default()
}

fn text<'t>(row: &'t Table, key: &str) -> &'t str {
    row.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The questions of the table that are understood as it says, with the way each comes in.
pub fn questions() -> Vec<(String, Via)> {
    let via = |row: &Table| serde_json::from_value(text(row, "via").into()).expect("a way in");
    rows("question.toml", "case").iter().map(|row| (text(row, "text").to_owned(), via(row))).collect()
}

fn number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|n| n as f64))
}

fn read(text: &str, folder: &std::path::Path, n: usize) -> (String, Vec<PayFigure>) {
    let path = folder.join(format!("{n}.md"));
    std::fs::write(&path, text).expect("a file");
    let (document, extraction) = Engine::read_file(&path).expect("a lexicon").expect("an article");
    (document.text.to_string(), extraction.figures)
}

fn same_years(want: &Value, got: Option<salary_bot::pay::Years>) -> bool {
    let want: Vec<f64> = want.as_array().map(|a| a.iter().filter_map(number).collect()).unwrap_or_default();
    match (want.as_slice(), got) {
        ([], got) => got.is_none(),
        ([from], Some(got)) => got.0 == *from && got.1.is_none(),
        ([from, to], Some(got)) => got.0 == *from && got.1 == Some(*to),
        _ => false,
    }
}

/// What of a figure is not as the row says.
fn differs(want: &Table, got: &PayFigure, file: &str) -> Vec<String> {
    let mut out = Vec::new();
    let quote = text(want, "quote");
    let place = file.match_indices(quote).any(|(at, q)| at < got.span.end as usize && (got.span.start as usize) < at + q.len());
    if !place {
        out.push(format!("not at `{quote}`"));
    }
    let money = |key: &str| want.get(key).and_then(number);
    if money("low") != got.amounts.low || money("high") != got.amounts.high {
        out.push(format!("amounts {:?}", got.amounts));
    }
    let role = got.role.as_ref();
    let names: [(&str, Option<String>); 9] = [
        ("currency", got.currency.map(|c| c.to_string())),
        ("period", got.period.map(|p| p.to_string())),
        ("statistic", Some(got.statistic.to_string())),
        ("component", Some(got.component.to_string())),
        ("level", got.level.map(|l| l.to_string())),
        ("place", got.place.clone()),
        ("employment", got.employment.map(|e| e.to_string())),
        ("source", got.source.clone()),
        ("role", role.map(|r| r.name.clone())),
    ];
    for (key, value) in names {
        let Some(wanted) = want.get(key).and_then(Value::as_str) else { continue };
        let by_id = key == "role" && role.and_then(|r| r.id.as_deref()) == Some(wanted);
        let same = value.as_deref().unwrap_or_default().eq_ignore_ascii_case(wanted);
        // Two kinds of lower bound that a reader does not tell apart.
        let alike = key == "statistic"
            && matches!(
                (wanted, value.as_deref()),
                ("point", Some("average"))
                    | ("average", Some("point" | "range"))
                    | ("range", Some("average"))
                    | ("starting", Some("minimum"))
                    | ("minimum", Some("starting"))
            );
        let base = key == "component" && matches!((wanted, value.as_deref()), ("base", Some("unspecified")) | ("unspecified", Some("base")));
        if !(same || by_id || alike || base) {
            out.push(format!("{key} {value:?}, not {wanted}"));
        }
    }
    if want.get("open_ended").and_then(Value::as_bool).is_some_and(|w| w != got.open_ended) {
        out.push(format!("open_ended {}", got.open_ended));
    }
    if want.get("experience_years").is_some_and(|w| !same_years(w, got.experience)) {
        out.push(format!("experience {:?}", got.experience));
    }
    out
}

#[test]
fn figures_are_read_as_the_table_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut wrong = Vec::new();
    let known = rows("extract.toml", "not_yet").into_iter().map(|row| (row, true));
    for (n, (row, open)) in rows("extract.toml", "case").into_iter().map(|row| (row, false)).chain(known).enumerate() {
        let row = &row;
        let (file, got) = read(text(row, "text"), folder.path(), n);
        let want: Vec<&Table> = row.get("figures").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table).collect();
        let problems: Vec<String> = if want.len() == got.len() {
            want.iter().zip(&got).flat_map(|(w, g)| differs(w, g, &file)).collect()
        } else {
            vec![format!("{} figures, not {}: {:?}", got.len(), want.len(), got.iter().map(|g| g.amounts).collect::<Vec<_>>())]
        };
        if open && problems.is_empty() {
            wrong.push(format!("{}: right by now, move the row up to [[case]]", text(row, "kind")));
        } else if !open && !problems.is_empty() {
            wrong.push(format!("row {n}: {}: {}\n    {}", text(row, "kind"), problems.join("; "), text(row, "text").trim()));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn money_that_is_no_pay_is_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut wrong = Vec::new();
    let known = rows("extract.toml", "not_yet_silent").into_iter().map(|row| (row, true));
    for (n, (row, open)) in rows("extract.toml", "not").into_iter().map(|row| (row, false)).chain(known).enumerate() {
        let row = &row;
        let (file, got) = read(text(row, "text"), folder.path(), n);
        if open && got.is_empty() {
            wrong.push(format!("{}: silent by now, move the row up to [[not]]", text(row, "kind")));
        }
        if let Some(first) = got.first().filter(|_| !open) {
            wrong.push(format!("row {n}: {}: took `{}`", text(row, "kind"), &file[first.span.start as usize..first.span.end as usize]));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

fn question_differs(row: &Table, got: &Question) -> Vec<String> {
    let mut out = Vec::new();
    let name = |v: serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    let json = |v: &dyn erased::Name| v.name();
    let intent = name(serde_json::to_value(got.intent).unwrap_or_default());
    if intent != text(row, "intent") {
        return vec![format!("intent {intent}")];
    }
    if let Some(roles) = row.get("roles").and_then(Value::as_array) {
        let want: Vec<&str> = roles.iter().filter_map(Value::as_str).collect();
        let has: Vec<&str> = got.roles.iter().map(|r| r.id.as_deref().unwrap_or(&r.name)).collect();
        if want != has {
            out.push(format!("roles {has:?}"));
        }
    }
    let slots: [(&str, Option<String>); 6] = [
        ("level", got.level.as_ref().map(|l| json(l))),
        ("location", got.location.as_ref().map(|l| l.name.clone())),
        ("employment", got.employment.as_ref().map(|e| json(e))),
        ("period", got.period.as_ref().map(|p| json(p))),
        ("currency", got.currency.map(|c| c.to_string())),
        ("component", got.component.as_ref().map(|c| json(c))),
    ];
    for (key, value) in slots {
        if let Some(want) = row.get(key).and_then(Value::as_str)
            && value.as_deref().unwrap_or_default() != want
        {
            out.push(format!("{key} {value:?}"));
        }
    }
    if row.get("experience_years").is_some_and(|w| !same_years(w, got.experience)) {
        out.push(format!("experience {:?}", got.experience));
    }
    if let Some(want) = row.get("offer").and_then(Value::as_table) {
        let same = got.offer.is_some_and(|o| {
            let currency = want.get("currency").and_then(Value::as_str).is_none_or(|c| o.currency.map(|c| c.to_string()).unwrap_or_default() == c);
            let period = want.get("period").and_then(Value::as_str).is_none_or(|p| o.period.to_string() == p);
            want.get("amount").and_then(number) == Some(o.amount) && currency && period
        });
        if !same {
            out.push("offer".to_owned());
        }
    }
    if let Some(want) = row.get("compare").and_then(Value::as_table) {
        let by = got.compare.as_ref().map(|c| name(serde_json::to_value(c.by).unwrap_or_default()));
        let n = got.compare.as_ref().map_or(0, |c| c.values.len());
        if by.as_deref() != want.get("by").and_then(Value::as_str) || want.get("n").and_then(Value::as_integer).is_some_and(|w| usize::try_from(w) != Ok(n)) {
            out.push(format!("compare {by:?} {n}"));
        }
    }
    out
}

/// Names of the closed sets, whatever their type.
mod erased {
    pub trait Name {
        fn name(&self) -> String;
    }
    impl<T: std::fmt::Display> Name for T {
        fn name(&self) -> String {
            self.to_string()
        }
    }
}

#[test]
fn questions_are_understood_as_the_table_says() {
    let folder = format!("{}/tests/fixtures", env!("CARGO_MANIFEST_DIR"));
    let (engine, _) = Engine::open(&[folder.into()], None, &mut |_, _| {}).expect("an engine");
    let today = "2026-11-22".parse().expect("a date");
    let mut wrong = Vec::new();
    let known = rows("question.toml", "not_yet").into_iter().map(|row| (row, true));
    for (n, (row, open)) in rows("question.toml", "case").into_iter().map(|row| (row, false)).chain(known).enumerate() {
        let via: Via = serde_json::from_value(text(&row, "via").into()).expect("a way in");
        let response = engine.answer(text(&row, "text"), Asked { today, via, private: via == Via::Slash, currency: None }).expect("an answer");
        let mut problems = question_differs(&row, &response.question);
        if text(&row, "intent") == "not_salary" && response.answer.kind != Kind::Silent {
            problems.push("not silent".to_owned());
        }
        if open && problems.is_empty() {
            wrong.push(format!("{}: right by now, move the row up to [[case]]", text(&row, "text")));
        } else if !open && !problems.is_empty() {
            wrong.push(format!("row {n}: {} | {}: {}", text(&row, "via"), text(&row, "text"), problems.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}
