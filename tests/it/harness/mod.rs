//! A local Discord and the real bot on a corpus of a few fixtures, in one process, on any free port.
//!
//! Every test ends with [`Stage::finish`]: the bot stops in time, Discord saw no rule broken, serenity swallowed no event,
//! and the log holds neither words nor ids of people, nor the token.

pub mod log;

use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use local_discord::{Id, Interaction, LocalDiscord, Setup, defaults};
use salary_bot::config::Secret;
use salary_bot::discord::{Endpoint, PublicKey, ServeError, Settings, serve};
use salary_bot::engine::{Engine, Library};
use salary_bot::store::{Choices, MOST_A_MINUTE, Store};
use salary_bot::text::PartialDate;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// For what must happen: long, because it is not waited out.
pub const SOON: Duration = Duration::from_secs(10);
/// For what must not happen: short, because it is.
pub const QUIET: Duration = Duration::from_millis(150);

/// The engine on the fixtures, opened once for all tests.
pub fn engine() -> Arc<Engine> {
    static ENGINE: OnceLock<Arc<Engine>> = OnceLock::new();
    let open = || {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/discord");
        let (engine, report) = Engine::open(&[folder], None, &mut |_, _| ()).expect("an engine");
        assert!(report.broken.is_empty(), "{:?}", report.broken);
        Arc::new(engine)
    };
    ENGINE.get_or_init(open).clone()
}

/// A store in memory, in which both channels of the usual server are career channels and much may be said.
pub async fn career_store() -> Arc<Store> {
    let store = Arc::new(Store::in_memory());
    let change = |choices: &mut Choices| {
        choices.channels = vec![defaults::GENERAL, defaults::OTHER];
        // A test asks more in a second than a person in a minute.
        (choices.per_member, choices.per_channel) = (MOST_A_MINUTE, MOST_A_MINUTE);
    };
    store.change(defaults::GUILD, change).await.expect("written");
    store
}

/// A running bot.
pub struct Bot {
    stop: oneshot::Sender<()>,
    running: JoinHandle<Result<(), ServeError>>,
}

impl Bot {
    /// Starts a bot on that Discord, its settings as `change` leaves them.
    pub fn start(discord: &LocalDiscord, change: impl FnOnce(&mut Settings)) -> Self {
        Self::launch(discord, None, None, change)
    }

    /// The same with a store that the test looks into.
    pub fn start_with(discord: &LocalDiscord, store: Arc<Store>, change: impl FnOnce(&mut Settings)) -> Self {
        Self::launch(discord, Some(store), None, change)
    }

    /// The same on other articles.
    pub fn start_on(discord: &LocalDiscord, library: Arc<Library>, store: Arc<Store>) -> Self {
        Self::launch_on(discord, library, Some(store), None, |_| ())
    }

    /// The same with interactions over HTTP; where they come in.
    pub async fn start_with_endpoint(discord: &LocalDiscord, change: impl FnOnce(&mut Settings)) -> (Self, String) {
        Self::start_on_with_endpoint(discord, engine(), change).await
    }

    /// The same on another engine.
    pub async fn start_on_with_endpoint(discord: &LocalDiscord, engine: Arc<Engine>, change: impl FnOnce(&mut Settings)) -> (Self, String) {
        let (endpoint, url) = Self::endpoint(discord).await;
        (Self::launch_on(discord, Arc::new(Library::new(engine)), None, Some(endpoint), change), url)
    }

    /// The same on other articles.
    pub async fn start_library_with_endpoint(discord: &LocalDiscord, library: Arc<Library>, store: Arc<Store>) -> (Self, String) {
        let (endpoint, url) = Self::endpoint(discord).await;
        (Self::launch_on(discord, library, Some(store), Some(endpoint), |_| ()), url)
    }

    async fn endpoint(discord: &LocalDiscord) -> (Endpoint, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/interactions", listener.local_addr().expect("bound"));
        let key = PublicKey::parse(&discord.public_key()).expect("a key");
        (Endpoint { listener, key }, url)
    }

    fn launch(discord: &LocalDiscord, store: Option<Arc<Store>>, endpoint: Option<Endpoint>, change: impl FnOnce(&mut Settings)) -> Self {
        Self::launch_on(discord, Arc::new(Library::new(engine())), store, endpoint, change)
    }

    fn launch_on(
        discord: &LocalDiscord,
        library: Arc<Library>,
        store: Option<Arc<Store>>,
        endpoint: Option<Endpoint>,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        log::install();
        let mut settings = Settings::new(Secret::from(discord.token().to_owned()), || PartialDate { year: 2024, month: Some(12), day: Some(1) });
        settings.api_base = Some(discord.url());
        settings.prefix = Some("!salary".to_owned());
        change(&mut settings);
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async move {
            let _ = stopped.await;
        };
        let running = async move {
            let store = match store {
                Some(store) => store,
                None => career_store().await,
            };
            serve(library, store, settings, endpoint, shutdown).await
        };
        Self { stop, running: tokio::spawn(running) }
    }

