//! What a button means, packed into its custom id: nothing is remembered, so buttons work after a restart.

use serde_json::{Value, json};

use super::limits::{BUTTON_LABEL, CUSTOM_ID, length};
use super::message::cut;

/// The form of custom ids; a new one makes buttons of the old one expire.
const VERSION: &str = "1";
/// Discord's component types and button styles.
const ROW: u8 = 1;
const BUTTON: u8 = 2;
const PRIMARY: u8 = 1;
const SECONDARY: u8 = 2;

/// What pressing a button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// Removes the reply, for its asker and for moderators.
    Delete,
    /// Gives the sources of the answer to this question as plain text, to whoever presses.
    Cite(String),
    /// Says the hidden answer to this question to all.
    Share(String),
    /// Asks this instead.
    Ask(String),
    /// Opens a form for an offer, to be set beside the answer to this question for whoever presses, alone.
    Check(String),
    /// Sends that form, which holds the question itself.
    Sent,
    /// Says what the articles have on negotiating, to whoever presses.
    Negotiate,
    /// Something of a server's settings.
    Settings(String),
}

impl Press {
    fn code(&self) -> (&'static str, &str) {
        match self {
            Self::Delete => ("d", ""),
            Self::Cite(text) => ("c", text),
            Self::Share(text) => ("s", text),
            Self::Ask(text) => ("a", text),
            Self::Check(text) => ("o", text),
            Self::Sent => ("p", ""),
            Self::Negotiate => ("n", ""),
            Self::Settings(text) => ("g", text),
        }
    }
}

/// A button's custom id, with the user who asked where there is one. None where it would be longer than Discord allows.
pub fn custom_id(press: &Press, asker: Option<u64>) -> Option<String> {
    let (code, text) = press.code();
    let asker = asker.map_or_else(String::new, |id| format!("{id:x}"));
    Some(format!("{VERSION}:{code}:{asker}:{text}")).filter(|id| length(id) <= CUSTOM_ID)
}

/// Reads a custom id; none where another version or somebody else wrote it.
pub fn pressed(custom_id: &str) -> Option<(Press, Option<u64>)> {
    let mut parts = custom_id.splitn(4, ':');
    let (version, code, asker, text) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let asker = match asker {
        "" => None,
        digits => Some(u64::from_str_radix(digits, 16).ok()?),
    };
    let press = match (version, code, text.is_empty()) {
        (VERSION, "d", true) => Press::Delete,
        (VERSION, "c", false) => Press::Cite(text.to_owned()),
        (VERSION, "s", false) => Press::Share(text.to_owned()),
        (VERSION, "a", false) => Press::Ask(text.to_owned()),
        (VERSION, "o", false) => Press::Check(text.to_owned()),
        (VERSION, "p", true) => Press::Sent,
        (VERSION, "n", true) => Press::Negotiate,
        (VERSION, "g", false) => Press::Settings(text.to_owned()),
        _ => return None,
    };
    Some((press, asker))
}

/// What the buttons under a reply need to know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Buttons {
    /// Who asked; without one nobody but a moderator could delete the reply, and there is no such button.
    pub asker: Option<u64>,
    /// A text that is understood as the same question.
    pub again: Option<String>,
    /// Where an offer was named in public: a text that is understood as the question without it.
    pub check: Option<String>,
    /// Whether an offer is placed in the reply: the question asked again is without it.
    pub offer: bool,
    /// Whether the reply is seen by the asker alone.
    pub hidden: bool,
    /// Whether the asker may then show it to all.
    pub share: bool,
    /// Whether the answer has figures or quotes to cite.
    pub cited: bool,
}

/// The row under a reply: what can be asked instead first. Empty where there is nothing to press.
pub(super) fn rows(buttons: &Buttons, suggestions: &[String]) -> Vec<Value> {
    let mut row: Vec<Value> = Vec::new();
    let mut add = |press: Press, label: &str, style: u8| {
        if let Some(id) = custom_id(&press, buttons.asker) {
            row.push(json!({ "type": BUTTON, "style": style, "label": cut(label, BUTTON_LABEL), "custom_id": id }));
        }
    };
    for text in suggestions.iter().take(3) {
        add(Press::Ask(text.clone()), text, PRIMARY);
    }
    if let Some(text) = &buttons.check
        && !buttons.hidden
    {
        add(Press::Check(text.clone()), "Check privately", PRIMARY);
    }
    if let Some(again) = &buttons.again
        && buttons.cited
    {
        add(Press::Cite(again.clone()), "Copy citations", SECONDARY);
    }
    if buttons.offer {
        add(Press::Negotiate, "Negotiating", SECONDARY);
    }
    if let Some(again) = &buttons.again
        && buttons.cited
        && buttons.hidden
        && buttons.share
    {
        add(Press::Share(again.clone()), if buttons.offer { "Share without the amount" } else { "Share" }, SECONDARY);
    }
    // An ephemeral reply has its own "dismiss".
    if buttons.asker.is_some() && !buttons.hidden {
        add(Press::Delete, "Delete", SECONDARY);
    }
    if row.is_empty() { row } else { vec![json!({ "type": ROW, "components": row })] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_custom_id_comes_back_as_what_it_means() {
        let asker = Some(800_000_000_000_000_001);
        for press in [
            Press::Delete,
            Press::Cite("a: b".to_owned()),
            Press::Share("devops".to_owned()),
            Press::Ask("devops in London".to_owned()),
            Press::Check("sre".to_owned()),
            Press::Sent,
            Press::Negotiate,
            Press::Settings("pause".to_owned()),
        ] {
            for asker in [asker, None] {
                let id = custom_id(&press, asker).expect("short");
                assert_eq!(pressed(&id), Some((press.clone(), asker)), "{id}");
            }
        }
    }

    #[test]
    fn what_is_old_forged_or_too_long_means_nothing() {
        for id in [
            "",
            "1",
            "0:d::",
            "1:d:",
            "1:x::devops",
            "1:c::",
            "1:a:zz:devops",
            "1:d::more",
            "1:p::sre",
            "1:n::x",
            "1:d:-1:",
            "v0:forged",
            "1:c:ffffffffffffffffff:x",
        ] {
            assert_eq!(pressed(id), None, "{id}");
        }
        assert_eq!(custom_id(&Press::Ask("x".repeat(95)), Some(u64::MAX)), None);
        assert_eq!(custom_id(&Press::Ask("é".repeat(60)), None).map(|id| length(&id)), Some(65), "characters count, not bytes");
    }

    #[test]
    fn a_row_holds_no_more_than_five() {
        let texts: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        let all = Buttons { asker: Some(1), again: Some("devops".to_owned()), check: None, offer: false, hidden: false, share: false, cited: true };
        let row = rows(&all, &texts);
        assert_eq!(row[0]["components"].as_array().map(Vec::len), Some(5));
        assert!(rows(&Buttons::default(), &[]).is_empty());
    }
}
