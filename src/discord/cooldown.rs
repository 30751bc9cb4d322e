//! How often the bot speaks in public: so many answers a minute to one member, so many in one channel. Kept in memory, by
//! keyed hashes instead of ids, and forgotten after a minute.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

const MINUTE: Duration = Duration::from_secs(60);
/// Beyond that many members and channels, those that are quiet are forgotten.
const MANY: usize = 10_000;

/// Who spoke where within the last minute.
#[derive(Default)]
pub struct Cooldowns {
    keys: RandomState,
    answered: Mutex<HashMap<u64, VecDeque<Instant>>>,
}

impl fmt::Debug for Cooldowns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cooldowns").finish_non_exhaustive()
    }
}

impl Cooldowns {
    /// Whether there may be one more public answer to `member` (at most `per_member` a minute in a server) in `channel` (at
    /// most `per_channel`), which then counts.
    pub fn take(&self, server: u64, (member, per_member): (u64, u8), (channel, per_channel): (u64, u8), now: Instant) -> bool {
        let limits = [(self.keys.hash_one((server, "member", member)), per_member), (self.keys.hash_one((server, "channel", channel)), per_channel)];
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        if answered.len() >= MANY {
            answered.retain(|_, times| times.back().is_some_and(|last| now.duration_since(*last) < MINUTE));
        }
        for (key, most) in limits {
            let times = answered.entry(key).or_default();
            while times.front().is_some_and(|first| now.duration_since(*first) >= MINUTE) {
                times.pop_front();
            }
            if times.len() >= usize::from(most) {
                return false;
            }
        }
        for (key, _) in limits {
            answered.entry(key).or_default().push_back(now);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_and_a_channel_have_so_many_a_minute() {
        let cooldowns = Cooldowns::default();
        let start = Instant::now();
        let take = |member: u64, channel: u64, second: u64| cooldowns.take(1, (member, 2), (channel, 3), start + Duration::from_secs(second));
        for (member, channel, second, want) in [
            (1, 1, 0, true),
            (1, 1, 1, true),
            (1, 2, 2, false), // the member's third, also elsewhere
            (2, 1, 3, true),
            (3, 1, 4, false), // the channel's fourth
            (3, 2, 5, true),  // which did not count for the member
            (3, 2, 6, true),
            (1, 1, 59, false),
            (1, 1, 60, true), // a minute after the first
            (1, 1, 60, false),
        ] {
            assert_eq!(take(member, channel, second), want, "member {member} in channel {channel} at {second} s");
        }
        assert!(cooldowns.take(2, (1, 2), (1, 3), start + Duration::from_secs(59)), "another server counts for itself");
    }

    #[test]
    fn what_is_quiet_is_forgotten() {
        let cooldowns = Cooldowns::default();
        let start = Instant::now();
        for member in 0..MANY as u64 {
            cooldowns.take(1, (member, 1), (member, 1), start);
        }
        cooldowns.take(1, (0, 1), (0, 1), start + MINUTE);
        assert!(cooldowns.answered.lock().expect("whole").len() <= 2);
    }
}
