//! The path of production: TLS, the host name `discord.com`, serenity's rate limiter on, limits enforced.

use local_discord::{Fault, LocalDiscord, RateLimits, Setup, defaults};
use salary_bot::discord::Settings;
use serde_json::json;

use crate::harness::{Bot, SOON, assert_says};

/// A client for which `discord.com` is this server.
fn client(discord: &LocalDiscord) -> reqwest::Client {
    let authority = reqwest::Certificate::from_pem(discord.tls_ca_pem().expect("TLS").as_bytes()).expect("a certificate");
    let at = discord.tls_addr().expect("TLS");
    reqwest::Client::builder().use_rustls_tls().add_root_certificate(authority).resolve("discord.com", at).build().expect("a client")
}

async fn start(limits: RateLimits) -> (LocalDiscord, Bot) {
    let discord = LocalDiscord::start(Setup::default().tls(&["discord.com"]).rate_limits(limits)).await.expect("a server");
    let client = client(&discord);
    let bot = Bot::start(&discord, |settings: &mut Settings| {
        settings.api_base = None;
        settings.client = Some(client);
    });
    discord.wait_connected(SOON).await.expect("connected");
    discord.wait_commands(salary_bot::discord::commands::count(), SOON).await.expect("commands");
    (discord, bot)
}

/// Real limits in a tenth of the time.
fn enforced() -> RateLimits {
    RateLimits { enforced: true, time_scale: 0.1, ..RateLimits::default() }
}

async fn finish(discord: LocalDiscord, bot: Bot) {
    bot.stop().await;
    let complaints = discord.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// How many replies stand in `general`.
fn replies(discord: &LocalDiscord) -> usize {
    discord.messages(defaults::GENERAL).iter().filter(|m| m["message_reference"]["message_id"].is_string()).count()
}

async fn until_replies(discord: &LocalDiscord, n: usize) {
    let waited = async {
        while replies(discord) < n {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(40), waited).await.unwrap_or_else(|_| panic!("{} of {n} replies", replies(discord)));
}

#[tokio::test]
async fn limits_are_kept_and_nothing_is_lost() {
    let (discord, bot) = start(enforced()).await;
    for _ in 0..14 {
        discord.say(defaults::MEMBER, defaults::GENERAL, "!salary devops").expect("said");
    }
    until_replies(&discord, 14).await;
    let interactions: Vec<_> =
        (0..20).map(|_| discord.slash(defaults::MEMBER, defaults::OTHER, "salary", json!({ "role": "devops" })).expect("allowed")).collect();
    for run in interactions {
        assert_says(&run.message(SOON).await.expect("a response"), &["$116,000"]);
    }
    assert_eq!(replies(&discord), 14, "none twice");
    finish(discord, bot).await;
}

#[tokio::test]
async fn sixty_interactions_at_once_are_all_answered() {
    let (discord, bot) = start(RateLimits::default()).await;
    let asked = [
        ("salary", json!({ "role": "devops" })),
        ("salary", json!({ "role": "flux capacitor whisperer" })),
        ("compare", json!({ "role1": "devops", "role2": "data engineer" })),
    ];
    let opened: Vec<_> = asked
        .iter()
        .cycle()
        .take(60)
        .map(|(command, options)| discord.slash(defaults::MEMBER, defaults::GENERAL, command, options.clone()).expect("allowed"))
        .collect();
    for run in opened {
        // Deferred or at once: Discord waits 3 s for either.
        run.message(SOON).await.expect("a response");
    }
    finish(discord, bot).await;
}

#[tokio::test]
async fn storms_of_429_pass() {
    let (discord, bot) = start(RateLimits::default()).await;
    let limited = json!({ "message": "You are being rate limited.", "retry_after": 0.05, "global": false });
    for _ in 0..3 {
        let fault = Fault::on("POST", "/channels/*/messages").status(429, limited.clone()).times(2);
        discord.fault(fault.header("Retry-After", "1").header("X-RateLimit-Reset-After", "0.05").header("X-RateLimit-Scope", "shared"));
        let before = replies(&discord);
        discord.say(defaults::MEMBER, defaults::GENERAL, "!salary devops").expect("said");
        until_replies(&discord, before + 1).await;
    }
    let fault = Fault::on("POST", "/interactions/*/*/callback").status(429, limited).times(1);
    discord.fault(fault.header("Retry-After", "1").header("X-RateLimit-Reset-After", "0.05"));
    let run = discord.slash(defaults::MEMBER, defaults::GENERAL, "salary", json!({ "role": "devops" })).expect("allowed");
    assert_says(&run.message(SOON).await.expect("a response"), &["$116,000"]);
    finish(discord, bot).await;
}

#[tokio::test]
async fn storms_of_5xx_pass() {
    let (discord, bot) = start(RateLimits::default()).await;
    for status in [500, 502, 503, 504] {
        let before = replies(&discord);
        discord.fail_next("POST", "/channels/*/messages", status, json!("<html>down</html>"), 2);
        discord.say(defaults::MEMBER, defaults::GENERAL, "!salary devops").expect("said");
        until_replies(&discord, before + 1).await;
    }
    finish(discord, bot).await;
}

#[tokio::test]
async fn answers_that_break_off_send_nothing_twice() {
    let (discord, bot) = start(RateLimits::default()).await;
    for (n, fault) in [
        Fault::on("POST", "/channels/*/messages").truncate(10),
        Fault::on("POST", "/channels/*/messages").garbage("{\"id\":"),
        Fault::on("POST", "/channels/*/messages").drop_connection(),
    ]
    .into_iter()
    .enumerate()
    {
        discord.fault(fault);
        discord.say(defaults::MEMBER, defaults::GENERAL, "!salary devops").expect("said");
        until_replies(&discord, n + 1).await;
    }
    tokio::time::sleep(crate::harness::QUIET).await;
    assert_eq!(replies(&discord), 3);
    finish(discord, bot).await;
}
