//! An offer that came by its form, and what a form begins with.

use super::{Engine, EngineError, Response};
use crate::answer::Asked;
use crate::pay::Level;
use crate::question::{Intent, OfferForm, Question, Unread, read_form, understand};

/// The longest text that a form begins with, in characters.
const LONGEST: usize = 100;

/// What became of a form.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The answer; none where the base pay could not be read.
    pub response: Option<Response>,
    /// The fields that could not be read.
    pub unread: Vec<Unread>,
}

impl Engine {
    /// Answers `text` with the offers that `form` states.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn place_offer(&self, text: &str, form: &OfferForm, asked: Asked) -> Result<Placed, EngineError> {
        let question = understand(text, asked.via, self.lexicon);
        let local = question.location.as_ref().and_then(|l| self.lexicon.places.currency_of(&l.id));
        let (offer, second, unread) = read_form(form, local, self.lexicon);
        let Some(offer) = offer else { return Ok(Placed { response: None, unread }) };
        let question = Question { intent: Intent::OfferCheck, offer: Some(offer), second, ..question };
        Ok(Placed { response: Some(self.answer_question(question, asked)?), unread })
    }

    /// The words that a form begins with, of what a command's options say: the role and the place as somebody typed or chose
    /// them. What holds a number is left out, for it may be the offer.
    pub fn opening(&self, role: Option<&str>, location: Option<&str>, level: Option<Level>, years: Option<u8>) -> String {
        let typed = |text: &str| Some(text.to_owned()).filter(|text| !text.contains(char::is_numeric));
        let role = role.and_then(|text| self.lexicon.roles.by_id(text).map(|role| role.name.clone()).or_else(|| typed(text)));
        let place = location.and_then(|text| self.lexicon.places.by_id(text).map(|place| self.full_name(place)).or_else(|| typed(text)));
        let who = level.map(|level| level.to_string()).into_iter().chain(role).collect::<Vec<_>>().join(" ");
        let parts = [
            Some(who).filter(|who| !who.is_empty()),
            place.map(|place| format!("in {place}")),
            years.map(|years| format!("with {years} {}", if years == 1 { "year" } else { "years" })),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect()
    }
}
