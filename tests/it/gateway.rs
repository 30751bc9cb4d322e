//! Messages, and the bad days of a connection.

use std::time::Duration;

use local_discord::{Fault, LocalDiscord, Member, Permissions, Setup, User, defaults};
use salary_bot::discord::ServeError;
use serde_json::json;
use tracing::Level;

use crate::harness::{Bot, QUIET, SOON, Stage, assert_pings_nobody, assert_says, career_store, log, said};

#[tokio::test]
async fn a_message_with_the_prefix_is_answered() {
    let stage = Stage::start().await;
    let asked = stage.say("!salary devops");
    let reply = stage.reply(asked).await;
    assert_says(&reply, &["$116,000", "$172,000", "Glassdoor", "a DevOps engineer in the United States earns"]);
    assert!(reply["content"].as_str().expect("text").contains("$116,000"), "the amount is there without embeds: {reply:#}");
    assert_eq!(reply["message_reference"]["message_id"], asked.to_string());
    assert_pings_nobody(&reply);
    stage.finish().await;
}

#[tokio::test]
async fn a_mention_and_a_direct_message_are_answered() {
    let stage = Stage::start().await;
    let reply = stage.ask(&format!("<@{}> how much does a data engineer make?", defaults::BOT)).await;
    assert_says(&reply, &["$109,000", "$161,000"]);
    assert_pings_nobody(&reply);
    let asked = stage.discord.say_dm(defaults::OUTSIDER, "what do devops engineers earn?").expect("said");
    let direct = stage.discord.dm_channel(defaults::OUTSIDER).expect("a channel");
    let reply = stage.discord.wait_for_message(direct, asked, SOON).await.expect("a reply");
    assert_says(&reply, &["$116,000", "$172,000"]);
    stage.finish().await;
}

#[tokio::test]
async fn a_role_without_figures_is_told_and_others_are_offered() {
    let stage = Stage::start().await;
    let reply = stage.ask("!salary plumber in Oslo").await;
    assert!(!said(&reply).contains('$'), "{reply:#}");
    assert_says(&reply, &["/salary"]);
    stage.finish().await;
}

#[tokio::test]
async fn what_is_not_meant_for_the_bot_gets_no_reply() {
    let mut setup = Setup::default();
    let robot = User { bot: true, ..User::new(800_000_000_000_000_077, "robot") };
    setup.guilds[0].members.push(Member { user: robot.clone(), nick: None, roles: Vec::new() });
    let stage = Stage::with(setup, |_| ()).await;
    let first = stage.say("devops engineers are paid well, I hear");
    stage.say("!salaryx devops");
    stage.say("!help");
    stage.say(&format!("<@{}> how much does a data engineer make?", defaults::SECOND_MEMBER));
    stage.discord.say(robot.id, defaults::GENERAL, "!salary devops").expect("said");
    stage.discord.say(robot.id, defaults::GENERAL, &format!("<@{}> devops pay?", defaults::BOT)).expect("said");
    stage.silence(first).await;
    stage.finish().await;
}

#[tokio::test]
async fn the_prefix_alone_is_answered_with_examples() {
    let stage = Stage::start().await;
    let reply = stage.ask("!salary").await;
    assert_says(&reply, &["/salary role:", "/compare", "!salary "]);
    stage.finish().await;
}

#[tokio::test]
async fn a_server_may_switch_the_prefix_off() {
    let store = career_store().await;
    let stage = Stage::with_store(Setup::default(), store.clone(), |_| ()).await;
    stage.ask("!salary devops").await;
    store.change(defaults::GUILD, |choices| choices.prefix = false).await.expect("written");
    let asked = stage.say("!salary devops");
    stage.discord.expect_silence(defaults::GENERAL, asked, QUIET).await.expect("silence");
    assert_says(&stage.ask(&format!("<@{}> devops pay?", defaults::BOT)).await, &["$116,000"]);
    stage.finish().await;
}

