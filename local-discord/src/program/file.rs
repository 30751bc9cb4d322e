//! From the file to a [`Setup`]: ids for what has none, and names that mean somebody.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use local_discord::{Channel, Guild, Id, Member, Permissions, Role, Setup, User, defaults};

use super::description as file;

/// What the text describes on top of `base`; the error says what is wrong and where.
pub(super) fn setup(text: &str, base: Setup) -> Result<Setup, String> {
    let given: file::File = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
    let mut setup = Setup { port: given.port.unwrap_or(super::PORT), ..base };
    bot(&mut setup, given.bot)?;
    let (limits, asked) = (&mut setup.gateway, given.gateway);
    for (limit, asked, name) in [
        (&mut limits.shards, asked.shards, "shards"),
        (&mut limits.max_concurrency, asked.max_concurrency, "max_concurrency"),
        (&mut limits.session_starts, asked.session_starts, "session_starts"),
    ] {
        *limit = asked.unwrap_or(*limit);
        if *limit == 0 {
            return Err(format!("gateway: {name} is at least 1"));
        }
    }
    if let Some(seconds) = asked.identify_interval {
        setup.timing.identify_interval = Duration::from_secs(seconds);
    }
    let mut ids = Ids { taken: BTreeSet::from([setup.bot.id]), people: BTreeMap::new() };
    let guilds = given.guilds.unwrap_or_default();
    let users = given.users.unwrap_or_default();
    ids.reserve(&guilds, &users)?;
    if !guilds.is_empty() {
        setup.guilds = guilds.into_iter().map(|one| guild(one, &mut ids)).collect::<Result<_, _>>()?;
        // Whose application it is matters little, but it is somebody who exists.
        let owner = setup.guilds.first().and_then(|guild| guild.members.iter().find(|member| member.user.id == guild.owner));
        if let Some(owner) = owner {
            setup.bot.owner = owner.user.clone();
        }
        setup.users.clear();
    }
    if !users.is_empty() {
        setup.users = users.into_iter().map(|user| without_guild(user, &mut ids)).collect::<Result<_, _>>()?;
    }
    Ok(setup)
}

fn bot(setup: &mut Setup, given: file::Bot) -> Result<(), String> {
    let bot = &mut setup.bot;
    if let Some(id) = given.id {
        bot.id = id;
        // Some libraries read the application's id from the token's first part.
        bot.token = format!("{}.local0.a-token-that-only-this-server-knows-ab", base64(&id.to_string()));
    }
    if let Some(token) = given.token {
        if token.is_empty() || token.contains(char::is_whitespace) {
            return Err("bot: the token is empty or has spaces".to_owned());
        }
        bot.token = token;
    }
    bot.name = given.name.unwrap_or_else(|| bot.name.clone());
    bot.privileged = given.privileged.unwrap_or(bot.privileged);
    Ok(())
}

/// Base64 without padding. RFC 4648, section 4.
fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.as_bytes().chunks(3).flat_map(|chunk| {
        let byte = |at: usize| usize::from(chunk.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        (0..=chunk.len()).map(move |at| char::from(DIGITS[bits >> (18 - 6 * at) & 63]))
    });
    digits.collect()
}

/// Ids in use, and the people by name: the same name is the same person in every guild.
struct Ids {
    taken: BTreeSet<Id>,
    people: BTreeMap<String, Id>,
}

