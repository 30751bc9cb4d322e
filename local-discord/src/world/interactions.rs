//! Interactions: opened by a user, answered by the bot. Discord docs: interactions/receiving-and-responding.

use serde_json::{Value, json};
use tokio::time::Instant;

use super::{World, messages::flags};
use crate::{Id, Permissions};

/// Kinds of interactions.
pub(crate) mod kind {
    pub(crate) const COMMAND: u8 = 2;
    pub(crate) const COMPONENT: u8 = 3;
    pub(crate) const AUTOCOMPLETE: u8 = 4;
    pub(crate) const MODAL: u8 = 5;
}

/// The largest upload without boosts or Nitro: 10 MiB.
const ATTACHMENT_LIMIT: u64 = 10 << 20;

/// An interaction as the server keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) id: Id,
    pub(crate) token: String,
    pub(crate) kind: u8,
    pub(crate) user: Id,
    pub(crate) channel: Id,
    pub(crate) opened: Instant,
    /// Body of the first response, as the bot sent it.
    pub(crate) first: Option<Value>,
    /// How long that took.
    pub(crate) took: Option<std::time::Duration>,
    /// What `@original` means.
    pub(crate) original: Option<Id>,
    /// The message that the component sits on.
    pub(crate) source: Option<Id>,
    /// Whether the user sees the outcome: false while "thinking…" and after a deferred update.
    pub(crate) shown: bool,
    pub(crate) followups: Vec<Id>,
    /// For a submitted modal: the interaction that opened it.
    pub(crate) opened_by: Option<Id>,
    /// Command's name, for the message's header.
    pub(crate) name: Option<String>,
    /// Kind of command, 0 for other interactions.
    pub(crate) command_kind: u64,
    /// Who installed the application where this happened.
    pub(crate) owners: Value,
}

/// What a user does.
#[derive(Debug)]
pub(crate) struct Opening {
    pub(crate) kind: u8,
    pub(crate) user: Id,
    pub(crate) channel: Id,
    pub(crate) data: Value,
    pub(crate) source: Option<Id>,
    pub(crate) opened_by: Option<Id>,
}

impl World {
    /// Opens an interaction and sends it to the bot.
    pub(crate) fn open_interaction(&mut self, opening: Opening) -> Id {
        let id = self.ids.next();
        // Long and unlike an id, so that nobody takes the one for the other.
        let token = format!("local.{id}.{}", "x".repeat(60));
        let owners = self.owners_of(&opening);
        let event = self.interaction_event(id, &token, &opening, &owners);
        let command = opening.kind == kind::COMMAND || opening.kind == kind::AUTOCOMPLETE;
        let name = opening.data["name"].as_str().filter(|_| command).map(str::to_owned);
        let command_kind = if command { opening.data["type"].as_u64().unwrap_or(1) } else { 0 };
        let Opening { kind, user, channel, source, opened_by, .. } = opening;
        let opened = Instant::now();
        let stored = Stored {
            id,
            token,
            kind,
            user,
            channel,
            opened,
            first: None,
            took: None,
            original: None,
            source,
            shown: false,
            followups: Vec::new(),
            opened_by,
            name,
            command_kind,
            owners,
        };
        self.interactions.insert(id, stored);
        // What happens elsewhere belongs to no guild of the bot, so that the first shard gets it.
        let guild = self.guild_of(channel).filter(|guild| !self.is_foreign(*guild));
        self.send_interaction(id, event, guild);
        id
    }

    fn interaction_event(&self, id: Id, token: &str, opening: &Opening, owners: &Value) -> Value {
        let bot = self.bot().to_string();
        let guild = self.guild_of(opening.channel);
        let own = guild.map_or(Permissions::MEMBER, |_| self.permissions_in(opening.user, opening.channel));
        // Applications may always embed and attach in responses. discord-api-docs#5316.
        let mut app = self.bot_permissions(opening.channel).unwrap_or_default() | Permissions::EMBED_LINKS | Permissions::ATTACH_FILES;
        if self.context(opening.channel) == 2 {
            app = app | Permissions::MENTION_EVERYONE;
        }
        let locale = self.user(opening.user).map_or("en-US", |user| user.locale.as_str());
        let mut event = json!({
            "id": id.to_string(), "application_id": bot, "type": opening.kind, "data": opening.data, "token": token, "version": 1,
            "channel_id": opening.channel.to_string(), "channel": self.interaction_channel(opening.channel, own),
            "app_permissions": app.to_string(), "locale": locale, "entitlements": [],
            "authorizing_integration_owners": owners, "context": self.context(opening.channel),
            "attachment_size_limit": ATTACHMENT_LIMIT,
        });
        match guild.and_then(|guild| self.any_guild(guild)) {
            Some(guild) => {
                let mut member = self.member_json(guild.id, opening.user).unwrap_or_else(|| json!({"user": self.user_json(opening.user)}));
                member["permissions"] = json!(own.to_string());
                event["member"] = member;
                event["guild_id"] = json!(guild.id.to_string());
                event["guild_locale"] = json!(guild.locale);
                event["guild"] = json!({"id": guild.id.to_string(), "locale": guild.locale, "features": []});
            }
            None => event["user"] = self.user_json(opening.user),
        }
        if let Some(message) = opening.source.and_then(|source| self.messages.get(&source)) {
            event["message"] = message.json.clone();
        }
        event
    }

    /// What an interaction adds to the messages that answer it.
    pub(crate) fn interaction_fields(&self, of: &Stored, followup: bool) -> Value {
        let bot = self.bot().to_string();
        let metadata = self.metadata(of, followup);
        let mut fields = json!({"application_id": bot, "webhook_id": bot, "interaction_metadata": metadata});
        if let Some(name) = &of.name {
            let user = self.user_json(of.user);
            fields["interaction"] = json!({"id": of.id.to_string(), "type": of.kind, "name": name, "user": user});
        }
        fields
    }

    /// Docs: resources/message, "Message Interaction Metadata Object".
    fn metadata(&self, of: &Stored, followup: bool) -> Value {
        let mut metadata = json!({
            "id": of.id.to_string(), "type": of.kind, "user": self.user_json(of.user),
            "authorizing_integration_owners": of.owners,
        });
        if let Some(name) = &of.name {
            metadata["name"] = json!(name);
        }
        if let Some(original) = of.original.filter(|_| followup) {
            metadata["original_response_message_id"] = json!(original.to_string());
        }
        if let Some(opener) = of.opened_by.and_then(|id| self.interactions.get(&id)) {
            metadata["triggering_interaction_metadata"] = self.metadata(opener, false);
        } else if let Some(source) = of.source {
            metadata["interacted_message_id"] = json!(source.to_string());
        }
        metadata
    }

    /// Whether a message that answers an interaction is finished.
    pub(crate) fn finished(&self, message: Id) -> bool {
        self.messages.get(&message).is_some_and(|message| !message.has_flag(flags::LOADING))
    }
}
