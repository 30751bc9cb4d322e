//! Threads and their members. Discord docs: resources/channel, "Start Thread from Message" and what follows; topics/threads.

use serde_json::{Value, json};

use super::{
    Answer, Reply,
    channels::{At, limit, values},
    incoming::{Incoming, decoded},
    messages,
    routes::id,
};
use crate::{
    Id, Permissions,
    api_error::ApiError,
    check, intents,
    world::{
        World,
        permissions::ThreadAct,
        threads::{NewThread, PRIVATE, PUBLIC, Thread},
    },
};

pub(super) fn route(world: &mut World, incoming: &Incoming, at: At, rest: &[&str]) -> Answer {
    match (incoming.method.as_str(), rest) {
        ("POST", ["messages", message, "threads"]) => {
            let message = messages::find(world, at.channel, id("message_id", message)?)?.id;
            start(world, incoming, at, Some(message))
        }
        ("POST", ["threads"]) => start(world, incoming, at, None),
        ("GET", ["threads", "archived", "public"]) => archived(world, incoming, at, |thread| thread.kind == PUBLIC),
        ("GET", ["threads", "archived", "private"]) => {
            at.need(Permissions::MANAGE_THREADS)?;
            archived(world, incoming, at, |thread| thread.kind == PRIVATE)
        }
        ("GET", ["users", "@me", "threads", "archived", "private"]) => {
            let bot = world.bot();
            archived(world, incoming, at, |thread| thread.kind == PRIVATE && thread.members.contains_key(&bot))
        }
        (method, ["thread-members", rest @ ..]) => {
            let thread = world.threads.get(&at.channel).cloned().ok_or_else(ApiError::wrong_channel_type)?;
            members(world, incoming, at, method, &thread, rest)
        }
        _ => Err(ApiError::no_such_route()),
    }
}

fn start(world: &mut World, incoming: &Incoming, at: At, message: Option<Id>) -> Answer {
    check::thread(&incoming.body, message.is_some())?;
    let kind = match (message, incoming.body["type"].as_u64()) {
        (Some(_), _) | (None, Some(11)) => PUBLIC,
        // Docs: without a type it is a private one.
        (None, None | Some(12)) => PRIVATE,
        // Threads of announcement channels, which are not covered.
        (None, Some(_)) => return Err(ApiError::wrong_channel_type()),
    };
    at.need(if kind == PUBLIC { Permissions::CREATE_PUBLIC_THREADS } else { Permissions::CREATE_PRIVATE_THREADS })?;
    let owner = world.bot();
    let thread = world.start_thread(&NewThread { channel: at.channel, owner, message, kind, body: &incoming.body })?;
    world.channel_json(thread).map(Reply::Created).ok_or_else(ApiError::unknown_channel)
}

/// PATCH and DELETE of a thread. Docs: topics/threads, "Editing & Deleting Threads", "Locked Threads".
pub(super) fn change(world: &mut World, incoming: &Incoming, at: At) -> Answer {
    let thread = world.threads.get(&at.channel).cloned().ok_or_else(ApiError::unknown_channel)?;
    let before = world.thread_json(&thread);
    if incoming.method == "DELETE" {
        at.need(Permissions::MANAGE_THREADS)?;
        world.remove_thread(thread.id);
        return Ok(Reply::Json(before));
    }
    check::edited_thread(&incoming.body)?;
    let given: Vec<&str> = incoming.body.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()).map(|(key, _)| key.as_str()).collect();
    let manages = at.may(Permissions::MANAGE_THREADS);
    if thread.locked && !manages {
        return Err(ApiError::locked());
    }
    let unarchives = incoming.body["archived"] == false;
    if thread.archived && !unarchives {
        return Err(ApiError::archived());
    }
    let bot = world.bot();
    let in_it = thread.members.contains_key(&bot);
    let may = |key: &str| match key {
        "locked" | "rate_limit_per_user" => false,
        "archived" if unarchives => in_it || thread.owner == bot,
        _ => thread.owner == bot,
    };
    if !manages && !given.iter().all(|key| may(key)) {
        return Err(ApiError::missing_permissions());
    }
    world.edit_thread(thread.id, &incoming.body)?;
    world.channel_json(thread.id).map(Reply::Json).ok_or_else(ApiError::unknown_channel)
}

