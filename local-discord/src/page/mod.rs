//! The page on which a person uses a bot without an account: plain HTML, CSS and JavaScript from this program, kept up
//! to date over a WebSocket.

mod act;
mod assets;
pub(crate) mod guard;
mod inspect;
mod socket;
mod view;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, Request},
    http::{Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::server::Server;

/// Nothing is loaded from elsewhere, nothing inline runs, and nobody frames the page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; \
                      connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// What lies under `/page/`.
pub(crate) fn router() -> Router<Arc<Server>> {
    Router::new()
        .route("/page/socket", get(socket::upgrade))
        .route("/page/{*path}", get(file))
        // Browsers ask for it on their own; without this it would count as a path that no bot may ask for.
        .route("/favicon.ico", get(icon))
        .layer(middleware::from_fn(guard::local_only))
}

/// At `/` bots find the gateway and browsers the page: the one asks for an upgrade, the other does not.
pub(crate) async fn or_gateway(request: Request, next: Next) -> Response {
    let upgrade = request.headers().get(header::UPGRADE).and_then(|wanted| wanted.to_str().ok());
    if upgrade.is_some_and(|wanted| wanted.eq_ignore_ascii_case("websocket")) {
        return next.run(request).await;
    }
    // A bot that writes to the wrong address must not take the page for success.
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    guard::foreign_host(request.headers()).map_or_else(|| serve("index.html"), IntoResponse::into_response)
}

async fn file(Path(path): Path<String>) -> Response {
    serve(&path)
}

async fn icon() -> Response {
    serve("icon.svg")
}

fn serve(path: &str) -> Response {
    let Some((kind, content)) = assets::find(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        // Another version of the program may be at the same address tomorrow.
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, content).into_response()
}
