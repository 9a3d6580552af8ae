//! The index that a process holds: one snapshot at a time, swapped whole.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::Snapshot;
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Event, EventId};

/// Everything searchable, in memory. A clone is the same index.
#[derive(Clone, Debug)]
pub struct Index {
    current: Arc<RwLock<Arc<Snapshot>>>,
    /// Held while the next snapshot is made, so that readers never wait for that.
    writer: Arc<Mutex<()>>,
}

impl Index {
    /// An empty index. Sittings that ended longer ago than `horizon` are not found; with `None` all are.
    pub fn new(horizon: Option<TimeDelta>) -> Self {
        Self { current: Arc::new(RwLock::new(Arc::new(Snapshot::empty(horizon)))), writer: Arc::default() }
    }

    /// What is known now. It stays as it is while the index moves on: ask one snapshot for one answer.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes what changed up to `revision`: `removed` goes, then `events` take the place of what they were.
    ///
    /// A revision never goes backwards: changes of an older revision than the one reached are not taken, and the answer
    /// is `false`. The same revision again is taken, so a batch told twice does no harm. Changes that arrive with a
    /// later `now` also move the window of series on, once in 30 days.
    ///
    /// Each time the list of sittings is copied (milliseconds per 100,000): hand over batches where there are many.
    pub fn apply(&self, events: Vec<Event>, removed: &[EventId], revision: i64, now: DateTime<Utc>) -> bool {
        let _writing = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let current = self.snapshot();
        if revision < current.revision() {
            return false;
        }
        let next = Arc::new(current.next(events, removed, revision, now));
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = next;
        true
    }
}
