//! An interaction, however it arrived → its first response. The gateway and the HTTP endpoint both call [`handle`], so the
//! same bytes come out.

use std::pin::Pin;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Call, Desk, Said, buttons, complete, dispatch, opens_form, quiet};
use crate::discord::sight::{Paused, Sight};
use crate::reply::parts::EPHEMERAL;

/// Interaction types.
const PING: u64 = 1;
const COMMAND: u64 = 2;
const COMPONENT: u64 = 3;
const AUTOCOMPLETE: u64 = 4;
const FORM_SENT: u64 = 5;

/// Interaction response types.
const PONG: u8 = 1;
pub(super) const MESSAGE: u8 = 4;
const THINKING: u8 = 5;
pub(super) const DEFERRED_UPDATE: u8 = 6;
pub(super) const UPDATE: u8 = 7;
const CHOICES: u8 = 8;
pub(super) const FORM: u8 = 9;

/// A finished interaction.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// The whole response: `{"type": …, "data": …}`.
    pub response: Value,
    /// What is left to do once Discord has the response.
    pub then: Option<Then>,
    /// A picture in its message.
    pub picture: Option<Arc<Drawn>>,
}

/// A picture, and what is in it as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The PNG file.
    pub png: Vec<u8>,
    /// At most 1,024 characters.
    pub alt: String,
}

/// What a response alone cannot do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// Delete the message that the response belongs to.
    DeleteOriginal,
    /// Delete what the bot said in these channels within the last hour, and say in the response how much that was.
    CleanUp(Vec<u64>),
}

impl Done {
    pub(super) fn of(kind: u8, data: Value) -> Self {
        Self { response: json!({ "type": kind, "data": data }), then: None, picture: None }
    }

    /// The body of its message, for where a deferral was sent first.
    pub fn take_message(&mut self) -> Value {
        self.response["data"].take()
    }
}

/// The work on a response.
pub type Work = Pin<Box<dyn Future<Output = Done> + Send>>;

/// An interaction that is being handled.
pub struct Handling {
    /// What gives the response.
    pub work: Work,
    /// What to respond with where the work takes too long; none where waiting is all that can be done.
    pub deferral: Option<Value>,
}

impl Handling {
    pub(super) fn new(work: Work, deferral: Value) -> Self {
        Self { work, deferral: Some(deferral) }
    }

    pub(super) fn at_once(done: Done) -> Self {
        Self { work: Box::pin(std::future::ready(done)), deferral: None }
    }

    /// A new message, hidden or for all.
    pub(super) fn deferrable(hidden: bool, said: impl Future<Output = impl Into<Said>> + Send + 'static) -> Self {
        let flags = if hidden { EPHEMERAL } else { 0 };
        let work = Box::pin(async move {
            let Said { mut body, then, picture } = said.await.into();
            if hidden {
                body["flags"] = json!(EPHEMERAL);
            }
            Done { then, picture, ..Done::of(MESSAGE, body) }
        });
        Self::new(work, json!({ "type": THINKING, "data": { "flags": flags } }))
    }
}

/// What is said where moderators paused the bot.
pub(super) const PAUSED: &str = "The moderators have paused me here.";

/// Handles an interaction. What nobody could know gets one line that only its user sees.
pub async fn handle(interaction: &Value, desk: Desk) -> Handling {
    match interaction["type"].as_u64() {
        Some(PING) => Handling::at_once(Done { response: json!({ "type": PONG }), then: None, picture: None }),
        Some(AUTOCOMPLETE) => {
            let interaction = interaction.clone();
            let work = async move {
                let choices = match Call::of(&interaction) {
                    Some(call) => complete(&call, &desk).await,
                    None => Vec::new(),
                };
                Done::of(CHOICES, json!({ "choices": choices }))
            };
            Handling { work: Box::pin(work), deferral: None }
        }
        Some(COMPONENT | FORM_SENT) => buttons::press(interaction, desk).await,
        Some(COMMAND) => {
            let Some(mut call) = Call::of(interaction) else {
                return buttons::told("I do not understand this command. Ask again in a moment.");
            };
            call.sight = match call.spot {
                _ if quiet(&call.name) => Sight::direct(true),
                None => Sight::direct(call.wish().unwrap_or(false)),
                // A form is no public answer yet.
                Some(spot) => match desk.sight(spot, call.wish().or(opens_form(&call.name).then_some(true))).await {
                    Ok(sight) => sight,
                    Err(Paused) => return buttons::told(PAUSED),
                },
            };
            dispatch(call, desk)
        }
        _ => Handling::at_once(Done::of(MESSAGE, crate::reply::notice("I do not know what this was. Ask again.", true))),
    }
}
