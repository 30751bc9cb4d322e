//! Arguments, start and end of the program.

mod description;
mod file;
mod names;
mod words;

use std::{
    io::Write,
    path::{Path, PathBuf},
    time::Duration,
};

use local_discord::{Error, LocalDiscord, Setup, Timing};

/// Where the server listens if nobody says otherwise.
const PORT: u16 = 3210;

/// A Discord on 127.0.0.1 for trying out a bot.
#[derive(Debug, clap::Parser)]
#[command(version)]
pub struct Arguments {
    /// Port on 127.0.0.1 instead of the file's or 3210; 0 takes any free one
    #[arg(long)]
    port: Option<u16>,
    /// TOML file with the bot, the guilds and the people; without it there is one guild
    file: Option<PathBuf>,
}

/// Why the program ends.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The file cannot be read.
    #[error("{path}: {error}")]
    Unreadable { path: String, error: std::io::Error },
    /// The file says something impossible.
    #[error("{path}: {reason}")]
    Wrong { path: String, reason: String },
    /// The port cannot be had.
    #[error("port {port} on 127.0.0.1 is taken; another one: --port {other}, any free one: --port 0")]
    Taken { port: u16, other: u16 },
    /// The server did not start.
    #[error(transparent)]
    Start(#[from] Error),
}

/// Runs until Ctrl-C.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let mut setup = match &arguments.file {
        Some(path) => read(path)?,
        None => Setup { port: PORT, ..strict() },
    };
    setup.port = arguments.port.unwrap_or(setup.port);
    let port = setup.port;
    let welcome = words::Welcome::of(&setup);
    let discord = match LocalDiscord::start(setup).await {
        Err(Error::Bind(error)) if error.kind() == std::io::ErrorKind::AddrInUse => {
            return Err(Failure::Taken { port, other: port.checked_add(1).unwrap_or(PORT) });
        }
        other => other?,
    };
    let mut out = std::io::stdout();
    print(&mut out, &welcome.text(&discord));
    tokio::select! {
        () = report(&discord, &mut out) => {}
        // An error means that there is no such signal here; then the program can only be killed.
        Ok(()) = tokio::signal::ctrl_c() => {}
    }
    discord.shutdown().await;
    Ok(())
}

/// What a person who tries out a bot wants, other than a test: Discord's own times.
fn strict() -> Setup {
    Setup { timing: Timing { identify_interval: Timing::IDENTIFY_INTERVAL, ..Timing::default() }, ..Setup::default() }.enforce_rate_limits()
}

fn read(path: &Path) -> Result<Setup, Failure> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| Failure::Unreadable { path: name.clone(), error })?;
    file::setup(&text, strict()).map_err(|reason| Failure::Wrong { path: name, reason })
}

/// Prints broken rules as they happen.
async fn report(discord: &LocalDiscord, out: &mut impl Write) {
    let mut seen = 0;
    while let Ok(all) = discord.wait_violations(seen + 1, Duration::MAX).await {
        for violation in all.iter().skip(seen) {
            print(out, &words::violation(violation));
        }
        seen = all.len();
    }
}

/// Writes a line. Nobody may be reading any more, which is no reason to end the server.
pub fn print(out: &mut impl Write, text: &str) {
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}
