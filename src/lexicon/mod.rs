//! Floor 2: the words we know, as data, and looking them up.
//!
//! Each table is a TOML file beside this one; a role, level, place, currency, source or cue word is one row of it. All
//! tables are read into one tree of phrases ([`Phrases`]), so that a text is walked once for all of them.

mod cues;
mod currencies;
mod levels;
mod phrases;
mod places;
mod rates;
mod roles;
mod sources;
mod words;

use std::ops::Range;
use std::sync::LazyLock;

pub use cues::Cue;
pub use currencies::{Currencies, ScaleWord, Symbol};
pub use phrases::{Form, Phrases};
pub use places::{Place, PlaceKind, Places};
pub use rates::Rates;
pub use roles::{Role, Roles};
pub use sources::{KnownSource, SourceKind};
pub use words::{Word, key, words};

use rustc_hash::FxHashMap;

use crate::pay::{Currency, Level};

/// What a phrase means. Numbers are indexes into the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    /// A role, by index in [`Roles`].
    Role(u16),
    /// Seniority.
    Level(Level),
    /// A phrase that holds a level's word and does not mean it.
    NotLevel,
    /// A place, by index in [`Places`].
    Place(u16),
    /// Who or what is of a place: "Canadian".
    Demonym(u16),
    /// An origin, by index in [`Lexicon::sources`].
    Source(u16),
    /// The name of a currency.
    Currency(Currency),
    /// A cue.
    Cue(Cue),
    /// A phrase that holds a cue's word and does not mean it.
    NotCue(Cue),
}

impl Term {
    /// Terms of one class exclude each other where they overlap: the longest wins.
    fn class(self) -> u8 {
        match self {
            Self::Role(_) => 0,
            Self::Level(_) | Self::NotLevel => 1,
            Self::Place(_) | Self::Demonym(_) => 2,
            Self::Source(_) => 3,
            Self::Currency(_) => 4,
            Self::Cue(cue) | Self::NotCue(cue) => 5 + cue as u8,
        }
    }
}

/// A phrase found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// What it means.
    pub term: Term,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset one past its last byte.
    pub end: usize,
}

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// An article's prose: abbreviations that are also ordinary words do not count, names need their capitals.
    Prose,
    /// A label, heading or table cell: abbreviations count, names need their capitals.
    Label,
    /// A question: abbreviations count, capitals do not.
    Question,
}

/// A table of the lexicon that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {message}")]
pub struct LexiconError {
    file: String,
    message: String,
}

/// All tables.
#[derive(Debug)]
pub struct Lexicon {
    /// The roles.
    pub roles: Roles,
    /// The places.
    pub places: Places,
    /// The currencies, their symbols and words of scale.
    pub currencies: Currencies,
    /// The origins.
    pub sources: Vec<KnownSource>,
    /// What currencies are worth in each other, on one day.
    pub rates: Rates,
    phrases: Phrases,
    mendable: FxHashMap<char, Vec<Mendable>>,
}

static BUNDLED: LazyLock<Result<Lexicon, LexiconError>> = LazyLock::new(Lexicon::load);

impl Lexicon {
    /// The lexicon that is compiled in, read once.
    ///
    /// # Errors
    /// Where one of its tables cannot be read; a test makes sure that this does not happen in a release.
    pub fn bundled() -> Result<&'static Lexicon, &'static LexiconError> {
        BUNDLED.as_ref()
    }

    fn load() -> Result<Self, LexiconError> {
        let mut phrases = Phrases::default();
        let roles = Roles::load(&mut phrases)?;
        levels::load(&mut phrases)?;
        let places = Places::load(&mut phrases)?;
        let currencies = Currencies::load(&mut phrases)?;
        let sources = sources::load(&mut phrases)?;
        cues::load(&mut phrases)?;
        let rates = Rates::load()?;
        let mendable = mendable(&roles, &places);
        Ok(Self { roles, places, currencies, sources, rates, phrases, mendable })
    }

    /// The words that a misspelt `word` may stand for: of roles, levels, pay and well-known places, with its first letter.
    pub fn mendable(&self, word: &str) -> &[Mendable] {
        word.chars().next().and_then(|c| self.mendable.get(&c)).map_or(&[], Vec::as_slice)
    }

    /// Whether some phrase has this word.
    pub fn knows(&self, word: &str) -> bool {
        self.phrases.knows(word)
    }

    /// Every word that some phrase has, as [`key`] compares it.
    pub fn vocabulary(&self) -> impl Iterator<Item = &str> {
        self.phrases.vocabulary()
    }

    /// The role of a title that is nothing else: "Registered Nurses".
    pub fn whole_role(&self, title: &str, reading: Reading) -> Option<&Role> {
        // Other terms may stand for words within it: a title's own words are what counts.
        let whole = |found: &Found| found.start == 0 && found.end == title.len() && matches!(found.term, Term::Role(_));
        match self.find(title, reading).into_iter().find(whole)?.term {
            Term::Role(at) => self.roles.get(at),
            _ => None,
        }
    }

    /// Every phrase found in `text`, in order. Of overlapping phrases of one class the longest counts; different classes
    /// may overlap ("engineering manager" is a role and a level).
    pub fn find(&self, text: &str, reading: Reading) -> Vec<Found> {
        let words = words(text);
        self.find_in(text, &words, reading)
    }

