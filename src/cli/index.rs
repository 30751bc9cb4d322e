//! `index`.
use super::{Failure, Outcome};
use crate::config::Config;
/// x
pub fn run(_config: &Config) -> Result<Outcome, Failure> { Ok(Outcome::Answered) }
