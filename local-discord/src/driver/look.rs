//! What there is, and waiting for it. Timeouts are real time.

use std::time::Duration;

use serde_json::Value;

use super::LocalDiscord;
use crate::{Error, Id, Request, Violation, faults, ids, world::messages::Message};

impl LocalDiscord {
    /// The DM channel of a user and the bot, opened if need be.
    ///
    /// # Errors
    /// [`Error::Unknown`] for no such user.
    pub fn dm_channel(&self, user: Id) -> Result<Id, Error> {
        self.server.change(|world| super::channel_of(world, user, super::Place::Dm))
    }

    /// A message, also an ephemeral one; `None` once it is deleted.
    #[must_use]
    pub fn message(&self, id: Id) -> Option<Value> {
        self.server.read(|world| world.messages.get(&id).map(|message| message.json.clone()))
    }

    /// Messages of a channel that all see, oldest first.
    #[must_use]
    pub fn messages(&self, channel: Id) -> Vec<Value> {
        self.list(channel, |message| message.visible_to.is_none())
    }

    /// Messages of a channel as a user sees them, with the user's ephemeral ones, oldest first.
    #[must_use]
    pub fn messages_for(&self, user: Id, channel: Id) -> Vec<Value> {
        self.list(channel, |message| message.visible_to.is_none_or(|owner| owner == user))
    }

    fn list(&self, channel: Id, fits: impl Fn(&Message) -> bool) -> Vec<Value> {
        self.server
            .read(|world| world.messages.values().filter(|message| message.channel == channel && fits(message)).map(|message| message.json.clone()).collect())
    }

    /// Contents of a message's attachment, counted from 0.
    #[must_use]
    pub fn attachment(&self, message: Id, index: usize) -> Option<Vec<u8>> {
        self.server.read(|world| {
            let id = ids::from_json(&world.messages.get(&message)?.json["attachments"].get(index)?["id"])?;
            world.files.get(&id).map(|file| file.data.clone())
        })
    }

    /// Global commands.
    #[must_use]
    pub fn commands(&self) -> Vec<Value> {
        self.server.read(|world| world.commands.list(None).to_vec())
    }

    /// A guild's own commands.
    #[must_use]
    pub fn guild_commands(&self, guild: Id) -> Vec<Value> {
        self.server.read(|world| world.commands.list(Some(guild)).to_vec())
    }

