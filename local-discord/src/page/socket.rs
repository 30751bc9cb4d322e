//! The page's WebSocket. Each text from the page is a request with an `id` and a `do`; it is answered with `reply`, the
//! same id. A binary message is such a request, a line feed, and the files that the request lists. Besides, what changed
//! in the person's view comes as `update`.

use std::{
    collections::{BTreeMap, BTreeSet, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
    sync::Arc,
    time::Duration,
};

use axum::{
    extract::{
        State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade},
    },
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};
use tokio::{task::JoinSet, time::MissedTickBehavior};

use super::{
    act::{self, Action, Outcome},
    guard,
    view::{self, View, Viewer},
};
use crate::{Id, record::Part, server::Server};

/// Bytes of a request without files.
const MAX_REQUEST: usize = 64 << 10;
/// Bytes of a request with files. Discord docs: resources/message, "Create Message".
const MAX_UPLOAD: usize = 25 << 20;
/// Bytes of one file, without boosts.
const MAX_FILE: usize = 10 << 20;
/// Files in one message.
const MAX_FILES: usize = 10;
/// Bytes of messages in one update, roughly; more go into the next.
const MAX_UPDATE: usize = 512 << 10;
/// Changes that come together are told together.
const TOGETHER: Duration = Duration::from_millis(25);
/// What changes by time alone, such as a response that does not come, is looked at so often.
const TICK: Duration = Duration::from_secs(1);
/// Requests for choices that may wait for the bot at once.
const MAX_WAITING: usize = 16;

/// Opens the WebSocket for the page itself.
pub(super) async fn upgrade(State(server): State<Arc<Server>>, headers: HeaderMap, upgrade: WebSocketUpgrade) -> Response {
    if !guard::same_origin(&headers) {
        return (StatusCode::FORBIDDEN, "This socket is for the page of this server alone.").into_response();
    }
    upgrade.max_message_size(MAX_UPLOAD).max_frame_size(MAX_UPLOAD).on_upgrade(move |socket| async move {
        let Some(user) = server.read(view::first_user) else {
            return;
        };
        let viewer = Viewer { user, channel: 0, from: 0, inspect: false };
        Page { server, socket, viewer, greeted: false, sent: Sent::default(), waiting: JoinSet::new() }.run().await;
    })
}

/// What the page has, so that only changes are sent.
#[derive(Debug, Default)]
struct Sent {
    parts: BTreeMap<&'static str, u64>,
    messages: BTreeMap<Id, u64>,
    /// Whether there was an update for this person and channel.
    any: bool,
}

/// One open page.
struct Page {
    server: Arc<Server>,
    socket: WebSocket,
    viewer: Viewer,
    /// Before the first `open` the page does not say whom it shows.
    greeted: bool,
    sent: Sent,
    waiting: JoinSet<Value>,
}

/// The connection has ended.
struct Gone;

impl Page {
    async fn run(mut self) {
        let mut bell = self.server.bell();
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let server = self.server.clone();
        let stopped = server.stopped();
        tokio::pin!(stopped);
        loop {
            let went_on = tokio::select! {
                () = &mut stopped => {
                    let frame = CloseFrame { code: 1001, reason: "Server is shutting down.".into() };
                    // The page may be gone already.
                    let _ = self.socket.send(Message::Close(Some(frame))).await;
                    return;
                }
                rung = bell.changed() => {
                    if rung.is_err() {
                        return;
                    }
                    tokio::time::sleep(TOGETHER).await;
                    bell.borrow_and_update();
                    self.update().await
                }
                _ = tick.tick() => self.update().await,
                Some(done) = self.waiting.join_next() => match done {
                    Ok(reply) => self.send(&reply).await,
                    Err(_) => Ok(()),
                },
                message = self.socket.recv() => match message {
                    Some(Ok(Message::Text(text))) => self.receive(text.as_bytes()).await,
                    Some(Ok(Message::Binary(bytes))) => self.receive_files(&bytes).await,
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                },
            };
            if went_on.is_err() {
                return;
            }
        }
    }

    async fn send(&mut self, value: &Value) -> Result<(), Gone> {
        self.socket.send(Message::Text(value.to_string().into())).await.map_err(|_| Gone)
    }

    async fn receive(&mut self, bytes: &[u8]) -> Result<(), Gone> {
        match read(bytes) {
            Ok(request) => self.answer(&request, &[]).await,
            Err(why) => self.send(&reply(&Value::Null, Err(why))).await,
        }
    }

    async fn receive_files(&mut self, bytes: &[u8]) -> Result<(), Gone> {
        match read_files(bytes) {
            Ok((request, files)) => self.answer(&request, &files).await,
            Err(why) => self.send(&reply(&Value::Null, Err(why))).await,
        }
    }

