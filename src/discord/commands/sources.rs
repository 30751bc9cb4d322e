//! `/sources`: what the answers come from.

use serde_json::{Value, json};

use super::{Call, Command, Desk, Reply, Run, lines};
use crate::engine::{Summary, Tables};

/// How many named origins are listed.
const MOST_ORIGINS: usize = 10;

pub(super) const COMMAND: Command = Command { name: "sources", definition, run: Run::Message(run), complete: |_, _| Vec::new(), quiet: true };

fn definition() -> Value {
    json!({ "description": "Which articles the answers come from, and how old they are" })
}

fn run(call: Call, desk: Desk) -> Reply {
    Box::pin(async move { page(&desk, call.server()).into() })
}

/// How much the articles and the tables hold, and how old that is.
pub(super) fn held(summary: &Summary) -> Vec<String> {
    let mut said = vec![format!("{} articles with {} pay figures for {} roles.", summary.articles, summary.figures, summary.roles.len())];
    said.extend(summary.dates.map(|(oldest, newest)| {
        if oldest == newest {
            format!("The figures are from {}.", oldest.short())
        } else {
            format!("The oldest figure is from {}, the newest from {}.", oldest.short(), newest.short())
        }
    }));
    said.extend(summary.tables.iter().map(Tables::said));
    said
}

fn page(desk: &Desk, server: Option<u64>) -> Value {
    let engine = desk.engine(server);
    let summary = engine.summary();
    let mut said = held(summary);
    if !summary.origins.is_empty() {
        let named: Vec<&str> = summary.origins.iter().take(MOST_ORIGINS).map(|(name, _)| name.as_str()).collect();
        let more = summary.origins.len() - named.len();
        let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
        said.push(format!("Origins that the articles name: {}{tail}.", named.join(", ")));
    }
    said.push("Every reply quotes the sentence or the row that a figure comes from.".to_owned());
    lines(&said, true)
}
