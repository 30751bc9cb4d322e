//! Every reply on the bundled corpus: within Discord's limits, pings nobody, and shows no amount that is not in a quote.

use std::path::PathBuf;

use salary_bot::answer::Asked;
use salary_bot::engine::{Engine, Response};
use salary_bot::question::Via;
use salary_bot::reply::{Display, message, terminal};

fn engine() -> Engine {
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let (engine, report) = Engine::open(&[corpus], None, &mut |_, _| {}).expect("an engine");
    assert!(report.broken.is_empty() && report.duplicates.is_empty(), "{:?} {:?}", report.broken, report.duplicates);
    engine
}

fn asked(via: Via) -> Asked {
    Asked { today: "2026-11-22".parse().expect("a date"), via, private: via == Via::Slash, currency: None }
}

/// Amounts with a sign, and percentages, as a reader sees them.
fn amounts(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let signed = matches!(chars[at], '$' | '€' | '£' | '₹' | '¥') && chars.get(at + 1).is_some_and(char::is_ascii_digit);
        let counted = chars[at].is_ascii_digit() && (at == 0 || !chars[at - 1].is_alphanumeric() && !matches!(chars[at - 1], ',' | '.'));
        if signed || counted {
            let start = at;
            at += 1;
            while at < chars.len() && (chars[at].is_ascii_digit() || matches!(chars[at], ',' | '.') && chars.get(at + 1).is_some_and(char::is_ascii_digit)) {
                at += 1;
            }
            let percent = chars.get(at) == Some(&'%');
            if signed || percent {
                out.push(chars[start..at].iter().collect());
            }
        } else {
            at += 1;
        }
    }
    out
}

/// What is wrong with a reply.
fn problems(response: &Response, embeds: bool) -> Vec<String> {
    let mut out = Vec::new();
    let Some(body) = message(response, &Display { embeds, private: false, buttons: None }) else { return out };
    if body["allowed_mentions"] != serde_json::json!({ "parse": [] }) {
        out.push("it may ping".to_owned());
    }
    let content = body["content"].as_str().unwrap_or_default();
    let description = body["embeds"][0]["description"].as_str().unwrap_or_default();
    if content.is_empty() || content.encode_utf16().count() > 2_000 || description.encode_utf16().count() > 4_096 {
        out.push(format!("{} and {} long", content.len(), description.len()));
    }
    let (figures, passages, rows) = (&response.answer.figures, &response.answer.passages, &response.answer.rows);
    let said = figures.iter().map(|f| f.record.sentence.as_str()).chain(passages.iter().map(|p| p.record.quote.as_str()));
    let quotes: Vec<&str> = said.chain(rows.iter().map(|row| row.record.quote.as_str())).collect();
    let headers: Vec<&str> = response.answer.figures.iter().filter_map(|f| f.record.before.as_deref()).collect();
    for amount in amounts(&format!("{content}\n{description}")) {
        if !quotes.iter().chain(&headers).any(|q| q.contains(&amount)) {
            out.push(format!("{amount} is in no quote"));
        }
    }
    out
}

#[test]
fn every_amount_of_every_reply_is_quoted() {
    let engine = engine();
    let table: toml::Table =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/question.toml")).expect("a table").parse().expect("TOML");
    let texts: Vec<String> = table["case"].as_array().into_iter().flatten().filter_map(|row| row["text"].as_str().map(str::to_owned)).collect();
    let roles: Vec<String> = engine.summary().roles.iter().map(|(name, _)| name.clone()).collect();
    let (mut wrong, mut shown) = (Vec::new(), 0);
    for text in texts.iter().chain(&roles) {
        for via in [Via::Slash, Via::Mention, Via::ChannelMessage] {
            let response = engine.answer(text, asked(via)).expect("an answer");
            shown += response.answer.figures.len() + response.answer.rows.iter().map(|row| row.record.row.figures.len()).sum::<usize>();
            for embeds in [true, false] {
                wrong.extend(problems(&response, embeds).into_iter().map(|p| format!("{text}: {p}")));
            }
            assert!(!terminal(&response, false).contains('\u{1b}'));
        }
    }
    assert!(shown > 500, "{shown} figures were shown: too few to mean anything");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_role_of_the_bundled_corpus_is_answered() {
    let engine = engine();
    let unanswered: Vec<&str> = engine
        .summary()
        .roles
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| {
            let answer = engine.answer(name, asked(Via::Prefix)).expect("an answer").answer;
            answer.figures.is_empty() && answer.rows.is_empty()
        })
        .collect();
    assert!(unanswered.is_empty(), "{unanswered:?}");
    assert!(engine.summary().articles >= 10 && engine.summary().figures > 100);
}

