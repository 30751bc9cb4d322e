//! The fields of the form for an offer. A field is read whole or not at all: what is left over with a number or a currency in
//! it makes the reading a guess, and nobody is told a distance to a guess.

use super::Offer;
use super::offer::spoken_period;
use crate::lexicon::{Cue, Lexicon, Reading, Term, words};
use crate::mention::{CurrencyHint, is_net, money_asked, number_at, period_after};
use crate::pay::{Currency, PayComponent, PayPeriod};

/// The longest field that is read, in characters.
const LONGEST: usize = 100;
/// More than anyone is paid, in any currency.
const MOST: f64 = 1e11;
/// A number alone that is not taken for money any more.
const BARE: f64 = 1e8;
/// What people write where there is nothing.
const NOTHING: [&str; 8] = ["0", "-", "–", "no", "none", "nil", "nothing", "n/a"];
/// Between the parts of an offer.
const AND: [&str; 3] = [" and ", " plus ", " with "];

/// What somebody wrote into the form. It has no `Debug`: nothing may write an offer to a log.
#[derive(Clone, Default)]
pub struct OfferForm {
    /// Base pay, with its currency and period; with other parts, where somebody writes them here as well.
    pub base: String,
    /// Bonus a year.
    pub bonus: String,
    /// Equity a year.
    pub equity: String,
    /// A second offer: "165k base, 10k bonus".
    pub second: String,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Base pay.
    Base,
    /// Bonus.
    Bonus,
    /// Equity.
    Equity,
    /// The second offer.
    Second,
}

/// Why a field could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// No amount, several, or something beside it that may change it.
    Unclear,
    /// It is after tax, and the figures are not.
    Net,
    /// It is paid once.
    Once,
}

/// A field that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread {
    /// Which.
    pub field: Field,
    /// Why.
    pub why: Why,
}

/// Reads the form: up to two offers, and the fields that could not be read. `local`: the currency of the place that is asked
/// about.
pub fn read_form(form: &OfferForm, local: Option<Currency>, lexicon: &Lexicon) -> (Option<Offer>, Option<Offer>, Vec<Unread>) {
    let mut unread = Vec::new();
    let mut note = |field: Field, why: Why| unread.push(Unread { field, why });
    let mut first = package(&form.base, local, lexicon).map_err(|why| note(Field::Base, why)).ok();
    for (field, text, component) in [(Field::Bonus, &form.bonus, PayComponent::Bonus), (Field::Equity, &form.equity, PayComponent::Equity)] {
        let read = match part(text, component, lexicon) {
            Ok(None) => continue,
            Ok(Some(read)) => {
                first.as_ref().map_or(Ok(()), |offer| if joins(offer, &read, component) { Ok(()) } else { Err(Why::Unclear) }).map(|()| read.value)
            }
            Err(why) => Err(why),
        };
        match (read, &mut first) {
            (Ok(value), Some(offer)) => *slot(offer, component) = Some(value),
            (Ok(_), None) => {}
            (Err(why), _) => note(field, why),
        }
    }
    let parts_unread = unread.iter().any(|u| matches!(u.field, Field::Bonus | Field::Equity));
    if let Some(offer) = first.as_mut().filter(|_| parts_unread) {
        // A total without one of its parts would be no total.
        (offer.bonus, offer.equity) = (None, None);
    }
    let second = if form.second.trim().is_empty() {
        None
    } else {
        let local = first.as_ref().and_then(|offer| offer.currency).or(local);
        package(&form.second, local, lexicon).map_err(|why| unread.push(Unread { field: Field::Second, why })).ok()
    };
    (first, second, unread)
}

/// One amount of an offer.
struct Piece {
    value: f64,
    currency: CurrencyHint,
    period: Option<PayPeriod>,
    /// Whether a sign, a code or a word of scale says that it is money.
    marked: bool,
    scaled: bool,
    /// What it is said to be.
    component: Option<PayComponent>,
}

/// A whole offer in one field: a base or a total, with bonus and equity where they are said.
fn package(text: &str, local: Option<Currency>, lexicon: &Lexicon) -> Result<Offer, Why> {
    let mut offer: Option<Offer> = None;
    let mut parts: Vec<(PayComponent, Piece)> = Vec::new();
    for piece in pieces(text, lexicon)? {
        match piece.component {
            Some(component @ (PayComponent::Bonus | PayComponent::Equity)) => parts.push((component, piece)),
            component if offer.is_none() => {
                let amount = paid(&piece).ok_or(Why::Unclear)?;
                let currency = piece.currency.likely(local).or(local);
                let component = component.unwrap_or(PayComponent::Base);
                offer = Some(Offer { component, ..Offer::of(amount, currency, piece.period.unwrap_or(PayPeriod::Year)) });
            }
            _ => return Err(Why::Unclear),
        }
    }
    let mut offer = offer.ok_or(Why::Unclear)?;
    for (component, piece) in parts {
        let value = added(&piece).ok_or(Why::Unclear)?;
        if !joins(&offer, &Piece { value, ..piece }, component) {
            return Err(Why::Unclear);
        }
        *slot(&mut offer, component) = Some(value);
    }
    Ok(offer)
}

