//! The engine that answers now: another one takes its place while questions are being answered, and each answer comes from
//! one of them alone.

use std::sync::{Arc, PoisonError, RwLock};

use super::Engine;

/// The engine that answers now.
#[derive(Debug)]
pub struct Library {
    current: RwLock<Arc<Engine>>,
}

impl Library {
    /// A library that begins with this engine.
    pub fn new(engine: Arc<Engine>) -> Self {
        Self { current: RwLock::new(engine) }
    }

    /// The engine to answer a whole question with.
    pub fn current(&self) -> Arc<Engine> {
        // A poisoned lock still holds a whole engine: it is replaced by one assignment.
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts another engine in place; questions under way keep the old one until they are answered.
    pub fn switch(&self, engine: Arc<Engine>) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = engine;
    }
}
