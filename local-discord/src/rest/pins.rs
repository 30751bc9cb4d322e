//! Pins, by the present routes and by the old ones. Discord docs: resources/message, "Get Channel Pins"; resources/channel.

use serde_json::json;

use super::{
    Answer, Reply,
    channels::{At, limit, values},
    incoming::{Incoming, decoded},
    messages,
    routes::id,
};
use crate::{
    Permissions,
    api_error::ApiError,
    world::{World, permissions::ThreadAct, pins},
};

pub(super) fn route(world: &mut World, incoming: &Incoming, at: At, rest: &[&str], new_route: bool) -> Answer {
    match (incoming.method.as_str(), rest) {
        ("GET", []) if new_route => list(world, incoming, at),
        ("GET", []) => {
            // The old route knows no pages; it shows the newest 50.
            let shown = world.pinned(at.channel).into_iter().filter(|_| at.may(Permissions::READ_MESSAGE_HISTORY)).take(50);
            Ok(Reply::Json(values(shown.map(|(message, _)| messages::seen(world, message)))))
        }
        ("PUT" | "DELETE", [message]) => {
            let message = id("message_id", message)?;
            if world.messages.get(&message).is_some_and(|found| found.channel != at.channel && found.visible_to.is_none()) {
                return Err(ApiError::pin_elsewhere());
            }
            let found = messages::find(world, at.channel, message)?.id;
            // Who shares a DM may pin in it.
            if world.dm_user(at.channel).is_none() {
                at.need(Permissions::PIN_MESSAGES)?;
            }
            world.thread_allows(at.channel, at.own, ThreadAct::Other)?;
            let bot = world.bot();
            if incoming.method == "PUT" {
                world.pin(bot, found)?
            } else {
                world.unpin(found)?
            }
            Ok(Reply::Empty)
        }
        _ => Err(ApiError::no_such_route()),
    }
}

fn list(world: &World, incoming: &Incoming, at: At) -> Answer {
    let most = limit(incoming, 50, 50)?;
    let before = incoming.asked("before").map(decoded);
    let mut found = world.pinned(at.channel);
    // Docs: without the permission to read the history there are none.
    found.retain(|(_, when)| at.may(Permissions::READ_MESSAGE_HISTORY) && before.as_ref().is_none_or(|before| when < before));
    let more = found.len() > most;
    let items = values(found.into_iter().take(most).map(|(message, when)| pins::item(messages::seen(world, message), &when)));
    Ok(Reply::Json(json!({"items": items, "has_more": more})))
}
