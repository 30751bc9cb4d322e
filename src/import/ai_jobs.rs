//! The salaries of ai-jobs.net: a CSV file under CC0 with a row for each answer or advertised end of a range.

use std::path::Path;

use super::quantiles::thousands;
use super::survey::{Entry, Groups, LeftOut, YEARS, checksum, fingerprint, imported, recipe};
use super::{ImportError, Imported, Lines, Progress, Side};
use crate::lexicon::{Lexicon, PlaceKind};
use crate::pay::{Currency, Level};
use crate::text::PartialDate;

/// The columns that are read; what they and their codes mean is told beside the file, at <https://ai-jobs.net/salaries/>.
const COLUMNS: [&str; 7] = ["work_year", "experience_level", "employment_type", "job_title", "salary", "salary_currency", "employee_residence"];
/// Codes of experience.
const LEVELS: [(&str, Level); 4] = [("EN", Level::Junior), ("MI", Level::Mid), ("SE", Level::Senior), ("EX", Level::Executive)];
/// Codes of employment; the first is full-time.
const EMPLOYMENT: [&str; 4] = ["FT", "PT", "CT", "FL"];
/// An amount from here on is a slip of the keyboard rather than pay.
const TOO_MUCH: f64 = 100_000_000.0;
/// So often progress is told.
const EVERY: u64 = 4096;

/// Reads the file whole and makes a table of it: a row for each group of full-time entries that is large enough.
///
/// # Errors
/// Where the file cannot be read or a cell is not what its column holds.
pub fn ai_jobs(file: &Path, progress: Progress<'_>) -> Result<Imported, ImportError> {
    let lexicon = Lexicon::bundled().map_err(|e| ImportError::whole(file, e.to_string()))?;
    let (sha256, total) = fingerprint(file)?;
    let mut lines = Lines::open(file, b',', &COLUMNS)?;
    let at = COLUMNS.map(|name| lines.column(name));
    let (mut groups, mut left) = (Groups::new(lexicon), LeftOut::default());
    let made = date_in(file).and_then(|day| day.get(..4)?.parse().ok());
    let (mut read, mut newest, mut pairs) = (0_u64, 0, 0_u64);
    let mut before: Option<(csv::StringRecord, bool)> = None;
    let mut record = csv::StringRecord::new();
    while let Some(line) = lines.next(&mut record)? {
        read += 1;
        if read % EVERY == 0 {
            progress(read, total.max(read));
        }
        let row = Row::of(&record, at).checked(file, line)?;
        newest = newest.max(row.year);
        // The second row of a pair begins no other one.
        let second = before.as_ref().is_some_and(|(before, is_second)| !is_second && Row::of(before, at).is_beside(&Row::of(&record, at)));
        pairs += u64::from(second);
        before = Some((record.clone(), second));
        // A few weeks are no year.
        let counted =
            if made == Some(row.year) { Err("of the year in which the file was made, which was not over") } else { count(&row, &mut groups, lexicon) };
        if let Err(reason) = counted {
            left.add(reason);
        }
    }
    progress(read, read);
    let side = Side {
        title: "Pay in AI, machine learning and data".to_owned(),
        publisher: "computed by salary-bot from ai-jobs.net".to_owned(),
        url: "https://ai-jobs.net/salaries/".to_owned(),
        published: date_in(file).unwrap_or_else(|| newest.to_string()),
        licence: "CC0 1.0".to_owned(),
        computed: Some(recipe(read)),
        checksum: Some(checksum(&sha256)),
        notes: vec![
            format!(
                "Answers and job ads of one site, no random sample; {} of {} rows come in pairs like the two ends of an advertised range, so an entry is no person.",
                thousands(2 * pairs),
                thousands(read)
            ),
            "Gross pay as the site states it, full-time only; whether bonuses are in it is not said.".to_owned(),
        ],
        ..Side::default()
    };
    // "The total gross salary amount paid": whether that is base pay alone is not said.
    let mut imported = imported(file, groups, left, read, ("ai-jobs", side, "unspecified"))?;
    imported.said.push(format!("{} pairs of rows that stand beside each other and differ in pay alone, as the two ends of a range do", thousands(pairs)));
    Ok(imported)
}

