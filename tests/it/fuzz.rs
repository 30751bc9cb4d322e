//! Whatever a client could send: commands, options, custom ids, forms, messages and their parts, spoilt in every way. Nothing
//! panics, every response is one that Discord takes, and none can ping.

use std::sync::Arc;

use local_discord::defaults;
use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};
use salary_bot::config::Secret;
use salary_bot::discord::Settings;
use salary_bot::discord::commands::{Desk, handle};
use salary_bot::engine::{Engine, Library};
use salary_bot::text::PartialDate;
use serde_json::{Value, json};

use crate::harness::{career_store, engine};

/// How many spoilt interactions of each kind.
const ROUNDS: usize = 150;
/// How many spoilt files of each kind.
const FILES: usize = 400;

/// Values that nobody expects where they stand.
fn hostile(rng: &mut TestRng) -> Value {
    let long = "salary ".repeat(900);
    let all = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!("18446744073709551616"),
        json!(""),
        json!("\u{0}\u{202e}@everyone <@&1> `````` [x](https://x.example)"),
        json!("1:d::"),
        json!("1:g::form"),
        json!("9:q:zz:devops"),
        json!("a:".repeat(60)),
        json!(long),
        json!("👩‍👩‍👧‍👦".repeat(50)),
        json!("$".repeat(400)),
        json!([]),
        json!({}),
        json!([[[[[{ "name": [] }]]]]]),
        json!({ "value": { "value": [null] } }),
    ];
    all[rng.next_u32() as usize % all.len()].clone()
}

/// Spoils one or several places of a value: another value, nothing, or one more of it.
fn spoil(value: &mut Value, rng: &mut TestRng) {
    let chance = rng.next_u32() % 12;
    match value {
        _ if chance == 0 => *value = hostile(rng),
        Value::Object(fields) => {
            let keys: Vec<String> = fields.keys().cloned().collect();
            for key in keys {
                if rng.next_u32().is_multiple_of(40) {
                    fields.shift_remove(&key);
                } else if let Some(inner) = fields.get_mut(&key).filter(|_| rng.next_u32().is_multiple_of(3)) {
                    spoil(inner, rng);
                }
            }
        }
        Value::Array(items) => {
            items.iter_mut().for_each(|item| spoil(item, rng));
            if let Some(first) = items.first().cloned().filter(|_| rng.next_u32().is_multiple_of(5)) {
                items.extend(std::iter::repeat_n(first, 30));
            }
        }
        Value::String(text) if chance == 1 => text.push_str("\u{0}’—\u{feff}ß"),
        Value::String(text) if chance == 2 => text.clear(),
        _ => {}
    }
}

fn around(kind: u8, data: Value) -> Value {
    json!({
        "id": "1", "application_id": defaults::BOT.to_string(), "type": kind, "token": "t", "version": 1, "locale": "en-US", "context": 0,
        "guild_id": defaults::GUILD.to_string(), "channel_id": defaults::GENERAL.to_string(),
        "channel": { "id": defaults::GENERAL.to_string(), "type": 0, "parent_id": null },
        "member": { "user": { "id": defaults::MODERATOR.to_string() }, "permissions": "8" }, "app_permissions": "52224",
        "message": { "id": "5", "flags": 0, "content": "x" }, "data": data,
    })
}

