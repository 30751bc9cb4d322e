//! What surveys share: entries in groups, the quantiles of each, and the table that is made of them.
//!
//! A group holds one role, one level or any, one country, one year and one currency: what differs in any of them is never in one
//! number.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::quantiles::{amount, quantile, thousands};
use super::{ImportError, Imported, Sheet, Side};
use crate::lexicon::{Lexicon, Reading, words};
use crate::pay::{Currency, Level};

/// So many entries a group has at least: each quarter of it then has seven. With fewer, who happened to answer decides where a
/// quartile stands, and a row of a small place could be traced back to a person. The number is ours.
pub const FEWEST: usize = 30;

/// The columns of a survey's table, and what each is.
const COLUMNS: [(&str, &str); 9] = [
    ("title", "role"),
    ("level", "level"),
    ("country", "place"),
    ("year", "date"),
    ("currency", "currency"),
    ("yearly 25th percentile", "{percentile: 25, period: year"),
    ("yearly median", "{statistic: median, period: year"),
    ("yearly 75th percentile", "{percentile: 75, period: year"),
    ("entries", "count"),
];
/// The column that says which titles were counted together.
const TITLES: &str = "titles counted together";

/// The years that a survey may be of; what is outside is a slip.
pub const YEARS: std::ops::RangeInclusive<u16> = 2015..=2100;

/// What one person or job is paid.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The title as the source has it.
    pub title: &'a str,
    /// Seniority, where the source asks for it.
    pub level: Option<Level>,
    /// The country's number among the lexicon's places.
    pub country: u16,
    /// The year.
    pub year: u16,
    /// What is paid with.
    pub currency: Currency,
    /// The yearly pay.
    pub pay: f64,
}

/// Where an entry is counted: a title by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    title: usize,
    level: Option<Level>,
    country: u16,
    year: u16,
    currency: Currency,
}

#[derive(Debug, Default)]
struct Group {
    pay: Vec<f64>,
    spellings: BTreeSet<usize>,
}

/// Entries in groups.
pub struct Groups<'a> {
    lexicon: &'a Lexicon,
    groups: FxHashMap<Key, Group>,
    /// How each title is written, with how often, by the title's number.
    titles: Vec<BTreeMap<String, u64>>,
    /// The number of a role or of a title that is no role's.
    numbers: FxHashMap<String, usize>,
    /// The title and the number of each spelling, none where it is vague.
    spellings: FxHashMap<String, Option<(usize, usize)>>,
    /// Spellings by their number.
    written: Vec<String>,
}

/// What became of the entries.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counted {
    /// Entries that stand in a group which is written.
    pub used: u64,
    /// Entries in groups that are too small.
    pub too_few: u64,
    /// Groups that were written: of any level, and of one.
    pub groups: (u64, u64),
}

impl<'a> Groups<'a> {
    /// None yet.
    pub fn new(lexicon: &'a Lexicon) -> Self {
        Self { lexicon, groups: FxHashMap::default(), titles: Vec::new(), numbers: FxHashMap::default(), spellings: FxHashMap::default(), written: Vec::new() }
    }

    /// Counts an entry: among those of its level, and among those of any. False where its title may be any of several jobs.
    pub fn add(&mut self, entry: Entry<'_>) -> bool {
        let Some((title, spelling)) = self.title(entry.title) else { return false };
        let Entry { level, country, year, currency, pay, .. } = entry;
        for level in std::iter::once(None).chain(level.map(Some)) {
            let group = self.groups.entry(Key { title, level, country, year, currency }).or_default();
            group.pay.push(pay);
            group.spellings.insert(spelling);
        }
        true
    }

    /// The number of a title, and of how it is written. Titles of one role have one number, for two rows would show two numbers
    /// for it. None where it is too vague.
    fn title(&mut self, written: &str) -> Option<(usize, usize)> {
        let known = match self.spellings.get(written) {
            Some(known) => *known,
            None => {
                let key = match title_of(written, self.lexicon) {
                    Title::Role(id) => Some(id),
                    Title::Other => Some(format!("~{}", words(written).into_iter().map(|word| word.key.into_owned()).collect::<Vec<_>>().join(" "))),
                    Title::Vague => None,
                };
                let numbered = key.map(|key| {
                    let next = self.titles.len();
                    let title = *self.numbers.entry(key).or_insert(next);
                    if title == next {
                        self.titles.push(BTreeMap::new());
                    }
                    self.written.push(written.to_owned());
                    (title, self.written.len() - 1)
                });
                self.spellings.insert(written.to_owned(), numbered);
                numbered
            }
        };
        if let Some(often) = known.and_then(|(title, _)| self.titles.get_mut(title)) {
            *often.entry(written.to_owned()).or_default() += 1;
        }
        known
    }

