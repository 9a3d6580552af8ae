//! Keeps the index up with the store.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Clock, Event, EventId};
use hobnob_index::Index;
use hobnob_store::{Store, StoreError};
use tokio::sync::{Notify, watch};

/// Changes read by one statement.
const READ: u64 = 2_000;

/// Changes handed to the index at once: so many that each makes a segment worth having.
const HANDED: usize = 25_000;

/// How long it rests between looks, unless it is woken.
const REST: Duration = Duration::from_secs(1);

/// How long it rests while the database is away.
const REST_AFTER_FAILURE: Duration = Duration::from_secs(5);

/// How often the index is told the time though nothing changed, so that series move on.
const TOLD_THE_TIME: TimeDelta = TimeDelta::hours(1);

/// Why the index could not be brought up with the store. What it held it still holds.
#[derive(Debug, thiserror::Error)]
pub enum CatchUpError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store is at an earlier revision than the index was fed from.
    #[error("the database was replaced while it was read (its revision went back from {from} to {to})")]
    Replaced {
        /// What the index has reached.
        from: i64,
        /// What the store is at.
        to: i64,
    },
}

/// Loads everything that changed since the index's revision; at first that is everything. Where the database is another
/// one than the index was fed from, the index is made anew; until then it answers with what it holds.
pub async fn catch_up(store: &Store, index: &Index, now: DateTime<Utc>) -> Result<(), CatchUpError> {
    let outcome = match load(store, index, now).await {
        Err(CatchUpError::Replaced { from, to }) => {
            tracing::warn!(
                from,
                to,
                "the database is not the one the index was fed from; reading it from its beginning"
            );
            let fresh = index.afresh();
            load(store, &fresh, now).await?;
            index.adopt(&fresh);
            Ok(())
        }
        outcome => outcome,
    };
    if outcome.is_ok() {
        index.note_whole();
    }
    outcome
}

async fn load(store: &Store, index: &Index, now: DateTime<Utc>) -> Result<(), CatchUpError> {
    let mut reached = index.snapshot().revision();
    let mut making: Option<Making> = None;
    loop {
        // The next batch is read while the index takes the one before.
        let batch = read(store, reached).await?;
        let is_news = !batch.events.is_empty() || !batch.removed.is_empty() || batch.revision > reached;
        reached = batch.revision;
        let is_last = batch.is_last;
        made(making.take()).await;
        if is_news {
            making = Some(hand_over(index, batch, now));
        }
        if is_last {
            made(making).await;
            settle(index);
            return Ok(());
        }
    }
}

/// Merges what changes have left while everything else goes on.
fn settle(index: &Index) {
    let index = index.clone();
    drop(tokio::task::spawn_blocking(move || index.settle()));
}

#[derive(Default)]
struct Batch {
    events: BTreeMap<EventId, Event>,
    removed: BTreeSet<EventId>,
    revision: i64,
    is_last: bool,
}

/// Reads as many changes as are handed over at once.
async fn read(store: &Store, from: i64) -> Result<Batch, CatchUpError> {
    let mut batch = Batch { revision: from, ..Batch::default() };
    while !batch.is_last && batch.events.len() + batch.removed.len() < HANDED {
        let changes = store.events_changed_since(batch.revision, READ).await?;
        if changes.revision < batch.revision {
            return Err(CatchUpError::Replaced { from: batch.revision, to: changes.revision });
        }
        // What a later page says of an event outweighs what an earlier one said.
        for id in changes.removed {
            batch.events.remove(&id);
            batch.removed.insert(id);
        }
        for event in changes.events {
            batch.removed.remove(&event.id);
            batch.events.insert(event.id, event);
        }
        batch.revision = changes.revision;
        batch.is_last = changes.is_last;
    }
    Ok(batch)
}

/// The next snapshot on its way.
type Making = tokio::task::JoinHandle<()>;

/// Making the next snapshot takes the processor, not the network.
fn hand_over(index: &Index, batch: Batch, now: DateTime<Utc>) -> Making {
    let index = index.clone();
    tokio::task::spawn_blocking(move || {
        let removed: Vec<EventId> = batch.removed.into_iter().collect();
        index.apply(batch.events.into_values().collect(), &removed, batch.revision, now);
    })
}

/// Waits for it.
async fn made(making: Option<Making>) {
    let Some(making) = making else { return };
    if let Err(error) = making.await {
        tracing::error!(%error, "the index could not take a batch of changes");
    }
}

/// Keeps the index up with the store until told to stop: looks each second, or at once when woken. Survives the
/// database being away: what the index holds stays.
pub async fn follow(store: Store, index: Index, clock: Arc<dyn Clock>, wake: Arc<Notify>, stop: watch::Receiver<bool>) {
    let mut failing: Option<String> = None;
    let mut told_at = clock.now();
    loop {
        let now = clock.now();
        let outcome = catch_up(&store, &index, now).await;
        if now.signed_duration_since(told_at) >= TOLD_THE_TIME {
            told_at = now;
            let revision = index.snapshot().revision();
            made(Some(hand_over(&index, Batch { revision, ..Batch::default() }, now))).await;
            settle(&index);
        }
        note(&outcome, &mut failing);
        let rest = if outcome.is_ok() { REST } else { REST_AFTER_FAILURE };
        tokio::select! {
            () = wake.notified() => {}
            () = tokio::time::sleep(rest) => {}
            () = crate::serve::told_to_stop(stop.clone()) => return,
        }
    }
}

/// Says each trouble once, and once that it is over.
fn note(outcome: &Result<(), CatchUpError>, failing: &mut Option<String>) {
    match outcome {
        Ok(()) => {
            if failing.take().is_some() {
                tracing::info!("the index is up with the store again");
            }
        }
        Err(error) => {
            let text = error.to_string();
            if failing.as_ref() != Some(&text) {
                tracing::warn!(error = %text, "the index can't be brought up with the store; serving what it holds");
                *failing = Some(text);
            }
        }
    }
}
