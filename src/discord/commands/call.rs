//! A call of a command, as plain data. Everything in it comes from outside and may be missing or of the wrong type.

use serde_json::Value;

/// Discord's EMBED_LINKS permission.
const EMBED_LINKS: u64 = 1 << 14;
/// The interaction context of direct messages with the bot.
const BOT_DM: u64 = 1;

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
    /// The server it is called in.
    pub server: Option<u64>,
    /// The language of who calls, as Discord names it.
    pub locale: String,
    /// Whether the reply may have embeds.
    pub embeds: bool,
    direct: bool,
    /// Of a command in a message's menu: that message, where Discord sent it along.
    target: Option<Option<Value>>,
}

impl Call {
    /// Reads an interaction's JSON, whichever way it arrived; none where it names no command.
    pub fn of(interaction: &Value) -> Option<Self> {
        let id = |value: &Value| value.as_str().and_then(|id| id.parse().ok());
        let name = interaction["data"]["name"].as_str()?.to_owned();
        let user = [&interaction["member"]["user"]["id"], &interaction["user"]["id"]].into_iter().find_map(id);
        // A permission that is not told is not missing.
        let embeds = id(&interaction["app_permissions"]).is_none_or(|permissions| permissions & EMBED_LINKS != 0);
        Some(Self {
            name,
            options: interaction["data"]["options"].as_array().cloned().unwrap_or_default(),
            user,
            server: id(&interaction["guild_id"]),
            locale: interaction["locale"].as_str().unwrap_or_default().to_owned(),
            embeds,
            direct: interaction["context"].as_u64() == Some(BOT_DM),
            target: (interaction["data"]["type"].as_u64() == Some(MESSAGE_COMMAND)).then(|| {
                let data = &interaction["data"];
                data["target_id"].as_str().and_then(|id| data["resolved"]["messages"].get(id)).cloned()
            }),
        })
    }

    /// The message whose menu the command was picked from.
    pub fn target(&self) -> Option<&Value> {
        self.target.as_ref()?.as_ref()
    }

    /// Whether the reply is for the asker alone: where they want that, and always of somebody's message.
    pub fn hidden(&self) -> bool {
        self.target.is_some() || self.value("hide").and_then(Value::as_bool).unwrap_or(false)
    }

    /// Whether only the asker sees the reply: hidden, or in direct messages with the bot. A group's direct messages are not
    /// private.
    pub fn private(&self) -> bool {
        self.direct || self.hidden()
    }

    /// A text option, trimmed; none where it is empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_missing_or_wrong_is_not_there() {
        assert!(Call::of(&json!(null)).is_none() && Call::of(&json!({ "data": { "name": 7 } })).is_none());
        let call = Call::of(&json!({ "data": { "name": "salary", "options": [{ "name": "role", "value": 7 }, { "name": "years", "value": "x" }, 3, { "name": "hide", "value": "yes" }] } })).expect("a call");
        assert_eq!((call.text("role"), call.integer("years"), call.hidden(), call.private(), call.focused()), (None, None, false, false, None));
        assert!(call.embeds && call.server.is_none() && call.user.is_none());
    }

    #[test]
    fn a_whole_call_is_read() {
        let call = Call::of(&json!({
            "context": 1, "locale": "de", "app_permissions": "2048", "user": { "id": "5" },
            "data": { "name": "salary", "options": [{ "name": "role", "value": " sre " }, { "name": "location", "value": "lon", "focused": true }] },
        }))
        .expect("a call");
        assert_eq!((call.text("role"), call.focused(), call.user), (Some("sre"), Some(("location", "lon")), Some(5)));
        assert!(!call.embeds && call.private() && !call.hidden(), "direct messages are private without being hidden");
    }
}
