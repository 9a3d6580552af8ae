//! Progress bars on a terminal; log lines elsewhere.

use std::{io::IsTerminal, sync::Arc, time::Duration};

use hobnob_worker::{Observer, Progress};
use indicatif::{ProgressBar, ProgressStyle};

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
    let observer: Observer = Arc::new(move |progress: &Progress| match progress {
        Progress::Due(count) => shown.inc_length(u64::try_from(*count).unwrap_or(u64::MAX)),
        Progress::Read { source, .. } => {
            shown.set_message(source.clone());
            shown.inc(1);
        }
        Progress::Failed { source, problem } => {
            shown.suspend(|| eprintln!("{source}: {problem}"));
            shown.inc(1);
        }
        Progress::Resolved(done) => shown.set_message(format!("{} new events", done.new)),
    });
    (bar, observer)
}

/// Tells of progress in the log.
pub(crate) fn in_log() -> Observer {
    Arc::new(|progress: &Progress| match progress {
        Progress::Due(count) => tracing::debug!(count, "sources are due"),
        Progress::Read { source, listings: Some(count) } => tracing::info!(source, listings = count, "source read"),
        Progress::Read { source, listings: None } => tracing::debug!(source, "source unchanged"),
        Progress::Failed { source, problem } => tracing::warn!(source, problem, "source failed"),
        Progress::Resolved(done) => {
            tracing::info!(new = done.new, changed = done.changed, cancelled = done.cancelled, "listings became events")
        }
    })
}
