//! What is logged on a test's own thread. Tests run on runtimes of one thread each, so the log of each is its own.

use std::cell::RefCell;
use std::fmt::{Debug, Write as _};
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

struct Line {
    level: Level,
    target: String,
    text: String,
}

thread_local! {
    static LOG: RefCell<Vec<Line>> = const { RefCell::new(Vec::new()) };
}

/// Where serenity tells, at debug level alone, that it could not read an event.
const SWALLOWED: &str = "serenity::client::dispatch";

struct Capture;

impl<S: Subscriber> Layer<S> for Capture {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        let target = metadata.target();
        metadata.is_event() && (target == SWALLOWED || target.starts_with("salary_bot") || target.starts_with("serenity") && *metadata.level() <= Level::WARN)
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        let line = Line { level: *event.metadata().level(), target: event.metadata().target().to_owned(), text: text.0 };
        LOG.with_borrow_mut(|log| log.push(line));
    }
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}

/// Starts capturing, once in the process.
pub fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Capture));
    });
}

/// That no event was swallowed, and no line above debug level holds the token, an id, or an amount or word of a question.
#[track_caller]
pub fn assert_clean(token: &str) {
    LOG.with_borrow(|log| {
        assert!(!log.is_empty(), "nothing is captured");
        for line in log {
            let (level, text) = (line.level, &line.text);
            assert!(line.target != SWALLOWED || !text.contains("unknown event"), "serenity swallowed an event: {text}");
            assert!(!text.contains(token), "the token is logged: {text}");
            // The invite link has to name the application.
            if level <= Level::INFO && !text.contains("invite the bot") {
                let longest = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or_default();
                assert!(longest < 17, "an id is logged at {level}: {text}");
                assert!(!text.contains("devops") && !text.contains("!salary "), "words are logged at {level}: {text}");
            }
        }
    });
}

/// Whether a line at that level says this.
pub fn says(level: Level, words: &str) -> bool {
    LOG.with_borrow(|log| log.iter().any(|line| line.level == level && line.text.contains(words)))
}
