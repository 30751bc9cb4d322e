//! What kind of question a message is, by its words: multinomial logistic regression over short runs of tokens and over what
//! [`Signs`](super::signs::Signs) say. `intents.tsv` holds the messages that it was fitted to, `weights.tsv` what came out; a
//! test of this folder writes the weights anew where the messages have changed (see `train.rs`).
//!
//! Lists of phrases alone do not reach far: people put the same question in hundreds of ways. What was learned from examples
//! weighs all of a message's words; what must hold for an answer at all (a role, an amount) is decided in `intent.rs`.

use std::hash::{Hash as _, Hasher as _};
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHasher};

use super::signs::Signs;
use super::{Intent, Via};

/// The kinds, in the order of the columns of `weights.tsv`.
pub(super) const KINDS: [Intent; 5] = [Intent::Salary, Intent::Compare, Intent::OfferCheck, Intent::Factors, Intent::NotSalary];

/// How likely each kind is; they add up to 1.
pub(super) type Likely = [f32; KINDS.len()];

/// Weights are whole hundredths in the file.
pub(super) const SCALE: f32 = 100.0;
/// The longest run of tokens that is looked at.
const RUN: usize = 3;

static BUNDLED: LazyLock<Classifier> = LazyLock::new(|| Classifier::read(include_str!("weights.tsv")));

/// The weights of features.
#[derive(Debug, Default)]
pub(super) struct Classifier {
    weights: FxHashMap<u64, [f32; KINDS.len()]>,
}

impl Classifier {
    /// The one that the bot ships with.
    pub fn bundled() -> &'static Self {
        &BUNDLED
    }

    /// Reads lines of a feature, a tab and its weights; a line that is none is passed over, and a test sees that there is none.
    pub fn read(table: &str) -> Self {
        let row = |line: &str| {
            let (feature, numbers) = line.split_once('\t')?;
            let mut weights = [0.0; KINDS.len()];
            let mut read = numbers.split('\t');
            for weight in &mut weights {
                *weight = read.next()?.parse::<f32>().ok()? / SCALE;
            }
            Some((key(feature.split(' ')), weights))
        };
        Self { weights: table.lines().filter_map(row).collect() }
    }

    /// How likely each kind is for a message of these features, in no order.
    pub fn likely(&self, features: impl Iterator<Item = u64>) -> Likely {
        let mut sums = [0.0; KINDS.len()];
        for weights in features.filter_map(|f| self.weights.get(&f)) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += weight;
            }
        }
        softmax(sums)
    }
}

/// Shares that add up to 1.
pub(super) fn softmax(sums: Likely) -> Likely {
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let shares = sums.map(|s| (s - most).exp());
    let all: f32 = shares.iter().sum();
    shares.map(|s| s / all)
}

/// The number of a feature, by its parts.
pub(super) fn key<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    let mut hasher = FxHasher::default();
    for part in parts {
        part.hash(&mut hasher);
    }
    hasher.finish()
}

/// Calls `each` with the parts of every feature of a message.
pub(super) fn features(tokens: &[String], signs: &Signs, via: Via, each: &mut dyn FnMut(&[&str])) {
    let all: Vec<&str> = std::iter::once("^").chain(tokens.iter().map(String::as_str)).chain(std::iter::once("END")).collect();
    for length in 1..=RUN {
        for run in all.windows(length) {
            each(run);
        }
    }
    let way = match via {
        Via::ChannelMessage => "channel",
        Via::Mention => "mention",
        Via::Prefix | Via::Slash => "explicit",
    };
    let said: Vec<&str> = std::iter::once(way).chain(signs.names()).collect();
    for (at, sign) in said.iter().enumerate() {
        each(&["+", sign]);
        for other in &said[at + 1..] {
            each(&["+", sign, other]);
        }
    }
    for (most, name) in [(2, "2"), (4, "4"), (8, "8"), (16, "16")] {
        if signs.words <= most {
            each(&["+", "up-to", name]);
        }
    }
}
