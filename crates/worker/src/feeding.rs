//! Feeds an index of the write side's own: letters are chosen from it.

use std::collections::{BTreeMap, BTreeSet};

use crate::WorkerError;
use chrono::{DateTime, Utc};
use hobnob_domain::{Event, EventId};
use hobnob_index::Index;
use hobnob_store::Store;

/// Changes read by one statement.
const READ: u64 = 2_000;

/// Changes handed to the index at once.
const HANDED: usize = 50_000;

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
        let (mut events, mut removed) = (BTreeMap::<EventId, Event>::new(), BTreeSet::new());
        let mut is_last = false;
        let before = reached;
        while !is_last && events.len() + removed.len() < HANDED {
            let changes = store.events_changed_since(reached, READ).await?;
            // What a later page says of an event outweighs what an earlier one said.
            for id in changes.removed {
                events.remove(&id);
                removed.insert(id);
            }
            for event in changes.events {
                removed.remove(&event.id);
                events.insert(event.id, event);
            }
            (reached, is_last) = (changes.revision, changes.is_last);
        }
        if reached > before || !events.is_empty() || !removed.is_empty() {
            let index = index.clone();
            tokio::task::spawn_blocking(move || {
                let removed: Vec<EventId> = removed.into_iter().collect();
                index.apply(events.into_values().collect(), &removed, reached, now);
                index.settle();
            })
            .await?;
        }
        if is_last {
            return Ok(());
        }
    }
}
