//! Twilight as a judge: its models read a request, its validator measures it. Its errors name the element of a list, not
//! always the field.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use twilight_model::{
    application::command::{Command, CommandOption, CommandOptionChoice},
    channel::message::{AllowedMentions, Component, Embed},
    http::attachment::Attachment,
    poll::Poll,
};
use twilight_validate::{
    command, component,
    message::{self, MessageValidationError, MessageValidationErrorType as Wrong},
};

use super::exceptions;
use crate::{FieldError, rest::incoming::Incoming, world::messages::flags};

/// What twilight has against a request; operations that it has no opinion on pass.
pub(super) fn request(incoming: &Incoming, segments: &[&str]) -> Vec<FieldError> {
    let mut found = Found::default();
    let body = &exceptions::for_twilight(&incoming.body);
    match (incoming.method.as_str(), segments) {
        ("POST" | "PATCH", ["channels", _, "messages"] | ["channels", _, "messages", _] | ["webhooks", _, _] | ["webhooks", _, _, "messages", _]) => {
            found.message("", body);
        }
        ("POST", ["interactions", _, _, "callback"]) => found.callback(body),
        ("PUT", ["applications", _, "commands"] | ["applications", _, "guilds", _, "commands"]) => {
            for (at, given) in body.as_array().into_iter().flatten().enumerate() {
                found.command(&at.to_string(), given);
            }
        }
        ("POST", ["applications", _, "commands"] | ["applications", _, "guilds", _, "commands"]) => found.command("", body),
        _ => {}
    }
    found.0
}

fn join(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
}

#[derive(Default)]
struct Found(Vec<FieldError>);

impl Found {
    fn say(&mut self, path: String, code: &str, why: &dyn std::error::Error) {
        // The cause is the sentence that names the limit.
        let message = why.source().map_or_else(|| why.to_string(), |source| format!("{why}: {source}"));
        self.0.push(FieldError { path, code: code.to_owned(), message });
    }

    /// Reads a value by a model.
    fn read<T: DeserializeOwned>(&mut self, path: &str, value: &Value) -> Option<T> {
        match serde_path_to_error::deserialize::<_, T>(value) {
            Ok(read) => Some(read),
            Err(error) => {
                let inner = error.path().to_string();
                let path = if inner == "." { path.to_owned() } else { join(path, inner.replace('[', ".").replace(']', "").trim_start_matches('.')) };
                self.say(path, "TWILIGHT_MODEL", error.inner());
                None
            }
        }
    }

    fn measured(&mut self, path: String, result: Result<(), MessageValidationError>) {
        let Err(error) = result else {
            return;
        };
        let path = match error.kind() {
            Wrong::EmbedInvalid { idx, .. } | Wrong::ComponentInvalid { idx, .. } => join(&path, &idx.to_string()),
            _ => path,
        };
        let (kind, source) = error.into_parts();
        let message = source.map_or_else(|| format!("{kind:?}"), |source| source.to_string());
        self.0.push(FieldError { path, code: "TWILIGHT".to_owned(), message });
    }

    fn message(&mut self, at: &str, body: &Value) {
        let given = |key: &str| body.get(key).filter(|value| !value.is_null());
        if let Some(text) = given("content").and_then(Value::as_str) {
            self.measured(join(at, "content"), message::content(text));
        }
        if let Some(list) = given("embeds") {
            let path = join(at, "embeds");
            if let Some(embeds) = self.read::<Vec<Embed>>(&path, list) {
                self.measured(path, message::embeds(&embeds));
            }
        }
        if let Some(list) = given("components") {
            let path = join(at, "components");
            let new_style = given("flags").and_then(Value::as_u64).is_some_and(|set| set & flags::COMPONENTS_V2 != 0);
            if let Some(components) = self.read::<Vec<Component>>(&path, list) {
                self.measured(path, message::components(&components, new_style));
            }
        }
        if let Some(rules) = given("allowed_mentions") {
            self.read::<AllowedMentions>(&join(at, "allowed_mentions"), rules);
        }
        if let Some(poll) = given("poll") {
            self.read::<Poll>(&join(at, "poll"), poll);
        }
        for (index, entry) in given("attachments").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let path = join(&join(at, "attachments"), &index.to_string());
            // Only what describes a new file is such an attachment: kept ones have ids as text and no name.
            if entry.get("filename").is_some_and(Value::is_string)
                && entry.get("id").is_some_and(Value::is_u64)
                && let Some(attachment) = self.read::<Attachment>(&path, entry)
            {
                self.measured(path, message::attachment(&attachment));
            } else if let Some(text) = entry.get("description").and_then(Value::as_str) {
                self.measured(join(&path, "description"), message::attachment_description(text));
            }
        }
    }

    fn callback(&mut self, body: &Value) {
        let data = body.get("data").unwrap_or(&Value::Null);
        match body.get("type").and_then(Value::as_u64) {
            Some(4 | 7) => self.message("data", data),
            Some(8) => {
                for (at, given) in data.get("choices").and_then(Value::as_array).into_iter().flatten().enumerate() {
                    let path = format!("data.choices.{at}");
                    if let Some(choice) = self.read::<CommandOptionChoice>(&path, given)
                        && let Err(error) = command::choice(&choice)
                    {
                        self.say(path, "TWILIGHT", &error);
                    }
                }
            }
            Some(9) => {
                let path = "data.components";
                let list = data.get("components").unwrap_or(&Value::Null);
                for (at, modal) in self.read::<Vec<Component>>(path, list).into_iter().flatten().enumerate() {
                    let judged = match &modal {
                        Component::ActionRow(row) => component::action_row(row, false),
                        Component::Label(label) => component::label(label),
                        Component::TextDisplay(text) => component::text_display(text),
                        _ => Ok(()),
                    };
                    if let Err(error) = judged {
                        self.say(format!("{path}.{at}"), "TWILIGHT", &error);
                    }
                }
            }
            _ => {}
        }
    }

    fn command(&mut self, at: &str, given: &Value) {
        let mut given = given.clone();
        // The model is that of an answer, in which these are never missing.
        for (key, value) in [("version", json!("1")), ("type", json!(1)), ("description", json!("")), ("options", json!([]))] {
            if given.is_object() && given[key].is_null() {
                given[key] = value;
            }
        }
        let Some(read) = self.read::<Command>(at, &given) else {
            return;
        };
        if let Err(error) = command::command(&read) {
            self.say(at.to_owned(), "TWILIGHT", &error);
        }
        self.options(at, &read.options);
    }

    fn options(&mut self, at: &str, options: &[CommandOption]) {
        let path = join(at, "options");
        if let Err(error) = command::options(options) {
            self.say(path.clone(), "TWILIGHT", &error);
        }
        for (index, option) in options.iter().enumerate() {
            if let Some(nested) = &option.options {
                self.options(&join(&path, &index.to_string()), nested);
            }
        }
    }
}
