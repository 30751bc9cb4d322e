//! Errors as Discord answers them. Discord docs: topics/opcodes-and-status-codes; reference, "Error Messages".

mod places;

use serde_json::{Map, Value, json};

use crate::Judge;

/// One error of a form, at the place where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Keys and indices from the body's root, joined by dots: `data.embeds.0.title`; empty for the body itself.
    pub path: String,
    /// Discord's name of the error, such as `BASE_TYPE_MAX_LENGTH`.
    pub code: String,
    /// The same in words.
    pub message: String,
}

/// A refusal: HTTP status, Discord's code and text, and the errors of a form.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: u32,
    pub(crate) message: String,
    pub(crate) errors: Vec<FieldError>,
    /// Whether the bot broke a rule that it can know, rather than met the state of the world.
    pub(crate) violation: bool,
    /// For a 429: seconds to wait, and whether all requests have to.
    pub(crate) retry: Option<(f64, bool)>,
    /// Who refuses.
    pub(crate) judges: Vec<Judge>,
}

impl ApiError {
    fn new(status: u16, code: u32, message: &str) -> Self {
        Self { status, code, message: message.to_owned(), errors: Vec::new(), violation: false, judges: vec![Judge::Hand], retry: None }
    }

    fn broken_rule(self) -> Self {
        Self { violation: true, ..self }
    }

    /// A form with errors.
    pub(crate) fn form(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(400, 50_035, "Invalid Form Body").broken_rule() }
    }

    /// A form with one error.
    pub(crate) fn field(path: &str, code: &str, message: &str) -> Self {
        Self::form(vec![FieldError { path: path.to_owned(), code: code.to_owned(), message: message.to_owned() }])
    }

    /// A path segment that should be an id and is not one.
    pub(crate) fn not_snowflake(field: &str, value: &str) -> Self {
        Self::field(field, "NUMBER_TYPE_COERCE", &format!("Value \"{value}\" is not snowflake."))
    }

    /// An interactions endpoint that did not pass; the second error, which Discord does not give, says why.
    pub(crate) fn endpoint_refused(field: &str, why: &str) -> Self {
        let error = |code: &str, message: &str| FieldError { path: field.to_owned(), code: code.to_owned(), message: message.to_owned() };
        Self::form(vec![
            error("APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID", "The specified interactions endpoint URL could not be verified."),
            error("LOCAL_DISCORD_REASON", why),
        ])
    }

    pub(crate) fn empty_message() -> Self {
        Self::new(400, 50_006, "Cannot send an empty message").broken_rule()
    }
    pub(crate) fn already_acknowledged() -> Self {
        Self::new(400, 40_060, "Interaction has already been acknowledged.").broken_rule()
    }
    pub(crate) fn too_many_followups() -> Self {
        Self::new(400, 40_094, "This interaction has reached the maximum number of follow-up messages").broken_rule()
    }
    pub(crate) fn unknown_interaction() -> Self {
        Self::new(404, 10_062, "Unknown interaction")
    }
    /// A first response that came too late: the bot could have known.
    pub(crate) fn late_interaction() -> Self {
        Self::unknown_interaction().broken_rule()
    }
    pub(crate) fn invalid_json() -> Self {
        Self::new(400, 50_109, "The request body contains invalid JSON.").broken_rule()
    }
    /// A path that this server does not have; a violation, so that no test passes on an operation that is not covered.
    pub(crate) fn no_such_route() -> Self {
        Self::new(404, 0, "404: Not Found").broken_rule()
    }
    pub(crate) fn invalid_api_version() -> Self {
        Self::new(400, 50_041, "Invalid API version provided").broken_rule()
    }
    /// Code 0, as Discord answers a wrong bot token; 40001, which its list of codes has besides, is used nowhere here.
    pub(crate) fn unauthorized() -> Self {
        Self::new(401, 0, "401: Unauthorized")
    }
    pub(crate) fn too_large() -> Self {
        Self::new(413, 40_005, "Request entity too large").broken_rule()
    }
    pub(crate) fn unknown_application() -> Self {
        Self::new(404, 10_002, "Unknown Application")
    }
    pub(crate) fn unknown_channel() -> Self {
        Self::new(404, 10_003, "Unknown Channel")
    }
    pub(crate) fn unknown_guild() -> Self {
        Self::new(404, 10_004, "Unknown Guild")
    }
    pub(crate) fn unknown_member() -> Self {
        Self::new(404, 10_007, "Unknown Member")
    }
    pub(crate) fn unknown_message() -> Self {
        Self::new(404, 10_008, "Unknown Message")
    }
    pub(crate) fn unknown_user() -> Self {
        Self::new(404, 10_013, "Unknown User")
    }
    pub(crate) fn unknown_webhook() -> Self {
        Self::new(404, 10_015, "Unknown Webhook")
    }
    pub(crate) fn unknown_command() -> Self {
        Self::new(404, 10_063, "Unknown application command")
    }
    pub(crate) fn too_many_reactions() -> Self {
        Self::new(400, 30_010, "Maximum number of reactions reached (20)")
    }
    pub(crate) fn too_many_attachments() -> Self {
        Self::new(400, 30_015, "Maximum number of attachments in a message reached (10)").broken_rule()
    }
    pub(crate) fn missing_access() -> Self {
        Self::new(403, 50_001, "Missing Access")
    }
    pub(crate) fn not_the_author() -> Self {
        Self::new(403, 50_005, "Cannot edit a message authored by another user")
    }
    pub(crate) fn cannot_dm() -> Self {
        Self::new(403, 50_007, "Cannot send messages to this user")
    }
    pub(crate) fn missing_permissions() -> Self {
        Self::new(403, 50_013, "Missing Permissions")
    }
    /// The bot knows when the interaction came, and that its token is good for 15 minutes.
    pub(crate) fn webhook_token_expired() -> Self {
        Self::new(401, 50_027, "Invalid Webhook Token").broken_rule()
    }

    /// The body that Discord would send.
    pub(crate) fn body(&self) -> Value {
        if let Some((seconds, global)) = self.retry {
            return json!({"message": self.message, "retry_after": seconds, "global": global});
        }
        let mut body = json!({"message": self.message, "code": self.code});
        if !self.errors.is_empty() {
            let mut tree = Value::Object(Map::new());
            for error in &self.errors {
                plant(&mut tree, error);
            }
            body["errors"] = tree;
        }
        body
    }
}

/// Puts an error into the tree that Discord makes of the paths, with `_errors` at each leaf.
fn plant(tree: &mut Value, error: &FieldError) {
    let mut at = tree;
    for key in error.path.split('.').filter(|key| !key.is_empty()) {
        at = &mut at[key];
    }
    let entry = json!({"code": error.code, "message": error.message});
    match at.get_mut("_errors").and_then(Value::as_array_mut) {
        Some(list) => list.push(entry),
        None => at["_errors"] = json!([entry]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_of_errors() {
        let error = |path: &str| FieldError { path: path.to_owned(), code: "C".to_owned(), message: "m".to_owned() };
        let body = ApiError::form(vec![error("embeds.0.title"), error("embeds.0.title"), error("")]).body();
        assert_eq!(body["code"], 50_035);
        assert_eq!(body["errors"]["embeds"]["0"]["title"]["_errors"].as_array().map(Vec::len), Some(2));
        assert_eq!(body["errors"]["_errors"][0]["code"], "C");
    }
}
