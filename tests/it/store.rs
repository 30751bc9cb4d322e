//! What servers chose, in SQLite and in PostgreSQL: the same tests over both, and what happens where a database fails.
//!
//! PostgreSQL is tested where `SALARY_BOT_TEST_POSTGRES` names one whose user may create databases. `SALARY_BOT_KILLS` says
//! how often a writing process is killed.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use salary_bot::store::{
    Article, Choices, Gap, KEPT_DAYS, LONGEST_ARTICLE, Listening, MOST_ARTICLES, MOST_TALLIES, SHOWN_FROM, Store, StoreError, Tally, Vote,
};
use sqlx::{Connection as _, Executor as _};
use tempfile::TempDir;

const POSTGRES: &str = "SALARY_BOT_TEST_POSTGRES";
const DAY: i64 = 24 * 60 * 60;

/// A database of its own for a test.
enum Place {
    File(TempDir),
    Postgres(String),
}

impl Place {
    fn file() -> Self {
        Self::File(tempfile::tempdir().expect("a folder"))
    }

    fn url(&self) -> String {
        match self {
            Self::File(folder) => format!("sqlite:{}", folder.path().join("salary-bot.db").display()),
            Self::Postgres(url) => url.clone(),
        }
    }

    fn store(&self) -> Store {
        Store::address(&self.url())
    }
}

/// A new PostgreSQL database; none, with a line that says so, where there is no server for tests.
#[allow(clippy::print_stdout, reason = "whoever runs the tests is told what was skipped")]
async fn postgres() -> Option<Place> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let Ok(server) = std::env::var(POSTGRES) else {
        println!("skipped: no PostgreSQL ({POSTGRES} is not set)");
        return None;
    };
    sqlx::any::install_default_drivers();
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").subsec_nanos();
    let name = format!("t{}_{nanos}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let mut connection = sqlx::AnyConnection::connect(&server).await.expect("connected");
    connection.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.expect("created");
    let (base, _) = server.rsplit_once('/').expect("a database's name at the end");
    Some(Place::Postgres(format!("{base}/{name}")))
}

/// Both kinds, as far as they are there.
async fn both() -> Vec<Place> {
    std::iter::once(Place::file()).chain(postgres().await).collect()
}

#[tokio::test]
async fn what_is_chosen_is_there_after_a_restart_and_for_other_processes() {
    for place in both().await {
        let (one, other) = (place.store(), place.store());
        one.open().await.expect("opened");
        assert_eq!(*one.choices(1).await, Choices::default());
        let change = |choices: &mut Choices| {
            choices.channels = vec![5, 6];
            choices.listening = Listening::Thread;
        };
        one.change(1, change).await.expect("written");
        assert_eq!(one.choices(1).await.channels, [5, 6]);
        assert_eq!(other.read(1).await.expect("read").channels, [5, 6]);
        assert_eq!(*other.read(2).await.expect("read"), Choices::default(), "another server's choices are its own");
        // Two at once do not undo each other.
        let (first, second) = tokio::join!(one.change(1, |c| c.hide = true), other.change(1, |c| c.per_member = 7));
        first.and(second).expect("written");
        let read = place.store().read(1).await.expect("read");
        assert_eq!((read.hide, read.per_member, read.listening), (true, 7, Listening::Thread));
        one.change(1, |choices| *choices = Choices::default()).await.expect("written");
        assert_eq!(*other.read(1).await.expect("read"), Choices::default());
        assert!(matches!(one.change(u64::MAX, |_| ()).await, Err(StoreError::Refused(_))), "no server has such an id");
    }
}

#[tokio::test]
async fn a_server_is_erased_at_once_or_a_month_after_it_was_left() {
    for place in both().await {
        let store = place.store();
        for server in [1, 2, 3] {
            store.change(server, |choices| choices.hide = true).await.expect("written");
        }
        store.erase(1).await.expect("erased");
        assert_eq!(*store.read(1).await.expect("read"), Choices::default());
        let start = 1_000_000_000;
        for server in [2, 3] {
            store.left(server, start).await.expect("noted");
        }
        // An older note stays, and a server that has the bot again keeps what it chose.
        store.left(2, start + 20 * DAY).await.expect("noted");
        store.returned(3).await.expect("noted");
        store.returned(4).await.expect("nothing to note");
        assert_eq!(store.erase_departed(start + KEPT_DAYS * DAY).await.expect("erased"), 0);
        assert_eq!(store.erase_departed(start + KEPT_DAYS * DAY + 1).await.expect("erased"), 1);
        assert_eq!(*store.read(2).await.expect("read"), Choices::default());
        assert!(store.read(3).await.expect("read").hide);
    }
}

