//! Words as the lexicon compares them.

use std::borrow::Cow;
use std::ops::Range;

/// A word of a text: where it stands and how it compares.
#[derive(Debug, Clone, PartialEq)]
pub struct Word<'a> {
    /// Where in the text.
    pub range: Range<usize>,
    /// Lower case, singular, without a possessive.
    pub key: Cow<'a, str>,
}

/// Pairs that are written apart or as one word.
const JOINED: [(&str, &str, &str); 7] = [
    ("back", "end", "backend"),
    ("front", "end", "frontend"),
    ("full", "stack", "fullstack"),
    ("dev", "op", "devop"),
    ("dev", "ops", "devop"),
    ("on", "site", "onsite"),
    ("data", "base", "database"),
];

/// The words of `text` in order. A word is a run of letters and digits, with `+`, `#`, inner full stops and apostrophes
/// where they belong to it (`c++`, `node.js`, `u.s`); hyphens and slashes separate.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let bytes = text.as_bytes();
    let mut out: Vec<Word<'_>> = Vec::with_capacity(text.len() / 6);
    let mut at = 0;
    while let Some(c) = char_at(text, at) {
        let dotted = c == '.' && starts_word(&text[at + 1..]) && !ends_word(&text[..at]);
        if !c.is_alphanumeric() && !dotted {
            at += c.len_utf8();
            continue;
        }
        let start = at;
        at += c.len_utf8();
        loop {
            // Nearly all of a text is runs of plain letters.
            at += bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            let Some(c) = char_at(text, at) else { break };
            let keep = c.is_alphanumeric()
                || matches!(c, '+' | '#') && text[start..at].len() <= 3 && text[start..at].chars().all(|c| c.is_alphabetic() || c == '+')
                || matches!(c, '.' | '\'' | '’' | '*') && starts_word(&text[at + c.len_utf8()..]) && text[start..at].ends_with(char::is_alphanumeric)
                || c == '&' && at - start == 1 && starts_word(&text[at + 1..]);
            if !keep {
                break;
            }
            at += c.len_utf8();
        }
        push(text, start..at, &mut out);
    }
    out
}

/// The character that begins at a boundary.
fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(b) if b.is_ascii() => Some(char::from(*b)),
        Some(_) => text[at..].chars().next(),
        None => None,
    }
}

fn push<'a>(text: &'a str, range: Range<usize>, out: &mut Vec<Word<'a>>) {
    let key = key(&text[range.clone()]);
    if let Some(last) = out.last_mut() {
        let gap = &text[last.range.end..range.start];
        if (gap.len() == 1 && matches!(gap, " " | "-") || gap == "\u{2011}")
            && let Some((_, _, one)) = JOINED.iter().find(|(a, b, _)| *a == last.key && *b == key)
        {
            last.range.end = range.end;
            last.key = Cow::Borrowed(*one);
            return;
        }
    }
    out.push(Word { range, key });
}

fn starts_word(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
}

fn ends_word(text: &str) -> bool {
    text.ends_with(char::is_alphanumeric)
}

/// How a word compares: lower case, possessive and plural taken off. Applied to the lexicon's own words as well, so what
/// it does to a name does not matter as long as both sides get it.
pub fn key(word: &str) -> Cow<'_, str> {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).or_else(|| word.strip_suffix("'S")).unwrap_or(word);
    let lower: Cow<'_, str> =
        if word.chars().any(|c| c.is_uppercase()) || word.contains('’') { Cow::Owned(word.to_lowercase().replace('’', "'")) } else { Cow::Borrowed(word) };
    match singular_len(&lower) {
        Some((keep, "")) => match lower {
            Cow::Borrowed(w) => Cow::Borrowed(&w[..keep]),
            Cow::Owned(mut w) => {
                w.truncate(keep);
                Cow::Owned(w)
            }
        },
        Some((keep, end)) => Cow::Owned(format!("{}{end}", &lower[..keep])),
        None => lower,
    }
}

/// How much of a plural to keep, and what to add.
fn singular_len(w: &str) -> Option<(usize, &'static str)> {
    if w.len() <= 3 || !w.ends_with('s') || !w.is_ascii() || w.contains('.') {
        return None;
    }
    let n = w.len();
    if w.ends_with("ies") && n > 5 {
        return Some((n - 3, "y"));
    }
    if ["ches", "shes", "sses", "xes", "nuses"].iter().any(|e| w.ends_with(e)) {
        return Some((n - 2, ""));
    }
    if w.ends_with("ss") || w.ends_with("us") || w.ends_with("is") {
        return None;
    }
    Some((n - 1, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_compare_whatever_their_form() {
        let keys = |t: &str| words(t).into_iter().map(|w| w.key.into_owned()).collect::<Vec<_>>().join(" ");
        for (text, want) in [
            ("Back-End Developers", "backend developer"),
            ("back end developer's pay", "backend developer pay"),
            ("Full Stack", "fullstack"),
            ("DevOps / Dev Ops", "devop devop"),
            ("C++, C# and .NET in node.js", "c++ c# and .net in node.js"),
            ("salaries of coaches in the U.S.", "salary of coach in the u.s"),
            ("the nurses’ bosses", "the nurse boss"),
            ("£45k–£60k p.a.", "45k 60k p.a"),
            ("R&D", "r&d"),
            ("", ""),
        ] {
            assert_eq!(keys(text), want, "{text}");
        }
    }
}
