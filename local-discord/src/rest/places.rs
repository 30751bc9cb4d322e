//! Channels, roles and members, changed. Discord docs: resources/channel, resources/guild.

use super::{Answer, Reply, channels::At, incoming::Incoming, routes::id};
use crate::{
    Id, Permissions,
    api_error::ApiError,
    check, ids,
    world::{World, places},
};

/// PATCH and DELETE of a channel that is no thread.
pub(super) fn channel(world: &mut World, incoming: &Incoming, at: At) -> Answer {
    let before = world.channel_json(at.channel).ok_or_else(ApiError::unknown_channel)?;
    let dm = world.dm_user(at.channel).is_some();
    if incoming.method == "DELETE" {
        if !dm {
            at.need(Permissions::MANAGE_CHANNELS)?;
            world.remove_channel(at.channel);
        }
        // A DM is only closed: it is still there for the next message.
        return Ok(Reply::Json(before));
    }
    if dm {
        return Err(ApiError::not_in_dm());
    }
    check::channel(&incoming.body, false)?;
    at.need(Permissions::MANAGE_CHANNELS)?;
    if !incoming.body["permission_overwrites"].is_null() {
        at.need(Permissions::MANAGE_ROLES)?;
    }
    world.edit_channel(at.channel, &incoming.body);
    world.channel_json(at.channel).map(Reply::Json).ok_or_else(ApiError::unknown_channel)
}

/// PUT and DELETE of one overwrite of a channel.
pub(super) fn overwrite(world: &mut World, incoming: &Incoming, at: At, holder: Id) -> Answer {
    if world.dm_user(at.channel).is_some() || world.threads.contains_key(&at.channel) {
        return Err(ApiError::wrong_channel_type());
    }
    let new = match incoming.method.as_str() {
        "PUT" => {
            check::overwrite(&incoming.body)?;
            Some(places::overwrite(holder, &incoming.body))
        }
        "DELETE" => None,
        _ => return Err(ApiError::no_such_route()),
    };
    at.need(Permissions::MANAGE_ROLES)?;
    if world.set_overwrite(at.channel, holder, new) { Ok(Reply::Empty) } else { Err(ApiError::unknown_overwrite()) }
}

/// All that changes a guild.
pub(super) fn route(world: &mut World, incoming: &Incoming, guild: Id, rest: &[&str]) -> Answer {
    let own = world.guild(guild).ok_or_else(ApiError::unknown_guild)?.bot_permissions;
    let need = |wanted: Permissions| if own.contains(wanted) { Ok(()) } else { Err(ApiError::missing_permissions()) };
    let body = &incoming.body;
    match (incoming.method.as_str(), rest) {
        ("POST", ["channels"]) => {
            check::channel(body, true)?;
            need(Permissions::MANAGE_CHANNELS)?;
            let channel = world.create_channel(guild, body)?;
            world.channel_json(channel).map(Reply::Created).ok_or_else(ApiError::unknown_channel)
        }
        ("POST", ["roles"]) => {
            check::role(body)?;
            need(Permissions::MANAGE_ROLES)?;
            world.put_role(guild, None, body).map(Reply::Json)
        }
        ("PATCH", ["roles", role]) => {
            check::role(body)?;
            need(Permissions::MANAGE_ROLES)?;
            let role = id("role_id", role)?;
            world.role_json(guild, role).ok_or_else(ApiError::unknown_role)?;
            world.put_role(guild, Some(role), body).map(Reply::Json)
        }
        ("DELETE", ["roles", role]) => {
            need(Permissions::MANAGE_ROLES)?;
            if world.remove_role(guild, id("role_id", role)?) { Ok(Reply::Empty) } else { Err(ApiError::unknown_role()) }
        }
        ("PATCH", ["members", "@me"]) => {
            check::own_member(body)?;
            if let Some(nick) = body.get("nick") {
                need(Permissions::CHANGE_NICKNAME)?;
                world.nick_bot(guild, nick.as_str());
            }
            world.member_json(guild, world.bot()).map(Reply::Json).ok_or_else(ApiError::unknown_member)
        }
        ("PATCH", ["members", user]) => {
            check::member(body)?;
            let user = id("user_id", user)?;
            if body.get("nick").is_some() {
                need(Permissions::MANAGE_NICKNAMES)?;
            }
            let roles: Option<Vec<Id>> = body["roles"].as_array().map(|roles| roles.iter().filter_map(ids::from_json).collect());
            if let Some(roles) = &roles {
                need(Permissions::MANAGE_ROLES)?;
                known_roles(world, guild, roles)?;
            }
            let nick = body.get("nick").map(|nick| nick.as_str().filter(|nick| !nick.is_empty()).map(str::to_owned));
            let edited = world.edit_member(guild, user, |member| {
                member.nick = nick.unwrap_or_else(|| member.nick.take());
                member.roles = roles.unwrap_or_else(|| std::mem::take(&mut member.roles));
            });
            edited.map(Reply::Json)
        }
        (method @ ("PUT" | "DELETE"), ["members", user, "roles", role]) => {
            let (user, role) = (id("user_id", user)?, id("role_id", role)?);
            need(Permissions::MANAGE_ROLES)?;
            known_roles(world, guild, &[role])?;
            world.edit_member(guild, user, |member| {
                member.roles.retain(|one| *one != role);
                if method == "PUT" {
                    member.roles.push(role);
                }
            })?;
            Ok(Reply::Empty)
        }
        ("DELETE", ["members", user]) => {
            need(Permissions::KICK_MEMBERS)?;
            if world.remove_member(guild, id("user_id", user)?) { Ok(Reply::Empty) } else { Err(ApiError::unknown_member()) }
        }
        _ => Err(ApiError::no_such_route()),
    }
}

fn known_roles(world: &World, guild: Id, roles: &[Id]) -> Result<(), ApiError> {
    let known = |role: &Id| world.guild(guild).is_some_and(|guild| guild.roles.iter().any(|one| one.id == *role));
    if roles.iter().all(known) { Ok(()) } else { Err(ApiError::unknown_role()) }
}

/// PATCH of the bot's user.
pub(super) fn user(world: &mut World, incoming: &Incoming) -> Answer {
    check::user(&incoming.body)?;
    if let Some(name) = incoming.body["username"].as_str() {
        world.rename_bot(name);
    }
    Ok(Reply::Json(world.current_user()))
}

/// DELETE of the bot's own membership.
pub(super) fn leave(world: &mut World, guild: Id) -> Answer {
    if world.remove_guild(guild) { Ok(Reply::Empty) } else { Err(ApiError::unknown_guild()) }
}
