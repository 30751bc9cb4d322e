//! Threads: started, changed, archived, deleted. Discord docs: topics/threads; resources/channel.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    World,
    messages::{Draft, flags},
};
use crate::{Id, Permissions, api_error::ApiError, gateway::sessions::Audience, ids, intents, time};

/// Type of a thread that all may join.
pub(crate) const PUBLIC: u8 = 11;
/// Type of a thread for those who were invited.
pub(crate) const PRIVATE: u8 = 12;

/// Type of the message that tells a channel of a new thread.
const THREAD_CREATED: u8 = 18;
/// Type of a thread's first message, which points at the one it was started from.
pub(crate) const STARTER: u8 = 21;

/// A thread.
#[derive(Clone, Debug)]
pub(crate) struct Thread {
    pub(crate) id: Id,
    pub(crate) guild: Id,
    /// The channel that it is in.
    pub(crate) parent: Id,
    /// Who started it.
    pub(crate) owner: Id,
    pub(crate) name: String,
    pub(crate) kind: u8,
    pub(crate) archived: bool,
    pub(crate) locked: bool,
    pub(crate) invitable: bool,
    /// Minutes.
    pub(crate) auto_archive: u64,
    /// Seconds between a member's messages; kept, but nobody is held to it.
    pub(crate) slowmode: u64,
    pub(crate) archive_timestamp: String,
    /// All messages ever, without the first.
    pub(crate) sent: u64,
    /// Members with the moment when they joined.
    pub(crate) members: BTreeMap<Id, String>,
}

/// A thread about to be.
#[derive(Debug)]
pub(crate) struct NewThread<'a> {
    pub(crate) channel: Id,
    pub(crate) owner: Id,
    /// The message that it starts from.
    pub(crate) message: Option<Id>,
    pub(crate) kind: u8,
    /// `name`, `auto_archive_duration`, `rate_limit_per_user`, `invitable`.
    pub(crate) body: &'a Value,
}

impl World {
    /// Starts a thread, with its owner as the only member, and tells the gateway.
    pub(crate) fn start_thread(&mut self, new: &NewThread<'_>) -> Result<Id, ApiError> {
        if self.threads.contains_key(&new.channel) || self.dm_user(new.channel).is_some() {
            return Err(ApiError::wrong_channel_type());
        }
        let guild = self.guild_of(new.channel).ok_or_else(ApiError::unknown_channel)?;
        if let Some(source) = new.message.and_then(|id| self.messages.get(&id)) {
            if source.has_flag(flags::HAS_THREAD) {
                return Err(ApiError::thread_exists());
            }
            if source.is_system() {
                return Err(ApiError::system_message());
            }
        }
        // A thread shares the id of the message that it starts from.
        let id = new.message.unwrap_or_else(|| self.ids.next());
        let number = |key: &str| new.body.get(key).and_then(Value::as_u64);
        let name = new.body["name"].as_str().unwrap_or_default().trim().to_owned();
        let thread = Thread {
            id,
            guild,
            parent: new.channel,
            owner: new.owner,
            name: name.clone(),
            kind: new.kind,
            archived: false,
            locked: false,
            invitable: new.body.get("invitable").and_then(Value::as_bool).unwrap_or(true),
            auto_archive: number("auto_archive_duration").unwrap_or(4320),
            slowmode: number("rate_limit_per_user").unwrap_or(0),
            archive_timestamp: time::now(),
            sent: 0,
            members: BTreeMap::from([(new.owner, time::now())]),
        };
        self.threads.insert(id, thread);
        self.tell_thread("THREAD_CREATE", id);
        let place = |channel: Id| json!({"type": 0, "channel_id": channel.to_string(), "guild_id": guild.to_string()});
        if let Some(source) = new.message {
            if let Some(message) = self.messages.get_mut(&source) {
                let flags = message.json["flags"].as_u64().unwrap_or(0) | flags::HAS_THREAD;
                message.json["flags"] = json!(flags);
            }
            self.tell("MESSAGE_UPDATE", source);
            let mut reference = place(new.channel);
            reference["message_id"] = json!(source.to_string());
            self.system_message(id, new.owner, STARTER, "", reference)?;
        } else if new.kind == PUBLIC {
            self.system_message(new.channel, new.owner, THREAD_CREATED, &name, place(id))?;
        }
        Ok(id)
    }

    /// A message that Discord writes in a user's name.
    pub(super) fn system_message(&mut self, channel: Id, author: Id, kind: u8, content: &str, reference: Value) -> Result<Id, ApiError> {
        let body = json!({"content": content});
        let original = ids::from_json(&reference["message_id"]).and_then(|id| self.messages.get(&id)).filter(|_| kind == STARTER);
        let mut extra = json!({"message_reference": reference});
        if let Some(original) = original {
            extra["referenced_message"] = original.json.clone();
        }
        self.create_message(&Draft { kind, extra, ..Draft::new(channel, author, &body, &[]) })
    }

