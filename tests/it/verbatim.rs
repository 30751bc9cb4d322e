//! Whatever a file holds: no panic, and every quote is the file's bytes.

use proptest::prelude::*;
use salary_bot::engine::Engine;

/// Pieces that meet in ways nobody writes on purpose.
const PIECES: &[&str] = &[
    " USD ",
    " EUR 2024",
    "or more",
    "$120,000",
    "£45k–£60k",
    "€55.000",
    "₹25 lakhs",
    "12-18 LPA",
    "CHF 120'000",
    "up to ",
    "between ",
    " and ",
    " to ",
    "–",
    "+",
    "%",
    " a year",
    "/hr",
    " per month",
    "senior ",
    "backend developers ",
    "earn ",
    "In Berlin, ",
    "according to Glassdoor",
    "\n",
    "\n\n",
    "| ",
    " |",
    "---|---",
    "# ",
    "- ",
    "1. ",
    "**",
    "`",
    "```\n",
    "[x](y)",
    "&pound;",
    "&amp;",
    "<td>",
    "</td></tr>",
    "<table>",
    "\u{a0}",
    "\u{202e}",
    "é",
    "日本",
    "9999999999999999999999",
    "---\n",
];

fn check(text: &str, name: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("a file");
    let Ok((document, extraction)) = Engine::read_file(&path).expect("a lexicon") else { return };
    for figure in &extraction.figures {
        let (quote, sentence) = (document.bytes(figure.span), document.bytes(figure.sentence));
        assert!(!quote.is_empty() && sentence.contains(quote), "`{quote}` in `{sentence}`");
        assert!(text.contains(sentence));
        assert!(quote.chars().any(|c| c.is_ascii_digit()));
    }
    for skipped in &extraction.skipped {
        assert!(document.bytes(skipped.sentence).contains(document.bytes(skipped.span)));
    }
}

/// The bundled articles and those with a trap each.
fn ours() -> &'static [String] {
    static OURS: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
    OURS.get_or_init(|| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let folders = ["corpus/salary-bot", "tests/fixtures/articles"];
        let files = folders.iter().flat_map(|f| std::fs::read_dir(root.join(f)).expect("a folder"));
        files.map(|e| std::fs::read_to_string(e.expect("an entry").path()).expect("text")).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mixture_of_pieces(picks in prop::collection::vec(0..PIECES.len(), 1..40), kind in 0..3usize) {
        let text: String = picks.iter().map(|n| PIECES[*n]).collect();
        check(&text, ["a.md", "a.txt", "a.html"][kind]);
    }

    #[test]
    fn any_article_of_ours_damaged(article in 0..64usize, cuts in prop::collection::vec((0.0..1.0f64, 0..60usize, 0..PIECES.len()), 1..12), kind in 0..3usize) {
        let articles = ours();
        let mut text = articles[article % articles.len()].clone();
        for (at, length, piece) in cuts {
            let mut start = ((text.len() as f64) * at) as usize;
            let mut end = (start + length).min(text.len());
            while !text.is_char_boundary(start) { start -= 1; }
            while !text.is_char_boundary(end) { end += 1; }
            text.replace_range(start..end, PIECES[piece]);
        }
        check(&text, ["a.md", "a.txt", "a.html"][kind]);
    }

    #[test]
    fn any_text(text in "\\PC{0,200}", kind in 0..3usize) {
        check(&text, ["a.md", "a.txt", "a.html"][kind]);
    }
}

#[test]
fn amounts_that_share_a_sign_do_not_overlap() {
    for text in [
        "DevOps engineers earned $98,500 USD 2024 in base salary.",
        "Base salary for nurses: 45,000 EUR 2023 and 46,000 EUR 2024.",
        "Juniors get $50,000or more$60,000 salary",
        "Pay: $50,000  or more, $60,000\u{a0}or more",
    ] {
        check(text, "a.md");
        check(text, "a.txt");
    }
}

#[test]
fn long_runs_take_no_time_and_no_stack() {
    for run in [
        "9",
        "$",
        "|",
        "word",
        "word ",
        "a.",
        "Salary of 10,000 ",
        "(",
        "$1-",
        "$1/",
        "1 USD = ",
        "Pay: $1 ",
        "| a ",
        "- x: 10,000\n",
        "\\$1 ",
        "$1 ",
        "- ",
        "> ",
        "[",
        "*",
        "`",
        "<td>",
        "&",
        "1,",
        "between $1 ",
        "| Nurse | $30001 |\n",
        "$1 USD 2 EUR ",
    ] {
        let text = run.repeat(200_000 / run.len());
        for name in ["a.md", "a.txt", "a.html"] {
            check(&text, name);
        }
    }
}
