//! A [`crate::engine::Response`] → a Discord message, or text for a terminal. One table of limits, one way of escaping, one of writing
//! amounts; the same words whichever way a question came in.

mod article;
mod chart;
mod citations;
mod escape;
mod limits;
mod message;
mod offer;
mod picture;
mod posting;
mod press;
mod terminal;
mod words;

pub use article::proposed;
pub use chart::{Chart, ChartError};
pub use citations::citations;
pub use message::{Display, line, message, notice, with_aside};
pub use offer::offer;
pub use picture::chart;
pub use posting::posting;
pub use press::{Buttons, Press, custom_id, pressed};
pub use terminal::terminal;
