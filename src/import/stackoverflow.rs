//! The Stack Overflow Developer Survey: its public results under the ODbL, a row for each answer, in columns that differ by year.
//! What was asked stands in the schema beside the results, at <https://survey.stackoverflow.co/>.

use std::collections::BTreeMap;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::quantiles::thousands;
use super::survey::{Entry, Groups, LeftOut, YEARS, checksum, fingerprint, imported, recipe};
use super::{ImportError, Imported, Lines, Progress, Side};
use crate::lexicon::{Lexicon, PlaceKind};
use crate::pay::Currency;

/// Columns of every year that can be read.
const COLUMNS: [&str; 4] = ["Country", "Employment", "DevType", "CompTotal"];
/// The currency's column: since 2021, and before.
const CURRENCY: [&str; 2] = ["Currency", "CurrencySymbol"];
/// What `CompTotal` is for, in the years in which people chose it; later the survey asks for a year's pay.
const FREQUENCY: &str = "CompFreq";
const FREQUENCIES: [&str; 3] = ["Yearly", "Monthly", "Weekly"];
/// How full-time work is written, since 2021 and before.
const FULL_TIME: [&str; 2] = ["Employed, full-time", "Employed full-time"];
/// What 2025 asks instead, without telling full-time from part-time.
const EMPLOYED: &str = "Employed";
/// No answer.
const NONE: [&str; 2] = ["NA", ""];
/// A year's pay is less in every currency (a billion Iranian rials is nothing unusual): from here on it is a joke.
const TOO_MUCH: f64 = 1e12;
/// So often progress is told.
const EVERY: u64 = 4096;

/// The survey's kinds of work that are one role of the lexicon, and the role's name. What is several at once ("Data or business
/// analyst", "Developer, game or graphics") is no role's pay.
const ROLES: [(&str, &str); 25] = [
    ("AI/ML engineer", "Machine learning engineer"),
    ("Blockchain", "Blockchain developer"),
    ("Cloud infrastructure engineer", "Cloud engineer"),
    ("Cybersecurity or InfoSec professional", "Cybersecurity specialist"),
    ("Data engineer", "Data engineer"),
    ("Data scientist", "Data scientist"),
    ("Database administrator", "Database administrator"),
    ("Developer Advocate", "Developer advocate"),
    ("Developer, AI", "AI engineer"),
    ("Developer, back-end", "Backend developer"),
    ("Developer, embedded applications or devices", "Embedded engineer"),
    ("Developer, front-end", "Frontend developer"),
    ("Developer, full-stack", "Full-stack developer"),
    ("Developer, mobile", "Mobile developer"),
    ("Developer, QA or test", "QA engineer"),
    ("DevOps engineer or professional", "DevOps engineer"),
    ("DevOps specialist", "DevOps engineer"),
    ("Engineer, data", "Data engineer"),
    ("Engineer, site reliability", "Site reliability engineer"),
    ("Engineering manager", "Engineering manager"),
    ("Hardware Engineer", "Hardware engineer"),
    ("Product manager", "Product manager"),
    ("Project manager", "Project manager"),
    ("Security professional", "Cybersecurity specialist"),
    ("System administrator", "Systems administrator"),
];

/// The survey's names of countries that the lexicon does not have as another name, and ours.
const COUNTRIES: [(&str, &str); 15] = [
    ("Bolivia, Plurinational State of...", "Bolivia"),
    ("Congo, Republic of the...", "Republic of the Congo"),
    ("Democratic People's Republic of Korea", "North Korea"),
    ("Hong Kong (S.A.R.)", "Hong Kong"),
    ("Iran, Islamic Republic of...", "Iran"),
    ("Lao People's Democratic Republic", "Laos"),
    ("Libyan Arab Jamahiriya", "Libya"),
    ("Micronesia, Federated States of...", "Micronesia"),
    ("Republic of Moldova", "Moldova"),
    ("Republic of North Macedonia", "North Macedonia"),
    ("Syrian Arab Republic", "Syria"),
    ("The former Yugoslav Republic of Macedonia", "North Macedonia"),
    ("United Kingdom of Great Britain and Northern Ireland", "United Kingdom"),
    ("United Republic of Tanzania", "Tanzania"),
    ("Venezuela, Bolivarian Republic of...", "Venezuela"),
];

