//! One POST over a connection of its own: an endpoint is called rarely, and a fresh connection has no past to suffer from.

use std::future::{Future, pending};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Request, header},
};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::target::Target;

/// Bytes of an answer: as many as of a request to REST.
const MAX_ANSWER: usize = 25 << 20;
/// How Discord introduces itself.
const USER_AGENT: &str = "Discord-Interactions/1.0 (+https://discord.com)";

/// What the endpoint answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) body: Bytes,
}

/// Posts JSON with these headers besides the usual ones. The error says in words what went wrong.
pub(crate) async fn post(to: &Target, headers: &[(&'static str, String)], json: Vec<u8>) -> Result<Answer, String> {
    let stream = TcpStream::connect(to.addrs.as_slice()).await.map_err(|error| format!("cannot connect: {error}"))?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    let request = request(to, headers, json)?;
    let exchange = async {
        let response = sender.send_request(request).await.map_err(|error| format!("no answer: {error}"))?;
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(Body::new(body), MAX_ANSWER).await.map_err(|error| format!("the answer broke off: {error}"))?;
        Ok(Answer { status: parts.status.as_u16(), content_type: parts.headers.get(header::CONTENT_TYPE).cloned(), body })
    };
    // Both halves live in this future, so that dropping it, as a timeout does, hangs up.
    tokio::select! {
        answer = exchange => answer,
        never = driven(connection) => never,
    }
}

/// Moves bytes. How the connection ends is seen by the exchange, which may still have bytes to read.
async fn driven<T>(connection: impl Future) -> T {
    connection.await;
    pending().await
}

fn request(to: &Target, headers: &[(&'static str, String)], json: Vec<u8>) -> Result<Request<Body>, String> {
    let mut all = HeaderMap::new();
    let fixed = [(header::CONTENT_TYPE, "application/json"), (header::USER_AGENT, USER_AGENT), (header::HOST, to.authority.as_str())];
    for (name, value) in fixed {
        all.insert(name, HeaderValue::from_str(value).map_err(|error| error.to_string())?);
    }
    for (name, value) in headers {
        all.insert(HeaderName::from_static(name), HeaderValue::from_str(value).map_err(|error| error.to_string())?);
    }
    let mut request = Request::post(to.path.as_str()).body(Body::from(json)).map_err(|error| error.to_string())?;
    *request.headers_mut() = all;
    Ok(request)
}
