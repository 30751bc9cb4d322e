//! Questions to begin with: each is tried before it is shown.

use crate::answer::{Asked, Kind};
use crate::engine::Engine;
use crate::question::Via;
use crate::text::PartialDate;

/// How many example questions are shown.
const EXAMPLES: usize = 3;

/// Questions that this corpus answers, tried before they are shown.
pub(super) fn examples(engine: &Engine, today: PartialDate) -> Vec<String> {
    let names: Vec<String> = engine.summary().roles.iter().map(|(name, _)| within(name)).collect();
    let mut all: Vec<String> = Vec::new();
    if let [first, rest @ ..] = names.as_slice() {
        all.push(format!("how much does a senior {first} make?"));
        if let [second, ..] = rest {
            all.push(format!("compare {first} and {second}"));
        }
        all.extend(rest.iter().skip(1).take(6).cloned());
        all.extend(names.iter().take(2).map(|name| format!("{name} salary")));
    }
    let answered = |text: &String| {
        let asked = Asked { today, via: Via::Slash, private: true, currency: None };
        engine
            .answer(text, asked)
            .is_ok_and(|r| matches!(r.answer.kind, Kind::Pay | Kind::Comparison) && r.answer.says_amounts() && r.answer.widened.is_empty())
    };
    all.into_iter().filter(answered).take(EXAMPLES).collect()
}

/// A name as it stands within a sentence: "backend developer", but "DevOps engineer".
fn within(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next();
    match (first, letters.clone().take_while(|c| !c.is_whitespace()).any(char::is_uppercase)) {
        (Some(first), false) => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_answered_by_the_corpus() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "# Pay\n\nDevOps engineers earn between $116,000 and $172,000 per year.\n\nData engineers earn between $109,000 and $161,000 per year.\n";
        std::fs::write(folder.path().join("a.md"), text).expect("written");
        let (engine, _) = Engine::open(&[folder.path().to_owned()], None, &mut |_, _| {}).expect("opened");
        let found = examples(&engine, "2026-11-22".parse().expect("a date"));
        assert!(found.iter().any(|e| e.contains("DevOps engineer")), "{found:?}");
        assert!(found.iter().any(|e| e.starts_with("compare ")), "{found:?}");
    }

    #[test]
    fn names_stand_within_sentences() {
        for (name, want) in [("Backend developer", "backend developer"), ("DevOps engineer", "DevOps engineer"), ("AI engineer", "AI engineer"), ("", "")] {
            assert_eq!(within(name), want);
        }
    }
}
