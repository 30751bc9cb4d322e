//! A bot without a library.

use std::{io::Read, time::Duration};

use flate2::read::ZlibDecoder;
use futures_util::{SinkExt, StreamExt};
use local_discord::{LocalDiscord, Setup, defaults, intents};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

/// Longer than anything here takes, shorter than a patience.
pub const SOON: Duration = Duration::from_secs(2);

/// Intents of a bot that reads messages.
pub const USUAL: u64 = intents::GUILDS | intents::GUILD_MESSAGES | intents::DIRECT_MESSAGES | intents::MESSAGE_CONTENT | intents::GUILD_MESSAGE_REACTIONS;

/// An HTTP client with the bot's token.
#[derive(Clone, Debug)]
pub struct Http {
    client: reqwest::Client,
    base: String,
    pub token: String,
}

impl Http {
    pub fn new(discord: &LocalDiscord) -> Self {
        Self { client: reqwest::Client::new(), base: discord.api_url(), token: discord.token().to_owned() }
    }

    /// Status and JSON body.
    pub async fn send(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        request = request.header("authorization", format!("Bot {}", self.token));
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (status, serde_json::from_str(&response.text().await.unwrap()).unwrap_or(Value::Null))
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        self.send("GET", path, Value::Null).await
    }

    /// Sends a file, the file first and the JSON last.
    pub async fn upload(&self, path: &str, body: Value, filename: &str, data: &[u8]) -> (u16, Value) {
        let part = reqwest::multipart::Part::bytes(data.to_vec()).file_name(filename.to_owned());
        let form = reqwest::multipart::Form::new().part("files[0]", part).text("payload_json", body.to_string());
        let request = self.client.post(format!("{}{path}", self.base));
        let request = request.header("authorization", format!("Bot {}", self.token)).multipart(form);
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (status, serde_json::from_str(&response.text().await.unwrap()).unwrap_or(Value::Null))
    }

    pub async fn say(&self, body: Value) -> (u16, Value) {
        self.send("POST", &format!("/channels/{}/messages", defaults::GENERAL), body).await
    }

    pub async fn register(&self, commands: Value) -> (u16, Value) {
        self.send("PUT", &format!("/applications/{}/commands", defaults::BOT), commands).await
    }
}

/// A gateway connection.
pub struct Gateway {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub session: String,
    pub sequence: u64,
}

impl Gateway {
    /// Connects and takes HELLO.
    pub async fn connect(discord: &LocalDiscord) -> Self {
        let mut gateway = Self::open(discord, "v=10&encoding=json").await;
        assert_eq!(gateway.payload().await["op"], 10);
        gateway
    }

    /// Connects with this query.
    pub async fn open(discord: &LocalDiscord, query: &str) -> Self {
        let (socket, _) = connect_async(format!("{}/?{query}", discord.gateway_url())).await.unwrap();
        Self { socket, session: String::new(), sequence: 0 }
    }

    pub async fn identify(discord: &LocalDiscord, intents: u64) -> Self {
        let mut gateway = Self::connect(discord).await;
        gateway.send(identify(discord.token(), intents)).await;
        let ready = gateway.event("READY").await;
        gateway.session = ready["session_id"].as_str().unwrap().to_owned();
        gateway
    }

    pub async fn send(&mut self, payload: Value) {
        self.send_text(&payload.to_string()).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    /// The next payload.
    pub async fn payload(&mut self) -> Value {
        let frame = self.frame().await.expect("no payload but the end");
        let payload = read(&frame).unwrap_or_else(|| panic!("no payload but {frame:?}"));
        self.sequence = payload["s"].as_u64().unwrap_or(self.sequence);
        payload
    }

    /// The next frame as it is.
    pub async fn frame(&mut self) -> Option<Message> {
        let frame = tokio::time::timeout(SOON, self.socket.next()).await.expect("no frame in time");
        frame.and_then(Result::ok)
    }

    /// Data of the next event of this name; others before it are passed over.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            let payload = self.payload().await;
            if payload["t"] == name {
                return payload["d"].clone();
            }
        }
    }

    /// Payloads until nothing has come for a while.
    pub async fn rest(&mut self) -> Vec<Value> {
        let mut all = Vec::new();
        while let Ok(Some(Ok(frame))) = tokio::time::timeout(Duration::from_millis(150), self.socket.next()).await {
            all.extend(read(&frame));
        }
        all
    }

    /// The close code: 0 for a close frame without one, 1 for an end without a close frame.
    pub async fn closed(&mut self) -> u16 {
        loop {
            match self.frame().await {
                Some(Message::Close(Some(frame))) => return frame.code.into(),
                Some(Message::Close(None)) => return 0,
                Some(_) => {}
                None => return 1,
            }
        }
    }
}

/// A plain payload, or one of payload compression, which is a zlib file of its own.
fn read(frame: &Message) -> Option<Value> {
    let text = match frame {
        Message::Text(text) => text.to_string(),
        Message::Binary(bytes) => {
            let mut text = String::new();
            ZlibDecoder::new(bytes.as_ref()).read_to_string(&mut text).ok()?;
            text
        }
        _ => return None,
    };
    serde_json::from_str(&text).ok()
}

pub fn identify(token: &str, intents: u64) -> Value {
    json!({"op": 2, "d": {"token": token, "intents": intents, "compress": true, "shard": [0, 1],
        "properties": {"os": "linux", "browser": "test", "device": "test"}}})
}

/// A server, a connected bot and its HTTP client.
pub async fn start() -> (LocalDiscord, Gateway, Http) {
    start_with(Setup::default()).await
}

pub async fn start_with(setup: Setup) -> (LocalDiscord, Gateway, Http) {
    let discord = LocalDiscord::start(setup).await.unwrap();
    let gateway = Gateway::identify(&discord, USUAL).await;
    let http = Http::new(&discord);
    (discord, gateway, http)
}

/// Answers an interaction.
pub async fn respond(http: &Http, event: &Value, body: Value) -> (u16, Value) {
    let (id, token) = (event["id"].as_str().unwrap(), event["token"].as_str().unwrap());
    http.send("POST", &format!("/interactions/{id}/{token}/callback"), body).await
}

/// The path of an interaction's webhook.
pub fn webhook(event: &Value) -> String {
    format!("/webhooks/{}/{}", defaults::BOT, event["token"].as_str().unwrap())
}
