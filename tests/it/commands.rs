//! Slash commands: what is registered, answers, autocomplete, data that no client of Discord's would send.

use std::time::Duration;

use local_discord::{Interaction, LocalDiscord, Place, Setup, defaults};
use salary_bot::discord::{Settings, register};
use serde_json::{Value, json};

use crate::harness::{Bot, SOON, Stage, assert_pings_nobody, assert_says, said};

fn names(choices: &[Value]) -> Vec<&str> {
    choices.iter().filter_map(|choice| choice["name"].as_str()).collect()
}

#[tokio::test]
async fn salary_answers_with_the_figure_and_its_sentence() {
    let stage = Stage::start().await;
    let reply = stage.slash("salary", json!({ "role": "devops" })).await;
    assert_says(&reply, &["$116,000", "$172,000", "Glassdoor", "a DevOps engineer in the United States earns"]);
    assert!(!Interaction::is_ephemeral(&reply));
    assert_pings_nobody(&reply);
    stage.finish().await;
}

#[tokio::test]
async fn salary_takes_level_place_and_years() {
    let stage = Stage::start().await;
    let reply = stage.slash("salary", json!({ "role": "backend developer", "level": "junior" })).await;
    assert_says(&reply, &["$60,000", "$80,000"]);
    assert!(!said(&reply).contains("£70,000"), "{reply:#}");
    let reply = stage.slash("salary", json!({ "role": "backend developer", "level": "senior", "location": "London", "years": 7 })).await;
    assert_says(&reply, &["£70,000", "£95,000"]);
    stage.finish().await;
}

#[tokio::test]
async fn compare_sets_roles_beside_each_other() {
    let stage = Stage::start().await;
    let reply = stage.slash("compare", json!({ "role1": "devops", "role2": "data engineer" })).await;
    assert_says(&reply, &["$116,000", "$172,000", "$109,000", "$161,000"]);
    assert_pings_nobody(&reply);
    let reply = stage.slash("compare", json!({ "role1": "devops", "role2": "DevOps" })).await;
    assert!(Interaction::is_ephemeral(&reply), "one role is nothing to compare: {reply:#}");
    stage.finish().await;
}

#[tokio::test]
async fn sources_and_help_say_what_is_there() {
    let stage = Stage::start().await;
    let sources = stage.slash("sources", json!({})).await;
    assert_says(&sources, &["articles", "Glassdoor", "2024"]);
    let help = stage.slash("help", json!({})).await;
    assert_says(&help, &["/salary role:", "/compare role1:", "!salary "]);
    let about = stage.slash("about", json!({})).await;
    assert_says(&about, &["salary-bot 0.", "articles", "make up no number"]);
    assert!([&sources, &help, &about].into_iter().all(Interaction::is_ephemeral));
    // The example has to be one that the corpus answers.
    let text = said(&help);
    let example = text.lines().find_map(|line| line.split_once("/salary role:")).expect("an example").1;
    assert_says(&stage.slash("salary", json!({ "role": example })).await, &[",000"]);
    stage.finish().await;
}

#[tokio::test]
async fn privacy_says_what_is_read_and_whom_to_ask() {
    let contact = |settings: &mut Settings| settings.contact = Some("mail@operator.example, https://operator.example".to_owned());
    let stage = Stage::with(Setup::default(), contact).await;
    let told = stage.slash("privacy", json!({})).await;
    assert_says(&told, &["!salary", "I keep no message", "mail@operator.example, https://operator.example"]);
    assert!(Interaction::is_ephemeral(&told));
    assert_pings_nobody(&told);
    stage.finish().await;
    let stage = Stage::start().await;
    assert_says(&stage.slash("privacy", json!({})).await, &["ask the moderators of this server"]);
    stage.finish().await;
}

#[tokio::test]
async fn what_somebody_types_is_completed() {
    let stage = Stage::start().await;
    let complete = async |command: &str, options: Value, focused: &str| {
        stage.discord.autocomplete(defaults::MEMBER, defaults::GENERAL, command, options, focused).await.expect("choices")
    };
    let choices = complete("salary", json!({ "role": "devop" }), "role").await;
    assert_eq!(names(&choices).first(), Some(&"DevOps engineer"), "{choices:?}");
    let choices = complete("salary", json!({ "role": "sre" }), "role").await;
    assert!(names(&choices).first().is_some_and(|name| name.to_lowercase().contains("reliability")), "{choices:?}");
    let all = complete("salary", json!({ "role": "" }), "role").await;
    assert!(all.len() >= 4, "roles that have figures: {all:?}");
    let none = complete("salary", json!({ "role": "zzzzzzzz" }), "role").await;
    assert!(none.is_empty(), "{none:?}");
    for options in [json!({ "location": "lon" }), json!({ "role": "backend", "location": "lon" })] {
        let places = complete("salary", options, "location").await;
        assert_eq!(names(&places).first(), Some(&"London"), "{places:?}");
    }
    let elsewhere = complete("salary", json!({ "role": "cloud engineer", "location": "lon" }), "location").await;
    assert!(!names(&elsewhere).contains(&"London"), "a place without figures for the role: {elsewhere:?}");
    let others = complete("compare", json!({ "role1": "DevOps engineer", "role2": "" }), "role2").await;
    assert!(!others.is_empty() && !names(&others).contains(&"DevOps engineer"), "{others:?}");
    // What was chosen is understood as what was meant: its value is an id that stays, whatever it will be called.
    assert!(all.iter().any(|choice| choice["value"] == "devops-engineer"), "{all:?}");
    let there = stage.slash("salary", json!({ "role": "devops-engineer", "location": "london" })).await;
    assert_says(&there, &["DevOps engineer", "London"]);
    for choice in &all {
        let reply = stage.slash("salary", json!({ "role": choice["value"] })).await;
        assert_says(&reply, &[",000"]);
    }
    stage.finish().await;
}

