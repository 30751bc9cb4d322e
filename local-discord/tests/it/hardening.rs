//! Requests that once made the server panic, answer 500, or take what Discord refuses.

use local_discord::{Guild, Part, Setup, defaults};
use serde_json::{Value, json};

use crate::bot::{respond, start, start_with};

/// A multipart body with these fields, none of them a file.
fn form(fields: &[(&str, &str)]) -> String {
    let parts = fields.iter().map(|(name, value)| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    format!("{}--b--\r\n", parts.collect::<String>())
}

#[tokio::test]
async fn fields_beside_a_payload_that_takes_none() {
    let (discord, _gateway, _http) = start().await;
    let url = format!("{}/channels/{}/messages", discord.api_url(), defaults::GENERAL);
    for (payload, status) in [("{}", 200), ("null", 400), ("[]", 400), ("1", 400), ("true", 400), ("\"x\"", 400), ("{", 400)] {
        let request = reqwest::Client::new().post(&url).header("authorization", format!("Bot {}", discord.token()));
        let request = request.header("content-type", "multipart/form-data; boundary=b").body(form(&[("payload_json", payload), ("content", "hi")]));
        assert_eq!(request.send().await.unwrap().status(), status, "{payload}");
    }
}

#[tokio::test]
async fn a_type_that_is_no_header_does_not_break_the_file() {
    let (discord, _gateway, http) = start().await;
    for (given, served) in
        [("text/x-own", "text/x-own"), ("text/plain\r\nX-Other: y", "image/png"), ("a\u{0}b", "image/png"), ("\u{1}", "image/png"), ("\u{7f}", "image/png")]
    {
        let file = Part { name: "files[0]".to_owned(), filename: "a.png".to_owned(), content_type: Some(given.to_owned()), data: b"x".to_vec() };
        let id = discord.say_with_files(defaults::MEMBER, defaults::GENERAL, "", &[file]).unwrap();
        let message = http.get(&format!("/channels/{}/messages/{id}", defaults::GENERAL)).await.1;
        let answer = reqwest::get(message["attachments"][0]["url"].as_str().unwrap()).await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap()), (200, served), "{given:?}");
        assert_eq!(message["attachments"][0]["content_type"], served, "{given:?}");
    }
}

#[tokio::test]
async fn where_the_gateway_is_needs_no_token() {
    let (discord, _gateway, http) = start().await;
    for (path, token, status) in [
        ("/gateway", None, 200),
        ("/gateway", Some(discord.token()), 200),
        ("/gateway", Some("other"), 401),
        ("/gateway/bot", None, 401),
        ("/users/@me", None, 401),
    ] {
        let request = reqwest::Client::new().get(format!("{}{path}", discord.api_url()));
        let request = token.into_iter().fold(request, |request, token| request.header("authorization", format!("Bot {token}")));
        assert_eq!(request.send().await.unwrap().status(), status, "{path} {token:?}");
    }
    assert_eq!(http.get("/gateway").await.1["url"].as_str().unwrap(), discord.gateway_url().split('/').take(3).collect::<Vec<_>>().join("/"));
}

#[tokio::test]
async fn the_page_is_there_to_get_alone() {
    let (discord, _gateway, http) = start().await;
    let client = reqwest::Client::new();
    for (method, status) in [("GET", 200), ("HEAD", 200), ("POST", 405), ("PUT", 405), ("DELETE", 405), ("OPTIONS", 405)] {
        let answer = client.request(method.parse().unwrap(), discord.page_url()).send().await.unwrap();
        assert_eq!(answer.status(), status, "{method}");
    }
    assert_eq!(http.get("/users/@me").await.0, 200);
}

#[tokio::test]
async fn pages_of_members_and_guilds() {
    let guild = |id| Guild { id, channels: Vec::new(), ..Guild::default() };
    let setup = Setup { guilds: vec![guild(30), guild(10), guild(20)], ..Setup::default() };
    let (_discord, _gateway, http) = start_with(setup).await;
    for (query, ids) in [
        ("", vec!["10", "20", "30"]),
        ("?limit=2", vec!["10", "20"]),
        ("?after=10", vec!["20", "30"]),
        ("?after=10&limit=1", vec!["20"]),
        ("?before=30&limit=1", vec!["20"]),
        ("?after=30", vec![]),
    ] {
        let found = http.get(&format!("/users/@me/guilds{query}")).await.1;
        let found: Vec<&str> = found.as_array().unwrap().iter().map(|guild| guild["id"].as_str().unwrap()).collect();
        assert_eq!(found, ids, "{query}");
    }
    for wrong in ["users/@me/guilds?limit=0", "users/@me/guilds?limit=201", "users/@me/guilds?after=x", "users/@me/guilds?before=-1"] {
        assert_eq!(http.get(&format!("/{wrong}")).await.1["code"], 50_035, "{wrong}");
    }
    for (query, status) in [("", 200), ("?limit=1000", 200), ("?limit=0", 400), ("?limit=1001", 400), ("?limit=x", 400), ("?after=x", 400)] {
        assert_eq!(http.get(&format!("/guilds/10/members{query}")).await.0, status, "{query}");
    }
}

