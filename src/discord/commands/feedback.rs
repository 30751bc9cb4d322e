//! What people say of figures, and hiding one in a server: what is picked or pressed, and `/corpus feedback` and `gaps`.

use serde_json::{Value, json};

use super::buttons::{EXPIRED, in_place, told};
use super::handle::{DEFERRED_UPDATE, Handling};
use super::{Desk, panel, settings, sorry};
use crate::discord::sight::Spot;
use crate::engine::{Engine, Figure, Response};
use crate::reply::{self, Said, VOTES};
use crate::store::{Choices, MOST_HIDDEN, Tally, Vote};

const GONE: &str = "No article has this figure any more.";
const ELSEWHERE: &str = "Figures are judged in a server that I was added to.";
/// So many gaps are named.
const NAMED: usize = 25;

/// A figure that was picked from a menu, with what can be said of it.
pub(super) fn picked(key: u64, spot: Option<Spot>, manages: bool, desk: Desk) -> Handling {
    let Some(spot) = here(spot) else { return told(ELSEWHERE) };
    Handling::deferrable(true, async move {
        match find(key, spot, &desk).await {
            Ok(figure) => {
                let hidden = desk.choices(spot.server).await.hidden.contains(&key);
                reply::figure(&figure, manages.then_some(hidden), None)
            }
            Err(body) => body,
        }
    })
}

/// What somebody says of a figure, once a person: who changes their mind takes back what they said before.
pub(super) fn vote(number: u8, key: u64, spot: Option<Spot>, manages: bool, desk: Desk) -> Handling {
    let Some((vote, word)) = Vote::ALL.get(usize::from(number)).zip(VOTES.get(usize::from(number))) else { return told(EXPIRED) };
    let Some(spot) = here(spot) else { return told(ELSEWHERE) };
    replacing(async move {
        let figure = find(key, spot, &desk).await?;
        let before = desk.memory.vote(spot.server, spot.member, key, Some(*vote));
        let said = if before == Some(*vote) {
            format!("You said {word} before.")
        } else {
            match desk.store.count_vote(spot.server, key, &words(&figure), Some(*vote), before).await {
                Ok(()) => format!("Counted: {word}. You may change your mind."),
                Err(error) => {
                    desk.memory.vote(spot.server, spot.member, key, before);
                    tracing::error!(%error, "what was said of a figure is not counted");
                    "Not counted: my database does not take it just now. Try again later.".to_owned()
                }
            }
        };
        let hidden = desk.choices(spot.server).await.hidden.contains(&key);
        Ok(reply::figure(&figure, manages.then_some(hidden), Some(&said)))
    })
}

/// Hides a figure in its server, or shows it again.
pub(super) fn hide(hide: bool, key: u64, spot: Option<Spot>, manages: bool, desk: Desk) -> Handling {
    let Some(spot) = here(spot) else { return told(ELSEWHERE) };
    if !manages {
        return told(settings::REFUSED);
    }
    replacing(async move {
        let figure = find(key, spot, &desk).await?;
        let full = format!("Not hidden: at most {MOST_HIDDEN} figures are hidden in a server. /corpus feedback shows one again.");
        // Its words are kept first: what is hidden must be found again.
        let kept = desk.store.count_vote(spot.server, key, &words(&figure), None, None).await;
        let change = |choices: &mut Choices| {
            choices.hidden.retain(|hidden| *hidden != key);
            if hide && choices.hidden.len() < MOST_HIDDEN {
                choices.hidden.push(key);
            }
        };
        let changed = match kept {
            Ok(()) => desk.store.change(spot.server, change).await,
            Err(error) => Err(error),
        };
        let (hidden, said) = match changed {
            Ok(choices) if hide && !choices.hidden.contains(&key) => (false, full),
            Ok(_) if hide => {
                tracing::info!("a server hid a figure");
                (true, "Hidden: answers in this server leave it out from now on. What I said before stays; /corpus feedback shows it again.".to_owned())
            }
            Ok(_) => {
                if let Err(error) = desk.store.forget_unsaid(spot.server, key).await {
                    tracing::debug!(%error, "the words of a figure stay");
                }
                (false, "Shown here again.".to_owned())
            }
            Err(error) => (!hide, panel::failed(&error)),
        };
        Ok(reply::figure(&figure, Some(hidden), Some(&said)))
    })
}

