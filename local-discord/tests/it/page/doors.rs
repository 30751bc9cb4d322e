//! Host and Origin: a browser sends them, a foreign site cannot forge them.

use local_discord::{LocalDiscord, Setup};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error, client::IntoClientRequest},
};

/// `{port}` is the server's.
const HOSTS: &[(&str, u16)] = &[
    ("127.0.0.1:{port}", 200),
    ("localhost:{port}", 200),
    ("[::1]:{port}", 200),
    ("localhost:1", 200),
    ("localhost", 200),
    ("example.com", 403),
    ("example.com:{port}", 403),
    ("127.0.0.1.example.com:{port}", 403),
    ("localhost.example.com", 403),
    ("0.0.0.0:{port}", 403),
    ("127.0.0.1:{port}x", 403),
    ("", 403),
];

#[tokio::test]
async fn foreign_hosts_see_nothing() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    let client = reqwest::Client::new();
    for (host, status) in HOSTS {
        let host = host.replace("{port}", &discord.addr().port().to_string());
        for path in ["", "page/js/main.js", "page/css/base.css", "favicon.ico"] {
            let response = client.get(format!("{}{path}", discord.page_url())).header("host", &host).send().await.unwrap();
            assert_eq!(response.status(), *status, "{host} {path}");
        }
    }
}

#[tokio::test]
async fn the_socket_is_for_the_page_alone() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    let own = discord.addr().to_string();
    let local = format!("localhost:{}", discord.addr().port());
    for (host, origin, taken) in [
        (own.as_str(), Some(format!("http://{own}")), true),
        (&local, Some(format!("http://{local}")), true),
        (&own, None, false),
        (&own, Some("null".to_owned()), false),
        (&own, Some("http://example.com".to_owned()), false),
        (&own, Some("http://127.0.0.1:1".to_owned()), false),
        (&own, Some(format!("http://{local}")), false),
        (&own, Some(format!("http://{own}.example.com")), false),
        ("example.com", Some("http://example.com".to_owned()), false),
        ("example.com", Some(format!("http://{own}")), false),
    ] {
        let mut request = format!("ws://{own}/page/socket").into_client_request().unwrap();
        request.headers_mut().insert("host", host.parse().unwrap());
        if let Some(origin) = &origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        match connect_async(request).await {
            Ok(_) => assert!(taken, "{host} {origin:?}"),
            Err(Error::Http(response)) => assert_eq!((response.status().as_u16(), taken), (403, false), "{host} {origin:?}"),
            Err(error) => panic!("{host} {origin:?}: {error}"),
        }
    }
}

#[tokio::test]
async fn a_policy_stands_on_every_file() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    for path in ["", "page/js/main.js", "page/css/base.css", "page/icon.svg"] {
        let response = reqwest::get(format!("{}{path}", discord.page_url())).await.unwrap();
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        let policy = header("content-security-policy");
        for rule in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'", "frame-ancestors 'none'"] {
            assert!(policy.contains(rule), "{path}: {rule}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!((header("x-content-type-options").as_str(), header("referrer-policy").as_str()), ("nosniff", "no-referrer"));
    }
}

#[tokio::test]
async fn the_page_breaks_no_rules_and_bots_find_their_gateway() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    for (path, status) in [("", 200), ("page/js/main.js", 200), ("favicon.ico", 200), ("page/none.js", 404), ("page/../Cargo.toml", 404), ("page/js/", 404)] {
        assert_eq!(reqwest::get(format!("{}{path}", discord.page_url())).await.unwrap().status(), status, "{path}");
    }
    assert!(discord.violations().iter().all(|found| !found.path.starts_with("/page") && found.path != "/favicon.ico"), "{:?}", discord.violations());
    crate::bot::Gateway::connect(&discord).await;
}

#[tokio::test]
async fn uploads_cannot_run() {
    let (discord, _gateway, http) = crate::bot::start().await;
    for (name, data, shown) in [
        ("page.html", &b"<script>alert(1)</script>"[..], false),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", false),
        ("notes.txt", b"hello", false),
        ("picture.png", b"\x89PNG\r\n\x1a\n", true),
    ] {
        let path = format!("/channels/{}/messages", local_discord::defaults::GENERAL);
        let (_, message) = http.upload(&path, serde_json::json!({}), name, data).await;
        let response = reqwest::get(message["attachments"][0]["url"].as_str().unwrap()).await.unwrap();
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-disposition"), format!("{}; filename=\"{name}\"", if shown { "inline" } else { "attachment" }));
        assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(response.bytes().await.unwrap(), data);
    }
    assert!(discord.violations().is_empty());
}
