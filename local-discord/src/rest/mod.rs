//! REST v10: one entrance through which every request goes, so that each is parsed, judged, recorded, and meets its fault.

mod commands;
mod guilds;
pub(crate) mod incoming;
mod interactions;
mod messages;
mod routes;
mod users;
mod webhooks;

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Path, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use serde_json::Value;

use crate::{
    Id,
    api_error::ApiError,
    faults::Fault,
    gateway,
    record::{self, Violation},
    server::Server,
    strict,
};
use incoming::Incoming;

/// What a handler answers if it does not refuse.
#[derive(Debug)]
pub(crate) enum Reply {
    /// 200 with this body.
    Json(Value),
    /// 201 with this body.
    Created(Value),
    /// 204.
    Empty,
}

pub(crate) type Answer = Result<Reply, ApiError>;

/// All routes of the server.
pub(crate) fn router(server: Arc<Server>) -> Router {
    Router::new()
        .route("/", get(gateway::upgrade))
        .route("/attachments/{channel}/{id}/{name}", get(attachment))
        .route("/{*path}", any(handle))
        .layer(DefaultBodyLimit::disable())
        .with_state(server)
}

async fn attachment(State(server): State<Arc<Server>>, Path((_, id, _)): Path<(Id, Id, String)>) -> Response {
    let found = server.read(|world| world.files.get(&id).map(|file| (file.content_type.clone(), file.data.clone())));
    match found {
        Some((kind, data)) => ([(header::CONTENT_TYPE, kind.unwrap_or_else(|| "application/octet-stream".to_owned()))], data).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn handle(State(server): State<Arc<Server>>, request: Request) -> Response {
    let (incoming, unreadable) = incoming::read(request).await;
    let segments = incoming.segments();
    let fault = server.change(|world| world.faults.take(&incoming.method, &segments));
    if let Some(fault) = &fault {
        tokio::time::sleep(fault.delay).await;
    }
    let suppressed = fault.as_ref().is_some_and(|fault| fault.answer.is_some() && !fault.after_effect);
    let answer = match unreadable {
        _ if suppressed => Ok(Reply::Empty),
        Some(error) => Err(error),
        None => match strict::refusal(&server, &incoming, &segments) {
            Some(refusal) => Err(refusal),
            None => strict::read_answer(&server, &incoming, &segments, server.change(|world| routes::route(world, &incoming, &segments))),
        },
    };
    let (status, body) = finish(&server, &incoming, answer, fault.as_ref());
    respond(status, &body, fault.as_ref())
}

/// Records the request and decides on status and body.
fn finish(server: &Server, incoming: &Incoming, answer: Answer, fault: Option<&Fault>) -> (u16, Value) {
    let (status, body, violation) = match answer {
        Ok(Reply::Json(body)) => (200, body, None),
        Ok(Reply::Created(body)) => (201, body, None),
        Ok(Reply::Empty) => (204, Value::Null, None),
        Err(error) => (error.status, error.body(), Some(error).filter(|error| error.violation)),
    };
    let (status, body) = fault.and_then(|fault| fault.answer.clone()).unwrap_or((status, body));
    server.change(|world| {
        if let Some(error) = violation {
            tracing::warn!(method = incoming.method, path = incoming.path, code = error.code, errors = ?error.errors, "the bot broke a rule");
            world.log.violations.push(Violation {
                method: incoming.method.clone(),
                path: incoming.path.clone(),
                code: error.code,
                message: error.message,
                errors: error.errors,
                judges: error.judges,
                body: incoming.body.clone(),
            });
        }
        let at = world.age();
        world.log.requests.push(record::Request {
            at,
            method: incoming.method.clone(),
            path: incoming.path.clone(),
            query: incoming.query.clone(),
            body: incoming.body.clone(),
            files: incoming.files.clone(),
            status,
            answer: body.clone(),
        });
    });
    (status, body)
}

fn respond(status: u16, body: &Value, fault: Option<&Fault>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (kind, text) = match body {
        Value::Null => (None, String::new()),
        Value::String(text) if fault.is_some() => (Some("text/html"), text.clone()),
        body => (Some("application/json"), body.to_string()),
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if let Some(kind) = kind {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    for (name, value) in fault.iter().flat_map(|fault| &fault.headers) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    response
}