#[tokio::test]
async fn without_a_prefix_message_content_is_not_asked_for() {
    let stage = Stage::with(Setup::default().privileged(0), |settings| settings.prefix = None).await;
    let asked = stage.say("!salary devops");
    assert_says(&stage.slash("salary", json!({ "role": "devops" })).await, &["$116,000"]);
    let public: Vec<_> = stage.discord.messages(defaults::GENERAL).into_iter().filter(|m| m["message_reference"]["message_id"] == asked).collect();
    assert!(public.is_empty(), "{public:#?}");
    stage.finish().await;
}

#[tokio::test]
async fn a_refused_intent_leaves_the_rest_working() {
    let stage = Stage::with(Setup::default().privileged(0), |_| ()).await;
    assert!(log::says(Level::WARN, "message content intent"));
    assert_says(&stage.slash("salary", json!({ "role": "devops" })).await, &["$116,000"]);
    assert_says(&stage.ask(&format!("<@{}> devops pay?", defaults::BOT)).await, &["$116,000"]);
    let help = stage.slash("help", json!({})).await;
    assert!(!said(&help).contains("!salary"), "what does not work is not offered: {help:#}");
    let privacy = stage.slash("privacy", json!({})).await;
    assert!(!said(&privacy).contains("!salary") && said(&privacy).contains("the words of no other message"), "{privacy:#}");
    stage.finish().await;
}

#[tokio::test]
async fn a_refused_token_ends_the_bot() {
    let discord = LocalDiscord::start(Setup::default()).await.expect("a server");
    let bot = Bot::start(&discord, |settings| settings.token = "OTAwMDAwMDAwMDAwMDAwMDAx.wrong.token".to_owned().into());
    let failure = bot.failure().await;
    assert!(matches!(failure, ServeError::Token) && failure.is_configuration(), "{failure:?}");

    let bot = Bot::start(&discord, |_| ());
    discord.wait_connected(SOON).await.expect("connected");
    discord.close_gateway(Some(4004));
    let failure = bot.failure().await;
    assert!(matches!(failure, ServeError::Token), "{failure:?}");
    log::assert_clean(discord.token());
}

