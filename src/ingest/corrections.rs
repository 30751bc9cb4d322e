//! `corrections.toml`: what an operator says of figures that were read wrong, beside the articles.

use std::path::Path;

use toml::Spanned;

use super::IngestError;
use crate::pay::{Correction, Currency, Employment, Level, PayComponent, PayPeriod, PayStatistic, Set, Years};

/// The file's name, in a corpus folder.
pub const CORRECTIONS: &str = "corrections.toml";

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    correction: Vec<Spanned<Row>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    path: String,
    quote: String,
    reason: String,
    #[serde(default)]
    skip: bool,
    role: Option<String>,
    level: Option<String>,
    experience_years: Option<Vec<f64>>,
    place: Option<String>,
    employment: Option<String>,
    source: Option<String>,
    currency: Option<String>,
    period: Option<String>,
    component: Option<String>,
    statistic: Option<String>,
}

/// The corrections of a corpus folder; none where it has no such file. A row that is wrong is reported, the others hold.
pub fn load(folder: &Path) -> (Vec<Correction>, Vec<IngestError>) {
    let path = folder.join(CORRECTIONS);
    let fail = |line: Option<usize>, problem: String| IngestError { path: path.clone(), line, problem };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return (Vec::new(), Vec::new()),
        Err(e) => return (Vec::new(), vec![fail(None, format!("cannot be read: {e}"))]),
    };
    let line_of = |at: usize| 1 + text.get(..at).unwrap_or_default().matches('\n').count();
    let file: File = match toml::from_str(&text) {
        Ok(file) => file,
        Err(e) => return (Vec::new(), vec![fail(e.span().map(|s| line_of(s.start)), format!("no table of corrections: {}", e.message()))]),
    };
    let mut errors = Vec::new();
    let mut out = Vec::new();
    for row in file.correction {
        let line = line_of(row.span().start);
        match read(row.into_inner(), line) {
            Ok(correction) => out.push(correction),
            Err(problem) => errors.push(fail(Some(line), problem)),
        }
    }
    (out, errors)
}

fn read(row: Row, line: usize) -> Result<Correction, String> {
    let blank = |what: &str, text: &str| if text.trim().is_empty() { Err(format!("{what} is empty")) } else { Ok(()) };
    blank("path", &row.path)?;
    blank("quote", &row.quote)?;
    blank("reason", &row.reason)?;
    let words = |value: Option<String>| value.map(|v| if v.trim().is_empty() { Set::Clear } else { Set::To(v.trim().to_owned()) });
    let experience = row.experience_years.map(|years| match years.as_slice() {
        [] => Ok(Set::Clear),
        [from] => Ok(Set::To(Years(*from, None))),
        [from, to] if from <= to => Ok(Set::To(Years(*from, Some(*to)))),
        _ => Err("experience_years is [], [from] or [from, to]".to_owned()),
    });
    let correction = Correction {
        path: row.path,
        quote: row.quote,
        reason: row.reason,
        line,
        skip: row.skip,
        role: words(row.role),
        level: clearable("level", row.level, Level::ALL, Level::name)?,
        experience: experience.transpose()?,
        place: words(row.place),
        employment: clearable("employment", row.employment, Employment::ALL, Employment::name)?,
        source: words(row.source),
        currency: row.currency.map(|c| Currency::new(&c).ok_or_else(|| format!("currency `{c}` is no ISO 4217 code (three capitals)"))).transpose()?,
        period: named("period", row.period, PayPeriod::ALL, PayPeriod::name)?,
        component: named("component", row.component, PayComponent::ALL, PayComponent::name)?,
        statistic: named("statistic", row.statistic, PayStatistic::ALL, PayStatistic::name)?,
    };
    let says = correction.role.is_some()
        || correction.level.is_some()
        || correction.experience.is_some()
        || correction.place.is_some()
        || correction.employment.is_some()
        || correction.source.is_some()
        || correction.currency.is_some()
        || correction.period.is_some()
        || correction.component.is_some()
        || correction.statistic.is_some();
    match (correction.skip, says) {
        (false, false) => Err("says nothing: give `skip = true` or the right value of a slot".to_owned()),
        (true, true) => Err("an amount that is skipped has no slots: give `skip = true` or values, not both".to_owned()),
        _ => Ok(correction),
    }
}

fn named<T: Copy>(what: &str, value: Option<String>, all: &[T], name: fn(T) -> &'static str) -> Result<Option<T>, String> {
    let Some(value) = value else { return Ok(None) };
    let names = || all.iter().map(|v| name(*v)).collect::<Vec<_>>().join(", ");
    all.iter().copied().find(|v| name(*v) == value).map(Some).ok_or_else(|| format!("{what} `{value}` is none of {}", names()))
}

fn clearable<T: Copy>(what: &str, value: Option<String>, all: &[T], name: fn(T) -> &'static str) -> Result<Option<Set<T>>, String> {
    match value {
        Some(value) if value.trim().is_empty() => Ok(Some(Set::Clear)),
        value => Ok(named(what, value, all, name)?.map(Set::To)),
    }
}
