//! What else can be asked of an answer, and what stands behind it. Each way on is a short text of its own, so that a button
//! holds it and nothing is remembered.

use super::{Engine, EngineError, Response};
use crate::answer::{Asked, Considered, Kind, consider, first_sheet, sheet, spread};
use crate::pay::{Currency, PayComponent, PayPeriod};
use crate::question::{Compare, CompareBy, Intent, Location, Question, understand};

/// The most sides that are set beside each other.
const SIDES: usize = 4;
/// So many places are tried as sides: some are named like others, or lie in them.
const TRIED: usize = 8;

/// What else can be asked: texts that are understood, as by a slash command, as what is meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ways {
    /// The first sheet of further figures, where there is one.
    pub more: Option<usize>,
    /// The levels that have figures, beside each other.
    pub by_level: Option<String>,
    /// The places that have figures, beside each other.
    pub by_place: Option<String>,
    /// The same by the hour where all figures are by the year, and the other way round.
    pub period: Option<(PayPeriod, String)>,
    /// The same in another currency.
    pub currency: Option<(Currency, String)>,
}

/// A part of an answer, as a response of its own.
#[derive(Debug, Clone)]
pub struct Further {
    /// The figures or sentences of it.
    pub response: Response,
    /// Which they are, from 1.
    pub numbers: (usize, usize),
    /// Whether more follow.
    pub more: bool,
}

/// Why an answer gives what it gives.
#[derive(Debug, Clone)]
pub struct Reasons {
    /// The answer.
    pub response: Response,
    /// What was considered, for each side where there are sides.
    pub considered: Vec<Considered>,
}

impl Engine {
    /// A response with what else can be asked of it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn with_ways(&self, mut response: Response, asked: Asked) -> Result<Response, EngineError> {
        let (question, answer) = (&response.question, &response.answer);
        if !matches!(answer.kind, Kind::Pay | Kind::Comparison) || answer.figures.is_empty() {
            return Ok(response);
        }
        let mut ways = Ways::default();
        if answer.more > 0 {
            // What is left may all be said already.
            let first = first_sheet(answer);
            ways.more = sheet(question, asked, first, &self.index, self.lexicon)?.map(|_| first);
        }
        if answer.kind == Kind::Pay {
            let spread = spread(question, asked, &self.index, self.lexicon)?;
            if spread.levels.len() >= 2 {
                let values = spread.levels.iter().map(|level| level.name().to_owned()).collect();
                ways.by_level = self.again(&Question { levels: spread.levels, ..compared(question, CompareBy::Seniority, values) });
            }
            ways.by_place = self.by_place(question, &spread.places);
        }
        ways.period = self.by_period(&response);
        ways.currency = self.in_currency(&response, asked.currency);
        response.ways = ways;
        Ok(response)
    }

    /// Sheet `number` of the answer to `text`; none where there is nothing on it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn sheet(&self, text: &str, number: usize, asked: Asked) -> Result<Option<Further>, EngineError> {
        let question = understand(text, asked.via, self.lexicon);
        let found = sheet(&question, asked, number, &self.index, self.lexicon)?;
        Ok(found.map(|sheet| Further {
            response: Response { question, answer: sheet.answer, via_nobody: false, ways: Ways::default() },
            numbers: sheet.numbers,
            more: sheet.more,
        }))
    }

    /// Why `text` is answered as it is.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn reasons(&self, text: &str, asked: Asked) -> Result<Reasons, EngineError> {
        let response = self.answer(text, asked)?;
        let considered = consider(&response.question, asked, &self.index, self.lexicon)?;
        Ok(Reasons { response, considered })
    }

    /// The places beside each other, as many as one text can name and be understood.
    fn by_place(&self, question: &Question, places: &[Location]) -> Option<String> {
        let beside = |sides: &[Location]| {
            let values = sides.iter().map(|l| l.name.clone()).collect();
            self.again(&Question { locations: sides.to_vec(), ..compared(question, CompareBy::Location, values) })
        };
        // Nearly always the first ones can stand together.
        let first = &places[..places.len().min(SIDES)];
        if let Some(text) = beside(first).filter(|_| first.len() > 1) {
            return Some(text);
        }
        let (mut sides, mut best): (Vec<Location>, Option<String>) = (Vec::new(), None);
        for place in places.iter().take(TRIED) {
            let mut with = sides.clone();
            with.push(place.clone());
            if with.len() == 1 {
                sides = with;
                continue;
            }
            if let Some(text) = beside(&with) {
                (sides, best) = (with, Some(text));
            }
            if sides.len() == SIDES {
                break;
            }
        }
        best
    }

    fn by_period(&self, response: &Response) -> Option<(PayPeriod, String)> {
        let salary = |f: &crate::pay::PayFigure| f.employment.is_none() && !matches!(f.component, PayComponent::Bonus | PayComponent::Equity);
        let all = |period: PayPeriod| response.answer.figures.iter().all(|c| c.record.figure.period == Some(period) && salary(&c.record.figure));
        // A row has amounts of both kinds, or of one: then nothing is made of it.
        if response.answer.figures.is_empty() {
            let wanted = if response.question.period == Some(PayPeriod::Hour) { PayPeriod::Year } else { PayPeriod::Hour };
            let stated = |row: &crate::answer::CitedRow| row.record.row.figures.iter().any(|f| f.period == Some(wanted));
            let other = |row: &crate::answer::CitedRow| row.shown().all(|cell| cell.period != Some(wanted));
            let rows = &response.answer.rows;
            return if rows.iter().any(stated) && rows.iter().any(other) {
                self.again(&Question { period: Some(wanted), ..response.question.clone() }).map(|text| (wanted, text))
            } else {
                None
            };
        }
        let wanted = [(PayPeriod::Year, PayPeriod::Hour), (PayPeriod::Hour, PayPeriod::Year)].into_iter().find(|(shown, _)| all(*shown))?.1;
        if response.question.period == Some(wanted) {
            return None;
        }
        self.again(&Question { period: Some(wanted), ..response.question.clone() }).map(|text| (wanted, text))
    }

    /// `given`: a currency in which the amounts are given as well already.
    fn in_currency(&self, response: &Response, given: Option<Currency>) -> Option<(Currency, String)> {
        let figures = &response.answer.figures;
        let shown = figures.first()?.record.figure.currency?;
        let wanted = Currency::new(if shown.code() == "EUR" { "USD" } else { "EUR" })?;
        let known = self.index.rates(self.lexicon).rate(shown, wanted).is_some() && figures.iter().all(|c| c.record.figure.currency == Some(shown));
        if !known || response.question.currency.or(given) == Some(wanted) {
            return None;
        }
        self.again(&Question { currency: Some(wanted), ..response.question.clone() }).map(|text| (wanted, text))
    }
}

/// The same question, by sides.
fn compared(question: &Question, by: CompareBy, values: Vec<String>) -> Question {
    Question { intent: Intent::Compare, compare: Some(Compare { by, values }), ..question.clone() }
}
