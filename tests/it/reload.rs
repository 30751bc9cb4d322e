//! Articles that change while questions are being answered: each answer comes from one state of them, and none fails.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use local_discord::{Interaction, Setup, defaults};
use salary_bot::answer::{Asked, Kind};
use salary_bot::engine::{Engine, EngineError, Library};
use salary_bot::question::Via;
use serde_json::json;

use crate::harness::{Bot, SOON, assert_says, career_store};

const SWITCHES: u32 = 100;
const ASKERS: usize = 50;

/// An article in which every amount says which version it is of.
fn article(version: u32) -> String {
    format!(
        "---\ntitle: Pay {version}\npublisher: Fixture\npublished: 2026-01-01\n---\nA DevOps engineer in the United States earns ${0},100 a year.\n\nA data engineer in the United States earns ${0},200 a year.\n",
        version + 100
    )
}

fn write(folder: &Path, name: &str, text: &str) {
    // As an editor that is careful does it: never half a file under its name.
    let draft = folder.join(".draft");
    std::fs::write(&draft, text).expect("written");
    std::fs::rename(draft, folder.join(name)).expect("renamed");
}

fn opened(folder: &Path, root: Option<&Path>) -> Arc<Library> {
    let folders = vec![folder.to_owned()];
    let (engine, report) = Engine::open(&folders, root, &mut |_, _| ()).expect("an engine");
    Arc::new(Library::of(Arc::new(engine), &report, folders, root.map(Path::to_owned)))
}

#[test]
fn a_hundred_switches_under_fifty_askers_give_no_failed_and_no_mixed_answer() {
    let (corpus, root) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    write(corpus.path(), "pay.md", &article(0));
    let library = opened(corpus.path(), Some(root.path()));
    let (done, answers) = (AtomicBool::new(false), AtomicUsize::new(0));
    let asked = Asked { today: "2026-11-22".parse().expect("a date"), via: Via::Slash, private: true, currency: None };
    let (library, corpus) = (&library, corpus.path());
    std::thread::scope(|scope| {
        for _ in 0..ASKERS {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let response = library.current().answer("compare devops and data engineer", asked).expect("no failed answer");
                    assert_eq!(response.answer.kind, Kind::Comparison);
                    let versions: Vec<String> = response.answer.figures.iter().map(|cited| cited.record.amount.chars().take(4).collect()).collect();
                    assert!(versions.len() == 2 && versions[0] == versions[1], "a mixed answer: {versions:?}");
                    answers.fetch_add(1, Ordering::Relaxed);
                    // Fifty people, not fifty threads that do nothing else.
                    std::thread::sleep(std::time::Duration::from_millis(40));
                }
            });
        }
        for version in 1..=SWITCHES {
            write(corpus, "pay.md", &article(version));
            assert!(library.changed().is_some(), "a changed file is seen");
            let reloaded = library.reload().expect("read again");
            assert_eq!((reloaded.articles, reloaded.figures, reloaded.broken.len()), (1, 2, 0));
            assert!(library.changed().is_none());
            let amount = library.current().answer("devops", asked).expect("answered").answer.figures[0].record.amount.clone();
            assert!(amount.contains(&format!("{},100", version + 100)), "{amount}");
        }
        done.store(true, Ordering::Relaxed);
    });
    println!("{} answers during {SWITCHES} switches", answers.load(Ordering::Relaxed));
}

#[test]
fn new_removed_and_broken_articles_are_noticed_and_never_take_the_others_down() {
    let corpus = tempfile::tempdir().expect("a folder");
    let folder = corpus.path();
    write(folder, "a.md", &article(1));
    let library = opened(folder, None);
    let articles = || library.current().summary().articles;
    write(folder, "b.md", "A nurse in Texas earns $80,000 a year.");
    library.reload().expect("read again");
    assert_eq!((articles(), library.broken().len()), (2, 0));
    write(folder, "b.md", "---\ntitle: [broken\n---\nA nurse in Texas earns $80,000 a year.");
    let reloaded = library.reload().expect("read again");
    assert_eq!((articles(), reloaded.broken.len()), (1, 1));
    assert!(library.broken()[0].contains("b.md"), "{:?}", library.broken());
    std::fs::remove_file(folder.join("b.md")).expect("removed");
    library.reload().expect("read again");
    assert_eq!((articles(), library.broken().len()), (1, 0));
    // A folder that is empty for a moment, as on a share that comes and goes.
    std::fs::remove_file(folder.join("a.md")).expect("removed");
    assert!(matches!(library.reload(), Err(EngineError::Emptied)));
    assert_eq!(articles(), 1, "the articles of before go on answering");
    write(folder, "a.md", &article(2));
    library.reload().expect("read again");
    assert_eq!(articles(), 1);
}

#[tokio::test]
async fn moderators_see_what_the_corpus_holds_and_have_it_read_again() {
    let corpus = tempfile::tempdir().expect("a folder");
    write(corpus.path(), "a.md", &article(1));
    let library = opened(corpus.path(), None);
    let discord = local_discord::LocalDiscord::start(Setup::default()).await.expect("a server");
    let bot = Bot::start_on(&discord, library, career_store().await);
    discord.wait_connected(SOON).await.expect("connected");
    discord.wait_commands(salary_bot::discord::commands::count(), SOON).await.expect("commands");
    let run = async |what: &str| {
        let run = discord.slash(defaults::MODERATOR, defaults::GENERAL, &format!("corpus {what}"), json!({})).expect("allowed");
        run.message(SOON).await.expect("a response")
    };
    let status = run("status").await;
    assert!(Interaction::is_ephemeral(&status));
    assert_says(&status, &["1 articles", "2 pay figures", "No file is broken"]);
    write(corpus.path(), "b.md", "---\ntitle: [broken\n---\ntext");
    write(corpus.path(), "a.md", &article(7));
    let again = run("reload").await;
    assert_says(&again, &["read again", "One file is broken", "b.md"]);
    assert!(!crate::harness::said(&again).contains(&corpus.path().display().to_string()), "where files lie is nobody's business: {again:#}");
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "!salary devops").expect("said");
    assert_says(&discord.wait_for_message(defaults::GENERAL, asked, SOON).await.expect("a reply"), &["$107,100"]);
    assert!(discord.slash(defaults::MEMBER, defaults::GENERAL, "corpus status", json!({})).is_err(), "members are not offered it");
    bot.stop().await;
    assert!(discord.violations().is_empty(), "{:#?}", discord.violations());
}
