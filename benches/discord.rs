//! Interactions through the real client against the local Discord, many at once: none may be lost, and how long each takes
//! from its event to its callback. `cargo bench --bench discord`; the figures of record are in `benches/README.md`.
#![allow(clippy::print_stdout, clippy::expect_used, reason = "a report for a terminal, which fails loudly")]

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use local_discord::{LocalDiscord, Setup, defaults};
use salary_bot::config::Secret;
use salary_bot::discord::{Settings, commands, serve};
use salary_bot::engine::{Engine, Library};
use salary_bot::store::Store;
use salary_bot::text::PartialDate;
use serde_json::json;
use tokio::sync::oneshot;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

/// Interactions that are open at the same time.
const AT_ONCE: usize = 200;
const ROUNDS: usize = 10;
const PATIENCE: Duration = Duration::from_secs(20);
/// What is asked, in turn: one role, many figures, a comparison, nothing found.
const ASKED: [(&str, &str); 4] = [("salary", "devops"), ("salary", "registered nurse"), ("compare", ""), ("salary", "flux capacitor whisperer")];

/// How long the bot thought, as its own log says.
#[derive(Clone, Default)]
struct Thought(Arc<Mutex<Vec<u64>>>);

impl<S: Subscriber> Layer<S> for Thought {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        struct Micros<'a>(&'a Mutex<Vec<u64>>);
        impl Visit for Micros<'_> {
            fn record_u64(&mut self, field: &Field, value: u64) {
                if field.name() == "elapsed_us" {
                    self.0.lock().expect("whole").push(value);
                }
            }
            fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
        }
        if event.metadata().target().starts_with("salary_bot") {
            event.record(&mut Micros(&self.0));
        }
    }
}

fn main() {
    let thought = Thought::default();
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(thought.clone())).expect("the first");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads");
    let took = runtime.block_on(run());
    println!("{} interactions, {AT_ONCE} at once: none lost", took.len());
    report("event to callback", took);
    let thought = thought.0.lock().expect("whole").iter().map(|us| Duration::from_micros(*us)).collect();
    report("of which answering (with its wait for a thread)", thought);
}

async fn run() -> Vec<Duration> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let (engine, _) = Engine::open(&[corpus], None, &mut |_, _| ()).expect("an engine");
    let discord = LocalDiscord::start(Setup::default()).await.expect("a server");
    let mut settings = Settings::new(Secret::from(discord.token().to_owned()), || PartialDate { year: 2026, month: Some(11), day: Some(22) });
    settings.api_base = Some(discord.url());
    let (stop, stopped) = oneshot::channel::<()>();
    let until = async move {
        let _ = stopped.await;
    };
    let store = Arc::new(Store::in_memory());
    let bot = tokio::spawn(serve(Arc::new(Library::new(Arc::new(engine))), store, settings, None, until));
    discord.wait_connected(PATIENCE).await.expect("connected");
    discord.wait_commands(commands::count(), PATIENCE).await.expect("commands");
    // The first ones open connections.
    round(&discord, 20).await;
    let mut took = Vec::new();
    for _ in 0..ROUNDS {
        took.extend(round(&discord, AT_ONCE).await);
    }
    let _ = stop.send(());
    bot.await.expect("no panic").expect("no error");
    let complaints = discord.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
    took
}

async fn round(discord: &LocalDiscord, n: usize) -> Vec<Duration> {
    let opened: Vec<_> = ASKED
        .iter()
        .cycle()
        .take(n)
        .map(|(command, role)| {
            let options = if *command == "compare" { json!({ "role1": "devops", "role2": "data engineer" }) } else { json!({ "role": role }) };
            discord.slash(defaults::MEMBER, defaults::GENERAL, command, options).expect("allowed")
        })
        .collect();
    let mut took = Vec::new();
    for interaction in opened {
        interaction.response(PATIENCE).await.expect("a response in time");
        took.push(interaction.took().expect("it has come"));
    }
    took
}

fn report(what: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at = |share: f64| took.get(((took.len() as f64 * share) as usize).min(took.len().saturating_sub(1))).copied().unwrap_or_default();
    let ms = |d: Duration| d.as_secs_f64() * 1e3;
    println!("{what}: p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, longest {:.2} ms", ms(at(0.5)), ms(at(0.9)), ms(at(0.99)), ms(at(1.0)));
}
