//! A [`crate::engine::Response`] → a Discord message, or text for a terminal. One table of limits, one way of escaping, one of writing
//! amounts; the same words whichever way a question came in.

mod escape;
mod limits;
mod message;
mod terminal;
mod words;

pub use message::{Display, message, notice};
pub use terminal::terminal;
