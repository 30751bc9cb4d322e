//! The world of one server: who and what there is, and the questions that all parts ask of it.

pub(crate) mod commands;
pub(crate) mod interactions;
pub(crate) mod mentions;
pub(crate) mod messages;
pub(crate) mod objects;
pub(crate) mod reactions;
pub(crate) mod uploads;

use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

use tokio::time::Instant;

use crate::{Channel, Guild, Id, Member, Permissions, Setup, User, faults::Faults, gateway::sessions::Sessions, ids::IdSource, record::Log};

/// Everything that can change while a server runs.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) setup: Setup,
    pub(crate) addr: SocketAddr,
    pub(crate) ids: IdSource,
    started: Instant,
    pub(crate) messages: BTreeMap<Id, messages::Message>,
    /// DM channel → user.
    dms: BTreeMap<Id, Id>,
    pub(crate) files: BTreeMap<Id, uploads::File>,
    /// Files that people have uploaded for options of commands: by whom, and the attachment.
    pub(crate) option_files: BTreeMap<Id, (Id, serde_json::Value)>,
    pub(crate) interactions: BTreeMap<Id, interactions::Stored>,
    pub(crate) commands: commands::Commands,
    pub(crate) sessions: Sessions,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
}

impl World {
    pub(crate) fn new(setup: Setup, addr: SocketAddr) -> Self {
        Self {
            setup,
            addr,
            ids: IdSource::default(),
            started: Instant::now(),
            messages: BTreeMap::new(),
            dms: BTreeMap::new(),
            files: BTreeMap::new(),
            option_files: BTreeMap::new(),
            interactions: BTreeMap::new(),
            commands: commands::Commands::default(),
            sessions: Sessions::default(),
            faults: Faults::default(),
            log: Log::default(),
        }
    }

    /// Time since the start.
    pub(crate) fn age(&self) -> Duration {
        self.started.elapsed()
    }

    pub(crate) fn bot(&self) -> Id {
        self.setup.bot.id
    }

    pub(crate) fn guild(&self, id: Id) -> Option<&Guild> {
        self.setup.guilds.iter().find(|guild| guild.id == id)
    }

    /// A guild's channel with its guild.
    pub(crate) fn guild_channel(&self, id: Id) -> Option<(&Guild, &Channel)> {
        self.setup.guilds.iter().find_map(|guild| Some((guild, guild.channels.iter().find(|channel| channel.id == id)?)))
    }

    /// The guild of a channel; `None` for a DM as well as for no channel.
    pub(crate) fn guild_of(&self, channel: Id) -> Option<Id> {
        self.guild_channel(channel).map(|(guild, _)| guild.id)
    }

    /// The person in a DM channel.
    pub(crate) fn dm_user(&self, channel: Id) -> Option<Id> {
        self.dms.get(&channel).copied()
    }

    pub(crate) fn channel_exists(&self, channel: Id) -> bool {
        self.dms.contains_key(&channel) || self.guild_channel(channel).is_some()
    }

    /// The DM channel of the bot and a user, if it has been opened.
    pub(crate) fn dm_of(&self, user: Id) -> Option<Id> {
        self.dms.iter().find(|(_, whose)| **whose == user).map(|(channel, _)| *channel)
    }

    /// The DM channel of the bot and a user, opened if need be.
    pub(crate) fn open_dm(&mut self, user: Id) -> Id {
        if let Some(channel) = self.dm_of(user) {
            return channel;
        }
        let channel = self.ids.next();
        self.dms.insert(channel, user);
        channel
    }

    pub(crate) fn user(&self, id: Id) -> Option<&User> {
        let members = self.setup.guilds.iter().flat_map(|guild| &guild.members).map(|member| &member.user);
        members.chain(&self.setup.users).chain([&self.setup.bot.owner]).find(|user| user.id == id)
    }

    pub(crate) fn member(&self, guild: Id, user: Id) -> Option<&Member> {
        self.guild(guild)?.members.iter().find(|member| member.user.id == user)
    }

    /// What a person may do in a guild.
    pub(crate) fn member_permissions(&self, guild: Id, user: Id) -> Option<Permissions> {
        let of = self.guild(guild)?;
        let member = self.member(guild, user)?;
        if of.owner == user {
            return Some(Permissions::ALL);
        }
        let roles = of.roles.iter().filter(|role| member.roles.contains(&role.id));
        let sum = roles.fold(of.everyone, |sum, role| sum | role.permissions);
        Some(if sum.contains(Permissions::ADMINISTRATOR) { Permissions::ALL } else { sum })
    }

    /// What the bot may do in a channel; in a DM all that a DM has.
    pub(crate) fn bot_permissions(&self, channel: Id) -> Option<Permissions> {
        if self.dms.contains_key(&channel) {
            return Some(Permissions::MEMBER);
        }
        let (guild, channel) = self.guild_channel(channel)?;
        let own = channel.bot_permissions.unwrap_or(guild.bot_permissions);
        // Who does not see a channel can do nothing in it.
        Some(if own.contains(Permissions::VIEW_CHANNEL) { own } else { Permissions::NONE })
    }

    /// Whether a person is in a channel.
    pub(crate) fn can_see(&self, user: Id, channel: Id) -> bool {
        match self.guild_of(channel) {
            Some(guild) => self.member_permissions(guild, user).is_some_and(|own| own.contains(Permissions::VIEW_CHANNEL)),
            None => self.dm_user(channel) == Some(user),
        }
    }
}
