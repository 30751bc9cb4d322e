//! Embeds. Discord docs: resources/message, "Embed Object", "Embed Limits".

use serde_json::Value;

use super::field::{Check, Object, present};
use crate::time;

/// Characters of all embeds of one message together.
const MAX_TOTAL: usize = 6000;
const PICTURE: &[&str] = &["http", "https", "attachment"];
const KNOWN: &[&str] = &["title", "type", "description", "url", "timestamp", "color", "footer", "image", "thumbnail", "video", "provider", "author", "fields"];

/// The list of embeds of a message.
pub(super) fn embeds(check: &mut Check, message: &Object) {
    let list = check.each(message, "embeds", 0..=10, embed);
    let total: usize = list.iter().map(characters).sum();
    if total > MAX_TOTAL {
        check.error_at("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
    }
}

fn embed(check: &mut Check, value: &Value) {
    let Some(embed) = check.object(value, KNOWN) else {
        return;
    };
    check.text(embed, "title", 0..=256);
    check.text(embed, "description", 0..=4096);
    check.url(embed, "url", 2048, &["http", "https"]);
    check.integer(embed, "color", 0..=0xFF_FFFF);
    if let Some(given) = check.text(embed, "timestamp", 1..=64)
        && time::parse(given).is_none()
    {
        check.error_at("timestamp", "DATE_TIME_TYPE_PARSE", &format!("Could not parse {given}. Should be ISO8601."));
    }
    part(check, embed, "footer", &["text", "icon_url", "proxy_icon_url"], |check, footer| {
        check.required_text(footer, "text", 1..=2048);
        check.url(footer, "icon_url", 2048, PICTURE);
    });
    part(check, embed, "author", &["name", "url", "icon_url", "proxy_icon_url"], |check, author| {
        check.required_text(author, "name", 1..=256);
        check.url(author, "url", 2048, &["http", "https"]);
        check.url(author, "icon_url", 2048, PICTURE);
    });
    for key in ["image", "thumbnail"] {
        part(
            check,
            embed,
            key,
            &["url", "proxy_url", "height", "width", "content_type", "placeholder", "placeholder_version", "flags", "description"],
            |check, picture| {
                if present(picture, "url").is_none() {
                    check.required("url");
                }
                check.url(picture, "url", 2048, PICTURE);
            },
        );
    }
    check.each(embed, "fields", 0..=25, |check, value| {
        let Some(field) = check.object(value, &["name", "value", "inline"]) else {
            return;
        };
        check.required_text(field, "name", 1..=256);
        check.required_text(field, "value", 1..=1024);
        check.boolean(field, "inline");
    });
    let filled = |key: &&str| {
        present(embed, key)
            .is_some_and(|value| !matches!(value.as_str(), Some(text) if text.trim().is_empty()) && value.as_array().is_none_or(|list| !list.is_empty()))
    };
    if !["title", "description", "footer", "author", "fields", "image", "thumbnail", "timestamp"].iter().any(filled) {
        check.required("description");
    }
}

fn part(check: &mut Check, embed: &Object, key: &str, known: &[&str], act: impl FnOnce(&mut Check, &Object)) {
    if let Some(value) = present(embed, key) {
        check.within(key, |check| {
            if let Some(object) = check.object(value, known) {
                act(check, object);
            }
        });
    }
}

/// Characters that count: title, description, names and values of fields, footer's text, author's name.
fn characters(embed: &Value) -> usize {
    let count = |value: &Value| value.as_str().map_or(0, |text| text.trim().chars().count());
    let fields = embed["fields"].as_array().into_iter().flatten().map(|field| count(&field["name"]) + count(&field["value"]));
    count(&embed["title"]) + count(&embed["description"]) + count(&embed["footer"]["text"]) + count(&embed["author"]["name"]) + fields.sum::<usize>()
}
