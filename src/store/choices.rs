//! What one server chose: each setting with its name in the database, its default, and how it is written as text.

/// How the bot answers clear salary questions that nobody addressed to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Listening {
    /// Not at all.
    #[default]
    Off,
    /// As a reply to the message.
    Reply,
    /// In a thread of its own, so that the channel stays as it was.
    Thread,
}

/// What one server chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// The career channels, by id: where public answers may stand. Until they are chosen, and outside them, answers to slash
    /// commands are seen by their asker alone, and a prefix or a mention gets no reply.
    pub channels: Vec<u64>,
    /// Whether messages that begin with the prefix are answered.
    pub prefix: bool,
    /// The server's own prefix instead of the operator's.
    pub word: Option<String>,
    /// Whether clear questions are answered unasked.
    pub listening: Listening,
    /// Whether answers are seen by their asker alone unless they say otherwise.
    pub hide: bool,
    /// A currency in which yearly amounts are given as well, as ISO 4217.
    pub currency: Option<String>,
    /// Public answers a minute to one member.
    pub per_member: u8,
    /// Public answers a minute in one channel.
    pub per_channel: u8,
    /// Whether the bot says nothing here until moderators let it go on.
    pub paused: bool,
    /// The number of the state of the server's own articles, raised with each change; 0 where it has none.
    pub articles: u64,
    /// Figures that are not shown here, by their keys, at most [`MOST_HIDDEN`].
    pub hidden: Vec<u64>,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            channels: Vec::new(),
            prefix: true,
            word: None,
            listening: Listening::Off,
            hide: false,
            currency: None,
            per_member: 3,
            per_channel: 10,
            paused: false,
            articles: 0,
            hidden: Vec::new(),
        }
    }
}

/// The most career channels: what one of Discord's menus can hold.
pub const MOST_CHANNELS: usize = 25;
/// The most figures that a server hides: what one of Discord's menus can offer to be shown again.
pub const MOST_HIDDEN: usize = 25;
/// The longest prefix, in characters.
pub const LONGEST_PREFIX: usize = 20;
/// The most public answers a minute that can be chosen.
pub const MOST_A_MINUTE: u8 = 60;

/// A setting: its name in the database and its text. A value that cannot be read, of a newer version or spoilt, leaves the
/// default.
pub(super) struct Setting {
    pub name: &'static str,
    pub write: fn(&Choices) -> String,
    pub read: fn(&mut Choices, &str) -> Option<()>,
}

/// Every setting.
pub(super) const SETTINGS: [Setting; 11] = [
    Setting {
        name: "channels",
        write: |c| c.channels.iter().map(u64::to_string).collect::<Vec<_>>().join(" "),
        read: |c, text| put(&mut c.channels, text.split_whitespace().map(|id| id.parse().ok()).collect()),
    },
    Setting { name: "prefix", write: |c| flag(c.prefix), read: |c, text| put(&mut c.prefix, as_flag(text)) },
    Setting { name: "word", write: |c| c.word.clone().unwrap_or_default(), read: |c, text| put(&mut c.word, is_prefix(text).then(|| Some(text.to_owned()))) },
    Setting {
        name: "listening",
        write: |c| LISTENING.iter().find(|(_, listening)| *listening == c.listening).map_or("off", |(name, _)| name).to_owned(),
        read: |c, text| put(&mut c.listening, LISTENING.iter().find(|(name, _)| *name == text).map(|(_, listening)| *listening)),
    },
    Setting { name: "hide", write: |c| flag(c.hide), read: |c, text| put(&mut c.hide, as_flag(text)) },
    Setting {
        name: "currency",
        write: |c| c.currency.clone().unwrap_or_default(),
        read: |c, text| put(&mut c.currency, (text.len() == 3).then(|| Some(text.to_owned()))),
    },
    Setting { name: "per_member", write: |c| c.per_member.to_string(), read: |c, text| put(&mut c.per_member, as_rate(text)) },
    Setting { name: "per_channel", write: |c| c.per_channel.to_string(), read: |c, text| put(&mut c.per_channel, as_rate(text)) },
    Setting { name: "paused", write: |c| flag(c.paused), read: |c, text| put(&mut c.paused, as_flag(text)) },
    Setting { name: "articles", write: |c| c.articles.to_string(), read: |c, text| put(&mut c.articles, text.parse().ok()) },
    Setting {
        name: "hidden",
        write: |c| c.hidden.iter().map(|key| format!("{key:x}")).collect::<Vec<_>>().join(" "),
        read: |c, text| put(&mut c.hidden, text.split_whitespace().map(|key| u64::from_str_radix(key, 16).ok()).collect()),
    },
];

