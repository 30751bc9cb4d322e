//! Gateway v10 over WebSocket, JSON without compression. Discord docs: events/gateway.

mod close;
mod opcodes;
pub(crate) mod sessions;

use std::{collections::VecDeque, sync::Arc, time::Duration};

use axum::{
    extract::{
        Query, State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use tokio::{sync::mpsc, time::Instant};

use crate::{Judge, record::Violation, server::Server};
use close::Close;
use sessions::Order;

/// Bytes in one payload from the bot. Docs: events/gateway, "Sending Events".
const MAX_PAYLOAD: usize = 4096;
/// Payloads from the bot in one [`SEND_WINDOW`].
const MAX_SENDS: usize = 120;
const SEND_WINDOW: Duration = Duration::from_secs(60);

/// Query of the WebSocket's URL.
pub(crate) type Parameters = Query<std::collections::BTreeMap<String, String>>;

/// Opens the WebSocket, unless the upgrade is to be refused.
pub(crate) async fn upgrade(State(server): State<Arc<Server>>, Query(query): Parameters, upgrade: WebSocketUpgrade) -> Response {
    let refused = server.change(|world| {
        world.log.upgrades += 1;
        let refuse = world.faults.refuse_upgrades > 0;
        world.faults.refuse_upgrades = world.faults.refuse_upgrades.saturating_sub(1);
        refuse
    });
    if refused {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let asked = |key: &str| query.get(key).map(String::as_str);
    if let Some(compression) = asked("compress") {
        // Plain text to a client that inflates would look like a broken stream: better to say so.
        tracing::warn!(compression, "transport compression is not covered");
        return (StatusCode::NOT_IMPLEMENTED, "local-discord does not cover transport compression").into_response();
    }
    let wrong = if asked("v").is_some_and(|version| version != "10") {
        Some(close::INVALID_VERSION)
    } else if asked("encoding").is_some_and(|encoding| encoding != "json") {
        Some(close::DECODE_ERROR)
    } else {
        None
    };
    upgrade.on_upgrade(move |socket| async move {
        let (orders, inbox) = mpsc::unbounded_channel();
        let id = server.change(|world| world.sessions.connect(orders));
        Connection { server: server.clone(), socket, inbox, id, sends: VecDeque::new() }.run(wrong).await;
        server.change(|world| world.sessions.disconnect(id));
    })
}

/// One open WebSocket.
struct Connection {
    server: Arc<Server>,
    socket: WebSocket,
    inbox: mpsc::UnboundedReceiver<Order>,
    id: u64,
    /// When the payloads of the last minute came.
    sends: VecDeque<Instant>,
}

impl Connection {
    async fn run(mut self, wrong: Option<Close>) {
        let interval = self.server.read(|world| world.setup.timing.heartbeat_interval);
        let hello = json!({"op": 10, "s": null, "t": null, "d": {"heartbeat_interval": interval.as_millis() as u64, "_trace": []}});
        if self.socket.send(Message::Text(hello.to_string().into())).await.is_err() {
            return;
        }
        if let Some(wrong) = wrong {
            return self.refuse(wrong, "IDENTIFY", &Value::Null).await;
        }
        let server = self.server.clone();
        let stopped = server.stopped();
        tokio::pin!(stopped);
        // Discord hangs up on a client that is silent; twice the interval leaves room for its jitter.
        let mut silent_until = Instant::now() + interval * 2;
        loop {
            tokio::select! {
                () = &mut stopped => return self.hang_up(Some(1001), "Server is shutting down.").await,
                () = tokio::time::sleep_until(silent_until) => return self.refuse(close::SESSION_TIMED_OUT, "1", &Value::Null).await,
                order = self.inbox.recv() => match order {
                    Some(Order::Frame(frame)) => {
                        if self.socket.send(Message::Text(frame.into())).await.is_err() {
                            return;
                        }
                    }
                    Some(Order::Close(code, reason)) => return self.hang_up(code, reason).await,
                    Some(Order::Drop) | None => return,
                },
                message = self.socket.recv() => {
                    let text = match message {
                        Some(Ok(Message::Text(text))) => text.to_string(),
                        Some(Ok(Message::Binary(bytes))) => String::from_utf8_lossy(&bytes).into_owned(),
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                        Some(Ok(Message::Close(frame))) => return self.closed_by_client(frame.as_ref().map(|frame| frame.code)),
                        Some(Err(_)) | None => return,
                    };
                    if let Err((wrong, opcode, payload)) = self.receive(&text) {
                        return self.refuse(wrong, &opcode, &payload).await;
                    }
                    if opcode_of(&text) == Some(1) {
                        silent_until = Instant::now() + interval * 2;
                    }
                }
            }
        }
    }

    /// Takes a payload from the bot; the error says how to close and what about.
    fn receive(&mut self, text: &str) -> Result<(), (Close, String, Value)> {
        let now = Instant::now();
        self.sends.retain(|sent| now.duration_since(*sent) < SEND_WINDOW);
        self.sends.push_back(now);
        let payload: Value = serde_json::from_str(text).unwrap_or(Value::Null);
        let opcode = payload["op"].to_string();
        if self.sends.len() > MAX_SENDS {
            return Err((close::RATE_LIMITED, opcode, payload));
        }
        if text.len() > MAX_PAYLOAD || !payload.is_object() {
            return Err((close::DECODE_ERROR, opcode, payload));
        }
        self.server
            .change(|world| {
                world.log.gateway.push(masked(&payload));
                opcodes::receive(world, self.id, &payload)
            })
            .map_err(|wrong| (wrong, opcode, masked(&payload)))
    }

    /// Docs: a client that closes with 1000 or 1001 ends its session.
    fn closed_by_client(&self, code: Option<u16>) {
        if matches!(code, Some(1000 | 1001)) {
            self.server.change(|world| world.sessions.end_session(self.id));
        }
    }

    /// Closes because of what the bot did, and keeps that as a violation if it could know better.
    async fn refuse(self, (code, reason): Close, opcode: &str, payload: &Value) {
        if close::is_violation(code) {
            let (path, judges) = (opcode.to_owned(), vec![Judge::Hand]);
            let violation = Violation {
                method: "GATEWAY".to_owned(),
                path,
                code: code.into(),
                message: reason.to_owned(),
                errors: Vec::new(),
                judges,
                body: payload.clone(),
            };
            self.server.change(|world| world.log.violations.push(violation));
        }
        self.hang_up(Some(code), reason).await;
    }

    async fn hang_up(mut self, code: Option<u16>, reason: &'static str) {
        self.server.change(|world| {
            if !close::resumable(code) {
                world.sessions.end_session(self.id);
            }
            world.sessions.disconnect(self.id);
        });
        let frame = code.map(|code| CloseFrame { code, reason: reason.into() });
        let farewell = async {
            // The client may be gone already. Its own close frame is awaited, so that the code arrives before the TCP end.
            let _ = self.socket.send(Message::Close(frame)).await;
            while let Some(Ok(_)) = self.socket.recv().await {}
        };
        let _ = tokio::time::timeout(Duration::from_secs(1), farewell).await;
    }
}

fn opcode_of(text: &str) -> Option<u64> {
    serde_json::from_str::<Value>(text).ok()?["op"].as_u64()
}

/// A payload without its token.
fn masked(payload: &Value) -> Value {
    let mut copy = json!({"op": payload["op"], "d": payload["d"]});
    if copy["d"]["token"].is_string() {
        copy["d"]["token"] = json!("***");
    }
    copy
}
