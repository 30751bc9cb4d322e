//! Money expressions: an amount or a range of amounts with its currency, scale and bounds.

use std::ops::Range;

use super::counts::{counts_things, names_known};
use super::number::{Number, number_at};
use super::ranges::join;
use crate::lexicon::{Lexicon, Term, key};
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

impl CurrencyHint {
    /// The currency most likely meant where `local` is that of the place: of several, the local one, else the default.
    pub fn likely(&self, local: Option<Currency>) -> Option<Currency> {
        match self {
            Self::None => None,
            Self::One(currency) => Some(*currency),
            Self::Any(codes, default) => local.filter(|c| codes.contains(c)).or(*default),
        }
    }
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
    /// Whether nothing but its place says that it is money: "Chicago - 55,000 plus healthcare".
    pub bare: bool,
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
    if glued && prefix.is_none() && !text[..at].ends_with(')') {
        return None;
    }
    // "25-30 million": the upper end of a range counts no things where the lower end is money.
    let upper = floor > 0 && matches!(text.get(floor..at).map(str::trim), Some("-" | "–" | "—" | "to"));
    let finish = |number, prefix| finish(text, number, prefix, lexicon, asked || upper, upper);
    if let Some((start, _)) = prefix {
        let number = number_at(text, at, true)?;
        // "R2", "R45 000": a letter alone is a label far more often than the rand.
        let lone = text[start..at].trim().chars().count() == 1 && text[start..at].starts_with(char::is_alphabetic);
        if lone && !number.grouped && number.value < 1_000.0 && scale(text, number.range.end, true, lexicon).is_none() {
            return None;
        }
        return finish(number, prefix);
    }
    // "24 000 - 30 000 PLN": the currency follows the upper end.
    if let Some(number) = number_at(text, at, true).filter(|n| n.grouped && text[n.range.clone()].contains(' ')) {
        let tail = text[number.range.end..].trim_start();
        if tail.starts_with(['-', '–', '—']) || tail.starts_with("to ") {
            return finish(number, None);
        }
    }
    // A space groups thousands only where a currency follows: "98 500 EUR".
    if let Some(amount) = number_at(text, at, true).filter(|n| n.grouped).and_then(|n| finish(n, None))
        && amount.currency != CurrencyHint::None
    {
        return Some(amount);
    }
    finish(number_at(text, at, false)?, None)
}

fn finish(text: &str, number: Number, prefix: Option<(usize, CurrencyHint)>, lexicon: &Lexicon, asked: bool, upper: bool) -> Option<Amount> {
    let mut amount = Amount { range: number.range.clone(), value: number.value, factor: 1.0, plus: false, currency: CurrencyHint::None, period: None };
    if let Some((start, hint)) = prefix {
        amount.range.start = start;
        amount.currency = hint;
    } else if let Some((hint, period)) = labelled(text, number.range.start, lexicon) {
        amount.currency = hint;
        amount.period = period;
    }
    let mut end = number.range.end;
    // "18,000/-", "3.200,- €", "4'300.–": nothing follows the full units.
    let flat = ["/-", ",-", ".-", ",–", ".–", ",—", ".—"]
        .iter()
        .find(|m| text[end..].starts_with(**m) && !text[end + m.len()..].starts_with(|c: char| c.is_ascii_digit()));
    end += flat.map_or(0, |m| m.len());
    if let Some((to, factor, implies, period)) = scale(text, end, amount.currency != CurrencyHint::None || upper, lexicon) {
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
        // "40-60+ LPA".
        if let Some((to, factor, implies, period)) = scale(text, end, amount.currency != CurrencyHint::None, lexicon).filter(|_| amount.factor == 1.0) {
            end = to;
            amount.factor = factor;
            amount.period = period;
            if let (CurrencyHint::None, Some(currency)) = (&amount.currency, implies) {
                amount.currency = CurrencyHint::One(currency);
            }
        }
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
    let counted = amount.currency == CurrencyHint::None
        && amount.factor > 1.0
        && !upper
        && counts_things(text, &amount)
        && !(asked && names_known(text, &amount, lexicon));
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
        // "Monthly SalarySGD 4,000": a label that a page glued to its value.
        let glued = symbol.text.len() == 3 && head[start..].chars().all(char::is_uppercase) && head[..start].ends_with(char::is_lowercase);
        let apart = !alphabetic || glued || !head[..start].ends_with(char::is_alphanumeric);
        // "R 5" and "L 5" are more often labels than rand or lempira.
        let figures = text[at..].bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b',' | b' ')).filter(u8::is_ascii_digit).count();
        let short = symbol.text.len() == 1 && alphabetic && spaced && figures < 4;
        (apart && !short).then(|| (start, hint(symbol)))
    })
}

