//! Guilds, their channels, members, roles and threads, to read; what changes them is in `places`. Discord docs: resources/guild, resources/channel.

use super::{Answer, Reply, channels::limit, incoming::Incoming, places, routes::id, threads};
use crate::{Id, api_error::ApiError, world::World};

pub(super) fn route(world: &mut World, incoming: &Incoming, guild: Id, rest: &[&str]) -> Answer {
    if incoming.method != "GET" {
        return places::route(world, incoming, guild, rest);
    }
    let found = world.guild(guild).ok_or_else(ApiError::unknown_guild)?;
    let member = |user: Id| world.member_json(guild, user).map(Reply::Json).ok_or_else(ApiError::unknown_member);
    match (incoming.method.as_str(), rest) {
        ("GET", []) => Ok(Reply::Json(world.guild_json(found))),
        ("GET", ["channels"]) => Ok(Reply::Json(found.channels.iter().filter_map(|channel| world.channel_json(channel.id)).collect())),
        ("GET", ["threads", "active"]) => threads::active(world, guild),
        ("GET", ["roles"]) => Ok(Reply::Json(world.roles_json(found))),
        ("GET", ["roles", role]) => world.role_json(guild, id("role_id", role)?).map(Reply::Json).ok_or_else(ApiError::unknown_role),
        ("GET", ["members"]) => {
            let limit = limit(incoming, 1, 1000)?;
            let after = incoming.asked("after").map_or(Ok(0), |text| id("after", text))?;
            let mut users: Vec<Id> = found.members.iter().map(|member| member.user.id).chain([world.bot()]).filter(|user| *user > after).collect();
            users.sort_unstable();
            Ok(Reply::Json(users.into_iter().take(limit).filter_map(|user| world.member_json(guild, user)).collect()))
        }
        ("GET", ["members", "@me"]) => member(world.bot()),
        ("GET", ["members", user]) => member(id("user_id", user)?),
        _ => Err(ApiError::no_such_route()),
    }
}
