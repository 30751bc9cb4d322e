//! Failures on demand, of REST and of the gateway.

use std::time::Duration;

use serde_json::{Value, json};

use super::LocalDiscord;
use crate::{
    Fault,
    gateway::sessions::{Audience, Order},
};

impl LocalDiscord {
    /// The next requests that fit are answered so, and nothing is done. Path patterns: see [`Fault::on`].
    pub fn fail_next(&self, method: &str, path: &str, status: u16, body: Value, times: u32) {
        self.fault(Fault::on(method, path).status(status, body).times(times));
    }

    /// The next requests that fit wait before they are looked at.
    pub fn delay_next(&self, method: &str, path: &str, delay: Duration, times: u32) {
        self.fault(Fault::on(method, path).delay(delay).times(times));
    }

    /// Adds a fault to those that wait for their request.
    pub fn fault(&self, fault: Fault) {
        self.server.change(|world| world.faults.add(fault));
    }

    /// Forgets all faults that have not happened, those of the gateway included. Events that were held are sent.
    pub fn clear_faults(&self) {
        self.server.change(|world| {
            world.release_events();
            world.faults.clear();
        });
    }

    /// Closes all WebSockets with this code, or with a close frame that has none.
    pub fn close_gateway(&self, code: Option<u16>) {
        self.order(&Order::Close(code, "Closed on demand."));
    }

    /// Ends all WebSockets without a close frame, as when a cable is pulled.
    pub fn drop_gateway(&self) {
        self.order(&Order::Drop);
    }

    /// Asks all bots to reconnect and resume: opcode 7.
    pub fn reconnect(&self) {
        self.order(&Order::Frame(json!({"op": 7, "s": null, "t": null, "d": null}).to_string()));
    }

    /// Tells all bots that their session is invalid: opcode 9. Unless it is resumable, it is forgotten.
    pub fn invalidate_session(&self, resumable: bool) {
        self.order(&Order::Frame(json!({"op": 9, "s": null, "t": null, "d": resumable}).to_string()));
        if !resumable {
            self.server.change(|world| world.sessions.by_id.clear());
        }
    }

    /// The next WebSockets are refused with HTTP 503.
    pub fn refuse_upgrades(&self, n: u32) {
        self.server.change(|world| world.faults.refuse_upgrades = n);
    }

    /// Heartbeats are no longer acknowledged, or again.
    pub fn stop_heartbeat_acks(&self, stop: bool) {
        self.server.change(|world| world.faults.stop_acks = stop);
    }

    /// Asks all bots for a heartbeat at once: opcode 1.
    pub fn request_heartbeat(&self) {
        self.order(&Order::Frame(json!({"op": 1, "s": null, "t": null, "d": null}).to_string()));
    }

    /// Each of the next n events comes twice, each time with a sequence number of its own; a resume replays both.
    /// READY, RESUMED, GUILD_CREATE and chunks of members do not count here and below.
    pub fn duplicate_events(&self, n: u32) {
        self.server.change(|world| world.faults.events.duplicate = n);
    }

    /// The next n events are held until they are complete, and then sent with the last one first. Sequence numbers
    /// count upwards nevertheless. [`Self::clear_faults`] and another call send what is held in its right order.
    pub fn reorder_events(&self, n: usize) {
        self.server.change(|world| {
            world.release_events();
            world.faults.events.reorder(n);
        });
    }

    /// Each of the next n events comes so much later. What follows on the same connection, heartbeats' ACKs included,
    /// comes after it, as on a slow line.
    pub fn delay_events(&self, delay: Duration, n: u32) {
        self.server.change(|world| world.faults.events.delay = (n, delay));
    }

    /// Sends any event, well-formed or not, to every session.
    pub fn dispatch_raw(&self, event: &str, data: Value) {
        self.server.change(|world| world.dispatch(event, &data, Audience::all().raw()));
    }

    /// Sends any text to all bots in place of a payload, such as half of one. Transport compression applies to it.
    pub fn send_raw(&self, text: &str) {
        self.order(&Order::Frame(text.to_owned()));
    }

    /// Sends any bytes to all bots in a binary frame, past all compression: to a bot with a compressed transport, a
    /// broken stream.
    pub fn send_raw_bytes(&self, bytes: &[u8]) {
        self.order(&Order::Bytes(bytes.to_vec()));
    }

    fn order(&self, order: &Order) {
        self.server.change(|world| world.sessions.order_all(order));
    }
}
