//! How a sub-command ends.

use std::io::Write;
use std::process::ExitCode;

use crate::config::ConfigError;
use crate::discord::ServeError;
use crate::engine::EngineError;
use crate::telemetry::TelemetryError;

/// The exit code of an error.
const ERROR: u8 = 2;
/// The exit code of a configuration that a supervisor must not retry (`EX_CONFIG` of sysexits).
const CONFIGURATION: u8 = 78;

/// How a sub-command that worked ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// There was an answer.
    Answered,
    /// There was nothing to answer with.
    Nothing,
    /// It worked and found what is wrong, as `check` and `doctor` do.
    Wrong,
}

impl Outcome {
    /// Its exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Answered => 0,
            Self::Nothing => 1,
            Self::Wrong => ERROR,
        }
    }
}

/// Why a sub-command did not work, what to do about it, and its exit code.
#[derive(Debug)]
pub struct Failure {
    error: anyhow::Error,
    hints: Vec<String>,
    code: u8,
}

impl Failure {
    /// A failure that `message` describes.
    pub fn new(message: impl Into<String>) -> Self {
        Self::of(anyhow::Error::msg(message.into()))
    }

    /// A failure with the chain of `error`.
    pub fn of(error: anyhow::Error) -> Self {
        Self { error, hints: Vec::new(), code: ERROR }
    }

    /// With what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// With the exit code that tells a supervisor not to try again.
    #[must_use]
    pub fn fatal(mut self) -> Self {
        self.code = CONFIGURATION;
        self
    }

    /// Writes the message, its chain and the hints to `to`, and gives the exit code.
    pub fn report(&self, to: &mut impl Write) -> ExitCode {
        // Who read our output has read enough: `salary-bot ask … | head -1` is no error.
        if self.error.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe) {
            return ExitCode::SUCCESS;
        }
        // When standard error is gone there is nobody to tell.
        let _ = self.write(to);
        ExitCode::from(self.code)
    }

    fn write(&self, to: &mut impl Write) -> std::io::Result<()> {
        let mut said = self.error.to_string();
        writeln!(to, "error: {said}")?;
        for cause in self.error.chain().skip(1).map(ToString::to_string) {
            // An error that is shown as its cause's text says nothing new.
            if !said.contains(&cause) {
                writeln!(to, "  because: {cause}")?;
            }
            said = cause;
        }
        for hint in &self.hints {
            writeln!(to, "hint: {hint}")?;
        }
        to.flush()
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::of(error.into())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        if error.is_io() { std::io::Error::from(error).into() } else { Self::of(error.into()) }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let hint = error.hint();
        Self::of(error.into()).hint(hint).fatal()
    }
}

impl From<TelemetryError> for Failure {
    fn from(error: TelemetryError) -> Self {
        Self::of(error.into())
            .hint("RUST_LOG is a level (error, warn, info, debug, trace) or a list of target=level, for example `info` or `warn,salary_bot=debug`")
            .fatal()
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        let hint = match &error {
            EngineError::Lexicon(_) => "a table of the lexicon that is compiled in is broken; this is a defect of salary-bot",
            EngineError::Emptied => "put the articles back into the corpus folders",
            EngineError::Index(_) => "remove the index folder in the data folder; it is built anew from the corpus",
            EngineError::Own(_) => "set SALARY_BOT_DATA to a folder that the bot may write",
        };
        Self::of(error.into()).hint(hint)
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        let (hint, fatal) = (error.hint(), error.is_configuration());
        let failure = Self::of(error.into()).hint(hint);
        if fatal { failure.fatal() } else { failure }
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    fn reported(failure: &Failure) -> (String, ExitCode) {
        let mut out = Vec::new();
        let code = failure.report(&mut out);
        (String::from_utf8(out).expect("UTF-8"), code)
    }

    #[test]
    fn a_failure_says_what_why_and_what_to_do() {
        let chain = Err::<(), _>(std::io::Error::other("disk on fire")).context("the index").expect_err("failed");
        let (text, code) = reported(&Failure::of(chain).hint("put it out"));
        assert_eq!(text, "error: the index\n  because: disk on fire\nhint: put it out\n");
        assert_eq!(code, ExitCode::from(2));
        let (_, code) = reported(&ConfigError::Listen("x".to_owned()).into());
        assert_eq!(code, ExitCode::from(78));
    }

    #[test]
    fn a_reader_that_left_is_no_error() {
        let (text, code) = reported(&std::io::Error::from(std::io::ErrorKind::BrokenPipe).into());
        assert_eq!((text.as_str(), code), ("", ExitCode::SUCCESS));
    }
}
