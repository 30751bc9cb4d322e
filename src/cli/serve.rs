//! `serve`: the bot on Discord, until it is told to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use super::open::{folders, index_folder, open, servers_folder};
use super::watch::watch;
use super::{Failure, Outcome, today};
use crate::config::{Config, ConfigError, Secret};
use crate::discord::{self, Endpoint, PublicKey, Settings};
use crate::engine::Library;
use crate::store::Store;
use crate::telemetry::field;

/// The file of the data folder with what servers chose.
const DATABASE: &str = "salary-bot.db";
/// What tasks get to end in once the bot has said goodbye; together with its own farewell less than two seconds.
const LEFTOVERS: Duration = Duration::from_millis(200);

/// Opens the corpus, connects and answers until SIGINT or SIGTERM.
///
/// # Errors
/// Where there is no token, the corpus cannot be opened, or Discord refuses the bot.
pub fn run(config: &Config) -> Result<Outcome, Failure> {
    let settings = settings(config)?;
    let door = door(config)?;
    let (engine, report) = open(config)?;
    tracing::info!({ field::ARTICLES } = report.articles, { field::FIGURES } = engine.summary().figures, broken = report.broken.len(), "the corpus is open");
    let store = store(config)?;
    let library = Library::of(Arc::new(engine), &report, folders(config)?, Some(index_folder(config)));
    let library = Arc::new(library.with_servers(servers_folder(config)));
    block_on(async move {
        let shutdown = shutdown()?;
        let endpoint = match door {
            Some((address, key)) => Some(endpoint(address, key).await?),
            None => None,
        };
        if let Err(error) = store.open().await {
            tracing::error!(%error, "what servers chose cannot be read: the defaults count until it can");
        }
        let watching = tokio::spawn(watch(library.clone()));
        discord::serve(library, Arc::new(store), settings, endpoint, shutdown).await?;
        watching.abort();
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
    settings.contact = config.contact().map(str::to_owned);
    Ok(settings)
}

/// What servers chose: in the database that is set, else in a file of the data folder.
///
/// # Errors
/// Where there can be no data folder.
pub fn store(config: &Config) -> Result<Store, Failure> {
    if let Some(url) = config.database_url() {
        return Ok(Store::address(url.expose()));
    }
    let folder = config.data();
    std::fs::create_dir_all(&folder).map_err(|error| {
        Failure::new(format!("{}: cannot be made: {error}", folder.display())).hint("set SALARY_BOT_DATA to a folder that the bot may write")
    })?;
    Ok(Store::file(&folder.join(DATABASE)))
}

/// Where the HTTP endpoint listens and with which key, where it is wanted.
///
/// # Errors
/// Where the address or the key cannot be used.
fn door(config: &Config) -> Result<Option<(SocketAddr, PublicKey)>, Failure> {
    let Some(address) = config.listen()? else { return Ok(None) };
    let text = config.public_key().ok_or(ConfigError::NoPublicKey)?;
    let key = PublicKey::parse(text).ok_or(ConfigError::PublicKey)?;
    Ok(Some((address, key)))
}

async fn endpoint(address: SocketAddr, key: PublicKey) -> Result<Endpoint, Failure> {
    let listener = TcpListener::bind(address).await.map_err(|error| {
        Failure::new(format!("SALARY_BOT_LISTEN: cannot listen on {address}: {error}")).hint("choose a free port of this machine, or leave it empty")
    })?;
    tracing::info!(%address, "the HTTP endpoint listens; Discord needs an https:// address that leads here");
    Ok(Endpoint { listener, key })
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
pub(super) fn shutdown() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
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
pub(super) fn shutdown() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        // Without a way to hear Ctrl-C the bot runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
