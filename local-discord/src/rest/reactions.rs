//! Reactions. Discord docs: resources/message, "Create Reaction" and what follows.

use super::{
    Answer, Reply,
    channels::{At, limit, values},
    incoming::Incoming,
    messages,
    routes::id,
};
use crate::{
    Id, Permissions,
    api_error::ApiError,
    world::{World, permissions::ThreadAct},
};

pub(super) fn route(world: &mut World, incoming: &Incoming, at: At, message: Id, rest: &[&str]) -> Answer {
    let method = incoming.method.as_str();
    let (target, bot) = (messages::find(world, at.channel, message)?.id, world.bot());
    if method != "GET" {
        world.thread_allows(at.channel, at.own, ThreadAct::Other)?;
    }
    match (method, rest) {
        ("PUT", [emoji, "@me"]) => {
            if is_text(emoji) {
                return Err(ApiError::unknown_emoji());
            }
            at.need(Permissions::READ_MESSAGE_HISTORY)?;
            if world.reacted_by(target, emoji)?.is_empty() {
                at.need(Permissions::ADD_REACTIONS)?;
            }
            world.add_reaction(target, bot, emoji)?;
            Ok(Reply::Empty)
        }
        ("DELETE", [emoji, "@me"]) => world.remove_reaction(target, bot, emoji).map(|()| Reply::Empty),
        ("DELETE", [emoji, user]) => {
            at.need(Permissions::MANAGE_MESSAGES)?;
            world.remove_reaction(target, id("user_id", user)?, emoji).map(|()| Reply::Empty)
        }
        ("DELETE", [emoji]) => {
            at.need(Permissions::MANAGE_MESSAGES)?;
            world.clear_reactions(target, Some(emoji)).map(|()| Reply::Empty)
        }
        ("DELETE", []) => {
            at.need(Permissions::MANAGE_MESSAGES)?;
            world.clear_reactions(target, None).map(|()| Reply::Empty)
        }
        ("GET", [emoji]) => {
            let after = incoming.asked("after").map_or(Ok(0), |text| id("after", text))?;
            let most = limit(incoming, 25, 100)?;
            let mut users = world.reacted_by(target, emoji)?;
            users.retain(|user| *user > after);
            users.sort_unstable();
            Ok(Reply::Json(values(users.into_iter().take(most).map(|user| world.user_json(user)))))
        }
        _ => Err(ApiError::no_such_route()),
    }
}

/// Whether this is plain text, such as `thumbsup`, and neither an emoji nor `name:id`.
fn is_text(emoji: &str) -> bool {
    emoji.is_ascii() && emoji.split_once(':').is_none_or(|(_, id)| id.parse::<Id>().is_err())
}
