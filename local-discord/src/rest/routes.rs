//! Which operation a method and a path mean.

use serde_json::json;

use super::{Answer, Reply, application, channels, commands, guilds, incoming::Incoming, interactions, users, webhooks};
use crate::{Id, api_error::ApiError, world::World};

/// A path segment as an id.
pub(super) fn id(field: &str, segment: &str) -> Result<Id, ApiError> {
    segment.parse().map_err(|_| ApiError::not_snowflake(field, segment))
}

/// Finds the operation and runs it.
pub(super) fn route(world: &mut World, incoming: &Incoming, segments: &[&str]) -> Answer {
    if !incoming.path.starts_with("/api/v10/") {
        return Err(if incoming.path.starts_with("/api/") { ApiError::invalid_api_version() } else { ApiError::no_such_route() });
    }
    let method = incoming.method.as_str();
    // These carry their own token in the path.
    match (method, segments) {
        ("POST", ["interactions", interaction, token, "callback"]) => {
            return interactions::callback(world, incoming, id("interaction_id", interaction)?, token);
        }
        (_, ["webhooks", application, token, rest @ ..]) => {
            return webhooks::route(world, incoming, id("webhook_id", application)?, token, rest);
        }
        // OpenAPI file: this one may come without any token.
        ("GET", ["gateway"]) if incoming.authorization.is_none() => return gateway(world),
        _ => {}
    }
    if incoming.authorization.as_deref() != Some(&format!("Bot {}", world.setup.bot.token)) {
        return Err(ApiError::unauthorized());
    }
    match (method, segments) {
        ("GET", ["gateway"]) => gateway(world),
        ("GET", ["gateway", "bot"]) => Ok(Reply::Json(world.gateway_bot_json())),
        ("GET", ["applications", "@me"] | ["oauth2", "applications", "@me"]) => Ok(Reply::Json(world.application_json())),
        ("PATCH", ["applications", "@me"]) => application::edit(world, incoming),
        (_, ["applications", application, "commands", rest @ ..]) => commands::route(world, incoming, id("application_id", application)?, None, rest),
        (_, ["applications", application, "guilds", guild, "commands", rest @ ..]) => {
            commands::route(world, incoming, id("application_id", application)?, Some(id("guild_id", guild)?), rest)
        }
        (_, ["users", rest @ ..]) => users::route(world, incoming, rest),
        (_, ["guilds", guild, rest @ ..]) => guilds::route(world, incoming, id("guild_id", guild)?, rest),
        (_, ["channels", channel, rest @ ..]) => channels::route(world, incoming, id("channel_id", channel)?, rest),
        _ => Err(ApiError::no_such_route()),
    }
}

fn gateway(world: &World) -> Answer {
    Ok(Reply::Json(json!({"url": format!("ws://{}", world.addr)})))
}