/// A part of an offer in a field of its own; none where the field is empty.
fn part(text: &str, component: PayComponent, lexicon: &Lexicon) -> Result<Option<Piece>, Why> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let nothing = Piece { value: 0.0, currency: CurrencyHint::None, period: None, marked: false, scaled: false, component: None };
    if NOTHING.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Ok(Some(nothing));
    }
    let mut read = pieces(text, lexicon)?;
    let (Some(piece), true) = (read.pop(), read.is_empty()) else { return Err(Why::Unclear) };
    if piece.component.is_some_and(|said| said != component) {
        return Err(Why::Unclear);
    }
    let value = added(&piece).ok_or(Why::Unclear)?;
    Ok(Some(Piece { value, ..piece }))
}

fn slot(offer: &mut Offer, component: PayComponent) -> &mut Option<f64> {
    if component == PayComponent::Bonus { &mut offer.bonus } else { &mut offer.equity }
}

/// Whether a part can be added to an offer: to a base, in its currency, and once.
fn joins(offer: &Offer, part: &Piece, component: PayComponent) -> bool {
    let free = if component == PayComponent::Bonus { offer.bonus.is_none() } else { offer.equity.is_none() };
    let currency = part.currency == CurrencyHint::None || part.currency.likely(offer.currency) == offer.currency;
    free && currency && offer.component == PayComponent::Base
}

/// What a base or total comes to. A small number alone is in thousands ("140"), and one that may be a month's is not guessed.
fn paid(piece: &Piece) -> Option<f64> {
    let yearly = piece.period.is_none_or(|period| period == PayPeriod::Year);
    let value = match piece.value {
        v if !yearly || piece.scaled => v,
        v if !piece.marked && (20.0..1_000.0).contains(&v) => v * 1_000.0,
        // Ten digits without a sign are a telephone.
        v if !piece.marked && v >= BARE => return None,
        v if v >= 10_000.0 || piece.period.is_some() && v >= 1_000.0 => v,
        _ => return None,
    };
    (value > 0.0 && value <= MOST).then_some(value)
}

/// What a bonus or equity comes to, for a year.
fn added(piece: &Piece) -> Option<f64> {
    let yearly = piece.period.is_none_or(|period| period == PayPeriod::Year);
    let told = piece.marked || piece.value == 0.0 || piece.value >= 1_000.0;
    (yearly && told && piece.value <= MOST).then_some(piece.value)
}

/// The amounts of a field, each with what it is said to be.
fn pieces(text: &str, lexicon: &Lexicon) -> Result<Vec<Piece>, Why> {
    let text = text.trim();
    if text.chars().count() > LONGEST {
        return Err(Why::Unclear);
    }
    if is_net(text) {
        return Err(Why::Net);
    }
    // What holds no number is said beside the offer: "negotiable", "with benefits".
    split(text, lexicon).into_iter().filter(|part| part.contains(char::is_numeric)).map(|part| piece(part, lexicon)).collect()
}

/// The text in parts, cut between its amounts, never within one.
fn split<'t>(text: &'t str, lexicon: &Lexicon) -> Vec<&'t str> {
    let amounts: Vec<std::ops::Range<usize>> = money_asked(text, lexicon).into_iter().map(|m| m.core).collect();
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, ',' | ';' | '+' | '&' | '\n')) {
        let grouped = text[..at].ends_with(|c: char| c.is_ascii_digit()) && text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        // "140k+10k": the plus is read with the amount before it, and more stands behind it.
        let within = amounts.iter().any(|a| a.start <= at && at < a.end) && c != '+';
        let more = c != '+' || text[at + 1..].contains(char::is_numeric);
        if !within && more && !(c == ',' && grouped) {
            cuts.push((at, at + c.len_utf8()));
        }
    }
    cuts.extend(AND.iter().flat_map(|word| text.match_indices(word).map(|(at, w)| (at, at + w.len()))));
    cuts.sort_unstable();
    let mut out = Vec::new();
    let mut from = 0;
    for (start, end) in cuts {
        out.extend(text.get(from..start));
        from = end;
    }
    out.extend(text.get(from..));
    out
}

