//! Money expressions: an amount or a range of amounts with its currency, scale and bounds.

use std::ops::Range;

use super::counts::{counts_things, names_known};
use super::number::{Number, number_at};
use super::ranges::join;
use crate::lexicon::{Lexicon, key};
use crate::pay::{Amounts, Currency, PayPeriod};

/// What an expression says of its currency.
#[derive(Debug, Clone, PartialEq)]
pub enum CurrencyHint {
    /// Nothing.
    None,
    /// This one.
    One(Currency),
    /// One of these: the place decides, else the default.
    Any(Vec<Currency>, Option<Currency>),
}

/// A bound that the words before or after an amount set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// "at least", "over".
    AtLeast,
    /// "starting at".
    Starting,
    /// "from", without an upper end.
    From,
    /// "up to", "less than".
    UpTo,
}

/// A money expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Money {
    /// The whole expression with its bound words, without its period.
    pub range: Range<usize>,
    /// The amounts with their signs alone.
    pub core: Range<usize>,
    /// The amounts one by one, with their signs.
    pub ends: (Range<usize>, Option<Range<usize>>),
    /// Low and high, scaled; bounds applied.
    pub amounts: Amounts,
    /// An upper end that is open: `+`, "or more", "to beyond".
    pub open_ended: bool,
    /// The currency.
    pub currency: CurrencyHint,
    /// A bound.
    pub bound: Option<Bound>,
    /// A period that the amount's own unit says: `LPA`.
    pub period: Option<PayPeriod>,
    /// Whether it is a range of two amounts.
    pub is_range: bool,
    /// Whether a word of scale (`k`, `lakh`) stands with it.
    pub scaled: bool,
}

/// One amount, before ranges are joined.
#[derive(Debug, Clone)]
pub(super) struct Amount {
    pub range: Range<usize>,
    pub value: f64,
    pub factor: f64,
    pub plus: bool,
    pub currency: CurrencyHint,
    pub period: Option<PayPeriod>,
}

/// Every money expression of `text`, in order: numbers with a currency or with a scale that only money has here
/// (`120k`, `18 LPA`). Bare numbers are none.
pub fn money(text: &str, lexicon: &Lexicon) -> Vec<Money> {
    scan(text, lexicon, false)
}

/// As [`money`], for a question: there "80k backend" is an amount and a role, not a count of things.
pub fn money_asked(text: &str, lexicon: &Lexicon) -> Vec<Money> {
    scan(text, lexicon, true)
}

fn scan(text: &str, lexicon: &Lexicon, asked: bool) -> Vec<Money> {
    let mut amounts: Vec<Amount> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(skip) = bytes[at..].iter().position(u8::is_ascii_digit) {
        at += skip;
        // A sign behind one amount is not the sign before the next: "98,500 USD 2024".
        let floor = amounts.last().map_or(0, |a| a.range.end);
        match amount_at(text, at, floor, lexicon, asked) {
            Some(amount) => {
                at = amount.range.end.max(at + 1);
                amounts.push(amount);
            }
            None => at += bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count().max(1),
        }
    }
    join(text, amounts)
}

fn amount_at(text: &str, at: usize, floor: usize, lexicon: &Lexicon, asked: bool) -> Option<Amount> {
    let prefix = prefix(text, at, lexicon).filter(|(start, _)| *start >= floor);
    let glued = text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '_' | '#' | '@'));
    if glued && prefix.is_none() {
        return None;
    }
    if let Some((start, _)) = prefix {
        let number = number_at(text, at, true)?;
        // "R2", "R45 000": a letter alone is a label far more often than the rand.
        let lone = text[start..at].trim().chars().count() == 1 && text[start..at].starts_with(char::is_alphabetic);
        if lone && !number.grouped && number.value < 1_000.0 && scale(text, number.range.end, lexicon).is_none() {
            return None;
        }
        return finish(text, number, prefix, lexicon, asked);
    }
    // "24 000 - 30 000 PLN": the currency follows the upper end.
    if let Some(number) = number_at(text, at, true).filter(|n| n.grouped && text[n.range.clone()].contains(' ')) {
        let tail = text[number.range.end..].trim_start();
        if tail.starts_with(['-', '–', '—']) || tail.starts_with("to ") {
            return finish(text, number, None, lexicon, asked);
        }
    }
    // A space groups thousands only where a currency follows: "98 500 EUR".
    if let Some(amount) = number_at(text, at, true).filter(|n| n.grouped).and_then(|n| finish(text, n, None, lexicon, asked))
        && amount.currency != CurrencyHint::None
    {
        return Some(amount);
    }
    finish(text, number_at(text, at, false)?, None, lexicon, asked)
}

