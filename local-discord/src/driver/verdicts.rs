//! What the judges found.

use super::LocalDiscord;
use crate::{FieldError, Judge, OwnMistake, Violation};

impl LocalDiscord {
    /// Who judges the requests of this server. Without the feature `strict` that is [`Judge::Hand`] alone, without
    /// Discord's OpenAPI file [`Judge::OpenApi`] is missing: a test suite can say so in one line instead of passing
    /// silently with less.
    #[must_use]
    pub fn judges(&self) -> Vec<Judge> {
        self.server.judges.names()
    }

    /// Payloads of this server that an independent reader could not read, answers and events alike; always empty
    /// without the feature `strict`. What [`Self::dispatch_raw`] sends and what a [`crate::Fault`] answers is meant to be
    /// wrong and not looked at.
    #[must_use]
    pub fn own_mistakes(&self) -> Vec<OwnMistake> {
        self.server.read(|world| world.log.own_mistakes.clone())
    }

    /// Everything that should not be, one readable line each: rules that the bot broke, then mistakes of the server. A
    /// test suite asserts at the end of each test that there are none.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        self.server.read(|world| {
            let violations = world.log.violations.iter().map(violation);
            violations.chain(world.log.own_mistakes.iter().map(own_mistake)).collect()
        })
    }
}

fn violation(broken: &Violation) -> String {
    let Violation { method, path, code, message, errors, judges, .. } = broken;
    let errors: String = errors.iter().map(|FieldError { path, code, message }| format!("; {path}: {message} ({code})")).collect();
    let judges: Vec<String> = judges.iter().map(ToString::to_string).collect();
    format!("{method} {path}: {message} ({code}){errors} [{}]", judges.join(", "))
}

fn own_mistake(found: &OwnMistake) -> String {
    let OwnMistake { what, reader, message, .. } = found;
    format!("local-discord itself, {what}: {message} [{reader}]")
}
