//! Messages: made, edited, deleted, seen. Discord docs: resources/message.

use serde_json::{Value, json};

use super::{World, components};
use crate::{Id, Permissions, api_error::ApiError, gateway::sessions::Audience, ids, intents, record::Part, time};

/// Flags of a message.
pub(crate) mod flags {
    pub(crate) const SUPPRESS_EMBEDS: u64 = 1 << 2;
    pub(crate) const HAS_THREAD: u64 = 1 << 5;
    pub(crate) const EPHEMERAL: u64 = 1 << 6;
    /// "thinking…"
    pub(crate) const LOADING: u64 = 1 << 7;
    pub(crate) const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
    pub(crate) const COMPONENTS_V2: u64 = 1 << 15;
}

/// Files of one message. Docs: resources/message, "Edit Message".
const MAX_ATTACHMENTS: usize = 10;

/// A message and what its JSON does not say.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: Id,
    pub(crate) channel: Id,
    pub(crate) author: Id,
    /// The one who sees it, if it is ephemeral.
    pub(crate) visible_to: Option<Id>,
    /// Emojis with who reacted so.
    pub(crate) reactions: Vec<(Value, Vec<Id>)>,
    /// The message object as REST shows it.
    pub(crate) json: Value,
}

impl Message {
    pub(crate) fn has_flag(&self, flag: u64) -> bool {
        self.json["flags"].as_u64().unwrap_or(0) & flag != 0
    }

    /// Whether Discord wrote it: any type but ordinary, reply and the answers to commands.
    pub(crate) fn is_system(&self) -> bool {
        self.json["type"].as_u64().is_some_and(is_system)
    }
}

/// A message about to be.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) channel: Id,
    pub(crate) author: Id,
    /// Type: 0 ordinary, 19 reply, 20 slash command, 23 menu command.
    pub(crate) kind: u8,
    pub(crate) flags: u64,
    pub(crate) body: &'a Value,
    pub(crate) files: &'a [Part],
    pub(crate) visible_to: Option<Id>,
    pub(crate) reply_to: Option<Id>,
    /// Fields that an interaction adds, or that a system message has; `Null` for none.
    pub(crate) extra: Value,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(channel: Id, author: Id, body: &'a Value, files: &'a [Part]) -> Self {
        Self { channel, author, kind: 0, flags: 0, body, files, visible_to: None, reply_to: None, extra: Value::Null }
    }
}

impl World {
    /// Makes a message and tells the gateway. Refuses an empty one, unless it is "thinking…".
    pub(crate) fn create_message(&mut self, draft: &Draft<'_>) -> Result<Id, ApiError> {
        let id = self.ids.next();
        let mut json = json!({
            "id": id.to_string(), "channel_id": draft.channel.to_string(), "type": draft.kind, "content": "",
            "author": self.user_json(draft.author), "timestamp": ids::timestamp(id), "edited_timestamp": null, "tts": false,
            "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "components": [],
            "pinned": false, "flags": draft.flags,
        });
        if let Some(nonce) = draft.body.get("nonce").filter(|nonce| !nonce.is_null()) {
            json["nonce"] = nonce.clone();
        }
        if let (Some(fields), Value::Object(extra)) = (json.as_object_mut(), draft.extra.clone()) {
            fields.extend(extra);
        }
        let replied = draft.reply_to.and_then(|id| self.messages.get(&id)).map(|message| (message.id, message.author, message.json.clone()));
        if let Some((answered, _, original)) = &replied {
            json["message_reference"] = json!({"type": 0, "message_id": answered.to_string(), "channel_id": draft.channel.to_string()});
            if let Some(guild) = self.guild_of(draft.channel) {
                json["message_reference"]["guild_id"] = json!(guild.to_string());
            }
            json["referenced_message"] = original.clone();
        }
        let mut message = Message { id, channel: draft.channel, author: draft.author, visible_to: draft.visible_to, reactions: Vec::new(), json };
        self.fill(&mut message, draft.body, draft.files, replied.map(|(_, author, _)| author));
        let system = is_system(draft.kind.into());
        if is_empty(&message.json, draft.body) && draft.flags & flags::LOADING == 0 && !system {
            return Err(ApiError::empty_message());
        }
        self.messages.insert(id, message);
        self.written_in_thread(draft.channel, draft.author, system);
        self.tell("MESSAGE_CREATE", id);
        Ok(id)
    }

