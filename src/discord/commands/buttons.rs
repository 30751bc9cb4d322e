//! What happens when somebody presses a button. All that a button means stands in its custom id, so it works after a restart.

use serde_json::{Value, json};

use super::handle::{Done, Handling, MESSAGE, Then, UPDATE};
use super::{Desk, EPHEMERAL, offer};
use crate::question::Via;
use crate::reply::{self, Buttons, Display, Press};

/// Deletes messages of others.
const MANAGE_MESSAGES: u64 = 1 << 13;
const EMBED_LINKS: u64 = 1 << 14;
const ADMINISTRATOR: u64 = 1 << 3;

pub(super) const EXPIRED: &str = "This button has expired. Ask again.";

/// A press, as plain data.
struct Pressed {
    press: Press,
    /// Who asked the question that is answered above the button.
    asker: Option<u64>,
    /// Who presses.
    user: Option<u64>,
    moderates: bool,
    embeds: bool,
    /// Whether the message with the button can be seen by one person alone.
    hidden: bool,
}

impl Pressed {
    fn of(interaction: &Value) -> Option<Self> {
        let number = |value: &Value| value.as_str().and_then(|text| text.parse::<u64>().ok());
        let (press, asker) = reply::pressed(interaction["data"]["custom_id"].as_str()?)?;
        let user = [&interaction["member"]["user"]["id"], &interaction["user"]["id"]].into_iter().find_map(number);
        let may = number(&interaction["member"]["permissions"]).unwrap_or(0);
        let embeds = number(&interaction["app_permissions"]).is_none_or(|app| app & EMBED_LINKS != 0);
        let hidden = interaction["message"]["flags"].as_u64().is_some_and(|flags| flags & EPHEMERAL != 0);
        Some(Self { press, asker, user, moderates: may & (MANAGE_MESSAGES | ADMINISTRATOR) != 0, embeds, hidden })
    }

    fn by_the_asker(&self) -> bool {
        self.asker.is_some() && self.asker == self.user
    }
}

/// What a press does. One that is not known, from an older version or forged, gets a line that only its user sees.
pub(super) fn press(interaction: &Value, desk: Desk) -> Handling {
    let Some(pressed) = Pressed::of(interaction) else { return told(EXPIRED) };
    match pressed.press.clone() {
        Press::Delete if pressed.by_the_asker() || pressed.moderates => {
            Handling::at_once(Done { response: json!({ "type": super::handle::DEFERRED_UPDATE }), then: Some(Then::DeleteOriginal) })
        }
        Press::Delete => told("Only who asked, or a moderator, can delete this."),
        Press::Cite(text) => Handling::deferrable(true, async move {
            let Ok(response) = desk.ask(text, Via::Slash, true).await else { return super::sorry() };
            reply::citations(&response).unwrap_or_else(|| reply::notice("There is nothing to cite any more: the articles have changed.", true))
        }),
        Press::Check(text) => offer::open(&text),
        Press::Sent => offer::sent(interaction, pressed.user, pressed.embeds, desk),
        Press::Negotiate => offer::negotiating(pressed.user, pressed.embeds, desk),
        Press::Share(text) => Handling::deferrable(false, async move { answer(&desk, text, &pressed, false).await }),
        // Who asked sees the answer take the place of the question back; anybody else gets one of their own.
        Press::Ask(text) if pressed.by_the_asker() => Handling::new(
            Box::pin(async move { Done::of(UPDATE, in_place(answer(&desk, text, &pressed, pressed.hidden).await)) }),
            json!({ "type": super::handle::DEFERRED_UPDATE }),
        ),
        Press::Ask(text) => Handling::deferrable(true, async move { answer(&desk, text, &pressed, true).await }),
    }
}

/// The answer to a button's question, for whoever presses it.
async fn answer(desk: &Desk, text: String, pressed: &Pressed, hidden: bool) -> Value {
    let Ok(response) = desk.ask(text, Via::Slash, hidden).await else { return super::sorry() };
    let buttons = Buttons { asker: pressed.user, hidden, ..desk.buttons(&response) };
    let display = Display { embeds: pressed.embeds, private: hidden, buttons: Some(buttons) };
    reply::message(&response, &display).unwrap_or_else(|| reply::notice(EXPIRED, true))
}

/// As an edit: what the new message lacks is taken from the old one unless it is said to be empty.
fn in_place(mut body: Value) -> Value {
    if let Some(fields) = body.as_object_mut() {
        fields.shift_remove("flags");
        for key in ["embeds", "components"] {
            fields.entry(key).or_insert_with(|| json!([]));
        }
    }
    body
}

pub(super) fn told(line: &str) -> Handling {
    let mut body = reply::notice(line, true);
    body["flags"] = json!(EPHEMERAL);
    Handling::at_once(Done::of(MESSAGE, body))
}
