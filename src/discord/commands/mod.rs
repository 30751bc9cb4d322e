//! The commands: one file each, and one word in `ALL`. A command knows nothing of how its call arrived.

mod about;
mod article;
mod buttons;
mod call;
mod compare;
mod corpus;
mod desk;
mod feedback;
mod form;
mod handle;
mod help;
mod mydata;
mod offer;
mod options;
mod panel;
mod permissions;
mod posting;
mod privacy;
mod salary;
mod settings;
mod sources;

pub use call::Call;
pub use desk::{Desk, Failed};
pub use handle::{Done, Drawn, Handling, Then, Work, handle};

use std::pin::Pin;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::engine::Choice;
use crate::reply;

/// The most choices that an autocomplete may offer.
const MOST_CHOICES: usize = 25;

/// What a command says.
pub(super) struct Said {
    /// The message.
    body: Value,
    /// What is done once it is sent.
    then: Option<Then>,
    /// A picture in it.
    picture: Option<Arc<Drawn>>,
}

impl From<Value> for Said {
    fn from(body: Value) -> Self {
        Self { body, then: None, picture: None }
    }
}

/// A reply in the making.
type Reply = Pin<Box<dyn Future<Output = Said> + Send>>;

/// What a command does with a call.
enum Run {
    /// Gives a message, and may take its time.
    Message(fn(Call, Desk) -> Reply),
    /// Gives a form, at once: Discord lets nobody ask for more time before one.
    Form(fn(&Call, &Desk) -> Value),
}

/// A command.
struct Command {
    /// Its name.
    name: &'static str,
    /// What is registered.
    definition: fn() -> Value,
    /// How it answers.
    run: Run,
    /// What it offers while somebody types.
    complete: fn(&Call, &Desk) -> Vec<Choice>,
    /// Whether its replies are about the bot itself: seen by who calls it alone, and given also where the bot is paused.
    quiet: bool,
}

/// Every command.
const ALL: [&Command; 11] = [
    &salary::COMMAND,
    &compare::COMMAND,
    &offer::COMMAND,
    &posting::COMMAND,
    &sources::COMMAND,
    &help::COMMAND,
    &about::COMMAND,
    &privacy::COMMAND,
    &mydata::COMMAND,
    &settings::COMMAND,
    &corpus::COMMAND,
];

/// What is registered: every command, usable in servers and direct messages, by servers and by users who installed it.
pub fn definitions() -> Vec<Value> {
    ALL.iter()
        .map(|command| {
            let mut definition = (command.definition)();
            definition["name"] = json!(command.name);
            // A command that is not typed, or for servers alone, says so itself.
            if definition["type"].is_null() {
                definition["type"] = json!(1);
            }
            if definition["contexts"].is_null() {
                definition["contexts"] = json!([0, 1, 2]);
                definition["integration_types"] = json!([0, 1]);
            }
            definition
        })
        .collect()
}

/// How many commands are registered.
pub fn count() -> usize {
    ALL.len()
}

/// Answers a call.
fn dispatch(call: Call, desk: Desk) -> Handling {
    match named(&call.name).map(|command| &command.run) {
        Some(Run::Form(run)) => Handling::at_once(Done::of(handle::FORM, run(&call, &desk))),
        Some(Run::Message(run)) => Handling::deferrable(call.sight.hidden, async move {
            let mut said = run(call, desk).await;
            said.body["allowed_mentions"] = json!({ "parse": [] });
            said
        }),
        None => buttons::told("I no longer have this command. See /help."),
    }
}

/// What a command offers while somebody types.
async fn complete(call: &Call, desk: &Desk) -> Vec<Value> {
    let choices = match named(&call.name) {
        // The one list that is not in memory.
        Some(command) if command.name == corpus::COMMAND.name => article::names(call, desk).await,
        Some(command) => (command.complete)(call, desk),
        None => Vec::new(),
    };
    // What is longer would be refused with all the others.
    choices.into_iter().filter(|c| fits(&c.name) && fits(&c.value)).take(MOST_CHOICES).map(|c| json!({ "name": c.name, "value": c.value })).collect()
}

/// What somebody is told who calls the bot without a question.
pub fn help(desk: &Desk, server: Option<u64>, prefix: Option<&str>) -> Value {
    help::page(desk, server, prefix)
}

/// What is said where the fault is ours.
pub fn sorry() -> Value {
    reply::notice("Something went wrong here. The operator's log says what.", true)
}

/// Whether a command's replies are seen by who calls it alone.
fn quiet(name: &str) -> bool {
    named(name).is_none_or(|command| command.quiet)
}

/// Whether a command begins with a form.
fn opens_form(name: &str) -> bool {
    named(name).is_some_and(|command| matches!(command.run, Run::Form(_)))
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
