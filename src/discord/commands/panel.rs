//! The panel of a server's settings: what is chosen, in words, and what to press. Whoever presses must be allowed to manage
//! the server at that moment; the panel keeps nothing but names of settings in its custom ids.

use serde_json::{Value, json};

use super::buttons::{EXPIRED, told};
use super::form::{self, Field};
use super::handle::{Done, FORM, Handling, Then, UPDATE};
use super::{Call, Desk, Said, article, call, settings};
use crate::pay::Currency;
use crate::reply::parts::{BUTTON, CHANNELS, DANGER, EPHEMERAL, MENU, PRIMARY, ROW, SECONDARY};
use crate::reply::{self, Press};
use crate::store::{Choices, LONGEST_PREFIX, Listening, MOST_A_MINUTE, MOST_CHANNELS, StoreError, is_prefix};

/// The types of channels that people talk in: text, announcements, forums.
const TALKED_IN: [u8; 3] = [0, 5, 15];

/// Where an operator gets the intent from, and when Discord looks at it.
const INTENT: &str = "Message Content intent: the bot has it; Discord reviews it once the bot can reach 10,000 users.";
const NO_INTENT: &str = "the bot does not have Discord's Message Content intent. Who runs it switches that on in the developer portal (Bot, Message Content Intent) and sets SALARY_BOT_PREFIX; Discord reviews the intent once the bot can reach 10,000 users. Slash commands and mentions work without it";

/// The panel, for whoever may change it.
pub(super) async fn page(desk: &Desk, server: u64) -> Value {
    match desk.store.read(server).await {
        Ok(choices) => shown(desk, &choices),
        Err(error) => reply::notice(&unread(&error), true),
    }
}

/// What a moderator is told whose choice was not kept; why is in the log.
pub(super) fn failed(error: &StoreError) -> String {
    tracing::error!(%error, "a server's choice could not be written");
    error.for_moderators()
}

fn unread(error: &StoreError) -> String {
    tracing::error!(%error, "what a server chose cannot be read");
    "What is chosen here cannot be read just now: my database does not answer. Until it does, what I read last counts, else the defaults: hidden answers to slash commands alone.".to_owned()
}

fn shown(desk: &Desk, choices: &Choices) -> Value {
    let lines = words(desk, choices);
    json!({
        "content": lines.join("\n"),
        "components": rows(desk, choices),
        "allowed_mentions": { "parse": [] },
        "flags": EPHEMERAL,
    })
}

/// What is chosen, one line a setting. All of it is text of ours, but for the prefix.
fn words(desk: &Desk, choices: &Choices) -> Vec<String> {
    let mut said = vec!["**How I answer in this server**".to_owned()];
    if choices.paused {
        said.push("⏸ Paused: I say nothing here until you press *Go on*.".to_owned());
    }
    said.push(if choices.channels.is_empty() {
        "Career channels: none yet. Until you choose some, slash commands get answers that only their asker sees, and nothing else gets one.".to_owned()
    } else {
        let named: Vec<String> = choices.channels.iter().map(|id| format!("<#{id}>")).collect();
        format!("Career channels: {}. Elsewhere only slash commands get answers, and only their asker sees them.", named.join(", "))
    });
    let content = desk.prefix().is_some();
    said.push(match choices.prefix(desk.prefix()) {
        Some(prefix) => format!("Prefix: `{}` works in the career channels.", prefix.replace('`', "'")),
        None if content => "Prefix: off.".to_owned(),
        None => format!("Prefix and listening: not to be had, {NO_INTENT}."),
    });
    if content {
        said.push(match choices.listening {
            Listening::Off => "Listening: off. I answer who asks me.".to_owned(),
            Listening::Reply => "Listening: clear salary questions in the career channels get a reply, once a day each.".to_owned(),
            Listening::Thread => {
                "Listening: clear salary questions in the career channels get a thread, once a day each; a reply where I may make no thread.".to_owned()
            }
        });
        said.push(INTENT.to_owned());
    }
    said.push(if choices.hide {
        "Slash commands: only their asker sees the answer, unless they set hide to false.".to_owned()
    } else {
        "Slash commands: everybody sees the answer, unless its asker sets hide.".to_owned()
    });
    said.push(match &choices.currency {
        Some(code) => format!("Second currency: {code}, at the European Central Bank's rates."),
        None => "Second currency: none.".to_owned(),
    });
    said.push(format!(
        "At most {} public answers a minute to one member and {} in one channel; beyond that slash answers are hidden, other questions get none.",
        choices.per_member, choices.per_channel
    ));
    said
}

