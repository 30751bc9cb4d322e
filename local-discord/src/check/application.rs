//! Changes of the application. Discord docs: resources/application, "Edit Current Application".

use serde_json::Value;

use super::{field::present, judge};
use crate::api_error::ApiError;

const FIELDS: &[&str] = &[
    "custom_install_url",
    "description",
    "role_connections_verification_url",
    "install_params",
    "integration_types_config",
    "flags",
    "icon",
    "cover_image",
    "interactions_endpoint_url",
    "tags",
    "event_webhooks_url",
    "event_webhooks_status",
    "event_webhooks_types",
];
/// Characters of a URL.
const MAX_URL: usize = 2048;

/// Judges a change, in which everything may be absent.
pub(crate) fn application(body: &Value) -> Result<(), ApiError> {
    judge(|check| {
        let Some(changes) = check.object(body, FIELDS) else {
            return;
        };
        check.text(changes, "description", 0..=400);
        for key in ["custom_install_url", "role_connections_verification_url", "event_webhooks_url"] {
            check.url(changes, key, MAX_URL, &["http", "https"]);
        }
        // Whether it can be called is found out by calling it.
        check.text(changes, "interactions_endpoint_url", 1..=MAX_URL);
        check.integer(changes, "flags", 0..=i64::MAX);
        check.one_of(changes, "event_webhooks_status", &[1, 2]);
        check.each(changes, "tags", 0..=5, |check, tag| {
            if tag.as_str().is_none_or(|tag| tag.is_empty() || tag.chars().count() > 20) {
                check.error("BASE_TYPE_BAD_LENGTH", "Must be between 1 and 20 in length.");
            }
        });
        if let Some(config) = present(changes, "integration_types_config") {
            check.within("integration_types_config", |check| check.object(config, &["0", "1"]).is_some());
        }
    })
}
