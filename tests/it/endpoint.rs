//! Interactions over HTTP: the same answers as by the gateway, byte for byte, and nobody else's requests.

use std::time::Duration;

use local_discord::{Forgery, Id, Interaction, LocalDiscord, Setup, defaults};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::{Bot, SOON, assert_says};

async fn both_ways() -> (LocalDiscord, Bot, String) {
    started(|_| ()).await
}

async fn started(change: impl FnOnce(&mut salary_bot::discord::Settings)) -> (LocalDiscord, Bot, String) {
    let discord = LocalDiscord::start(Setup::default()).await.expect("a server");
    let (bot, url) = Bot::start_with_endpoint(&discord, change).await;
    discord.wait_connected(SOON).await.expect("connected");
    discord.wait_commands(salary_bot::discord::commands::count(), SOON).await.expect("commands");
    (discord, bot, url)
}

async fn finish(discord: LocalDiscord, bot: Bot) {
    bot.stop().await;
    let complaints = discord.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

fn id(message: &Value) -> Id {
    message["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

/// Everything that a person can do with the bot's interactions, and the first response to each, as text.
async fn all_responses(discord: &LocalDiscord) -> Vec<String> {
    let mut out = Vec::new();
    let mut keep = async |run: Interaction| out.push(run.response(SOON).await.expect("a response").to_string());
    for (command, options) in [
        ("salary", json!({ "role": "devops" })),
        ("salary", json!({ "role": "backend developer", "level": "senior", "location": "London", "years": 7 })),
        ("salary", json!({ "role": "devops", "hide": true })),
        ("salary", json!({ "role": "devops", "location": "Portugal" })),
        ("salary", json!({ "role": "flux capacitor whisperer" })),
        ("salary", json!({ "role": "is 140k good for a devops engineer?", "hide": true })),
        ("compare", json!({ "role1": "devops", "role2": "data engineer" })),
        ("compare", json!({ "role1": "devops", "role2": "devops" })),
        ("sources", json!({})),
        ("help", json!({})),
    ] {
        keep(discord.slash(defaults::MEMBER, defaults::GENERAL, command, options).expect("allowed")).await;
    }
    for text in ["Hiring a DevOps engineer in Austin, TX: $130k - $160k a year", "Data engineer wanted, competitive pay", "who is up for lunch?"] {
        let post = discord.say(defaults::SECOND_MEMBER, defaults::GENERAL, text).expect("said");
        keep(discord.message_command(defaults::MEMBER, post, "Check this pay").expect("allowed")).await;
    }
    for (options, focused) in [(json!({ "role": "dev" }), "role"), (json!({ "role": "devops", "location": "lo" }), "location")] {
        keep(discord.autocomplete_start(defaults::MEMBER, defaults::GENERAL, "salary", options, focused).expect("allowed")).await;
    }
    for data in [json!({ "id": "1", "name": "nosuch", "type": 1 }), json!({ "id": "1", "name": "salary", "type": 1 })] {
        keep(discord.slash_raw(defaults::MEMBER, defaults::GENERAL, data).expect("sent")).await;
    }
    let form = discord.slash(defaults::MEMBER, defaults::GENERAL, "offer", json!({ "role": "devops", "years": 5 })).expect("allowed");
    keep(form.clone()).await;
    for fields in [[("base", "$140k"), ("bonus", "10k")], [("base", "lots"), ("bonus", "")]] {
        keep(discord.submit_modal(defaults::MEMBER, &form, &fields).expect("sent")).await;
    }
    let none = discord.slash(defaults::MEMBER, defaults::GENERAL, "salary", json!({ "role": "devops", "location": "Portugal" })).expect("allowed");
    let none = none.message(SOON).await.expect("no figure");
    let found =
        discord.slash(defaults::MEMBER, defaults::GENERAL, "salary", json!({ "role": "devops" })).expect("allowed").message(SOON).await.expect("figures");
    for (message, user) in [(&found, defaults::SECOND_MEMBER), (&none, defaults::SECOND_MEMBER), (&none, defaults::MEMBER), (&found, defaults::MEMBER)] {
        let rows = message["components"].as_array().expect("buttons");
        let buttons = rows.iter().flat_map(|row| row["components"].as_array().into_iter().flatten());
        let custom_ids: Vec<&str> = buttons.filter_map(|button| button["custom_id"].as_str()).collect();
        assert!(!custom_ids.is_empty());
        // The first and the last are different kinds; after a deletion nothing could be pressed.
        for custom_id in custom_ids.iter().take(1).chain(custom_ids.last().filter(|_| user == defaults::SECOND_MEMBER || id(message) == id(&found))) {
            keep(discord.press(user, id(message), custom_id).expect("pressed")).await;
        }
    }
    let several = discord.slash(defaults::MEMBER, defaults::GENERAL, "salary", json!({ "role": "backend developer" })).expect("allowed");
    let several = several.message(SOON).await.expect("figures");
    for custom_id in
        ["1:m::0:backend developer", "1:t::0:backend developer", "1:m::9:backend developer", "1:w::1::backend developer", "1:v::junior vs senior sre"]
    {
        keep(discord.press_raw(defaults::SECOND_MEMBER, id(&several), custom_id).expect("pressed")).await;
    }
    let other =
        discord.slash(defaults::MEMBER, defaults::GENERAL, "salary", json!({ "role": "devops" })).expect("allowed").message(SOON).await.expect("figures");
    keep(discord.press_raw(defaults::MEMBER, id(&other), "v0:forged").expect("pressed")).await;
    out
}

#[tokio::test]
async fn the_same_interaction_gets_the_same_bytes_either_way() {
    let (discord, bot, url) = both_ways().await;
    let by_gateway = all_responses(&discord).await;
    discord.set_interactions_endpoint(Some(&url)).await.expect("verified: a ping is answered and a forged one is not");
    let over_http = all_responses(&discord).await;
    assert_eq!(by_gateway.len(), over_http.len());
    for (gateway, http) in by_gateway.iter().zip(&over_http) {
        assert_eq!(gateway, http);
    }
    assert!(by_gateway.iter().any(|r| r.starts_with(r#"{"type":6"#)) && by_gateway.iter().any(|r| r.starts_with(r#"{"type":7"#)), "every kind is there");
    assert!(discord.requests().iter().any(|r| r.method == "HTTP"), "answers came as answers");
    finish(discord, bot).await;
}

#[tokio::test]
async fn messages_are_answered_beside_an_endpoint() {
    let (discord, bot, url) = both_ways().await;
    discord.set_interactions_endpoint(Some(&url)).await.expect("verified");
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "!salary devops").expect("said");
    let reply = discord.wait_for_message(defaults::GENERAL, asked, SOON).await.expect("a reply");
    assert_says(&reply, &["$116,000"]);
    finish(discord, bot).await;
}

#[tokio::test]
async fn forged_interactions_are_refused() {
    let (discord, bot, url) = both_ways().await;
    discord.set_interactions_endpoint(Some(&url)).await.expect("verified");
    discord.slash(defaults::MEMBER, defaults::GENERAL, "help", json!({})).expect("allowed").message(SOON).await.expect("help");
    for forgery in [Forgery::BadSignature, Forgery::OtherBody, Forgery::NoHeaders, Forgery::TruncatedSignature, Forgery::StaleTimestamp] {
        assert_eq!(discord.send_forged_interaction(forgery).await.expect("an answer"), 401, "{forgery:?}");
    }
    // Those that come between real ones disturb nothing.
    discord.forge_every(1);
    for _ in 0..6 {
        let reply = discord.slash(defaults::MEMBER, defaults::GENERAL, "salary", json!({ "role": "devops" })).expect("allowed").message(SOON).await;
        assert_says(&reply.expect("an answer"), &["$116,000"]);
    }
    finish(discord, bot).await;
}

#[tokio::test]
async fn what_takes_long_or_is_to_be_deleted_is_accepted_first() {
    let (discord, bot, url) = started(|settings| settings.defer_after = Duration::ZERO).await;
    discord.set_interactions_endpoint(Some(&url)).await.expect("verified");
    for hide in [false, true] {
        let run = discord.slash(defaults::MEMBER, defaults::GENERAL, "salary", json!({ "role": "devops", "hide": hide })).expect("allowed");
        assert_eq!(run.response(SOON).await.expect("a deferral")["type"], 5);
        let reply = run.message(SOON).await.expect("the answer");
        assert_says(&reply, &["$116,000"]);
        assert_eq!(Interaction::is_ephemeral(&reply), hide);
    }
    finish(discord, bot).await;
}

#[tokio::test]
async fn what_is_no_interaction_gets_a_status_and_no_answer() {
    let (discord, bot, url) = both_ways().await;
    let client = reqwest::Client::new();
    let origin = url.trim_end_matches("/interactions").to_owned();
    for (method, path, body, want) in [
        ("POST", "/interactions", "{}".to_owned(), 401),
        ("POST", "/", "{}".to_owned(), 401),
        ("POST", "/interactions", "x".repeat(300 * 1024), 413),
        ("GET", "/interactions", String::new(), 405),
        ("POST", "/elsewhere", "{}".to_owned(), 404),
    ] {
        let request = client.request(method.parse().expect("a method"), format!("{origin}{path}")).body(body);
        let status = request.send().await.expect("an answer").status().as_u16();
        assert_eq!(status, want, "{method} {path}");
    }
    finish(discord, bot).await;
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let (discord, bot, url) = both_ways().await;
    let address = url.trim_start_matches("http://").trim_end_matches("/interactions");
    let mut slow = TcpStream::connect(address).await.expect("a connection");
    slow.write_all(b"POST /interactions HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n{").await.expect("sent");
    let mut answer = String::new();
    tokio::time::timeout(SOON, slow.read_to_string(&mut answer)).await.expect("the connection is closed").expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    finish(discord, bot).await;
}
