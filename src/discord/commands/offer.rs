//! `/offer`: a form, and where the offer in it lies, for whoever sent it alone. Nothing of it is kept or logged: the form's
//! custom id holds nothing, and what a form begins with is the question, never an amount.

use serde_json::{Value, json};

use super::buttons::{EXPIRED, told};
use super::form::{Field, typed};
use super::handle::{Done, FORM, Handling};
use super::{Call, Command, Desk, Run, call, options, sorry};
use crate::answer::{Asked, Kind};
use crate::discord::sight::Sight;
use crate::question::{OfferForm, Via};
use crate::reply::{self, Display, Press};

pub(super) const COMMAND: Command = Command { name: "offer", definition, run: Run::Form(run), complete: options::complete, quiet: false };

/// The longest text of a field, in characters.
const LONGEST: usize = 100;

/// The fields of the form, of which Discord allows five: name, label, example, and whether it must be filled in.
const FIELDS: [(&str, &str, &str, bool); 5] = [
    (QUESTION, "Role, level, place, years", "senior devops in Austin, 5 years", true),
    ("base", "Base pay, with currency and period", "140k a year, €62/hr, 18 LPA, 70.000 €", true),
    ("bonus", "Bonus a year (0 for none)", "10k", false),
    ("equity", "Equity, what it is worth a year (0 for none)", "20k", false),
    ("second", "A second offer, set beside the first", "165k base, 10k bonus, 5k equity", false),
];
const QUESTION: &str = "question";

/// What is asked for whoever wants to negotiate.
const NEGOTIATING: &str = "how to negotiate an offer";

fn definition() -> Value {
    json!({ "description": "Set an offer beside the cited figures; only you see it", "options": options::whose(false) })
}

fn run(call: &Call, desk: &Desk) -> Value {
    form(&desk.engine(call.server()).opening(call.text("role"), call.text("location"), options::level(call), options::years(call)))
}

/// The form for a question that was asked already.
pub(super) fn open(question: &str) -> Handling {
    Handling::at_once(Done::of(FORM, form(question)))
}

/// The form, with its question filled in.
fn form(question: &str) -> Value {
    let row = |(name, label, example, required)| {
        Field { name, label, example, value: if name == QUESTION { question } else { "" }, longest: LONGEST, required }.row()
    };
    let custom_id = reply::custom_id(&Press::Sent, None);
    json!({ "custom_id": custom_id, "title": "An offer: only you see the answer", "components": FIELDS.map(row) })
}

/// The answer to a form that was sent.
pub(super) fn sent(interaction: &Value, sight: Sight, asker: Option<u64>, embeds: bool, desk: Desk) -> Handling {
    let written = |name: &str| typed(interaction, name).map(str::to_owned);
    let (Some(question), Some(base)) = (written(QUESTION), written("base")) else { return told(EXPIRED) };
    let server = call::spot(interaction).filter(|spot| spot.installed).map(|spot| spot.server);
    let other = |name: &str| written(name).unwrap_or_default();
    let form = OfferForm { base, bonus: other("bonus"), equity: other("equity"), second: other("second") };
    Handling::deferrable(true, async move {
        let asked = Asked { today: (desk.today)(), via: Via::Slash, private: true, currency: None };
        let Ok(placed) = desk.think(server, move |engine| engine.place_offer(&question, &form, asked)).await else { return sorry() };
        let buttons = placed.response.as_ref().map(|response| desk.buttons_for(server, response, asker, &sight));
        reply::offer(&placed, &Display { embeds, private: true, buttons })
    })
}

/// What the articles say about negotiating; `asker`: who presses.
pub(super) fn negotiating(server: Option<u64>, sight: Sight, asker: Option<u64>, embeds: bool, desk: Desk) -> Handling {
    Handling::deferrable(true, async move {
        let Ok(response) = desk.ask_alone(server, NEGOTIATING.to_owned()).await else { return sorry() };
        let buttons = desk.buttons_for(server, &response, asker, &sight);
        let shown = reply::message(&response, &Display { embeds, private: true, buttons: Some(buttons) });
        shown.filter(|_| response.answer.kind == Kind::Passages).unwrap_or_else(|| reply::notice("The articles here say nothing about negotiating.", true))
    })
}
