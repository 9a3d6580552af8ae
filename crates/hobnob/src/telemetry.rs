//! Logs: to standard error, for people on a terminal, as JSON elsewhere.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// What others log, unless it is asked for.
const QUIET: &str = "sea_orm_migration=warn,sqlx=warn,hyper=warn";

/// Words that say how much is logged; numbers do too.
const LEVELS: &[&str] = &["error", "warn", "info", "debug", "trace", "off"];

/// Checks levels before they are used. A word that is no level is taken for the name of something that logs, and all else
/// would be silent from then on.
pub(crate) fn checked(levels: &str) -> Result<&str, String> {
    let is_level = |word: &str| {
        LEVELS.iter().any(|level| level.eq_ignore_ascii_case(word)) || word.parse::<u8>().is_ok_and(|level| level <= 5)
    };
    let is_plain = |word: &&str| !word.is_empty() && !word.contains(['=', '[', ']', '{', '}']);
    let mut words = levels.split(',').map(str::trim).filter(is_plain);
    match words.find(|word| !is_level(word) && !word.starts_with("hobnob")) {
        None => Ok(levels),
        Some(word) => Err(format!(
            "`{word}` is no level: write one of {}, or levels for parts of it such as hobnob_worker=debug,warn",
            LEVELS.join(", ")
        )),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_would_turn_the_log_off_is_refused_with_the_cure() {
        let said = "`warning` is no level: write one of error, warn, info, debug, trace, off, or levels for parts of it such \
                    as hobnob_worker=debug,warn";
        for levels in ["warning", "hobnob_worker=debug, warning"] {
            assert_eq!(checked(levels), Err(said.to_owned()));
        }
        for sound in ["info", "WARN", "3", "hobnob_worker=debug,warn", "hobnob_web", "sqlx=debug,info", "[step]=trace"]
        {
            assert_eq!(checked(sound), Ok(sound));
        }
    }
}
