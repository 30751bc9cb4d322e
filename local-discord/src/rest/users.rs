//! Users and DMs. Discord docs: resources/user.

use serde_json::json;

use super::{Answer, Reply, incoming::Incoming, places, routes::id};
use crate::{api_error::ApiError, ids, world::World};

pub(super) fn route(world: &mut World, incoming: &Incoming, rest: &[&str]) -> Answer {
    match (incoming.method.as_str(), rest) {
        ("GET", ["@me"]) => Ok(Reply::Json(world.current_user())),
        ("PATCH", ["@me"]) => places::user(world, incoming),
        ("DELETE", ["@me", "guilds", guild]) => places::leave(world, id("guild_id", guild)?),
        ("GET", ["@me", "guilds"]) => {
            let guilds = world.setup.guilds.iter().map(|guild| {
                json!({
                    "id": guild.id.to_string(), "name": guild.name, "icon": null, "banner": null, "owner": false,
                    "permissions": guild.bot_permissions.to_string(), "features": [],
                })
            });
            Ok(Reply::Json(guilds.collect()))
        }
        ("POST", ["@me", "channels"]) => {
            let given = incoming.body.get("recipient_id");
            let user = given.and_then(ids::from_json).ok_or_else(|| ApiError::field("recipient_id", "BASE_TYPE_REQUIRED", "This field is required"))?;
            if world.user(user).is_none() {
                return Err(ApiError::field("recipient_id", "USER_NOT_FOUND", "No such user"));
            }
            let channel = world.open_dm(user);
            world.channel_json(channel).map(Reply::Json).ok_or_else(ApiError::unknown_channel)
        }
        ("GET", [user]) => {
            let user = id("user_id", user)?;
            if user != world.bot() && world.user(user).is_none() {
                return Err(ApiError::unknown_user());
            }
            Ok(Reply::Json(world.user_json(user)))
        }
        _ => Err(ApiError::no_such_route()),
    }
}
