//! A day of a bot: every event and every answer that the server has, most of them in several forms.

use local_discord::{Interaction, LocalDiscord, Permissions, Place, Setup, defaults, intents};
use serde_json::{Value, json};

use super::changes;
use crate::bot::{Gateway, Http, USUAL, identify, respond, webhook};

/// A server, a bot, and all that the gateway has sent so far.
pub struct Day {
    pub discord: LocalDiscord,
    pub payloads: Vec<Value>,
    http: Http,
    gateway: Gateway,
}

impl Day {
    /// The whole day.
    pub async fn spend() -> Self {
        let mut setup = Setup::default().privileged(intents::PRIVILEGED);
        setup.guilds[0].members[0].nick = Some("Ada".to_owned());
        setup.guilds[0].bot_permissions = Permissions::ALL;
        setup.user_installs.push(defaults::OUTSIDER);
        let discord = LocalDiscord::start(setup).await.unwrap();
        let mut gateway = Gateway::connect(&discord).await;
        let typing = intents::GUILD_MESSAGE_TYPING | intents::DIRECT_MESSAGE_TYPING | intents::DIRECT_MESSAGE_REACTIONS;
        gateway.send(identify(discord.token(), USUAL | intents::GUILD_MEMBERS | typing)).await;
        let http = Http::new(&discord);
        let mut day = Self { discord, payloads: Vec::new(), http, gateway };
        day.gather().await;
        places(&day.http).await;
        commands(&day.http).await;
        messages(&day.discord, &day.http).await;
        for _ in interactions(&day.discord) {
            let event = day.opened().await;
            answer(&day.http, &event).await;
        }
        day.components().await;
        let members = json!({"guild_id": defaults::GUILD.to_string(), "query": "", "limit": 0, "nonce": "n"});
        day.gateway.send(json!({"op": 8, "d": members})).await;
        day.gather().await;
        changes::everything(&day.discord, &day.http).await;
        day.gather().await;
        day.resume().await;
        day
    }

    /// Takes what has come and waits a little for more.
    async fn gather(&mut self) {
        self.payloads.extend(self.gateway.rest().await);
    }

    /// The next interaction.
    async fn opened(&mut self) -> Value {
        loop {
            let payload = self.gateway.payload().await;
            self.payloads.push(payload.clone());
            if payload["t"] == "INTERACTION_CREATE" {
                return payload["d"].clone();
            }
        }
    }

    async fn press(&mut self, message: u64, response: Value) -> Interaction {
        let pressed = self.discord.press(defaults::MEMBER, message, "press").unwrap();
        let event = self.opened().await;
        assert_eq!(respond(&self.http, &event, response).await.0, 204);
        pressed
    }

    async fn components(&mut self) {
        let (_, message) = self.http.say(rich()).await;
        let id = message["id"].as_str().unwrap().parse().unwrap();
        let modal = |inside: Value| json!({"type": 9, "data": {"custom_id": "m", "title": "t", "components": [inside]}});
        self.press(id, modal(json!({"type": 18, "label": "l", "component": {"type": 4, "custom_id": "i", "style": 2}}))).await;
        let opened = self.press(id, modal(json!({"type": 1, "components": [{"type": 4, "custom_id": "i", "style": 1, "label": "l"}]}))).await;
        self.discord.submit_modal(defaults::MEMBER, &opened, &[("i", "text")]).unwrap();
        let event = self.opened().await;
        assert_eq!(respond(&self.http, &event, json!({"type": 6})).await.0, 204);
        self.discord.select(defaults::MEMBER, id, "pick", &["v"]).unwrap();
        let event = self.opened().await;
        assert_eq!(respond(&self.http, &event, json!({"type": 7, "data": {"content": "picked", "components": []}})).await.0, 204);
    }

    async fn resume(&mut self) {
        let session = self.payloads.iter().find(|payload| payload["t"] == "READY").unwrap()["d"]["session_id"].clone();
        let seen = self.payloads.iter().filter_map(|payload| payload["s"].as_u64()).max();
        self.discord.close_gateway(Some(4000));
        assert_eq!(self.gateway.closed().await, 4000);
        self.gateway = Gateway::connect(&self.discord).await;
        self.gateway.send(json!({"op": 6, "d": {"token": self.discord.token(), "session_id": session, "seq": seen}})).await;
        self.gather().await;
    }
}

