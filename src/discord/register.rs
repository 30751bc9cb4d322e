//! Telling Discord which commands there are, where that changed, and the link that invites the bot.

use serde_json::{Map, Value, json};
use serenity::all::{ApplicationId, Http, LightMethod, Permissions, Request, Route};
use tokio::time::timeout;

use super::send::{REQUEST, Trouble};
use super::{ServeError, Settings, commands, connect};

/// What registering did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Names of commands that are new or changed.
    pub changed: Vec<String>,
    /// Names of commands that are registered and not ours any more.
    pub removed: Vec<String>,
    /// The link that invites the bot.
    pub invite: String,
}

impl Registered {
    /// Whether all is as it should be already.
    pub fn is_current(&self) -> bool {
        self.changed.is_empty() && self.removed.is_empty()
    }
}

/// Registers the commands that changed without connecting; with `dry_run` only says which those are.
///
/// # Errors
/// Where Discord refuses or does not answer.
pub async fn register(settings: &Settings, dry_run: bool) -> Result<Registered, ServeError> {
    let http = connect::http(settings);
    let application = within(http.get_current_application_info()).await?.id;
    http.set_application_id(application);
    update(&http, application, dry_run).await
}

/// The link that invites the bot, with the least permissions that answering needs.
pub fn invite(application: u64) -> String {
    let permissions = Permissions::VIEW_CHANNEL
        | Permissions::SEND_MESSAGES
        | Permissions::SEND_MESSAGES_IN_THREADS
        | Permissions::EMBED_LINKS
        | Permissions::ATTACH_FILES
        | Permissions::READ_MESSAGE_HISTORY;
    format!("https://discord.com/oauth2/authorize?client_id={application}&scope=bot%20applications.commands&permissions={}", permissions.bits())
}

/// Compares what is registered with what there is, and replaces it where they differ.
pub(super) async fn update(http: &Http, application: ApplicationId, dry_run: bool) -> Result<Registered, ServeError> {
    let route = Route::Commands { application_id: application };
    let there: Vec<Value> = within(http.fire(Request::new(route, LightMethod::Get))).await?;
    let wanted = commands::definitions();
    let registered = compare(&there, &wanted, invite(application.get()));
    if !dry_run && !registered.is_current() {
        let body = serde_json::to_vec(&wanted).map_err(|e| ServeError::Discord(e.to_string()))?;
        let _: Vec<Value> = within(http.fire(Request::new(route, LightMethod::Put).body(Some(body)))).await?;
    }
    Ok(registered)
}

async fn within<T>(request: impl Future<Output = serenity::Result<T>>) -> Result<T, ServeError> {
    match timeout(REQUEST, request).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(ServeError::Discord(Trouble::Later { status: None }.to_string())),
    }
}

fn compare(there: &[Value], wanted: &[Value], invite: String) -> Registered {
    let name = |command: &Value| command["name"].as_str().unwrap_or_default().to_owned();
    let essence: Vec<Value> = there.iter().map(essence_of).collect();
    let changed = wanted.iter().filter(|w| !essence.contains(&essence_of(w))).map(name).collect();
    let removed = there.iter().filter(|t| !wanted.iter().any(|w| w["name"] == t["name"])).map(name).collect();
    Registered { changed, removed, invite }
}

/// The part of a command that we define, without what Discord adds and without what says nothing but a default.
fn essence_of(value: &Value) -> Value {
    const OURS: [&str; 18] = [
        "name",
        "description",
        "type",
        "options",
        "required",
        "choices",
        "value",
        "autocomplete",
        "min_value",
        "max_value",
        "min_length",
        "max_length",
        "contexts",
        "integration_types",
        "default_member_permissions",
        "nsfw",
        "name_localizations",
        "description_localizations",
    ];
    match value {
        Value::Object(fields) => {
            let mut kept = Map::new();
            for (key, value) in fields.iter().filter(|(key, _)| OURS.contains(&key.as_str())) {
                let default = value.is_null()
                    || value == false
                    || value == ""
                    || value.as_array().is_some_and(Vec::is_empty)
                    || value.as_object().is_some_and(Map::is_empty);
                if !default {
                    kept.insert(key.clone(), essence_of(value));
                }
            }
            kept.entry("type").or_insert(json!(1.0));
            Value::Object(kept)
        }
        Value::Array(items) => Value::Array(items.iter().map(essence_of).collect()),
        // 0 and 0.0 are one number.
        Value::Number(number) => json!(number.as_f64()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(there: &Value, wanted: &Value) -> bool {
        !compare(std::slice::from_ref(there), std::slice::from_ref(wanted), String::new()).is_current()
    }

    #[test]
    fn what_discord_adds_is_no_change_and_what_we_define_is() {
        let ours = json!({ "name": "pay", "description": "d", "options": [{ "type": 4, "name": "years", "description": "y", "min_value": 0 }] });
        let theirs = json!({
            "id": "1", "application_id": "2", "version": "3", "type": 1, "name": "pay", "description": "d", "nsfw": false, "default_member_permissions": null,
            "options": [{ "name": "years", "description": "y", "type": 4, "min_value": 0.0, "required": false }],
        });
        assert!(!changed(&theirs, &ours));
        for (pointer, value) in
            [("/description", json!("other")), ("/options/0/min_value", json!(1)), ("/options/0/required", json!(true)), ("/options", json!([]))]
        {
            let mut other = theirs.clone();
            *other.pointer_mut(pointer).expect("there") = value;
            assert!(changed(&other, &ours), "{pointer}");
        }
        let mut more = theirs.clone();
        more["options"][0]["autocomplete"] = json!(true);
        assert!(changed(&more, &ours), "something we no longer want");
    }

    #[test]
    fn a_command_that_is_gone_is_removed() {
        let there = [json!({ "name": "old", "description": "d" })];
        let found = compare(&there, &[], String::new());
        assert_eq!(found.removed, ["old"]);
    }

    #[test]
    fn the_invite_asks_for_little() {
        assert_eq!(invite(7), "https://discord.com/oauth2/authorize?client_id=7&scope=bot%20applications.commands&permissions=274878024704");
    }
}
