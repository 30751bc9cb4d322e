//! What stands behind an answer: its further figures sheet by sheet, what else could be asked, and why it gives these.

use super::compare::{SIDES, sides};
use super::select::{self, Chosen, LeftOut};
use super::{Answer, Asked, Desk, Kind, READ, compare, convert, most, namesakes, passages};
use crate::index::{Index, IndexError};
use crate::lexicon::{Lexicon, PlaceKind};
use crate::pay::Level;
use crate::question::{Intent, Location, Question};

/// So many figures stand on one sheet, each with its sentence: less than in an answer, so that all have room.
const SHEET: usize = 3;
/// So many sentences stand on one, where the answer is sentences alone.
const SENTENCES: usize = 2;

/// A part of an answer's figures, or of its sentences.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// As an answer of its own.
    pub answer: Answer,
    /// Which figures they are, from 1: of each side, where there are sides.
    pub numbers: (usize, usize),
    /// Whether more follow.
    pub more: bool,
}

/// How many figures of a sheet are of one side.
pub(super) fn size(sides: Option<usize>) -> usize {
    sides.map_or(SHEET, |sides| (SHEET / sides.max(1)).max(1))
}

/// The first sheet whose figures the answer itself does not give.
pub fn first_sheet(answer: &Answer) -> usize {
    let sides = Some(answer.sides.len()).filter(|_| answer.kind == Kind::Comparison);
    most(sides).div_ceil(size(sides))
}

/// A sheet of the answer to `question`, counted from 0; none where there is nothing on it.
///
/// # Errors
/// Where the index cannot be read.
pub fn sheet(question: &Question, asked: Asked, number: usize, index: &Index, lexicon: &Lexicon) -> Result<Option<Sheet>, IndexError> {
    let desk = Desk { index, lexicon, asked, sheet: Some(number) };
    let namesakes::Settled::As(question, note) = namesakes::settle(&desk, question)? else { return Ok(None) };
    let mut answer = match question.intent {
        Intent::Salary => desk.salary(&question),
        Intent::Compare => compare::compare(&desk, &question),
        Intent::Factors => passages::factors(&desk, &question),
        Intent::OfferCheck | Intent::NotSalary => return Ok(None),
    }?;
    let per_side = match answer.kind {
        Kind::Pay => size(None),
        Kind::Comparison => size(Some(answer.sides.len())),
        Kind::Passages => SENTENCES,
        _ => return Ok(None),
    };
    let first = number * per_side;
    if answer.kind == Kind::Passages {
        answer.more = answer.passages.len().saturating_sub(first + per_side);
        answer.passages = answer.passages.into_iter().skip(first).take(per_side).collect();
    } else {
        answer.passages.clear();
    }
    if answer.figures.is_empty() && answer.passages.is_empty() {
        return Ok(None);
    }
    // What is said of an answer as a whole is said in the answer.
    answer.derived.clear();
    answer.confidence = None;
    answer.notes.extend(note);
    answer.number_passages();
    let wanted = Question { currency: question.currency.or(asked.currency), ..*question };
    convert::add(&mut answer, &wanted, index.rates(lexicon));
    let more = std::mem::take(&mut answer.more) > 0;
    let longest = (0..answer.sides.len().max(1)).map(|side| answer.figures.iter().filter(|c| c.side.is_none_or(|s| s == side)).count()).max();
    let given = if answer.kind == Kind::Passages { answer.passages.len() } else { longest.unwrap_or_default() };
    Ok(Some(Sheet { answer, numbers: (first + 1, first + given), more }))
}

/// The levels and the places that figures which fit a question are for: sides that it could be asked by.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spread {
    /// Levels in their order, at most as many as can be compared: those with the most figures. Empty where one is asked for.
    pub levels: Vec<Level>,
    /// Places of one kind, those with the most figures first. Empty where one is asked for.
    pub places: Vec<Location>,
}

/// What the figures that fit `question` differ in.
///
/// # Errors
/// Where the index cannot be read.
pub fn spread(question: &Question, asked: Asked, index: &Index, lexicon: &Lexicon) -> Result<Spread, IndexError> {
    let desk = Desk { index, lexicon, asked, sheet: None };
    let namesakes::Settled::As(question, _) = namesakes::settle(&desk, question)? else { return Ok(Spread::default()) };
    let (Some(role), Intent::Salary) = (question.roles.first(), question.intent) else { return Ok(Spread::default()) };
    let chosen = select::select(&desk, &question, role);
    let fit = || chosen.hits.iter();
    let mut levels: Vec<(Level, usize)> = Level::ALL.iter().map(|level| (*level, fit().filter(|h| h.level == Some(*level)).count())).collect();
    levels.retain(|(_, count)| question.level.is_none() && *count > 0);
    levels.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    levels.truncate(SIDES);
    levels.sort_by_key(|(level, _)| *level as u8);
    let places = if question.location.is_none() { places(&chosen, lexicon) } else { Vec::new() };
    Ok(Spread { levels: levels.into_iter().map(|(level, _)| level).collect(), places })
}

