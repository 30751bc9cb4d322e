//! Cue words: `cues.toml`.

use super::{Form, LexiconError, Phrases, Term, table};

const FILE: &str = "src/lexicon/cues.toml";

/// What a cue word says of the amounts near it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Cue {
    /// It is pay.
    Pay,
    /// It may be pay.
    WeakPay,
    /// It is a mean.
    Average,
    /// It is a median.
    Median,
    /// It is a lower bound.
    Minimum,
    /// It is an upper bound.
    Maximum,
    /// One starts on it.
    Starting,
    /// It is base pay.
    Base,
    /// It is total pay.
    Total,
    /// It is a bonus.
    Bonus,
    /// It is equity.
    Equity,
    /// It is paid once.
    OneOff,
    /// A contractor's.
    Contract,
    /// A freelancer's.
    Freelance,
    /// For a year.
    Year,
    /// For a month.
    Month,
    /// For a week.
    Week,
    /// For a day.
    Day,
    /// For an hour.
    Hour,
    /// Somebody pays or owns it; it is not pay.
    Cost,
    /// Before it stands a difference.
    Difference,
    /// After it stands a difference.
    DifferenceOf,
    /// The years before it are experience.
    Experience,
    /// Everybody is meant, of whatever level.
    Everyone,
    /// Workers of every occupation are meant.
    AllWorkers,
    /// A place is named only to leave it.
    Elsewhere,
    /// Asks how much.
    Ask,
    /// Asks whether an amount is good.
    Verdict,
    /// Introduces an offer.
    Offer,
    /// Sets things side by side.
    Versus,
    /// Speaks of what makes pay rise or fall.
    Factor,
    /// Looks for people.
    Hiring,
    /// Greets or thanks.
    Courtesy,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cue: Vec<Row>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    cue: Cue,
    words: Vec<String>,
    #[serde(default)]
    blocked: Vec<String>,
}

pub(super) fn load(phrases: &mut Phrases) -> Result<(), LexiconError> {
    let file: File = table(FILE, include_str!("cues.toml"))?;
    for row in file.cue {
        for phrase in &row.words {
            phrases.add(phrase, Term::Cue(row.cue), Form::Prose);
        }
        for phrase in &row.blocked {
            phrases.add(phrase, Term::NotCue(row.cue), Form::Prose);
        }
    }
    Ok(())
}