    /// Changes what `body` names. Whoever it is must be allowed to: that is the caller's business.
    pub(crate) fn edit_thread(&mut self, id: Id, body: &Value) -> Result<(), ApiError> {
        let thread = self.threads.get_mut(&id).ok_or_else(ApiError::unknown_channel)?;
        let before = (thread.archived, thread.auto_archive);
        if let Some(name) = body["name"].as_str() {
            thread.name = name.trim().to_owned();
        }
        for (key, field) in [("archived", &mut thread.archived), ("locked", &mut thread.locked), ("invitable", &mut thread.invitable)] {
            *field = body[key].as_bool().unwrap_or(*field);
        }
        for (key, field) in [("auto_archive_duration", &mut thread.auto_archive), ("rate_limit_per_user", &mut thread.slowmode)] {
            *field = body[key].as_u64().unwrap_or(*field);
        }
        if before != (thread.archived, thread.auto_archive) {
            thread.archive_timestamp = time::now();
        }
        self.tell_thread("THREAD_UPDATE", id);
        Ok(())
    }

    /// Removes a thread with its messages.
    pub(crate) fn remove_thread(&mut self, id: Id) -> bool {
        let Some(thread) = self.threads.get(&id).cloned() else {
            return false;
        };
        let data = json!({"id": id.to_string(), "guild_id": thread.guild.to_string(), "parent_id": thread.parent.to_string(), "type": thread.kind});
        let seen = self.bot_permissions(id).is_some_and(|own| own.contains(Permissions::VIEW_CHANNEL));
        self.messages.retain(|_, message| message.channel != id);
        self.pins.forget(id);
        self.threads.remove(&id);
        if let Some(fields) = self.messages.get_mut(&id).and_then(|message| message.json.as_object_mut()) {
            fields.remove("thread");
        }
        if seen {
            self.dispatch("THREAD_DELETE", &data, Audience::of_channel(Some(thread.guild), intents::GUILDS, 0));
        }
        true
    }

    /// A thread as a channel, with the bot's membership if there is one.
    pub(crate) fn thread_json(&self, thread: &Thread) -> Value {
        let mut metadata = json!({
            "archived": thread.archived, "archive_timestamp": thread.archive_timestamp, "auto_archive_duration": thread.auto_archive,
            "locked": thread.locked, "create_timestamp": ids::timestamp(thread.id),
        });
        if thread.kind == PRIVATE {
            metadata["invitable"] = json!(thread.invitable);
        }
        let own = || self.messages.values().filter(|message| message.channel == thread.id);
        let last = own().next_back().map(|message| message.id.to_string());
        let mut json = json!({
            "id": thread.id.to_string(), "type": thread.kind, "guild_id": thread.guild.to_string(), "parent_id": thread.parent.to_string(),
            "owner_id": thread.owner.to_string(), "name": thread.name, "last_message_id": last, "flags": 0,
            "last_pin_timestamp": self.pins.last(thread.id), "rate_limit_per_user": thread.slowmode,
            "message_count": own().filter(|message| !message.is_system()).count(), "member_count": thread.members.len().min(50),
            "total_message_sent": thread.sent, "thread_metadata": metadata,
        });
        if let Some(member) = self.thread_member(thread.id, self.bot()) {
            json["member"] = member;
        }
        json
    }

    /// Threads in a guild that the bot sees and that are not archived, newest first.
    pub(crate) fn active_threads(&self, guild: Id) -> Vec<&Thread> {
        let seen = |thread: &&Thread| self.bot_permissions(thread.id).is_some_and(|own| own.contains(Permissions::VIEW_CHANNEL));
        self.threads.values().rev().filter(|thread| thread.guild == guild && !thread.archived).filter(seen).collect()
    }

    /// What a new message does to the thread that it is in: its author joins, and it leaves the archive.
    pub(super) fn written_in_thread(&mut self, channel: Id, author: Id, system: bool) {
        let Some(thread) = self.threads.get_mut(&channel).filter(|_| !system) else {
            return;
        };
        thread.sent += 1;
        if thread.archived {
            thread.archived = false;
            thread.archive_timestamp = time::now();
            self.tell_thread("THREAD_UPDATE", channel);
        }
        self.join_thread(channel, author);
    }

    /// Tells sessions of a thread that the bot sees; a message that it started from shows it as it is now.
    pub(super) fn tell_thread(&mut self, event: &str, id: Id) {
        let Some(thread) = self.threads.get(&id) else {
            return;
        };
        let (mut data, guild) = (self.thread_json(thread), thread.guild);
        let seen = self.bot_permissions(id).is_some_and(|own| own.contains(Permissions::VIEW_CHANNEL));
        if let Some(message) = self.messages.get_mut(&id) {
            message.json["thread"] = data.clone();
        }
        if event == "THREAD_CREATE" {
            data["newly_created"] = json!(true);
        }
        if seen {
            self.dispatch(event, &data, Audience::of_channel(Some(guild), intents::GUILDS, 0));
        }
    }

    /// Threads for a bot that has come to see a channel.
    pub(crate) fn sync_threads(&mut self, channel: Id) {
        let Some(guild) = self.guild_of(channel) else {
            return;
        };
        let found: Vec<&Thread> = self.active_threads(guild).into_iter().filter(|thread| thread.parent == channel).collect();
        let members: Vec<Value> = found.iter().filter_map(|thread| self.thread_member(thread.id, self.bot())).collect();
        let threads: Vec<Value> = found.iter().map(|thread| self.thread_json(thread)).collect();
        let data = json!({"guild_id": guild.to_string(), "channel_ids": [channel.to_string()], "threads": threads, "members": members});
        self.dispatch("THREAD_LIST_SYNC", &data, Audience::of_channel(Some(guild), intents::GUILDS, 0));
    }
}
