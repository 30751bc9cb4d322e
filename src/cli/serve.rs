//! `serve`: the bot on Discord, until it is told to stop.

use std::sync::Arc;
use std::time::Duration;

use super::open::open;
use super::{Failure, Outcome, today};
use crate::config::{Config, Secret};
use crate::discord::{self, Settings};
use crate::store::Store;
use crate::telemetry::field;

/// What tasks get to end in once the bot has said goodbye; together with its own farewell less than two seconds.
const LEFTOVERS: Duration = Duration::from_millis(200);

/// Opens the corpus, connects and answers until SIGINT or SIGTERM.
///
/// # Errors
/// Where there is no token, the corpus cannot be opened, or Discord refuses the bot.
pub fn run(config: &Config) -> Result<Outcome, Failure> {
    let settings = settings(config)?;
    let (engine, report) = open(config)?;
    tracing::info!({ field::ARTICLES } = report.articles, { field::FIGURES } = engine.summary().figures, broken = report.broken.len(), "the corpus is open");
    for (set, what) in [
        (config.listen()?.is_some(), "SALARY_BOT_LISTEN is set, but this version answers through the gateway alone"),
        (config.database_url().is_some(), "DATABASE_URL is set, but this version keeps what servers chose in memory"),
    ] {
        if set {
            tracing::warn!("{what}");
        }
    }
    block_on(async move {
        let shutdown = shutdown()?;
        discord::serve(Arc::new(engine), Arc::new(Store::in_memory()), settings, shutdown).await?;
        tracing::info!("the bot has ended");
        Ok(Outcome::Answered)
    })
}

/// What connecting to Discord needs.
///
/// # Errors
/// Where there is no token.
pub fn settings(config: &Config) -> Result<Settings, Failure> {
    let token = token(config)?;
    let mut settings = Settings::new(token, today);
    settings.api_base = config.api_base()?.map(str::to_owned);
    settings.prefix = config.prefix().map(str::to_owned);
    Ok(settings)
}

fn token(config: &Config) -> Result<Secret, Failure> {
    config.token()?.ok_or_else(|| {
        Failure::new("no token for Discord")
            .hint("set DISCORD_TOKEN, in the environment or in .env: README.md says where to get one")
            .hint("without Discord, `salary-bot ask` answers here")
            .fatal()
    })
}

/// Runs `task` on threads of its own, which end soon after it.
///
/// # Errors
/// What `task` gives, or where there are no threads to be had.
pub fn block_on<T>(task: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(task);
    runtime.shutdown_timeout(LEFTOVERS);
    done
}

/// Done once the process is told to end: Ctrl-C, or what a supervisor sends.
#[cfg(unix)]
fn shutdown() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn shutdown() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        // Without a way to hear Ctrl-C the bot runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