/// The places of the figures that fit, of the kind that has the most figures at two places or more: a country is not set
/// beside a city of another one.
fn places(chosen: &Chosen<'_>, lexicon: &Lexicon) -> Vec<Location> {
    let mut counts: Vec<(u16, usize)> = Vec::new();
    for place in chosen.hits.iter().filter_map(|h| h.place) {
        match counts.iter_mut().find(|c| c.0 == place) {
            Some(count) => count.1 += 1,
            None => counts.push((place, 1)),
        }
    }
    counts.sort_by_key(|(place, count)| (std::cmp::Reverse(*count), *place));
    let kind = |place: u16| {
        lexicon.places.get(place).and_then(|p| match p.kind {
            PlaceKind::Country => Some(0),
            PlaceKind::State => Some(1),
            // A city is spoken of with what is around it or without.
            PlaceKind::Metro | PlaceKind::City => Some(2),
            PlaceKind::Region | PlaceKind::Remote => None,
        })
    };
    let of = |wanted: u8| counts.iter().filter(move |(place, _)| kind(*place) == Some(wanted));
    let best = (0..3).filter(|wanted| of(*wanted).count() >= 2).max_by_key(|wanted| (of(*wanted).map(|c| c.1).sum::<usize>(), std::cmp::Reverse(*wanted)));
    let named = best.into_iter().flat_map(of).filter_map(|(place, _)| lexicon.places.get(*place));
    named.map(|p| Location { name: p.name.clone(), id: p.id.clone(), asked: p.name.clone(), rivals: Vec::new() }).collect()
}

/// What was considered for an answer, or for one side of it. Every figure of the role is counted once: it was left out, or it
/// fits, and then it is shown, says again what another says, has no room, or was not read.
#[derive(Debug, Clone, PartialEq)]
pub struct Considered {
    /// The side's name; none where there are no sides.
    pub side: Option<String>,
    /// All figures of the role, and in how many articles.
    pub of_role: (usize, usize),
    /// Those that do not fit, by why.
    pub left: Vec<(LeftOut, usize)>,
    /// Those that fit.
    pub fit: usize,
    /// Of them: in the answer.
    pub shown: usize,
    /// Of them: one origin's same amounts for the same people once more.
    pub repeated: usize,
    /// Of them: not in the answer for want of room.
    pub no_room: usize,
    /// Of them: after so many that they were not read.
    pub unread: usize,
}

/// What is considered for the answer to `question`: for each side, where there are sides.
///
/// # Errors
/// Where the index cannot be read.
pub fn consider(question: &Question, asked: Asked, index: &Index, lexicon: &Lexicon) -> Result<Vec<Considered>, IndexError> {
    let desk = Desk { index, lexicon, asked, sheet: None };
    let namesakes::Settled::As(question, _) = namesakes::settle(&desk, question)? else { return Ok(Vec::new()) };
    let (all, sides): (Vec<Chosen<'_>>, Vec<Option<String>>) = match (question.intent, &question.compare, question.roles.first()) {
        (Intent::Salary, _, Some(role)) => (vec![select::select(&desk, &question, role)], vec![None]),
        (Intent::Compare, Some(compare), Some(_)) => {
            let sides = sides(&question);
            (compare::chosen(&desk, &sides, compare.by), sides.into_iter().map(|(name, _)| Some(name)).collect())
        }
        _ => return Ok(Vec::new()),
    };
    let several = sides.iter().any(Option::is_some).then_some(sides.len());
    let rows = match question.roles.first() {
        Some(role) if several.is_none() => desk.rows(&question, role)?,
        _ => Vec::new(),
    };
    let mut out = Vec::new();
    for (side, chosen) in sides.into_iter().zip(all) {
        let mut articles: Vec<u32> = chosen.of_role.iter().map(|hit| hit.article).collect();
        articles.sort_unstable();
        articles.dedup();
        let hidden: usize = chosen.left.iter().filter(|(why, _)| *why == LeftOut::Hidden).map(|(_, count)| count).sum();
        let (distinct, read) = desk.distinct(&chosen.hits, usize::MAX, select::SORTED, None, &rows)?;
        let shown = desk.distinct(&chosen.hits, most(several), READ, None, &rows)?.0.len();
        out.push(Considered {
            side,
            of_role: (chosen.of_role.len() + hidden, articles.len()),
            left: chosen.left,
            fit: chosen.hits.len(),
            shown,
            repeated: read - distinct.len(),
            no_room: distinct.len().saturating_sub(shown),
            unread: chosen.hits.len() - read,
        });
    }
    Ok(out)
}
