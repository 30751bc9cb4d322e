//! The part of a day in which places, threads, members and the bot itself change.

use local_discord::{Channel, Guild, LocalDiscord, Member, Place, User, defaults};
use serde_json::{Value, json};

use crate::bot::Http;

/// A guild that comes and goes.
const SECOND: u64 = 7;
/// Somebody who joins and leaves.
const PASSER_BY: u64 = 77;

/// Sends all requests, which must be taken, and returns the last answer.
async fn all(http: &Http, requests: Vec<(&str, String, Value)>) -> Value {
    let mut last = Value::Null;
    for (method, path, body) in requests {
        let (status, answer) = http.send(method, &path, body).await;
        assert!((200..300).contains(&status), "{method} {path}: {answer}");
        last = answer;
    }
    last
}

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

/// The bot's own changes and those of others.
pub async fn everything(discord: &LocalDiscord, http: &Http) {
    threads(discord, http).await;
    marks(discord, http).await;
    channels(discord, http).await;
    people(discord, http).await;
    guilds(discord, http).await;
}

async fn threads(discord: &LocalDiscord, http: &Http) {
    let general = format!("/channels/{}", defaults::GENERAL);
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "long story").unwrap();
    all(http, vec![("POST", format!("{general}/messages/{asked}/threads"), json!({"name": "story", "auto_archive_duration": 60}))]).await;
    let private = all(http, vec![("POST", format!("{general}/threads"), json!({"name": "secret", "type": 12, "invitable": false}))]).await;
    let private = format!("/channels/{}", id(&private));
    let theirs = discord.open_thread(defaults::MEMBER, defaults::GENERAL, None, "theirs").unwrap();
    discord.say(defaults::MEMBER, theirs, "hello").unwrap();
    discord.join_thread(defaults::SECOND_MEMBER, theirs).unwrap();
    let thread = format!("/channels/{theirs}");
    let members = format!("{thread}/thread-members");
    all(
        http,
        vec![
            ("POST", format!("{thread}/messages"), json!({"content": "in a thread"})),
            ("PUT", format!("{members}/@me"), Value::Null),
            ("PUT", format!("{members}/{}", defaults::MODERATOR), Value::Null),
            ("GET", members.clone(), Value::Null),
            ("GET", format!("{members}?with_member=true&limit=2"), Value::Null),
            ("GET", format!("{members}/@me"), Value::Null),
            ("GET", format!("{members}/{}?with_member=true", defaults::MEMBER), Value::Null),
            ("GET", format!("/guilds/{}/threads/active", defaults::GUILD), Value::Null),
            ("GET", thread.clone(), Value::Null),
            ("PATCH", thread.clone(), json!({"name": "ours", "rate_limit_per_user": 5})),
            ("DELETE", format!("{members}/{}", defaults::MODERATOR), Value::Null),
            ("DELETE", format!("{members}/@me"), Value::Null),
            ("PATCH", thread.clone(), json!({"archived": true, "locked": true})),
            ("PATCH", private.clone(), json!({"archived": true})),
            ("GET", format!("{general}/threads/archived/public?limit=2"), Value::Null),
            ("GET", format!("{general}/threads/archived/private"), Value::Null),
            ("GET", format!("{general}/users/@me/threads/archived/private"), Value::Null),
            ("GET", general.clone() + "/messages", Value::Null),
            ("DELETE", private, Value::Null),
        ],
    )
    .await;
    discord.set_thread(theirs, false, false).unwrap();
    discord.leave_thread(defaults::SECOND_MEMBER, theirs).unwrap();
    discord.delete_thread(theirs).unwrap();
}

async fn marks(discord: &LocalDiscord, http: &Http) {
    let ids: Vec<u64> = ["a", "b", "c", "d"].iter().map(|text| discord.say(defaults::MEMBER, defaults::GENERAL, text).unwrap()).collect();
    let base = format!("/channels/{}", defaults::GENERAL);
    let pins = format!("{base}/messages/pins");
    let reactions = format!("{base}/messages/{}/reactions", ids[1]);
    for emoji in ["👍", "👎", "🎉"] {
        discord.react(defaults::MEMBER, ids[1], emoji).unwrap();
    }
    discord.unreact(defaults::MEMBER, ids[1], "🎉").unwrap();
    discord.typing(defaults::MEMBER, defaults::GENERAL).unwrap();
    discord.typing(defaults::MEMBER, Place::Dm).unwrap();
    discord.pin(defaults::MODERATOR, ids[0]).unwrap();
    all(
        http,
        vec![
            ("PUT", format!("{pins}/{}", ids[1]), Value::Null),
            ("GET", format!("{pins}?limit=1"), Value::Null),
            ("GET", format!("{base}/pins"), Value::Null),
            ("GET", base.clone(), Value::Null),
            ("GET", format!("{base}/messages?limit=3&around={}", ids[1]), Value::Null),
            ("DELETE", format!("{pins}/{}", ids[1]), Value::Null),
            ("GET", format!("{reactions}/%F0%9F%91%8D?limit=1"), Value::Null),
            ("DELETE", format!("{reactions}/%F0%9F%91%8D"), Value::Null),
            ("DELETE", reactions, Value::Null),
            ("POST", format!("{base}/messages/bulk-delete"), json!({"messages": [ids[2].to_string(), ids[3].to_string()]})),
        ],
    )
    .await;
}

