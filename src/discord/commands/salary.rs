//! `/salary`: what a role is paid.

use serde_json::{Value, json};

use super::{Call, Command, Desk, MOST_CHOICES, Reply};
use crate::engine::Choice;
use crate::pay::{Level, Years};
use crate::reply;

/// More years than anyone works.
const MOST_YEARS: u8 = 60;

pub(super) const COMMAND: Command = Command { name: "salary", definition, run, complete, quiet: false };

fn definition() -> Value {
    let levels: Vec<Value> = Level::ALL.iter().map(|level| json!({ "name": level.name(), "value": level.name() })).collect();
    json!({
        "description": "What a role is paid, each figure with the sentence it comes from",
        "options": [
            { "type": 3, "name": "role", "description": "The job, in your words", "required": true, "autocomplete": true, "max_length": 100 },
            { "type": 3, "name": "location", "description": "A city, region or country", "autocomplete": true, "max_length": 100 },
            { "type": 3, "name": "level", "description": "Seniority", "choices": levels },
            { "type": 4, "name": "years", "description": "Years of experience", "min_value": 0, "max_value": MOST_YEARS },
            { "type": 5, "name": "hide", "description": "Show the answer only to me" },
        ],
    })
}

fn run(call: Call, desk: Desk) -> Reply {
    Box::pin(async move {
        let Some(role) = call.text("role").map(str::to_owned) else {
            return reply::notice("Which role? For example /salary role:devops", true).into();
        };
        let location = call.text("location").map(str::to_owned);
        let level = call.text("level").and_then(|name| Level::ALL.iter().copied().find(|level| level.name() == name));
        let years = call.integer("years").and_then(|years| u8::try_from(years).ok()).filter(|years| *years <= MOST_YEARS).map(f64::from);
        desk.answer(&call, move |engine, asked| {
            let mut question = engine.understand_options(&[&role], location.as_deref());
            if let Some(level) = level {
                question.level = Some(level);
            }
            if let Some(years) = years {
                question.experience = Some(Years(years, Some(years)));
            }
            engine.answer_question(question, asked)
        })
        .await
    })
}

fn complete(call: &Call, desk: &Desk) -> Vec<Choice> {
    match call.focused() {
        Some(("role", typed)) => desk.engine().complete_role(typed, MOST_CHOICES),
        Some(("location", typed)) => desk.engine().complete_place(typed, call.text("role"), MOST_CHOICES),
        _ => Vec::new(),
    }
}