#[tokio::test]
async fn a_hidden_answer_is_seen_by_the_asker_alone() {
    let stage = Stage::start().await;
    let reply = stage.slash("salary", json!({ "role": "devops", "hide": true })).await;
    assert_says(&reply, &["$116,000"]);
    assert!(Interaction::is_ephemeral(&reply), "{reply:#}");
    assert!(stage.discord.messages(defaults::GENERAL).is_empty());
    stage.finish().await;
}

#[tokio::test]
async fn commands_work_in_direct_messages() {
    let stage = Stage::start().await;
    let run = stage.discord.slash(defaults::MEMBER, Place::Dm, "salary", json!({ "role": "devops" })).expect("allowed");
    let reply = run.message(SOON).await.expect("a response");
    assert_says(&reply, &["$116,000"]);
    assert!(!Interaction::is_ephemeral(&reply), "an answer that stays can be found again: {reply:#}");
    stage.finish().await;
}

#[tokio::test]
async fn a_slow_answer_is_deferred() {
    for hide in [false, true] {
        let stage = Stage::with(Setup::default(), |settings| settings.defer_after = Duration::ZERO).await;
        let run = stage.discord.slash(defaults::MEMBER, defaults::GENERAL, "salary", json!({ "role": "devops", "hide": hide })).expect("allowed");
        let first = run.response(SOON).await.expect("a first response");
        assert_eq!(first["type"], 5, "{first:#}");
        let reply = run.message(SOON).await.expect("the answer");
        assert_says(&reply, &["$116,000"]);
        assert_eq!(Interaction::is_ephemeral(&reply), hide);
        stage.finish().await;
    }
}

#[tokio::test]
async fn what_no_client_sends_gets_one_quiet_line() {
    let stage = Stage::start().await;
    for data in [
        json!({ "id": "1", "name": "nosuch", "type": 1 }),
        json!({ "id": "1", "name": "salary", "type": 1 }),
        json!({ "id": "1", "name": "salary", "type": 1, "options": [{ "name": "role", "type": 3, "value": "   " }] }),
        json!({ "id": "1", "name": "salary", "type": 1, "options": [{ "name": "role", "type": 4, "value": 7 }] }),
        json!({ "id": "1", "name": "compare", "type": 1, "options": [{ "name": "role1", "type": 3, "value": "devops" }] }),
    ] {
        let run = stage.discord.slash_raw(defaults::MEMBER, defaults::GENERAL, data.clone()).expect("sent");
        let reply = run.message(SOON).await.expect("a response");
        assert!(Interaction::is_ephemeral(&reply) && said(&reply).lines().count() == 1, "{data}: {reply:#}");
    }
    // Out of range, or not among the choices: the rest still counts.
    let data = json!({ "id": "1", "name": "salary", "type": 1, "options": [{ "name": "role", "type": 3, "value": "devops" }, { "name": "level", "type": 3, "value": "emperor" }, { "name": "years", "type": 4, "value": -5 }] });
    let run = stage.discord.slash_raw(defaults::MEMBER, defaults::GENERAL, data).expect("sent");
    assert_says(&run.message(SOON).await.expect("a response"), &["$116,000"]);
    stage.finish().await;
}

#[tokio::test]
async fn a_button_that_nobody_knows_has_expired() {
    let stage = Stage::start().await;
    let reply = stage.ask("!salary devops").await;
    let message = reply["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    let pressed = stage.discord.press_raw(defaults::SECOND_MEMBER, message, "v0:forged").expect("pressed");
    let response = pressed.message(SOON).await.expect("a response");
    assert!(Interaction::is_ephemeral(&response) && said(&response).contains("expired"), "{response:#}");
    stage.finish().await;
}

#[tokio::test]
async fn commands_are_registered_when_they_changed() {
    let discord = LocalDiscord::start(Setup::default()).await.expect("a server");
    let writes = || discord.requests().iter().filter(|r| r.method != "GET" && r.path.contains("/commands")).count();
    let mut settings = Settings::new(discord.token().to_owned().into(), || salary_bot::text::PartialDate::year(2024));
    settings.api_base = Some(discord.url());
    let would = register(&settings, true).await.expect("compared");
    assert_eq!((would.changed.len(), writes()), (salary_bot::discord::commands::count(), 0));
    assert!(would.invite.contains(&defaults::BOT.to_string()), "{would:?}");
    assert!(!register(&settings, false).await.expect("registered").is_current());
    assert_eq!(writes(), 1);
    assert!(register(&settings, false).await.expect("compared").is_current());

    let bot = Bot::start(&discord, |_| ());
    discord.wait_connected(SOON).await.expect("connected");
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "!salary devops").expect("said");
    discord.wait_for_message(defaults::GENERAL, asked, SOON).await.expect("a reply");
    bot.stop().await;
    assert_eq!(writes(), 1, "nothing had changed");
    assert!(discord.violations().is_empty(), "{:#?}", discord.violations());
}
