//! The command-line face: one file for each sub-command, and what they share. The only floor besides `main` that knows
//! `anyhow`, the terminal, the clock and the working folder.

mod ask;
mod check;
mod clock;
mod contract;
mod doctor;
mod examples;
mod extract;
mod failure;
mod import;
mod index;
mod open;
mod playground;
mod prompt;
mod register;
mod serve;
mod show;
mod watch;

pub use clock::today;
pub use failure::{Failure, Outcome};

use clap::{Parser, Subcommand};

use crate::config::Config;

/// The arguments.
#[derive(Debug, Parser)]
#[command(
    name = "salary-bot",
    version,
    about = "A Discord bot that answers salary questions from a folder of articles, every figure quoted.",
    after_help = "Without a sub-command: `serve` when a token is set, else `playground`.\n\nExit codes: 0 answered, 1 nothing found, 2 error, 78 a configuration that trying again does not help."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Every setting.
    #[command(flatten)]
    pub config: Config,
}

impl Cli {
    /// What is logged: what is set, else less where a person reads the terminal.
    pub fn log(&self) -> Option<&str> {
        let plays = match self.command {
            Some(Command::Playground(_)) => true,
            None => self.config.token().is_ok_and(|token| token.is_none()),
            Some(_) => false,
        };
        self.config.log().or(if plays { Some(playground::LOG) } else { None })
    }
}

/// The sub-commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Answer a question, or one question a line from standard input
    Ask(ask::Args),
    /// Print every pay figure of articles
    Extract(extract::Args),
    /// Build the index where it is not current, and say what it holds
    Index,
    /// Validate the corpus and the lexicon, or show what one article gives
    Check(check::Args),
    /// Write data of others into a corpus folder as tables of figures
    Import(import::Args),
    /// Run the bot on Discord
    Serve,
    /// Run the bot on a Discord of its own on this machine, with a page to use it in a browser
    Playground(playground::Args),
    /// Tell Discord which commands there are, without connecting; `serve` does it as well
    Register(register::Args),
    /// Look at everything the bot needs: token, Discord, corpus, index, data folder, clock
    Doctor,
}

/// Does what the arguments say.
///
/// # Errors
/// A [`Failure`] that says what went wrong, what to do and which exit code it has.
pub fn run(cli: Cli) -> Result<Outcome, Failure> {
    match cli.command {
        Some(Command::Ask(args)) => ask::run(&args, &cli.config),
        Some(Command::Extract(args)) => extract::run(&args),
        Some(Command::Index) => index::run(&cli.config),
        Some(Command::Check(args)) => check::run(&args, &cli.config),
        Some(Command::Import(args)) => import::run(&args),
        Some(Command::Serve) => serve::run(&cli.config),
        Some(Command::Playground(args)) => playground::run(&args, &cli.config),
        Some(Command::Register(args)) => register::run(&args, &cli.config),
        Some(Command::Doctor) => doctor::run(&cli.config),
        None if cli.config.token()?.is_some() => serve::run(&cli.config),
        None => playground::run(&playground::Args::default(), &cli.config),
    }
}
