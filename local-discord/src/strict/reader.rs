//! Twilight's models as readers of what the server sends. A field that is missing or of another type shows up here, and
//! not in a bot whose library swallows the payload.

use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::Value;
use twilight_model::{
    application::{
        command::{Command, permissions::GuildCommandPermissions},
        interaction::callback::InteractionCallbackResponse,
    },
    channel::{
        Channel, Message,
        message::PinsListing,
        thread::{ThreadMember, ThreadsListing},
    },
    gateway::{
        connection_info::{BotConnectionInfo, ConnectionInfo},
        event::{DispatchEventWithTypeDeserializer, EventType},
    },
    guild::{Guild, Member, Role},
    oauth::Application,
    user::{CurrentUser, CurrentUserGuild, User},
};

/// Tries to read; the text says what failed and where.
type Read = fn(&Value) -> Option<String>;

fn read<T: DeserializeOwned>(value: &Value) -> Option<String> {
    let error = serde_path_to_error::deserialize::<_, T>(value).err()?;
    Some(format!("{}: {}", error.path(), error.inner()))
}

/// Answers by method and path, the first that fits; `*` stands for any segment.
const ANSWERS: &[(&str, &str, Read)] = &[
    ("GET", "gateway", read::<ConnectionInfo>),
    ("GET", "gateway/bot", read::<BotConnectionInfo>),
    ("GET", "applications/@me", read::<Application>),
    ("PATCH", "applications/@me", read::<Application>),
    ("GET", "oauth2/applications/@me", read::<Application>),
    ("GET", "applications/*/commands", read::<Vec<Command>>),
    ("PUT", "applications/*/commands", read::<Vec<Command>>),
    ("POST", "applications/*/commands", read::<Command>),
    ("GET", "applications/*/commands/*", read::<Command>),
    ("PATCH", "applications/*/commands/*", read::<Command>),
    ("GET", "applications/*/guilds/*/commands", read::<Vec<Command>>),
    ("PUT", "applications/*/guilds/*/commands", read::<Vec<Command>>),
    ("POST", "applications/*/guilds/*/commands", read::<Command>),
    ("GET", "applications/*/guilds/*/commands/permissions", read::<Vec<GuildCommandPermissions>>),
    ("GET", "applications/*/guilds/*/commands/*", read::<Command>),
    ("PATCH", "applications/*/guilds/*/commands/*", read::<Command>),
    ("POST", "interactions/*/*/callback", read::<InteractionCallbackResponse>),
    ("POST", "webhooks/*/*", read::<Message>),
    ("GET", "webhooks/*/*/messages/*", read::<Message>),
    ("PATCH", "webhooks/*/*/messages/*", read::<Message>),
    ("GET", "users/@me", read::<CurrentUser>),
    ("PATCH", "users/@me", read::<CurrentUser>),
    ("GET", "users/@me/guilds", read::<Vec<CurrentUserGuild>>),
    ("POST", "users/@me/channels", read::<Channel>),
    ("GET", "users/*", read::<User>),
    ("GET", "guilds/*", read::<Guild>),
    ("GET", "guilds/*/channels", read::<Vec<Channel>>),
    ("GET", "guilds/*/roles", read::<Vec<Role>>),
    ("GET", "guilds/*/roles/*", read::<Role>),
    ("POST", "guilds/*/channels", read::<Channel>),
    ("GET", "guilds/*/threads/active", read::<ThreadsListing>),
    ("POST", "guilds/*/roles", read::<Role>),
    ("PATCH", "guilds/*/roles/*", read::<Role>),
    ("PATCH", "guilds/*/members/*", read::<Member>),
    ("GET", "guilds/*/members", read::<Vec<Member>>),
    ("GET", "guilds/*/members/*", read::<Member>),
    ("GET", "channels/*", read::<Channel>),
    ("PATCH", "channels/*", read::<Channel>),
    ("DELETE", "channels/*", read::<Channel>),
    ("POST", "channels/*/threads", read::<Channel>),
    ("POST", "channels/*/messages/*/threads", read::<Channel>),
    ("GET", "channels/*/threads/archived/*", read::<ThreadsListing>),
    ("GET", "channels/*/users/@me/threads/archived/private", read::<ThreadsListing>),
    ("GET", "channels/*/thread-members", read::<Vec<ThreadMember>>),
    ("GET", "channels/*/thread-members/*", read::<ThreadMember>),
    ("GET", "channels/*/pins", read::<Vec<Message>>),
    ("GET", "channels/*/messages/pins", read::<PinsListing>),
    ("GET", "channels/*/messages", read::<Vec<Message>>),
    ("POST", "channels/*/messages", read::<Message>),
    ("GET", "channels/*/messages/*", read::<Message>),
    ("PATCH", "channels/*/messages/*", read::<Message>),
    ("GET", "channels/*/messages/*/reactions/*", read::<Vec<User>>),
];

/// What is unreadable in an answer. One without a body, or of an operation that twilight has no model for, has nothing.
pub(super) fn answer(method: &str, segments: &[&str], body: &Value) -> Option<String> {
    if body.is_null() {
        return None;
    }
    let fits = |pattern: &str| {
        let wanted: Vec<&str> = pattern.split('/').collect();
        wanted.len() == segments.len() && wanted.iter().zip(segments).all(|(wanted, segment)| *wanted == "*" || wanted == segment)
    };
    let (.., read) = ANSWERS.iter().find(|(of, pattern, _)| *of == method && fits(pattern))?;
    read(body)
}

/// What is unreadable in an event. One that twilight does not know by name is younger than it.
pub(super) fn event(name: &str, data: &Value) -> Option<String> {
    EventType::try_from(name).ok()?;
    let mut track = serde_path_to_error::Track::new();
    let reader = serde_path_to_error::Deserializer::new(data, &mut track);
    let error = DispatchEventWithTypeDeserializer::new(name).deserialize(reader).err()?;
    Some(format!("{}: {error}", track.path()))
}
