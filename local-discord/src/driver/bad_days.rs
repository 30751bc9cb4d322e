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

    /// Forgets all faults that have not happened, those of the gateway included.
    pub fn clear_faults(&self) {
        self.server.change(|world| world.faults.clear());
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

    /// Sends any event, well-formed or not, to every session.
    pub fn dispatch_raw(&self, event: &str, data: Value) {
        self.server.change(|world| world.dispatch(event, &data, Audience::everyone(None).raw()));
    }

    fn order(&self, order: &Order) {
        self.server.change(|world| world.sessions.order_all(order));
    }
}
