//! Channels, roles, members and guilds that come, change and go. Discord docs: resources/channel, resources/guild;
//! events/gateway-events.

use serde_json::{Value, json};

use super::World;
use crate::{Channel, Guild, Holder, Id, Member, Overwrite, Permissions, Role, api_error::ApiError, gateway::sessions::Audience, ids, intents};

/// Fields of a channel that are kept as they are given, since nothing here depends on them.
pub(crate) const KEPT_OF_CHANNEL: &[&str] = &["nsfw", "rate_limit_per_user", "default_auto_archive_duration", "default_thread_rate_limit_per_user"];
/// The same for a role.
pub(crate) const KEPT_OF_ROLE: &[&str] = &["color", "hoist", "mentionable"];

/// A permission set from JSON, where Discord takes a string of digits and also a number.
fn permissions(value: &Value) -> Option<Permissions> {
    ids::from_json(value).map(Permissions)
}

/// An overwrite from JSON that was judged before.
pub(crate) fn overwrite(id: Id, value: &Value) -> Overwrite {
    let holder = if value["type"] == 1 { Holder::Member(id) } else { Holder::Role(id) };
    let of = |key: &str| permissions(&value[key]).unwrap_or_default();
    Overwrite { holder, allow: of("allow"), deny: of("deny") }
}

impl World {
    fn guild_mut(&mut self, id: Id) -> Option<&mut Guild> {
        self.setup.guilds.iter_mut().find(|guild| guild.id == id)
    }

    fn channel_mut(&mut self, id: Id) -> Option<&mut Channel> {
        self.setup.guilds.iter_mut().flat_map(|guild| &mut guild.channels).find(|channel| channel.id == id)
    }

    fn tell_guild(&mut self, event: &str, guild: Id, data: &Value) {
        self.dispatch(event, data, Audience::of_channel(Some(guild), intents::GUILDS, 0));
    }

    fn keep(&mut self, id: Id, body: &Value, keys: &[&str]) {
        for key in keys {
            if let Some(value) = body.get(*key).filter(|value| !value.is_null()) {
                self.extras.entry(id).or_default().insert((*key).to_owned(), value.clone());
            }
        }
    }

    /// An object with the fields that were kept for it.
    pub(super) fn with_extras(&self, id: Id, mut object: Value) -> Value {
        for (key, value) in self.extras.get(&id).into_iter().flatten() {
            object[key] = value.clone();
        }
        object
    }

    /// Makes a text channel; its body was judged before.
    pub(crate) fn create_channel(&mut self, guild: Id, body: &Value) -> Result<Id, ApiError> {
        let id = self.ids.next();
        self.guild_mut(guild).ok_or_else(ApiError::unknown_guild)?.channels.push(Channel::text(id, ""));
        self.fill_channel(id, body);
        self.tell_channel("CHANNEL_CREATE", id);
        Ok(id)
    }

    /// Changes what `body` names.
    pub(crate) fn edit_channel(&mut self, id: Id, body: &Value) {
        let saw = self.bot_sees(id);
        self.fill_channel(id, body);
        self.changed_channel(id, saw);
    }

    fn bot_sees(&self, channel: Id) -> bool {
        self.bot_permissions(channel).is_some_and(|own| own.contains(Permissions::VIEW_CHANNEL))
    }

    /// Tells of a change; a bot that has come to see the channel gets its threads.
    fn changed_channel(&mut self, id: Id, saw: bool) {
        self.tell_channel("CHANNEL_UPDATE", id);
        if !saw && self.bot_sees(id) {
            self.sync_threads(id);
        }
    }

    fn fill_channel(&mut self, id: Id, body: &Value) {
        if let Some(channel) = self.channel_mut(id) {
            if let Some(name) = body["name"].as_str() {
                // Text channels have no spaces and no upper case.
                channel.name = name.trim().to_lowercase().replace(' ', "-");
            }
            if let Some(topic) = body.get("topic") {
                channel.topic = topic.as_str().map(str::to_owned);
            }
            if let Some(list) = body["permission_overwrites"].as_array() {
                channel.overwrites = list.iter().filter_map(|one| Some(overwrite(ids::from_json(&one["id"])?, one))).collect();
            }
        }
        self.keep(id, body, KEPT_OF_CHANNEL);
    }