    /// Ends the bot, which must take less than 2 s.
    pub async fn stop(self) {
        let asked = Instant::now();
        let _ = self.stop.send(());
        let ended = tokio::time::timeout(SOON, self.running).await.expect("the bot ends").expect("no panic");
        assert!(asked.elapsed() < Duration::from_secs(2), "took {:?}", asked.elapsed());
        assert!(ended.is_ok(), "{ended:?}");
    }

    /// Why the bot ended by itself.
    pub async fn failure(self) -> ServeError {
        let ended = tokio::time::timeout(SOON, self.running).await.expect("the bot ends").expect("no panic");
        ended.expect_err("an error")
    }
}

/// A Discord with a connected bot.
pub struct Stage {
    pub discord: LocalDiscord,
    bot: Bot,
}

impl Stage {
    /// The usual one.
    pub async fn start() -> Self {
        Self::with(Setup::default(), |_| ()).await
    }

    /// Another server, other settings.
    pub async fn with(setup: Setup, change: impl FnOnce(&mut Settings)) -> Self {
        Self::with_store(setup, career_store().await, change).await
    }

    /// The same with a store that the test looks into.
    pub async fn with_store(setup: Setup, store: Arc<Store>, change: impl FnOnce(&mut Settings)) -> Self {
        let discord = LocalDiscord::start(setup).await.expect("a server");
        let bot = Bot::start_with(&discord, store, change);
        discord.wait_connected(SOON).await.expect("connected");
        discord.wait_commands(salary_bot::discord::commands::count(), SOON).await.expect("commands");
        Self { discord, bot }
    }

    /// A member says something in `general` and gets this reply.
    pub async fn ask(&self, text: &str) -> Value {
        let asked = self.say(text);
        self.reply(asked).await
    }

    /// A member says something in `general`.
    pub fn say(&self, text: &str) -> Id {
        self.discord.say(defaults::MEMBER, defaults::GENERAL, text).expect("said")
    }

    /// The bot's first message in `general` after that one.
    pub async fn reply(&self, after: Id) -> Value {
        self.discord.wait_for_message(defaults::GENERAL, after, SOON).await.expect("a reply")
    }

    /// Nothing is said in `general` after that message, although the bot is awake and has seen it.
    pub async fn silence(&self, after: Id) {
        // What is answered elsewhere came later on the same connection.
        let fence = self.discord.say(defaults::MEMBER, defaults::OTHER, "!salary devops").expect("said");
        self.discord.wait_for_message(defaults::OTHER, fence, SOON).await.expect("the bot is awake");
        self.discord.expect_silence(defaults::GENERAL, after, QUIET).await.expect("silence");
    }

    /// A member runs a slash command in `general`; what they see.
    pub async fn slash(&self, command: &str, options: Value) -> Value {
        let run = self.discord.slash(defaults::MEMBER, defaults::GENERAL, command, options).expect("allowed");
        run.message(SOON).await.expect("a response")
    }

    /// Ends all, and looks whether anything went wrong that nobody told.
    pub async fn finish(self) {
        finish(self.discord, self.bot).await;
    }
}

/// Ends a bot and its server, and looks whether anything went wrong that nobody told.
pub async fn finish(discord: LocalDiscord, bot: Bot) {
    bot.stop().await;
    let complaints = discord.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
    log::assert_clean(discord.token());
    discord.shutdown().await;
}

/// A message's id.
pub fn id(message: &Value) -> Id {
    message["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

/// A moderator runs a subcommand of `/corpus` in `general`; what they alone see.
pub async fn corpus(discord: &LocalDiscord, what: &str, options: Value) -> Value {
    let run = discord.slash(defaults::MODERATOR, defaults::GENERAL, &format!("corpus {what}"), options).expect("allowed");
    let message = run.message(SOON).await.expect("a response");
    assert!(Interaction::is_ephemeral(&message), "{message:#}");
    message
}

/// All that a message says, as Discord would render it.
pub fn said(message: &Value) -> String {
    fn gather(value: &Value, key: &str, out: &mut Vec<String>) {
        match value {
            Value::String(text) if !["url", "type", "id", "custom_id"].contains(&key) => out.push(text.clone()),
            Value::Array(items) => items.iter().for_each(|item| gather(item, key, out)),
            Value::Object(fields) => fields.iter().for_each(|(key, value)| gather(value, key, out)),
            _ => {}
        }
    }
    let mut out = Vec::new();
    gather(&message["content"], "content", &mut out);
    gather(&message["embeds"], "embeds", &mut out);
    gather(&message["components"], "components", &mut out);
    out.join("\n")
}

/// That a message says all of these.
#[track_caller]
pub fn assert_says(message: &Value, words: &[&str]) {
    let text = said(message);
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

/// That a message can ping nobody.
#[track_caller]
pub fn assert_pings_nobody(message: &Value) {
    assert_ne!(message["mention_everyone"], true, "{message:#}");
    for key in ["mentions", "mention_roles"] {
        assert!(message[key].as_array().is_none_or(Vec::is_empty), "{key}: {message:#}");
    }
}
