//! REST v10: one entrance through which every request goes, so that each is parsed, judged, recorded, and meets its fault.

mod application;
mod channels;
mod commands;
mod files;
mod guilds;
pub(crate) mod incoming;
mod inline;
mod interactions;
mod limits;
mod messages;
mod pins;
mod places;
mod reactions;
mod routes;
mod spoil;
mod threads;
mod users;
mod webhooks;

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse as _, Response},
    routing::{any, get},
};
use serde_json::Value;

use crate::{
    api_error::ApiError,
    faults::Fault,
    gateway,
    page::{self, guard},
    record::{self, Violation},
    server::Server,
    strict,
};
use incoming::Incoming;
pub(crate) use inline::inline_response;

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
        .route("/", get(gateway::upgrade).layer(middleware::from_fn(page::or_gateway)))
        .merge(page::router())
        .route("/attachments/{channel}/{id}/{name}", get(files::attachment))
        .route("/{*path}", any(handle))
        .layer(DefaultBodyLimit::disable())
        .with_state(server)
}

async fn handle(State(server): State<Arc<Server>>, request: Request) -> Response {
    if guard::is_foreign(request.headers(), &server.read(|world| world.setup.names())) {
        return (StatusCode::FORBIDDEN, "This server is open to 127.0.0.1, localhost and [::1] alone.").into_response();
    }
    let (incoming, unreadable) = incoming::read(request).await;
    let segments = incoming.segments();
    let fault = server.change(|world| world.faults.take(&incoming.method, &segments));
    if let Some(fault) = &fault {
        tokio::time::sleep(fault.delay).await;
    }
    let suppressed = fault.as_ref().is_some_and(|fault| fault.answer.is_some() && !fault.after_effect);
    let verdict = server.change(|world| limits::charge(world, &incoming, &segments));
    let answer = match (verdict.refused, unreadable) {
        _ if suppressed => Ok(Reply::Empty),
        (Some(error), _) | (None, Some(error)) => Err(error),
        (None, None) => match strict::refusal(&server, &incoming, &segments) {
            Some(refusal) => Err(refusal),
            None => match application::try_endpoint(&server, &incoming, &segments).await {
                Ok(()) => strict::read_answer(&server, &incoming, &segments, server.change(|world| routes::route(world, &incoming, &segments))),
                Err(error) => Err(error),
            },
        },
    };
    let (status, body) = finish(&server, &incoming, answer, fault.as_ref());
    let mut response = respond(status, &body, fault.as_ref());
    // What a proxy answers on a bad day knows nothing of limits.
    if fault.is_none_or(|fault| fault.answer.is_none()) {
        for (name, value) in verdict.headers {
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().entry(name).or_insert(value);
            }
        }
    }
    response
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
        world.limits.answered(&world.setup.rate_limits, status);
        let at = world.age();
        world.log.make_room();
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
    let mut response = Response::new(Body::from(text.clone()));
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
    if let Some(how) = fault.and_then(|fault| fault.spoil.as_ref()) {
        spoil::spoil(&mut response, &text, how);
    }
    response
}
