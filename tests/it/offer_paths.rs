//! Offers through the local Discord: the form, the buttons under its answer, and that nobody but its asker ever sees an amount.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use local_discord::{Id, Interaction, LocalDiscord, Place, Setup, defaults};
use salary_bot::engine::Engine;
use serde_json::{Value, json};

use crate::harness::{Bot, SOON, Stage, assert_pings_nobody, assert_says, log, said};

fn button(message: &Value, label: &str) -> String {
    let row = message["components"][0]["components"].as_array().unwrap_or_else(|| panic!("no buttons: {message:#}"));
    let found = row.iter().find(|b| b["label"].as_str() == Some(label));
    found.unwrap_or_else(|| panic!("no `{label}`: {row:#?}"))["custom_id"].as_str().expect("a custom id").to_owned()
}

fn id(message: &Value) -> Id {
    message["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

async fn press(discord: &LocalDiscord, user: Id, message: &Value, label: &str) -> Value {
    let pressed = discord.press(user, id(message), &button(message, label)).expect("pressed");
    pressed.message(SOON).await.expect("an answer")
}

/// Runs the command, and sends the form with these fields.
async fn offer(discord: &LocalDiscord, place: impl Into<Place>, options: Value, fields: &[(&str, &str)]) -> Value {
    let run = discord.slash(defaults::MEMBER, place, "offer", options).expect("allowed");
    assert_eq!(run.response(SOON).await.expect("a form")["type"], 9);
    let sent = discord.submit_modal(defaults::MEMBER, &run, fields).expect("sent");
    sent.message(SOON).await.expect("an answer")
}

#[tokio::test]
async fn an_offer_is_sent_by_its_form_and_seen_by_its_asker() {
    let stage = Stage::start().await;
    let role = json!({ "role": "devops-engineer", "level": "senior" });
    let run = stage.discord.slash(defaults::MEMBER, defaults::GENERAL, "offer", role.clone()).expect("allowed");
    let opened = run.response(SOON).await.expect("a form");
    assert_eq!(opened["data"]["components"][0]["components"][0]["value"], "senior DevOps engineer", "{opened:#}");
    for place in [Place::from(defaults::GENERAL), Place::Dm] {
        let reply = offer(&stage.discord, place, role.clone(), &[("base", "$140k"), ("bonus", "10k")]).await;
        assert!(Interaction::is_ephemeral(&reply), "{reply:#}");
        assert_says(&reply, &["Only you see this", "24,000 above its low", "in total: USD 150,000"]);
        assert_pings_nobody(&reply);
        let cited = press(&stage.discord, defaults::MEMBER, &reply, "Copy citations").await;
        assert_says(&cited, &["$116,000", "Glassdoor"]);
        let negotiating = press(&stage.discord, defaults::MEMBER, &reply, "Negotiating").await;
        assert!(Interaction::is_ephemeral(&cited) && Interaction::is_ephemeral(&negotiating));
        assert_says(&negotiating, &["say nothing about negotiating"]);
        let shared = press(&stage.discord, defaults::MEMBER, &reply, "Share without the amount").await;
        assert!(!Interaction::is_ephemeral(&shared), "{shared:#}");
        assert_says(&shared, &["$116,000", "$172,000"]);
        let text = said(&shared);
        assert!(!text.contains("140") && !text.contains("24,000") && !text.contains("above"), "{text}");
    }
    let unknown = offer(&stage.discord, defaults::GENERAL, json!({ "role": "flux capacitor whisperer" }), &[("base", "$140k")]).await;
    assert!(Interaction::is_ephemeral(&unknown));
    assert_says(&unknown, &["No pay figure for that role"]);
    let two = offer(&stage.discord, defaults::GENERAL, json!({ "role": "devops" }), &[("base", "$140k"), ("second", "165k base, 10k bonus")]).await;
    assert_says(&two, &["The second offer's base is USD 25,000 above"]);
    stage.finish().await;
}

#[tokio::test]
async fn check_privately_opens_the_same_form_after_a_restart_as_well() {
    let discord = LocalDiscord::start(Setup::default()).await.expect("a server");
    let bot = Bot::start(&discord, |_| ());
    discord.wait_connected(SOON).await.expect("connected");
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "!salary is 141k a good offer for a senior devops engineer?").expect("said");
    let reply = discord.wait_for_message(defaults::GENERAL, asked, SOON).await.expect("a reply");
    bot.stop().await;
    let bot = Bot::start(&discord, |_| ());
    discord.wait_connected(SOON).await.expect("connected again");
    let opened = discord.press(defaults::SECOND_MEMBER, id(&reply), &button(&reply, "Check privately")).expect("pressed");
    let form = opened.response(SOON).await.expect("a form");
    let fields: Vec<&Value> = form["data"]["components"].as_array().into_iter().flatten().map(|row| &row["components"][0]).collect();
    assert_eq!(fields.iter().map(|f| f["custom_id"].as_str().unwrap_or_default()).collect::<Vec<_>>(), ["question", "base", "bonus", "equity", "second"]);
    assert_eq!(fields[0]["value"], "senior DevOps engineer", "{form:#}");
    let sent = discord.submit_modal(defaults::SECOND_MEMBER, &opened, &[("base", "$150k")]).expect("sent");
    let placed = sent.message(SOON).await.expect("an answer");
    assert!(Interaction::is_ephemeral(&placed));
    assert_says(&placed, &["34,000 above its low"]);
    bot.stop().await;
    assert!(discord.violations().is_empty(), "{:#?}", discord.violations());
}

#[tokio::test]
async fn a_form_comes_at_once_and_its_answer_may_take_longer() {
    let stage = Stage::with(Setup::default(), |settings| settings.defer_after = Duration::ZERO).await;
    let run = stage.discord.slash(defaults::MEMBER, defaults::GENERAL, "offer", json!({ "role": "devops" })).expect("allowed");
    assert_eq!(run.response(SOON).await.expect("a form")["type"], 9);
    let sent = stage.discord.submit_modal(defaults::MEMBER, &run, &[("base", "$140k")]).expect("sent");
    assert_eq!(sent.response(SOON).await.expect("a deferral")["type"], 5);
    let reply = sent.message(SOON).await.expect("the answer");
    assert!(Interaction::is_ephemeral(&reply));
    assert_says(&reply, &["24,000 above its low"]);
    stage.finish().await;
}

#[tokio::test]
async fn old_and_forged_custom_ids_get_one_line() {
    let stage = Stage::start().await;
    let reply = stage.ask("!salary devops").await;
    // A form's name on a button, and forms of an older version.
    for custom_id in ["1:p::", "1:p::devops", "1:p::137913", "1:o::", "2:p::", "1:n::x"] {
        let pressed = stage.discord.press_raw(defaults::SECOND_MEMBER, id(&reply), custom_id).expect("pressed");
        let response = pressed.message(SOON).await.expect("a line");
        assert!(
            Interaction::is_ephemeral(&response) && said(&response).contains("expired") && said(&response).lines().count() == 1,
            "{custom_id}: {response:#}"
        );
    }
    stage.finish().await;
}

/// The unusual amounts of the test below in their spellings, and what is computed of them.
const SECRETS: [&str; 13] =
    ["137913", "137,913", "137.913", "137 913", "137'913", "137k", "9,137", "147,050", "147050", "21,913", "188,771", "188771", "50,858"];

fn assert_untold(what: &str, text: &str) {
    // A number is not within a longer one, such as an id; and bytes may be written one by one.
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let told = |secret: &str| text.match_indices(secret).any(|(at, s)| !digit(text[..at].chars().next_back()) && !digit(text[at + s.len()..].chars().next()));
    for secret in SECRETS {
        let bytes = secret.bytes().map(|b| b.to_string()).collect::<Vec<_>>().join(", ");
        assert!(!told(secret) && !told(&bytes), "`{secret}` is in {what}: {text}");
    }
}

/// Everything in a response that Discord keeps or shows beyond the one person.
fn custom_ids(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            out.extend(fields.get("custom_id").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| custom_ids(value, out));
        }
        Value::Array(items) => items.iter().for_each(|item| custom_ids(item, out)),
        _ => {}
    }
}

