//! Session starts, shards, and who may ask for members.

use std::time::Duration;

use local_discord::{Channel, GatewayLimits, Guild, LocalDiscord, Member, Setup, Timing, User, defaults, intents};
use serde_json::{Value, json};

use crate::bot::{Gateway, Http, SOON, USUAL, identify};

fn sharded(token: &str, shard: Value, intents: u64) -> Value {
    let mut payload = identify(token, intents);
    payload["d"]["shard"] = shard;
    payload
}

/// Ids whose bits 22 and up are even and odd: the first goes to shard 0 of 2, the second to shard 1.
const EVEN: u64 = 700 << 22;
const ODD: u64 = 701 << 22;

fn two_guilds() -> Setup {
    let guild = |id: u64| Guild { id, channels: vec![Channel::text(id + 1, "general")], ..Guild::default() };
    Setup { guilds: vec![guild(EVEN), guild(ODD)], ..Setup::default() }
}

#[tokio::test]
async fn two_shards_share_the_guilds_and_the_first_has_the_dms() {
    let limits = GatewayLimits { shards: 2, max_concurrency: 2, ..GatewayLimits::default() };
    let timing = Timing { identify_interval: Timing::IDENTIFY_INTERVAL, ..Timing::default() };
    let discord = LocalDiscord::start(two_guilds().gateway(limits).timing(timing)).await.unwrap();
    let http = Http::new(&discord);
    let (_, before) = http.get("/gateway/bot").await;
    assert_eq!((&before["shards"], &before["session_start_limit"]["max_concurrency"]), (&json!(2), &json!(2)));
    let mut shards = Vec::new();
    for (number, guild) in [(0, EVEN), (1, ODD)] {
        // Both at once: they are of different buckets.
        let mut gateway = Gateway::connect(&discord).await;
        gateway.send(sharded(discord.token(), json!([number, 2]), USUAL)).await;
        let ready = gateway.event("READY").await;
        assert_eq!(ready["shard"], json!([number, 2]));
        assert_eq!(ready["guilds"], json!([{"id": guild.to_string(), "unavailable": true}]));
        assert_eq!(gateway.event("GUILD_CREATE").await["id"], guild.to_string());
        shards.push(gateway);
    }
    discord.wait_sessions(2, SOON).await.unwrap();
    let (_, after) = http.get("/gateway/bot").await;
    assert_eq!(after["session_start_limit"]["remaining"], 998);

    let command = json!([{"name": "ping", "description": "ping", "type": 1}]);
    assert_eq!(http.register(command).await.0, 200);
    discord.say(defaults::MEMBER, EVEN + 1, "even").unwrap();
    discord.say(defaults::MEMBER, ODD + 1, "odd").unwrap();
    discord.say_dm(defaults::MEMBER, "private").unwrap();
    discord.slash(defaults::MEMBER, ODD + 1, "ping", json!({})).unwrap();
    discord.slash(defaults::MEMBER, local_discord::Place::Dm, "ping", json!({})).unwrap();
    discord.dispatch_raw("X", json!(null));
    let mut seen = Vec::new();
    for shard in &mut shards {
        let events = shard.rest().await;
        let word = |event: &Value| event["d"]["content"].as_str().or(event["t"].as_str()).unwrap_or_default().to_owned();
        seen.push(events.iter().map(word).collect::<Vec<_>>());
    }
    assert_eq!(seen[0], ["even", "private", "INTERACTION_CREATE", "X"]);
    assert_eq!(seen[1], ["odd", "INTERACTION_CREATE", "X"]);
    assert!(discord.violations().is_empty());
}

#[tokio::test]
async fn identify_too_soon_is_an_invalid_session() {
    let timing = Timing { identify_interval: Duration::from_millis(400), ..Timing::default() };
    let discord = LocalDiscord::start(Setup::default().timing(timing)).await.unwrap();
    let _first = Gateway::identify(&discord, USUAL).await;
    let mut second = Gateway::connect(&discord).await;
    second.send(identify(discord.token(), USUAL)).await;
    let answer = second.payload().await;
    assert_eq!((&answer["op"], &answer["d"]), (&json!(9), &json!(false)));
    let broken = discord.take_violations();
    assert_eq!((broken.len(), broken[0].code, &*broken[0].path), (1, 9, "2"));
    assert_eq!(broken[0].body["d"]["token"], "***");
    // The connection stays, and after a while it is allowed.
    tokio::time::sleep(Duration::from_millis(450)).await;
    second.send(identify(discord.token(), USUAL)).await;
    second.event("READY").await;
    assert!(discord.violations().is_empty());
}

#[tokio::test]
async fn without_starts_left_the_token_is_reset() {
    let limits = GatewayLimits { session_starts: 1, ..GatewayLimits::default() };
    let discord = LocalDiscord::start(Setup::default().gateway(limits)).await.unwrap();
    let http = Http::new(&discord);
    let mut first = Gateway::identify(&discord, USUAL).await;
    let (_, left) = http.get("/gateway/bot").await;
    assert_eq!(left["session_start_limit"]["remaining"], 0);
    assert!(left["session_start_limit"]["reset_after"].as_u64().is_some_and(|after| (86_000_000..=86_400_000).contains(&after)));
    let mut second = Gateway::connect(&discord).await;
    second.send(identify(discord.token(), USUAL)).await;
    assert_eq!((first.closed().await, second.closed().await), (4004, 4004));
    assert_eq!(discord.violations().len(), 1);
    assert_eq!(http.get("/users/@me").await.0, 401);
}

