//! `/privacy`: what is read, kept and logged, and who to ask.

use serde_json::{Value, json};

use super::{Call, Command, Desk, Reply, Run, lines};
use crate::discord::sight::Spot;
use crate::store::Listening;

pub(super) const COMMAND: Command = Command { name: "privacy", definition, run: Run::Message(run), complete: |_, _| Vec::new(), quiet: true };

fn definition() -> Value {
    json!({ "description": "What I read and keep, and who runs me" })
}

fn run(call: Call, desk: Desk) -> Reply {
    Box::pin(async move { page(&desk, call.spot).await.into() })
}

/// The longest contact that is shown, in characters.
const LONGEST: usize = 300;

/// As `PRIVACY.md` says it; what is true depends on the settings, the operator's and the server's.
async fn page(desk: &Desk, spot: Option<Spot>) -> Value {
    let read = match desk.prefix() {
        Some(prefix) => format!(
            "I answer commands, direct messages, and messages that mention me or begin with {prefix}. Discord sends me the other messages of my channels as well: I look whether they are meant for me, and drop them where they are not."
        ),
        None => "I answer commands, direct messages, and messages that mention me. I ask Discord for the words of no other message.".to_owned(),
    };
    let picked = "Of a message that you pick Check this pay on I read the words once, for you alone.";
    let kept = "I keep no message, no name, no user id and no amount that you tell me: an answer is worked out in memory and forgotten. What a button does, and for whom, is in the button itself, at Discord. /mydata says what memory holds for a while.";
    let logged = "Of a server I keep what its moderators chose, the articles that they added, which answer there alone, how many people said what of which figure, and how often a role and place were asked for that I have nothing on: until they erase that, or a month after I left. My log counts answers and their times, without their words.";
    let listens = match spot {
        Some(spot) if desk.prefix().is_some() => desk.choices(spot.server).await.listening != Listening::Off,
        _ => false,
    };
    let mut said = vec![read];
    if listens {
        said.push(
            "The moderators of this server let me listen: in the career channels I look whether a message asks clearly about pay, and answer it.".to_owned(),
        );
    }
    said.extend([picked, kept, logged].map(str::to_owned));
    let mut body = lines(&said, true);
    let contact = match &desk.contact {
        // The operator's own words, as they are: an address that is escaped cannot be copied. No reply may ping anyway.
        Some(contact) => format!("Who runs me, and answers questions about your data: {}", contact.chars().take(LONGEST).collect::<String>()),
        None => "Who runs me has set no contact; ask the moderators of this server.".to_owned(),
    };
    body["content"] = json!(format!("{}\n{contact}", body["content"].as_str().unwrap_or_default()));
    body
}
