//! A Discord on 127.0.0.1: REST v10 and gateway v10, strict where Discord is strict, for tests of bots in any language.
//!
//! [`LocalDiscord::start`] opens a server on the current tokio runtime. A bot is pointed at it with
//! [`LocalDiscord::url`]; the test then plays the people: it says things, runs slash commands, presses buttons, and reads
//! what they would see. What Discord would refuse is refused here with Discord's answer and kept in
//! [`LocalDiscord::violations`], so that a test fails even if the bot hides the refusal; [`LocalDiscord::complaints`] has the
//! same in readable lines. A person uses the bot on the page at [`LocalDiscord::page_url`].
//!
//! [`Setup`] says what exists at the beginning, [`Fault`] and the methods beside it what goes wrong. An application that
//! takes interactions over HTTP is told with [`LocalDiscord::set_interactions_endpoint`].
//!
//! ```no_run
//! use local_discord::{LocalDiscord, Setup, defaults};
//! use std::time::Duration;
//!
//! # async fn example() -> Result<(), local_discord::Error> {
//! let discord = LocalDiscord::start(Setup::default()).await?;
//! // … start the bot with `discord.url()` and `discord.token()` …
//! discord.wait_connected(Duration::from_secs(5)).await?;
//! let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "!ping")?;
//! let reply = discord.wait_for_message(defaults::GENERAL, asked, Duration::from_secs(3)).await?;
//! assert_eq!(reply["content"], "pong");
//! assert_eq!(discord.complaints(), Vec::<String>::new());
//! # Ok(()) }
//! ```
//!
//! Features, none of which is on by default:
//!
//! - `program`: the program `local-discord`, which runs a server by itself.
//! - `tls`: a second listener with TLS, see `Setup::tls`.
//! - `strict`: further judges of requests, which also read what the server sends, see [`LocalDiscord::judges`] and
//!   [`Setup::openapi`]; for test suites.
//!
//! Which operations, opcodes and events are covered stands in the crate's README.

mod api_error;
mod check;
mod driver;
mod endpoint;
mod error;
mod faults;
mod gateway;
mod ids;
mod judge;
mod overwrites;
mod page;
mod permissions;
mod rate_limits;
mod record;
mod rest;
mod server;
mod setup;
#[cfg(feature = "strict")]
mod strict;
#[cfg(not(feature = "strict"))]
#[path = "lenient.rs"]
mod strict;
mod time;
#[cfg(feature = "tls")]
mod tls;
mod world;

pub mod defaults;
pub mod intents;

pub use api_error::FieldError;
pub use driver::{Interaction, LocalDiscord, Place};
pub use endpoint::Forgery;
pub use error::Error;
pub use faults::Fault;
pub use ids::Id;
pub use judge::{Judge, OwnMistake};
pub use overwrites::{Holder, Overwrite};
pub use permissions::Permissions;
pub use rate_limits::RateLimits;
pub use record::{Part, Request, Violation};
pub use setup::{Bot, Channel, GatewayLimits, Guild, Member, Role, Setup, Timing, User, Welcome};
