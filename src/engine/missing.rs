//! What was asked for and is not there, as ids of the lexicon, and their names.

use super::{Engine, Response};
use crate::answer::Kind;

impl Engine {
    /// The role, and the place where one was named, that was asked for and not found.
    pub fn missing(response: &Response) -> Option<(&str, Option<&str>)> {
        let elsewhere = response.answer.widened.iter().any(|step| step.slot == "location");
        let none = response.answer.kind == Kind::NoFigures || elsewhere && response.answer.kind == Kind::Pay;
        let role = response.question.roles.first()?.id.as_deref().filter(|_| none)?;
        Some((role, response.question.location.as_ref().map(|place| place.id.as_str())))
    }

    /// A role at a place, by the lexicon's ids, as a person would write it; none for ids of another version.
    pub fn name_of(&self, role: &str, place: Option<&str>) -> Option<String> {
        let role = &self.lexicon.roles.by_id(role)?.name;
        Some(match place {
            Some(place) => format!("{role}, {}", self.lexicon.places.by_id(place)?.name),
            None => role.clone(),
        })
    }
}
