//! `doctor`: looks at everything the bot needs, and says what to do where something is missing.

use std::io::Write;
use std::path::Path;

use super::open::{Progress, folders, index_folder};
use super::serve::{self, block_on, settings};
use super::show::{self, counted, took};
use super::{Failure, Outcome, today};
use crate::config::{Config, ConfigError};
use crate::discord::{self, PublicKey, Registered, ServeError, Settings, Standing};
use crate::engine::Engine;
use crate::text::PartialDate;

/// What is found about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    state: State,
    about: &'static str,
    text: String,
    todo: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Ok,
    Warn,
    Fail,
}

fn ok(about: &'static str, text: impl Into<String>) -> Finding {
    Finding { state: State::Ok, about, text: text.into(), todo: None }
}

fn warn(about: &'static str, text: impl Into<String>, todo: impl Into<String>) -> Finding {
    Finding { state: State::Warn, about, text: text.into(), todo: Some(todo.into()) }
}

fn fail(about: &'static str, text: impl Into<String>, todo: impl Into<String>) -> Finding {
    Finding { state: State::Fail, about, text: text.into(), todo: Some(todo.into()) }
}

fn of_config(about: &'static str, error: &ConfigError) -> Finding {
    fail(about, error.to_string(), error.hint())
}

/// Prints what is found; an error where something must be mended before the bot can run.
///
/// # Errors
/// Where standard output cannot be written.
pub fn run(config: &Config) -> Result<Outcome, Failure> {
    let mut out = std::io::stdout().lock();
    let mut worst = State::Ok;
    let mut tell = |findings: Vec<Finding>| -> Result<(), Failure> {
        for finding in findings {
            worst = worst.max(finding.state);
            write(&mut out, &finding, show::colour())?;
        }
        out.flush()?;
        Ok(())
    };
    tell(token(config))?;
    let (discord, standing) = discord(config);
    tell(discord)?;
    tell(vec![prefix(config, standing.as_ref()), endpoint(config, standing.as_ref()), database(config)])?;
    let (corpus, newest) = corpus(config);
    tell(corpus)?;
    tell(vec![data(&config.data()), clock(today(), newest)])?;
    Ok(if worst == State::Fail { Outcome::Wrong } else { Outcome::Answered })
}

fn write(out: &mut impl Write, finding: &Finding, colour: bool) -> std::io::Result<()> {
    let (word, code) = match finding.state {
        State::Ok => ("ok  ", "32"),
        State::Warn => ("warn", "33"),
        State::Fail => ("fail", "31"),
    };
    let word = if colour { format!("\u{1b}[{code}m{word}\u{1b}[0m") } else { word.to_owned() };
    writeln!(out, "{word}  {}: {}", finding.about, show::plain(&finding.text))?;
    if let Some(todo) = &finding.todo {
        writeln!(out, "      → {todo}")?;
    }
    Ok(())
}

const TOKEN: &str = "developer portal (https://discord.com/developers/applications), your application, Bot, Reset Token";

fn token(config: &Config) -> Vec<Finding> {
    match config.token() {
        Ok(Some(_)) if config.api_base().is_err() => config.api_base().err().iter().map(|e| of_config("discord", e)).collect(),
        Ok(Some(token)) => vec![match odd_token(token.expose()) {
            None => ok("token", "set, and it looks like a bot's token"),
            Some(odd) => warn("token", odd, format!("copy the bot's token: {TOKEN}")),
        }],
        Ok(None) => vec![fail("token", "not set", format!("set DISCORD_TOKEN; get it from the {TOKEN}"))],
        Err(error) => vec![of_config("token", &error)],
    }
}

/// What is odd about a token's shape; never with the token in it.
fn odd_token(token: &str) -> Option<&'static str> {
    let parts: Vec<&str> = token.split('.').collect();
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if token.starts_with("Bot ") || token.starts_with("Bearer ") {
        Some("begins with a word that does not belong to it: the token alone is wanted")
    } else if token.starts_with(['"', '\'']) {
        Some("has quotation marks around it")
    } else if token.len() == 64 && token.chars().all(|c| c.is_ascii_hexdigit()) {
        Some("looks like the application's public key")
    } else if token.len() == 32 && parts.len() == 1 {
        Some("looks like the application's client secret")
    } else if parts.len() != 3 || !parts.iter().all(|p| !p.is_empty() && p.chars().all(letters)) {
        Some("does not look like a bot's token, which has three parts with full stops between them")
    } else {
        None
    }
}

