//! The log: who writes it, where it goes, and what its fields are called.
//!
//! Logs go to standard error; answers have standard output to themselves. No field holds what a person wrote, and ids of
//! people, channels and servers appear at debug level alone.

use std::io::IsTerminal as _;

use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// What is logged where nothing else is set.
pub const DEFAULT_FILTER: &str = "warn,salary_bot=info,serenity=warn,tantivy=warn";

/// The names of fields, so that one thing has one name in every line: `info!({ field::KIND } = …)`.
pub mod field {
    /// A slash command's name.
    pub const COMMAND: &str = "command";
    /// What an answer is: pay, comparison, no figures, ….
    pub const KIND: &str = "kind";
    /// How a question came in.
    pub const VIA: &str = "via";
    /// How long it took, in microseconds.
    pub const ELAPSED_US: &str = "elapsed_us";
    /// An HTTP status, or a code of Discord's.
    pub const CODE: &str = "code";
    /// How many articles.
    pub const ARTICLES: &str = "articles";
    /// How many figures.
    pub const FIGURES: &str = "figures";
    /// A file of a corpus.
    pub const FILE: &str = "file";
    /// What went wrong.
    pub const ERROR: &str = "error";
}

/// Who writes down what passes over the wire, and with it the token and people's words: frames, bodies, whole events.
const WIRE: [&str; 2] = ["tungstenite", "serenity"];

/// Whether a line or span may be in the log, whatever the filter says. Of those who see the wire only lines for an operator
/// may; their spans hold what they were called with.
pub fn may_be_logged(metadata: &Metadata<'_>) -> bool {
    let wire = WIRE.iter().any(|target| metadata.target().starts_with(target));
    !wire || metadata.is_event() && *metadata.level() <= Level::INFO
}

/// A log cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// `RUST_LOG` is no filter.
    #[error("RUST_LOG: {0}")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// There is a log already.
    #[error("the log: {0}")]
    Started(String),
}

/// Starts the log with `filter`, or the default one.
///
/// # Errors
/// Where the filter cannot be read, or a log was started before.
pub fn start(filter: Option<&str>) -> Result<(), TelemetryError> {
    let filter = EnvFilter::try_new(filter.unwrap_or(DEFAULT_FILTER))?;
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    tracing_subscriber::registry()
        .with(filter)
        .with(filter_fn(may_be_logged))
        .with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(colour))
        .try_init()
        .map_err(|e| TelemetryError::Started(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_filter_is_one_and_a_broken_one_is_told() {
        assert!(EnvFilter::try_new(DEFAULT_FILTER).is_ok());
        assert!(matches!(start(Some("salary_bot=loudly")), Err(TelemetryError::Filter(_))));
    }
}
