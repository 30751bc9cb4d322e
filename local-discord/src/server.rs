//! The state that all parts share, and waiting for it to change.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use crate::{Error, strict::Judges, world::World};

/// One server: its world behind a lock, a bell that rings after each change, and the signal to stop.
pub(crate) struct Server {
    world: Mutex<World>,
    changed: watch::Sender<u64>,
    pub(crate) stop: watch::Sender<bool>,
    pub(crate) addr: SocketAddr,
    pub(crate) judges: Judges,
}

/// The address alone: a whole world is no help in a message, and its lock may be held.
impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("addr", &self.addr).finish_non_exhaustive()
    }
}

impl Server {
    pub(crate) fn new(world: World, addr: SocketAddr, judges: Judges) -> Arc<Self> {
        Arc::new(Self { world: Mutex::new(world), changed: watch::channel(0).0, stop: watch::channel(false).0, addr, judges })
    }

    /// A panic elsewhere must not turn every later call into one: the world is kept as it is.
    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the world.
    pub(crate) fn read<R>(&self, look: impl FnOnce(&World) -> R) -> R {
        look(&self.lock())
    }

    /// Changes the world and wakes all who wait.
    pub(crate) fn change<R>(&self, act: impl FnOnce(&mut World) -> R) -> R {
        let result = act(&mut self.lock());
        self.changed.send_modify(|count| *count = count.wrapping_add(1));
        result
    }

    /// Rings after each change.
    pub(crate) fn bell(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Waits until `look` finds something.
    pub(crate) async fn wait<R>(&self, what: &str, timeout: Duration, mut look: impl FnMut(&World) -> Option<R>) -> Result<R, Error> {
        let mut bell = self.changed.subscribe();
        let search = async {
            loop {
                bell.borrow_and_update();
                if let Some(found) = self.read(&mut look) {
                    return Some(found);
                }
                if bell.changed().await.is_err() {
                    return None;
                }
            }
        };
        match tokio::time::timeout(timeout, search).await {
            Ok(Some(found)) => Ok(found),
            Ok(None) | Err(_) => Err(Error::Timeout { what: what.to_owned(), waited: timeout }),
        }
    }

    /// Ends when the server is to stop.
    pub(crate) async fn stopped(&self) {
        // An error means that the sender is gone, which is the end as well.
        let _ = self.stop.subscribe().wait_for(|stop| *stop).await;
    }
}
