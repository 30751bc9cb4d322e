//! Offers: what of a form is read, and what is said of it.

use std::path::Path;

use salary_bot::answer::{Answer, Asked, Kind};
use salary_bot::engine::{Engine, Placed};
use salary_bot::lexicon::Lexicon;
use salary_bot::pay::{Currency, PayPeriod};
use salary_bot::question::{Field, Offer, OfferForm, Via, Why, read_form};
use salary_bot::reply::{self, Display};
use toml::Table;

use crate::harness::{engine, said};

fn rows(key: &str) -> Vec<Table> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/offer.toml")).expect("a table of cases");
    let table: Table = text.parse().expect("TOML");
    table[key].as_array().expect("rows").iter().filter_map(toml::Value::as_table).cloned().collect()
}

fn text<'t>(row: &'t Table, key: &str) -> &'t str {
    row.get(key).and_then(toml::Value::as_str).unwrap_or_default()
}

fn written(offer: &Offer) -> String {
    let currency = offer.currency.map_or_else(|| "-".to_owned(), |c| c.to_string());
    let part = |name: &str, value: Option<f64>| value.map(|v| format!(" {name} {v}")).unwrap_or_default();
    format!("{} {} {currency} {}{}{}", offer.component, offer.amount, offer.period, part("bonus", offer.bonus), part("equity", offer.equity))
}

fn form(base: &str, bonus: &str, equity: &str, second: &str) -> OfferForm {
    OfferForm { base: base.to_owned(), bonus: bonus.to_owned(), equity: equity.to_owned(), second: second.to_owned() }
}

fn reason(why: Why) -> &'static str {
    match why {
        Why::Unclear => "unclear",
        Why::Net => "net",
        Why::Once => "once",
    }
}

