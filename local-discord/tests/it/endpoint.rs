//! Interactions over HTTP: the bot is a small web server that checks signatures.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use ed25519_dalek::{Signature, VerifyingKey};
use local_discord::{Error, Forgery, Interaction, LocalDiscord, Setup, Timing, defaults};
use serde_json::{Value, json};

use crate::bot::{Gateway, Http, SOON, USUAL, respond, webhook};

/// How the bot answers an interaction whose signature it has not refused.
#[derive(Clone, Debug)]
enum Manner {
    Json(Value),
    Text(u16, &'static str),
    Multipart(Value),
    /// 202 first, the response later through REST.
    Accepted,
    /// The response through REST first, and then this one.
    Twice(Value),
    Slow(Duration),
}

/// The bot.
#[derive(Debug)]
struct Bot {
    key: Option<VerifyingKey>,
    manner: Mutex<Manner>,
    /// What it answers to a ping.
    pong: (u16, &'static str),
    seen: Mutex<Vec<(HeaderMap, Value)>>,
    http: Http,
}

impl Bot {
    fn new(discord: &LocalDiscord) -> Self {
        let bytes: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&discord.public_key()[at * 2..at * 2 + 2], 16).unwrap()).collect();
        let key = VerifyingKey::from_bytes(&bytes.try_into().unwrap()).unwrap();
        let manner = Mutex::new(Manner::Text(500, ""));
        Self { key: Some(key), manner, pong: (200, "{\"type\":1}"), seen: Mutex::default(), http: Http::new(discord) }
    }

    fn verified(&self, headers: &HeaderMap, body: &[u8]) -> bool {
        let Some(key) = &self.key else {
            return true;
        };
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let digits = text("x-signature-ed25519");
        let bytes: Vec<u8> = (0..digits.len() / 2).filter_map(|at| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).ok()).collect();
        let message = [text("x-signature-timestamp").as_bytes(), body].concat();
        Signature::from_slice(&bytes).is_ok_and(|signature| key.verify_strict(&message, &signature).is_ok())
    }

    /// Starts listening; returns the URL.
    async fn listen(self) -> (String, Arc<Self>) {
        let bot = Arc::new(self);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/interactions", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(bot.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (url, bot)
    }

    fn behave(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }
}

async fn answer(State(bot): State<Arc<Bot>>, headers: HeaderMap, body: Bytes) -> Response {
    if !bot.verified(&headers, &body) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let event: Value = serde_json::from_slice(&body).unwrap();
    bot.seen.lock().unwrap().push((headers, event.clone()));
    let status = |status: u16| StatusCode::from_u16(status).unwrap();
    if event["type"] == 1 {
        return (status(bot.pong.0), bot.pong.1).into_response();
    }
    let hello = json!({"type": 4, "data": {"content": "through REST"}});
    let manner = bot.manner.lock().unwrap().clone();
    match manner {
        Manner::Json(json) => axum::Json(json).into_response(),
        Manner::Text(code, text) => (status(code), text).into_response(),
        Manner::Multipart(json) => {
            let body = format!(
                "--b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n\
                 --b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n{json}\r\n--b--\r\n"
            );
            ([(header::CONTENT_TYPE, "multipart/form-data; boundary=b")], body).into_response()
        }
        Manner::Accepted => {
            let http = bot.http.clone();
            tokio::spawn(async move { respond(&http, &event, hello).await });
            StatusCode::ACCEPTED.into_response()
        }
        Manner::Twice(json) => {
            assert_eq!(respond(&bot.http, &event, hello).await.0, 204);
            axum::Json(json).into_response()
        }
        Manner::Slow(delay) => {
            tokio::time::sleep(delay).await;
            axum::Json(hello).into_response()
        }
    }
}

/// A server with a command and a bot behind an endpoint that has passed.
async fn start(setup: Setup) -> (LocalDiscord, Arc<Bot>, Http) {
    let discord = LocalDiscord::start(setup).await.unwrap();
    let (url, bot) = Bot::new(&discord).listen().await;
    discord.set_interactions_endpoint(Some(&url)).await.unwrap();
    let http = Http::new(&discord);
    let options = json!([{"type": 3, "name": "job", "description": "d", "autocomplete": true}]);
    assert_eq!(http.register(json!([{"name": "c", "description": "d", "options": options}])).await.0, 200);
    (discord, bot, http)
}

fn run(discord: &LocalDiscord) -> Interaction {
    discord.slash(defaults::MEMBER, defaults::GENERAL, "c", json!({})).unwrap()
}

