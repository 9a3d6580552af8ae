//! Rows with their events: from the index where it has them at hand, else from the store.

use std::sync::Arc;

use hobnob_domain::{Cursor, Event, EventId, Occurrence};
use hobnob_index::{Row, Snapshot};
use hobnob_store::{Store, StoreError};

/// An event at the sitting it was found at.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its place in the list it was found in.
    pub cursor: Cursor,
    /// The event.
    pub event: Arc<Event>,
    /// The sitting.
    pub occurrence: Occurrence,
}

/// The rows with their events. Those the index does not have at hand are read together and kept at hand from now on; one
/// that has gone from the store meanwhile is left out.
pub async fn shown(store: &Store, snapshot: &Snapshot, rows: Vec<Row>) -> Result<Vec<Shown>, StoreError> {
    let missing = rows.iter().filter(|row| row.event.is_none());
    let missing: Vec<EventId> = missing.map(Row::event_id).collect();
    let read = if missing.is_empty() { Default::default() } else { store.events(&missing).await? };
    let read: std::collections::BTreeMap<EventId, Arc<Event>> =
        read.into_iter().map(|(id, event)| (id, Arc::new(event))).collect();
    read.values().for_each(|event| snapshot.keep(event));
    let whole = rows.into_iter().filter_map(|row| {
        let Row { cursor, occurrence, event } = row;
        let event = event.or_else(|| read.get(&cursor.event_id).map(Arc::clone))?;
        Some(Shown { cursor, event, occurrence })
    });
    Ok(whole.collect())
}
