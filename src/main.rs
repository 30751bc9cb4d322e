//! Arguments, `.env`, the log, the exit code. What is done is in [`salary_bot::cli`].

use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;
use salary_bot::cli::{self, Cli, Failure, Outcome};
use salary_bot::{config, telemetry};

fn main() -> ExitCode {
    match run() {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(failure) => failure.report(&mut std::io::stderr()),
    }
}

fn run() -> Result<Outcome, Failure> {
    // A panic's message may hold the text that was being read, and with it an offer: only the place is told.
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(%place, "a defect: please report this place");
    }));
    // Before the arguments are read: settings in `.env` are defaults of flags.
    config::read_dotenv(Path::new("."))?;
    let cli = Cli::parse();
    telemetry::start(cli.log())?;
    cli::run(cli)
}
