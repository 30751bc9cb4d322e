//! One entrance to all that is done in a channel: who does not see it does nothing. Discord docs: resources/channel.

use serde_json::Value;

use super::{Answer, Reply, incoming::Incoming, messages, pins, places, reactions, routes::id, threads};
use crate::{
    Id, Permissions,
    api_error::ApiError,
    check, ids,
    world::{World, permissions::ThreadAct},
};

/// Age from which messages can no longer be deleted together: two weeks.
const TOO_OLD_MS: u64 = 14 * 24 * 60 * 60 * 1000;

/// A channel, and what the bot may do in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub(super) channel: Id,
    pub(super) own: Permissions,
}

impl At {
    pub(super) fn may(self, wanted: Permissions) -> bool {
        self.own.contains(wanted)
    }

    pub(super) fn need(self, wanted: Permissions) -> Result<(), ApiError> {
        if self.may(wanted) { Ok(()) } else { Err(ApiError::missing_permissions()) }
    }
}

pub(super) fn route(world: &mut World, incoming: &Incoming, channel: Id, rest: &[&str]) -> Answer {
    let own = world.bot_permissions(channel).ok_or_else(ApiError::unknown_channel)?;
    if !own.contains(Permissions::VIEW_CHANNEL) {
        return Err(ApiError::missing_access());
    }
    let at = At { channel, own };
    match (incoming.method.as_str(), rest) {
        ("GET", []) => world.channel_json(channel).map(Reply::Json).ok_or_else(ApiError::unknown_channel),
        ("PATCH" | "DELETE", []) if world.threads.contains_key(&channel) => threads::change(world, incoming, at),
        ("PATCH" | "DELETE", []) => places::channel(world, incoming, at),
        (_, ["permissions", holder]) => places::overwrite(world, incoming, at, id("overwrite_id", holder)?),
        (_, ["threads", ..] | ["thread-members", ..] | ["users", "@me", "threads", ..] | ["messages", _, "threads"]) => {
            threads::route(world, incoming, at, rest)
        }
        (_, ["pins", rest @ ..]) => pins::route(world, incoming, at, rest, false),
        (_, ["messages", "pins", rest @ ..]) => pins::route(world, incoming, at, rest, true),
        ("POST", ["messages", "bulk-delete"]) => bulk_delete(world, incoming, at),
        (_, ["messages", message, "reactions", rest @ ..]) => reactions::route(world, incoming, at, id("message_id", message)?, rest),
        ("POST", ["typing"]) => {
            at.need(world.writing(channel))?;
            world.thread_allows(channel, own, ThreadAct::Other)?;
            let bot = world.bot();
            world.typing(bot, channel);
            Ok(Reply::Empty)
        }
        _ => messages::route(world, incoming, at, rest),
    }
}

fn bulk_delete(world: &mut World, incoming: &Incoming, at: At) -> Answer {
    if world.dm_user(at.channel).is_some() {
        return Err(ApiError::not_in_dm());
    }
    let wanted = check::bulk_delete(&incoming.body)?;
    at.need(Permissions::MANAGE_MESSAGES)?;
    if wanted.iter().any(|id| ids::age_ms(*id) > TOO_OLD_MS) {
        return Err(ApiError::too_old_for_bulk_delete());
    }
    world.remove_messages(at.channel, &wanted);
    Ok(Reply::Empty)
}

/// A list's `limit` from the query.
pub(super) fn limit(incoming: &Incoming, usual: usize, most: usize) -> Result<usize, ApiError> {
    let given = incoming.asked("limit").map_or(Ok(usual), str::parse::<usize>).ok().filter(|limit| (1..=most).contains(limit));
    given.ok_or_else(|| ApiError::field("limit", "NUMBER_TYPE_MAX", &format!("int value should be between 1 and {most}.")))
}

/// A list of members or threads with what else is in it.
pub(super) fn values(found: impl IntoIterator<Item = Value>) -> Value {
    Value::Array(found.into_iter().collect())
}
