//! Whether a message is addressed to the bot, and with which words.

use crate::question::Via;

/// Words that are meant for the bot.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heard {
    /// How the bot is addressed.
    pub via: Via,
    /// The words, without what addressed the bot; empty where somebody calls without asking.
    pub text: String,
}

/// What in a message is meant for the bot; nothing where it is meant for others. `direct`: in direct messages every message
/// is the bot's.
pub(super) fn heard(content: &str, prefix: Option<&str>, me: u64, direct: bool) -> Option<Heard> {
    if let Some(rest) = prefix.and_then(|prefix| after_prefix(content, prefix)) {
        return Some(said(Via::Prefix, rest));
    }
    let (text, mentioned) = without_mentions(content, me);
    (mentioned || direct).then(|| said(Via::Mention, &text))
}

fn said(via: Via, text: &str) -> Heard {
    // Punctuation and emoji alone ask nothing, and neither does a greeting.
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let calls = words.iter().all(|w| CALLS.iter().any(|call| w.eq_ignore_ascii_case(call)));
    Heard { via, text: if calls { String::new() } else { text.trim().to_owned() } }
}

/// Words with which somebody calls the bot without asking anything yet.
const CALLS: [&str; 9] = ["hi", "hello", "hey", "yo", "help", "start", "there", "bot", "menu"];

/// What follows the prefix, where the message begins with it as a word of its own. A phone's keyboard writes `!Salary`.
fn after_prefix<'a>(content: &'a str, prefix: &str) -> Option<&'a str> {
    let content = content.trim_start();
    let (head, rest) = content.split_at_checked(prefix.len())?;
    let word_ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '-');
    (head.eq_ignore_ascii_case(prefix) && word_ends).then_some(rest)
}

/// The text without mentions of the bot, and whether there were any.
fn without_mentions(content: &str, me: u64) -> (String, bool) {
    let forms = [format!("<@{me}>"), format!("<@!{me}>")];
    let text = forms.iter().fold(content.to_owned(), |text, form| text.replace(form, " "));
    let mentioned = text != content;
    (text, mentioned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(via: Via, text: &str) -> Option<Heard> {
        Some(Heard { via, text: text.to_owned() })
    }

    #[test]
    fn only_what_is_addressed_is_heard() {
        for (content, want) in [
            ("!salary devops", question(Via::Prefix, "devops")),
            ("  !Salary: devops", question(Via::Prefix, ": devops")),
            ("!SALARY\ndata engineer", question(Via::Prefix, "data engineer")),
            ("!salary", question(Via::Prefix, "")),
            ("!salary   ?", question(Via::Prefix, "")),
            ("!salary help", question(Via::Prefix, "")),
            ("Hello <@42>!", question(Via::Mention, "")),
            ("<@42> help desk pay", question(Via::Mention, "help desk pay")),
            ("!salaryx devops", None),
            ("!salary_devops", None),
            ("!salary-bot", None),
            ("!salarié", None),
            ("what does !salary do", None),
            ("<@42> what does an sre make?", question(Via::Mention, "what does an sre make?")),
            ("hey <@!42> sre pay", question(Via::Mention, "hey   sre pay")),
            ("<@42>", question(Via::Mention, "")),
            ("<@421> sre pay", None),
            ("devops pays well", None),
            ("", None),
            ("!", None),
            ("é!salary", None),
        ] {
            assert_eq!(heard(content, Some("!salary"), 42, false), want, "{content}");
        }
    }

    #[test]
    fn without_a_prefix_it_is_a_word_like_any_other() {
        assert_eq!(heard("!salary devops", None, 42, false), None);
        assert_eq!(heard("!salary devops", None, 42, true), question(Via::Mention, "!salary devops"));
    }

    #[test]
    fn every_direct_message_is_the_bots() {
        assert_eq!(heard("devops pay", Some("!salary"), 42, true), question(Via::Mention, "devops pay"));
        assert_eq!(heard("!salary devops", Some("!salary"), 42, true), question(Via::Prefix, "devops"));
        assert_eq!(heard("👋", Some("!salary"), 42, true), question(Via::Mention, ""));
    }
}
