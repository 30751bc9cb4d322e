//! Interactions over HTTP: POSTed to the application's interactions endpoint instead of sent by the gateway. Discord docs:
//! interactions/overview, "Preparing for Interactions"; interactions/receiving-and-responding.

mod client;
mod forgery;
mod keys;
mod target;

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::{
    Id,
    gateway::sessions::Audience,
    record::{Request, Violation},
    rest,
    server::Server,
    time,
    world::World,
};
pub(crate) use client::Answer;
pub use forgery::Forgery;
pub(crate) use keys::Keys;
pub(crate) use target::Target;

/// Method that stands in records for what went over HTTP to the bot.
pub(crate) const METHOD: &str = "HTTP";
/// The same for what was forged.
const FORGED: &str = "FORGED";

/// What the world knows of the endpoint.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// Where it is; without one, interactions go by the gateway.
    pub(crate) target: Option<Target>,
    pub(crate) keys: Keys,
    /// After how many interactions a forged one follows; 0 for never.
    pub(crate) forge_every: u32,
    /// Interactions so far.
    sent: u32,
    /// The latest interaction, for forgeries to look like.
    latest: Option<Value>,
    /// To the task that sends: the world's lock must not be held for that long.
    outbox: Option<mpsc::UnboundedSender<Delivery>>,
}

/// An interaction on its way.
#[derive(Debug)]
struct Delivery {
    id: Id,
    event: Value,
    target: Target,
    forgery: Option<Forgery>,
}

impl Endpoint {
    pub(crate) fn new(keys: Keys) -> Self {
        Self { target: None, keys, forge_every: 0, sent: 0, latest: None, outbox: None }
    }

    fn deliver(&mut self, id: Id, event: Value, target: Target) {
        self.sent = self.sent.wrapping_add(1);
        self.latest = Some(event.clone());
        let forgery = self.sent.checked_div(self.forge_every).filter(|_| self.sent.is_multiple_of(self.forge_every)).and_then(|round| {
            // Each kind in its turn.
            Forgery::REFUSED.get(round as usize % Forgery::REFUSED.len()).copied()
        });
        if let Some(outbox) = &self.outbox {
            // The task ends only when the server does.
            let _ = outbox.send(Delivery { id, event, target, forgery });
        }
    }
}

impl World {
    /// Sends an opened interaction to the bot, by whichever way it has chosen.
    pub(crate) fn send_interaction(&mut self, id: Id, event: Value, guild: Option<Id>) {
        match self.endpoint.target.clone() {
            Some(target) => self.endpoint.deliver(id, event, target),
            None => self.dispatch("INTERACTION_CREATE", &event, Audience::everyone(guild)),
        }
    }

    /// A ping, with which an endpoint is tried. Docs: interactions/overview, "Acknowledging PING requests".
    fn ping(&mut self) -> Value {
        let id = self.ids.next().to_string();
        json!({
            "id": id, "application_id": self.bot().to_string(), "type": 1, "token": format!("local.{id}.ping"), "version": 1,
            "app_permissions": "0", "authorizing_integration_owners": {}, "entitlements": [], "user": self.user_json(self.setup.bot.owner.id),
        })
    }

    /// An interaction that nobody opened: the latest one with another id and token, or else a ping.
    fn unasked(&mut self) -> Value {
        let ping = self.ping();
        match self.endpoint.latest.clone() {
            Some(mut event) => {
                event["id"] = ping["id"].clone();
                event["token"] = ping["token"].clone();
                event
            }
            None => ping,
        }
    }
}

/// Starts the task that sends; it ends with the server.
pub(crate) fn start(server: &Arc<Server>) {
    let (outbox, mut deliveries) = mpsc::unbounded_channel();
    server.change(|world| world.endpoint.outbox = Some(outbox));
    let server = server.clone();
    tokio::spawn(async move {
        let stopping = server.clone();
        let stopped = stopping.stopped();
        tokio::pin!(stopped);
        loop {
            tokio::select! {
                () = &mut stopped => return,
                delivery = deliveries.recv() => match delivery {
                    // A slow endpoint must not hold up the next interaction.
                    Some(delivery) => drop(tokio::spawn(deliver(server.clone(), delivery))),
                    None => return,
                },
            }
        }
    });
}

