//! The one integration binary: the real bot against a Discord on localhost, and the tidiness of the house.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test fails loudly")]

mod harness;

mod browser;
mod buttons;
mod cases;
mod channel_day;
mod cli;
mod close_codes;
mod commands;
mod endpoint;
mod faithful;
mod feedback;
mod further;
mod fuzz;
mod gateway;
mod golden;
mod hostile;
mod import_surveys;
mod index;
mod lexicon;
mod offer;
mod offer_paths;
mod own;
mod postings;
mod production;
mod reload;
mod replies;
mod rewrites;
mod settings;
mod shutdown;
mod statistics;
mod store;
mod tables;
mod tidy;
mod verbatim;
