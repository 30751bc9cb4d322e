//! What a button means, packed into its custom id: nothing is remembered, so buttons work after a restart.

use std::borrow::Cow;

use super::limits::{CUSTOM_ID, length};

/// The form of custom ids; a new one makes buttons of the old one expire.
const VERSION: &str = "1";
/// Between the parts of a text of ours, and between words.
const PART: char = ':';
const WORD: char = ',';

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
    /// Answers this for whoever presses, alone: what is asked stays where it is.
    View(String),
    /// Gives a sheet of the further figures of the answer to this question, to whoever presses.
    More(u8, String),
    /// Puts another sheet in the place of the one above the button.
    Turn(u8, String),
    /// Says why this question is answered as it is, to whoever presses.
    Why(Left, String),
    /// Opens a form for an offer, to be set beside the answer to this question for whoever presses, alone.
    Check(String),
    /// Sends that form, which holds the question itself.
    Sent,
    /// Says what the articles have on negotiating, to whoever presses.
    Negotiate,
    /// Something of a server's settings.
    Settings(String),
    /// Shows a figure, which was picked from a menu, with what can be said of it.
    Rate,
    /// Says something of the figure with that key: which, by its place among what can be said.
    Vote(u8, u64),
    /// Hides the figure with that key in the server, or shows it again.
    Hide(bool, u64),
}

/// Words of a question that nothing was made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Left {
    /// How many.
    pub count: u8,
    /// The words themselves: only under a reply that their writer alone sees, and none with a number, which may be an offer.
    pub words: Vec<String>,
}

impl Press {
    fn code(&self) -> (&'static str, Cow<'_, str>) {
        match self {
            Self::Delete => ("d", "".into()),
            Self::Cite(text) => ("c", text.into()),
            Self::Share(text) => ("s", text.into()),
            Self::Ask(text) => ("a", text.into()),
            Self::View(text) => ("v", text.into()),
            Self::More(sheet, text) => ("m", format!("{sheet}{PART}{text}").into()),
            Self::Turn(sheet, text) => ("t", format!("{sheet}{PART}{text}").into()),
            Self::Why(left, text) => ("w", format!("{}{PART}{}{PART}{text}", left.count, left.words.join(&WORD.to_string())).into()),
            Self::Check(text) => ("o", text.into()),
            Self::Sent => ("p", "".into()),
            Self::Negotiate => ("n", "".into()),
            Self::Settings(text) => ("g", text.into()),
            Self::Rate => ("f", "".into()),
            Self::Vote(vote, figure) => ("k", format!("{vote}{PART}{figure:016x}").into()),
            Self::Hide(hide, figure) => ("h", format!("{}{PART}{figure:016x}", u8::from(*hide)).into()),
        }
    }

    fn read(code: &str, text: &str) -> Option<Self> {
        let own = || Some(text.to_owned()).filter(|text| !text.is_empty());
        let bare = |press: Self| Some(press).filter(|_| text.is_empty());
        match code {
            "d" => bare(Self::Delete),
            "c" => own().map(Self::Cite),
            "s" => own().map(Self::Share),
            "a" => own().map(Self::Ask),
            "v" => own().map(Self::View),
            "m" => numbered(text).map(|(sheet, text)| Self::More(sheet, text)),
            "t" => numbered(text).map(|(sheet, text)| Self::Turn(sheet, text)),
            "w" => {
                let (count, rest) = text.split_once(PART)?;
                let (words, text) = rest.split_once(PART)?;
                let words: Vec<String> = words.split(WORD).filter(|word| !word.is_empty()).map(str::to_owned).collect();
                let left = Left { count: number(count)?, words };
                (!text.is_empty() && left.words.len() <= usize::from(left.count)).then(|| Self::Why(left, text.to_owned()))
            }
            "o" => own().map(Self::Check),
            "p" => bare(Self::Sent),
            "n" => bare(Self::Negotiate),
            "g" => own().map(Self::Settings),
            "f" => bare(Self::Rate),
            "k" => figure(text).map(|(vote, figure)| Self::Vote(vote, figure)),
            "h" => figure(text).filter(|(hide, _)| *hide < 2).map(|(hide, figure)| Self::Hide(hide == 1, figure)),
            _ => None,
        }
    }
}

/// A number and a figure's key.
fn figure(text: &str) -> Option<(u8, u64)> {
    let (what, key) = numbered(text)?;
    Some((what, figure_key(&key)?))
}

/// A figure's key as we write it.
pub fn figure_key(digits: &str) -> Option<u64> {
    u64::from_str_radix(digits, 16).ok().filter(|key| format!("{key:016x}") == digits)
}

fn numbered(text: &str) -> Option<(u8, String)> {
    let (sheet, text) = text.split_once(PART)?;
    Some((number(sheet)?, text.to_owned())).filter(|(_, text)| !text.is_empty())
}

/// A number as we write it: one number has one custom id.
fn number(digits: &str) -> Option<u8> {
    digits.parse().ok().filter(|number: &u8| number.to_string() == digits)
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
    let press = Press::read(code, text).filter(|_| version == VERSION)?;
    Some((press, asker))
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
            Press::View("junior vs senior sre".to_owned()),
            Press::More(2, "a: b".to_owned()),
            Press::Turn(0, "devops".to_owned()),
            Press::Turn(255, "devops".to_owned()),
            Press::Why(Left::default(), "devops".to_owned()),
            Press::Why(Left { count: 3, words: Vec::new() }, "a: b".to_owned()),
            Press::Why(Left { count: 2, words: vec!["frob".to_owned(), "c++".to_owned()] }, "devops".to_owned()),
            Press::Check("sre".to_owned()),
            Press::Sent,
            Press::Negotiate,
            Press::Settings("pause".to_owned()),
            Press::Rate,
            Press::Vote(3, 0xfeed),
            Press::Hide(true, u64::MAX),
            Press::Hide(false, 0),
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
            "0:v::devops",
            "1:v::",
            "1:m::devops",
            "1:m::2:",
            "1:m::-1:devops",
            "1:m::02:devops",
            "1:t::+2:devops",
            "1:t::256:devops",
            "1:t::99999999999999999999:devops",
            "1:w::devops",
            "1:w::1:devops",
            "1:w::0::",
            "1:w::0:frob:devops",
            "1:w::x::devops",
            "1:f::devops",
            "1:k::1:feed",
            "1:k::1:00000000000feedX",
            "1:k::1:+00000000000feed",
            "1:k::0000000000000feed",
            "1:k::256:0000000000000feed",
            "1:h::2:0000000000000feed",
            "1:h::1:",
            "1:c:ffffffffffffffffff:x",
        ] {
            assert_eq!(pressed(id), None, "{id}");
        }
        assert_eq!(custom_id(&Press::Ask("x".repeat(95)), Some(u64::MAX)), None);
        assert_eq!(custom_id(&Press::Ask("é".repeat(60)), None).map(|id| length(&id)), Some(65), "characters count, not bytes");
    }
}
