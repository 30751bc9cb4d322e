//! The side file of a table: where it comes from, and what its columns are.

use serde_json::{Map, Value};

use super::front_matter;
use crate::pay::{Currency, PayComponent, PayPeriod, PayStatistic};
use crate::text::{Amount, Column, Source, Table};

/// What is wrong, with the line where one can be named.
type Problem = (Option<usize>, String);

/// Words for columns that are no amounts.
const WORDS: [(&str, Column); 8] = [
    ("role", Column::Role),
    ("soc", Column::Soc),
    ("place", Column::Place),
    ("level", Column::Level),
    ("date", Column::Date),
    ("count", Column::Count),
    ("currency", Column::Currency),
    ("note", Column::Note),
];

/// Reads a side file: the source as in front matter, and the table with its columns in the order of the side file.
///
/// # Errors
/// What is wrong, and what was expected.
pub fn read(text: &str) -> Result<(Source, Table), Problem> {
    let values = front_matter::yaml(text).map_err(|(line, what)| (line, format!("is no YAML mapping: {what}")))?;
    let fail = |problem: String| Err((None, problem));
    let Some(columns) = values.get("columns").and_then(Value::as_object) else {
        return fail("has no `columns:`, a mapping from the table's headers to what they are".to_owned());
    };
    let mut read = Vec::new();
    for (name, what) in columns {
        match column(what) {
            Ok(column) => read.push((name.clone(), column)),
            Err(problem) => return fail(format!("column `{name}`: {problem}")),
        }
    }
    let amounts = read.iter().filter(|(_, column)| matches!(column, Column::Amount(_))).count();
    let has = |wanted: &Column| read.iter().any(|(_, column)| column == wanted);
    if amounts == 0 {
        return fail("names no column of amounts, such as `pay: {statistic: median, period: year}`".to_owned());
    }
    if !has(&Column::Role) {
        return fail("names no column with `role`: whose pay it is".to_owned());
    }
    let word = |key: &str| values.get(key).and_then(front_matter::plain).filter(|text| !text.is_empty());
    let currency = word("currency");
    if currency.as_deref().is_some_and(|code| Currency::new(code).is_none()) {
        return fail("`currency` is no ISO 4217 code, such as USD".to_owned());
    }
    if currency.is_none() && !has(&Column::Currency) {
        return fail("has no `currency:`, and no column says it".to_owned());
    }
    let notes = values.get("notes").map(front_matter::strings).unwrap_or_default();
    let table = Table {
        columns: read,
        currency,
        place: word("place"),
        retrieved: word("retrieved"),
        licence: word("licence"),
        computed: word("computed"),
        checksum: word("checksum"),
        notes,
    };
    Ok((front_matter::source(&values), table))
}

fn column(what: &Value) -> Result<Column, String> {
    match what {
        Value::String(word) => WORDS
            .iter()
            .find(|(known, _)| known == word)
            .map(|(_, column)| column.clone())
            .ok_or_else(|| format!("`{word}` is not known; it is one of {}, or a mapping for an amount", WORDS.map(|(known, _)| known).join(", "))),
        Value::Object(of) => amount(of).map(Column::Amount),
        other => Err(format!("`{other}` is neither a word nor a mapping for an amount")),
    }
}

fn amount(of: &Map<String, Value>) -> Result<Amount, String> {
    if let Some(key) = of.keys().find(|key| !["statistic", "percentile", "period", "component"].contains(&key.as_str())) {
        return Err(format!("`{key}` is not known; an amount has statistic or percentile, period and component"));
    }
    let percentile = match of.get("percentile").map(|value| (value, value.as_f64())) {
        None => None,
        Some((_, Some(of))) if of > 0.0 && of < 100.0 => Some(of),
        Some((value, _)) => return Err(format!("`percentile: {value}` is no number between 0 and 100")),
    };
    let names = |all: &[&'static str]| all.join(", ");
    let one = |key: &str, known: &[&'static str], default: Option<&str>| match of.get(key).and_then(Value::as_str).or(default) {
        Some(word) if known.contains(&word) => Ok(word.to_owned()),
        Some(word) => Err(format!("`{key}: {word}` is not known; it is one of {}", names(known))),
        None => Err(format!("has no `{key}:`; it is one of {}", names(known))),
    };
    let (statistics, periods, components): (Vec<_>, Vec<_>, Vec<_>) = (
        PayStatistic::ALL.iter().map(|s| s.name()).collect(),
        PayPeriod::ALL.iter().map(|p| p.name()).collect(),
        PayComponent::ALL.iter().map(|c| c.name()).collect(),
    );
    Ok(Amount {
        statistic: one("statistic", &statistics, percentile.map(|_| "percentile"))?,
        percentile,
        period: one("period", &periods, None)?,
        component: one("component", &components, Some("unspecified"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_file_says_what_columns_are() {
        let text = "title: Bands\npublisher: Acme\nurl: https://acme.example/pay\npublished: 2026-05\nretrieved: 2026-09-26\nlicence: CC0\ncurrency: USD\nnotes: [No contractors]\ncolumns:\n  title: role\n  p10: {percentile: 10, period: year}\n  mid: {statistic: median, period: hour, component: base}\n  error: note\n";
        let (source, table) = read(text).expect("read");
        assert_eq!((source.title.as_deref(), source.publisher.as_deref()), (Some("Bands"), Some("Acme")));
        assert_eq!(table.columns.len(), 4);
        let p10 = Amount { statistic: "percentile".to_owned(), percentile: Some(10.0), period: "year".to_owned(), component: "unspecified".to_owned() };
        assert_eq!(table.columns.iter().find(|(name, _)| name == "p10").map(|(_, column)| column.clone()), Some(Column::Amount(p10)));
        assert_eq!((table.notes.as_slice(), table.retrieved.as_deref()), (&["No contractors".to_owned()][..], Some("2026-09-26")));
    }

    #[test]
    fn what_is_wrong_says_what_was_expected() {
        let with = |columns: &str| format!("currency: USD\ncolumns:\n{columns}\n");
        for (text, said) in [
            ("title: x".to_owned(), "has no `columns:`"),
            ("columns: [a]".to_owned(), "has no `columns:`"),
            (with("  who: boss"), "column `who`: `boss` is not known; it is one of role, soc"),
            (with("  who: 7"), "neither a word nor a mapping"),
            (with("  who: role"), "names no column of amounts"),
            (with("  pay: {statistic: median, period: year}"), "names no column with `role`"),
            (with("  who: role\n  pay: {statistic: median}"), "column `pay`: has no `period:`"),
            (with("  who: role\n  pay: {statistic: middle, period: year}"), "`statistic: middle` is not known; it is one of range"),
            (with("  who: role\n  pay: {percentile: 100, period: year}"), "between 0 and 100"),
            (with("  who: role\n  pay: {statistic: median, period: year, currency: USD}"), "`currency` is not known"),
            ("columns:\n  who: role\n  pay: {statistic: median, period: year}\n".to_owned(), "has no `currency:`"),
            ("currency: dollars\ncolumns:\n  who: role\n  pay: {statistic: median, period: year}\n".to_owned(), "no ISO 4217 code"),
            ("a: [1".to_owned(), "is no YAML mapping"),
        ] {
            let (_, problem) = read(&text).expect_err(&text);
            assert!(problem.contains(said), "{text}: {problem}");
        }
    }
}
