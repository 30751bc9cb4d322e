//! `/help`: examples that this corpus answers.

use serde_json::{Value, json};

use super::{Call, Command, Desk, Reply, lines};

pub(super) const COMMAND: Command = Command { name: "help", definition, run, complete: |_, _| Vec::new() };

fn definition() -> Value {
    json!({ "description": "What you can ask" })
}

fn run(_call: Call, desk: Desk) -> Reply {
    Box::pin(async move { page(&desk) })
}

/// What can be asked, with the roles that have the most figures here.
pub(super) fn page(desk: &Desk) -> Value {
    let roles: Vec<&str> = desk.engine.summary().roles.iter().map(|(name, _)| name.as_str()).collect();
    let Some(first) = roles.first() else {
        return lines(&["I answer questions about pay from a folder of articles, and this folder has no figures yet.".to_owned()], true);
    };
    let mut said = vec!["I answer questions about pay from articles, and quote the sentence that each figure comes from. You can ask:".to_owned()];
    said.push(format!("• /salary role:{first}"));
    if let Some(second) = roles.get(1) {
        said.push(format!("• /compare role1:{first} role2:{second}"));
    }
    said.push(format!("• mention me, or write me directly: how much does a {} make?", first.to_lowercase()));
    if let Some(prefix) = &desk.prefix {
        said.push(format!("• {prefix} {}", first.to_lowercase()));
    }
    said.push("• on a job post: its menu, Apps, Check this pay".to_owned());
    said.push("• /sources says which articles I know.".to_owned());
    lines(&said, true)
}
