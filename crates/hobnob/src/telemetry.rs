//! Logs: to standard error, for people on a terminal, as JSON elsewhere.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// What others log, unless it is asked for.
const QUIET: &str = "sea_orm_migration=warn,sqlx=warn,hyper=warn";

/// Starts logging at the given levels (`info`, `hobnob_worker=debug,warn`).
pub(crate) fn start(levels: &str) {
    let filter = EnvFilter::try_new(format!("{QUIET},{levels}")).unwrap_or_else(|fault| {
        eprintln!("warning: HOBNOB_LOG `{levels}`: {fault}; using `info`");
        EnvFilter::new("info")
    });
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if std::io::stderr().is_terminal() {
        subscriber.with_target(false).compact().try_init()
    } else {
        subscriber.json().flatten_event(true).try_init()
    };
    if let Err(fault) = started {
        eprintln!("warning: logging did not start: {fault}");
    }
}
