//! The bot is told to end in the middle of something.

use std::time::Duration;

use local_discord::{LocalDiscord, Setup, defaults};
use serde_json::json;
use tracing::Level;

use crate::harness::{Bot, SOON, assert_says, log};

async fn connected() -> (LocalDiscord, Bot) {
    let discord = LocalDiscord::start(Setup::default()).await.expect("a server");
    let bot = Bot::start(&discord, |_| ());
    discord.wait_connected(SOON).await.expect("connected");
    discord.wait_commands(1, SOON).await.expect("commands");
    (discord, bot)
}

/// Waits until the bot has begun to answer: its request is there and waits.
async fn begun(discord: &LocalDiscord) {
    let seen = discord.wait_for_request("POST", "/channels/*/typing", Duration::from_millis(200)).await;
    // The bot does not type: the wait itself gives it the time to ask for the answer.
    assert!(seen.is_err());
}

#[tokio::test]
async fn a_reply_under_way_is_sent_first() {
    let (discord, bot) = connected().await;
    discord.delay_next("POST", "/channels/*/messages", Duration::from_millis(700), 1);
    discord.delay_next("POST", "/interactions/*/*/callback", Duration::from_millis(700), 1);
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "!salary devops").expect("said");
    let run = discord.slash(defaults::MEMBER, defaults::OTHER, "salary", json!({ "role": "devops" })).expect("allowed");
    begun(&discord).await;
    bot.stop().await;
    let reply = discord.wait_for_message(defaults::GENERAL, asked, SOON).await.expect("the reply");
    assert_says(&reply, &["$116,000"]);
    assert_says(&run.message(SOON).await.expect("the response"), &["$116,000"]);
    assert!(discord.complaints().is_empty(), "{:#?}", discord.complaints());
}

#[tokio::test]
async fn a_reply_that_takes_too_long_is_given_up_and_told() {
    let (discord, bot) = connected().await;
    discord.delay_next("POST", "/channels/*/messages", Duration::from_secs(8), 1);
    discord.say(defaults::MEMBER, defaults::GENERAL, "!salary devops").expect("said");
    begun(&discord).await;
    // Stopping takes less than 2 s, whatever is under way.
    bot.stop().await;
    assert!(log::says(Level::WARN, "given up"));
}