#[test]
fn fields_are_read_as_the_table_says_or_not_at_all() {
    let lexicon = Lexicon::bundled().expect("a lexicon");
    let mut wrong = Vec::new();
    let mut expect = |field: &str, text: &str, got: Result<String, &str>, want: Result<String, &str>| {
        if got != want {
            wrong.push(format!("{field} `{text}`: {got:?}, not {want:?}"));
        }
    };
    for row in rows("offer") {
        let base = read_form(&form(text(&row, "text"), "", "", ""), None, lexicon);
        expect("base", text(&row, "text"), base.0.map(|o| written(&o)).ok_or("unread"), Ok(text(&row, "is").to_owned()));
        let second = read_form(&form("140k", "", "", text(&row, "text")), None, lexicon);
        expect("second", text(&row, "text"), second.1.map(|o| written(&o)).ok_or("unread"), Ok(text(&row, "is").to_owned()));
        assert!(base.2.is_empty() && second.2.is_empty());
    }
    for row in rows("not") {
        let why = if text(&row, "why").is_empty() { "unclear" } else { text(&row, "why") };
        let base = read_form(&form(text(&row, "text"), "", "", ""), None, lexicon);
        let got = base.0.map(|o| written(&o)).ok_or_else(|| base.2.first().map_or("nothing", |u| reason(u.why)));
        expect("base", text(&row, "text"), got, Err(why));
        if !text(&row, "text").trim().is_empty() {
            let second = read_form(&form("140k", "", "", text(&row, "text")), None, lexicon);
            let got = second.1.map(|o| written(&o)).ok_or_else(|| second.2.first().map_or("nothing", |u| reason(u.why)));
            expect("second", text(&row, "text"), got, Err(why));
        }
    }
    for (key, read) in [("part", true), ("part_not", false)] {
        for row in rows(key) {
            let (offer, _, unread) = read_form(&form("$140k", text(&row, "text"), "", ""), None, lexicon);
            let got = offer.and_then(|o| o.bonus).map(|v| v.to_string()).ok_or_else(|| unread.first().map_or("nothing", |u| reason(u.why)));
            let why = if text(&row, "why").is_empty() { "unclear" } else { text(&row, "why") };
            let want = if read { Ok(row["is"].as_integer().expect("a number").to_string()) } else { Err(why) };
            expect("bonus", text(&row, "text"), got, want);
        }
    }
    let long = "140k ".repeat(800);
    for text in [long.as_str(), &"9".repeat(4_000), &"x".repeat(4_000), &format!("140k{}", " a".repeat(2_000))] {
        let (offer, second, unread) = read_form(&form(text, text, text, text), None, lexicon);
        assert!(offer.is_none() && second.is_none() && unread.len() == 4, "{} characters", text.len());
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn whatever_is_typed_is_read_or_not_without_a_panic() {
    let lexicon = Lexicon::bundled().expect("a lexicon");
    let hostile = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/discord/2026-hostile.md")).expect("a file");
    let chars: Vec<char> = hostile.chars().collect();
    let windows = chars.windows(24).map(|w| w.iter().collect::<String>());
    let odd = ["€", "١٤٠k", "140k–", "+", "+140k", ",,", "140k,,10k bonus", "$", "$$140k", "𝟙𝟜𝟘k", "1\u{202e}40k", "140k\u{a0}€\u{a0}+\u{a0}ｂonus"]
        .map(str::to_owned);
    for text in windows.chain(odd).chain(crate::cases::questions().into_iter().map(|(text, _)| text)) {
        let (first, second, unread) = read_form(&form(&text, &text, &text, &text), None, lexicon);
        let amounts = first.iter().chain(&second).flat_map(|o| [Some(o.amount), o.bonus, o.equity]).flatten();
        assert!(amounts.into_iter().all(|v| v.is_finite() && v >= 0.0), "{text}");
        assert!(first.is_some() || unread.iter().any(|u| u.field == Field::Base), "{text}");
    }
}

#[test]
fn parts_are_added_to_a_base_in_its_currency_once() {
    let lexicon = Lexicon::bundled().expect("a lexicon");
    let read = |base: &str, bonus: &str, equity: &str| {
        let (offer, _, unread) = read_form(&form(base, bonus, equity, ""), None, lexicon);
        (offer.expect("a base"), unread.len())
    };
    let (offer, unread) = read("140k", "10k", "5k");
    assert_eq!((offer.base(), offer.total(), unread), (Some(140_000.0), Some(155_000.0), 0));
    assert_eq!(read("140k", "0", "").0.total(), Some(140_000.0));
    for (base, bonus, equity, unread) in [
        ("140k", "", "", 0),
        // One part that cannot be read: a total without it would be no total.
        ("140k", "lots", "5k", 1),
        ("140k base, 10k bonus", "10k", "", 1),
        ("€140k", "$10k", "", 1),
        // A year's bonus makes no total with an hour's base.
        ("€62/hr", "10k", "", 0),
    ] {
        let (offer, not) = read(base, bonus, equity);
        assert_eq!((offer.total(), not), (None, unread), "{base} {bonus} {equity}");
    }
    assert_eq!(read("165k total", "10k", "").1, 1, "a total has its bonus in it");
    let local = read_form(&form("140k", "", "", "150k"), Currency::new("CAD"), lexicon);
    assert_eq!((local.0.and_then(|o| o.currency), local.1.and_then(|o| o.currency)), (Currency::new("CAD"), Currency::new("CAD")));
    assert_eq!(local.0.map(|o| o.period), Some(PayPeriod::Year));
    assert!(!format!("{:?}", local.0).contains("140"), "an offer is in no log");
}

const ASKED: Asked =
    Asked { today: salary_bot::text::PartialDate { year: 2024, month: Some(12), day: Some(1) }, via: Via::Slash, private: true, currency: None };

fn placed(question: &str, form: &OfferForm) -> Placed {
    engine().place_offer(question, form, ASKED).expect("an answer")
}

fn shown(question: &str, form: &OfferForm) -> String {
    said(&reply::offer(&placed(question, form), &Display { embeds: true, private: true, buttons: None }))
}

#[track_caller]
fn assert_shows(text: &str, all: &[&str]) {
    for words in all {
        assert!(text.contains(words), "`{words}` is not in: {text}");
    }
}

#[test]
fn an_offer_stands_beside_each_figure_that_is_like_it() {
    let one = shown("devops", &form("$140k", "10k", "5k", ""));
    assert_shows(
        &one,
        &[
            "DevOps engineer: your base of USD 140,000 a year beside reported yearly pay, USD. Only you see this",
            "Your offer in total: USD 155,000 a year (140,000 base + 10,000 bonus + 5,000 equity)",
            "base USD 24,000 above its low, USD 32,000 below its high (140,000 − 116,000; 172,000 − 140,000)",
            "set beside the offer's base",
        ],
    );
    assert!(!one.contains('%') && !one.contains("percent"), "{one}");
    let no_currency = shown("devops", &form("140k", "", "", ""));
    assert_shows(&no_currency, &["24,000 above its low", "names no currency; it is taken as USD"]);
    let apart = shown("devops", &form("€62/hr", "10k", "", ""));
    assert_shows(&apart, &["EUR 62 an hour", "Not compared: 1 figure not paid by the hour", "there is no total"]);
    assert!(!apart.contains("above its"), "{apart}");
    let monthly = shown("devops", &form("$9,000 a month", "", "", ""));
    assert_shows(&monthly, &["No monthly figure. Shown: yearly pay", "Not compared: 1 figure not paid by the month"]);
    let euro = shown("devops", &form("€90k", "", "", ""));
    assert_shows(&euro, &["Not compared: 1 figure not in EUR"]);
    let total = shown("devops", &form("165k total", "", "", ""));
    assert_shows(&total, &["your total of 165,000 a year", "total USD 49,000 above its low", "the offer's total"]);
}

#[test]
fn two_offers_stand_beside_the_same_figures_and_each_other() {
    let two = shown("devops", &form("$140k", "10k", "5k", "165k base, 10k bonus"));
    assert_shows(
        &two,
        &[
            "your two offers beside",
            "First offer in total: USD 155,000 a year (140,000 base + 10,000 bonus + 5,000 equity)\nSecond offer in total: USD 175,000 a year (165,000 base",
            "The second offer's base is USD 25,000 above the first one's (165,000 − 140,000)",
            "The second offer's total is USD 20,000 above the first one's (175,000 − 155,000)",
            "first offer: base USD 24,000 above its low",
            "second offer: base USD 49,000 above its low, USD 7,000 below its high",
        ],
    );
    assert_shows(&shown("devops", &form("$140k", "10k", "", "165k")), &["Second offer: base USD 165,000 a year", "Only one of the two offers has a total"]);
    assert_shows(&shown("devops", &form("$140k", "", "", "€120k")), &["different currencies", "Second offer, not compared: 1 figure not in EUR."]);
    assert_shows(&shown("devops", &form("$140k", "", "", "$70/hr")), &["different periods", "Second offer, not compared: 1 figure not paid by the hour."]);
    assert_shows(&shown("devops", &form("$140k", "", "", "$180k total")), &["One offer is a base and the other a total"]);
    assert_shows(&shown("devops", &form("$140k", "", "", "$140k")), &["The two offers' base is the same (140,000 − 140,000)"]);
}

#[test]
fn what_was_not_read_is_said_with_an_example() {
    assert_eq!(shown("devops", &form("a lot", "", "", "")), "I could not read the base pay: write it like 140k a year, €62/hr or 18 LPA.");
    let rest = shown("devops", &form("$140k", "lots", "5k", "soon"));
    assert_shows(
        &rest,
        &["I could not read the bonus: write it like 10k.", "I could not read the second offer: write it like 165k base", "USD 24,000 above its low"],
    );
    assert!(!rest.contains("in total"), "{rest}");
    assert_shows(&shown("devops", &form("$140k", "", "20k signing bonus", "")), &["paid once"]);
    assert_shows(&shown("devops", &form("70k net", "", "", "")), &["after tax"]);
    for question in ["flux capacitor whisperer", "", "nice weather", "137"] {
        let unknown = placed(question, &form("$140k", "", "", ""));
        let response = unknown.response.expect("an answer");
        assert!(matches!(response.answer.kind, Kind::NoFigures | Kind::Unclear), "{question}: {:?}", response.answer.kind);
        assert!(response.answer.offers.is_empty());
    }
}

#[test]
fn the_bundled_articles_speak_of_negotiating() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let (engine, _) = Engine::open(&[corpus], None, &mut |_, _| ()).expect("an engine");
    let response = engine.answer("how to negotiate an offer", ASKED).expect("an answer");
    assert_eq!(response.answer.kind, Kind::Passages);
    let all = response.answer.passages.iter().map(|p| p.record.shown.as_str()).collect::<Vec<_>>().join("\n");
    assert!(all.to_lowercase().contains("negotiat"), "{all}");
    for (question, form) in [
        ("senior backend developer in austin", form("$140k", "", "", "")),
        ("senior backend developer in austin", form("$140k", "10k", "5k", "165k base, 10k bonus")),
        ("backend developer contract", form("$62/hr", "", "", "")),
        ("data scientist in texas", form("$98,500", "0", "", "")),
    ] {
        let placed = engine.place_offer(question, &form, ASKED).expect("an answer");
        let body = reply::offer(&placed, &Display { embeds: true, private: true, buttons: None });
        // What is cited and shared is what was shown.
        let shown = placed.response.expect("an answer");
        let again = engine.without_offer(&shown.question).expect("a question without the offer");
        let shared = engine.answer(&again, ASKED).expect("an answer");
        let amounts = |answer: &Answer| answer.figures.iter().map(|c| c.record.amount.clone()).collect::<Vec<_>>();
        assert_eq!(amounts(&shared.answer), amounts(&shown.answer), "{again}");
        assert!(shared.answer.offers.is_empty() && shared.answer.derived.is_empty());
        assert!(
            body["embeds"][0]["description"]
                .as_str()
                .is_some_and(|d| d.chars().count() < 4_096 && [" above ", " below ", " percentile of "].iter().any(|word| d.contains(word))),
            "{body:#}"
        );
    }
}

#[test]
fn a_form_begins_with_the_question_and_no_number_but_years() {
    let engine = engine();
    let level = salary_bot::pay::Level::Senior;
    assert_eq!(engine.opening(Some("devops-engineer"), Some("london"), Some(level), Some(5)), "senior DevOps engineer in London, England with 5 years");
    assert_eq!(engine.opening(Some("sre"), None, None, Some(1)), "sre with 1 year");
    assert_eq!(engine.opening(Some("devops 137,913"), Some("at 137k in london"), None, None), "");
    assert_eq!(engine.opening(None, None, None, None), "");
    let question = engine.understand("senior DevOps engineer in London, England with 5 years", Via::Slash);
    assert_eq!((question.level, question.experience.map(|y| y.0), question.location.map(|l| l.name)), (Some(level), Some(5.0), Some("London".to_owned())));
}
