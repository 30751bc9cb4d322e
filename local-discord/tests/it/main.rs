//! The server seen from outside: by a plain WebSocket client and a plain HTTP client, as a bot in any language is one.

mod bodies;
mod bot;
mod commands;
mod faults;
mod gateway;
mod interactions;
mod messages;
mod page;
mod people;
mod places;
