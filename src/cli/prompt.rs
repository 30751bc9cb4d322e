//! Without a sub-command and without a token: a prompt that answers questions here.

use std::io::{BufRead, IsTerminal as _, Write};

use super::ask::Desk;
use super::open::open;
use super::show::counted;
use super::{Failure, Outcome, today};
use crate::answer::{Asked, Kind};
use crate::config::Config;
use crate::engine::Engine;
use crate::question::Via;
use crate::text::PartialDate;

/// How many example questions are greeted with.
const EXAMPLES: usize = 3;

/// Answers questions until the input ends. A person at a terminal is greeted and prompted; piped lines are answered.
///
/// # Errors
/// Where the corpus cannot be opened or standard output not be written.
pub fn run(config: &Config) -> Result<Outcome, Failure> {
    let (engine, _) = open(config)?;
    let today = today();
    let mut desk = Desk::new(&engine, today, false, std::io::stdout().lock());
    let mut input = std::io::stdin().lock();
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        return desk.batch(Via::Slash, &mut input);
    }
    talk(&mut desk, &mut input, &greeting(&engine, today))?;
    Ok(Outcome::Answered)
}

fn talk<W: Write>(desk: &mut Desk<'_, W>, input: &mut impl BufRead, greeting: &str) -> Result<(), Failure> {
    writeln!(desk.out(), "{greeting}")?;
    let mut line = Vec::new();
    loop {
        write!(desk.out(), "> ")?;
        desk.out().flush()?;
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            // Ctrl-D leaves the cursor behind the prompt.
            writeln!(desk.out())?;
            return Ok(());
        }
        let text = String::from_utf8_lossy(&line);
        match text.trim() {
            "" => {}
            "quit" | "exit" | ":q" => return Ok(()),
            "help" | "?" => writeln!(desk.out(), "{greeting}")?,
            question => {
                desk.answer(question, Via::Slash)?;
                writeln!(desk.out())?;
            }
        }
    }
}

fn greeting(engine: &Engine, today: PartialDate) -> String {
    let summary = engine.summary();
    let mut text = format!(
        "salary-bot answers from {} with {}. Ask, for example:\n",
        counted(summary.articles, "article", "articles"),
        counted(summary.figures, "pay figure", "pay figures")
    );
    for example in examples(engine, today) {
        text.push_str("  ");
        text.push_str(&example);
        text.push('\n');
    }
    text.push_str("Or `quit`. To run the bot on Discord, set DISCORD_TOKEN: see README.md.");
    text
}

/// Questions that this corpus answers, tried before they are shown.
fn examples(engine: &Engine, today: PartialDate) -> Vec<String> {
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
        let asked = Asked { today, via: Via::Slash, private: true };
        engine
            .answer(text, asked)
            .is_ok_and(|r| matches!(r.answer.kind, Kind::Pay | Kind::Comparison) && !r.answer.figures.is_empty() && r.answer.widened.is_empty())
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

    fn engine() -> (tempfile::TempDir, Engine) {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "# Pay\n\nDevOps engineers earn between $116,000 and $172,000 per year.\n\nData engineers earn between $109,000 and $161,000 per year.\n";
        std::fs::write(folder.path().join("a.md"), text).expect("written");
        let (engine, _) = Engine::open(&[folder.path().to_owned()], None, &mut |_, _| {}).expect("opened");
        (folder, engine)
    }

    fn day() -> PartialDate {
        "2026-11-22".parse().expect("a date")
    }

    #[test]
    fn every_example_is_answered_by_the_corpus() {
        let (_folder, engine) = engine();
        let found = examples(&engine, day());
        assert!(found.iter().any(|e| e.contains("DevOps engineer")), "{found:?}");
        assert!(found.iter().any(|e| e.starts_with("compare ")), "{found:?}");
    }

    #[test]
    fn a_talk_answers_and_ends() {
        let (_folder, engine) = engine();
        let mut out = Vec::new();
        let mut desk = Desk::new(&engine, day(), false, &mut out);
        talk(&mut desk, &mut "devops\n\nquit\nnever read\n".as_bytes(), "hello").expect("written");
        let text = String::from_utf8(out).expect("UTF-8");
        assert!(text.starts_with("hello\n> ") && text.contains("116,000") && text.matches("> ").count() >= 3, "{text}");
    }

    #[test]
    fn names_stand_within_sentences() {
        for (name, want) in [("Backend developer", "backend developer"), ("DevOps engineer", "DevOps engineer"), ("AI engineer", "AI engineer"), ("", "")] {
            assert_eq!(within(name), want);
        }
    }
}
