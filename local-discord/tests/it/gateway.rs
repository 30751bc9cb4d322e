//! The gateway: logging in, intents, close codes, resuming.

use local_discord::{LocalDiscord, Setup, Timing, defaults, intents};
use serde_json::{Value, json};
use std::time::Duration;

use crate::bot::{Gateway, Http, SOON, USUAL, identify, start};

#[tokio::test]
async fn ready_and_guild() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    let mut gateway = Gateway::connect(&discord).await;
    gateway.send(identify(discord.token(), USUAL)).await;
    let ready = gateway.event("READY").await;
    assert_eq!(ready["user"]["id"], defaults::BOT.to_string());
    assert_eq!(ready["resume_gateway_url"], discord.gateway_url());
    assert_eq!(ready["guilds"][0], json!({"id": defaults::GUILD.to_string(), "unavailable": true}));
    let guild = gateway.event("GUILD_CREATE").await;
    assert_eq!(guild["channels"].as_array().unwrap().len(), 2);
    // Without the intent for members, only the bot's own membership.
    assert_eq!(guild["members"].as_array().unwrap().len(), 1);
    discord.wait_connected(SOON).await.unwrap();
    assert_eq!(discord.gateway_payloads()[0]["d"]["token"], "***");
    discord.shutdown().await;
    assert_eq!(gateway.closed().await, 1001);
}

#[tokio::test]
async fn close_codes() {
    let token = Setup::default().bot.token;
    let ready = |payload: Value| vec![identify(&token, USUAL), payload];
    let shard = |shard: Value| {
        let mut payload = identify(&token, USUAL);
        payload["d"]["shard"] = shard;
        vec![payload]
    };
    let cases: Vec<(&str, Vec<Value>, u16, bool)> = vec![
        ("wrong token", vec![identify("x", USUAL)], 4004, false),
        ("privileged intent", vec![identify(&token, intents::GUILD_MEMBERS)], 4014, false),
        ("unknown intent", vec![identify(&token, 1 << 40)], 4013, true),
        ("twice", ready(identify(&token, USUAL)), 4005, true),
        ("unknown opcode", ready(json!({"op": 99, "d": null})), 4001, true),
        ("no opcode", vec![json!({"d": null})], 4002, true),
        ("too early", vec![json!({"op": 3, "d": {}})], 4003, true),
        ("shard 1 of 1", shard(json!([1, 1])), 4010, true),
        ("too long", ready(json!({"op": 3, "d": "x".repeat(5000)})), 4002, true),
    ];
    for (what, payloads, code, violation) in cases {
        let discord = LocalDiscord::start(Setup::default()).await.unwrap();
        let mut gateway = Gateway::connect(&discord).await;
        for payload in payloads {
            gateway.send(payload).await;
        }
        assert_eq!(gateway.closed().await, code, "{what}");
        assert_eq!(discord.violations().len(), usize::from(violation), "{what}");
    }
}

#[tokio::test]
async fn too_many_payloads() {
    let (discord, mut gateway, _) = start().await;
    for _ in 0..120 {
        gateway.send(json!({"op": 1, "d": null})).await;
    }
    assert_eq!(gateway.closed().await, 4008);
    assert_eq!(discord.violations()[0].code, 4008);
}

#[tokio::test]
async fn heartbeats() {
    let (discord, mut gateway, _) = start().await;
    gateway.event("GUILD_CREATE").await;
    gateway.send(json!({"op": 1, "d": 2})).await;
    assert_eq!(gateway.payload().await["op"], 11);
    discord.stop_heartbeat_acks(true);
    gateway.send(json!({"op": 1, "d": 2})).await;
    assert!(gateway.rest().await.is_empty());
}

#[tokio::test]
async fn silence_ends_a_session() {
    let timing = Timing { heartbeat_interval: Duration::from_millis(400), ..Timing::default() };
    let discord = LocalDiscord::start(Setup::default().timing(timing)).await.unwrap();
    let mut gateway = Gateway::identify(&discord, USUAL).await;
    assert_eq!(gateway.closed().await, 4009);
}

