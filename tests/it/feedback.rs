//! What people say of figures, hiding one in a server, and what was asked for and not found: by the gateway and by the endpoint.

use std::sync::Arc;

use local_discord::{Id, Interaction, LocalDiscord, Setup, defaults};
use salary_bot::engine::Library;
use salary_bot::store::Store;
use serde_json::{Value, json};

use crate::harness::{Bot, SOON, assert_pings_nobody, assert_says, career_store, corpus, engine, finish, id, said};

/// A server with a bot, and what it keeps.
struct Town {
    discord: LocalDiscord,
    bot: Bot,
    store: Arc<Store>,
}

impl Town {
    async fn start(over_http: bool) -> Self {
        let discord = LocalDiscord::start(Setup::default()).await.expect("a server");
        let (store, library) = (career_store().await, Arc::new(Library::new(engine())));
        let bot = if over_http {
            let (bot, url) = Bot::start_library_with_endpoint(&discord, library, store.clone()).await;
            discord.wait_connected(SOON).await.expect("connected");
            discord.set_interactions_endpoint(Some(&url)).await.expect("verified");
            bot
        } else {
            Bot::start_on(&discord, library, store.clone())
        };
        discord.wait_connected(SOON).await.expect("connected");
        discord.wait_commands(salary_bot::discord::commands::count(), SOON).await.expect("commands");
        Self { discord, bot, store }
    }

    async fn salary(&self, role: &str) -> Value {
        let run = self.discord.slash(defaults::MEMBER, defaults::GENERAL, "salary", json!({ "role": role })).expect("allowed");
        run.message(SOON).await.expect("a response")
    }

    async fn press(&self, user: Id, message: &Value, label: &str) -> Value {
        let pressed = self.discord.press(user, id(message), &part(message, label)).expect("pressed");
        pressed.message(SOON).await.expect("a response")
    }

    /// Somebody asks for the citations and picks the figure with that amount.
    async fn pick(&self, user: Id, answer: &Value, amount: &str) -> Value {
        let cited = self.press(user, answer, "Copy citations").await;
        assert!(Interaction::is_ephemeral(&cited), "{cited:#}");
        self.pick_from(user, &cited, amount).await
    }

    async fn pick_from(&self, user: Id, list: &Value, amount: &str) -> Value {
        let menu = &list["components"][0]["components"][0];
        let option = menu["options"].as_array().unwrap_or_else(|| panic!("no menu: {list:#}"));
        let option = option.iter().find(|option| option["label"].as_str().is_some_and(|label| label.contains(amount))).expect(amount);
        let (menu, value) = (menu["custom_id"].as_str().expect("an id"), option["value"].as_str().expect("a value"));
        let shown = self.discord.select(user, id(list), menu, &[value]).expect("picked").message(SOON).await.expect("a response");
        assert!(Interaction::is_ephemeral(&shown), "{shown:#}");
        assert_pings_nobody(&shown);
        shown
    }

    async fn corpus(&self, what: &str) -> Value {
        corpus(&self.discord, what, json!({})).await
    }

    async fn finish(self) {
        finish(self.discord, self.bot).await;
    }
}

fn labels(message: &Value) -> Vec<String> {
    let rows = message["components"].as_array().map_or(&[][..], Vec::as_slice);
    rows.iter().flat_map(|row| row["components"].as_array().into_iter().flatten()).filter_map(|part| part["label"].as_str().map(str::to_owned)).collect()
}

fn part(message: &Value, label: &str) -> String {
    let rows = message["components"].as_array().unwrap_or_else(|| panic!("no buttons: {message:#}"));
    let mut parts = rows.iter().flat_map(|row| row["components"].as_array().into_iter().flatten());
    parts.find(|part| part["label"] == label).unwrap_or_else(|| panic!("no {label}: {message:#}"))["custom_id"].as_str().expect("a custom id").to_owned()
}

