//! Ids and permissions as they stand in the file.

use local_discord::{Id, Permissions, intents};
use serde::{
    Deserialize, Deserializer,
    de::{Error, Unexpected},
};

/// A number, or a string of digits, as people copy them from Discord.
pub(super) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Id>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        Number(Id),
        Text(String),
    }
    const WANTED: &str = "an id: a number above 0, or the same in quotes";
    match Given::deserialize(deserializer).map_err(|_| D::Error::custom(format!("expected {WANTED}")))? {
        Given::Number(id) if id > 0 => Ok(Some(id)),
        Given::Number(id) => Err(D::Error::invalid_value(Unexpected::Unsigned(id), &WANTED)),
        Given::Text(text) => match text.parse() {
            Ok(id) if id > 0 => Ok(Some(id)),
            _ => Err(D::Error::invalid_value(Unexpected::Str(&text), &WANTED)),
        },
    }
}

/// A list of permissions by their names in Discord's documentation, in small letters, and of three sets of them.
pub(super) fn permissions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Permissions>, D::Error> {
    let sets = [("member", Permissions::MEMBER), ("moderator", Permissions::MODERATOR), ("all", Permissions::ALL)];
    let names = Vec::<String>::deserialize(deserializer)?;
    let mut sum = Permissions::NONE;
    for name in &names {
        let known = Permissions::NAMED.iter().chain(&sets).find(|(known, _)| known.eq_ignore_ascii_case(name));
        let Some((_, permissions)) = known else {
            let singles: Vec<String> = Permissions::NAMED.iter().map(|(known, _)| known.to_lowercase()).collect();
            let singles = singles.join(", ");
            return Err(D::Error::custom(format!("unknown permission `{name}`, expected `member`, `moderator`, `all`, or one of {singles}")));
        };
        sum = sum | *permissions;
    }
    Ok(Some(sum))
}

/// A list of privileged intents.
pub(super) fn privileged<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Intent {
        GuildMembers,
        GuildPresences,
        MessageContent,
    }
    let bit = |intent: &Intent| match intent {
        Intent::GuildMembers => intents::GUILD_MEMBERS,
        Intent::GuildPresences => intents::GUILD_PRESENCES,
        Intent::MessageContent => intents::MESSAGE_CONTENT,
    };
    Ok(Some(Vec::<Intent>::deserialize(deserializer)?.iter().map(bit).fold(0, |sum, bit| sum | bit)))
}
