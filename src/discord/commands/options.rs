//! Options that several commands have.

use serde_json::{Value, json};

use super::{Call, Desk, MOST_CHOICES};
use crate::engine::Choice;
use crate::pay::Level;

/// More years than anyone works.
const MOST_YEARS: u8 = 60;

/// Whose pay, and where: role, location, level, years.
pub(super) fn whose(role_required: bool) -> Vec<Value> {
    let levels: Vec<Value> = Level::ALL.iter().map(|level| json!({ "name": level.name(), "value": level.name() })).collect();
    let role =
        json!({ "type": 3, "name": "role", "description": "The job, in your words", "required": role_required, "autocomplete": true, "max_length": 100 });
    vec![
        role,
        json!({ "type": 3, "name": "location", "description": "A city, region or country", "autocomplete": true, "max_length": 100 }),
        json!({ "type": 3, "name": "level", "description": "Seniority", "choices": levels }),
        json!({ "type": 4, "name": "years", "description": "Years of experience", "min_value": 0, "max_value": MOST_YEARS }),
    ]
}

/// The level that was chosen.
pub(super) fn level(call: &Call) -> Option<Level> {
    call.text("level").and_then(|name| Level::ALL.iter().copied().find(|level| level.name() == name))
}

/// The years that were given.
pub(super) fn years(call: &Call) -> Option<u8> {
    call.integer("years").and_then(|years| u8::try_from(years).ok()).filter(|years| *years <= MOST_YEARS)
}

/// Roles and places, while somebody types.
pub(super) fn complete(call: &Call, desk: &Desk) -> Vec<Choice> {
    match call.focused() {
        Some(("role", typed)) => desk.engine(call.server()).complete_role(typed, MOST_CHOICES),
        Some(("location", typed)) => desk.engine(call.server()).complete_place(typed, call.text("role"), MOST_CHOICES),
        _ => Vec::new(),
    }
}
