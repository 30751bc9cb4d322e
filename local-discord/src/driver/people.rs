//! What people do without commands: they write, edit, delete, react.

use serde_json::json;

use super::{LocalDiscord, Place, channel_of};
use crate::{
    Error, Id,
    api_error::ApiError,
    record::Part,
    world::{World, messages::Draft, permissions::ThreadAct},
};

/// Discord's refusal in the driver's words.
pub(super) fn refused(error: &ApiError) -> Error {
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

    /// A user writes a message with files; returns its id.
    ///
    /// # Errors
    /// As [`Self::say`]; the text may be empty.
    pub fn say_with_files(&self, user: Id, place: impl Into<Place>, text: &str, files: &[Part]) -> Result<Id, Error> {
        let place = place.into();
        self.server.change(|world| write(world, user, place, text, None, files))
    }

    /// A user reacts with an emoji: `👍`, or `name:id`.
    ///
    /// # Errors
    /// [`Error::Unknown`], or [`Error::Refused`] for a 21st kind.
    pub fn react(&self, user: Id, message: Id, emoji: &str) -> Result<(), Error> {
        self.server.change(|world| {
            let channel = world.messages.get(&message).map(|found| found.channel).ok_or(Error::Unknown { what: "message", id: message })?;
            world.thread_allows(channel, world.permissions_in(user, channel), ThreadAct::Other).map_err(|error| refused(&error))?;
            world.add_reaction(message, user, emoji).map_err(|error| refused(&error))
        })
    }
}

/// A person's message, wherever it comes from.
pub(crate) fn write(world: &mut World, user: Id, place: Place, text: &str, reply_to: Option<Id>, files: &[Part]) -> Result<Id, Error> {
    let channel = channel_of(world, user, place)?;
    let own = world.permissions_in(user, channel);
    if !own.contains(world.writing(channel)) || world.thread_allows(channel, own, ThreadAct::Write).is_err() {
        return Err(Error::Refused(format!("user {user} may not write in channel {channel}")));
    }
    if text.chars().count() > 2000 {
        return Err(Error::Refused("a message has at most 2000 characters".to_owned()));
    }
    let kind = if reply_to.is_some() { 19 } else { 0 };
    let body = json!({"content": text});
    world.create_message(&Draft { kind, reply_to, ..Draft::new(channel, user, &body, files) }).map_err(|error| refused(&error))
}
