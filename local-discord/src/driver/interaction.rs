//! An interaction as its user sees it.

use std::{sync::Arc, time::Duration};

use serde_json::Value;
use tokio::time::Instant;

use crate::{
    Error, Id,
    server::Server,
    world::{World, interactions::Stored, messages::flags},
};

/// Something that a user did and the bot is to answer.
#[derive(Clone, Debug)]
pub struct Interaction {
    server: Arc<Server>,
    id: Id,
}

impl Interaction {
    pub(crate) fn new(server: Arc<Server>, id: Id) -> Self {
        Self { server, id }
    }

    /// Id.
    #[must_use]
    pub fn id(&self) -> Id {
        self.id
    }

    /// Token, with which the bot answers.
    #[must_use]
    pub fn token(&self) -> String {
        self.server.read(|world| world.interactions.get(&self.id).map(|stored| stored.token.clone()).unwrap_or_default())
    }

    /// The first response as the bot sent it: `{"type": 4, "data": {…}}`.
    ///
    /// # Errors
    /// [`Error::Timeout`], or [`Error::NoAnswer`] once the time for a first response is over.
    pub async fn response(&self, timeout: Duration) -> Result<Value, Error> {
        let left = self.server.read(|world| {
            let opened = world.interactions.get(&self.id).map_or_else(Instant::now, |stored| stored.opened);
            world.setup.timing.first_response.saturating_sub(opened.elapsed())
        });
        // A little later than the limit, so that an answer in the last moment is seen.
        let patience = left.saturating_add(Duration::from_millis(50)).min(timeout);
        let found = self.wait("the first response", patience, |_, stored| stored.first.clone()).await;
        if found.is_err() && patience < timeout { Err(Error::NoAnswer(self.id)) } else { found }
    }

    /// The message that the user sees in the end: after a deferral the edited one, after an update the changed message
    /// of the component. Bit 64 of `flags` says that only this user sees it.
    ///
    /// # Errors
    /// As [`Self::response`]; [`Error::Unexpected`] if the response shows no message, such as a modal.
    pub async fn message(&self, timeout: Duration) -> Result<Value, Error> {
        let until = Instant::now() + timeout.min(Duration::from_secs(86_400));
        let first = self.response(timeout).await?;
        if matches!(first["type"].as_u64(), Some(8 | 9)) {
            return Err(Error::Unexpected(Box::new(first)));
        }
        let left = until.saturating_duration_since(Instant::now());
        self.wait("the interaction's message", left, |world, stored| {
            let message = world.messages.get(&stored.original?).filter(|_| stored.shown)?;
            Some(world.message_event(message))
        })
        .await
    }

    /// The n-th follow-up, counted from 0.
    ///
    /// # Errors
    /// [`Error::Timeout`].
    pub async fn followup(&self, n: usize, timeout: Duration) -> Result<Value, Error> {
        self.wait("a follow-up", timeout, |world, stored| followups(world, stored).into_iter().nth(n)).await
    }

    /// Follow-ups that there are, without deleted ones.
    #[must_use]
    pub fn followups(&self) -> Vec<Value> {
        self.server.read(|world| world.interactions.get(&self.id).map(|stored| followups(world, stored)).unwrap_or_default())
    }

    /// How long the first response took, from the moment that the interaction was opened; `None` while there is none.
    #[must_use]
    pub fn took(&self) -> Option<Duration> {
        self.server.read(|world| world.interactions.get(&self.id).and_then(|stored| stored.took))
    }

    /// Whether a message is for one user only.
    #[must_use]
    pub fn is_ephemeral(message: &Value) -> bool {
        message["flags"].as_u64().unwrap_or(0) & flags::EPHEMERAL != 0
    }

    async fn wait<R>(&self, what: &str, timeout: Duration, look: impl Fn(&World, &Stored) -> Option<R>) -> Result<R, Error> {
        self.server.wait(what, timeout, |world| look(world, world.interactions.get(&self.id)?)).await
    }
}

fn followups(world: &World, stored: &Stored) -> Vec<Value> {
    stored.followups.iter().filter_map(|id| world.messages.get(id)).map(|message| world.message_event(message)).collect()
}
