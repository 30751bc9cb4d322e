//! The one integration binary: the real bot against a Discord on localhost, and the tidiness of the house.

mod harness;

mod cli;
mod commands;
mod gateway;
mod hostile;
mod tidy;