/// What clients send, before it is spoilt.
fn sound() -> Vec<Value> {
    let option = |name: &str, value: Value| json!({ "name": name, "type": 3, "value": value });
    let mut all = Vec::new();
    for kind in [2, 4] {
        all.push(around(kind, json!({ "id": "1", "name": "salary", "type": 1, "options": [{ "name": "role", "type": 3, "value": "devops", "focused": true }, option("location", json!("austin")), option("level", json!("senior")), { "name": "years", "type": 4, "value": 5 }, { "name": "hide", "type": 5, "value": true }] })));
        all.push(around(kind, json!({ "id": "1", "name": "compare", "type": 1, "options": [option("role1", json!("devops")), { "name": "role2", "type": 3, "value": "data engineer", "focused": true }] })));
    }
    all.push(around(2, json!({ "id": "1", "name": "offer", "type": 1, "options": [option("role", json!("devops"))] })));
    all.push(around(2, json!({ "id": "1", "name": "Check this pay", "type": 3, "target_id": "7", "resolved": { "messages": { "7": { "id": "7", "content": "Senior DevOps, Austin, $120k - $150k base plus 10% bonus", "embeds": [{ "title": "t", "description": "€70k", "fields": [{ "name": "Pay", "value": "18 LPA" }] }] } } } })));
    for name in ["help", "sources", "about", "privacy", "mydata"] {
        all.push(around(2, json!({ "id": "1", "name": name, "type": 1 })));
    }
    for (name, sub) in [
        ("settings", "view"),
        ("settings", "pause"),
        ("settings", "resume"),
        ("settings", "erase"),
        ("settings", "clean-up"),
        ("corpus", "status"),
        ("corpus", "reload"),
        ("corpus", "feedback"),
        ("corpus", "gaps"),
    ] {
        all.push(around(2, json!({ "id": "1", "name": name, "type": 1, "options": [{ "type": 1, "name": sub, "options": [] }] })));
    }
    let file =
        json!({ "id": "9", "filename": "survey.md", "size": 300, "url": "http://127.0.0.1:9/attachments/1/9/survey.md", "content_type": "text/markdown" });
    for (sub, options) in
        [("add", json!([{ "name": "file", "type": 11, "value": "9" }])), ("remove", json!([option("name", json!("survey.md"))])), ("list", json!([]))]
    {
        let options = json!([{ "type": 1, "name": sub, "options": options }]);
        let attached = json!({ "attachments": { "9": file } });
        all.push(around(2, json!({ "id": "1", "name": "corpus", "type": 1, "options": options, "resolved": attached })));
    }
    let typed = json!([{ "type": 1, "name": "remove", "options": [{ "name": "name", "type": 3, "value": "su", "focused": true }] }]);
    all.push(around(4, json!({ "id": "1", "name": "corpus", "type": 1, "options": typed })));
    for (id, values) in [
        ("1:d:1:", json!([])),
        ("1:c::devops", json!([])),
        ("1:s::devops", json!([])),
        ("1:a:1:devops in london", json!([])),
        ("1:o::devops", json!([])),
        ("1:n::", json!([])),
        ("1:g::channels", json!(["710000000000000001"])),
        ("1:g::listening", json!(["reply"])),
        ("1:g::more", json!([])),
        ("1:g::hide", json!([])),
        ("1:g::show", json!([])),
        ("1:g::erase", json!([])),
        ("1:g::article-add-1f", json!([])),
        ("1:g::article-cancel-1f", json!([])),
        ("1:v::devops in austin", json!([])),
        ("1:w::2:frob:devops", json!([])),
        ("1:f::", json!(["00000000deadbeef"])),
        ("1:k::2:00000000deadbeef", json!([])),
        ("1:h::1:00000000deadbeef", json!([])),
        ("1:m::1:devops", json!([])),
        ("1:t::2:devops", json!([])),
    ] {
        all.push(around(3, json!({ "custom_id": id, "component_type": 2, "values": values })));
    }
    let field = |name: &str, value: &str| json!({ "type": 1, "components": [{ "type": 4, "custom_id": name, "value": value }] });
    all.push(around(5, json!({ "custom_id": "1:p::", "components": [field("question", "senior devops in Austin"), field("base", "$140k"), field("bonus", "10k"), field("equity", ""), field("second", "165k base")] })));
    all.push(around(
        5,
        json!({ "custom_id": "1:g::form", "components": [field("word", "!pay"), field("currency", "EUR"), field("member", "3"), field("channel", "10")] }),
    ));
    all
}

/// That Discord would take a response.
fn check(response: &Value, sent: &Value) {
    let kind = response["type"].as_u64().unwrap_or_else(|| panic!("no type: {response:#} to {sent:#}"));
    assert!([1, 4, 5, 6, 7, 8, 9].contains(&kind), "{response:#}");
    let data = &response["data"];
    if [4, 7].contains(&kind) {
        let content = data["content"].as_str().unwrap_or_default();
        assert!(!content.is_empty() && content.chars().count() <= 2000, "{response:#} to {sent:#}");
        assert_eq!(data["allowed_mentions"]["parse"], json!([]), "{response:#} to {sent:#}");
        assert!(!content.contains("@everyone") || content.contains("\\@everyone") || content.contains("@\u{200b}everyone"), "{content}");
    }
    if kind == 8 {
        let choices = data["choices"].as_array().expect("choices");
        assert!(
            choices.len() <= 25 && choices.iter().all(|c| c["name"].as_str().is_some_and(|name| (1..=100).contains(&name.chars().count()))),
            "{response:#}"
        );
    }
    let rows = data["components"].as_array().map_or(&[][..], Vec::as_slice);
    assert!(rows.len() <= 5, "{response:#}");
    for part in rows.iter().flat_map(|row| row["components"].as_array().into_iter().flatten()) {
        assert!(part["custom_id"].as_str().is_some_and(|id| (1..=100).contains(&id.chars().count())), "{part:#} to {sent:#}");
    }
}

