//! Bodies of messages. Discord docs: resources/message; resources/webhook; interactions/receiving-and-responding.

use serde_json::Value;

use super::{
    component::{self, Place},
    embed,
    field::{Check, Object, present},
    judge,
};
use crate::{api_error::ApiError, record::Part, world::messages::flags};

const COMMON: &[&str] = &["content", "embeds", "allowed_mentions", "components", "attachments", "flags"];

/// discord.js writes these into every body, also where they mean nothing. There Discord passes over a `false`, and
/// nothing else is let through.
pub(crate) const IDLE: &[&str] = &["enforce_nonce", "tts"];

/// Which request a message body belongs to: each has its own fields and flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MessageKind {
    /// POST to a channel.
    Create,
    /// PATCH of a channel's message.
    Edit,
    /// Follow-up by webhook.
    Followup,
    /// PATCH by webhook.
    WebhookEdit,
    /// `data` of a first response.
    Response,
    /// `data` of a first response that updates the message of a component.
    Update,
}

impl MessageKind {
    fn own_fields(self) -> &'static [&'static str] {
        match self {
            Self::Create => &["nonce", "tts", "message_reference", "sticker_ids", "enforce_nonce", "poll", "shared_client_theme"],
            Self::Edit => &[],
            Self::WebhookEdit => &["poll"],
            Self::Followup => &["tts", "poll", "username", "avatar_url", "thread_name", "applied_tags"],
            Self::Response | Self::Update => &["tts", "poll"],
        }
    }

    fn allowed_flags(self) -> u64 {
        let silent = flags::SUPPRESS_EMBEDS | flags::COMPONENTS_V2;
        match self {
            Self::Create => silent | flags::SUPPRESS_NOTIFICATIONS,
            Self::Edit | Self::WebhookEdit => silent,
            Self::Followup | Self::Response | Self::Update => silent | flags::SUPPRESS_NOTIFICATIONS | flags::EPHEMERAL,
        }
    }

    fn is_edit(self) -> bool {
        matches!(self, Self::Edit | Self::WebhookEdit | Self::Update)
    }
}

/// Judges a whole body.
pub(crate) fn message(body: &Value, kind: MessageKind, files: &[Part]) -> Result<(), ApiError> {
    if files.len() > 10 {
        return Err(ApiError::too_many_attachments());
    }
    judge(|check| within(check, body, kind, files))
}

/// Judges a message that is part of a body.
pub(super) fn within(check: &mut Check, body: &Value, kind: MessageKind, files: &[Part]) {
    let idle = IDLE.iter().filter(|key| body.get(**key) == Some(&Value::Bool(false)));
    let known: Vec<&str> = COMMON.iter().chain(kind.own_fields()).chain(idle).copied().collect();
    let Some(body) = check.object(body, &known) else {
        return;
    };
    check.text(body, "content", 0..=2000);
    check.boolean(body, "tts");
    let set = check.integer(body, "flags", 0..=i64::MAX).map_or(0, i64::cast_unsigned);
    let stray = set & !kind.allowed_flags();
    if stray != 0 {
        check.error_at("flags", "MESSAGE_FLAGS_INVALID", &format!("Flags {stray} cannot be set here"));
    }
    embed::embeds(check, body);
    let new_style = set & flags::COMPONENTS_V2 != 0;
    component::components(check, body, if new_style { Place::MessageV2 } else { Place::Message });
    if new_style {
        for key in ["content", "embeds", "poll", "sticker_ids"] {
            let used = present(body, key).is_some_and(|value| value.as_str() != Some("") && value.as_array().is_none_or(|list| !list.is_empty()));
            if used {
                check.error_at(key, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The field cannot be used when using MessageFlags.IS_COMPONENTS_V2");
            }
        }
    }
    allowed_mentions(check, body);
    attachments(check, body, kind, files);
    if let Some(nonce) = present(body, "nonce") {
        let long = nonce.as_str().is_some_and(|text| text.chars().count() > 25);
        if long {
            check.error_at("nonce", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
        } else if !nonce.is_string() && !nonce.is_i64() && !nonce.is_u64() {
            check.error_at("nonce", "NONCE_TYPE_INVALID", "Nonce must be a string or an integer.");
        }
    }
    check.list(body, "sticker_ids", 0..=3);
    if let Some(reference) = present(body, "message_reference") {
        check.within("message_reference", |check| {
            let Some(reference) = check.object(reference, &["type", "message_id", "channel_id", "guild_id", "fail_if_not_exists"]) else {
                return;
            };
            // A forward must not pass as the reply that it would become here.
            if check.one_of(reference, "type", &[0, 1]) == Some(1) {
                check.error_at("type", "NOT_COVERED", "local-discord does not cover forwards");
            }
            for key in ["message_id", "channel_id", "guild_id"] {
                check.snowflake(reference, key);
            }
            if present(reference, "message_id").is_none() {
                check.required("message_id");
            }
            check.boolean(reference, "fail_if_not_exists");
        });
    }
}

fn allowed_mentions(check: &mut Check, body: &Object) {
    let Some(value) = present(body, "allowed_mentions") else {
        return;
    };
    check.within("allowed_mentions", |check| {
        let Some(rules) = check.object(value, &["parse", "roles", "users", "replied_user"]) else {
            return;
        };
        check.boolean(rules, "replied_user");
        let parse = check.each(rules, "parse", 0..=3, |check, kind| {
            if !["roles", "users", "everyone"].iter().any(|known| kind == known) {
                check.error("BASE_TYPE_CHOICES", "Value must be one of ('roles', 'users', 'everyone').");
            }
        });
        for key in ["users", "roles"] {
            let ids = check.list(rules, key, 0..=100);
            if !ids.is_empty() && parse.iter().any(|kind| kind == key) {
                check.error_at(key, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", &format!("parse:[\"{key}\"] and {key}: [ids...] are mutually exclusive."));
            }
        }
    });
}

fn attachments(check: &mut Check, body: &Object, kind: MessageKind, files: &[Part]) {
    let list = check.each(body, "attachments", 0..=10, |check, value| {
        // Whole attachment objects come back from clients that keep files in an edit.
        let known = &[
            "id",
            "filename",
            "description",
            "title",
            "size",
            "url",
            "proxy_url",
            "content_type",
            "height",
            "width",
            "ephemeral",
            "duration_secs",
            "waveform",
            "flags",
            "is_spoiler",
        ];
        let Some(entry) = check.object(value, known) else {
            return;
        };
        if present(entry, "id").is_none() {
            check.required("id");
        }
        let id = check.snowflake(entry, "id");
        check.text(entry, "description", 0..=1024);
        check.text(entry, "filename", 1..=1024);
        // Indices of files are small numbers, ids of kept attachments are not.
        if id.is_some_and(|id| id < 1000 && usize::try_from(id).is_ok_and(|at| at >= files.len())) {
            check.error("ATTACHMENT_NOT_FOUND", "There is no uploaded file for this attachment");
        }
    });
    if !kind.is_edit() && list.len() > files.len() {
        check.error_at("attachments", "ATTACHMENT_NOT_FOUND", "More attachments are described than files uploaded");
    }
}
