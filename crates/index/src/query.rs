//! Rows: which events a filter means, in order, in slices.

use std::{ops::Range, sync::Arc};

use crate::{Snapshot, held::Held, question::Question};
use chrono::{DateTime, Utc};
use hobnob_domain::{Cursor, Event, EventFilter, Occurrence, Slice};

/// An event at its first sitting that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The event.
    pub event: Arc<Event>,
    /// Its first sitting that matches.
    pub occurrence: Occurrence,
}

impl Row {
    /// Its place in every list by start.
    pub fn cursor(&self) -> Cursor {
        Cursor { starts_at: self.occurrence.starts_at, event_id: self.event.id }
    }
}

/// A slice of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// In order of start, then event id.
    pub rows: Vec<Row>,
    /// Whether there are rows behind the last one.
    pub has_next: bool,
    /// Whether there are rows before the first one.
    pub has_previous: bool,
}

impl Snapshot {
    /// A slice of the events that match, each at its first sitting that does, in order of start, then id. A filter
    /// without `from` starts at `now`.
    ///
    /// A place is a start and an id, not a number: while rows come and go between two slices no row comes twice, and
    /// none that was left alone is missed. A series' place depends on `from`, so hand the same `from` to all slices.
    pub fn query(&self, filter: &EventFilter, slice: &Slice, now: DateTime<Utc>) -> Answer {
        let question = self.question(filter, now);
        let all = self.range(&question);
        let start = slice.after.map_or(all.start, |after| self.place_behind(after).clamp(all.start, all.end));
        let end = slice.before.map_or(all.end, |before| self.place_of(before).clamp(start, all.end));
        let wanted = slice.limit.saturating_add(1);
        let mut rows: Vec<Row> = if slice.is_from_end {
            self.rows(&question, start..end).rev().take(wanted).collect()
        } else {
            self.rows(&question, start..end).take(wanted).collect()
        };
        let overflows = rows.len() > slice.limit;
        rows.truncate(slice.limit);
        let has_before = || self.rows(&question, all.start..start).next_back().is_some();
        let has_behind = || self.rows(&question, end..all.end).next().is_some();
        if slice.is_from_end {
            rows.reverse();
            Answer { rows, has_next: has_behind(), has_previous: overflows || has_before() }
        } else {
            Answer { rows, has_next: overflows || has_behind(), has_previous: has_before() }
        }
    }

    /// How many events match.
    pub fn count(&self, filter: &EventFilter, now: DateTime<Utc>) -> usize {
        let question = self.question(filter, now);
        self.slots.iter().filter(|held| question.row(held).is_some()).count()
    }

    /// Every event that matches, as [`Snapshot::query`] gives it. As many rows as there are events, at worst.
    pub fn all(&self, filter: &EventFilter, now: DateTime<Utc>) -> Vec<Row> {
        let question = self.question(filter, now);
        let rows = self.slots.iter().filter_map(|held| Some(row(held, question.row(held)?)));
        let mut rows: Vec<Row> = rows.collect();
        rows.sort_unstable_by_key(Row::cursor);
        rows
    }

    pub(crate) fn question(&self, filter: &EventFilter, now: DateTime<Utc>) -> Question {
        Question::new(filter, self.horizon, now)
    }

    /// The sittings that the filter's times leave.
    fn range(&self, question: &Question) -> Range<usize> {
        let earliest = question.from.checked_sub_signed(self.longest).unwrap_or(DateTime::<Utc>::MIN_UTC);
        let start = self.sittings.partition_point(|sitting| sitting.starts_at < earliest);
        let end = question.to.map_or(self.sittings.len(), |to| {
            self.sittings.partition_point(|sitting| sitting.starts_at < to).max(start)
        });
        start..end
    }

    fn place_of(&self, cursor: Cursor) -> usize {
        self.sittings.partition_point(|sitting| sitting.cursor() < cursor)
    }

    fn place_behind(&self, cursor: Cursor) -> usize {
        self.sittings.partition_point(|sitting| sitting.cursor() <= cursor)
    }

    fn rows<'a>(&'a self, question: &'a Question, range: Range<usize>) -> impl DoubleEndedIterator<Item = Row> {
        let sittings = self.sittings.get(range).unwrap_or_default().iter();
        let sittings = sittings.filter(|sitting| sitting.ends_at > question.from);
        sittings.filter_map(|sitting| {
            let held = self.held(sitting)?;
            question.is_row(held, sitting.position).then(|| Some(row(held, held.sittings.get(sitting.position)?)))?
        })
    }
}

fn row(held: &Held, occurrence: &Occurrence) -> Row {
    Row { event: Arc::clone(&held.event), occurrence: occurrence.clone() }
}
