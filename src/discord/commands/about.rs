//! `/about`: what this is, which version, and what it is not.

use serde_json::{Value, json};

use super::{Call, Command, Desk, Reply, Run, lines};

pub(super) const COMMAND: Command = Command { name: "about", definition, run: Run::Message(run), complete: |_, _| Vec::new(), quiet: true };

fn definition() -> Value {
    json!({ "description": "What I am, and what I am not" })
}

fn run(call: Call, desk: Desk) -> Reply {
    Box::pin(async move {
        let engine = desk.engine(call.server());
        let held = engine.summary();
        let said = [
            format!("salary-bot {}, free software (MIT or Apache-2.0), run by whoever /privacy names.", env!("CARGO_PKG_VERSION")),
            format!("I answer from {}, and quote the sentence or the row that each comes from.", held.said()),
            "I make up no number and average nothing; where sources disagree I show that, and where I know nothing I say so. What I show is no advice: ask those whose figures they are.".to_owned(),
            "/help has examples, /sources says where the figures come from.".to_owned(),
        ];
        lines(&said, true).into()
    })
}
