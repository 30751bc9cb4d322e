//! What a server starts with.

use std::time::Duration;

use crate::{Id, Permissions, defaults, intents};

/// Everything that exists when the server starts. [`Setup::default`] is enough for most tests, see [`defaults`].
#[derive(Clone, Debug)]
pub struct Setup {
    /// Port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// What the page shows at the beginning of the first channel.
    pub welcome: Option<Welcome>,
    /// The application and its bot.
    pub bot: Bot,
    /// Guilds; the bot is a member of each, its membership is not listed.
    pub guilds: Vec<Guild>,
    /// Users who share no guild with the bot.
    pub users: Vec<User>,
    /// Time limits, which tests may shorten.
    pub timing: Timing,
}

/// Time limits. Discord docs: interactions/receiving-and-responding; events/gateway.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// In which the first response to an interaction must come; 3 s.
    pub first_response: Duration,
    /// For which an interaction's token is good; 15 min.
    pub token_life: Duration,
    /// What HELLO asks for; 41.25 s.
    pub heartbeat_interval: Duration,
}

/// An application and its bot user.
#[derive(Clone, Debug)]
pub struct Bot {
    /// Id of the application and of the bot.
    pub id: Id,
    /// Token that REST and IDENTIFY must bring.
    pub token: String,
    /// User name.
    pub name: String,
    /// Ed25519 key for interactions over HTTP, as hexadecimal digits.
    pub public_key: String,
    /// Privileged intents that the application may have, see [`intents`]; IDENTIFY with another closes with 4014.
    pub privileged: u64,
    /// Owner of the application.
    pub owner: User,
}

/// A guild ("server").
#[derive(Clone, Debug)]
pub struct Guild {
    /// Id of the guild and of its role @everyone.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Owner, who has every permission.
    pub owner: Id,
    /// What @everyone may do.
    pub everyone: Permissions,
    /// Further roles.
    pub roles: Vec<Role>,
    /// Text channels.
    pub channels: Vec<Channel>,
    /// People, without the bot.
    pub members: Vec<Member>,
    /// What the bot may do in channels that do not say otherwise.
    pub bot_permissions: Permissions,
    /// Preferred locale, such as `en-US`.
    pub locale: String,
}

/// A role.
#[derive(Clone, Debug)]
pub struct Role {
    /// Id.
    pub id: Id,
    /// Name.
    pub name: String,
    /// What it adds to @everyone.
    pub permissions: Permissions,
}

/// A text channel.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Id.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Topic.
    pub topic: Option<String>,
    /// All that the bot may do here; `None` takes the guild's.
    pub bot_permissions: Option<Permissions>,
}

/// A user's membership of a guild.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub user: User,
    /// Name in this guild.
    pub nick: Option<String>,
    /// Roles besides @everyone.
    pub roles: Vec<Id>,
}

/// A user.
#[derive(Clone, Debug)]
pub struct User {
    /// Id.
    pub id: Id,
    /// User name.
    pub name: String,
    /// Locale of the client, sent with interactions.
    pub locale: String,
    /// Whether this is another bot.
    pub bot: bool,
    /// Whether the bot may write to this user first; otherwise 50007.
    pub accepts_dms: bool,
}

/// A card that invites a person on the page to try the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcome {
    /// Heading.
    pub title: String,
    /// A sentence or two, in Discord's Markdown.
    pub text: String,
    /// Messages to send with one click; `/name option:value` runs that slash command.
    pub examples: Vec<String>,
}

impl User {
    /// A person with an English client who accepts direct messages.
    #[must_use]
    pub fn new(id: Id, name: &str) -> Self {
        Self { id, name: name.to_owned(), locale: "en-US".to_owned(), bot: false, accepts_dms: true }
    }
}

impl Member {
    /// A member without further roles.
    #[must_use]
    pub fn new(user: User) -> Self {
        Self { user, nick: None, roles: Vec::new() }
    }
}

impl Channel {
    /// A text channel with the guild's permissions.
    #[must_use]
    pub fn text(id: Id, name: &str) -> Self {
        Self { id, name: name.to_owned(), topic: None, bot_permissions: None }
    }
}

impl Setup {
    /// With this port instead of any free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// With this card on the page.
    #[must_use]
    pub fn welcome(mut self, welcome: Welcome) -> Self {
        self.welcome = Some(welcome);
        self
    }

    /// With these privileged intents allowed, and no other.
    #[must_use]
    pub fn privileged(mut self, intents: u64) -> Self {
        self.bot.privileged = intents;
        self
    }

    /// With these permissions of the bot in one channel. A channel that does not exist is left out.
    #[must_use]
    pub fn bot_permissions(mut self, channel: Id, permissions: Permissions) -> Self {
        for found in self.guilds.iter_mut().flat_map(|guild| &mut guild.channels).filter(|found| found.id == channel) {
            found.bot_permissions = Some(permissions);
        }
        self
    }

    /// With these time limits.
    #[must_use]
    pub fn timing(mut self, timing: Timing) -> Self {
        self.timing = timing;
        self
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            port: 0,
            welcome: None,
            bot: Bot::default(),
            guilds: vec![Guild::default()],
            users: vec![User::new(defaults::OUTSIDER, "ola")],
            timing: Timing::default(),
        }
    }
}

impl Default for Timing {
    fn default() -> Self {
        Self { first_response: Duration::from_secs(3), token_life: Duration::from_secs(15 * 60), heartbeat_interval: Duration::from_millis(41_250) }
    }
}

impl Default for Bot {
    fn default() -> Self {
        Self {
            id: defaults::BOT,
            token: defaults::TOKEN.to_owned(),
            name: "bot".to_owned(),
            public_key: "0".repeat(64),
            privileged: intents::MESSAGE_CONTENT,
            owner: User::new(defaults::OWNER, "root"),
        }
    }
}

impl Default for Guild {
    fn default() -> Self {
        let member = |id, name| Member::new(User::new(id, name));
        Self {
            id: defaults::GUILD,
            name: "Local".to_owned(),
            owner: defaults::OWNER,
            everyone: Permissions::MEMBER,
            roles: vec![Role { id: defaults::MODERATORS, name: "Moderators".to_owned(), permissions: Permissions::MODERATOR }],
            channels: vec![Channel::text(defaults::GENERAL, "general"), Channel::text(defaults::OTHER, "bots")],
            members: vec![
                member(defaults::MEMBER, "ada"),
                member(defaults::SECOND_MEMBER, "ben"),
                Member { roles: vec![defaults::MODERATORS], ..member(defaults::MODERATOR, "mo") },
                member(defaults::OWNER, "root"),
            ],
            bot_permissions: Permissions::MEMBER,
            locale: "en-US".to_owned(),
        }
    }
}
