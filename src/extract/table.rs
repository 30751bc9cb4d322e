//! Tables: what a row's other cells and its column's header say of an amount.

use std::ops::Range;

use super::bare::{bare, names_count, untitled};
use super::scene::{Scene, Unit};
use super::{kind, period, written};
use crate::lexicon::{Cue, Found, Lexicon, Reading, Term};
use crate::mention::{Money, YearsMention, money, years};
use crate::pay::{Amounts, How, PayComponent, PayPeriod, PayStatistic, RoleRef, Years};
use crate::text::{BlockKind, Span};

/// Reads a row cell by cell, so that no amount runs over a cell's border but a low and a high that stand side by side.
pub(super) fn read_row(scene: &Scene<'_>, unit: &mut Unit, cells: &[Range<usize>]) {
    let header = header_of(scene, unit.block);
    let caption = table_of(scene, unit.block).and_then(|table| scene.caption(table));
    // A row with one cell more than the header has a label that the header leaves out.
    let shift_by = header.as_ref().map_or(0, |(_, titles)| usize::from(titles.len() + 1 == cells.len()));
    let mut found: Vec<Found> = Vec::new();
    let mut amounts: Vec<(usize, Money)> = Vec::new();
    let mut spans = Vec::new();
    for (n, cell) in cells.iter().enumerate() {
        let Some(text) = unit.text.get(cell.clone()) else { continue };
        // A note beside the amounts is about them, not about who is paid.
        let note = n > 0 && text.split_whitespace().count() > 6;
        let of_whom = |f: &Found| matches!(f.term, Term::Level(_) | Term::Role(_) | Term::Place(_) | Term::Demonym(_));
        found.extend(cell_mentions(scene.lexicon, text).into_iter().filter(|f| !note || !of_whom(f)).map(|f| Found {
            term: f.term,
            start: f.start + cell.start,
            end: f.end + cell.start,
        }));
        let title = header.as_ref().and_then(|(h, cells)| cells.get(n.checked_sub(shift_by)?).map(|c| (h, c.clone())));
        let mut inside = money(text, scene.lexicon);
        // "Number of jobs | 51,489 | 248,781": what the row's label counts is no money in any column.
        let counted =
            n > 0 && cells.first().and_then(|c| unit.text.get(c.clone())).is_some_and(|label| label.split_whitespace().count() <= 4 && names_count(label));
        if inside.is_empty() && !counted {
            inside.extend(
                title.as_ref().and_then(|(h, c)| bare(scene, text, &h[c.clone()], caption)).or_else(|| untitled(scene, text, n, title.is_some(), caption)),
            );
        }
        amounts.extend(inside.into_iter().map(|m| (n, shift(m, cell.start))));
        spans.extend(years(text).into_iter().map(|mut y| {
            y.range = y.range.start + cell.start..y.range.end + cell.start;
            y
        }));
        if let Some(years) = title.filter(|(h, c)| is_experience(&h[c.clone()])).and_then(|_| bare_years(text))
            && !spans.iter().any(|s| cell.contains(&s.range.start))
        {
            spans.push(YearsMention { range: cell.clone(), years });
        }
    }
    unit.found = found;
    unit.years = spans;
    unit.money = join_ends(amounts, shift_by, header.as_ref());
}

fn shift(mut money: Money, by: usize) -> Money {
    money.range = money.range.start + by..money.range.end + by;
    money.core = money.core.start + by..money.core.end + by;
    money.ends = (money.ends.0.start + by..money.ends.0.end + by, money.ends.1.map(|e| e.start + by..e.end + by));
    money
}

/// The mentions of a cell: abbreviations count where they are all that is in it.
fn cell_mentions(lexicon: &Lexicon, text: &str) -> Vec<Found> {
    let found =
        super::scene::without_titles(lexicon.find(text, Reading::Label).into_iter().filter(|f| !super::scene::is_no_mention(lexicon, f, text)).collect());
    let mut unit = Unit {
        block: usize::MAX,
        start: 0,
        text: text.to_owned(),
        found,
        money: Vec::new(),
        period_after: Vec::new(),
        period_end: Vec::new(),
        years: years(text),
    };
    written::keep_label_roles(lexicon, &mut unit);
    unit.found
}