    /// Changes what `body` names and tells the gateway. An edit of "thinking…" is the message's first real content.
    pub(crate) fn edit_message(&mut self, id: Id, body: &Value, files: &[Part]) -> Result<(), ApiError> {
        let mut message = self.messages.get(&id).cloned().ok_or_else(ApiError::unknown_message)?;
        let was_loading = message.has_flag(flags::LOADING);
        let kept = message.json["flags"].as_u64().unwrap_or(0) & !flags::LOADING;
        let changeable = flags::SUPPRESS_EMBEDS | flags::COMPONENTS_V2;
        let now = match body.get("flags").and_then(Value::as_u64) {
            // The flag for new components cannot be taken back.
            Some(wanted) => kept & !flags::SUPPRESS_EMBEDS | wanted & changeable,
            None => kept,
        };
        message.json["flags"] = json!(now);
        self.fill(&mut message, body, files, None);
        // Only now is it known what the message has from before.
        if message.json["attachments"].as_array().is_some_and(|list| list.len() > MAX_ATTACHMENTS) {
            return Err(ApiError::too_many_attachments());
        }
        if let Some(key) = legacy_field(&message) {
            let code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";
            return Err(ApiError::field(key, code, "The field cannot be used when using MessageFlags.IS_COMPONENTS_V2"));
        }
        if is_empty(&message.json, body) {
            return Err(ApiError::empty_message());
        }
        if !was_loading {
            message.json["edited_timestamp"] = json!(time::now());
        }
        self.messages.insert(id, message);
        self.tell("MESSAGE_UPDATE", id);
        Ok(())
    }

    /// Removes a message and tells the gateway.
    pub(crate) fn remove_message(&mut self, id: Id) -> bool {
        let Some(message) = self.messages.remove(&id) else {
            return false;
        };
        self.pins.remove(message.channel, id);
        if message.visible_to.is_none() {
            let guild = self.guild_of(message.channel);
            let mut data = json!({"id": id.to_string(), "channel_id": message.channel.to_string()});
            if let Some(guild) = guild {
                data["guild_id"] = json!(guild.to_string());
            }
            self.dispatch("MESSAGE_DELETE", &data, Audience::of_channel(guild, intents::GUILD_MESSAGES, intents::DIRECT_MESSAGES));
        }
        true
    }

    /// Removes several messages of a channel at once, those that are there, and tells the gateway.
    pub(crate) fn remove_messages(&mut self, channel: Id, ids: &[Id]) {
        let mut gone = Vec::new();
        for id in ids {
            if self.messages.get(id).is_some_and(|message| message.channel == channel && message.visible_to.is_none()) {
                self.messages.remove(id);
                self.pins.remove(channel, *id);
                gone.push(id.to_string());
            }
        }
        if !gone.is_empty() {
            let guild = self.guild_of(channel);
            let data = json!({"ids": gone, "channel_id": channel.to_string(), "guild_id": guild.map(|guild| guild.to_string())});
            self.dispatch("MESSAGE_DELETE_BULK", &data, Audience::of_channel(guild, intents::GUILD_MESSAGES, intents::DIRECT_MESSAGES));
        }
    }

    /// Writes the parts of a body into a message.
    fn fill(&mut self, message: &mut Message, body: &Value, files: &[Part], replied: Option<Id>) {
        let given = |key: &str| body.get(key);
        if let Some(content) = given("content") {
            let text = content.as_str().unwrap_or("").trim().to_owned();
            let interaction = message.json.get("interaction_metadata").is_some();
            let rules = given("allowed_mentions").unwrap_or(&Value::Null);
            let found = self.mentions(message.author, message.channel, &text, rules, !interaction, replied);
            message.json["mentions"] = self.mentioned_users(&found.users, self.guild_of(message.channel));
            message.json["mention_roles"] = found.roles.iter().map(Id::to_string).collect();
            message.json["mention_everyone"] = json!(found.everyone);
            message.json["content"] = json!(text);
        }
        self.fill_attachments(message, body, files);
        if let Some(embeds) = given("embeds").or_else(|| given("embed").filter(|one| !one.is_null())) {
            let list = match embeds {
                Value::Array(list) => list.clone(),
                Value::Null => Vec::new(),
                one => vec![one.clone()],
            };
            message.json["embeds"] = list.into_iter().map(|embed| shown_embed(embed, &message.json["attachments"])).collect();
        }
        if let Some(list) = given("components") {
            message.json["components"] = components::shown(list, &message.json["attachments"], &mut self.ids);
        }
        if let Some(tts) = given("tts").and_then(Value::as_bool) {
            message.json["tts"] = json!(tts);
        }
    }

