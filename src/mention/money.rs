//! Money expressions: an amount or a range of amounts with its currency, scale and bounds.

use std::ops::Range;

use super::number::{Number, number_at};
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
struct Amount {
    range: Range<usize>,
    value: f64,
    factor: f64,
    plus: bool,
    currency: CurrencyHint,
    period: Option<PayPeriod>,
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
    let mut amounts = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(skip) = bytes[at..].iter().position(u8::is_ascii_digit) {
        at += skip;
        match amount_at(text, at, lexicon, asked) {
            Some(amount) => {
                at = amount.range.end.max(at + 1);
                amounts.push(amount);
            }
            None => at += bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count().max(1),
        }
    }
    join(text, amounts)
}

fn amount_at(text: &str, at: usize, lexicon: &Lexicon, asked: bool) -> Option<Amount> {
    let prefix = prefix(text, at, lexicon);
    let glued = text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '_' | '#' | '@'));
    if glued && prefix.is_none() {
        return None;
    }
    if prefix.is_some() {
        let number = number_at(text, at, true)?;
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
    if let Some(amount) = number_at(text, at, true).filter(|n| n.grouped).and_then(|n| finish(text, n, None, lexicon, asked)) {
        if amount.currency != CurrencyHint::None {
            return Some(amount);
        }
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
    let counted = amount.currency == CurrencyHint::None && amount.factor > 1.0 && counts_things(text, &amount) && !(asked && names_known(text, &amount, lexicon));
    (!percent && !counted && !(worded && amount.currency == CurrencyHint::None)).then_some(amount)
}

/// Whether a role, place or level follows.
fn names_known(text: &str, amount: &Amount, lexicon: &Lexicon) -> bool {
    let tail: String = text[amount.range.end..].chars().take(40).collect();
    let lead = tail.len() - tail.trim_start().len();
    lexicon.find(&tail, crate::lexicon::Reading::Question).iter().any(|f| f.start == lead && matches!(f.term, crate::lexicon::Term::Role(_) | crate::lexicon::Term::Level(_) | crate::lexicon::Term::Place(_)))
}

/// Whether a scaled number without a currency counts things: a plain noun follows that is no word of time, pay or joining.
fn counts_things(text: &str, amount: &Amount) -> bool {
    if text[amount.range.clone()].eq_ignore_ascii_case("401k") || text[amount.range.clone()].eq_ignore_ascii_case("403k") {
        return true;
    }
    let tail = text[amount.range.end..].trim_start_matches([' ', '\u{a0}', '+']);
    let word: String = tail.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let joins = ["a", "an", "per", "to", "and", "or", "for", "in", "is", "as", "at", "on", "base", "salary", "total", "tc", "usd", "eur", "gbp", "with", "plus", "gross", "net", "offer", "yearly", "annually", "annual", "year", "good", "fair", "ok", "okay", "enough", "the", "if", "but", "so", "ote", "comp", "range", "p", "pa", "bonus", "stock", "equity", "low", "too", "decent", "cad", "aud", "inr", "reasonable", "before", "after", "remote", "from", "starting", "which", "while", "when", "because", "brutto", "lpa", "rsu", "rsus", "signing", "sign", "vs", "these", "this", "right", "now", "i", "you", "they", "he", "she", "we", "was", "would", "depending", "dependent", "based", "average", "median", "pay", "through", "up", "than", "across", "since", "until", "all", "mark", "level"];
    // A full million or thousand in words counts things more often than pay.
    let in_words = text[amount.range.clone()].chars().filter(|c| c.is_alphabetic()).count() > 2;
    in_words && !text[amount.range.clone()].to_ascii_lowercase().contains("lpa") && !text[amount.range.clone()].to_ascii_lowercase().contains("la") || !word.is_empty() && !joins.contains(&word.as_str())
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

/// Joins amounts into ranges and applies the words around them.
fn join(text: &str, amounts: Vec<Amount>) -> Vec<Money> {
    let mut out = Vec::new();
    let mut rest = amounts.into_iter().peekable();
    let mut floor = 0;
    while let Some(mut first) = rest.next() {
        let mut second = None;
        if let Some(next) = rest.peek() {
            if let Some(open) = joins(text, floor, &first, next) {
                let mut next = rest.next().unwrap_or_else(|| first.clone());
                next.plus |= open;
                share(&mut first, &mut next);
                second = Some(next);
            }
        }
        if let Some(money) = expression(text, floor, first, second) {
            floor = money.range.end;
            out.push(money);
        }
    }
    out
}

/// Whether what stands between two amounts makes them a range; true inside where its upper end is open.
fn joins(text: &str, floor: usize, a: &Amount, b: &Amount) -> Option<bool> {
    let gap = text.get(a.range.end..b.range.start)?;
    if gap.len() > 48 || a.plus && gap.trim().len() > 3 {
        return None;
    }
    let gap = gap.trim().trim_start_matches(['*', '_']).trim().to_lowercase();
    let (x, y) = (a.value * a.factor, b.value * b.factor);
    let rising = x <= y || a.factor != b.factor && a.value <= b.value;
    if !rising || (a.currency == CurrencyHint::None && b.currency == CurrencyHint::None && b.factor == 1.0) {
        return None;
    }
    if let (CurrencyHint::One(x), CurrencyHint::One(y)) = (&a.currency, &b.currency) {
        if x != y {
            return None;
        }
    }
    let before = text[near(text, floor.min(a.range.start), a.range.start)..a.range.start].to_lowercase();
    if matches!(gap.as_str(), "-" | "–" | "—" | "−" | "‒" | "~" | "..." | "…" | "--") || gap == "/" && x < y {
        return Some(false);
    }
    let near = before.rsplit(['.', ';', ',', '(']).next().unwrap_or_default();
    if gap == "and" || gap.starts_with("and ") && is_filler(&gap[4..]) {
        let between = near.rfind("between").or_else(|| near.rfind("anywhere from")).or_else(|| near.rfind("in the range of"));
        return between.filter(|at| near.len() - at < 40).map(|_| false);
    }
    let (lead, tail) = match gap.split_once("to") {
        Some((lead, tail)) if (lead.is_empty() || lead.ends_with(' ')) && (tail.is_empty() || tail.starts_with(' ')) => (lead.trim(), tail.trim()),
        _ => return None,
    };
    if changes(near) && near.contains("from") || !is_filler(lead) && !lead_in(lead) {
        return None;
    }
    match tail {
        "beyond" | "over" | "well over" | "more than" | "well beyond" | "upwards of" | "well above" => Some(true),
        tail if is_filler(tail) => Some(false),
        _ => None,
    }
}

/// Words of a change over time: "rose from £36,000 to £40,000" is no range.
fn changes(words: &str) -> bool {
    ["rose", "rise", "increase", "grew", "grow", "jump", "climb", "went", "gone", "moved", "fell", "drop", "decline", "bump", "up from", "down from", "raised", "negotiat", "hike"].iter().any(|w| words.contains(w))
}

fn is_filler(words: &str) -> bool {
    words.split_whitespace().all(|w| matches!(w.trim_matches(','), "around" | "about" | "roughly" | "approximately" | "nearly" | "almost" | "as" | "much" | "high" | "up" | "circa" | "ca." | "c." | "~" | "some" | "all" | "the" | "way" | "/hr" | "/yr" | "/year" | "/hour" | "/month" | "/mo" | "/day" | "a" | "per" | "year" | "hour" | "month" | "annually" | "an" | "p.a." | "at" | "least" | "even" | "perhaps"))
}

fn lead_in(words: &str) -> bool {
    ["lower end", "low end", "bottom", "entry level", "entry-level", "lower", "minimum"].iter().any(|w| words.ends_with(w)) && words.len() < 30
}

/// `$120-150k` and `$145k-155`: one end's scale and currency are the other's as well.
fn share(a: &mut Amount, b: &mut Amount) {
    if a.factor == 1.0 && b.factor > 1.0 && a.value < 1_000.0 {
        a.factor = b.factor;
    } else if b.factor == 1.0 && a.factor > 1.0 && b.value < 1_000.0 {
        b.factor = a.factor;
    }
    match (&a.currency, &b.currency) {
        (CurrencyHint::None, _) => a.currency = b.currency.clone(),
        (CurrencyHint::Any(..), CurrencyHint::One(_)) => a.currency = b.currency.clone(),
        _ => {}
    }
    a.period = a.period.or(b.period);
}

const AT_LEAST: &[&str] = &["at least", "upwards of", "upward of", "north of", "more than", "well over", "over", "above", "beyond", "past", "in excess of", "exceeding", "exceeds", "exceed", "minimum of", "no less than", ">", "≥"];
const STARTING: &[&str] = &["starting at", "starting from", "starts at", "start at", "starts from", "starting around", "beginning at", "start from", "from as low as"];
const UP_TO: &[&str] = &["up to", "as much as", "as high as", "no more than", "at most", "less than", "under", "below", "maximum of", "capped at", "<", "≤"];
const LEAD: &[&str] = &["anywhere from", "ranging from", "ranges from", "range from", "ranged from", "anywhere between", "ranging between", "between", "from", "in the range of", "range between", "ranges between"];

fn expression(text: &str, floor: usize, first: Amount, second: Option<Amount>) -> Option<Money> {
    let scaled = first.factor > 1.0 || second.as_ref().is_some_and(|s| s.factor > 1.0);
    if first.currency == CurrencyHint::None && !scaled {
        return None;
    }
    let end = second.as_ref().map_or(first.range.end, |s| s.range.end);
    let core = first.range.start..end;
    let round = |a: &Amount| (a.value * a.factor * 100.0).round() / 100.0;
    let low = round(&first);
    let high = second.as_ref().map_or(low, round);
    let plus = second.as_ref().map_or(first.plus, |s| s.plus);
    let ends = (first.range.clone(), second.as_ref().map(|s| s.range.clone()));
    let mut money = Money { range: core.clone(), core, ends, amounts: Amounts { low: Some(low), high: Some(high) }, open_ended: plus, currency: first.currency, bound: None, period: first.period, is_range: second.is_some(), scaled };
    let floor = near(text, floor.min(money.core.start), money.core.start);
    let head = text[floor.min(money.core.start)..money.core.start].trim_end().to_lowercase();
    // Lower-casing may change lengths outside ASCII; then the words before are left out of the expression.
    let stable = head.len() == text[floor.min(money.core.start)..money.core.start].trim_end().len();
    let (body, approx) = strip_approx(&head);
    let find = |list: &[&'static str]| list.iter().copied().find(|w| ends_with_word(body, w));
    let (bound, word) = if money.is_range {
        (None, find(&LEAD))
    } else if let Some(w) = find(&STARTING) {
        (Some(Bound::Starting), Some(w))
    } else if let Some(w) = find(&["no less than", "not less than", "no fewer than"]) {
        (Some(Bound::AtLeast), Some(w))
    } else if let Some(w) = find(&UP_TO) {
        (Some(Bound::UpTo), Some(w))
    } else if let Some(w) = find(&AT_LEAST) {
        (Some(Bound::AtLeast), Some(w))
    } else if let Some(w) = find(&["from"]).filter(|_| !changes(body)) {
        (Some(Bound::From), Some(w))
    } else {
        (None, None)
    };
    if stable {
        let back = word.map_or(0, |w| body.trim_end().len() - w.len());
        money.range.start = match (word, approx) {
            (Some(_), _) => floor.min(money.core.start) + back,
            (None, Some(at)) => floor.min(money.core.start) + at,
            (None, None) => money.core.start,
        };
    }
    money.bound = bound;
    let tail = text[money.core.end..].trim_start().chars().take(24).collect::<String>().to_lowercase();
    for more in ["or more", "or above", "and above", "and up", "or higher", "and more"] {
        if tail.starts_with(more) && text.is_char_boundary(money.core.end + 1 + more.len()) {
            money.open_ended = true;
            money.range.end = (money.core.end + 1 + more.trim_end().len()).min(text.len());
        }
    }
    let worded = money.range.end > money.core.end;
    match money.bound {
        Some(Bound::UpTo) => money.amounts.low = None,
        Some(_) => money.amounts.high = None,
        None if money.open_ended && !money.is_range => money.amounts.high = None,
        None => {}
    }
    if worded && !money.is_range && money.bound.is_none() {
        money.bound = Some(Bound::AtLeast);
        money.open_ended = false;
    }
    Some(money)
}

/// The words before an amount that can bear on it begin at most so many bytes before it.
const REACH: usize = 120;

/// Where the words before an amount at `at` begin to count: after `floor`, and not too far away.
fn near(text: &str, floor: usize, at: usize) -> usize {
    let mut start = floor.max(at.saturating_sub(REACH));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    start.min(at)
}

/// `head` without a word of approximation at its end, and where that word started.
fn strip_approx(head: &str) -> (&str, Option<usize>) {
    for word in ["approximately", "around", "about", "roughly", "nearly", "almost", "some", "~", "circa", "an estimated"] {
        if ends_with_word(head, word) {
            let at = head.len() - word.len();
            return (head[..at].trim_end(), Some(at));
        }
    }
    (head, None)
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word).is_some_and(|head| !head.ends_with(char::is_alphanumeric) || !word.starts_with(char::is_alphabetic))
}
