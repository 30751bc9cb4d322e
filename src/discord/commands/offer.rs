//! An offer in private: a form for it, and where it lies, for whoever sent it alone. Nothing of it is kept or logged.

use serde_json::{Value, json};

use super::buttons::{EXPIRED, told};
use super::handle::{Done, FORM, Handling};
use super::{Desk, sorry};
use crate::answer::Asked;
use crate::question::Via;
use crate::reply::{self, Display, Press};

/// Discord's component types: a row of a form, and a field of text in it.
const ROW: u8 = 1;
const TEXT: u8 = 4;
/// The style of a text field with one line.
const ONE_LINE: u8 = 1;
/// The field's name in the form.
const AMOUNT: &str = "offer";
/// The longest offer, in characters.
const LONGEST: usize = 60;

const UNREAD: &str = "I could not read an amount in that. Write it like 140k a year, €62/hr or 18 LPA.";

/// The form. What the offer is set beside stands in its custom id; the offer itself in none.
pub(super) fn form(text: String) -> Handling {
    let Some(custom_id) = reply::custom_id(&Press::Checked(text), None) else { return told(EXPIRED) };
    let field = json!({
        "type": TEXT, "custom_id": AMOUNT, "style": ONE_LINE, "label": "The offer; only you see the answer", "required": true,
        "max_length": LONGEST, "placeholder": "140k base a year, €62/hr, 18 LPA",
    });
    // serenity 0.12 reads forms that come back with rows, not with Discord's newer labels.
    let row = json!({ "type": ROW, "components": [field] });
    Handling::at_once(Done::of(FORM, json!({ "custom_id": custom_id, "title": "Check an offer privately", "components": [row] })))
}

/// The answer to a form that was sent.
pub(super) fn checked(interaction: &Value, text: String, embeds: bool, desk: Desk) -> Handling {
    let Some(offer) = typed(interaction) else { return told(EXPIRED) };
    Handling::deferrable(true, async move {
        let asked = Asked { today: (desk.today)(), via: Via::Slash, private: true, currency: None };
        let answered = desk.think(move |engine| engine.check_offer(&text, &offer, asked)).await;
        let Ok(answered) = answered else { return sorry() };
        let shown = answered.and_then(|response| reply::message(&response, &Display { embeds, private: true, buttons: None }));
        shown.unwrap_or_else(|| reply::notice(UNREAD, true))
    })
}

/// What was typed.
fn typed(interaction: &Value) -> Option<String> {
    let rows = interaction["data"]["components"].as_array()?;
    let fields = rows.iter().flat_map(|row| row["components"].as_array().into_iter().flatten());
    let value = fields.filter(|field| field["custom_id"] == AMOUNT).find_map(|field| field["value"].as_str())?;
    Some(value.chars().take(LONGEST).collect())
}