    /// The table of all groups that are large enough. Of a role the place with most entries comes first, then the newest year,
    /// then any level. `component` is what the pay is of.
    fn sheet(self, name: &str, side: Side, component: &str) -> (Sheet, Counted) {
        let (lexicon, titles, written) = (self.lexicon, &self.titles, &self.written);
        // Of spellings that are as frequent the first in the alphabet.
        let frequent = |title: usize| titles.get(title).and_then(|all| all.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))));
        let name_of = |title: usize| frequent(title).map(|(name, _)| name.as_str()).unwrap_or_default();
        let country_of = |at: u16| lexicon.places.get(at).map(|place| place.name.as_str()).unwrap_or_default();
        let mut counted = Counted::default();
        let mut at_place: FxHashMap<(usize, u16, Currency), usize> = FxHashMap::default();
        let mut rows: Vec<(Key, Group)> = Vec::new();
        for (key, group) in self.groups {
            let (enough, any_level, n) = (group.pay.len() >= FEWEST, key.level.is_none(), group.pay.len() as u64);
            if any_level {
                *at_place.entry((key.title, key.country, key.currency)).or_default() += group.pay.len();
                counted.too_few += if enough { 0 } else { n };
                counted.used += if enough { n } else { 0 };
            }
            if enough {
                let of = if any_level { &mut counted.groups.0 } else { &mut counted.groups.1 };
                *of += 1;
                rows.push((key, group));
            }
        }
        let entries = |key: &Key| at_place.get(&(key.title, key.country, key.currency)).copied().unwrap_or_default();
        let order = |key: &Key| {
            let place = (std::cmp::Reverse(entries(key)), country_of(key.country), key.currency);
            (name_of(key.title).to_lowercase(), name_of(key.title), place, std::cmp::Reverse(key.year), key.level)
        };
        rows.sort_by(|(a, _), (b, _)| order(a).cmp(&order(b)));
        let levels = rows.iter().any(|(key, _)| key.level.is_some());
        let together = rows
            .iter()
            .any(|(key, group)| group.spellings.len() > 1 || group.spellings.iter().any(|at| written.get(*at).is_some_and(|is| is != name_of(key.title))));
        let columns = COLUMNS.iter().copied().chain([(TITLES, "note")]).filter(|(header, _)| match *header {
            "level" => levels,
            TITLES => together,
            _ => true,
        });
        let what = |what: &str| if what.starts_with('{') { format!("{what}, component: {component}}}") } else { what.to_owned() };
        let columns: Vec<(String, String)> = columns.map(|(header, of)| (header.to_owned(), what(of))).collect();
        let mut sheet = Sheet::new(name, Side { columns, ..side });
        for (key, Group { mut pay, spellings }) in rows {
            pay.sort_unstable_by(f64::total_cmp);
            let quantile = |percent| amount(quantile(&pay, percent), key.currency);
            let mut all: Vec<&str> = spellings.iter().filter_map(|at| written.get(*at)).map(String::as_str).collect();
            all.sort_unstable_by_key(|name| (name.to_lowercase(), *name));
            let mut cells = vec![name_of(key.title).to_owned()];
            cells.extend(levels.then(|| key.level.map(|level| level.name().to_owned()).unwrap_or_default()));
            cells.extend([country_of(key.country).to_owned(), key.year.to_string(), key.currency.code().to_owned()]);
            cells.extend([quantile(25), quantile(50), quantile(75), thousands(pay.len() as u64)]);
            cells.extend(together.then(|| if all == [name_of(key.title)] { String::new() } else { all.join("; ") }));
            sheet.push(&cells);
        }
        (sheet, counted)
    }
}

