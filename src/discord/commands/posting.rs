//! Apps → "Check this pay" on a message: how the pay of a job post lies against the articles, for whoever picks it alone.

use serde_json::{Value, json};

use super::call::MESSAGE_COMMAND;
use super::{Call, Command, Desk, Reply, Run, sorry};
use crate::answer::Asked;
use crate::question::Via;
use crate::reply::{self, Display};

pub(super) const COMMAND: Command = Command { name: "Check this pay", definition, run: Run::Message(run), complete: |_, _| Vec::new(), quiet: false };

/// A command of a menu has neither a description nor options.
fn definition() -> Value {
    json!({ "type": MESSAGE_COMMAND })
}

const NO_MESSAGE: &str = "Discord did not send me that message. Try again, or ask with /salary.";
const NO_TEXT: &str = "This message has no text that I can read. If the post is a picture or a file, ask with /salary.";

fn run(call: Call, desk: Desk) -> Reply {
    Box::pin(async move {
        let Some(message) = call.target() else { return reply::notice(NO_MESSAGE, true).into() };
        let text = text_of(message);
        if text.trim().is_empty() {
            return reply::notice(NO_TEXT, true).into();
        }
        let asked = Asked { today: (desk.today)(), via: Via::Slash, private: true, currency: None };
        // What was read is neither kept nor logged, as an offer is not.
        let Ok(checked) = desk.think(call.server(), move |engine| engine.check_posting(&text, asked)).await else { return sorry().into() };
        let buttons = desk.buttons_for(call.server(), &checked.response, call.user, &call.sight);
        reply::posting(&checked, &Display { embeds: call.embeds, private: true, buttons: Some(buttons) }).into()
    })
}

/// All that a message says: its own words, its embeds, and those of a message that it forwards.
fn text_of(message: &Value) -> String {
    let mut out = String::new();
    let forwarded = message["message_snapshots"].as_array().into_iter().flatten();
    // Discord wraps a forwarded message; the gateway's library unwraps it.
    let forwarded = forwarded.map(|snapshot| snapshot.get("message").filter(|inner| inner.is_object()).unwrap_or(snapshot));
    for message in std::iter::once(message).chain(forwarded) {
        add(&mut out, &message["content"]);
        for embed in message["embeds"].as_array().into_iter().flatten() {
            add(&mut out, &embed["title"]);
            add(&mut out, &embed["description"]);
            for field in embed["fields"].as_array().into_iter().flatten() {
                let (name, value) = (field["name"].as_str().unwrap_or_default().trim(), field["value"].as_str().unwrap_or_default().trim());
                // "Salary" and "$100k" belong together.
                if !name.is_empty() || !value.is_empty() {
                    out.push_str(&format!("{}: {value}\n", name.trim_end_matches(':')));
                }
            }
        }
    }
    out
}

fn add(out: &mut String, text: &Value) {
    if let Some(text) = text.as_str().map(str::trim).filter(|text| !text.is_empty()) {
        out.push_str(text);
        out.push_str("\n\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embeds_and_forwarded_messages_are_read_either_way() {
        let inner = json!({ "content": "b", "embeds": [{ "title": "t", "description": "d", "fields": [{ "name": "Salary:", "value": "$1" }, 7] }, null] });
        for snapshot in [inner.clone(), json!({ "message": inner })] {
            let text = text_of(&json!({ "content": "a", "embeds": "none", "message_snapshots": [snapshot] }));
            assert_eq!(text, "a\n\nb\n\nt\n\nd\n\nSalary: $1\n");
        }
        for nothing in [json!(null), json!({ "content": 7 }), json!({ "content": "", "attachments": [{}] })] {
            assert_eq!(text_of(&nothing), "");
        }
    }
}
