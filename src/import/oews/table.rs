//! Cells → rows of tables, checked.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::super::quantiles::thousands;
use super::super::sheet::{Sheet, Side};
use super::super::{ImportError, Imported};
use super::{Area, Cell, HOURLY, Lists, Occupation, TYPES, Wanted, YEARLY};
use crate::text::PartialDate;

/// All industries, and all occupations.
const ALL: &str = "000000";
/// The hours of a year of full-time work by which the bureau makes yearly wages of hourly ones.
const HOURS: f64 = 2080.0;
/// Hourly wages are rounded to a cent, yearly ones to 10 dollars: so far they may be apart.
const ROUNDING: f64 = HOURS * 0.005 + 5.0 + 1.0;
/// The occupations that are listed have nearly all employment; the bureau leaves a few out.
const LISTED: (f64, f64) = (0.95, 1.001);
/// Columns of amounts by their place among the data types: header, statistic or percentile.
const AMOUNTS: [(&str, &str); 5] = [
    ("10th percentile", "percentile: 10"),
    ("25th percentile", "percentile: 25"),
    ("median", "statistic: median"),
    ("75th percentile", "percentile: 75"),
    ("90th percentile", "percentile: 90"),
];
const PERIODS: [(&str, &str, usize, usize); 2] = [("yearly", "year", YEARLY, 3), ("hourly", "hour", HOURLY, 2)];

/// The tables of a release, in the making.
pub struct Tables<'a> {
    file: PathBuf,
    wanted: &'a Wanted,
    /// By code: the area's place among the sheets and the name of its rows.
    areas: FxHashMap<String, (usize, String)>,
    occupations: FxHashMap<String, Occupation>,
    sheets: [Sheet; 3],
    read: u64,
    by_industry: u64,
    unpublished: u64,
    not_wanted: u64,
    /// Employment in the nation: all, and the sum of its detailed occupations.
    employed: (u64, u64),
}

impl<'a> Tables<'a> {
    /// For the areas that are wanted; `totals` gives each area's employment where the largest are to be known.
    pub fn new(file: &Path, lists: &Lists, wanted: &'a Wanted, totals: impl FnOnce() -> Result<Vec<(String, u64)>, ImportError>) -> Result<Self, ImportError> {
        if lists.areas.is_empty() || lists.occupations.is_empty() {
            return Err(ImportError::whole(file, "lists no areas or no occupations"));
        }
        let month = lists.release.parse::<PartialDate>().ok().filter(|date| date.month.is_some());
        let release = month.ok_or_else(|| ImportError::whole(file, format!("is of `{}`; expected was a month and a year, such as May 2025", lists.release)))?;
        let sheets = ["national", "states", "metropolitan-areas"].map(|name| Sheet::new(name, side(name, &lists.release, release, wanted)));
        let chosen = areas(lists, wanted, totals)?;
        let name = |area: &Area| if area.kind == 'N' { "United States".to_owned() } else { area.name.clone() };
        let sheet = |kind: char| "NSM".find(kind).unwrap_or(2);
        let areas = chosen.into_iter().map(|area| (area.code.clone(), (sheet(area.kind), name(area)))).collect();
        let names: FxHashMap<&str, usize> = lists.occupations.iter().filter(|o| o.detailed).map(|o| (o.name.as_str(), 1)).collect();
        // A group of one occupation has its name and its numbers: once is enough.
        let kept = lists.occupations.iter().filter(|o| o.detailed || !names.contains_key(o.name.as_str()));
        let occupations = kept.map(|o| (o.code.clone(), o.clone())).collect();
        let counts =
            Self { file: file.to_owned(), wanted, areas, occupations, sheets, read: 0, by_industry: 0, unpublished: 0, not_wanted: 0, employed: (0, 0) };
        Ok(counts)
    }

