//! A server's own articles: attached, looked at, added, answering in that server alone, and removed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use local_discord::{Channel, Guild, Id, LocalDiscord, Setup, defaults};
use salary_bot::answer::Asked;
use salary_bot::engine::{Engine, EngineError, Library};
use salary_bot::question::Via;
use salary_bot::store::{Choices, MOST_ARTICLES, Store};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Bot, SOON, assert_pings_nobody, assert_says, career_store, corpus, finish, id, log, said};

const SURVEY: &str = "---\ntitle: Our survey\n---\n# Pay\n\nA data analyst in the United States earns **$91,234** a year.\n\nThe party cost $5,000.\n";
const OTHER_GUILD: Id = 700_000_000_000_000_002;
const OTHER_HALL: Id = 710_000_000_000_000_021;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/discord")
}

fn library(corpus: &Path, data: &Path) -> Library {
    let (folders, root) = (vec![corpus.to_owned()], data.join("index"));
    let (engine, report) = Engine::open(&folders, Some(&root), &mut |_, _| ()).expect("an engine");
    Library::of(Arc::new(engine), &report, folders, Some(root)).with_servers(data.join("servers"))
}

fn asked() -> Asked {
    Asked { today: "2026-11-22".parse().expect("a date"), via: Via::Slash, private: true, currency: None }
}

fn amounts(engine: &Engine, question: &str) -> Vec<String> {
    engine.answer(question, asked()).expect("answered").answer.figures.iter().map(|cited| cited.record.amount.clone()).collect()
}

fn article(name: &str, dollars: u32) -> (String, String) {
    (name.to_owned(), format!("A data analyst in the United States earns ${dollars},234 a year."))
}