impl Ids {
    /// Takes all ids that the file gives, so that none is given away before it is met.
    fn reserve(&mut self, guilds: &[file::Guild], users: &[file::User]) -> Result<(), String> {
        for guild in guilds {
            let own = guild.id.iter().chain(guild.roles.iter().filter_map(|role| role.id.as_ref()));
            for id in own.chain(guild.channels.iter().filter_map(|channel| channel.id.as_ref())) {
                self.take(*id)?;
            }
        }
        for user in guilds.iter().flat_map(|guild| &guild.members).chain(users) {
            let Some(id) = user.id else { continue };
            match self.people.get(&user.name) {
                Some(known) if *known == id => {}
                Some(known) => return Err(format!("\"{}\" has two ids, {known} and {id}", user.name)),
                None => {
                    self.take(id)?;
                    self.people.insert(user.name.clone(), id);
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, id: Id) -> Result<(), String> {
        if self.taken.insert(id) { Ok(()) } else { Err(format!("the id {id} is there twice")) }
    }

    /// The id given, or the next free one of its kind.
    fn or_next(&mut self, given: Option<Id>, first: Id) -> Id {
        given.unwrap_or_else(|| {
            let free = (first..).find(|id| !self.taken.contains(id)).unwrap_or(first);
            self.taken.insert(free);
            free
        })
    }

    fn person(&mut self, name: &str) -> Id {
        if let Some(id) = self.people.get(name) {
            return *id;
        }
        let id = self.or_next(None, defaults::MEMBER);
        self.people.insert(name.to_owned(), id);
        id
    }
}

fn user(given: &file::User, ids: &mut Ids) -> User {
    let mut user = User::new(ids.person(&given.name), &given.name);
    user.locale = given.locale.clone().unwrap_or(user.locale);
    user.accepts_dms = given.accepts_dms.unwrap_or(user.accepts_dms);
    user
}

fn without_guild(given: file::User, ids: &mut Ids) -> Result<User, String> {
    if given.nick.is_some() || !given.roles.is_empty() {
        return Err(format!("user \"{}\" is in no guild and has neither nick nor roles", given.name));
    }
    Ok(user(&given, ids))
}

fn guild(given: file::Guild, ids: &mut Ids) -> Result<Guild, String> {
    let wrong = |what: String| Err(format!("guild \"{}\": {what}", given.name));
    let base = Guild::default();
    let id = ids.or_next(given.id, defaults::GUILD);
    let roles: Vec<Role> = given
        .roles
        .iter()
        .map(|role| Role {
            id: ids.or_next(role.id, defaults::MODERATORS),
            name: role.name.clone(),
            permissions: role.permissions.unwrap_or(Permissions::NONE),
        })
        .collect();
    let channels: Vec<Channel> = given
        .channels
        .iter()
        .map(|channel| Channel {
            topic: channel.topic.clone(),
            bot_permissions: channel.bot,
            ..Channel::text(ids.or_next(channel.id, defaults::GENERAL), &channel.name)
        })
        .collect();
    let mut members: Vec<Member> = Vec::new();
    for person in &given.members {
        let mut held = Vec::new();
        for name in &person.roles {
            match roles.iter().find(|role| role.name == *name) {
                Some(role) => held.push(role.id),
                None => return wrong(format!("member \"{}\" has the role \"{name}\", which the guild has not", person.name)),
            }
        }
        let member = Member { nick: person.nick.clone(), roles: held, ..Member::new(user(person, ids)) };
        if members.iter().any(|other| other.user.id == member.user.id) {
            return wrong(format!("member \"{}\" is there twice", person.name));
        }
        members.push(member);
    }
    let owner = match &given.owner {
        Some(name) => members.iter().find(|member| member.user.name == *name),
        None => members.first(),
    };
    match owner.map(|member| member.user.id) {
        Some(owner) if !channels.is_empty() => Ok(Guild {
            id,
            owner,
            roles,
            channels,
            members,
            everyone: given.everyone.unwrap_or(base.everyone),
            bot_permissions: given.bot.unwrap_or(base.bot_permissions),
            locale: given.locale.unwrap_or(base.locale),
            name: given.name,
        }),
        Some(_) => wrong("it has no channels".to_owned()),
        None => wrong(match &given.owner {
            Some(name) => format!("its owner \"{name}\" is none of its members"),
            None => "it has no members, and so no owner".to_owned(),
        }),
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
