//! What is behind the buttons of an answer: sheets of further figures, the same by level or by place, and why these.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use local_discord::{Id, Interaction, LocalDiscord, Setup, defaults};
use salary_bot::answer::{Asked, Kind};
use salary_bot::engine::{Engine, Library, Response};
use salary_bot::question::Via;
use serde_json::{Value, json};

use crate::harness::{Bot, SOON, assert_pings_nobody, assert_says, career_store, said};

/// Ten yearly figures of one role, by four levels and in three places, and one by the hour.
const ARTICLE: &str = "---
title: Data scientist pay
publisher: Fixture Weekly
published: 2024-03-10
---

## Data scientist salary by level

- Junior data scientists in Austin earn $90,000 – $110,000 a year.
- Junior data scientists in Seattle earn $95,000 – $115,000 a year.
- Junior data scientists in Boston earn $93,000 – $113,000 a year.
- Mid-level data scientists in Austin earn $111,000 – $131,000 a year.
- Mid-level data scientists in Seattle earn $116,000 – $136,000 a year.
- Senior data scientists in Austin earn $132,000 – $160,000 a year.
- Senior data scientists in Seattle earn $140,000 – $170,000 a year.
- Senior data scientists in Boston earn $135,000 – $165,000 a year.
- Lead data scientists in Austin earn $171,000 – $190,000 a year.
- Lead data scientists in Seattle earn $175,000 – $195,000 a year.
- Data scientists in Austin earn $55 – $70 an hour.
";

fn engine() -> Engine {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("2024-data-scientist-pay.md"), ARTICLE).expect("written");
    Engine::open(&[folder.path().to_owned()], None, &mut |_, _| ()).expect("an engine").0
}

fn asked() -> Asked {
    Asked { today: "2024-12-01".parse().expect("a date"), via: Via::Slash, private: true, currency: None }
}

/// What tells a figure from another: where no side has figures of its own, both may have the same.
fn figures(response: &Response) -> Vec<(String, u32, Option<usize>)> {
    response.answer.figures.iter().map(|c| (c.article.path.clone(), c.record.figure.span.start, c.side)).collect()
}

/// What the answers behind the buttons must be, whatever the question.
fn check(engine: &Engine, text: &str) -> (usize, usize, usize) {
    let asked = Asked { today: "2026-11-22".parse().expect("a date"), ..asked() };
    let response = engine.answer(text, asked).expect("answered");
    let response = engine.with_ways(response, asked).expect("read");
    let ways = &response.ways;
    let mut sheets = 0;
    if let (Some(first), Some(again)) = (ways.more, engine.again(&response.question)) {
        let mut given: BTreeSet<(String, u32, Option<usize>)> = figures(&response).into_iter().collect();
        let mut sheet = engine.sheet(&again, first, asked).expect("read").unwrap_or_else(|| panic!("{text}: nothing further"));
        for number in first + 1.. {
            sheets += 1;
            let these = figures(&sheet.response);
            assert!(!these.is_empty(), "{text}: an empty sheet");
            for figure in these {
                assert!(given.insert(figure.clone()), "{text}: {figure:?} a second time");
            }
            let next = engine.sheet(&again, number, asked).expect("read");
            assert_eq!(sheet.more, next.is_some(), "{text}: sheet {number}");
            let Some(next) = next else { break };
            sheet = next;
        }
    }
    let mut compared = 0;
    for (text, by_level) in [(&ways.by_level, true), (&ways.by_place, false)].into_iter().filter_map(|(text, by)| text.as_ref().map(|text| (text, by))) {
        compared += 1;
        let other = engine.answer(text, asked).expect("answered").answer;
        let sides: BTreeSet<usize> = other.figures.iter().filter_map(|c| c.side).collect();
        assert!(other.kind == Kind::Comparison && sides.len() >= 2 && sides.len() == other.sides.len() && sides.len() <= 4, "{text}: {:?}", other.sides);
        assert!(other.widened.iter().all(|w| w.slot != if by_level { "level" } else { "location" }), "{text}: {:?}", other.widened);
        let named = |c: &salary_bot::answer::Cited| if by_level { c.record.figure.level.is_some() } else { c.record.figure.place.is_some() };
        assert!(!by_level || other.figures.iter().all(named), "{text}");
    }
    if let Some((period, text)) = &ways.period {
        let other = engine.answer(text, asked).expect("answered").answer;
        assert!(other.figures.iter().any(|c| c.record.figure.period == Some(*period)) || !other.derived.is_empty(), "{text}: {other:#?}");
    }
    if let Some((currency, text)) = &ways.currency {
        let other = engine.answer(text, asked).expect("answered").answer;
        assert!(other.figures.iter().any(|c| c.record.figure.currency == Some(*currency)) || !other.derived.is_empty(), "{text}: {other:#?}");
    }
    let mut counted = 0;
    if let Some(again) = engine.again(&response.question).filter(|_| matches!(response.answer.kind, Kind::Pay | Kind::Comparison | Kind::NoFigures)) {
        let reasons = engine.reasons(&again, asked).expect("answered");
        for side in &reasons.considered {
            counted += 1;
            assert_eq!(side.of_role.0, side.fit + side.left.iter().map(|(_, count)| count).sum::<usize>(), "{text}: {side:?}");
            assert_eq!(side.fit, side.shown + side.repeated + side.no_room + side.unread, "{text}: {side:?}");
        }
        let shown: usize = reasons.considered.iter().map(|side| side.shown).sum();
        assert_eq!(shown, response.answer.figures.len(), "{text}: {:?}", reasons.considered);
        assert_eq!(figures(&reasons.response), figures(&response), "{text}: the same question has the same answer");
    }
    (sheets, compared, counted)
}

