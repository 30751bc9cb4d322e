//! Who is in a thread. Discord docs: topics/threads, "Thread Membership"; events/gateway-events, "Thread Members Update".

use serde_json::{Value, json};

use super::World;
use crate::{Id, gateway::sessions::Audience, intents, time};

impl World {
    /// A thread member; `None` for somebody who is not in the thread.
    pub(crate) fn thread_member(&self, thread: Id, user: Id) -> Option<Value> {
        let joined = self.threads.get(&thread)?.members.get(&user)?;
        Some(json!({"id": thread.to_string(), "user_id": user.to_string(), "join_timestamp": joined, "flags": 0}))
    }

    /// The same with the guild's member.
    pub(crate) fn thread_member_with_member(&self, thread: Id, user: Id) -> Option<Value> {
        let mut found = self.thread_member(thread, user)?;
        if let Some(member) = self.guild_of(thread).and_then(|guild| self.member_json(guild, user)) {
            found["member"] = member;
        }
        Some(found)
    }

    /// Adds somebody; who is in already stays so.
    pub(crate) fn join_thread(&mut self, thread: Id, user: Id) {
        let bot = self.bot();
        let Some(found) = self.threads.get_mut(&thread).filter(|found| !found.members.contains_key(&user)) else {
            return;
        };
        found.members.insert(user, time::now());
        if user == bot {
            // Docs: the bot may not know the thread yet, so it is shown before the membership.
            self.show_thread(thread);
        }
        let mut member = self.thread_member_with_member(thread, user).unwrap_or_default();
        member["presence"] = Value::Null;
        self.tell_members(thread, user, json!({"added_members": [member]}));
    }

    /// Removes somebody; `false` for who is not in it.
    pub(crate) fn leave_thread(&mut self, thread: Id, user: Id) -> bool {
        let gone = self.threads.get_mut(&thread).and_then(|found| found.members.remove(&user)).is_some();
        if gone {
            self.tell_members(thread, user, json!({"removed_member_ids": [user.to_string()]}));
        }
        gone
    }

    fn show_thread(&mut self, thread: Id) {
        let Some(found) = self.threads.get(&thread) else {
            return;
        };
        let (data, guild) = (self.thread_json(found), found.guild);
        self.dispatch("THREAD_CREATE", &data, Audience::of_channel(Some(guild), intents::GUILDS, 0));
    }

    /// Docs: without the intent for members only the bot's own coming and going is told.
    fn tell_members(&mut self, thread: Id, user: Id, mut data: Value) {
        let Some(found) = self.threads.get(&thread) else {
            return;
        };
        let guild = found.guild;
        data["id"] = json!(thread.to_string());
        data["guild_id"] = json!(guild.to_string());
        data["member_count"] = json!(found.members.len().min(50));
        let intent = if user == self.bot() { intents::GUILDS } else { intents::GUILD_MEMBERS };
        self.dispatch("THREAD_MEMBERS_UPDATE", &data, Audience::of_channel(Some(guild), intent, 0));
    }
}
