//! A server with a page and a bot that shows what the page can do: `cargo run -p local-discord --example page`, then open
//! the address that it prints. The bot speaks plain REST and gateway, as one in any language would.

mod answers;

use futures_util::{SinkExt, StreamExt};
use local_discord::{LocalDiscord, Setup, Welcome, intents};
use serde_json::{Value, json};
use tokio_tungstenite::{connect_async, tungstenite::Message};

type Failure = Box<dyn std::error::Error>;

/// An HTTP client with the bot's token.
struct Rest {
    client: reqwest::Client,
    base: String,
    token: String,
    bot: String,
}

impl Rest {
    async fn send(&self, method: &str, path: &str, body: &Value) -> Result<Value, Failure> {
        let request = self.client.request(method.parse()?, format!("{}{path}", self.base));
        let request = request.header("authorization", format!("Bot {}", self.token));
        let request = if body.is_null() { request } else { request.json(body) };
        Ok(serde_json::from_str(&request.send().await?.text().await?).unwrap_or(Value::Null))
    }

    async fn upload(&self, path: &str, body: &Value, name: &str, data: Vec<u8>) -> Result<(), Failure> {
        let file = reqwest::multipart::Part::bytes(data).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new().part("files[0]", file).text("payload_json", body.to_string());
        let request = self.client.post(format!("{}{path}", self.base)).header("authorization", format!("Bot {}", self.token));
        request.multipart(form).send().await?;
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let welcome = Welcome {
        title: "Meet the demo bot".to_owned(),
        text: "It answers **slash commands**, buttons and menus. Try one of these, or type `/` below.".to_owned(),
        examples: vec!["/pay job:nurse country:Germany".to_owned(), "/menu".to_owned(), "@bot what can you do?".to_owned()],
    };
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(0);
    let discord = LocalDiscord::start(Setup::default().port(port).welcome(welcome)).await?;
    let rest =
        Rest { client: reqwest::Client::new(), base: discord.api_url(), token: discord.token().to_owned(), bot: local_discord::defaults::BOT.to_string() };
    rest.send("PUT", &format!("/applications/{}/commands", rest.bot), &answers::commands()).await?;
    let (mut socket, _) = connect_async(discord.gateway_url()).await?;
    let wanted = intents::GUILDS | intents::GUILD_MESSAGES | intents::DIRECT_MESSAGES | intents::MESSAGE_CONTENT;
    let identify =
        json!({"op": 2, "d": {"token": discord.token(), "intents": wanted, "properties": {"os": "linux", "browser": "example", "device": "example"}}});
    socket.send(Message::text(identify.to_string())).await?;
    #[allow(clippy::print_stdout, reason = "the address is what the program is for")]
    {
        println!("{}", discord.page_url());
    }
    let mut heartbeat = tokio::time::interval(std::time::Duration::from_secs(30));
    loop {
        let payload: Value = tokio::select! {
            _ = heartbeat.tick() => {
                socket.send(Message::text(json!({"op": 1, "d": null}).to_string())).await?;
                continue;
            }
            frame = socket.next() => match frame {
                Some(Ok(Message::Text(text))) => serde_json::from_str(&text)?,
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => break,
            },
        };
        match payload["t"].as_str() {
            Some("INTERACTION_CREATE") => answers::interaction(&rest, &payload["d"]).await?,
            Some("MESSAGE_CREATE") => answers::message(&rest, &payload["d"]).await?,
            _ => {}
        }
    }
    Ok(())
}