#[test]
fn behind_every_button_is_what_it_says() {
    let mut all = (0, 0, 0);
    for folder in ["corpus", "tests/fixtures/articles"] {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
        let (engine, _) = Engine::open(&[folder], None, &mut |_, _| {}).expect("an engine");
        let roles: Vec<String> = engine.summary().roles.iter().map(|(name, _)| name.clone()).collect();
        for role in &roles {
            let pair = roles.first().filter(|other| *other != role).map(|other| format!("{role} vs {other}"));
            let levels = format!("junior vs mid vs senior {role}");
            let texts =
                [role.clone(), format!("senior {role}"), format!("{role} in London"), format!("average {role} with 5 years"), format!("hourly {role}"), levels];
            for text in texts.into_iter().chain(pair) {
                let (sheets, compared, counted) = check(&engine, &text);
                all = (all.0 + sheets, all.1 + compared, all.2 + counted);
            }
        }
    }
    assert!(all.0 > 100 && all.1 > 2 && all.2 > 200, "sheets, comparisons, reasons: {all:?}");
}

#[test]
fn which_ways_lead_on_from_which_answer() {
    let engine = engine();
    for (text, want) in [
        ("data scientist", "2 | junior vs mid vs senior vs lead Data scientist | Data scientist in Austin vs Seattle vs Boston | hourly | EUR"),
        ("senior data scientist", "- | - | senior Data scientist in Austin vs Seattle vs Boston | hourly | EUR"),
        ("data scientist in austin", "- | junior vs mid vs senior vs lead Data scientist in Austin | - | hourly | EUR"),
        ("senior data scientist in austin", "- | - | - | hourly | EUR"),
        ("hourly data scientist", "- | - | - | yearly | EUR"),
        (
            "data scientist in eur",
            "2 | junior vs mid vs senior vs lead Data scientist in EUR | Data scientist in Austin vs Seattle vs Boston in EUR | hourly | -",
        ),
        ("junior vs senior data scientist", "- | - | - | hourly | EUR"),
        ("junior vs senior vs lead data scientist", "2 | - | - | hourly | EUR"),
        ("data scientist in portugal", "- | - | - | - | -"),
        ("is 140k a good offer for a data scientist?", "- | - | - | - | -"),
        ("plumber", "- | - | - | - | -"),
    ] {
        let response = engine.with_ways(engine.answer(text, asked()).expect("answered"), asked()).expect("read");
        let ways = response.ways;
        let or = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let got = [
            or(ways.more.map(|sheet| sheet.to_string())),
            or(ways.by_level),
            or(ways.by_place),
            or(ways.period.map(|(period, _)| period.adjective().to_owned())),
            or(ways.currency.map(|(currency, _)| currency.to_string())),
        ];
        assert_eq!(got.join(" | "), want, "{text}");
    }
}

