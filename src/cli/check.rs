//! `check`.
use super::{Failure, Outcome};
use crate::config::Config;
/// x
#[derive(Debug, clap::Args)]
pub struct Args { file: Option<std::path::PathBuf> }
/// x
pub fn run(_args: &Args, _config: &Config) -> Result<Outcome, Failure> { Ok(Outcome::Answered) }
