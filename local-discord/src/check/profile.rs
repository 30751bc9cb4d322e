//! Bodies with which a bot changes its application, its user and its membership. Discord docs: resources/application,
//! resources/user, resources/guild.

use serde_json::Value;

use super::{judge, places::not_covered};
use crate::api_error::ApiError;

/// Fields of an application that are kept.
const APPLICATION: &[&str] = &["description", "tags", "custom_install_url", "install_params", "integration_types_config", "role_connections_verification_url"];
/// Fields of an application that Discord has and that are refused here.
const APPLICATION_UNCOVERED: &[&str] = &[
    "icon",
    "cover_image",
    "flags",
    "interactions_endpoint_url",
    "team_id",
    "explicit_content_filter",
    "max_participants",
    "type",
    "event_webhooks_status",
    "event_webhooks_url",
    "event_webhooks_types",
];

/// Changes of the application.
pub(crate) fn application(body: &Value) -> Result<(), ApiError> {
    let all: Vec<&str> = APPLICATION.iter().chain(APPLICATION_UNCOVERED).copied().collect();
    judge(|check| {
        let Some(body) = check.object(body, &all) else {
            return;
        };
        not_covered(check, body, APPLICATION_UNCOVERED);
        check.text(body, "description", 0..=400);
        check.each(body, "tags", 0..=5, |check, tag| match tag.as_str() {
            Some(tag) if (1..=20).contains(&tag.chars().count()) => {}
            Some(_) => check.error("BASE_TYPE_BAD_LENGTH", "Must be between 1 and 20 in length."),
            None => check.error("STRING_TYPE_CONVERT", &format!("Could not interpret \"{tag}\" as string.")),
        });
        for key in ["custom_install_url", "role_connections_verification_url"] {
            check.url(body, key, 2048, &["https", "http"]);
        }
        for key in ["install_params", "integration_types_config"] {
            if body.get(key).is_some_and(|value| !value.is_null() && !value.is_object()) {
                check.error_at(key, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
            }
        }
    })
}

/// Changes of the bot's user.
pub(crate) fn user(body: &Value) -> Result<(), ApiError> {
    judge(|check| {
        if let Some(body) = check.object(body, &["username", "avatar", "banner"]) {
            not_covered(check, body, &["avatar", "banner"]);
            check.text(body, "username", 2..=32);
        }
    })
}

/// Changes of the bot's membership of a guild.
pub(crate) fn own_member(body: &Value) -> Result<(), ApiError> {
    judge(|check| {
        if let Some(body) = check.object(body, &["nick", "avatar", "banner", "bio"]) {
            not_covered(check, body, &["avatar", "banner", "bio"]);
            check.text(body, "nick", 0..=32);
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn bodies() {
        for (result, good) in [
            (application(&json!({"description": "d", "tags": ["a", "b"]})), true),
            (application(&json!({"description": null})), true),
            (application(&json!({"description": "d".repeat(401)})), false),
            (application(&json!({"tags": ["a", "b", "c", "d", "e", "f"]})), false),
            (application(&json!({"tags": ["t".repeat(21)]})), false),
            (application(&json!({"tags": [1]})), false),
            (application(&json!({"icon": "data:,"})), false),
            (application(&json!({"descripton": "d"})), false),
            (application(&json!({"install_params": "x"})), false),
            (user(&json!({"username": "bot"})), true),
            (user(&json!({"username": "b"})), false),
            (user(&json!({"avatar": "data:,"})), false),
            (own_member(&json!({"nick": null})), true),
            (own_member(&json!({"nick": "n".repeat(33)})), false),
            (own_member(&json!({"name": "n"})), false),
        ] {
            assert_eq!(result.is_ok(), good, "{result:?}");
        }
    }
}
