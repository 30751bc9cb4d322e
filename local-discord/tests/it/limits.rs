//! Rate limits: headers always, refusals where they are enforced.

use std::time::Duration;

use local_discord::{LocalDiscord, RateLimits, Setup, defaults};
use serde_json::{Value, json};

use crate::bot::{Gateway, SOON, USUAL, respond, start_with};

/// Sends a request and shows status, headers and body.
async fn asked(discord: &LocalDiscord, method: &str, path: &str, body: Value) -> (u16, reqwest::header::HeaderMap, Value) {
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = reqwest::Client::new().request(method, format!("{}{path}", discord.api_url()));
    request = request.header("authorization", format!("Bot {}", discord.token()));
    if !body.is_null() {
        request = request.json(&body);
    }
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    (status, headers, serde_json::from_str(&response.text().await.unwrap()).unwrap_or(Value::Null))
}

fn number(headers: &reqwest::header::HeaderMap, name: &str) -> f64 {
    headers[name].to_str().unwrap().parse().unwrap()
}

/// Periods so long that none ends while a test runs.
fn slow() -> RateLimits {
    RateLimits { time_scale: 600.0, ..RateLimits::default() }
}

/// Five messages in this time instead of five seconds.
fn fast() -> Setup {
    Setup::default().rate_limits(RateLimits { time_scale: 0.1, ..RateLimits::default() }).enforce_rate_limits()
}

fn messages(channel: u64) -> String {
    format!("/channels/{channel}/messages")
}

#[tokio::test]
async fn headers_alone() {
    let (discord, _gateway, _http) = start_with(Setup::default().rate_limits(slow())).await;
    let path = messages(defaults::GENERAL);
    let mut bucket = None;
    for remaining in [4.0, 3.0, 2.0, 1.0, 0.0, 0.0, 0.0] {
        let (status, headers, _) = asked(&discord, "POST", &path, json!({"content": "x"})).await;
        assert_eq!((status, number(&headers, "x-ratelimit-limit"), number(&headers, "x-ratelimit-remaining")), (200, 5.0, remaining));
        let left = number(&headers, "x-ratelimit-reset-after");
        assert!(left > 0.0 && left <= 3000.0, "{left}");
        assert!(number(&headers, "x-ratelimit-reset") > 1_700_000_000.0);
        let name = headers["x-ratelimit-bucket"].clone();
        assert_eq!(bucket.get_or_insert(name.clone()), &name);
    }
    // Another channel has its own count in the same bucket.
    let (_, headers, _) = asked(&discord, "POST", &messages(defaults::OTHER), json!({"content": "x"})).await;
    assert_eq!((number(&headers, "x-ratelimit-remaining"), Some(&headers["x-ratelimit-bucket"])), (4.0, bucket.as_ref()));
    // A refusal counts and carries the headers as well; nobody's requests are not counted.
    assert!(asked(&discord, "POST", &path, json!({})).await.1.contains_key("x-ratelimit-limit"));
    let nobody = reqwest::get(format!("{}/users/@me", discord.api_url())).await.unwrap();
    assert!(nobody.status() == 401 && !nobody.headers().contains_key("x-ratelimit-limit"));
    assert!(!discord.violations().iter().any(|violation| violation.message.contains("rate limited")));
}

#[tokio::test]
async fn a_hammering_bot_is_refused() {
    let discord = LocalDiscord::start(fast()).await.unwrap();
    let path = messages(defaults::GENERAL);
    let (mut passed, mut refusal) = (0, None);
    for _ in 0..1000 {
        let (status, headers, body) = asked(&discord, "POST", &path, json!({"content": "x"})).await;
        if status != 200 {
            assert_eq!(status, 429);
            refusal = Some((headers, body));
            break;
        }
        passed += 1;
    }
    let (headers, body) = refusal.expect("no refusal");
    // On a machine that stalls the period may begin anew in between.
    assert!(passed >= 5, "{passed}");
    assert_eq!(body["message"], "You are being rate limited.");
    assert_eq!((&body["global"], body.get("code")), (&json!(false), None));
    assert_eq!(
        (&headers["retry-after"], &headers["x-ratelimit-scope"], headers.get("x-ratelimit-global")),
        (&"1".parse().unwrap(), &"user".parse().unwrap(), None)
    );
    // Another channel is not concerned.
    assert_eq!(asked(&discord, "POST", &messages(defaults::OTHER), json!({"content": "x"})).await.0, 200);
    tokio::time::sleep(Duration::from_secs_f64(body["retry_after"].as_f64().unwrap())).await;
    assert_eq!(asked(&discord, "POST", &path, json!({"content": "x"})).await.0, 200);
    assert_eq!(discord.messages(defaults::GENERAL).len(), passed + 1);
    assert!(discord.violations().is_empty());
    assert_eq!(discord.invalid_requests(), 1);
}