#[tokio::test]
async fn spoilt_interactions_get_an_answer_that_discord_takes() {
    // Nothing listens there.
    let base = "http://127.0.0.1:9".to_owned();
    let today = || PartialDate { year: 2024, month: Some(12), day: Some(1) };
    let settings = Settings { prefix: Some("!salary".to_owned()), api_base: Some(base), ..Settings::new(Secret::from("token".to_owned()), today) };
    let data = tempfile::tempdir().expect("a folder");
    let (_, empty) = Engine::open(&[data.path().to_owned()], None, &mut |_, _| ()).expect("an engine");
    let library = Library::of(engine(), &empty, Vec::new(), None).with_servers(data.path().to_owned());
    let desk = Desk::new(Arc::new(library), career_store().await, &settings);
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut count = 0;
    for base in sound() {
        for round in 0..ROUNDS {
            let mut sent = base.clone();
            // The first of each kind is as a client sends it.
            if round > 0 {
                spoil(&mut sent, &mut rng);
            }
            let handling = handle(&sent, desk.clone()).await;
            let deferral = handling.deferral.clone();
            let done = handling.work.await;
            check(&done.response, &sent);
            if let Some(deferral) = deferral {
                assert!([5, 6].contains(&deferral["type"].as_u64().unwrap_or(0)), "{deferral}");
                let hidden = |data: &Value| data["flags"].as_u64().unwrap_or(0) & 64;
                // An edit cannot hide what was deferred for all to see.
                assert!(
                    deferral["type"] != 5
                        || done.response["type"] != 4
                        || hidden(&deferral["data"]) >= hidden(&done.response["data"])
                        || done.response["data"]["embeds"].is_null(),
                    "{sent:#}"
                );
            }
            count += 1;
        }
    }
    println!("{count} interactions");
}

const MARKDOWN: &str = "---\ntitle: Our survey\nauthor: A. B.\ndate: 2026-01-02\nurl: https://example.org/a\n---\n# Pay of analysts\n\n| Role | Pay |\n|---|--:|\n| Data analyst | $90,000 – $110,000 |\n| SRE | €70k |\n\n> An SRE in London earns **£80,000** a year [1].\n\n- Junior: $60/hour\n- Senior: 18 LPA\n\n```\n$1\n```\n";
const HTML: &str = "<!doctype html><html><head><title>Pay</title><meta name=\"author\" content=\"A\"><script>var x = '$5';</script></head><body><h1>Pay</h1><p>A data analyst earns <b>$91,234</b> a&nbsp;year &amp; more.</p><table><tr><th>Role<th>Pay</tr><tr><td>SRE<td>&euro;70&#44;000</table><ul><li>Junior: $60/hour<li>Senior</ul></body></html>";

/// Takes out, doubles, swaps and inserts pieces.
fn spoil_text(text: &str, rng: &mut TestRng) -> Vec<u8> {
    const PIECES: [&str; 16] = ["<", ">", "</p>", "<table>", "---\n", "|", "&#x110000;", "\u{0}", "\u{feff}", "$", "9", "\u{202e}", "’", "\n\n", "[", "**"];
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=rng.next_u32() % 12 {
        let at = |rng: &mut TestRng, length: usize| rng.next_u32() as usize % (length + 1);
        let (one, other) = (at(rng, bytes.len()), at(rng, bytes.len()));
        let (from, to) = (one.min(other), one.max(other));
        match rng.next_u32() % 5 {
            0 => drop(bytes.drain(from..to.min(from + 30))),
            1 => bytes.splice(from..from, PIECES[rng.next_u32() as usize % PIECES.len()].bytes().cycle().take(1 + at(rng, 40))).for_each(drop),
            2 if to > from => bytes.swap(from, to - 1),
            3 => {
                let again = bytes[from..to].to_vec();
                bytes.splice(to..to, again).for_each(drop);
            }
            _ => bytes.truncate(to.max(20)),
        }
    }
    bytes
}

#[test]
fn spoilt_files_are_refused_with_a_sentence_or_read() {
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let (mut read, mut refused) = (0, 0);
    for (name, text) in [("a.md", MARKDOWN), ("a.html", HTML), ("a.txt", MARKDOWN), ("page", HTML)] {
        assert!(Engine::propose(name, text.into()).is_ok_and(|article| !article.figures.is_empty()), "{name}");
        for _ in 0..FILES {
            let bytes = spoil_text(text, &mut rng);
            match Engine::propose(name, bytes.clone()) {
                Ok(article) => {
                    read += 1;
                    for figure in &article.figures {
                        assert!(figure.quote.contains(&figure.amount), "{figure:?} of {}", String::from_utf8_lossy(&bytes));
                    }
                    let body = salary_bot::reply::proposed(&article, false);
                    check(&json!({ "type": 4, "data": body }), &Value::Null);
                }
                Err(why) => {
                    refused += 1;
                    assert!(why.ends_with('.') && why.chars().count() < 400, "{why}");
                }
            }
        }
    }
    assert!(read > 100 && refused > 100, "{read} read, {refused} refused");
}
