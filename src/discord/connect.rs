//! Connecting, falling back to fewer intents, and ending in time.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use serenity::all::{BotGateway, Client, GatewayIntents, Http, HttpBuilder, ShardManager};
use serenity::gateway::{ConnectionStage, GatewayError};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::commands::Desk;
use super::endpoint::{self, Endpoint};
use super::events::{Events, now};
use super::send::{REQUEST, Trouble};
use super::{ServeError, Settings};
use crate::engine::Library;
use crate::store::Store;

/// How many messages and interactions are answered at the same time; the others wait their turn.
const AT_ONCE: u32 = 256;
/// How often the data of servers is erased that the bot left.
const BETWEEN_ERASURES: Duration = Duration::from_secs(6 * 60 * 60);
/// What replies under way and shards get to end in. serenity's own farewell would wait for ever for a shard that never
/// connected.
const FAREWELL: Duration = Duration::from_millis(1200);
/// Discord's shortest time between two IDENTIFYs.
const BETWEEN_IDENTIFIES: Duration = Duration::from_secs(5);
/// The longest pause before a new client: 144 a day stay far below the starts that Discord allows.
const LONGEST_PAUSE: Duration = Duration::from_secs(600);
/// The longest wait between two tries to reach Discord at the start.
const PATIENCE: Duration = Duration::from_secs(60);

