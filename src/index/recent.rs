//! Records that were read lately, so that a question that is like the last ones reads nothing.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;
use rustc_hash::FxBuildHasher;

use super::IndexError;

/// Records by where they are, the least lately read forgotten first.
pub struct Recent<T>(Mutex<LruCache<(u32, u32), Arc<T>, FxBuildHasher>>);

impl<T> Recent<T> {
    /// Room for `limit` records.
    pub fn new(limit: NonZeroUsize) -> Self {
        Self(Mutex::new(LruCache::with_hasher(limit, FxBuildHasher)))
    }

    /// The record at `address`, from `read` where it is not at hand.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn of(&self, address: (u32, u32), read: impl FnOnce() -> Result<T, IndexError>) -> Result<Arc<T>, IndexError> {
        // Whoever panicked while they held the lock left a whole cache behind.
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&address) {
            return Ok(Arc::clone(known));
        }
        // Read without the lock: others need not wait, and at worst two read the same.
        let record = Arc::new(read()?);
        lock().put(address, Arc::clone(&record));
        Ok(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_lately_is_read_once_and_a_failure_is_not_kept() {
        let recent = Recent::new(NonZeroUsize::MIN);
        let mut reads = 0;
        let mut of = |address, what: Result<&'static str, &str>| {
            let read = || {
                reads += 1;
                what.map_err(|e| IndexError::Record(e.to_owned()))
            };
            recent.of(address, read).map(|r| *r).ok()
        };
        assert_eq!(of((0, 1), Err("damaged")), None);
        assert_eq!(of((0, 1), Ok("one")), Some("one"));
        assert_eq!(of((0, 1), Ok("another")), Some("one"), "kept");
        assert_eq!(of((0, 2), Ok("two")), Some("two"));
        assert_eq!(of((0, 1), Ok("one again")), Some("one again"), "forgotten: there is room for one");
        assert_eq!(reads, 4);
    }
}
