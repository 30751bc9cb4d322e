//! What can go wrong for the one who drives the server; what goes wrong for a bot is an `ApiError`.

use serde_json::Value;

use crate::Id;

/// Why a call of the driver failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address could not be bound.
    #[error("cannot listen on 127.0.0.1: {0}")]
    Bind(#[from] std::io::Error),
    /// Discord's OpenAPI file cannot be used: see [`crate::Setup::openapi`].
    #[error("{}: {why}", path.display())]
    OpenApi {
        /// The file.
        path: std::path::PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// No such user, channel, message, ….
    #[error("there is no {what} {id}")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Its id.
        id: Id,
    },
    /// Something that a Discord client would not let a user do, such as a command that is not registered.
    #[error("a Discord client would refuse: {0}")]
    Refused(String),
    /// An interaction needs a bot that has logged in, even if it is away for a moment.
    #[error("no bot has logged in on the gateway")]
    NotConnected,
    /// The interactions endpoint did not pass, or did not answer.
    #[error("the interactions endpoint: {0}")]
    Endpoint(String),
    /// No certificate could be made for the names in `Setup::tls`.
    #[cfg(feature = "tls")]
    #[error("no certificate for TLS: {0}")]
    Tls(String),
    /// It did not happen in time.
    #[error("waited {waited:?} in vain for {what}")]
    Timeout {
        /// For what.
        what: String,
        /// How long.
        waited: std::time::Duration,
    },
    /// Something happened where nothing should.
    #[error("did not expect {0}")]
    Unexpected(Box<Value>),
    /// The interaction's time passed; the user saw "The application did not respond".
    #[error("the application did not respond to interaction {0} in time")]
    NoAnswer(Id),
}
