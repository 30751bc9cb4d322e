//! What memory holds for a while, and no longer: which reply answers which message, which questions were answered today,
//! what was asked last, who said what of a figure. No amount is in it, and nothing of it outlives the process.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use tokio::time::Instant;

use super::expiring::Expiring;
use crate::question::Question;
use crate::store::Vote;

/// How long an answered question is known, and which reply answers which message.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long a conversation goes on without a word.
const CONVERSATION: Duration = Duration::from_secs(5 * 60);
/// How long it is known that somebody said something of a figure.
const VOTES: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// How much of each is kept.
const MANY: usize = 10_000;

/// A message in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posted {
    /// The channel, or the thread.
    pub channel: u64,
    /// The message.
    pub message: u64,
}

/// What memory holds for a while.
pub struct Memory {
    keys: RandomState,
    /// A question's message → the reply to it.
    replies: Expiring<u64, Posted>,
    /// A question that was answered unasked, in a server → the answer.
    answered: Expiring<u64, Posted>,
    /// Who asked in which channel, and which reply → the question.
    conversations: Expiring<u64, Question>,
    /// Who said something of which figure, in a server → what.
    votes: Expiring<u64, (u64, Vote)>,
    /// A thread → the channel that it belongs to.
    threads: RwLock<HashMap<u64, u64>>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            keys: RandomState::new(),
            replies: Expiring::new(DAY, MANY),
            answered: Expiring::new(DAY, MANY),
            conversations: Expiring::new(CONVERSATION, MANY),
            votes: Expiring::new(VOTES, MANY),
            threads: RwLock::default(),
        }
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

impl Memory {
    /// The channel that a thread belongs to, where it is known to be one.
    pub(super) fn parent(&self, channel: u64) -> Option<u64> {
        self.threads.read().unwrap_or_else(PoisonError::into_inner).get(&channel).copied()
    }

    /// Learns of a thread, or that it is gone.
    pub(super) fn thread(&self, thread: u64, parent: Option<u64>) {
        let mut threads = self.threads.write().unwrap_or_else(PoisonError::into_inner);
        match parent {
            Some(parent) => drop(threads.insert(thread, parent)),
            None => drop(threads.remove(&thread)),
        }
    }

    /// Notes that `reply` answers the message `question`.
    pub(super) fn replied(&self, question: u64, reply: Posted) {
        self.replies.put(question, reply, Instant::now());
    }

    /// A message is gone: the reply to it, which nobody needs any more. Where the message was an answer, no other links to it.
    pub(super) fn gone(&self, message: u64) -> Option<Posted> {
        self.answered.retain(|posted| posted.message != message);
        self.replies.take(&message, Instant::now())
    }

    /// Where the same question was answered unasked in that server within a day.
    pub(super) fn answered(&self, server: u64, question: &str) -> Option<Posted> {
        self.answered.get(&self.keys.hash_one((server, question)), Instant::now())
    }

    /// Notes such an answer.
    pub(super) fn answer(&self, server: u64, question: &str, posted: Posted) {
        self.answered.put(self.keys.hash_one((server, question)), posted, Instant::now());
    }

    /// Notes what somebody says of a figure, by its key, or that they say nothing of it; what they said before.
    pub(super) fn vote(&self, server: u64, user: u64, figure: u64, vote: Option<Vote>) -> Option<Vote> {
        let key = self.keys.hash_one(("vote", server, user, figure));
        self.votes.replace(key, vote.map(|vote| (server, vote)), Instant::now()).map(|(_, before)| before)
    }

    /// Forgets what people of a server said of figures.
    pub(super) fn forget_votes(&self, server: u64) {
        self.votes.retain(|(of, _)| *of != server);
    }

    /// Notes what somebody asked in a channel, so that they can go on from there. Nothing with an amount of theirs.
    pub(super) fn asked(&self, channel: u64, user: u64, question: &Question) {
        if question.offer.is_none() && !question.roles.is_empty() {
            self.conversations.put(self.keys.hash_one(("user", channel, user)), question.clone(), Instant::now());
        }
    }

    /// The same for a reply, from which everybody can go on.
    pub(super) fn replied_with(&self, reply: u64, question: &Question) {
        if question.offer.is_none() && !question.roles.is_empty() {
            self.conversations.put(self.keys.hash_one(("reply", reply)), question.clone(), Instant::now());
        }
    }

    /// What was asked before: what that reply answers, else what that user asked there last.
    pub(super) fn before(&self, channel: u64, user: u64, reply: Option<u64>) -> Option<Question> {
        let now = Instant::now();
        let by_reply = reply.and_then(|reply| self.conversations.get(&self.keys.hash_one(("reply", reply)), now));
        by_reply.or_else(|| self.conversations.get(&self.keys.hash_one(("user", channel, user)), now))
    }
}
