//! The command line.

mod calendars;
mod filter;
mod letters;
mod pairs;
mod preview;
mod sources;

use std::path::PathBuf;

pub(crate) use calendars::{CalendarCreateArgs, CalendarIdArgs, CalendarListArgs, CalendarsCommand};
use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, Parser, Subcommand};
pub(crate) use filter::{FilterArgs, OptionArgs};
pub(crate) use letters::{BouncesArgs, DigestCommand, LettersArgs, LiftArgs, SendArgs, SubscribersArgs};
pub(crate) use pairs::{PairArgs, PairsArgs, PairsCommand};
pub(crate) use preview::PreviewArgs;
pub(crate) use sources::{SourceAddArgs, SourceArgs, SourceCheckArgs, SourcesCommand};

use crate::settings::Overrides;

/// Every meetup and conference that is yours.
#[derive(Debug, Parser)]
#[command(name = "hobnob", version, about, max_term_width = 110)]
#[command(after_help = "Start with `hobnob demo` (no internet needed) or `hobnob run`.\n\
    Settings come from flags, HOBNOB_… variables, hobnob.toml, defaults, in this order; `hobnob doctor` shows them.\n\
    Place data: © GeoNames (geonames.org), CC BY 4.0, modified.")]
pub(crate) struct Cli {
    /// Read settings from this file and not from ./hobnob.toml.
    #[arg(long, global = true, value_name = "FILE", help_heading = "Settings")]
    config: Option<PathBuf>,
    /// The database: sqlite://FILE?mode=rwc or postgres://….
    #[arg(long, global = true, value_name = "URL", help_heading = "Settings")]
    database_url: Option<String>,
    /// The address and port to listen on.
    #[arg(long, global = true, value_name = "ADDRESS", help_heading = "Settings")]
    listen: Option<String>,
    /// The catalogue of sources (TOML).
    #[arg(long, global = true, value_name = "FILE", help_heading = "Settings")]
    catalogue: Option<String>,
    /// Log levels: info, or hobnob_worker=debug,warn.
    #[arg(long, global = true, value_name = "LEVELS", help_heading = "Settings")]
    log: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Cli {
    /// The settings given as flags.
    pub(crate) fn overrides(&self) -> Overrides {
        let given = [
            ("database_url", &self.database_url),
            ("listen", &self.listen),
            ("catalogue", &self.catalogue),
            ("log", &self.log),
        ];
        let values = given.into_iter().filter_map(|(key, value)| Some((key, value.clone()?))).collect();
        Overrides { file: self.config.clone(), values, is_quiet: !self.runs_until_stopped() }
    }

    /// Whether the command runs until it is stopped.
    pub(crate) const fn runs_until_stopped(&self) -> bool {
        self.command.is_daemon()
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Watch the sources and serve: worker and web in one process.
    #[command(after_help = "Example: hobnob run --listen 127.0.0.1:8080")]
    Run,
    /// Serve only: any number of these over one PostgreSQL.
    #[command(after_help = "Example: hobnob serve --database-url postgres://hobnob@db/hobnob")]
    Serve,
    /// Watch the sources only: any number of these over one PostgreSQL.
    #[command(after_help = "Example: hobnob work --once --json")]
    Work(WorkArgs),
    /// Try it without the internet: made-up listing pages, scraped over real HTTP, served at once.
    #[command(after_help = "Example: hobnob demo --listen 127.0.0.1:8080")]
    Demo,
    /// Show what would be understood of a page; nothing is stored.
    #[command(after_help = "Examples:\n  hobnob read https://www.meetup.com/rust-berlin/events/ical/\n  \
        curl -s https://example.org/events | hobnob read - --url https://example.org/events --json\n  \
        hobnob read page.html --url https://example.org/events --rules city.toml")]
    Read(ReadArgs),
    /// Check somebody's calendar, or the events in a page's markup: each defect with its section and its cure. Ends with 1
    /// where there are errors or warnings; hints alone are no defects.
    #[command(
        after_help = "Examples:\n  hobnob lint https://example.org/events.ics\n  hobnob lint calendar.ics --json\n  \
        curl -s https://example.org/events | hobnob lint -"
    )]
    Lint(LintArgs),
    /// Manage what is watched.
    #[command(subcommand)]
    #[command(after_help = "Example: hobnob sources list --json")]
    Sources(SourcesCommand),
    /// Rebuild all events from the stored listings; UIDs stay.
    #[command(after_help = "Example: hobnob replay")]
    Replay(JsonArgs),
    /// Show which listings are one event and why, and decide where it is not clear.
    #[command(subcommand)]
    #[command(after_help = "Example: hobnob pairs list --verdict ambiguous --first 20")]
    Pairs(PairsCommand),
    /// Search the events.
    #[command(after_help = "Example: hobnob events --niche rust --near Berlin --radius-km 50 --json\n\
        In JSON `starts_at` and `ends_at` are those of an event's first sitting; the one that was found is\n\
        `next_occurrence`, and those of the year from there on are `occurrences`.")]
    Events(EventsArgs),
    /// Print the iCalendar feed of a filter.
    #[command(after_help = "Example: hobnob calendar --niche rust --near Berlin -o rust.ics")]
    Calendar(CalendarArgs),
    /// Make, list, show, re-address and delete personal calendars.
    #[command(subcommand)]
    #[command(after_help = "Example: hobnob calendars create --name \"Rust, nearby\" --niche rust --near Berlin")]
    Calendars(CalendarsCommand),
    /// Tell which place a text means: each argument, or each line of standard input.
    #[command(after_help = "Example: hobnob place \"Portland, OR\" NYC 52.52,13.405 --json")]
    Place(TextArgs),
    /// Tell the niches, goals and kind of a text: each argument, or each line of standard input.
    #[command(after_help = "Example: hobnob niches \"Rust Meetup: async in depth\" --json")]
    Niches(TextArgs),
    /// The weekly letter: preview it, send what is due, see who gets it.
    #[command(subcommand)]
    #[command(after_help = "Example: hobnob digest preview --niche rust --near Berlin --zone Europe/Berlin")]
    Digest(DigestCommand),
    /// Bring the database to this program's shape.
    #[command(after_help = "Example: hobnob migrate --database-url postgres://hobnob@db/hobnob")]
    Migrate,
    /// Print the GraphQL schema.
    #[command(after_help = "Example: hobnob schema > schema.graphql")]
    Schema,
    /// Show the effective settings and check what they lead to.
    #[command(after_help = "Example: hobnob doctor")]
    Doctor(JsonArgs),
    /// Copy the SQLite database into a new file while it is in use: everything, personal calendars and letters included.
    /// PostgreSQL has pg_dump for it.
    #[command(after_help = "Example: hobnob backup hobnob-monday.db\n\
        Back again: end hobnob, remove what a crash left of the database (its name with -wal and -shm behind), and put the \
        file in its place.")]
    Backup {
        /// The file; one that is there already is not touched.
        file: PathBuf,
    },
    /// Write the public dataset and its listings as NDJSON.
    #[command(after_help = "Example: hobnob export > hobnob.ndjson")]
    Export(ExportArgs),
    /// Read what `export` wrote; may be repeated.
    #[command(after_help = "Example: hobnob import hobnob.ndjson")]
    Import(ImportArgs),
    /// Print a completion script.
    #[command(after_help = "Example: hobnob completions bash > /etc/bash_completion.d/hobnob")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

impl Command {
    /// Whether it runs until it is stopped.
    const fn is_daemon(&self) -> bool {
        match self {
            Self::Run | Self::Serve | Self::Demo => true,
            Self::Work(work) => !work.once,
            _ => false,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct JsonArgs {
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct WorkArgs {
    /// Settle everything that is due now, print a report and end.
    #[arg(long)]
    pub(crate) once: bool,
    /// Print the report as JSON.
    #[arg(long, requires = "once")]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    /// A URL, a file, or - for standard input.
    #[arg(value_name = "URL|FILE|-")]
    pub(crate) target: String,
    /// The address the file came from: relative links start there.
    #[arg(long, value_name = "BASE")]
    pub(crate) url: Option<url::Url>,
    /// The media type it came with.
    #[arg(long, value_name = "TYPE")]
    pub(crate) media_type: Option<String>,
    /// Read it by the rules in this file (TOML: a table of rules, or a source that has one).
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// Also keep the page as it came in this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    /// Sittings not over at this instant or day (default: now).
    #[arg(long, value_name = "WHEN", value_parser = when)]
    pub(crate) from: Option<DateTime<Utc>>,
    /// Sittings begun before this instant or day (default: a year after --from).
    #[arg(long, value_name = "WHEN", value_parser = when)]
    pub(crate) to: Option<DateTime<Utc>>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct LintArgs {
    /// A URL, a file, or - for standard input.
    #[arg(value_name = "URL|FILE|-")]
    pub(crate) target: String,
    /// The address the file came from.
    #[arg(long, value_name = "BASE")]
    pub(crate) url: Option<url::Url>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EventsArgs {
    /// How many at most.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) first: u32,
    /// Print JSON, one event a line.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
}

#[derive(Debug, Args)]
pub(crate) struct CalendarArgs {
    /// Write to this file and not to standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) options: OptionArgs,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
}

#[derive(Debug, Args)]
pub(crate) struct TextArgs {
    /// The texts; none: the lines of standard input.
    #[arg(value_name = "TEXT")]
    pub(crate) texts: Vec<String>,
    /// Print JSON, one object a line.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// Write to this file and not to standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// What `export` wrote, or - for standard input.
    pub(crate) file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Reads an instant, or a day as its first instant in UTC.
fn when(text: &str) -> Result<DateTime<Utc>, String> {
    let day = || text.parse::<chrono::NaiveDate>().map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc());
    text.parse::<DateTime<Utc>>()
        .or_else(|_| day())
        .map_err(|_| "neither a day such as 2026-05-31 nor an instant such as 2026-05-31T18:00:00Z".to_owned())
}

/// An instant, or one that far ahead.
#[derive(Clone, Copy, Debug)]
pub(crate) enum When {
    At(DateTime<Utc>),
    Within(TimeDelta),
}

/// Reads an instant, a day, or a duration from now.
fn when_or_within(text: &str) -> Result<When, String> {
    match hobnob_domain::query_string::duration(text) {
        Some(duration) => Ok(When::Within(duration)),
        None => when(text).map(When::At).map_err(|fault| format!("{fault}, nor how long from now, such as 7d")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_helps_with_an_example() {
        fn without_example(command: &clap::Command) -> Vec<String> {
            let children = command.get_subcommands().filter(|child| child.get_name() != "help");
            let mut missing: Vec<String> = children.flat_map(without_example).collect();
            let says = command.get_after_help().is_some_and(|text| text.to_string().contains("xample"));
            if !says {
                missing.push(command.get_name().to_owned());
            }
            missing
        }
        let command = Cli::command();
        let missing: Vec<String> = command.get_subcommands().flat_map(without_example).collect();
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn a_place_in_the_south_is_a_value_and_no_flag() {
        let cli = Cli::try_parse_from(["hobnob", "events", "--near", "-33.87,151.21", "--json"]).unwrap();
        let Command::Events(EventsArgs { first: _, json, filter }) = cli.command else { panic!("another command") };
        assert_eq!((json, filter.near.as_deref()), (true, Some("-33.87,151.21")));
    }

    #[test]
    fn every_key_of_the_filter_is_a_flag() {
        let command = Cli::command();
        let events = command.get_subcommands().find(|command| command.get_name() == "events").unwrap();
        let flags: Vec<&str> = events.get_arguments().filter_map(|a| a.get_long()).collect();
        let missing: Vec<&&str> = hobnob_domain::query_string::FILTER_KEYS
            .iter()
            .filter(|key| !flags.contains(&key.replace('_', "-").as_str()))
            .collect();
        assert_eq!(missing, Vec::<&&str>::new());
    }
}
