//! `hobnob replay`: events are derived state; here they are thrown away and told again.

use std::sync::Arc;

use crate::{cli::JsonArgs, json, outcome::Outcome, progress, settings::Settings, table, wiring};
use tokio::sync::Notify;

pub(crate) async fn replay(args: &JsonArgs, settings: &Settings) -> Outcome {
    let started = std::time::Instant::now();
    let store = wiring::store(settings).await?;
    let worker = wiring::worker(settings, &store, progress::in_log(), Arc::new(Notify::new()), None)?;
    let bar = progress::bar("{spinner} replaying the listings {elapsed}");
    store.listings_mark_all_dirty().await?;
    worker.resolve_all().await?;
    bar.finish_and_clear();
    let report = worker.total().await?;
    let seconds = started.elapsed().as_secs_f64();
    if args.json {
        return super::say_json(&json::run_report(&report, seconds));
    }
    let events = report.events;
    super::say(&format!(
        "{}: {} new, {} changed, {} unchanged, in {seconds:.1} s.",
        table::counted(events.total, "event"),
        events.new,
        events.changed,
        events.unchanged
    ))
}
