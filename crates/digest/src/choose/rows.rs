//! Rows of the index, put together by event.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Event, EventStatus, Occurrence, Standing, occurrences};

/// How far ahead another sitting of a series is looked for when the next one is called off.
const LOOKING_AHEAD: TimeDelta = TimeDelta::days(30);

/// An event with the sittings of it that were found, in order of start; at least one.
pub(super) struct Sittings<'a> {
    pub(super) event: &'a Event,
    pub(super) sittings: Vec<&'a Occurrence>,
}

/// Puts rows together by event, ordered by its id, whatever their order; those that are over are dropped.
pub(super) fn gathered<'a>(
    rows: impl IntoIterator<Item = (&'a Event, &'a Occurrence)>,
    at: DateTime<Utc>,
) -> Vec<Sittings<'a>> {
    let mut rows: Vec<_> = rows.into_iter().filter(|(_, sitting)| sitting.ends_at > at).collect();
    rows.sort_by_key(|(event, sitting)| (event.id, sitting.starts_at, sitting.recurrence_id));
    let of_one = rows.chunk_by(|(one, _), (other, _)| one.id == other.id);
    let gathered = of_one.filter_map(|rows| {
        let (event, _) = rows.first()?;
        Some(Sittings { event, sittings: rows.iter().map(|(_, sitting)| *sitting).collect() })
    });
    gathered.collect()
}

/// Whether a sitting of this status takes place.
pub(super) const fn takes_place(status: EventStatus) -> bool {
    !matches!(status, EventStatus::Cancelled | EventStatus::Postponed)
}

impl Sittings<'_> {
    /// The sittings that take place. The index gives a series at its next one alone: where that is called off, those
    /// after it are looked for.
    pub(super) fn taking_place(&self, at: DateTime<Utc>) -> Vec<Occurrence> {
        if self.event.standing == Standing::Gone {
            return Vec::new();
        }
        let is_series = self.event.facts.schedule.recurrence.is_some();
        let mut found = Cow::Borrowed(self.sittings.as_slice());
        let later;
        if is_series && !self.sittings.iter().any(|sitting| takes_place(sitting.status)) {
            later = occurrences(self.event, at, at.checked_add_signed(LOOKING_AHEAD).unwrap_or(at));
            found = Cow::Owned(later.iter().collect());
        }
        found.iter().filter(|sitting| takes_place(sitting.status)).map(|sitting| (*sitting).clone()).collect()
    }
}
