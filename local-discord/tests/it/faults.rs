//! Bad days on demand.

use local_discord::{Fault, LocalDiscord, Setup, defaults};
use serde_json::json;
use std::time::{Duration, Instant};

use crate::bot::{Gateway, USUAL, start};

#[tokio::test]
async fn failing_requests() {
    let (discord, _gateway, http) = start().await;
    discord.fail_next("POST", "/channels/*/messages", 500, json!({"message": "500: Internal Server Error", "code": 0}), 2);
    assert_eq!(http.get("/users/@me").await.0, 200);
    for status in [500, 500, 200] {
        assert_eq!(http.say(json!({"content": "x"})).await.0, status);
    }
    assert_eq!(discord.messages(defaults::GENERAL).len(), 1);
    discord.fault(Fault::on("POST", "/channels").status(502, json!("<html>")).after_effect());
    assert_eq!(http.say(json!({"content": "x"})).await.0, 502);
    assert_eq!(discord.messages(defaults::GENERAL).len(), 2);
    discord.fail_next("*", "", 401, json!({}), 1);
    discord.clear_faults();
    assert_eq!(http.get("/users/@me").await.0, 200);
    assert!(discord.violations().is_empty());
}

#[tokio::test]
async fn slow_requests_and_headers() {
    let (discord, _gateway, http) = start().await;
    discord.delay_next("GET", "/users/@me", Duration::from_millis(120), 1);
    let before = Instant::now();
    assert_eq!(http.get("/users/@me").await.0, 200);
    assert!(before.elapsed() >= Duration::from_millis(120));
    discord.fault(Fault::on("GET", "/users").status(429, json!({"retry_after": 1.5})).header("retry-after", "2"));
    let url = format!("{}/users/@me", discord.api_url());
    let response = reqwest::get(url).await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers()["retry-after"].to_str().unwrap()), (429, "2"));
}

#[tokio::test]
async fn gateways_end() {
    for (code, seen) in [(Some(4000), 4000), (Some(1012), 1012), (None, 0)] {
        let (discord, mut gateway, _) = start().await;
        discord.close_gateway(code);
        let closed = gateway.closed().await;
        // tungstenite reports a close frame without a code as `None`.
        assert_eq!(closed, seen, "{code:?}");
    }
    let (discord, mut gateway, _) = start().await;
    discord.reconnect();
    loop {
        if gateway.payload().await["op"] == 7 {
            break;
        }
    }
}

#[tokio::test]
async fn upgrades_are_refused() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    discord.refuse_upgrades(2);
    for _ in 0..2 {
        assert!(tokio_tungstenite::connect_async(discord.gateway_url()).await.is_err());
    }
    Gateway::identify(&discord, USUAL).await;
    assert_eq!(discord.upgrades(), 3);
}

#[tokio::test]
async fn answers_break_on_the_way() {
    let (discord, _gateway, http) = start().await;
    let url = format!("{}/channels/{}", discord.api_url(), defaults::GENERAL);
    let ask = || reqwest::Client::new().get(&url).header("authorization", format!("Bot {}", discord.token())).send();
    let whole = ask().await.unwrap().bytes().await.unwrap();

    for n in [0, 20, whole.len()] {
        discord.fault(Fault::on("GET", "/channels").truncate(n));
        let response = ask().await.unwrap();
        assert!(response.status() == 200 && response.content_length().unwrap() > n as u64, "{n}");
        assert!(response.bytes().await.is_err(), "{n}");
    }
    discord.fault(Fault::on("GET", "/channels").drip(100, Duration::from_millis(1)));
    assert_eq!(ask().await.unwrap().bytes().await.unwrap(), whole);
    discord.fault(Fault::on("GET", "/channels").drop_connection());
    assert!(ask().await.is_err());
    discord.fault(Fault::on("GET", "/channels").garbage("{\"id\": "));
    let response = ask().await.unwrap();
    assert_eq!((response.headers()["content-type"].to_str().unwrap(), response.status().as_u16()), ("application/json", 200));
    assert_eq!(response.text().await.unwrap(), "{\"id\": ");
    // A body of the fault's own is cut as well.
    discord.fault(Fault::on("GET", "/channels").status(500, json!("<html>")).truncate(3));
    assert!(ask().await.unwrap().bytes().await.is_err());
    assert_eq!(ask().await.unwrap().bytes().await.unwrap(), whole);

    // What was asked is done all the same; an answer without a body has nothing to cut.
    discord.fault(Fault::on("POST", "/channels").truncate(5));
    let client = reqwest::Client::new().post(format!("{url}/messages")).header("authorization", format!("Bot {}", discord.token()));
    assert!(client.json(&json!({"content": "x"})).send().await.unwrap().bytes().await.is_err());
    assert_eq!(discord.messages(defaults::GENERAL).len(), 1);
    discord.fault(Fault::on("POST", "/channels").truncate(5));
    assert_eq!(http.send("POST", &format!("/channels/{}/typing", defaults::GENERAL), serde_json::Value::Null).await.0, 204);
}