    async fn answer(&mut self, request: &Value, files: &[Part]) -> Result<(), Gone> {
        let id = request["id"].clone();
        match act::turn(&self.server, &self.viewer, request) {
            Some(Ok(viewer)) => {
                let moved = !self.greeted || (viewer.user, viewer.channel) != (self.viewer.user, self.viewer.channel) || request["do"] == "open";
                self.viewer = viewer;
                self.greeted = true;
                if moved {
                    self.sent = Sent::default();
                }
                self.send(&reply(&id, Ok(json!({})))).await?;
                return self.update().await;
            }
            Some(Err(why)) => return self.send(&reply(&id, Err(why))).await,
            None if !self.greeted => return self.send(&reply(&id, Err("say first who looks where: \"open\"".to_owned()))).await,
            None => {}
        }
        match act::act(&self.server, &self.viewer, request, files) {
            Action::Done(outcome) => self.send(&reply(&id, outcome)).await,
            Action::Choices(_) if self.waiting.len() >= MAX_WAITING => self.send(&reply(&id, Err("too many at once".to_owned()))).await,
            Action::Choices(interaction) => {
                self.waiting.spawn(async move { reply(&id, act::choices(interaction).await) });
                Ok(())
            }
        }
    }

    /// Sends what has changed, in several frames if there is much.
    async fn update(&mut self) -> Result<(), Gone> {
        if !self.greeted {
            return Ok(());
        }
        let view = self.server.read(|world| view::view(world, &self.viewer));
        for update in self.sent.changes(view) {
            self.send(&json!({"update": update})).await?;
        }
        Ok(())
    }
}

impl Sent {
    /// What differs from what was sent before, which is remembered as sent.
    fn changes(&mut self, view: View) -> Vec<Value> {
        let mut first = Map::new();
        if !std::mem::replace(&mut self.any, true) {
            first.insert("reset".to_owned(), json!(true));
        }
        for (name, part) in view.parts {
            let now = fingerprint(&part.to_string());
            if self.parts.insert(name, now) != Some(now) {
                first.insert(name.to_owned(), part);
            }
        }
        let there: BTreeSet<Id> = view.messages.iter().map(|(id, _)| *id).collect();
        let gone: Vec<String> = self.messages.keys().filter(|id| !there.contains(id)).map(Id::to_string).collect();
        self.messages.retain(|id, _| there.contains(id));
        let mut frames: Vec<Vec<Value>> = vec![Vec::new()];
        let mut size = 0;
        for (id, message) in view.messages {
            let text = message.to_string();
            let now = fingerprint(&text);
            if self.messages.insert(id, now) == Some(now) {
                continue;
            }
            if size > MAX_UPDATE {
                frames.push(Vec::new());
                size = 0;
            }
            size += text.len();
            if let Some(frame) = frames.last_mut() {
                frame.push(message);
            }
        }
        let mut updates = Vec::new();
        for (at, put) in frames.into_iter().enumerate() {
            let mut update = if at == 0 { std::mem::take(&mut first) } else { Map::new() };
            if !put.is_empty() {
                update.insert("put".to_owned(), put.into());
            }
            if at == 0 && !gone.is_empty() {
                update.insert("gone".to_owned(), json!(gone));
            }
            if !update.is_empty() {
                updates.push(Value::Object(update));
            }
        }
        updates
    }
}

fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn reply(id: &Value, outcome: Outcome) -> Value {
    match outcome {
        Ok(result) => json!({"reply": id, "ok": true, "result": result}),
        Err(why) => json!({"reply": id, "ok": false, "error": why}),
    }
}

fn read(bytes: &[u8]) -> Result<Value, String> {
    if bytes.len() > MAX_REQUEST {
        return Err(format!("a request has at most {MAX_REQUEST} bytes"));
    }
    serde_json::from_slice(bytes).ok().filter(Value::is_object).ok_or_else(|| "a request is a JSON object".to_owned())
}

/// A request that lists its files as `{"name", "type", "size"}`, a line feed, and their bytes one after another.
fn read_files(bytes: &[u8]) -> Result<(Value, Vec<Part>), String> {
    let wrong = || "the files are not as the request lists them".to_owned();
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or_else(wrong)?;
    let (line, mut rest) = (bytes.get(..end).unwrap_or_default(), bytes.get(end + 1..).unwrap_or_default());
    let request = read(line)?;
    let mut files = Vec::new();
    for (at, listed) in request["files"].as_array().into_iter().flatten().enumerate() {
        let size = listed["size"].as_u64().and_then(|size| usize::try_from(size).ok()).ok_or_else(wrong)?;
        if size > MAX_FILE {
            return Err(format!("a file has at most {MAX_FILE} bytes"));
        }
        let (data, after) = rest.split_at_checked(size).filter(|_| at < MAX_FILES).ok_or_else(wrong)?;
        let content_type = listed["type"].as_str().filter(|kind| !kind.is_empty() && kind.len() < 100 && kind.is_ascii()).map(str::to_owned);
        let filename = listed["name"].as_str().filter(|name| !name.is_empty()).unwrap_or("file").chars().take(100).collect();
        files.push(Part { name: format!("files[{at}]"), filename, content_type, data: data.to_vec() });
        rest = after;
    }
    if rest.is_empty() { Ok((request, files)) } else { Err(wrong()) }
}