    /// Every REST request so far, in the order in which they were answered.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.server.read(|world| world.log.requests.clone())
    }

    /// Every rule that the bot broke so far.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.server.read(|world| world.log.violations.clone())
    }

    /// The same, and forgets them.
    #[must_use]
    pub fn take_violations(&self) -> Vec<Violation> {
        self.server.change(|world| std::mem::take(&mut world.log.violations))
    }

    /// Answers with 401, 403 or 429 in the last ten minutes. After 10,000 Discord bans the bot's address for a while.
    #[must_use]
    pub fn invalid_requests(&self) -> usize {
        self.server.read(|world| world.limits.invalid(&world.setup.rate_limits))
    }

    /// A channel, a thread or a DM, as REST shows it.
    #[must_use]
    pub fn channel(&self, id: Id) -> Option<Value> {
        self.server.read(|world| world.channel_json(id))
    }

    /// Pinned messages of a channel, newest pin first.
    #[must_use]
    pub fn pins(&self, channel: Id) -> Vec<Value> {
        self.server.read(|world| world.pinned(channel).into_iter().map(|(message, _)| message.json.clone()).collect())
    }

    /// What bots sent on the gateway, as `{"op", "d"}`, without tokens.
    #[must_use]
    pub fn gateway_payloads(&self) -> Vec<Value> {
        self.server.read(|world| world.log.gateway.clone())
    }

    /// Open WebSockets.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.server.read(|world| world.sessions.connections.len())
    }

    /// WebSockets asked for since the start, refused ones included.
    #[must_use]
    pub fn upgrades(&self) -> usize {
        self.server.read(|world| world.log.upgrades)
    }

    /// Waits until a bot has logged in and is connected.
    ///
    /// # Errors
    /// [`Error::Timeout`].
    pub async fn wait_connected(&self, timeout: Duration) -> Result<(), Error> {
        self.server.wait("a bot to log in", timeout, |world| (world.sessions.connected() > 0).then_some(())).await
    }

    /// Waits until so many sessions are logged in and connected, such as one for each shard.
    ///
    /// # Errors
    /// [`Error::Timeout`].
    pub async fn wait_sessions(&self, n: usize, timeout: Duration) -> Result<(), Error> {
        self.server.wait("sessions", timeout, |world| (world.sessions.connected() >= n).then_some(())).await
    }

    /// Waits until there are at least so many violations; returns all.
    ///
    /// # Errors
    /// [`Error::Timeout`].
    pub async fn wait_violations(&self, n: usize, timeout: Duration) -> Result<Vec<Violation>, Error> {
        self.server.wait("broken rules", timeout, |world| (world.log.violations.len() >= n).then(|| world.log.violations.clone())).await
    }

    /// Waits until at least so many commands are registered, global ones and those of guilds together; returns them.
    ///
    /// # Errors
    /// [`Error::Timeout`].
    pub async fn wait_commands(&self, n: usize, timeout: Duration) -> Result<Vec<Value>, Error> {
        self.server
            .wait("commands", timeout, |world| {
                let all: Vec<Value> = world.commands.all().cloned().collect();
                (all.len() >= n).then_some(all)
            })
            .await
    }

    /// Waits for the first public message of the bot in a channel after a message, and until it is not "thinking…".
    ///
    /// # Errors
    /// [`Error::Timeout`].
    pub async fn wait_for_message(&self, channel: Id, after: Id, timeout: Duration) -> Result<Value, Error> {
        self.server
            .wait("a message of the bot", timeout, |world| {
                let bot = world.bot();
                let mut later = world.messages.range(after.saturating_add(1)..).map(|(_, message)| message);
                let found = later.find(|message| message.channel == channel && message.author == bot && message.visible_to.is_none())?;
                world.finished(found.id).then(|| found.json.clone())
            })
            .await
    }

    /// Waits for a public message in a channel of which this is true, be it new, old or edited.
    ///
    /// # Errors
    /// [`Error::Timeout`].
    pub async fn wait_for(&self, channel: Id, timeout: Duration, want: impl Fn(&Value) -> bool) -> Result<Value, Error> {
        self.server
            .wait("such a message", timeout, |world| {
                let mut there = world.messages.values().filter(|message| message.channel == channel && message.visible_to.is_none());
                there.find(|message| want(&message.json)).map(|message| message.json.clone())
            })
            .await
    }

    /// Waits for a REST request, or finds the first past one; the path is a pattern as in [`crate::Fault::on`].
    ///
    /// # Errors
    /// [`Error::Timeout`].
    pub async fn wait_for_request(&self, method: &str, path: &str, timeout: Duration) -> Result<Request, Error> {
        let what = format!("{method} {path}");
        let fits = |request: &&Request| faults::path_fits(path, &request.method, method, &request.path);
        self.server.wait(&what, timeout, |world| world.log.requests.iter().find(fits).cloned()).await
    }

    /// Waits so long and sees that the bot writes nothing public in a channel after a message.
    ///
    /// # Errors
    /// [`Error::Unexpected`] with the first message that comes, at once.
    pub async fn expect_silence(&self, channel: Id, after: Id, duration: Duration) -> Result<(), Error> {
        let found = self.server.wait("silence", duration, |world| {
            let bot = world.bot();
            let mut later = world.messages.range(after.saturating_add(1)..).map(|(_, message)| message);
            later.find(|message| message.channel == channel && message.author == bot && message.visible_to.is_none()).map(|message| message.json.clone())
        });
        match found.await {
            Ok(message) => Err(Error::Unexpected(Box::new(message))),
            Err(_) => Ok(()),
        }
    }
}
