//! The Discord face, and the only folder that names serenity.
//!
//! [`serve`] keeps a bot connected until it is told to stop. What arrives goes one of two ways: a message through
//! `heard` (is the bot addressed, and with which words?) to the engine; an interaction as a plain [`commands::Call`] through
//! [`commands::handle`]. Both end in `send`, which puts our own JSON on the wire and knows what Discord refuses and
//! when to try again.
//!
//! What a server's moderators chose decides before either who sees an answer (`sight`), how often (`cooldown`), and whether
//! a message that is not for the bot may be answered (`messages`); `memory` is what is held for a while.
//!
//! No command framework stands on top of serenity: such a framework hands a command serenity's `Context`, which exists on a
//! gateway shard alone. A command here takes a [`commands::Call`] and gives JSON, so that interactions which come over HTTP
//! (`endpoint`) get the same bytes. Nothing here logs a message's text, or above debug level an id; the token is never logged.

pub mod commands;

mod clean_up;
mod connect;
mod cooldown;
mod endpoint;
mod error;
mod events;
mod expiring;
mod gallery;
mod heard;
mod memory;
mod messages;
mod own;
mod register;
mod send;
mod sight;
mod signature;
mod standing;
mod turn;

pub use connect::serve;
pub use endpoint::Endpoint;
pub use error::ServeError;
pub use register::{Registered, invite, register};
pub use signature::PublicKey;
pub use standing::{Standing, standing};

use std::time::Duration;

use crate::config::Secret;
use crate::text::PartialDate;

/// What connecting to Discord needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The bot's token.
    pub token: Secret,
    /// The origin, without a path, of another Discord than the real one.
    pub api_base: Option<String>,
    /// The word that a message to the bot begins with. Without one, the message content intent is not asked for.
    pub prefix: Option<String>,
    /// How to reach who runs the bot, as they wrote it.
    pub contact: Option<String>,
    /// The clock: freshness counts from the day that it gives.
    pub today: fn() -> PartialDate,
    /// The HTTP client, where it is to be another than one of our own.
    pub client: Option<reqwest::Client>,
    /// After how long without a session on every shard the client is started anew.
    pub give_up_after: Duration,
    /// How long an interaction waits for its answer before it is deferred; zero defers at once. Discord gives up after 3 s.
    pub defer_after: Duration,
}

impl Settings {
    /// Settings for the real Discord, without a prefix.
    pub fn new(token: Secret, today: fn() -> PartialDate) -> Self {
        Self {
            token,
            api_base: None,
            prefix: None,
            contact: None,
            today,
            client: None,
            give_up_after: Duration::from_secs(120),
            defer_after: Duration::from_secs(2),
        }
    }
}
