//! Buttons under replies: who may press them, what they do, and that they need no memory.

use std::time::Duration;

use local_discord::{Id, Interaction, LocalDiscord, Permissions, Place, Setup, defaults};
use serde_json::{Value, json};

use crate::harness::{Bot, SOON, Stage, assert_pings_nobody, assert_says, said};

/// The custom id of the button with that label.
fn button(message: &Value, label: &str) -> String {
    let rows = message["components"].as_array().unwrap_or_else(|| panic!("no buttons: {message:#}"));
    let mut all = rows.iter().flat_map(|row| row["components"].as_array().into_iter().flatten());
    let found = all.find(|b| b["label"].as_str().is_some_and(|l| l.contains(label)));
    found.unwrap_or_else(|| panic!("no `{label}`: {rows:#?}"))["custom_id"].as_str().expect("a custom id").to_owned()
}

fn labels(message: &Value) -> Vec<&str> {
    let rows = message["components"].as_array().into_iter().flatten();
    rows.flat_map(|row| row["components"].as_array().into_iter().flatten()).filter_map(|b| b["label"].as_str()).collect()
}

fn id(message: &Value) -> Id {
    message["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

async fn press(discord: &LocalDiscord, user: Id, message: &Value, label: &str) -> Interaction {
    discord.press(user, id(message), &button(message, label)).expect("pressed")
}

/// Waits until nobody sees that message any more.
async fn gone(discord: &LocalDiscord, message: &Value) {
    let waited = async {
        while discord.messages(defaults::GENERAL).iter().any(|m| m["id"] == message["id"]) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(SOON, waited).await.expect("deleted");
}

#[tokio::test]
async fn a_reply_is_deleted_by_its_asker_and_by_moderators_alone() {
    let stage = Stage::start().await;
    for who in [defaults::MEMBER, defaults::MODERATOR] {
        for reply in [stage.ask("!salary devops").await, stage.slash("salary", json!({ "role": "devops" })).await] {
            let refused = press(&stage.discord, defaults::SECOND_MEMBER, &reply, "Delete").await.message(SOON).await.expect("a line");
            assert!(Interaction::is_ephemeral(&refused) && said(&refused).contains("moderator"), "{refused:#}");
            press(&stage.discord, who, &reply, "Delete").await;
            gone(&stage.discord, &reply).await;
        }
    }
    stage.finish().await;
}

#[tokio::test]
async fn citations_are_plain_text_for_whoever_presses() {
    let stage = Stage::start().await;
    let reply = stage.ask("!salary devops").await;
    let cited = press(&stage.discord, defaults::SECOND_MEMBER, &reply, "citations").await.message(SOON).await.expect("citations");
    assert!(Interaction::is_ephemeral(&cited), "{cited:#}");
    assert_says(&cited, &["```", "$116,000", "Glassdoor", "2024", "https://"]);
    assert_pings_nobody(&cited);
    stage.finish().await;
}

#[tokio::test]
async fn a_hidden_answer_can_be_shared_and_then_deleted() {
    let stage = Stage::start().await;
    let hidden = stage.slash("salary", json!({ "role": "backend developer", "level": "junior", "hide": true })).await;
    assert!(!labels(&hidden).contains(&"Delete"), "an ephemeral reply has its own way: {:?}", labels(&hidden));
    let shared = press(&stage.discord, defaults::MEMBER, &hidden, "Share").await.message(SOON).await.expect("a message for all");
    assert!(!Interaction::is_ephemeral(&shared), "{shared:#}");
    assert_says(&shared, &["$60,000", "$80,000"]);
    assert!(!labels(&shared).contains(&"Share"), "{:?}", labels(&shared));
    press(&stage.discord, defaults::MEMBER, &shared, "Delete").await;
    gone(&stage.discord, &shared).await;
    stage.finish().await;
}

#[tokio::test]
async fn what_can_be_asked_instead_is_one_press_away() {
    let stage = Stage::start().await;
    let reply = stage.ask("!salary devops in portugal").await;
    assert!(!said(&reply).contains("$116,000"), "another country is no answer: {reply:#}");
    let label = labels(&reply).first().map(|l| (*l).to_owned()).expect("a suggestion");
    // Somebody else gets an answer of their own, and the reply stays as it is.
    let other = press(&stage.discord, defaults::SECOND_MEMBER, &reply, &label).await.message(SOON).await.expect("an answer");
    assert!(Interaction::is_ephemeral(&other) && other["id"] != reply["id"], "{other:#}");
    assert_says(&other, &[",000"]);
    // For who asked, the answer takes the place of "no figure".
    let pressed = press(&stage.discord, defaults::MEMBER, &reply, &label).await;
    let own = pressed.message(SOON).await.expect("an answer");
    assert_eq!(own["id"], reply["id"]);
    assert_says(&own, &[",000"]);
    assert!(labels(&own).contains(&"Delete"), "{own:#}");
    stage.finish().await;
}

#[tokio::test]
async fn what_takes_the_place_of_a_hidden_reply_is_hidden_as_well() {
    let stage = Stage::start().await;
    let hidden = stage.slash("salary", json!({ "role": "devops", "location": "portugal", "hide": true })).await;
    let label = labels(&hidden).first().map(|l| (*l).to_owned()).expect("a suggestion");
    let own = press(&stage.discord, defaults::MEMBER, &hidden, &label).await.message(SOON).await.expect("an answer");
    assert!(own["id"] == hidden["id"] && Interaction::is_ephemeral(&own), "{own:#}");
    assert_eq!(labels(&own), ["Why these?", "Copy citations", "As hourly", "In EUR", "Share"], "as under any hidden answer");
    stage.finish().await;
}

#[tokio::test]
async fn a_button_holds_no_offer() {
    let stage = Stage::start().await;
    for reply in [
        stage.ask("!salary is 141k a good offer for a devops engineer?").await,
        stage.slash("salary", json!({ "role": "is 141k a good offer for a devops engineer?", "hide": true })).await,
    ] {
        assert!(!reply["components"].to_string().contains("141"), "{reply:#}");
    }
    // Not read as an offer, and answered with sentences alone.
    let factors = stage.ask("!salary should a devops with 141k negotiate?").await;
    assert!(!factors["components"].to_string().contains("141"), "{factors:#}");
    stage.finish().await;
}

#[tokio::test]
async fn an_offer_that_was_named_in_public_is_checked_in_private() {
    let stage = Stage::start().await;
    let reply = stage.ask("!salary is 141k a good offer for a devops engineer?").await;
    assert!(!said(&reply).contains("141") && said(&reply).contains("$116,000"), "{reply:#}");
    let opened = press(&stage.discord, defaults::SECOND_MEMBER, &reply, "Check privately").await;
    opened.response(SOON).await.expect("a form");
    let sent = stage.discord.submit_modal(defaults::SECOND_MEMBER, &opened, &[("base", "151.5k base")]).expect("sent");
    let placed = sent.message(SOON).await.expect("an answer");
    assert!(Interaction::is_ephemeral(&placed), "{placed:#}");
    assert_says(&placed, &["Only you see this", "35,500 above its low", "20,500 below its high"]);
    let again = press(&stage.discord, defaults::MEMBER, &reply, "Check privately").await;
    again.response(SOON).await.expect("a form");
    let unread = stage.discord.submit_modal(defaults::MEMBER, &again, &[("base", "a lot")]).expect("sent");
    assert_says(&unread.message(SOON).await.expect("a line"), &["could not read the base pay"]);
    stage.finish().await;
}

#[tokio::test]
async fn buttons_work_after_a_restart_and_in_direct_messages() {
    let discord = LocalDiscord::start(Setup::default()).await.expect("a server");
    let bot = Bot::start(&discord, |_| ());
    discord.wait_connected(SOON).await.expect("connected");
    discord.wait_commands(1, SOON).await.expect("commands");
    let run = discord.slash(defaults::MEMBER, Place::Dm, "salary", json!({ "role": "devops" })).expect("allowed");
    let reply = run.message(SOON).await.expect("a response");
    bot.stop().await;
    let bot = Bot::start(&discord, |_| ());
    discord.wait_connected(SOON).await.expect("connected again");
    let cited = press(&discord, defaults::MEMBER, &reply, "citations").await.message(SOON).await.expect("citations");
    assert_says(&cited, &["$116,000"]);
    press(&discord, defaults::MEMBER, &reply, "Delete").await.response(SOON).await.expect("a response");
    bot.stop().await;
    assert!(discord.violations().is_empty(), "{:#?}", discord.violations());
}

/// The picture of a message: what its file is, and what is said about it.
fn picture(discord: &LocalDiscord, message: &Value) -> (Vec<u8>, String) {
    let attachment = &message["attachments"][0];
    let alt = attachment["description"].as_str().unwrap_or_else(|| panic!("no picture: {message:#}")).to_owned();
    (discord.attachment(id(message), 0).expect("a file"), alt)
}

#[tokio::test]
async fn a_comparison_has_a_picture_with_the_same_content_as_text() {
    let stage = Stage::start().await;
    for deferred in [false, true] {
        let stage = if deferred { Stage::with(Setup::default(), |settings| settings.defer_after = Duration::ZERO).await } else { Stage::start().await };
        let reply = stage.slash("compare", json!({ "role1": "devops", "role2": "data engineer" })).await;
        let (png, alt) = picture(&stage.discord, &reply);
        assert!(png.starts_with(b"\x89PNG") && png.len() < 200_000);
        for words in
            ["DevOps engineer, United States: $116,000 – $172,000 [1]", "Data engineer, United States: $109,000 – $161,000 [1]", "USD a year", "Glassdoor"]
        {
            assert!(alt.contains(words), "`{words}` is not in: {alt}");
        }
        stage.finish().await;
    }
    // By a message as well; one figure alone needs none.
    let asked = stage.ask("!salary compare devops and data engineer").await;
    picture(&stage.discord, &asked);
    let one = stage.slash("salary", json!({ "role": "devops" })).await;
    assert!(one["attachments"].as_array().is_none_or(Vec::is_empty), "{one:#}");
    stage.finish().await;
}

#[tokio::test]
async fn without_the_permission_a_message_has_no_picture_and_all_the_rest() {
    let stage = Stage::start().await;
    let least = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS | Permissions::READ_MESSAGE_HISTORY;
    stage.discord.set_bot_permissions(defaults::GENERAL, Some(least)).expect("set");
    let reply = stage.ask("!salary compare devops and data engineer").await;
    assert_says(&reply, &["$116,000", "$109,000"]);
    assert!(reply["attachments"].as_array().is_none_or(Vec::is_empty), "{reply:#}");
    // To a command every application may attach files.
    let reply = stage.slash("compare", json!({ "role1": "devops", "role2": "data engineer" })).await;
    picture(&stage.discord, &reply);
    stage.finish().await;
}
