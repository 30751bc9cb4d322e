//! Guilds and members that come and go, and permissions that change, by people or by Discord.

use super::LocalDiscord;
use crate::{Error, Guild, Holder, Id, Member, Overwrite, Permissions};

impl LocalDiscord {
    /// The bot is added to a guild.
    ///
    /// # Errors
    /// [`Error::Refused`] if it is in that guild.
    pub fn join_guild(&self, guild: Guild) -> Result<(), Error> {
        let id = guild.id;
        if self.server.change(|world| world.add_guild(guild)) { Ok(()) } else { Err(Error::Refused(format!("the bot is in guild {id}"))) }
    }

    /// The bot is removed from a guild, whose messages go with it.
    ///
    /// # Errors
    /// [`Error::Unknown`] for no such guild.
    pub fn leave_guild(&self, guild: Id) -> Result<(), Error> {
        if self.server.change(|world| world.remove_guild(guild)) { Ok(()) } else { Err(Error::Unknown { what: "guild", id: guild }) }
    }

    /// A user joins a guild.
    ///
    /// # Errors
    /// [`Error::Refused`] for a member of it, or no such guild.
    pub fn add_member(&self, guild: Id, member: Member) -> Result<(), Error> {
        let user = member.user.id;
        let added = self.server.change(|world| world.add_member(guild, member));
        if added { Ok(()) } else { Err(Error::Refused(format!("user {user} cannot join guild {guild}"))) }
    }

    /// A user leaves a guild, or is made to.
    ///
    /// # Errors
    /// [`Error::Unknown`] for somebody who is not a member.
    pub fn remove_member(&self, guild: Id, user: Id) -> Result<(), Error> {
        if self.server.change(|world| world.remove_member(guild, user)) { Ok(()) } else { Err(Error::Unknown { what: "member", id: user }) }
    }

    /// A member gets exactly these roles, besides @everyone.
    ///
    /// # Errors
    /// [`Error::Unknown`] for somebody who is not a member.
    pub fn set_roles(&self, guild: Id, user: Id, roles: &[Id]) -> Result<(), Error> {
        let edited = self.server.change(|world| world.edit_member(guild, user, |member| member.roles = roles.to_vec()));
        edited.map(|_| ()).map_err(|_| Error::Unknown { what: "member", id: user })
    }

    /// The bot may do exactly this in a channel from now on; `None` leaves it to the guild and the channel's overwrites.
    ///
    /// # Errors
    /// [`Error::Unknown`] for no such channel, and for threads, which have none of their own.
    pub fn set_bot_permissions(&self, channel: Id, permissions: Option<Permissions>) -> Result<(), Error> {
        let found = self.server.change(|world| world.set_bot_permissions(channel, permissions));
        if found { Ok(()) } else { Err(Error::Unknown { what: "channel", id: channel }) }
    }

    /// Sets what a role or a member may do in a channel.
    ///
    /// # Errors
    /// [`Error::Unknown`] for no such channel.
    pub fn set_overwrite(&self, channel: Id, overwrite: Overwrite) -> Result<(), Error> {
        let (Holder::Role(holder) | Holder::Member(holder)) = overwrite.holder;
        let found = self.server.change(|world| world.set_overwrite(channel, holder, Some(overwrite)));
        if found { Ok(()) } else { Err(Error::Unknown { what: "channel", id: channel }) }
    }
}