fn id(message: &Value) -> Id {
    message["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

fn buttons(message: &Value) -> Vec<(&str, &str)> {
    let rows = message["components"].as_array().into_iter().flatten();
    let all = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    all.filter_map(|b| b["label"].as_str().zip(b["custom_id"].as_str())).collect()
}

async fn press(discord: &LocalDiscord, user: Id, message: &Value, label: &str) -> Value {
    let custom_id = buttons(message).into_iter().find(|(l, _)| *l == label).unwrap_or_else(|| panic!("no `{label}`: {message:#}")).1;
    let answer = discord.press(user, id(message), custom_id).expect("pressed").message(SOON).await.expect("an answer");
    assert!(Interaction::is_ephemeral(&answer), "{answer:#}");
    assert_pings_nobody(&answer);
    answer
}

#[tokio::test]
async fn everybody_gets_sheets_of_their_own_after_a_restart_as_well() {
    let discord = LocalDiscord::start(Setup::default()).await.expect("a server");
    let library = Arc::new(Library::new(Arc::new(engine())));
    let bot = Bot::start_on(&discord, library.clone(), career_store().await);
    discord.wait_connected(SOON).await.expect("connected");
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "!salary data scientist zorblax").expect("said");
    let reply = discord.wait_for_message(defaults::GENERAL, asked, SOON).await.expect("a reply");
    let labels: Vec<&str> = buttons(&reply).into_iter().map(|(label, _)| label).collect();
    assert_eq!(labels, ["More quotes", "By level", "By place", "Why these?", "Copy citations", "As hourly", "In EUR", "Delete"]);
    assert!(!reply["components"].to_string().contains("zorblax"), "what nobody knows is not for all: {reply:#}");
    bot.stop().await;
    let bot = Bot::start_on(&discord, library, career_store().await);
    discord.wait_connected(SOON).await.expect("connected again");
    for user in [defaults::SECOND_MEMBER, defaults::MEMBER] {
        let sheet = press(&discord, user, &reply, "More quotes").await;
        assert!(sheet["id"] != reply["id"]);
        assert_says(&sheet, &["Figures 7 to 9", "**$140,000 – $170,000**", "> Senior data scientists in Seattle", "Data scientist pay, Fixture Weekly"]);
        let next = press(&discord, user, &sheet, "Next ›").await;
        assert_eq!(next["id"], sheet["id"], "a sheet turns in its place");
        assert_says(&next, &["Figure 10", "$175,000"]);
        assert_eq!(buttons(&next).into_iter().map(|(label, _)| label).collect::<Vec<_>>(), ["‹ Back"]);
        let back = press(&discord, user, &next, "‹ Back").await;
        assert_eq!((said(&back), &back["id"]), (said(&sheet), &sheet["id"]));
    }
    let levels = press(&discord, defaults::SECOND_MEMBER, &reply, "By level").await;
    assert_says(&levels, &["junior", "lead", "$90,000 – $110,000", "$171,000 – $190,000"]);
    assert!(levels["attachments"][0]["description"].as_str().is_some_and(|alt| alt.contains("lead")), "{levels:#}");
    let places = press(&discord, defaults::MEMBER, &reply, "By place").await;
    assert_says(&places, &["Austin", "Boston", "Seattle"]);
    let hourly = press(&discord, defaults::MEMBER, &reply, "As hourly").await;
    assert_says(&hourly, &["$55 – $70"]);
    let euro = press(&discord, defaults::MEMBER, &reply, "In EUR").await;
    assert_says(&euro, &["EUR per USD", "$90,000 – $110,000"]);
    let why = press(&discord, defaults::SECOND_MEMBER, &reply, "Why these?").await;
    assert_says(
        &why,
        &[
            "Understood: Data scientist.",
            "Not understood: 1 word of the question.",
            "11 figures of this role, in 1 article.",
            "Left out: 1 by another period.",
            "10 fit: 6 shown, 4 not shown for want of room.",
            "Low confidence: no named origin.",
        ],
    );
    // Nobody changed what all see, and a sheet's button under it gives a sheet of one's own.
    let raw = discord.press_raw(defaults::SECOND_MEMBER, id(&reply), "1:t::2:data scientist").expect("pressed").message(SOON).await.expect("a sheet");
    assert!(Interaction::is_ephemeral(&raw) && raw["id"] != reply["id"], "{raw:#}");
    let now = discord.messages(defaults::GENERAL).into_iter().find(|m| m["id"] == reply["id"]).expect("it is there");
    assert_eq!((said(&now), &now["components"]), (said(&reply), &reply["components"]));
    for custom_id in ["1:m::devops", "1:t::02:devops", "1:w::devops", "1:v::", "0:v::devops", "1:x::2:devops"] {
        let told = discord.press_raw(defaults::SECOND_MEMBER, id(&reply), custom_id).expect("pressed").message(SOON).await.expect("a line");
        assert!(Interaction::is_ephemeral(&told) && said(&told) == "This button has expired. Ask again.", "{custom_id}: {told:#}");
    }
    let none = discord.press_raw(defaults::MEMBER, id(&reply), "1:m::77:data scientist").expect("pressed").message(SOON).await.expect("a line");
    assert_says(&none, &["There is no more"]);
    // Where its writer alone sees it, what was left over is told.
    let hidden = discord.slash(defaults::MEMBER, defaults::GENERAL, "salary", json!({ "role": "data scientist zorblax", "hide": true })).expect("allowed");
    let hidden = hidden.message(SOON).await.expect("an answer");
    let why = press(&discord, defaults::MEMBER, &hidden, "Why these?").await;
    assert_says(&why, &["Not understood: “zorblax”."]);
    bot.stop().await;
    assert!(discord.complaints().is_empty(), "{:#?}", discord.complaints());
}
