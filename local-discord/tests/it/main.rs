//! The server seen from outside: by a plain WebSocket client and a plain HTTP client, as a bot in any language is one.

mod bodies;
mod bot;
mod changes;
mod commands;
mod elsewhere;
mod endpoint;
mod faults;
mod gateway;
mod interactions;
mod limits;
mod marks;
mod messages;
mod people;
mod places;
#[cfg(feature = "tls")]
mod tls;
mod threads;
