//! `hobnob work`.

use std::sync::Arc;

use crate::{cli::WorkArgs, json, outcome::Outcome, progress, settings::Settings, wiring};
use hobnob_index::Index;
use hobnob_store::Beginning;
use hobnob_worker::{LetterCounts, RunReport};
use tokio::sync::Notify;

pub(crate) async fn work(args: &WorkArgs, settings: &Settings) -> Outcome {
    let started = std::time::Instant::now();
    let store = wiring::store_migrated(settings).await?;
    wiring::catalogue_load(settings, &store, Beginning::InAnEmptyOne).await?;
    let index = match settings.mail {
        Some(_) => wiring::index_kept(settings, &store).await?,
        None => Index::new(settings.horizon),
    };
    let mail = wiring::mail(settings, &store, &index, wiring::base(settings, settings.listen)?).await?;
    if !args.once {
        let worker = wiring::worker(settings, &store, progress::in_log(), Arc::new(Notify::new()), mail)?;
        worker.run(wiring::Stop::on_signal().told()).await;
        return Ok(());
    }
    let (bar, observer) = progress::on_bar();
    let worker = wiring::worker(settings, &store, observer, Arc::new(Notify::new()), mail)?;
    let done = worker.once_until(wiring::Stop::on_signal().told()).await;
    bar.finish_and_clear();
    let report = done?;
    if worker.is_ending() {
        eprintln!("stopped before its end: what is left is due for the next worker");
    }
    let seconds = started.elapsed().as_secs_f64();
    if args.json { super::say_json(&json::run_report(&report, seconds)) } else { super::say(&told(&report, seconds)) }
}

/// A run, told to a person.
pub(crate) fn told(report: &RunReport, seconds: f64) -> String {
    let RunReport { sources, pages, listings, events, letters, problems } = report;
    let letters = if *letters == LetterCounts::default() { String::new() } else { letters_told(letters) + "\n" };
    format!(
        "Sources   {} due, {} ok, {} failed\n\
         Pages     {} fetched, {} not modified, {} failed\n\
         Listings  {} seen, {} new, {} changed, {} vanished\n\
         Events    {} in all; {} new, {} changed, {} cancelled, {} unchanged\n\
         {letters}Problems  {problems}   (hobnob sources list shows them)\n\
         Took      {seconds:.1} s",
        sources.due,
        sources.ok,
        sources.failed,
        pages.fetched,
        pages.not_modified,
        pages.failed,
        listings.seen,
        listings.new,
        listings.changed,
        listings.vanished,
        events.total,
        events.new,
        events.changed,
        events.cancelled,
        events.unchanged,
    )
}

/// What became of letters, told to a person.
pub(crate) fn letters_told(letters: &LetterCounts) -> String {
    let LetterCounts { planned, excluded, sent, put_off, failed, unknown, skipped } = letters;
    format!(
        "Letters   {planned} planned, {excluded} with nothing to tell; {sent} sent, {put_off} put off, {failed} failed, \
         {unknown} unknown, {skipped} skipped"
    )
}
