//! Independent judges: who finds what, and that none refuses what Discord takes.

use std::{io::Write as _, path::PathBuf};

use local_discord::{Error, Judge, LocalDiscord, Setup, defaults};
use serde_json::{Value, json};

use crate::bodies::{button, menu, repeat, row, x};
use crate::bot::{Gateway, Http, USUAL, respond, start, start_with};

/// What is sent where.
enum Sent {
    /// A message in a channel.
    Say(Value),
    /// One command, registered with others.
    Register(Value),
    /// The first response to a command.
    Respond(Value),
    /// The same to an autocompletion.
    Complete(Value),
}
use Sent::{Complete, Register, Respond, Say};

/// A server with a command, and its bot.
struct Bench {
    discord: LocalDiscord,
    gateway: Gateway,
    http: Http,
}

impl Bench {
    async fn start() -> Self {
        let (discord, gateway, http) = start().await;
        let option = json!({"type": 3, "name": "o", "description": "d", "autocomplete": true});
        assert_eq!(http.register(json!([{"name": "c", "description": "d", "options": [option]}])).await.0, 200);
        Self { discord, gateway, http }
    }

    async fn send(&mut self, sent: Sent) -> (u16, Value) {
        match sent {
            Say(body) => self.http.say(body).await,
            Register(command) => {
                // In a guild, so that the command of the bench stays.
                let path = format!("/applications/{}/guilds/{}/commands", defaults::BOT, defaults::GUILD);
                self.http.send("PUT", &path, json!([command])).await
            }
            Respond(body) => {
                self.discord.slash(defaults::MEMBER, defaults::GENERAL, "c", json!({})).unwrap();
                self.answer(body).await
            }
            Complete(body) => {
                self.discord.autocomplete_start(defaults::MEMBER, defaults::GENERAL, "c", json!({"o": "x"}), "o").unwrap();
                self.answer(body).await
            }
        }
    }

    async fn answer(&mut self, body: Value) -> (u16, Value) {
        let event = self.gateway.event("INTERACTION_CREATE").await;
        respond(&self.http, &event, body).await
    }

    fn has_openapi(&self) -> bool {
        let has = self.discord.judges().contains(&Judge::OpenApi);
        if !has {
            // Not by a macro, whose lines are shown for failed tests alone; and once.
            static SAID: std::sync::Once = std::sync::Once::new();
            SAID.call_once(|| {
                let _ = writeln!(std::io::stderr(), "skipped: Discord's OpenAPI file does not judge, LOCAL_DISCORD_OPENAPI is not set");
            });
        }
        has
    }
}

fn embed(embed: Value) -> Sent {
    Respond(json!({"type": 4, "data": {"embeds": [embed]}}))
}

fn components(components: Value) -> Sent {
    Say(row(components))
}

fn options(options: Value) -> Sent {
    Register(json!({"name": "n", "description": "d", "options": options}))
}

fn option(name: &str, required: bool) -> Value {
    json!({"type": 3, "name": name, "description": "d", "required": required})
}

fn choices(n: usize, name: &str) -> Value {
    repeat(n, |at| json!({"name": format!("{name}{at}"), "value": at.to_string()}))
}

fn modal(title: &str) -> Sent {
    let input = json!({"type": 4, "custom_id": "i", "style": 1, "label": "l"});
    Respond(json!({"type": 9, "data": {"custom_id": "m", "title": title, "components": [{"type": 1, "components": [input]}]}}))
}

