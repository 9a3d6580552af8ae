//! A store full of invented events.

use chrono::TimeDelta;
use hobnob_domain::{Event, occurrences};
use hobnob_store::{EventsCommit, Store};

use super::made::now;

/// Events written at once.
const WRITTEN: usize = 5_000;

/// Writes events, as if they had been resolved.
pub(crate) async fn stock(store: &Store, mut events: impl Iterator<Item = Event>) {
    loop {
        let batch: Vec<Event> = events.by_ref().take(WRITTEN).collect();
        if batch.is_empty() {
            return;
        }
        let window = (now() - TimeDelta::days(200), now() + TimeDelta::days(400));
        let occurrences = batch.iter().flat_map(|event| occurrences(event, window.0, window.1)).collect();
        let (resolved, retired, provenance, keys, pairs) = Default::default();
        let commit =
            EventsCommit { events: batch, occurrences, resolved, retired, provenance, keys, pairs, now: now() };
        store.events_commit(commit).await.expect("events are kept");
    }
}
