//! The URL of an endpoint. Only this machine is ever called: a test must not reach out to the world.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::http::Uri;

/// A URL on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// As it was given.
    pub(crate) url: String,
    /// Host and port for the header `Host`.
    pub(crate) authority: String,
    /// Path and query.
    pub(crate) path: String,
    /// Where to connect, in the order in which it is tried.
    pub(crate) addrs: Vec<SocketAddr>,
}

impl Target {
    /// The error says what is wrong with the URL.
    pub(crate) fn parse(url: &str) -> Result<Self, String> {
        let uri: Uri = url.parse().map_err(|error| format!("\"{url}\" is not a URL: {error}"))?;
        if uri.scheme_str() != Some("http") {
            return Err(format!("\"{url}\" does not begin with http://, and TLS is not spoken to endpoints"));
        }
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'));
        let authority = authority.ok_or_else(|| format!("\"{url}\" needs a host, and no user name"))?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        let hosts: Vec<IpAddr> = if host.eq_ignore_ascii_case("localhost") {
            vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
        } else {
            host.parse().ok().filter(IpAddr::is_loopback).into_iter().collect()
        };
        if hosts.is_empty() {
            return Err(format!("\"{url}\" is not on this machine: only 127.0.0.1, [::1] and localhost are called"));
        }
        let port = match authority.port() {
            Some(port) => port.as_u16(),
            None if authority.as_str().ends_with(authority.host()) => 80,
            None => return Err(format!("\"{url}\" has no valid port")),
        };
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let addrs = hosts.into_iter().map(|host| SocketAddr::new(host, port)).collect();
        Ok(Self { url: url.to_owned(), authority: authority.to_string(), path, addrs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine() {
        for (url, addr, path) in [
            ("http://127.0.0.1:8080/interactions?a=b", "127.0.0.1:8080", "/interactions?a=b"),
            ("http://localhost", "127.0.0.1:80", "/"),
            ("http://LOCALHOST:1/x", "127.0.0.1:1", "/x"),
            ("http://[::1]:99/", "[::1]:99", "/"),
            ("http://127.9.9.9:1/", "127.9.9.9:1", "/"),
        ] {
            let target = Target::parse(url).unwrap();
            assert_eq!((target.addrs[0].to_string().as_str(), target.path.as_str()), (addr, path), "{url}");
        }
        for url in [
            "",
            "/interactions",
            "127.0.0.1:8080/x",
            "https://127.0.0.1/x",
            "ftp://127.0.0.1/x",
            "http://discord.com/x",
            "http://127.0.0.1.example.com/x",
            "http://localhost.example.com/x",
            "http://192.168.0.1/x",
            "http://0.0.0.0:80/x",
            "http://8.8.8.8@127.0.0.1/x",
            "http://127.0.0.1@8.8.8.8/x",
            "http://127.0.0.1:99999/x",
            "http://127.0.0.1:/x",
            "http://2130706433/x",
            "http://",
        ] {
            assert!(Target::parse(url).is_err(), "{url}");
        }
    }
}
