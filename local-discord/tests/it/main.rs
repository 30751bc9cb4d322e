//! The server seen from outside: by a plain WebSocket client and a plain HTTP client, as a bot in any language is one.

mod bodies;
mod bot;
mod changes;
mod commands;
mod compression;
mod elsewhere;
mod endpoint;
mod faults;
mod gateway;
mod gateway_events;
mod gateway_limits;
mod hardening;
mod interactions;
mod limits;
mod marks;
mod messages;
mod page;
mod people;
mod places;
#[cfg(feature = "program")]
mod program;
mod readers;
#[cfg(feature = "strict")]
mod strict;
mod threads;
#[cfg(feature = "tls")]
mod tls;
