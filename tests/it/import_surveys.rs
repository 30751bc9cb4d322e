//! Surveys → tables → answers: what is imported is found with its number of entries, and twice gives the same bytes.

use std::path::{Path, PathBuf};

use salary_bot::answer::{Asked, Kind};
use salary_bot::engine::Engine;
use salary_bot::import::{Imported, ai_jobs, stackoverflow, write};
use salary_bot::question::Via;
use salary_bot::reply;

/// A folder with files that are not ours to pass on; what needs them is skipped without it.
const DATA: &str = "SALARY_BOT_STATISTICS";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name)
}

fn quiet(_: u64, _: u64) {}

fn both() -> Vec<Imported> {
    let so = stackoverflow(&fixture("survey_results_public_2024.csv"), None, &mut quiet).expect("a survey");
    vec![ai_jobs(&fixture("pay-2025-01-19.csv"), &mut quiet).expect("salaries"), so]
}

/// What the bot says to a question, with a corpus of what was imported.
fn ask(engine: &Engine, text: &str) -> (Kind, String) {
    let asked = Asked { today: "2026-11-22".parse().expect("a date"), via: Via::Slash, private: true, currency: None };
    let response = engine.answer(text, asked).expect("answered");
    // A row is wrapped there.
    (response.answer.kind, reply::terminal(&response, false).replace("\n  | ", " "))
}

#[test]
fn what_is_imported_answers_with_its_number_of_entries() {
    let corpus = tempfile::tempdir().expect("a folder");
    for imported in both() {
        write(corpus.path(), imported.sheets).expect("written");
    }
    let (engine, report) = Engine::open(&[corpus.path().to_owned()], None, &mut |_, _| ()).expect("an engine");
    assert!(report.broken.is_empty(), "{:?}", report.broken);
    for (question, kind, says, lacks) in [
        (
            "senior data engineer in the uk",
            Kind::Pay,
            &[
                "computed by salary-bot from ai-jobs.net, 2024): Data Engineer, senior, United Kingdom",
                "yearly 25th percentile: £67,500 · yearly median: £75,000 · yearly 75th percentile: £82,500 · entries: 31",
                "titles counted together: Data Developer; Data Engineer",
                "no random sample",
            ][..],
            &["£64,500", "£200,000", "$19"][..],
        ),
        ("data engineer in the uk", Kind::Pay, &["yearly median: £69,000", "entries: 43"], &["entries: 31"]),
        // 29 are too few, and so is a kind of work or a second job beside another.
        ("data scientist in germany", Kind::NoFigures, &[], &["€"]),
        ("mobile developer in germany", Kind::NoFigures, &[], &["€"]),
        (
            "backend developer in germany",
            Kind::Pay,
            &["from Stack Overflow Developer Survey, 2024): Backend developer, Germany", "yearly median: €65,000", "entries: 31", "salary, bonuses and perks"],
            &["€150,000", "$120,000"],
        ),
        ("devops in the uk", Kind::Pay, &["DevOps engineer, United Kingdom", "yearly median: £59,500", "entries: 30"], &[]),
    ] {
        let (is, text) = ask(&engine, question);
        assert_eq!(is, kind, "{question}: {text}");
        for words in says {
            assert!(text.contains(words), "{question}: `{words}` is not in\n{text}");
        }
        for words in lacks {
            assert!(!text.contains(words), "{question}: `{words}` is in\n{text}");
        }
    }
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    let corpus = tempfile::tempdir().expect("a folder");
    for again in [false, true] {
        for imported in both() {
            let tables = imported.sheets.len();
            let written = write(corpus.path(), imported.sheets).expect("written");
            assert_eq!(written.tables.len(), tables);
            assert_eq!((written.unchanged, written.removed.len()), (if again { 2 * tables } else { 0 }, 0), "a table and its side file");
        }
    }
    let side = std::fs::read_to_string(corpus.path().join("ai-jobs.yaml")).expect("a side file");
    for words in ["published: \"2025-01-19\"", "CC0 1.0", "from 83 rows", "n ≥ 30", "type 7", "SHA-256"] {
        assert!(side.contains(words), "`{words}` is not in\n{side}");
    }
    let side = std::fs::read_to_string(corpus.path().join("stackoverflow-2024.yaml")).expect("a side file");
    for words in ["published: \"2024\"", "ODbL 1.0 (database), © Stack Overflow", "from 106 rows", "component: total"] {
        assert!(side.contains(words), "`{words}` is not in\n{side}");
    }
}

#[test]
fn every_row_is_accounted_for() {
    let said: Vec<Vec<String>> = both().into_iter().map(|imported| imported.said).collect();
    assert_eq!(
        said[0][..6],
        [
            "83 rows read, 43 used, 40 left out; the sums agree",
            "left out in groups that are too small: 34",
            "left out as part-time, contract or freelance: 3",
            "left out in another currency than the country's own: 2",
            "left out under a title that may be any of several jobs, such as Engineer or Manager: 1",
            "2 groups of n ≥ 30: 1 of any level, 1 of one",
        ]
    );
    assert_eq!(said[1][0], "106 rows read, 61 used, 45 left out; the sums agree");
    assert!(said[1].iter().any(|line| line == "left out with several kinds of work: 3"), "{:?}", said[1]);
}

#[test]
fn with_too_few_entries_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let few = |name: &str, lines: usize| {
        let text = std::fs::read_to_string(fixture(name)).expect("a fixture");
        let path = folder.path().join(name);
        std::fs::write(&path, text.lines().take(lines).map(|line| format!("{line}\n")).collect::<String>()).expect("written");
        path
    };
    // The header and 29 rows.
    for imported in [
        ai_jobs(&few("pay-2025-01-19.csv", 30), &mut quiet).expect("salaries"),
        stackoverflow(&few("survey_results_public_2024.csv", 30), None, &mut quiet).expect("a survey"),
    ] {
        assert!(imported.said[0].starts_with("29 rows read, 0 used, 29 left out"), "{:?}", imported.said);
        let corpus = folder.path().join("corpus");
        assert_eq!(write(&corpus, imported.sheets).expect("nothing to write"), salary_bot::import::Written::default());
        assert!(std::fs::read_dir(&corpus).is_ok_and(|mut entries| entries.next().is_none()));
    }
}

#[test]
fn the_real_file_is_read_whole() {
    let folder = std::env::var_os(DATA).map(PathBuf::from);
    let mut files = folder.iter().flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten().flatten());
    let Some(file) = files.find(|entry| entry.file_name().to_string_lossy().starts_with("ai-jobs-salaries-")).map(|entry| entry.path()) else {
        println!("skipped: {DATA} names no folder with ai-jobs-salaries-….csv");
        return;
    };
    let imported = ai_jobs(&file, &mut quiet).expect("salaries");
    assert!(imported.said[0].ends_with("the sums agree"), "{:?}", imported.said);
    let corpus = tempfile::tempdir().expect("a folder");
    write(corpus.path(), imported.sheets).expect("written");
    let mut rows = whose(&corpus.path().join("ai-jobs.csv"));
    rows.sort();
    let all = rows.len();
    rows.dedup();
    assert!(all > 100 && rows.len() == all, "{all} rows, {} of them once", rows.len());
}

/// Whose pay each row is: title, level, place, year, currency.
fn whose(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).expect("a table");
    text.lines().skip(1).map(|line| line.split(',').take(5).map(str::to_owned).collect()).collect()
}
