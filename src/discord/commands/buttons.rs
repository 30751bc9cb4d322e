//! What happens when somebody presses a button. All that a button means stands in its custom id, so it works after a restart.

use serde_json::{Value, json};

use super::call;
use super::handle::{Done, Handling, MESSAGE, PAUSED, Then, UPDATE};
use super::permissions::{ADMINISTRATOR, MANAGE_MESSAGES};
use super::{Desk, Said, feedback, offer, panel};
use crate::answer::Asked;
use crate::discord::sight::{Paused, Sight, Spot};
use crate::question::Via;
use crate::reply::parts::EPHEMERAL;
use crate::reply::{self, Display, Press};

pub(super) const EXPIRED: &str = "This button has expired. Ask again.";

/// A press, as plain data.
struct Pressed {
    press: Press,
    /// Who asked the question that is answered above the button.
    asker: Option<u64>,
    /// Who presses.
    user: Option<u64>,
    /// Where, in a server.
    spot: Option<Spot>,
    moderates: bool,
    /// Whether they may change settings: hiding a figure is for the whole server.
    manages: bool,
    embeds: bool,
    pictures: bool,
    /// Whether the message with the button can be seen by one person alone.
    hidden: bool,
}

impl Pressed {
    fn of(interaction: &Value) -> Option<Self> {
        let number = |value: &Value| value.as_str().and_then(|text| text.parse::<u64>().ok());
        let (press, asker) = reply::pressed(interaction["data"]["custom_id"].as_str()?)?;
        let may = number(&interaction["member"]["permissions"]).unwrap_or(0);
        let (embeds, pictures) = call::allowed(interaction);
        let hidden = interaction["message"]["flags"].as_u64().is_some_and(|flags| flags & EPHEMERAL != 0);
        Some(Self {
            press,
            asker,
            user: call::user(interaction),
            spot: call::spot(interaction),
            moderates: may & (MANAGE_MESSAGES | ADMINISTRATOR) != 0,
            manages: super::settings::may(may),
            embeds,
            pictures,
            hidden,
        })
    }

    /// The server that it is pressed in, where that has the bot.
    fn server(&self) -> Option<u64> {
        self.spot.filter(|spot| spot.installed).map(|spot| spot.server)
    }

    fn by_the_asker(&self) -> bool {
        self.asker.is_some() && self.asker == self.user
    }
}

