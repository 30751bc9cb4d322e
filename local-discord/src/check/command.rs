//! Definitions of commands. Discord docs: interactions/application-commands.

use std::{ops::RangeInclusive, sync::LazyLock};

use regex::Regex;
use serde_json::Value;

use super::{
    field::{Check, Object, present},
    judge, option,
};
use crate::{api_error::ApiError, world::commands::kind};

/// Docs: "Application Command Naming". `None` cannot come to be, for the pattern is constant.
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$").ok());

const FIELDS: &[&str] = &[
    "id",
    "application_id",
    "guild_id",
    "version",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "default_member_permissions",
    "dm_permission",
    "default_permission",
    "integration_types",
    "contexts",
    "type",
    "nsfw",
    "handler",
];
/// Characters of names, descriptions and values of one command.
const MAX_TOTAL: usize = 8000;

/// Judges a bulk overwrite: each command, their number by kind, their names.
pub(crate) fn commands(body: &Value) -> Result<(), ApiError> {
    judge(|check| {
        let Some(list) = body.as_array() else {
            return check.error("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
        };
        let kind_of = |command: &Value| command["type"].as_u64().unwrap_or(kind::CHAT);
        for (kind, most) in [(kind::CHAT, 100), (kind::USER, 15), (kind::MESSAGE, 15)] {
            if list.iter().filter(|command| kind_of(command) == kind).count() > most {
                check.error("APPLICATION_COMMAND_TOO_MANY", &format!("Maximum number of application commands reached ({most})"));
            }
        }
        for (at, given) in list.iter().enumerate() {
            check.within(&at.to_string(), |check| {
                command(check, given, true);
                let same = |other: &Value| other["name"] == given["name"] && kind_of(other) == kind_of(given);
                if list.iter().take(at).any(same) {
                    check.error_at("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
                }
            });
        }
    })
}

/// Judges a new command.
pub(crate) fn one_command(body: &Value) -> Result<(), ApiError> {
    judge(|check| command(check, body, true))
}

/// Judges a change, in which everything may be absent; `kind` is that of the command.
pub(crate) fn edited_command(body: &Value, kind: u64) -> Result<(), ApiError> {
    let mut body = body.clone();
    if kind != kind::CHAT && body.is_object() {
        body["type"] = kind.into();
    }
    judge(|check| command(check, &body, false))
}

fn command(check: &mut Check, value: &Value, whole: bool) {
    let Some(command) = check.object(value, FIELDS) else {
        return;
    };
    let kind = check.one_of(command, "type", &[1, 2, 3, 4]).unwrap_or(1);
    let chat = kind == 1;
    name(check, command, chat, whole);
    localizations(check, command, "name_localizations", 1..=32, chat);
    if chat {
        if whole || present(command, "description").is_some() {
            check.required_text(command, "description", 1..=100);
        }
        localizations(check, command, "description_localizations", 1..=100, false);
        option::options(check, command, 0);
    } else if kind != 4 {
        for key in ["description", "options"] {
            let filled = present(command, key).is_some_and(|value| value.as_str() != Some("") && value.as_array().is_none_or(|list| !list.is_empty()));
            if filled {
                check.error_at(key, "APPLICATION_COMMAND_CONTEXT_MENU_NO_FIELD", "Context menu commands cannot have this field");
            }
        }
    }
    for key in ["dm_permission", "default_permission", "nsfw"] {
        check.boolean(command, key);
    }
    check.snowflake(command, "default_member_permissions");
    for (key, most) in [("integration_types", 1), ("contexts", 2)] {
        check.each(command, key, 0..=3, |check, value| {
            if value.as_i64().is_none_or(|value| !(0..=most).contains(&value)) {
                check.error("BASE_TYPE_CHOICES", &format!("Value must be one of 0 to {most}."));
            }
        });
    }
    if weight(value) > MAX_TOTAL {
        check.error("APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)");
    }
}

/// Chat commands and options have strict names, menu commands may have spaces and capitals.
pub(super) fn name(check: &mut Check, object: &Object, strict: bool, required: bool) {
    if !required && present(object, "name").is_none() {
        return;
    }
    let Some(name) = check.required_text(object, "name", 1..=32) else {
        return;
    };
    if strict && (1..=32).contains(&name.chars().count()) && !is_name(name) {
        check.error_at("name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
}

/// Matches the pattern, and has no letter that has a lower-case variant.
fn is_name(name: &str) -> bool {
    NAME.as_ref().is_none_or(|pattern| pattern.is_match(name)) && name.to_lowercase() == name
}

/// Locales that Discord knows. Docs: reference, "Locales".
const LOCALES: &[&str] = &[
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs",
    "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko", "ar", "he", "fa",
];

pub(super) fn localizations(check: &mut Check, object: &Object, key: &str, length: RangeInclusive<usize>, names: bool) {
    let Some(value) = present(object, key) else {
        return;
    };
    check.within(key, |check| {
        let Some(texts) = value.as_object() else {
            return check.error("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        };
        for locale in texts.keys() {
            if !LOCALES.contains(&locale.as_str()) {
                check.error_at(locale, "BASE_TYPE_CHOICES", "Not a locale that Discord knows");
            }
            let text = check.text(texts, locale, length.clone());
            if names && text.is_some_and(|text| !is_name(text)) {
                check.error_at(locale, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
            }
        }
    });
}

/// Characters of names, descriptions and values, of a command or an option; of translations only the longest counts.
fn weight(value: &Value) -> usize {
    let count = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let longest = |key: &str, others: &str| value[others].as_object().into_iter().flatten().map(|(_, text)| count(text)).fold(count(&value[key]), usize::max);
    let below = ["options", "choices"].iter().filter_map(|key| value[*key].as_array()).flatten();
    longest("name", "name_localizations") + longest("description", "description_localizations") + count(&value["value"]) + below.map(weight).sum::<usize>()
}
