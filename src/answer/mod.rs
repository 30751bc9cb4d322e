//! Floor 6: hits → [`Answer`]. Chooses the figures that fit, says what it widened, keeps unlike things apart, sets sides
//! beside each other, places an offer, finds the sentences that answer a question of why, and abstains.
//!
//! Nothing here makes up a number: what is computed is [`crate::pay::Derived`] and shows its working.

mod abstain;
mod agreement;
mod compare;
mod confidence;
mod convert;
mod further;
mod namesakes;
mod offer;
mod passages;
mod position;
mod posting;
mod rows;
mod select;

use std::sync::Arc;

use crate::index::{FigureHit, Index, IndexError};
use crate::lexicon::Lexicon;
use crate::pay::{Currency, Derived, How, Slot};
use crate::question::{Intent, Offer, Question, Via};
use crate::text::{Origin, PartialDate};

pub use confidence::{Confidence, Sure};
pub use further::{Considered, Sheet, Spread, consider, first_sheet, sheet, spread};
pub use posting::{Group, Posted, Posting};
pub use rows::{CitedRow, kind_words, known_source};
pub use select::{LeftOut, TOO_OLD};

pub use crate::index::{ArticleRecord, FigureRecord, PassageRecord, RowRecord};

/// What an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Figures for one role.
    Pay,
    /// Sides beside each other.
    Comparison,
    /// Figures beside an offer.
    Offer,
    /// Sentences that answer.
    Passages,
    /// Nothing fits; what does exist is offered.
    NoFigures,
    /// It is not clear what is asked.
    Unclear,
    /// Nothing was asked.
    Silent,
}

/// A figure with the article it is in and the origin that the article repeats.
#[derive(Debug, Clone, PartialEq)]
pub struct Cited {
    /// The figure and its words.
    pub record: Arc<FigureRecord>,
    /// The article.
    pub article: Arc<ArticleRecord>,
    /// The origin, where the article names it with more than its name.
    pub origin: Option<Origin>,
    /// In a comparison, the side it belongs to.
    pub side: Option<usize>,
    /// The number of its source in the answer, from 1: one article citing one origin.
    pub number: usize,
}

impl Cited {
    /// Who says so, as a reader is told: the named origin, else the article's only origin, else nobody.
    pub fn origin_name(&self) -> Option<&str> {
        self.record.figure.source.as_deref().or(self.origin.as_ref().map(|o| o.name.as_str()))
    }

    /// The date that freshness follows: the origin's, else the figure's.
    pub fn date(&self) -> Option<PartialDate> {
        self.origin.as_ref().and_then(|o| o.published).or(if self.origin.is_some() {
            self.record.figure.as_of.filter(|d| Some(*d) != self.article.source.published)
        } else {
            self.record.figure.as_of
        })
    }
}

/// A quoted sentence with its article.
#[derive(Debug, Clone, PartialEq)]
pub struct CitedPassage {
    /// The sentence.
    pub record: Arc<PassageRecord>,
    /// The article.
    pub article: Arc<ArticleRecord>,
    /// The number of its source in the answer, from 1.
    pub number: usize,
}

/// A step outwards from what was asked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Widened {
    /// `location`, `level`, `experience_years`, `employment` or `period`.
    pub slot: &'static str,
    /// In the asker's words.
    pub asked: String,
    /// What was used instead.
    pub used: String,
}

/// An answer, before it is written for anyone.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What it is.
    pub kind: Kind,
    /// Figures, best first.
    pub figures: Vec<Cited>,
    /// Quoted sentences, best first.
    pub passages: Vec<CitedPassage>,
    /// Rows of tables: official statistics and surveys, apart from the articles' figures.
    pub rows: Vec<CitedRow>,
    /// What we computed.
    pub derived: Vec<Derived>,
    /// Steps outwards.
    pub widened: Vec<Widened>,
    /// What could be asked instead.
    pub suggestions: Vec<String>,
    /// What a reader must know: caveats, disagreements.
    pub notes: Vec<String>,
    /// In a comparison, the sides' names.
    pub sides: Vec<String>,
    /// How sure, and why.
    pub confidence: Option<Confidence>,
    /// How many more figures fit than are given.
    pub more: usize,
    /// The offers that are set beside the figures: only where the asker alone sees the answer.
    pub offers: Vec<Offer>,
}

