//! A day in busy career channels, replayed to a bot that listens: 5,000 messages, of which 120 ask clearly what a job pays.
//! The table's columns: second of the day, author, what it replies to (a line of the table, or somebody who is mentioned), what
//! it is, whose pay is asked about, the message.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use local_discord::{Channel, Id, LocalDiscord, Setup, defaults};
use salary_bot::answer::{Asked, Kind};
use salary_bot::engine::{Engine, Library};
use salary_bot::question::Via;
use salary_bot::store::{Listening, MOST_A_MINUTE, Store};

use crate::harness::{Bot, SOON, said};

const DAY: &str = include_str!("../cases/channel-day.tsv");
/// Of the day's talk, at most this share may be taken for a question: 16 of 4,775 messages are.
const MISTAKEN: f64 = 0.005;
/// Of the questions that these articles answer, at least this share must be answered: 30 of 33 are.
const ANSWERED: f64 = 0.9;

struct Row {
    reply_to: Option<usize>,
    kind: &'static str,
    text: String,
}

fn rows() -> Vec<Row> {
    let row = |line: &'static str| {
        let [_, _, reply_to, kind, _, text] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("six columns: {line}") };
        let mut text = text.replace("\\n", "\n");
        // Whoever is mentioned is somebody of this server.
        if let Some(rest) = reply_to.strip_prefix("@u").and_then(|n| text.strip_prefix(&format!("<@{n}>"))) {
            text = format!("<@{}>{rest}", defaults::MODERATOR);
        }
        Row { reply_to: reply_to.parse().ok(), kind, text }
    };
    DAY.lines().map(row).collect()
}

/// A day is over in seconds here: in one channel the most answers of a minute would be too few.
const CHANNELS: [Id; 3] = [defaults::GENERAL, defaults::OTHER, defaults::OTHER + 1];

#[tokio::test]
async fn clear_questions_are_answered_once_and_talk_is_left_alone() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let (engine, _) = Engine::open(&[corpus], None, &mut |_, _| ()).expect("an engine");
    let engine = Arc::new(engine);
    let store = Arc::new(Store::in_memory());
    let listen = |choices: &mut salary_bot::store::Choices| {
        choices.channels = CHANNELS.to_vec();
        choices.listening = Listening::Reply;
        // The day takes seconds here, so the cooldown of a minute would cover all of it.
        (choices.per_member, choices.per_channel) = (MOST_A_MINUTE, MOST_A_MINUTE);
    };
    store.change(defaults::GUILD, listen).await.expect("written");
    let mut setup = Setup::default();
    setup.guilds[0].channels.push(Channel::text(CHANNELS[2], "pay"));
    let discord = LocalDiscord::start(setup).await.expect("a server");
    let bot = Bot::start_on(&discord, Arc::new(Library::new(engine.clone())), store);
    discord.wait_connected(SOON).await.expect("connected");

    let rows = rows();
    let mut sent: Vec<(Id, Id)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let author = [defaults::MEMBER, defaults::SECOND_MEMBER, defaults::MODERATOR][at % 3];
        let before = row.reply_to.map(|line| sent[line - 1]);
        let channel = before.map_or(CHANNELS[at / 2 % CHANNELS.len()], |(channel, _)| channel);
        let message = match before {
            Some((_, before)) => discord.reply_to(author, before, &row.text),
            None => discord.say(author, channel, &row.text),
        };
        sent.push((channel, message.unwrap_or_else(|e| panic!("line {}: {e}", at + 1))));
        if at % 500 == 499 {
            // As fast as the bot reads: otherwise the last ones would wait too long for their turn.
            let fence = discord.say_dm(defaults::MEMBER, "devops pay?").expect("said");
            discord.wait_for_message(discord.dm_channel(defaults::MEMBER).expect("a channel"), fence, Duration::from_secs(60)).await.expect("the bot is awake");
        }
    }
    let fence = discord.say_dm(defaults::MEMBER, "devops pay?").expect("said");
    discord.wait_for_message(discord.dm_channel(defaults::MEMBER).expect("a channel"), fence, SOON).await.expect("the bot is awake");
    // On a busy machine the last answers take their time.
    let count = || CHANNELS.map(|channel| discord.messages(channel).len());
    let (mut last, mut quiet) = (count(), 0);
    while quiet < 20 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        quiet = if count() == last { quiet + 1 } else { 0 };
        last = count();
    }

    let lines: HashMap<String, usize> = sent.iter().enumerate().map(|(at, (_, id))| (id.to_string(), at)).collect();
    let mut answered: HashSet<usize> = HashSet::new();
    let mut linked: HashSet<usize> = HashSet::new();
    let me = defaults::BOT.to_string();
    for message in CHANNELS.into_iter().flat_map(|channel| discord.messages(channel)) {
        if message["author"]["id"] == me {
            let at = lines[message["message_reference"]["message_id"].as_str().expect("a reply")];
            assert!(if said(&message).contains("answered today") { &mut linked } else { &mut answered }.insert(at), "two replies to {}", rows[at].text);
        }
    }
    let of = |kind: &str, among: &HashSet<usize>| -> Vec<usize> { (0..rows.len()).filter(|at| rows[*at].kind == kind && among.contains(at)).collect() };
    let count = |kind: &str| rows.iter().filter(|row| row.kind == kind).count();
    let today = "2026-11-22".parse().expect("a date");
    let known = |at: &usize| {
        let asked = Asked { today, via: Via::Slash, private: false, currency: None };
        matches!(engine.answer(&rows[*at].text, asked).expect("answered").answer.kind, Kind::Pay | Kind::Comparison)
    };
    let asks: Vec<usize> = (0..rows.len()).filter(|at| ["ask", "again"].contains(&rows[*at].kind)).collect();
    let answerable: Vec<usize> = asks.iter().copied().filter(known).collect();
    let got = answerable.iter().filter(|at| answered.contains(at) || linked.contains(at)).count();
    let mistaken: Vec<usize> = of("chat", &answered).into_iter().chain(of("chat", &linked)).collect();
    println!(
        "{} messages: {} of {} questions that the articles answer got an answer or a link ({} ask, {} by link); {} of {} other messages were answered; offers {} of {}, why {} of {}",
        rows.len(),
        got,
        answerable.len(),
        asks.len(),
        linked.len(),
        mistaken.len(),
        count("chat"),
        of("offer", &answered).len(),
        count("offer"),
        of("factors", &answered).len(),
        count("factors"),
    );
    for at in &mistaken {
        println!("answered: {}", rows[*at].text);
    }
    for at in answerable.iter().filter(|at| !answered.contains(at) && !linked.contains(at)) {
        println!("not answered: {}", rows[*at].text);
    }
    assert_eq!((rows.len(), asks.len()), (5000, 120));
    assert!(of("to_somebody", &answered).is_empty() && of("to_somebody", &linked).is_empty(), "questions to somebody else");
    assert!((mistaken.len() as f64) <= MISTAKEN * count("chat") as f64, "{} taken for a question", mistaken.len());
    assert!(got as f64 >= ANSWERED * answerable.len() as f64, "{got} of {}", answerable.len());
    bot.stop().await;
    assert!(discord.violations().is_empty(), "{:#?}", discord.violations());
    discord.shutdown().await;
}
