//! What of a message is the asker's own words, without a greeting.

/// The asker's words.
#[derive(Debug, Default)]
pub(super) struct Cleaned {
    /// The words, without mentions, links, code, quotes, emoji and a greeting.
    pub text: String,
    /// Whether somebody else is addressed.
    pub to_somebody: bool,
}

/// The longest message that is read, in characters: Discord's own limit for members with Nitro.
const LONGEST: usize = 4_000;

/// Takes off the prefix, mentions, links, code, quoted lines and emoji.
pub(super) fn clean(text: &str) -> Cleaned {
    let text: String = text.chars().take(LONGEST).collect();
    let mut out = Cleaned::default();
    let mut mentions = 0;
    let without_code = drop_between(&text, "```");
    let without_code = without_code.replace('`', " ");
    for line in without_code.lines().filter(|l| !l.trim_start().starts_with('>')) {
        let mut rest = line;
        while let Some(at) = rest.find('<') {
            let Some(end) = rest[at..].find('>') else { break };
            let inside = &rest[at + 1..at + end];
            let markup = inside.starts_with(['@', '#', ':', '/']) || inside.starts_with("a:") || inside.starts_with("t:") || inside.starts_with("http");
            out.text.push_str(&rest[..at]);
            if markup {
                mentions += usize::from(inside.starts_with('@'));
                out.text.push(' ');
            } else {
                out.text.push_str(&rest[at..=at + end]);
            }
            rest = &rest[at + end + 1..];
        }
        out.text.push_str(rest);
        out.text.push('\n');
    }
    let words: Vec<&str> = out.text.split_whitespace().filter(|w| !w.starts_with("http://") && !w.starts_with("https://")).collect();
    out.text = words.join(" ");
    if let Some(rest) = out.text.strip_prefix("!salary") {
        out.text = rest.trim_start().to_owned();
    }
    out.text = ungreeted(&out.text).to_owned();
    out.to_somebody = mentions > 0;
    out
}

/// Words of a greeting, and those that only go on one.
const GREETINGS: [&str; 9] = ["hi", "hello", "hey", "heya", "hiya", "yo", "greetings", "howdy", "good"];
const GREETED: [&str; 14] =
    ["all", "everyone", "everybody", "folks", "guys", "there", "team", "people", "y'all", "peeps", "morning", "afternoon", "evening", "day"];

/// The text without the greeting that it begins with: a question is no other one for it. A greeting alone stays.
fn ungreeted(text: &str) -> &str {
    let word = |text: &str| text.split(|c: char| !c.is_alphanumeric() && c != '\'').next().unwrap_or_default().to_lowercase();
    let mut rest = text;
    let (mut greeted, mut first) = (false, true);
    loop {
        let next = word(rest);
        let after = rest.get(next.len()..).unwrap_or_default();
        // "good pay": only what is wished is good.
        let greets = first && GREETINGS.contains(&next.as_str()) && (next != "good" || GREETED[10..].contains(&word(after.trim_start()).as_str()));
        if !(greets || greeted && GREETED.contains(&next.as_str())) {
            return if rest.is_empty() { text } else { rest };
        }
        (greeted, first) = (true, false);
        rest = after.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '$' | '€' | '£' | '₹'));
    }
}

fn drop_between(text: &str, mark: &str) -> String {
    let parts: Vec<&str> = text.split(mark).collect();
    if parts.len() < 3 {
        return text.to_owned();
    }
    parts.iter().enumerate().filter(|(n, _)| n % 2 == 0 || *n == parts.len() - 1).map(|(_, p)| *p).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn only_the_askers_own_words_stay() {
        for (text, want) in [
            ("!salary devops", "devops"),
            ("<@123> avg be salary?", "avg be salary?"),
            ("> old quote about pay\nsre pay?", "sre pay?"),
            ("```\nsalary = 5\n``` hello", "hello"),
            ("see https://x.y/salary pls <:moneys:12>", "see pls"),
            ("a < b > c", "a < b > c"),
            ("Hi all, what raises pay?", "what raises pay?"),
            ("good morning everyone! £40k ok?", "£40k ok?"),
            ("<@123> hey, devops", "devops"),
            ("hello", "hello"),
            ("good pay for a nurse?", "good pay for a nurse?"),
            ("hire all nurses", "hire all nurses"),
            ("all nurses hi", "all nurses hi"),
            ("", ""),
        ] {
            assert_eq!(clean(text).text, want, "{text}");
        }
        assert!(clean("<@884> did you get paid?").to_somebody);
    }
}
