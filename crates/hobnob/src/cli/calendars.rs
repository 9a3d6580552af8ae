//! `hobnob calendars` on the command line.

use super::{FilterArgs, OptionArgs};
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum CalendarsCommand {
    /// Make a personal calendar and print its secret address, this once.
    #[command(
        after_help = "Examples:\n  hobnob calendars create --name \"Rust, nearby\" --niche rust --near Berlin --radius-km 30\n  \
        hobnob calendars create --name Rust --niche rust --near Berlin --kind meetup --radius-km 30 \\\n    \
        --also 'niche=rust&near=Berlin&kind=conference&radius_km=1500'"
    )]
    Create(Box<CalendarCreateArgs>),
    /// List personal calendars by id; their addresses are known to their owners only.
    #[command(after_help = "Example: hobnob calendars list --json")]
    List(CalendarListArgs),
    /// Show one of them.
    #[command(after_help = "Example: hobnob calendars show calendar_3kq0v7x1m2a4b")]
    Show(CalendarIdArgs),
    /// Give one a new secret address and print it, this once; the one before opens nothing any more.
    #[command(after_help = "Example: hobnob calendars rotate calendar_3kq0v7x1m2a4b")]
    Rotate(CalendarIdArgs),
    /// Delete one; its address answers from now on that it is gone.
    #[command(after_help = "Example: hobnob calendars revoke calendar_3kq0v7x1m2a4b")]
    Revoke(CalendarIdArgs),
}

#[derive(Debug, Args)]
pub(crate) struct CalendarCreateArgs {
    /// Its name in clients.
    #[arg(long)]
    pub(crate) name: String,
    /// Its colour: teal, royalblue, seagreen, darkorchid, firebrick, steelblue, chocolate or indigo.
    #[arg(long)]
    pub(crate) colour: Option<String>,
    /// One more filter, as it stands in addresses; may be repeated.
    #[arg(long, value_name = "QUERY")]
    pub(crate) also: Vec<String>,
    #[command(flatten)]
    pub(crate) options: OptionArgs,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
}

#[derive(Debug, Args)]
pub(crate) struct CalendarListArgs {
    /// How many.
    #[arg(long, default_value_t = 100)]
    pub(crate) first: u64,
    /// Only those behind this id, as the list is sorted.
    #[arg(long, value_name = "ID")]
    pub(crate) after: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CalendarIdArgs {
    /// The calendar's id.
    pub(crate) id: String,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
