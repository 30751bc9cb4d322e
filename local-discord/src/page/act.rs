//! What a person does on the page, by the same functions with which a test plays people.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};

use super::view::{self, Viewer, id};
use crate::{
    Error, Id, Interaction, LocalDiscord, Place,
    driver::{channel_of, people},
    record::Part,
    server::Server,
};

/// Characters of a person's message. Discord docs: resources/message, "Create Message".
const MAX_TEXT: usize = 2000;

/// What an action says to the page, or why it did nothing.
pub(super) type Outcome = Result<Value, String>;

/// Whether it is answered at once.
#[derive(Debug)]
pub(super) enum Action {
    Done(Outcome),
    /// Choices, which the bot is still to name.
    Choices(Interaction),
}

fn missing(key: &str) -> String {
    format!("\"{key}\" is missing or not as it should be")
}

fn text<'a>(request: &'a Value, key: &str) -> Result<&'a str, String> {
    request[key].as_str().ok_or_else(|| missing(key))
}

fn wanted(request: &Value, key: &str) -> Result<Id, String> {
    id(request, key).ok_or_else(|| missing(key))
}

/// The words for a person; those for a test speak of ids and of "a Discord client".
fn said(error: Error) -> String {
    match error {
        Error::Refused(why) => why,
        Error::NotConnected => "The bot is offline.".to_owned(),
        other => other.to_string(),
    }
}

/// Does what is asked for.
pub(super) fn act(server: &Arc<Server>, viewer: &Viewer, request: &Value, files: &[Part]) -> Action {
    let discord = LocalDiscord::handle(server.clone());
    let user = id(request, "user").unwrap_or(viewer.user);
    let channel = id(request, "channel").unwrap_or(viewer.channel);
    if request["do"] == "autocomplete" {
        let started = text(request, "command").and_then(|command| {
            let focused = text(request, "focused")?;
            discord.autocomplete_start(user, channel, command, request["options"].clone(), focused).map_err(said)
        });
        return match started {
            Ok(interaction) => Action::Choices(interaction),
            Err(why) => Action::Done(Err(why)),
        };
    }
    Action::Done(at_once(server, &discord, user, channel, request, files))
}

fn at_once(server: &Arc<Server>, discord: &LocalDiscord, user: Id, channel: Id, request: &Value, files: &[Part]) -> Outcome {
    let opened = |interaction: Interaction| json!({"interaction": interaction.id().to_string()});
    let nothing = |()| json!({});
    match request["do"].as_str().unwrap_or_default() {
        "say" => {
            let reply_to = if request["reply_to"].is_null() { None } else { Some(seen(server, user, wanted(request, "reply_to")?)?) };
            let content = text(request, "content")?;
            let written = server.change(|world| people::write(world, user, Place::Channel(channel), content, reply_to, files));
            written.map(|id| json!({"message": id.to_string()})).map_err(said)
        }
        "edit" => {
            let content = text(request, "content")?;
            if content.chars().count() > MAX_TEXT {
                return Err(format!("a message has at most {MAX_TEXT} characters"));
            }
            discord.edit(user, seen(server, user, wanted(request, "message")?)?, content).map(nothing).map_err(said)
        }
        "delete" => discord.delete_as(user, seen(server, user, wanted(request, "message")?)?).map(nothing).map_err(said),
        "react" => discord.react(user, seen(server, user, wanted(request, "message")?)?, emoji(request)?).map(nothing).map_err(said),
        "unreact" => discord.unreact(user, seen(server, user, wanted(request, "message")?)?, emoji(request)?).map(nothing).map_err(said),
        "slash" => {
            let options = with_files(server, user, &request["options"], files)?;
            discord.slash(user, channel, text(request, "command")?, options).map(opened).map_err(said)
        }
        "press" => discord.press(user, wanted(request, "message")?, text(request, "custom_id")?).map(opened).map_err(said),
        "select" => {
            let values = request["values"].as_array().ok_or_else(|| missing("values"))?;
            let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            discord.select(user, wanted(request, "message")?, text(request, "custom_id")?, &values).map(opened).map_err(said)
        }
        "modal" => {
            let fields = request["fields"].as_array().ok_or_else(|| missing("fields"))?;
            let fields: Vec<(&str, &str)> = fields.iter().filter_map(|field| Some((field["id"].as_str()?, field["value"].as_str()?))).collect();
            let opener = Interaction::new(server.clone(), wanted(request, "interaction")?);
            discord.submit_modal(user, &opener, &fields).map(opened).map_err(said)
        }
        "message_command" => discord.message_command(user, wanted(request, "message")?, text(request, "name")?).map(opened).map_err(said),
        "user_command" => discord.user_command(user, channel, wanted(request, "target")?, text(request, "name")?).map(opened).map_err(said),
        other => Err(format!("nobody here can do {other:?}")),
    }
}