#[tokio::test]
async fn tables_of_a_newer_version_are_read_and_never_written() {
    for place in both().await {
        let store = place.store();
        store.change(1, |choices| choices.hide = true).await.expect("written");
        sqlx::any::install_default_drivers();
        let mut connection = sqlx::AnyConnection::connect(&place.url()).await.expect("connected");
        let newer =
            "INSERT INTO _sqlx_migrations SELECT 999, description, installed_on, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";
        connection.execute(newer).await.expect("written");
        for store in [store, place.store()] {
            let refused = store.change(1, |choices| choices.hide = false).await.expect_err("refused");
            assert!(matches!(refused, StoreError::Newer { found: 999, .. }), "{refused}");
            assert!(refused.for_moderators().contains("newer version"));
            assert!(store.read(1).await.expect("read").hide);
            assert!(store.erase(1).await.is_err() && store.left(1, 0).await.is_err());
        }
    }
}

#[tokio::test]
async fn without_its_database_the_bot_goes_on_with_what_it_knows() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("salary-bot.db");
    for (what, spoil) in [
        ("a folder", (|file: &Path| std::fs::create_dir(file).expect("made")) as fn(&Path)),
        ("no database", |file: &Path| std::fs::write(file, "this is no database, but a text that is long enough to be one").expect("written")),
    ] {
        let _ = std::fs::remove_dir(&file);
        spoil(&file);
        let store = Store::file(&file);
        assert!(store.open().await.is_err(), "{what}");
        assert_eq!(*store.choices(1).await, Choices::default(), "{what}");
        let refused = store.change(1, |choices| choices.hide = true).await.expect_err("refused");
        assert!(refused.for_moderators().starts_with("Nothing was changed"), "{what}: {refused}");
    }
    for url in ["mysql://u:secret@h/d", "postgres://u:secret@127.0.0.1:1/d", "", "sqlite:/nowhere/at/all/x.db"] {
        let store = Store::address(url);
        let error = store.open().await.expect_err("no database");
        assert!(!format!("{error} {error:?} {store:?}").contains("secret"), "{error:?}");
        assert_eq!(*store.choices(1).await, Choices::default());
    }
}

