//! The page: who may open it, what its files are, and what its socket says and does.

mod acts;
mod doors;
mod files;

use futures_util::{SinkExt, StreamExt};
use local_discord::LocalDiscord;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use crate::bot::SOON;

/// The page without a browser: what it was told, and what it asks.
pub struct Page {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub parts: Map<String, Value>,
    pub messages: BTreeMap<u64, Value>,
    asked: u64,
}

pub fn number(id: &Value) -> u64 {
    id.as_str().unwrap().parse().unwrap()
}

impl Page {
    /// Connects as the page does, and looks at a channel as a user.
    pub async fn open(discord: &LocalDiscord, user: u64, channel: Value) -> Self {
        let mut page = Self::connect(discord).await;
        let answer = page.ask(json!({"do": "open", "user": user.to_string(), "channel": channel})).await;
        assert_eq!(answer["ok"], true, "{answer}");
        page.until(|page| page.parts.contains_key("me")).await;
        page
    }

    pub async fn connect(discord: &LocalDiscord) -> Self {
        let mut request = format!("ws://{}/page/socket", discord.addr()).into_client_request().unwrap();
        request.headers_mut().insert("origin", discord.url().parse().unwrap());
        let (socket, _) = connect_async(request).await.unwrap();
        Self { socket, parts: Map::new(), messages: BTreeMap::new(), asked: 0 }
    }

    /// Takes the next frame; an answer is returned.
    async fn frame(&mut self) -> Option<Value> {
        let frame = tokio::time::timeout(SOON, self.socket.next()).await.expect("no frame in time").unwrap().unwrap();
        let Message::Text(text) = frame else { panic!("no text but {frame:?}") };
        let mut frame: Value = serde_json::from_str(&text).unwrap();
        let Some(update) = frame.get_mut("update") else {
            return Some(frame);
        };
        for (name, part) in update.as_object().unwrap() {
            match name.as_str() {
                "reset" => self.messages.clear(),
                "put" => self.messages.extend(part.as_array().unwrap().iter().map(|message| (number(&message["id"]), message.clone()))),
                "gone" => self.messages.retain(|id, _| !part.as_array().unwrap().iter().any(|gone| number(gone) == *id)),
                _ => {
                    self.parts.insert(name.clone(), part.clone());
                }
            }
        }
        None
    }

    pub async fn text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    pub async fn bytes(&mut self, bytes: Vec<u8>) {
        self.socket.send(Message::binary(bytes)).await.unwrap();
    }

    /// The next answer, whatever it answers.
    pub async fn answer(&mut self) -> Value {
        loop {
            if let Some(answer) = self.frame().await {
                return answer;
            }
        }
    }

    pub async fn ask(&mut self, mut request: Value) -> Value {
        self.asked += 1;
        request["id"] = json!(self.asked);
        self.text(&request.to_string()).await;
        let answer = self.answer().await;
        assert_eq!(answer["reply"], self.asked);
        answer
    }

    /// The result of something that must work.
    pub async fn act(&mut self, request: Value) -> Value {
        let answer = self.ask(request).await;
        assert_eq!(answer["ok"], true, "{answer}");
        answer["result"].clone()
    }

    /// The words with which something is refused.
    pub async fn refused(&mut self, request: Value) -> String {
        let answer = self.ask(request).await;
        assert_eq!(answer["ok"], false, "{answer}");
        answer["error"].as_str().unwrap().to_owned()
    }

    /// Takes updates until this is true.
    pub async fn until(&mut self, wanted: impl Fn(&Self) -> bool) {
        while !wanted(self) {
            assert!(self.frame().await.is_none(), "an answer that nobody waits for");
        }
    }

    pub fn shows(&self, content: &str) -> bool {
        self.messages.values().any(|message| message["content"] == content)
    }

    pub async fn until_shown(&mut self, content: &str) -> u64 {
        self.until(|page| page.shows(content)).await;
        self.messages.iter().find(|(_, message)| message["content"] == content).map(|(id, _)| *id).unwrap()
    }

    /// Whether the connection is over.
    pub async fn is_over(&mut self) -> bool {
        loop {
            match tokio::time::timeout(SOON, self.socket.next()).await.expect("the connection stays") {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return true,
                Some(Ok(_)) => {}
            }
        }
    }
}