/// Reads the file whole and makes a table of it: a row for each group of full-time employees that is large enough. `year` is
/// the survey's, where the file's name does not say it.
///
/// # Errors
/// Where the year is not known, the file cannot be read or a cell is not what its column holds.
pub fn stackoverflow(file: &Path, year: Option<u16>, progress: Progress<'_>) -> Result<Imported, ImportError> {
    let lexicon = Lexicon::bundled().map_err(|e| ImportError::whole(file, e.to_string()))?;
    let year = year_of(file, year)?;
    let (sha256, total) = fingerprint(file)?;
    let mut lines = Lines::open(file, b',', &COLUMNS)?;
    let columns = Columns::of(&lines)?;
    let countries = countries(lexicon);
    let (mut groups, mut left, mut unknown) = (Groups::new(lexicon), LeftOut::default(), BTreeMap::<String, u64>::new());
    let (mut read, mut hours_unknown) = (0_u64, false);
    let mut record = csv::StringRecord::new();
    while let Some(line) = lines.next(&mut record)? {
        read += 1;
        if read % EVERY == 0 {
            progress(read, total.max(read));
        }
        let answer = columns.answer(&record, file, line)?;
        match answer.counts(&countries) {
            // The names of roles are not vague.
            Ok((title, country, currency, pay)) if groups.add(Entry { title, level: None, country, year, currency, pay }) => {
                hours_unknown |= answer.employment == EMPLOYED;
            }
            Ok(_) => left.add("under a title that may be any of several jobs"),
            Err((reason, word)) => {
                left.add(reason);
                *unknown.entry(word.to_owned()).or_default() += u64::from(!word.is_empty());
            }
        }
    }
    progress(read, read);
    let mut notes = vec![
        "Answers of readers who chose to take part: no random sample.".to_owned(),
        "Total compensation before taxes: salary, bonuses and perks.".to_owned(),
    ];
    if hours_unknown {
        notes.push(format!("The survey of {year} does not tell full-time from part-time employment."));
    }
    let side = Side {
        title: format!("Pay of developers, {year}"),
        publisher: "computed by salary-bot from Stack Overflow Developer Survey".to_owned(),
        url: "https://survey.stackoverflow.co/".to_owned(),
        published: year.to_string(),
        licence: "ODbL 1.0 (database), © Stack Overflow".to_owned(),
        computed: Some(recipe(read)),
        checksum: Some(checksum(&sha256)),
        notes,
        ..Side::default()
    };
    let mut imported = imported(file, groups, left, read, (&format!("stackoverflow-{year}"), side, "total"))?;
    imported.said.extend(unknown.iter().filter(|(_, n)| **n > 0).map(|(word, n)| format!("not known here: {word} ({})", thousands(*n))));
    Ok(imported)
}

/// The survey's year: as it is told, else as the file's name has it.
fn year_of(file: &Path, told: Option<u16>) -> Result<u16, ImportError> {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let runs = name.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4);
    let mut named: Vec<u16> = runs.filter_map(|run| run.parse().ok()).filter(|year| YEARS.contains(year)).collect();
    named.dedup();
    match (told, named.as_slice()) {
        (Some(year), _) if YEARS.contains(&year) => Ok(year),
        (Some(year), _) => Err(ImportError::whole(file, format!("`--year {year}` is not a year from {} to {}", YEARS.start(), YEARS.end()))),
        (None, [year]) => Ok(*year),
        (None, []) => Err(ImportError::whole(file, "its name does not say the survey's year: give it, such as `--year 2024`")),
        (None, _) => Err(ImportError::whole(file, "its name has several years: give the survey's, such as `--year 2024`")),
    }
}

/// Countries by the names that the lexicon has for them, and by the survey's.
fn countries(lexicon: &Lexicon) -> FxHashMap<String, u16> {
    let mut out = FxHashMap::default();
    for place in lexicon.places.iter().filter(|place| place.kind == PlaceKind::Country) {
        let Some(at) = lexicon.places.number(&place.id) else { continue };
        out.extend(std::iter::once(&place.name).chain(&place.aliases).map(|name| (name.to_lowercase(), at)));
    }
    for (theirs, ours) in COUNTRIES {
        if let Some(at) = out.get(&ours.to_lowercase()).copied() {
            out.insert(theirs.to_lowercase(), at);
        }
    }
    out
}

/// Where the columns of a year's file stand.
struct Columns {
    plain: [usize; 4],
    currency: (usize, &'static str),
    frequency: Option<usize>,
}

impl Columns {
    fn of(lines: &Lines) -> Result<Self, ImportError> {
        let has = |name: &str| lines.header.iter().any(|known| known == name);
        let Some(currency) = CURRENCY.iter().copied().find(|name| has(name)) else {
            return Err(ImportError { path: lines.path.clone(), line: Some(1), column: None, problem: format!("has no column `{}`", CURRENCY.join("` or `")) });
        };
        Ok(Self {
            plain: COLUMNS.map(|name| lines.column(name)),
            currency: (lines.column(currency), currency),
            frequency: has(FREQUENCY).then(|| lines.column(FREQUENCY)),
        })
    }