    /// Sets one overwrite of a channel, or takes it away; `false` if there was none to take.
    pub(crate) fn set_overwrite(&mut self, channel: Id, holder: Id, new: Option<Overwrite>) -> bool {
        let saw = self.bot_sees(channel);
        let Some(found) = self.channel_mut(channel) else {
            return false;
        };
        let before = found.overwrites.len();
        found.overwrites.retain(|one| !matches!(one.holder, Holder::Role(id) | Holder::Member(id) if id == holder));
        let removed = found.overwrites.len() < before;
        found.overwrites.extend(new);
        self.changed_channel(channel, saw);
        removed || new.is_some()
    }

    /// Sets all that the bot may do in a channel, whatever roles and overwrites say.
    pub(crate) fn set_bot_permissions(&mut self, channel: Id, own: Option<Permissions>) -> bool {
        let saw = self.bot_sees(channel);
        let Some(found) = self.channel_mut(channel) else {
            return false;
        };
        found.bot_permissions = own;
        self.changed_channel(channel, saw);
        true
    }

    fn tell_channel(&mut self, event: &str, id: Id) {
        if let (Some(data), Some(guild)) = (self.channel_json(id), self.guild_of(id)) {
            self.tell_guild(event, guild, &data);
        }
    }

    /// Removes a channel with its threads and messages.
    pub(crate) fn remove_channel(&mut self, id: Id) {
        let (Some(data), Some(guild)) = (self.channel_json(id), self.guild_of(id)) else {
            return;
        };
        let threads: Vec<Id> = self.threads.values().filter(|thread| thread.parent == id).map(|thread| thread.id).collect();
        for thread in threads {
            self.remove_thread(thread);
        }
        self.messages.retain(|_, message| message.channel != id);
        self.pins.forget(id);
        if let Some(found) = self.guild_mut(guild) {
            found.channels.retain(|channel| channel.id != id);
        }
        self.tell_guild("CHANNEL_DELETE", guild, &data);
    }

    /// Makes a role, or changes one: what `body` names.
    pub(crate) fn put_role(&mut self, guild: Id, role: Option<Id>, body: &Value) -> Result<Value, ApiError> {
        let id = role.unwrap_or_else(|| self.ids.next());
        self.keep(id, body, KEPT_OF_ROLE);
        let of = self.guild_mut(guild).ok_or_else(ApiError::unknown_guild)?;
        let granted = permissions(&body["permissions"]);
        if role.is_none() {
            // Docs: a new role has @everyone's permissions unless others are given.
            of.roles.push(Role { id, name: "new role".to_owned(), permissions: of.everyone });
        }
        if id == guild {
            of.everyone = granted.unwrap_or(of.everyone);
        } else {
            let found = of.roles.iter_mut().find(|one| one.id == id).ok_or_else(ApiError::unknown_role)?;
            found.permissions = granted.unwrap_or(found.permissions);
            if let Some(name) = body["name"].as_str() {
                found.name = name.to_owned();
            }
        }
        let json = self.role_json(guild, id).ok_or_else(ApiError::unknown_role)?;
        let event = if role.is_none() { "GUILD_ROLE_CREATE" } else { "GUILD_ROLE_UPDATE" };
        self.tell_guild(event, guild, &json!({"guild_id": guild.to_string(), "role": json}));
        Ok(json)
    }

    /// A role of a guild.
    pub(crate) fn role_json(&self, guild: Id, role: Id) -> Option<Value> {
        let Value::Array(roles) = self.roles_json(self.guild(guild)?) else {
            return None;
        };
        roles.into_iter().find(|one| ids::from_json(&one["id"]) == Some(role))
    }

