//! Progress bars on a terminal; log lines elsewhere.

use std::{
    io::IsTerminal,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use hobnob_worker::{Observer, Progress};
use indicatif::{ProgressBar, ProgressStyle};

/// So many sources in a row that can't be reached, and none that was: the trouble is ours and not theirs.
const UNREACHED_MAX: usize = 5;

/// What is said then, once, in place of each of the others.
const OFFLINE: &str = "no source could be reached so far: is this machine on the internet? They are asked again by and by, and the \
    page /sources and `hobnob sources list` say so of each; `hobnob demo` shows everything without the internet";

/// Whether sources are reached at all.
#[derive(Debug, Default)]
struct Reach {
    unreached: usize,
    is_proven: bool,
}

/// What to say of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Say,
    SayAndCure,
    Keep,
}

impl Reach {
    fn read(&mut self) {
        self.is_proven = true;
    }

    fn failed(&mut self, is_unreached: bool) -> Word {
        if !is_unreached {
            self.is_proven = true;
        }
        if self.is_proven {
            return Word::Say;
        }
        self.unreached += 1;
        match self.unreached {
            ..UNREACHED_MAX => Word::Say,
            UNREACHED_MAX => Word::SayAndCure,
            _ => Word::Keep,
        }
    }
}

/// A bar for long work; none where standard error is no terminal.
pub(crate) fn bar(template: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(0).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// Shows a run's progress on a bar.
pub(crate) fn on_bar() -> (ProgressBar, Observer) {
    let bar = bar("{spinner} {pos}/{len} sources {wide_bar} {msg}");
    let shown = bar.clone();
    let reach = Mutex::new(Reach::default());
    let observer: Observer = Arc::new(move |progress: &Progress| match progress {
        Progress::Due(count) => shown.inc_length(u64::try_from(*count).unwrap_or(u64::MAX)),
        Progress::Read { source, .. } => {
            known(&reach).read();
            shown.set_message(source.clone());
            shown.inc(1);
        }
        Progress::Failed { source, problem, is_unreached } => {
            let word = known(&reach).failed(*is_unreached);
            shown.suspend(|| match word {
                Word::Say => eprintln!("{source}: {problem}"),
                Word::SayAndCure => eprintln!("{source}: {problem}\n{OFFLINE}"),
                Word::Keep => {}
            });
            shown.inc(1);
        }
        Progress::Resolved(done) => shown.set_message(format!("{} new events", done.new)),
    });
    (bar, observer)
}

/// Tells of progress in the log.
pub(crate) fn in_log() -> Observer {
    let reach = Mutex::new(Reach::default());
    Arc::new(move |progress: &Progress| match progress {
        Progress::Due(count) => tracing::debug!(count, "sources are due"),
        Progress::Read { source, listings } => {
            known(&reach).read();
            match listings {
                Some(count) => tracing::info!(source, listings = count, "source read"),
                None => tracing::debug!(source, "source unchanged"),
            }
        }
        Progress::Failed { source, problem, is_unreached } => match known(&reach).failed(*is_unreached) {
            Word::Say => tracing::warn!(source, problem, "source failed"),
            Word::SayAndCure => {
                tracing::warn!(source, problem, "source failed");
                tracing::warn!("{OFFLINE}");
            }
            Word::Keep => tracing::debug!(source, problem, "source failed"),
        },
        Progress::Resolved(done) => {
            tracing::info!(new = done.new, changed = done.changed, cancelled = done.cancelled, "listings became events")
        }
    })
}

fn known(reach: &Mutex<Reach>) -> std::sync::MutexGuard<'_, Reach> {
    reach.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_without_the_internet_is_told_so_once_and_not_of_every_source() {
        let mut reach = Reach::default();
        let words: Vec<Word> = (0..7).map(|_| reach.failed(true)).collect();
        let expected = [Word::Say, Word::Say, Word::Say, Word::Say, Word::SayAndCure, Word::Keep, Word::Keep];
        assert_eq!(words, expected);
        reach.read();
        assert_eq!(reach.failed(true), Word::Say, "one was reached: that this one is not is its own trouble");
    }

    #[test]
    fn what_a_site_answers_is_said_of_each_site() {
        let mut reach = Reach::default();
        assert!((0..20).all(|_| reach.failed(false) == Word::Say));
        assert_eq!(reach.failed(true), Word::Say);
    }
}
