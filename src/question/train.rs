//! Fits the classifier's weights to `intents.tsv` and to the table of cases: `SALARY_BOT_GOLDEN=write cargo test classifier`
//! writes `weights.tsv` anew and prints how well messages are told apart that were left out of the fitting.
#![allow(clippy::print_stdout, reason = "a report for whoever fits")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher as _};

use rustc_hash::{FxHashMap, FxHasher};

use super::classifier::{Classifier, KINDS, Likely, SCALE, key, softmax};
use super::{Intent, Via, intent};
use crate::lexicon::Lexicon;

const MESSAGES: &str = include_str!("intents.tsv");
const FITTED: &str = include_str!("weights.tsv");

/// Rounds through all messages.
const ROUNDS: usize = 40;
/// How far a round moves a weight at first.
const STEP: f32 = 0.3;
/// How much of a weight is given up each time, so that no single message decides.
const DECAY: f32 = 0.003;
/// Features of fewer messages are left out, and weights that are smaller.
const SEEN: usize = 2;
const SMALL: f32 = 0.04;
/// Into so many parts the messages are cut, each told apart by what the others teach.
const FOLDS: usize = 5;

struct Example {
    via: Via,
    kind: usize,
    features: Vec<String>,
}

fn via(name: &str) -> Via {
    serde_json::from_value(name.into()).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn kind(name: &str) -> usize {
    let kind: Intent = serde_json::from_value(name.into()).unwrap_or_else(|e| panic!("{name}: {e}"));
    KINDS.iter().position(|k| *k == kind).expect("a kind")
}

/// The messages with their kinds, of both tables.
fn messages() -> Vec<(Via, usize, String)> {
    let mut out: Vec<(Via, usize, String)> = Vec::new();
    for line in MESSAGES.lines() {
        let [way, what, text] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three columns: {line}") };
        out.push((via(way), kind(what), text.replace("@bot", "<@1>")));
    }
    let cases: toml::Table = include_str!("../../tests/cases/question.toml").parse().expect("TOML");
    for row in cases["case"].as_array().expect("cases") {
        let of = |name: &str| row[name].as_str().expect("a text");
        out.push((via(of("via")), kind(of("intent")), of("text").to_owned()));
    }
    out
}

fn fingerprint(messages: &[(Via, usize, String)]) -> String {
    let mut hasher = FxHasher::default();
    messages.hash(&mut hasher);
    format!("# {} messages, {:016x}", messages.len(), hasher.finish())
}

fn examples(messages: &[(Via, usize, String)]) -> Vec<Example> {
    let lexicon = Lexicon::bundled().expect("a lexicon");
    let of = |(via, kind, text): &(Via, usize, String)| {
        let mut features = Vec::new();
        super::read(text, *via, lexicon, |question, message| {
            let signs = intent::sides_and_signs(question, message);
            intent::each_feature(message, &signs, &mut |parts| features.push(parts.join(" ")));
        });
        features.sort_unstable();
        features.dedup();
        Example { via: *via, kind: *kind, features }
    };
    messages.iter().map(of).collect()
}

/// Logistic regression by steps along each message's own error, smaller the more a feature has moved (AdaGrad).
fn fit(examples: &[&Example]) -> BTreeMap<String, Likely> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for feature in examples.iter().flat_map(|e| &e.features) {
        *counts.entry(feature).or_default() += 1;
    }
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for feature in examples.iter().flat_map(|e| &e.features).filter(|f| counts[f.as_str()] >= SEEN) {
        let next = numbers.len();
        numbers.entry(feature).or_insert(next);
    }
    let rows: Vec<(Vec<usize>, usize)> =
        examples.iter().map(|e| (e.features.iter().filter_map(|f| numbers.get(f.as_str()).copied()).collect(), e.kind)).collect();
    let mut weights = vec![[0.0_f32; KINDS.len()]; numbers.len()];
    let mut moved = vec![[1.0_f32; KINDS.len()]; numbers.len()];
    for round in 0..ROUNDS {
        for n in 0..rows.len() {
            // Another order each round, always the same ones.
            let (features, kind) = &rows[(n * 7_919 + round * 104_729) % rows.len()];
            let mut sums = [0.0; KINDS.len()];
            for f in features {
                for (sum, weight) in sums.iter_mut().zip(weights[*f]) {
                    *sum += weight;
                }
            }
            let shares = softmax(sums);
            for f in features {
                for (k, share) in shares.iter().enumerate() {
                    let slope = share - f32::from(u8::from(k == *kind)) + DECAY * weights[*f][k];
                    moved[*f][k] += slope * slope;
                    weights[*f][k] -= STEP * slope / (moved[*f][k].sqrt() * (features.len() as f32).sqrt());
                }
            }
        }
    }
    let kept = numbers.into_iter().filter(|(_, n)| weights[*n].iter().any(|w| w.abs() >= SMALL));
    kept.map(|(feature, n)| (feature.to_owned(), weights[n])).collect()
}

