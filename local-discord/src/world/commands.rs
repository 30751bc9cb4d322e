//! Registered commands. Discord docs: interactions/application-commands.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::{Id, ids::IdSource};

/// Kinds of commands.
pub(crate) mod kind {
    pub(crate) const CHAT: u64 = 1;
    pub(crate) const USER: u64 = 2;
    pub(crate) const MESSAGE: u64 = 3;
}

/// Commands by scope: `None` is global, `Some` a guild.
#[derive(Debug, Default)]
pub(crate) struct Commands(BTreeMap<Option<Id>, Vec<Value>>);

/// Name and kind, which are unique within a scope.
fn key(command: &Value) -> (Option<&str>, u64) {
    (command["name"].as_str(), command["type"].as_u64().unwrap_or(kind::CHAT))
}

/// A command as Discord shows it: what was given, with defaults, and the fields that only Discord sets.
fn registered(given: &Value, id: Id, version: Id, application: Id, guild: Option<Id>) -> Value {
    let mut command = Map::new();
    command.insert("id".to_owned(), json!(id.to_string()));
    command.insert("application_id".to_owned(), json!(application.to_string()));
    command.insert("version".to_owned(), json!(version.to_string()));
    command.insert("type".to_owned(), json!(kind::CHAT));
    command.insert("description".to_owned(), json!(""));
    command.insert("default_member_permissions".to_owned(), Value::Null);
    command.insert("nsfw".to_owned(), json!(false));
    match guild {
        Some(guild) => command.insert("guild_id".to_owned(), json!(guild.to_string())),
        None => {
            command.insert("dm_permission".to_owned(), json!(true));
            command.insert("integration_types".to_owned(), json!([0, 1]));
            command.insert("contexts".to_owned(), Value::Null)
        }
    };
    for (key, value) in given.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
        if !matches!(key.as_str(), "id" | "application_id" | "version" | "guild_id") {
            command.insert(key.clone(), value.clone());
        }
    }
    if let Some(bits) = command.get("default_member_permissions").and_then(Value::as_u64) {
        command.insert("default_member_permissions".to_owned(), json!(bits.to_string()));
    }
    Value::Object(command)
}

impl Commands {
    pub(crate) fn list(&self, guild: Option<Id>) -> &[Value] {
        self.0.get(&guild).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn get(&self, guild: Option<Id>, id: &str) -> Option<&Value> {
        self.list(guild).iter().find(|command| command["id"] == id)
    }

    /// All, of every scope.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Value> {
        self.0.values().flatten()
    }

    /// The command that a user in this guild (or in a DM) gets by that name: the guild's own comes first.
    pub(crate) fn find(&self, guild: Option<Id>, name: &str, kind: u64) -> Option<&Value> {
        let own = guild.map_or(&[][..], |guild| self.list(Some(guild)));
        own.iter().chain(self.list(None)).find(|command| key(command) == (Some(name), kind))
    }

    /// How many of these are not registered yet.
    pub(crate) fn new_among(&self, guild: Option<Id>, given: &[Value]) -> usize {
        given.iter().filter(|command| self.list(guild).iter().all(|old| key(old) != key(command))).count()
    }

    /// Adds a command or replaces the one of the same name and kind; the flag tells whether it is new.
    pub(crate) fn put(&mut self, ids: &mut IdSource, application: Id, guild: Option<Id>, given: &Value) -> (Value, bool) {
        let list = self.0.entry(guild).or_default();
        let old = list.iter().position(|command| key(command) == key(given));
        let id = old.and_then(|at| list.get(at)).and_then(|command| crate::ids::from_json(&command["id"])).unwrap_or_else(|| ids.next());
        let command = registered(given, id, ids.next(), application, guild);
        match old.and_then(|at| list.get_mut(at)) {
            Some(place) => *place = command.clone(),
            None => list.push(command.clone()),
        }
        (command, old.is_none())
    }

    /// Replaces all of a scope; those of the same name and kind keep their ids.
    pub(crate) fn replace(&mut self, ids: &mut IdSource, application: Id, guild: Option<Id>, given: &[Value]) -> Vec<Value> {
        let wanted: Vec<(Option<&str>, u64)> = given.iter().map(key).collect();
        self.0.entry(guild).or_default().retain(|command| wanted.contains(&key(command)));
        given.iter().map(|command| self.put(ids, application, guild, command).0).collect()
    }

    /// Changes the fields that `changes` names.
    pub(crate) fn change(&mut self, ids: &mut IdSource, guild: Option<Id>, id: &str, changes: &Value) -> Option<Value> {
        let command = self.0.get_mut(&guild)?.iter_mut().find(|command| command["id"] == id)?;
        for (key, value) in changes.as_object().into_iter().flatten() {
            command[key] = value.clone();
        }
        command["version"] = json!(ids.next().to_string());
        Some(command.clone())
    }

    pub(crate) fn remove(&mut self, guild: Option<Id>, id: &str) -> bool {
        let list = self.0.entry(guild).or_default();
        let before = list.len();
        list.retain(|command| command["id"] != id);
        list.len() < before
    }
}