/// Broken bodies with the judges that object: `h` by hand, `o` OpenAPI, `t` twilight.
fn broken() -> Vec<(&'static str, Sent, &'static str)> {
    let rows = |n: usize| repeat(n, |at| json!({"type": 1, "components": [button(&at.to_string())]}));
    let named = |name: &str| Register(json!({"name": name, "description": "d"}));
    vec![
        ("content of 2,001", Respond(json!({"type": 4, "data": {"content": x(2001)}})), "hot"),
        ("embed's title of 257", embed(json!({"title": x(257)})), "hot"),
        ("embed's description of 4,097", embed(json!({"description": x(4097)})), "hot"),
        ("field's name of 257", embed(json!({"fields": [{"name": x(257), "value": "v"}]})), "hot"),
        ("field's value of 1,025", embed(json!({"fields": [{"name": "n", "value": x(1025)}]})), "hot"),
        ("footer of 2,049", embed(json!({"title": "t", "footer": {"text": x(2049)}})), "hot"),
        ("26 fields", embed(json!({"fields": repeat(26, |_| json!({"name": "n", "value": "v"}))})), "hot"),
        ("11 embeds", Say(json!({"embeds": repeat(11, |_| json!({"title": "t"}))})), "hot"),
        ("6,001 characters in two embeds", Say(json!({"embeds": [{"description": x(3001)}, {"description": x(3000)}]})), "ht"),
        ("embed's url that is none", embed(json!({"title": "t", "url": "not a url"})), "ho"),
        ("empty embed", embed(json!({})), "h"),
        ("empty field", embed(json!({"fields": [{"name": "n", "value": ""}]})), "h"),
        ("empty message", Respond(json!({"type": 4, "data": {}})), "h"),
        ("misspelt key", Respond(json!({"type": 4, "data": {"contnet": "c"}})), "ho"),
        ("number for text", Say(json!({"content": 5})), "ho"),
        ("text for a type", Respond(json!({"type": "4", "data": {"content": "c"}})), "ho"),
        ("6 rows", Say(json!({"content": "c", "components": rows(6)})), "ht"),
        ("6 buttons in a row", components(repeat(6, |at| button(&at.to_string()))), "hot"),
        ("custom_id of 101", components(json!([button(&x(101))])), "hot"),
        ("duplicate custom_id", components(json!([button("a"), button("a")])), "h"),
        ("label of 81", components(json!([{"type": 2, "style": 1, "custom_id": "i", "label": x(81)}])), "hot"),
        ("button without a label", components(json!([{"type": 2, "style": 1, "custom_id": "i"}])), "h"),
        ("26 options of a menu", components(json!([menu(26)])), "hot"),
        ("unknown component", components(json!([{"type": 99}])), "hot"),
        ("command's name of 33", named(&x(33)), "hot"),
        ("command's name in capitals", named("Name"), "ht"),
        ("command's name with a blank", named("a b"), "ht"),
        ("command's description of 101", Register(json!({"name": "n", "description": x(101)})), "hot"),
        ("26 options", options(repeat(26, |at| option(&format!("o{at}"), false))), "hot"),
        ("required option after an optional one", options(json!([option("a", false), option("b", true)])), "ht"),
        ("duplicate option", options(json!([option("a", false), option("a", false)])), "ht"),
        ("26 choices", options(json!([{"type": 3, "name": "o", "description": "d", "choices": choices(26, "n")}])), "ho"),
        ("choice's name of 102", options(json!([{"type": 3, "name": "o", "description": "d", "choices": choices(1, &x(101))}])), "hot"),
        ("choices with autocomplete", options(json!([{"type": 3, "name": "o", "description": "d", "autocomplete": true, "choices": choices(1, "n")}])), "h"),
        ("26 completions", Complete(json!({"type": 8, "data": {"choices": choices(26, "n")}})), "ho"),
        ("completion of 102", Complete(json!({"type": 8, "data": {"choices": choices(1, &x(101))}})), "hot"),
        ("modal's title of 46", modal(&x(46)), "ho"),
    ]
}

