//! Currencies, their symbols, and words of scale: `currencies.toml`.

use rustc_hash::FxHashMap;

use super::{Form, LexiconError, Phrases, Term, table};
use crate::pay::Currency;

const FILE: &str = "src/lexicon/currencies.toml";

#[derive(Debug, serde::Deserialize)]
struct Row {
    code: Currency,
    #[serde(default)]
    symbols: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    year: Option<(f64, f64)>,
}

/// A sign that stands before or after an amount.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Symbol {
    /// The sign.
    pub text: String,
    /// The currencies it may mean.
    pub codes: Vec<Currency>,
    /// What it means where nothing else is said; none where that would be a guess.
    pub default: Option<Currency>,
}

impl Symbol {
    /// Whether `text` is this sign: a code in any case, a sign as it is.
    fn is(&self, text: &str) -> bool {
        if self.text.len() == 3 && self.text.bytes().all(|b| b.is_ascii_uppercase()) {
            // "usd" and "USD", but not "All" or "Try" at the start of a sentence.
            text == self.text || text.eq_ignore_ascii_case(&self.text) && text.bytes().all(|b| b.is_ascii_lowercase()) && !ORDINARY.contains(&text)
        } else {
            text == self.text
        }
    }
}

/// Codes whose lower-case form is an ordinary word.
const ORDINARY: &[&str] = &["all", "try", "top", "cup", "mop", "gel", "lak", "ang"];

/// A word that multiplies the number before it.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct ScaleWord {
    /// The word, as written: `k`, `lakh`, `million`.
    pub word: String,
    /// What it multiplies by.
    pub factor: f64,
    /// The currency that only this word's users have.
    pub implies: Option<Currency>,
    /// The period that the word includes, by name.
    pub period: Option<crate::pay::PayPeriod>,
}

#[derive(serde::Deserialize)]
struct File {
    currency: Vec<Row>,
    #[serde(default)]
    symbol: Vec<Symbol>,
    #[serde(default)]
    word: Vec<Symbol>,
    #[serde(default)]
    scale: Vec<ScaleWord>,
}

/// The tables of `currencies.toml`.
#[derive(Debug)]
pub struct Currencies {
    symbols: Vec<Symbol>,
    by_last: FxHashMap<char, Vec<usize>>,
    by_first: FxHashMap<char, Vec<usize>>,
    words: FxHashMap<String, Symbol>,
    scales: Vec<ScaleWord>,
    years: FxHashMap<Currency, (f64, f64)>,
}

impl Currencies {
    pub(super) fn load(phrases: &mut Phrases) -> Result<Self, LexiconError> {
        let file: File = table(FILE, include_str!("currencies.toml"))?;
        let mut symbols = file.symbol;
        let mut years = FxHashMap::default();
        let mut words: FxHashMap<String, Symbol> = file.word.into_iter().map(|w| (w.text.clone(), w)).collect();
        for row in &file.currency {
            for word in &row.words {
                // A word of several currencies ("dollar") stays so beside amounts, where the country before it decides.
                words.entry(word.clone()).or_insert_with(|| Symbol { text: word.clone(), codes: vec![row.code], default: Some(row.code) });
                phrases.add(word, Term::Currency(row.code), Form::Prose);
            }
            symbols.extend(row.symbols.iter().map(|s| Symbol { text: s.clone(), codes: vec![row.code], default: Some(row.code) }));
            symbols.push(Symbol { text: row.code.code().to_owned(), codes: vec![row.code], default: Some(row.code) });
            if let Some(year) = row.year {
                years.insert(row.code, year);
            }
        }
        symbols.sort_by_key(|s| std::cmp::Reverse(s.text.len()));
        symbols.dedup_by(|a, b| a.text == b.text);
        let (mut by_last, mut by_first) = (FxHashMap::<char, Vec<usize>>::default(), FxHashMap::<char, Vec<usize>>::default());
        for (at, symbol) in symbols.iter().enumerate() {
            if let (Some(first), Some(last)) = (symbol.text.chars().next(), symbol.text.chars().next_back()) {
                by_first.entry(first.to_ascii_lowercase()).or_default().push(at);
                by_last.entry(last.to_ascii_lowercase()).or_default().push(at);
            }
        }
        let mut scales = file.scale;
        scales.sort_by_key(|s| std::cmp::Reverse(s.word.len()));
        Ok(Self { symbols, by_last, by_first, words, scales, years })
    }

    /// The signs and codes that `text` ends with, the longest first. Codes count in any case, signs as they are.
    pub fn ending<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a Symbol> + 'a {
        let last = text.chars().next_back().map(|c| c.to_ascii_lowercase());
        let rows = last.and_then(|c| self.by_last.get(&c)).map(Vec::as_slice).unwrap_or_default();
        rows.iter()
            .map(|at| &self.symbols[*at])
            .filter(move |s| text.len().checked_sub(s.text.len()).and_then(|at| text.get(at..)).is_some_and(|end| s.is(end)))
    }

    /// The signs and codes that `text` starts with, the longest first.
    pub fn starting<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a Symbol> + 'a {
        let first = text.chars().next().map(|c| c.to_ascii_lowercase());
        let rows = first.and_then(|c| self.by_first.get(&c)).map(Vec::as_slice).unwrap_or_default();
        rows.iter().map(|at| &self.symbols[*at]).filter(move |s| text.get(..s.text.len()).is_some_and(|start| s.is(start)))
    }

    /// The currency whose code (ISO 4217) a word is: in capitals, or in small letters where those are no ordinary word.
    pub fn by_code(&self, written: &str) -> Option<Currency> {
        let code = self.starting(written).find(|s| written.len() == 3 && s.text.len() == 3)?;
        if let [one] = code.codes.as_slice() { Some(*one) } else { None }
    }

    /// The currency that a word names, by its [`super::key`].
    pub fn word(&self, key: &str) -> Option<&Symbol> {
        self.words.get(key)
    }

    /// Whether it is a currency in use.
    pub fn is_known(&self, currency: Currency) -> bool {
        self.years.contains_key(&currency)
    }

    /// Signs and codes, the longest first.
    pub fn symbols(&self) -> &[Symbol] {
        &self.symbols
    }

    /// Words of scale, the longest first.
    pub fn scales(&self) -> &[ScaleWord] {
        &self.scales
    }

    /// What a year's gross pay may plausibly be in this currency, low and high: an order of magnitude.
    pub fn plausible_year(&self, currency: Option<Currency>) -> (f64, f64) {
        currency.and_then(|c| self.years.get(&c).copied()).unwrap_or((3_000.0, 3_000_000.0))
    }
}
