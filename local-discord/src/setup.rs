//! What a server starts with.

use std::{path::PathBuf, time::Duration};

use crate::{Id, Overwrite, Permissions, RateLimits, defaults, intents};

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
    /// Guilds of which the bot is no member: only users who have installed the application run its commands there.
    pub foreign_guilds: Vec<Guild>,
    /// Users who have installed the application for themselves.
    pub user_installs: Vec<Id>,
    /// Users who share no guild with the bot.
    pub users: Vec<User>,
    /// Time limits, which tests may shorten.
    pub timing: Timing,
    /// Names for whose certificate the server also listens with TLS, on a free port; empty for not at all.
    #[cfg(feature = "tls")]
    pub tls: Vec<String>,
    /// Limits of requests, and whether they are enforced.
    pub rate_limits: RateLimits,
    /// What the gateway allows.
    pub gateway: GatewayLimits,
    /// Discord's OpenAPI file, by which requests and answers are judged too; needs the feature `strict`. `None` takes the
    /// path from the environment variable `LOCAL_DISCORD_OPENAPI`, if there is one. The file is published by Discord at
    /// <https://github.com/discord/discord-api-spec>; it is read once in a process.
    pub openapi: Option<PathBuf>,
}

/// What GET /gateway/bot tells a bot. Discord docs: events/gateway, "Session Start Limit Object".
#[derive(Clone, Copy, Debug)]
pub struct GatewayLimits {
    /// Recommended number of shards; 1.
    pub shards: u64,
    /// Shards that may IDENTIFY within one [`Timing::identify_interval`]; 1.
    pub max_concurrency: u64,
    /// IDENTIFYs in 24 hours; 1,000. One more, and Discord ends all sessions and resets the token: so does this server,
    /// which then answers 401 and 4004.
    pub session_starts: u64,
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
    /// Between two IDENTIFYs of the same bucket of shards, otherwise opcode 9. **Zero**, so that tests can start bots one
    /// after the other; Discord's is [`Timing::IDENTIFY_INTERVAL`].
    pub identify_interval: Duration,
}

impl Timing {
    /// What Discord asks for between two IDENTIFYs: 5 s.
    pub const IDENTIFY_INTERVAL: Duration = Duration::from_secs(5);
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
    /// Secret Ed25519 key with which interactions over HTTP are signed; the public one is
    /// [`LocalDiscord::public_key`](crate::LocalDiscord::public_key).
    pub signing_seed: [u8; 32],
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
    /// All that the bot may do here, whatever the overwrites say; `None` takes the guild's with the overwrites.
    pub bot_permissions: Option<Permissions>,
    /// What roles and members may do here besides or instead of what they may in the guild.
    pub overwrites: Vec<Overwrite>,
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
        Self { id, name: name.to_owned(), topic: None, bot_permissions: None, overwrites: Vec::new() }
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

    /// Names besides the loopback's under which requests may come.
    pub(crate) fn names(&self) -> Vec<String> {
        #[cfg(feature = "tls")]
        return self.tls.clone();
        #[cfg(not(feature = "tls"))]
        Vec::new()
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

    /// With a guild of which the bot is no member.
    #[must_use]
    pub fn foreign_guild(mut self, guild: Guild) -> Self {
        self.foreign_guilds.push(guild);
        self
    }

    /// With the application installed by this user, too.
    #[must_use]
    pub fn user_install(mut self, user: Id) -> Self {
        self.user_installs.push(user);
        self
    }

    /// With these limits of the gateway.
    #[must_use]
    pub fn gateway(mut self, limits: GatewayLimits) -> Self {
        self.gateway = limits;
        self
    }

    /// With these time limits.
    #[must_use]
    pub fn timing(mut self, timing: Timing) -> Self {
        self.timing = timing;
        self
    }

    /// With a second listener that speaks TLS, under these names: `["discord.com"]` for a client that insists on it. See
    /// [`LocalDiscord::tls_addr`](crate::LocalDiscord::tls_addr).
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn tls(mut self, names: &[&str]) -> Self {
        self.tls = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    /// With this copy of Discord's OpenAPI file, see [`Self::openapi`].
    #[must_use]
    pub fn openapi(mut self, path: impl Into<PathBuf>) -> Self {
        self.openapi = Some(path.into());
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
            foreign_guilds: Vec::new(),
            user_installs: Vec::new(),
            users: vec![User::new(defaults::OUTSIDER, "ola")],
            timing: Timing::default(),
            #[cfg(feature = "tls")]
            tls: Vec::new(),
            rate_limits: RateLimits::default(),
            gateway: GatewayLimits::default(),
            openapi: None,
        }
    }
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            first_response: Duration::from_secs(3),
            token_life: Duration::from_secs(15 * 60),
            heartbeat_interval: Duration::from_millis(41_250),
            identify_interval: Duration::ZERO,
        }
    }
}

impl Default for GatewayLimits {
    fn default() -> Self {
        Self { shards: 1, max_concurrency: 1, session_starts: 1000 }
    }
}

impl Default for Bot {
    fn default() -> Self {
        Self {
            id: defaults::BOT,
            token: defaults::TOKEN.to_owned(),
            name: "bot".to_owned(),
            signing_seed: defaults::SIGNING_SEED,
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