async fn places(http: &Http) {
    let guild = format!("/guilds/{}", defaults::GUILD);
    for path in [
        "/gateway".to_owned(),
        "/gateway/bot".to_owned(),
        "/applications/@me".to_owned(),
        "/oauth2/applications/@me".to_owned(),
        "/users/@me".to_owned(),
        "/users/@me/guilds".to_owned(),
        format!("/users/{}", defaults::MEMBER),
        guild.clone(),
        format!("{guild}/channels"),
        format!("{guild}/roles"),
        format!("{guild}/roles/{}", defaults::MODERATORS),
        format!("{guild}/members?limit=10"),
        format!("{guild}/members/{}", defaults::MODERATOR),
        format!("/channels/{}", defaults::GENERAL),
    ] {
        assert_eq!(http.get(&path).await.0, 200, "{path}");
    }
    assert_eq!(http.send("POST", "/users/@me/channels", json!({"recipient_id": defaults::MEMBER.to_string()})).await.0, 200);
    assert_eq!(http.send("POST", &format!("/channels/{}/typing", defaults::GENERAL), Value::Null).await.0, 204);
}

async fn commands(http: &Http) {
    let option = |kind: u8, name: &str| json!({"type": kind, "name": name, "description": "d"});
    let global = json!([
        {"name": "all", "description": "d", "name_localizations": {"de": "alles"}, "options": [
            {"type": 3, "name": "text", "description": "d", "required": true, "autocomplete": true},
            {"type": 4, "name": "count", "description": "d", "min_value": 0, "max_value": 60},
            {"type": 10, "name": "share", "description": "d", "min_value": 0.5},
            {"type": 3, "name": "per", "description": "d", "choices": [{"name": "Year", "value": "year"}]},
            option(5, "sure"), option(6, "who"), {"type": 7, "name": "where", "description": "d", "channel_types": [0]}, option(8, "role"), option(9, "any"),
        ]},
        {"name": "admin", "description": "d", "default_member_permissions": "32", "contexts": [0], "integration_types": [0], "nsfw": false, "options": [
            {"type": 2, "name": "article", "description": "d", "options": [{"type": 1, "name": "add", "description": "d", "options": [option(3, "url")]}]},
        ]},
        {"name": "Check this", "type": 3},
        {"name": "Look at", "type": 2},
        {"name": "mine", "description": "d", "contexts": [0, 1, 2], "integration_types": [1]},
    ]);
    let (status, list) = http.register(global).await;
    assert_eq!(status, 200, "{list}");
    let base = format!("/applications/{}/commands", defaults::BOT);
    let own = format!("/applications/{}/guilds/{}/commands", defaults::BOT, defaults::GUILD);
    let (status, here) = http.send("POST", &own, json!({"name": "here", "description": "d"})).await;
    assert_eq!(status, 201);
    let here = format!("{own}/{}", here["id"].as_str().unwrap());
    for path in [base.clone(), own.clone(), here.clone(), format!("{base}/{}", list[0]["id"].as_str().unwrap()), format!("{own}/permissions")] {
        assert_eq!(http.get(&path).await.0, 200, "{path}");
    }
    assert_eq!(http.send("PATCH", &here, json!({"description": "e"})).await.0, 200);
    assert_eq!(http.send("DELETE", &here, Value::Null).await.0, 204);
}

fn rich() -> Value {
    json!({
        "content": format!("<@{}> <@&{}>", defaults::SECOND_MEMBER, defaults::MODERATORS), "tts": false, "flags": 0,
        "allowed_mentions": {"parse": ["users"], "replied_user": true},
        "embeds": [{
            "title": "t", "description": "d", "url": "https://a.b/c", "color": 255, "timestamp": "2026-01-31T12:00:00Z",
            "footer": {"text": "f", "icon_url": "https://a.b/i.png"}, "author": {"name": "a", "url": "https://a.b"},
            "image": {"url": "https://a.b/i.png"}, "thumbnail": {"url": "https://a.b/t.png"}, "fields": [{"name": "n", "value": "v", "inline": true}],
        }],
        "components": [
            {"type": 1, "components": [
                {"type": 2, "style": 1, "label": "press", "custom_id": "press", "emoji": {"name": "👍"}},
                {"type": 2, "style": 5, "label": "link", "url": "https://a.b"},
            ]},
            {"type": 1, "components": [{"type": 3, "custom_id": "pick", "placeholder": "p", "options": [{"label": "l", "value": "v", "description": "d"}]}]},
        ],
    })
}

fn new_style() -> Value {
    let text = json!({"type": 10, "content": "t"});
    json!({"flags": 32768, "components": [
        {"type": 17, "accent_color": 255, "components": [
            {"type": 9, "components": [text], "accessory": {"type": 2, "style": 2, "label": "l", "custom_id": "c"}},
            {"type": 14, "spacing": 1, "divider": true},
            {"type": 12, "items": [{"media": {"url": "https://a.b/i.png"}, "description": "d"}]},
        ]},
        {"type": 9, "components": [{"type": 10, "content": "u"}], "accessory": {"type": 11, "media": {"url": "https://a.b/i.png"}}},
    ]})
}