    /// As [`Lexicon::find`], for words already cut.
    pub fn find_in(&self, text: &str, words: &[Word<'_>], reading: Reading) -> Vec<Found> {
        let ids = self.phrases.ids(words);
        let mut all: Vec<(usize, usize, Found)> = Vec::new();
        for from in 0..words.len() {
            if ids[from].is_none() {
                continue;
            }
            for (len, entries) in self.phrases.at(&ids, from) {
                let range = words[from].range.start..words[from + len - 1].range.end;
                for entry in entries {
                    if counts(&entry.form, text, &range, reading) && !crosses(text, words, from, len, entry.term) {
                        all.push((from, len, Found { term: entry.term, start: range.start, end: range.end }));
                    }
                }
            }
        }
        longest(words.len(), all)
    }
}

/// A word that a misspelt one may stand for.
#[derive(Debug, Clone)]
pub struct Mendable {
    /// The word.
    pub word: String,
    /// How many phrases have it.
    pub count: u32,
    /// Whether only places have it.
    pub place: bool,
    /// Its length in characters.
    pub length: usize,
    /// The letters in it; see [`letters`].
    pub letters: u32,
}

/// The letters of a word, a bit each. One slip changes two bits at most, so that nearly all words that are not near need not
/// be compared letter by letter.
pub fn letters(word: &str) -> u32 {
    word.chars().fold(0, |all, c| all | 1 << (u32::from(c) % 32))
}

/// Words of pay and level that people misspell.
const COMMON: &[&str] = &[
    "salary",
    "compensation",
    "hourly",
    "yearly",
    "annual",
    "monthly",
    "average",
    "median",
    "senior",
    "junior",
    "principal",
    "contractor",
    "freelance",
    "freelancer",
    "offered",
    "compare",
    "negotiate",
    "certification",
    "wage",
    "income",
    "range",
    "experience",
    "remote",
    "offer",
];
/// A place's inhabitants, in thousands, from which its name is mended.
const WELL_KNOWN: u32 = 400;

fn mendable(roles: &Roles, places: &Places) -> FxHashMap<char, Vec<Mendable>> {
    let known = places
        .iter()
        .filter(|p| p.kind != PlaceKind::City || p.pop.is_some_and(|n| n >= WELL_KNOWN))
        .map(|p| p.name.as_str())
        .filter(|n| n.len() >= 6 && !n.contains(' '));
    let names = roles.forms().iter().map(|(form, _)| form.as_str()).chain(COMMON.iter().copied()).map(|n| (n, false)).chain(known.map(|n| (n, true)));
    let mut counts: FxHashMap<String, (u32, bool)> = FxHashMap::default();
    for (word, place) in names
        .flat_map(|(n, place)| words(n).into_iter().map(|w| (w.key.into_owned(), place)).collect::<Vec<_>>())
        .filter(|(w, _)| w.chars().count() >= 5 && w.chars().all(char::is_alphabetic))
    {
        let known = counts.entry(word).or_insert((0, true));
        *known = (known.0 + 1, known.1 && place);
    }
    let mut all: Vec<(String, (u32, bool))> = counts.into_iter().collect();
    all.sort();
    let mut out: FxHashMap<char, Vec<Mendable>> = FxHashMap::default();
    for (word, (count, place)) in all {
        if let Some(first) = word.chars().next() {
            let (length, letters) = (word.chars().count(), letters(&word));
            out.entry(first).or_default().push(Mendable { word, count, place, length, letters });
        }
    }
    out
}

/// A name or title does not run over the end of a clause, apart from "City, ST".
fn crosses(text: &str, words: &[Word<'_>], from: usize, len: usize, term: Term) -> bool {
    if matches!(term, Term::Cue(_) | Term::NotCue(_) | Term::Place(_) | Term::Demonym(_)) {
        return false;
    }
    words[from..from + len].windows(2).any(|w| text[w[0].range.end..w[1].range.start].contains([',', ';', ':', '|', '\n', '(', ')', '.']))
}

fn counts(form: &Form, text: &str, range: &Range<usize>, reading: Reading) -> bool {
    let is = &text[range.clone()];
    match form {
        Form::Prose => true,
        Form::Short => reading != Reading::Prose,
        Form::Cell => reading == Reading::Label,
        Form::Asked => reading == Reading::Question,
        Form::Exact(want) => is == want.as_ref(),
        Form::Capital => reading == Reading::Question || is.starts_with(char::is_uppercase),
        Form::AfterComma(want) => is == want.as_ref() && text[..range.start].trim_end().ends_with(','),
    }
}

/// Of the phrases of one class that overlap, the longest, then the first. Terms of the very same words all stay.
fn longest(words: usize, mut all: Vec<(usize, usize, Found)>) -> Vec<Found> {
    all.sort_by_key(|(from, len, found)| (found.term.class(), usize::MAX - len, *from));
    // Which classes have given each word away, a bit a class.
    let mut taken: Vec<u64> = vec![0; words];
    let mut kept: Vec<Found> = Vec::with_capacity(all.len());
    for same in all.chunk_by(|a, b| (a.2.term.class(), a.0, a.1) == (b.2.term.class(), b.0, b.1)) {
        let (from, len, found) = same[0];
        let bit = 1 << found.term.class();
        let range = &mut taken[from..from + len];
        if range.iter().all(|word| *word & bit == 0) {
            range.iter_mut().for_each(|word| *word |= bit);
            kept.extend(same.iter().map(|s| s.2));
        }
    }
    kept.retain(|f| !matches!(f.term, Term::NotCue(_) | Term::NotLevel));
    kept.sort_by_key(|f| (f.start, f.end));
    kept
}

/// Reads one table; the error names the file and the line.
fn table<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, LexiconError> {
    toml::from_str(text).map_err(|e| bad(file, e.to_string()))
}

fn bad(file: &str, message: String) -> LexiconError {
    LexiconError { file: file.to_owned(), message }
}

fn index(file: &'static str, at: usize) -> Result<u16, LexiconError> {
    u16::try_from(at).map_err(|_| bad(file, "more than 65,535 rows".to_owned()))
}