/// What a press does. One that is not known, from an older version or forged, gets a line that only its user sees.
pub(super) async fn press(interaction: &Value, desk: Desk) -> Handling {
    let Some(pressed) = Pressed::of(interaction) else { return told(EXPIRED) };
    if let Press::Settings(what) = &pressed.press {
        return panel::press(interaction, what, desk).await;
    }
    // A deletion is what moderators who paused the bot want most.
    let wish = (pressed.press != Press::Delete).then_some(!matches!(pressed.press, Press::Share(_)));
    let sight = match (pressed.spot, wish) {
        (None, _) | (_, None) => Sight::direct(true),
        (Some(spot), Some(hide)) => match desk.sight(spot, Some(hide)).await {
            Ok(sight) => sight,
            Err(Paused) => return told(PAUSED),
        },
    };
    match pressed.press.clone() {
        Press::Delete if pressed.by_the_asker() || pressed.moderates => {
            Handling::at_once(Done { response: json!({ "type": super::handle::DEFERRED_UPDATE }), then: Some(Then::DeleteOriginal), picture: None })
        }
        Press::Delete => told("Only who asked, or a moderator, can delete this."),
        Press::Cite(text) => Handling::deferrable(true, async move {
            let Ok(response) = desk.ask_alone(pressed.server(), text).await else { return super::sorry() };
            let Some(cited) = reply::citations(&response) else {
                return reply::notice("There is nothing to cite any more: the articles have changed.", true);
            };
            if pressed.spot.is_some_and(|spot| spot.installed) { reply::with_menu(cited, &response) } else { cited }
        }),
        Press::Settings(_) => told(EXPIRED),
        Press::Rate => match interaction["data"]["values"][0].as_str().and_then(reply::figure_key) {
            Some(key) => feedback::picked(key, pressed.spot, pressed.manages, desk),
            None => told(EXPIRED),
        },
        Press::Vote(vote, figure) => feedback::vote(vote, figure, pressed.spot, pressed.manages, desk),
        Press::Hide(hide, figure) => feedback::hide(hide, figure, pressed.spot, pressed.manages, desk),
        Press::View(text) => Handling::deferrable(true, async move { answer(&desk, text, &pressed, sight).await }),
        Press::Why(left, text) => Handling::deferrable(true, async move {
            let asked = desk.asked(Via::Slash, true);
            let Ok(reasons) = desk.think(pressed.server(), move |engine| engine.reasons(&text, asked)).await else { return super::sorry() };
            reply::why(&reasons, &left).unwrap_or_else(|| reply::notice(EXPIRED, true))
        }),
        // A message that others see as well stays as it is.
        Press::Turn(number, text) if pressed.hidden => Handling::new(
            Box::pin(async move { in_place(sheet(&desk, number, text, &pressed, sight).await.into()) }),
            json!({ "type": super::handle::DEFERRED_UPDATE }),
        ),
        Press::More(number, text) | Press::Turn(number, text) => Handling::deferrable(true, async move { sheet(&desk, number, text, &pressed, sight).await }),
        Press::Check(text) => offer::open(&text),
        Press::Sent => offer::sent(interaction, sight, pressed.user, pressed.embeds, desk),
        Press::Negotiate => offer::negotiating(pressed.server(), sight, pressed.user, pressed.embeds, desk),
        // It was allowed when the answer was given, and need not be any more.
        Press::Share(_) if sight.hidden && pressed.spot.is_some() => {
            Handling::at_once(Done::of(MESSAGE, reply::with_aside(reply::notice("I cannot show it to all here.", true), sight.why.as_deref())))
        }
        Press::Share(text) => Handling::deferrable(false, async move { answer(&desk, text, &pressed, Sight { hidden: false, ..sight }).await }),
        // Who asked sees the answer take the place of the question back; anybody else gets one of their own.
        Press::Ask(text) if pressed.by_the_asker() => Handling::new(
            Box::pin(async move { in_place(answer(&desk, text, &pressed, Sight { hidden: pressed.hidden, ..sight }).await) }),
            json!({ "type": super::handle::DEFERRED_UPDATE }),
        ),
        Press::Ask(text) => Handling::deferrable(true, async move { answer(&desk, text, &pressed, sight).await }),
    }
}

/// The answer to a button's question, for whoever presses it.
async fn answer(desk: &Desk, text: String, pressed: &Pressed, sight: Sight) -> Said {
    let Ok(response) = desk.ask(pressed.server(), text, Via::Slash, sight.hidden, sight.currency).await else { return super::sorry().into() };
    let buttons = desk.buttons_for(pressed.server(), &response, pressed.user, &sight);
    let display = Display { embeds: pressed.embeds, private: sight.hidden, buttons: Some(buttons) };
    let Some(body) = reply::message(&response, &display) else { return reply::notice(EXPIRED, true).into() };
    Said { picture: desk.picture(&response, pressed.pictures).await, ..body.into() }
}

/// A sheet of the further figures of the answer to `text`.
async fn sheet(desk: &Desk, number: u8, text: String, pressed: &Pressed, sight: Sight) -> Value {
    let asked = Asked { currency: sight.currency, ..desk.asked(Via::Slash, true) };
    let again = text.clone();
    let Ok(found) = desk.think(pressed.server(), move |engine| engine.sheet(&text, usize::from(number), asked)).await else { return super::sorry() };
    let shown = found.and_then(|sheet| reply::further(&sheet, number, &again, pressed.embeds));
    shown.unwrap_or_else(|| reply::notice("There is no more: the articles have changed.", true))
}

/// As an edit: what the new message lacks is taken from the old one unless it is said to be empty.
pub(super) fn in_place(mut said: Said) -> Done {
    if let Some(fields) = said.body.as_object_mut() {
        fields.shift_remove("flags");
        for key in ["embeds", "components", "attachments"] {
            fields.entry(key).or_insert_with(|| json!([]));
        }
    }
    Done { picture: said.picture, ..Done::of(UPDATE, said.body) }
}

pub(super) fn told(line: &str) -> Handling {
    let mut body = reply::notice(line, true);
    body["flags"] = json!(EPHEMERAL);
    Handling::at_once(Done::of(MESSAGE, body))
}
