//! Whatever is asked: each amount and percentage of a reply stands in a sentence that stands in an article, or is derived
//! and shows its working; and a reply fits Discord's limits.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use salary_bot::answer::Asked;
use salary_bot::engine::{Engine, Response, Ways};
use salary_bot::question::Via;
use salary_bot::reply::{self, Display, Left};
use serde_json::Value;

/// Discord's limits, in characters: an embed's description, and all that the embeds of a message say.
const DESCRIPTION: usize = 4096;
const EMBEDS: usize = 6000;

/// The table of cases, and the messages that the classifier was fitted to.
fn questions() -> Vec<(String, Via)> {
    let line = |line: &str| {
        let mut columns = line.split('\t');
        let via: Via = serde_json::from_value(columns.next()?.into()).ok()?;
        Some((columns.nth(1)?.replace("@bot", "<@1>"), via))
    };
    let messages = include_str!("../../src/question/intents.tsv").lines().filter_map(line);
    super::cases::questions().into_iter().chain(messages).collect()
}

fn strings(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|v| strings(v, out)),
        Value::Object(all) => all.iter().filter(|(name, _)| *name != "url").for_each(|(_, v)| strings(v, out)),
        _ => {}
    }
}

/// Amounts with a sign before them, and percentages, as they are written.
fn amounts(text: &str) -> Vec<String> {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let mut out = Vec::new();
    for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, '$' | '€' | '£' | '₹' | '¥')) {
        let rest = text[at + sign.len_utf8()..].trim_start();
        let number: String = rest.chars().take_while(|c| is_number(*c)).collect();
        out.extend(Some(number.trim_end_matches(['.', ',']).to_owned()).filter(|n| !n.is_empty()));
    }
    for (at, _) in text.match_indices('%') {
        let start = text[..at].trim_end().rfind(|c: char| !is_number(c)).map_or(0, |n| n + 1);
        out.extend(text.get(start..at).map(|n| n.trim().to_owned()).filter(|n| n.starts_with(|c: char| c.is_ascii_digit())));
    }
    out
}

/// Everything in a reply that may hold an amount: sentences, what was derived with its working, and titles.
fn sources(response: &Response) -> String {
    let answer = &response.answer;
    let mut out = String::new();
    for cited in &answer.figures {
        let record = &cited.record;
        for text in [Some(record.shown.as_str()), record.before.as_deref(), cited.article.source.title.as_deref()].into_iter().flatten() {
            out.push_str(text);
            out.push('\n');
        }
    }
    for passage in &answer.passages {
        out.push_str(&passage.record.shown);
        out.push_str(passage.article.source.title.as_deref().unwrap_or_default());
        out.push('\n');
    }
    for row in &answer.rows {
        out.push_str(&row.record.quote);
        out.push('\n');
    }
    for derived in answer.derived.iter().chain(answer.rows.iter().flat_map(|row| &row.placed)) {
        assert!(!derived.working.is_empty(), "{derived:?}");
        out.push_str(&format!("{} {}\n", derived.text, derived.working));
    }
    out
}

/// A corpus, with the texts of its articles.
struct Corpus {
    engine: Engine,
    texts: HashMap<String, String>,
}

