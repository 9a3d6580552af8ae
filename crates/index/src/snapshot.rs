//! What is known at one revision.

use std::sync::Arc;

use crate::{held::Held, slots::Slots};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Cursor, Event, EventId};

/// One sitting of a held event, in its place on the time line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sitting {
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) event_id: EventId,
    /// Where its event is held.
    pub(crate) slot: usize,
    /// Its place among the event's sittings.
    pub(crate) position: usize,
}

impl Sitting {
    /// Where it is in the list. Two sittings of one event can share a place; at most one of them is a row.
    pub(crate) fn cursor(&self) -> Cursor {
        Cursor { starts_at: self.starts_at, event_id: self.event_id }
    }
}

/// What is known at one revision; it never changes.
#[derive(Debug)]
pub struct Snapshot {
    pub(crate) revision: i64,
    pub(crate) horizon: Option<TimeDelta>,
    /// Until when the series are expanded far enough.
    pub(crate) fresh_until: DateTime<Utc>,
    /// No sitting takes longer: none that begins earlier than that before `from` can match.
    pub(crate) longest: TimeDelta,
    pub(crate) slots: Slots,
    /// In order of start, then event, then position.
    pub(crate) sittings: Vec<Sitting>,
}

impl Snapshot {
    pub(crate) fn empty(horizon: Option<TimeDelta>) -> Self {
        Self {
            revision: 0,
            horizon,
            fresh_until: DateTime::<Utc>::MIN_UTC,
            longest: TimeDelta::zero(),
            slots: Slots::default(),
            sittings: Vec::new(),
        }
    }

    /// The revision it has reached; 0 before the first.
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// How many events it holds: those with a sitting within the horizon when they were last looked at, and those that
    /// are [`Gone`](hobnob_domain::Standing::Gone), which match no filter.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An event it holds. Events before the horizon are the store's.
    pub fn event(&self, id: EventId) -> Option<Arc<Event>> {
        let held = self.slots.get(self.slots.slot_of(id)?)?;
        Some(Arc::clone(&held.event))
    }

    pub(crate) fn held(&self, sitting: &Sitting) -> Option<&Arc<Held>> {
        self.slots.get(sitting.slot)
    }
}