#[tokio::test]
async fn a_gateway_elsewhere_never_gets_the_token() {
    let discord = LocalDiscord::start(Setup::default()).await.expect("a server");
    let answer = json!({ "url": "wss://gateway.discord.gg", "shards": 1, "session_start_limit": { "total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1 } });
    discord.fail_next("GET", "/gateway/bot", 200, answer, 1);
    let failure = Bot::start(&discord, |_| ()).failure().await;
    assert!(matches!(failure, ServeError::Elsewhere { .. }) && failure.is_configuration(), "{failure:?}");
    assert_eq!(discord.upgrades(), 0);
}

#[tokio::test]
async fn a_bot_without_starts_left_does_not_identify() {
    let discord = LocalDiscord::start(Setup::default()).await.expect("a server");
    let answer = json!({ "url": discord.gateway_url(), "shards": 1, "session_start_limit": { "total": 1000, "remaining": 0, "reset_after": 90_000, "max_concurrency": 1 } });
    discord.fail_next("GET", "/gateway/bot", 200, answer, 1);
    let failure = Bot::start(&discord, |_| ()).failure().await;
    assert!(failure.to_string().contains("2 min") && !failure.is_configuration(), "{failure}");
    assert_eq!(discord.upgrades(), 0);
}

#[tokio::test]
async fn a_lost_connection_loses_and_doubles_nothing() {
    let stage = Stage::start().await;
    stage.ask("!salary devops").await;
    stage.discord.drop_gateway();
    let asked = stage.say("!salary data engineer");
    assert_says(&stage.reply(asked).await, &["$109,000"]);
    stage.discord.reconnect();
    let asked = stage.say("!salary devops");
    assert_says(&stage.reply(asked).await, &["$116,000"]);
    tokio::time::sleep(QUIET).await;
    let own = stage.discord.messages(defaults::GENERAL).into_iter().filter(|m| m["author"]["bot"] == true).count();
    assert_eq!(own, 3);
    stage.finish().await;
}

#[tokio::test]
async fn a_failed_reply_is_tried_again_and_sent_once() {
    let stage = Stage::start().await;
    stage.discord.fail_next("POST", "/channels/*/messages", 500, json!({ "message": "500: Internal Server Error", "code": 0 }), 1);
    assert_says(&stage.ask("!salary devops").await, &["$116,000"]);
    // Discord did it, and then failed to say so.
    stage.discord.fault(Fault::on("POST", "/channels").status(502, json!("<html>Bad Gateway</html>")).after_effect());
    let asked = stage.say("!salary data engineer");
    assert_says(&stage.reply(asked).await, &["$109,000"]);
    stage.discord.fail_next("POST", "/interactions/*/*/callback", 503, json!({ "message": "overloaded", "code": 0 }), 1);
    assert_says(&stage.slash("salary", json!({ "role": "devops" })).await, &["$116,000"]);
    stage.discord.fail_next("POST", "/channels/*/messages", 429, json!({ "message": "You are being rate limited.", "retry_after": 0.5, "global": false }), 1);
    let asked = stage.say("!salary devops");
    assert_says(&stage.reply(asked).await, &["$116,000"]);
    tokio::time::sleep(QUIET).await;
    let replies = stage.discord.messages(defaults::GENERAL).into_iter().filter(|m| m["message_reference"]["message_id"].is_string()).count();
    assert_eq!(replies, 3);
    stage.finish().await;
}

#[tokio::test]
async fn without_embed_links_the_text_stands_alone() {
    let setup = Setup::default().bot_permissions(defaults::GENERAL, Permissions::MEMBER.without(Permissions::EMBED_LINKS));
    let stage = Stage::with(setup, |_| ()).await;
    stage.say("!salary devops");
    let quoted = |m: &serde_json::Value| m["author"]["bot"] == true && m["content"].as_str().is_some_and(|c| c.contains("engineer in the United States earns"));
    let reply = stage.discord.wait_for(defaults::GENERAL, SOON, quoted).await.expect("the plain text");
    assert_pings_nobody(&reply);
    // Refused as a whole, as some say that Discord does.
    stage.discord.fail_next("POST", "/channels/*/messages", 403, json!({ "message": "Missing Permissions", "code": 50013 }), 1);
    let asked = stage.say("!salary devops");
    let reply = stage.reply(asked).await;
    assert!(quoted(&reply), "{reply:#}");
    stage.finish().await;
}

#[tokio::test]
async fn a_channel_that_is_closed_to_the_bot_is_left_alone() {
    let stage = Stage::start().await;
    stage.discord.fail_next("POST", &format!("/channels/{}/messages", defaults::GENERAL), 403, json!({ "message": "Missing Access", "code": 50001 }), 1);
    let asked = stage.say("!salary devops");
    stage.silence(asked).await;
    assert!(!log::says(Level::WARN, "not sent"));
    stage.finish().await;
}

#[tokio::test]
async fn the_bot_ends_in_time_even_if_it_never_connected() {
    let discord = LocalDiscord::start(Setup::default()).await.expect("a server");
    discord.refuse_upgrades(1000);
    let bot = Bot::start(&discord, |_| ());
    let tried = async {
        while discord.upgrades() == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(SOON, tried).await.expect("it tries");
    bot.stop().await;

    // Nothing listens there at all.
    let url = discord.url();
    discord.shutdown().await;
    let other = LocalDiscord::start(Setup::default()).await.expect("a server");
    let bot = Bot::start(&other, |settings| settings.api_base = Some(url));
    let tried = async {
        while !log::says(Level::WARN, "cannot be reached") {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(SOON, tried).await.expect("it says so");
    bot.stop().await;
}
