//! The handle of a running server, with which a test plays the people and the bad days.

mod bad_days;
mod commands;
mod components;
mod interaction;
mod look;
mod people;
mod resolve;
mod verdicts;

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use tokio::{net::TcpListener, task::JoinHandle};

use crate::{Error, Id, Setup, rest, server::Server, strict::Judges, world::World};
pub use interaction::Interaction;

/// How long [`LocalDiscord::shutdown`] waits for requests that are being answered.
const FAREWELL: Duration = Duration::from_secs(2);

/// A running server. Dropping it ends it; [`LocalDiscord::shutdown`] also waits for that.
#[derive(Debug)]
pub struct LocalDiscord {
    server: Arc<Server>,
    task: Option<JoinHandle<()>>,
    token: String,
}

/// Where a person does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a channel.
    Channel(Id),
    /// In the person's direct messages with the bot.
    Dm,
}

impl From<Id> for Place {
    fn from(channel: Id) -> Self {
        Self::Channel(channel)
    }
}

impl LocalDiscord {
    /// Starts a server on 127.0.0.1, on the current tokio runtime.
    ///
    /// # Errors
    /// [`Error::Bind`] if the port is taken, [`Error::OpenApi`] if Discord's OpenAPI file cannot be used.
    pub async fn start(setup: Setup) -> Result<Self, Error> {
        let judges = Judges::open(&setup)?;
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, setup.port))).await?;
        let addr = listener.local_addr()?;
        let token = setup.bot.token.clone();
        let server = Server::new(World::new(setup, addr), addr, judges);
        let (router, stopping) = (rest::router(server.clone()), server.clone());
        let task = tokio::spawn(async move {
            let serve = axum::serve(listener, router).with_graceful_shutdown(async move { stopping.stopped().await });
            if let Err(error) = serve.await {
                tracing::error!(%error, "the server ended");
            }
        });
        Ok(Self { server, task: Some(task), token })
    }

    /// Ends the server: WebSockets are closed with 1001, requests under way are answered.
    pub async fn shutdown(mut self) {
        self.server.stop.send_replace(true);
        if let Some(mut task) = self.task.take()
            && tokio::time::timeout(FAREWELL, &mut task).await.is_err()
        {
            task.abort();
        }
    }

    /// `http://127.0.0.1:PORT`, for a client that adds `/api/v10` itself.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.server.addr)
    }

    /// `http://127.0.0.1:PORT/api/v10`.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("{}/api/v10", self.url())
    }

    /// `ws://127.0.0.1:PORT`, which GET /gateway tells a bot.
    #[must_use]
    pub fn gateway_url(&self) -> String {
        format!("ws://{}", self.server.addr)
    }

    /// Address and port.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.server.addr
    }

    /// The bot's token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl Drop for LocalDiscord {
    fn drop(&mut self) {
        self.server.stop.send_replace(true);
    }
}

/// The channel of a place for a user who is there and may see it.
fn channel_of(world: &mut World, user: Id, place: Place) -> Result<Id, Error> {
    if world.user(user).is_none() {
        return Err(Error::Unknown { what: "user", id: user });
    }
    match place {
        Place::Dm => Ok(world.open_dm(user)),
        Place::Channel(channel) if !world.channel_exists(channel) => Err(Error::Unknown { what: "channel", id: channel }),
        Place::Channel(channel) if !world.can_see(user, channel) => Err(Error::Refused(format!("user {user} does not see channel {channel}"))),
        Place::Channel(channel) => Ok(channel),
    }
}
