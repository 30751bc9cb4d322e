//! Discord's numbers for the parts of messages and forms: docs, components/reference.

/// A row of parts.
pub const ROW: u8 = 1;
/// A button.
pub const BUTTON: u8 = 2;
/// A menu of texts.
pub const MENU: u8 = 3;
/// A field of text in a form.
pub const TEXT: u8 = 4;
/// A menu of channels.
pub const CHANNELS: u8 = 8;

/// The style of a button that is most likely wanted.
pub const PRIMARY: u8 = 1;
/// The style of any other button.
pub const SECONDARY: u8 = 2;
/// The style of a button that adds something.
pub const SUCCESS: u8 = 3;
/// The style of a button that takes something away.
pub const DANGER: u8 = 4;

/// The style of a field with one line.
pub const ONE_LINE: u8 = 1;

/// The flag of a message that only one person sees.
pub const EPHEMERAL: u64 = 1 << 6;