/// Counts a row, or says why it is not.
fn count(row: &Checked<'_>, groups: &mut Groups<'_>, lexicon: &Lexicon) -> Result<(), &'static str> {
    if !row.full_time {
        return Err("as part-time, contract or freelance");
    }
    // By id: of two letters after "in" those of a state would come first.
    let at = lexicon.places.number(&row.country.to_lowercase());
    let place = at.and_then(|at| lexicon.places.get(at)).filter(|place| place.kind == PlaceKind::Country);
    let (Some(country), Some(place)) = (at, place) else { return Err("for a country that is not known") };
    // In the file of January 2025 Canadians have nearly the same median "in USD" (125,000) as in CAD (120,000): it looks as if
    // the dollar sign of an ad was taken for the US one. The British have 150,000 in USD and 55,000 in GBP, as if those ads
    // were for the United States. Such a group mixes currencies or countries.
    if place.currency != Some(row.currency) {
        return Err("in another currency than the country's own");
    }
    let entry = Entry { title: row.title, level: Some(row.level), country, year: row.year, currency: row.currency, pay: row.pay };
    if groups.add(entry) { Ok(()) } else { Err("under a title that may be any of several jobs, such as Engineer or Manager") }
}

/// A row as it stands.
#[derive(Clone, Copy, PartialEq)]
struct Row<'a>([&'a str; 7]);

/// A row that holds what its columns are for.
struct Checked<'a> {
    year: u16,
    level: Level,
    full_time: bool,
    title: &'a str,
    pay: f64,
    currency: Currency,
    country: &'a str,
}

impl<'a> Row<'a> {
    fn of(record: &'a csv::StringRecord, at: [usize; 7]) -> Self {
        Self(at.map(|column| record.get(column).unwrap_or_default()))
    }

    /// Whether two rows differ in nothing but pay.
    fn is_beside(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).zip(COLUMNS).all(|((a, b), name)| (a == b) != (name == "salary"))
    }

    fn checked(self, path: &Path, line: u64) -> Result<Checked<'a>, ImportError> {
        let [year, level, employment, title, pay, currency, country] = self.0;
        let fail = |column: usize, what: &str, expected: String| {
            let written: String = what.chars().take(40).collect();
            ImportError::cell(path, line, COLUMNS[column], format!("`{written}` is not {expected}"))
        };
        let letters = |code: &str, n: usize| code.len() == n && code.bytes().all(|b| b.is_ascii_uppercase());
        let known_year = year.parse().ok().filter(|year| YEARS.contains(year));
        let pay_of = pay.parse::<f64>().ok().filter(|pay| *pay > 0.0 && *pay < TOO_MUCH);
        Ok(Checked {
            year: known_year.ok_or_else(|| fail(0, year, format!("a year from {} to {}", YEARS.start(), YEARS.end())))?,
            level: LEVELS
                .iter()
                .find(|(code, _)| *code == level)
                .map(|(_, level)| *level)
                .ok_or_else(|| fail(1, level, format!("one of {}", LEVELS.map(|l| l.0).join(", "))))?,
            full_time: EMPLOYMENT
                .iter()
                .position(|code| *code == employment)
                .ok_or_else(|| fail(2, employment, format!("one of {}", EMPLOYMENT.join(", "))))?
                == 0,
            title: Some(title).filter(|title| title.chars().any(char::is_alphabetic)).ok_or_else(|| fail(3, title, "a job's title".to_owned()))?,
            pay: pay_of.ok_or_else(|| fail(4, pay, "a yearly amount above 0 and below 100,000,000".to_owned()))?,
            currency: Currency::new(currency).ok_or_else(|| fail(5, currency, "a currency's three capital letters (ISO 4217)".to_owned()))?,
            country: Some(country)
                .filter(|code| letters(code, 2))
                .ok_or_else(|| fail(6, country, "a country's two capital letters (ISO 3166-1)".to_owned()))?,
        })
    }
}

