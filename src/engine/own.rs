//! An article that somebody would add to a server's own: whether it can be one, and what would be read in it.

use super::{Engine, EngineError};
use crate::extract::{Extraction, extract};
use crate::index::figure_record;
use crate::ingest::{EXTENSIONS, parse};
use crate::lexicon::Lexicon;
use crate::text::fold_space;

/// The longest name before its extension, in characters: short enough for every file system.
const LONGEST_STEM: usize = 60;
/// The most figures of one: more is no article, and each of them costs memory.
const MOST_FIGURES: usize = 2_000;
/// So many figures, and amounts that are no pay, are looked at before it is added; the others are counted.
const SHOWN: usize = 10;
/// Elements or quotes within each other: more is no article, but made to cost time.
const DEEPEST: usize = 100;
/// What nobody else may call themselves, as letters.
const OURS: &str = "salarybot";

/// An article that could be added.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// Its name, made safe.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The first figures in it.
    pub figures: Vec<Read>,
    /// How many figures there are.
    pub count: usize,
    /// The first amounts that are no pay, each with the reason.
    pub passed_over: Vec<(String, &'static str)>,
    /// How many of those there are.
    pub passed_over_count: usize,
}

/// A figure, as a reader of the article sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The money expression.
    pub amount: String,
    /// The sentence, item or row around it.
    pub quote: String,
}

impl Engine {
    /// Reads a file as an article that could be added: nothing of it is kept.
    ///
    /// # Errors
    /// A sentence that says why it can be none.
    pub fn propose(filename: &str, bytes: Vec<u8>) -> Result<Proposed, String> {
        let text = readable(bytes)?;
        let name = safe_name(filename, &text)?;
        if deep(&text) > DEEPEST {
            return Err(format!("Its parts stand within each other more than {DEEPEST} deep. Save it as plain text or Markdown."));
        }
        let document = parse(&name, text.as_str().into()).map_err(|(line, problem)| match line {
            Some(line) => format!("Line {line}: {problem}."),
            None => format!("The file is {problem}."),
        })?;
        let claims = [&document.source.title, &document.source.publisher];
        // What the bot ships with is told apart by its publisher.
        if claims.into_iter().flatten().any(|text| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>().contains(OURS))
        {
            return Err("It names me as its title or publisher. Name who wrote it.".to_owned());
        }
        let lexicon = Lexicon::bundled().map_err(|error| EngineError::Lexicon(error).to_string())?;
        let Extraction { figures, skipped } = extract(&document, lexicon);
        let (count, passed_over_count) = (figures.len(), skipped.len());
        if count > MOST_FIGURES {
            return Err(format!("I read {count} figures in it; an article has at most {MOST_FIGURES}. Split it."));
        }
        let figures =
            figures.into_iter().take(SHOWN).map(|figure| figure_record(&document, figure, 0)).map(|record| Read { amount: record.amount, quote: record.shown });
        let figures = figures.collect();
        let passed_over = skipped.iter().take(SHOWN).map(|skipped| (fold_space(document.bytes(skipped.span)), skipped.why)).collect();
        Ok(Proposed { name, figures, count, passed_over, passed_over_count, text })
    }
}

/// The text of a file, where it is text.
fn readable(bytes: Vec<u8>) -> Result<String, String> {
    let line = |before: &[u8]| 1 + before.iter().filter(|byte| **byte == b'\n').count();
    if bytes.contains(&0) {
        return Err("This is no text: it has NUL bytes. Attach a Markdown, text or HTML file.".to_owned());
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = line(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        format!("This is no UTF-8 text: see line {at}. Save it as UTF-8, as Markdown, text or HTML.")
    })?;
    match text.char_indices().find(|(_, c)| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')) {
        Some((at, _)) => Err(format!("Line {} has a control character. Take it out.", line(&text.as_bytes()[..at]))),
        None => Ok(text),
    }
}

/// A file's name as an article is called: letters, digits and dashes, and an extension that is known or that the content
/// tells.
fn safe_name(filename: &str, text: &str) -> Result<String, String> {
    if filename.contains(['/', '\\']) || filename.chars().any(char::is_control) {
        return Err("Its name is a path. Rename the file.".to_owned());
    }
    let (stem, extension) = filename.rsplit_once('.').unwrap_or((filename, ""));
    let extension = extension.to_ascii_lowercase();
    let head: String = text.trim_start_matches('\u{feff}').trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    let (stem, extension) = match EXTENSIONS.iter().find(|known| **known == extension) {
        Some(known) => (stem, *known),
        None if head.starts_with("<!doctype html") || head.starts_with("<html") => (filename, "html"),
        None if head.starts_with("---\n") || head.starts_with("+++\n") => (filename, "md"),
        None => return Err("I read Markdown, text and HTML: files that end in .md, .txt or .html.".to_owned()),
    };
    let mut safe = String::new();
    for c in stem.chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_alphanumeric() => safe.push(c),
            _ if safe.ends_with('-') || safe.is_empty() => {}
            _ => safe.push('-'),
        }
    }
    let safe: String = safe.chars().take(LONGEST_STEM).collect();
    let safe = safe.trim_end_matches('-');
    if safe.is_empty() {
        return Err("Its name has no letter and no digit. Rename the file.".to_owned());
    }
    Ok(format!("{safe}.{extension}"))
}

