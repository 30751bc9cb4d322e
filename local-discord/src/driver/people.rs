//! What people do without commands: they write, edit, delete, react.

use serde_json::json;

use super::{LocalDiscord, Place, channel_of};
use crate::{
    Error, Id, Permissions,
    api_error::ApiError,
    record::Part,
    world::{World, messages::Draft},
};

/// Discord's refusal in the driver's words.
fn refused(error: &ApiError) -> Error {
    Error::Refused(format!("{} ({})", error.message, error.code))
}

impl LocalDiscord {
    /// A user writes a message; returns its id.
    ///
    /// # Errors
    /// [`Error::Unknown`], or [`Error::Refused`] for a text that is empty or longer than 2,000 characters, or a place
    /// where the user may not write.
    pub fn say(&self, user: Id, place: impl Into<Place>, text: &str) -> Result<Id, Error> {
        let place = place.into();
        self.server.change(|world| write(world, user, place, text, None, &[]))
    }

    /// A user writes to the bot directly; returns the message's id.
    ///
    /// # Errors
    /// As [`Self::say`].
    pub fn say_dm(&self, user: Id, text: &str) -> Result<Id, Error> {
        self.say(user, Place::Dm, text)
    }

    /// A user replies to a message, which mentions its author; returns the new message's id.
    ///
    /// # Errors
    /// As [`Self::say`].
    pub fn reply_to(&self, user: Id, message: Id, text: &str) -> Result<Id, Error> {
        self.server.change(|world| {
            let channel = world.messages.get(&message).map(|found| found.channel).ok_or(Error::Unknown { what: "message", id: message })?;
            write(world, user, Place::Channel(channel), text, Some(message), &[])
        })
    }

    /// A user edits an own message.
    ///
    /// # Errors
    /// [`Error::Unknown`], or [`Error::Refused`] if it is somebody else's.
    pub fn edit(&self, user: Id, message: Id, text: &str) -> Result<(), Error> {
        self.server.change(|world| {
            let author = world.messages.get(&message).map(|found| found.author).ok_or(Error::Unknown { what: "message", id: message })?;
            if author != user {
                return Err(Error::Refused("only the author edits a message".to_owned()));
            }
            world.edit_message(message, &json!({"content": text}), &[]).map_err(|error| refused(&error))
        })
    }

    /// A message is deleted, by whomever.
    ///
    /// # Errors
    /// [`Error::Unknown`] if it is not there.
    pub fn delete_message(&self, message: Id) -> Result<(), Error> {
        let found = self.server.change(|world| world.remove_message(message));
        if found { Ok(()) } else { Err(Error::Unknown { what: "message", id: message }) }
    }

    /// A message is deleted by a user: the author, or somebody with Manage Messages.
    ///
    /// # Errors
    /// [`Error::Unknown`], or [`Error::Refused`] for anybody else.
    pub fn delete_as(&self, user: Id, message: Id) -> Result<(), Error> {
        self.server.change(|world| {
            let found = world.messages.get(&message).filter(|found| found.visible_to.is_none()).ok_or(Error::Unknown { what: "message", id: message })?;
            let own = world.guild_of(found.channel).and_then(|guild| world.member_permissions(guild, user));
            if found.author != user && !own.is_some_and(|own| own.contains(Permissions::MANAGE_MESSAGES)) {
                return Err(Error::Refused(format!("user {user} may not delete message {message}")));
            }
            world.remove_message(message);
            Ok(())
        })
    }

    /// A user writes a message with files; returns its id.
    ///
    /// # Errors
    /// As [`Self::say`]; the text may be empty.
    pub fn say_with_files(&self, user: Id, place: impl Into<Place>, text: &str, files: &[Part]) -> Result<Id, Error> {
        let place = place.into();
        self.server.change(|world| write(world, user, place, text, None, files))
    }

    /// A user takes a reaction back; one that is not there changes nothing.
    ///
    /// # Errors
    /// [`Error::Unknown`] for no such message.
    pub fn unreact(&self, user: Id, message: Id, emoji: &str) -> Result<(), Error> {
        self.server.change(|world| world.remove_reaction(message, user, emoji).map_err(|_| Error::Unknown { what: "message", id: message }))
    }

    /// A user reacts with an emoji: `👍`, or `name:id`.
    ///
    /// # Errors
    /// [`Error::Unknown`], or [`Error::Refused`] for a 21st kind.
    pub fn react(&self, user: Id, message: Id, emoji: &str) -> Result<(), Error> {
        self.server.change(|world| {
            if !world.messages.contains_key(&message) {
                return Err(Error::Unknown { what: "message", id: message });
            }
            world.add_reaction(message, user, emoji).map_err(|error| refused(&error))
        })
    }
}

/// A person's message, wherever it comes from.
pub(crate) fn write(world: &mut World, user: Id, place: Place, text: &str, reply_to: Option<Id>, files: &[Part]) -> Result<Id, Error> {
    let channel = channel_of(world, user, place)?;
    let may = world.guild_of(channel).and_then(|guild| world.member_permissions(guild, user)).is_none_or(|own| own.contains(Permissions::SEND_MESSAGES));
    if !may {
        return Err(Error::Refused(format!("user {user} may not write in channel {channel}")));
    }
    if text.chars().count() > 2000 {
        return Err(Error::Refused("a message has at most 2000 characters".to_owned()));
    }
    let kind = if reply_to.is_some() { 19 } else { 0 };
    let body = json!({"content": text});
    world.create_message(&Draft { kind, reply_to, ..Draft::new(channel, user, &body, files) }).map_err(|error| refused(&error))
}
