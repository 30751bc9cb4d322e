//! A document cut into sentences and rows, with what is mentioned in each.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashMap;

use super::caption::Caption;
use super::whole::{Stated, Terms};
use super::{period, table};

use crate::lexicon::{Cue, Found, Lexicon, PlaceKind, Reading, Term};
use crate::mention::{CurrencyHint, Money, YearsMention, bare_money, currency_in, listed_money, money, period_after, years};
use crate::pay::{Currency, PayPeriod};
use crate::text::{Block, BlockKind, Document, Span, sentences};

/// A longer sentence or row is nothing that a person wrote to be read, in bytes; it is not searched for figures.
const LONGEST: usize = 4_000;

/// How many sentences before an amount's own in its paragraph may bear on it.
const EARLIER: usize = 40;

/// How many blocks before an amount's own may bear on it: the paragraph above a long table or list still does.
const LOOK_BACK: usize = 400;

/// One sentence, heading or table row.
#[derive(Debug)]
pub(super) struct Unit {
    /// Its block.
    pub block: usize,
    /// Where it stands in the block's shown text.
    pub start: usize,
    /// Its shown text.
    pub text: String,
    /// What is mentioned in it.
    pub found: Vec<Found>,
    /// The amounts in it.
    pub money: Vec<Money>,
    /// The period right behind each amount.
    pub period_after: Vec<Option<PayPeriod>>,
    /// Where each amount's expression ends with its period.
    pub period_end: Vec<Option<usize>>,
    /// Years of experience in it.
    pub years: Vec<YearsMention>,
}

impl Unit {
    /// Whether it has this cue.
    pub fn has(&self, cue: Cue) -> bool {
        self.found.iter().any(|f| f.term == Term::Cue(cue))
    }

    /// The cues of one kind, in order.
    pub fn cues(&self, cue: Cue) -> impl DoubleEndedIterator<Item = &Found> {
        self.found.iter().filter(move |f| f.term == Term::Cue(cue))
    }

    /// The text before amount `at`, back to the one before it.
    pub fn before(&self, at: usize) -> Range<usize> {
        let floor = at.checked_sub(1).map_or(0, |p| self.end_of(p));
        floor.min(self.money[at].range.start)..self.money[at].range.start
    }

    /// The text after amount `at`, up to the next one.
    pub fn after(&self, at: usize) -> Range<usize> {
        let end = self.end_of(at);
        end..self.money.get(at + 1).map_or(self.text.len(), |m| m.range.start).max(end)
    }

    /// The text between amount `at` with its period and the next amount; empty where they meet or there is none.
    pub fn gap(&self, at: usize) -> &str {
        self.money.get(at + 1).and_then(|next| self.text.get(self.end_of(at)..next.range.start)).unwrap_or_default()
    }

    /// Where amount `at` ends, with its period.
    pub fn end_of(&self, at: usize) -> usize {
        self.period_end[at].unwrap_or(self.money[at].range.end).max(self.money[at].range.end)
    }
}

/// A document with its units, read once.
pub(super) struct Scene<'a> {
    pub document: &'a Document,
    pub lexicon: &'a Lexicon,
    cuts: Vec<OnceCell<Cut>>,
    with_money: OnceCell<Vec<(usize, usize)>>,
    pub(super) title: OnceCell<Option<Unit>>,
    pub(super) place: OnceCell<Option<u16>>,
    pub(super) usual: OnceCell<Option<Currency>>,
    pub(super) main: OnceCell<Option<Currency>>,
    pub(super) stated: OnceCell<Vec<Stated>>,
    pub(super) sources: OnceCell<Option<(String, Option<Span>)>>,
    pub(super) terms: OnceCell<Vec<Terms>>,
    pub(super) headers: FxHashMap<usize, usize>,
    pub(super) tops: FxHashMap<usize, usize>,
    pub(super) captions: FxHashMap<usize, OnceCell<Caption>>,
}

/// Where a block's units begin and end, and those that were read: most of an article is never looked at.
struct Cut {
    ranges: Vec<Range<usize>>,
    units: Vec<OnceCell<Unit>>,
}

/// How many items may stand between one and the line above their list.
const ITEMS: usize = 30;

/// How many labels and amounts may stand between an amount and the line that leads into them.
const LEAD: usize = 40;

