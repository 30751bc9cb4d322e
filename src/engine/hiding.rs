//! Engines without what servers hid, so that it is not looked for with every question.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::{Engine, EngineError, Library};

/// For so many servers the engine is kept.
const KEPT: usize = 64;

/// Engines by server: of which engine, without which figures.
#[derive(Debug, Default)]
pub(super) struct Hiding(Mutex<HashMap<u64, Kept>>);

#[derive(Debug)]
struct Kept {
    of: Weak<Engine>,
    without: Vec<u64>,
    engine: Arc<Engine>,
}

impl Hiding {
    /// Forgets what was made for a server.
    pub(super) fn forget(&self, server: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&server);
    }
}

impl Library {
    /// `engine` without the figures that a server hid, by their keys.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn without(&self, server: u64, engine: Arc<Engine>, hidden: &[u64]) -> Result<Arc<Engine>, EngineError> {
        if hidden.is_empty() {
            self.hiding.forget(server);
            return Ok(engine);
        }
        let all = || self.hiding.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |kept: &&Kept| kept.without == hidden && kept.of.upgrade().is_some_and(|of| Arc::ptr_eq(&of, &engine));
        if let Some(kept) = all().get(&server).filter(same) {
            return Ok(kept.engine.clone());
        }
        let left = Arc::new(engine.without(hidden)?);
        let mut all = all();
        // What was made of articles that changed meanwhile goes.
        all.retain(|_, kept| kept.of.strong_count() > 0);
        if all.len() >= KEPT {
            all.clear();
        }
        all.insert(server, Kept { of: Arc::downgrade(&engine), without: hidden.to_vec(), engine: left.clone() });
        Ok(left)
    }
}