/// The message, if the user sees it.
fn seen(server: &Server, user: Id, message: Id) -> Result<Id, String> {
    let found = server.read(|world| world.messages.get(&message).is_some_and(|found| view::sees(world, user, found)));
    if found { Ok(message) } else { Err("That message is not there.".to_owned()) }
}

/// An emoji of a plausible length: it becomes a key of the message's reactions.
fn emoji(request: &Value) -> Result<&str, String> {
    text(request, "emoji").and_then(|emoji| if (1..=64).contains(&emoji.len()) { Ok(emoji) } else { Err(missing("emoji")) })
}

/// Options in which `{"file": 0}` stands for an uploaded file: that file is stored and its id takes the place.
fn with_files(server: &Server, user: Id, options: &Value, files: &[Part]) -> Outcome {
    let mut options = options.clone();
    for option in options.as_array_mut().into_iter().flatten() {
        let Some(index) = option["value"].get("file") else {
            continue;
        };
        let part = index.as_u64().and_then(|index| files.get(usize::try_from(index).ok()?)).ok_or_else(|| missing("file"))?;
        let stored = server.change(|world| world.store_option(user, part));
        option["value"] = json!(stored.to_string());
    }
    Ok(options)
}

/// The choices that the bot names, or none if it names none in time.
pub(super) async fn choices(interaction: Interaction) -> Outcome {
    let response = interaction.response(Duration::MAX).await.map_err(|_| "Loading options failed.".to_owned())?;
    Ok(json!({"choices": response["data"]["choices"].as_array().cloned().unwrap_or_default()}))
}

/// The viewer after `hello`, `open` or `older`, which say who looks and where; `None` for other requests.
pub(super) fn turn(server: &Server, viewer: &Viewer, request: &Value) -> Option<Result<Viewer, String>> {
    match request["do"].as_str()? {
        "open" => {
            let user = id(request, "user").unwrap_or(viewer.user);
            let channel = id(request, "channel");
            Some(
                server
                    .change(|world| opened(world, user, channel, request["channel"] == "dm").map(|(channel, from)| Viewer { user, channel, from, ..*viewer })),
            )
        }
        "older" => Some(Ok(Viewer { from: server.read(|world| view::earlier(world, viewer.user, viewer.channel, viewer.from)), ..*viewer })),
        "inspect" => Some(Ok(Viewer { inspect: request["open"] == true, ..*viewer })),
        _ => None,
    }
}

/// The channel to look at and where its messages begin. Somebody who does not see the channel sees the first one.
fn opened(world: &mut crate::world::World, user: Id, channel: Option<Id>, dm: bool) -> Result<(Id, Id), String> {
    // The DM is always in the list, so that it has to be there.
    let own = channel_of(world, user, Place::Dm).map_err(said)?;
    let wanted = if dm { Some(own) } else { channel.filter(|channel| world.can_see(user, *channel)) };
    let channel = wanted.or_else(|| view::first_channel(world, user)).unwrap_or(own);
    Ok((channel, view::earlier(world, user, channel, Id::MAX)))
}