/// The header row's text and cells, for a row of a table that has one.
fn header_of(scene: &Scene<'_>, block: usize) -> Option<(String, Vec<Range<usize>>)> {
    let at = header_block(scene, block)?;
    match &scene.document.blocks[at].kind {
        BlockKind::Row { cells, .. } if at != block => Some((scene.document.blocks[at].shown.text().to_owned(), cells.clone())),
        _ => None,
    }
}

fn table_of(scene: &Scene<'_>, block: usize) -> Option<usize> {
    if let BlockKind::Row { table, .. } = scene.document.blocks.get(block)?.kind { Some(table) } else { None }
}

fn header_block(scene: &Scene<'_>, block: usize) -> Option<usize> {
    let BlockKind::Row { table, .. } = scene.document.blocks.get(block)?.kind else { return None };
    scene.header_of_table(table).filter(|h| *h < block)
}

fn is_experience(header: &str) -> bool {
    let lower = header.to_lowercase();
    lower.contains("experience") || lower.contains("yoe") || lower.trim() == "years"
}

/// "0-2", "10+" under a header that says years of experience.
fn bare_years(cell: &str) -> Option<Years> {
    years(&format!("{} years", cell.trim())).first().map(|y| y.years)
}

/// A low and a high in neighbouring columns are one range.
fn join_ends(amounts: Vec<(usize, Money)>, shift_by: usize, header: Option<&(String, Vec<Range<usize>>)>) -> Vec<Money> {
    let title =
        |n: usize| header.and_then(|(text, cells)| cells.get(n.checked_sub(shift_by)?).and_then(|c| text.get(c.clone()))).unwrap_or_default().to_lowercase();
    let is = |n: usize, list: &[&str]| title(n).split(|c: char| !c.is_alphanumeric()).any(|w| list.contains(&w));
    let mut out: Vec<Money> = Vec::new();
    let mut rest = amounts.into_iter().peekable();
    while let Some((n, low)) = rest.next() {
        let pair = rest.peek().is_some_and(|(m, high)| {
            *m == n + 1
                && !low.is_range
                && !high.is_range
                && low.amounts.low <= high.amounts.high
                && is(n, &["low", "min", "minimum", "from", "lower", "lowest", "bottom"])
                && is(*m, &["high", "max", "maximum", "to", "upper", "highest", "top"])
        });
        if pair && let Some((_, high)) = rest.next() {
            let range = low.range.start..high.range.end;
            out.push(Money {
                range: range.clone(),
                ends: (low.core.clone(), Some(high.core.clone())),
                core: range,
                amounts: Amounts { low: low.amounts.low, high: high.amounts.high },
                open_ended: high.open_ended,
                is_range: true,
                ..low
            });
            continue;
        }
        out.push(low);
    }
    out
}

/// The header's unit and the range of the column that amount `at` stands in.
fn column<'s>(scene: &'s Scene<'_>, unit: &Unit, at: usize) -> Option<(&'s Unit, Range<usize>)> {
    let header = header_block(scene, unit.block)?;
    let BlockKind::Row { cells, .. } = &scene.document.blocks[unit.block].kind else { return None };
    let n = cells.iter().position(|c| c.start <= unit.money[at].core.start && unit.money[at].core.start < c.end.max(c.start + 1))?;
    let BlockKind::Row { cells: titles, .. } = &scene.document.blocks[header].kind else { return None };
    let shift_by = usize::from(titles.len() + 1 == cells.len());
    Some((scene.unit(header, 0)?, titles.get(n.checked_sub(shift_by)?)?.clone()))
}

/// A mention in the header of the amount's column.
pub(super) fn column_mention<'s>(scene: &'s Scene<'_>, unit: &Unit, at: usize, is: &dyn Fn(Term) -> bool) -> Option<(&'s Unit, Found)> {
    let (header, range) = column(scene, unit, at)?;
    header.found.iter().find(|f| is(f.term) && range.contains(&f.start)).map(|f| (header, *f))
}

/// The header of the column that says what each row is: "Occupation in San Jose (BLS, May 2025)" holds for all of them.
pub(super) fn corner<'s>(scene: &'s Scene<'_>, unit: &Unit) -> Option<(&'s Unit, Range<usize>)> {
    let header = header_block(scene, unit.block)?;
    let (BlockKind::Row { cells, .. }, BlockKind::Row { cells: titles, .. }) = (&scene.document.blocks[unit.block].kind, &scene.document.blocks[header].kind)
    else {
        return None;
    };
    let own = titles.first().filter(|_| titles.len() == cells.len() && header != unit.block)?;
    // Where the first column holds the amounts, its header is theirs.
    let labelled = unit.money.iter().all(|money| cells.first().is_none_or(|first| money.range.start >= first.end));
    if labelled { Some((scene.unit(header, 0)?, own.clone())) } else { None }
}

