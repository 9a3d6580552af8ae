//! hobnob: every meetup and conference that is yours. Takes a command line, wires the crates together, gives an exit
//! code: 0 done, 1 failed, 2 the command line was at fault. The only reader of files and environment.

mod busy;
mod catalogue;
mod cli;
mod clock;
mod commands;
mod detect;
mod json;
mod outcome;
mod preview;
mod progress;
mod settings;
mod table;
mod telemetry;
mod trusted;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

/// Many threads make and drop many texts of all lengths: glibc's allocator keeps more and more of that for itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is asked about a variable that nobody reads.
const IS_IT_MISSPELT: &str = "is it misspelt? `hobnob doctor` shows the settings there are";

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let unknown = settings::unknown_variables();
    // Said even if the settings can't be read: that may be why.
    if !cli.runs_until_stopped() {
        unknown.iter().for_each(|name| eprintln!("warning: {name} is set and is no setting; {IS_IT_MISSPELT}"));
    }
    let settings = match settings::Settings::load(&cli.overrides()) {
        Ok(settings) => settings,
        Err(fault) => return outcome::end(Err(outcome::usage(fault))),
    };
    if let Err(fault) = wiring::taxonomy(&settings) {
        return outcome::end(Err(outcome::usage(fault)));
    }
    telemetry::start(&settings.log);
    if cli.runs_until_stopped() {
        unknown.iter().for_each(|name| tracing::warn!(name, "this variable is no setting; {IS_IT_MISSPELT}"));
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return outcome::end(Err(anyhow::Error::new(error).into())),
    };
    outcome::end(runtime.block_on(commands::run(cli.command, settings)))
}