fn finish(text: &str, number: Number, prefix: Option<(usize, CurrencyHint)>, lexicon: &Lexicon, asked: bool) -> Option<Amount> {
    let mut amount = Amount { range: number.range.clone(), value: number.value, factor: 1.0, plus: false, currency: CurrencyHint::None, period: None };
    if let Some((start, hint)) = prefix {
        amount.range.start = start;
        amount.currency = hint;
    }
    let mut end = number.range.end;
    if let Some((to, factor, implies, period)) = scale(text, end, lexicon) {
        end = to;
        amount.factor = factor;
        amount.period = period;
        if let (CurrencyHint::None, Some(currency)) = (&amount.currency, implies) {
            amount.currency = CurrencyHint::One(currency);
        }
    }
    if text[end..].starts_with('+') {
        amount.plus = true;
        end += 1;
    }
    if let Some((to, hint)) = suffix(text, end, lexicon) {
        // "$98,500 CAD": the code says which dollar.
        let wins = match (&amount.currency, &hint) {
            (CurrencyHint::None, _) => true,
            (CurrencyHint::Any(codes, _), CurrencyHint::One(code)) => codes.contains(code),
            (CurrencyHint::One(a), CurrencyHint::One(b)) => a == b,
            _ => false,
        };
        if wins {
            amount.currency = hint;
            end = to;
        }
    }
    if !amount.plus && text[end..].starts_with('+') {
        amount.plus = true;
        end += 1;
    }
    amount.range.end = end;
    let tail = &text[end..];
    let percent = tail.trim_start().starts_with('%') && amount.currency == CurrencyHint::None;
    let worded = amount.factor == 1.0 && tail.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    // "5k requests", "401k", "m5": a scale alone is money only where the words around do not count things.
    let counted =
        amount.currency == CurrencyHint::None && amount.factor > 1.0 && counts_things(text, &amount) && !(asked && names_known(text, &amount, lexicon));
    let bare = worded && amount.currency == CurrencyHint::None;
    if percent || counted || bare { None } else { Some(amount) }
}

/// The sign or code before the number at `at`, at most one space away.
fn prefix(text: &str, at: usize, lexicon: &Lexicon) -> Option<(usize, CurrencyHint)> {
    let head = &text[..at];
    let head = head.strip_suffix([' ', '\u{a0}', '\u{202f}']).unwrap_or(head);
    let spaced = head.len() != at;
    lexicon.currencies.ending(head).find_map(|symbol| {
        let start = head.len() - symbol.text.len();
        let alphabetic = symbol.text.starts_with(char::is_alphabetic);
        let apart = !alphabetic || !head[..start].ends_with(char::is_alphanumeric);
        // "R 5" and "L 5" are more often labels than rand or lempira.
        let short = symbol.text.len() == 1 && alphabetic && spaced;
        (apart && !short).then(|| (start, hint(symbol)))
    })
}

fn suffix(text: &str, at: usize, lexicon: &Lexicon) -> Option<(usize, CurrencyHint)> {
    let tail = &text[at..];
    let trimmed = tail.strip_prefix([' ', '\u{a0}', '\u{202f}']).unwrap_or(tail);
    let start = text.len() - trimmed.len();
    let symbol = lexicon.currencies.starting(trimmed).find_map(|symbol| {
        let end = start + symbol.text.len();
        let alphabetic = symbol.text.ends_with(char::is_alphabetic);
        let apart = !alphabetic || !text[end..].starts_with(char::is_alphanumeric);
        // A sign before the next number is that number's: "80k £90k".
        let next = text[end..].starts_with(|c: char| c.is_ascii_digit());
        let lone = symbol.text.len() == 1 && alphabetic;
        (apart && !next && !lone).then(|| (end, hint(symbol)))
    });
    symbol.or_else(|| {
        let word: &str = trimmed.split(|c: char| !c.is_alphabetic()).next().filter(|w| !w.is_empty())?;
        // "33 Real Salaries": a name in a title is no currency.
        if word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase) {
            return None;
        }
        Some((start + word.len(), hint(lexicon.currencies.word(&key(word))?)))
    })
}

fn hint(symbol: &crate::lexicon::Symbol) -> CurrencyHint {
    match symbol.codes.as_slice() {
        [one] => CurrencyHint::One(*one),
        many => CurrencyHint::Any(many.to_vec(), symbol.default),
    }
}

type Scale = (usize, f64, Option<Currency>, Option<PayPeriod>);

fn scale(text: &str, at: usize, lexicon: &Lexicon) -> Option<Scale> {
    let tail = &text[at..];
    let trimmed = tail.strip_prefix([' ', '\u{a0}', '-']).unwrap_or(tail);
    let spaced = trimmed.len() != tail.len();
    let start = text.len() - trimmed.len();
    lexicon.currencies.scales().iter().find_map(|s| {
        let head = trimmed.get(..s.word.len())?;
        let same = if s.word.len() == 1 && s.word != "k" { head == s.word } else { head.eq_ignore_ascii_case(&s.word) };
        let rest = &trimmed[s.word.len()..];
        let (rest, plural) = match rest.strip_prefix('s') {
            Some(rest) if s.word.len() > 2 => (rest, 1),
            _ => (rest, 0),
        };
        let apart = !rest.starts_with(char::is_alphanumeric);
        (same && apart && !(spaced && s.word.len() < 3)).then(|| (start + s.word.len() + plural, s.factor, s.implies, s.period))
    })
}