#[test]
fn a_servers_engine_has_the_operators_articles_and_its_own() {
    let (corpus, data) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let base = |dollars: u32| {
        std::fs::write(corpus.path().join("a.md"), format!("A DevOps engineer in the United States earns ${dollars},100 a year.")).expect("written");
    };
    base(100);
    let library = library(corpus.path(), data.path());
    assert!(library.takes_articles() && library.of_server(1).is_none() && library.servers().is_empty());
    let one = library.open_server(1, 7, &[article("a.md", 91), article("../out.md", 92)]).expect("opened");
    assert_eq!((amounts(&one, "data analyst").len(), amounts(&one, "devops").len()), (1, 1));
    assert!(!data.path().join("servers/1/out.md").exists() && !data.path().join("servers/out.md").exists(), "a name leads nowhere else");
    assert!(amounts(&library.current(), "data analyst").is_empty(), "the operator's stay as they are");
    assert!(Arc::ptr_eq(&one, &library.of_server_now(1, 7).expect("open")));
    assert!(Arc::ptr_eq(&one, &library.open_server(1, 7, &[]).expect("open already")));
    assert!(library.of_server_now(1, 8).is_none() && library.of_server_now(2, 7).is_none());

    // Another state: what was removed is neither answered nor left on disk.
    let two = library.open_server(1, 8, &[article("b.md", 93)]).expect("opened");
    assert!(amounts(&two, "data analyst")[0].contains("93,234"));
    let left = |below: &Path| {
        let mut names: Vec<String> =
            std::fs::read_dir(below).expect("a folder").map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(
        (left(&data.path().join("servers/1")), left(&data.path().join("servers/1/articles"))),
        (vec!["articles".to_owned(), "index-8".to_owned()], vec!["b.md".to_owned()])
    );

    // The operator's articles change: opened anew, with both.
    base(200);
    library.reload().expect("read again");
    assert!(library.of_server_now(1, 8).is_none() && library.of_server(1).is_some());
    let three = library.open_server(1, 8, &[article("b.md", 93)]).expect("opened");
    assert!(amounts(&three, "devops")[0].contains("200,100") && amounts(&three, "data analyst")[0].contains("93,234"));

    // They are gone for a moment: the server is not left with its own alone.
    std::fs::rename(corpus.path().join("a.md"), corpus.path().join("a.hidden")).expect("renamed");
    assert!(matches!(library.open_server(1, 9, &[article("b.md", 94)]), Err(EngineError::Emptied)));
    assert_eq!(library.servers(), [1]);
    library.forget_server(1);
    library.forget_server(2);
    assert!(library.of_server(1).is_none() && library.servers().is_empty() && left(&data.path().join("servers")).is_empty());
}

/// Two servers and direct messages, a bot with a data folder, and what keeps choices.
struct Town {
    discord: LocalDiscord,
    bot: Bot,
    store: Arc<Store>,
    library: Arc<Library>,
    data: TempDir,
}

impl Town {
    async fn start(over_http: bool) -> Self {
        let other = Guild { id: OTHER_GUILD, name: "Second".to_owned(), channels: vec![Channel::text(OTHER_HALL, "hall")], ..Guild::default() };
        let discord = LocalDiscord::start(Setup { guilds: vec![Guild::default(), other], ..Setup::default() }).await.expect("a server");
        let (data, store) = (tempfile::tempdir().expect("a folder"), career_store().await);
        store.change(OTHER_GUILD, |choices| choices.channels = vec![OTHER_HALL]).await.expect("written");
        let library = Arc::new(library(&fixtures(), data.path()));
        let bot = if over_http {
            let (bot, url) = Bot::start_library_with_endpoint(&discord, library.clone(), store.clone()).await;
            discord.wait_connected(SOON).await.expect("connected");
            discord.set_interactions_endpoint(Some(&url)).await.expect("verified");
            bot
        } else {
            Bot::start_on(&discord, library.clone(), store.clone())
        };
        discord.wait_connected(SOON).await.expect("connected");
        discord.wait_commands(salary_bot::discord::commands::count(), SOON).await.expect("commands");
        Self { discord, bot, store, library, data }
    }

    async fn attach(&self, filename: &str, data: &[u8]) -> Value {
        let file = self.discord.upload(defaults::MODERATOR, filename, data).expect("uploaded");
        self.corpus("add", json!({ "file": file.to_string() })).await
    }

    async fn corpus(&self, what: &str, options: Value) -> Value {
        corpus(&self.discord, what, options).await
    }

    async fn press(&self, message: &Value, label: &str) -> Value {
        let pressed = self.discord.press(defaults::MODERATOR, id(message), &button(message, label)).expect("pressed");
        pressed.message(SOON).await.expect("a response")
    }

    async fn asks(&self, place: impl Into<local_discord::Place>) -> String {
        let run = self.discord.slash(defaults::MEMBER, place, "salary", json!({ "role": "data analyst" })).expect("allowed");
        said(&run.message(SOON).await.expect("a response"))
    }

    async fn finish(self) {
        finish(self.discord, self.bot).await;
    }
}

fn button(message: &Value, label: &str) -> String {
    let row = message["components"][0]["components"].as_array().unwrap_or_else(|| panic!("no buttons: {message:#}"));
    row.iter().find(|button| button["label"] == label).expect(label)["custom_id"].as_str().expect("a custom id").to_owned()
}

async fn added_answers_here_alone_and_is_removed(over_http: bool) {
    let town = Town::start(over_http).await;
    assert_says(&town.corpus("list", json!({})).await, &["no articles of its own"]);
    let shown = town.attach("Our survey (2026).md", SURVEY.as_bytes()).await;
    assert_says(
        &shown,
        &[
            "our-survey",
            ".md",
            "one pay figure",
            "$91,234",
            "“A data analyst in the United States earns $91,234 a year.”",
            "Passed over: $5,000",
            "Add",
            "Cancel",
        ],
    );
    assert_pings_nobody(&shown);
    assert_eq!(town.store.read(defaults::GUILD).await.expect("read").articles, 0, "nothing is kept yet");
    assert!(!town.asks(defaults::GENERAL).await.contains("$91,234"));
    let done = town.press(&shown, "Add").await;
    assert_says(&done, &["is added"]);
    assert!(done["components"].as_array().is_none_or(Vec::is_empty), "{done:#}");

    let here = town.asks(defaults::GENERAL).await;
    assert!(here.contains("$91,234") && here.contains("Our survey") && !here.contains("salary-bot corpus"), "{here}");
    assert!(!town.asks(OTHER_HALL).await.contains("$91,234"), "another server");
    let dm = town.discord.dm_channel(defaults::MEMBER).expect("a channel");
    assert!(!town.asks(dm).await.contains("$91,234"), "direct messages");
    let question = town.discord.say(defaults::MEMBER, defaults::GENERAL, "!salary data analyst").expect("said");
    assert_says(&town.discord.wait_for_message(defaults::GENERAL, question, SOON).await.expect("a reply"), &["$91,234"]);
    // The operator's articles go on answering.
    let devops = town.discord.slash(defaults::MEMBER, defaults::GENERAL, "salary", json!({ "role": "devops" })).expect("allowed");
    assert_says(&devops.message(SOON).await.expect("a response"), &["$116,000"]);

    let list = town.corpus("list", json!({})).await;
    assert_says(&list, &["one article", "survey"]);
    let mydata = town.discord.slash(defaults::MODERATOR, defaults::GENERAL, "mydata", json!({})).expect("allowed");
    assert_says(&mydata.message(SOON).await.expect("a response"), &["articles that this server's moderators added"]);
    let names = town.discord.autocomplete(defaults::MODERATOR, defaults::GENERAL, "corpus remove", json!({ "name": "our" }), "name").await.expect("choices");
    let name = names[0]["value"].as_str().expect("a name").to_owned();
    assert_eq!(names.len(), 1);
    let other = town.discord.autocomplete(defaults::MODERATOR, OTHER_HALL, "corpus remove", json!({ "name": "" }), "name").await.expect("choices");
    assert!(other.is_empty(), "another server's names are its own: {other:?}");
    assert_says(&town.corpus("remove", json!({ "name": "nosuch.md" })).await, &["no article"]);
    assert_says(&town.corpus("remove", json!({ "name": name })).await, &["is removed"]);
    assert!(!town.asks(defaults::GENERAL).await.contains("$91,234"));
    assert_eq!(town.store.articles(defaults::GUILD).await.expect("read"), (0, Vec::new()));
    town.finish().await;
}

#[tokio::test]
async fn an_added_article_answers_in_its_server_alone_until_it_is_removed() {
    added_answers_here_alone_and_is_removed(false).await;
}

#[tokio::test]
async fn the_same_by_the_signed_endpoint() {
    added_answers_here_alone_and_is_removed(true).await;
}

#[tokio::test]
async fn drafts_are_for_who_attached_them_and_add_once() {
    let town = Town::start(false).await;
    let cancelled = town.attach("survey.md", SURVEY.as_bytes()).await;
    assert_says(&town.press(&cancelled, "Cancel").await, &["Nothing was added"]);
    let shown = town.attach("survey.md", SURVEY.as_bytes()).await;
    let add = button(&shown, "Add");
    // Others, another server's moderator among them, and a number that was never given.
    let public = town.discord.slash(defaults::MEMBER, defaults::GENERAL, "salary", json!({ "role": "devops" })).expect("allowed");
    let public = id(&public.message(SOON).await.expect("a response"));
    for (user, custom_id, want) in [
        (defaults::MEMBER, add.as_str(), "manage this server"),
        (defaults::OWNER, add.as_str(), "This has expired, attach the file again."),
        (defaults::MODERATOR, "1:g::article-add-1", "This has expired, attach the file again."),
        (defaults::MODERATOR, "1:g::article-add-zz", "expired"),
        (defaults::MODERATOR, "1:g::article-x", "expired"),
        (defaults::MODERATOR, &button(&cancelled, "Add"), "expired"),
    ] {
        let told = town.discord.press_raw(user, public, custom_id).expect("pressed").message(SOON).await.expect("a response");
        assert_says(&told, &[want]);
    }
    assert_eq!(town.store.read(defaults::GUILD).await.expect("read").articles, 0);
    assert_says(&town.press(&shown, "Add").await, &["is added"]);
    let again = town.discord.press_raw(defaults::MODERATOR, public, &add).expect("pressed").message(SOON).await.expect("a response");
    assert_says(&again, &["expired"]);
    let shown = town.attach("SURVEY.md", SURVEY.replace("91,234", "92,345").as_bytes()).await;
    assert_says(&shown, &["takes the place", "$92,345"]);
    town.press(&shown, "Add").await;
    let here = town.asks(defaults::GENERAL).await;
    assert!(here.contains("$92,345") && !here.contains("$91,234"), "{here}");

    // Erased: nothing is left in the store, in memory or on disk.
    let erase = town.discord.press_raw(defaults::MODERATOR, public, "1:g::erase").expect("pressed");
    assert_says(&erase.message(SOON).await.expect("a response"), &["is erased"]);
    town.store.change(defaults::GUILD, |choices| choices.channels = vec![defaults::GENERAL]).await.expect("written");
    assert!(!town.asks(defaults::GENERAL).await.contains("$92,345"));
    let folder = town.data.path().join("servers").join(defaults::GUILD.to_string());
    for _ in 0..100 {
        if !folder.exists() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(!folder.exists() && town.library.of_server(defaults::GUILD).is_none());
    town.finish().await;
}

#[tokio::test]
async fn members_may_not_and_hostile_files_are_refused_with_the_reason() {
    let town = Town::start(false).await;
    let file = town.discord.upload(defaults::MEMBER, "a.md", SURVEY.as_bytes()).expect("uploaded");
    assert!(town.discord.slash(defaults::MEMBER, defaults::GENERAL, "corpus add", json!({ "file": file.to_string() })).is_err(), "not offered");
    let attachment = |url: &str, name: &str| json!({ "id": "5", "filename": name, "size": 10, "url": url, "proxy_url": url });
    let forged = |url: &str, name: &str| {
        json!({
            "id": "1", "name": "corpus", "type": 1, "options": [{ "type": 1, "name": "add", "options": [{ "type": 11, "name": "file", "value": "5" }] }],
            "resolved": { "attachments": { "5": attachment(url, name) } },
        })
    };
    let run = town.discord.slash_raw(defaults::MEMBER, defaults::GENERAL, forged("https://cdn.discordapp.com/a.md", "a.md")).expect("sent");
    assert_says(&run.message(SOON).await.expect("a response"), &["manage this server"]);
    for url in ["https://evil.example/a.md", "http://169.254.169.254/latest", "file:///etc/passwd", "x", "http://127.0.0.1:1/a.md"] {
        let run = town.discord.slash_raw(defaults::MODERATOR, defaults::GENERAL, forged(url, "a.md")).expect("sent");
        assert_says(&run.message(SOON).await.expect("a response"), &["Nothing was added", "does not lie at Discord"]);
    }
    let gone = format!("{}/attachments/1/2/a.md", town.discord.url());
    let run = town.discord.slash_raw(defaults::MODERATOR, defaults::GENERAL, forged(&gone, "a.md")).expect("sent");
    assert_says(&run.message(SOON).await.expect("a response"), &["could not fetch"]);

    let big = vec![b'x'; 10 << 20];
    for (name, data, want) in [
        ("a.md", big.as_slice(), "at most 256 kB"),
        ("a.md", b"PK\x03\x04\x00\x00\x00zip", "NUL bytes"),
        ("a.md", b"\xff\xd8\xff\xe0 picture", "UTF-8"),
        ("a.md", b"words\x07 and a bell", "control character"),
        ("a.md", b"---\ntitle: [x\n---\nWords", "Line "),
        ("a.exe", b"words", ".html"),
        ("a.html", "<div>".repeat(40_000).as_bytes(), "deep"),
        ("a.md", b"", "empty"),
    ] {
        let told = town.attach(name, data).await;
        assert_says(&told, &["Nothing was added", want]);
        assert!(told["components"].as_array().is_none_or(Vec::is_empty), "{told:#}");
    }
    // Discord says less than there is.
    let large = town.discord.upload(defaults::MODERATOR, "a.md", &vec![b'x'; 300 * 1024]).expect("uploaded");
    let url = format!("{}/attachments/{}/{large}/a.md", town.discord.url(), defaults::BOT);
    let run = town.discord.slash_raw(defaults::MODERATOR, defaults::GENERAL, forged(&url, "a.md")).expect("sent");
    assert_says(&run.message(SOON).await.expect("a response"), &["at most 256 kB"]);
    let fine = town.discord.upload(defaults::MODERATOR, "a.md", SURVEY.as_bytes()).expect("uploaded");
    let url = format!("{}/attachments/{}/{fine}/a.md", town.discord.url(), defaults::BOT);
    let run = town.discord.slash_raw(defaults::MODERATOR, defaults::GENERAL, forged(&url, "../../x.md")).expect("sent");
    assert_says(&run.message(SOON).await.expect("a response"), &["Nothing was added", "is a path"]);

    let tricks = town.attach("@everyone.txt", b"A data analyst makes $91,000 a year @everyone <@1> [x](https://evil.example) ```.").await;
    assert_says(&tricks, &["$91,000", "everyone.txt"]);
    assert_pings_nobody(&tricks);
    assert!(!said(&tricks).contains("@everyone") && !said(&tricks).contains("[x]("), "{tricks:#}");
    assert_says(&town.attach("empty.txt", b"No amount stands here.").await, &["no pay figure", "quoted all the same", "Add"]);
    for n in 0..MOST_ARTICLES {
        let article = salary_bot::store::Article { name: format!("{n}.md"), body: "words".to_owned() };
        town.store.add_article(defaults::GUILD, &article, 1).await.expect("added");
    }
    assert_says(&town.attach("more.md", SURVEY.as_bytes()).await, &["at most 25 articles"]);
    town.finish().await;
}

#[tokio::test]
async fn where_they_cannot_be_indexed_the_operators_articles_answer() {
    let town = Town::start(false).await;
    // A file stands where the folder would be.
    std::fs::write(town.data.path().join("servers"), "in the way").expect("written");
    let shown = town.attach("survey.md", SURVEY.as_bytes()).await;
    assert_says(&town.press(&shown, "Add").await, &["is added"]);
    for _ in 0..3 {
        let devops = town.discord.slash(defaults::MEMBER, defaults::GENERAL, "salary", json!({ "role": "devops" })).expect("allowed");
        assert_says(&devops.message(SOON).await.expect("a response"), &["$116,000"]);
    }
    assert!(log::says(tracing::Level::WARN, "cannot be indexed"));
    assert_ne!(*town.store.read(defaults::GUILD).await.expect("read"), Choices::default());
    town.finish().await;
}