/// The sign and period of a label right before a number: "Low ($/hour)23.60".
fn labelled(text: &str, at: usize, lexicon: &Lexicon) -> Option<(CurrencyHint, Option<PayPeriod>)> {
    let head = text[..at].trim_end().strip_suffix(')')?;
    let inner = &head[head.rfind('(')? + 1..];
    let symbol = lexicon.currencies.starting(inner).next()?;
    let rest = &inner[symbol.text.len()..];
    let period = super::period_after(rest, 0).map(|p| p.0);
    (rest.trim().is_empty() || period.is_some()).then(|| (hint(symbol), period))
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
    let symbol = symbol.or_else(|| {
        let word: &str = trimmed.split(|c: char| !c.is_alphabetic()).next().filter(|w| !w.is_empty())?;
        // "33 Real Salaries": a name in a title is no currency.
        let ordinary = ["real", "won", "rand", "lev", "som", "dong", "kip", "lek", "leu", "birr", "crown", "buck", "quid", "colon"];
        if word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase) && ordinary.contains(&key(word).as_ref()) {
            return None;
        }
        Some((start + word.len(), hint(lexicon.currencies.word(&key(word))?)))
    });
    symbol.or_else(|| of_country(text, start, lexicon))
}

/// "Swiss francs", "Canadian dollars": the word for who is from there says whose.
fn of_country(text: &str, start: usize, lexicon: &Lexicon) -> Option<(usize, CurrencyHint)> {
    let tail = &text[start..];
    if !tail.starts_with(char::is_alphabetic) {
        return None;
    }
    let mut words = tail.split([' ', '\u{a0}']);
    let (country, unit) = (words.next()?, words.next()?);
    let unit = unit.split(|c: char| !c.is_alphabetic()).next().filter(|w| !w.is_empty())?;
    let symbol = lexicon.currencies.word(&key(unit))?;
    let found = lexicon.find(country, crate::lexicon::Reading::Question);
    let place = found.iter().find_map(|f| if let Term::Place(p) | Term::Demonym(p) = f.term { lexicon.places.get(p) } else { None })?;
    let currency = lexicon.places.country(place)?.currency.filter(|c| symbol.codes.contains(c))?;
    Some((start + country.len() + 1 + unit.len(), CurrencyHint::One(currency)))
}

fn hint(symbol: &crate::lexicon::Symbol) -> CurrencyHint {
    match symbol.codes.as_slice() {
        [one] => CurrencyHint::One(*one),
        many => CurrencyHint::Any(many.to_vec(), symbol.default),
    }
}

/// Numbers and ranges of an item below a line that says what they are: "60,000 – 90,000: junior developers" below "Base
/// salaries (CHF/year):".
pub fn listed_money(text: &str, currency: &CurrencyHint, period: Option<PayPeriod>) -> Vec<Money> {
    let mut out: Vec<Money> = Vec::new();
    for first in bare_money(text) {
        if let Some(last) = out.last_mut()
            && !last.is_range
            && matches!(text[last.core.end..first.core.start].trim(), "-" | "–" | "—" | "to")
            && last.amounts.low <= first.amounts.high
        {
            last.ends.1 = Some(first.core.clone());
            last.core.end = first.core.end;
            last.range.end = first.range.end;
            last.amounts.high = first.amounts.high;
            last.is_range = true;
            continue;
        }
        out.push(Money { currency: currency.clone(), period, bare: false, ..first });
    }
    out
}

