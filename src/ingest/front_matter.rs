//! Front matter: YAML between `---` lines, or TOML between `+++` lines.

use serde_json::{Map, Value};

use crate::text::{Origin, PartialDate, Source};

/// Whether the text begins with front matter.
pub fn starts(text: &str) -> bool {
    fence(text).is_some()
}

/// The front matter's text, its fence, and where each begins.
fn fence(text: &str) -> Option<(&'static str, usize)> {
    let bom = text.len() - text.trim_start_matches('\u{feff}').len();
    ["---", "+++"].into_iter().find_map(|mark| {
        let rest = text[bom..].strip_prefix(mark)?;
        let line = rest.find('\n')?;
        rest[..line].trim().is_empty().then_some((mark, bom + mark.len() + line + 1))
    })
}

/// What the front matter says, and where the body begins.
///
/// # Errors
/// A line and what is wrong with it, where the front matter does not end or cannot be read.
pub fn read(text: &str) -> Result<(Source, usize), (Option<usize>, String)> {
    let Some((mark, start)) = fence(text) else { return Ok((Source::default(), text.len() - text.trim_start_matches('\u{feff}').len())) };
    let mut at = start;
    let end = loop {
        let line = text[at..].lines().next().filter(|_| at < text.len());
        match line {
            Some(line) if line.trim_end() == mark => break at,
            Some(_) => at += text[at..].find('\n').map_or(text.len() - at, |n| n + 1),
            // A rule at the head of a plain text is no front matter.
            None if !text[start..].lines().take(3).any(|l| l.contains(':') || l.contains('=')) => return Ok((Source::default(), 0)),
            None => return Err((Some(1), format!("front matter starts with `{mark}` and never ends; close it with a line `{mark}`"))),
        }
    };
    let body = text[end..].find('\n').map_or(text.len(), |n| end + n + 1);
    let values: Map<String, Value> = match mark {
        "---" if text[start..end].trim().is_empty() => Map::new(),
        "---" => yaml(&text[start..end]).map_err(|(line, what)| (line.map(|line| line + 1), format!("front matter is no YAML mapping: {what}")))?,
        _ => toml::from_str::<toml::Table>(&text[start..end]).map(of_toml).map_err(|e| {
            let line = e.span().map(|s| 2 + text[start..start + s.start].matches('\n').count());
            (line, format!("front matter is no TOML: {}", e.message()))
        })?,
    };
    Ok((source(&values), body))
}

/// A YAML mapping.
///
/// # Errors
/// The line within it, from 1, and what is wrong there.
pub(super) fn yaml(text: &str) -> Result<Map<String, Value>, (Option<usize>, String)> {
    serde_saphyr::from_str(text).map_err(|e| {
        let line = e.location().map(|l| usize::try_from(l.line()).unwrap_or(1));
        let message = e.to_string();
        // The reader's own line may count from elsewhere: it is named beside the message instead.
        let first = message.lines().next().unwrap_or_default().trim_start_matches("error: ");
        let what = if first.starts_with("line ") { first.split_once(": ").map_or(first, |(_, what)| what) } else { first };
        (line, what.to_owned())
    })
}

/// TOML's own dates become text; everything else is as it is.
fn of_toml(table: toml::Table) -> Map<String, Value> {
    table.into_iter().map(|(key, value)| (key, of_toml_value(value))).collect()
}

fn of_toml_value(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(all) => Value::Array(all.into_iter().map(of_toml_value).collect()),
        toml::Value::Table(table) => Value::Object(of_toml(table)),
        other => serde_json::to_value(other).unwrap_or_default(),
    }
}

pub(super) fn source(values: &Map<String, Value>) -> Source {
    let text = |keys: &[&str]| keys.iter().find_map(|k| values.get(*k).and_then(plain)).filter(|t| !t.is_empty());
    let date = |keys: &[&str]| keys.iter().filter_map(|k| values.get(*k).and_then(plain)).filter_map(|t| t.parse::<PartialDate>().ok()).max();
    let list = |keys: &[&str]| keys.iter().find_map(|k| values.get(*k)).map(strings).unwrap_or_default();
    Source {
        title: text(&["title"]),
        publisher: text(&["publisher", "site", "site_name"]),
        author: text(&["author", "authors", "by"]),
        published: date(&["published", "date", "updated", "lastmod", "publishDate", "last_modified_at"]),
        url: text(&["url", "canonical_url", "link", "source_url"]).filter(|u| is_web(u)),
        tags: list(&["tags", "keywords", "categories"]),
        language: text(&["language", "lang"]),
        origins: values.get("origins").and_then(Value::as_array).map(|all| all.iter().filter_map(origin).collect()).unwrap_or_default(),
    }
}

fn origin(value: &Value) -> Option<Origin> {
    let get = |key: &str| value.get(key).and_then(plain);
    Some(Origin { name: get("name")?, title: get("title"), url: get("url").filter(|u| is_web(u)), published: get("published").and_then(|d| d.parse().ok()) })
}

/// Whether an address is one that a reader may be sent to.
pub fn is_web(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://"))
        && !url.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`'))
}

pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(crate::text::fold_space(s)),
        Value::Number(n) => Some(n.to_string()),
        Value::Array(all) => all.first().and_then(plain),
        _ => None,
    }
}

pub(super) fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::Array(all) => all.iter().filter_map(plain).collect(),
        Value::String(s) => s.split(',').map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_read() {
        let text =
            "---\ntitle: \"A: b\"\ndate: 2024-08-15 13:49:53 UTC\npublished: true\ntags: a,b\norigins:\n  - name: Glassdoor\n    url: javascript:x\n---\nBody";
        let (source, body) = read(text).expect("front matter");
        assert_eq!((source.title.as_deref(), source.published.map(|d| d.to_string()).as_deref(), source.tags.len()), (Some("A: b"), Some("2024-08-15"), 2));
        assert_eq!(source.origins, [Origin { name: "Glassdoor".to_owned(), ..Origin::default() }]);
        assert_eq!(text.get(body..), Some("Body"));
        let (source, _) = read("+++\ntitle = \"T\"\nlastmod = 2026-01-17T09:00:00-05:00\n+++\nBody").expect("front matter");
        assert_eq!((source.title.as_deref(), source.published.map(|d| d.to_string()).as_deref()), (Some("T"), Some("2026-01-17")));
    }

    #[test]
    fn broken_front_matter_names_its_line() {
        let line = |t: &str| read(t).map(|_| ()).map_err(|e| e.0);
        assert_eq!(line("---\ntitle: a\nb: [1\n---\nx"), Err(Some(3)));
        assert_eq!(line("---\ntitle: a\nno end"), Err(Some(1)));
        assert_eq!(line("+++\ntitle = \n+++\nx"), Err(Some(2)));
        assert_eq!(line("---\njust a rule above a text\n"), Ok(()));
        assert_eq!(line("no front matter"), Ok(()));
    }
}