async fn channels(discord: &LocalDiscord, http: &Http) {
    let body = json!({"name": "New Place", "topic": "t", "nsfw": true, "rate_limit_per_user": 5, "permission_overwrites": [
        {"id": defaults::MODERATORS.to_string(), "type": 0, "allow": "1024", "deny": "0"},
    ]});
    let made = all(http, vec![("POST", format!("/guilds/{}/channels", defaults::GUILD), body)]).await;
    let path = format!("/channels/{}", id(&made));
    all(
        http,
        vec![
            ("PUT", format!("{path}/permissions/{}", defaults::GUILD), json!({"type": 0, "deny": "2048"})),
            ("GET", path.clone(), Value::Null),
            ("DELETE", format!("{path}/permissions/{}", defaults::GUILD), Value::Null),
            ("PATCH", path.clone(), json!({"name": "old-place", "topic": null})),
            ("GET", format!("/guilds/{}/channels", defaults::GUILD), Value::Null),
            ("DELETE", path, Value::Null),
            ("DELETE", format!("/channels/{}", discord.dm_channel(defaults::MEMBER).unwrap()), Value::Null),
        ],
    )
    .await;
}

async fn people(discord: &LocalDiscord, http: &Http) {
    let guild = format!("/guilds/{}", defaults::GUILD);
    let body = json!({"name": "Red", "color": 0xFF_0000, "permissions": "0", "hoist": true, "mentionable": true});
    let role = all(http, vec![("POST", format!("{guild}/roles"), body)]).await;
    let role = id(&role);
    discord.add_member(defaults::GUILD, Member { nick: Some("Passing".to_owned()), ..Member::new(User::new(PASSER_BY, "pat")) }).unwrap();
    discord.say(PASSER_BY, defaults::GENERAL, "hello").unwrap();
    let member = format!("{guild}/members/{PASSER_BY}");
    all(
        http,
        vec![
            ("PATCH", format!("{guild}/roles/{role}"), json!({"name": "Blue"})),
            ("GET", format!("{guild}/roles"), Value::Null),
            ("PUT", format!("{member}/roles/{role}"), Value::Null),
            ("DELETE", format!("{member}/roles/{role}"), Value::Null),
            ("PATCH", member.clone(), json!({"nick": "Countess", "roles": [role]})),
            ("GET", member, Value::Null),
            ("DELETE", format!("{guild}/roles/{role}"), Value::Null),
            ("PATCH", format!("{guild}/members/@me"), json!({"nick": "Pay"})),
            ("PATCH", "/users/@me".to_owned(), json!({"username": "payday"})),
            ("PATCH", "/applications/@me".to_owned(), json!({"description": "Knows pay.", "tags": ["pay"]})),
        ],
    )
    .await;
    discord.set_roles(defaults::GUILD, PASSER_BY, &[defaults::MODERATORS]).unwrap();
    discord.remove_member(defaults::GUILD, PASSER_BY).unwrap();
    discord.add_member(defaults::GUILD, Member::new(User::new(PASSER_BY, "pat"))).unwrap();
    all(http, vec![("DELETE", format!("{guild}/members/{PASSER_BY}"), Value::Null)]).await;
}

async fn guilds(discord: &LocalDiscord, http: &Http) {
    let guild = Guild { id: SECOND, name: "Second".to_owned(), channels: vec![Channel::text(71, "hall")], ..Guild::default() };
    discord.join_guild(guild.clone()).unwrap();
    all(http, vec![("POST", "/channels/71/messages".to_owned(), json!({"content": "hi"})), ("DELETE", format!("/users/@me/guilds/{SECOND}"), Value::Null)])
        .await;
    discord.join_guild(guild).unwrap();
    discord.leave_guild(SECOND).unwrap();
}
