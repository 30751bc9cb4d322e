//! Each way in which the gateway ends a connection: what the bot does, and that nothing is lost or answered twice.

use std::time::Duration;

use local_discord::{LocalDiscord, Setup, Timing, defaults};

use tracing::Level;

use crate::harness::{Bot, SOON, log};

/// A new IDENTIFY comes 5 s after the last at the earliest, and one that nobody noticed later still.
const LATER: Duration = Duration::from_secs(30);

async fn connected(setup: Setup) -> (LocalDiscord, Bot) {
    let discord = LocalDiscord::start(setup).await.expect("a server");
    let bot = Bot::start(&discord, |_| ());
    discord.wait_connected(SOON).await.expect("connected");
    discord.wait_commands(1, SOON).await.expect("commands");
    (discord, bot)
}

/// Closes, asks while the bot is away, and waits for the one reply.
async fn comes_back(code: Option<u16>, resumes: bool) {
    // serenity does not notice these before a heartbeat fails.
    let unnoticed = matches!(code, None | Some(4003 | 4010 | 4011));
    let timing = Timing { heartbeat_interval: Duration::from_millis(if unnoticed { 1000 } else { 41_250 }), ..Timing::default() };
    let (discord, bot) = connected(Setup::default().timing(timing)).await;
    discord.close_gateway(code);
    if !resumes {
        // What is said to a session that is lost is lost with it: Discord itself has nothing to replay.
        let back = async {
            while discord.upgrades() < 2 || identifies(&discord) < 2 || discord.connections() == 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(LATER, back).await.unwrap_or_else(|_| {
            panic!(
                "{code:?}: not back after {} upgrades, with {} connections and these opcodes: {:?}",
                discord.upgrades(),
                discord.connections(),
                discord.gateway_payloads().iter().map(|p| p["op"].to_string()).collect::<Vec<_>>()
            )
        });
    }
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "!salary devops").expect("said");
    discord.wait_for_message(defaults::GENERAL, asked, LATER).await.unwrap_or_else(|e| panic!("{code:?}: {e}"));
    discord.expect_silence(defaults::GENERAL, last(&discord), Duration::from_millis(300)).await.unwrap_or_else(|e| panic!("{code:?}: {e}"));
    assert!(identifies(&discord) <= if resumes { 1 } else { 2 }, "{code:?}");
    bot.stop().await;
    assert!(discord.complaints().is_empty(), "{code:?}: {:#?}", discord.complaints());
}

fn identifies(discord: &LocalDiscord) -> usize {
    discord.gateway_payloads().iter().filter(|p| p["op"] == 2).count()
}

fn last(discord: &LocalDiscord) -> local_discord::Id {
    discord.messages(defaults::GENERAL).iter().filter_map(|m| m["id"].as_str()?.parse().ok()).max().unwrap_or_default()
}

async fn ends(code: u16) {
    let (discord, bot) = connected(Setup::default()).await;
    discord.close_gateway(Some(code));
    let why = bot.failure().await;
    assert!(why.is_configuration() && !why.hint().is_empty(), "{code}: {why}");
    assert_eq!(identifies(&discord), 1, "{code}: no second try with what is refused");
}

#[tokio::test]
async fn after_these_the_session_goes_on() {
    let mut tasks = tokio::task::JoinSet::new();
    for code in [1000, 1001, 1011, 1012, 4000, 4001, 4002, 4005, 4008] {
        tasks.spawn(comes_back(Some(code), true));
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("came back");
    }
}

#[tokio::test]
async fn after_these_a_new_session_begins() {
    let mut tasks = tokio::task::JoinSet::new();
    // The last ones are refusals: once is no reason to give up, and serenity does not tell which it was.
    for code in [4006, 4007, 4009, 4012, 4003, 4010, 4011] {
        tasks.spawn(comes_back(Some(code), false));
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("came back");
    }
}

#[tokio::test]
async fn a_close_frame_without_a_code_is_survived() {
    comes_back(None, false).await;
}

#[tokio::test]
async fn after_these_trying_again_is_of_no_use() {
    let mut tasks = tokio::task::JoinSet::new();
    for code in [4004, 4013] {
        tasks.spawn(ends(code));
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("ended");
    }
}

#[tokio::test]
async fn without_a_session_for_long_the_client_is_started_anew() {
    let discord = LocalDiscord::start(Setup::default()).await.expect("a server");
    discord.refuse_upgrades(1000);
    let bot = Bot::start(&discord, |settings| settings.give_up_after = Duration::from_millis(200));
    let tried = async {
        while !log::says(Level::WARN, "starting anew") {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(SOON, tried).await.expect("it gives up this client");
    // How many starts are left is looked at each time.
    let asked = async {
        while discord.requests().iter().filter(|r| r.path.ends_with("/gateway/bot")).count() < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(LATER, asked).await.expect("it begins anew");
    discord.refuse_upgrades(0);
    discord.wait_connected(LATER).await.expect("the next one connects");
    bot.stop().await;
}
