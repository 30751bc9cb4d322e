//! Options of commands. Discord docs: interactions/application-commands, "Application Command Option Structure".

use serde_json::Value;

use super::{
    callback,
    command::{localizations, name},
    field::{Check, Object, present},
};

const OPTION_FIELDS: &[&str] = &[
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "required",
    "choices",
    "options",
    "channel_types",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
    "autocomplete",
];
/// ±2^53, where doubles stop to be exact.
const MAX_NUMBER: f64 = 9_007_199_254_740_992.0;

/// Options of a command (`depth` 0), a group (1) or a subcommand (whose depth does not matter: 2).
pub(super) fn options(check: &mut Check, parent: &Object, depth: u8) {
    let mut names: Vec<&str> = Vec::new();
    let mut optional_seen = false;
    let list = check.each(parent, "options", 0..=25, |check, value| {
        let Some(option) = check.object(value, OPTION_FIELDS) else {
            return;
        };
        name(check, option, true, true);
        localizations(check, option, "name_localizations", 1..=32, true);
        check.required_text(option, "description", 1..=100);
        localizations(check, option, "description_localizations", 1..=100, false);
        if present(option, "type").is_none() {
            check.required("type");
        }
        let kind = check.integer(option, "type", 1..=11).unwrap_or(3);
        let nested = matches!((kind, depth), (1, 0 | 1) | (2, 0) | (3.., _));
        if !nested {
            check.error_at("type", "APPLICATION_COMMAND_INVALID_NESTING", "Subcommands and groups cannot be nested so");
        }
        let required = check.boolean(option, "required").unwrap_or(false);
        if required && optional_seen {
            check.error("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options");
        }
        optional_seen |= !required && kind > 2;
        if let Some(name) = present(option, "name").and_then(Value::as_str) {
            if names.contains(&name) {
                check.error_at("name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option names must be unique");
            }
            names.push(name);
        }
        match kind {
            1 => options(check, option, 2),
            2 => options(check, option, 1),
            _ => value_option(check, option, kind),
        }
    });
    let subcommands = list.iter().filter(|option| option["type"].as_i64().is_some_and(|kind| kind <= 2)).count();
    if subcommands > 0 && subcommands < list.len() {
        check.error_at("options", "APPLICATION_COMMAND_OPTIONS_TYPE_MIXED", "Sub-commands and sub-command groups cannot stand beside other options");
    }
}

/// What only some types of options may have.
fn value_option(check: &mut Check, option: &Object, kind: i64) {
    let offered = present(option, "choices").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    callback::choices(check, option);
    let mut values: Vec<(&Value, &Value)> = Vec::new();
    for choice in present(option, "choices").and_then(Value::as_array).into_iter().flatten() {
        let fits = match kind {
            3 => choice["value"].is_string(),
            4 => choice["value"].is_i64(),
            10 => choice["value"].is_number(),
            _ => false,
        };
        if !fits {
            check.error_at("choices", "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", "A choice does not fit the option's type");
        }
        if values.iter().any(|(name, value)| *name == &choice["name"] || *value == &choice["value"]) {
            check.error_at("choices", "APPLICATION_COMMAND_OPTIONS_CHOICE_DUPLICATE", "Names and values of choices must be unique");
        }
        values.push((&choice["name"], &choice["value"]));
    }
    let completes = check.boolean(option, "autocomplete").unwrap_or(false);
    if completes && offered {
        check.error_at("autocomplete", "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", "An option with choices cannot have autocomplete");
    }
    if completes && !matches!(kind, 3 | 4 | 10) {
        check.error_at("autocomplete", "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_TYPE", "This type of option cannot have autocomplete");
    }
    let least = bound(check, option, "min_value", kind);
    let most = bound(check, option, "max_value", kind);
    if least.zip(most).is_some_and(|(least, most)| least > most) {
        check.error_at("min_value", "APPLICATION_COMMAND_OPTIONS_MIN_EXCEEDS_MAX", "Min value cannot be greater than max value");
    }
    let shortest = check.integer(option, "min_length", 0..=6000);
    let longest = check.integer(option, "max_length", 1..=6000);
    if kind != 3 && (shortest.is_some() || longest.is_some()) {
        check.error_at("min_length", "APPLICATION_COMMAND_OPTIONS_LENGTH_TYPE", "Only text has a length");
    }
    if shortest.zip(longest).is_some_and(|(shortest, longest)| shortest > longest) {
        check.error_at("min_length", "APPLICATION_COMMAND_OPTIONS_MIN_EXCEEDS_MAX", "Min length cannot be greater than max length");
    }
    if present(option, "channel_types").is_some_and(|list| list.as_array().is_none_or(|list| !list.is_empty())) && kind != 7 {
        check.error_at("channel_types", "APPLICATION_COMMAND_OPTIONS_CHANNEL_TYPES", "Only a channel has a channel type");
    }
}

fn bound(check: &mut Check, option: &Object, key: &str, kind: i64) -> Option<f64> {
    let number = present(option, key)?.as_f64();
    if number.is_none_or(|number| number.abs() > MAX_NUMBER) || !matches!(kind, 4 | 10) || (kind == 4 && number.is_some_and(|number| number.fract() != 0.0)) {
        check.error_at(key, "NUMBER_TYPE_COERCE", "The bound does not fit the option's type");
    }
    number
}
