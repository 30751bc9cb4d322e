//! From what a user types to the data of a command's interaction, by the registered definition, as a client does it.
//! Discord docs: interactions/receiving-and-responding, "Interaction Data"; interactions/application-commands.

use serde_json::{Map, Value, json};

use crate::{Error, Id, Permissions, ids, world::World};

fn refuse<T>(why: impl Into<String>) -> Result<T, Error> {
    Err(Error::Refused(why.into()))
}

/// What is asked for.
pub(super) struct Asked<'a> {
    pub(super) user: Id,
    pub(super) channel: Id,
    /// Name, followed by the names of group and subcommand.
    pub(super) path: &'a str,
    pub(super) options: &'a Value,
    /// The option that is being typed, for autocompletion.
    pub(super) focused: Option<&'a str>,
}

/// The registered command, if this user may run it here.
pub(crate) fn allowed<'a>(world: &'a World, user: Id, channel: Id, name: &str, kind: u64) -> Result<&'a Value, Error> {
    let guild = world.guild_of(channel);
    let Some(command) = world.commands.find(guild, name, kind) else {
        return refuse(format!("no command \"{name}\" of type {kind} is registered here"));
    };
    let context = if guild.is_some() { 0 } else { 1 };
    let outside = match command["contexts"].as_array() {
        Some(contexts) => !contexts.is_empty() && !contexts.contains(&json!(context)),
        None => guild.is_none() && command["dm_permission"] == false,
    };
    if outside {
        return refuse(format!("command \"{name}\" is not for this context ({context})"));
    }
    if let (Some(guild), Some(bits)) = (guild, ids::from_json(&command["default_member_permissions"])) {
        let own = world.member_permissions(guild, user).unwrap_or_default();
        // "0" is for administrators alone.
        let needed = if bits == 0 { Permissions::ADMINISTRATOR } else { Permissions(bits) };
        if !own.contains(needed) || !own.contains(Permissions::USE_APPLICATION_COMMANDS) {
            return refuse(format!("user {user} may not run \"{name}\""));
        }
    }
    Ok(command)
}

/// The data of a slash command or of its autocompletion.
pub(super) fn slash(world: &World, asked: &Asked<'_>) -> Result<Value, Error> {
    let mut names = asked.path.split_whitespace();
    let name = names.next().unwrap_or_default().trim_start_matches('/');
    let command = allowed(world, asked.user, asked.channel, name, 1)?;
    let mut chain = Vec::new();
    let mut definition = command;
    for name in names {
        let found = definition["options"].as_array().into_iter().flatten().find(|option| option["name"] == name && is_nested(option));
        let Some(next) = found else {
            return refuse(format!("\"{}\" has no subcommand \"{name}\"", asked.path));
        };
        chain.push(next);
        definition = next;
    }
    let options = definition["options"].as_array().map_or(&[][..], Vec::as_slice);
    if options.iter().any(is_nested) {
        return refuse(format!("\"{}\" cannot be run without a subcommand", asked.path));
    }
    let mut resolved = Map::new();
    let mut data = values(world, asked, options, &mut resolved)?;
    for nested in chain.iter().rev() {
        data = vec![json!({"name": nested["name"], "type": nested["type"], "options": data})];
    }
    let mut result = json!({"id": command["id"], "name": name, "type": 1, "options": data});
    if !resolved.is_empty() {
        result["resolved"] = Value::Object(resolved);
    }
    if !command["guild_id"].is_null() {
        result["guild_id"] = command["guild_id"].clone();
    }
    Ok(result)
}

fn is_nested(option: &Value) -> bool {
    matches!(option["type"].as_u64(), Some(1 | 2))
}

/// Options as pairs, from an object or from an array of `{"name", "value"}`.
fn pairs(options: &Value) -> Result<Vec<(String, Value)>, Error> {
    match options {
        Value::Null => Ok(Vec::new()),
        Value::Object(fields) => Ok(fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect()),
        Value::Array(list) => {
            let pair = |option: &Value| option["name"].as_str().map(|name| (name.to_owned(), option["value"].clone()));
            list.iter().map(|option| pair(option).ok_or_else(|| Error::Refused(format!("an option has no name: {option}")))).collect()
        }
        other => refuse(format!("options are an object or an array, not {other}")),
    }
}

