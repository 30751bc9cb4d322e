//! Who judges requests and reads the server's payloads, and what was found wrong with the latter.

use serde_json::Value;

/// One of the independent judges. Those besides [`Judge::Hand`] need the crate's feature `strict`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Judge {
    /// This crate's own checks, written from Discord's documentation; always on.
    Hand,
    /// Discord's OpenAPI file, where its path is given: see [`crate::Setup::openapi`].
    OpenApi,
    /// The crates `twilight-model` and `twilight-validate`.
    Twilight,
}

impl std::fmt::Display for Judge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Hand => "hand",
            Self::OpenApi => "openapi",
            Self::Twilight => "twilight",
        })
    }
}

/// A payload of this server's own that an independent reader could not read: a bug of `local-discord`, not of the bot.
#[derive(Clone, Debug)]
pub struct OwnMistake {
    /// `GET /users/@me`, or the event's name.
    pub what: String,
    /// Who could not read it.
    pub reader: Judge,
    /// Why, with the place.
    pub message: String,
    /// What was sent.
    pub payload: Value,
}
