//! What tells a figure from all others for as long as its article says it: across restarts, new indexes and other machines.

use super::record::{ArticleRecord, FigureRecord};

/// Where FNV-1a begins, of 64 bits (Fowler, Noll, Vo; RFC 9923).
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: the same in every version and on every machine, which a key that is kept must be.
fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

impl FigureRecord {
    /// The figure's key: made of its article's file name, its sentence, and where in that it stands.
    pub fn key(&self, article: &ArticleRecord) -> u64 {
        self.key_in(&article.path)
    }

    pub(super) fn key_in(&self, path: &str) -> u64 {
        let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let at = self.figure.span.start.saturating_sub(self.figure.sentence.start);
        let parts = [file.as_bytes(), self.sentence.as_bytes(), self.quote.as_bytes(), &(at as u64).to_le_bytes()];
        // A byte that UTF-8 lacks stands between parts.
        parts.iter().fold(BASIS, |hash, part| fnv(fnv(hash, part), &[0xff]))
    }
}

#[cfg(test)]
mod tests {
    use super::{BASIS, fnv};

    #[test]
    fn the_hash_is_the_standards() {
        for (text, want) in [("", BASIS), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)] {
            assert_eq!(fnv(BASIS, text.as_bytes()), want, "{text}");
        }
    }
}