/// Waits until the bot has broken a rule.
async fn violation(discord: &LocalDiscord) -> local_discord::Violation {
    let search = async {
        loop {
            if let Some(found) = discord.take_violations().pop() {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(SOON, search).await.expect("no violation")
}

#[tokio::test]
async fn an_endpoint_is_tried_first() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    let http = Http::new(&discord);
    let (_, application) = http.get("/applications/@me").await;
    assert_eq!((&application["verify_key"], &application["interactions_endpoint_url"]), (&json!(discord.public_key()), &Value::Null));
    let (good, _) = Bot::new(&discord).listen().await;
    let (gullible, _) = Bot { key: None, ..Bot::new(&discord) }.listen().await;
    let (wrong_key, _) = Bot { key: Some(VerifyingKey::default()), ..Bot::new(&discord) }.listen().await;
    let mut urls = vec![gullible, wrong_key, "http://127.0.0.1:1/".to_owned(), good.replace("http", "https"), "http://discord.com/".to_owned()];
    for pong in [(200, "{\"type\":4}"), (200, "pong"), (200, ""), (204, ""), (201, "{\"type\":1}"), (500, "{\"type\":1}")] {
        urls.push(Bot { pong, ..Bot::new(&discord) }.listen().await.0);
    }
    for url in &urls {
        let refused = discord.set_interactions_endpoint(Some(url)).await;
        assert!(matches!(refused, Err(Error::Endpoint(_))), "{url}");
        let (status, answer) = http.send("PATCH", "/applications/@me", json!({"interactions_endpoint_url": url})).await;
        let error = &answer["errors"]["interactions_endpoint_url"]["_errors"][0];
        assert_eq!((status, &answer["code"], &error["code"]), (400, &json!(50_035), &json!("APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID")), "{url}");
    }
    assert_eq!(discord.take_violations().len(), urls.len());
    assert_eq!(discord.interactions_endpoint(), None);
    for url in [json!(good), Value::Null, json!(good)] {
        let (status, answer) = http.send("PATCH", "/applications/@me", json!({"interactions_endpoint_url": url})).await;
        assert_eq!((status, &answer["interactions_endpoint_url"]), (200, &url));
    }
    assert_eq!(discord.interactions_endpoint().as_ref(), Some(&good));
    discord.set_interactions_endpoint(None).await.unwrap();
    assert_eq!(discord.interactions_endpoint(), None);
    assert!(discord.violations().is_empty());
}

#[tokio::test]
async fn changing_the_application() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    let http = Http::new(&discord);
    for body in [json!({"description": "Says what jobs pay.", "tags": ["pay"]}), json!({"flags": 0, "custom_install_url": "https://example.com"}), json!({})] {
        assert_eq!(http.send("PATCH", "/applications/@me", body.clone()).await.0, 200, "{body}");
    }
    assert_eq!(http.get("/applications/@me").await.1["description"], "Says what jobs pay.");
    for body in [
        json!({"description": "x".repeat(401)}),
        json!({"tags": ["1", "2", "3", "4", "5", "6"]}),
        json!({"tags": ["x".repeat(21)]}),
        json!({"custom_install_url": "example.com"}),
        json!({"event_webhooks_status": 3}),
        json!({"integration_types_config": {"2": {}}}),
        json!({"interactions_endpoint_url": 1}),
        json!({"interaction_endpoint_url": "http://127.0.0.1/"}),
        json!([]),
    ] {
        assert_eq!(http.send("PATCH", "/applications/@me", body.clone()).await.1["code"], 50_035, "{body}");
    }
    let mut stranger = http;
    stranger.token = "x".to_owned();
    assert_eq!(stranger.send("PATCH", "/applications/@me", json!({"description": "x"})).await.0, 401);
}

#[tokio::test]
async fn instead_of_the_gateway() {
    let (discord, bot, _http) = start(Setup::default()).await;
    bot.behave(Manner::Json(json!({"type": 4, "data": {"content": "hello"}})));
    let mut gateway = Gateway::identify(&discord, USUAL).await;
    assert_eq!(run(&discord).message(SOON).await.unwrap()["content"], "hello");
    let names: Vec<Value> = gateway.rest().await.iter().map(|payload| payload["t"].clone()).collect();
    assert_eq!(names, ["GUILD_CREATE", "MESSAGE_CREATE"]);
    let (headers, by_http) = bot.seen.lock().unwrap().last().cloned().unwrap();
    assert_eq!(headers["user-agent"], "Discord-Interactions/1.0 (+https://discord.com)");
    assert_eq!(headers["content-type"], "application/json");
    discord.set_interactions_endpoint(None).await.unwrap();
    run(&discord);
    let by_gateway = gateway.event("INTERACTION_CREATE").await;
    let keys = |event: &Value| event.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&by_http), keys(&by_gateway));
    assert!(discord.violations().is_empty());
}

