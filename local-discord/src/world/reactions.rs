//! Reactions. Discord docs: resources/message, "Reaction Object".

use serde_json::{Value, json};

use super::World;
use crate::{Id, api_error::ApiError, gateway::sessions::Audience, intents};

/// Kinds of reactions on one message.
const MAX_KINDS: usize = 20;

/// `👍`, or `name:id` of a custom emoji.
fn emoji(text: &str) -> Value {
    match text.split_once(':').and_then(|(name, id)| Some((name, id.parse::<Id>().ok()?))) {
        Some((name, id)) => json!({"id": id.to_string(), "name": name, "animated": false}),
        None => json!({"id": null, "name": text}),
    }
}

impl World {
    /// Adds a user's reaction; a second of the same kind by the same user changes nothing.
    pub(crate) fn add_reaction(&mut self, message: Id, user: Id, text: &str) -> Result<(), ApiError> {
        let (kind, bot) = (emoji(text), self.bot());
        let found = self.messages.get_mut(&message).ok_or_else(ApiError::unknown_message)?;
        let kinds = found.reactions.len();
        match found.reactions.iter_mut().find(|(emoji, _)| *emoji == kind) {
            Some((_, users)) if users.contains(&user) => return Ok(()),
            Some((_, users)) => users.push(user),
            None if kinds >= MAX_KINDS => return Err(ApiError::too_many_reactions()),
            None => found.reactions.push((kind.clone(), vec![user])),
        }
        found.json["reactions"] = counted(&found.reactions, bot);
        self.tell_reaction("MESSAGE_REACTION_ADD", message, user, kind);
        Ok(())
    }

    /// Takes a user's reaction back, if it is there.
    pub(crate) fn remove_reaction(&mut self, message: Id, user: Id, text: &str) -> Result<(), ApiError> {
        let (kind, bot) = (emoji(text), self.bot());
        let found = self.messages.get_mut(&message).ok_or_else(ApiError::unknown_message)?;
        for (_, users) in found.reactions.iter_mut().filter(|(emoji, _)| *emoji == kind) {
            users.retain(|other| *other != user);
        }
        found.reactions.retain(|(_, users)| !users.is_empty());
        found.json["reactions"] = counted(&found.reactions, bot);
        self.tell_reaction("MESSAGE_REACTION_REMOVE", message, user, kind);
        Ok(())
    }

    /// Removes all reactions of a message, or all of one emoji. Docs: resources/message, "Delete All Reactions".
    pub(crate) fn clear_reactions(&mut self, message: Id, only: Option<&str>) -> Result<(), ApiError> {
        let (only, bot) = (only.map(emoji), self.bot());
        let found = self.messages.get_mut(&message).ok_or_else(ApiError::unknown_message)?;
        let before = found.reactions.len();
        found.reactions.retain(|(emoji, _)| only.as_ref().is_some_and(|only| only != emoji));
        if found.reactions.len() == before {
            return Ok(());
        }
        found.json["reactions"] = counted(&found.reactions, bot);
        let channel = found.channel;
        let guild = self.guild_of(channel);
        let mut data = json!({"channel_id": channel.to_string(), "message_id": message.to_string()});
        if let Some(guild) = guild {
            data["guild_id"] = json!(guild.to_string());
        }
        let event = match only {
            Some(emoji) => {
                data["emoji"] = emoji;
                "MESSAGE_REACTION_REMOVE_EMOJI"
            }
            None => "MESSAGE_REACTION_REMOVE_ALL",
        };
        self.dispatch(event, &data, Audience::of_channel(guild, intents::GUILD_MESSAGE_REACTIONS, intents::DIRECT_MESSAGE_REACTIONS));
        Ok(())
    }

    /// Somebody begins to write. Docs: events/gateway-events, "Typing Start".
    pub(crate) fn typing(&mut self, user: Id, channel: Id) {
        let guild = self.guild_of(channel);
        let mut data = json!({"channel_id": channel.to_string(), "user_id": user.to_string(), "timestamp": crate::time::unix_ms() / 1000});
        if let Some(guild) = guild {
            data["guild_id"] = json!(guild.to_string());
            data["member"] = self.member_json(guild, user).unwrap_or_default();
        }
        self.dispatch("TYPING_START", &data, Audience::of_channel(guild, intents::GUILD_MESSAGE_TYPING, intents::DIRECT_MESSAGE_TYPING));
    }

    /// Who reacted so.
    pub(crate) fn reacted_by(&self, message: Id, text: &str) -> Result<Vec<Id>, ApiError> {
        let kind = emoji(text);
        let found = self.messages.get(&message).ok_or_else(ApiError::unknown_message)?;
        Ok(found.reactions.iter().filter(|(emoji, _)| *emoji == kind).flat_map(|(_, users)| users.clone()).collect())
    }

    fn tell_reaction(&mut self, event: &str, message: Id, user: Id, kind: Value) {
        let Some(found) = self.messages.get(&message) else {
            return;
        };
        let guild = self.guild_of(found.channel);
        let mut data = json!({
            "user_id": user.to_string(), "channel_id": found.channel.to_string(), "message_id": message.to_string(),
            "message_author_id": found.author.to_string(), "emoji": kind, "burst": false, "type": 0,
        });
        if let Some(guild) = guild {
            data["guild_id"] = json!(guild.to_string());
            if let Some(member) = self.member_json(guild, user).filter(|_| event.ends_with("ADD")) {
                data["member"] = member;
            }
        }
        self.dispatch(event, &data, Audience::of_channel(guild, intents::GUILD_MESSAGE_REACTIONS, intents::DIRECT_MESSAGE_REACTIONS));
    }
}

/// Reactions as Discord shows them.
fn counted(reactions: &[(Value, Vec<Id>)], bot: Id) -> Value {
    let one = |(emoji, users): &(Value, Vec<Id>)| {
        json!({
            "emoji": emoji, "count": users.len(), "count_details": {"burst": 0, "normal": users.len()},
            "me": users.contains(&bot), "me_burst": false, "burst_colors": [],
        })
    };
    reactions.iter().map(one).collect()
}