/// A mention in the corner of a table.
pub(super) fn corner_mention<'s>(scene: &'s Scene<'_>, unit: &Unit, is: &dyn Fn(Term) -> bool) -> Option<(&'s Unit, Found)> {
    let (header, range) = corner(scene, unit)?;
    header.found.iter().find(|f| is(f.term) && range.contains(&f.start)).map(|f| (header, *f))
}

/// The header row of the table that `unit` is a row of.
pub(super) fn header<'s>(scene: &'s Scene<'_>, unit: &Unit) -> Option<&'s Unit> {
    scene.unit(header_block(scene, unit.block)?, 0)
}

/// Whether the column's header, or the only amount column's row, says that it is pay.
pub(super) fn says_pay(scene: &Scene<'_>, unit: &Unit, at: usize) -> bool {
    let Some((header, range)) = column(scene, unit, at) else { return false };
    let titled = header.found.iter().filter(|f| range.contains(&f.start)).any(|f| {
        matches!(
            f.term,
            Term::Cue(
                Cue::Pay
                    | Cue::WeakPay
                    | Cue::Base
                    | Cue::Total
                    | Cue::Bonus
                    | Cue::Equity
                    | Cue::Average
                    | Cue::Median
                    | Cue::Year
                    | Cue::Hour
                    | Cue::Month
                    | Cue::Day
                    | Cue::Week
                    | Cue::Minimum
                    | Cue::Maximum
            )
        )
    });
    let about_pay = |u: &Unit| u.has(Cue::Pay);
    titled
        || scene.headings(unit).any(about_pay)
        || scene.title().is_some_and(about_pay)
        || header.found.iter().any(|f| matches!(f.term, Term::Cue(Cue::Experience)))
        || scene.section_before(unit).take(6).any(|b| scene.block(b).any(about_pay))
        || unit.found.iter().any(|f| matches!(f.term, Term::Role(_)))
}

/// Why a cell's amount is no pay, by its column's header.
pub(super) fn not_pay(scene: &Scene<'_>, unit: &Unit, at: usize) -> Option<&'static str> {
    let (header, range) = column(scene, unit, at)?;
    let has = |cue: Cue| header.found.iter().any(|f| f.term == Term::Cue(cue) && range.contains(&f.start));
    let pay = has(Cue::Pay) || has(Cue::Base) || has(Cue::Total);
    // What the row is about: "Base salary | $110,000" in a column of costs, "Office rent | €84,000" in one of years.
    let of_label = |is: &dyn Fn(Cue) -> bool| unit.found.iter().any(|f| f.end <= unit.money[0].range.start && matches!(f.term, Term::Cue(c) if is(c)));
    let label_pays = of_label(&|c| c == Cue::Pay) || unit.found.iter().any(|f| matches!(f.term, Term::Role(_) | Term::Level(_)));
    if !pay && !label_pays && of_label(&|c| c == Cue::Cost) {
        return Some("a row of costs or prices");
    }
    if has(Cue::Cost) && !pay && !label_pays {
        return Some("a column of costs or prices");
    }
    let of_costs = |h: &Unit| h.has(Cue::Cost) && !h.has(Cue::Pay);
    if !pay && !label_pays && scene.headings(unit).next().is_some_and(of_costs) && !header.has(Cue::Pay) {
        return Some("a table of costs or prices");
    }
    if has(Cue::Difference) && !pay {
        return Some("a column of differences");
    }
    // Beside a column that says pay, one that says nothing of the kind holds something else.
    let paid = header.found.iter().any(|f| f.term == Term::Cue(Cue::Pay) && !range.contains(&f.start));
    let named = header.text.get(range.clone()).is_some_and(|t| t.chars().any(char::is_alphabetic));
    let telling = header.found.iter().any(|f| range.contains(&f.start))
        || !header.years.is_empty()
        || header.text.get(range).is_some_and(|t| t.contains(|c: char| c.is_ascii_digit() || matches!(c, '$' | '€' | '£' | '₹')));
    let prose = unit.text.split(" | ").find(|c| c.contains(&unit.text[unit.money[at].core.clone()])).is_some_and(|c| c.split_whitespace().count() > 6);
    (paid && named && !telling && !prose).then_some("a column beside the pay that says nothing of pay")
}

/// The period that the header says.
pub(super) fn period(scene: &Scene<'_>, unit: &Unit, at: usize) -> Option<(PayPeriod, How, Option<Span>)> {
    let (header, range) = column(scene, unit, at)?;
    let (period, found) = period::period_in(header, range.clone()).or_else(|| {
        let text = header.text.get(range.clone())?;
        let slash = text.find('/').and_then(|slash| crate::mention::period_after(text, slash).map(|(p, _)| (p, slash)));
        let (period, from) = slash.or_else(|| period::bracketed(text).and_then(|p| Some((p, text.rfind('(')?))))?;
        Some((period, Found { term: Term::Cue(Cue::Year), start: range.start + from, end: range.end }))
    })?;
    Some((period, How::Header, Some(scene.raw(header, found.start..found.end))))
}

/// The period that the table's caption says.
pub(super) fn captioned(scene: &Scene<'_>, unit: &Unit) -> Option<PayPeriod> {
    scene.caption(table_of(scene, unit.block)?)?.period
}

/// The part of pay that the header says.
pub(super) fn component<'s>(scene: &'s Scene<'_>, unit: &Unit, at: usize) -> Option<(&'s Unit, Found, PayComponent)> {
    let (header, range) = column(scene, unit, at)?;
    kind::component_in(header, range).map(|(f, c)| (header, f, c))
}

