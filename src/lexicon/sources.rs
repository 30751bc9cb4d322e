//! Origins that publish pay: `sources.toml`.

use super::{Form, LexiconError, Phrases, Term, index, table};

const FILE: &str = "src/lexicon/sources.toml";

/// How an origin gets its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A statistical office.
    Official,
    /// A survey.
    Survey,
    /// Reports by users, or job ads.
    Aggregator,
    /// A recruiter's own placements.
    Recruiter,
    /// An employer's own pay.
    Employer,
}

/// An origin that the lexicon knows.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownSource {
    /// Its name as we show it.
    pub name: String,
    /// How it gets its numbers.
    pub kind: SourceKind,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    cased: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: Vec<KnownSource>,
}

pub(super) fn load(phrases: &mut Phrases) -> Result<Vec<KnownSource>, LexiconError> {
    let file: File = table(FILE, include_str!("sources.toml"))?;
    for (at, source) in file.source.iter().enumerate() {
        let at = index(FILE, at)?;
        for phrase in &source.words {
            phrases.add(phrase, Term::Source(at), Form::Prose);
        }
        for phrase in &source.cased {
            phrases.add(phrase, Term::Source(at), Form::Exact(phrase.as_str().into()));
        }
    }
    Ok(file.source)
}