fn table(head: &str, weights: &BTreeMap<String, Likely>) -> String {
    let mut out = format!("{head}\n");
    for (feature, row) in weights {
        let row: Vec<String> = row.iter().map(|w| ((w * SCALE).round() as i32).to_string()).collect();
        writeln!(out, "{feature}\t{}", row.join("\t")).expect("a string");
    }
    out
}

/// How many messages are told rightly by what the other parts teach; and of those in channels that ask nothing, how many
/// would be answered.
fn cross_validated(examples: &[Example]) -> String {
    let (mut right, mut silent, mut alarms) = (0, 0, 0);
    for fold in 0..FOLDS {
        let taught: Vec<&Example> = examples.iter().enumerate().filter(|(n, _)| n % FOLDS != fold).map(|(_, e)| e).collect();
        let classifier = Classifier::read(&table("#", &fit(&taught)));
        for example in examples.iter().skip(fold).step_by(FOLDS) {
            let likely = classifier.likely(example.features.iter().map(|f| key(f.split(' '))));
            let best = (0..KINDS.len()).max_by(|a, b| likely[*a].total_cmp(&likely[*b])).expect("a kind");
            right += usize::from(best == example.kind);
            if example.via == Via::ChannelMessage && KINDS[example.kind] == Intent::NotSalary {
                silent += 1;
                alarms += usize::from(KINDS[best] != Intent::NotSalary);
            }
        }
    }
    format!("{right} of {} told rightly; {alarms} of {silent} channel messages that ask nothing taken for a question", examples.len())
}

#[test]
fn the_classifiers_weights_are_of_these_messages() {
    let messages = messages();
    let head = fingerprint(&messages);
    if std::env::var("SALARY_BOT_GOLDEN").is_ok_and(|v| v == "write") {
        let examples = examples(&messages);
        println!("{}", cross_validated(&examples));
        let fitted = table(&head, &fit(&examples.iter().collect::<Vec<_>>()));
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/question/weights.tsv"), fitted).expect("written");
        return;
    }
    assert_eq!(FITTED.lines().next(), Some(head.as_str()), "the messages changed: SALARY_BOT_GOLDEN=write cargo test classifier");
    for line in FITTED.lines().skip(1) {
        assert!(line.split('\t').skip(1).filter(|w| w.parse::<i32>().is_ok()).count() == KINDS.len(), "{line}");
    }
}

/// `SALARY_BOT_EXPLAIN="how much …" cargo test explains -- --nocapture` prints what decided of a channel message.
#[test]
fn a_message_explains_itself() {
    let Ok(text) = std::env::var("SALARY_BOT_EXPLAIN") else { return };
    let example = examples(&[(Via::ChannelMessage, 0, text)]).remove(0);
    let mut rows: Vec<(f32, String)> = Vec::new();
    for line in FITTED.lines().filter(|l| example.features.iter().any(|f| l.split('\t').next() == Some(f))) {
        let most = line.split('\t').skip(1).filter_map(|w| w.parse::<f32>().ok()).fold(0.0, |a: f32, w| a.max(w.abs()));
        rows.push((most, line.to_owned()));
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("{KINDS:?}\n{:.2?}", Classifier::bundled().likely(example.features.iter().map(|f| key(f.split(' ')))));
    rows.iter().take(24).for_each(|(_, line)| println!("{line}"));
}
