//! Why the bot cannot be connected, in words that say what to do.

use std::time::Duration;

use serenity::gateway::GatewayError;

use super::send::Trouble;

/// Why the bot is not, or no longer, connected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// Close 4004, or a REST 401.
    #[error("Discord refuses the token")]
    Token,
    /// Close 4013, or 4014 although nothing privileged was asked for.
    #[error("Discord refuses the gateway intents that the bot asks for")]
    Intents,
    /// Close 4010 or 4011.
    #[error("Discord refuses the bot's sharding")]
    Sharding,
    /// Another gateway than that of the set origin: the token must not go there.
    #[error("DISCORD_API_BASE is {base}, but the gateway that it names is elsewhere, at `{gateway}`")]
    Elsewhere {
        /// The origin that is set.
        base: String,
        /// The gateway's host.
        gateway: String,
    },
    /// All starts of the day are used up; one more would reset the token.
    #[error("no gateway session may be started for another {} min: the bot was started too often", .resets_in.as_secs().div_ceil(60))]
    NoStartsLeft {
        /// Until new ones are given.
        resets_in: Duration,
    },
    /// Anything else that Discord or the way to it refuses.
    #[error("Discord: {0}")]
    Discord(String),
}

impl ServeError {
    /// Whether only a change of the configuration helps: a supervisor must not try again.
    pub fn is_configuration(&self) -> bool {
        match self {
            Self::Token | Self::Intents | Self::Sharding | Self::Elsewhere { .. } => true,
            Self::NoStartsLeft { .. } | Self::Discord(_) => false,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Token => "copy the token again from https://discord.com/developers/applications, your application, Bot, Reset Token, and set DISCORD_TOKEN",
            Self::Intents => "switch the intents on at https://discord.com/developers/applications, your application, Bot, Privileged Gateway Intents",
            Self::Sharding => "run one process of the bot for each token",
            Self::Elsewhere { .. } => "leave DISCORD_API_BASE empty for the real Discord, or start the local one that it names",
            Self::NoStartsLeft { .. } => "wait; and find out what starts the bot again and again, because Discord resets the token of a bot that goes on",
            Self::Discord(_) => "see https://discordstatus.com; the bot may be started again at any time",
        }
    }
}

impl From<serenity::Error> for ServeError {
    fn from(error: serenity::Error) -> Self {
        match &error {
            serenity::Error::Gateway(GatewayError::InvalidAuthentication | GatewayError::NoAuthentication) => Self::Token,
            serenity::Error::Gateway(GatewayError::InvalidGatewayIntents | GatewayError::DisallowedGatewayIntents) => Self::Intents,
            serenity::Error::Gateway(GatewayError::InvalidShardData | GatewayError::OverloadedShard) => Self::Sharding,
            _ => match Trouble::of(&error) {
                Trouble::Unauthorized => Self::Token,
                // Not serenity's text: it may hold an address with an id or an interaction's token in it.
                trouble => Self::Discord(trouble.to_string()),
            },
        }
    }
}
