//! `ask`: a question, or one a line from standard input.

use std::io::{BufRead, IsTerminal as _, Write};
use std::time::Instant;

use super::contract::ResponseJson;
use super::open::open;
use super::{Failure, Outcome, prompt, show, today};
use crate::answer::{Asked, Kind};
use crate::config::Config;
use crate::engine::{Engine, Response};
use crate::question::Via;
use crate::reply::{self, Display};
use crate::text::PartialDate;

/// The arguments of `ask`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// One JSON object a line: what was understood, the answer, and the message that Discord would get
    #[arg(long)]
    json: bool,
    /// How the question comes in: slash, prefix, mention or channel_message
    #[arg(long, value_parser = via, default_value = "slash", value_name = "VIA")]
    via: Via,
    /// The day that freshness counts from, as YYYY-MM-DD [default: today in UTC]
    #[arg(long, value_name = "DATE")]
    today: Option<PartialDate>,
    /// The question; without one, each line of standard input is one
    ///
    /// A line is a question as it stands, or {"text": …, "via": …}; blank lines are passed over.
    #[arg(value_name = "QUESTION")]
    question: Vec<String>,
}

/// A line of standard input that begins with a brace.
#[derive(serde::Deserialize)]
struct Line {
    text: String,
    via: Option<Via>,
}

fn via(text: &str) -> Result<Via, String> {
    match text {
        "slash" => Ok(Via::Slash),
        "prefix" => Ok(Via::Prefix),
        "mention" => Ok(Via::Mention),
        "channel_message" => Ok(Via::ChannelMessage),
        _ => Err("expected slash, prefix, mention or channel_message".to_owned()),
    }
}

/// Answers the question, or every line of standard input.
///
/// # Errors
/// Where the corpus cannot be opened or the answer not be written.
pub fn run(args: &Args, config: &Config) -> Result<Outcome, Failure> {
    let (engine, _) = open(config)?;
    let today = args.today.unwrap_or_else(today);
    let mut desk = Desk::new(&engine, today, args.json, std::io::stdout().lock());
    if args.question.is_empty() && !args.json && std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        prompt::talk(&mut desk, &mut std::io::stdin().lock(), &prompt::greeting(&engine, today))?;
        return Ok(Outcome::Answered);
    }
    if args.question.is_empty() {
        return desk.batch(args.via, &mut std::io::stdin().lock());
    }
    let response = desk.answer(&args.question.join(" "), args.via)?;
    Ok(match response.answer.kind {
        Kind::NoFigures | Kind::Unclear | Kind::Silent => Outcome::Nothing,
        Kind::Pay | Kind::Comparison | Kind::Offer | Kind::Passages => Outcome::Answered,
    })
}

/// Where questions are answered.
pub(super) struct Desk<'a, W> {
    engine: &'a Engine,
    today: PartialDate,
    json: bool,
    colour: bool,
    out: W,
}

impl<'a, W: Write> Desk<'a, W> {
    pub(super) fn new(engine: &'a Engine, today: PartialDate, json: bool, out: W) -> Self {
        Self { engine, today, json, colour: show::colour(), out }
    }

    /// Where answers are written.
    pub(super) fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// One question a line. A line that cannot be read is told, with an object of its own in JSON, so that the n-th
    /// object stays the answer to the n-th line.
    pub(super) fn batch(&mut self, via: Via, input: &mut impl BufRead) -> Result<Outcome, Failure> {
        let (mut number, mut answered, mut unread) = (0_usize, 0_usize, 0_usize);
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            if input.read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
            number += 1;
            // What is not UTF-8 is a question with odd characters, not the end of the batch.
            let line = String::from_utf8_lossy(&bytes);
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let question = if line.starts_with('{') { serde_json::from_str(line) } else { Ok(Line { text: line.to_owned(), via: None }) };
            match question {
                Ok(question) => {
                    if !self.json && answered > 0 {
                        writeln!(self.out)?;
                    }
                    self.answer(&question.text, question.via.unwrap_or(via))?;
                    answered += 1;
                }
                Err(error) => {
                    unread += 1;
                    let problem = format!("line {number}: {error}; expected {{\"text\": …, \"via\": …}}");
                    let _ = writeln!(std::io::stderr().lock(), "error: {problem}");
                    if self.json {
                        writeln!(self.out, "{}", serde_json::json!({ "error": problem }))?;
                    }
                }
            }
            self.out.flush()?;
        }
        Ok(if answered == 0 && unread > 0 { Outcome::Wrong } else { Outcome::Answered })
    }

    /// Writes the answer to one question.
    pub(super) fn answer(&mut self, text: &str, via: Via) -> Result<Response, Failure> {
        // Who asks by a slash command may be answered alone, as the reader of this terminal is; other ways are public.
        let private = via == Via::Slash;
        let started = Instant::now();
        let response = self.engine.answer(text, Asked { today: self.today, via, private, currency: None })?;
        let elapsed = started.elapsed();
        if self.json {
            let message = reply::message(&response, &Display { embeds: true, private, buttons: None });
            serde_json::to_writer(&mut self.out, &ResponseJson::of(&response, message, elapsed))?;
            self.out.write_all(b"\n")?;
        } else {
            let text = reply::terminal(&response, self.colour);
            writeln!(self.out, "{}", if text.trim().is_empty() { "(no reply)" } else { text.trim_end() })?;
        }
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(json: bool, input: &[u8]) -> (String, Outcome) {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a.md"), "# Pay\n\nDevOps engineers earn between $116,000 and $172,000 per year.\n").expect("written");
        let (engine, _) = Engine::open(&[folder.path().to_owned()], None, &mut |_, _| {}).expect("opened");
        let mut out = Vec::new();
        let mut desk = Desk::new(&engine, "2026-11-22".parse().expect("a date"), json, &mut out);
        let outcome = desk.batch(Via::Slash, &mut &*input).expect("written");
        (String::from_utf8(out).expect("UTF-8"), outcome)
    }

    #[test]
    fn every_line_has_its_object() {
        let (out, outcome) = asked(true, b"devops\n\n{\"text\":\"nice weather\",\"via\":\"channel_message\"}\r\n{\"text\":1}\n\xff\xfe\n");
        let objects: Vec<serde_json::Value> = out.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
        assert_eq!(objects.len(), 4, "{out}");
        assert_eq!(objects[0]["answer"]["kind"], "pay");
        assert_eq!((&objects[1]["answer"]["kind"], &objects[1]["message"]), (&"silent".into(), &serde_json::Value::Null));
        assert!(objects[2]["error"].as_str().is_some_and(|e| e.starts_with("line 4: ")), "{out}");
        assert_eq!(outcome, Outcome::Answered, "a batch that ran");
    }

    #[test]
    fn a_batch_of_which_nothing_can_be_read_is_an_error() {
        assert_eq!(asked(true, b"{\"text\"\n").1, Outcome::Wrong);
        assert_eq!(asked(true, b"").1, Outcome::Answered);
    }

    #[test]
    fn silence_is_said_in_words() {
        let (out, _) = asked(false, b"{\"text\":\"nice weather\",\"via\":\"channel_message\"}\n");
        assert_eq!(out, "(no reply)\n");
    }

    #[test]
    fn an_offer_is_placed_for_the_asker_alone() {
        let offer = |via: &str| asked(true, format!("{{\"text\":\"is 140k a good offer for devops?\",\"via\":\"{via}\"}}\n").as_bytes()).0;
        let message = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["message"].to_string();
        assert!(!message(&offer("mention")).contains("140"), "repeated in public");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&offer("slash")).expect("JSON")["question"]["offer"]["amount"], 140_000);
    }
}
