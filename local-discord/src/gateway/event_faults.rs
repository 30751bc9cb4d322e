//! Events that come twice, late, or in the wrong order. READY, RESUMED, GUILD_CREATE and chunks of members, which
//! answer what one session asked for, come as they should.

use std::time::Duration;

use serde_json::Value;

use super::sessions::Audience;
use crate::{ids, world::World};

/// An event that has not been numbered yet.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) data: Value,
    pub(crate) to: Audience,
}

/// What is to happen to the next events.
#[derive(Debug, Default)]
pub(crate) struct EventFaults {
    /// So many come twice.
    pub(crate) duplicate: u32,
    /// So many come late, and by so much.
    pub(crate) delay: (u32, Duration),
    /// So many are held, and then sent with the last one first.
    reorder: usize,
    held: Vec<Event>,
}

impl EventFaults {
    pub(crate) fn reorder(&mut self, n: usize) {
        self.reorder = n;
    }

    /// What is to be sent now that this event has happened.
    fn admit(&mut self, event: Event) -> Vec<Event> {
        let mut due = vec![event];
        if self.reorder > 0 {
            self.held.append(&mut due);
            if self.held.len() >= self.reorder {
                self.reorder = 0;
                due = std::mem::take(&mut self.held);
                due.reverse();
            }
        }
        let mut all = Vec::with_capacity(due.len());
        for event in due {
            if self.duplicate > 0 {
                self.duplicate -= 1;
                all.push(event.clone());
            }
            all.push(event);
        }
        all
    }

    /// How late the next event comes.
    fn next_delay(&mut self) -> Option<Duration> {
        let (n, delay) = &mut self.delay;
        *n = n.checked_sub(1)?;
        Some(*delay)
    }
}

impl World {
    /// Sends an event to every session that asked for it; those that are away get it when they resume.
    pub(crate) fn dispatch(&mut self, event: &str, data: &Value, to: Audience) {
        // Of places where it is not, the bot gets only what people do with its commands.
        let channel = ids::from_json(&data["channel_id"]);
        if event != "INTERACTION_CREATE" && channel.is_some_and(|channel| self.is_elsewhere(channel)) {
            return;
        }
        // What nobody gets uses up no fault.
        if !self.sessions.by_id.values().any(|session| session.wants(to)) {
            return;
        }
        let event = Event { name: event.to_owned(), data: data.clone(), to };
        for event in self.faults.events.admit(event) {
            let delay = self.faults.events.next_delay();
            self.deliver(&event, delay);
        }
    }

    /// Sends what [`EventFaults::reorder`] holds, in its right order.
    pub(crate) fn release_events(&mut self) {
        for event in std::mem::take(&mut self.faults.events.held) {
            self.deliver(&event, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sent(faults: &mut EventFaults, n: u64) -> Vec<u64> {
        let event = |n| Event { name: "X".to_owned(), data: json!(n), to: Audience::everyone(None) };
        (1..=n).flat_map(|n| faults.admit(event(n))).filter_map(|event| event.data.as_u64()).collect()
    }

    #[test]
    fn duplicates_and_order() {
        for (duplicate, reorder, expected) in [
            (0, 0, vec![1, 2, 3, 4]),
            (2, 0, vec![1, 1, 2, 2, 3, 4]),
            (0, 3, vec![3, 2, 1, 4]),
            (0, 1, vec![1, 2, 3, 4]),
            (2, 2, vec![2, 2, 1, 1, 3, 4]),
            (0, 9, vec![]),
        ] {
            let mut faults = EventFaults { duplicate, ..EventFaults::default() };
            faults.reorder(reorder);
            assert_eq!(sent(&mut faults, 4), expected, "duplicate {duplicate}, reorder {reorder}");
        }
    }

    #[test]
    fn delays_run_out() {
        let late = Duration::from_secs(1);
        let mut faults = EventFaults { delay: (2, late), ..EventFaults::default() };
        let all: Vec<_> = (0..3).map(|_| faults.next_delay()).collect();
        assert_eq!(all, [Some(late), Some(late), None]);
    }
}
