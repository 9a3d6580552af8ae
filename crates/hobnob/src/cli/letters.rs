//! The command line of `hobnob digest`.

use std::path::PathBuf;

use super::PreviewArgs;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum DigestCommand {
    /// Print the letter that a reader with this filter would get.
    #[command(after_help = "Example: hobnob digest preview --niche rust --near Berlin --zone Europe/Berlin\n\
        Example: hobnob digest preview --niche rust --near Berlin --or 'kind=conference&niche=rust' --since 2026-05-25")]
    Preview(Box<PreviewArgs>),
    /// Plan and send the letters that are due.
    #[command(after_help = "Example: hobnob digest send --json\nExample: hobnob digest send --at 7d")]
    Send(SendArgs),
    /// Show who gets letters; addresses stay hidden.
    #[command(after_help = "Example: hobnob digest subscribers --json")]
    Subscribers(SubscribersArgs),
    /// Show letters and what became of them.
    #[command(after_help = "Example: hobnob digest letters --state unknown")]
    Letters(LettersArgs),
    /// Read what came back (RFC 3464): whom no letter reaches is not written to any more.
    #[command(after_help = "Example: hobnob digest bounces /var/mail/letters")]
    Bounces(BouncesArgs),
    /// Let an address that was given up be written to again, once its owner signs up anew.
    #[command(
        after_help = "Example: hobnob digest lift reader@example.org\nExample: hobnob digest lift - < address.txt"
    )]
    Lift(LiftArgs),
}

#[derive(Debug, Args)]
pub(crate) struct SendArgs {
    /// Only letters to this reader, by id; `hobnob digest subscribers` shows them.
    #[arg(long, value_name = "ID")]
    pub(crate) subscriber: Option<String>,
    /// What is due by this instant, or within so long: `7d` (default: by now).
    #[arg(long, value_name = "INSTANT", value_parser = super::when_or_within)]
    pub(crate) at: Option<super::When>,
    /// Print the report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SubscribersArgs {
    /// How many at most.
    #[arg(long, default_value_t = 50)]
    pub(crate) first: u64,
    /// Show where they are reached, too.
    #[arg(long)]
    pub(crate) addresses: bool,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct LettersArgs {
    /// Only letters in this state: planned, claimed, handed_over, sent, failed, unknown or skipped.
    #[arg(long, value_name = "STATE")]
    pub(crate) state: Option<String>,
    /// Only letters to this reader, by id.
    #[arg(long, value_name = "ID")]
    pub(crate) subscriber: Option<String>,
    /// How many at most.
    #[arg(long, default_value_t = 50)]
    pub(crate) first: u64,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BouncesArgs {
    /// A mailbox (mbox) of what came back, or one message; - for standard input.
    pub(crate) file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct LiftArgs {
    /// The address; - for standard input, so that no shell remembers it.
    pub(crate) address: String,
}
