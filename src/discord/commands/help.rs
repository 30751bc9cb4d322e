//! `/help`: examples that this corpus answers.

use serde_json::{Value, json};

use super::{Call, Command, Desk, Reply, Run, lines};

pub(super) const COMMAND: Command = Command { name: "help", definition, run: Run::Message(run), complete: |_, _| Vec::new(), quiet: true };

fn definition() -> Value {
    json!({ "description": "What you can ask" })
}

fn run(call: Call, desk: Desk) -> Reply {
    Box::pin(async move {
        let choices = match call.spot {
            Some(spot) => Some(desk.choices(spot.server).await),
            None => None,
        };
        let operators = desk.prefix();
        page(&desk, call.server(), choices.as_ref().map_or(operators, |choices| choices.prefix(operators))).into()
    })
}

/// What can be asked, with the roles that have the most figures here.
pub(super) fn page(desk: &Desk, server: Option<u64>, prefix: Option<&str>) -> Value {
    let engine = desk.engine(server);
    let roles: Vec<&str> = engine.summary().roles.iter().map(|(name, _)| name.as_str()).collect();
    let Some(first) = roles.first() else {
        return lines(&["I answer questions about pay from a folder of articles, and this folder has no figures yet.".to_owned()], true);
    };
    let mut said = vec!["I answer questions about pay from articles, and quote the sentence that each figure comes from. You can ask:".to_owned()];
    said.push(format!("• /salary role:{first}"));
    if let Some(second) = roles.get(1) {
        said.push(format!("• /compare role1:{first} role2:{second}"));
    }
    said.push("• /offer sets what you were offered beside the figures; only you see it.".to_owned());
    said.push(format!("• mention me, or write me directly: how much does a {} make?", first.to_lowercase()));
    if let Some(prefix) = prefix {
        said.push(format!("• {prefix} {}", first.to_lowercase()));
    }
    said.push("• on a job post: its menu, Apps, Check this pay".to_owned());
    said.push("• /sources says which articles I know.".to_owned());
    lines(&said, true)
}