/// The statistic that the header says.
pub(super) fn statistic<'s>(scene: &'s Scene<'_>, unit: &Unit, at: usize) -> Option<(&'s Unit, (PayStatistic, &'s Found))> {
    let (header, range) = column(scene, unit, at)?;
    kind::statistic_in(header, range).map(|found| (header, found))
}

/// The percentile that the header says.
pub(super) fn percentile(scene: &Scene<'_>, unit: &Unit, at: usize) -> Option<f64> {
    let (header, range) = column(scene, unit, at)?;
    kind::percentile_in(header.text.get(range)?)
}

/// The origin that a row names in a column of sources.
pub(super) fn source(scene: &Scene<'_>, unit: &Unit) -> Option<(String, Range<usize>)> {
    let header = header_block(scene, unit.block)?;
    let (BlockKind::Row { cells: titles, .. }, BlockKind::Row { cells, .. }) = (&scene.document.blocks[header].kind, &scene.document.blocks[unit.block].kind)
    else {
        return None;
    };
    let text = scene.document.blocks[header].shown.text();
    let named = |c: &Range<usize>| {
        text.get(c.clone()).is_some_and(|t| matches!(t.trim().to_lowercase().as_str(), "source" | "sources" | "site" | "website" | "platform" | "data source"))
    };
    let cell = cells.get(titles.iter().position(named)?)?;
    let said = unit.text.get(cell.clone())?.trim();
    (!said.is_empty() && said.chars().any(char::is_alphabetic)).then(|| (said.to_owned(), cell.clone()))
}

/// Years of experience that the row's label or the column's header says.
pub(super) fn experience<'s>(scene: &'s Scene<'_>, unit: &Unit, at: usize) -> Option<(&'s Unit, &'s YearsMention)> {
    if !unit.years.is_empty() {
        return None;
    }
    let (header, range) = column(scene, unit, at)?;
    header.years.iter().find(|y| range.contains(&y.range.start)).map(|y| (header, y))
}

