//! The webhook of an interaction: its original response and follow-ups. Discord docs:
//! interactions/receiving-and-responding, "Interaction Endpoints".

use super::{Answer, Reply, incoming::Incoming, interactions, routes::id};
use crate::{
    Id,
    api_error::ApiError,
    check::{self, MessageKind},
    world::{World, interactions::Stored},
};

/// Follow-ups to one interaction, if the application is there only by its user's choice.
const MAX_FOLLOWUPS: usize = 5;

pub(super) fn route(world: &mut World, incoming: &Incoming, application: Id, token: &str, rest: &[&str]) -> Answer {
    let stored = world.interactions.values().find(|stored| stored.token == token && application == world.setup.bot.id).cloned();
    let stored = stored.ok_or_else(ApiError::unknown_webhook)?;
    if stored.opened.elapsed() > world.setup.timing.token_life {
        return Err(ApiError::webhook_token_expired());
    }
    // Before the first response there is no webhook.
    if stored.first.is_none() {
        return Err(ApiError::unknown_webhook());
    }
    match (incoming.method.as_str(), rest) {
        ("POST", []) => follow_up(world, incoming, &stored),
        ("GET", ["messages", message]) => show(world, target(&stored, message)?),
        ("PATCH", ["messages", message]) => edit(world, incoming, &stored, target(&stored, message)?),
        ("DELETE", ["messages", message]) => {
            if world.remove_message(target(&stored, message)?) {
                Ok(Reply::Empty)
            } else {
                Err(ApiError::unknown_message())
            }
        }
        _ => Err(ApiError::no_such_route()),
    }
}

/// The message meant by `@original` or an id; only those of this interaction are within reach.
fn target(stored: &Stored, segment: &str) -> Result<Id, ApiError> {
    if segment == "@original" {
        return stored.original.ok_or_else(ApiError::unknown_message);
    }
    let id = id("message_id", segment)?;
    if stored.original == Some(id) || stored.followups.contains(&id) { Ok(id) } else { Err(ApiError::unknown_message()) }
}

fn show(world: &World, message: Id) -> Answer {
    world.messages.get(&message).map(|message| Reply::Json(message.json.clone())).ok_or_else(ApiError::unknown_message)
}

fn edit(world: &mut World, incoming: &Incoming, stored: &Stored, message: Id) -> Answer {
    if !world.messages.contains_key(&message) {
        return Err(ApiError::unknown_message());
    }
    check::message(&incoming.body, MessageKind::WebhookEdit, &incoming.files)?;
    world.edit_message(message, &incoming.body, &incoming.files)?;
    if let Some(own) = world.interactions.get_mut(&stored.id).filter(|own| own.original == Some(message)) {
        own.shown = true;
    }
    show(world, message)
}

fn follow_up(world: &mut World, incoming: &Incoming, stored: &Stored) -> Answer {
    check::message(&incoming.body, MessageKind::Followup, &incoming.files)?;
    // Docs: the first follow-up after a deferral edits the deferred message, whose ephemeral flag stays.
    if let Some(original) = stored.original.filter(|original| !world.finished(*original) && world.messages.contains_key(original)) {
        world.edit_message(original, &incoming.body, &incoming.files)?;
        if let Some(own) = world.interactions.get_mut(&stored.id) {
            own.shown = true;
        }
        return show(world, original);
    }
    if stored.by_user_install_only() && stored.followups.len() >= MAX_FOLLOWUPS {
        return Err(ApiError::too_many_followups());
    }
    let message = interactions::create(world, stored, &incoming.body, incoming, 0, 0, true)?;
    if let Some(own) = world.interactions.get_mut(&stored.id) {
        own.followups.push(message);
    }
    show(world, message)
}