impl<'a> Scene<'a> {
    pub fn new(document: &'a Document, lexicon: &'a Lexicon) -> Self {
        let cuts = document.blocks.iter().map(|_| OnceCell::new()).collect();
        let headers = document
            .blocks
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(at, b)| if let BlockKind::Row { table, header: true, .. } = b.kind { Some((table, at)) } else { None })
            .collect();
        let rows =
            || document.blocks.iter().enumerate().rev().filter_map(|(at, b)| if let BlockKind::Row { table, .. } = b.kind { Some((table, at)) } else { None });
        Self {
            document,
            lexicon,
            tops: rows().collect(),
            captions: rows().map(|(table, _)| (table, OnceCell::new())).collect(),
            cuts,
            with_money: OnceCell::new(),
            title: OnceCell::new(),
            place: OnceCell::new(),
            usual: OnceCell::new(),
            main: OnceCell::new(),
            stated: OnceCell::new(),
            sources: OnceCell::new(),
            terms: OnceCell::new(),
            headers,
        }
    }

    /// Every unit that has an amount, in order.
    pub fn units_with_money(&self) -> impl Iterator<Item = &Unit> {
        let all = self.with_money.get_or_init(|| {
            let blocks = 0..self.cuts.len();
            blocks
                .flat_map(|block| self.numbered(block).map(move |n| (block, n)))
                .filter(|(block, n)| self.unit(*block, *n).is_some_and(|u| !u.money.is_empty()))
                .collect()
        });
        all.iter().filter_map(|(block, n)| self.unit(*block, *n))
    }

    /// The units of a block that may have an amount, by a look at their text alone.
    fn numbered(&self, block: usize) -> impl Iterator<Item = usize> + use<'_> {
        let this = &self.document.blocks[block];
        let text = this.shown.text();
        let row = match this.kind {
            BlockKind::Code | BlockKind::Row { header: true, .. } => None,
            BlockKind::Row { .. } => Some(true),
            _ => Some(false),
        };
        let row = row.filter(|_| has_digit(text));
        let ranges = row.map(|_| self.cut(block).ranges.as_slice()).unwrap_or_default();
        (0..ranges.len()).filter(move |n| {
            let part = &text[ranges[*n].clone()];
            // A row's bare numbers are money where its header says so; elsewhere the sentence itself must have an amount.
            part.len() <= LONGEST
                && has_digit(part)
                && (row == Some(true)
                    || !money(part, self.lexicon).is_empty()
                    || (self.history(block) || self.list_terms(block).is_some() || speaks_of_pay(part)) && !bare_money(part).is_empty())
        })
    }

    fn cut(&self, block: usize) -> &Cut {
        self.cuts[block].get_or_init(|| {
            let ranges = cut(&self.document.blocks[block]);
            let units = ranges.iter().map(|_| OnceCell::new()).collect();
            Cut { ranges, units }
        })
    }

    /// The header row of a table.
    pub fn header_of_table(&self, table: usize) -> Option<usize> {
        self.headers.get(&table).copied()
    }

    /// The `n`th unit of a block.
    pub fn unit(&self, block: usize, n: usize) -> Option<&Unit> {
        self.cuts.get(block)?;
        let cut = self.cut(block);
        let range = cut.ranges.get(n)?.clone();
        Some(cut.units.get(n)?.get_or_init(|| self.read(block, range)))
    }

    /// The units of a block whose text `may` be what is looked for; the others are not read.
    pub fn units_where<'b>(&'b self, block: usize, may: impl Fn(&str) -> bool + 'b) -> impl Iterator<Item = &'b Unit> + 'b {
        let text = self.document.blocks[block].shown.text();
        let ranges = &self.cut(block).ranges;
        (0..ranges.len()).filter(move |n| may(&text[ranges[*n].clone()])).filter_map(move |n| self.unit(block, n))
    }

    /// Every unit of a block, in order.
    pub fn block(&self, block: usize) -> impl DoubleEndedIterator<Item = &Unit> {
        let count = if block < self.cuts.len() { self.cut(block).ranges.len() } else { 0 };
        (0..count).filter_map(move |n| self.unit(block, n))
    }

    /// The units before `unit` in its block, nearest first.
    pub fn earlier<'b>(&'b self, unit: &Unit) -> impl Iterator<Item = &'b Unit> {
        let block = unit.block;
        let count = if block < self.cuts.len() { self.cut(block).ranges.partition_point(|r| r.start < unit.start) } else { 0 };
        (count.saturating_sub(EARLIER)..count).rev().filter_map(move |n| self.unit(block, n))
    }

    /// The blocks before `unit`'s in the same section, nearest first; headings of a lower rank end it.
    pub fn section_before<'b>(&'b self, unit: &Unit) -> impl Iterator<Item = usize> + use<'b, 'a> {
        let section = self.document.blocks[unit.block].section;
        let block = unit.block;
        (block.saturating_sub(LOOK_BACK)..block)
            .rev()
            .take_while(move |b| self.document.blocks[*b].section == section && !self.document.blocks[*b].is_heading())
    }

    /// The headings above `unit`, innermost first.
    pub fn headings<'b>(&'b self, unit: &Unit) -> impl Iterator<Item = &'b Unit> + use<'b, 'a> {
        self.document.headings(unit.block).filter_map(move |h| self.unit(h, 0))
    }

    /// The file's bytes behind a range of a unit.
    pub fn raw(&self, unit: &Unit, range: Range<usize>) -> Span {
        match self.document.blocks.get(unit.block) {
            Some(block) => block.shown.raw(unit.start + range.start..unit.start + range.end),
            None => Span::default(),
        }
    }

    /// The line about pay that leads into a list of labels and amounts, where `unit` is one of its amounts.
    pub fn lead(&self, unit: &Unit) -> Option<&Unit> {
        let words = unit.text.split_whitespace().count();
        if unit.block >= self.cuts.len() || words > 6 && !(words <= 14 && super::flat::label(unit).is_some()) {
            return None;
        }
        for block in (unit.block.saturating_sub(LEAD)..unit.block).rev() {
            let text = self.document.blocks[block].shown.text();
            let label = text.len() <= 100 && text.split_whitespace().count() <= 12 && !text.ends_with('.');
            if matches!(self.document.blocks[block].kind, BlockKind::Row { .. } | BlockKind::Heading(1..=6)) && !label {
                return None;
            }
            if let Some(says) = self.block(block).next_back().filter(|u| u.has(Cue::Pay) || u.has(Cue::Median) || u.has(Cue::Average)) {
                return Some(says);
            }
            if !label {
                return None;
            }
        }
        None
    }

    /// Adds the numbers without a sign that words of pay stand right before: "a median salary of 54,149 per year".
    fn said_bare(&self, unit: &mut Unit) {
        if !has_digit(&unit.text) || !speaks_of_pay(&unit.text) {
            return;
        }
        let taken = |m: &Money| unit.money.iter().any(|o| o.range.start < m.range.end && m.range.start < o.range.end);
        let more: Vec<Money> = bare_money(&unit.text).into_iter().filter(|m| !taken(m) && super::judge::after_pay(unit, m.core.start)).collect();
        if !more.is_empty() {
            unit.money.extend(more);
            unit.money.sort_by_key(|m| m.range.start);
            self.periods(unit);
        }
    }

    /// What stands above and in the header of a table about all its cells.
    pub fn caption(&self, table: usize) -> Option<&Caption> {
        let top = *self.tops.get(&table)?;
        Some(self.captions.get(&table)?.get_or_init(|| Caption::read(self, top)))
    }

    /// The currency and period that the line above a list says of its items: "Base salaries (CHF/year):".
    fn list_terms(&self, block: usize) -> Option<(CurrencyHint, Option<PayPeriod>)> {
        if self.document.blocks[block].kind != BlockKind::Item {
            return None;
        }
        let lead = (block.saturating_sub(ITEMS)..block).rev().find(|b| self.document.blocks[*b].kind != BlockKind::Item)?;
        let text = self.document.blocks[lead].shown.text();
        if text.len() > 200 || !text.trim_end().ends_with(':') {
            return None;
        }
        let unit = self.block(lead).next_back()?;
        let pays = unit.has(Cue::Pay) || !unit.has(Cue::Cost) && period::period_in_text(self.lexicon, &unit.text).is_some();
        let currency = currency_in(&unit.text, self.lexicon).filter(|_| pays && unit.money.is_empty())?;
        Some((currency, period::period_in_text(self.lexicon, &unit.text)))
    }

    /// The line above a run of lines with amounts.
    pub fn line_above(&self, unit: &Unit) -> Option<&Unit> {
        let kind = &self.document.blocks.get(unit.block)?.kind;
        if !matches!(kind, BlockKind::Item | BlockKind::Paragraph) {
            return None;
        }
        let above = (unit.block.saturating_sub(ITEMS)..unit.block).rev().find_map(|b| self.block(b).next_back().filter(|u| u.money.is_empty()))?;
        let line = above.text.len() <= 160 && !above.text.trim_end().ends_with(['.', '!', '?']);
        (line && unit.start == 0).then_some(above)
    }

    /// Whether a block may be an item of a history of somebody's pay, whose amounts need no sign.
    fn history(&self, block: usize) -> bool {
        self.document.blocks[block].kind == BlockKind::Item && self.title().is_some_and(|t| t.has(Cue::Pay))
    }

    fn read(&self, block: usize, range: Range<usize>) -> Unit {
        let this = &self.document.blocks[block];
        // What is too long to hold a figure is not read as context either.
        let range = if range.len() <= LONGEST { range } else { range.start..range.start };
        let text = this.shown.text()[range.clone()].to_owned();
        match &this.kind {
            BlockKind::Row { cells, .. } if !text.is_empty() => {
                let mut unit = self.fresh(block, range.start, text, Reading::Prose);
                table::read_row(self, &mut unit, cells);
                self.periods(&mut unit);
                unit
            }
            BlockKind::Heading(_) => self.fresh(block, range.start, text, Reading::Label),
            _ => {
                let mut unit = self.fresh(block, range.start, text, Reading::Prose);
                if unit.money.is_empty() && has_digit(&unit.text) {
                    unit.money = match self.list_terms(block) {
                        Some((currency, period)) => listed_money(&unit.text, &currency, period),
                        None if self.history(block) => bare_money(&unit.text),
                        None => Vec::new(),
                    };
                    self.periods(&mut unit);
                }
                self.said_bare(&mut unit);
                unit
            }
        }
    }

    pub(super) fn fresh(&self, block: usize, start: usize, text: String, reading: Reading) -> Unit {
        let found = self.lexicon.find(&text, reading);
        let found = without_titles(found.into_iter().filter(|f| !is_no_mention(self.lexicon, f, &text)).collect());
        let money = money(&text, self.lexicon);
        let years = years(&text);
        let mut unit = Unit { block, start, found, money, period_after: Vec::new(), period_end: Vec::new(), years, text };
        if reading == Reading::Label {
            super::written::keep_label_roles(self.lexicon, &mut unit);
        }
        self.periods(&mut unit);
        unit
    }

    fn periods(&self, unit: &mut Unit) {
        let found: Vec<_> = unit.money.iter().map(|m| period_after(&unit.text, m.range.end)).collect();
        unit.period_after = found.iter().map(|f| f.map(|p| p.0)).collect();
        unit.period_end = found.iter().map(|f| f.map(|p| p.1)).collect();
    }
}

