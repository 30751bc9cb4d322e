//! What each opcode from a bot does. Discord docs: topics/opcodes-and-status-codes, events/gateway-events.

use serde_json::{Value, json};

use super::{
    close::{self, Close},
    sessions::{Order, Session},
};
use crate::{ids, intents, world::World};

/// Acts on a payload; the error closes the connection.
pub(super) fn receive(world: &mut World, connection: u64, payload: &Value) -> Result<(), Close> {
    let data = &payload["d"];
    let opcode = payload["op"].as_u64().ok_or(close::DECODE_ERROR)?;
    let session = world.sessions.by_id.iter().find(|(_, session)| session.connection == Some(connection)).map(|(id, _)| id.clone());
    match (opcode, session) {
        (1, _) => {
            if !world.faults.stop_acks {
                send(world, connection, 11, &Value::Null);
            }
            Ok(())
        }
        (2 | 6, Some(_)) => Err(close::ALREADY_AUTHENTICATED),
        (2, None) => identify(world, connection, data),
        (6, None) => resume(world, connection, data),
        (3 | 4 | 8 | 31, None) => Err(close::NOT_AUTHENTICATED),
        (3 | 4 | 31, Some(_)) => Ok(()),
        (8, Some(session)) => {
            request_members(world, &session, data);
            Ok(())
        }
        _ => Err(close::UNKNOWN_OPCODE),
    }
}

fn send(world: &World, connection: u64, opcode: u8, data: &Value) {
    let frame = json!({"op": opcode, "s": null, "t": null, "d": data}).to_string();
    world.sessions.order(connection, Order::Frame(frame));
}

/// Libraries send the token with or without `Bot `.
fn token_fits(world: &World, data: &Value) -> bool {
    data["token"].as_str().is_some_and(|token| token.trim_start_matches("Bot ") == world.setup.bot.token)
}

fn identify(world: &mut World, connection: u64, data: &Value) -> Result<(), Close> {
    if !token_fits(world, data) {
        return Err(close::AUTHENTICATION_FAILED);
    }
    let properties = data["properties"].is_object();
    let wanted = data["intents"].as_u64().filter(|_| properties).ok_or(close::DECODE_ERROR)?;
    if wanted & !intents::VALID != 0 {
        return Err(close::INVALID_INTENTS);
    }
    if wanted & intents::PRIVILEGED & !world.setup.bot.privileged != 0 {
        return Err(close::DISALLOWED_INTENTS);
    }
    let shard = match &data["shard"] {
        Value::Null => (0, 1),
        given => (given[0].as_u64().ok_or(close::INVALID_SHARD)?, given[1].as_u64().ok_or(close::INVALID_SHARD)?),
    };
    if shard.0 >= shard.1 {
        return Err(close::INVALID_SHARD);
    }
    let id = format!("{:032x}", world.ids.next());
    world.sessions.by_id.insert(id.clone(), Session::new(wanted, shard, connection));
    let mine: Vec<_> = world.setup.guilds.iter().filter(|guild| (guild.id >> 22) % shard.1 == shard.0).cloned().collect();
    let unavailable: Vec<Value> = mine.iter().map(|guild| json!({"id": guild.id.to_string(), "unavailable": true})).collect();
    let ready = json!({
        "v": 10, "user": world.current_user(), "user_settings": {}, "guilds": unavailable, "session_id": id, "session_type": "normal",
        "resume_gateway_url": format!("ws://{}", world.addr), "shard": [shard.0, shard.1], "private_channels": [], "relationships": [],
        "presences": [], "geo_ordered_rtc_regions": [], "application": {"id": world.bot().to_string(), "flags": 0}, "_trace": [],
    });
    world.dispatch_to(&id, "READY", &ready);
    if wanted & intents::GUILDS != 0 {
        for guild in mine {
            let object = world.guild_create(&guild, wanted & intents::GUILD_MEMBERS != 0);
            world.dispatch_to(&id, "GUILD_CREATE", &object);
        }
    }
    Ok(())
}

fn resume(world: &mut World, connection: u64, data: &Value) -> Result<(), Close> {
    if !token_fits(world, data) {
        return Err(close::AUTHENTICATION_FAILED);
    }
    let id = data["session_id"].as_str().ok_or(close::DECODE_ERROR)?;
    let sequence = data["seq"].as_u64().ok_or(close::DECODE_ERROR)?;
    let Some(session) = world.sessions.by_id.get_mut(id) else {
        // Docs: an invalid session is told by opcode 9, and the connection stays for an IDENTIFY.
        send(world, connection, 9, &json!(false));
        return Ok(());
    };
    let missed = session.since(sequence).ok_or(close::INVALID_SEQUENCE)?;
    let previous = session.connection.replace(connection);
    if let Some(previous) = previous {
        world.sessions.order(previous, Order::Close(Some(4000), "Resumed elsewhere."));
    }
    for frame in missed {
        world.sessions.order(connection, Order::Frame(frame));
    }
    world.dispatch_to(id, "RESUMED", &json!({"_trace": []}));
    Ok(())
}

/// Members by name's beginning or by id. Docs: events/gateway-events, "Request Guild Members".
fn request_members(world: &mut World, session: &str, data: &Value) {
    let Some(guild) = ids::from_json(&data["guild_id"]).and_then(|id| world.guild(id)) else {
        return;
    };
    let wanted: Vec<_> = match &data["user_ids"] {
        Value::Array(ids) => ids.iter().filter_map(ids::from_json).collect(),
        one => ids::from_json(one).into_iter().collect(),
    };
    let query = data["query"].as_str();
    let limit = data["limit"].as_u64().filter(|limit| *limit > 0).map_or(usize::MAX, |limit| limit as usize);
    let fits = |id: &u64, name: &str| wanted.contains(id) || query.is_some_and(|query| name.to_lowercase().starts_with(&query.to_lowercase()));
    let found = guild.members.iter().filter(|member| fits(&member.user.id, &member.user.name)).take(limit);
    let members: Vec<Value> = found.filter_map(|member| world.member_json(guild.id, member.user.id)).collect();
    let not_found: Vec<String> = wanted.iter().filter(|id| world.member(guild.id, **id).is_none()).map(u64::to_string).collect();
    let mut chunk = json!({"guild_id": guild.id.to_string(), "members": members, "chunk_index": 0, "chunk_count": 1, "not_found": not_found});
    if data["nonce"].is_string() {
        chunk["nonce"] = data["nonce"].clone();
    }
    world.dispatch_to(session, "GUILD_MEMBERS_CHUNK", &chunk);
}
