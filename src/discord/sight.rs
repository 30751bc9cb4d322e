//! Who sees an answer: what a server's moderators chose, where it is asked, and how much was said there lately.

use std::sync::Arc;

use tokio::time::Instant;

use super::commands::Desk;
use crate::pay::Currency;
use crate::store::Choices;

/// How many career channels are named where an answer is hidden.
const NAMED: usize = 3;

/// Where something is asked in a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The server.
    pub server: u64,
    /// The channel, or the thread.
    pub channel: u64,
    /// The channel that a thread belongs to.
    pub parent: Option<u64>,
    /// Who asks.
    pub member: u64,
    /// Whether the bot is a member of the server, and not brought along by who asks alone: then nobody there chose anything.
    pub installed: bool,
}

/// How an answer is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sight {
    /// Whether its asker alone sees it, by Discord's ephemeral flag.
    pub hidden: bool,
    /// Why it is hidden although who asked did not wish that. Text of ours, with mentions of channels.
    pub why: Option<String>,
    /// Whether who asked may show it to everybody where they are.
    pub share: bool,
    /// A currency in which amounts are given as well.
    pub currency: Option<Currency>,
}

impl Sight {
    /// As in direct messages, where no moderator decides anything.
    pub fn direct(hidden: bool) -> Self {
        Self { hidden, why: None, share: hidden, currency: None }
    }
}

/// A server where the bot has been told to say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paused;

impl Desk {
    /// What a server's moderators chose.
    pub async fn choices(&self, server: u64) -> Arc<Choices> {
        self.store.choices(server).await
    }

    /// How the answer to a slash command is shown. `wish`: whether who asks said that it be hidden, or shown. A public
    /// answer counts for the cooldown.
    ///
    /// # Errors
    /// Where the bot is paused.
    pub async fn sight(&self, spot: Spot, wish: Option<bool>) -> Result<Sight, Paused> {
        if !spot.installed {
            return Ok(Sight { share: false, ..Sight::direct(true) });
        }
        let choices = self.choices(spot.server).await;
        if choices.paused {
            return Err(Paused);
        }
        let currency = choices.currency.as_deref().and_then(Currency::new);
        let open = choices.is_career_channel(spot.channel, spot.parent);
        let sight = Sight { hidden: true, why: None, share: open, currency };
        let why = match wish.unwrap_or(choices.hide) {
            true => None,
            false if !open => Some(elsewhere(&choices)),
            false if !self.may_speak(spot, &choices) => Some("Only you see this: there were many answers here within the last minute.".to_owned()),
            false => return Ok(Sight { hidden: false, ..sight }),
        };
        Ok(Sight { why, ..sight })
    }

    /// Whether one more public answer may stand there now, which then counts.
    pub fn may_speak(&self, spot: Spot, choices: &Choices) -> bool {
        self.cooldowns.take(spot.server, (spot.member, choices.per_member), (spot.channel, choices.per_channel), Instant::now())
    }
}

/// Where everybody would see the answer.
fn elsewhere(choices: &Choices) -> String {
    if choices.channels.is_empty() {
        return "Only you see this: no channel is chosen for public answers yet. Moderators do that with /settings view.".to_owned();
    }
    let named: Vec<String> = choices.channels.iter().take(NAMED).map(|id| format!("<#{id}>")).collect();
    format!("Only you see this. For answers that everybody sees: {}", named.join(", "))
}
