//! A table of job posts and messages that only look like one: which pay each names, and for whom.

use std::time::Duration;

use local_discord::{Interaction, Place, Setup, defaults};
use salary_bot::answer::{Asked, Posted};
use salary_bot::question::{Question, Via};
use salary_bot::reply::{self, Display};
use serde_json::{Value as Json, json};
use toml::{Table, Value};

use crate::harness::{SOON, Stage, assert_pings_nobody, assert_says, engine, said};

const NAME: &str = "Check this pay";

fn rows() -> Vec<Table> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/postings.toml")).expect("a table of cases");
    let table: Table = text.parse().expect("TOML");
    table["post"].as_array().into_iter().flatten().filter_map(Value::as_table).cloned().collect()
}

fn asked() -> Asked {
    Asked { today: "2024-12-01".parse().expect("a date"), via: Via::Slash, private: true, currency: None }
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

/// A member picks the command on a message that another one says in `general`.
async fn check(stage: &Stage, text: &str) -> Json {
    let post = stage.discord.say(defaults::SECOND_MEMBER, defaults::GENERAL, text).expect("said");
    let run = stage.discord.message_command(defaults::MEMBER, post, NAME).expect("allowed");
    run.message(SOON).await.expect("a response")
}

/// A member picks the command on a message as `change` leaves it.
async fn check_changed(stage: &Stage, change: impl FnOnce(&mut Json)) -> Json {
    let post = stage.discord.say(defaults::SECOND_MEMBER, defaults::GENERAL, "a message").expect("said");
    let mut message = stage.discord.messages(defaults::GENERAL).into_iter().find(|m| m["id"].as_str() == Some(&post.to_string())).expect("the message");
    change(&mut message);
    let data = json!({ "id": "1", "name": NAME, "type": 3, "target_id": post.to_string(), "resolved": { "messages": { post.to_string(): message } } });
    stage.discord.slash_raw(defaults::MEMBER, defaults::GENERAL, data).expect("sent").message(SOON).await.expect("a response")
}

#[tokio::test]
async fn the_pay_of_a_post_is_set_beside_the_figures_for_one_alone() {
    let stage = Stage::start().await;
    let post = "Hiring a **DevOps engineer** in Austin, TX!\nSalary: $130,000 - $160,000 a year, 10% bonus";
    let reply = check(&stage, post).await;
    assert!(Interaction::is_ephemeral(&reply), "{reply:#}");
    assert_says(&reply, &["“$130,000 - $160,000 a year”", "$116,000", "$172,000", "USD 14,000 above the low of", "USD 12,000 below the high of"]);
    assert_says(&reply, &["130,000 − 116,000", "172,000 − 160,000", "a DevOps engineer in the United States earns", "Glassdoor", "No figure for Austin"]);
    assert_pings_nobody(&reply);
    let ids = reply["components"].to_string();
    assert!(!ids.contains("130") && !ids.contains("160") && ids.contains("custom_id"), "{ids}");
    assert_eq!(stage.discord.messages(defaults::GENERAL).len(), 1, "the post alone");
    // In direct messages as well, where others' replies stay: this one does not.
    let said = stage.discord.say(defaults::MEMBER, Place::Dm, post).expect("said");
    let run = stage.discord.message_command(defaults::MEMBER, said, NAME).expect("allowed");
    assert!(Interaction::is_ephemeral(&run.message(SOON).await.expect("a response")));
    stage.finish().await;
}

#[tokio::test]
async fn a_slow_check_is_deferred_for_its_asker_alone() {
    let stage = Stage::with(Setup::default(), |settings| settings.defer_after = Duration::ZERO).await;
    let post = stage.discord.say(defaults::SECOND_MEMBER, defaults::GENERAL, "DevOps engineer, $130k - $160k").expect("said");
    let run = stage.discord.message_command(defaults::MEMBER, post, NAME).expect("allowed");
    let first = run.response(SOON).await.expect("a first response");
    assert_eq!((&first["type"], &first["data"]["flags"]), (&json!(5), &json!(64)), "{first:#}");
    assert_says(&run.message(SOON).await.expect("the answer"), &["$116,000"]);
    stage.finish().await;
}

#[tokio::test]
async fn what_cannot_be_compared_is_said_not_to_be() {
    let stage = Stage::start().await;
    let hourly = check(&stage, "Data engineer, contract, $70-85/hr, New York").await;
    assert_says(&hourly, &["“$70-85/hr”", "Not compared", "hourly", "yearly", "$109,000"]);
    assert!(!said(&hourly).contains("above the low"), "{hourly:#}");
    let euros = check(&stage, "SRE gesucht: 70.000 € – 85.000 € brutto im Jahr").await;
    assert_says(&euros, &["“70.000 € – 85.000 € brutto im Jahr”", "Not compared", "EUR", "USD"]);
    let net = check(&stage, "DevOps engineer, remote, $120k net per year").await;
    assert_says(&net, &["“$120k net per year”", "Not compared", "net", "$116,000"]);
    let levels = check(&stage, "Backend developers!\nJunior: $65k - $75k\nMid-level: $90k - $110k").await;
    assert_says(&levels, &["Backend developer, junior", "USD 5,000 above the low of", "Backend developer, mid", "USD 10,000 above the low of"]);
    let bonus = check(&stage, "DevOps engineer, base salary $130k - $160k, annual bonus: $15,000").await;
    assert_says(&bonus, &["“$130k - $160k”", "base pay", "Apart from pay, and not compared", "$15,000"]);
    stage.finish().await;
}

#[tokio::test]
async fn a_post_without_pay_gets_what_is_known_of_its_role() {
    let stage = Stage::start().await;
    let reply = check(&stage, "We need a DevOps engineer. Competitive salary, $2,000 learning budget, raised $40M.").await;
    assert_says(&reply, &["The post names no pay", "$116,000", "$172,000"]);
    assert!(!said(&reply).contains("2,000 learning") && !said(&reply).contains("40M"), "{reply:#}");
    let other = check(&stage, "Plumber wanted in Oslo, good pay").await;
    assert_says(&other, &["The post names no pay", "No pay figure for Plumber", "Try:"]);
    let unpaid_for = check(&stage, "Plumber wanted, $40 an hour").await;
    assert_says(&unpaid_for, &["“$40 an hour”", "No pay figure for Plumber", "Try:"]);
    for reply in [&reply, &other, &unpaid_for] {
        assert!(Interaction::is_ephemeral(reply), "{reply:#}");
    }
    stage.finish().await;
}

#[tokio::test]
async fn embeds_are_read_and_what_has_no_words_gets_one_line() {
    let stage = Stage::start().await;
    let embed = json!({ "type": "rich", "title": "DevOps engineer", "description": "Join us", "fields": [{ "name": "Salary", "value": "$130k - $160k", "inline": true }] });
    let reply = check_changed(&stage, |message| {
        message["content"] = json!("");
        message["embeds"] = json!([embed]);
        message["author"]["bot"] = json!(true);
    })
    .await;
    assert_says(&reply, &["“$130k - $160k”", "$116,000", "USD 14,000 above"]);
    let picture = check_changed(&stage, |message| message["content"] = json!("  ")).await;
    let junk = check(&stage, &"zq7 ".repeat(500)).await;
    let lunch = check(&stage, "who is up for lunch? it is $15").await;
    for reply in [&picture, &junk, &lunch] {
        assert!(Interaction::is_ephemeral(reply) && said(reply).lines().count() == 1, "{reply:#}");
    }
    for data in [
        json!({ "id": "1", "name": NAME, "type": 3 }),
        json!({ "id": "1", "name": NAME, "type": 3, "target_id": "7", "resolved": { "messages": {} } }),
        json!({ "id": "1", "name": NAME, "type": 1 }),
        json!({ "id": "1", "name": "salary", "type": 3, "target_id": "7" }),
    ] {
        let run = stage.discord.slash_raw(defaults::MEMBER, defaults::GENERAL, data.clone()).expect("sent");
        let reply = run.message(SOON).await.expect("a response");
        assert!(Interaction::is_ephemeral(&reply) && said(&reply).lines().count() == 1, "{data}: {reply:#}");
    }
    stage.finish().await;
}

#[tokio::test]
async fn nothing_in_a_post_takes_effect() {
    let stage = Stage::start().await;
    let hostile = "@everyone <@123456789012345678> **DevOps engineer** [pay](https://evil.example): `$130k`||–||**$160k**/year\n# @here\n```\n$140k a year\n```\n> 1. <#123456789012345678>\u{202e}";
    let reply = check(&stage, hostile).await;
    assert_pings_nobody(&reply);
    let text = said(&reply);
    assert!(!text.contains("@everyone") && !text.contains("evil.example") && !text.contains("<@1") && !text.contains('\u{202e}'), "{text}");
    stage.finish().await;
}

/// What is written for every row: for one alone, within limits, without pings; and no amount of a post is in a log.
#[test]
fn every_reply_to_a_post_keeps_to_the_rules() {
    for row in rows() {
        let text = row["text"].as_str().expect("a text");
        let checked = engine().check_posting(text, asked()).expect("an answer");
        for embeds in [true, false] {
            let body = reply::posting(&checked, &Display { embeds, private: true, buttons: None });
            assert_eq!((&body["flags"], &body["allowed_mentions"]), (&json!(64), &json!({ "parse": [] })), "{body:#}");
            let (content, description) = (body["content"].as_str().unwrap_or_default(), body["embeds"][0]["description"].as_str().unwrap_or_default());
            assert!(!content.is_empty() && content.encode_utf16().count() <= 2_000 && description.encode_utf16().count() <= 4_096, "{body:#}");
        }
        let answer = &checked.response.answer;
        assert!(answer.derived.iter().all(|d| !d.working.is_empty() && d.from.iter().all(|n| *n < answer.figures.len())), "{:?}", answer.derived);
        let debug = format!("{:?}", checked.posting.pay);
        assert!(!debug.contains(|c: char| c.is_ascii_digit()), "amounts of a post are in no log: {debug}");
    }
}
