//! Whether a request is Discord's: an Ed25519 signature over timestamp and body, fresh and seen for the first time. Discord
//! docs: interactions/overview, "Setting Up an Endpoint"; interactions/receiving-and-responding, "Security and
//! Authorization".

use std::collections::VecDeque;
use std::fmt;

use ring::signature::{ED25519, UnparsedPublicKey};

/// How far a request's time may be from ours, in seconds. An interaction must be answered within 3 s; the rest is for clocks
/// that are not set well.
pub(super) const WINDOW: u64 = 60;
/// How many signatures of the window are remembered: more than Discord sends to one application in that time.
const REMEMBERED: usize = 20_000;

/// The application's public key.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Reads 64 hexadecimal digits, as the developer portal shows them.
    pub fn parse(text: &str) -> Option<Self> {
        bytes(text.trim()).map(Self)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PublicKey(…)")
    }
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// A header is missing or malformed.
    Unsigned,
    /// The signature is not that of this body and time.
    Forged,
    /// Signed longer ago, or later, than [`WINDOW`].
    Stale,
    /// The same request came before.
    Replayed,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unsigned => "no signature",
            Self::Forged => "a signature that does not fit",
            Self::Stale => "a time too far from ours: is this machine's clock right?",
            Self::Replayed => "a request that came before",
        })
    }
}

/// Checks requests, and remembers them for as long as they could be sent again.
#[derive(Debug)]
pub(super) struct Gate {
    key: PublicKey,
    seen: VecDeque<(u64, [u8; 64])>,
}

impl Gate {
    pub(super) fn new(key: PublicKey) -> Self {
        Self { key, seen: VecDeque::new() }
    }

    /// Lets a request in, or says why not. `now`: seconds since 1970.
    pub(super) fn admit(&mut self, signature: Option<&str>, timestamp: Option<&str>, body: &[u8], now: u64) -> Result<(), Refused> {
        let signature: [u8; 64] = signature.and_then(bytes).ok_or(Refused::Unsigned)?;
        let timestamp = timestamp.ok_or(Refused::Unsigned)?;
        let time: u64 = timestamp.parse().map_err(|_| Refused::Unsigned)?;
        let signed = [timestamp.as_bytes(), body].concat();
        UnparsedPublicKey::new(&ED25519, &self.key.0).verify(&signed, &signature).map_err(|_| Refused::Forged)?;
        if time.abs_diff(now) > WINDOW {
            return Err(Refused::Stale);
        }
        // A request of the future could come again until its own time has passed.
        while self.seen.front().is_some_and(|(seen, _)| seen + 2 * WINDOW < now) || self.seen.len() >= REMEMBERED {
            self.seen.pop_front();
        }
        if self.seen.iter().any(|(_, known)| *known == signature) {
            return Err(Refused::Replayed);
        }
        self.seen.push_back((now, signature));
        Ok(())
    }
}

/// Exactly `N` bytes written as hexadecimal digits.
fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut out = [0; N];
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use ring::signature::{Ed25519KeyPair, KeyPair as _};

    use super::*;

    const NOW: u64 = 1_800_000_000;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    }

    fn keys() -> (Ed25519KeyPair, Gate) {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a key");
        let key = PublicKey::parse(&hex(pair.public_key().as_ref())).expect("64 digits");
        (pair, Gate::new(key))
    }

    fn signed(pair: &Ed25519KeyPair, time: u64, body: &str) -> String {
        hex(pair.sign(format!("{time}{body}").as_bytes()).as_ref())
    }

    #[test]
    fn only_what_discord_signed_just_now_gets_in() {
        let (pair, mut gate) = keys();
        let (other, _) = (Ed25519KeyPair::from_seed_unchecked(&[8; 32]).expect("a key"), ());
        let good = signed(&pair, NOW, "{}");
        let time = NOW.to_string();
        let mut admit = |signature: Option<&str>, time: Option<&str>, body: &str| gate.admit(signature, time, body.as_bytes(), NOW);
        for (signature, time, body, want) in [
            (None, Some(time.as_str()), "{}", Refused::Unsigned),
            (Some(good.as_str()), None, "{}", Refused::Unsigned),
            (Some(&good[1..]), Some(&time), "{}", Refused::Unsigned),
            (Some("zz"), Some(&time), "{}", Refused::Unsigned),
            (Some(&good), Some("soon"), "{}", Refused::Unsigned),
            (Some(&good), Some(&time), "{ }", Refused::Forged),
            (Some(&good), Some("1800000001"), "{}", Refused::Forged),
            (Some(&signed(&other, NOW, "{}")), Some(&time), "{}", Refused::Forged),
            (Some(&signed(&pair, NOW - WINDOW - 1, "{}")), Some(&(NOW - WINDOW - 1).to_string()), "{}", Refused::Stale),
            (Some(&signed(&pair, NOW + WINDOW + 1, "{}")), Some(&(NOW + WINDOW + 1).to_string()), "{}", Refused::Stale),
        ] {
            assert_eq!(admit(signature, time, body), Err(want), "{signature:?} {time:?} {body}");
        }
        assert_eq!(admit(Some(&good), Some(&time), "{}"), Ok(()));
        assert_eq!(admit(Some(&good), Some(&time), "{}"), Err(Refused::Replayed));
        assert_eq!(admit(Some(&good.to_uppercase()), Some(&time), "{}"), Err(Refused::Replayed), "the same bytes");
        assert_eq!(admit(Some(&signed(&pair, NOW - WINDOW, "{}")), Some(&(NOW - WINDOW).to_string()), "{}"), Ok(()));
    }

    #[test]
    fn what_cannot_come_again_is_forgotten() {
        let (pair, mut gate) = keys();
        for n in 0..3 {
            let body = n.to_string();
            gate.admit(Some(&signed(&pair, NOW, &body)), Some(&NOW.to_string()), body.as_bytes(), NOW).expect("fresh");
        }
        let later = NOW + 2 * WINDOW + 1;
        gate.admit(Some(&signed(&pair, later, "x")), Some(&later.to_string()), b"x", later).expect("fresh");
        assert_eq!(gate.seen.len(), 1);
    }

    #[test]
    fn a_key_is_64_digits() {
        for wrong in ["", "00", &"0".repeat(63), &"g".repeat(64), &"é".repeat(32)] {
            assert!(PublicKey::parse(wrong).is_none(), "{wrong}");
        }
        assert!(PublicKey::parse(&format!(" {}\n", "aB".repeat(32))).is_some());
    }
}