#[tokio::test]
async fn a_component_is_told_by_its_own_number() {
    let (discord, mut gateway, http) = start().await;
    let button = |id: u64, name: &str| json!({"type": 2, "id": id, "style": 1, "label": name, "custom_id": name});
    let menu = json!({"type": 3, "id": 9, "custom_id": "m", "options": [{"label": "a", "value": "a"}]});
    let rows = json!([{"type": 1, "components": [button(7, "x"), button(8, "y")]}, {"type": 1, "components": [menu]}]);
    let message: u64 = http.say(json!({"content": "c", "components": rows})).await.1["id"].as_str().unwrap().parse().unwrap();
    for (name, number) in [("x", 7), ("y", 8), ("m", 9)] {
        let pressed = if name == "m" { discord.select(defaults::MEMBER, message, name, &["a"]) } else { discord.press(defaults::MEMBER, message, name) };
        pressed.unwrap();
        let event = gateway.event("INTERACTION_CREATE").await;
        assert_eq!((&event["data"]["custom_id"], &event["data"]["id"]), (&json!(name), &Value::from(number)));
        assert_eq!(respond(&http, &event, json!({"type": 6})).await.0, 204);
    }
}

#[tokio::test]
async fn edits_meet_what_the_message_has() {
    let (_discord, _gateway, http) = start().await;
    let display = json!([{"type": 10, "content": "new kind"}]);
    let path = |message: &Value| format!("/channels/{}/messages/{}", defaults::GENERAL, message["id"].as_str().unwrap());
    let new_kind = path(&http.say(json!({"flags": 32768, "components": display})).await.1);
    let plain = path(&http.say(json!({"content": "c"})).await.1);
    for (target, body, status) in [
        (&new_kind, json!({"content": "c"}), 400),
        (&new_kind, json!({"embeds": [{"title": "t"}]}), 400),
        (&new_kind, json!({"content": ""}), 200),
        (&new_kind, json!({"flags": 32768, "components": display}), 200),
        (&plain, json!({"flags": 32768, "components": display}), 400),
        (&plain, json!({"content": "d"}), 200),
        (&plain, json!({"flags": 32768, "content": null, "components": display}), 200),
        (&plain, json!({"content": "back again"}), 400),
    ] {
        assert_eq!(http.send("PATCH", target, body.clone()).await.0, status, "{body}");
    }
}

#[tokio::test]
async fn an_edit_adds_no_eleventh_file() {
    let (discord, _gateway, http) = start().await;
    let send = async |method: &str, path: &str, files: usize| {
        let form = (0..files).fold(reqwest::multipart::Form::new().text("payload_json", "{}"), |form, at| {
            form.part(format!("files[{at}]"), reqwest::multipart::Part::bytes(b"x".to_vec()).file_name("x.txt"))
        });
        let request = reqwest::Client::new().request(method.parse().unwrap(), format!("{}{path}", discord.api_url()));
        let answer = request.header("authorization", format!("Bot {}", discord.token())).multipart(form).send().await.unwrap();
        answer.json::<Value>().await.unwrap()
    };
    let messages = format!("/channels/{}/messages", defaults::GENERAL);
    let message = send("POST", &messages, 9).await;
    let path = format!("{messages}/{}", message["id"].as_str().unwrap());
    assert_eq!(send("PATCH", &path, 1).await["attachments"].as_array().unwrap().len(), 10);
    assert_eq!(send("PATCH", &path, 1).await["code"], 30_015);
    assert_eq!(http.get(&path).await.1["attachments"].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn a_forward_is_no_reply() {
    let (_discord, _gateway, http) = start().await;
    let answered = http.say(json!({"content": "c"})).await.1["id"].clone();
    for (kind, status) in [(json!(null), 200), (json!(0), 200), (json!(1), 400), (json!(2), 400), (json!("1"), 400)] {
        let reference = json!({"type": kind, "message_id": answered, "channel_id": defaults::GENERAL.to_string()});
        assert_eq!(http.say(json!({"content": "c", "message_reference": reference})).await.0, status, "{kind}");
    }
}

#[tokio::test]
async fn a_website_whose_name_leads_here_reads_nothing() {
    let (discord, _gateway, _http) = start().await;
    for (host, status) in [("127.0.0.1", 200), ("localhost:1", 200), ("evil.example", 403), ("discord.com", 403), ("127.0.0.1.evil.example", 403)] {
        let request = reqwest::Client::new().get(format!("{}/users/@me", discord.api_url())).header("host", host);
        let answer = request.header("authorization", format!("Bot {}", discord.token())).send().await.unwrap();
        assert_eq!(answer.status(), status, "{host}");
    }
}