    /// Takes a cell: a row where it is wanted.
    pub fn add(&mut self, cell: &Cell) -> Result<(), ImportError> {
        self.read += 1;
        if cell.industry != ALL {
            self.by_industry += 1;
            return Ok(());
        }
        let numbers = self.numbers(cell)?;
        let known = self.occupations.get(&cell.occupation);
        if cell.area.bytes().all(|b| b == b'0') {
            let employed = numbers[0].map_or(0, |n| n as u64);
            match known {
                _ if cell.occupation == ALL => self.employed.0 = employed,
                Some(Occupation { detailed: true, .. }) => self.employed.1 += employed,
                _ => {}
            }
        }
        let code = format!("{}-{}", cell.occupation.get(..2).unwrap_or_default(), cell.occupation.get(2..).unwrap_or_default());
        let (Some(occupation), Some((sheet, area))) = (known, self.areas.get(&cell.area)) else {
            self.not_wanted += 1;
            return Ok(());
        };
        if !self.wanted.occupations.has(&code) {
            self.not_wanted += 1;
            return Ok(());
        }
        if numbers[HOURLY..].iter().all(Option::is_none) && !cell.footnotes.iter().flatten().any(|note| note == TOP) {
            self.unpublished += 1;
            return Ok(());
        }
        let mut row = vec![code, occupation.name.clone(), area.clone()];
        for (_, _, first, mean) in PERIODS {
            let money = |at: usize| money(cell, at, numbers[at], first == HOURLY);
            row.extend((first..first + AMOUNTS.len()).map(money));
            row.push(money(mean));
        }
        row.push(numbers[4].map_or_else(|| UNPUBLISHED.to_owned(), |n| format!("{n:.1} %")));
        row.push(numbers[0].map_or_else(|| UNPUBLISHED.to_owned(), |n| thousands(n as u64)));
        self.sheets[*sheet].push(&row);
        Ok(())
    }

    /// The numbers of a cell by data type, checked against each other.
    fn numbers(&self, cell: &Cell) -> Result<[Option<f64>; TYPES], ImportError> {
        let wrong = |at: usize, problem: String| ImportError {
            path: self.file.clone(),
            line: cell.line,
            column: Some(format!("data type {:02}", at + 1)),
            problem: format!("{}: {problem}", cell.name),
        };
        let mut numbers = [None; TYPES];
        for (at, value) in cell.values.iter().enumerate() {
            numbers[at] = match value.as_deref().map(str::trim) {
                None | Some("" | "-") => None,
                Some(text) => match text.parse::<f64>() {
                    Ok(n) if n.is_finite() && n >= 0.0 => Some(n),
                    _ => return Err(wrong(at, format!("`{text}`; expected was a number or `-`"))),
                },
            };
        }
        for (_, _, first, _) in PERIODS {
            let stated: Vec<(usize, f64)> = (first..first + AMOUNTS.len()).filter_map(|at| numbers[at].map(|n| (at, n))).collect();
            if let Some(pair) = stated.windows(2).find(|pair| pair[0].1 > pair[1].1) {
                return Err(wrong(pair[1].0, format!("{} is less than the percentile before it, {}", pair[1].1, pair[0].1)));
            }
        }
        for at in 0..AMOUNTS.len() {
            if let (Some(hour), Some(year)) = (numbers[HOURLY + at], numbers[YEARLY + at])
                && (hour * HOURS - year).abs() > ROUNDING
            {
                return Err(wrong(YEARLY + at, format!("{year} a year is not 2,080 times {hour} an hour")));
            }
        }
        Ok(numbers)
    }

    /// The tables, and what was read.
    pub fn done(self, lists: &Lists) -> Result<Imported, ImportError> {
        let fail = |problem: String| Err(ImportError::whole(&self.file, problem));
        if lists.cells != 0 && lists.cells != self.read {
            return fail(format!("{} cells were read of {}", self.read, lists.cells));
        }
        let (all, listed) = self.employed;
        let share = if all == 0 { 0.0 } else { listed as f64 / all as f64 };
        if !(LISTED.0..=LISTED.1).contains(&share) {
            return fail(format!("its occupations add up to {} of {} employed in the United States; the file is not whole", thousands(listed), thousands(all)));
        }
        let rows: u64 = self.sheets.iter().map(Sheet::rows).sum();
        let said = vec![
            format!(
                "{}: {} cells; {} by industry and {} of other areas and occupations left out",
                lists.release,
                thousands(self.read),
                thousands(self.by_industry),
                thousands(self.not_wanted)
            ),
            format!("{} rows; {} more have no published wage", thousands(rows), thousands(self.unpublished)),
            format!("checked: occupations add up to {:.2} % of employment, percentiles rise, yearly is 2,080 times hourly", share * 100.0),
        ];
        Ok(Imported { sheets: self.sheets.into_iter().filter(|sheet| sheet.rows() > 0).collect(), said })
    }
}

