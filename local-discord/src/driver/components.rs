//! Buttons, select menus and modals. Discord docs: components/reference.

use serde_json::{Value, json};

use super::{Interaction, LocalDiscord, resolve::resolved_member};
use crate::{
    Error, Id, ids,
    world::{
        World,
        interactions::{Opening, kind},
    },
};

/// Fields of modals whose answer is one value and not a list.
const RADIO_GROUP: u64 = 21;
const CHECKBOX: u64 = 23;

fn refuse<T>(why: String) -> Result<T, Error> {
    Err(Error::Refused(why))
}

/// The channel of a message that a user sees.
fn seen(world: &World, user: Id, message: Id) -> Result<Id, Error> {
    let found = world.messages.get(&message).ok_or(Error::Unknown { what: "message", id: message })?;
    let shown = found.visible_to.is_none_or(|owner| owner == user) && world.can_see(user, found.channel);
    if shown { Ok(found.channel) } else { refuse(format!("user {user} does not see message {message}")) }
}

/// The component with that custom id, at whatever depth.
fn find<'a>(value: &'a Value, custom_id: &str) -> Option<&'a Value> {
    match value {
        Value::Array(list) => list.iter().find_map(|one| find(one, custom_id)),
        Value::Object(fields) if fields.get("custom_id").is_some_and(|id| id == custom_id) => Some(value),
        Value::Object(fields) => ["components", "accessory", "component"].iter().filter_map(|key| fields.get(*key)).find_map(|below| find(below, custom_id)),
        _ => None,
    }
}

fn component(world: &World, message: Id, custom_id: &str) -> Result<Value, Error> {
    let found = world.messages.get(&message).and_then(|message| find(&message.json["components"], custom_id));
    match found {
        None => refuse(format!("message {message} has no component \"{custom_id}\"")),
        Some(component) if component["disabled"] == true => refuse(format!("component \"{custom_id}\" is disabled")),
        Some(component) => Ok(component.clone()),
    }
}

impl LocalDiscord {
    /// A user presses a button.
    ///
    /// # Errors
    /// [`Error::Refused`] if the button is not there or disabled, or the message is ephemeral and another user's.
    pub fn press(&self, user: Id, message: Id, custom_id: &str) -> Result<Interaction, Error> {
        self.open(|world| {
            let channel = seen(world, user, message)?;
            let button = component(world, message, custom_id)?;
            if button["type"] != 2 {
                return refuse(format!("component \"{custom_id}\" is no button"));
            }
            let data = json!({"custom_id": custom_id, "component_type": 2, "id": button["id"]});
            Ok(Opening { kind: kind::COMPONENT, user, channel, data, source: Some(message), opened_by: None })
        })
    }

    /// A press with a custom id that the message need not have: forged, or from before an update of the bot.
    ///
    /// # Errors
    /// [`Error::Unknown`], [`Error::Refused`] if the user does not see the message.
    pub fn press_raw(&self, user: Id, message: Id, custom_id: &str) -> Result<Interaction, Error> {
        self.open(|world| {
            let channel = seen(world, user, message)?;
            let data = json!({"custom_id": custom_id, "component_type": 2, "id": 1});
            Ok(Opening { kind: kind::COMPONENT, user, channel, data, source: Some(message), opened_by: None })
        })
    }

    /// A user picks in a select menu: values of a menu of strings, ids in the others.
    ///
    /// # Errors
    /// [`Error::Refused`] if there is no such menu or option, or for too few or too many.
    pub fn select(&self, user: Id, message: Id, custom_id: &str, values: &[&str]) -> Result<Interaction, Error> {
        self.open(|world| {
            let channel = seen(world, user, message)?;
            let menu = component(world, message, custom_id)?;
            let kind = menu["type"].as_u64().unwrap_or_default();
            if !matches!(kind, 3 | 5..=8) {
                return refuse(format!("component \"{custom_id}\" is no select menu"));
            }
            let least = menu["min_values"].as_u64().unwrap_or(1);
            let most = menu["max_values"].as_u64().unwrap_or(1);
            if !(least..=most).contains(&(values.len() as u64)) {
                return refuse(format!("menu \"{custom_id}\" takes {least} to {most} values, not {}", values.len()));
            }
            let offered = |value: &&&str| kind != 3 || menu["options"].as_array().into_iter().flatten().any(|option| option["value"] == ***value);
            if values.iter().filter(offered).count() < values.len() {
                return refuse(format!("menu \"{custom_id}\" has no such options: {values:?}"));
            }
            let mut data = json!({"custom_id": custom_id, "component_type": kind, "id": menu["id"], "values": values});
            if kind != 3 {
                data["resolved"] = resolved(world, channel, kind, values);
            }
            Ok(Opening { kind: kind::COMPONENT, user, channel, data, source: Some(message), opened_by: None })
        })
    }

