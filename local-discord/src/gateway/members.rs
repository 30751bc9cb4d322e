//! Opcode 8. Discord docs: events/gateway-events, "Request Guild Members" and "Guild Members Chunk".

use serde_json::{Value, json};

use super::close::{self, Close};
use crate::{Guild, Id, ids, intents, world::World};

/// Members in one GUILD_MEMBERS_CHUNK.
const CHUNK: usize = 1000;
/// Members whom a beginning of a name or a list of ids may bring.
const MAX_FOUND: usize = 100;
/// Bytes of a nonce; a longer one is ignored.
const MAX_NONCE: usize = 32;

/// Sends the members asked for. An error closes the connection.
pub(super) fn request(world: &mut World, session: &str, data: &Value) -> Result<(), Close> {
    let guild = ids::from_json(&data["guild_id"]).ok_or(close::DECODE_ERROR)?;
    let Some(of) = world.sessions.by_id.get(session) else {
        return Ok(());
    };
    let (intents, mine) = (of.intents, of.serves(Some(guild)));
    let Some(guild) = world.guild(guild).filter(|_| mine) else {
        return Ok(());
    };
    let (found, not_found) = match (&data["query"], &data["user_ids"]) {
        (_, Value::Array(wanted)) => by_ids(guild, world.bot(), wanted),
        (_, one @ (Value::String(_) | Value::Number(_))) => by_ids(guild, world.bot(), std::slice::from_ref(one)),
        (Value::String(query), _) => {
            let limit = data["limit"].as_u64().ok_or(close::DECODE_ERROR)?;
            if query.is_empty() && intents & intents::GUILD_MEMBERS == 0 {
                // Discord documents the need and not the refusal: nothing is sent, and the record says why.
                world.gateway_violation("8", (close::DISALLOWED_INTENTS.0, "All members of a guild need the intent GUILD_MEMBERS."), data);
                return Ok(());
            }
            (by_name(guild, world.bot(), &world.setup.bot.name, query, limit), Vec::new())
        }
        _ => return Err(close::DECODE_ERROR),
    };
    // Nobody here has a client that shows presence: all who are asked for are offline, which Discord leaves out.
    let presences = data["presences"] == true && intents & intents::GUILD_PRESENCES != 0;
    let nonce = data["nonce"].as_str().filter(|nonce| nonce.len() <= MAX_NONCE);
    let id = guild.id;
    let members: Vec<Value> = found.into_iter().filter_map(|user| world.member_json(id, user)).collect();
    let chunks: Vec<&[Value]> = if members.is_empty() { vec![&[]] } else { members.chunks(CHUNK).collect() };
    for (index, chunk) in chunks.iter().enumerate() {
        let mut event = json!({"guild_id": id.to_string(), "members": chunk, "chunk_index": index, "chunk_count": chunks.len()});
        if index == 0 && !not_found.is_empty() {
            event["not_found"] = json!(not_found);
        }
        if presences {
            event["presences"] = json!([]);
        }
        if let Some(nonce) = nonce {
            event["nonce"] = json!(nonce);
        }
        world.dispatch_to(session, "GUILD_MEMBERS_CHUNK", &event);
    }
    Ok(())
}

/// Those of the ids who are members, and the others as they were given.
fn by_ids(guild: &Guild, bot: Id, wanted: &[Value]) -> (Vec<Id>, Vec<Value>) {
    let mut found = Vec::new();
    let mut not_found = Vec::new();
    for id in wanted.iter().take(MAX_FOUND) {
        match ids::from_json(id) {
            Some(user) if user == bot || guild.members.iter().any(|member| member.user.id == user) => found.push(user),
            _ => not_found.push(id.clone()),
        }
    }
    (found, not_found)
}

/// Members whose name or nickname begins so; the empty beginning is that of all.
fn by_name(guild: &Guild, bot: Id, bot_name: &str, query: &str, limit: u64) -> Vec<Id> {
    let query = query.to_lowercase();
    let begins = |name: &str| name.to_lowercase().starts_with(&query);
    let people = guild.members.iter().filter(|member| begins(&member.user.name) || member.nick.as_deref().is_some_and(begins));
    let limit = match (usize::try_from(limit).unwrap_or(usize::MAX), query.is_empty()) {
        (0, true) => usize::MAX,
        (0, false) => MAX_FOUND,
        (limit, true) => limit,
        (limit, false) => limit.min(MAX_FOUND),
    };
    people.map(|member| member.user.id).chain(begins(bot_name).then_some(bot)).take(limit).collect()
}
