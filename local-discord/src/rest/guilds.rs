//! Guilds, their channels, members and roles, to read. Discord docs: resources/guild, resources/channel.

use serde_json::Value;

use super::{Answer, Reply, incoming::Incoming, routes::id};
use crate::{Id, Permissions, api_error::ApiError, world::World};

/// GET of a channel.
pub(super) fn channel(world: &World, channel: Id) -> Answer {
    let found = world.channel_json(channel).ok_or_else(ApiError::unknown_channel)?;
    let seen = world.bot_permissions(channel).is_some_and(|own| own.contains(Permissions::VIEW_CHANNEL));
    if seen { Ok(Reply::Json(found)) } else { Err(ApiError::missing_access()) }
}

pub(super) fn route(world: &World, incoming: &Incoming, guild: Id, rest: &[&str]) -> Answer {
    let found = world.guild(guild).ok_or_else(ApiError::unknown_guild)?;
    let member = |user: Id| world.member_json(guild, user).map(Reply::Json).ok_or_else(ApiError::unknown_member);
    match (incoming.method.as_str(), rest) {
        ("GET", []) => Ok(Reply::Json(world.guild_json(found))),
        ("GET", ["channels"]) => Ok(Reply::Json(found.channels.iter().filter_map(|channel| world.channel_json(channel.id)).collect())),
        ("GET", ["roles"]) => Ok(Reply::Json(world.roles_json(found))),
        ("GET", ["roles", role]) => {
            let Value::Array(roles) = world.roles_json(found) else {
                return Err(ApiError::not_found());
            };
            roles.into_iter().find(|one| one["id"] == *role).map(Reply::Json).ok_or_else(ApiError::not_found)
        }
        ("GET", ["members"]) => {
            let limit = incoming.asked("limit").and_then(|text| text.parse().ok()).unwrap_or(1);
            let after: Id = incoming.asked("after").and_then(|text| text.parse().ok()).unwrap_or(0);
            let mut users: Vec<Id> = found.members.iter().map(|member| member.user.id).chain([world.bot()]).filter(|user| *user > after).collect();
            users.sort_unstable();
            Ok(Reply::Json(users.into_iter().take(limit).filter_map(|user| world.member_json(guild, user)).collect()))
        }
        ("GET", ["members", "@me"]) => member(world.bot()),
        ("GET", ["members", user]) => member(id("user_id", user)?),
        _ => Err(ApiError::no_such_route()),
    }
}