/// What a title is to the lexicon.
#[derive(Debug, PartialEq, Eq)]
enum Title {
    /// One role and nothing else: "ML Engineer", but not "ML Engineer Trainee". Its id.
    Role(String),
    /// A word that stands for a role in a label or a question alone ("Engineer" for a software engineer, "Architect" for one of
    /// buildings), or a single one that is none ("Manager"). In a survey it holds all kinds, and would answer for any.
    Vague,
    /// No role.
    Other,
}

/// The reader of tables asks for labels, so that titles which answer for one role are one here.
fn title_of(title: &str, lexicon: &Lexicon) -> Title {
    match (lexicon.whole_role(title, Reading::Label), lexicon.whole_role(title, Reading::Prose)) {
        (None, _) if words(title).len() < 2 => Title::Vague,
        (None, _) => Title::Other,
        (Some(label), Some(prose)) if label.id == prose.id => Title::Role(label.id.clone()),
        (Some(_), _) => Title::Vague,
    }
}

/// The SHA-256 of a file in hexadecimal digits, and how many lines it has below its header, so that progress can be told; a line
/// break within quotes counts as well.
pub fn fingerprint(path: &Path) -> Result<(String, u64), ImportError> {
    let fail = |e: std::io::Error| ImportError::whole(path, format!("cannot be read: {e}"));
    let mut file = std::fs::File::open(path).map_err(fail)?;
    let (mut digest, mut lines) = (ring::digest::Context::new(&ring::digest::SHA256), 0_u64);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let n = file.read(&mut buffer).map_err(fail)?;
        let Some(read) = buffer.get(..n).filter(|read| !read.is_empty()) else { break };
        digest.update(read);
        lines += read.iter().filter(|byte| **byte == b'\n').count() as u64;
    }
    let hex = digest.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((hex, lines.saturating_sub(1)))
}

/// How the numbers came about: for every reply that shows some.
pub fn recipe(read: u64) -> String {
    format!(
        "Quartiles computed by salary-bot from {} rows, of groups of n ≥ {FEWEST} with one title, level, country, year and currency; type 7 \
         (linear between the closest ranks), in whole units.",
        thousands(read)
    )
}

/// A file's checksum as a side file names it.
pub fn checksum(sha256: &str) -> String {
    format!("SHA-256 {sha256}")
}

/// The table of a survey, none where no group is large enough, and what there is to say of its rows.
pub fn imported(file: &Path, groups: Groups<'_>, left: LeftOut, read: u64, (name, side, component): (&str, Side, &str)) -> Result<Imported, ImportError> {
    let (sheet, counted) = groups.sheet(name, side, component);
    let said = left.said(file, read, &counted)?;
    Ok(Imported { sheets: if sheet.rows() > 0 { vec![sheet] } else { Vec::new() }, said })
}

