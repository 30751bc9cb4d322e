//! Who may open the page: a browser on this machine that was pointed here by name, and no other site inside that browser.
//!
//! Listening on 127.0.0.1 is not enough: any site can make its visitor's browser send requests there, and a name that
//! resolves to 127.0.0.1 turns such a site into a neighbour (DNS rebinding). So the name in `Host` must be one of the
//! loopback's, and a WebSocket, which browsers open across sites without asking, must come from the page itself.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Names of the loopback as they stand in `Host`. Any port will do, since a tunnel may have another one at its near end.
const NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// Passes on what asks for the loopback by name, and refuses anything else.
pub(super) async fn local_only(request: Request, next: Next) -> Response {
    match foreign_host(request.headers()) {
        Some(refusal) => refusal.into_response(),
        None => next.run(request).await,
    }
}

/// Whether a request asks for a host that is neither the loopback nor one of `names`, which the server has a certificate
/// for: a website whose name leads here (DNS rebinding) must not read what is meant for a bot.
pub(crate) fn is_foreign(headers: &HeaderMap, names: &[String]) -> bool {
    let named = || only(headers, &header::HOST).is_some_and(|host| names.iter().any(|name| host.split(':').next() == Some(name.as_str())));
    foreign_host(headers).is_some() && !named()
}

/// The refusal, if the request does not ask for the loopback by name.
pub(super) fn foreign_host(headers: &HeaderMap) -> Option<(StatusCode, &'static str)> {
    let fits = only(headers, &header::HOST).is_some_and(is_local);
    (!fits).then_some((StatusCode::FORBIDDEN, "This page is open to 127.0.0.1, localhost and [::1] alone."))
}

/// Whether a request comes from a page that the same host and port served.
pub(super) fn same_origin(headers: &HeaderMap) -> bool {
    let (Some(host), Some(origin)) = (only(headers, &header::HOST), only(headers, &header::ORIGIN)) else {
        return false;
    };
    let place = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    is_local(host) && place.is_some_and(|place| place.eq_ignore_ascii_case(host))
}

/// The value of a header that is there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    let value = all.next()?;
    if all.next().is_some() { None } else { value.to_str().ok() }
}

fn is_local(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        // The colons inside [::1] belong to the address.
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let digits = |port: &str| !port.is_empty() && port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit());
    port.is_none_or(digits) && NAMES.iter().any(|local| name.eq_ignore_ascii_case(local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for (host, fits) in [
            ("127.0.0.1:8080", true),
            ("localhost:1", true),
            ("LOCALHOST:80", true),
            ("[::1]:8080", true),
            ("localhost", true),
            ("[::1]", true),
            ("", false),
            (":80", false),
            ("example.com", false),
            ("example.com:8080", false),
            ("localhost.example.com:80", false),
            ("127.0.0.1.example.com", false),
            ("127.0.0.1:", false),
            ("127.0.0.1:80x", false),
            ("127.0.0.1:+80", false),
            ("user@127.0.0.1", false),
            ("0.0.0.0:80", false),
            ("::1", false),
            ("[::2]:80", false),
        ] {
            assert_eq!(is_local(host), fits, "{host}");
        }
    }

    #[test]
    fn origins() {
        for (host, origin, fits) in [
            ("127.0.0.1:80", Some("http://127.0.0.1:80"), true),
            ("localhost:9000", Some("http://localhost:9000"), true),
            ("localhost:9000", Some("https://localhost:9000"), true),
            ("127.0.0.1:80", None, false),
            ("127.0.0.1:80", Some("null"), false),
            ("127.0.0.1:80", Some(""), false),
            ("127.0.0.1:80", Some("http://127.0.0.1:81"), false),
            ("127.0.0.1:80", Some("http://localhost:80"), false),
            ("127.0.0.1:80", Some("http://example.com"), false),
            ("127.0.0.1:80", Some("file://127.0.0.1:80"), false),
            ("example.com", Some("http://example.com"), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            assert_eq!(same_origin(&headers), fits, "{host} {origin:?}");
        }
    }
}
