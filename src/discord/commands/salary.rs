//! `/salary`: what a role is paid.

use serde_json::{Value, json};

use super::{Call, Command, Desk, Reply, Run, options};
use crate::pay::Years;
use crate::reply;

pub(super) const COMMAND: Command = Command { name: "salary", definition, run: Run::Message(run), complete: options::complete, quiet: false };

fn definition() -> Value {
    let mut options = options::whose(true);
    options.push(json!({ "type": 5, "name": "hide", "description": "Show the answer only to me" }));
    json!({ "description": "What a role is paid, each figure with the sentence it comes from", "options": options })
}

fn run(call: Call, desk: Desk) -> Reply {
    Box::pin(async move {
        let Some(role) = call.text("role").map(str::to_owned) else {
            return reply::notice("Which role? For example /salary role:devops", true).into();
        };
        let location = call.text("location").map(str::to_owned);
        let level = options::level(&call);
        let years = options::years(&call).map(f64::from);
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
