//! Close codes. Discord docs: topics/opcodes-and-status-codes, "Gateway Close Event Codes".

/// A code with Discord's words for it.
pub(crate) type Close = (u16, &'static str);

pub(crate) const UNKNOWN_OPCODE: Close = (4001, "Unknown opcode.");
pub(crate) const DECODE_ERROR: Close = (4002, "Error while decoding payload.");
pub(crate) const UNKNOWN_COMPRESSION: Close = (4002, "compress= is none of zlib-stream and zstd-stream.");
/// Discord has this encoding, local-discord does not: the reason says so.
pub(crate) const NO_ETF: Close = (4002, "local-discord does not cover encoding=etf, use json.");
pub(crate) const NOT_AUTHENTICATED: Close = (4003, "Not authenticated.");
pub(crate) const AUTHENTICATION_FAILED: Close = (4004, "Authentication failed.");
pub(crate) const ALREADY_AUTHENTICATED: Close = (4005, "Already authenticated.");
pub(crate) const INVALID_SEQUENCE: Close = (4007, "Invalid seq.");
pub(crate) const RATE_LIMITED: Close = (4008, "Rate limited.");
pub(crate) const SESSION_TIMED_OUT: Close = (4009, "Session timed out.");
pub(crate) const INVALID_SHARD: Close = (4010, "Invalid shard.");
pub(crate) const INVALID_VERSION: Close = (4012, "Invalid API version.");
pub(crate) const INVALID_INTENTS: Close = (4013, "Invalid intent(s).");
pub(crate) const DISALLOWED_INTENTS: Close = (4014, "Disallowed intent(s).");

/// Whether a session can be resumed after the server closed with this code.
pub(crate) fn resumable(code: Option<u16>) -> bool {
    !matches!(code, Some(4003 | 4004 | 4006 | 4007 | 4009..=4014))
}

/// Whether such a close means that the bot broke a rule, and not only that time passed.
pub(crate) fn is_violation(code: u16) -> bool {
    matches!(code, 4001 | 4002 | 4003 | 4005 | 4008 | 4010 | 4012 | 4013)
}