impl Answer {
    /// An empty answer of a kind.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            figures: Vec::new(),
            passages: Vec::new(),
            rows: Vec::new(),
            derived: Vec::new(),
            widened: Vec::new(),
            suggestions: Vec::new(),
            notes: Vec::new(),
            sides: Vec::new(),
            confidence: None,
            more: 0,
            offers: Vec::new(),
        }
    }
}

impl Answer {
    /// Whether it has a figure or a row.
    pub fn says_amounts(&self) -> bool {
        !self.figures.is_empty() || !self.rows.is_empty()
    }

    /// Numbers the sources of the figures in the order in which they appear.
    fn number_figures(&mut self) {
        let mut next = 0;
        for at in 0..self.figures.len() {
            let (before, rest) = self.figures.split_at_mut(at);
            let Some(this) = rest.first_mut() else { continue };
            let known = before.iter().find(|c| c.article.path == this.article.path && c.origin_name() == this.origin_name()).map(|c| c.number);
            this.number = known.unwrap_or_else(|| {
                next += 1;
                next
            });
        }
    }

    /// Gives rows their numbers, after all others.
    fn number_rows(&mut self) {
        let mut next = self.figures.iter().map(|c| c.number).chain(self.passages.iter().map(|p| p.number)).max().unwrap_or(0);
        for at in 0..self.rows.len() {
            let path = &self.rows[at].article.path;
            let known = self.rows[..at].iter().find(|row| row.article.path == *path).map(|row| row.number);
            self.rows[at].number = known.unwrap_or_else(|| {
                next += 1;
                next
            });
        }
    }

    /// Gives passages their numbers: an article that is cited already keeps its own.
    fn number_passages(&mut self) {
        let mut next = self.figures.iter().map(|c| c.number).max().unwrap_or(0);
        for at in 0..self.passages.len() {
            let path = &self.passages[at].article.path;
            let known = self
                .figures
                .iter()
                .find(|c| c.article.path == *path)
                .map(|c| c.number)
                .or_else(|| self.passages[..at].iter().find(|p| p.article.path == *path).map(|p| p.number));
            self.passages[at].number = known.unwrap_or_else(|| {
                next += 1;
                next
            });
        }
    }
}

/// How a question was asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// The day it is asked on: freshness counts from it.
    pub today: PartialDate,
    /// The way it came in.
    pub via: Via,
    /// Whether the answer is seen by the asker alone, so that an offer may be placed in it.
    pub private: bool,
    /// A currency in which amounts are given as well, where the question names none.
    pub currency: Option<Currency>,
}

/// Answers `question` from `index`.
///
/// # Errors
/// Where the index cannot be read.
pub fn answer(question: &Question, asked: Asked, index: &Index, lexicon: &Lexicon) -> Result<Answer, IndexError> {
    let desk = Desk { index, lexicon, asked, sheet: None };
    let (question, note) = match namesakes::settle(&desk, question)? {
        namesakes::Settled::As(question, note) => (question, note),
        namesakes::Settled::Ask(answer) => return Ok(*answer),
    };
    let mut answer = match question.intent {
        Intent::NotSalary => Ok(Answer::of(Kind::Silent)),
        Intent::Salary => desk.salary(&question),
        Intent::OfferCheck => offer::check(&desk, &question),
        Intent::Compare => compare::compare(&desk, &question),
        Intent::Factors => passages::factors(&desk, &question),
    }?;
    answer.notes.extend(note);
    answer.number_passages();
    answer.number_rows();
    let question = Question { currency: question.currency.or(asked.currency), ..*question };
    convert::add(&mut answer, &question, index.rates(lexicon));
    Ok(answer)
}