    /// The list `attachments` names those that stay, by id, and describes new ones, by the index of the file.
    fn fill_attachments(&mut self, message: &mut Message, body: &Value, files: &[Part]) {
        let listed = body.get("attachments").map(|list| list.as_array().cloned().unwrap_or_default());
        let id_of = |entry: &Value| entry.get("id").and_then(ids::from_json);
        if let Some(listed) = &listed
            && let Some(old) = message.json["attachments"].as_array_mut()
        {
            old.retain(|attachment| listed.iter().any(|entry| id_of(entry) == attachment.get("id").and_then(ids::from_json)));
        }
        for (at, part) in files.iter().enumerate() {
            let index = index_of(part).unwrap_or(at as u64);
            let described = listed.iter().flatten().find(|entry| id_of(entry) == Some(index));
            let attachment = self.store(message.channel, part, described, message.visible_to.is_some());
            if let Some(list) = message.json["attachments"].as_array_mut() {
                list.push(attachment);
            }
        }
    }

    /// A message for the gateway: with the guild and the author's membership.
    pub(crate) fn message_event(&self, message: &Message) -> Value {
        let mut event = message.json.clone();
        if let Some(guild) = self.guild_of(message.channel) {
            event["guild_id"] = json!(guild.to_string());
            if let Some(member) = self.partial_member(guild, message.author) {
                event["member"] = member;
            }
        }
        event
    }

    pub(super) fn tell(&mut self, event: &str, id: Id) {
        let Some(message) = self.messages.get(&id).filter(|message| message.visible_to.is_none()) else {
            return;
        };
        let (data, guild) = (self.message_event(message), self.guild_of(message.channel));
        let audience = Audience::of_channel(guild, intents::GUILD_MESSAGES, intents::DIRECT_MESSAGES);
        self.dispatch(event, &data, audience.with_content());
    }

    /// Embeds without the permission are dropped; if nothing else remains, the message is refused.
    pub(crate) fn without_embeds(&self, channel: Id, body: &Value, files: &[Part]) -> Result<Value, ApiError> {
        let mut body = body.clone();
        let may = self.bot_permissions(channel).is_some_and(|own| own.contains(Permissions::EMBED_LINKS));
        let any = ["embeds", "embed"].iter().any(|key| body.get(key).is_some_and(|given| !given.is_null() && given != &json!([])));
        if !may && any {
            if let Some(fields) = body.as_object_mut() {
                fields.remove("embed");
                fields.insert("embeds".to_owned(), json!([]));
            }
            if files.is_empty() && is_empty(&body, &body) {
                return Err(ApiError::missing_permissions());
            }
        }
        Ok(body)
    }
}

fn is_system(kind: u64) -> bool {
    !matches!(kind, 0 | 19 | 20 | 23)
}

/// What a message with components of the new kind cannot have. Docs: components/reference, "Component Reference".
fn legacy_field(message: &Message) -> Option<&'static str> {
    let filled = |key: &&str| {
        let value = &message.json[*key];
        value.as_str().is_some_and(|text| !text.is_empty()) || value.as_array().is_some_and(|list| !list.is_empty())
    };
    ["content", "embeds"].into_iter().find(filled).filter(|_| message.has_flag(flags::COMPONENTS_V2))
}

/// The number in `files[3]`.
fn index_of(part: &Part) -> Option<u64> {
    part.name.strip_prefix("files[")?.strip_suffix(']')?.parse().ok()
}

/// Whether a message shows nothing at all.
fn is_empty(message: &Value, body: &Value) -> bool {
    let none = |value: Option<&Value>| value.is_none_or(|value| value.is_null() || value.as_array().is_some_and(Vec::is_empty));
    message.get("content").and_then(Value::as_str).is_none_or(|text| text.trim().is_empty())
        && ["embeds", "attachments", "components"].iter().all(|key| none(message.get(key)))
        && none(body.get("sticker_ids"))
        && none(body.get("poll"))
}

/// An embed as Discord shows it: with its type, without nulls, `attachment://` replaced by the URL.
fn shown_embed(mut embed: Value, attachments: &Value) -> Value {
    if let Some(fields) = embed.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
        fields.insert("type".to_owned(), json!("rich"));
        if let Some(moment) = fields.get("timestamp").and_then(Value::as_str).and_then(time::parse) {
            fields.insert("timestamp".to_owned(), json!(time::iso8601(moment)));
        }
        for (_, part) in fields.iter_mut() {
            if let Some(part) = part.as_object_mut() {
                part.retain(|_, value| !value.is_null());
                for key in ["url", "icon_url"] {
                    let Some(name) = part.get(key).and_then(Value::as_str).and_then(|url| url.strip_prefix("attachment://")) else {
                        continue;
                    };
                    let found = attachments.as_array().into_iter().flatten().find(|attachment| attachment["filename"] == name);
                    if let Some(attachment) = found {
                        let url = attachment["url"].clone();
                        part.insert(key.to_owned(), url);
                    }
                }
            }
        }
        for field in fields.get_mut("fields").and_then(Value::as_array_mut).into_iter().flatten() {
            if field.get("inline").is_none_or(Value::is_null) {
                field["inline"] = json!(false);
            }
        }
    }
    embed
}