#[tokio::test]
async fn who_finds_what() {
    let mut bench = Bench::start().await;
    let openapi = bench.has_openapi();
    let mut wrong = Vec::new();
    for (what, sent, judges) in broken() {
        let (status, answer) = bench.send(sent).await;
        let found = bench.discord.take_violations();
        let judged: String = found.iter().flat_map(|broken| &broken.judges).map(|judge| judge.to_string()[..1].to_owned()).collect();
        let wanted: String = judges.chars().filter(|judge| openapi || *judge != 'o').collect();
        if (status, found.len(), &judged) != (400, 1, &wanted) {
            wrong.push(format!("{what}: {status}, {judged} instead of {wanted}; {answer}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn rules_of_time_and_order_are_judged_by_hand() {
    let mut bench = Bench::start().await;
    let message = json!({"type": 4, "data": {"content": "c"}});
    bench.discord.slash(defaults::MEMBER, defaults::GENERAL, "c", json!({})).unwrap();
    let event = bench.gateway.event("INTERACTION_CREATE").await;
    assert_eq!(respond(&bench.http, &event, message.clone()).await.0, 204);
    assert_eq!(respond(&bench.http, &event, message).await.1["code"], 40_060);
    let found = bench.discord.take_violations();
    assert_eq!((found.len(), found[0].code, &found[0].judges), (1, 40_060, &vec![Judge::Hand]));
}

#[tokio::test]
async fn what_discord_takes_no_judge_refuses() {
    let mut bench = Bench::start().await;
    bench.has_openapi();
    let text = |n: usize| json!({"type": 10, "content": x(n)});
    let message = |data: Value| Respond(json!({"type": 4, "data": data}));
    let good = vec![
        message(json!({"content": x(2000)})),
        message(json!({"content": "c", "flags": 64, "tts": false, "allowed_mentions": {"parse": []}})),
        message(json!({"content": null, "embeds": [{"title": "t"}], "components": []})),
        message(json!({"flags": 32768, "components": [text(4000)]})),
        Respond(json!({"type": 5, "data": {"flags": 64}})),
        Respond(json!({"type": 5})),
        modal(&x(45)),
        Complete(json!({"type": 8, "data": {"choices": choices(25, "n")}})),
        Complete(json!({"type": 8, "data": {"choices": []}})),
        Complete(json!({"type": 8, "data": {"choices": [{"name": "n", "name_localizations": {"de": "m"}, "value": 5}]}})),
        Say(json!({"content": "c", "nonce": 5, "enforce_nonce": true})),
        Say(json!({"content": "c", "nonce": "n", "flags": 4096})),
        Say(json!({"content": "c", "embeds": null, "components": null, "attachments": null})),
        Say(json!({"content": "c", "allowed_mentions": {"parse": ["users"], "roles": ["1"], "replied_user": false}})),
        embed(json!({"description": x(4096), "color": 0, "timestamp": "2026-01-31T12:00:00Z"})),
        embed(json!({"title": "t", "timestamp": "2026-01-31T12:00:00.123+02:00", "url": "https://a.b/c?q=1#f"})),
        embed(json!({"fields": repeat(25, |_| json!({"name": "n", "value": "\u{200b}", "inline": null}))})),
        embed(json!({"author": {"name": "a", "icon_url": "https://a.b/c.png"}, "footer": {"text": "f"}, "type": "rich"})),
        components(repeat(5, |at| button(&at.to_string()))),
        components(json!([menu(25)])),
        components(json!([{"type": 5, "custom_id": "u", "min_values": 0, "max_values": 25}])),
        components(json!([{"type": 8, "custom_id": "c", "channel_types": [0, 5]}])),
        components(json!([{"type": 2, "style": 2, "custom_id": "i", "emoji": {"id": "1", "name": "n"}, "disabled": true}])),
        components(json!([{"type": 2, "style": 5, "label": "l", "url": "https://a.b"}])),
        // What discord.py and discord.js send: ids as numbers, keys that mean nothing.
        components(json!([{"type": 2, "style": 2, "custom_id": "i", "emoji": {"id": 1, "name": "n"}}])),
        components(json!([{"type": 5, "custom_id": "u", "default_values": [{"id": defaults::MEMBER, "type": "user"}]}])),
        Say(json!({"content": "c", "allowed_mentions": {"users": [defaults::MEMBER], "parse": []}, "tts": false, "enforce_nonce": false})),
        message(json!({"content": "c", "tts": false, "enforce_nonce": false})),
        Register(json!({"name": "n", "description": "d", "default_member_permissions": 8})),
        Register(json!({"name": "größe-1_a", "description": "d", "type": 1})),
        Register(json!({"name": "Check this", "type": 3})),
        Register(json!({"name": "Look at", "type": 2, "description": ""})),
        Register(json!({"name": "n", "description": "d", "default_member_permissions": "0", "contexts": [0, 1, 2], "integration_types": [0, 1]})),
        Register(json!({"name": "n", "description": "d", "default_member_permissions": null, "dm_permission": false, "nsfw": true})),
        Register(json!({"name": "n", "description": "d", "name_localizations": {"de": "ü"}, "description_localizations": {"de": "ü"}})),
        options(json!([option("a", true), option("b", false)])),
        options(json!([{"type": 4, "name": "o", "description": "d", "min_value": -5, "max_value": 5, "choices": [{"name": "n", "value": 3}]}])),
        options(json!([{"type": 10, "name": "o", "description": "d", "min_value": 0.5, "autocomplete": true}])),
        options(json!([{"type": 3, "name": "o", "description": "d", "min_length": 0, "max_length": 6000, "choices": choices(25, "n")}])),
        options(
            json!([{"type": 2, "name": "g", "description": "d", "options": [{"type": 1, "name": "s", "description": "d", "options": [option("a", true)]}]}]),
        ),
        options(json!([{"type": 7, "name": "o", "description": "d", "channel_types": [0, 11]}, {"type": 11, "name": "f", "description": "d"}])),
        // What serenity sends for each option, whatever its type.
        options(json!([{"type": 3, "name": "o", "description": "d", "required": false, "choices": [], "options": [], "channel_types": []}])),
    ];
    let mut refused = Vec::new();
    for (at, sent) in good.into_iter().enumerate() {
        let (status, answer) = bench.send(sent).await;
        if status >= 300 {
            refused.push(format!("{at}: {answer}"));
        }
    }
    refused.extend(bench.discord.complaints());
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[tokio::test]
async fn a_file_for_multipart_is_judged_by_its_json() {
    let bench = Bench::start().await;
    let path = format!("/channels/{}/messages", defaults::GENERAL);
    assert_eq!(bench.http.upload(&path, json!({"content": "c", "attachments": [{"id": 0, "filename": "a.txt"}]}), "a.txt", b"a").await.0, 200);
    assert_eq!(bench.discord.complaints(), Vec::<String>::new());
    assert_eq!(bench.http.upload(&path, json!({"content": x(2001)}), "a.txt", b"a").await.0, 400);
    let judges = &bench.discord.violations()[0].judges;
    assert!(judges.contains(&Judge::Twilight), "{judges:?}");
}

/// A small file of our own: one operation to ask and one to say.
fn small() -> Value {
    let answer = |schema: Value| json!({"200": {"content": {"application/json": {"schema": schema}}}});
    json!({
        "openapi": "3.1.0",
        "components": {"schemas": {"Me": {"type": "object", "properties": {"id": {"type": "string"}, "shoe_size": {"type": "integer"}}, "required": ["id", "shoe_size"]}}},
        "paths": {
            "/users/@me": {"get": {"responses": answer(json!({"$ref": "#/components/schemas/Me"}))}},
            "/channels/{channel_id}/messages": {
                "get": {"parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 2}}], "responses": answer(json!({"type": "array"}))},
                "post": {
                    "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object", "properties": {"content": {"maxLength": 3}}}}}},
                    "responses": answer(json!({"type": "object"})),
                },
            },
        },
    })
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[tokio::test]
async fn a_file_that_is_given_judges_requests_and_answers() {
    let setup = Setup::default().openapi(file("small.json", &small().to_string()));
    let (discord, _gateway, http) = start_with(setup).await;
    assert_eq!(discord.judges(), [Judge::Hand, Judge::OpenApi, Judge::Twilight]);
    let path = format!("/channels/{}/messages", defaults::GENERAL);
    let cases = [
        ("GET", path.clone(), Value::Null, None),
        ("GET", format!("{path}?limit=2"), Value::Null, None),
        ("GET", format!("{path}?limit=3"), Value::Null, Some("limit")),
        ("GET", format!("{path}?limit=two"), Value::Null, Some("limit")),
        ("GET", format!("{path}?limt=2"), Value::Null, Some("limt")),
        ("POST", path.clone(), json!({"content": "abc"}), None),
        ("POST", path.clone(), json!({"content": "abcd"}), Some("content")),
        ("POST", path.clone(), Value::Null, Some("")),
    ];
    for (method, path, body, wrong) in cases {
        let (status, answer) = http.send(method, &path, body).await;
        let found = discord.take_violations();
        assert_eq!(status, if wrong.is_some() { 400 } else { 200 }, "{path} {answer}");
        assert_eq!(found.iter().flat_map(|broken| &broken.errors).map(|error| error.path.as_str()).next(), wrong, "{path}");
    }
    assert!(discord.complaints().is_empty());
    // The server does not know what size its shoes have.
    assert_eq!(http.get("/users/@me").await.0, 200);
    let own = discord.own_mistakes();
    assert_eq!((own.len(), own[0].what.as_str(), own[0].reader), (1, "GET /api/v10/users/@me", Judge::OpenApi));
    assert!(own[0].message.contains("shoe_size"), "{}", own[0].message);
    assert_eq!(discord.complaints().len(), 1);
}

#[tokio::test]
async fn a_file_that_cannot_be_used_is_told_at_the_start() {
    let mut paths = small();
    paths["paths"] = json!({});
    for (path, why) in [
        (PathBuf::from("/nowhere/openapi.json"), "cannot be read"),
        (file("text.json", "openapi: 3.1.0"), "no JSON"),
        (file("other.json", "{\"swagger\": \"2.0\"}"), "no OpenAPI"),
        (file("empty.json", &paths.to_string()), "no operations"),
    ] {
        match LocalDiscord::start(Setup::default().openapi(&path)).await {
            Err(error @ Error::OpenApi { .. }) => {
                let text = error.to_string();
                assert!(text.contains(why) && text.contains(path.file_name().unwrap().to_str().unwrap()), "{text}");
            }
            other => panic!("{path:?}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn strangers_are_turned_away_unjudged() {
    let (discord, _gateway, mut http) = start().await;
    http.token = "other".to_owned();
    assert_eq!(http.say(json!({"content": x(2001)})).await.0, 401);
    assert!(discord.violations().is_empty());
}

#[tokio::test]
async fn malformed_on_purpose_is_no_mistake() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    let mut gateway = Gateway::identify(&discord, USUAL).await;
    discord.dispatch_raw("MESSAGE_CREATE", json!({"id": 5}));
    assert_eq!(gateway.event("MESSAGE_CREATE").await["id"], 5);
    assert_eq!(discord.complaints(), Vec::<String>::new());
}