fn members(world: &mut World, incoming: &Incoming, at: At, method: &str, thread: &Thread, rest: &[&str]) -> Answer {
    let with_member = incoming.wants("with_member");
    let show = |world: &World, user: Id| if with_member { world.thread_member_with_member(thread.id, user) } else { world.thread_member(thread.id, user) };
    let bot = world.bot();
    match (method, rest) {
        ("GET", []) => {
            // Docs: only for applications with the intent for members.
            if world.setup.bot.privileged & intents::GUILD_MEMBERS == 0 {
                return Err(ApiError::missing_access());
            }
            let after: Id = incoming.asked("after").and_then(|text| text.parse().ok()).unwrap_or(0);
            let most = limit(incoming, 100, 100)?;
            let later = thread.members.keys().filter(|user| **user > after);
            Ok(Reply::Json(values(later.take(most).filter_map(|user| show(world, *user)))))
        }
        ("GET", [user]) => {
            let user = if *user == "@me" { bot } else { id("user_id", user)? };
            show(world, user).map(Reply::Json).ok_or_else(ApiError::unknown_member)
        }
        ("PUT", [user]) => {
            world.thread_allows(thread.id, at.own, ThreadAct::Other)?;
            let user = if *user == "@me" { bot } else { id("user_id", user)? };
            if user != bot {
                at.need(Permissions::SEND_MESSAGES_IN_THREADS)?;
                world.member(thread.guild, user).ok_or_else(ApiError::unknown_member)?;
            }
            world.join_thread(thread.id, user);
            Ok(Reply::Empty)
        }
        ("DELETE", [user]) => {
            world.thread_allows(thread.id, at.own, ThreadAct::Other)?;
            let user = if *user == "@me" { bot } else { id("user_id", user)? };
            // Docs: also for who started a private thread.
            if user != bot && !(thread.kind == PRIVATE && thread.owner == bot) {
                at.need(Permissions::MANAGE_THREADS)?;
            }
            if world.leave_thread(thread.id, user) { Ok(Reply::Empty) } else { Err(ApiError::unknown_member()) }
        }
        _ => Err(ApiError::no_such_route()),
    }
}

fn archived(world: &World, incoming: &Incoming, at: At, fits: impl Fn(&Thread) -> bool) -> Answer {
    at.need(Permissions::READ_MESSAGE_HISTORY)?;
    let most = limit(incoming, 50, 100)?;
    let before = incoming.asked("before").map(decoded);
    let mut found: Vec<&Thread> = world.threads.values().filter(|thread| thread.parent == at.channel && thread.archived && fits(thread)).collect();
    // Timestamps of one form sort as text. Joined private threads are paged by id instead.
    let earlier = |thread: &Thread, before: &str| before.parse::<Id>().map_or_else(|_| thread.archive_timestamp.as_str() < before, |id| thread.id < id);
    found.retain(|thread| before.as_deref().is_none_or(|before| earlier(thread, before)));
    found.sort_by(|a, b| b.archive_timestamp.cmp(&a.archive_timestamp));
    let more = found.len() > most;
    found.truncate(most);
    let mut answer = listed(world, &found);
    answer["has_more"] = json!(more);
    Ok(Reply::Json(answer))
}

/// Threads with the bot's memberships.
fn listed(world: &World, found: &[&Thread]) -> Value {
    let members = values(found.iter().filter_map(|thread| world.thread_member(thread.id, world.bot())));
    json!({"threads": values(found.iter().map(|thread| world.thread_json(thread))), "members": members})
}

/// GET of a guild's active threads.
pub(super) fn active(world: &World, guild: Id) -> Answer {
    let mut answer = listed(world, &world.active_threads(guild));
    // Discord's OpenAPI file has this here too, though all are in the list.
    answer["has_more"] = json!(false);
    Ok(Reply::Json(answer))
}
