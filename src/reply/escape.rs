//! Untrusted text stays text: nothing from an article or a person can ping, link, quote, head or fence.

/// `text` on one line, so that Discord shows it as it is.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut at_start = true;
    let mut leading_digits = false;
    // What is not seen goes first: it must not stand between two characters that take effect together.
    let mut rest = text.chars().filter(|c| !is_trick(*c)).peekable();
    while let Some(c) = rest.next() {
        match c {
            c if c.is_whitespace() || c.is_control() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
                continue;
            }
            '\\' | '*' | '_' | '~' | '`' | '|' | '[' | ']' | '<' => {
                out.push('\\');
                out.push(c);
            }
            // Line starts that Discord reads as a heading, quote or list.
            '#' | '>' | '-' | '+' if at_start => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if leading_digits && rest.peek().is_none_or(|n| n.is_whitespace()) => {
                out.push('\\');
                out.push(c);
            }
            // A zero-width space keeps "@everyone" and addresses from being made live.
            '@' => out.push_str("@\u{200b}"),
            ':' if rest.peek() == Some(&'/') => out.push_str(":\u{200b}"),
            c => out.push(c),
        }
        leading_digits = (at_start || leading_digits) && c.is_ascii_digit();
        at_start = false;
    }
    out.trim_end().to_owned()
}

/// Characters that turn the direction of writing or are not seen.
fn is_trick(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{061c}' | '\u{feff}' | '\u{00ad}' | '\u{e0000}'..='\u{e007f}')
}

/// `text` without characters that play tricks, on one line, for a terminal.
pub fn plain(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !is_trick(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    crate::text::fold_space(&kept)
}

/// A link that we make: the address must be one that a reader may be sent to.
pub fn link(text: &str, url: Option<&str>) -> String {
    let label = escape(text);
    let label = if label.is_empty() { "article".to_owned() } else { label };
    match url.filter(|u| {
        (u.starts_with("https://") || u.starts_with("http://"))
            && u.len() <= 400
            && !u.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | '"' | '\\'))
    }) {
        Some(url) => format!("[{label}](<{url}>)"),
        None => label,
    }
}

#[cfg(test)]
mod tests {
    use super::{escape, link};

    #[test]
    fn nothing_in_a_text_takes_effect() {
        for (text, want) in [
            ("plain $5 words", "plain $5 words"),
            ("@everyone hi", "@\u{200b}everyone hi"),
            ("<@123> <:x:1>", "\\<@\u{200b}123> \\<:x:1>"),
            ("[click](https://evil.example)", "\\[click\\](https:\u{200b}//evil.example)"),
            ("# big\n> quote", "\\# big > quote"),
            ("```code```", "\\`\\`\\`code\\`\\`\\`"),
            ("1. list", "1\\. list"),
            ("- item **b** _i_ ~~s~~ ||x||", "\\- item \\*\\*b\\*\\* \\_i\\_ \\~\\~s\\~\\~ \\|\\|x\\|\\|"),
            ("a\u{202e}b\u{200b}c", "abc"),
            ("https:\u{ad}//evil.example", "https:\u{200b}//evil.example"),
            ("1.\u{200b} list", "1\\. list"),
            ("", ""),
        ] {
            assert_eq!(escape(text), want, "{text}");
        }
        assert_eq!(link("T", Some("https://x.y/z")), "[T](<https://x.y/z>)");
        assert_eq!(link("T", Some("javascript:x")), "T");
        assert_eq!(link("T", Some("https://x.y/(z)")), "T");
    }
}