    /// Removes a role, also from those who have it; `false` if it is not there, as is @everyone in this sense.
    pub(crate) fn remove_role(&mut self, guild: Id, role: Id) -> bool {
        let Some(of) = self.guild_mut(guild).filter(|of| of.roles.iter().any(|one| one.id == role)) else {
            return false;
        };
        of.roles.retain(|one| one.id != role);
        for member in &mut of.members {
            member.roles.retain(|one| *one != role);
        }
        self.tell_guild("GUILD_ROLE_DELETE", guild, &json!({"guild_id": guild.to_string(), "role_id": role.to_string()}));
        true
    }

    /// Changes a member and tells of it.
    pub(crate) fn edit_member(&mut self, guild: Id, user: Id, act: impl FnOnce(&mut Member)) -> Result<Value, ApiError> {
        let of = self.guild_mut(guild).ok_or_else(ApiError::unknown_guild)?;
        act(of.members.iter_mut().find(|member| member.user.id == user).ok_or_else(ApiError::unknown_member)?);
        self.tell_member("GUILD_MEMBER_UPDATE", guild, user);
        self.member_json(guild, user).ok_or_else(ApiError::unknown_member)
    }

    /// A user joins a guild; who is in it already does not. `false` for no such guild.
    pub(crate) fn add_member(&mut self, guild: Id, member: Member) -> bool {
        let user = member.user.id;
        let Some(of) = self.guild_mut(guild).filter(|of| of.members.iter().all(|one| one.user.id != user)) else {
            return false;
        };
        of.members.push(member);
        self.tell_member("GUILD_MEMBER_ADD", guild, user);
        true
    }

    /// A user leaves a guild, or is made to; stays known as somebody who shares none with the bot.
    pub(crate) fn remove_member(&mut self, guild: Id, user: Id) -> bool {
        let Some(of) = self.guild_mut(guild) else {
            return false;
        };
        let Some(at) = of.members.iter().position(|member| member.user.id == user) else {
            return false;
        };
        let gone = of.members.remove(at).user;
        let json = super::objects::user_object(&gone);
        if self.user(user).is_none() {
            self.setup.users.push(gone);
        }
        let threads: Vec<Id> = self.threads.values().filter(|thread| thread.guild == guild).map(|thread| thread.id).collect();
        for thread in threads {
            self.leave_thread(thread, user);
        }
        let data = json!({"guild_id": guild.to_string(), "user": json});
        self.dispatch("GUILD_MEMBER_REMOVE", &data, Audience::of_channel(Some(guild), intents::GUILD_MEMBERS, 0));
        true
    }

    /// The bot is added to a guild. `false` if it is in it already.
    pub(crate) fn add_guild(&mut self, guild: Guild) -> bool {
        if self.guild(guild.id).is_some() {
            return false;
        }
        let id = guild.id;
        self.setup.guilds.push(guild.clone());
        for (session, intents) in self.sessions_of(id) {
            if intents & intents::GUILDS != 0 {
                let object = self.guild_create(&guild, intents & intents::GUILD_MEMBERS != 0);
                self.dispatch_to(&session, "GUILD_CREATE", &object);
            }
        }
        true
    }

    /// The bot is removed from a guild; its people stay known.
    pub(crate) fn remove_guild(&mut self, id: Id) -> bool {
        let Some(at) = self.setup.guilds.iter().position(|guild| guild.id == id) else {
            return false;
        };
        let gone = self.setup.guilds.remove(at);
        let channels: Vec<Id> =
            gone.channels.iter().map(|channel| channel.id).chain(self.threads.values().filter(|thread| thread.guild == id).map(|thread| thread.id)).collect();
        self.messages.retain(|_, message| !channels.contains(&message.channel));
        self.threads.retain(|_, thread| thread.guild != id);
        for channel in channels {
            self.pins.forget(channel);
        }
        for member in gone.members {
            if self.user(member.user.id).is_none() {
                self.setup.users.push(member.user);
            }
        }
        // Without `unavailable` it is a removal and no outage. Docs: events/gateway-events, "Guild Delete".
        self.tell_guild("GUILD_DELETE", id, &json!({"id": id.to_string()}));
        true
    }
}