    /// A user fills in the modal that answered an interaction, by custom id and text, and submits it. Fields not given
    /// keep the text that they had.
    ///
    /// # Errors
    /// [`Error::Refused`] if there is no modal, no such field, a required one is empty, or a text has the wrong length.
    pub fn submit_modal(&self, user: Id, opened_by: &Interaction, fields: &[(&str, &str)]) -> Result<Interaction, Error> {
        self.open(|world| {
            let opener = world.interactions.get(&opened_by.id()).cloned().ok_or(Error::Unknown { what: "interaction", id: opened_by.id() })?;
            let modal = match &opener.first {
                Some(first) if first["type"] == 9 && opener.user == user => first["data"].clone(),
                _ => {
                    return refuse("the interaction did not open a modal for this user".to_owned());
                }
            };
            if let Some((name, _)) = fields.iter().find(|(name, _)| find(&modal["components"], name).is_none()) {
                return refuse(format!("the modal has no field \"{name}\""));
            }
            let list = modal["components"].as_array().map_or(&[][..], Vec::as_slice);
            let components = list.iter().map(|row| filled(row, fields)).collect::<Result<Vec<Value>, Error>>()?;
            let data = json!({"custom_id": modal["custom_id"], "components": components});
            Ok(Opening { kind: kind::MODAL, user, channel: opener.channel, data, source: opener.source, opened_by: Some(opener.id) })
        })
    }
}

/// Users, roles and channels that a menu's values mean.
fn resolved(world: &World, channel: Id, kind: u64, values: &[&str]) -> Value {
    let mut lists = json!({});
    let guild = world.guild_of(channel);
    let roles = guild.and_then(|guild| world.any_guild(guild)).map(|guild| world.roles_json(guild)).unwrap_or_default();
    for (text, id) in values.iter().filter_map(|text| Some((*text, text.parse::<Id>().ok()?))) {
        let role = roles.as_array().into_iter().flatten().find(|role| ids::from_json(&role["id"]) == Some(id));
        match (kind, role) {
            (6 | 7, Some(role)) => lists["roles"][text] = role.clone(),
            (8, _) => lists["channels"][text] = world.interaction_channel(id, crate::Permissions::MEMBER).unwrap_or_default(),
            _ => {
                lists["users"][text] = world.user_json(id);
                if let Some(member) = guild.and_then(|guild| resolved_member(world, guild, id)) {
                    lists["members"][text] = member;
                }
            }
        }
    }
    lists
}

/// A modal's row or label with what the user typed; text stays as it is.
fn filled(part: &Value, fields: &[(&str, &str)]) -> Result<Value, Error> {
    if let Some(row) = part["components"].as_array() {
        let below = row.iter().map(|input| answer(input, fields)).collect::<Result<Vec<Value>, Error>>()?;
        return Ok(json!({"type": part["type"], "id": 1, "components": below}));
    }
    match part.get("component") {
        Some(input) => Ok(json!({"type": part["type"], "id": 1, "component": answer(input, fields)?})),
        None => Ok(json!({"type": part["type"], "id": 1})),
    }
}

fn answer(input: &Value, fields: &[(&str, &str)]) -> Result<Value, Error> {
    let name = input["custom_id"].as_str().unwrap_or_default();
    let given = fields.iter().find(|(field, _)| *field == name).map(|(_, text)| *text);
    let text = given.or_else(|| input["value"].as_str()).unwrap_or_default();
    if input["type"] == 4 {
        let length = text.chars().count() as u64;
        let required = input["required"].as_bool().unwrap_or(true);
        let least = input["min_length"].as_u64().unwrap_or(0).max(u64::from(required));
        let most = input["max_length"].as_u64().unwrap_or(4000);
        if length > most || (length < least && (required || length > 0)) {
            return refuse(format!("field \"{name}\" takes {least} to {most} characters, not {length}"));
        }
        return Ok(json!({"type": 4, "id": 1, "custom_id": name, "value": text}));
    }
    if input["type"] == RADIO_GROUP || input["type"] == CHECKBOX {
        let value = if input["type"] == CHECKBOX { json!(text == "true") } else { given.filter(|text| !text.is_empty()).map_or(Value::Null, Value::from) };
        return Ok(json!({"type": input["type"], "id": 1, "custom_id": name, "value": value}));
    }
    let values: Vec<&str> = text.split(',').filter(|value| !value.is_empty()).collect();
    Ok(json!({"type": input["type"], "id": 1, "custom_id": name, "values": values}))
}
