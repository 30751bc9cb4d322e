//! Discord's limits, in one table. Source: Discord's documentation, resources/message, "Embed Limits" and "Create Message".

/// A message's content, in characters.
pub const CONTENT: usize = 2_000;
/// An embed's description, in characters. Discord allows 4,096; the sum over all embeds of a message may be 6,000.
pub const DESCRIPTION: usize = 3_800;
/// The longest sentence that is quoted whole, in characters; of a longer one the part around its amounts.
pub const QUOTE: usize = 900;
/// The longest title or name that is shown whole, in characters.
pub const NAME: usize = 150;

/// A component's custom id, in characters.
pub const CUSTOM_ID: usize = 100;
/// A button's label, in characters: what Discord advises for phones, of 80 that it allows.
pub const BUTTON_LABEL: usize = 38;

/// Length as Discord counts it: UTF-16 code units, the greater of its two ways.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}
