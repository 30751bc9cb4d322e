//! Permission bits. Discord docs: topics/permissions.

use std::ops::BitOr;

/// A set of permissions, one bit each; in JSON a string of its decimal number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions(pub u64);

macro_rules! bits {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)*) => {
        $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*

        /// Every single permission with the name that it has here and in Discord's documentation.
        pub const NAMED: &[(&str, Self)] = &[$((stringify!($name), Self::$name)),*];
    };
}

impl Permissions {
    bits! {
        /// Kick members.
        KICK_MEMBERS = 1;
        /// Ban members.
        BAN_MEMBERS = 2;
        /// Everything, whatever a channel says.
        ADMINISTRATOR = 3;
        /// Edit channels.
        MANAGE_CHANNELS = 4;
        /// Edit the guild.
        MANAGE_GUILD = 5;
        /// Add a reaction that nobody has added yet.
        ADD_REACTIONS = 6;
        /// See a channel and read its new messages.
        VIEW_CHANNEL = 10;
        /// Send messages.
        SEND_MESSAGES = 11;
        /// Delete other people's messages.
        MANAGE_MESSAGES = 13;
        /// Embeds in one's messages are shown.
        EMBED_LINKS = 14;
        /// Upload files.
        ATTACH_FILES = 15;
        /// Read messages older than one's presence.
        READ_MESSAGE_HISTORY = 16;
        /// Mention everyone, here and all roles.
        MENTION_EVERYONE = 17;
        /// Use emojis of other guilds.
        USE_EXTERNAL_EMOJIS = 18;
        /// Change one's own name in the guild.
        CHANGE_NICKNAME = 26;
        /// Change other members' names in the guild.
        MANAGE_NICKNAMES = 27;
        /// Edit roles below one's own.
        MANAGE_ROLES = 28;
        /// Run commands of applications.
        USE_APPLICATION_COMMANDS = 31;
        /// Edit and delete threads.
        MANAGE_THREADS = 34;
        /// Open threads that all may join.
        CREATE_PUBLIC_THREADS = 35;
        /// Open threads that only invited members see.
        CREATE_PRIVATE_THREADS = 36;
        /// Write in threads.
        SEND_MESSAGES_IN_THREADS = 38;
        /// Time members out.
        MODERATE_MEMBERS = 40;
        /// What applications that one has installed for oneself answer is seen by all.
        USE_EXTERNAL_APPS = 50;
        /// Pin and unpin messages; split from [`Self::MANAGE_MESSAGES`] in 2026.
        PIN_MESSAGES = 51;
    }

    /// No permission.
    pub const NONE: Self = Self(0);
    /// Every bit that Discord has given a meaning (0 to 52, without the gap at 47 and 48).
    pub const ALL: Self = Self(((1 << 53) - 1) & !(0b11 << 47));
    /// What @everyone has in a fresh guild, as far as text channels go.
    pub const MEMBER: Self = Self(
        Self::VIEW_CHANNEL.0
            | Self::SEND_MESSAGES.0
            | Self::EMBED_LINKS.0
            | Self::ATTACH_FILES.0
            | Self::READ_MESSAGE_HISTORY.0
            | Self::ADD_REACTIONS.0
            | Self::USE_EXTERNAL_EMOJIS.0
            | Self::USE_APPLICATION_COMMANDS.0
            | Self::CREATE_PUBLIC_THREADS.0
            | Self::SEND_MESSAGES_IN_THREADS.0
            | Self::USE_EXTERNAL_APPS.0
            | Self::CHANGE_NICKNAME.0,
    );
    /// What a moderator usually has besides [`Self::MEMBER`].
    pub const MODERATOR: Self = Self(
        Self::MANAGE_MESSAGES.0
            | Self::PIN_MESSAGES.0
            | Self::MANAGE_THREADS.0
            | Self::KICK_MEMBERS.0
            | Self::BAN_MEMBERS.0
            | Self::MANAGE_GUILD.0
            | Self::MODERATE_MEMBERS.0,
    );

    /// Whether all bits of `other` are here; an administrator has all.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & Self::ADMINISTRATOR.0 != 0 || self.0 & other.0 == other.0
    }

    /// These without those of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl BitOr for Permissions {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::fmt::Display for Permissions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