/// What was said of figures in a server, and which it hides.
pub(super) async fn list(spot: Spot, desk: &Desk) -> Value {
    let (choices, tallies) = match (desk.store.read(spot.server).await, desk.store.tallies(spot.server).await) {
        (Ok(choices), Ok(tallies)) => (choices, tallies),
        (Err(error), _) | (_, Err(error)) => {
            tracing::error!(%error, "what was said of figures cannot be read");
            return reply::notice("What was said of figures cannot be read just now: my database does not answer.", true);
        }
    };
    let said = tallies.into_iter().map(|tally| {
        let hidden = choices.hidden.contains(&tally.figure);
        Said { counts: tally.counts, figure: figure(tally), hidden }
    });
    let mut all: Vec<Said> = said.filter(|said| said.hidden || said.counts.iter().any(|count| *count > 0)).collect();
    // The menu must hold every hidden one: there is no other way back.
    all.sort_by_key(|said| !said.hidden);
    reply::feedback(&all)
}

/// What was asked for in a server and not found.
pub(super) async fn gaps(spot: Spot, desk: &Desk) -> Vec<String> {
    let gaps = match desk.store.gaps(spot.server).await {
        Ok(gaps) => gaps,
        Err(error) => {
            tracing::error!(%error, "what was not found cannot be read");
            return vec!["What was not found cannot be read just now: my database does not answer.".to_owned()];
        }
    };
    let engine = desk.engine(Some(spot.server));
    let named: Vec<String> =
        gaps.iter().filter_map(|gap| Some(format!("• {}: {} times", engine.name_of(&gap.role, gap.place.as_deref())?, gap.asked))).collect();
    let from = crate::store::SHOWN_FROM;
    if named.is_empty() {
        return vec![format!("Nothing was asked for {from} times here and not found.")];
    }
    let more = named.len().saturating_sub(NAMED);
    let mut said = vec![format!("Asked for here at least {from} times, and no figure was found:")];
    said.extend(named.into_iter().take(NAMED));
    if more > 0 {
        said.push(format!("and {more} more"));
    }
    said
}

impl Desk {
    /// Counts what the answer to a question lacks that somebody put to the bot in a server. Answers do not wait for it.
    pub fn note_gap(&self, server: Option<u64>, response: &Response) {
        let (Some(server), Some((role, place))) = (server, Engine::missing(response)) else { return };
        let (store, role, place) = (self.store.clone(), role.to_owned(), place.map(str::to_owned));
        tokio::spawn(async move {
            if let Err(error) = store.missed(server, &role, place.as_deref()).await {
                tracing::debug!(%error, "what was not found is not counted");
            }
        });
    }
}

fn here(spot: Option<Spot>) -> Option<Spot> {
    spot.filter(|spot| spot.installed)
}

/// The figure as an article has it now, else as it was when something was said of it.
async fn find(key: u64, spot: Spot, desk: &Desk) -> Result<Figure, Value> {
    let found = desk.think(Some(spot.server), move |engine| engine.figure(key)).await.map_err(|_| sorry())?;
    if let Some(figure) = found {
        return Ok(figure);
    }
    let tallies = desk.store.tallies(spot.server).await.unwrap_or_default();
    let known = tallies.into_iter().find(|tally| tally.figure == key).map(figure);
    known.ok_or_else(|| reply::notice(GONE, true))
}

/// The figure as it was when something was said of it.
fn figure(tally: Tally) -> Figure {
    let [amount, quote, source] = tally.words;
    Figure { key: tally.figure, amount, quote, source }
}

fn words(figure: &Figure) -> [String; 3] {
    [figure.amount.clone(), figure.quote.clone(), figure.source.clone()]
}

/// In the place of the message with the buttons, which the asker alone sees.
fn replacing(work: impl Future<Output = Result<Value, Value>> + Send + 'static) -> Handling {
    let work = async move { in_place(work.await.unwrap_or_else(|body| body).into()) };
    Handling::new(Box::pin(work), json!({ "type": DEFERRED_UPDATE }))
}