async fn judged_hidden_and_shown_again(over_http: bool) {
    let town = Town::start(over_http).await;
    assert_says(&town.corpus("feedback").await, &["Nobody here has said anything"]);
    let answer = town.salary("devops").await;
    assert_says(&answer, &["$116,000"]);

    // A member says what they think, once.
    let shown = town.pick(defaults::MEMBER, &answer, "$116,000").await;
    assert_says(&shown, &["$116,000 to $172,000", "According to Glassdoor, a DevOps engineer", "Cloud team pay", "not who said what"]);
    assert_eq!(labels(&shown), ["👍 Right", "👎 No good", "Outdated", "Wrong"]);
    assert_says(&town.press(defaults::MEMBER, &shown, "Outdated").await, &["Counted: Outdated"]);
    assert_says(&town.press(defaults::MEMBER, &shown, "Outdated").await, &["You said Outdated before"]);
    assert_says(&town.press(defaults::MEMBER, &shown, "Wrong").await, &["Counted: Wrong"]);
    let tallies = town.store.tallies(defaults::GUILD).await.expect("read");
    assert_eq!(tallies.iter().map(|tally| tally.counts).collect::<Vec<_>>(), [[0, 0, 0, 1]]);
    // Nothing that is kept tells who it was.
    assert!(!format!("{tallies:?}").contains(&defaults::MEMBER.to_string()));

    // A moderator sees counts, and hides it.
    let own = town.pick(defaults::MODERATOR, &answer, "$116,000").await;
    assert_says(&town.press(defaults::MODERATOR, &own, "👍 Right").await, &["Counted: 👍 Right"]);
    let list = town.corpus("feedback").await;
    assert_says(&list, &["one figure", "$116,000 to $172,000", "👍 Right 1 · Wrong 1"]);
    let own = town.pick_from(defaults::MODERATOR, &list, "$116,000").await;
    let hidden = town.press(defaults::MODERATOR, &own, "Hide this figure here").await;
    assert_says(&hidden, &["Hidden: answers in this server", "Show it here again"]);
    let without = said(&town.salary("devops").await);
    assert!(!without.contains("$116,000"), "{without}");
    let dm = town.discord.dm_channel(defaults::MEMBER).expect("a channel");
    let elsewhere = town.discord.slash(defaults::MEMBER, dm, "salary", json!({ "role": "devops" })).expect("allowed");
    assert_says(&elsewhere.message(SOON).await.expect("a response"), &["$116,000"]);
    let question = town.discord.say(defaults::MEMBER, defaults::GENERAL, "!salary devops").expect("said");
    let reply = said(&town.discord.wait_for_message(defaults::GENERAL, question, SOON).await.expect("a reply"));
    assert!(!reply.contains("$116,000"), "{reply}");

    // Other buttons of the old answer leave it out as well, and say so.
    let why = town.press(defaults::MEMBER, &answer, "Why these?").await;
    assert_says(&why, &["1 hidden by this server's moderators"]);

    let list = town.corpus("feedback").await;
    assert_says(&list, &["hidden here"]);
    let own = town.pick_from(defaults::MODERATOR, &list, "$116,000").await;
    assert_says(&town.press(defaults::MODERATOR, &own, "Show it here again").await, &["Shown here again", "Hide this figure here"]);
    assert_says(&town.salary("devops").await, &["$116,000"]);
    town.finish().await;
}

#[tokio::test]
async fn a_figure_is_judged_hidden_and_shown_again() {
    judged_hidden_and_shown_again(false).await;
}

#[tokio::test]
async fn the_same_by_the_signed_endpoint() {
    judged_hidden_and_shown_again(true).await;
}

#[tokio::test]
async fn members_hide_nothing_and_what_is_forged_or_elsewhere_is_refused() {
    let town = Town::start(false).await;
    let answer = town.salary("devops").await;
    let shown = town.pick(defaults::MODERATOR, &answer, "$116,000").await;
    let (hide, vote) = (part(&shown, "Hide this figure here"), part(&shown, "👍 Right"));
    let dm = town.discord.dm_channel(defaults::MEMBER).expect("a channel");
    let private = town.discord.slash(defaults::MEMBER, dm, "salary", json!({ "role": "devops" })).expect("allowed").message(SOON).await.expect("a response");
    let cited = town.press(defaults::MEMBER, &private, "Copy citations").await;
    assert!(labels(&cited).is_empty() && cited["components"].as_array().is_none_or(Vec::is_empty), "no counts outside servers: {cited:#}");
    for (message, custom_id, want) in [
        (&answer, hide.as_str(), "Only who may manage this server"),
        (&private, vote.as_str(), "in a server"),
        (&answer, "1:k::4:00000000deadbeef", "expired"),
        (&answer, "1:k::0:00000000deadbeef", "No article has this figure any more"),
        (&answer, "1:h::2:00000000deadbeef", "expired"),
        (&answer, "1:f::", "expired"),
    ] {
        let told = town.discord.press_raw(defaults::MEMBER, id(message), custom_id).expect("pressed").message(SOON).await.expect("a response");
        assert_says(&told, &[want]);
    }
    assert_eq!(town.store.tallies(defaults::GUILD).await.expect("read"), []);
    assert!(town.store.read(defaults::GUILD).await.expect("read").hidden.is_empty());
    town.finish().await;
}

#[tokio::test]
async fn what_was_asked_for_and_not_found_is_counted_and_shown_from_five_on() {
    let town = Town::start(false).await;
    for n in 0..5 {
        assert_says(&town.corpus("gaps").await, &["Nothing was asked for 5 times"]);
        assert_says(&town.salary("chef").await, &["No pay figure"]);
        // Neither what nobody asked the bot, nor words that are no role.
        town.salary("flux capacitor whisperer").await;
        for _ in 0..100 {
            // Counting is not waited for.
            let gaps = town.store.gaps(defaults::GUILD).await.expect("read");
            if n < 4 || !gaps.is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
    let shown = town.corpus("gaps").await;
    assert_says(&shown, &["Chef", "5 times"]);
    assert!(!said(&shown).contains("flux"), "{shown:#}");
    town.finish().await;
}
