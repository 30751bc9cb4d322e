//! First responses to interactions. Discord docs: interactions/receiving-and-responding.

use serde_json::Value;

use super::{
    component::{self, Place},
    field::{Check, Object, present},
    judge,
    message::{self, MessageKind},
};
use crate::{api_error::ApiError, record::Part, world::interactions::kind, world::messages::flags};

/// What a first response asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Callback {
    /// 4: a message.
    Message,
    /// 5: "thinking…".
    Deferred,
    /// 6: nothing to see yet, the component's message changes later.
    DeferredUpdate,
    /// 7: the component's message changes.
    Update,
    /// 8: choices.
    Autocomplete,
    /// 9: a form.
    Modal,
}

/// Judges a first response to an interaction of a kind; `on_message` is whether it came from a message's component.
pub(crate) fn callback(body: &Value, interaction: u8, on_message: bool, files: &[Part]) -> Result<Callback, ApiError> {
    let what = match body.get("type").and_then(Value::as_i64) {
        Some(4) => Some(Callback::Message),
        Some(5) => Some(Callback::Deferred),
        Some(6) => Some(Callback::DeferredUpdate),
        Some(7) => Some(Callback::Update),
        Some(8) => Some(Callback::Autocomplete),
        Some(9) => Some(Callback::Modal),
        _ => None,
    };
    let fits = what.filter(|what| match what {
        Callback::Message | Callback::Deferred => interaction != kind::AUTOCOMPLETE,
        Callback::DeferredUpdate | Callback::Update => on_message && interaction != kind::AUTOCOMPLETE,
        Callback::Autocomplete => interaction == kind::AUTOCOMPLETE,
        Callback::Modal => matches!(interaction, kind::COMMAND | kind::COMPONENT),
    });
    let Some(what) = fits else {
        return Err(ApiError::field("type", "INTERACTION_CALLBACK_TYPE_INVALID", "This type of response does not fit the interaction"));
    };
    judge(|check| {
        let Some(object) = check.object(body, &["type", "data"]) else {
            return;
        };
        let Some(data) = present(object, "data") else {
            if !matches!(what, Callback::Deferred | Callback::DeferredUpdate) {
                check.required("data");
            }
            return;
        };
        check.within("data", |check| match what {
            Callback::Message => message::within(check, data, MessageKind::Response, files),
            Callback::Update => message::within(check, data, MessageKind::Update, files),
            Callback::Deferred => deferred(check, data),
            Callback::DeferredUpdate => {
                check.object(data, &["flags"]);
            }
            Callback::Autocomplete => {
                if let Some(data) = check.object(data, &["choices"]) {
                    if present(data, "choices").is_none() {
                        check.required("choices");
                    }
                    choices(check, data);
                }
            }
            Callback::Modal => modal(check, data),
        });
    })?;
    Ok(what)
}

/// Only `EPHEMERAL` may be set on a deferral.
fn deferred(check: &mut Check, data: &Value) {
    // Libraries send a whole empty message along.
    let Some(data) = check.object(data, &["flags", "content", "embeds", "components", "attachments", "allowed_mentions", "tts"]) else {
        return;
    };
    let set = check.integer(data, "flags", 0..=i64::MAX).map_or(0, i64::cast_unsigned);
    if set & !flags::EPHEMERAL != 0 {
        check.error_at("flags", "MESSAGE_FLAGS_INVALID", "Only EPHEMERAL can be set on a deferred response");
    }
    for key in ["content", "embeds", "components"] {
        let filled = present(data, key).is_some_and(|value| value.as_str() != Some("") && value.as_array().is_none_or(|list| !list.is_empty()));
        if filled {
            check.error_at(key, "UNKNOWN_FIELD", "A deferred response shows nothing: this would be lost");
        }
    }
}

/// Choices of a command's option or of an autocompletion.
pub(super) fn choices(check: &mut Check, object: &Object) {
    check.each(object, "choices", 0..=25, |check, value| {
        let Some(choice) = check.object(value, &["name", "name_localizations", "value"]) else {
            return;
        };
        check.required_text(choice, "name", 1..=100);
        super::command::localizations(check, choice, "name_localizations", 1..=100, false);
        match present(choice, "value") {
            None => check.required("value"),
            Some(Value::String(_)) => {
                check.text(choice, "value", 1..=100);
            }
            Some(Value::Number(_)) => {}
            Some(_) => check.error_at("value", "STRING_TYPE_CONVERT", "A choice's value is text or a number"),
        }
    });
}

fn modal(check: &mut Check, data: &Value) {
    let Some(modal) = check.object(data, &["custom_id", "title", "components"]) else {
        return;
    };
    check.required_text(modal, "custom_id", 1..=100);
    check.required_text(modal, "title", 1..=45);
    match present(modal, "components").and_then(Value::as_array) {
        None => check.required("components"),
        Some(list) if list.is_empty() => check.error_at("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 40 in length."),
        Some(_) => component::components(check, modal, Place::Modal),
    }
}
