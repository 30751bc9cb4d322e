//! Controls: what a user presses, picks or fills in. Discord docs: components/reference.

use serde_json::Value;

use super::field::{Check, Object, present};

/// Type of a select menu whose options the bot gives.
pub(super) const STRING_SELECT: i64 = 3;

pub(super) fn custom_id(check: &mut Check, object: &Object, seen: &mut Vec<String>) {
    let Some(id) = check.required_text(object, "custom_id", 1..=100) else {
        return;
    };
    if seen.iter().any(|other| other == id) {
        check.error_at("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
    }
    seen.push(id.to_owned());
}

fn emoji(check: &mut Check, object: &Object) {
    if let Some(value) = present(object, "emoji") {
        check.within("emoji", |check| {
            if let Some(emoji) = check.object(value, &["id", "name", "animated"]) {
                check.snowflake(emoji, "id");
                check.text(emoji, "name", 0..=100);
            }
        });
    }
}

pub(super) fn button(check: &mut Check, value: &Value, custom_ids: &mut Vec<String>) {
    let Some(button) = check.object(value, &["type", "id", "style", "label", "emoji", "custom_id", "sku_id", "url", "disabled"]) else {
        return;
    };
    if present(button, "style").is_none() {
        check.required("style");
    }
    let style = check.one_of(button, "style", &[1, 2, 3, 4, 5, 6]);
    check.text(button, "label", 0..=80);
    check.boolean(button, "disabled");
    emoji(check, button);
    match style {
        Some(5) => {
            if present(button, "url").is_none() {
                check.required("url");
            }
            check.url(button, "url", 512, &["http", "https", "discord"]);
            if present(button, "custom_id").is_some() {
                check.error_at("custom_id", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified");
            }
        }
        Some(6) => {
            check.snowflake(button, "sku_id");
        }
        _ => {
            custom_id(check, button, custom_ids);
            if present(button, "url").is_some() {
                check.error_at("url", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified");
            }
        }
    }
    let named = present(button, "emoji").is_some() || present(button, "label").and_then(Value::as_str).is_some_and(|label| !label.trim().is_empty());
    if !named && style != Some(6) {
        check.error_at("label", "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or an emoji is required");
    }
}

/// A select menu: of strings, or filled by Discord with users, roles, mentionables or channels.
pub(super) fn select(check: &mut Check, value: &Value, kind: i64, modal: bool, custom_ids: &mut Vec<String>) {
    let known = &["type", "id", "custom_id", "options", "channel_types", "placeholder", "default_values", "min_values", "max_values", "disabled", "required"];
    let Some(select) = check.object(value, known) else {
        return;
    };
    custom_id(check, select, custom_ids);
    check.text(select, "placeholder", 0..=150);
    check.boolean(select, if modal { "required" } else { "disabled" });
    let least = check.integer(select, "min_values", 0..=25).unwrap_or(1);
    let most = check.integer(select, "max_values", 1..=25).unwrap_or(1);
    if least > most {
        check.error_at("min_values", "SELECT_COMPONENT_MIN_VALUES_EXCEEDS_MAX_VALUES", "Min values cannot be greater than max values");
    }
    if kind != STRING_SELECT {
        return;
    }
    if present(select, "options").is_none() {
        check.required("options");
    }
    let mut values: Vec<&str> = Vec::new();
    let options = check.each(select, "options", 1..=25, |check, value| {
        let Some(option) = check.object(value, &["label", "value", "description", "emoji", "default"]) else {
            return;
        };
        check.required_text(option, "label", 1..=100);
        check.text(option, "description", 0..=100);
        check.boolean(option, "default");
        emoji(check, option);
        if let Some(value) = check.required_text(option, "value", 1..=100) {
            if values.contains(&value) {
                check.error_at("value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used");
            }
            values.push(value);
        }
    });
    if !options.is_empty() && usize::try_from(most).is_ok_and(|most| most > options.len()) {
        check.error_at("max_values", "SELECT_COMPONENT_MAX_VALUES_EXCEEDS_OPTIONS", "Max values cannot be greater than the number of options");
    }
}

pub(super) fn text_input(check: &mut Check, value: &Value, in_row: bool, custom_ids: &mut Vec<String>) {
    let Some(input) = check.object(value, &["type", "id", "custom_id", "style", "label", "min_length", "max_length", "required", "value", "placeholder"])
    else {
        return;
    };
    custom_id(check, input, custom_ids);
    if present(input, "style").is_none() {
        check.required("style");
    }
    check.one_of(input, "style", &[1, 2]);
    if in_row {
        check.required_text(input, "label", 1..=45);
    } else if present(input, "label").is_some() {
        check.error_at("label", "UNKNOWN_FIELD", "A text input within a label has no label of its own");
    }
    let least = check.integer(input, "min_length", 0..=4000).unwrap_or(0);
    let most = check.integer(input, "max_length", 1..=4000).unwrap_or(4000);
    if least > most {
        check.error_at("min_length", "TEXT_INPUT_COMPONENT_MIN_LENGTH_EXCEEDS_MAX_LENGTH", "Min length cannot be greater than max length");
    }
    check.boolean(input, "required");
    check.text(input, "value", 0..=usize::try_from(most).unwrap_or(4000));
    check.text(input, "placeholder", 0..=100);
}