/// The one amount of a part, where it is one and everything else is words.
fn piece(text: &str, lexicon: &Lexicon) -> Result<Piece, Why> {
    let text = text.trim();
    let (mut piece, range) = amount(text, lexicon).ok_or(Why::Unclear)?;
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let negative = before.ends_with(['-', '−', '–', '+']) || before.trim().is_empty() && before.contains(['-', '−', '–']);
    let percent = after.trim_start().starts_with('%') || words(after).iter().any(|w| matches!(w.key.as_ref(), "percent" | "pct"));
    if negative || percent || before.contains(char::is_numeric) || after.contains(char::is_numeric) {
        return Err(Why::Unclear);
    }
    for currency in [before, after].into_iter().flat_map(|rest| currencies(rest, lexicon)) {
        piece.currency = match &piece.currency {
            CurrencyHint::None => currency,
            hint if same(hint, &currency) => continue,
            // "US$140k USD": of several dollars the code says which.
            CurrencyHint::Any(codes, _) if matches!(&currency, CurrencyHint::One(one) if codes.contains(one)) => currency,
            _ => return Err(Why::Unclear),
        };
        piece.marked = true;
    }
    let found = lexicon.find(text, Reading::Question);
    let cue = |wanted: Cue| found.iter().any(|f| f.term == Term::Cue(wanted));
    if cue(Cue::OneOff) {
        return Err(Why::Once);
    }
    let said = [(Cue::Base, PayComponent::Base), (Cue::Total, PayComponent::Total), (Cue::Bonus, PayComponent::Bonus), (Cue::Equity, PayComponent::Equity)];
    let mut said = said.into_iter().filter(|(wanted, _)| cue(*wanted)).map(|(_, component)| component);
    piece.component = said.next();
    if said.next().is_some() {
        return Err(Why::Unclear);
    }
    piece.period = piece.period.or_else(|| spoken_period(&found));
    Ok(piece)
}

/// The amount and where it stands, with its currency and period.
fn amount(text: &str, lexicon: &Lexicon) -> Option<(Piece, std::ops::Range<usize>)> {
    let all = money_asked(text, lexicon);
    let with_period = |start: usize, end: usize| {
        let after = period_after(text, end);
        (after.map(|p| p.0), start..after.map_or(end, |p| p.1.max(end)))
    };
    match all.as_slice() {
        [one] => {
            let (period, range) = with_period(one.core.start.min(one.range.start), one.range.end.max(one.core.end));
            let exact = !one.is_range && !one.open_ended && one.bound.is_none() && one.amounts.is_point();
            let piece = Piece {
                value: one.amounts.low?,
                currency: one.currency.clone(),
                period: period.or(one.period),
                marked: one.scaled || one.currency != CurrencyHint::None,
                scaled: one.scaled,
                component: None,
            };
            exact.then_some((piece, range))
        }
        [] => {
            let at = text.find(|c: char| c.is_ascii_digit())?;
            let number = number_at(text, at, true)?;
            let glued = text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '_' | '#' | '@' | '/' | '='));
            let tail = text[number.range.end..].starts_with(|c: char| c.is_alphanumeric() || c == '.');
            let (period, range) = with_period(at, number.range.end);
            let piece = Piece { value: number.value, currency: CurrencyHint::None, period, marked: false, scaled: false, component: None };
            (!glued && !tail).then_some((piece, range))
        }
        _ => None,
    }
}

fn same(one: &CurrencyHint, other: &CurrencyHint) -> bool {
    one == other || matches!((one, other), (CurrencyHint::One(one), CurrencyHint::Any(codes, _)) if codes.contains(one))
}

/// Every currency that words or signs name.
fn currencies(text: &str, lexicon: &Lexicon) -> Vec<CurrencyHint> {
    let hint = |codes: &[Currency], default: Option<Currency>| match codes {
        [one] => CurrencyHint::One(*one),
        many => CurrencyHint::Any(many.to_vec(), default),
    };
    let named = words(text).into_iter().filter_map(|w| {
        let code = lexicon.currencies.by_code(&text[w.range.clone()]).map(CurrencyHint::One);
        code.or_else(|| lexicon.currencies.word(&w.key).map(|s| hint(&s.codes, s.default)))
    });
    let signs = text.char_indices().filter(|(_, c)| !c.is_alphanumeric() && !c.is_whitespace() && !c.is_ascii_punctuation() || *c == '$');
    let signs = signs.filter_map(|(at, _)| lexicon.currencies.starting(&text[at..]).next().map(|s| hint(&s.codes, s.default)));
    named.chain(signs).collect()
}