/// How Discord takes the bot; with what it has on record.
fn discord(config: &Config) -> (Vec<Finding>, Option<Standing>) {
    let Ok(settings) = settings(config) else { return (Vec::new(), None) };
    match reach(&settings) {
        Ok((standing, registered)) => {
            let at = settings.api_base.as_deref().unwrap_or("Discord");
            let commands = if registered.is_current() {
                ok("commands", "registered as they should be")
            } else {
                warn(
                    "commands",
                    format!("{} to register, {} to remove", registered.changed.len(), registered.removed.len()),
                    "`salary-bot register` does it, and so does `salary-bot serve`",
                )
            };
            let accepts = ok(
                "discord",
                format!(
                    "{at} knows the token as that of {}; {} left today",
                    standing.name,
                    counted(usize::try_from(standing.starts_left).unwrap_or(usize::MAX), "start", "starts")
                ),
            );
            (vec![accepts, commands, ok("invite", registered.invite)], Some(standing))
        }
        Err(error) => (vec![fail("discord", error.to_string(), error.hint())], None),
    }
}

fn reach(settings: &Settings) -> Result<(Standing, Registered), ServeError> {
    let asked = block_on(async {
        let standing = match discord::standing(settings).await {
            Ok(standing) => standing,
            Err(error) => return Ok(Err(error)),
        };
        Ok(discord::register(settings, true).await.map(|registered| (standing, registered)))
    });
    asked.unwrap_or_else(|_| Err(ServeError::Discord("no thread to ask with".to_owned())))
}

fn prefix(config: &Config, standing: Option<&Standing>) -> Finding {
    const INTENT: &str = "switch it on: developer portal, Bot, Privileged Gateway Intents, Message Content Intent; or leave SALARY_BOT_PREFIX empty: slash commands need no intent";
    match (config.prefix(), standing.map(|s| s.message_content)) {
        (Some(prefix), Some(true)) => ok("prefix", format!("`{prefix}`; the message content intent that it needs is on")),
        (Some(prefix), Some(false)) => warn("prefix", format!("`{prefix}` is off, because the message content intent that it needs is"), INTENT),
        (Some(prefix), None) => warn("prefix", format!("`{prefix}`; whether the message content intent that it needs is on is not known"), INTENT),
        (None, _) => ok("prefix", "off; slash commands, mentions and direct messages need no privileged intent"),
    }
}

fn endpoint(config: &Config, standing: Option<&Standing>) -> Finding {
    let key = config.public_key().is_none_or(|k| PublicKey::parse(k).is_some());
    match config.listen() {
        Err(error) => of_config("endpoint", &error),
        Ok(_) if !key => {
            fail("endpoint", "DISCORD_PUBLIC_KEY is not 64 hexadecimal digits", "copy it from the developer portal, General Information, Public Key")
        }
        Ok(Some(_)) if config.public_key().is_none() => of_config("endpoint", &ConfigError::NoPublicKey),
        Ok(Some(address)) if standing.is_some_and(|s| s.endpoint.is_none()) => warn(
            "endpoint",
            format!("listens on {address}, but Discord sends interactions by the gateway"),
            "developer portal, General Information: set the Interactions Endpoint URL, or leave SALARY_BOT_LISTEN empty",
        ),
        Ok(Some(address)) => ok("endpoint", format!("interactions over HTTP come in at {address}")),
        Ok(None) if standing.is_some_and(|s| s.endpoint.is_some()) => fail(
            "endpoint",
            "Discord sends slash commands to an address, not to this bot",
            "developer portal, General Information: empty the Interactions Endpoint URL, or set SALARY_BOT_LISTEN and DISCORD_PUBLIC_KEY",
        ),
        Ok(None) => ok("endpoint", "none; the bot answers through the gateway"),
    }
}

fn database(config: &Config) -> Finding {
    let opened = serve::store(config).and_then(|store| block_on(async move { Ok(store.open().await) }));
    let wrong = |why: String| {
        warn("database", format!("what servers chose cannot be read: {why}"), "the bot answers all the same, with the defaults; mend that, or set DATABASE_URL")
    };
    match opened {
        Ok(Ok(())) => ok("database", "what servers chose can be read, and its tables are up to date"),
        Ok(Err(error)) => wrong(error.to_string()),
        Err(_) => wrong("there is no data folder for it, and none can be made".to_owned()),
    }
}

