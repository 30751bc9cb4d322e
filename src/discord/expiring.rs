//! A map that forgets: what is older than its time, and the oldest where there is too much.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// A map whose entries are there for a while.
#[derive(Debug)]
pub(super) struct Expiring<K, V> {
    kept: Mutex<HashMap<K, (V, Instant)>>,
    lasts: Duration,
    most: usize,
}

impl<K: Eq + Hash, V: Clone> Expiring<K, V> {
    /// A map that keeps at most `most` entries, each for as long as `lasts`.
    pub(super) fn new(lasts: Duration, most: usize) -> Self {
        Self { kept: Mutex::default(), lasts, most }
    }

    /// What is kept under this key.
    pub(super) fn get(&self, key: &K, now: Instant) -> Option<V> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).filter(|(_, since)| now.duration_since(*since) < self.lasts).map(|(value, _)| value.clone())
    }

    /// Keeps something from now on.
    pub(super) fn put(&self, key: K, value: V, now: Instant) {
        self.replace(key, Some(value), now);
    }

    /// Keeps something from now on, or nothing any more; what was kept there before.
    pub(super) fn replace(&self, key: K, value: Option<V>, now: Instant) -> Option<V> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let before = kept.remove(&key).filter(|(_, since)| now.duration_since(*since) < self.lasts).map(|(before, _)| before);
        let Some(value) = value else { return before };
        if kept.len() >= self.most {
            kept.retain(|_, (_, since)| now.duration_since(*since) < self.lasts);
        }
        if kept.len() >= self.most {
            // All are fresh: the older half goes, which is seldom enough to be done at once.
            let mut times: Vec<Instant> = kept.values().map(|(_, since)| *since).collect();
            times.sort_unstable();
            let middle = times[times.len() / 2];
            kept.retain(|_, (_, since)| *since > middle);
        }
        kept.insert(key, (value, now));
        before
    }

    /// Takes something out.
    pub(super) fn take(&self, key: &K, now: Instant) -> Option<V> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(key).filter(|(_, since)| now.duration_since(*since) < self.lasts).map(|(value, _)| value)
    }

    /// Forgets what does not pass.
    pub(super) fn retain(&self, keep: impl Fn(&V) -> bool) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, (value, _)| keep(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_there_for_their_time_and_no_more_than_so_many() {
        let second = Duration::from_secs(1);
        let map = Expiring::new(second * 10, 4);
        let start = Instant::now();
        for n in 0..4_u32 {
            map.put(n, n, start + second * n);
        }
        assert_eq!(map.get(&0, start + second * 9), Some(0));
        assert_eq!(map.get(&0, start + second * 10), None, "its time is over");
        map.put(4, 4, start + second * 5);
        assert_eq!([0, 1, 2, 3, 4].map(|n| map.get(&n, start + second * 5)), [None, None, None, Some(3), Some(4)], "the older half went");
        assert_eq!((map.take(&4, start + second * 5), map.take(&4, start + second * 5)), (Some(4), None));
    }
}
