//! Keeps the index up with the store.

use std::{sync::Arc, time::Duration};

use crate::index_file::{IndexFile, warm};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::Clock;
use hobnob_index::Index;
use hobnob_store::{Changes, Store, StoreError};
use tokio::sync::{Notify, watch};

/// Changes handed to the index at once: so many that each makes a segment worth having.
const HANDED: u64 = 25_000;

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
        let changes = store.events_changed_since(reached, HANDED).await?;
        if changes.revision < reached {
            return Err(CatchUpError::Replaced { from: reached, to: changes.revision });
        }
        let is_news = !changes.events.is_empty() || !changes.removed.is_empty() || changes.revision > reached;
        reached = changes.revision;
        let is_last = changes.is_last;
        made(making.take()).await;
        if is_news {
            making = Some(hand_over(index, changes, now));
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

/// The next snapshot on its way.
type Making = tokio::task::JoinHandle<()>;

/// Making the next snapshot takes the processor, not the network.
fn hand_over(index: &Index, changes: Changes, now: DateTime<Utc>) -> Making {
    let index = index.clone();
    tokio::task::spawn_blocking(move || {
        index.apply(changes.events, &changes.removed, changes.revision, now);
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
/// database being away: what the index holds stays. With a file, begins with what that holds and keeps it up too.
pub async fn follow(
    store: Store,
    index: Index,
    file: Option<IndexFile>,
    clock: Arc<dyn Clock>,
    wake: Arc<Notify>,
    stop: watch::Receiver<bool>,
) {
    let mut failing: Option<String> = None;
    let mut keeping = Keeping::begin(file, &store, &index, clock.now()).await;
    let mut told_at = clock.now();
    loop {
        let now = clock.now();
        let outcome = catch_up(&store, &index, now).await;
        if now.signed_duration_since(told_at) >= TOLD_THE_TIME {
            told_at = now;
            let revision = index.snapshot().revision();
            let none = Changes { events: Vec::new(), removed: Vec::new(), revision, is_last: true };
            made(Some(hand_over(&index, none, now))).await;
            settle(&index);
        }
        note(&outcome, &mut failing);
        if outcome.is_ok() {
            keeping.go_on(&store, &index, now);
        }
        let rest = if outcome.is_ok() { REST } else { REST_AFTER_FAILURE };
        tokio::select! {
            () = wake.notified() => {}
            () = tokio::time::sleep(rest) => {}
            () = crate::serve::told_to_stop(stop.clone()) => return,
        }
    }
}

/// The index's file while it is followed.
struct Keeping {
    file: Option<IndexFile>,
    /// What the file holds; 0 where it holds nothing of use.
    written: i64,
    is_cold: bool,
    /// What is being done in the background.
    doing: Option<tokio::task::JoinHandle<Result<(), CatchUpError>>>,
}

impl Keeping {
    async fn begin(file: Option<IndexFile>, store: &Store, index: &Index, now: DateTime<Utc>) -> Self {
        let mut keeping = Self { file, written: 0, is_cold: false, doing: None };
        if let Some(file) = &keeping.file {
            match file.restore(store, index, now).await {
                Ok(true) => keeping.written = index.snapshot().revision(),
                Ok(false) => {}
                // Whoever looks next meets the same trouble and says so.
                Err(error) => tracing::debug!(%error, "the kept index was not looked at"),
            }
            keeping.is_cold = keeping.written > 0;
        }
        keeping
    }

    /// Does what is due, one thing at a time, while everything else goes on.
    fn go_on(&mut self, store: &Store, index: &Index, now: DateTime<Utc>) {
        if self.doing.as_ref().is_some_and(|doing| !doing.is_finished()) {
            return;
        }
        let Some(file) = self.file.clone() else { return };
        let (store, index, snapshot) = (store.clone(), index.clone(), index.snapshot());
        if std::mem::take(&mut self.is_cold) {
            self.doing = Some(tokio::spawn(async move { warm(&store, &index, now).await }));
        } else if file.is_due(&snapshot, self.written) {
            self.written = snapshot.revision();
            self.doing = Some(tokio::spawn(async move { file.write(&store, snapshot, now).await }));
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
