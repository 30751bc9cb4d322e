//! First responses that came as the answer of the interactions endpoint: judged as a callback, by the same code. Discord
//! docs: interactions/receiving-and-responding, "Responding to an Interaction".

use axum::{
    body::Body,
    extract::Request,
    http::{Method, header},
};

use super::{finish, incoming, interactions};
use crate::{Id, endpoint, server::Server, strict};

/// Takes an answer as the first response to an interaction, and records it as a request with the method `HTTP`.
pub(crate) async fn inline_response(server: &Server, interaction: Id, answer: endpoint::Answer) {
    let Some(token) = server.read(|world| world.interactions.get(&interaction).map(|stored| stored.token.clone())) else {
        return;
    };
    let mut request = Request::new(Body::from(answer.body));
    *request.method_mut() = Method::POST;
    // Always valid; were it not, the callback would be refused.
    *request.uri_mut() = format!("/api/v10/interactions/{interaction}/{token}/callback").parse().unwrap_or_default();
    if let Some(kind) = answer.content_type {
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    let (mut incoming, unreadable) = incoming::read(request).await;
    let judged = match unreadable.or_else(|| strict::refusal(server, &incoming, &incoming.segments())) {
        Some(error) => Err(error),
        None => server.change(|world| interactions::callback(world, &incoming, interaction, &token)),
    };
    incoming.method = endpoint::METHOD.to_owned();
    finish(server, &incoming, judged, None);
}
