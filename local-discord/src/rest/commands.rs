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
    let World { commands, ids, .. } = world;
    match (incoming.method.as_str(), rest) {
        ("GET", []) => Ok(Reply::Json(commands.list(guild).to_vec().into())),
        ("PUT", []) => {
            check::commands(&incoming.body)?;
            let given = incoming.body.as_array().map_or(&[][..], Vec::as_slice);
            Ok(Reply::Json(commands.replace(ids, application, guild, given).into()))
        }
        ("POST", []) => {
            check::one_command(&incoming.body)?;
            let (command, new) = commands.put(ids, application, guild, &incoming.body);
            Ok(if new { Reply::Created(command) } else { Reply::Json(command) })
        }
        // Overwrites are set by people in their client; a bot can only look. None are kept here.
        ("GET", ["permissions"]) if guild.is_some() => Ok(Reply::Json(Value::Array(Vec::new()))),
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
