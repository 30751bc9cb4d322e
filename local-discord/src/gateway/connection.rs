//! One WebSocket: what comes in, what goes out, and how it ends. Discord docs: events/gateway, "Connection Lifecycle".

use std::{collections::VecDeque, sync::Arc, time::Duration};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde_json::{Value, json};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until},
};

use super::{
    close::{self, Close},
    compression::Transport,
    masked, opcodes,
    sessions::Order,
};
use crate::server::Server;

/// Bytes in one payload from the bot. Docs: events/gateway, "Sending Events".
const MAX_PAYLOAD: usize = 4096;
/// Payloads from the bot in one [`SEND_WINDOW`].
const MAX_SENDS: usize = 120;
const SEND_WINDOW: Duration = Duration::from_secs(60);

/// One open WebSocket.
pub(super) struct Connection {
    server: Arc<Server>,
    socket: WebSocket,
    transport: Transport,
    inbox: Inbox,
    id: u64,
    /// When the payloads of the last minute came.
    sends: VecDeque<Instant>,
}

impl Connection {
    /// Serves a WebSocket until its end; one with an impossible URL is closed at once.
    pub(super) async fn open(server: Arc<Server>, socket: WebSocket, transport: Result<Transport, Close>, query: &Value) {
        let (orders, inbox) = mpsc::unbounded_channel();
        let id = server.change(|world| world.sessions.connect(orders));
        let (transport, wrong) = match transport {
            Ok(transport) => (transport, None),
            Err(wrong) => (Transport::Plain, Some(wrong)),
        };
        let inbox = Inbox { orders: inbox, held: None };
        let connection = Self { server: server.clone(), socket, transport, inbox, id, sends: VecDeque::new() };
        match wrong {
            Some(wrong) => connection.refuse(wrong, "URL", query).await,
            None => connection.run().await,
        }
        server.change(|world| world.sessions.disconnect(id));
    }

    async fn run(mut self) {
        let interval = self.server.read(|world| world.setup.timing.heartbeat_interval);
        let hello = json!({"op": 10, "s": null, "t": null, "d": {"heartbeat_interval": interval.as_millis() as u64, "_trace": []}});
        if self.send(hello.to_string(), false).await.is_none() {
            return;
        }
        let server = self.server.clone();
        let stopped = server.stopped();
        tokio::pin!(stopped);
        // Discord hangs up on a client that is silent; twice the interval leaves room for its jitter.
        let mut silent_until = Instant::now() + interval * 2;
        loop {
            tokio::select! {
                () = &mut stopped => return self.hang_up(Some(1001), "Server is shutting down.").await,
                () = sleep_until(silent_until) => return self.refuse(close::SESSION_TIMED_OUT, "1", &Value::Null).await,
                order = self.inbox.next() => {
                    let sent = match order {
                        Some(Order::Frame(text)) => self.send(text, false).await,
                        Some(Order::Event { text, compress, .. }) => self.send(text, compress).await,
                        Some(Order::Bytes(bytes)) => self.socket.send(Message::Binary(bytes.into())).await.ok(),
                        Some(Order::Close(code, reason)) => return self.hang_up(code, reason).await,
                        Some(Order::Drop) | None => return,
                    };
                    if sent.is_none() {
                        return;
                    }
                }
                message = self.socket.recv() => {
                    let text = match message {
                        Some(Ok(Message::Text(text))) => text.to_string(),
                        Some(Ok(Message::Binary(bytes))) => String::from_utf8_lossy(&bytes).into_owned(),
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                        Some(Ok(Message::Close(frame))) => return self.closed_by_client(frame.as_ref().map(|frame| frame.code)),
                        Some(Err(_)) | None => return,
                    };
                    let payload: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
                    if let Err(wrong) = self.receive(&payload, text.len()) {
                        return self.refuse(wrong, &payload["op"].to_string(), &masked(&payload)).await;
                    }
                    if payload["op"] == 1 {
                        silent_until = Instant::now() + interval * 2;
                    }
                }
            }
        }
    }

    /// Sends a text, compressed as the connection and its session want it; `None` if nobody is there any more.
    async fn send(&mut self, text: String, compress: bool) -> Option<()> {
        let message = self.transport.pack(text, compress).ok()?;
        self.socket.send(message).await.ok()
    }

    /// Takes a payload from the bot; the error closes the connection.
    fn receive(&mut self, payload: &Value, length: usize) -> Result<(), Close> {
        let now = Instant::now();
        self.sends.retain(|sent| now.duration_since(*sent) < SEND_WINDOW);
        self.sends.push_back(now);
        if self.sends.len() > MAX_SENDS {
            return Err(close::RATE_LIMITED);
        }
        if length > MAX_PAYLOAD || !payload.is_object() {
            return Err(close::DECODE_ERROR);
        }
        self.server.change(|world| {
            world.log.make_room();
            world.log.gateway.push(masked(payload));
            opcodes::receive(world, self.id, payload)
        })
    }

    /// Docs: a client that closes with 1000 or 1001 ends its session.
    fn closed_by_client(&self, code: Option<u16>) {
        if matches!(code, Some(1000 | 1001)) {
            self.server.change(|world| world.sessions.end_session(self.id));
        }
    }

    /// Closes because of what the bot did, and keeps that as a violation if it could know better.
    async fn refuse(self, wrong: Close, opcode: &str, payload: &Value) {
        let (code, reason) = wrong;
        if close::is_violation(code) {
            self.server.change(|world| world.gateway_violation(opcode, wrong, payload));
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

/// Orders, each when it is due and never before an earlier one.
struct Inbox {
    orders: mpsc::UnboundedReceiver<Order>,
    held: Option<Order>,
}

impl Inbox {
    /// The next order. Nothing is lost if the caller stops waiting: a held order stays where it is.
    async fn next(&mut self) -> Option<Order> {
        if self.held.is_none() {
            self.held = self.orders.recv().await;
        }
        if let Some(Order::Event { due: Some(due), .. }) = &self.held {
            sleep_until(*due).await;
        }
        self.held.take()
    }
}
