//! What every command works with.

use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;

use super::Call;
use crate::answer::{Asked, Kind};
use crate::engine::{Engine, EngineError, Response};
use crate::question::Via;
use crate::reply::{self, Buttons, Display};
use crate::store::Store;
use crate::text::PartialDate;

/// What every command works with.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Answers.
    pub engine: Arc<Engine>,
    /// What servers chose.
    pub store: Arc<Store>,
    /// The clock.
    pub today: fn() -> PartialDate,
    /// The prefix, where it works.
    pub prefix: Option<String>,
    /// How to reach who runs the bot.
    pub contact: Option<String>,
}

/// The engine failed; why is logged, once.
#[derive(Debug, Clone, Copy)]
pub struct Failed;

impl Desk {
    /// Lets the engine think without holding up the gateway.
    ///
    /// # Errors
    /// Where it failed.
    pub async fn think<T: Send + 'static>(&self, work: impl FnOnce(&Engine) -> Result<T, EngineError> + Send + 'static) -> Result<T, Failed> {
        let engine = self.engine.clone();
        match tokio::task::spawn_blocking(move || work(&engine)).await {
            Ok(Ok(thought)) => Ok(thought),
            Ok(Err(error)) => {
                tracing::error!(%error, "no answer");
                Err(Failed)
            }
            Err(error) => {
                // Not the error's own text: a panic's message may quote what was read.
                tracing::error!(panicked = error.is_panic(), "no answer");
                Err(Failed)
            }
        }
    }

    /// Answers words.
    ///
    /// # Errors
    /// Where the engine failed.
    pub async fn ask(&self, text: String, via: Via, private: bool) -> Result<Response, Failed> {
        let asked = self.asked(via, private);
        let started = Instant::now();
        let response = self.think(move |engine| engine.answer(&text, asked)).await?;
        logged(&response, via, started);
        Ok(response)
    }

    /// Answers a call with what `work` makes of it.
    pub(super) async fn answer(&self, call: &Call, work: impl FnOnce(&Engine, Asked) -> Result<Response, EngineError> + Send + 'static) -> Value {
        let asked = self.asked(Via::Slash, call.private());
        let started = Instant::now();
        let Ok(response) = self.think(move |engine| work(engine, asked)).await else { return super::sorry() };
        logged(&response, Via::Slash, started);
        let buttons = Buttons { asker: call.user, hidden: call.hidden(), ..self.buttons(&response) };
        let display = Display { embeds: call.embeds, private: call.private(), buttons: Some(buttons) };
        let Some(mut body) = reply::message(&response, &display) else {
            return reply::notice("I only know about pay. Try a role, such as \"devops\".", true);
        };
        // Direct messages are private without a flag, and a reply that stays can be found again.
        if !call.hidden()
            && let Some(fields) = body.as_object_mut()
        {
            fields.shift_remove("flags");
        }
        body
    }

    /// What the buttons under an answer need to know, but for who asked.
    pub fn buttons(&self, response: &Response) -> Buttons {
        let cited = !response.answer.figures.is_empty() || !response.answer.passages.is_empty();
        let offer = !response.answer.offers.is_empty();
        let again = |question| if offer { self.engine.without_offer(question) } else { self.engine.again(question) };
        let again = if cited { again(&response.question) } else { None };
        let check = if response.answer.kind == Kind::Offer && !offer { self.engine.without_offer(&response.question) } else { None };
        Buttons { asker: None, again, check, offer, hidden: false, cited }
    }

    fn asked(&self, via: Via, private: bool) -> Asked {
        Asked { today: (self.today)(), via, private }
    }
}

fn logged(response: &Response, via: Via, started: Instant) {
    let elapsed_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(?via, kind = ?response.answer.kind, figures = response.answer.figures.len(), elapsed_us, "answered");
}
