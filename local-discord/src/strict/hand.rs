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
        ("PATCH", ["applications", "@me"]) => check::application(body),
        ("PATCH", ["users", "@me"]) => check::user(body),
        ("POST", ["channels", _, "messages", "bulk-delete"]) => check::bulk_delete(body).map(drop),
        ("POST", ["channels", _, "threads"]) => check::thread(body, false),
        ("POST", ["channels", _, "messages", _, "threads"]) => check::thread(body, true),
        ("PATCH", ["channels", id]) if id.parse().is_ok_and(|id| world.threads.contains_key(&id)) => check::edited_thread(body),
        ("PATCH", ["channels", _]) => check::channel(body, false),
        ("POST", ["guilds", _, "channels"]) => check::channel(body, true),
        ("PUT", ["channels", _, "permissions", _]) => check::overwrite(body),
        ("POST", ["guilds", _, "roles"]) | ("PATCH", ["guilds", _, "roles", _]) => check::role(body),
        ("PATCH", ["guilds", _, "members", "@me"]) => check::own_member(body),
        ("PATCH", ["guilds", _, "members", _]) => check::member(body),
        _ => Ok(()),
    }
}