/// Sets a job post's pay beside the figures of `index` that fit, in groups of one role, level, place, period and currency. The
/// answer's sides are the groups.
///
/// # Errors
/// Where the index cannot be read.
pub fn check_posting(posting: &Posting, asked: Asked, index: &Index, lexicon: &Lexicon) -> Result<(Answer, Vec<Group>), IndexError> {
    Desk { index, lexicon, asked, sheet: None }.posting(posting)
}

/// What answering needs.
pub(crate) struct Desk<'a> {
    pub index: &'a Index,
    pub lexicon: &'a Lexicon,
    pub asked: Asked,
    /// Where the answer is given in sheets, which one: of so many figures, from the first on.
    pub sheet: Option<usize>,
}

/// Figures are given for as many as this, and for as many of each side of a comparison; the rest is counted. What is said
/// of them (distances, disagreement, confidence) is of those alone, so a reply shows them all.
pub const MOST: usize = 6;

/// So many records are read for one side at most: where a number was said that often, the next ones say it too.
const READ: usize = 64;

impl Desk<'_> {
    fn salary(&self, question: &Question) -> Result<Answer, IndexError> {
        let Some(role) = question.roles.first() else { return abstain::which_role(self, question) };
        let chosen = select::select(self, question, role);
        // Further sheets are of the articles' figures alone.
        let rows = if self.sheet.is_none() { self.rows(question, role)? } else { Vec::new() };
        let uncoded = self.uncoded(question, role, &rows);
        if chosen.hits.is_empty() {
            return match rows.is_empty() {
                true => abstain::no_figures(self, question, &chosen).map(|mut answer| {
                    answer.notes.extend(uncoded);
                    answer
                }),
                // What the articles say of its pay in words stands there nevertheless.
                false => {
                    let name = abstain::role_name(role).to_owned();
                    let passages = passages::about_sides(self, &[(name, question.clone())])?;
                    Ok(Answer { passages, ..of_rows(rows, uncoded, self.asked.today) })
                }
            };
        }
        let mut answer = Answer { rows, ..Answer::of(Kind::Pay) };
        self.fill(&mut answer, chosen, None)?;
        if answer.figures.is_empty() {
            // The articles only repeat what the rows say.
            return Ok(of_rows(answer.rows, uncoded, self.asked.today));
        }
        answer.confidence = Some(confidence::of(&answer.figures, self.lexicon, self.asked.today));
        answer.notes.extend(agreement::disagreement(&answer.figures, self.lexicon));
        answer.notes.extend(confidence::older(&answer.figures, self.asked.today));
        answer.notes.extend(uncoded);
        Ok(answer)
    }

    /// Reads the chosen figures into `answer`, each said once.
    fn fill(&self, answer: &mut Answer, chosen: select::Chosen<'_>, side: Option<usize>) -> Result<(), IndexError> {
        let sides = side.map(|_| answer.sides.len());
        let hits = &chosen.hits;
        if let Some(sheet) = self.sheet {
            let size = further::size(sides);
            // One more tells whether another sheet follows.
            let (distinct, _) = self.distinct(hits, sheet * size + size + 1, select::SORTED, side, &[])?;
            answer.more += usize::from(distinct.len() > sheet * size + size);
            answer.figures.extend(distinct.into_iter().skip(sheet * size).take(size));
        } else {
            let beside = if side.is_none() { answer.rows.as_slice() } else { &[] };
            let (distinct, read) = self.distinct(hits, most(sides), READ, side, beside)?;
            answer.more += hits.len() - read;
            answer.figures.extend(distinct);
        }
        answer.number_figures();
        for step in chosen.widened {
            if !answer.widened.contains(&step) {
                answer.widened.push(step);
            }
        }
        for note in chosen.notes {
            if !answer.notes.contains(&note) {
                answer.notes.push(note);
            }
        }
        Ok(())
    }

    /// The first figures of `hits`, each said once, at most so many of at most so many that are read; and how many were read.
    /// What a row `beside` them says at its source is left out.
    fn distinct(&self, hits: &[&FigureHit], most: usize, read: usize, side: Option<usize>, beside: &[CitedRow]) -> Result<(Vec<Cited>, usize), IndexError> {
        let mut out: Vec<Cited> = Vec::new();
        for (n, hit) in hits.iter().enumerate() {
            if out.len() >= most || n >= read {
                return Ok((out, n));
            }
            let record = self.index.figure(hit)?;
            let article = self.index.article(record.article).cloned().ok_or_else(|| IndexError::Record("a figure's article is missing".to_owned()))?;
            let origin = article.origin(record.figure.source.as_deref()).cloned();
            let cited = Cited { record, article, origin, side, number: 0 };
            if beside.iter().any(|row| self.says_it_at_its_source(row, &cited)) {
                continue;
            }
            match out.iter_mut().find(|known| same_figure(known, &cited)) {
                // Of two places that say it, prose before a table's row, then the article that is about the role.
                Some(known) if worth(&cited) > worth(known) => *known = cited,
                Some(_) => {}
                None => out.push(cited),
            }
        }
        Ok((out, hits.len()))
    }
}

