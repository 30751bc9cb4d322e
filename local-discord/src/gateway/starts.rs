//! How often a bot may IDENTIFY. Discord docs: events/gateway, "Session Start Limit Object" and "Identifying".

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Value, json};
use tokio::time::Instant;

use super::{
    close,
    sessions::{Order, Shard},
};
use crate::world::World;

/// After so long the number of session starts begins anew.
const WINDOW: Duration = Duration::from_secs(24 * 60 * 60);

/// IDENTIFYs so far.
#[derive(Debug, Default)]
pub(crate) struct Starts {
    used: u64,
    /// When the first of the current day came.
    since: Option<Instant>,
    /// The last one of each bucket of shards.
    last: BTreeMap<u64, Instant>,
}

/// What an IDENTIFY with the right token meets.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Start {
    Allowed,
    /// Another one of the same bucket came less than the interval ago.
    TooSoon,
    /// None were left.
    UsedUp,
}

impl Starts {
    fn left_of_window(&self) -> Duration {
        self.since.map_or(Duration::ZERO, |since| WINDOW.saturating_sub(since.elapsed()))
    }

    fn used(&self) -> u64 {
        if self.left_of_window().is_zero() { 0 } else { self.used }
    }

    fn count(&mut self, bucket: u64, total: u64, interval: Duration) -> Start {
        if self.left_of_window().is_zero() {
            (self.used, self.since) = (0, Some(Instant::now()));
        }
        if self.used >= total {
            return Start::UsedUp;
        }
        self.used += 1;
        let now = Instant::now();
        // A tenth less will do: a bot counts from when it sent, and the way takes now longer, now shorter.
        if self.last.get(&bucket).is_some_and(|last| now.duration_since(*last) < interval - interval / 10) {
            return Start::TooSoon;
        }
        self.last.insert(bucket, now);
        Start::Allowed
    }
}

impl World {
    /// GET /gateway/bot.
    pub(crate) fn gateway_bot_json(&self) -> Value {
        let limits = self.setup.gateway;
        let starts = &self.sessions.starts;
        json!({
            "url": format!("ws://{}", self.addr), "shards": limits.shards,
            "session_start_limit": {
                "total": limits.session_starts, "remaining": limits.session_starts.saturating_sub(starts.used()),
                "reset_after": u64::try_from(starts.left_of_window().as_millis()).unwrap_or(u64::MAX), "max_concurrency": limits.max_concurrency,
            },
        })
    }

    pub(super) fn count_start(&mut self, shard: Shard) -> Start {
        let limits = self.setup.gateway;
        let bucket = shard.0 % limits.max_concurrency.max(1);
        self.sessions.starts.count(bucket, limits.session_starts, self.setup.timing.identify_interval)
    }

    /// What Discord does to an application that starts too many sessions: all end, and its token is no longer good.
    pub(super) fn reset_token(&mut self) {
        self.setup.bot.token = format!("{}.reset.{:x}", self.bot(), self.ids.next());
        self.sessions.by_id.clear();
        let (code, reason) = close::AUTHENTICATION_FAILED;
        self.sessions.order_all(&Order::Close(Some(code), reason));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn spacing_and_the_days_limit() {
        let five = Duration::from_secs(5);
        let mut starts = Starts::default();
        // Seconds to wait before it, bucket, what comes of it.
        for (wait, bucket, expected) in [
            (0, 0, Start::Allowed),
            (0, 1, Start::Allowed),
            (4, 0, Start::TooSoon),
            // Counted from the one that was allowed.
            (1, 0, Start::Allowed),
            (4, 0, Start::TooSoon),
            (60, 1, Start::UsedUp),
            (60, 0, Start::UsedUp),
            (WINDOW.as_secs() - 130, 0, Start::UsedUp),
            (2, 0, Start::Allowed),
        ] {
            tokio::time::advance(Duration::from_secs(wait)).await;
            assert_eq!(starts.count(bucket, 5, five), expected, "after {wait} s, bucket {bucket}");
        }
        assert_eq!(starts.used(), 1);
        tokio::time::advance(WINDOW).await;
        assert_eq!(starts.used(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn without_an_interval_nothing_is_too_soon() {
        let mut starts = Starts::default();
        assert!((0..10).all(|_| starts.count(0, 10, Duration::ZERO) == Start::Allowed));
    }
}
