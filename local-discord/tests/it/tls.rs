//! The listener with TLS, as a client sees it that insists on `https://discord.com`.

use local_discord::{LocalDiscord, Setup};
use serde_json::Value;
use tokio::{io::AsyncWriteExt, net::TcpStream};

use crate::bot::Gateway;

fn client(discord: &LocalDiscord, trusting: bool) -> reqwest::Client {
    let mut client = reqwest::Client::builder().resolve("discord.com", discord.tls_addr().unwrap()).resolve("example.com", discord.tls_addr().unwrap());
    if trusting {
        client = client.add_root_certificate(reqwest::Certificate::from_pem(discord.tls_ca_pem().unwrap().as_bytes()).unwrap());
    }
    client.use_rustls_tls().build().unwrap()
}

async fn get(client: &reqwest::Client, discord: &LocalDiscord, url: &str) -> reqwest::Result<Value> {
    let response = client.get(url).header("authorization", format!("Bot {}", discord.token())).send().await?;
    Ok(serde_json::from_str(&response.text().await?).unwrap())
}

#[tokio::test]
async fn as_discord_com() {
    let discord = LocalDiscord::start(Setup::default().tls(&["discord.com"])).await.unwrap();
    let trusting = client(&discord, true);
    let gateway = get(&trusting, &discord, "https://discord.com/api/v10/gateway").await.unwrap();
    assert_eq!(gateway["url"], discord.gateway_url());
    let port = discord.tls_addr().unwrap().port();
    let me = get(&trusting, &discord, &format!("https://127.0.0.1:{port}/api/v10/users/@me")).await.unwrap();
    assert_eq!(me["bot"], true);
    // Neither a name that the certificate lacks, nor a client that does not trust the authority, nor one without TLS.
    assert!(get(&trusting, &discord, "https://example.com/api/v10/gateway").await.is_err());
    assert!(get(&client(&discord, false), &discord, "https://discord.com/api/v10/gateway").await.is_err());
    assert!(get(&trusting, &discord, &format!("http://127.0.0.1:{port}/api/v10/gateway")).await.is_err());
    // The plain listener is the same server.
    Gateway::connect(&discord).await;
    assert_eq!(discord.requests().len(), 2);
    discord.shutdown().await;
}

#[tokio::test]
async fn bad_handshakes_hold_up_nobody() {
    let discord = LocalDiscord::start(Setup::default().tls(&["discord.com"])).await.unwrap();
    let addr = discord.tls_addr().unwrap();
    let mut bad = Vec::new();
    for beginning in [&b""[..], b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01", &[0xff; 4096]] {
        for _ in 0..40 {
            let mut stream = TcpStream::connect(addr).await.unwrap();
            stream.write_all(beginning).await.unwrap();
            bad.push(stream);
        }
    }
    let trusting = client(&discord, true);
    assert!(get(&trusting, &discord, "https://discord.com/api/v10/gateway").await.is_ok());
    drop(bad);
    assert!(get(&trusting, &discord, "https://discord.com/api/v10/users/@me").await.is_ok());
}

#[tokio::test]
async fn without_being_asked_for() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    assert_eq!((discord.tls_addr(), discord.tls_ca_pem()), (None, None));
    assert!(LocalDiscord::start(Setup::default().tls(&["nicht für Zertifikate"])).await.is_err());
}