/// Words right behind which a number is pay.
static PAY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("(?i)salar|wage|earn|income|compensation|stipend|paid|pays").ok());

fn speaks_of_pay(text: &str) -> bool {
    PAY.as_ref().is_some_and(|words| words.is_match(text))
}

pub(super) fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

/// The units of a block: its sentences, or the whole of a heading or row.
fn cut(block: &Block) -> Vec<Range<usize>> {
    let text = block.shown.text();
    match block.kind {
        BlockKind::Code => Vec::new(),
        BlockKind::Row { .. } | BlockKind::Heading(_) => std::iter::once(0..text.len()).collect(),
        _ => sentences(text),
    }
}

/// "Mobile developer" is nobody in Mobile: a place's name inside a role's is none.
pub(super) fn without_titles(found: Vec<Found>) -> Vec<Found> {
    let roles: Vec<Range<usize>> = found.iter().filter(|f| matches!(f.term, Term::Role(_))).map(|f| f.start..f.end).collect();
    let inside = |f: &Found| matches!(f.term, Term::Place(_) | Term::Demonym(_)) && roles.iter().any(|r| r.start <= f.start && f.end <= r.end);
    found.into_iter().filter(|f| !inside(f)).collect()
}

/// What is mentioned without being meant: "US$" names a currency, "remote" says how one works, and "my accountant",
/// "its CTO" are not those who are paid.
pub(super) fn is_no_mention(lexicon: &Lexicon, found: &Found, text: &str) -> bool {
    if matches!(found.term, Term::Role(_) | Term::Level(_)) {
        // "By a staff reporter".
        if (text.starts_with("By ") || text.starts_with("by ")) && text.len() <= 60 {
            return true;
        }
        let before = text[..found.start].trim_end();
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
        let (mention, rest) = (&text[found.start..found.end], &text[found.end..]);
        let owner = rest.starts_with("'s") || rest.starts_with("’s") || mention.ends_with("'s") || mention.ends_with("’s");
        return match word.as_str() {
            "my" | "our" => !before.ends_with(['.', ',']),
            "its" | "his" | "her" => owner,
            _ => false,
        };
    }
    // "RM, who came from Kerala" is paid elsewhere.
    if matches!(found.term, Term::Place(_) | Term::Demonym(_)) {
        let before = text[..found.start].trim_end().to_lowercase();
        if ["came from", "comes from", "moved from", "originally from", "born in", "compared to", "compared with", "like"].iter().any(|w| before.ends_with(w))
            && !before.ends_with("likely")
        {
            return true;
        }
    }
    let Term::Place(at) = found.term else { return false };
    let after = &text[found.end..];
    // "SG-15", "CA(SA)": a grade or a title, no code of a place.
    let code = found.end - found.start == 2 && text[found.start..found.end].chars().all(char::is_uppercase);
    let graded = code && (after.starts_with('(') || after.trim_start_matches(['-', ' ']).starts_with(|c: char| c.is_ascii_digit()));
    graded || after.starts_with('$') || after.starts_with(" dollar") || lexicon.places.get(at).is_some_and(|p| p.kind == PlaceKind::Remote)
}