#[tokio::test]
async fn inline_responses_of_each_kind() {
    let (discord, bot, http) = start(Setup::default()).await;
    let row = json!([{"type": 1, "components": [{"type": 2, "style": 1, "label": "next", "custom_id": "next"}]}]);
    bot.behave(Manner::Json(json!({"type": 4, "data": {"content": "page 1", "components": row, "flags": 64}})));
    let first = run(&discord).message(SOON).await.unwrap();
    assert!(Interaction::is_ephemeral(&first));
    let id = first["id"].as_str().unwrap().parse().unwrap();
    let press = || discord.press(defaults::MEMBER, id, "next").unwrap();
    bot.behave(Manner::Json(json!({"type": 7, "data": {"content": "page 2"}})));
    assert_eq!(press().message(SOON).await.unwrap()["content"], "page 2");

    for (pressed, body) in [(false, json!({"type": 5})), (true, json!({"type": 6}))] {
        bot.behave(Manner::Json(body.clone()));
        let interaction = if pressed { press() } else { run(&discord) };
        assert_eq!(interaction.response(SOON).await.unwrap(), body);
        assert!(matches!(interaction.message(Duration::from_millis(50)).await, Err(Error::Timeout { .. })));
        let hook = format!("/webhooks/{}/{}", defaults::BOT, interaction.token());
        http.send("PATCH", &format!("{hook}/messages/@original"), json!({"content": "edited"})).await;
        assert_eq!(interaction.message(SOON).await.unwrap()["content"], "edited");
        http.send("POST", &hook, json!({"content": "more"})).await;
        assert_eq!(interaction.followup(0, SOON).await.unwrap()["content"], "more");
    }

    bot.behave(Manner::Json(json!({"type": 8, "data": {"choices": [{"name": "Nurse", "value": "nurse"}]}})));
    let choices = discord.autocomplete(defaults::MEMBER, defaults::GENERAL, "c", json!({"job": "nu"}), "job").await.unwrap();
    assert_eq!(choices[0]["value"], "nurse");

    let field = json!([{"type": 1, "components": [{"type": 4, "custom_id": "pay", "style": 1, "label": "Pay"}]}]);
    bot.behave(Manner::Json(json!({"type": 9, "data": {"custom_id": "m", "title": "t", "components": field}})));
    let opener = run(&discord);
    assert_eq!(opener.response(SOON).await.unwrap()["type"], 9);
    bot.behave(Manner::Json(json!({"type": 4, "data": {"content": "thanks"}})));
    let sent = discord.submit_modal(defaults::MEMBER, &opener, &[("pay", "100")]).unwrap();
    assert_eq!(sent.message(SOON).await.unwrap()["content"], "thanks");
    assert!(discord.violations().is_empty(), "{:?}", discord.violations());
}

#[tokio::test]
async fn files_in_an_inline_response() {
    let (discord, bot, _http) = start(Setup::default()).await;
    bot.behave(Manner::Multipart(json!({"type": 4, "data": {"attachments": [{"id": 0, "description": "d"}]}})));
    let message = run(&discord).message(SOON).await.unwrap();
    assert_eq!(message["attachments"][0]["description"], "d");
    assert_eq!(discord.attachment(message["id"].as_str().unwrap().parse().unwrap(), 0).as_deref(), Some(&b"hello"[..]));
    let request = discord.wait_for_request("HTTP", "/interactions/*/*/callback", SOON).await.unwrap();
    assert_eq!((request.status, request.files[0].filename.as_str()), (204, "a.txt"));
}

#[tokio::test]
async fn accepted_then_answered_through_rest() {
    let (discord, bot, http) = start(Setup::default()).await;
    bot.behave(Manner::Accepted);
    assert_eq!(run(&discord).message(SOON).await.unwrap()["content"], "through REST");
    assert!(discord.violations().is_empty());
    // Only one first response, whichever way each comes.
    bot.behave(Manner::Twice(json!({"type": 4, "data": {"content": "inline"}})));
    assert_eq!(run(&discord).message(SOON).await.unwrap()["content"], "through REST");
    assert_eq!(violation(&discord).await.code, 40_060);
    bot.behave(Manner::Json(json!({"type": 4, "data": {"content": "inline"}})));
    let interaction = run(&discord);
    interaction.response(SOON).await.unwrap();
    let event = json!({"id": interaction.id().to_string(), "token": interaction.token()});
    assert_eq!(respond(&http, &event, json!({"type": 5})).await.1["code"], 40_060);
    assert_eq!(http.send("POST", &webhook(&event), json!({"content": "more"})).await.0, 200);
}

