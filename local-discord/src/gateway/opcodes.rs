//! What each opcode from a bot does. Discord docs: topics/opcodes-and-status-codes, events/gateway-events.

use serde_json::{Value, json};

use super::{
    close::{self, Close},
    masked, members,
    sessions::{Order, Session, Shard},
    starts::Start,
};
use crate::{intents, world::World};

/// Answered with opcode 9, which is what the record says. Docs: events/gateway, "Session Start Limit Object".
const TOO_SOON: Close = (9, "IDENTIFY came too soon after another one of the same bucket of shards.");
const USED_UP: Close = (4004, "No session starts were left: the token is reset.");

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
        (2, None) => identify(world, connection, payload),
        (6, None) => resume(world, connection, data),
        (3 | 4 | 8 | 31, None) => Err(close::NOT_AUTHENTICATED),
        (3 | 4 | 31, Some(_)) => Ok(()),
        (8, Some(session)) => members::request(world, &session, data),
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

fn identify(world: &mut World, connection: u64, payload: &Value) -> Result<(), Close> {
    let data = &payload["d"];
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
    let shard = shard(&data["shard"])?;
    match world.count_start(shard) {
        Start::Allowed => {}
        Start::TooSoon => {
            // Docs: the connection stays, and the bot identifies again after a while.
            world.gateway_violation("2", TOO_SOON, &masked(payload));
            send(world, connection, 9, &json!(false));
            return Ok(());
        }
        Start::UsedUp => {
            world.gateway_violation("2", USED_UP, &masked(payload));
            world.reset_token();
            return Ok(());
        }
    }
    let id = format!("{:032x}", world.ids.next());
    world.sessions.by_id.insert(id.clone(), Session::new(wanted, shard, data["compress"] == true, connection));
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

fn shard(given: &Value) -> Result<Shard, Close> {
    let numbers = |at: usize| given[at].as_u64().ok_or(close::INVALID_SHARD);
    let shard = if given.is_null() { (0, 1) } else { (numbers(0)?, numbers(1)?) };
    if shard.0 < shard.1 { Ok(shard) } else { Err(close::INVALID_SHARD) }
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
    let missed: Vec<Order> = missed.into_iter().map(|frame| session.order(frame, None)).collect();
    let previous = session.connection.replace(connection);
    if let Some(previous) = previous {
        world.sessions.order(previous, Order::Close(Some(4000), "Resumed elsewhere."));
    }
    for order in missed {
        world.sessions.order(connection, order);
    }
    world.dispatch_to(id, "RESUMED", &json!({"_trace": []}));
    Ok(())
}
