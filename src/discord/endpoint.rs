//! Interactions over HTTP: Discord posts each to us, signed, instead of sending it by the gateway. They go the same way as
//! there, so that the same bytes come out.
//!
//! A response that is ready in time is the answer to the request. One that takes longer, has a picture, or something to do
//! after it, is accepted with 202 and sent by REST, as on the gateway: nothing then depends on which of two requests is there first.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::Value;
use serenity::all::Http;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::commands::{self, Desk, Done};
use super::signature::{Gate, PublicKey};
use super::turn::{self, First};

/// The longest body that is read, in bytes. An interaction holds at most a few messages of 2,000 characters with their
/// embeds.
const LONGEST: usize = 256 * 1024;
/// How long a body may take to arrive: Discord itself gives up an interaction after 3 s. Anybody can begin a request, so one
/// that never ends must not keep its connection.
const ARRIVAL: Duration = Duration::from_secs(3);

/// Where interactions come in over HTTP.
#[derive(Debug)]
pub struct Endpoint {
    /// A socket that listens.
    pub listener: TcpListener,
    /// The application's key.
    pub key: PublicKey,
}

/// What every request needs.
struct Reception {
    desk: Desk,
    http: Arc<Http>,
    gate: Mutex<Gate>,
    under_way: Arc<Semaphore>,
    defer_after: Duration,
}

/// Answers interactions until it is dropped. `http` needs no token: each interaction brings its own.
pub(super) async fn serve(endpoint: Endpoint, desk: Desk, http: Arc<Http>, under_way: Arc<Semaphore>, defer_after: Duration) {
    let Endpoint { listener, key } = endpoint;
    let reception = Arc::new(Reception { desk, http, gate: Mutex::new(Gate::new(key)), under_way, defer_after });
    let router = Router::new().route("/", post(receive)).route("/interactions", post(receive)).layer(DefaultBodyLimit::max(LONGEST)).with_state(reception);
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(%error, "the HTTP endpoint ended");
    }
}

async fn receive(State(reception): State<Arc<Reception>>, request: Request) -> Response {
    let headers = request.headers().clone();
    let body = match timeout(ARRIVAL, Bytes::from_request(request, &())).await {
        Ok(Ok(body)) => body,
        Ok(Err(refused)) => return refused.into_response(),
        Err(_) => return (StatusCode::REQUEST_TIMEOUT, [(header::CONNECTION, "close")]).into_response(),
    };
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    let admitted = reception.gate.lock().unwrap_or_else(PoisonError::into_inner).admit(text("x-signature-ed25519"), text("x-signature-timestamp"), &body, now);
    if let Err(refused) = admitted {
        // Discord itself sends forged requests from time to time, to see whether they are refused.
        tracing::debug!(%refused, "a request to the endpoint is refused");
        return (StatusCode::UNAUTHORIZED, "invalid request signature").into_response();
    }
    let Ok(interaction) = serde_json::from_slice::<Value>(&body) else {
        return (StatusCode::BAD_REQUEST, "not JSON").into_response();
    };
    // The permit is kept for as long as anything is to be sent, so that the bot does not end in the middle of it.
    let Ok(turn) = reception.under_way.clone().acquire_owned().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let handling = commands::handle(&interaction, reception.desk.clone()).await;
    match turn::first(handling, reception.defer_after).await {
        First::Done(Done { response, then: None, picture: None }) => ([(header::CONTENT_TYPE, "application/json")], response.to_string()).into_response(),
        later => {
            let http = reception.http.clone();
            tokio::spawn(async move {
                turn::finish(&http, &interaction, later).await;
                drop(turn);
            });
            StatusCode::ACCEPTED.into_response()
        }
    }
}