#[tokio::test]
async fn answers_that_are_none() {
    let (discord, bot, _http) = start(Setup::default()).await;
    for (manner, code) in [
        (Manner::Text(200, "{\"type\":"), 50_109),
        (Manner::Text(200, ""), 50_035),
        (Manner::Text(202, "soon"), 202),
        (Manner::Text(204, ""), 204),
        (Manner::Text(401, ""), 401),
        (Manner::Text(500, "<html>"), 500),
        (Manner::Json(json!({"type": 1})), 50_035),
        (Manner::Json(json!({"type": 7, "data": {"content": "x"}})), 50_035),
        (Manner::Json(json!({"type": 4, "data": {"content": ""}})), 50_006),
        (Manner::Json(json!({"type": 4, "data": {"contents": "x"}})), 50_035),
        (Manner::Multipart(json!({"type": 4, "data": {"content": "x".repeat(2001)}})), 50_035),
    ] {
        bot.behave(manner.clone());
        let interaction = run(&discord);
        let found = violation(&discord).await;
        assert!(interaction.response(Duration::ZERO).await.is_err(), "{manner:?}");
        assert_eq!((found.code, found.method.as_str()), (code, "HTTP"), "{manner:?}: {}", found.message);
    }
    assert!(discord.messages(defaults::GENERAL).is_empty());
}

#[tokio::test]
async fn an_answer_that_comes_late() {
    let timing = Timing { first_response: Duration::from_secs(1), ..Timing::default() };
    let (discord, bot, _http) = start(Setup::default().timing(timing)).await;
    bot.behave(Manner::Slow(Duration::from_millis(1200)));
    let interaction = run(&discord);
    assert!(matches!(interaction.response(SOON).await, Err(Error::NoAnswer(_))));
    let found = violation(&discord).await;
    assert_eq!((found.code, found.method.as_str()), (0, "HTTP"), "{}", found.message);
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(discord.messages(defaults::GENERAL).is_empty());
}

#[tokio::test]
async fn forged_interactions() {
    let (discord, bot, _http) = start(Setup::default()).await;
    bot.behave(Manner::Json(json!({"type": 4, "data": {"content": "hello"}})));
    discord.forge_every(2);
    for _ in 0..4 {
        run(&discord).message(SOON).await.unwrap();
    }
    // Each kind in its turn, and the bot has seen none of them: it has seen a ping and four interactions.
    for kind in ["/other-body", "/no-headers"] {
        assert_eq!(discord.wait_for_request("FORGED", kind, SOON).await.unwrap().status, 401, "{kind}");
    }
    assert_eq!(bot.seen.lock().unwrap().len(), 5);
    discord.forge_every(0);
    let seen = bot.seen.lock().unwrap().len();
    for (forgery, status) in
        [(Forgery::BadSignature, 401), (Forgery::OtherBody, 401), (Forgery::NoHeaders, 401), (Forgery::TruncatedSignature, 401), (Forgery::StaleTimestamp, 200)]
    {
        assert_eq!(discord.send_forged_interaction(forgery).await.unwrap(), status, "{forgery:?}");
    }
    // The stale one alone came through, and nobody waits for it.
    assert_eq!(bot.seen.lock().unwrap().len(), seen + 1);
    assert_eq!(discord.messages(defaults::GENERAL).len(), 4);
    assert!(discord.violations().is_empty());
    discord.set_interactions_endpoint(None).await.unwrap();
    assert!(matches!(discord.send_forged_interaction(Forgery::BadSignature).await, Err(Error::Endpoint(_))));
}

#[tokio::test]
async fn an_endpoint_that_grows_careless() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    // It looks at signatures of pings only.
    let careful = Arc::new(Bot::new(&discord));
    let router = Router::new().fallback(async |State(bot): State<Arc<Bot>>, headers: HeaderMap, body: Bytes| {
        let ping = serde_json::from_slice::<Value>(&body).unwrap()["type"] == 1;
        if ping { answer(State(bot), headers, body).await } else { StatusCode::ACCEPTED.into_response() }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router.with_state(careful)).await });
    discord.set_interactions_endpoint(Some(&url)).await.unwrap();
    discord.forge_every(1);
    discord.slash_raw(defaults::MEMBER, defaults::GENERAL, json!({"id": "1", "name": "c", "type": 1})).unwrap();
    let found = violation(&discord).await;
    assert_eq!((found.code, found.method.as_str()), (202, "FORGED"));
    assert_eq!(discord.send_forged_interaction(Forgery::OtherBody).await.unwrap(), 202);
    assert_eq!(discord.send_forged_interaction(Forgery::StaleTimestamp).await.unwrap(), 202);
    assert_eq!(discord.take_violations().len(), 1);
}
