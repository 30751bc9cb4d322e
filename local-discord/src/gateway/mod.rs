//! Gateway v10 over WebSocket, in JSON. Discord docs: events/gateway.

mod close;
mod compression;
mod connection;
pub(crate) mod event_faults;
mod members;
mod opcodes;
pub(crate) mod sessions;
mod starts;
mod zstd;

use std::sync::Arc;

use axum::{
    extract::{Query, State, ws::WebSocketUpgrade},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{Judge, record::Violation, server::Server, world::World};
use close::Close;
use compression::Transport;
use connection::Connection;

/// Query of the WebSocket's URL.
pub(crate) type Parameters = Query<std::collections::BTreeMap<String, String>>;

/// Opens the WebSocket, unless the upgrade is to be refused.
pub(crate) async fn upgrade(State(server): State<Arc<Server>>, Query(query): Parameters, headers: HeaderMap, upgrade: WebSocketUpgrade) -> Response {
    // Bots name no origin. A website in a browser on this machine does, and must not pass for a bot.
    if headers.contains_key(header::ORIGIN) {
        return (StatusCode::FORBIDDEN, "The gateway is for bots, not for pages.").into_response();
    }
    let refused = server.change(|world| {
        world.log.upgrades += 1;
        let refuse = world.faults.refuse_upgrades > 0;
        world.faults.refuse_upgrades = world.faults.refuse_upgrades.saturating_sub(1);
        refuse
    });
    if refused {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let transport = transport(&query);
    let query = json!(query);
    upgrade.on_upgrade(move |socket| async move {
        Connection::open(server, socket, transport, &query).await;
    })
}

/// What the URL asks for. A client that reads another encoding or compression than it gets would only see a broken
/// stream: such a connection is closed and says why.
fn transport(query: &std::collections::BTreeMap<String, String>) -> Result<Transport, Close> {
    let asked = |key: &str| query.get(key).map(String::as_str);
    match (asked("v"), asked("encoding")) {
        (None | Some("10"), None | Some("json")) => Transport::named(asked("compress")).ok_or(close::UNKNOWN_COMPRESSION),
        (None | Some("10"), Some("etf")) => Err(close::NO_ETF),
        (None | Some("10"), Some(_)) => Err(close::DECODE_ERROR),
        (Some(_), _) => Err(close::INVALID_VERSION),
    }
}

impl World {
    /// Keeps a rule that was broken on the gateway.
    fn gateway_violation(&mut self, opcode: &str, (code, message): Close, payload: &Value) {
        tracing::warn!(opcode, code, message, "the bot broke a rule on the gateway");
        self.log.violations.push(Violation {
            method: "GATEWAY".to_owned(),
            path: opcode.to_owned(),
            code: code.into(),
            message: message.to_owned(),
            errors: Vec::new(),
            judges: vec![Judge::Hand],
            body: payload.clone(),
        });
    }
}

/// A payload without its token.
fn masked(payload: &Value) -> Value {
    let mut copy = json!({"op": payload["op"], "d": payload["d"]});
    if copy["d"]["token"].is_string() {
        copy["d"]["token"] = json!("***");
    }
    copy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls() {
        let cases = [
            ("", None),
            ("v=10&encoding=json", None),
            ("v=10&encoding=json&compress=zlib-stream", None),
            ("encoding=json&v=10&compress=zstd-stream", None),
            ("v=10&compress=", Some(4002)),
            ("v=10&compress=lz4", Some(4002)),
            ("v=10&encoding=etf", Some(4002)),
            ("v=10&encoding=xml&compress=zlib-stream", Some(4002)),
            ("v=9&encoding=json", Some(4012)),
            ("v=&encoding=etf", Some(4012)),
        ];
        for (query, code) in cases {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let query_map = pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
            assert_eq!(transport(&query_map).err().map(|close| close.0), code, "{query}");
        }
    }
}