#[test]
fn an_offer_is_placed_only_where_its_asker_alone_sees_it() {
    let engine = engine();
    let text = "is 143,217 usd a year good for a senior backend developer?";
    for (via, placed) in [(Via::Slash, true), (Via::Prefix, false), (Via::Mention, false), (Via::ChannelMessage, false)] {
        let response = engine.answer(text, asked(via)).expect("an answer");
        assert_eq!(response.answer.derived.is_empty(), !placed, "{via:?}");
        let body = message(&response, &Display { embeds: true, private: false, buttons: None }).expect("a message").to_string();
        assert_eq!(body.contains("143,217") || body.contains("17,217"), placed, "{via:?}: {body}");
        assert!(!format!("{:?}", response.question).replace(&response.question.text, "").contains("143217"), "an offer is in no log");
    }
}

#[test]
fn what_a_button_asks_again_has_the_same_answer() {
    let engine = engine();
    let table: toml::Table =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/question.toml")).expect("a table").parse().expect("TOML");
    let told = |response: &Response| {
        let figures = response.answer.figures.iter().map(|c| format!("{} {}", c.record.amount, c.record.shown));
        figures.chain(response.answer.passages.iter().map(|p| p.record.shown.clone())).collect::<Vec<_>>()
    };
    let (mut wrong, mut asked_again) = (Vec::new(), 0);
    for text in table["case"].as_array().into_iter().flatten().filter_map(|row| row["text"].as_str()) {
        let response = engine.answer(text, asked(Via::Mention)).expect("an answer");
        let Some(again) = engine.again(&response.question).filter(|_| !told(&response).is_empty()) else { continue };
        asked_again += 1;
        if told(&engine.answer(&again, asked(Via::Slash)).expect("an answer")) != told(&response) {
            wrong.push(format!("{text} → {again}"));
        }
    }
    assert!(asked_again > 60, "{asked_again}: too few to mean anything");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_figure_is_not_said_twice_nor_compared_with_itself() {
    let engine = engine();
    let shown = |text: &str| {
        let response = engine.answer(text, asked(Via::Prefix)).expect("an answer");
        message(&response, &Display { embeds: true, private: false, buttons: None }).expect("a message")
    };
    let alike = shown("junior vs senior data engineer").to_string();
    assert!(alike.contains("$109,000") && !alike.contains("overlap"), "{alike}");
    // Where an offer cannot be placed, the first line has the only figure already.
    let offer = shown("is 140k good for devops?");
    let description = offer["embeds"][0]["description"].as_str().expect("a description");
    assert!(offer["content"].as_str().is_some_and(|c| c.contains("$116,000")) && !description.contains("172,000** [1]"), "{description}");
}

#[test]
fn the_working_of_a_distance_is_not_negative() {
    let response = engine().answer("is 141k good for devops?", asked(Via::Slash)).expect("an answer");
    let working: Vec<&str> = response.answer.derived.iter().map(|d| d.working.as_str()).collect();
    assert_eq!(working, ["141,000 − 116,000; 172,000 − 141,000"]);
}

#[test]
fn a_place_that_was_asked_for_is_named_as_it_is_written() {
    let engine = engine();
    for (text, want) in [
        ("data engineer in new york", "No article's figure for New York."),
        ("data engineer in nyc", "No row for New York; this one is for United States."),
        ("data engineer in san jose, california", "No article's figure for San Jose."),
    ] {
        let response = engine.answer(text, asked(Via::Prefix)).expect("an answer");
        let body = message(&response, &Display { embeds: true, private: false, buttons: None }).expect("a message").to_string();
        assert!(body.contains(want), "{text}: {body}");
    }
}