/// The bureau's footnotes: only paid by the hour or by the year; at or above the highest wage that is published.
const ONE_PERIOD: &str = "4";
const TOP: &str = "5";
const UNPUBLISHED: &str = "not published";

/// An amount as a reader reads it.
fn money(cell: &Cell, at: usize, number: Option<f64>, hourly: bool) -> String {
    match (number, cell.footnotes[at].as_deref()) {
        (Some(n), _) if hourly => format!("${}.{:02}", thousands(n as u64), (n * 100.0).round() as u64 % 100),
        (Some(n), _) => format!("${}", thousands(n as u64)),
        // "This wage is equal to or greater than $115.00 per hour or $239,200 per year": the text of that footnote.
        (None, Some(TOP)) if hourly => "≥ $115.00".to_owned(),
        (None, Some(TOP)) => "≥ $239,200".to_owned(),
        (None, Some(ONE_PERIOD)) if hourly => "paid by the year".to_owned(),
        (None, Some(ONE_PERIOD)) => "paid by the hour".to_owned(),
        (None, _) => UNPUBLISHED.to_owned(),
    }
}

/// The areas that are wanted, the largest metropolitan ones by employment.
fn areas<'l>(lists: &'l Lists, wanted: &Wanted, totals: impl FnOnce() -> Result<Vec<(String, u64)>, ImportError>) -> Result<Vec<&'l Area>, ImportError> {
    let most = wanted.areas.metros;
    let others = |area: &Area| area.name.ends_with("nonmetropolitan area");
    let mut metros: Vec<&Area> = lists.areas.iter().filter(|area| area.kind == 'M' && !others(area)).collect();
    if most < metros.len() {
        let totals: FxHashMap<String, u64> = totals()?.into_iter().collect();
        metros.sort_by_key(|area| (std::cmp::Reverse(totals.get(&area.code).copied().unwrap_or_default()), area.code.clone()));
        metros.truncate(most);
    }
    let also = lists.areas.iter().filter(|area| match area.kind {
        'N' => wanted.areas.nation,
        'S' => wanted.areas.states,
        _ => wanted.areas.others && others(area),
    });
    Ok(also.chain(metros).collect())
}

fn side(name: &str, release: &str, month: PartialDate, wanted: &Wanted) -> Side {
    let mut columns: Vec<(String, String)> =
        [("code", "soc"), ("occupation", "role"), ("area", "place")].map(|(name, what)| (name.to_owned(), what.to_owned())).into();
    for (word, period, _, _) in PERIODS {
        columns.extend(AMOUNTS.iter().map(|(header, what)| (format!("{word} {header}"), format!("{{{what}, period: {period}}}"))));
        columns.push((format!("{word} mean"), format!("{{statistic: average, period: {period}}}")));
    }
    columns.push(("standard error of the mean".to_owned(), "note".to_owned()));
    columns.push(("employed".to_owned(), "count".to_owned()));
    Side {
        title: format!("Occupational Employment and Wage Statistics, {release}: {}", name.replace('-', " ")),
        publisher: "U.S. Bureau of Labor Statistics".to_owned(),
        url: "https://www.bls.gov/oes/".to_owned(),
        published: month.to_string(),
        retrieved: wanted.retrieved.clone(),
        licence: "public domain; the bureau asks to be named with the date of retrieval".to_owned(),
        currency: Some("USD".to_owned()),
        computed: None,
        checksum: None,
        notes: vec!["Pay with tips, commissions and production bonuses, without overtime and other bonuses; employees alone.".to_owned()],
        columns,
    }
}
