//! What the checks by hand say about a body, without doing anything: asked when another judge objects, so that the answer
//! has Discord's own words where they are known.

use crate::{
    api_error::ApiError,
    check::{self, MessageKind},
    rest::incoming::Incoming,
    world::World,
};

/// Judges the body of an operation that has one.
pub(super) fn opinion(world: &World, incoming: &Incoming, segments: &[&str]) -> Result<(), ApiError> {
    let (body, files) = (&incoming.body, &incoming.files);
    match (incoming.method.as_str(), segments) {
        ("POST", ["channels", _, "messages"]) => check::message(body, MessageKind::Create, files),
        ("PATCH", ["channels", _, "messages", _]) => check::message(body, MessageKind::Edit, files),
        ("POST", ["webhooks", _, _]) => check::message(body, MessageKind::Followup, files),
        ("PATCH", ["webhooks", _, _, "messages", _]) => check::message(body, MessageKind::WebhookEdit, files),
        ("POST", ["interactions", id, _, "callback"]) => {
            let stored = id.parse().ok().and_then(|id| world.interactions.get(&id));
            stored.map_or(Ok(()), |stored| check::callback(body, stored.kind, stored.source.is_some(), files).map(drop))
        }
        ("PUT", ["applications", _, "commands"] | ["applications", _, "guilds", _, "commands"]) => check::commands(body),
        ("POST", ["applications", _, "commands"] | ["applications", _, "guilds", _, "commands"]) => check::one_command(body),
        ("PATCH", ["applications", _, "commands", id] | ["applications", _, "guilds", _, "commands", id]) => {
            let kind = world.commands.all().find(|command| command["id"] == *id).and_then(|command| command["type"].as_u64());
            check::edited_command(body, kind.unwrap_or(1))
        }
        _ => Ok(()),
    }
}
