//! `hobnob sources` on the command line.

use std::path::PathBuf;

use super::JsonArgs;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum SourcesCommand {
    /// Watch a URL: the best form of what it offers is found and explained, a preview is printed, then it is stored.
    #[command(after_help = "Example: hobnob sources add https://www.meetup.com/rust-berlin/events/ical/ --niche rust")]
    Add(SourceAddArgs),
    /// List what is watched.
    #[command(after_help = "Example: hobnob sources list --json")]
    List(JsonArgs),
    /// Show one source with its problems.
    #[command(after_help = "Example: hobnob sources show https://www.meetup.com/rust-berlin/events/ical/")]
    Show(SourceArgs),
    /// Fetch one source now and show what would be read, which rule matched how often, and whether the yield drops;
    /// nothing is stored.
    #[command(after_help = "Examples:\n  hobnob sources check \"Rust Berlin\"\n  \
        hobnob sources check --rules city.toml https://example.org/events")]
    Check(SourceCheckArgs),
    /// Stop watching it and forget its listings.
    #[command(after_help = "Example: hobnob sources remove https://www.meetup.com/rust-berlin/events/ical/")]
    Remove(SourceArgs),
    /// Stop watching it for now.
    #[command(after_help = "Example: hobnob sources pause \"Rust Berlin\"")]
    Pause(SourceArgs),
    /// Watch it again.
    #[command(after_help = "Example: hobnob sources resume \"Rust Berlin\"")]
    Resume(SourceArgs),
    /// Add every source of a catalogue.
    #[command(after_help = "Example: hobnob sources import deploy/sources.toml")]
    Import {
        /// The catalogue (TOML), or - for standard input.
        file: PathBuf,
    },
    /// Write what is watched as a catalogue.
    #[command(after_help = "Example: hobnob sources export > sources.toml")]
    Export,
}

#[derive(Debug, Args)]
pub(crate) struct SourceAddArgs {
    /// Where the listings are.
    pub(crate) url: String,
    /// What people call it (default: the address).
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// A niche of all its events; may be repeated or a list.
    #[arg(long, value_delimiter = ',')]
    pub(crate) niche: Vec<String>,
    /// How often to look, such as 6h (default: learned).
    #[arg(long, value_name = "DURATION")]
    pub(crate) every: Option<String>,
    /// How to read it (default: by its content); the address is taken as it is.
    #[arg(long)]
    pub(crate) format: Option<String>,
    /// Read it by the rules in this file (TOML: a table of rules, or a source that has one, which says the rest where no flag
    /// does); the address is taken as it is.
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub(crate) rules: Option<PathBuf>,
    /// Take the address as it is: look for no better form of what it offers.
    #[arg(long)]
    pub(crate) no_detect: bool,
    /// Store it even if it can't be read now.
    #[arg(long)]
    pub(crate) anyway: bool,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SourceArgs {
    /// Its address, id or name.
    pub(crate) source: String,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SourceCheckArgs {
    /// Its address, id or name; with --rules any URL or file.
    pub(crate) source: String,
    /// Read it by the rules in this file (TOML: a table of rules, or a source that has one).
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
