//! A server's own articles: attaching one, looking at what was read in it, adding it, removing it.

use serde_json::{Value, json};
use tokio::time::Instant;

use super::buttons::told;
use super::handle::{DEFERRED_UPDATE, Done, Handling, UPDATE};
use super::{Call, Desk, MOST_CHOICES, panel};
use crate::discord::events::now;
use crate::discord::own::{self, Draft};
use crate::discord::sight::Spot;
use crate::engine::{Choice, Engine};
use crate::reply::parts::{BUTTON, ROW, SECONDARY, SUCCESS};
use crate::reply::{self, Press};
use crate::store::{Article, MOST_ARTICLES};

/// What begins the custom id of a button here, among those of settings: it is for the same people.
pub(super) const ID: &str = "article-";
const ADD: &str = "add-";
const CANCEL: &str = "cancel-";

const EXPIRED: &str = "This has expired, attach the file again.";
const UNABLE: &str = "I cannot keep articles of servers here: I run on a fixed set of articles.";

/// Reads an attached file and shows what is in it. Nothing of it is kept but for a while in memory.
pub(super) async fn attach(call: &Call, spot: Spot, desk: &Desk) -> Value {
    match read(call, spot, desk).await {
        Ok(body) => body,
        Err(why) => reply::notice(&format!("Nothing was added. {why}"), true),
    }
}

async fn read(call: &Call, spot: Spot, desk: &Desk) -> Result<Value, String> {
    if !desk.library.takes_articles() {
        return Err(UNABLE.to_owned());
    }
    let file = call.attachment("file").ok_or("Discord did not send me the file. Try again.")?;
    let (Some(filename), Some(url)) = (file["filename"].as_str(), file["url"].as_str()) else {
        return Err("Discord did not say where the file is.".to_owned());
    };
    // What Discord says is looked at first, and what arrives is counted all the same.
    if file["size"].as_u64().is_some_and(|size| size > crate::store::LONGEST_ARTICLE as u64) {
        return Err(own::too_long());
    }
    let there = desk.store.article_list(spot.server).await.map_err(|error| panel::failed(&error))?;
    let bytes = desk.own.fetch(url).await?;
    let filename = filename.to_owned();
    let reading = desk.own.reading.clone();
    let read = async move {
        let turn = reading.acquire_owned().await;
        let read = tokio::task::spawn_blocking(move || {
            // Held until the file is read, however long that takes and whoever waits.
            let _turn = turn;
            Engine::propose(&filename, bytes)
        });
        read.await
    };
    let article = match tokio::time::timeout(own::READING, read).await {
        Ok(Ok(read)) => read?,
        Ok(Err(error)) => {
            tracing::error!(panicked = error.is_panic(), "an attached file cannot be read");
            return Err("I cannot read this file.".to_owned());
        }
        Err(_) => return Err("It takes too long to read. Attach a simpler file.".to_owned()),
    };
    let replaces = there.iter().any(|entry| entry.name == article.name);
    if there.len() >= MOST_ARTICLES && !replaces {
        return Err(format!("A server has at most {MOST_ARTICLES} articles of its own. Remove one first."));
    }
    let mut body = reply::proposed(&article, replaces);
    let number = desk.own.draft(Draft { by: (spot.server, spot.member), article });
    let button = |what: &str, label: &str, style: u8| {
        let id = reply::custom_id(&Press::Settings(format!("{ID}{what}{number:x}")), None);
        json!({ "type": BUTTON, "style": style, "label": label, "custom_id": id })
    };
    body["components"] = json!([{ "type": ROW, "components": [button(ADD, "Add", SUCCESS), button(CANCEL, "Cancel", SECONDARY)] }]);
    Ok(body)
}

/// *Add* or *Cancel*, by somebody who may manage the server.
pub(super) fn press(what: &str, spot: Spot, desk: Desk) -> Handling {
    let (add, number) = match (what.strip_prefix(ADD), what.strip_prefix(CANCEL)) {
        (Some(number), _) => (true, number),
        (_, Some(number)) => (false, number),
        _ => return told(EXPIRED),
    };
    let draft = u64::from_str_radix(number, 16).ok().and_then(|number| desk.own.take(number, (spot.server, spot.member), Instant::now()));
    let Some(draft) = draft else { return told(EXPIRED) };
    if !add {
        return Handling::at_once(last(&notice("Nothing was added.")));
    }
    let work = async move {
        let article = Article { name: draft.article.name.clone(), body: draft.article.text.clone() };
        let said = match desk.store.add_article(spot.server, &article, now()).await {
            Ok(()) => {
                tracing::info!(figures = draft.article.count, "a server has a new article of its own");
                desk.prepare(spot.server);
                format!("{} is added: answers in this server come from it as well. /corpus remove takes it out again.", article.name)
            }
            Err(error) => panel::failed(&error),
        };
        last(&notice(&said))
    };
    Handling::new(Box::pin(work), json!({ "type": DEFERRED_UPDATE }))
}

/// An article's name may be in it.
fn notice(text: &str) -> Value {
    reply::notice(text, false)
}

/// In the place of the message with the buttons, which are done with.
fn last(body: &Value) -> Done {
    let mut body = body.clone();
    body["components"] = json!([]);
    Done::of(UPDATE, body)
}

/// Takes an article out.
pub(super) async fn remove(call: &Call, spot: Spot, desk: &Desk) -> String {
    let Some(name) = call.text("name").map(str::to_lowercase) else { return "Which one? /corpus list names them.".to_owned() };
    match desk.store.remove_article(spot.server, &name).await {
        Ok(true) => {
            tracing::info!("a server removed an article of its own");
            if desk.choices(spot.server).await.articles == 0 {
                desk.forget_articles(spot.server);
            } else {
                desk.prepare(spot.server);
            }
            format!("{name} is removed.")
        }
        Ok(false) => format!("There is no article {name} of this server. /corpus list names them."),
        Err(error) => panel::failed(&error),
    }
}

/// The server's own articles, one line each.
pub(super) async fn list(spot: Spot, desk: &Desk) -> Vec<String> {
    let entries = match desk.store.article_list(spot.server).await {
        Ok(entries) => entries,
        Err(error) => {
            tracing::error!(%error, "a server's own articles cannot be read");
            return vec!["The articles of this server cannot be read just now.".to_owned()];
        }
    };
    let mut said = vec![match entries.len() {
        0 => "This server has no articles of its own. /corpus add adds one, for this server alone.".to_owned(),
        1 => "This server has one article of its own:".to_owned(),
        n => format!("This server has {n} articles of its own:"),
    }];
    said.extend(entries.iter().map(|entry| format!("• {}", entry.name)));
    said
}

/// The names of the server's own articles, while somebody types one. The list is short enough to be read each time.
pub(super) async fn names(call: &Call, desk: &Desk) -> Vec<Choice> {
    let (Some(spot), Some((_, call))) = (call.spot.filter(|_| super::settings::may(call.permissions)), call.subcommand()) else { return Vec::new() };
    let Some(("name", typed)) = call.focused() else { return Vec::new() };
    let typed = typed.trim().to_lowercase();
    let entries = desk.store.article_list(spot.server).await.unwrap_or_default();
    let fit = entries.into_iter().filter(|entry| entry.name.contains(&typed)).take(MOST_CHOICES);
    fit.map(|entry| Choice { name: entry.name.clone(), value: entry.name }).collect()
}
