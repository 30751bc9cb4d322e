//! What moderators choose: the panel, where answers stand and who sees them, cooldowns, pause, listening, cleaning up.

use std::sync::Arc;
use std::time::Duration;

use local_discord::{Channel, Guild, Id, Interaction, Member, Permissions, Setup, User, defaults};
use salary_bot::store::{Choices, Listening, Store};
use serde_json::{Value, json};

use crate::harness::{QUIET, SOON, Stage, assert_pings_nobody, assert_says, career_store, said};

/// A server where nobody chose anything yet.
async fn fresh() -> (Stage, Arc<Store>) {
    let store = Arc::new(Store::in_memory());
    (Stage::with_store(Setup::default(), store.clone(), |_| ()).await, store)
}

/// A server with both channels chosen, and a change.
async fn with(change: impl FnOnce(&mut Choices)) -> (Stage, Arc<Store>) {
    let store = career_store().await;
    store.change(defaults::GUILD, change).await.expect("written");
    (Stage::with_store(Setup::default(), store.clone(), |_| ()).await, store)
}

fn id(message: &Value) -> Id {
    message["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

/// The custom id of the part of a message whose label, placeholder or first option says `words`.
fn part(message: &Value, words: &str) -> String {
    let rows = message["components"].as_array().into_iter().flatten();
    let parts: Vec<&Value> = rows.flat_map(|row| row["components"].as_array().into_iter().flatten()).collect();
    let says = |part: &&&Value| {
        [&part["label"], &part["placeholder"], &part["options"][0]["label"]].iter().any(|text| text.as_str().is_some_and(|t| t.contains(words)))
    };
    parts.iter().find(says).unwrap_or_else(|| panic!("no `{words}`: {parts:#?}"))["custom_id"].as_str().expect("a custom id").to_owned()
}

impl Stage {
    async fn settings(&self, user: Id, subcommand: &str) -> Value {
        let run = self.discord.slash(user, defaults::GENERAL, &format!("settings {subcommand}"), json!({})).expect("allowed");
        run.message(SOON).await.expect("a response")
    }

    async fn press(&self, user: Id, panel: &Value, words: &str) -> Value {
        let pressed = self.discord.press(user, id(panel), &part(panel, words)).expect("pressed");
        pressed.message(SOON).await.expect("a response")
    }

    async fn pick(&self, panel: &Value, words: &str, values: &[&str]) -> Value {
        let picked = self.discord.select(defaults::MODERATOR, id(panel), &part(panel, words), values).expect("picked");
        picked.message(SOON).await.expect("a response")
    }
}

#[tokio::test]
async fn until_channels_are_chosen_answers_are_hidden_and_nothing_else_is_answered() {
    let (stage, _) = fresh().await;
    let hidden = stage.slash("salary", json!({ "role": "devops" })).await;
    assert!(Interaction::is_ephemeral(&hidden), "{hidden:#}");
    assert_says(&hidden, &["$116,000", "no channel is chosen", "/settings view"]);
    let labels = said(&hidden);
    assert!(!labels.contains("Share"), "there is nowhere to share it: {labels}");
    for words in ["!salary devops", &format!("<@{}> what does a devops make?", defaults::BOT)] {
        let asked = stage.say(words);
        stage.discord.expect_silence(defaults::GENERAL, asked, QUIET).await.expect("silence");
    }
    // Direct messages are nobody's channel.
    let asked = stage.discord.say_dm(defaults::MEMBER, "devops pay?").expect("said");
    let dm = stage.discord.dm_channel(defaults::MEMBER).expect("a channel");
    assert_says(&stage.discord.wait_for_message(dm, asked, SOON).await.expect("a reply"), &["$116,000"]);
    stage.finish().await;
}

#[tokio::test]
async fn who_brings_the_bot_along_alone_sees_its_answers() {
    let lobby = defaults::GENERAL + 50;
    let elsewhere = Guild {
        id: defaults::GUILD + 50,
        name: "Elsewhere".to_owned(),
        roles: Vec::new(),
        channels: vec![Channel::text(lobby, "lobby")],
        members: vec![Member::new(User::new(defaults::MEMBER, "ada"))],
        ..Guild::default()
    };
    let stage = Stage::with(Setup::default().foreign_guild(elsewhere).user_install(defaults::MEMBER), |_| ()).await;
    let run = stage.discord.slash(defaults::MEMBER, lobby, "salary", json!({ "role": "devops" })).expect("allowed");
    let hidden = run.message(SOON).await.expect("a response");
    assert!(Interaction::is_ephemeral(&hidden), "{hidden:#}");
    assert_says(&hidden, &["$116,000"]);
    // Nobody there could choose a channel.
    assert!(!said(&hidden).contains("/settings") && !said(&hidden).contains("Share"), "{hidden:#}");
    stage.finish().await;
}

#[tokio::test]
async fn a_moderator_chooses_the_career_channels_in_the_panel() {
    let (stage, store) = fresh().await;
    let panel = stage.settings(defaults::MODERATOR, "view").await;
    assert!(Interaction::is_ephemeral(&panel), "{panel:#}");
    assert_says(&panel, &["Career channels: none yet", "Prefix: `!salary`", "Listening: off", "Message Content", "10,000 users", "3 public answers"]);
    let panel = stage.pick(&panel, "Career channels", &[&defaults::GENERAL.to_string()]).await;
    assert_says(&panel, &[&format!("Career channels: <#{}>", defaults::GENERAL)]);
    assert_eq!(store.read(defaults::GUILD).await.expect("read").channels, [defaults::GENERAL]);
    let shown = stage.slash("salary", json!({ "role": "devops" })).await;
    assert!(!Interaction::is_ephemeral(&shown), "{shown:#}");
    assert_says(&stage.ask("!salary devops").await, &["$116,000"]);
    let elsewhere = stage.discord.slash(defaults::MEMBER, defaults::OTHER, "salary", json!({ "role": "devops" })).expect("allowed");
    let elsewhere = elsewhere.message(SOON).await.expect("a response");
    assert!(Interaction::is_ephemeral(&elsewhere), "{elsewhere:#}");
    assert_says(&elsewhere, &[&format!("<#{}>", defaults::GENERAL)]);
    assert_pings_nobody(&elsewhere);
    stage.finish().await;
}

#[tokio::test]
async fn a_thread_of_a_career_channel_is_one() {
    let (stage, _) = with(|choices| choices.channels = vec![defaults::GENERAL]).await;
    let there = stage.discord.open_thread(defaults::MEMBER, defaults::GENERAL, None, "pay").expect("a thread");
    let other = stage.discord.open_thread(defaults::MEMBER, defaults::OTHER, None, "pay").expect("a thread");
    for (thread, open) in [(there, true), (other, false)] {
        let run = stage.discord.slash(defaults::MEMBER, thread, "salary", json!({ "role": "devops" })).expect("allowed");
        assert_eq!(Interaction::is_ephemeral(&run.message(SOON).await.expect("a response")), !open);
        let asked = stage.discord.say(defaults::MEMBER, thread, "!salary devops").expect("said");
        if open {
            assert_says(&stage.discord.wait_for_message(thread, asked, SOON).await.expect("a reply"), &["$116,000"]);
        } else {
            stage.discord.expect_silence(thread, asked, QUIET).await.expect("silence");
        }
    }
    stage.finish().await;
}

#[tokio::test]
async fn settings_are_for_who_may_manage_the_server() {
    let (stage, store) = fresh().await;
    let refused = stage.discord.slash(defaults::MEMBER, defaults::GENERAL, "settings view", json!({}));
    assert!(refused.is_err(), "Discord itself does not offer it to members");
    let forged = json!({ "id": "1", "name": "settings", "type": 1, "options": [{ "type": 1, "name": "pause", "options": [] }] });
    let run = stage.discord.slash_raw(defaults::MEMBER, defaults::GENERAL, forged).expect("sent");
    let told = run.message(SOON).await.expect("a response");
    assert!(Interaction::is_ephemeral(&told));
    assert_says(&told, &["manage this server", "Ask a moderator"]);
    // A custom id of the panel, sent by somebody who may not.
    let reply = stage.slash("salary", json!({ "role": "devops" })).await;
    for what in ["pause", "erase", "channels", "form", "more"] {
        let pressed = stage.discord.press_raw(defaults::MEMBER, id(&reply), &format!("1:g::{what}")).expect("pressed");
        let told = pressed.message(SOON).await.expect("a response");
        assert!(Interaction::is_ephemeral(&told));
        assert_says(&told, &["manage this server"]);
    }
    assert_eq!(*store.read(defaults::GUILD).await.expect("read"), Choices::default());
    let panel = stage.settings(defaults::MODERATOR, "view").await;
    for forged in ["1:g::", "1:g::nothing", "1:g::listening", "1:g::channels:1"] {
        let pressed = stage.discord.press_raw(defaults::MODERATOR, id(&panel), forged).expect("pressed");
        assert_says(&pressed.message(SOON).await.expect("a response"), &["expired"]);
    }
    stage.finish().await;
}

#[tokio::test]
async fn a_paused_bot_says_nothing_until_it_may_again() {
    let (stage, _) = with(|_| ()).await;
    assert_says(&stage.settings(defaults::MODERATOR, "pause").await, &["paused", "/settings resume"]);
    let told = stage.slash("salary", json!({ "role": "devops" })).await;
    assert!(Interaction::is_ephemeral(&told));
    assert_says(&told, &["paused"]);
    let asked = stage.say("!salary devops");
    stage.discord.expect_silence(defaults::GENERAL, asked, QUIET).await.expect("silence");
    let panel = stage.settings(defaults::MODERATOR, "view").await;
    assert_says(&panel, &["Paused", "Go on"]);
    assert_says(&stage.press(defaults::MODERATOR, &panel, "Go on").await, &["Career channels"]);
    assert_says(&stage.ask("!salary devops").await, &["$116,000"]);
    stage.settings(defaults::MODERATOR, "pause").await;
    stage.settings(defaults::MODERATOR, "resume").await;
    assert_says(&stage.ask("!salary devops").await, &["$116,000"]);
    stage.finish().await;
}

#[tokio::test]
async fn answers_are_hidden_where_moderators_want_that_unless_the_asker_says_otherwise() {
    let (stage, _) = with(|_| ()).await;
    let panel = stage.settings(defaults::MODERATOR, "view").await;
    assert_says(&stage.press(defaults::MODERATOR, &panel, "Hide answers").await, &["only their asker sees", "Show answers to all"]);
    let hidden = stage.slash("salary", json!({ "role": "devops" })).await;
    assert!(Interaction::is_ephemeral(&hidden) && said(&hidden).contains("Share"), "{hidden:#}");
    let shown = stage.slash("salary", json!({ "role": "devops", "hide": false })).await;
    assert!(!Interaction::is_ephemeral(&shown), "{shown:#}");
    stage.finish().await;
}

#[tokio::test]
async fn beyond_the_cooldown_slash_answers_are_hidden_and_the_rest_is_silence() {
    let (stage, _) = with(|choices| (choices.per_member, choices.per_channel) = (3, 10)).await;
    for _ in 0..3 {
        assert_says(&stage.ask("!salary devops").await, &["$116,000"]);
    }
    let asked = stage.say("!salary devops");
    stage.discord.expect_silence(defaults::GENERAL, asked, QUIET).await.expect("silence");
    let hidden = stage.slash("salary", json!({ "role": "devops" })).await;
    assert!(Interaction::is_ephemeral(&hidden));
    assert_says(&hidden, &["$116,000", "within the last minute"]);
    let shared = stage.press(defaults::MEMBER, &hidden, "Share").await;
    assert!(Interaction::is_ephemeral(&shared), "sharing is a public answer as well: {shared:#}");
    let other = stage.discord.say(defaults::SECOND_MEMBER, defaults::GENERAL, "!salary devops").expect("said");
    assert_says(&stage.reply(other).await, &["$116,000"]);
    stage.finish().await;
}

#[tokio::test]
async fn the_form_takes_a_prefix_a_currency_and_limits_and_says_what_is_wrong() {
    let (stage, store) = with(|_| ()).await;
    let panel = stage.settings(defaults::MODERATOR, "view").await;
    let open = async || {
        let form = stage.discord.press(defaults::MODERATOR, id(&panel), &part(&panel, "limits")).expect("pressed");
        form.response(SOON).await.expect("a form");
        form
    };
    let send = async |fields: &[(&str, &str)]| {
        let form = open().await;
        stage.discord.submit_modal(defaults::MODERATOR, &form, fields).expect("sent").message(SOON).await.expect("a response")
    };
    for (field, value, why) in [
        ("word", "two words", "no spaces"),
        ("word", "/pay", "does not begin"),
        ("currency", "XXX", "I can convert to"),
        ("member", "0", "whole number"),
        ("channel", "99", "whole number"),
        ("channel", "x", "whole number"),
    ] {
        let told = send(&[(field, value)]).await;
        assert!(Interaction::is_ephemeral(&told));
        assert_says(&told, &["Nothing was changed", why]);
    }
    let told = send(&[("word", "?pay"), ("currency", "eur"), ("member", "5"), ("channel", "20")]).await;
    assert_says(&told, &["`?pay`", "EUR", "5 public answers", "20 in one"]);
    let choices = store.read(defaults::GUILD).await.expect("read");
    assert_eq!((choices.word.as_deref(), choices.currency.as_deref(), choices.per_member, choices.per_channel), (Some("?pay"), Some("EUR"), 5, 20));
    let reply = stage.ask("?pay devops").await;
    assert_says(&reply, &["$116,000", "EUR", "ECB"]);
    let asked = stage.say("!salary devops");
    stage.discord.expect_silence(defaults::GENERAL, asked, QUIET).await.expect("the operator's prefix is replaced");
    stage.finish().await;
}

#[tokio::test]
async fn without_the_intent_prefix_and_listening_cannot_be_chosen() {
    let store = career_store().await;
    store.change(defaults::GUILD, |choices| choices.listening = Listening::Reply).await.expect("written");
    let stage = Stage::with_store(Setup::default().privileged(0), store, |_| ()).await;
    let panel = stage.settings(defaults::MODERATOR, "view").await;
    assert_says(&panel, &["Prefix and listening: not to be had", "Message Content", "developer portal", "10,000 users"]);
    let asked = stage.say("what does a devops engineer make?");
    stage.discord.expect_silence(defaults::GENERAL, asked, QUIET).await.expect("silence");
    for what in ["listening", "prefix-on"] {
        let pressed = stage.discord.press_raw(defaults::MODERATOR, id(&panel), &format!("1:g::{what}")).expect("pressed");
        assert_says(&pressed.message(SOON).await.expect("a response"), &["not to be had"]);
    }
    stage.finish().await;
}

#[tokio::test]
async fn a_listening_bot_answers_clear_questions_once_and_nothing_else() {
    let (stage, _) = with(|_| ()).await;
    let asked = stage.say("what does a devops engineer make?");
    stage.discord.expect_silence(defaults::GENERAL, asked, QUIET).await.expect("it does not listen by itself");
    let panel = stage.settings(defaults::MODERATOR, "view").await;
    assert_says(&stage.pick(&panel, "Listening", &["reply"]).await, &["get a reply"]);
    assert_says(&stage.slash("privacy", json!({})).await, &["let me listen"]);
    let first = stage.say("what does a devops engineer make?");
    let reply = stage.reply(first).await;
    assert_says(&reply, &["$116,000"]);
    assert_eq!(reply["message_reference"]["message_id"], first.to_string());
    // The same question again within a day gets a link.
    let again = stage.discord.say(defaults::SECOND_MEMBER, defaults::GENERAL, "How much do devops engineers earn?").expect("said");
    let link = stage.reply(again).await;
    assert_says(&link, &["answered today", &format!("/{}/{}/{}", defaults::GUILD, defaults::GENERAL, id(&reply))]);
    assert!(!said(&link).contains("$116,000"));
    // What is meant for somebody, or is no question about pay.
    for words in [
        format!("<@{}> what does a data engineer make?", defaults::SECOND_MEMBER),
        "our devops budget is 40k this quarter".to_owned(),
        "what do devops engineers do all day?".to_owned(),
        "👍".to_owned(),
        "plumber pay in oslo?".to_owned(),
    ] {
        let asked = stage.say(&words);
        stage.discord.expect_silence(defaults::GENERAL, asked, QUIET).await.unwrap_or_else(|e| panic!("{words}: {e}"));
    }
    let to_somebody = stage.discord.reply_to(defaults::SECOND_MEMBER, first, "and how much does a data engineer make?").expect("said");
    stage.discord.expect_silence(defaults::GENERAL, to_somebody, QUIET).await.expect("silence");
    stage.finish().await;
}

#[tokio::test]
async fn listening_answers_in_a_thread_or_without_the_permission_as_a_reply() {
    let (stage, _) = with(|choices| choices.listening = Listening::Thread).await;
    let asked = stage.say("what does a devops engineer make?");
    // Discord gives a thread the id of the message that it begins at.
    let answered = async {
        while !stage.discord.messages(asked).iter().any(|message| said(message).contains("$116,000")) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(SOON, answered).await.expect("an answer in the thread");
    stage.discord.expect_silence(defaults::GENERAL, asked, QUIET).await.expect("the channel stays as it was");
    assert!(stage.discord.channel(asked).is_some_and(|thread| thread["name"].as_str().is_some_and(|name| name.contains("DevOps"))));
    stage.finish().await;

    let (stage, _) = with(|choices| choices.listening = Listening::Thread).await;
    let least = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS | Permissions::READ_MESSAGE_HISTORY;
    stage.discord.set_bot_permissions(defaults::GENERAL, Some(least)).expect("set");
    assert_says(&stage.ask("what does a devops engineer make?").await, &["$116,000"]);
    stage.finish().await;
}

#[tokio::test]
async fn the_last_hour_is_cleaned_up_and_nothing_of_others() {
    let (stage, _) = with(|_| ()).await;
    for _ in 0..3 {
        stage.ask("!salary devops").await;
    }
    let elsewhere = stage.discord.say(defaults::MEMBER, defaults::OTHER, "!salary devops").expect("said");
    stage.discord.wait_for_message(defaults::OTHER, elsewhere, SOON).await.expect("a reply");
    let run = stage.discord.slash(defaults::MODERATOR, defaults::GENERAL, "settings clean-up", json!({})).expect("allowed");
    let first = run.message(SOON).await.expect("a response");
    assert!(Interaction::is_ephemeral(&first));
    let done = async {
        while !run.message(SOON).await.is_ok_and(|message| said(&message).contains("deleted 4 messages")) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(SOON, done).await.expect("told how much");
    let me = defaults::BOT.to_string();
    for channel in [defaults::GENERAL, defaults::OTHER] {
        let left = stage.discord.messages(channel);
        assert!(!left.is_empty() && left.iter().all(|message| message["author"]["id"] != me), "{left:#?}");
    }
    stage.finish().await;
}

#[tokio::test]
async fn erasing_needs_a_second_press_and_leaves_the_defaults() {
    let (stage, store) = with(|_| ()).await;
    let mydata = stage.slash("mydata", json!({})).await;
    assert!(Interaction::is_ephemeral(&mydata));
    assert_says(&mydata, &["Of you I keep nothing", "the settings that its moderators changed", "30 days"]);
    let sure = stage.settings(defaults::MODERATOR, "erase").await;
    assert_says(&sure, &["cannot be undone"]);
    assert!(!store.read(defaults::GUILD).await.expect("read").channels.is_empty());
    assert_says(&stage.press(defaults::MODERATOR, &sure, "Erase").await, &["erased"]);
    assert_eq!(*store.read(defaults::GUILD).await.expect("read"), Choices::default());
    assert_says(&stage.slash("mydata", json!({})).await, &["Of this server I keep no setting"]);
    stage.finish().await;
}

#[tokio::test]
async fn a_question_that_is_deleted_takes_its_reply_along() {
    let stage = Stage::start().await;
    let asked = stage.say("!salary devops");
    let reply = stage.reply(asked).await;
    stage.discord.delete_message(asked).expect("deleted");
    let gone = async {
        while stage.discord.message(id(&reply)).is_some() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(SOON, gone).await.expect("the reply goes too");
    stage.finish().await;
}

#[tokio::test]
async fn who_goes_on_from_a_question_need_not_repeat_it() {
    let stage = Stage::start().await;
    stage.ask(&format!("<@{}> how much does a senior backend developer make?", defaults::BOT)).await;
    assert_says(&stage.ask(&format!("<@{}> and in London?", defaults::BOT)).await, &["London", "£70,000"]);
    // By a reply to the answer, which mentions nobody.
    let answer = stage.ask("!salary backend developer").await;
    let more = stage.discord.reply_to(defaults::SECOND_MEMBER, id(&answer), "what about juniors?").expect("said");
    assert_says(&stage.reply(more).await, &["$60,000"]);
    let thanks = stage.discord.reply_to(defaults::SECOND_MEMBER, id(&answer), "nice, thank you!").expect("said");
    stage.discord.expect_silence(defaults::GENERAL, thanks, QUIET).await.expect("silence");
    // After a slash command too.
    stage.slash("salary", json!({ "role": "devops" })).await;
    assert_says(&stage.ask(&format!("<@{}> and data engineers?", defaults::BOT)).await, &["$109,000"]);
    stage.finish().await;
}
