//! Messages of channels, reactions, typing. Discord docs: resources/message, resources/channel.

use serde_json::{Value, json};

use super::{Answer, Reply, incoming::Incoming, routes::id};
use crate::{
    Id, Permissions,
    api_error::ApiError,
    check::{self, MessageKind},
    gateway::sessions::without_content,
    ids, intents,
    world::{
        World,
        messages::{Draft, Message},
    },
};

pub(super) fn route(world: &mut World, incoming: &Incoming, channel: Id, rest: &[&str]) -> Answer {
    let own = world.bot_permissions(channel).ok_or_else(ApiError::unknown_channel)?;
    if !own.contains(Permissions::VIEW_CHANNEL) {
        return Err(ApiError::missing_access());
    }
    let need = |wanted: Permissions| {
        if own.contains(wanted) { Ok(()) } else { Err(ApiError::missing_permissions()) }
    };
    match (incoming.method.as_str(), rest) {
        ("POST", ["messages"]) => create(world, incoming, channel, own),
        ("GET", ["messages"]) => {
            need(Permissions::READ_MESSAGE_HISTORY)?;
            list(world, incoming, channel)
        }
        ("GET", ["messages", message]) => {
            need(Permissions::READ_MESSAGE_HISTORY)?;
            let found = find(world, channel, id("message_id", message)?)?;
            Ok(Reply::Json(seen(world, found)))
        }
        ("PATCH", ["messages", message]) => edit(world, incoming, channel, id("message_id", message)?, own),
        ("DELETE", ["messages", message]) => {
            let found = find(world, channel, id("message_id", message)?)?;
            let (target, author) = (found.id, found.author);
            if author != world.bot() {
                // Nobody deletes other people's messages in a DM.
                need(Permissions::MANAGE_MESSAGES)?;
            }
            world.remove_message(target);
            Ok(Reply::Empty)
        }
        ("POST", ["typing"]) => {
            need(Permissions::SEND_MESSAGES)?;
            Ok(Reply::Empty)
        }
        (method, ["messages", message, "reactions", rest @ ..]) => {
            let target = find(world, channel, id("message_id", message)?)?.id;
            reactions(world, method, target, rest, own)
        }
        _ => Err(ApiError::no_such_route()),
    }
}

/// A message of a channel; ephemeral ones are not there for this way of asking.
fn find(world: &World, channel: Id, id: Id) -> Result<&Message, ApiError> {
    world.messages.get(&id).filter(|message| message.channel == channel && message.visible_to.is_none()).ok_or_else(ApiError::unknown_message)
}

/// A message as the application may see it.
fn seen(world: &World, message: &Message) -> Value {
    let hidden = world.setup.bot.privileged & intents::MESSAGE_CONTENT == 0 && world.guild_of(message.channel).is_some();
    if hidden { without_content(&message.json, &world.bot().to_string()) } else { message.json.clone() }
}

fn create(world: &mut World, incoming: &Incoming, channel: Id, own: Permissions) -> Answer {
    check::message(&incoming.body, MessageKind::Create, &incoming.files)?;
    if !own.contains(Permissions::SEND_MESSAGES) || (!incoming.files.is_empty() && !own.contains(Permissions::ATTACH_FILES)) {
        return Err(ApiError::missing_permissions());
    }
    if world.dm_user(channel).and_then(|user| world.user(user)).is_some_and(|user| !user.accepts_dms) {
        return Err(ApiError::cannot_dm());
    }
    let reference = &incoming.body["message_reference"];
    let mut reply_to = None;
    if let Some(answered) = ids::from_json(&reference["message_id"]) {
        let elsewhere = ids::from_json(&reference["channel_id"]).is_some_and(|other| other != channel);
        if find(world, channel, answered).is_ok() && !elsewhere {
            if !own.contains(Permissions::READ_MESSAGE_HISTORY) {
                return Err(ApiError::field(
                    "message_reference",
                    "REPLIES_CANNOT_REPLY_WITHOUT_READ_HISTORY",
                    "Cannot reply without permission to read message history",
                ));
            }
            reply_to = Some(answered);
        } else if reference["fail_if_not_exists"].as_bool().unwrap_or(true) {
            return Err(ApiError::field("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message"));
        }
    }
    if let Some(same) = same_nonce(world, channel, &incoming.body) {
        return Ok(Reply::Json(same));
    }
    let body = world.without_embeds(channel, &incoming.body, &incoming.files)?;
    let kind = if reply_to.is_some() { 19 } else { 0 };
    let flags = incoming.body["flags"].as_u64().unwrap_or(0);
    let draft = Draft { kind, flags, reply_to, ..Draft::new(channel, world.bot(), &body, &incoming.files) };
    let id = world.create_message(&draft)?;
    world.messages.get(&id).map(|message| Reply::Json(message.json.clone())).ok_or_else(ApiError::unknown_message)
}

