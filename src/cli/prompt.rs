//! `ask` at a terminal without a question: a prompt that answers questions here.

use std::io::{BufRead, Write};

use super::Failure;
use super::ask::Desk;
use super::examples::examples;
use crate::engine::Engine;
use crate::question::Via;
use crate::text::PartialDate;

/// Greets and prompts until the input ends.
///
/// # Errors
/// Where the engine fails or standard output cannot be written.
pub(super) fn talk<W: Write>(desk: &mut Desk<'_, W>, input: &mut impl BufRead, greeting: &str) -> Result<(), Failure> {
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

/// What a prompt begins with: what there is, and what to ask.
pub(super) fn greeting(engine: &Engine, today: PartialDate) -> String {
    let summary = engine.summary();
    let mut text = format!("salary-bot answers from {}. Ask, for example:\n", summary.said());
    for example in examples(engine, today) {
        text.push_str("  ");
        text.push_str(&example);
        text.push('\n');
    }
    text.push_str("Or `quit`. `salary-bot playground` shows the bot as members see it.");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_talk_answers_and_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a.md"), "# Pay\n\nDevOps engineers earn between $116,000 and $172,000 per year.\n").expect("written");
        let (engine, _) = Engine::open(&[folder.path().to_owned()], None, &mut |_, _| {}).expect("opened");
        let day = "2026-11-22".parse().expect("a date");
        let mut out = Vec::new();
        let mut desk = Desk::new(&engine, day, false, &mut out);
        talk(&mut desk, &mut "devops\n\nquit\nnever read\n".as_bytes(), "hello").expect("written");
        let text = String::from_utf8(out).expect("UTF-8");
        assert!(text.starts_with("hello\n> ") && text.contains("116,000") && text.matches("> ").count() >= 3, "{text}");
    }
}
