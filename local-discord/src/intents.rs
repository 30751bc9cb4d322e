//! Gateway intents: which events a session asks for. Discord docs: events/gateway, "Gateway Intents".

/// Guilds, channels, roles and threads.
pub const GUILDS: u64 = 1;
/// Members joining, leaving and changing; privileged.
pub const GUILD_MEMBERS: u64 = 1 << 1;
/// Presences; privileged.
pub const GUILD_PRESENCES: u64 = 1 << 8;
/// Messages in guilds.
pub const GUILD_MESSAGES: u64 = 1 << 9;
/// Reactions in guilds.
pub const GUILD_MESSAGE_REACTIONS: u64 = 1 << 10;
/// Typing in guilds.
pub const GUILD_MESSAGE_TYPING: u64 = 1 << 11;
/// Messages in DMs.
pub const DIRECT_MESSAGES: u64 = 1 << 12;
/// Reactions in DMs.
pub const DIRECT_MESSAGE_REACTIONS: u64 = 1 << 13;
/// Typing in DMs.
pub const DIRECT_MESSAGE_TYPING: u64 = 1 << 14;
/// Content, embeds, attachments, components and polls of messages; privileged.
pub const MESSAGE_CONTENT: u64 = 1 << 15;
/// Those that an application must be allowed to have.
pub const PRIVILEGED: u64 = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT;

/// All bits that mean something: 0 to 16, 20 and 21 (auto moderation), 24 and 25 (polls).
pub(crate) const VALID: u64 = 0x1_FFFF | 0b11 << 20 | 0b11 << 24;