fn values(world: &World, asked: &Asked<'_>, defined: &[Value], resolved: &mut Map<String, Value>) -> Result<Vec<Value>, Error> {
    let given: Vec<(String, Value)> = pairs(asked.options)?.into_iter().filter(|(_, value)| !value.is_null()).collect();
    let mut data = Vec::new();
    for (name, value) in &given {
        let Some(option) = defined.iter().find(|option| option["name"] == *name) else {
            return refuse(format!("\"{}\" has no option \"{name}\"", asked.path));
        };
        let kind = option["type"].as_u64().unwrap_or_default();
        if asked.focused == Some(name) {
            if option["autocomplete"] != true {
                return refuse(format!("option \"{name}\" has no autocompletion"));
            }
            // What is being typed is text, even where a number will be.
            let typed = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            data.push(json!({"name": name, "type": kind, "value": typed, "focused": true}));
            continue;
        }
        let value = coerce(value, kind).ok_or_else(|| Error::Refused(format!("option \"{name}\" of type {kind} cannot be {value}")))?;
        within_limits(option, name, &value)?;
        resolve(world, asked, kind, &value, resolved)?;
        data.push(json!({"name": name, "type": kind, "value": value}));
    }
    if let Some(focused) = asked.focused {
        if !given.iter().any(|(name, _)| name == focused) {
            return refuse(format!("the focused option \"{focused}\" is not among the options"));
        }
        // While typing, required options may still be missing.
        return Ok(data);
    }
    for option in defined.iter().filter(|option| option["required"] == true) {
        if !given.iter().any(|(name, _)| option["name"] == *name) {
            return refuse(format!("option {} is required", option["name"]));
        }
    }
    Ok(data)
}

/// A value of the option's type; what a user types is text, so text that reads as a number is one.
fn coerce(value: &Value, kind: u64) -> Option<Value> {
    let text = value.as_str().map(str::trim);
    match kind {
        3 => match value {
            Value::String(_) => Some(value.clone()),
            Value::Number(number) => Some(json!(number.to_string())),
            _ => None,
        },
        4 => value.as_i64().or_else(|| text?.parse().ok()).filter(|number| number.unsigned_abs() <= 1 << 53).map(Value::from),
        5 => value.as_bool().or_else(|| text?.parse().ok()).map(Value::from),
        6..=9 | 11 => ids::from_json(value).map(|id| json!(id.to_string())),
        10 => value.as_f64().or_else(|| text?.parse().ok()).filter(|number| number.is_finite()).map(Value::from),
        _ => None,
    }
}

fn within_limits(option: &Value, name: &str, value: &Value) -> Result<(), Error> {
    if let Some(choices) = option["choices"].as_array().filter(|choices| !choices.is_empty()) {
        let same = |choice: &Value| choice["value"] == *value || choice["value"].as_f64().is_some_and(|number| Some(number) == value.as_f64());
        if !choices.iter().any(same) {
            return refuse(format!("option \"{name}\" has no choice {value}"));
        }
    }
    if let Some(number) = value.as_f64() {
        let beyond = option["min_value"].as_f64().is_some_and(|least| number < least) || option["max_value"].as_f64().is_some_and(|most| number > most);
        if beyond {
            return refuse(format!("option \"{name}\" cannot be {value}: out of range"));
        }
    }
    if let Some(text) = value.as_str().filter(|_| option["type"] == 3) {
        let length = text.chars().count() as u64;
        let least = option["min_length"].as_u64().unwrap_or(0);
        let most = option["max_length"].as_u64().unwrap_or(6000);
        if length < least || length > most || text.is_empty() {
            return refuse(format!("option \"{name}\" has {length} characters: out of range"));
        }
    }
    Ok(())
}

/// Adds the object that an id means. A mentionable is a user or a role.
fn resolve(world: &World, asked: &Asked<'_>, kind: u64, value: &Value, resolved: &mut Map<String, Value>) -> Result<(), Error> {
    if !matches!(kind, 6..=9 | 11) {
        return Ok(());
    }
    let Some(id) = ids::from_json(value) else {
        return Ok(());
    };
    let guild = world.guild_of(asked.channel);
    let mut add = |list: &str, object: Value| {
        resolved.entry(list).or_insert_with(|| json!({}))[id.to_string()] = object;
    };
    let is_user = id == world.bot() || world.user(id).is_some();
    let role = guild.and_then(|guild| world.guild(guild)).and_then(|guild| {
        let roles = world.roles_json(guild);
        roles.as_array().into_iter().flatten().find(|role| ids::from_json(&role["id"]) == Some(id)).cloned()
    });
    match (kind, role) {
        (6 | 9, _) if is_user => {
            add("users", world.user_json(id));
            if let Some(member) = guild.and_then(|guild| resolved_member(world, guild, id)) {
                add("members", member);
            }
        }
        (8 | 9, Some(role)) => add("roles", role),
        (11, _) => match world.option_files.get(&id) {
            Some((owner, attachment)) if *owner == asked.user => add("attachments", attachment.clone()),
            _ => return Err(Error::Unknown { what: "file that this user has uploaded", id }),
        },
        (7, _) => {
            let found = world.interaction_channel(id, Permissions::MEMBER).ok_or(Error::Unknown { what: "channel", id })?;
            add("channels", found);
        }
        _ => {
            return Err(Error::Unknown { what: "user or role", id });
        }
    }
    Ok(())
}

/// A member in `resolved`: without user, deaf and mute, with permissions.
pub(super) fn resolved_member(world: &World, guild: Id, user: Id) -> Option<Value> {
    let mut member = world.partial_member(guild, user)?;
    let own = world.member_permissions(guild, user).unwrap_or(Permissions::MEMBER);
    if let Some(fields) = member.as_object_mut() {
        fields.remove("deaf");
        fields.remove("mute");
        fields.insert("permissions".to_owned(), json!(own.to_string()));
    }
    Some(member)
}