#[tokio::test]
async fn who_may_ask_for_members() {
    let guild = defaults::GUILD.to_string();
    let (ada, ben) = (defaults::MEMBER.to_string(), defaults::SECOND_MEMBER.to_string());
    let all = USUAL | intents::GUILD_MEMBERS | intents::GUILD_PRESENCES;
    let long = "n".repeat(33);
    // Intents, question, names, and what else is in the chunk.
    let answered = [
        (USUAL, json!({"guild_id": guild, "query": "A", "limit": 0}), vec!["ada"], json!({})),
        (USUAL, json!({"guild_id": guild, "query": "b", "limit": 1, "nonce": "x"}), vec!["ben"], json!({"nonce": "x"})),
        (USUAL, json!({"guild_id": guild, "query": "zz", "limit": 9, "nonce": long}), vec![], json!({})),
        (USUAL, json!({"guild_id": guild, "user_ids": [ada, "5"], "presences": true}), vec!["ada"], json!({"not_found": ["5"]})),
        (USUAL, json!({"guild_id": guild, "user_ids": ben}), vec!["ben"], json!({})),
        (all, json!({"guild_id": guild, "query": "", "limit": 0}), vec!["ada", "ben", "mo", "root", "bot"], json!({})),
        (all, json!({"guild_id": guild, "query": "", "limit": 2, "presences": true}), vec!["ada", "ben"], json!({"presences": []})),
    ];
    for (intents, question, names, more) in answered {
        let discord = LocalDiscord::start(Setup::default().privileged(intents::PRIVILEGED)).await.unwrap();
        let mut gateway = Gateway::identify(&discord, intents).await;
        gateway.send(json!({"op": 8, "d": question})).await;
        let mut chunk = gateway.event("GUILD_MEMBERS_CHUNK").await;
        let found: Vec<_> = chunk["members"].as_array().unwrap().iter().map(|member| member["user"]["username"].clone()).collect();
        assert_eq!(found, names, "{question}");
        let fields = chunk.as_object_mut().unwrap();
        fields.retain(|key, _| !["guild_id", "members", "chunk_index", "chunk_count"].contains(&key.as_str()));
        assert_eq!(chunk, more, "{question}");
        assert!(discord.violations().is_empty(), "{question}");
    }
    // Question, the close code (0 for none), violations.
    let refused = [
        (json!({"guild_id": guild, "query": "", "limit": 0}), 0, 1),
        (json!({"guild_id": guild, "query": "", "limit": 3}), 0, 1),
        (json!({"guild_id": "5", "query": "a", "limit": 0}), 0, 0),
        (json!({"query": "a", "limit": 0}), 4002, 1),
        (json!({"guild_id": guild, "query": "a"}), 4002, 1),
        (json!({"guild_id": guild}), 4002, 1),
        (json!({"guild_id": [guild], "query": "a", "limit": 0}), 4002, 1),
        (json!(null), 4002, 1),
    ];
    for (question, code, violations) in refused {
        let discord = LocalDiscord::start(Setup::default()).await.unwrap();
        let mut gateway = Gateway::identify(&discord, USUAL).await;
        gateway.event("GUILD_CREATE").await;
        gateway.send(json!({"op": 8, "d": question})).await;
        if code == 0 {
            assert!(gateway.rest().await.is_empty(), "{question}");
        } else {
            assert_eq!(gateway.closed().await, code, "{question}");
        }
        assert_eq!(discord.violations().len(), violations, "{question}");
    }
}

#[tokio::test]
async fn members_come_in_chunks_of_a_thousand() {
    let members = (1..=2001).map(|n| Member::new(User::new(n, &format!("m{n}")))).collect();
    let guild = Guild { members, ..Guild::default() };
    let discord = LocalDiscord::start(Setup { guilds: vec![guild], ..Setup::default() }.privileged(intents::PRIVILEGED)).await.unwrap();
    let mut gateway = Gateway::identify(&discord, intents::GUILDS | intents::GUILD_MEMBERS).await;
    for (query, limit, sizes) in [("", 0, vec![1000, 1000, 2]), ("m", 0, vec![100]), ("m", 500, vec![100]), ("", 1000, vec![1000])] {
        gateway.send(json!({"op": 8, "d": {"guild_id": defaults::GUILD.to_string(), "query": query, "limit": limit}})).await;
        for (index, size) in sizes.iter().enumerate() {
            let chunk = gateway.event("GUILD_MEMBERS_CHUNK").await;
            assert_eq!(chunk["members"].as_array().unwrap().len(), *size, "{query} {limit}");
            assert_eq!((&chunk["chunk_index"], &chunk["chunk_count"]), (&json!(index), &json!(sizes.len())));
        }
    }
}
