//! Bodies with which a bot changes its user and its membership. Discord docs: resources/user, resources/guild.

use serde_json::Value;

use super::{judge, places::not_covered};
use crate::api_error::ApiError;

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
    use crate::check::application;

    #[test]
    fn bodies() {
        for (result, good) in [
            (application(&json!({"description": "d", "tags": ["a", "b"]})), true),
            (application(&json!({"description": null})), true),
            (application(&json!({"description": "d".repeat(401)})), false),
            (application(&json!({"tags": ["a", "b", "c", "d", "e", "f"]})), false),
            (application(&json!({"tags": ["t".repeat(21)]})), false),
            (application(&json!({"tags": [1]})), false),
            (application(&json!({"descripton": "d"})), false),
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
