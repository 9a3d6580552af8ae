//! What is known at one revision.

use std::sync::Arc;

use crate::{kept::Kept, segment::Segment};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Event, EventId};

/// What is known at one revision; it never changes.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(crate) revision: i64,
    pub(crate) epoch: u64,
    pub(crate) horizon: Option<TimeDelta>,
    /// Until when the series are expanded far enough.
    pub(crate) fresh_until: DateTime<Utc>,
    pub(crate) segments: Vec<Segment>,
    pub(crate) kept: Arc<Kept>,
}

impl Snapshot {
    pub(crate) fn empty(horizon: Option<TimeDelta>, kept: Kept) -> Self {
        Self {
            revision: 0,
            epoch: 0,
            horizon,
            fresh_until: DateTime::<Utc>::MIN_UTC,
            segments: Vec::new(),
            kept: Arc::new(kept),
        }
    }

    /// The revision it has reached; 0 before the first.
    pub const fn revision(&self) -> i64 {
        self.revision
    }

    /// How often the index was begun anew, from another store. Within one epoch, equal revisions hold equal events.
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// How many events it holds: those with a sitting within the horizon when they were last looked at, and those that
    /// are [`Gone`](hobnob_domain::Standing::Gone), which match no filter.
    pub fn len(&self) -> usize {
        self.segments.iter().map(Segment::living).sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An event that is at hand. Others are the store's: those before the horizon, and those that there was no room for.
    pub fn event(&self, id: EventId) -> Option<Arc<Event>> {
        self.kept.get(id, self.state(id)?)
    }

    /// Keeps an event at hand that had to be fetched from the store, if this snapshot knows it and in this state. Others
    /// make room for it that were not asked for lately.
    pub fn keep(&self, event: &Arc<Event>) {
        if self.state(event.id) == Some(event.state()) {
            self.kept.fetched(Arc::clone(event));
        }
    }

    pub(crate) fn holds(&self, id: EventId) -> bool {
        self.segments.iter().any(|segment| segment.find(id).is_some())
    }

    fn state(&self, id: EventId) -> Option<u32> {
        let brief = |segment: &Segment| segment.body.brief(segment.find(id)?).map(|brief| brief.state);
        self.segments.iter().find_map(brief)
    }
}
