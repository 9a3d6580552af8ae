//! Rows of the index, put together by event.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Event, EventId, Occurrence, Standing, occurrences};

/// How far ahead another sitting of a series is looked for when the next one is called off.
const LOOKING_AHEAD: TimeDelta = TimeDelta::days(30);

/// A row: an event at one of its sittings.
pub(super) type Row<'a> = (&'a Event, &'a Occurrence);

/// An event with the sittings of it that were found, in order of start; at least one.
#[derive(Clone, Copy)]
pub(super) struct Sittings<'r, 'a> {
    pub(super) event: &'a Event,
    /// The sitting that begins first.
    pub(super) first: &'a Occurrence,
    rows: &'r [Row<'a>],
}

/// Rows by event, ordered by its id, whatever their order was; those that are over are dropped.
pub(super) struct Gathered<'a>(Vec<Row<'a>>);

impl<'a> Gathered<'a> {
    pub(super) fn new(rows: impl IntoIterator<Item = Row<'a>>, at: DateTime<Utc>) -> Self {
        let mut rows: Vec<_> = rows.into_iter().filter(|(_, sitting)| sitting.ends_at > at).collect();
        // The sitting knows its event's id: the events themselves lie all over the memory.
        rows.sort_by_key(|(_, sitting)| (sitting.event_id, sitting.starts_at, sitting.recurrence_id));
        Self(rows)
    }

    /// Each event once.
    pub(super) fn events(&self) -> impl Iterator<Item = Sittings<'_, 'a>> {
        let of_one = self.0.chunk_by(|(_, one), (_, other)| one.event_id == other.event_id);
        of_one.filter_map(|rows| rows.first().map(|(event, first)| Sittings { event, first, rows }))
    }

    /// An event among them.
    pub(super) fn find(&self, id: EventId) -> Option<Sittings<'_, 'a>> {
        let begin = self.0.partition_point(|(_, sitting)| sitting.event_id < id);
        let rows = self.0.get(begin..)?;
        let rows = rows.get(..rows.iter().take_while(|(_, sitting)| sitting.event_id == id).count())?;
        rows.first().map(|(event, first)| Sittings { event, first, rows })
    }

    /// Whether an event is among them.
    pub(super) fn holds(&self, id: EventId) -> bool {
        self.0.binary_search_by_key(&id, |(_, sitting)| sitting.event_id).is_ok()
    }
}

impl<'a> Sittings<'_, 'a> {
    /// The sittings that take place. The index gives a series at its next one alone: where that is called off, those
    /// after it are looked for.
    pub(super) fn taking_place(self, at: DateTime<Utc>) -> impl Iterator<Item = Cow<'a, Occurrence>> {
        let is_gone = self.event.standing == Standing::Gone;
        let found = self.rows.iter().map(|(_, sitting)| *sitting).filter(|sitting| sitting.status.takes_place());
        let is_series = self.event.facts.schedule.recurrence.is_some();
        let later = if is_series && !is_gone && found.clone().next().is_none() {
            occurrences(self.event, at, at.checked_add_signed(LOOKING_AHEAD).unwrap_or(at))
        } else {
            Vec::new()
        };
        let later = later.into_iter().filter(|sitting| sitting.status.takes_place());
        found.map(Cow::Borrowed).chain(later.map(Cow::Owned)).filter(move |_| !is_gone)
    }
}
