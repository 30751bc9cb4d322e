//! The world of one server: who and what there is, and the questions that all parts ask of it.

pub(crate) mod commands;
pub(crate) mod components;
pub(crate) mod elsewhere;
pub(crate) mod interactions;
pub(crate) mod limits;
pub(crate) mod mentions;
pub(crate) mod messages;
pub(crate) mod objects;
pub(crate) mod permissions;
pub(crate) mod pins;
pub(crate) mod places;
pub(crate) mod profile;
pub(crate) mod reactions;
mod thread_members;
pub(crate) mod threads;
pub(crate) mod uploads;

use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

use tokio::time::Instant;

use crate::{
    Channel, Guild, Id, Member, Permissions, Setup, User,
    endpoint::{Endpoint, Keys},
    faults::Faults,
    gateway::sessions::Sessions,
    ids::IdSource,
    record::Log,
};

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
    /// Channels of people among themselves.
    private: BTreeMap<Id, elsewhere::Private>,
    pub(crate) files: BTreeMap<Id, uploads::File>,
    /// Files that people have uploaded for options of commands: by whom, and the attachment.
    pub(crate) option_files: BTreeMap<Id, (Id, serde_json::Value)>,
    pub(crate) interactions: BTreeMap<Id, interactions::Stored>,
    pub(crate) commands: commands::Commands,
    pub(crate) threads: BTreeMap<Id, threads::Thread>,
    pub(crate) pins: pins::Pins,
    pub(crate) limits: limits::Limits,
    pub(crate) profile: profile::Profile,
    /// Fields of channels and roles that are only kept.
    extras: BTreeMap<Id, serde_json::Map<String, serde_json::Value>>,
    pub(crate) sessions: Sessions,
    pub(crate) endpoint: Endpoint,
    /// Fields of the application that the bot has changed.
    pub(crate) application: serde_json::Map<String, serde_json::Value>,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
}

impl World {
    pub(crate) fn new(setup: Setup, addr: SocketAddr) -> Self {
        let endpoint = Endpoint::new(Keys::from_seed(&setup.bot.signing_seed));
        Self {
            setup,
            addr,
            ids: IdSource::default(),
            started: Instant::now(),
            messages: BTreeMap::new(),
            dms: BTreeMap::new(),
            private: BTreeMap::new(),
            files: BTreeMap::new(),
            option_files: BTreeMap::new(),
            interactions: BTreeMap::new(),
            commands: commands::Commands::default(),
            threads: BTreeMap::new(),
            pins: pins::Pins::default(),
            limits: limits::Limits::default(),
            profile: profile::Profile::default(),
            extras: BTreeMap::new(),
            sessions: Sessions::default(),
            endpoint,
            application: serde_json::Map::new(),
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

    /// A guild of which the bot is a member.
    pub(crate) fn guild(&self, id: Id) -> Option<&Guild> {
        self.setup.guilds.iter().find(|guild| guild.id == id)
    }

    /// A guild's channel with its guild, wherever it is. A thread stands in its parent, whose permissions it has.
    pub(crate) fn guild_channel(&self, id: Id) -> Option<(&Guild, &Channel)> {
        let id = self.threads.get(&id).map_or(id, |thread| thread.parent);
        let mut all = self.setup.guilds.iter().chain(&self.setup.foreign_guilds);
        all.find_map(|guild| Some((guild, guild.channels.iter().find(|channel| channel.id == id)?)))
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
        self.dms.contains_key(&channel) || self.private.contains_key(&channel) || self.guild_channel(channel).is_some()
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
        let members = self.setup.guilds.iter().chain(&self.setup.foreign_guilds).flat_map(|guild| &guild.members).map(|member| &member.user);
        members.chain(&self.setup.users).chain([&self.setup.bot.owner]).find(|user| user.id == id)
    }

    pub(crate) fn member(&self, guild: Id, user: Id) -> Option<&Member> {
        self.any_guild(guild)?.members.iter().find(|member| member.user.id == user)
    }

    /// What a person may do in a guild.
    pub(crate) fn member_permissions(&self, guild: Id, user: Id) -> Option<Permissions> {
        let of = self.any_guild(guild)?;
        let member = self.member(guild, user)?;
        if of.owner == user {
            return Some(Permissions::ALL);
        }
        let roles = of.roles.iter().filter(|role| member.roles.contains(&role.id));
        let sum = roles.fold(of.everyone, |sum, role| sum | role.permissions);
        Some(if sum.contains(Permissions::ADMINISTRATOR) { Permissions::ALL } else { sum })
    }
}
