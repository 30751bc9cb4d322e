//! A zstd stream of stored blocks, by RFC 8878. Every decoder reads it as it reads Discord's; that nothing gets shorter
//! does not matter on 127.0.0.1, and an encoder would bring a C compiler into every bot's tests.

/// Magic number, then a frame header without content size, checksum and dictionary, with a window of 128 KiB.
/// RFC 8878, 3.1.1.1.
const HEADER: [u8; 6] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, (17 - 10) << 3];

/// No block is longer than the window. RFC 8878, 3.1.1.2.4.
const MAX_BLOCK: usize = 128 * 1024;

/// One frame, which lasts as long as its connection.
#[derive(Debug, Default)]
pub(super) struct Stream {
    started: bool,
}

impl Stream {
    /// The bytes of one message, after which a decoder has all of it.
    pub(super) fn message(&mut self, data: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(data.len() + HEADER.len() + 3 * (data.len() / MAX_BLOCK + 1));
        if !std::mem::replace(&mut self.started, true) {
            out.extend(HEADER);
        }
        for block in data.chunks(MAX_BLOCK) {
            // Three bytes, little endian: "last block" (never), two bits of type (0 is raw), the size. RFC 8878, 3.1.1.2.
            let [a, b, c, ..] = (block.len() << 3).to_le_bytes();
            out.extend([a, b, c]);
            out.extend(block);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_once_then_blocks() {
        let mut stream = Stream::default();
        assert_eq!(stream.message(b"ab"), [0x28, 0xb5, 0x2f, 0xfd, 0, 0x38, 0x10, 0, 0, b'a', b'b']);
        assert_eq!(stream.message(b"c"), [0x08, 0, 0, b'c']);
        let long = stream.message(&vec![7; MAX_BLOCK + 1]);
        assert_eq!((long.len(), &long[..3]), (MAX_BLOCK + 7, &[0, 0, 0x10][..]));
    }
}
