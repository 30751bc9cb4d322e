//! Requests that an endpoint must refuse. Discord docs: interactions/overview, "Validating Security Request Headers":
//! Discord sends such requests from time to time, and switches off an endpoint that takes them.

use super::keys::{Keys, hex};

/// Header with the signature, lower-case as HTTP libraries want names of headers.
const SIGNATURE: &str = "x-signature-ed25519";
const TIMESTAMP: &str = "x-signature-timestamp";
/// Age of a stale request, in seconds.
const STALE: u64 = 600;

/// How a request to the endpoint is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Forgery {
    /// A signature that fits nothing.
    BadSignature,
    /// The signature of another body.
    OtherBody,
    /// Neither signature nor timestamp.
    NoHeaders,
    /// Half a signature.
    TruncatedSignature,
    /// Signed properly, ten minutes ago. Discord does not ask endpoints to refuse this, so whatever they answer is no violation.
    StaleTimestamp,
}

impl Forgery {
    /// Those that every endpoint must refuse.
    pub(crate) const REFUSED: [Self; 4] = [Self::BadSignature, Self::OtherBody, Self::NoHeaders, Self::TruncatedSignature];

    /// Whether an endpoint must refuse it with 401.
    #[must_use]
    pub fn must_be_refused(self) -> bool {
        Self::REFUSED.contains(&self)
    }

    /// The name that requests and violations carry.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::BadSignature => "bad-signature",
            Self::OtherBody => "other-body",
            Self::NoHeaders => "no-headers",
            Self::TruncatedSignature => "truncated-signature",
            Self::StaleTimestamp => "stale-timestamp",
        }
    }

    /// Headers of a forged request.
    pub(crate) fn headers(self, keys: &Keys, now: u64, body: &[u8]) -> Vec<(&'static str, String)> {
        let timestamp = now.to_string();
        let mut signature = keys.sign(&timestamp, body);
        match self {
            Self::BadSignature => {
                signature[0] ^= 1;
                headers(timestamp, hex(&signature))
            }
            Self::OtherBody => {
                let other = keys.sign(&timestamp, &[body, b" "].concat());
                headers(timestamp, hex(&other))
            }
            Self::NoHeaders => Vec::new(),
            Self::TruncatedSignature => headers(timestamp, hex(&signature[..32])),
            Self::StaleTimestamp => genuine(keys, now.saturating_sub(STALE), body),
        }
    }
}

/// Headers of a genuine request.
pub(super) fn genuine(keys: &Keys, now: u64, body: &[u8]) -> Vec<(&'static str, String)> {
    let timestamp = now.to_string();
    let signature = hex(&keys.sign(&timestamp, body));
    headers(timestamp, signature)
}

fn headers(timestamp: String, signature: String) -> Vec<(&'static str, String)> {
    vec![(SIGNATURE, signature), (TIMESTAMP, timestamp)]
}
