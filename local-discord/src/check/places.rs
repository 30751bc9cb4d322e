//! Bodies about threads, channels, roles and members. Discord docs: resources/channel, resources/guild.

use serde_json::Value;

use super::{
    field::{Check, Object, present},
    judge,
};
use crate::{Id, api_error::ApiError, ids};

/// Minutes after which a thread may be archived.
const AUTO_ARCHIVE: &[i64] = &[60, 1440, 4320, 10_080];
/// Seconds of slow mode.
const MAX_SLOWMODE: i64 = 21_600;

/// Fields that Discord has and this server does not: better refused than silently without effect.
pub(super) fn not_covered(check: &mut Check, object: &Object, keys: &[&str]) {
    for key in keys.iter().filter(|key| present(object, key).is_some()) {
        check.error_at(key, "NOT_COVERED", "local-discord does not cover this field");
    }
}

fn judged(body: &Value, known: &[&str], uncovered: &[&str], act: impl FnOnce(&mut Check, &Object)) -> Result<(), ApiError> {
    let all: Vec<&str> = known.iter().chain(uncovered).copied().collect();
    judge(|check| {
        if let Some(object) = check.object(body, &all) {
            not_covered(check, object, uncovered);
            act(check, object);
        }
    })
}

/// A new thread.
pub(crate) fn thread(body: &Value, from_message: bool) -> Result<(), ApiError> {
    let known: &[&str] = &["name", "auto_archive_duration", "rate_limit_per_user", "type", "invitable"];
    let (known, _) = if from_message { known.split_at(3) } else { (known, known) };
    judged(body, known, &[], |check, body| {
        check.required_text(body, "name", 1..=100);
        check.one_of(body, "auto_archive_duration", AUTO_ARCHIVE);
        check.integer(body, "rate_limit_per_user", 0..=MAX_SLOWMODE);
        if !from_message {
            check.one_of(body, "type", &[10, 11, 12]);
            check.boolean(body, "invitable");
        }
    })
}

/// Changes of a thread.
pub(crate) fn edited_thread(body: &Value) -> Result<(), ApiError> {
    let known = &["name", "archived", "locked", "invitable", "auto_archive_duration", "rate_limit_per_user"];
    judged(body, known, &["flags", "applied_tags"], |check, body| {
        check.text(body, "name", 1..=100);
        for key in ["archived", "locked", "invitable"] {
            check.boolean(body, key);
        }
        check.one_of(body, "auto_archive_duration", AUTO_ARCHIVE);
        check.integer(body, "rate_limit_per_user", 0..=MAX_SLOWMODE);
    })
}

/// A new channel, or changes of one. Only text channels are covered.
pub(crate) fn channel(body: &Value, new: bool) -> Result<(), ApiError> {
    let known = &[
        "name",
        "type",
        "topic",
        "nsfw",
        "rate_limit_per_user",
        "permission_overwrites",
        "default_auto_archive_duration",
        "default_thread_rate_limit_per_user",
    ];
    let uncovered = &[
        "position",
        "parent_id",
        "bitrate",
        "user_limit",
        "rtc_region",
        "video_quality_mode",
        "flags",
        "available_tags",
        "default_reaction_emoji",
        "default_sort_order",
        "default_forum_layout",
        "default_tag_setting",
    ];
    judged(body, known, uncovered, |check, body| {
        if new {
            check.required_text(body, "name", 1..=100);
        } else {
            check.text(body, "name", 1..=100);
        }
        if check.integer(body, "type", 0..=16).is_some_and(|kind| kind != 0) {
            check.error_at("type", "NOT_COVERED", "local-discord covers text channels only");
        }
        check.text(body, "topic", 0..=1024);
        check.boolean(body, "nsfw");
        check.integer(body, "rate_limit_per_user", 0..=MAX_SLOWMODE);
        check.integer(body, "default_thread_rate_limit_per_user", 0..=MAX_SLOWMODE);
        check.one_of(body, "default_auto_archive_duration", AUTO_ARCHIVE);
        check.each(body, "permission_overwrites", 0..=1000, |check, one| {
            if let Some(one) = check.object(one, &["id", "type", "allow", "deny"]) {
                if check.snowflake(one, "id").is_none() {
                    check.required("id");
                }
                overwrite_fields(check, one);
            }
        });
    })
}

fn overwrite_fields(check: &mut Check, body: &Object) {
    check.one_of(body, "type", &[0, 1]);
    for key in ["allow", "deny"] {
        check.snowflake(body, key);
    }
}

/// One overwrite.
pub(crate) fn overwrite(body: &Value) -> Result<(), ApiError> {
    judged(body, &["type", "allow", "deny"], &[], |check, body| {
        if present(body, "type").is_none() {
            check.required("type");
        }
        overwrite_fields(check, body);
    })
}

