//! Commands of the application, global and of guilds. Discord docs: interactions/application-commands, "Endpoints".

use serde_json::Value;

use super::{Answer, Reply, incoming::Incoming};
use crate::{Id, api_error::ApiError, check, world::World};

pub(super) fn route(world: &mut World, incoming: &Incoming, application: Id, guild: Option<Id>, rest: &[&str]) -> Answer {
    if application != world.bot() {
        return Err(ApiError::unknown_application());
    }
    if guild.is_some_and(|guild| world.guild(guild).is_none()) {
        return Err(ApiError::missing_access());
    }
    let World { commands, ids, limits, setup, .. } = world;
    match (incoming.method.as_str(), rest) {
        ("GET", []) => {
            let localized = incoming.wants("with_localizations");
            let list = commands.list(guild).iter().map(|command| if localized { command.clone() } else { without_localizations(command) });
            Ok(Reply::Json(list.collect()))
        }
        ("PUT", []) => {
            check::commands(&incoming.body)?;
            let given = incoming.body.as_array().map_or(&[][..], Vec::as_slice);
            limits.create_commands(&setup.rate_limits, guild, commands.new_among(guild, given))?;
            Ok(Reply::Json(commands.replace(ids, application, guild, given).into()))
        }
        ("POST", []) => {
            check::one_command(&incoming.body)?;
            limits.create_commands(&setup.rate_limits, guild, commands.new_among(guild, std::slice::from_ref(&incoming.body)))?;
            let (command, new) = commands.put(ids, application, guild, &incoming.body);
            Ok(if new { Reply::Created(command) } else { Reply::Json(command) })
        }
        // Overwrites are set by people in their client; a bot can only look. None are kept here.
        ("GET", ["permissions"]) if guild.is_some() => Ok(Reply::Json(Value::Array(Vec::new()))),
        ("GET", [id, "permissions"]) if guild.is_some() => {
            let known = commands.get(guild, id).or_else(|| commands.get(None, id)).is_some();
            Err(if known { ApiError::unknown_command_permissions() } else { ApiError::unknown_command() })
        }
        // Docs: these want the token of a user who manages the guild.
        ("PUT", [_, "permissions"] | ["permissions"]) if guild.is_some() => Err(ApiError::users_only()),
        ("GET", [id]) => commands.get(guild, id).cloned().map(Reply::Json).ok_or_else(ApiError::unknown_command),
        ("PATCH", [id]) => {
            let kind = commands.get(guild, id).ok_or_else(ApiError::unknown_command)?["type"].as_u64().unwrap_or(1);
            check::edited_command(&incoming.body, kind)?;
            commands.change(ids, guild, id, &incoming.body).map(Reply::Json).ok_or_else(ApiError::unknown_command)
        }
        ("DELETE", [id]) if commands.remove(guild, id) => Ok(Reply::Empty),
        ("DELETE", [_]) => Err(ApiError::unknown_command()),
        _ => Err(ApiError::no_such_route()),
    }
}

/// A command as lists show it unless translations are asked for: neither it nor its options and choices have any.
fn without_localizations(command: &Value) -> Value {
    match command {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(key, _)| !matches!(key.as_str(), "name_localizations" | "description_localizations"));
            Value::Object(kept.map(|(key, value)| (key.clone(), without_localizations(value))).collect())
        }
        Value::Array(list) => list.iter().map(without_localizations).collect(),
        other => other.clone(),
    }
}
