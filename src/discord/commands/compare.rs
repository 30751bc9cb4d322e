//! `/compare`: two to four roles beside each other.

use serde_json::{Value, json};

use super::{Call, Command, Desk, MOST_CHOICES, Reply, Run};
use crate::engine::Choice;
use crate::reply;

/// The options that hold roles.
const ROLES: [&str; 4] = ["role1", "role2", "role3", "role4"];

pub(super) const COMMAND: Command = Command { name: "compare", definition, run: Run::Message(run), complete, quiet: false };

fn definition() -> Value {
    let mut options: Vec<Value> = ROLES
        .iter()
        .enumerate()
        .map(|(n, name)| json!({ "type": 3, "name": name, "description": if n < 2 { "A role" } else { "One more role" }, "required": n < 2, "autocomplete": true, "max_length": 100 }))
        .collect();
    options.push(json!({ "type": 3, "name": "location", "description": "A city, region or country", "autocomplete": true, "max_length": 100 }));
    options.push(json!({ "type": 5, "name": "hide", "description": "Show the answer only to me" }));
    json!({ "description": "What two to four roles are paid, beside each other", "options": options })
}

fn run(call: Call, desk: Desk) -> Reply {
    Box::pin(async move {
        let mut roles: Vec<String> = Vec::new();
        for role in ROLES.iter().filter_map(|name| call.text(name)) {
            if !roles.iter().any(|known: &String| known.eq_ignore_ascii_case(role)) {
                roles.push(role.to_owned());
            }
        }
        if roles.len() < 2 {
            return reply::notice("Which roles? For example /compare role1:devops role2:data engineer", true).into();
        }
        let location = call.text("location").map(str::to_owned);
        desk.answer(&call, move |engine, asked| {
            let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
            engine.answer_question(engine.understand_options(&roles, location.as_deref()), asked)
        })
        .await
    })
}

fn complete(call: &Call, desk: &Desk) -> Vec<Choice> {
    match call.focused() {
        Some(("location", typed)) => desk.engine(call.server()).complete_place(typed, None, MOST_CHOICES),
        Some((_, typed)) => {
            // A role that another option has is no side to compare with.
            let taken: Vec<&str> =
                ROLES.iter().filter(|name| call.focused().is_none_or(|(focused, _)| focused != **name)).filter_map(|name| call.text(name)).collect();
            let offered = desk.engine(call.server()).complete_role(typed, MOST_CHOICES + taken.len());
            offered.into_iter().filter(|choice| !taken.contains(&choice.value.as_str()) && !taken.contains(&choice.name.as_str())).collect()
        }
        None => Vec::new(),
    }
}
