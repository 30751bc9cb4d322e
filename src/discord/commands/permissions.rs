//! Discord's bits of the permissions that are asked for: docs, topics/permissions.

/// May do everything.
pub(super) const ADMINISTRATOR: u64 = 1 << 3;
/// Manage Server.
pub(super) const MANAGE_GUILD: u64 = 1 << 5;
/// Manage Messages: deletes those of others.
pub(super) const MANAGE_MESSAGES: u64 = 1 << 13;
/// Embed Links.
pub(super) const EMBED_LINKS: u64 = 1 << 14;
/// Attach Files.
pub(super) const ATTACH_FILES: u64 = 1 << 15;
