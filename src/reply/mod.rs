//! A [`crate::engine::Response`] → a Discord message, or text for a terminal. One table of limits, one way of escaping, one of writing
//! amounts; the same words whichever way a question came in.

mod citations;
mod escape;
mod limits;
mod message;
mod posting;
mod press;
mod terminal;
mod words;

pub use citations::citations;
pub use message::{Display, message, notice};
pub use posting::posting;
pub use press::{Buttons, Press, custom_id, pressed};
pub use terminal::terminal;