/// Posts an interaction and takes the answer as the first response.
async fn deliver(server: Arc<Server>, delivery: Delivery) {
    let Delivery { id, event, target, forgery } = delivery;
    let (keys, limit, left) = server.read(|world| {
        let limit = world.setup.timing.first_response;
        let elapsed = world.interactions.get(&id).map_or(limit, |stored| stored.opened.elapsed());
        (world.endpoint.keys.clone(), limit, limit.saturating_sub(elapsed))
    });
    let body = event.to_string().into_bytes();
    let headers = forgery::genuine(&keys, time::unix_ms() / 1000, &body);
    let failure = match tokio::time::timeout(left, client::post(&target, &headers, body)).await {
        Err(_) => Some((0, format!("did not respond in {limit:?}"))),
        Ok(Err(why)) => Some((0, why)),
        // Docs: receiving-and-responding, "Interaction Callback": after a 202 the response comes through REST.
        Ok(Ok(answer)) if answer.status == 202 && answer.body.is_empty() => None,
        Ok(Ok(answer)) if answer.status == 200 => {
            rest::inline_response(&server, id, answer).await;
            None
        }
        Ok(Ok(answer)) if answer.status == 202 => Some((202, "answered 202 with a body, which nobody reads".to_owned())),
        Ok(Ok(answer)) => Some((answer.status, format!("answered {}", answer.status))),
    };
    if let Some((status, why)) = failure {
        server.change(|world| {
            // Who has responded through REST may leave the request hanging.
            let answered = status == 0 && world.interactions.get(&id).is_some_and(|stored| stored.first.is_some());
            if !answered {
                let message = format!("The application did not respond: the interactions endpoint {why}");
                world.log.violations.push(violation(METHOD, &target.path, status, message, event));
            }
        });
    }
    if let Some(forgery) = forgery {
        // A failure has been recorded.
        let _ = forge(&server, &target, forgery).await;
    }
}

/// Sends a forged interaction; returns the status, or why there is none. Unless it is refused with 401, that is kept as a violation.
pub(crate) async fn forge(server: &Server, target: &Target, forgery: Forgery) -> Result<u16, String> {
    let (event, keys, limit) = server.change(|world| (world.unasked(), world.endpoint.keys.clone(), world.setup.timing.first_response));
    let body = event.to_string().into_bytes();
    let headers = forgery.headers(&keys, time::unix_ms() / 1000, &body);
    let answer = tokio::time::timeout(limit, client::post(target, &headers, body)).await;
    let status = answer.unwrap_or_else(|_| Err(format!("did not answer in {limit:?}"))).map(|answer| answer.status);
    server.change(|world| {
        let path = format!("/{}", forgery.name());
        let code = *status.as_ref().unwrap_or(&0);
        if forgery.must_be_refused() && code != 401 {
            let what = status.as_ref().map_or_else(Clone::clone, |status| format!("answered {status}"));
            let message = format!("A forged request must be refused with 401, but the interactions endpoint {what}");
            world.log.violations.push(violation(FORGED, &path, code, message, event.clone()));
        }
        let (at, method) = (world.age(), FORGED.to_owned());
        world.log.requests.push(Request { at, method, path, query: String::new(), body: event, files: Vec::new(), status: code, answer: Value::Null });
    });
    status
}

/// Tries an endpoint as Discord does before it is taken: a genuine ping must be answered, a forged one refused. The error
/// says what was wrong.
pub(crate) async fn verify(server: &Server, target: &Target) -> Result<(), String> {
    let (ping, forged, keys, limit) = server.change(|world| (world.ping(), world.ping(), world.endpoint.keys.clone(), world.setup.timing.first_response));
    let now = time::unix_ms() / 1000;
    let send = async |event: &Value, forgery: Option<Forgery>| {
        let body = event.to_string().into_bytes();
        let headers = forgery.map_or_else(|| forgery::genuine(&keys, now, &body), |forgery| forgery.headers(&keys, now, &body));
        tokio::time::timeout(limit, client::post(target, &headers, body)).await.unwrap_or_else(|_| Err(format!("no answer in {limit:?}")))
    };
    let answer = send(&ping, None).await.map_err(|why| format!("a ping failed: {why}"))?;
    let pong = serde_json::from_slice::<Value>(&answer.body).is_ok_and(|body| body["type"] == 1);
    if answer.status != 200 || !pong {
        let text = String::from_utf8_lossy(&answer.body).chars().take(200).collect::<String>();
        return Err(format!("a ping must be answered with 200 and {{\"type\":1}}, not {} and {text:?}", answer.status));
    }
    let answer = send(&forged, Some(Forgery::BadSignature)).await.map_err(|why| format!("a ping with a wrong signature failed: {why}"))?;
    if answer.status == 401 { Ok(()) } else { Err(format!("a ping with a wrong signature must be refused with 401, not {}", answer.status)) }
}

fn violation(method: &str, path: &str, status: u16, message: String, body: Value) -> Violation {
    tracing::warn!(path, status, message, "the bot broke a rule");
    Violation { method: method.to_owned(), path: path.to_owned(), code: status.into(), message, errors: Vec::new(), judges: vec![crate::Judge::Hand], body }
}
