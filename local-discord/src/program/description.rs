//! The TOML file as it is written. Every key may be left out; an unknown one is an error, since it may be a misspelt one.

use local_discord::{Id, Permissions};
use serde::Deserialize;

use super::names;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) port: Option<u16>,
    #[serde(default)]
    pub(super) bot: Bot,
    #[serde(default)]
    pub(super) gateway: Gateway,
    pub(super) guilds: Option<Vec<Guild>>,
    pub(super) users: Option<Vec<User>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bot {
    #[serde(default, deserialize_with = "names::id")]
    pub(super) id: Option<Id>,
    pub(super) token: Option<String>,
    pub(super) name: Option<String>,
    #[serde(default, deserialize_with = "names::privileged")]
    pub(super) privileged: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Gateway {
    pub(super) shards: Option<u64>,
    pub(super) max_concurrency: Option<u64>,
    pub(super) session_starts: Option<u64>,
    /// In seconds.
    pub(super) identify_interval: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Guild {
    #[serde(default, deserialize_with = "names::id")]
    pub(super) id: Option<Id>,
    pub(super) name: String,
    /// Name of a member; otherwise the first one.
    pub(super) owner: Option<String>,
    pub(super) locale: Option<String>,
    #[serde(default, deserialize_with = "names::permissions")]
    pub(super) everyone: Option<Permissions>,
    #[serde(default, deserialize_with = "names::permissions")]
    pub(super) bot: Option<Permissions>,
    #[serde(default)]
    pub(super) roles: Vec<Role>,
    pub(super) channels: Vec<Channel>,
    pub(super) members: Vec<User>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Role {
    #[serde(default, deserialize_with = "names::id")]
    pub(super) id: Option<Id>,
    pub(super) name: String,
    #[serde(default, deserialize_with = "names::permissions")]
    pub(super) permissions: Option<Permissions>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Channel {
    #[serde(default, deserialize_with = "names::id")]
    pub(super) id: Option<Id>,
    pub(super) name: String,
    pub(super) topic: Option<String>,
    #[serde(default, deserialize_with = "names::permissions")]
    pub(super) bot: Option<Permissions>,
}

/// A member or a user without a guild, to whom `nick` and `roles` mean nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct User {
    #[serde(default, deserialize_with = "names::id")]
    pub(super) id: Option<Id>,
    pub(super) name: String,
    pub(super) locale: Option<String>,
    pub(super) accepts_dms: Option<bool>,
    pub(super) nick: Option<String>,
    #[serde(default)]
    pub(super) roles: Vec<String>,
}