fn id(what: &str) -> Option<String> {
    reply::custom_id(&Press::Settings(what.to_owned()), None)
}

fn rows(desk: &Desk, choices: &Choices) -> Vec<Value> {
    let button = |what: &str, label: &str, style: u8| json!({ "type": BUTTON, "style": style, "label": label, "custom_id": id(what) });
    let row = |components: Vec<Value>| json!({ "type": ROW, "components": components });
    let chosen: Vec<Value> = choices.channels.iter().map(|id| json!({ "id": id.to_string(), "type": "channel" })).collect();
    let mut rows = vec![row(vec![json!({
        "type": CHANNELS, "custom_id": id("channels"), "placeholder": "Career channels", "channel_types": TALKED_IN,
        "min_values": 0, "max_values": MOST_CHANNELS, "default_values": chosen,
    })])];
    let content = desk.prefix().is_some();
    if content {
        let option = |value: &str, label: &str, this: Listening| json!({ "value": value, "label": label, "default": choices.listening == this });
        rows.push(row(vec![json!({
            "type": MENU, "custom_id": id("listening"),
            "options": [
                option("off", "Listening: off", Listening::Off),
                option("reply", "Listening: reply to clear salary questions", Listening::Reply),
                option("thread", "Listening: answer them in a thread", Listening::Thread),
            ],
        })]));
    }
    let mut buttons = vec![if choices.paused { button("resume", "Go on", PRIMARY) } else { button("pause", "Pause", DANGER) }];
    if content {
        buttons.push(button(if choices.prefix { "prefix-off" } else { "prefix-on" }, if choices.prefix { "Prefix off" } else { "Prefix on" }, SECONDARY));
    }
    buttons.push(button(if choices.hide { "show" } else { "hide" }, if choices.hide { "Show answers to all" } else { "Hide answers" }, SECONDARY));
    buttons.push(button("more", "Prefix, currency, limits…", SECONDARY));
    rows.push(row(buttons));
    rows
}

