//! Users, members, roles, channels, guilds and the application as Discord writes them. Each object is complete enough
//! for strict models. Discord docs: resources/user, guild, channel, application; topics/permissions.

use serde_json::{Value, json};

use super::World;
use crate::{Channel, Guild, Holder, Id, Overwrite, Permissions, User};

/// When everybody joined everything: of no interest, but never missing.
const JOINED: &str = "2025-01-01T00:00:00.000000+00:00";

pub(crate) fn user_object(user: &User) -> Value {
    json!({
        "id": user.id.to_string(), "username": user.name, "discriminator": "0", "global_name": null, "avatar": null,
        "avatar_decoration_data": null, "bot": user.bot, "public_flags": 0, "flags": 0, "primary_guild": null, "collectibles": null,
    })
}

fn role(id: Id, name: &str, permissions: Permissions, position: usize) -> Value {
    json!({
        "id": id.to_string(), "name": name, "permissions": permissions.to_string(), "position": position, "color": 0,
        "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null}, "hoist": false, "managed": false,
        "mentionable": false, "icon": null, "unicode_emoji": null, "flags": 0,
    })
}

/// The fields of both objects.
fn merged(mut object: Value, more: Value) -> Value {
    if let (Some(fields), Value::Object(more)) = (object.as_object_mut(), more) {
        fields.extend(more);
    }
    object
}

impl World {
    /// A user, the bot included; somebody who has gone has only an id and a made-up name.
    pub(crate) fn user_json(&self, id: Id) -> Value {
        if id == self.bot() {
            let bot = &self.setup.bot;
            return user_object(&User { bot: true, ..User::new(bot.id, &bot.name) });
        }
        self.user(id).map_or_else(|| user_object(&User::new(id, "deleted-user")), user_object)
    }

    /// The bot as it sees itself.
    pub(crate) fn current_user(&self) -> Value {
        let mut user = self.user_json(self.bot());
        for (key, value) in [("mfa_enabled", json!(true)), ("locale", json!("en-US")), ("verified", json!(true)), ("email", Value::Null)] {
            user[key] = value;
        }
        user
    }

    /// A member without the user, as in messages; `None` for somebody who is not a member.
    pub(crate) fn partial_member(&self, guild: Id, user: Id) -> Option<Value> {
        let (nick, roles) = match self.member(guild, user) {
            Some(member) => (member.nick.clone(), member.roles.iter().map(Id::to_string).collect()),
            None if user == self.bot() && self.guild(guild).is_some() => (self.profile.nicks.get(&guild).cloned(), Vec::new()),
            None => return None,
        };
        Some(json!({
            "roles": roles, "nick": nick, "joined_at": JOINED, "premium_since": null, "deaf": false, "mute": false, "flags": 0,
            "pending": false, "avatar": null, "banner": null, "communication_disabled_until": null,
        }))
    }

    /// A member with the user.
    pub(crate) fn member_json(&self, guild: Id, user: Id) -> Option<Value> {
        let mut member = self.partial_member(guild, user)?;
        member["user"] = self.user_json(user);
        Some(member)
    }

    pub(crate) fn roles_json(&self, guild: &Guild) -> Value {
        let mut roles = vec![role(guild.id, "@everyone", guild.everyone, 0)];
        roles.extend(guild.roles.iter().enumerate().map(|(at, own)| self.with_extras(own.id, role(own.id, &own.name, own.permissions, at + 1))));
        Value::Array(roles)
    }

    /// A guild's channel or a DM.
    pub(crate) fn channel_json(&self, id: Id) -> Option<Value> {
        if let Some(thread) = self.threads.get(&id) {
            return Some(self.thread_json(thread));
        }
        let last = self.messages.values().rev().find(|message| message.channel == id).map(|message| message.id.to_string());
        if let Some(user) = self.dm_user(id) {
            return Some(json!({"id": id.to_string(), "type": 1, "last_message_id": last, "flags": 0, "recipients": [self.user_json(user)]}));
        }
        if let Some(channel) = self.private_json(id, last.clone()) {
            return Some(channel);
        }
        let (guild, channel) = self.guild_channel(id)?;
        let position = guild.channels.iter().position(|other| other.id == id).unwrap_or_default();
        let object = json!({
            "id": id.to_string(), "type": 0, "guild_id": guild.id.to_string(), "name": channel.name, "topic": channel.topic,
            "position": position, "permission_overwrites": self.overwrites(guild, channel), "nsfw": false, "parent_id": null,
            "rate_limit_per_user": 0, "last_message_id": last, "last_pin_timestamp": self.pins.last(id), "flags": 0,
        });
        Some(self.with_extras(id, object))
    }

