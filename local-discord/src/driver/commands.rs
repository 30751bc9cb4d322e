//! Commands as a client runs them. Discord docs: interactions/application-commands.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    Interaction, LocalDiscord, Place, channel_of,
    resolve::{self, Asked},
};
use crate::{
    Error, Id,
    world::{
        World,
        commands::kind as command,
        interactions::{Opening, kind},
    },
};

impl LocalDiscord {
    /// A user runs a slash command: `salary`, or with a subcommand `admin reload`. Options are an object
    /// (`{"job": "x", "years": 3}`) or an array of `{"name", "value"}`; users, roles and channels are given by id,
    /// attachments by that of [`Self::upload`].
    ///
    /// # Errors
    /// [`Error::Refused`] for what a client would not let a user do: a command or option that is not registered, a value
    /// of another type, out of range or not among the choices, a missing required option, no permission, the wrong
    /// context. [`Error::NotConnected`] if no bot ever logged in, unless interactions go over HTTP.
    pub fn slash(&self, user: Id, place: impl Into<Place>, command: &str, options: Value) -> Result<Interaction, Error> {
        self.by_definition(user, place.into(), command, &options, None)
    }

    /// A user runs a command with this very `data`, whatever is registered: a stale definition, a hostile client.
    ///
    /// # Errors
    /// [`Error::Unknown`], [`Error::NotConnected`].
    pub fn slash_raw(&self, user: Id, place: impl Into<Place>, data: Value) -> Result<Interaction, Error> {
        let place = place.into();
        self.open(|world| {
            let channel = channel_of(world, user, place)?;
            Ok(Opening { kind: kind::COMMAND, user, channel, data, source: None, opened_by: None })
        })
    }

    /// A user types in an option: returns the choices offered.
    ///
    /// # Errors
    /// As [`Self::slash`]; [`Error::NoAnswer`] after 3 s.
    pub async fn autocomplete(&self, user: Id, place: impl Into<Place>, command: &str, options: Value, focused: &str) -> Result<Vec<Value>, Error> {
        let interaction = self.autocomplete_start(user, place, command, options, focused)?;
        let response = interaction.response(Duration::MAX).await?;
        Ok(response["data"]["choices"].as_array().cloned().unwrap_or_default())
    }

    /// The same without waiting for the choices.
    ///
    /// # Errors
    /// As [`Self::slash`].
    pub fn autocomplete_start(&self, user: Id, place: impl Into<Place>, command: &str, options: Value, focused: &str) -> Result<Interaction, Error> {
        self.by_definition(user, place.into(), command, &options, Some(focused))
    }

    /// A user picks a message command ("Apps" in a message's menu).
    ///
    /// # Errors
    /// As [`Self::slash`].
    pub fn message_command(&self, user: Id, message: Id, name: &str) -> Result<Interaction, Error> {
        self.open(|world| {
            let found = world.messages.get(&message).filter(|found| found.visible_to.is_none_or(|owner| owner == user));
            let found = found.ok_or(Error::Unknown { what: "message", id: message })?;
            let (channel, object) = (found.channel, found.json.clone());
            channel_of(world, user, Place::Channel(channel))?;
            let definition = resolve::allowed(world, user, channel, name, command::MESSAGE)?;
            let target = message.to_string();
            let data = json!({"id": definition["id"], "name": name, "type": command::MESSAGE, "target_id": target, "resolved": {"messages": {target.as_str(): object}}});
            Ok(Opening { kind: kind::COMMAND, user, channel, data, source: None, opened_by: None })
        })
    }

    /// A user picks a user command ("Apps" in another user's menu).
    ///
    /// # Errors
    /// As [`Self::slash`].
    pub fn user_command(&self, user: Id, place: impl Into<Place>, target: Id, name: &str) -> Result<Interaction, Error> {
        let place = place.into();
        self.open(|world| {
            let channel = channel_of(world, user, place)?;
            if target != world.bot() && world.user(target).is_none() {
                return Err(Error::Unknown { what: "user", id: target });
            }
            let definition = resolve::allowed(world, user, channel, name, command::USER)?;
            let id = target.to_string();
            let mut data = json!({"id": definition["id"], "name": name, "type": command::USER, "target_id": id, "resolved": {"users": {id.as_str(): world.user_json(target)}}});
            if let Some(member) = world.guild_of(channel).and_then(|guild| resolve::resolved_member(world, guild, target)) {
                data["resolved"]["members"] = json!({id.as_str(): member});
            }
            Ok(Opening { kind: kind::COMMAND, user, channel, data, source: None, opened_by: None })
        })
    }

    fn by_definition(&self, user: Id, place: Place, path: &str, options: &Value, focused: Option<&str>) -> Result<Interaction, Error> {
        self.open(|world| {
            let channel = channel_of(world, user, place)?;
            let data = resolve::slash(world, &Asked { user, channel, path, options, focused })?;
            let kind = if focused.is_some() { kind::AUTOCOMPLETE } else { kind::COMMAND };
            Ok(Opening { kind, user, channel, data, source: None, opened_by: None })
        })
    }

    /// Opens an interaction if there is a bot to send it to.
    pub(super) fn open(&self, prepare: impl FnOnce(&mut World) -> Result<Opening, Error>) -> Result<Interaction, Error> {
        self.server.change(|world| {
            if world.sessions.by_id.is_empty() && world.endpoint.target.is_none() {
                return Err(Error::NotConnected);
            }
            let opening = prepare(world)?;
            let id = world.open_interaction(opening);
            Ok(Interaction::new(self.server.clone(), id))
        })
    }
}
