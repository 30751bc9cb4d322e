//! What a server chose. Kept in memory for now: a restart forgets it. The methods are asynchronous and can fail because a
//! database will stand behind them, and then nothing that calls them has to change.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// Why a choice cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// What choices are kept in does not answer.
    #[error("the store does not answer: {0}")]
    Unavailable(String),
}

/// What one server chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// Whether messages that begin with the prefix are answered there.
    pub prefix: bool,
}

impl Default for Choices {
    fn default() -> Self {
        Self { prefix: true }
    }
}

/// What servers chose, by the server's id.
#[derive(Debug, Default)]
pub struct Store {
    servers: RwLock<HashMap<u64, Choices>>,
}

impl Store {
    /// A store that forgets at the end of the process.
    pub fn in_memory() -> Self {
        Self::default()
    }

    /// What a server chose; the defaults where it chose nothing.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn choices(&self, server: u64) -> Result<Choices, StoreError> {
        // A poisoned lock still holds whole values: each is written by one insert.
        let servers = self.servers.read().unwrap_or_else(PoisonError::into_inner);
        Ok(servers.get(&server).cloned().unwrap_or_default())
    }

    /// Keeps what a server chose.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub async fn choose(&self, server: u64, choices: Choices) -> Result<(), StoreError> {
        let mut servers = self.servers.write().unwrap_or_else(PoisonError::into_inner);
        // Defaults need no room, and a server that went back to them is forgotten.
        if choices == Choices::default() {
            servers.remove(&server);
        } else {
            servers.insert(server, choices);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_server_has_defaults_until_it_chooses() {
        let store = Store::in_memory();
        assert_eq!(store.choices(1).await.expect("read"), Choices { prefix: true });
        store.choose(1, Choices { prefix: false }).await.expect("written");
        assert!(!store.choices(1).await.expect("read").prefix);
        assert!(store.choices(2).await.expect("read").prefix, "another server's choice is its own");
        store.choose(1, Choices::default()).await.expect("written");
        assert!(store.choices(1).await.expect("read").prefix);
    }
}