/// The role of a row: its cell under a header that says role, as written there; a role in any other cell; or, where the
/// columns are roles, the column's header.
pub(super) fn role<'s>(scene: &'s Scene<'_>, unit: &'s Unit, at: usize) -> Option<(RoleRef, &'s Unit, Range<usize>)> {
    let BlockKind::Row { cells, .. } = &scene.document.blocks.get(unit.block)?.kind else { return None };
    let header = header_block(scene, unit.block).and_then(|b| scene.unit(b, 0).map(|u| (u, b)));
    let titles: &[Range<usize>] = match header.map(|(_, b)| &scene.document.blocks[b].kind) {
        Some(BlockKind::Row { cells, .. }) => cells,
        _ => &[],
    };
    let title_is = |n: usize, list: &[&str]| {
        header.is_some_and(|(h, _)| {
            titles.get(n).and_then(|c| h.text.get(c.clone())).is_some_and(|t| t.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|w| list.contains(&w)))
        })
    };
    for (n, cell) in cells.iter().enumerate() {
        if title_is(
            n,
            &["role", "roles", "title", "titles", "position", "job", "occupation", "profession", "designation", "language", "specialty", "specialization"],
        ) {
            let text = unit.text.get(cell.clone())?;
            if let Some(role) = cell_role(scene.lexicon, text) {
                return Some((role, unit, cell.clone()));
            }
        }
    }
    if let Some(found) = unit.found.iter().find(|f| matches!(f.term, Term::Role(_))) {
        let cell = cells.iter().find(|c| c.contains(&found.start))?;
        // "$180K-$280K (EM), $240K-$350K (Director)": a cell of amounts is read as a sentence.
        if unit.money.iter().any(|m| cell.contains(&m.core.start)) {
            return None;
        }
        let role = cell_role(scene.lexicon, unit.text.get(cell.clone())?)?;
        return Some((role, unit, cell.clone()));
    }
    let (header, range) = column(scene, unit, at)?;
    let text = header.text.get(range.clone())?;
    if let Some(found) = header.found.iter().find(|f| matches!(f.term, Term::Role(_)) && range.contains(&f.start)) {
        let Term::Role(at) = found.term else { return None };
        let role = scene.lexicon.roles.get(at)?;
        return Some((RoleRef { id: Some(role.id.clone()), name: written::display(role, &header.text[found.start..found.end]) }, header, range));
    }
    // Columns that are none of the things a column of pay is called are groups of people.
    let telling = header.found.iter().any(|f| range.contains(&f.start))
        || text.is_empty()
        || text.contains(|c: char| c.is_ascii_digit() || matches!(c, '$' | '€' | '£' | '₹' | '%' | '('));
    let groups = titles.len() >= 3
        && unit.money.len() >= 2
        && (1..titles.len()).all(|n| header.text.get(titles[n].clone()).is_some_and(|t| !t.is_empty() && t.split_whitespace().count() <= 3))
        && !header
            .found
            .iter()
            .any(|f| matches!(f.term, Term::Cue(c) if c != Cue::Experience && c != Cue::WeakPay) && titles.iter().skip(1).any(|t| t.contains(&f.start)));
    (!telling && groups).then(|| (RoleRef { id: None, name: text.trim().to_owned() }, header, range))
}

/// A cell's role: the lexicon's where it covers the cell but for the level, else as written.
fn cell_role(lexicon: &Lexicon, text: &str) -> Option<RoleRef> {
    let found = cell_mentions(lexicon, text);
    let role = found.iter().filter(|f| matches!(f.term, Term::Role(_))).max_by_key(|f| f.end - f.start);
    let rest = |from: usize, to: usize| {
        crate::lexicon::words(&text[from..to])
            .iter()
            .filter(|w| {
                w.key.starts_with(char::is_alphabetic)
                    && w.key.len() > 1
                    && !found.iter().any(|f| {
                        let beside = matches!(f.term, Term::Level(_) | Term::Place(_) | Term::Demonym(_));
                        beside && f.start <= from + w.range.start && from + w.range.end <= f.end
                    })
                    && !matches!(w.key.as_ref(), "in" | "at" | "near")
            })
            .count()
    };
    if let Some(found) = role {
        let Term::Role(at) = found.term else { return None };
        let row = lexicon.roles.get(at)?;
        let slash = text[found.end..].trim_start().starts_with('/') || text[..found.start].trim_end().ends_with('/');
        let bracket = text[found.end..].trim_start().starts_with(['(', ',', '–', '-', '|']) || text[found.end..].trim().is_empty();
        if slash || rest(0, found.start) == 0 && (bracket || rest(found.end, text.len()) == 0) {
            return Some(RoleRef { id: Some(row.id.clone()), name: written::display(row, &text[found.start..found.end]) });
        }
        return Some(RoleRef { id: None, name: text.trim().to_owned() });
    }
    let words = text.split_whitespace().count();
    let named = words > 0 && words <= 6 && text.chars().any(char::is_alphabetic) && rest(0, text.len()) > 0;
    named.then(|| RoleRef { id: None, name: written::singular(text) })
}
