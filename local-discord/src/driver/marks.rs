//! What people do to messages besides writing them: pins, reactions taken back, and the sign that somebody types.

use super::{LocalDiscord, Place, channel_of, people::refused};
use crate::{
    Error, Id, Permissions,
    world::{World, permissions::ThreadAct},
};

/// The channel of a message that the user sees.
fn seen(world: &mut World, user: Id, message: Id) -> Result<Id, Error> {
    let found = world.messages.get(&message).filter(|found| found.visible_to.is_none_or(|owner| owner == user));
    let channel = found.map(|found| found.channel).ok_or(Error::Unknown { what: "message", id: message })?;
    channel_of(world, user, Place::Channel(channel))
}

fn may_pin(world: &mut World, user: Id, message: Id) -> Result<(), Error> {
    let channel = seen(world, user, message)?;
    let own = world.permissions_in(user, channel);
    world.thread_allows(channel, own, ThreadAct::Other).map_err(|error| refused(&error))?;
    let may = world.dm_user(channel).is_some() || own.contains(Permissions::PIN_MESSAGES);
    if may { Ok(()) } else { Err(Error::Refused(format!("user {user} may not pin in channel {channel}"))) }
}

impl LocalDiscord {
    /// A user deletes a message: an own one, or with the permission anybody's.
    ///
    /// # Errors
    /// [`Error::Unknown`], or [`Error::Refused`] for who may not.
    pub fn delete_as(&self, user: Id, message: Id) -> Result<(), Error> {
        self.server.change(|world| {
            let channel = seen(world, user, message)?;
            let own = world.messages.get(&message).is_some_and(|found| found.author == user);
            let manages = world.dm_user(channel).is_none() && world.permissions_in(user, channel).contains(Permissions::MANAGE_MESSAGES);
            if !own && !manages {
                return Err(Error::Refused(format!("user {user} may not delete message {message}")));
            }
            world.remove_message(message);
            Ok(())
        })
    }

    /// A user pins a message.
    ///
    /// # Errors
    /// [`Error::Unknown`], or [`Error::Refused`] for who may not, a 251st pin, or a message that Discord wrote.
    pub fn pin(&self, user: Id, message: Id) -> Result<(), Error> {
        self.server.change(|world| {
            may_pin(world, user, message)?;
            world.pin(user, message).map_err(|error| refused(&error))
        })
    }

    /// A user takes a pin away.
    ///
    /// # Errors
    /// As [`Self::pin`].
    pub fn unpin(&self, user: Id, message: Id) -> Result<(), Error> {
        self.server.change(|world| {
            may_pin(world, user, message)?;
            world.unpin(message).map_err(|error| refused(&error))
        })
    }

    /// A user takes a reaction back.
    ///
    /// # Errors
    /// [`Error::Unknown`], or [`Error::Refused`] in an archived thread.
    pub fn unreact(&self, user: Id, message: Id, emoji: &str) -> Result<(), Error> {
        self.server.change(|world| {
            let channel = seen(world, user, message)?;
            world.thread_allows(channel, world.permissions_in(user, channel), ThreadAct::Other).map_err(|error| refused(&error))?;
            world.remove_reaction(message, user, emoji).map_err(|error| refused(&error))
        })
    }

    /// A user begins to type.
    ///
    /// # Errors
    /// [`Error::Unknown`], or [`Error::Refused`] where the user may not write.
    pub fn typing(&self, user: Id, place: impl Into<Place>) -> Result<(), Error> {
        let place = place.into();
        self.server.change(|world| {
            let channel = channel_of(world, user, place)?;
            if !world.permissions_in(user, channel).contains(world.writing(channel)) {
                return Err(Error::Refused(format!("user {user} may not write in channel {channel}")));
            }
            world.typing(user, channel);
            Ok(())
        })
    }
}
