//! Discord's limits.

/// What a message may hold, in characters as Discord counts them.
#[derive(Debug, Clone, Copy)]
pub struct Limits;
