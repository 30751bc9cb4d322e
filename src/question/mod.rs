//! Floor 4: text → [`Question`]. Never fails: what is not understood is kept in `unresolved`.
//!
//! `clean` takes off what is not the asker's own words, `typos` mends words that only the lexicon can have meant,
//! `slots` reads roles, level, place and the rest, `classifier` says what kind of question it likely is, and `intent` decides,
//! with a bar for each way in. `offer` finds an amount in a sentence; `form` reads the fields of a form for one.

mod canonical;
mod classifier;
mod clean;
mod follow_up;
mod form;
mod intent;
mod offer;
mod plausible;
mod signs;
mod slots;
mod stop;
mod tokens;
#[cfg(test)]
mod train;
mod typos;

pub use canonical::canonical;
pub use follow_up::follow_up;
pub use form::{Field, OfferForm, Unread, Why, read_form};

use classifier::Classifier;
use intent::Message;

use crate::lexicon::{Lexicon, Reading};
use crate::pay::{Currency, Employment, Level, PayComponent, PayPeriod, PayStatistic, RoleRef, Years};

/// How a question came in; each way has its own bar for what counts as a question about pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// A slash command: an explicit request.
    Slash,
    /// A message with the bot's prefix: an explicit request.
    Prefix,
    /// A message that mentions the bot, or a direct message.
    Mention,
    /// A message that nobody addressed to the bot.
    ChannelMessage,
}

impl Via {
    /// Whether the asker turned to the bot.
    pub fn is_addressed(self) -> bool {
        self != Self::ChannelMessage
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// What somebody is paid.
    Salary,
    /// Two or more set side by side.
    Compare,
    /// Whether an offer is good.
    OfferCheck,
    /// What makes pay rise or fall, or anything about pay that prose answers.
    Factors,
    /// Nothing about pay.
    NotSalary,
}

/// What somebody was offered. Never stored, logged or repeated in public.
#[derive(Clone, Copy, PartialEq)]
pub struct Offer {
    /// In whole currency units.
    pub amount: f64,
    /// What the amount is: base, total, or not said.
    pub component: PayComponent,
    /// Beside a base, the bonus a year; zero where it is said that there is none.
    pub bonus: Option<f64>,
    /// Beside a base, the equity a year.
    pub equity: Option<f64>,
    /// As stated or as the place has it.
    pub currency: Option<Currency>,
    /// For how long; a bare amount is a year's.
    pub period: PayPeriod,
}

impl Offer {
    /// An amount of which it is not said whether it is base or total.
    pub fn of(amount: f64, currency: Option<Currency>, period: PayPeriod) -> Self {
        Self { amount, component: PayComponent::Unspecified, bonus: None, equity: None, currency, period }
    }

    /// What is set beside a figure of base pay.
    pub fn base(&self) -> Option<f64> {
        (self.component != PayComponent::Total).then_some(self.amount)
    }

    /// What is set beside a figure of total pay. Bonus and equity are a year's, so there is none for a base that is not, and
    /// none where neither is named: a base alone is no total.
    pub fn total(&self) -> Option<f64> {
        match self.component {
            PayComponent::Base => {
                let parts = self.bonus.is_some() || self.equity.is_some();
                (parts && self.period == PayPeriod::Year).then(|| self.amount + self.bonus.unwrap_or(0.0) + self.equity.unwrap_or(0.0))
            }
            _ => Some(self.amount),
        }
    }
}

impl std::fmt::Debug for Offer {
    /// Without the amount: nothing may write an offer to a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Offer(private)")
    }
}

/// What two or more are set side by side by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CompareBy {
    /// Roles.
    Role,
    /// Levels.
    Seniority,
    /// Places.
    Location,
    /// Years of experience.
    Experience,
    /// Contract, freelance or employment.
    Employment,
}

/// A comparison.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Compare {
    /// By what.
    pub by: CompareBy,
    /// The sides, as a person would write them.
    pub values: Vec<String>,
}

/// A place that is asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Location {
    /// As a person would write it.
    pub name: String,
    /// Its id in the lexicon.
    pub id: String,
    /// The asker's words.
    pub asked: String,
    /// Ids of places of the same name in other countries that may as well be meant, where nothing said settles it.
    pub rivals: Vec<String>,
}

/// A question, understood as far as it can be.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The asker's words, cleaned.
    pub text: String,
    /// What is asked.
    pub intent: Intent,
    /// Whose pay.
    pub roles: Vec<RoleRef>,
    /// Seniority.
    pub level: Option<Level>,
    /// Where.
    pub location: Option<Location>,
    /// Years of experience.
    pub experience: Option<Years>,
    /// Contract or freelance.
    pub employment: Option<Employment>,
    /// The period wanted.
    pub period: Option<PayPeriod>,
    /// The currency wanted.
    pub currency: Option<Currency>,
    /// The part of pay wanted.
    pub component: Option<PayComponent>,
    /// The asker's offer.
    pub offer: Option<Offer>,
    /// Another one to be set beside it, which a form alone can bring.
    pub second: Option<Offer>,
    /// What is compared.
    pub compare: Option<Compare>,
    /// The levels that are compared.
    pub levels: Vec<Level>,
    /// The places that are compared.
    pub locations: Vec<Location>,
    /// Content words that nothing else took.
    pub unresolved: Vec<String>,
    /// Words to search prose for, with how much each counts.
    pub terms: Vec<(String, f32)>,
}

impl Question {
    /// The kinds of number that the words ask for: figures of that kind come first.
    pub fn statistic(&self) -> Vec<PayStatistic> {
        let text = self.text.to_lowercase();
        let average = text.split_whitespace().any(|w| w.starts_with("avg") || w.starts_with("average"));
        let asked = [(average, PayStatistic::Average), (text.contains("median"), PayStatistic::Median)];
        asked.into_iter().filter(|(is, _)| *is).map(|(_, statistic)| statistic).collect()
    }
}

/// Understands `text`, which came in by `via`.
pub fn understand(text: &str, via: Via, lexicon: &Lexicon) -> Question {
    let mut question = read(text, via, lexicon, |question, message| intent::classify(question, message, Classifier::bundled()));
    slots::settle(&mut question, lexicon, via);
    question
}

/// Reads a message's words and slots; `decide` says what is asked.
fn read(text: &str, via: Via, lexicon: &Lexicon, decide: impl FnOnce(&mut Question, &Message<'_>)) -> Question {
    let cleaned = clean::clean(text);
    let mended = typos::mend(&cleaned.text, lexicon);
    let mended = if matches!(via, Via::Slash | Via::Prefix) { plausible::in_order(mended, lexicon) } else { mended };
    let found = plausible::plausible(&mended, lexicon.find(&mended, Reading::Question), lexicon, via);
    let (mut question, read) = slots::read(&mended, &found, lexicon);
    decide(&mut question, &Message { text: &mended, found: &found, read: &read, via, cleaned: &cleaned });
    question
}