impl Corpus {
    /// Checks a response and its message; how many amounts that has.
    fn check(&self, text: &str, response: &Response, message: &Value) -> usize {
        for cited in &response.answer.figures {
            let article = &self.texts[&cited.article.path];
            assert!(article.contains(&cited.record.sentence) && cited.record.sentence.contains(&cited.record.quote), "{text}: {:?}", cited.record);
        }
        for passage in &response.answer.passages {
            assert!(self.texts[&passage.article.path].contains(&passage.record.quote), "{text}: {:?}", passage.record);
        }
        for row in &response.answer.rows {
            assert!(self.texts[&row.article.path].contains(&row.record.quote), "{text}: {:?}", row.record.quote);
            for cell in row.shown() {
                assert!(row.record.quote.replace("\"\"", "\"").contains(&cell.text), "{text}: {cell:?}");
            }
        }
        let known = sources(response);
        let mut said = Vec::new();
        strings(&message["embeds"], &mut said);
        let said: Vec<String> = said.iter().map(|s| s.replace('\\', "")).collect();
        let amounts: Vec<String> = said.iter().flat_map(|s| amounts(s)).collect();
        for amount in &amounts {
            assert!(known.contains(amount), "`{amount}` in the reply to `{text}` stands in no sentence: {message:#}");
        }
        let length = |s: &str| s.chars().count();
        for embed in message["embeds"].as_array().into_iter().flatten() {
            assert!(embed["description"].as_str().is_none_or(|d| length(d) <= DESCRIPTION), "{text}");
        }
        assert!(said.iter().map(|s| length(s)).sum::<usize>() <= EMBEDS, "{text}");
        amounts.len()
    }

    /// What is behind the buttons under the answer to a text: every sheet of it, with every quote, the answers that it leads
    /// to, and why it is what it is. How many amounts they have.
    fn check_further(&self, again: &str, ways: &Ways, asked: Asked) -> usize {
        let mut seen = 0;
        let others = [&ways.by_level, &ways.by_place, &ways.period.clone().map(|p| p.1), &ways.currency.clone().map(|c| c.1)];
        for text in others.into_iter().flatten() {
            let response = self.engine.answer(text, asked).expect("answered");
            let message = reply::message(&response, &Display { embeds: true, private: true, buttons: None }).expect("an answer");
            seen += self.check(text, &response, &message);
        }
        for number in 0_u8.. {
            let Some(sheet) = self.engine.sheet(again, usize::from(number), asked).expect("read") else { break };
            let message = reply::further(&sheet, number, again, true).expect("a page");
            seen += self.check(again, &sheet.response, &message);
            let quotes = message["embeds"][0]["description"].as_str().unwrap_or_default().matches("> ").count();
            assert!(quotes > 0 && sheet.response.answer.figures.len() <= 4, "{again}: {message:#}");
        }
        let why = reply::why(&self.engine.reasons(again, asked).expect("answered"), &Left::default()).expect("a reason");
        let content = why["content"].as_str().expect("text");
        assert!(amounts(content).is_empty() && content.chars().count() <= 2_000, "{again}: {content}");
        seen
    }
}

fn check(folder: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let (engine, _) = Engine::open(&[PathBuf::from(&root)], None, &mut |_, _| {}).expect("opened");
    let texts: HashMap<String, String> =
        engine.articles().iter().map(|a| (a.path.clone(), std::fs::read_to_string(root.join(&a.path)).expect("an article"))).collect();
    let corpus = Corpus { engine, texts };
    let today = "2026-11-22".parse().expect("a date");
    let (mut replies, mut seen, mut behind) = (0, 0, 0);
    let mut known = HashSet::new();
    for (text, via) in questions() {
        for private in [false, true] {
            let asked = Asked { today, via, private, currency: None };
            let response = corpus.engine.answer(&text, asked).expect("answered");
            let Some(message) = reply::message(&response, &Display { embeds: true, private, buttons: None }) else { continue };
            replies += 1;
            seen += corpus.check(&text, &response, &message);
            let Some(again) = corpus.engine.again(&response.question).filter(|again| known.insert(again.clone())) else { continue };
            let asked = Asked { via: Via::Slash, private: true, ..asked };
            let response = corpus.engine.with_ways(response, asked).expect("read");
            behind += corpus.check_further(&again, &response.ways, asked);
        }
    }
    assert!(replies > 1_000 && seen > 1_000 && behind > 1_000, "{folder}: {replies} replies, {seen} amounts, {behind} behind buttons");
}

#[test]
fn every_amount_of_every_reply_stands_in_an_article() {
    check("corpus");
    check("tests/fixtures/articles");
}