/// With `enforce_nonce` a message that was sent already is returned instead of sent again.
fn same_nonce(world: &World, channel: Id, body: &Value) -> Option<Value> {
    let nonce = body.get("nonce").filter(|nonce| !nonce.is_null() && body["enforce_nonce"] == true)?;
    let bot = world.bot();
    let mut recent = world.messages.values().rev().filter(|message| message.channel == channel && message.author == bot);
    recent.find(|message| message.json.get("nonce") == Some(nonce)).map(|message| message.json.clone())
}

fn edit(world: &mut World, incoming: &Incoming, channel: Id, target: Id, own: Permissions) -> Answer {
    let found = find(world, channel, target)?;
    let author = found.author;
    check::message(&incoming.body, MessageKind::Edit, &incoming.files)?;
    if author != world.bot() {
        return Err(ApiError::not_the_author());
    }
    if !incoming.files.is_empty() && !own.contains(Permissions::ATTACH_FILES) {
        return Err(ApiError::missing_permissions());
    }
    let body = world.without_embeds(channel, &incoming.body, &incoming.files)?;
    world.edit_message(target, &body, &incoming.files)?;
    find(world, channel, target).map(|message| Reply::Json(message.json.clone()))
}

fn list(world: &World, incoming: &Incoming, channel: Id) -> Answer {
    let limit = incoming.asked("limit").map_or(Ok(50), str::parse::<usize>).ok().filter(|limit| (1..=100).contains(limit));
    let limit = limit.ok_or_else(|| ApiError::field("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100."))?;
    let asked = |key: &str| incoming.asked(key).and_then(|text| text.parse::<Id>().ok());
    let (before, after) = (asked("before").unwrap_or(Id::MAX), asked("after"));
    let fits =
        |message: &&Message| message.channel == channel && message.visible_to.is_none() && message.id < before && after.is_none_or(|after| message.id > after);
    let mut found: Vec<&Message> = if after.is_some() {
        world.messages.values().filter(fits).take(limit).collect()
    } else {
        world.messages.values().rev().filter(fits).take(limit).collect()
    };
    // Newest first, whichever end they were taken from.
    found.sort_by_key(|message| std::cmp::Reverse(message.id));
    Ok(Reply::Json(found.into_iter().map(|message| seen(world, message)).collect()))
}

fn reactions(world: &mut World, method: &str, target: Id, rest: &[&str], own: Permissions) -> Answer {
    let bot = world.bot();
    match (method, rest) {
        ("PUT", [emoji, "@me"]) => {
            let wanted = Permissions::READ_MESSAGE_HISTORY;
            let new = world.reacted(target, emoji)? == json!([]);
            if !own.contains(wanted) || (new && !own.contains(Permissions::ADD_REACTIONS)) {
                return Err(ApiError::missing_permissions());
            }
            world.add_reaction(target, bot, emoji)?;
            Ok(Reply::Empty)
        }
        ("DELETE", [emoji, "@me"]) => world.remove_reaction(target, bot, emoji).map(|()| Reply::Empty),
        ("DELETE", [emoji, user]) if own.contains(Permissions::MANAGE_MESSAGES) => {
            world.remove_reaction(target, id("user_id", user)?, emoji).map(|()| Reply::Empty)
        }
        ("DELETE", [_, _]) => Err(ApiError::missing_permissions()),
        ("GET", [emoji]) => world.reacted(target, emoji).map(Reply::Json),
        _ => Err(ApiError::no_such_route()),
    }
}