/// What a press on the panel, a choice from its menus or its form changes.
pub(super) async fn press(interaction: &Value, what: &str, desk: Desk) -> Handling {
    let (Some(spot), Some(permissions)) = (call::spot(interaction), Call::permissions_of(interaction)) else { return told(EXPIRED) };
    if !settings::may(permissions) {
        return told(settings::REFUSED);
    }
    if let Some(what) = what.strip_prefix(article::ID) {
        return article::press(what, spot, desk);
    }
    let data = &interaction["data"];
    let picked: Vec<&str> = data["values"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let change: Box<dyn FnOnce(&mut Choices) + Send> = match what {
        "more" => {
            let choices = desk.choices(spot.server).await;
            return Handling::at_once(Done::of(FORM, limits(&desk, &choices)));
        }
        "erase" => return erase(spot.server, desk).await,
        "form" => match typed(interaction, &desk) {
            Ok(change) => change,
            Err(why) => return told(&why),
        },
        "channels" => {
            let channels: Option<Vec<u64>> = picked.iter().map(|id| id.parse().ok()).collect();
            let Some(channels) = channels.filter(|channels| channels.len() <= MOST_CHANNELS) else { return told(EXPIRED) };
            Box::new(|choices| choices.channels = channels)
        }
        "listening" | "prefix-on" if desk.prefix().is_none() => return told(&format!("That is not to be had: {NO_INTENT}.")),
        "listening" => {
            let listening = match picked.first() {
                Some(&"off") => Listening::Off,
                Some(&"reply") => Listening::Reply,
                Some(&"thread") => Listening::Thread,
                _ => return told(EXPIRED),
            };
            Box::new(move |choices| choices.listening = listening)
        }
        "pause" | "resume" => {
            let paused = what == "pause";
            Box::new(move |choices| choices.paused = paused)
        }
        "prefix-on" | "prefix-off" => {
            let on = what == "prefix-on";
            Box::new(move |choices| choices.prefix = on)
        }
        "hide" | "show" => {
            let hide = what == "hide";
            Box::new(move |choices| choices.hide = hide)
        }
        _ => return told(EXPIRED),
    };
    match desk.store.change(spot.server, change).await {
        Ok(choices) => {
            let mut body = shown(&desk, &choices);
            if let Some(fields) = body.as_object_mut() {
                fields.shift_remove("flags");
            }
            Handling::at_once(Done::of(UPDATE, body))
        }
        Err(error) => told(&failed(&error)),
    }
}

/// The fields of the form for what is typed.
const PREFIX: &str = "word";
const CURRENCY: &str = "currency";
const MEMBER: &str = "member";
const CHANNEL: &str = "channel";

fn limits(desk: &Desk, choices: &Choices) -> Value {
    let (member, channel) = (choices.per_member.to_string(), choices.per_channel.to_string());
    let field = |name, label, value, longest, example| Field { name, label, example, value, longest, required: false }.row();
    let mut rows = vec![
        field(CURRENCY, "Second currency, empty for none", choices.currency.as_deref().unwrap_or_default(), 3, "EUR"),
        field(MEMBER, "Public answers a minute to one member", &member, 2, "3"),
        field(CHANNEL, "Public answers a minute in one channel", &channel, 2, "10"),
    ];
    if let Some(operators) = desk.prefix() {
        rows.insert(0, field(PREFIX, "Prefix, empty for the usual one", choices.word.as_deref().unwrap_or_default(), LONGEST_PREFIX, operators));
    }
    json!({ "custom_id": id("form"), "title": "Prefix, currency, limits", "components": rows })
}

type Change = Box<dyn FnOnce(&mut Choices) + Send>;

/// What the form that was sent changes, or what is wrong in it.
fn typed(interaction: &Value, desk: &Desk) -> Result<Change, String> {
    let field = |name: &str| form::typed(interaction, name).map(str::trim);
    let word = match field(PREFIX) {
        None => None,
        Some("") => Some(None),
        Some(word) if is_prefix(word) => Some(Some(word.to_owned())),
        Some(_) => {
            return Err(format!("Nothing was changed. A prefix has at most {LONGEST_PREFIX} characters, no spaces, and does not begin with / @ # < or >."));
        }
    };
    let currency = match field(CURRENCY).unwrap_or_default().to_uppercase().as_str() {
        "" => None,
        code => {
            let known = desk.engine(None).currencies();
            match Currency::new(code).filter(|currency| known.contains(currency)) {
                Some(currency) => Some(currency.to_string()),
                None => {
                    let codes: Vec<&str> = known.iter().map(Currency::code).collect();
                    return Err(format!("Nothing was changed. I can convert to: {}.", codes.join(", ")));
                }
            }
        }
    };
    let rate = |name: &str, default: u8| match field(name).unwrap_or_default() {
        "" => Ok(default),
        text => text
            .parse()
            .ok()
            .filter(|rate| (1..=MOST_A_MINUTE).contains(rate))
            .ok_or_else(|| format!("Nothing was changed. Answers a minute: a whole number from 1 to {MOST_A_MINUTE}.")),
    };
    let default = Choices::default();
    let (member, channel) = (rate(MEMBER, default.per_member)?, rate(CHANNEL, default.per_channel)?);
    Ok(Box::new(move |choices| {
        if let Some(word) = word {
            choices.word = word;
        }
        choices.currency = currency;
        choices.per_member = member;
        choices.per_channel = channel;
    }))
}

/// The question before all of a server's data is erased.
pub(super) fn sure_to_erase() -> Value {
    let mut body = reply::notice(
        "This erases all that I keep of this server: every setting goes back to its default, hidden figures are shown again, its own articles are gone, and so is what was counted. It cannot be undone.",
        true,
    );
    body["components"] = json!([{ "type": ROW, "components": [{ "type": BUTTON, "style": DANGER, "label": "Erase it all", "custom_id": id("erase") }] }]);
    body
}

async fn erase(server: u64, desk: Desk) -> Handling {
    match desk.store.erase(server).await {
        Ok(()) => {
            desk.forget_articles(server);
            desk.memory.forget_votes(server);
            tracing::info!("a server's data was erased by its moderators");
            let mut body = reply::line("All that I kept of this server is erased. The defaults count.");
            body["components"] = json!([]);
            Handling::at_once(Done::of(UPDATE, body))
        }
        Err(error) => told(&failed(&error)),
    }
}

/// A reply after which the bot's last hour is deleted.
pub(super) fn cleaning(channels: Vec<u64>) -> Said {
    Said { then: Some(Then::CleanUp(channels)), ..reply::notice("Deleting what I said within the last hour…", true).into() }
}
