//! One file per command.

mod backup;
mod bounces;
mod calendar;
mod calendars;
mod completions;
mod demo;
mod digest;
mod doctor;
mod events;
mod letters;
mod lint;
mod migrate;
mod niches;
mod pairs;
mod place;
mod portable;
mod read;
mod replay;
mod schema;
mod serve;
mod sources;
mod work;

use std::{io::Write as _, path::Path};

use crate::{
    catalogue::RulesFile,
    cli::Command,
    outcome::{Outcome, usage},
    settings::Settings,
};
use anyhow::Context as _;

/// Does what the command line asks for.
pub(crate) async fn run(command: Command, settings: Settings) -> Outcome {
    match command {
        Command::Run => serve::run(&settings).await,
        Command::Serve => serve::serve(&settings).await,
        Command::Work(args) => work::work(&args, &settings).await,
        Command::Demo => demo::demo(settings).await,
        Command::Read(args) => read::read(args, &settings).await,
        Command::Sources(command) => sources::sources(command, &settings).await,
        Command::Lint(args) => lint::check(args, &settings).await,
        Command::Replay(args) => replay::replay(&args, &settings).await,
        Command::Pairs(command) => pairs::pairs(command, &settings).await,
        Command::Events(args) => events::events(&args, &settings).await,
        Command::Calendar(args) => calendar::calendar(&args, &settings).await,
        Command::Calendars(command) => calendars::calendars(command, &settings).await,
        Command::Place(args) => place::place(&args),
        Command::Niches(args) => niches::niches(&args),
        Command::Digest(command) => digest::digest(&command, &settings).await,
        Command::Migrate => migrate::migrate(&settings).await,
        Command::Schema => schema::schema(),
        Command::Doctor(args) => doctor::doctor(&args, &settings).await,
        Command::Backup { file } => backup::backup(&file, &settings).await,
        Command::Export(args) => portable::export(&args, &settings).await,
        Command::Import(args) => portable::import(&args, &settings).await,
        Command::Completions { shell } => completions::completions(shell),
    }
}

/// Prints text on standard output; unlike `print!`, a closed pipe is an answer and not a crash.
fn say(text: &str) -> Outcome {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

/// Prints one line for each; nothing at all for none.
fn say_lines(lines: &[String]) -> Outcome {
    if lines.is_empty() { Ok(()) } else { say(&lines.join("\n")) }
}

/// Prints a value as JSON over several lines.
fn say_json(value: &serde_json::Value) -> Outcome {
    say(&format!("{value:#}"))
}

/// The rules in a file, and what else it says of the source that is read by them.
fn rules(file: &Path) -> Outcome<RulesFile> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(|| format!("the rules {name} can't be read"))?;
    RulesFile::read(&name, &text).map_err(usage)
}
