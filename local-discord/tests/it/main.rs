//! The server seen from outside: by a plain WebSocket client and a plain HTTP client, as a bot in any language is one.

mod bodies;
mod bot;
mod commands;
mod compression;
mod faults;
mod gateway;
mod gateway_events;
mod gateway_limits;
mod interactions;
mod messages;
mod people;
mod places;
#[cfg(feature = "program")]
mod program;
