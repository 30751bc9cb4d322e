//! Places where the bot is not, and people who have installed the application for themselves: guilds without the bot,
//! people's direct messages and groups. Discord docs: resources/application, "Installation Context";
//! interactions/application-commands, "Contexts"; interactions/receiving-and-responding, "Authorizing Integration Owners".

use serde_json::{Map, Value, json};

use super::{
    World,
    interactions::{Opening, Stored, kind},
};
use crate::{Guild, Id, Permissions};

/// Installed to a guild.
const GUILD_INSTALL: u64 = 0;
/// Installed by a user.
const USER_INSTALL: u64 = 1;

/// A channel of people among themselves.
#[derive(Debug)]
pub(crate) struct Private {
    pub(crate) people: Vec<Id>,
    /// The name of a group; `None` for direct messages of two.
    pub(crate) group: Option<String>,
}

impl World {
    /// A guild, whether the bot is in it or not; [`Self::guild`] finds only those where it is.
    pub(crate) fn any_guild(&self, id: Id) -> Option<&Guild> {
        self.guild(id).or_else(|| self.setup.foreign_guilds.iter().find(|guild| guild.id == id))
    }

    pub(crate) fn is_foreign(&self, guild: Id) -> bool {
        self.setup.foreign_guilds.iter().any(|foreign| foreign.id == guild)
    }

    /// Whether the bot sees nothing of a channel, because it is elsewhere.
    pub(crate) fn is_elsewhere(&self, channel: Id) -> bool {
        self.private.contains_key(&channel) || self.guild_of(channel).is_some_and(|guild| self.is_foreign(guild))
    }

    /// The direct messages of two people, opened if need be.
    pub(crate) fn open_private(&mut self, one: Id, other: Id) -> Id {
        let same = |private: &Private| private.group.is_none() && private.people.contains(&one) && private.people.contains(&other);
        if let Some((channel, _)) = self.private.iter().find(|(_, private)| same(private)) {
            return *channel;
        }
        self.add_private(Private { people: vec![one, other], group: None })
    }

    pub(crate) fn add_private(&mut self, private: Private) -> Id {
        let channel = self.ids.next();
        self.private.insert(channel, private);
        channel
    }

    /// A channel of people among themselves.
    pub(crate) fn private_json(&self, id: Id, last: Option<String>) -> Option<Value> {
        let private = self.private.get(&id)?;
        let recipients: Vec<Value> = private.people.iter().map(|user| self.user_json(*user)).collect();
        let kind = if private.group.is_some() { 3 } else { 1 };
        let mut channel = json!({"id": id.to_string(), "type": kind, "last_message_id": last, "flags": 0, "recipients": recipients});
        if let Some(name) = &private.group {
            channel["name"] = json!(name);
            channel["icon"] = Value::Null;
            channel["owner_id"] = json!(private.people.first().map(Id::to_string));
        }
        Some(channel)
    }

    /// The kind of place: 0 a guild, 1 direct messages with the bot, 2 other private channels.
    pub(crate) fn context(&self, channel: Id) -> u8 {
        match (self.guild_of(channel), self.private.contains_key(&channel)) {
            (Some(_), _) => 0,
            (None, false) => 1,
            (None, true) => 2,
        }
    }

    /// For whom a command of these installation contexts is there, if a user runs it in a channel: `"0"` with the guild
    /// (or `"0"` in direct messages with the bot), `"1"` with the user. Nobody means that the user does not get it.
    pub(crate) fn owners(&self, user: Id, channel: Id, types: &[u64]) -> Map<String, Value> {
        let mut owners = Map::new();
        if types.contains(&GUILD_INSTALL) && !self.is_elsewhere(channel) {
            let guild = self.guild_of(channel).unwrap_or_default();
            owners.insert("0".to_owned(), json!(guild.to_string()));
        }
        if types.contains(&USER_INSTALL) && self.setup.user_installs.contains(&user) {
            owners.insert("1".to_owned(), json!(user.to_string()));
        }
        owners
    }

    /// The owners of an interaction. A component has those of its message, a modal those of what opened it.
    pub(super) fn owners_of(&self, opening: &Opening) -> Value {
        let opener = opening.opened_by.and_then(|id| self.interactions.get(&id)).map(|stored| stored.owners.clone());
        let of_message = || {
            let message = self.messages.get(&opening.source?)?;
            message.json.get("interaction_metadata")?.get("authorizing_integration_owners").cloned()
        };
        if let Some(inherited) = opener.or_else(of_message) {
            return inherited;
        }
        let is_command = matches!(opening.kind, kind::COMMAND | kind::AUTOCOMPLETE);
        let command = self.commands.all().find(|command| is_command && command["id"] == opening.data["id"]);
        let owners = self.owners(opening.user, opening.channel, &command.map_or_else(|| vec![GUILD_INSTALL], installation_contexts));
        // What a client would not let pass comes from somebody: from the user.
        if owners.is_empty() { json!({"1": opening.user.to_string()}) } else { Value::Object(owners) }
    }

    /// Whether a response is shown to its user alone, whatever the bot wants. Docs: topics/permissions,
    /// `USE_EXTERNAL_APPS`, which counts only for applications that the guild has not installed.
    pub(crate) fn forced_ephemeral(&self, of: &Stored) -> bool {
        let guild = self.guild_of(of.channel).filter(|guild| self.is_foreign(*guild));
        guild.is_some_and(|guild| !self.member_permissions(guild, of.user).is_some_and(|own| own.contains(Permissions::USE_EXTERNAL_APPS)))
    }
}

impl Stored {
    /// Whether the application is there only because its user has installed it.
    pub(crate) fn by_user_install_only(&self) -> bool {
        self.owners.get("0").is_none()
    }
}

/// Where a command may be installed; guild commands do not say.
pub(crate) fn installation_contexts(command: &Value) -> Vec<u64> {
    command["integration_types"].as_array().map_or_else(|| vec![GUILD_INSTALL], |types| types.iter().filter_map(Value::as_u64).collect())
}
