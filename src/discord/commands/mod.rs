//! The commands: one file each, and one word in `ALL`. A command knows nothing of how its call arrived.

mod buttons;
mod call;
mod compare;
mod desk;
mod handle;
mod help;
mod offer;
mod posting;
mod privacy;
mod salary;
mod sources;

pub use call::Call;
pub use desk::{Desk, Failed};
pub use handle::{Done, Handling, Then, Work, handle};

use std::pin::Pin;

use serde_json::{Value, json};

use crate::engine::Choice;
use crate::reply;

/// The flag of a reply that only the asker sees.
pub const EPHEMERAL: u64 = 1 << 6;
/// The most choices that an autocomplete may offer.
const MOST_CHOICES: usize = 25;

/// A reply in the making.
type Reply = Pin<Box<dyn Future<Output = Value> + Send>>;

/// A command.
struct Command {
    /// Its name.
    name: &'static str,
    /// What is registered.
    definition: fn() -> Value,
    /// How it answers.
    run: fn(Call, Desk) -> Reply,
    /// What it offers while somebody types.
    complete: fn(&Call, &Desk) -> Vec<Choice>,
}

/// Every command.
const ALL: [&Command; 6] = [&salary::COMMAND, &compare::COMMAND, &posting::COMMAND, &sources::COMMAND, &help::COMMAND, &privacy::COMMAND];

/// What is registered: every command, usable in servers and direct messages, by servers and by users who installed it.
pub fn definitions() -> Vec<Value> {
    ALL.iter()
        .map(|command| {
            let mut definition = (command.definition)();
            definition["name"] = json!(command.name);
            // A command that is not typed says so itself.
            if definition["type"].is_null() {
                definition["type"] = json!(1);
            }
            definition["contexts"] = json!([0, 1, 2]);
            definition["integration_types"] = json!([0, 1]);
            definition
        })
        .collect()
}

/// How many commands are registered.
pub fn count() -> usize {
    ALL.len()
}

/// Answers a call; without one that can be read, says so.
async fn dispatch(call: Option<Call>, desk: Desk) -> Value {
    let Some(call) = call else { return reply::notice("I do not understand this command. Ask again in a moment.", true) };
    let mut body = match named(&call.name) {
        Some(command) => (command.run)(call, desk).await,
        None => reply::notice("I no longer have this command. See /help.", true),
    };
    body["allowed_mentions"] = json!({ "parse": [] });
    body
}

/// What a command offers while somebody types.
fn complete(call: &Call, desk: &Desk) -> Vec<Value> {
    let choices = named(&call.name).map(|command| (command.complete)(call, desk)).unwrap_or_default();
    // What is longer would be refused with all the others.
    choices.into_iter().filter(|c| fits(&c.name) && fits(&c.value)).take(MOST_CHOICES).map(|c| json!({ "name": c.name, "value": c.value })).collect()
}

/// What somebody is told who calls the bot without a question.
pub fn help(desk: &Desk) -> Value {
    help::page(desk)
}

/// What is said where the fault is ours.
pub fn sorry() -> Value {
    reply::notice("Something went wrong here. The operator's log says what.", true)
}

fn named(name: &str) -> Option<&'static Command> {
    ALL.into_iter().find(|command| command.name == name)
}

fn fits(text: &str) -> bool {
    (1..=100).contains(&text.chars().count())
}

/// Several lines as one message. Each is untrusted and escaped on its own.
fn lines(lines: &[String], private: bool) -> Value {
    let shown = |line: &String| reply::notice(line, private)["content"].as_str().unwrap_or_default().to_owned();
    let mut body = reply::notice("", private);
    body["content"] = json!(lines.iter().map(shown).collect::<Vec<_>>().join("\n"));
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_keep_to_discords_limits() {
        for definition in definitions() {
            let name = definition["name"].as_str().expect("a name");
            if definition["type"] != 1 {
                // In a menu it has a name of its own and nothing else.
                assert!((1..=32).contains(&name.chars().count()) && definition["description"].is_null() && definition["options"].is_null(), "{name}");
                continue;
            }
            assert!(name.chars().all(|c| c.is_ascii_lowercase()) && fits(definition["description"].as_str().expect("text")), "{name}");
            let options = definition["options"].as_array().cloned().unwrap_or_default();
            let required: Vec<bool> = options.iter().map(|o| o["required"] == true).collect();
            assert!(required.is_sorted_by(|a, b| a >= b), "{name}: a required option after an optional one");
            for option in &options {
                assert!(fits(option["description"].as_str().expect("text")), "{name}: {option}");
                assert!(option["autocomplete"] != true || option.get("choices").is_none(), "{name}: {option}");
            }
        }
    }
}