#[tokio::test]
async fn impatience_is_a_violation() {
    let discord = LocalDiscord::start(Setup::default().rate_limits(slow()).enforce_rate_limits()).await.unwrap();
    let path = messages(defaults::GENERAL);
    for _ in 0..5 {
        assert_eq!(asked(&discord, "POST", &path, json!({"content": "x"})).await.0, 200);
    }
    // The first 429 tells the bot; who then does not wait could know.
    assert_eq!(asked(&discord, "POST", &path, json!({"content": "x"})).await.0, 429);
    assert!(discord.violations().is_empty());
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(asked(&discord, "POST", &path, json!({"content": "x"})).await.0, 429);
    assert_eq!(discord.violations().len(), 1);
}

#[tokio::test]
async fn global_limit_without_interactions() {
    let setup = Setup::default().rate_limits(RateLimits { enforced: true, global: 3, ..slow() });
    let (discord, mut gateway, http) = start_with(setup).await;
    assert_eq!(http.register(json!([{"name": "ping", "description": "d"}])).await.0, 200);
    for path in ["/users/@me", "/gateway"] {
        assert_eq!(http.get(path).await.0, 200);
    }
    let (status, headers, body) = asked(&discord, "GET", "/users/@me", Value::Null).await;
    assert_eq!(
        (status, &body["global"], &headers["x-ratelimit-global"], &headers["x-ratelimit-scope"]),
        (429, &json!(true), &"true".parse().unwrap(), &"global".parse().unwrap())
    );
    let run = discord.slash(defaults::MEMBER, defaults::GENERAL, "ping", Value::Null).unwrap();
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!(respond(&http, &event, json!({"type": 4, "data": {"content": "pong"}})).await.0, 204);
    assert_eq!(run.message(SOON).await.unwrap()["content"], "pong");
}

#[tokio::test]
async fn commands_a_day() {
    let setup = Setup::default().rate_limits(RateLimits { enforced: true, command_creates: 2, ..RateLimits::default() });
    let discord = LocalDiscord::start(setup).await.unwrap();
    let path = format!("/applications/{}/commands", defaults::BOT);
    let command = |name: &str| json!({"name": name, "description": "d"});
    for (name, status) in [("a", 201), ("b", 201), ("a", 200), ("c", 400)] {
        let (got, _, body) = asked(&discord, "POST", &path, command(name)).await;
        assert_eq!(got, status, "{name} {body}");
        assert_eq!(body["code"] == 30_034, status == 400);
    }
    // To put what is there again makes nothing new, and a guild counts for itself.
    assert_eq!(asked(&discord, "PUT", &path, json!([command("a"), command("b")])).await.0, 200);
    let guild = format!("/applications/{}/guilds/{}/commands", defaults::BOT, defaults::GUILD);
    assert_eq!(asked(&discord, "PUT", &guild, json!([command("a"), command("b")])).await.0, 200);
    assert_eq!(asked(&discord, "PUT", &guild, json!([command("c")])).await.2["code"], 30_034);
}

#[tokio::test]
async fn too_many_invalid_requests() {
    let setup = Setup::default().rate_limits(RateLimits { enforced: true, invalid_requests: 2, ..RateLimits::default() });
    let discord = LocalDiscord::start(setup).await.unwrap();
    Gateway::identify(&discord, USUAL).await;
    for _ in 0..3 {
        assert_eq!(reqwest::get(format!("{}/users/@me", discord.api_url())).await.unwrap().status(), 401);
    }
    let (status, headers, body) = asked(&discord, "GET", "/users/@me", Value::Null).await;
    assert_eq!((status, headers.contains_key("retry-after")), (429, true));
    assert!(body["message"].as_str().unwrap().contains("blocked"));
    assert_eq!((discord.invalid_requests(), discord.violations().len()), (4, 1));
}