/// Connects to Discord, registers the commands that changed and answers until `shutdown` is done; then ends within 2 s,
/// connected or not. With an `endpoint`, interactions are answered there as well: where Discord has its URL, it sends them
/// there instead of by the gateway.
///
/// # Errors
/// Where Discord will not have the bot; [`ServeError::is_configuration`] says whether trying again is of use.
pub async fn serve(
    library: Arc<Library>,
    store: Arc<Store>,
    settings: Settings,
    endpoint: Option<Endpoint>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    tokio::pin!(shutdown);
    let under_way = Arc::new(Semaphore::new(AT_ONCE as usize));
    let registered = Arc::new(AtomicBool::new(false));
    let desk = Desk::new(library, store, &settings);
    // Aborted when this ends, however it ends.
    let mut at_the_door = JoinSet::new();
    if let Some(endpoint) = endpoint {
        at_the_door.spawn(endpoint::serve(endpoint, desk.clone(), Arc::new(http(&settings)), under_way.clone(), settings.defer_after));
    }
    at_the_door.spawn(erase_departed(desk.clone()));
    let mut pause = BETWEEN_IDENTIFIES;
    loop {
        let events = Events::new(desk.clone(), settings.defer_after, under_way.clone(), registered.clone());
        let (mut client, shards) = tokio::select! {
            () = &mut shutdown => return Ok(()),
            client = client(&settings, intents(desk.prefix().is_some()), events) => client?,
        };
        let manager = client.shard_manager.clone();
        let ended = tokio::select! {
            () = &mut shutdown => {
                farewell(&manager, &under_way).await;
                return Ok(());
            }
            ended = client.start_shards(shards) => ended,
            () = out_of_touch(&manager, settings.give_up_after) => {
                tracing::warn!(seconds = pause.as_secs(), "no session with Discord for too long; starting anew after a pause");
                farewell(&manager, &under_way).await;
                tokio::select! {
                    () = &mut shutdown => return Ok(()),
                    () = sleep(pause) => {}
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
                continue;
            }
        };
        match ended {
            Ok(()) => return Ok(()),
            Err(serenity::Error::Gateway(GatewayError::DisallowedGatewayIntents)) if desk.prefix().is_some() => {
                desk.refuse_content();
                tracing::warn!(
                    "Discord does not allow the message content intent: the prefix is off, slash commands, mentions and direct messages work. Switch the intent on in the developer portal (Bot, Message Content Intent), or set SALARY_BOT_PREFIX to nothing."
                );
                tokio::select! {
                    () = &mut shutdown => return Ok(()),
                    () = sleep(BETWEEN_IDENTIFIES) => {}
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Erases what is kept of servers that the bot left long ago, now and every few hours.
async fn erase_departed(desk: Desk) {
    loop {
        match desk.store.erase_departed(now()).await {
            Ok(0) => {}
            Ok(servers) => tracing::info!(servers, "the data of servers that the bot left was erased"),
            Err(error) => tracing::warn!(%error, "the data of servers that the bot left is not erased; tried again"),
        }
        desk.forget_old_articles().await;
        sleep(BETWEEN_ERASURES).await;
    }
}

/// Done once a shard has had no session for that long. serenity itself begins a new one every few seconds for ever, also where
/// Discord refuses it each time (4003, 4010 to 4012), and after 1,000 of them in a day Discord resets the token.
async fn out_of_touch(manager: &ShardManager, patience: Duration) {
    let mut connected = Instant::now();
    loop {
        sleep(patience / 10).await;
        let runners = manager.runners.lock().await;
        if !runners.is_empty() && runners.values().all(|shard| shard.stage == ConnectionStage::Connected) {
            connected = Instant::now();
        }
        if connected.elapsed() > patience {
            return;
        }
    }
}

/// What the bot wants to be told of.
fn intents(content: bool) -> GatewayIntents {
    let least = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    if content { least | GatewayIntents::MESSAGE_CONTENT } else { least }
}

/// A REST client.
pub(super) fn http(settings: &Settings) -> Http {
    let mut builder = HttpBuilder::new(settings.token.expose());
    if let Some(client) = &settings.client {
        builder = builder.client(client.clone());
    }
    match &settings.api_base {
        // serenity sends requests, with the token, to discord.com for as long as its rate limiter is on.
        Some(base) => builder.proxy(base.trim_end_matches('/')).ratelimiter_disabled(true).build(),
        None => builder.build(),
    }
}

/// A client that is ready to start, and with how many shards.
async fn client(settings: &Settings, intents: GatewayIntents, events: Events) -> Result<(Client, u32), ServeError> {
    let http = http(settings);
    let gateway = gateway(&http, settings).await?;
    let client = serenity::client::ClientBuilder::new_with_http(http, intents).event_handler(events).await?;
    // serenity asks for the address itself, and where that fails goes to the real gateway without a word.
    *client.ws_url.lock().await = gateway.url;
    Ok((client, gateway.shards.max(1)))
}

/// The gateway's address, once it is known to be ours and to have a start left for us. Waits while Discord cannot be
/// reached.
async fn gateway(http: &Http, settings: &Settings) -> Result<BotGateway, ServeError> {
    let mut wait = Duration::from_secs(1);
    loop {
        let trouble = match timeout(REQUEST, http.get_bot_gateway()).await {
            Ok(Ok(gateway)) => return usable(gateway, settings),
            Ok(Err(error)) => match Trouble::of(&error) {
                trouble @ Trouble::Later { .. } => trouble,
                _ => return Err(error.into()),
            },
            Err(_) => Trouble::Later { status: None },
        };
        tracing::warn!(%trouble, seconds = wait.as_secs(), "Discord cannot be reached; trying again");
        sleep(wait).await;
        wait = (wait * 2).min(PATIENCE);
    }
}

/// The gateway, once it is known to be ours and to have a start left for us.
pub(super) fn usable(gateway: BotGateway, settings: &Settings) -> Result<BotGateway, ServeError> {
    if let Some(base) = &settings.api_base
        && host(base) != host(&gateway.url)
    {
        return Err(ServeError::Elsewhere { base: base.clone(), gateway: host(&gateway.url).to_owned() });
    }
    let starts = &gateway.session_start_limit;
    if starts.remaining < u64::from(gateway.shards.max(1)) {
        return Err(ServeError::NoStartsLeft { resets_in: Duration::from_millis(starts.reset_after) });
    }
    tracing::debug!(remaining = starts.remaining, total = starts.total, shards = gateway.shards, "session starts");
    Ok(gateway)
}

/// The host of an address, without scheme, user, port and path.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let with_port = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match with_port.strip_prefix('[').and_then(|v6| v6.split_once(']')) {
        Some((v6, _)) => v6,
        None => with_port.split(':').next().unwrap_or_default(),
    }
}

/// Ends shards and replies under way, as far as they end in time.
async fn farewell(manager: &ShardManager, under_way: &Semaphore) {
    let replies = timeout(FAREWELL, under_way.acquire_many(AT_ONCE));
    let shards = timeout(FAREWELL, manager.shutdown_all());
    let (replies, shards) = tokio::join!(replies, shards);
    if replies.is_err() {
        tracing::warn!("a reply under way was given up");
    }
    if shards.is_err() {
        tracing::debug!("a shard did not end in time");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_what_a_connection_goes_to() {
        for (address, want) in [
            ("http://127.0.0.1:4000", "127.0.0.1"),
            ("ws://127.0.0.1:4000/?v=10", "127.0.0.1"),
            ("http://localhost/", "localhost"),
            ("wss://127.0.0.1@gateway.discord.gg/", "gateway.discord.gg"),
            ("http://[::1]:4000", "::1"),
            ("", ""),
        ] {
            assert_eq!(host(address), want, "{address}");
        }
    }
}
