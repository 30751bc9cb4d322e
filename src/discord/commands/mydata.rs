//! `/mydata`: what is kept of whoever asks, which is nothing, and of their server.

use serde_json::{Value, json};

use super::{Call, Command, Desk, Reply, Run, lines};
use crate::store::{Choices, KEPT_DAYS};

pub(super) const COMMAND: Command = Command { name: "mydata", definition, run: Run::Message(run), complete: |_, _| Vec::new(), quiet: true };

const OWN_ARTICLES: &str =
    "I keep the articles that this server's moderators added, with their names and when, and not who added them: /corpus list names them.";

fn definition() -> Value {
    json!({ "description": "What I keep of you, and of this server" })
}

fn run(call: Call, desk: Desk) -> Reply {
    Box::pin(async move {
        let mut said = vec![
            "Of you I keep nothing: no message, no name, no user id, no question, no amount. So there is nothing to send you, and nothing to erase.".to_owned(),
        ];
        said.push(
            "For a while I hold in memory: for a minute how many answers you got; for a quarter of an hour a file that you attached to /corpus add; for five minutes what you asked last, without amounts, so that you can go on from it; for a day which of my replies answers which message; for a month, as a keyed hash, what you said of a figure, so that it counts once until then. A restart forgets all of it."
                .to_owned(),
        );
        if let Some(spot) = call.spot {
            said.push(match desk.store.read(spot.server).await {
                Ok(choices) if *choices == Choices::default() => {
                    "Of this server I keep no setting and no article: its moderators changed and added none.".to_owned()
                }
                Ok(choices) if *choices == (Choices { articles: choices.articles, ..Choices::default() }) => OWN_ARTICLES.to_owned(),
                Ok(choices) if choices.articles > 0 => format!("Of this server I keep the settings that its moderators changed. {OWN_ARTICLES}"),
                Ok(_) => "Of this server I keep the settings that its moderators changed.".to_owned(),
                Err(_) => "What I keep of this server cannot be read just now. It is nothing but settings and articles that its moderators added.".to_owned(),
            });
            said.push("I also count there how many people said what of which figure, and how often a role and place were asked for that I have nothing on: numbers alone, not who.".to_owned());
            said.push(format!("Who may manage the server erases that with /settings erase; {KEPT_DAYS} days after I leave a server it is erased by itself."));
        }
        said.push("/privacy says what I read and log, and who runs me.".to_owned());
        lines(&said, true).into()
    })
}