    fn answer<'a>(&self, record: &'a csv::StringRecord, path: &Path, line: u64) -> Result<Answer<'a>, ImportError> {
        let cell = |at: usize| record.get(at).filter(|cell| !NONE.contains(cell));
        let fail = |column: &str, cell: &str, expected: &str| {
            let written: String = cell.chars().take(40).collect();
            ImportError::cell(path, line, column, format!("`{written}` is not {expected}"))
        };
        let [country, employment, work, pay] = self.plain.map(cell);
        let pay = match pay {
            None => None,
            Some(cell) => Some(cell.parse::<f64>().ok().filter(|pay| !pay.is_nan()).ok_or_else(|| fail(COLUMNS[3], cell, "a number or NA"))?),
        };
        let currency = match cell(self.currency.0) {
            None => None,
            // "USD\tUnited States dollar", "EUR European Euro", "USD".
            Some(cell) => {
                let code = cell.split_whitespace().next().and_then(Currency::new);
                Some(code.ok_or_else(|| fail(self.currency.1, cell, "a currency's three capital letters (ISO 4217) before its name, or NA"))?)
            }
        };
        let yearly = match self.frequency.map(cell) {
            None => true,
            Some(None) => false,
            Some(Some(cell)) if FREQUENCIES.contains(&cell) => cell == FREQUENCIES[0],
            Some(Some(cell)) => return Err(fail(FREQUENCY, cell, "one of Yearly, Monthly, Weekly, NA")),
        };
        Ok(Answer { country, employment: employment.unwrap_or_default(), work, pay, currency, yearly })
    }
}

/// What one person answered.
struct Answer<'a> {
    country: Option<&'a str>,
    employment: &'a str,
    work: Option<&'a str>,
    pay: Option<f64>,
    currency: Option<Currency>,
    yearly: bool,
}