/// Numbers that can be money for where they stand alone: five digits and more, nothing counted behind them.
pub fn bare_money(text: &str) -> Vec<Money> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(skip) = bytes[at..].iter().position(u8::is_ascii_digit) {
        at += skip;
        let glued = text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '_' | '#' | '@' | '/'));
        let number = number_at(text, at, false).filter(|_| !glued);
        let run = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count().max(1);
        let Some(number) = number else {
            at += run;
            continue;
        };
        at = number.range.end.max(at + run);
        let tail = text[number.range.end..].trim_start();
        let word: String = tail.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
        let ends = word.is_empty() && !tail.starts_with(['%', '/'])
            || matches!(word.as_str(), "plus" | "base" | "a" | "per" | "gross" | "salary" | "with" | "and" | "after" | "before" | "to" | "as" | "at");
        if (10_000.0..=5_000_000.0).contains(&number.value) && ends {
            out.push(Money {
                range: number.range.clone(),
                core: number.range.clone(),
                ends: (number.range, None),
                amounts: Amounts::point(number.value),
                open_ended: false,
                currency: CurrencyHint::None,
                bound: None,
                period: None,
                is_range: false,
                scaled: false,
                bare: true,
            });
        }
    }
    out
}

/// The currency that a header, caption or note names: by a sign ("Salary (£)"), a code, or a word ("in Canadian dollars").
pub fn currency_in(text: &str, lexicon: &Lexicon) -> Option<CurrencyHint> {
    let sign = text.char_indices().find_map(|(at, c)| {
        let boundary = at == 0 || !text[..at].ends_with(char::is_alphanumeric);
        if c.is_whitespace() || !boundary && c.is_alphanumeric() {
            return None;
        }
        let symbol = lexicon.currencies.starting(&text[at..]).next()?;
        let lone = symbol.text.len() < 3 && symbol.text.chars().all(char::is_alphabetic);
        let apart = !symbol.text.ends_with(char::is_alphabetic) || !text[at + symbol.text.len()..].starts_with(char::is_alphanumeric);
        (apart && !lone).then(|| hint(symbol))
    });
    sign.or_else(|| {
        let starts = std::iter::once(0).chain(text.match_indices([' ', '(', '\u{a0}']).map(|(at, c)| at + c.len()));
        starts.into_iter().find_map(|at| of_country(text, at, lexicon).map(|c| c.1))
    })
    .or_else(|| {
        let word = |w: &crate::lexicon::Word<'_>| lexicon.currencies.word(&w.key).map(hint);
        crate::lexicon::words(text).iter().find_map(word)
    })
}

type Scale = (usize, f64, Option<Currency>, Option<PayPeriod>);

/// The word of scale at `at`; `money` where a sign stands before the number, so that a letter a space away is meant as one.
fn scale(text: &str, at: usize, money: bool, lexicon: &Lexicon) -> Option<Scale> {
    let tail = &text[at..];
    let trimmed = tail.strip_prefix([' ', '\u{a0}', '-']).unwrap_or(tail);
    let spaced = trimmed.len() != tail.len();
    let start = text.len() - trimmed.len();
    let first = trimmed.bytes().next().filter(u8::is_ascii_alphabetic)?;
    lexicon.currencies.scales().iter().filter(|s| s.word.as_bytes().first().is_some_and(|b| b.eq_ignore_ascii_case(&first))).find_map(|s| {
        let head = trimmed.get(..s.word.len())?;
        let same = if s.word.len() == 1 && s.word != "k" { head == s.word } else { head.eq_ignore_ascii_case(&s.word) };
        let rest = &trimmed[s.word.len()..];
        let (rest, plural) = match rest.strip_prefix('s') {
            Some(rest) if s.word.len() > 2 => (rest, 1),
            _ => (rest, 0),
        };
        let apart = !rest.starts_with(char::is_alphanumeric);
        let signed = || lexicon.currencies.starting(rest.trim_start_matches(' ')).next().is_some_and(|c| !c.text.starts_with(char::is_alphabetic));
        let near = || !spaced || s.word.len() >= 3 || money && (head == "k" || head.starts_with(char::is_uppercase)) || signed();
        (same && apart && near()).then(|| (start + s.word.len() + plural, s.factor, s.implies, s.period))
    })
}
