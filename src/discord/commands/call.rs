//! A call of a command, as plain data. Everything in it comes from outside and may be missing or of the wrong type.

use serde_json::Value;

use super::permissions::{ATTACH_FILES, EMBED_LINKS};
use crate::discord::sight::{Sight, Spot};

/// Discord's type of an option that is a subcommand.
const SUBCOMMAND: u64 = 1;
/// The interaction context of direct messages with the bot.
const BOT_DM: u64 = 1;
/// Discord's types of threads.
const THREADS: [u64; 3] = [10, 11, 12];

/// A command in a message's menu.
pub(super) const MESSAGE_COMMAND: u64 = 3;

/// A call of a command, or one in the making while somebody types.
#[derive(Debug, Clone)]
pub struct Call {
    /// The command's name.
    pub name: String,
    options: Vec<Value>,
    /// Who calls.
    pub user: Option<u64>,
    /// Where it is called, in a server.
    pub spot: Option<Spot>,
    /// How its answer is shown; settled before it runs.
    pub sight: Sight,
    /// What the caller may do there, as Discord's bits.
    pub permissions: u64,
    /// The language of who calls, as Discord names it.
    pub locale: String,
    /// Whether the reply may have embeds.
    pub embeds: bool,
    /// Whether it may have a picture.
    pub pictures: bool,
    direct: bool,
    /// What was attached, by id.
    attachments: Value,
    /// Of a command in a message's menu: that message, where Discord sent it along.
    target: Option<Option<Value>>,
}

impl Call {
    /// Reads an interaction's JSON, whichever way it arrived; none where it names no command.
    pub fn of(interaction: &Value) -> Option<Self> {
        let name = interaction["data"]["name"].as_str()?.to_owned();
        let (embeds, pictures) = allowed(interaction);
        Some(Self {
            name,
            options: interaction["data"]["options"].as_array().cloned().unwrap_or_default(),
            user: user(interaction),
            spot: spot(interaction),
            sight: Sight::default(),
            permissions: Self::permissions_of(interaction).unwrap_or(0),
            locale: interaction["locale"].as_str().unwrap_or_default().to_owned(),
            embeds,
            pictures,
            attachments: interaction["data"]["resolved"]["attachments"].clone(),
            direct: interaction["context"].as_u64() == Some(BOT_DM),
            target: (interaction["data"]["type"].as_u64() == Some(MESSAGE_COMMAND)).then(|| {
                let data = &interaction["data"];
                data["target_id"].as_str().and_then(|id| data["resolved"]["messages"].get(id)).cloned()
            }),
        })
    }

    /// What whoever an interaction comes from may do there; none outside servers.
    pub(super) fn permissions_of(interaction: &Value) -> Option<u64> {
        id(&interaction["member"]["permissions"])
    }

    /// The message whose menu the command was picked from.
    pub fn target(&self) -> Option<&Value> {
        self.target.as_ref()?.as_ref()
    }

    /// Whether the asker says that the reply be hidden, or that it be not. What is said of somebody's message is always for the
    /// asker alone.
    pub fn wish(&self) -> Option<bool> {
        if self.target.is_some() { Some(true) } else { self.value("hide").and_then(Value::as_bool) }
    }

    /// Whether only the asker sees the reply: hidden, or in direct messages with the bot. A group's direct messages are not
    /// private.
    pub fn private(&self) -> bool {
        self.direct || self.sight.hidden
    }

    /// The subcommand that is called, with its own options.
    pub fn subcommand(&self) -> Option<(&str, Self)> {
        let chosen = self.options.iter().find(|option| option["type"].as_u64() == Some(SUBCOMMAND))?;
        let options = chosen["options"].as_array().cloned().unwrap_or_default();
        Some((chosen["name"].as_str()?, Self { options, ..self.clone() }))
    }

    /// A text option, trimmed; none where it is empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    }

    /// An attached file, as Discord describes it.
    pub fn attachment(&self, name: &str) -> Option<&Value> {
        self.attachments.get(self.value(name)?.as_str()?)
    }

    /// The server that it is called in, where that has the bot: somebody may bring it along elsewhere.
    pub fn server(&self) -> Option<u64> {
        self.spot.filter(|spot| spot.installed).map(|spot| spot.server)
    }

    /// A whole number.
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.value(name).and_then(Value::as_i64)
    }

    /// The option that somebody types in, and what is typed so far.
    pub fn focused(&self) -> Option<(&str, &str)> {
        let option = self.options.iter().find(|option| option["focused"] == true)?;
        Some((option["name"].as_str()?, option["value"].as_str().unwrap_or_default()))
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.options.iter().find(|option| option["name"] == name).map(|option| &option["value"])
    }
}

fn id(value: &Value) -> Option<u64> {
    value.as_str().and_then(|id| id.parse().ok())
}

/// Whether a reply to an interaction may have embeds, and a picture.
pub(super) fn allowed(interaction: &Value) -> (bool, bool) {
    // A permission that is not told is not missing.
    let may = |what: u64| id(&interaction["app_permissions"]).is_none_or(|permissions| permissions & what != 0);
    (may(EMBED_LINKS), may(ATTACH_FILES))
}

/// Who an interaction comes from.
pub(super) fn user(interaction: &Value) -> Option<u64> {
    [&interaction["member"]["user"]["id"], &interaction["user"]["id"]].into_iter().find_map(id)
}

/// Where an interaction takes place; none outside servers.
pub(super) fn spot(interaction: &Value) -> Option<Spot> {
    let channel = &interaction["channel"];
    // The parent of anything but a thread is a category.
    let thread = channel["type"].as_u64().is_some_and(|kind| THREADS.contains(&kind));
    Some(Spot {
        server: id(&interaction["guild_id"])?,
        channel: id(&interaction["channel_id"]).or_else(|| id(&channel["id"]))?,
        parent: id(&channel["parent_id"]).filter(|_| thread),
        member: user(interaction)?,
        // Discord names by key 0 the server that installed the bot.
        installed: interaction["authorizing_integration_owners"].as_object().is_none_or(|owners| owners.contains_key("0")),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_missing_or_wrong_is_not_there() {
        assert!(Call::of(&json!(null)).is_none() && Call::of(&json!({ "data": { "name": 7 } })).is_none());
        let call = Call::of(&json!({ "data": { "name": "salary", "options": [{ "name": "role", "value": 7 }, { "name": "years", "value": "x" }, 3, { "name": "hide", "value": "yes" }] } })).expect("a call");
        assert_eq!((call.text("role"), call.integer("years"), call.wish(), call.private(), call.focused()), (None, None, None, false, None));
        assert!(call.embeds && call.spot.is_none() && call.user.is_none());
    }

    #[test]
    fn a_whole_call_is_read() {
        let call = Call::of(&json!({
            "context": 1, "locale": "de", "app_permissions": "2048", "user": { "id": "5" },
            "data": { "name": "salary", "options": [{ "name": "role", "value": " sre " }, { "name": "location", "value": "lon", "focused": true }] },
        }))
        .expect("a call");
        assert_eq!((call.text("role"), call.focused(), call.user), (Some("sre"), Some(("location", "lon")), Some(5)));
        assert!(!call.embeds && call.private() && !call.sight.hidden, "direct messages are private without being hidden");
    }
}