impl<'a> Answer<'a> {
    /// Title, country, currency and pay of an answer that counts; else why it does not, with the word that is not known.
    fn counts(&self, countries: &FxHashMap<String, u16>) -> Result<(&'static str, u16, Currency, f64), (&'static str, &'a str)> {
        if !FULL_TIME.contains(&self.employment) && self.employment != EMPLOYED {
            return Err(("as not employed full-time and nothing else", ""));
        }
        let work = self.work.ok_or(("without a kind of work", ""))?;
        if work.contains(';') {
            return Err(("with several kinds of work", ""));
        }
        let title = ROLES.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(work)).map(|(_, ours)| *ours);
        let title = title.ok_or(("with a kind of work that is no single role here", work))?;
        let pay = self.pay.ok_or(("without pay", ""))?;
        if !self.yearly {
            return Err(("with pay that is not by the year", ""));
        }
        if !(1.0..TOO_MUCH).contains(&pay) {
            return Err(("with nothing or more than a trillion as pay", ""));
        }
        let currency = self.currency.ok_or(("without a currency", ""))?;
        let country = self.country.ok_or(("without a country", ""))?;
        let country = countries.get(&country.to_lowercase()).copied().ok_or(("for a country that is not known", country))?;
        Ok((title, country, currency, pay))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Imported, ImportError> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("survey_results_public_2024.csv");
        std::fs::write(&file, text).expect("written");
        stackoverflow(&file, None, &mut |_, _| ())
    }

    const HEADER: &str = "ResponseId,Employment,DevType,Country,Currency,CompTotal";
    const GOOD: &str = "1,\"Employed, full-time\",\"Developer, back-end\",Germany,EUR European Euro,70000";

    #[test]
    fn tables_name_what_the_lexicon_knows() {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        for (theirs, ours) in ROLES {
            assert!(lexicon.roles.iter().any(|role| role.name == ours), "{theirs}: {ours}");
        }
        let known = countries(lexicon);
        for (theirs, ours) in COUNTRIES {
            assert!(known.contains_key(&theirs.to_lowercase()), "{theirs}: {ours}");
        }
        for plain in ["United States of America", "Viet Nam", "Russian Federation", "South Korea", "Republic of Korea", "Côte d'Ivoire", "Georgia", "Turkey"] {
            assert!(known.contains_key(&plain.to_lowercase()), "{plain}");
        }
    }

    #[test]
    fn an_answer_is_used_or_left_out_for_one_reason() {
        let with = |from: &str, to: &str| GOOD.replacen(from, to, 1);
        for (row, reason) in [
            (GOOD.to_owned(), "in groups that are too small: 1"),
            (with("Employed, full-time", "Employed full-time"), "in groups that are too small: 1"),
            (with("Employed, full-time", "Employed"), "in groups that are too small: 1"),
            (with("Employed, full-time", "Employed, full-time;Student, part-time"), "as not employed full-time and nothing else: 1"),
            (with("Employed, full-time", "Employed, part-time"), "as not employed full-time and nothing else: 1"),
            (with("Employed, full-time", "NA"), "as not employed full-time and nothing else: 1"),
            (with("back-end", "back-end;Developer, front-end"), "with several kinds of work: 1"),
            (with("\"Developer, back-end\"", "NA"), "without a kind of work: 1"),
            (with("Developer, back-end", "Data or business analyst"), "not known here: Data or business analyst (1)"),
            (with("Germany", "Nomadic"), "not known here: Nomadic (1)"),
            (with("Germany", "NA"), "without a country: 1"),
            (with("EUR European Euro", "NA"), "without a currency: 1"),
            (with("70000", "NA"), "without pay: 1"),
            (with("70000", "0"), "with nothing or more than a trillion as pay: 1"),
            (with("70000", "1e150"), "with nothing or more than a trillion as pay: 1"),
        ] {
            let got = read(&format!("{HEADER}\n{row}\n")).expect(&row);
            assert!(got.sheets.is_empty() && got.said.iter().any(|line| line.ends_with(reason)), "{row}: {:?}", got.said);
        }
        // Years that let people choose what the amount is for.
        for (often, reason) in [("Yearly", "too small: 1"), ("Monthly", "with pay that is not by the year: 1"), ("NA", "with pay that is not by the year: 1")] {
            let got = read(&format!("{HEADER},CompFreq\n{GOOD},{often}\n")).expect(often);
            assert!(got.said.iter().any(|line| line.ends_with(reason)), "{often}: {:?}", got.said);
        }
        let older = format!("{HEADER}\n{}", format!("{}\n", with("EUR European Euro", "EUR")).repeat(30)).replace("Currency", "CurrencySymbol");
        assert_eq!(read(&older).expect("rows").sheets[0].rows(), 1);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let with = |from: &str, to: &str| format!("{HEADER}\n{GOOD}\n{}\n", GOOD.replacen(from, to, 1));
        for (text, line, column, expected) in [
            (with("70000", "seventy"), Some(3), Some("CompTotal"), "`seventy` is not a number or NA"),
            (with("70000", "NaN"), Some(3), Some("CompTotal"), "`NaN` is not a number"),
            (with("70000", "\"70,000\""), Some(3), Some("CompTotal"), "`70,000` is not a number"),
            (with("EUR European Euro", "Euro"), Some(3), Some("Currency"), "`Euro` is not a currency's three capital letters"),
            (with("EUR European Euro", "€"), Some(3), Some("Currency"), "`€` is not a currency's"),
            (with(",70000", ""), Some(3), None, "5 cells where the header has 6"),
            (format!("{HEADER},CompFreq\n{GOOD},Daily\n"), Some(2), Some("CompFreq"), "`Daily` is not one of Yearly, Monthly, Weekly, NA"),
            (HEADER.replace("Currency", "Money"), Some(1), None, "has no column `Currency` or `CurrencySymbol`"),
            (HEADER.replace("CompTotal", "Salary"), Some(1), None, "has no column `CompTotal`"),
            (HEADER.replace("DevType", "DeveloperType"), Some(1), None, "has no column `DevType`"),
        ] {
            let error = read(&text).expect_err(&text);
            assert!(error.line == line && error.column.as_deref() == column && error.problem.contains(expected), "{text}: {error}");
        }
    }

    #[test]
    fn the_year_is_told_or_stands_in_the_name() {
        for (name, told, want) in [
            ("survey_results_public_2024.csv", None, Ok(2024)),
            ("survey_results_public.csv", Some(2023), Ok(2023)),
            ("2024.csv", Some(2023), Ok(2023)),
            ("survey_results_public.csv", None, Err("such as `--year 2024`")),
            ("2023-2024.csv", None, Err("several years")),
            ("survey-20240501.csv", None, Err("does not say the survey's year")),
            ("a.csv", Some(1999), Err("`--year 1999` is not a year from 2015")),
        ] {
            match (year_of(Path::new(name), told), want) {
                (Ok(year), Ok(want)) => assert_eq!(year, want, "{name}"),
                (Err(error), Err(want)) => assert!(error.problem.contains(want), "{name}: {error}"),
                (got, want) => panic!("{name}: {got:?}, not {want:?}"),
            }
        }
    }
}