const LISTENING: [(&str, Listening); 3] = [("off", Listening::Off), ("reply", Listening::Reply), ("thread", Listening::Thread)];

/// Puts a value that could be read in its place.
fn put<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

/// Whether a word can be a prefix: short, without spaces, and not a mention, a command or a quote of Discord's.
pub fn is_prefix(word: &str) -> bool {
    let length = word.chars().count();
    let starts = word.chars().next().is_some_and(|c| !matches!(c, '<' | '/' | '>' | '@' | '#'));
    // One letter or digit alone would be the beginning of everyday messages.
    let tells = length > 1 || word.chars().all(|c| c.is_ascii_punctuation());
    (1..=LONGEST_PREFIX).contains(&length) && starts && tells && word.chars().all(|c| !c.is_whitespace() && !c.is_control())
}

fn flag(on: bool) -> String {
    if on { "1" } else { "0" }.to_owned()
}

fn as_flag(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

fn as_rate(text: &str) -> Option<u8> {
    text.parse().ok().filter(|rate| (1..=MOST_A_MINUTE).contains(rate))
}

impl Choices {
    /// The choices that rows of the database say.
    pub(super) fn of_rows<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut choices = Self::default();
        for (name, value) in rows {
            let setting = SETTINGS.iter().find(|setting| setting.name == name);
            if setting.is_some_and(|setting| (setting.read)(&mut choices, value).is_none()) {
                tracing::warn!(setting = name, "a setting in the database cannot be read; its default counts");
            }
        }
        choices
    }

    /// Where `new` differs: each setting's name with its new text, none where that is the default.
    pub(super) fn changes(&self, new: &Self) -> Vec<(&'static str, Option<String>)> {
        let default = Self::default();
        let changed = SETTINGS.iter().filter(|setting| (setting.write)(self) != (setting.write)(new));
        changed.map(|setting| (setting.name, Some((setting.write)(new)).filter(|text| *text != (setting.write)(&default)))).collect()
    }

    /// Whether public answers may stand in one of these channels: the channel itself, or for a thread the one that it
    /// belongs to.
    pub fn is_career_channel(&self, channel: u64, parent: Option<u64>) -> bool {
        self.channels.contains(&channel) || parent.is_some_and(|parent| self.channels.contains(&parent))
    }

    /// The prefix that counts here, where the operator's is `operators`: none where the server switched it off, and where
    /// the operator did.
    pub fn prefix<'a>(&'a self, operators: Option<&'a str>) -> Option<&'a str> {
        let operators = operators.filter(|_| self.prefix)?;
        Some(self.word.as_deref().unwrap_or(operators))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn another() -> Choices {
        Choices {
            channels: vec![1, u64::MAX],
            prefix: false,
            word: Some("?pay".to_owned()),
            listening: Listening::Thread,
            hide: true,
            currency: Some("EUR".to_owned()),
            per_member: 1,
            per_channel: 60,
            paused: true,
            articles: 7,
            hidden: vec![0, 0xfeed, u64::MAX],
        }
    }

    #[test]
    fn every_setting_comes_back_as_it_was() {
        let (default, chosen) = (Choices::default(), another());
        let rows = default.changes(&chosen);
        assert_eq!(rows.len(), SETTINGS.len(), "each differs from its default: {rows:?}");
        let text: Vec<(&str, &str)> = rows.iter().map(|(name, value)| (*name, value.as_deref().expect("no default"))).collect();
        assert_eq!(Choices::of_rows(text.into_iter()), chosen);
        assert!(chosen.changes(&default).iter().all(|(_, value)| value.is_none()), "defaults need no row");
        assert!(chosen.changes(&chosen).is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_the_default() {
        for (name, value) in [
            ("channels", "1 x"),
            ("channels", "-1"),
            ("prefix", "yes"),
            ("word", "two words"),
            ("word", ""),
            ("listening", "loud"),
            ("hide", ""),
            ("currency", "euro"),
            ("per_member", "0"),
            ("per_channel", "61"),
            ("per_channel", "300"),
            ("paused", "2"),
            ("articles", "-1"),
            ("hidden", "feed xyz"),
            ("of_a_newer_version", "1"),
        ] {
            assert_eq!(Choices::of_rows([(name, value)].into_iter()), Choices::default(), "{name} = {value}");
        }
    }

    #[test]
    fn a_prefix_is_short_and_no_word_of_discords() {
        for good in ["!salary", "?", "$pay", "pay!", "§lohn", "!💰"] {
            assert!(is_prefix(good), "{good}");
        }
        for bad in ["", " ", "a b", "/salary", "<@1>", "@everyone", "#pay", "> x", "x", "7", "a\nb", &"!".repeat(21)] {
            assert!(!is_prefix(bad), "{bad}");
        }
    }
}
