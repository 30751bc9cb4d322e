//! Pinned messages. Discord docs: resources/message, "Get Channel Pins", "Pin Message".

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::World;
use crate::{Id, api_error::ApiError, gateway::sessions::Audience, intents, time};

/// Pins in one channel.
const MAX_PINS: usize = 250;
/// Type of the message that tells of a pin.
const PINNED: u8 = 6;

/// Channel → pinned messages with the moment, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Pins(BTreeMap<Id, Vec<(Id, String)>>);

impl Pins {
    /// Pins of a channel, newest first.
    pub(crate) fn of(&self, channel: Id) -> impl Iterator<Item = (Id, &str)> {
        self.0.get(&channel).into_iter().flatten().rev().map(|(message, at)| (*message, at.as_str()))
    }

    /// When the newest pin of a channel was made.
    pub(crate) fn last(&self, channel: Id) -> Option<String> {
        self.of(channel).next().map(|(_, at)| at.to_owned())
    }

    pub(crate) fn forget(&mut self, channel: Id) {
        self.0.remove(&channel);
    }

    /// Takes a pin away; `false` if there was none.
    pub(super) fn remove(&mut self, channel: Id, message: Id) -> bool {
        let Some(list) = self.0.get_mut(&channel) else {
            return false;
        };
        let before = list.len();
        list.retain(|(pinned, _)| *pinned != message);
        list.len() < before
    }
}

impl World {
    /// Pins a message in its channel; one that is pinned stays so.
    pub(crate) fn pin(&mut self, user: Id, message: Id) -> Result<(), ApiError> {
        let found = self.messages.get_mut(&message).ok_or_else(ApiError::unknown_message)?;
        let channel = found.channel;
        if found.is_system() {
            return Err(ApiError::system_message());
        }
        let list = self.pins.0.entry(channel).or_default();
        if list.iter().any(|(pinned, _)| *pinned == message) {
            return Ok(());
        }
        if list.len() >= MAX_PINS {
            return Err(ApiError::too_many_pins());
        }
        list.push((message, time::now()));
        found.json["pinned"] = json!(true);
        self.tell("MESSAGE_UPDATE", message);
        self.tell_pins(channel);
        let guild = self.guild_of(channel).map(|guild| guild.to_string());
        let reference = json!({"type": 0, "message_id": message.to_string(), "channel_id": channel.to_string(), "guild_id": guild});
        self.system_message(channel, user, PINNED, "", reference).map(|_| ())
    }

    /// Takes a pin away, if there is one.
    pub(crate) fn unpin(&mut self, message: Id) -> Result<(), ApiError> {
        let found = self.messages.get_mut(&message).ok_or_else(ApiError::unknown_message)?;
        let channel = found.channel;
        if self.pins.remove(channel, message) {
            found.json["pinned"] = json!(false);
            self.tell("MESSAGE_UPDATE", message);
            self.tell_pins(channel);
        }
        Ok(())
    }

    fn tell_pins(&mut self, channel: Id) {
        let guild = self.guild_of(channel);
        let mut data = json!({"channel_id": channel.to_string(), "last_pin_timestamp": self.pins.last(channel)});
        if let Some(guild) = guild {
            data["guild_id"] = json!(guild.to_string());
        }
        self.dispatch("CHANNEL_PINS_UPDATE", &data, Audience::of_channel(guild, intents::GUILDS, intents::DIRECT_MESSAGES));
    }

    /// Pins as messages, newest first, each with the moment.
    pub(crate) fn pinned(&self, channel: Id) -> Vec<(&super::messages::Message, String)> {
        self.pins.of(channel).filter_map(|(id, at)| Some((self.messages.get(&id)?, at.to_owned()))).collect()
    }
}

/// An entry of the new list of pins.
pub(crate) fn item(message: Value, at: &str) -> Value {
    json!({"pinned_at": at, "message": message})
}
