//! The one integration binary: the real bot against a Discord on localhost, and the tidiness of the house.

mod harness;

mod cases;
mod cli;
mod commands;
mod gateway;
mod hostile;
mod index;
mod lexicon;
mod tidy;
mod verbatim;
