//! What people and the bot may do where. Discord docs: topics/permissions, "Permission Hierarchy"; topics/threads.

use super::{World, threads};
use crate::{Id, Permissions, api_error::ApiError, overwrites};

/// What is done in a thread, which may be archived or locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ThreadAct {
    /// A new message, which also takes the thread out of the archive.
    Write,
    /// An edit of a message.
    Edit,
    /// A reaction, a pin, a member.
    Other,
}

impl World {
    /// What a person may do in a channel: nothing without seeing it.
    pub(crate) fn permissions_in(&self, user: Id, channel: Id) -> Permissions {
        let Some((guild, found)) = self.guild_channel(channel) else {
            let there = self.dm_user(channel) == Some(user) || self.private.get(&channel).is_some_and(|private| private.people.contains(&user));
            return if there { Permissions::MEMBER } else { Permissions::NONE };
        };
        let (Some(base), Some(member)) = (self.member_permissions(guild.id, user), self.member(guild.id, user)) else {
            return Permissions::NONE;
        };
        if base == Permissions::ALL {
            return base;
        }
        let own = overwrites::apply(base, &found.overwrites, guild.id, &member.roles, user);
        self.visible(channel, user, own)
    }

    /// What the bot may do in a channel; in a DM all that a DM has.
    pub(crate) fn bot_permissions(&self, channel: Id) -> Option<Permissions> {
        if self.dm_user(channel).is_some() {
            return Some(Permissions::MEMBER);
        }
        if self.is_elsewhere(channel) {
            return Some(Permissions::NONE);
        }
        let (guild, found) = self.guild_channel(channel)?;
        let computed = || overwrites::apply(guild.bot_permissions, &found.overwrites, guild.id, &[], self.bot());
        let own = found.bot_permissions.unwrap_or_else(computed);
        Some(self.visible(channel, self.bot(), own))
    }

    /// Who does not see a channel can do nothing in it. A private thread is seen by its members and by those who manage threads.
    fn visible(&self, channel: Id, user: Id, own: Permissions) -> Permissions {
        let hidden = self.threads.get(&channel).is_some_and(|thread| thread.kind == threads::PRIVATE && !thread.members.contains_key(&user));
        let sees = own.contains(Permissions::VIEW_CHANNEL) && (!hidden || own.contains(Permissions::MANAGE_THREADS));
        if sees { own } else { Permissions::NONE }
    }

    /// Whether a person is in a channel.
    pub(crate) fn can_see(&self, user: Id, channel: Id) -> bool {
        self.permissions_in(user, channel).contains(Permissions::VIEW_CHANNEL)
    }

    /// The permission to write in a channel: threads have their own.
    pub(crate) fn writing(&self, channel: Id) -> Permissions {
        if self.threads.contains_key(&channel) { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES }
    }

    /// Refuses what an archived or locked thread does not allow to somebody with these permissions.
    pub(crate) fn thread_allows(&self, channel: Id, own: Permissions, act: ThreadAct) -> Result<(), ApiError> {
        let Some(thread) = self.threads.get(&channel) else {
            return Ok(());
        };
        let locked = thread.locked && !own.contains(Permissions::MANAGE_THREADS);
        match act {
            ThreadAct::Write | ThreadAct::Edit if locked => Err(ApiError::locked()),
            ThreadAct::Edit | ThreadAct::Other if thread.archived => Err(ApiError::archived()),
            _ => Ok(()),
        }
    }
}