#[tokio::test]
async fn what_was_read_last_counts_while_the_database_is_locked_or_damaged() {
    let place = Place::file();
    let store = place.store();
    store.change(1, |choices| choices.channels = vec![5]).await.expect("written");
    sqlx::any::install_default_drivers();
    let mut other = sqlx::AnyConnection::connect(&place.url()).await.expect("connected");
    other.execute("BEGIN IMMEDIATE").await.expect("locked");
    let refused = store.change(1, |choices| choices.channels = vec![6]).await.expect_err("locked");
    assert_eq!(refused, StoreError::Locked);
    assert_eq!(store.read(1).await.expect("reading goes on").channels, [5]);
    other.execute("COMMIT").await.expect("unlocked");
    store.change(1, |choices| choices.channels = vec![7]).await.expect("written");

    let Place::File(folder) = &place else { unreachable!("a file") };
    let file = folder.path().join("salary-bot.db");
    for name in ["salary-bot.db-wal", "salary-bot.db-shm"] {
        let _ = std::fs::remove_file(folder.path().join(name));
    }
    std::fs::write(&file, vec![7_u8; 8192]).expect("spoilt");
    assert_eq!(store.choices(1).await.channels, [7], "known from before");
    assert!(place.store().open().await.is_err());
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_read() {
    let place = Place::file();
    place.store().change(1, |choices| choices.hide = true).await.expect("written");
    let store = Store::address(&format!("{}?mode=ro", place.url()));
    assert!(store.read(1).await.expect("read").hide);
    let refused = store.change(1, |choices| choices.hide = false).await.expect_err("read-only");
    assert_eq!(refused, StoreError::ReadOnly);
    assert!(refused.for_moderators().contains("read-only"));
}

fn article(name: &str, body: &str) -> Article {
    Article { name: name.to_owned(), body: body.to_owned() }
}

#[tokio::test]
async fn a_servers_own_articles_are_kept_for_it_alone_and_erased_with_all_else() {
    for place in both().await {
        let (one, other) = (place.store(), place.store());
        let (first, second) = (article("a.md", "One.\n\u{e9} 'quoted' $1"), article("b.md", "Two."));
        one.add_article(1, &first, 1_000).await.expect("added");
        let (state, held) = other.articles(1).await.expect("read");
        assert_eq!((state, held), (1_000, vec![first.clone()]));
        assert_eq!(other.read(1).await.expect("read").articles, 1_000, "others notice by the number");
        one.add_article(1, &second, 1_000).await.expect("added");
        one.add_article(1, &article("a.md", "Other."), 900).await.expect("in its place");
        let (state, held) = other.articles(1).await.expect("read");
        assert_eq!((state, held), (1_002, vec![article("a.md", "Other."), second.clone()]));
        assert_eq!(other.articles(2).await.expect("read"), (0, Vec::new()), "another server has none");
        assert_eq!(one.article_list(1).await.expect("read").iter().map(|e| (e.name.as_str(), e.added)).collect::<Vec<_>>(), [("a.md", 900), ("b.md", 1_000)]);
        assert!(!one.remove_article(1, "nosuch.md").await.expect("read") && !one.remove_article(2, "a.md").await.expect("read"));
        assert!(one.remove_article(1, "a.md").await.expect("removed"));
        assert_eq!(other.articles(1).await.expect("read"), (1_003, vec![second]));
        assert!(one.remove_article(1, "b.md").await.expect("removed"));
        assert_eq!(*other.read(1).await.expect("read"), Choices::default(), "nothing is kept any more");

        for server in [1, 2] {
            one.add_article(server, &first, 2_000).await.expect("added");
        }
        one.erase(1).await.expect("erased");
        one.left(2, 0).await.expect("noted");
        assert_eq!(one.erase_departed(KEPT_DAYS * DAY + 1).await.expect("erased"), 1);
        for server in [1, 2] {
            assert_eq!(other.articles(server).await.expect("read"), (0, Vec::new()));
        }
    }
}

#[tokio::test]
async fn too_many_and_too_long_articles_are_refused_with_the_reason() {
    for place in both().await {
        let store = place.store();
        for n in 0..MOST_ARTICLES {
            store.add_article(1, &article(&format!("{n}.md"), "text"), 1).await.expect("added");
        }
        let refused = async |article: Article| store.add_article(1, &article, 1).await.expect_err("refused").for_moderators();
        assert!(refused(article("more.md", "text")).await.contains("at most 25 articles"));
        store.add_article(1, &article("3.md", "other"), 1).await.expect("in the place of another");
        assert!(refused(article("3.md", &"x".repeat(LONGEST_ARTICLE + 1))).await.contains("at most 256 kB"));
        for broken in [article("", "text"), article("3.md", "a\0b"), article(&"n".repeat(81), "text")] {
            assert!(refused(broken).await.starts_with("Nothing was added"));
        }
        assert_eq!(store.articles(1).await.expect("read").1.len(), MOST_ARTICLES);
    }
}

#[tokio::test]
async fn what_is_said_of_figures_is_counted_for_its_server_alone() {
    let words = |what: &str| [format!("${what}"), format!("They earn ${what}. 'x' \u{1f4b0}"), "Title, Publisher".to_owned()];
    for place in both().await {
        let (one, other) = (place.store(), place.store());
        one.count_vote(1, u64::MAX, &words("1"), Some(Vote::Good), None).await.expect("counted");
        other.count_vote(1, 7, &words("7"), Some(Vote::Wrong), None).await.expect("counted");
        one.count_vote(1, 7, &words("not kept"), Some(Vote::Outdated), None).await.expect("counted");
        // One changes their mind.
        one.count_vote(1, 7, &words("7"), Some(Vote::Good), Some(Vote::Outdated)).await.expect("counted");
        one.count_vote(1, 9, &words("9"), None, None).await.expect("kept without a count");
        one.count_vote(2, 7, &words("7"), Some(Vote::Bad), None).await.expect("counted");
        let tally = |figure, what: &str, counts| Tally { figure, words: words(what), counts };
        assert_eq!(other.tallies(1).await.expect("read"), [tally(7, "7", [1, 0, 0, 1]), tally(9, "9", [0; 4]), tally(u64::MAX, "1", [1, 0, 0, 0])]);
        assert_eq!(other.tallies(2).await.expect("read"), [tally(7, "7", [0, 1, 0, 0])]);
        // Never below nothing: somebody takes back what was erased meanwhile.
        one.erase(1).await.expect("erased");
        assert_eq!(one.tallies(1).await.expect("read"), []);
        one.count_vote(1, 7, &words("7"), Some(Vote::Bad), Some(Vote::Good)).await.expect("counted");
        one.count_vote(1, 7, &words("7"), Some(Vote::Wrong), Some(Vote::Outdated)).await.expect("counted");
        assert_eq!(one.tallies(1).await.expect("read"), [tally(7, "7", [0, 1, 0, 1])]);
        one.left(2, 0).await.expect("noted");
        one.erase_departed(KEPT_DAYS * DAY + 1).await.expect("erased");
        assert_eq!(one.tallies(2).await.expect("read"), []);
    }
}

#[tokio::test]
async fn there_is_room_for_so_many_figures_and_no_more() {
    for place in both().await {
        let store = place.store();
        let words = ["\0$1".to_owned(), "long ".repeat(500), String::new()];
        for figure in 0..MOST_TALLIES as u64 {
            store.count_vote(1, figure, &words, Some(Vote::Bad), None).await.expect("counted");
        }
        store.change(1, |choices| choices.hidden = vec![0]).await.expect("written");
        store.count_vote(1, 3, &words, Some(Vote::Wrong), None).await.expect("counted");
        // The one of which least is said makes room, but for one that is hidden.
        store.count_vote(1, u64::MAX, &words, Some(Vote::Bad), None).await.expect("counted");
        let all = store.tallies(1).await.expect("read");
        assert_eq!((all.len(), all[0].figure, all[0].words[0].as_str(), all[0].words[1].chars().count()), (MOST_TALLIES, 3, "$1", 300));
        let there = |figure: u64| all.iter().any(|tally| tally.figure == figure);
        assert!(there(0) && !there(1) && there(2) && there(u64::MAX));
        store.forget_unsaid(1, 3).await.expect("written");
        store.count_vote(1, 2, &words, None, Some(Vote::Bad)).await.expect("taken back");
        store.forget_unsaid(1, 2).await.expect("written");
        let all = store.tallies(1).await.expect("read");
        assert!(all.iter().any(|tally| tally.figure == 3) && !all.iter().any(|tally| tally.figure == 2));
    }
}

#[tokio::test]
async fn many_at_once_undo_nothing_of_each_other() {
    for place in both().await {
        let (one, other) = (place.store(), place.store());
        one.open().await.expect("opened");
        let words = ["$1".to_owned(), "They earn $1.".to_owned(), "Title".to_owned()];
        let (one, other) = (Arc::new(one), Arc::new(other));
        let mut work = tokio::task::JoinSet::new();
        for n in 0..20_u64 {
            let (store, words) = (if n % 2 == 0 { one.clone() } else { other.clone() }, words.clone());
            work.spawn(async move {
                store.count_vote(1, 7, &words, Some(Vote::Wrong), None).await.expect("counted");
                store.missed(1, "chef", None).await.expect("counted");
                store.change(1, |choices| choices.hidden.push(n)).await.expect("written");
                store.add_article(1, &article(&format!("{n}.md"), "text"), 5).await.expect("added");
            });
        }
        work.join_all().await;
        assert_eq!(one.tallies(1).await.expect("read")[0].counts, [0, 0, 0, 20]);
        assert_eq!(one.gaps(1).await.expect("read")[0].asked, 20);
        let read = one.read(1).await.expect("read");
        let mut hidden = read.hidden.clone();
        hidden.sort_unstable();
        assert_eq!((hidden, read.articles), ((0..20).collect(), 24), "each is kept, and each article raised the number");
    }
}

#[tokio::test]
async fn what_was_not_found_is_shown_from_five_times_on() {
    for place in both().await {
        let store = place.store();
        for _ in 0..SHOWN_FROM - 1 {
            store.missed(1, "chef", Some("lyon")).await.expect("counted");
            store.missed(1, "chef", None).await.expect("counted");
        }
        assert_eq!(store.gaps(1).await.expect("read"), []);
        for _ in 0..3 {
            store.missed(1, "chef", None).await.expect("counted");
        }
        store.missed(1, "chef", Some("lyon")).await.expect("counted");
        store.missed(2, "chef", None).await.expect("counted");
        let gap = |place: Option<&str>, asked| Gap { role: "chef".to_owned(), place: place.map(str::to_owned), asked };
        assert_eq!(store.gaps(1).await.expect("read"), [gap(None, 7), gap(Some("lyon"), 5)]);
        assert_eq!(store.gaps(2).await.expect("read"), []);
        store.erase(1).await.expect("erased");
        assert_eq!(store.gaps(1).await.expect("read"), []);
    }
}

#[tokio::test]
async fn a_database_of_the_first_version_is_copied_and_keeps_its_settings() {
    for place in both().await {
        place.store().change(1, |choices| choices.channels = vec![5]).await.expect("written");
        sqlx::any::install_default_drivers();
        let mut connection = sqlx::AnyConnection::connect(&place.url()).await.expect("connected");
        // As the first version left it.
        for table in ["articles", "feedback", "gaps"] {
            connection.execute(sqlx::AssertSqlSafe(format!("DROP TABLE {table}"))).await.expect("dropped");
        }
        connection.execute("DELETE FROM _sqlx_migrations WHERE version > 1").await.expect("deleted");
        connection.close().await.expect("closed");
        let store = match &place {
            Place::File(folder) => Store::file(&folder.path().join("salary-bot.db")),
            Place::Postgres(url) => Store::address(url),
        };
        store.open().await.expect("brought up to date");
        assert_eq!(store.read(1).await.expect("read").channels, [5]);
        store.add_article(1, &article("a.md", "text"), 1).await.expect("added");
        if let Place::File(folder) = &place {
            let copy = format!("sqlite:{}", folder.path().join("salary-bot.before-2.db").display());
            let mut copied = sqlx::AnyConnection::connect(&copy).await.expect("a copy");
            let tables = copied.fetch_all("SELECT name FROM sqlite_master WHERE name = 'articles'").await.expect("read");
            assert!(tables.is_empty(), "copied before the step");
        }
    }
}

/// What the killed process writes to, and how it says that a choice is accepted.
const WRITES_TO: &str = "SALARY_BOT_TEST_WRITES_TO";
const ACCEPTED: &str = "accepted ";
const SERVER: u64 = 77;

/// Not a test by itself: the process that [`killed_at_any_moment_no_accepted_choice_is_lost`] starts and kills.
#[tokio::test]
async fn writes_until_it_is_killed() {
    let Ok(url) = std::env::var(WRITES_TO) else { return };
    let store = Store::address(&url);
    let from = store.read(SERVER).await.expect("read").channels.first().copied().unwrap_or(0);
    for n in from + 1.. {
        store.change(SERVER, |choices| choices.channels = vec![n, n]).await.expect("written");
        println!("{ACCEPTED}{n}");
    }
}

#[tokio::test]
async fn killed_at_any_moment_no_accepted_choice_is_lost() {
    let kills: u64 = std::env::var("SALARY_BOT_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    for place in both().await {
        let mut last = 0;
        for kill in 0..kills {
            let mut child = Command::new(std::env::current_exe().expect("this program"))
                .args(["--exact", "store::writes_until_it_is_killed", "--nocapture", "--test-threads=1"])
                .env(WRITES_TO, place.url())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("started");
            let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
            // Alive and writing, then killed after another while each time.
            let first = lines.by_ref().find_map(|line| line.rsplit_once(ACCEPTED).and_then(|(_, n)| n.parse::<u64>().ok()));
            std::thread::sleep(Duration::from_micros(kill * 997 % 20_000));
            child.kill().expect("killed");
            let said =
                lines.filter_map(|line| line.rsplit_once(ACCEPTED).and_then(|(_, n)| n.parse::<u64>().ok())).last().or(first).expect("something was accepted");
            child.wait().expect("ended");
            let kept = place.store().read(SERVER).await.expect("read").channels.clone();
            let [one, two] = kept[..] else { panic!("half a value: {kept:?}") };
            assert!(one == two && one >= said && said > last, "kill {kill}: accepted {said}, kept {kept:?}, before {last}");
            last = said;
        }
    }
}