    /// The bot's permissions in a channel as an overwrite for the bot, so that a library that computes them gets the same.
    fn overwrites(&self, guild: &Guild, channel: &Channel) -> Value {
        let own = self.bot_permissions(channel.id).unwrap_or(guild.bot_permissions);
        let bot = Overwrite { holder: Holder::Member(self.bot()), allow: own, deny: Permissions::ALL.without(own) };
        channel.overwrites.iter().filter(|one| one.holder != bot.holder).chain([&bot]).map(Overwrite::json).collect()
    }

    /// The channel inside an interaction: partial, with the user's permissions.
    pub(crate) fn interaction_channel(&self, id: Id, permissions: Permissions) -> Option<Value> {
        let mut channel = self.channel_json(id)?;
        channel["permissions"] = json!(permissions.to_string());
        if let Some(fields) = channel.as_object_mut() {
            fields.remove("permission_overwrites");
        }
        Some(channel)
    }

    pub(crate) fn guild_json(&self, guild: &Guild) -> Value {
        let object = json!({
            "id": guild.id.to_string(), "name": guild.name, "icon": null, "icon_hash": null, "splash": null, "discovery_splash": null,
            "owner_id": guild.owner.to_string(), "afk_channel_id": null, "afk_timeout": 300, "widget_enabled": false,
            "widget_channel_id": null, "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0,
            "roles": self.roles_json(guild), "emojis": [], "features": [], "mfa_level": 0, "application_id": null,
            "system_channel_id": null, "system_channel_flags": 0, "rules_channel_id": null,
        });
        // In two parts: one is more than the recursion limit of `json!` allows.
        let more = json!({
            "max_presences": null, "max_members": 500_000, "vanity_url_code": null, "description": null, "banner": null, "premium_tier": 0,
            "premium_subscription_count": 0, "preferred_locale": guild.locale, "public_updates_channel_id": null,
            "max_video_channel_users": 25, "max_stage_video_channel_users": 50, "nsfw_level": 0, "nsfw": false, "stickers": [],
            "premium_progress_bar_enabled": false, "safety_alerts_channel_id": null, "incidents_data": null, "home_header": null,
            "region": "deprecated",
        });
        merged(object, more)
    }

    /// What GUILD_CREATE adds to a guild. Without the members intent only the bot's own membership is listed.
    pub(crate) fn guild_create(&self, guild: &Guild, all_members: bool) -> Value {
        let people = guild.members.iter().map(|member| member.user.id).filter(|_| all_members);
        let members: Vec<Value> = people.chain([self.bot()]).filter_map(|user| self.member_json(guild.id, user)).collect();
        let channels: Vec<Value> = guild.channels.iter().filter_map(|channel| self.channel_json(channel.id)).collect();
        let threads: Vec<Value> = self.active_threads(guild.id).into_iter().map(|thread| self.thread_json(thread)).collect();
        let extra = json!({
            "joined_at": JOINED, "large": false, "unavailable": false, "member_count": guild.members.len() + 1, "voice_states": [],
            "members": members, "channels": channels, "threads": threads, "presences": [], "stage_instances": [],
            "guild_scheduled_events": [], "soundboard_sounds": [],
        });
        merged(self.guild_json(guild), extra)
    }

    pub(crate) fn application_json(&self) -> Value {
        let bot = &self.setup.bot;
        // What the developer portal's switch for the message content intent sets in an application of a few servers.
        let flags = if bot.privileged & crate::intents::MESSAGE_CONTENT == 0 { 0 } else { 1 << 19 };
        let endpoint = self.endpoint.target.as_ref().map(|target| &target.url);
        let mut object = json!({
            "id": bot.id.to_string(), "name": bot.name, "icon": null, "description": "", "summary": "", "type": null,
            "bot": self.user_json(bot.id), "bot_public": true, "bot_require_code_grant": false, "verify_key": self.endpoint.keys.public(),
            "owner": user_object(&bot.owner), "team": null, "flags": flags, "hook": true, "is_monetized": false, "redirect_uris": [],
            "interactions_endpoint_url": endpoint, "role_connections_verification_url": null, "rpc_origins": [],
            "integration_types_config": {"0": {}, "1": {}}, "approximate_guild_count": self.setup.guilds.len(),
            "approximate_user_install_count": self.setup.user_installs.len(), "approximate_user_authorization_count": 0,
            "flags_new": flags.to_string(), "explicit_content_filter": 0, "eligible_oauth2_scopes": ["bot", "applications.commands"],
        });
        if let Some(fields) = object.as_object_mut() {
            fields.extend(self.application.clone());
        }
        object
    }
}
