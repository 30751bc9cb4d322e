//! The one integration binary: the real bot against a Discord on localhost, and the tidiness of the house.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test fails loudly")]

mod harness;

mod buttons;
mod cases;
mod cli;
mod commands;
mod gateway;
mod hostile;
mod index;
mod lexicon;
mod replies;
mod tidy;
mod verbatim;
