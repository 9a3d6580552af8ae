//! Rows: which events a filter means, in order, in slices.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    Snapshot,
    hits::{Hit, Key, Part},
    matching::Matching,
    question::Question,
    segment::Segment,
    window::instant,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Cursor, Event, EventFilter, EventId, EventOrder, Occurrence, Slice, Spot};

/// An event at its first sitting that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its place in the list.
    pub cursor: Cursor,
    /// Its first sitting that matches.
    pub occurrence: Occurrence,
    /// The event, where the index has it at hand; else it is the store's: see [`Snapshot::keep`].
    pub event: Option<Arc<Event>>,
}

impl Row {
    /// The event's id.
    pub const fn event_id(&self) -> EventId {
        self.cursor.event_id
    }
}

/// A slice of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// In the list's order.
    pub rows: Vec<Row>,
    /// Whether there are rows behind the last one.
    pub has_next: bool,
    /// Whether there are rows before the first one.
    pub has_previous: bool,
}

impl Snapshot {
    /// A slice of the events that match, each at its first sitting that does, in the slice's order. A filter without
    /// `from` starts at `now`.
    ///
    /// A place is what the row is sorted by, not a number: while rows come and go between two slices no row comes twice,
    /// and none that was left alone is missed. A series' place depends on `from`, so hand the same `from` to all slices.
    pub fn query(&self, filter: &EventFilter, slice: &Slice, now: DateTime<Utc>) -> Answer {
        let question = Question::new(filter, self.horizon, now);
        let parts = self.parts(&question, slice.order);
        let bounds = (slice.after.map(Key::of), slice.before.map(Key::of));
        let wanted = slice.limit.saturating_add(1);
        let mut hits = first(&parts, bounds, wanted, slice.is_from_end);
        let overflows = hits.len() > slice.limit;
        hits.truncate(slice.limit);
        // What lies beyond the bounds, up to them.
        let beyond = |bounds| !first(&parts, bounds, 1, false).is_empty();
        let has_before = || bounds.0.is_some_and(|after| beyond((None, Some(after.next()))));
        let has_behind = || bounds.1.is_some_and(|before| beyond((bounds.0.max(Some(before.previous())), None)));
        let (has_next, has_previous) = if slice.is_from_end {
            hits.reverse();
            (has_behind(), overflows || has_before())
        } else {
            (overflows || has_behind(), has_before())
        };
        Answer { rows: self.rows(&question, &hits), has_next, has_previous }
    }

    /// How many events match.
    pub fn count(&self, filter: &EventFilter, now: DateTime<Utc>) -> usize {
        let question = Question::new(filter, self.horizon, now);
        let counts = self.segments.iter().map(|segment| {
            let matching = Matching::new(segment, &question);
            usize::try_from(matching.bitmap().len()).unwrap_or(usize::MAX).saturating_add(matching.specials().len())
        });
        counts.sum()
    }

    /// Which of these events match, whether at hand or not. As everywhere, a filter without `from` starts at `now`.
    pub fn matching(&self, filter: &EventFilter, ids: &[EventId], now: DateTime<Utc>) -> BTreeSet<EventId> {
        let question = Question::new(filter, self.horizon, now);
        let of_segment = |segment: &Segment| {
            let held: Vec<_> = ids.iter().filter_map(|id| Some((segment.find(*id)?, *id))).collect();
            if held.is_empty() {
                return Vec::new();
            }
            let matching = Matching::new(segment, &question);
            let mut numbers = matching.bitmap();
            numbers.extend(matching.specials().into_iter().map(|(number, _)| number));
            held.into_iter().filter(|(number, _)| numbers.contains(*number)).map(|(_, id)| id).collect()
        };
        self.segments.iter().flat_map(of_segment).collect()
    }

    /// Every event that matches, by start, as many rows as there are events at worst. Unlike in [`Snapshot::query`], one that
    /// the filter finds in the past already is told at its next sitting at `now`, where it has one that matches.
    pub fn all(&self, filter: &EventFilter, now: DateTime<Utc>) -> Vec<Row> {
        let question = Question::of_next(filter, self.horizon, now);
        self.rows(&question, &self.hits(&question))
    }

    /// The same as [`Snapshot::all`] without looking for the events: for who may not need them. See [`Snapshot::row`].
    pub fn spots(&self, filter: &EventFilter, now: DateTime<Utc>) -> Vec<Spot> {
        let question = Question::of_next(filter, self.horizon, now);
        self.hits(&question).iter().filter_map(|hit| self.spot(&question, hit)).collect()
    }

    /// The same of events whose call for papers closes some time, be it over or not, each with that instant.
    pub fn spots_with_calls(&self, filter: &EventFilter, now: DateTime<Utc>) -> Vec<(Spot, DateTime<Utc>)> {
        let mut question = Question::of_next(filter, self.horizon, now);
        question.needs_call = true;
        let closes = |hit: &Hit| self.segments.get(hit.segment)?.body.call(hit.number);
        let spot = |hit: &Hit| Some((self.spot(&question, hit)?, instant(closes(hit)?.1)));
        self.hits(&question).iter().filter_map(spot).collect()
    }

    /// All that matches, by start.
    fn hits(&self, question: &Question<'_>) -> Vec<Hit> {
        first(&self.parts(question, EventOrder::StartsAt), (None, None), usize::MAX, false)
    }

    /// The row of a spot, with its event where that is at hand.
    pub fn row(&self, spot: Spot) -> Row {
        let Spot { state, occurrence } = spot;
        let event = self.kept.get(occurrence.event_id, state);
        Row { cursor: Cursor::by_start(occurrence.starts_at, occurrence.event_id), occurrence, event }
    }

    fn parts<'a>(&'a self, question: &'a Question<'a>, order: EventOrder) -> Vec<Part<'a>> {
        let numbered = self.segments.iter().enumerate();
        numbered.map(|(place, segment)| Part::new(place, Matching::new(segment, question), order)).collect()
    }

    fn rows(&self, question: &Question<'_>, hits: &[Hit]) -> Vec<Row> {
        let kept = self.kept.reader();
        let row = |hit: &Hit| {
            let Spot { state, occurrence } = self.spot(question, hit)?;
            let event = kept.get(occurrence.event_id, state);
            Some(Row { cursor: hit.key.cursor(), occurrence, event })
        };
        hits.iter().filter_map(row).collect()
    }

    fn spot(&self, question: &Question<'_>, hit: &Hit) -> Option<Spot> {
        let segment = self.segments.get(hit.segment)?;
        let brief = segment.body.brief(hit.number)?;
        let occurrence = match segment.body.once(hit.number) {
            Some((starts, ends)) => brief.occurrence(starts, ends),
            None => {
                let special = segment.special(hit.number)?;
                special.occurrence(brief.id, hit.key.starts, |sitting| question.takes(special, sitting))?
            }
        };
        Some(Spot { state: brief.state, occurrence })
    }
}

/// The first hits of all parts between two places, or the last, those first that are nearest to the end asked from.
fn first(parts: &[Part<'_>], bounds: (Option<Key>, Option<Key>), wanted: usize, is_from_end: bool) -> Vec<Hit> {
    let mut hits: Vec<Hit> = parts.iter().flat_map(|part| part.first(bounds, wanted, is_from_end)).collect();
    hits.sort_unstable_by_key(|hit| hit.key);
    if is_from_end {
        hits.reverse();
    }
    hits.truncate(wanted);
    hits
}