/// An answer of rows alone.
fn of_rows(rows: Vec<CitedRow>, note: Option<String>, today: PartialDate) -> Answer {
    Answer { confidence: confidence::of_rows(&rows, today), notes: note.into_iter().collect(), rows, ..Answer::of(Kind::Pay) }
}

/// How many figures an answer gives: of each side, where there are sides.
fn most(sides: Option<usize>) -> usize {
    sides.map_or(MOST, |sides| (MOST / sides.max(2)).max(1))
}

/// Whether two citations are one figure: one origin's same amounts for the same people, said twice. What only one of them
/// says (a level, years, a place) does not make two of one number.
fn same_figure(a: &Cited, b: &Cited) -> bool {
    let (x, y) = (&a.record.figure, &b.record.figure);
    let from = match (a.origin_name(), b.origin_name()) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        (None, None) => a.article.path == b.article.path,
        _ => false,
    };
    let level = x.level == y.level || x.level.is_none() || y.level.is_none();
    let years = x.experience == y.experience || x.experience.is_none() || y.experience.is_none();
    let place = x.place_id == y.place_id && (x.place_id.is_some() || x.place == y.place) || x.place.is_none() || y.place.is_none();
    let kind = x.percentile == y.percentile && x.employment == y.employment && (x.statistic == y.statistic || x.percentile.is_none());
    // Articles write one role in several ways.
    let role = match (&x.role, &y.role) {
        (Some(one), Some(other)) => one.id == other.id && (one.id.is_some() || one.name == other.name),
        (one, other) => one.is_none() && other.is_none(),
    };
    from && level && years && place && kind && role && x.amounts == y.amounts && x.currency == y.currency && x.period == y.period && x.component == y.component
}

/// What says most about whose pay it is in its own words, then prose before a table's row, then an article about the role.
fn worth(cited: &Cited) -> (i8, bool, bool) {
    let figure = &cited.record.figure;
    let stated = |slot: Slot| figure.evidence.iter().any(|e| e.slot == slot && e.how == How::Stated);
    // A place that only the article around it gives is worth less than none: another article gives the number without it.
    let place = if figure.place.is_none() { 0 } else { i8::from(stated(Slot::Place)) * 2 - 1 };
    let said = i8::from(figure.level.is_some()) + i8::from(figure.experience.is_some()) + place;
    let title = cited.article.source.title.as_deref().unwrap_or_default().to_lowercase();
    let about = figure.role.as_ref().is_some_and(|r| title.contains(&r.name.to_lowercase()));
    (said, !cited.record.shown.contains('|'), about)
}
