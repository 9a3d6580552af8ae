//! Feeds an index of the write side's own: letters are chosen from it.

use crate::WorkerError;
use chrono::{DateTime, Utc};
use hobnob_index::Index;
use hobnob_store::{Changes, Store};

/// Changes read and handed to the index at once.
const HANDED: u64 = 50_000;

/// Loads everything that changed since the index's revision; at first that is everything. Where the database is another
/// one than the index was fed from, the index is made anew.
pub(crate) async fn catch_up(store: &Store, index: &Index, now: DateTime<Utc>) -> Result<(), WorkerError> {
    if store.revision().await? < index.snapshot().revision() {
        let fresh = index.afresh();
        load(store, &fresh, now).await?;
        index.adopt(&fresh);
        return Ok(());
    }
    load(store, index, now).await
}

async fn load(store: &Store, index: &Index, now: DateTime<Utc>) -> Result<(), WorkerError> {
    let mut reached = index.snapshot().revision();
    loop {
        let Changes { events, removed, revision, is_last } = store.events_changed_since(reached, HANDED).await?;
        if revision > reached || !events.is_empty() || !removed.is_empty() {
            let index = index.clone();
            tokio::task::spawn_blocking(move || {
                index.apply(events, &removed, revision, now);
                index.settle();
            })
            .await?;
        }
        reached = revision;
        if is_last {
            return Ok(());
        }
    }
}