/// Whether [`safe_name`] could have made this name.
pub(super) fn is_name(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    let safe = stem.chars().all(|c| c.is_alphanumeric() || c == '-') && !stem.is_empty() && stem.chars().count() <= LONGEST_STEM;
    safe && EXTENSIONS.contains(&extension)
}

/// How deep elements of HTML, quotes of Markdown and brackets stand within each other, at most. Elements that pages leave open
/// do not count.
fn deep(text: &str) -> usize {
    const OPEN: [&str; 18] = ["br", "img", "hr", "meta", "link", "input", "p", "li", "td", "tr", "th", "dt", "dd", "option", "source", "wbr", "col", "!"];
    let (mut deepest, mut depth) = (0_usize, 0_usize);
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        if let Some(rest) = rest.strip_prefix('/') {
            depth -= usize::from(depth > 0 && rest.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_one_of(rest, &OPEN));
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_one_of(rest, &OPEN) {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    let marks = |line: &str| line.chars().take_while(|c| matches!(c, '>' | ' ' | '-' | '*' | '+')).filter(|c| *c != ' ').count();
    let quoted = text.lines().filter(|line| line.contains('>')).map(marks).max().unwrap_or(0);
    let brackets = text.lines().map(|line| line.matches('[').count().min(line.matches(']').count())).max().unwrap_or(0);
    // Links in one long line are usual, thousands are not.
    deepest.max(quoted).max(brackets / 20)
}

fn is_one_of(tag: &str, names: &[&str]) -> bool {
    let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    names.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_letters_digits_dashes_and_an_extension() {
        for (name, want) in [
            ("2026 Survey.MD", "2026-survey.md"),
            ("a__b...c.txt", "a-b-c.txt"),
            (".._.._etc_passwd.md", "etc-passwd.md"),
            ("@everyone <#1>.htm", "everyone-1.htm"),
            ("gehälter.markdown", "gehälter.markdown"),
        ] {
            let name = safe_name(name, "text").expect(name);
            assert_eq!(name, want);
            assert!(is_name(&name), "{name}");
        }
        assert_eq!(safe_name("page", "<!DOCTYPE html><p>x").as_deref(), Ok("page.html"));
        assert_eq!(safe_name("export.php", "<html><p>x").as_deref(), Ok("export-php.html"));
        assert_eq!(safe_name("notes", "---\ntitle: x\n---\n").as_deref(), Ok("notes.md"));
        assert_eq!(safe_name(&format!("{}.md", "n".repeat(300)), "x").map(|name| name.len()), Ok(63));
        for bad in ["../../x.md", "..\\x.md", "/etc/passwd", "a\nb.md", "x.pdf", "x", ".md", "---.md", "corrections.toml", ""] {
            assert!(safe_name(bad, "text").is_err(), "{bad}");
        }
        for bad in ["../x.md", "a/b.md", "x.toml", ".md", "x", "a b.md", ""] {
            assert!(!is_name(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_no_article_is_refused_with_the_reason() {
        let nested = format!("<html>{}x{}", "<div>".repeat(40_000), "</div>".repeat(40_000));
        let quoted = ">".repeat(200_000);
        for (name, bytes, want) in [
            ("a.md", b"PK\x03\x04\x00\x00".to_vec(), "NUL"),
            ("a.md", b"one\ntwo \xff\xfe".to_vec(), "line 2"),
            ("a.md", b"one\ntwo\n\x1b[31m".to_vec(), "Line 3"),
            ("a.md", b"---\ntitle: [x\n---\nWords".to_vec(), "Line "),
            ("a.md", b"---\ntitle: x\nno end".to_vec(), "Line 1"),
            ("a.md", b"  \n ".to_vec(), "empty"),
            ("a.html", nested.into_bytes(), "deep"),
            ("a.md", quoted.into_bytes(), "deep"),
            ("a.md", b"---\npublisher: salary-bot contributors\n---\nWords".to_vec(), "names me"),
            ("a.md", b"# Salary Bot corpus\n\nWords".to_vec(), "names me"),
            ("a.pdf", b"Words".to_vec(), ".html"),
        ] {
            let why = Engine::propose(name, bytes).expect_err(want);
            assert!(why.contains(want) && why.ends_with('.'), "{want}: {why}");
        }
    }

    #[test]
    fn figures_are_read_with_their_sentences_and_the_rest_is_named() {
        let text = "# Pay\n\nA DevOps engineer in Texas earns **$123,456** a year. The office cost $2 million.\n";
        let proposed = Engine::propose("Pay.md", text.as_bytes().to_vec()).expect("an article");
        assert_eq!((proposed.name.as_str(), proposed.text.as_str()), ("pay.md", text));
        assert_eq!(proposed.figures.len(), 1, "{proposed:?}");
        assert_eq!(proposed.figures[0].quote, "A DevOps engineer in Texas earns $123,456 a year.");
        assert!(proposed.figures[0].amount.contains("$123,456"));
        assert_eq!(proposed.passed_over.len(), 1, "{proposed:?}");
        let none = Engine::propose("a.txt", b"Words without a number.".to_vec()).expect("an article");
        assert!(none.figures.is_empty());
    }
}
