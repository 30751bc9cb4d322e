//! First responses. Discord docs: interactions/receiving-and-responding, "Responding to an Interaction".

use serde_json::{Value, json};

use super::{Answer, Reply, incoming::Incoming};
use crate::{
    Id,
    api_error::ApiError,
    check::{self, Callback},
    world::{
        World,
        interactions::Stored,
        messages::{Draft, flags},
    },
};

/// POST of a first response: in time, once, and fit for the interaction.
pub(super) fn callback(world: &mut World, incoming: &Incoming, id: Id, token: &str) -> Answer {
    let stored = world.interactions.get(&id).filter(|stored| stored.token == token).cloned().ok_or_else(ApiError::unknown_interaction)?;
    if stored.first.is_some() {
        return Err(ApiError::already_acknowledged());
    }
    if stored.opened.elapsed() > world.setup.timing.first_response {
        return Err(ApiError::late_interaction());
    }
    let what = check::callback(&incoming.body, stored.kind, stored.source.is_some(), &incoming.files)?;
    let empty = Value::Null;
    let data = incoming.body.get("data").unwrap_or(&empty);
    let (original, shown) = match what {
        Callback::Message => (Some(answer(world, &stored, data, incoming, 0)?), true),
        Callback::Deferred => (Some(answer(world, &stored, data, incoming, flags::LOADING)?), false),
        Callback::DeferredUpdate => (stored.source, false),
        Callback::Update => {
            let source = stored.source.ok_or_else(ApiError::unknown_message)?;
            world.edit_message(source, data, &incoming.files)?;
            (Some(source), true)
        }
        Callback::Autocomplete | Callback::Modal => (None, true),
    };
    if let Some(stored) = world.interactions.get_mut(&id) {
        stored.first = Some(incoming.body.clone());
        stored.took = Some(stored.opened.elapsed());
        stored.original = original;
        stored.shown = shown;
    }
    if !incoming.wants("with_response") {
        return Ok(Reply::Empty);
    }
    let message = original.and_then(|original| world.messages.get(&original));
    let mut result = json!({"interaction": {
        "id": id.to_string(), "type": stored.kind,
        "response_message_loading": what == Callback::Deferred,
        "response_message_ephemeral": message.is_some_and(|message| message.visible_to.is_some()),
    }});
    if let Some(original) = original {
        result["interaction"]["response_message_id"] = json!(original.to_string());
    }
    // Docs: "Interaction Callback Resource Object" has a message for these two alone, and Discord's OpenAPI file no other type
    // with one.
    if let Some(message) = message.filter(|_| matches!(what, Callback::Message | Callback::Update)) {
        result["resource"] = json!({"type": incoming.body["type"], "message": message.json});
    }
    Ok(Reply::Json(result))
}

/// The message that answers an interaction. Applications may always embed and attach here, whatever the channel's
/// permissions. discord-api-docs#5316.
fn answer(world: &mut World, stored: &Stored, data: &Value, incoming: &Incoming, extra: u64) -> Result<Id, ApiError> {
    let kind = match stored.command_kind {
        1 => 20,
        2 | 3 => 23,
        _ => 0,
    };
    create(world, stored, data, incoming, kind, extra, false)
}

/// A message by the interaction's webhook.
pub(super) fn create(world: &mut World, stored: &Stored, data: &Value, incoming: &Incoming, kind: u8, extra: u64, followup: bool) -> Result<Id, ApiError> {
    let forced = if world.forced_ephemeral(stored) { flags::EPHEMERAL } else { 0 };
    let flags = data.get("flags").and_then(Value::as_u64).unwrap_or(0) | extra | forced;
    let visible_to = (flags & flags::EPHEMERAL != 0).then_some(stored.user);
    let extra_fields = world.interaction_fields(stored, followup);
    world.create_message(&Draft { kind, flags, visible_to, extra: extra_fields, ..Draft::new(stored.channel, world.bot(), data, &incoming.files) })
}
