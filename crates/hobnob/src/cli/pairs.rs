//! `hobnob pairs` on the command line.

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum PairsCommand {
    /// List pairs of listings, the surest first.
    #[command(after_help = "Example: hobnob pairs list --verdict ambiguous --first 20")]
    List(PairsArgs),
    /// Show what was found of two listings.
    #[command(after_help = "Example: hobnob pairs show 3kq0v7x1m2a4b 5tz9c8d6e7f1g")]
    Show(PairArgs),
    /// Say that two listings are one event; it holds whatever is found, and survives replays.
    #[command(after_help = "Example: hobnob pairs join 3kq0v7x1m2a4b 5tz9c8d6e7f1g")]
    Join(PairArgs),
    /// Say that two listings are two events, alike.
    #[command(after_help = "Example: hobnob pairs split 3kq0v7x1m2a4b 5tz9c8d6e7f1g")]
    Split(PairArgs),
}

#[derive(Debug, Args)]
pub(crate) struct PairsArgs {
    /// What is thought of them: ambiguous, or same.
    #[arg(long, default_value = "ambiguous")]
    pub(crate) verdict: String,
    /// How many.
    #[arg(long, default_value_t = 50)]
    pub(crate) first: u64,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PairArgs {
    /// A listing's id.
    pub(crate) one: String,
    /// The other's id.
    pub(crate) other: String,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