async fn messages(discord: &LocalDiscord, http: &Http) {
    let base = format!("/channels/{}/messages", defaults::GENERAL);
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, &format!("<@{}> hello", defaults::BOT)).unwrap();
    discord.edit(defaults::MEMBER, asked, "hello again").unwrap();
    let mut reply = rich();
    reply["message_reference"] = json!({"message_id": asked.to_string()});
    let (status, sent) = http.say(reply).await;
    assert_eq!(status, 200, "{sent}");
    let sent = format!("{base}/{}", sent["id"].as_str().unwrap());
    assert_eq!(http.say(new_style()).await.0, 200);
    assert_eq!(http.upload(&base, json!({"content": "c", "nonce": "n", "attachments": [{"id": 0, "description": "d"}]}), "a.csv", b"1").await.0, 200);
    assert_eq!(http.send("PATCH", &sent, json!({"content": "edited", "embeds": []})).await.0, 200);
    assert_eq!(http.get(&sent).await.0, 200);
    assert_eq!(http.get(&base).await.1.as_array().unwrap().len(), 4);
    let thumb = format!("{base}/{asked}/reactions/%F0%9F%91%8D");
    assert_eq!(http.send("PUT", &format!("{thumb}/@me"), Value::Null).await.0, 204);
    discord.react(defaults::SECOND_MEMBER, asked, "name:123").unwrap();
    assert_eq!(http.get(&thumb).await.0, 200);
    assert_eq!(http.get(&format!("{base}/{asked}")).await.0, 200);
    assert_eq!(http.send("DELETE", &format!("{thumb}/@me"), Value::Null).await.0, 204);
    assert_eq!(http.send("DELETE", &sent, Value::Null).await.0, 204);
    let asked = discord.say_dm(defaults::OUTSIDER, "in private").unwrap();
    let dm = discord.dm_channel(defaults::OUTSIDER).unwrap();
    let reply = json!({"content": "psst", "message_reference": {"message_id": asked.to_string()}});
    assert_eq!(http.send("POST", &format!("/channels/{dm}/messages"), reply).await.0, 200);
    assert_eq!(http.get(&format!("/channels/{dm}")).await.0, 200);
}

fn interactions(discord: &LocalDiscord) -> Vec<Interaction> {
    let all = json!({
        "text": "x", "count": 3, "share": 1.5, "per": "year", "sure": true, "who": defaults::SECOND_MEMBER,
        "where": defaults::OTHER, "role": defaults::MODERATORS, "any": defaults::MODERATORS,
    });
    let said = discord.say(defaults::MEMBER, defaults::GENERAL, "I earn 1").unwrap();
    let group = discord.open_group(&[defaults::MEMBER, defaults::OUTSIDER], "friends").unwrap();
    let thread = discord.open_thread(defaults::MEMBER, defaults::GENERAL, None, "work").unwrap();
    vec![
        discord.slash(defaults::MEMBER, defaults::GENERAL, "all", all).unwrap(),
        discord.slash(defaults::MODERATOR, defaults::GENERAL, "admin article add", json!({"url": "u"})).unwrap(),
        discord.slash(defaults::OUTSIDER, Place::Dm, "all", json!({"text": "x"})).unwrap(),
        discord.slash(defaults::OUTSIDER, group, "mine", json!({})).unwrap(),
        discord.slash(defaults::MEMBER, thread, "all", json!({"text": "x"})).unwrap(),
        discord.message_command(defaults::MEMBER, said, "Check this").unwrap(),
        discord.user_command(defaults::MEMBER, defaults::GENERAL, defaults::MODERATOR, "Look at").unwrap(),
        discord.autocomplete_start(defaults::MEMBER, defaults::GENERAL, "all", json!({"text": "x"}), "text").unwrap(),
    ]
}

/// Answers an interaction at once or after a deferral, and with follow-ups.
async fn answer(http: &Http, event: &Value) {
    if event["type"] == 4 {
        assert_eq!(respond(http, event, json!({"type": 8, "data": {"choices": [{"name": "n", "value": "v"}]}})).await.0, 204);
        return;
    }
    let path = format!("/interactions/{}/{}/callback?with_response=true", event["id"].as_str().unwrap(), event["token"].as_str().unwrap());
    let first = if event["data"]["name"] == "admin" { json!({"type": 5, "data": {"flags": 64}}) } else { json!({"type": 4, "data": rich()}) };
    let (status, body) = http.send("POST", &path, first).await;
    assert_eq!(status, 200, "{body}");
    let hook = webhook(event);
    assert_eq!(http.send("PATCH", &format!("{hook}/messages/@original"), json!({"content": "done"})).await.0, 200);
    assert_eq!(http.send("POST", &hook, json!({"content": "more", "flags": 64})).await.0, 200);
    assert_eq!(http.get(&format!("{hook}/messages/@original")).await.0, 200);
}
