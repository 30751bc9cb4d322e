//! What the words of a question say, read once: each a yes or no, for the classifier and for what must hold.

use super::Question;
use super::clean::Cleaned;
use crate::lexicon::{Cue, Found, Term, words};

/// What the words of a question say.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// A word of pay.
    pub pay: bool,
    /// Words that ask how much.
    pub ask: bool,
    /// A question.
    pub question: bool,
    /// A verdict is asked for.
    pub verdict: bool,
    /// An offer is spoken of.
    pub offer: bool,
    /// One thing is set against another.
    pub versus: bool,
    /// Somebody is looked for.
    pub hiring: bool,
    /// Money that somebody pays for something.
    pub cost: bool,
    /// Thanks and greetings.
    pub courtesy: bool,
    /// A word of what moves pay.
    pub factor: bool,
    /// Somebody is addressed.
    pub to_somebody: bool,
    /// A role.
    pub role: bool,
    /// Several.
    pub roles: bool,
    /// An amount.
    pub amount: bool,
    /// A place.
    pub place: bool,
    /// Sides that can be compared.
    pub sides: bool,
    /// How long it is, in words; see [`length`].
    pub words: usize,
}

impl Signs {
    /// The names of those that hold.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        [
            ("pay", self.pay),
            ("ask", self.ask),
            ("question", self.question),
            ("verdict", self.verdict),
            ("offer", self.offer),
            ("versus", self.versus),
            ("hiring", self.hiring),
            ("cost", self.cost),
            ("courtesy", self.courtesy),
            ("factor", self.factor),
            ("to-somebody", self.to_somebody),
            ("role", self.role),
            ("roles", self.roles),
            ("amount", self.amount),
            ("place", self.place),
            ("sides", self.sides),
        ]
        .into_iter()
        .filter_map(|(name, holds)| holds.then_some(name))
    }
}

/// Words that begin a question.
const OPENERS: [&str; 21] = [
    "how", "what", "wat", "which", "who", "why", "do", "doe", "does", "is", "are", "can", "should", "will", "would", "anyone", "any", "whats", "when", "where",
    "anybody",
];

/// Reads what the words say; whether there are sides is found with them and added later.
pub(super) fn signs(question: &Question, text: &str, found: &[Found], cleaned: &Cleaned) -> Signs {
    let has = |c: Cue| found.iter().any(|f| f.term == Term::Cue(c));
    let opens = words(text).first().is_some_and(|w| OPENERS.contains(&w.key.as_ref()));
    Signs {
        pay: has(Cue::Pay),
        ask: has(Cue::Ask),
        question: text.contains('?') || opens,
        verdict: has(Cue::Verdict),
        offer: has(Cue::Offer),
        versus: has(Cue::Versus),
        factor: has(Cue::Factor),
        hiring: has(Cue::Hiring),
        cost: has(Cue::Cost) && !has(Cue::Pay),
        courtesy: has(Cue::Courtesy),
        to_somebody: cleaned.to_somebody,
        role: !question.roles.is_empty(),
        roles: question.roles.len() > 1,
        amount: question.offer.is_some(),
        place: question.location.is_some(),
        sides: false,
        words: length(text, found),
    }
}

/// How long a message is, in words: a name of several counts once, a greeting or a thank you not at all.
fn length(text: &str, found: &[Found]) -> usize {
    const POLITE: [&str; 14] = ["hi", "hello", "hey", "please", "pls", "plz", "thank", "thanks", "thx", "all", "everyone", "guy", "sorry", "btw"];
    let named = |f: &&Found| matches!(f.term, Term::Role(_) | Term::Place(_) | Term::Level(_));
    let inside = |start: usize, end: usize| found.iter().filter(named).any(|f| f.start < start && end <= f.end);
    words(text).iter().filter(|w| !inside(w.range.start, w.range.end) && !POLITE.contains(&w.key.as_ref())).count()
}
