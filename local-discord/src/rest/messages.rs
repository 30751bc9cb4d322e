//! Messages of channels. Discord docs: resources/message.

use serde_json::{Value, json};

use super::{
    Answer, Reply,
    channels::{At, limit},
    incoming::Incoming,
    routes::id,
};
use crate::{
    Id, Permissions,
    api_error::ApiError,
    check::{self, MessageKind},
    gateway::sessions::without_content,
    ids, intents,
    world::{
        World,
        messages::{Draft, Message},
        permissions::ThreadAct,
        threads::STARTER,
    },
};

pub(super) fn route(world: &mut World, incoming: &Incoming, at: At, rest: &[&str]) -> Answer {
    match (incoming.method.as_str(), rest) {
        ("POST", ["messages"]) => create(world, incoming, at),
        ("GET", ["messages"]) => list(world, incoming, at),
        ("GET", ["messages", message]) => {
            at.need(Permissions::READ_MESSAGE_HISTORY)?;
            let found = find(world, at.channel, id("message_id", message)?)?;
            Ok(Reply::Json(seen(world, found)))
        }
        ("PATCH", ["messages", message]) => edit(world, incoming, at, id("message_id", message)?),
        ("DELETE", ["messages", message]) => {
            let found = find(world, at.channel, id("message_id", message)?)?;
            let target = found.id;
            if found.json["type"] == STARTER {
                return Err(ApiError::system_message());
            }
            if found.author != world.bot() {
                // Nobody deletes other people's messages in a DM.
                at.need(Permissions::MANAGE_MESSAGES)?;
            }
            world.remove_message(target);
            Ok(Reply::Empty)
        }
        _ => Err(ApiError::no_such_route()),
    }
}

/// A message of a channel; ephemeral ones are not there for this way of asking.
pub(super) fn find(world: &World, channel: Id, id: Id) -> Result<&Message, ApiError> {
    world.messages.get(&id).filter(|message| message.channel == channel && message.visible_to.is_none()).ok_or_else(ApiError::unknown_message)
}

/// A message as the application may see it.
pub(super) fn seen(world: &World, message: &Message) -> Value {
    let hidden = world.setup.bot.privileged & intents::MESSAGE_CONTENT == 0 && world.guild_of(message.channel).is_some();
    let mut json = if hidden { without_content(&message.json, &world.bot().to_string()) } else { message.json.clone() };
    // A thread grows after it has started.
    if let Some(thread) = world.threads.get(&message.id) {
        json["thread"] = world.thread_json(thread);
    }
    json
}

fn create(world: &mut World, incoming: &Incoming, at: At) -> Answer {
    let At { channel, own } = at;
    check::message(&incoming.body, MessageKind::Create, &incoming.files)?;
    at.need(world.writing(channel))?;
    if !incoming.files.is_empty() {
        at.need(Permissions::ATTACH_FILES)?;
    }
    world.thread_allows(channel, own, ThreadAct::Write)?;
    if world.dm_user(channel).and_then(|user| world.user(user)).is_some_and(|user| !user.accepts_dms) {
        return Err(ApiError::cannot_dm());
    }
    let reference = &incoming.body["message_reference"];
    let mut reply_to = None;
    if let Some(answered) = ids::from_json(&reference["message_id"]) {
        let elsewhere = ids::from_json(&reference["channel_id"]).is_some_and(|other| other != channel);
        if find(world, channel, answered).is_ok() && !elsewhere {
            if !own.contains(Permissions::READ_MESSAGE_HISTORY) {
                return Err(ApiError::reply_without_history());
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

fn edit(world: &mut World, incoming: &Incoming, at: At, target: Id) -> Answer {
    let channel = at.channel;
    let found = find(world, channel, target)?;
    let (author, system) = (found.author, found.is_system());
    check::message(&incoming.body, MessageKind::Edit, &incoming.files)?;
    if author != world.bot() {
        return Err(ApiError::not_the_author());
    }
    if system {
        return Err(ApiError::system_message());
    }
    if !incoming.files.is_empty() {
        at.need(Permissions::ATTACH_FILES)?;
    }
    world.thread_allows(channel, at.own, ThreadAct::Edit)?;
    let body = world.without_embeds(channel, &incoming.body, &incoming.files)?;
    world.edit_message(target, &body, &incoming.files)?;
    find(world, channel, target).map(|message| Reply::Json(message.json.clone()))
}

fn list(world: &World, incoming: &Incoming, at: At) -> Answer {
    let limit = limit(incoming, 50, 100)?;
    // Docs: without the permission there are no messages, which is no error.
    if !at.may(Permissions::READ_MESSAGE_HISTORY) {
        return Ok(Reply::Json(json!([])));
    }
    let asked = |key: &str| incoming.asked(key).map(|text| id(key, text)).transpose();
    let (before, after, around) = (asked("before")?, asked("after")?, asked("around")?);
    // Docs: only one of the three may be given.
    if [before, after, around].iter().flatten().count() > 1 {
        return Err(ApiError::field("", "BASE_TYPE_EXCLUSIVE", "Only one of before, after and around may be given"));
    }
    let fits = |message: &&Message| message.channel == at.channel && message.visible_to.is_none();
    let up_to = |last: Id, n: usize| world.messages.range(..last).rev().map(|(_, message)| message).filter(fits).take(n);
    let from = |first: Id, n: usize| world.messages.range(first..).map(|(_, message)| message).filter(fits).take(n);
    let mut found: Vec<&Message> = match (after, around) {
        (Some(after), _) => from(after.saturating_add(1), limit).collect(),
        // Half of them before, and the message itself with the others.
        (None, Some(around)) => up_to(around, limit / 2).chain(from(around, limit - limit / 2)).collect(),
        (None, None) => up_to(before.unwrap_or(Id::MAX), limit).collect(),
    };
    // Newest first, whichever end they were taken from.
    found.sort_by_key(|message| std::cmp::Reverse(message.id));
    Ok(Reply::Json(found.into_iter().map(|message| seen(world, message)).collect()))
}
