//! A [`crate::engine::Response`] → a Discord message, or text for a terminal. One table of limits, one way of escaping, one of writing
//! amounts; the same words whichever way a question came in.

mod article;
mod buttons;
mod chart;
mod citations;
mod escape;
mod feedback;
mod further;
mod limits;
mod message;
mod offer;
pub mod parts;
mod picture;
mod posting;
mod press;
mod rows;
mod terminal;
mod why;
mod words;

pub use article::proposed;
pub use buttons::Buttons;
pub use chart::{Bar, Chart, ChartError, MAX_ALT, MAX_AMOUNT, MAX_BARS};
pub use citations::citations;
pub use feedback::{Said, VOTES, feedback, figure, with_menu};
pub use further::further;
pub use message::{Display, line, message, notice, with_aside};
pub use offer::offer;
pub use picture::chart;
pub use posting::posting;
pub use press::{Left, Press, custom_id, figure_key, pressed};
pub use terminal::terminal;
pub use why::why;
