//! Names of what is in [`Setup::default`](crate::Setup): one guild, two channels, a bot, two members, a moderator, and
//! somebody who is in no guild and can only write direct messages.

use crate::Id;

/// The guild.
pub const GUILD: Id = 700_000_000_000_000_001;
/// Channel `general`.
pub const GENERAL: Id = 710_000_000_000_000_001;
/// Channel `bots`.
pub const OTHER: Id = 710_000_000_000_000_002;
/// The role of the moderator.
pub const MODERATORS: Id = 720_000_000_000_000_001;
/// Member `ada`.
pub const MEMBER: Id = 800_000_000_000_000_001;
/// Member `ben`.
pub const SECOND_MEMBER: Id = 800_000_000_000_000_002;
/// Member `mo`, who has the role of a moderator.
pub const MODERATOR: Id = 800_000_000_000_000_003;
/// User `ola`, a member of no guild.
pub const OUTSIDER: Id = 800_000_000_000_000_004;
/// Owner of the guild and of the application, `root`.
pub const OWNER: Id = 800_000_000_000_000_009;
/// The bot, and its application: Discord gives both the same id.
pub const BOT: Id = 900_000_000_000_000_001;
/// The bot's token. Its first part is the bot's id in base64, as in real tokens: some libraries read it from there.
pub const TOKEN: &str = "OTAwMDAwMDAwMDAwMDAwMDAx.local0.a-token-that-only-this-server-knows-ab";
/// The secret key of the bot's application. It signs nothing but what this server sends to 127.0.0.1.
pub const SIGNING_SEED: [u8; 32] = *b"a key that only this server uses";
