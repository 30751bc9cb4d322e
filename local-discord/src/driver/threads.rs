//! What people do in threads.

use serde_json::json;

use super::{LocalDiscord, Place, channel_of, people::refused};
use crate::{
    Error, Id, Permissions,
    world::{
        World,
        permissions::ThreadAct,
        threads::{NewThread, PUBLIC},
    },
};

fn refuse<T>(why: String) -> Result<T, Error> {
    Err(Error::Refused(why))
}

/// The thread, if the user sees it and is allowed to act in it.
fn allowed(world: &mut World, user: Id, thread: Id, act: ThreadAct) -> Result<(), Error> {
    channel_of(world, user, Place::Channel(thread))?;
    if !world.threads.contains_key(&thread) {
        return Err(Error::Unknown { what: "thread", id: thread });
    }
    world.thread_allows(thread, world.permissions_in(user, thread), act).map_err(|error| refused(&error))
}

impl LocalDiscord {
    /// A user opens a public thread, from a message of the channel or without one; returns its id, which for a message
    /// is the message's. The thread is then a channel like any other: `say(user, thread, …)`.
    ///
    /// # Errors
    /// [`Error::Unknown`], or [`Error::Refused`] for a user who may not, a name of 0 or more than 100 characters, a
    /// message that has a thread or is in another channel.
    pub fn open_thread(&self, user: Id, channel: Id, message: Option<Id>, name: &str) -> Result<Id, Error> {
        self.server.change(|world| {
            channel_of(world, user, Place::Channel(channel))?;
            if !world.permissions_in(user, channel).contains(Permissions::CREATE_PUBLIC_THREADS) {
                return refuse(format!("user {user} may not open threads in channel {channel}"));
            }
            if name.trim().is_empty() || name.chars().count() > 100 {
                return refuse("a thread's name has 1 to 100 characters".to_owned());
            }
            if let Some(id) = message
                && !world.messages.get(&id).is_some_and(|found| found.channel == channel && found.visible_to.is_none())
            {
                return Err(Error::Unknown { what: "message", id });
            }
            let body = json!({"name": name});
            world.start_thread(&NewThread { channel, owner: user, message, kind: PUBLIC, body: &body }).map_err(|error| refused(&error))
        })
    }

    /// A user joins a thread.
    ///
    /// # Errors
    /// [`Error::Unknown`], or [`Error::Refused`] for an archived thread or one that the user does not see.
    pub fn join_thread(&self, user: Id, thread: Id) -> Result<(), Error> {
        self.server.change(|world| {
            allowed(world, user, thread, ThreadAct::Other)?;
            world.join_thread(thread, user);
            Ok(())
        })
    }

    /// A user leaves a thread.
    ///
    /// # Errors
    /// [`Error::Unknown`], or [`Error::Refused`] for who is not in it, or an archived thread.
    pub fn leave_thread(&self, user: Id, thread: Id) -> Result<(), Error> {
        self.server.change(|world| {
            allowed(world, user, thread, ThreadAct::Other)?;
            if world.leave_thread(thread, user) { Ok(()) } else { refuse(format!("user {user} is not in thread {thread}")) }
        })
    }

    /// A thread is archived or taken out of the archive, locked or not, by whomever.
    ///
    /// # Errors
    /// [`Error::Unknown`] for no such thread.
    pub fn set_thread(&self, thread: Id, archived: bool, locked: bool) -> Result<(), Error> {
        let body = json!({"archived": archived, "locked": locked});
        self.server.change(|world| world.edit_thread(thread, &body)).map_err(|_| Error::Unknown { what: "thread", id: thread })
    }

    /// A thread is deleted with its messages, by whomever.
    ///
    /// # Errors
    /// [`Error::Unknown`] for no such thread.
    pub fn delete_thread(&self, thread: Id) -> Result<(), Error> {
        if self.server.change(|world| world.remove_thread(thread)) { Ok(()) } else { Err(Error::Unknown { what: "thread", id: thread }) }
    }
}