/// The corpus and its index; with the newest date in it.
fn corpus(config: &Config) -> (Vec<Finding>, Option<PartialDate>) {
    const CHECK: &str = "`salary-bot check` says what is wrong, with file and line";
    let folders = match config.folders(Path::new(""), std::env::current_exe().ok().as_deref()) {
        Ok(_) => folders(config).unwrap_or_default(),
        Err(error) => return (vec![of_config("corpus", &error)], None),
    };
    let mut progress = Progress::start();
    let opened = Engine::open(&folders, Some(&index_folder(config)), &mut |done, of| progress.tell(done, of));
    progress.end();
    let (engine, report) = match opened {
        Ok(opened) => opened,
        Err(error) => return (vec![fail("corpus", error.to_string(), CHECK)], None),
    };
    let summary = engine.summary();
    let names: Vec<String> = folders.iter().map(|f| f.display().to_string()).collect();
    let holds = format!("{}: {}, {}", names.join(", "), counted(summary.articles, "article", "articles"), counted(summary.figures, "figure", "figures"));
    let corpus = match (report.articles, report.broken.len()) {
        (0, _) => fail("corpus", holds, "put articles (.md, .txt or .html) into it; `salary-bot check` says what is wrong with one"),
        (_, 0) if summary.figures > 0 => ok("corpus", holds),
        (_, 0) => warn("corpus", holds, "without pay figures the bot can only quote sentences; `salary-bot check FILE` shows which amounts were skipped"),
        (_, broken) => warn("corpus", format!("{holds}, {} left out", counted(broken, "broken file", "broken files")), CHECK),
    };
    let index = match &report.in_memory {
        None => ok("index", format!("{}, opened in {}", index_folder(config).display(), took(report.took))),
        Some(why) => {
            warn("index", format!("in memory: {why}"), "make the data folder writable, or set SALARY_BOT_DATA; until then every start builds the index anew")
        }
    };
    (vec![corpus, index], summary.dates.map(|(_, newest)| newest))
}

fn data(folder: &Path) -> Finding {
    let trial = folder.join(format!("doctor-{}", std::process::id()));
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&trial, b"trial")).and_then(|()| std::fs::remove_file(&trial));
    match written {
        Ok(()) => ok("data folder", format!("{} can be written", folder.display())),
        Err(error) => fail(
            "data folder",
            format!("{}: {error}", folder.display()),
            "make it writable for the user that runs the bot, or set SALARY_BOT_DATA to a folder that is",
        ),
    }
}

fn clock(today: PartialDate, newest: Option<PartialDate>) -> Finding {
    match newest {
        Some(newest) if newest > today => warn(
            "clock",
            format!("today is {today} (UTC), before the newest figure ({newest})"),
            "set the machine's clock: how fresh a figure is counts from today",
        ),
        _ => ok("clock", format!("today is {today} (UTC)")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_tokens_are_told_apart() {
        // Made up: the shape of a token, and nobody's.
        let good = format!("{}.{}.{}", "MTk4NjIyNDgzNDcxOTI1MjQ4", "Cl2FMQ", "ZnCjm1XVW7vRze4b7Cq4se7kKWs");
        assert_eq!(odd_token(&good), None);
        for (odd, part) in [
            (format!("Bot {good}"), "begins"),
            (format!("\"{good}\""), "quotation"),
            ("a".repeat(64), "public key"),
            ("Z".repeat(32), "client secret"),
            ("x.y".to_owned(), "three parts"),
            ("a..b".to_owned(), "three parts"),
        ] {
            let told = odd_token(&odd).expect("odd");
            assert!(told.contains(part) && !told.contains(&odd), "{told}");
        }
    }

    #[test]
    fn what_discord_has_on_record_decides_about_prefix_and_endpoint() {
        let standing = |message_content, endpoint: Option<&str>| Standing {
            name: "bot".to_owned(),
            message_content,
            endpoint: endpoint.map(str::to_owned),
            starts_left: 1,
        };
        let config = Config::default();
        assert_eq!(prefix(&config, Some(&standing(true, None))).state, State::Ok);
        assert_eq!(prefix(&config, Some(&standing(false, None))).state, State::Warn);
        assert_eq!(prefix(&config, None).state, State::Warn);
        assert_eq!(endpoint(&config, Some(&standing(true, None))).state, State::Ok);
        assert_eq!(endpoint(&config, Some(&standing(true, Some("https://example.org")))).state, State::Fail);
    }

    #[test]
    fn a_line_says_what_and_what_to_do() {
        let mut out = Vec::new();
        write(&mut out, &warn("clock", "odd\u{1b}[2J", "set it"), false).expect("written");
        assert_eq!(String::from_utf8(out).expect("UTF-8"), "warn  clock: odd[2J\n      → set it\n");
    }

    #[test]
    fn a_clock_that_is_behind_is_told() {
        let day = |text: &str| text.parse::<PartialDate>().expect("a date");
        assert_eq!(clock(day("2020-01-01"), Some(day("2024-08"))).state, State::Warn);
        assert_eq!(clock(day("2026-11-22"), Some(day("2024-08"))).state, State::Ok);
        assert_eq!(clock(day("2026-11-22"), None).state, State::Ok);
    }

    #[test]
    fn a_folder_that_cannot_be_written_fails() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(data(&folder.path().join("new/data")).state, State::Ok);
        let file = folder.path().join("file");
        std::fs::write(&file, "").expect("written");
        assert_eq!(data(&file.join("data")).state, State::Fail);
    }
}