#[tokio::test]
async fn content_only_with_the_intent() {
    let without = USUAL & !intents::MESSAGE_CONTENT;
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    let mut gateway = Gateway::identify(&discord, without).await;
    let http = Http::new(&discord);
    let mention = format!("<@{}> hello", defaults::BOT);
    discord.say(defaults::MEMBER, defaults::GENERAL, "secret").unwrap();
    let hidden = gateway.event("MESSAGE_CREATE").await;
    assert_eq!(hidden["content"], "");
    assert_eq!(hidden["guild_id"], defaults::GUILD.to_string());
    discord.say(defaults::MEMBER, defaults::GENERAL, &mention).unwrap();
    assert_eq!(gateway.event("MESSAGE_CREATE").await["content"], mention);
    discord.say_dm(defaults::OUTSIDER, "in private").unwrap();
    let private = gateway.event("MESSAGE_CREATE").await;
    assert_eq!((&private["content"], &private["guild_id"]), (&json!("in private"), &Value::Null));
    http.say(json!({"content": "mine"})).await;
    assert_eq!(gateway.event("MESSAGE_CREATE").await["content"], "mine");
    // With the intent everything is there.
    let mut other = Gateway::identify(&discord, USUAL).await;
    discord.say(defaults::MEMBER, defaults::GENERAL, "public").unwrap();
    assert_eq!(other.event("MESSAGE_CREATE").await["content"], "public");
}

#[tokio::test]
async fn only_events_asked_for() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    let mut gateway = Gateway::identify(&discord, intents::GUILDS | intents::DIRECT_MESSAGES).await;
    gateway.event("GUILD_CREATE").await;
    discord.say(defaults::MEMBER, defaults::GENERAL, "not for you").unwrap();
    assert!(gateway.rest().await.is_empty());
    discord.say_dm(defaults::MEMBER, "for you").unwrap();
    assert_eq!(gateway.event("MESSAGE_CREATE").await["content"], "for you");
}

#[tokio::test]
async fn resume_replays_what_was_missed() {
    let (discord, mut gateway, _) = start().await;
    gateway.event("GUILD_CREATE").await;
    discord.drop_gateway();
    assert_eq!(gateway.closed().await, 1);
    discord.say(defaults::MEMBER, defaults::GENERAL, "while away").unwrap();
    let resume = json!({"op": 6, "d": {"token": discord.token(), "session_id": gateway.session, "seq": gateway.sequence}});
    let mut again = Gateway::connect(&discord).await;
    again.send(resume.clone()).await;
    assert_eq!(again.payload().await["d"]["content"], "while away");
    assert_eq!(again.payload().await["t"], "RESUMED");
    // A sequence from the future is invalid.
    discord.close_gateway(Some(4000));
    assert_eq!(again.closed().await, 4000);
    let mut third = Gateway::connect(&discord).await;
    third.send(json!({"op": 6, "d": {"token": discord.token(), "session_id": gateway.session, "seq": 999}})).await;
    assert_eq!(third.closed().await, 4007);
}

#[tokio::test]
async fn an_ended_session_is_not_resumed() {
    let (discord, mut gateway, _) = start().await;
    discord.invalidate_session(false);
    loop {
        let payload = gateway.payload().await;
        if payload["op"] == 9 {
            assert_eq!(payload["d"], false);
            break;
        }
    }
    let mut again = Gateway::connect(&discord).await;
    again.send(json!({"op": 6, "d": {"token": discord.token(), "session_id": gateway.session, "seq": 1}})).await;
    let answer = again.payload().await;
    assert_eq!((&answer["op"], &answer["d"]), (&json!(9), &json!(false)));
    again.send(identify(discord.token(), USUAL)).await;
    again.event("READY").await;
}

#[tokio::test]
async fn guild_members_by_name() {
    let (_discord, mut gateway, _) = start().await;
    gateway.send(json!({"op": 8, "d": {"guild_id": defaults::GUILD.to_string(), "query": "a", "limit": 5}})).await;
    let chunk = gateway.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(chunk["members"][0]["user"]["username"], "ada");
}

#[tokio::test]
async fn many_servers_at_once() {
    let one = |_| {
        tokio::spawn(async {
            let (discord, mut gateway, http) = start().await;
            let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "!ping").unwrap();
            gateway.event("MESSAGE_CREATE").await;
            http.say(json!({"content": "pong"})).await;
            discord.wait_for_message(defaults::GENERAL, asked, SOON).await.unwrap()["content"].clone()
        })
    };
    let all: Vec<_> = (0..20).map(one).collect();
    for one in all {
        assert_eq!(one.await.unwrap(), "pong");
    }
}
