//! The index that a process holds: one snapshot at a time, swapped whole.

use std::sync::{
    Arc, Mutex, PoisonError, RwLock, TryLockError,
    atomic::{AtomicBool, Ordering},
};

use crate::{Snapshot, kept::Kept, segment::merged};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Event, EventId};

/// How many whole events an index keeps at hand unless it is told otherwise: two kilobytes each, about.
pub const EVENTS_KEPT: usize = 50_000;

/// How often a merge is begun anew because changes came in between.
const TRIES: usize = 8;

/// Everything searchable, in memory. A clone is the same index.
#[derive(Clone, Debug)]
pub struct Index {
    current: Arc<RwLock<Arc<Snapshot>>>,
    /// Held while the next snapshot is made, so that readers never wait for that.
    writer: Arc<Mutex<()>>,
    /// Held while segments are merged: one at a time.
    settler: Arc<Mutex<()>>,
    is_whole: Arc<AtomicBool>,
}

impl Index {
    /// An empty index that keeps [`EVENTS_KEPT`] whole events. Sittings that ended longer ago than `horizon` are not
    /// found; with `None` all are.
    pub fn new(horizon: Option<TimeDelta>) -> Self {
        Self::keeping(horizon, EVENTS_KEPT)
    }

    /// The same, with at most so many whole events at hand. The others are found, but have to be fetched from the store.
    pub fn keeping(horizon: Option<TimeDelta>, events: usize) -> Self {
        let empty = Snapshot::empty(horizon, Kept::new(events));
        Self {
            current: Arc::new(RwLock::new(Arc::new(empty))),
            writer: Arc::default(),
            settler: Arc::default(),
            is_whole: Arc::default(),
        }
    }

    /// An empty index of the same horizon, to be filled and [adopted](Index::adopt) in this one's place.
    pub fn afresh(&self) -> Self {
        let current = self.snapshot();
        Self::keeping(current.horizon, current.kept.max())
    }

    /// Becomes what another index is, whatever revision that has reached: for when the store is another one.
    pub fn adopt(&self, other: &Self) {
        let _writing = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let epoch = self.snapshot().epoch + 1;
        self.publish(Snapshot { epoch, ..Snapshot::clone(&other.snapshot()) });
    }

    /// Takes notice that it holds all that the store held at some instant. It stays whole from then on, if it be behind.
    pub fn note_whole(&self) {
        self.is_whole.store(true, Ordering::Release);
    }

    /// Whether it was ever told that it is whole: until then an answer may lack most of the events.
    pub fn is_whole(&self) -> bool {
        self.is_whole.load(Ordering::Acquire)
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
    /// This takes as long as the changes are many, not the events. It leaves [`Index::settle`] something to do.
    pub fn apply(&self, events: Vec<Event>, removed: &[EventId], revision: i64, now: DateTime<Utc>) -> bool {
        let _writing = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let current = self.snapshot();
        if revision < current.revision() {
            return false;
        }
        let events: Vec<Arc<Event>> = events.into_iter().map(Arc::new).collect();
        let next = current.next(&events, removed, revision, now);
        current.kept.forget(removed.iter().copied());
        current.kept.told(events.into_iter().filter(|event| next.holds(event.id)));
        self.publish(next);
        true
    }

    /// Merges what changes have left, while others read and write; to be called in the background after changes. Each
    /// event is moved a few times in its life. Answers stay the same; they come quicker.
    pub fn settle(&self) {
        let _settling = match self.settler.try_lock() {
            Ok(settling) => settling,
            Err(TryLockError::Poisoned(settling)) => settling.into_inner(),
            // Whoever is at it looks again when that is done.
            Err(TryLockError::WouldBlock) => return,
        };
        for _ in 0..TRIES {
            let unsettled = self.snapshot().unsettled();
            if unsettled.is_empty() {
                return;
            }
            let made = merged(&unsettled);
            let _writing = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(settled) = self.snapshot().settled(&made, &unsettled) {
                self.publish(settled);
            }
        }
    }

    /// Becomes a snapshot if it is empty; `false` when it is not.
    pub(crate) fn begin(&self, first: Snapshot) -> bool {
        let _writing = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let current = self.snapshot();
        let is_empty = current.revision() == 0 && current.segments.is_empty();
        if is_empty {
            self.publish(first);
        }
        is_empty
    }

    fn publish(&self, next: Snapshot) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
    }
}
