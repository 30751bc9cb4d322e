//! What one person sees on the page, computed anew whenever something changes. Simple beats clever here: a view of one
//! channel is small, and what has not changed since the last time is not sent.

use serde_json::{Value, json};

use super::inspect;
use crate::{
    Guild, Id, Permissions,
    driver::resolve,
    ids,
    world::{
        World,
        commands::kind as command,
        interactions::{Stored, kind},
        messages::{Message, flags},
        permissions::ThreadAct,
    },
};

/// Messages that are shown when a channel is opened, and that each request for older ones adds.
pub(super) const PAGE: usize = 100;
/// Messages that are kept in view at most.
const MOST: usize = 1000;
/// Interactions of a person whose state is told.
const RECENT: usize = 50;
/// How long "is typing" lasts. Discord docs: resources/channel, "Trigger Typing Indicator".
const TYPING: std::time::Duration = std::time::Duration::from_secs(10);

/// Who looks, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Viewer {
    pub(super) user: Id,
    pub(super) channel: Id,
    /// The oldest message in view.
    pub(super) from: Id,
    /// Whether the drawer with the bot's requests is open.
    pub(super) inspect: bool,
}

/// Parts by name, and messages by id, oldest first.
#[derive(Debug)]
pub(super) struct View {
    pub(super) parts: Vec<(&'static str, Value)>,
    pub(super) messages: Vec<(Id, Value)>,
}

/// Whom the page shows first: somebody who is in a guild, if there is anybody.
pub(super) fn first_user(world: &World) -> Option<Id> {
    let members = world.setup.guilds.iter().flat_map(|guild| &guild.members).map(|member| &member.user);
    members.chain(&world.setup.users).find(|user| !user.bot).map(|user| user.id)
}

/// The first channel that a person sees.
pub(super) fn first_channel(world: &World, user: Id) -> Option<Id> {
    world.setup.guilds.iter().flat_map(|guild| &guild.channels).map(|channel| channel.id).find(|channel| world.can_see(user, *channel))
}

/// Whether a person sees a message.
pub(super) fn sees(world: &World, user: Id, message: &Message) -> bool {
    message.visible_to.is_none_or(|owner| owner == user) && world.can_see(user, message.channel)
}

/// Where the messages in view begin, when so many more are wanted before `before`; 0 if these are all.
pub(super) fn earlier(world: &World, user: Id, channel: Id, before: Id) -> Id {
    let older = world.messages.range(..before).rev().map(|(_, message)| message);
    older.filter(|message| message.channel == channel && sees(world, user, message)).nth(PAGE - 1).map_or(0, |message| message.id)
}

/// Everything that a person sees.
pub(super) fn view(world: &World, viewer: &Viewer) -> View {
    let Viewer { user, channel, .. } = *viewer;
    let guild = world.guild_of(channel).and_then(|id| world.guild(id));
    let mut messages: Vec<(Id, Value)> = Vec::new();
    if world.can_see(user, channel) {
        let shown = world.messages.range(viewer.from..).rev().map(|(_, message)| message);
        let shown = shown.filter(|message| message.channel == channel && sees(world, user, message)).take(MOST);
        messages.extend(shown.map(|message| (message.id, as_seen(message, user))));
        messages.reverse();
    }
    let oldest = messages.first().map_or(viewer.from, |(id, _)| *id);
    let more = world.messages.range(..oldest).any(|(_, message)| message.channel == channel && sees(world, user, message));
    let parts = vec![
        ("me", me(world, viewer)),
        (
            "bot",
            json!({"id": world.bot().to_string(), "name": world.setup.bot.name, "online": world.sessions.connected() > 0 || world.endpoint.target.is_some()}),
        ),
        ("users", users(world)),
        ("places", places(world, user)),
        ("people", people(world, guild, user)),
        ("commands", commands(world, viewer)),
        ("interactions", world.interactions.values().rev().filter(|stored| stored.user == user).take(RECENT).map(|stored| state(world, stored)).collect()),
        ("typing", json!(typing(world, channel))),
        ("welcome", welcome(world, viewer)),
        ("more", json!(more)),
        ("inspector", inspect::inspector(world, viewer.inspect)),
    ];
    View { parts, messages }
}

/// A message with reactions from this person's side: `me` in the stored ones is the bot.
fn as_seen(message: &Message, user: Id) -> Value {
    let mut json = message.json.clone();
    if !message.reactions.is_empty() {
        let one = |(emoji, users): &(Value, Vec<Id>)| json!({"emoji": emoji, "count": users.len(), "me": users.contains(&user)});
        json["reactions"] = message.reactions.iter().map(one).collect();
    }
    json
}

fn me(world: &World, viewer: &Viewer) -> Value {
    let Viewer { user, channel, .. } = *viewer;
    let own = world.permissions_in(user, channel);
    let writes = own.contains(world.writing(channel)) && world.thread_allows(channel, own, ThreadAct::Write).is_ok();
    let found = world.user(user);
    json!({
        "id": user.to_string(), "name": found.map(|user| user.name.as_str()), "locale": found.map(|user| user.locale.as_str()),
        "channel": channel.to_string(), "send": writes, "manage": own.contains(Permissions::MANAGE_MESSAGES),
        "react": own.contains(Permissions::ADD_REACTIONS),
    })
}

/// All people whom a visitor of the page can be.
fn users(world: &World) -> Value {
    let mut seen = Vec::new();
    let mut list = Vec::new();
    let members = world.setup.guilds.iter().flat_map(|guild| guild.members.iter().map(move |member| (Some(guild), &member.user)));
    for (guild, user) in members.chain(world.setup.users.iter().map(|user| (None, user))).filter(|(_, user)| !user.bot) {
        if seen.contains(&user.id) {
            continue;
        }
        seen.push(user.id);
        let own = guild.and_then(|guild| world.member_permissions(guild.id, user.id)).unwrap_or_default();
        let role = match guild {
            None => "in no server",
            Some(guild) if guild.owner == user.id => "owner",
            Some(_) if own.contains(Permissions::MANAGE_MESSAGES) => "moderator",
            Some(_) => "member",
        };
        list.push(json!({"id": user.id.to_string(), "name": user.name, "role": role}));
    }
    Value::Array(list)
}

/// The servers' channels that a person sees, and the DM with the bot.
fn places(world: &World, user: Id) -> Value {
    let guilds: Vec<Value> = world.setup.guilds.iter().filter(|guild| world.member(guild.id, user).is_some()).map(|guild| server(world, guild, user)).collect();
    let dm = world.dm_of(user);
    let last = dm.and_then(|dm| world.channel_json(dm)).map(|channel| channel["last_message_id"].clone());
    json!({"dm": {"id": dm.map(|dm| dm.to_string()), "last": last}, "guilds": guilds})
}

fn server(world: &World, guild: &Guild, user: Id) -> Value {
    let threads = world.active_threads(guild.id);
    let all = guild.channels.iter().map(|channel| channel.id).chain(threads.iter().map(|thread| thread.id));
    let seen = all.filter(|channel| world.can_see(user, *channel));
    let channels: Vec<Value> = seen
        .filter_map(|channel| world.channel_json(channel))
        .map(|channel| {
            json!({
                "id": channel["id"], "name": channel["name"], "topic": channel["topic"], "type": channel["type"],
                "parent_id": channel["parent_id"], "last": channel["last_message_id"],
            })
        })
        .collect();
    json!({"id": guild.id.to_string(), "name": guild.name, "channels": channels})
}

/// Members and roles of the guild in view; in a DM the two.
fn people(world: &World, guild: Option<&Guild>, user: Id) -> Value {
    let Some(guild) = guild else {
        let both = [user, world.bot()].map(|id| json!({"id": id.to_string(), "name": world.user_json(id)["username"], "bot": id == world.bot()}));
        return json!({"members": both, "roles": []});
    };
    let member = |id: Id| {
        let user = world.user_json(id);
        let partial = world.partial_member(guild.id, id).unwrap_or_default();
        json!({
            "id": id.to_string(), "name": user["username"], "bot": user["bot"], "nick": partial["nick"], "roles": partial["roles"],
            "owner": guild.owner == id,
        })
    };
    let members: Vec<Value> = guild.members.iter().map(|member| member.user.id).chain([world.bot()]).map(member).collect();
    let roles = world.roles_json(guild);
    let roles: Vec<Value> =
        roles.as_array().into_iter().flatten().map(|role| json!({"id": role["id"], "name": role["name"], "color": role["color"]})).collect();
    json!({"members": members, "roles": roles})
}

/// Commands that this person may run here; of two with the same name and kind the guild's.
fn commands(world: &World, viewer: &Viewer) -> Value {
    let guild = world.guild_of(viewer.channel);
    let own = guild.map_or(&[][..], |guild| world.commands.list(Some(guild)));
    let mut list: Vec<Value> = Vec::new();
    for given in own.iter().chain(world.commands.list(None)) {
        let kind = given["type"].as_u64().unwrap_or(command::CHAT);
        let Some(name) = given["name"].as_str() else { continue };
        let found = resolve::allowed(world, viewer.user, viewer.channel, name, kind);
        if let Ok(found) = found
            && found["id"] == given["id"]
        {
            let mut shown = found.clone();
            shown["type"] = json!(kind);
            list.push(shown);
        }
    }
    Value::Array(list)
}

/// How an interaction stands, as its user's client shows it.
fn state(world: &World, stored: &Stored) -> Value {
    let timing = &world.setup.timing;
    let thinking = stored.original.and_then(|id| world.messages.get(&id)).is_some_and(|message| message.has_flag(flags::LOADING));
    let state = match &stored.first {
        None if stored.opened.elapsed() > timing.first_response => "failed",
        None => "waiting",
        // Nothing can end the thinking once the token is worthless.
        Some(_) if thinking && stored.opened.elapsed() > timing.token_life => "failed",
        Some(_) => "answered",
    };
    let modal = stored.first.as_ref().filter(|first| first["type"] == 9).map(|first| first["data"].clone());
    json!({
        "id": stored.id.to_string(), "channel": stored.channel.to_string(), "kind": stored.kind, "name": stored.name,
        "slash": stored.command_kind == 1, "state": state, "source": stored.source.map(|id| id.to_string()),
        "original": stored.original.map(|id| id.to_string()), "modal": modal, "shown": stored.kind != kind::AUTOCOMPLETE,
    })
}

/// Whether the bot said that it types here and has not written since.
fn typing(world: &World, channel: Id) -> bool {
    let (here, age) = (format!("/api/v10/channels/{channel}/"), world.age());
    let recent = world.log.requests.iter().rev().take_while(|request| age.saturating_sub(request.at) < TYPING);
    let last = recent.filter(|request| request.method == "POST" && request.status < 300).find_map(|request| match request.path.strip_prefix(&here) {
        Some("typing") => Some((true, request.at)),
        Some("messages") => Some((false, request.at)),
        _ => None,
    });
    last.is_some_and(|(typing, _)| typing)
}

/// The card belongs to the first channel of a guild, or to the DM of somebody who sees none.
fn welcome(world: &World, viewer: &Viewer) -> Value {
    let first = first_channel(world, viewer.user).or_else(|| world.dm_of(viewer.user));
    match &world.setup.welcome {
        Some(card) if first == Some(viewer.channel) => json!({"title": card.title, "text": card.text, "examples": card.examples}),
        _ => Value::Null,
    }
}

/// An id in a request of the page.
pub(super) fn id(request: &Value, key: &str) -> Option<Id> {
    request.get(key).and_then(ids::from_json)
}
