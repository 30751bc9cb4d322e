//! Reference rates of exchange: `rates.toml`.

use std::hash::{BuildHasher as _, BuildHasherDefault};

use rustc_hash::{FxHashMap, FxHasher};

use super::{LexiconError, bad};
use crate::pay::Currency;
use crate::text::PartialDate;

const FILE: &str = "src/lexicon/rates.toml";

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: Currency,
    per_euro: f64,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    date: String,
    rate: Vec<Row>,
}

/// The European Central Bank's euro reference rates of one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    date: PartialDate,
    per_euro: FxHashMap<Currency, f64>,
}

impl Rates {
    pub(super) fn load() -> Result<Self, LexiconError> {
        Self::read(FILE, include_str!("rates.toml"))
    }

    /// Reads rates from the text of a file that is called `name`.
    ///
    /// # Errors
    /// Where it is no such table, or a rate is no number above 0.
    pub fn read(name: &str, text: &str) -> Result<Self, LexiconError> {
        let file: File = toml::from_str(text).map_err(|e| bad(name, e.to_string()))?;
        let date = file.date.parse().map_err(|e| bad(name, e))?;
        if let Some(row) = file.rate.iter().find(|row| !(row.per_euro.is_finite() && row.per_euro > 0.0)) {
            return Err(bad(name, format!("the rate of {} is no number above 0", row.code)));
        }
        let mut per_euro: FxHashMap<Currency, f64> = file.rate.iter().map(|r| (r.code, r.per_euro)).collect();
        per_euro.extend(Currency::new("EUR").map(|euro| (euro, 1.0)));
        Ok(Self { date, per_euro })
    }

    /// The day that the rates are of.
    pub fn date(&self) -> PartialDate {
        self.date
    }

    /// A number made of the day and the rates.
    pub fn fingerprint(&self) -> u64 {
        let rates = self.currencies().into_iter().map(|code| (code, self.per_euro.get(&code).map(|rate| rate.to_bits())));
        BuildHasherDefault::<FxHasher>::default().hash_one((self.date.to_string(), rates.collect::<Vec<_>>()))
    }

    /// The currencies with a rate, by code.
    pub fn currencies(&self) -> Vec<Currency> {
        let mut all: Vec<Currency> = self.per_euro.keys().copied().collect();
        all.sort_unstable();
        all
    }

    /// Units of `to` for one unit of `from`, above 0, by way of the euro; none where the bank has no rate for either.
    pub fn rate(&self, from: Currency, to: Currency) -> Option<f64> {
        Some(self.per_euro.get(&to)? / self.per_euro.get(&from)?)
    }
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;

    #[test]
    fn every_rate_is_of_a_known_currency_and_positive() {
        let lexicon = Lexicon::bundled().expect("the lexicon");
        assert!(lexicon.rates.per_euro.len() > 25 && lexicon.rates.date().day.is_some());
        for (code, rate) in &lexicon.rates.per_euro {
            assert!(lexicon.currencies.is_known(*code) && rate.is_finite() && *rate > 0.0, "{code} {rate}");
        }
    }
}
