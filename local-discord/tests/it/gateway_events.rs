//! Events on a bad day: twice, late, in the wrong order, broken.

use std::time::Duration;

use local_discord::{LocalDiscord, Setup, defaults};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::bot::{Gateway, USUAL, start};

fn say(discord: &LocalDiscord, texts: &[&str]) {
    for text in texts {
        discord.say(defaults::MEMBER, defaults::GENERAL, text).unwrap();
    }
}

/// Sequence numbers and contents.
fn seen(events: &[Value]) -> Vec<(u64, String)> {
    events.iter().map(|event| (event["s"].as_u64().unwrap_or(0), event["d"]["content"].as_str().unwrap_or_default().to_owned())).collect()
}

#[tokio::test]
async fn duplicated_and_reordered_events_are_replayed_as_they_were_sent() {
    type Prepare = fn(&LocalDiscord);
    let cases: [(&str, Prepare, &[&str]); 5] = [
        ("as they are", |_| (), &["a", "b", "c"]),
        ("twice", |discord| discord.duplicate_events(2), &["a", "a", "b", "b", "c"]),
        ("reversed", |discord| discord.reorder_events(3), &["c", "b", "a"]),
        ("held", |discord| discord.reorder_events(4), &[]),
        ("forgotten", |discord| (discord.duplicate_events(9), discord.clear_faults()).1, &["a", "b", "c"]),
    ];
    for (what, prepare, expected) in cases {
        let (discord, mut gateway, _) = start().await;
        gateway.event("GUILD_CREATE").await;
        let before = gateway.sequence;
        prepare(&discord);
        say(&discord, &["a", "b", "c"]);
        let events = seen(&gateway.rest().await);
        let numbered: Vec<(u64, String)> = (before + 1..).zip(expected.iter().map(|text| (*text).to_owned())).collect();
        assert_eq!(events, numbered, "{what}");
        let mut again = Gateway::connect(&discord).await;
        again.send(json!({"op": 6, "d": {"token": discord.token(), "session_id": gateway.session, "seq": before}})).await;
        let mut replayed = again.rest().await;
        assert_eq!(replayed.pop().unwrap()["t"], "RESUMED", "{what}");
        assert_eq!(seen(&replayed), numbered, "{what}");
    }
}

#[tokio::test]
async fn held_events_come_when_the_faults_are_cleared() {
    let ends: [fn(&LocalDiscord); 2] = [LocalDiscord::clear_faults, |discord| discord.reorder_events(0)];
    for end in ends {
        let (discord, mut gateway, _) = start().await;
        gateway.event("GUILD_CREATE").await;
        discord.reorder_events(10);
        say(&discord, &["a", "b"]);
        assert!(gateway.rest().await.is_empty());
        end(&discord);
        say(&discord, &["c"]);
        let contents: Vec<_> = seen(&gateway.rest().await).into_iter().map(|(_, text)| text).collect();
        assert_eq!(contents, ["a", "b", "c"]);
    }
}

#[tokio::test]
async fn what_follows_a_late_event_waits_behind_it() {
    let (discord, mut gateway, _) = start().await;
    gateway.event("GUILD_CREATE").await;
    discord.delay_events(Duration::from_millis(400), 1);
    say(&discord, &["a", "b"]);
    gateway.send(json!({"op": 1, "d": null})).await;
    assert!(gateway.rest().await.is_empty());
    assert_eq!(gateway.payload().await["d"]["content"], "a");
    assert_eq!(gateway.payload().await["d"]["content"], "b");
    assert_eq!(gateway.payload().await["op"], 11);
}

#[tokio::test]
async fn an_event_that_nobody_gets_uses_up_no_fault() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    discord.duplicate_events(1);
    say(&discord, &["nobody is here"]);
    let mut gateway = Gateway::identify(&discord, USUAL).await;
    gateway.event("GUILD_CREATE").await;
    say(&discord, &["twice"]);
    assert_eq!(gateway.rest().await.len(), 2);
}

#[tokio::test]
async fn broken_frames_and_a_heartbeat_on_request() {
    let (discord, mut gateway, _) = start().await;
    gateway.event("GUILD_CREATE").await;
    discord.send_raw("{\"op\":0,\"t\":\"MESS");
    assert!(matches!(gateway.frame().await, Some(Message::Text(text)) if text.as_str() == "{\"op\":0,\"t\":\"MESS"));
    discord.send_raw_bytes(&[0, 159, 146, 150]);
    assert!(matches!(gateway.frame().await, Some(Message::Binary(bytes)) if bytes.as_ref() == [0, 159, 146, 150]));
    discord.request_heartbeat();
    assert_eq!(gateway.payload().await["op"], 1);
    assert!(discord.violations().is_empty());
}
