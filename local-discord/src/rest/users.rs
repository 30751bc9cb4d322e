//! Users and DMs. Discord docs: resources/user.

use serde_json::json;

use super::{Answer, Reply, channels::limit, incoming::Incoming, places, routes::id};
use crate::{api_error::ApiError, ids, world::World};

pub(super) fn route(world: &mut World, incoming: &Incoming, rest: &[&str]) -> Answer {
    match (incoming.method.as_str(), rest) {
        ("GET", ["@me"]) => Ok(Reply::Json(world.current_user())),
        ("PATCH", ["@me"]) => places::user(world, incoming),
        ("DELETE", ["@me", "guilds", guild]) => places::leave(world, id("guild_id", guild)?),
        ("GET", ["@me", "guilds"]) => {
            let most = limit(incoming, 200, 200)?;
            let asked = |key: &str| incoming.asked(key).map(|text| id(key, text)).transpose();
            let (before, after) = (asked("before")?, asked("after")?);
            let mut found: Vec<_> = world.setup.guilds.iter().filter(|guild| after.is_none_or(|after| guild.id > after)).collect();
            found.retain(|guild| before.is_none_or(|before| guild.id < before));
            found.sort_unstable_by_key(|guild| guild.id);
            // Those right before the one that is named, still with the oldest first.
            let skipped = if before.is_some() && after.is_none() { found.len().saturating_sub(most) } else { 0 };
            let guilds = found.into_iter().skip(skipped).take(most).map(|guild| {
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
