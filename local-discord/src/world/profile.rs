//! What the application and its bot say about themselves. Discord docs: resources/application, user, guild.

use std::collections::BTreeMap;

use serde_json::json;

use super::World;
use crate::{Id, gateway::sessions::Audience, intents};

/// Fields that a bot may change itself.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    /// Name of the bot in guilds.
    pub(crate) nicks: BTreeMap<Id, String>,
}

impl World {
    /// Changes the bot's name everywhere, and tells it.
    pub(crate) fn rename_bot(&mut self, name: &str) {
        self.setup.bot.name = name.to_owned();
        let user = self.current_user();
        self.dispatch("USER_UPDATE", &user, Audience::everyone(None));
    }

    /// Changes the bot's name in a guild; `None` takes it away.
    pub(crate) fn nick_bot(&mut self, guild: Id, nick: Option<&str>) {
        match nick.filter(|nick| !nick.is_empty()) {
            Some(nick) => self.profile.nicks.insert(guild, nick.to_owned()),
            None => self.profile.nicks.remove(&guild),
        };
        let bot = self.bot();
        self.tell_member("GUILD_MEMBER_UPDATE", guild, bot);
    }

    /// Tells of a member who came or changed.
    pub(crate) fn tell_member(&mut self, event: &str, guild: Id, user: Id) {
        let Some(mut data) = self.member_json(guild, user) else {
            return;
        };
        data["guild_id"] = json!(guild.to_string());
        // Docs: what happens to the bot itself is told whatever the intents.
        let own = user == self.bot();
        let audience = if own { Audience::everyone(Some(guild)) } else { Audience::of_channel(Some(guild), intents::GUILD_MEMBERS, 0) };
        self.dispatch(event, &data, audience);
    }
}
