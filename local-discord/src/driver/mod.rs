//! The handle of a running server, with which a test plays the people and the bad days.

mod bad_days;
mod commands;
mod components;
mod elsewhere;
mod endpoint;
mod guilds;
mod interaction;
mod look;
mod marks;
pub(crate) mod people;
pub(crate) mod resolve;
mod threads;
mod verdicts;

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use tokio::{net::TcpListener, task::JoinHandle};

use crate::{Error, Id, Setup, endpoint as interactions_endpoint, rest, server::Server, strict::Judges, world::World};
pub use interaction::Interaction;

/// How long [`LocalDiscord::shutdown`] waits for requests that are being answered.
const FAREWELL: Duration = Duration::from_secs(2);

/// A running server. Dropping it ends it; [`LocalDiscord::shutdown`] also waits for that.
#[derive(Debug)]
pub struct LocalDiscord {
    server: Arc<Server>,
    tasks: Vec<JoinHandle<()>>,
    token: String,
    #[cfg(feature = "tls")]
    tls: Option<crate::tls::Tls>,
}

/// Where a person does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a channel.
    Channel(Id),
    /// In the person's direct messages with the bot.
    Dm,
    /// In the person's direct messages with this other user, where only an application that the person has installed is.
    Private(Id),
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
        #[cfg(feature = "tls")]
        let (tls, mut tasks) = match server.read(|world| world.setup.tls.clone()) {
            names if names.is_empty() => (None, Vec::new()),
            names => crate::tls::start(&server, router.clone(), &names).await.map(|(tls, task)| (Some(tls), vec![task]))?,
        };
        #[cfg(not(feature = "tls"))]
        let mut tasks = Vec::new();
        interactions_endpoint::start(&server);
        tasks.push(tokio::spawn(async move {
            let serve = axum::serve(listener, router).with_graceful_shutdown(async move { stopping.stopped().await });
            if let Err(error) = serve.await {
                tracing::error!(%error, "the server ended");
            }
        }));
        Ok(Self {
            server,
            tasks,
            token,
            #[cfg(feature = "tls")]
            tls,
        })
    }

    /// Ends the server: WebSockets are closed with 1001, requests under way are answered.
    pub async fn shutdown(mut self) {
        self.server.stop.send_replace(true);
        let until = tokio::time::Instant::now() + FAREWELL;
        for mut task in std::mem::take(&mut self.tasks) {
            if tokio::time::timeout_at(until, &mut task).await.is_err() {
                task.abort();
            }
        }
    }

    /// The same server for another part of this crate; dropping it ends nothing.
    pub(crate) fn handle(server: Arc<Server>) -> Self {
        Self {
            server,
            tasks: Vec::new(),
            token: String::new(),
            #[cfg(feature = "tls")]
            tls: None,
        }
    }

    /// `http://127.0.0.1:PORT/`, where a person uses the bot in a browser.
    #[must_use]
    pub fn page_url(&self) -> String {
        format!("{}/", self.url())
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

    /// Address and port of the listener with TLS, if [`Setup::tls`] asks for one.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn tls_addr(&self) -> Option<SocketAddr> {
        self.tls.as_ref().map(|tls| tls.addr)
    }

    /// The certificate of the authority that a client of [`Self::tls_addr`] must trust, as PEM. It is made anew for each
    /// server.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn tls_ca_pem(&self) -> Option<String> {
        self.tls.as_ref().map(|tls| tls.ca_pem.clone())
    }

    /// The bot's token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl Drop for LocalDiscord {
    fn drop(&mut self) {
        // A handle does not own the server, and `shutdown` has ended it already.
        if self.tasks.is_empty() {
            return;
        }
        self.server.stop.send_replace(true);
    }
}

/// The channel of a place for a user who is there and may see it.
pub(crate) fn channel_of(world: &mut World, user: Id, place: Place) -> Result<Id, Error> {
    if world.user(user).is_none() {
        return Err(Error::Unknown { what: "user", id: user });
    }
    match place {
        Place::Dm => Ok(world.open_dm(user)),
        Place::Private(other) if world.user(other).is_none() => Err(Error::Unknown { what: "user", id: other }),
        Place::Private(other) if other == user => Err(Error::Refused("nobody writes direct messages to oneself".to_owned())),
        Place::Private(other) => Ok(world.open_private(user, other)),
        Place::Channel(channel) if !world.channel_exists(channel) => Err(Error::Unknown { what: "channel", id: channel }),
        Place::Channel(channel) if !world.can_see(user, channel) => Err(Error::Refused(format!("user {user} does not see channel {channel}"))),
        Place::Channel(channel) => Ok(channel),
    }
}
