//! Compression of what the server sends. Discord docs: events/gateway, "Encoding and Compression".

use std::io::{self, Write as _};

use axum::extract::ws::Message;
use flate2::{Compress, Compression, FlushCompress, write::ZlibEncoder};

use super::zstd;

/// Shorter events stay plain under payload compression. Discord compresses only some, and does not say which.
const WORTH_COMPRESSING: usize = 1024;

/// What a sync flush ends with, by which clients know that a message is complete.
const FLUSHED: [u8; 4] = [0, 0, 0xff, 0xff];

/// Transport compression: one stream per connection, which `compress=` in the URL asks for.
#[derive(Debug)]
pub(super) enum Transport {
    /// None: text frames.
    Plain,
    /// One zlib context; each message ends with a sync flush.
    Zlib(Compress),
    /// One zstd frame.
    Zstd(zstd::Stream),
}

impl Transport {
    /// The transport of that name; `None` for a name that Discord does not know either.
    pub(super) fn named(name: Option<&str>) -> Option<Self> {
        match name {
            None => Some(Self::Plain),
            Some("zlib-stream") => Some(Self::Zlib(Compress::new(Compression::fast(), true))),
            Some("zstd-stream") => Some(Self::Zstd(zstd::Stream::default())),
            Some(_) => None,
        }
    }

    /// A message as a WebSocket frame. `payload`: whether the session asked for payload compression too, which does
    /// nothing to a compressed transport; libraries ask for both, and Discord lets them.
    pub(super) fn pack(&mut self, text: String, payload: bool) -> io::Result<Message> {
        let bytes = match self {
            Self::Plain if payload && text.len() >= WORTH_COMPRESSING => {
                let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
                encoder.write_all(text.as_bytes())?;
                encoder.finish()?
            }
            Self::Plain => return Ok(Message::Text(text.into())),
            Self::Zlib(context) => deflate(context, text.as_bytes())?,
            Self::Zstd(stream) => stream.message(text.as_bytes()),
        };
        Ok(Message::Binary(bytes.into()))
    }
}

/// One message of a zlib stream. One call for a flush is not enough: a long message leaves output pending, which comes
/// first, and `ZlibEncoder::flush` stops there.
fn deflate(context: &mut Compress, message: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(message.len() / 2 + 64);
    let mut rest = message;
    loop {
        let (read, written) = (context.total_in(), context.total_out());
        context.compress_vec(rest, &mut out, FlushCompress::Sync)?;
        let taken = usize::try_from(context.total_in() - read).unwrap_or(usize::MAX);
        rest = rest.get(taken..).unwrap_or_default();
        let flushed = rest.is_empty() && out.len() < out.capacity() && out.ends_with(&FLUSHED);
        // An empty message has nothing to flush.
        if flushed || (taken == 0 && context.total_out() == written && out.len() < out.capacity()) {
            return Ok(out);
        }
        out.reserve(out.len().max(64));
    }
}

#[cfg(test)]
mod tests {
    use flate2::{Decompress, FlushDecompress, Status, read::ZlibDecoder};
    use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
    use std::io::Read as _;

    use super::*;

    /// Short, empty, repetitive, and longer than any window and any block.
    fn messages() -> Vec<String> {
        let long = (0..60_000).map(|n: u32| format!("{:x} ", n.wrapping_mul(2_654_435_761))).collect();
        vec!["{}".to_owned(), String::new(), "ä".repeat(5000), long, "{\"op\":11}".to_owned()]
    }

    fn bytes(message: Message) -> Vec<u8> {
        match message {
            Message::Binary(bytes) => bytes.to_vec(),
            other => panic!("not compressed: {other:?}"),
        }
    }

    #[test]
    fn names() {
        for name in [None, Some("zlib-stream"), Some("zstd-stream")] {
            assert!(Transport::named(name).is_some(), "{name:?}");
        }
        for name in ["", "zlib", "ZLIB-STREAM", "zstd", "gzip", "zlib-stream "] {
            assert!(Transport::named(Some(name)).is_none(), "{name:?}");
        }
    }

    #[test]
    fn each_zlib_frame_can_be_read_at_once_and_only_in_order() {
        let mut transport = Transport::named(Some("zlib-stream")).unwrap();
        let mut inflate = Decompress::new(true);
        for message in messages() {
            let frame = bytes(transport.pack(message.clone(), true).unwrap());
            assert!(message.is_empty() || frame.ends_with(&FLUSHED));
            let mut out = Vec::with_capacity(message.len() + 64);
            let status = inflate.decompress_vec(&frame, &mut out, FlushDecompress::Sync).unwrap();
            assert_ne!(status, Status::StreamEnd);
            assert_eq!(String::from_utf8(out).unwrap(), message);
        }
        // The second frame has no header: a fresh context cannot read it.
        let second = bytes(transport.pack("{}".to_owned(), false).unwrap());
        assert!(Decompress::new(true).decompress_vec(&second, &mut Vec::with_capacity(64), FlushDecompress::Sync).is_err());
    }

    #[test]
    fn each_zstd_frame_can_be_read_at_once() {
        let mut transport = Transport::named(Some("zstd-stream")).unwrap();
        let mut decoder = FrameDecoder::new();
        for (at, message) in messages().into_iter().enumerate() {
            let frame = bytes(transport.pack(message.clone(), true).unwrap());
            let mut rest = frame.as_slice();
            if at == 0 {
                decoder.init(&mut rest).unwrap();
            }
            while !rest.is_empty() {
                assert!(!decoder.decode_blocks(&mut rest, BlockDecodingStrategy::UptoBlocks(1)).unwrap(), "the stream never ends");
            }
            // The decoder keeps a window back until its frame ends; what it has taken in is complete nevertheless.
            assert!(rest.is_empty());
        }
    }

    #[test]
    fn payload_compression_is_for_long_events() {
        let long = "x".repeat(WORTH_COMPRESSING);
        let frame = bytes(Transport::Plain.pack(long.clone(), true).unwrap());
        let mut text = String::new();
        ZlibDecoder::new(frame.as_slice()).read_to_string(&mut text).unwrap();
        assert_eq!(text, long);
        for (text, payload) in [("{}", true), (long.as_str(), false)] {
            assert!(matches!(Transport::Plain.pack(text.to_owned(), payload), Ok(Message::Text(_))));
        }
    }
}