/// A whole visit with an offer, every button pressed, on whichever way in is set.
async fn visit(discord: &LocalDiscord) {
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "!salary is $137,913 a good offer for a devops engineer?").expect("said");
    let public = discord.wait_for_message(defaults::GENERAL, asked, SOON).await.expect("a reply");
    let checked = discord.press(defaults::MEMBER, id(&public), &button(&public, "Check privately")).expect("pressed");
    let forms = [
        checked,
        discord.slash(defaults::MEMBER, defaults::GENERAL, "offer", json!({ "role": "devops 137,913" })).expect("allowed"),
        discord.slash(defaults::MEMBER, Place::Dm, "offer", json!({ "role": "devops", "location": "137913" })).expect("allowed"),
    ];
    for form in &forms {
        let opened = form.response(SOON).await.expect("a form").to_string();
        assert_untold("a form", &opened);
        let fields = [("question", "devops engineer"), ("base", "$137,913"), ("bonus", "9,137"), ("second", "188,771 base")];
        let sent = discord.submit_modal(defaults::MEMBER, form, &fields).expect("sent");
        let placed = sent.message(SOON).await.expect("an answer");
        assert_says(&placed, &["21,913 above its low", "147,050"]);
        assert!(Interaction::is_ephemeral(&placed), "{placed:#}");
        for label in ["Copy citations", "Negotiating", "Share without the amount"] {
            let shown = press(discord, defaults::MEMBER, &placed, label).await;
            assert_untold(label, &shown.to_string());
        }
        let mut ids = Vec::new();
        custom_ids(&placed, &mut ids);
        assert!(!ids.is_empty());
        assert_untold("custom ids", &ids.join(" "));
        // What cannot be read, or was typed into the wrong field, is repeated nowhere either.
        let odd = [("question", "devops 137,913"), ("base", "137,913 to 188,771"), ("bonus", "137k %")];
        let unread = discord.submit_modal(defaults::MEMBER, form, &odd).expect("sent").message(SOON).await.expect("a line");
        assert!(Interaction::is_ephemeral(&unread));
        let odd = [("question", "devops 137,913"), ("base", "137,913")];
        let placed = discord.submit_modal(defaults::MEMBER, form, &odd).expect("sent").message(SOON).await.expect("an answer");
        let mut ids = Vec::new();
        custom_ids(&placed, &mut ids);
        assert_untold("custom ids", &ids.join(" "));
    }
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut out = Vec::new();
    for path in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            out.extend(files(&path));
        } else {
            out.push((path.clone(), std::fs::read(&path).expect("a file")));
        }
    }
    out.sort();
    out
}

