//! What is logged on a test's own thread. Tests run on runtimes of one thread each, so the log of each is its own.

use std::cell::RefCell;
use std::fmt::{Debug, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use salary_bot::telemetry::may_be_logged;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

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

/// What every test looks at.
fn is_ours(metadata: &Metadata<'_>) -> bool {
    let target = metadata.target();
    metadata.is_event() && (target == SWALLOWED || target.starts_with("salary_bot") || target.starts_with("serenity") && *metadata.level() <= Level::WARN)
}

impl<S: Subscriber> Layer<S> for Capture {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        let line = Line { level: *event.metadata().level(), target: event.metadata().target().to_owned(), text: text.0 };
        LOG.with_borrow_mut(|log| log.push(line));
    }
}

/// All that `RUST_LOG=trace` would write, of every crate and thread, once somebody asks for it.
struct Everything;

static ASKED: AtomicBool = AtomicBool::new(false);
static ALL: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn keep(record: impl FnOnce(&mut Text)) {
    if ASKED.load(Ordering::Relaxed) {
        let mut text = Text(String::new());
        record(&mut text);
        ALL.lock().unwrap_or_else(PoisonError::into_inner).push(text.0);
    }
}

impl<S: Subscriber> Layer<S> for Everything {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        keep(|text| attributes.record(text));
    }

    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        keep(|text| values.record(text));
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        keep(|text| event.record(text));
    }
}

/// Starts keeping every line at every level.
pub fn everything() {
    install();
    ASKED.store(true, Ordering::Relaxed);
}

/// What was kept since.
pub fn lines() -> Vec<String> {
    ASKED.store(false, Ordering::Relaxed);
    std::mem::take(&mut ALL.lock().unwrap_or_else(PoisonError::into_inner))
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
        // What a layer is not to see its own filter keeps out: what the one does not want the other may.
        let _ = tracing_subscriber::registry().with(Capture.with_filter(filter_fn(is_ours))).with(Everything.with_filter(filter_fn(may_be_logged))).try_init();
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
