//! `register`: tells Discord which commands there are, without connecting.

use std::io::Write as _;

use super::serve::{block_on, settings};
use super::{Failure, Outcome};
use crate::config::Config;
use crate::discord;

/// The arguments of `register`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only say which commands would change
    #[arg(long)]
    dry_run: bool,
}

/// Registers the commands that changed, and prints them and the link that invites the bot.
///
/// # Errors
/// Where there is no token, or Discord refuses or does not answer.
pub fn run(args: &Args, config: &Config) -> Result<Outcome, Failure> {
    let settings = settings(config)?;
    let registered = block_on(async { Ok(discord::register(&settings, args.dry_run).await?) })?;
    let mut out = std::io::stdout().lock();
    let would = if args.dry_run { "would be " } else { "" };
    for name in &registered.changed {
        writeln!(out, "/{name}: {would}registered")?;
    }
    for name in &registered.removed {
        writeln!(out, "/{name}: {would}removed")?;
    }
    if registered.is_current() {
        writeln!(out, "every command is registered as it should be")?;
    }
    writeln!(out, "invite the bot: {}", registered.invite)?;
    Ok(Outcome::Answered)
}
