//! A self-hosted Discord bot that answers salary questions from a folder of articles.

pub mod answer;
pub mod cli;
pub mod config;
pub mod discord;
pub mod engine;
pub mod extract;
pub mod index;
pub mod ingest;
pub mod lexicon;
pub mod mention;
pub mod pay;
pub mod question;
pub mod reply;
pub mod store;
pub mod telemetry;
pub mod text;