#[tokio::test]
async fn no_amount_of_an_offer_is_written_anywhere() {
    let discord = LocalDiscord::start(Setup::default()).await.expect("a server");
    let data = tempfile::tempdir().expect("a folder");
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/discord");
    let (engine, _) = Engine::open(&[articles], Some(data.path()), &mut |_, _| ()).expect("an engine");
    let kept = files(data.path());
    assert!(!kept.is_empty());
    let (bot, url) = Bot::start_on_with_endpoint(&discord, Arc::new(engine), |_| ()).await;
    log::everything();
    discord.wait_connected(SOON).await.expect("connected");
    discord.wait_commands(salary_bot::discord::commands::count(), SOON).await.expect("commands");
    visit(&discord).await;
    discord.set_interactions_endpoint(Some(&url)).await.expect("verified");
    visit(&discord).await;
    for channel in [defaults::GENERAL, defaults::OTHER] {
        let messages = discord.messages(channel);
        for message in messages.iter().filter(|m| m["author"]["bot"] == true && !Interaction::is_ephemeral(m)) {
            // What it replies to is the asker's own.
            let own = json!({ "content": message["content"], "embeds": message["embeds"], "components": message["components"] });
            assert_untold("a message that others see", &own.to_string());
        }
    }
    bot.stop().await;
    assert!(files(data.path()) == kept, "nothing of a question is put in the data folder");
    let lines = log::lines();
    assert!(lines.len() > 100, "{}: nothing is captured", lines.len());
    for line in lines {
        assert_untold("the log", &line);
    }
    assert!(discord.violations().is_empty(), "{:#?}", discord.violations());
}