/// A role, new or changed.
pub(crate) fn role(body: &Value) -> Result<(), ApiError> {
    judged(body, &["name", "permissions", "color", "hoist", "mentionable"], &["colors", "icon", "unicode_emoji"], |check, body| {
        check.text(body, "name", 0..=100);
        check.snowflake(body, "permissions");
        check.integer(body, "color", 0..=0xFF_FFFF);
        check.boolean(body, "hoist");
        check.boolean(body, "mentionable");
    })
}

/// Changes of a member.
pub(crate) fn member(body: &Value) -> Result<(), ApiError> {
    judged(body, &["nick", "roles"], &["mute", "deaf", "channel_id", "communication_disabled_until", "flags"], |check, body| {
        check.text(body, "nick", 0..=32);
        check.each(body, "roles", 0..=250, |check, role| {
            if ids::from_json(role).is_none() {
                check.error("NUMBER_TYPE_COERCE", &format!("Value {role} is not snowflake."));
            }
        });
    })
}

/// Messages to delete at once. Docs: resources/message, "Bulk Delete Messages".
pub(crate) fn bulk_delete(body: &Value) -> Result<Vec<Id>, ApiError> {
    let mut found = Vec::new();
    judged(body, &["messages"], &[], |check, body| {
        if present(body, "messages").is_none() {
            check.required("messages");
        }
        check.each(body, "messages", 0..=usize::MAX, |check, id| match ids::from_json(id) {
            Some(id) if found.contains(&id) => check.error("LIST_ITEM_DUPLICATE", "The list has the same message twice"),
            Some(id) => found.push(id),
            None => check.error("NUMBER_TYPE_COERCE", &format!("Value {id} is not snowflake.")),
        });
    })?;
    if (2..=100).contains(&found.len()) { Ok(found) } else { Err(ApiError::bulk_delete_count()) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn threads() {
        for (body, from_message, good) in [
            (json!({"name": "n"}), true, true),
            (json!({"name": "n", "auto_archive_duration": 60, "rate_limit_per_user": 5}), true, true),
            (json!({"name": "n", "type": 12, "invitable": false}), false, true),
            (json!({}), true, false),
            (json!({"name": ""}), true, false),
            (json!({"name": "n".repeat(101)}), true, false),
            (json!({"name": "n", "type": 11}), true, false),
            (json!({"name": "n", "type": 0}), false, false),
            (json!({"name": "n", "auto_archive_duration": 61}), false, false),
            (json!({"name": "n", "rate_limit_per_user": 21_601}), false, false),
            (json!({"name": "n", "message": {}}), false, false),
        ] {
            assert_eq!(thread(&body, from_message).is_ok(), good, "{body}");
        }
    }

    #[test]
    fn others() {
        for (result, good) in [
            (edited_thread(&json!({"archived": true, "locked": false})), true),
            (edited_thread(&json!({"archived": "yes"})), false),
            (edited_thread(&json!({"applied_tags": ["1"]})), false),
            (edited_thread(&json!({"topic": "t"})), false),
            (channel(&json!({"name": "a", "type": 0, "topic": null}), true), true),
            (channel(&json!({"topic": "t"}), true), false),
            (channel(&json!({"topic": "t"}), false), true),
            (channel(&json!({"type": 2}), false), false),
            (channel(&json!({"parent_id": "1"}), false), false),
            (channel(&json!({"permission_overwrites": [{"type": 1}]}), false), false),
            (overwrite(&json!({"type": 0, "allow": "1024"})), true),
            (overwrite(&json!({"allow": "1024"})), false),
            (overwrite(&json!({"type": 2})), false),
            (role(&json!({"name": "r", "permissions": "8", "color": 255})), true),
            (role(&json!({"color": 16_777_216})), false),
            (role(&json!({"permissions": "all"})), false),
            (member(&json!({"nick": null, "roles": ["1"]})), true),
            (member(&json!({"nick": "n".repeat(33)})), false),
            (member(&json!({"roles": ["x"]})), false),
            (member(&json!({"mute": true})), false),
            (bulk_delete(&json!({"messages": ["1", "2"]})).map(|_| ()), true),
            (bulk_delete(&json!({"messages": ["1"]})).map(|_| ()), false),
            (bulk_delete(&json!({"messages": ["1", "1"]})).map(|_| ()), false),
            (bulk_delete(&json!({"messages": (1..=101).collect::<Vec<u64>>()})).map(|_| ()), false),
            (bulk_delete(&json!({})).map(|_| ()), false),
        ] {
            assert_eq!(result.is_ok(), good, "{result:?}");
        }
    }
}
