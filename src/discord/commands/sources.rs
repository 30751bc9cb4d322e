//! `/sources`: what the answers come from.

use serde_json::{Value, json};

use super::{Call, Command, Desk, Reply, Run, lines};

/// How many named origins are listed.
const MOST_ORIGINS: usize = 10;

pub(super) const COMMAND: Command = Command { name: "sources", definition, run: Run::Message(run), complete: |_, _| Vec::new(), quiet: true };

fn definition() -> Value {
    json!({ "description": "Which articles the answers come from, and how old they are" })
}

fn run(call: Call, desk: Desk) -> Reply {
    Box::pin(async move { page(&desk, call.server()).into() })
}

fn page(desk: &Desk, server: Option<u64>) -> Value {
    let engine = desk.engine(server);
    let held = engine.summary();
    let mut said = vec![format!("{} articles with {} pay figures for {} roles.", held.articles, held.figures, held.roles.len())];
    if let Some((oldest, newest)) = held.dates {
        said.push(if oldest == newest {
            format!("The figures are from {}.", oldest.short())
        } else {
            format!("The oldest figure is from {}, the newest from {}.", oldest.short(), newest.short())
        });
    }
    if !held.origins.is_empty() {
        let named: Vec<&str> = held.origins.iter().take(MOST_ORIGINS).map(|(name, _)| name.as_str()).collect();
        let more = held.origins.len() - named.len();
        let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
        said.push(format!("Origins that the articles name: {}{tail}.", named.join(", ")));
    }
    said.push("Every reply quotes the sentence that a figure comes from.".to_owned());
    lines(&said, true)
}
