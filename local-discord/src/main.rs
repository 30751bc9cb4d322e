//! The program `local-discord`: a server for a bot that is tried out by hand.

mod program;

use std::process::ExitCode;

use clap::Parser as _;

#[tokio::main]
async fn main() -> ExitCode {
    match program::run(program::Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            program::print(&mut std::io::stderr(), &format!("local-discord: {error}"));
            // What clap returns for wrong arguments, too: somebody has to change what was asked for.
            ExitCode::from(2)
        }
    }
}
