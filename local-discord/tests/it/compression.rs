//! Compression of the gateway, read as a client of each kind reads it.

use flate2::{Decompress, FlushDecompress};
use local_discord::{LocalDiscord, Setup, defaults};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::bot::{Gateway, USUAL, identify};

/// A client's end of a compressed transport.
enum Inflate {
    Zlib(Decompress),
    Zstd(Box<FrameDecoder>, bool),
}

impl Inflate {
    fn read(&mut self, frame: &[u8]) -> Value {
        let text = match self {
            Self::Zlib(inflate) => {
                assert!(frame.ends_with(&[0, 0, 0xff, 0xff]));
                let mut out = Vec::with_capacity(1 << 20);
                inflate.decompress_vec(frame, &mut out, FlushDecompress::Sync).unwrap();
                out
            }
            Self::Zstd(decoder, started) => {
                let mut rest = frame;
                if !std::mem::replace(started, true) {
                    decoder.init(&mut rest).unwrap();
                }
                let mut out = Vec::new();
                while !rest.is_empty() {
                    // Stored blocks: three bytes, then the text. The decoder checks them, and keeps its window back.
                    let size = (usize::from(rest[0]) | usize::from(rest[1]) << 8 | usize::from(rest[2]) << 16) >> 3;
                    out.extend(&rest[3..3 + size]);
                    decoder.decode_blocks(&mut rest, BlockDecodingStrategy::UptoBlocks(1)).unwrap();
                }
                out
            }
        };
        serde_json::from_slice(&text).unwrap()
    }

    async fn next(&mut self, gateway: &mut Gateway) -> Value {
        match gateway.frame().await {
            Some(Message::Binary(frame)) => self.read(&frame),
            other => panic!("no binary frame but {other:?}"),
        }
    }

    async fn event(&mut self, gateway: &mut Gateway, name: &str) -> Value {
        loop {
            let payload = self.next(gateway).await;
            if payload["t"] == name {
                return payload;
            }
        }
    }
}

#[tokio::test]
async fn a_compressed_transport_carries_everything() {
    for (name, new) in [("zlib-stream", (|| Inflate::Zlib(Decompress::new(true))) as fn() -> Inflate), ("zstd-stream", || Inflate::Zstd(Box::default(), false))]
    {
        let discord = LocalDiscord::start(Setup::default()).await.unwrap();
        let query = format!("v=10&encoding=json&compress={name}");
        let (mut gateway, mut inflate) = (Gateway::open(&discord, &query).await, new());
        assert_eq!(inflate.next(&mut gateway).await["op"], 10, "{name}");
        // `compress` of IDENTIFY on top of it changes nothing.
        gateway.send(identify(discord.token(), USUAL)).await;
        let ready = inflate.event(&mut gateway, "READY").await;
        inflate.event(&mut gateway, "GUILD_CREATE").await;
        let long = "ä🦀".repeat(900);
        discord.say(defaults::MEMBER, defaults::GENERAL, &long).unwrap();
        let message = inflate.event(&mut gateway, "MESSAGE_CREATE").await;
        assert_eq!(message["d"]["content"], long);
        gateway.send(json!({"op": 1, "d": null})).await;
        assert_eq!(inflate.next(&mut gateway).await["op"], 11);

        // A resumed connection has a new stream.
        discord.drop_gateway();
        assert_eq!(gateway.closed().await, 1);
        discord.say(defaults::MEMBER, defaults::GENERAL, "while away").unwrap();
        let (mut gateway, mut inflate) = (Gateway::open(&discord, &query).await, new());
        assert_eq!(inflate.next(&mut gateway).await["op"], 10);
        gateway.send(json!({"op": 6, "d": {"token": discord.token(), "session_id": ready["d"]["session_id"], "seq": message["s"]}})).await;
        assert_eq!(inflate.next(&mut gateway).await["d"]["content"], "while away");
        assert_eq!(inflate.next(&mut gateway).await["t"], "RESUMED");
        assert!(discord.violations().is_empty());
    }
}

#[tokio::test]
async fn long_events_are_compressed_by_themselves_if_identify_asks() {
    for asked in [true, false] {
        let discord = LocalDiscord::start(Setup::default()).await.unwrap();
        let mut gateway = Gateway::connect(&discord).await;
        let mut payload = identify(discord.token(), USUAL);
        payload["d"]["compress"] = json!(asked);
        gateway.send(payload).await;
        gateway.event("READY").await;
        assert_eq!(matches!(gateway.frame().await, Some(Message::Binary(_))), asked, "GUILD_CREATE is long");
        discord.say(defaults::MEMBER, defaults::GENERAL, "short").unwrap();
        assert!(matches!(gateway.frame().await, Some(Message::Text(_))));
    }
}

#[tokio::test]
async fn what_the_url_may_not_ask_for() {
    for (query, code, reason) in [
        ("v=10&encoding=json&compress=lz4", 4002, "zlib-stream"),
        ("v=10&encoding=json&compress=", 4002, "zlib-stream"),
        ("v=10&encoding=etf", 4002, "etf"),
        ("v=10&encoding=xml", 4002, "decoding"),
        ("v=8&encoding=json", 4012, "version"),
    ] {
        let discord = LocalDiscord::start(Setup::default()).await.unwrap();
        let mut gateway = Gateway::open(&discord, query).await;
        match gateway.frame().await {
            Some(Message::Close(Some(frame))) => {
                assert_eq!(u16::from(frame.code), code, "{query}");
                assert!(frame.reason.contains(reason), "{query}: {}", frame.reason);
            }
            other => panic!("{query}: no close but {other:?}"),
        }
        assert_eq!(discord.violations().len(), 1, "{query}");
    }
}
