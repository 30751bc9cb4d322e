//! What the server sends, read by the models of two libraries: by serenity's here, by twilight's inside the server, with
//! the feature `strict`.

mod changes;
mod day;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serenity::all as model;

use day::Day;

/// What serenity cannot read.
fn unread<T: DeserializeOwned>(value: &Value) -> Option<String> {
    serde_json::from_value::<T>(value.clone()).err().map(|error| error.to_string())
}

/// Answers that are no object of serenity's have none here: GET /gateway, `with_response`.
fn unread_answer(method: &str, path: &str, body: &Value) -> Option<String> {
    let segments: Vec<&str> = path.trim_start_matches("/api/v10/").split('/').collect();
    match (method, segments.as_slice()) {
        (_, ["gateway"]) | ("POST", ["interactions", ..]) => None,
        (_, ["gateway", "bot"]) => unread::<model::BotGateway>(body),
        (_, ["applications" | "oauth2", .., "@me"]) => unread::<model::CurrentApplicationInfo>(body),
        (_, [.., "permissions"]) => unread::<Vec<model::CommandPermissions>>(body),
        ("GET" | "PUT", [.., "commands"]) => unread::<Vec<model::Command>>(body),
        (_, [.., "commands"] | [.., "commands", _]) => unread::<model::Command>(body),
        (_, ["channels", _, "threads"] | [.., "messages", _, "threads"]) => unread::<model::GuildChannel>(body),
        (_, [.., "threads", "active"] | [.., "threads", "archived", _]) => unread::<model::ThreadsData>(body),
        (_, [.., "thread-members"]) => unread::<Vec<model::ThreadMember>>(body),
        (_, [.., "thread-members", _]) => unread::<model::ThreadMember>(body),
        // serenity is older than this list, whose messages it knows.
        (_, [.., "messages", "pins"]) => unread::<Vec<model::Message>>(&body["items"].as_array().unwrap().iter().map(|item| item["message"].clone()).collect()),
        (_, [.., "pins"]) => unread::<Vec<model::Message>>(body),
        ("POST", ["guilds", _, "channels"]) => unread::<model::GuildChannel>(body),
        ("POST", ["guilds", _, "roles"]) => unread::<model::Role>(body),
        (_, ["users", "@me", "guilds"]) => unread::<Vec<model::GuildInfo>>(body),
        (_, ["users", "@me", "channels"]) => unread::<model::PrivateChannel>(body),
        (_, ["users", "@me"]) => unread::<model::CurrentUser>(body),
        (_, ["users", _]) => unread::<model::User>(body),
        (_, ["guilds", _]) => unread::<model::PartialGuild>(body),
        (_, ["guilds", _, "channels"]) => unread::<Vec<model::GuildChannel>>(body),
        (_, ["guilds", _, "roles"]) => unread::<Vec<model::Role>>(body),
        (_, ["guilds", _, "roles", _]) => unread::<model::Role>(body),
        // serenity adds the guild's id to a member that it asked for.
        (_, ["guilds", guild, "members"]) => unread::<Vec<model::Member>>(&body.as_array().unwrap().iter().map(|member| in_guild(member, guild)).collect()),
        (_, ["guilds", guild, "members", _]) => unread::<model::Member>(&in_guild(body, guild)),
        (_, ["channels", _]) => unread::<model::Channel>(body),
        (_, [.., "reactions", _]) => unread::<Vec<model::User>>(body),
        ("GET", [.., "messages"]) => unread::<Vec<model::Message>>(body),
        (_, [.., "messages"] | [.., "messages", _] | ["webhooks", _, _]) => unread::<model::Message>(body),
        other => Some(format!("no model for {other:?}")),
    }
}

fn in_guild(member: &Value, guild: &str) -> Value {
    let mut member = member.clone();
    member["guild_id"] = guild.into();
    member
}

fn unread_payload(payload: &Value) -> Option<String> {
    let mut payload = payload.clone();
    // Docs: events/gateway-events, "Message Reaction Remove Emoji" has neither, but serenity takes it for a single reaction.
    if payload["t"] == "MESSAGE_REACTION_REMOVE_EMOJI" {
        payload["d"]["burst"] = false.into();
        payload["d"]["type"] = 0.into();
    }
    match serde_json::from_value::<model::GatewayEvent>(payload) {
        Err(error) => Some(error.to_string()),
        Ok(model::GatewayEvent::Dispatch(_, model::Event::Unknown(_))) => Some("serenity takes it for an unknown event".to_owned()),
        Ok(_) => None,
    }
}

#[tokio::test]
async fn two_libraries_read_all_that_is_sent() {
    let Day { discord, payloads, .. } = Day::spend().await;
    assert_eq!(discord.complaints(), Vec::<String>::new());
    let of = |name: &str| payloads.iter().filter(|payload| payload["t"] == name).count();
    for (event, least) in [
        ("READY", 1),
        ("GUILD_CREATE", 1),
        ("MESSAGE_CREATE", 8),
        ("MESSAGE_UPDATE", 4),
        ("MESSAGE_DELETE", 1),
        ("MESSAGE_REACTION_ADD", 2),
        ("MESSAGE_REACTION_REMOVE", 1),
        ("INTERACTION_CREATE", 10),
        ("GUILD_MEMBERS_CHUNK", 1),
        ("RESUMED", 1),
        ("THREAD_CREATE", 4),
        ("THREAD_UPDATE", 4),
        ("THREAD_DELETE", 2),
        ("THREAD_MEMBERS_UPDATE", 6),
        ("MESSAGE_DELETE_BULK", 1),
        ("CHANNEL_PINS_UPDATE", 3),
        ("MESSAGE_REACTION_REMOVE_EMOJI", 1),
        ("MESSAGE_REACTION_REMOVE_ALL", 1),
        ("TYPING_START", 3),
        ("CHANNEL_CREATE", 1),
        ("CHANNEL_UPDATE", 3),
        ("CHANNEL_DELETE", 1),
        ("GUILD_ROLE_CREATE", 1),
        ("GUILD_ROLE_UPDATE", 1),
        ("GUILD_ROLE_DELETE", 1),
        ("GUILD_MEMBER_ADD", 2),
        ("GUILD_MEMBER_UPDATE", 4),
        ("GUILD_MEMBER_REMOVE", 2),
        ("GUILD_DELETE", 2),
        ("USER_UPDATE", 1),
    ] {
        assert!(of(event) >= least, "{event}: {}", of(event));
    }
    let events = payloads.iter().filter_map(|payload| Some(format!("{}: {}\n{}", payload["t"], unread_payload(payload)?, payload["d"])));
    let answers = discord.requests().into_iter().filter(|request| !request.answer.is_null()).filter_map(|request| {
        let why = unread_answer(&request.method, &request.path, &request.answer)?;
        Some(format!("{} {}: {why}\n{}", request.method, request.path, request.answer))
    });
    let unread: Vec<String> = events.chain(answers).collect();
    assert!(unread.is_empty(), "{}", unread.join("\n\n"));
    // Nothing would be unread either if these did not look.
    let broken = payloads.iter().find(|payload| payload["t"] == "MESSAGE_CREATE").cloned().map(|mut payload| {
        payload["d"]["timestamp"] = Value::Null;
        payload
    });
    assert!(unread_payload(&broken.unwrap()).is_some());
    assert!(unread_answer("GET", "/api/v10/users/@me", &Value::Null).is_some());
}
