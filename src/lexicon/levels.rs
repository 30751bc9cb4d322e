//! Seniority: `levels.toml`.

use super::{Form, LexiconError, Phrases, Term, table};
use crate::pay::Level;

const FILE: &str = "src/lexicon/levels.toml";

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    level: Vec<Row>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub level: Level,
    #[serde(default)]
    pub words: Vec<String>,
    #[serde(default)]
    pub cells: Vec<String>,
    #[serde(default)]
    pub short: Vec<String>,
    #[serde(default)]
    pub asked: Vec<String>,
    #[serde(default)]
    pub blocked: Vec<String>,
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "the row's own test"))]
    pub examples: Vec<String>,
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "the row's own test"))]
    pub not: Vec<String>,
}

pub(super) fn rows() -> Result<Vec<Row>, LexiconError> {
    Ok(table::<File>(FILE, include_str!("levels.toml"))?.level)
}

pub(super) fn load(phrases: &mut Phrases) -> Result<(), LexiconError> {
    for row in rows()? {
        for phrase in &row.words {
            phrases.add(phrase, Term::Level(row.level), Form::Prose);
        }
        for phrase in &row.cells {
            phrases.add(phrase, Term::Level(row.level), Form::Cell);
        }
        for phrase in &row.short {
            phrases.add(phrase, Term::Level(row.level), Form::Short);
        }
        for phrase in &row.asked {
            phrases.add(phrase, Term::Level(row.level), Form::Asked);
        }
        for phrase in &row.blocked {
            phrases.add(phrase, Term::NotLevel, Form::Prose);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::lexicon::{Lexicon, Reading, Term};

    #[test]
    fn every_level_reads_its_examples_and_nothing_else() {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        for row in super::rows().expect("levels") {
            let is = |text: &String| lexicon.find(text, Reading::Prose).iter().any(|f| f.term == Term::Level(row.level));
            assert_eq!(row.examples.iter().filter(|t| !is(t)).collect::<Vec<_>>(), Vec::<&String>::new(), "{}: not read", row.level);
            assert_eq!(row.not.iter().filter(|t| is(t)).collect::<Vec<_>>(), Vec::<&String>::new(), "{}: read", row.level);
        }
    }
}