/// Rows that are left out, by the reason.
#[derive(Debug, Default)]
pub struct LeftOut(Vec<(&'static str, u64)>);

impl LeftOut {
    /// One more.
    pub fn add(&mut self, reason: &'static str) {
        self.more(reason, 1);
    }

    /// So many more.
    fn more(&mut self, reason: &'static str, n: u64) {
        match self.0.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, so_far)) => *so_far += n,
            None => self.0.push((reason, n)),
        }
    }

    /// A line for all rows and one for each reason; checks that each row is accounted for once.
    fn said(mut self, path: &Path, read: u64, counted: &Counted) -> Result<Vec<String>, ImportError> {
        self.more("in groups that are too small", counted.too_few);
        let left: u64 = self.0.iter().map(|(_, n)| n).sum();
        if counted.used + left != read {
            return Err(ImportError::whole(
                path,
                format!("does not add up: {} used and {left} left out of {read}; this is a fault of salary-bot", counted.used),
            ));
        }
        self.0.sort_by_key(|(reason, n)| (std::cmp::Reverse(*n), *reason));
        let mut out = vec![format!("{} rows read, {} used, {} left out; the sums agree", thousands(read), thousands(counted.used), thousands(left))];
        out.extend(self.0.iter().filter(|(_, n)| *n > 0).map(|(reason, n)| format!("left out {reason}: {}", thousands(*n))));
        let (any, of_level) = counted.groups;
        let levels = if of_level > 0 { format!(": {} of any level, {} of one", thousands(any), thousands(of_level)) } else { String::new() };
        out.push(format!("{} groups of n ≥ {FEWEST}{levels}", thousands(any + of_level)));
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_one_role_are_one_and_vague_ones_none() {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        let role = |id: &str| Title::Role(id.to_owned());
        for (title, want) in [
            ("ML Engineer", role("machine-learning-engineer")),
            ("Machine Learning Engineer", role("machine-learning-engineer")),
            ("machine learning engineers", role("machine-learning-engineer")),
            ("Data Scientist", role("data-scientist")),
            ("Lead Data Scientist", Title::Other),
            ("Data Scientist, Berlin", Title::Other),
            ("Lead Analyst", Title::Other),
            ("Manager", Title::Vague),
            ("Engineer", Title::Vague),
            ("Architect", Title::Vague),
            ("Consultant", Title::Vague),
        ] {
            assert_eq!(title_of(title, lexicon), want, "{title}");
        }
    }

    /// Title, level, place, year, currency, pay, and how often.
    type Often<'a> = (&'a str, Option<Level>, &'a str, u16, &'a str, f64, usize);

    /// The rows that come of entries.
    fn sheet(entries: &[Often<'_>]) -> (Vec<Vec<String>>, Counted) {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        let mut groups = Groups::new(lexicon);
        for (title, level, place, year, currency, pay, often) in entries.iter().copied() {
            let (country, currency) = (lexicon.places.number(place).expect("a place"), Currency::new(currency).expect("a code"));
            for _ in 0..often {
                groups.add(Entry { title, level, country, year, currency, pay });
            }
        }
        let side =
            Side { title: "t".to_owned(), publisher: "p".to_owned(), url: "https://p.example/".to_owned(), published: "2024".to_owned(), ..Side::default() };
        let (sheet, counted) = groups.sheet("t", side, "base");
        let folder = tempfile::tempdir().expect("a folder");
        if sheet.rows() == 0 {
            return (Vec::new(), counted);
        }
        super::super::write(folder.path(), vec![sheet]).expect("written");
        let mut reader = csv::Reader::from_path(folder.path().join("t.csv")).expect("a table");
        (reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect(), counted)
    }

    #[test]
    fn what_differs_is_never_in_one_number() {
        let (ml, senior) = ("ML Engineer", Some(Level::Senior));
        let (rows, counted) = sheet(&[
            (ml, senior, "gb", 2024, "GBP", 80_000.0, 20),
            ("Machine Learning Engineer", Some(Level::Mid), "gb", 2024, "GBP", 60_000.0, 19),
            (ml, senior, "gb", 2023, "GBP", 1.0, 29),
            (ml, senior, "gb", 2024, "EUR", 1.0, 29),
            (ml, senior, "de", 2024, "EUR", 70_000.0, 30),
            ("Data Scientist", senior, "gb", 2024, "GBP", 1.0, 29),
        ]);
        let cells: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
        // Most entries first; a median of two levels is of "any", and no row has a level with fewer than 30.
        assert_eq!(
            cells,
            [
                "ML Engineer||United Kingdom|2024|GBP|£60,000|£80,000|£80,000|39|Machine Learning Engineer; ML Engineer",
                "ML Engineer||Germany|2024|EUR|€70,000|€70,000|€70,000|30|",
                "ML Engineer|senior|Germany|2024|EUR|€70,000|€70,000|€70,000|30|",
            ]
        );
        assert_eq!(counted, Counted { used: 69, too_few: 87, groups: (2, 1) });
        let (none, counted) = sheet(&[(ml, senior, "gb", 2024, "GBP", 80_000.0, FEWEST - 1)]);
        assert!(none.is_empty() && counted.used == 0, "{none:?}");
    }

    #[test]
    fn sums_that_do_not_agree_are_told() {
        let counted = Counted { used: 3, too_few: 1, groups: (0, 0) };
        let left = |n| LeftOut(vec![("for no reason", n)]);
        assert!(left(6).said(Path::new("a.csv"), 10, &counted).is_ok_and(|said| said[0] == "10 rows read, 3 used, 7 left out; the sums agree"));
        let error = left(5).said(Path::new("a.csv"), 10, &counted).expect_err("a sum").to_string();
        assert!(error.contains("3 used and 6 left out of 10"), "{error}");
    }
}