/// The day that a file's name ends with.
fn date_in(file: &Path) -> Option<String> {
    let stem = file.file_stem()?.to_str()?;
    let day = stem.get(stem.len().checked_sub(10)?..)?;
    let is_day = day.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    (is_day && day.parse::<PartialDate>().is_ok()).then(|| day.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Imported, ImportError> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("pay-2025-01-19.csv");
        std::fs::write(&file, text).expect("written");
        ai_jobs(&file, &mut |_, _| ())
    }

    const HEADER: &str = "work_year,experience_level,employment_type,job_title,salary,salary_currency,salary_in_usd,employee_residence,remote_ratio,company_location,company_size";
    const GOOD: &str = "2024,SE,FT,Data Engineer,150000,USD,150000,US,0,US,M";

    #[test]
    fn each_row_is_used_or_left_out_for_one_reason() {
        for (row, reason) in [
            (GOOD, "in groups that are too small: 1"),
            ("2024,SE,CT,Data Engineer,150000,USD,150000,US,0,US,M", "as part-time, contract or freelance: 1"),
            ("2024,SE,FT,Data Engineer,150000,USD,150000,QZ,0,US,M", "for a country that is not known: 1"),
            ("2024,SE,FT,Data Engineer,150000,USD,150000,CA,0,CA,M", "in another currency than the country's own: 1"),
            ("2024,SE,FT,Engineer,150000,USD,150000,US,0,US,M", "any of several jobs, such as Engineer or Manager: 1"),
        ] {
            let got = read(&format!("{HEADER}\n{row}\n")).expect(row);
            assert!(got.sheets.is_empty() && got.said.iter().any(|line| line.ends_with(reason)), "{row}: {:?}", got.said);
            assert_eq!(got.said[0], "1 rows read, 0 used, 1 left out; the sums agree");
        }
        let many = format!("{HEADER}\n{}", format!("{GOOD}\n").repeat(30));
        let got = read(&many).expect("rows");
        assert_eq!((got.sheets.len(), got.sheets[0].rows()), (1, 2), "any level, and senior");
        // "IN" is India here and "CA" Canada, though both are states as well.
        let india = many.replace("USD,150000,US", "INR,1800,IN");
        assert_eq!(read(&india).expect("rows").sheets.len(), 1);
    }

    #[test]
    fn a_cell_that_is_wrong_is_named() {
        let with = |from: &str, to: &str| format!("{HEADER}\n{GOOD}\n{}\n", GOOD.replacen(from, to, 1));
        for (text, line, column, expected) in [
            (with("2024", "2014"), Some(3), Some("work_year"), "`2014` is not a year from 2015 to 2100"),
            (with("2024", ""), Some(3), Some("work_year"), "`` is not a year"),
            (with("2024", "24"), Some(3), Some("work_year"), "`24` is not a year"),
            (with("SE", "XX"), Some(3), Some("experience_level"), "`XX` is not one of EN, MI, SE, EX"),
            (with("SE", "se"), Some(3), Some("experience_level"), "`se` is not one of"),
            (with("FT", "Full-time"), Some(3), Some("employment_type"), "`Full-time` is not one of FT, PT, CT, FL"),
            (with("Data Engineer", " "), Some(3), Some("job_title"), "`` is not a job's title"),
            (with("Data Engineer", "42"), Some(3), Some("job_title"), "`42` is not a job's title"),
            (with("150000", "0"), Some(3), Some("salary"), "`0` is not a yearly amount above 0"),
            (with("150000", "-5"), Some(3), Some("salary"), "`-5` is not a yearly amount"),
            (with("150000", "100000000"), Some(3), Some("salary"), "below 100,000,000"),
            (with("150000", "NaN"), Some(3), Some("salary"), "`NaN` is not a yearly amount"),
            (with("150000", "$150"), Some(3), Some("salary"), "`$150` is not a yearly amount"),
            (with("USD", "US"), Some(3), Some("salary_currency"), "`US` is not a currency's three capital letters"),
            (with("USD", "usd"), Some(3), Some("salary_currency"), "`usd` is not a currency's"),
            (with(",US,0", ",USA,0"), Some(3), Some("employee_residence"), "`USA` is not a country's two capital letters"),
            (with(",US,0", ",us,0"), Some(3), Some("employee_residence"), "`us` is not a country's"),
            (with("2024,", ""), Some(3), None, "10 cells where the header has 11"),
            (format!("{}\n{GOOD}\n", HEADER.replace("salary,", "pay,")), Some(1), None, "has no column `salary`"),
            (String::new(), Some(1), None, "has no column `work_year`"),
        ] {
            let error = read(&text).expect_err(&text);
            assert!(error.line == line && error.column.as_deref() == column && error.problem.contains(expected), "{text}: {error}");
        }
    }

    #[test]
    fn the_day_is_that_of_the_files_name() {
        for (name, want) in [
            ("ai-jobs-salaries-2025-01-19.csv", Some("2025-01-19")),
            ("2025-01-19.csv", Some("2025-01-19")),
            ("salaries.csv", None),
            ("salaries-2025-13-19.csv", None),
            ("salaries-20250119.csv", None),
            ("é-25-01-19.csv", None),
        ] {
            assert_eq!(date_in(Path::new(name)).as_deref(), want, "{name}");
        }
    }
}
