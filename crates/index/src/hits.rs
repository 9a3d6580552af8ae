//! Matches in the order of a list.

use std::ops::Range;

use crate::{
    doc::Doc,
    matching::Matching,
    special::Sitting,
    window::{instant, micros},
};
use hobnob_domain::{Cursor, EventId, EventOrder, order::NOWHERE};

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) rank: i64,
    pub(crate) starts: i64,
    pub(crate) id: i64,
}

/// A match in its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(crate) key: Key,
    pub(crate) segment: usize,
    pub(crate) number: Doc,
}

/// Rows lie strictly between these.
pub(crate) type Bounds = (Option<Key>, Option<Key>);

impl Key {
    pub(crate) fn of(cursor: Cursor) -> Self {
        Self { rank: cursor.rank, starts: micros(cursor.starts_at), id: cursor.event_id.get() }
    }

    pub(crate) fn cursor(self) -> Cursor {
        Cursor { rank: self.rank, starts_at: instant(self.starts), event_id: EventId::new(self.id) }
    }

    /// The place right behind.
    pub(crate) const fn next(self) -> Self {
        Self { id: self.id.saturating_add(1), ..self }
    }

    /// The place right before.
    pub(crate) const fn previous(self) -> Self {
        Self { id: self.id.saturating_sub(1), ..self }
    }

    fn is_within(self, bounds: Bounds) -> bool {
        bounds.0.is_none_or(|after| self > after) && bounds.1.is_none_or(|before| self < before)
    }
}

/// The matches of one segment.
pub(crate) struct Part<'a> {
    place: usize,
    matching: Matching<'a>,
    order: EventOrder,
    specials: Vec<(Doc, Sitting)>,
    /// In an order other than by start: every match.
    ranked: Option<Vec<Hit>>,
}

impl<'a> Part<'a> {
    pub(crate) fn new(place: usize, matching: Matching<'a>, order: EventOrder) -> Self {
        let specials = matching.specials();
        let mut part = Self { place, matching, order, specials, ranked: None };
        if order != EventOrder::StartsAt {
            let singles = part.matching.singles(&part.matching.range);
            let hits = singles.into_iter().filter_map(|number| part.single(number));
            part.ranked = Some(hits.chain(part.special_hits()).collect());
        }
        part
    }

    /// The first hits between two places, or the last; in no order.
    pub(crate) fn first(&self, bounds: Bounds, wanted: usize, is_from_end: bool) -> Vec<Hit> {
        if let Some(ranked) = &self.ranked {
            let within = ranked.iter().filter(|hit| hit.key.is_within(bounds)).copied().collect();
            return nearest(within, wanted, is_from_end);
        }
        let specials = self.special_hits().filter(|hit| hit.key.is_within(bounds)).collect();
        let mut hits = nearest(specials, wanted, is_from_end);
        hits.extend(self.singles(bounds, wanted, is_from_end));
        hits
    }

    fn special_hits(&self) -> impl Iterator<Item = Hit> {
        self.specials.iter().filter_map(|(number, sitting)| self.hit(*number, sitting.starts))
    }

    fn single(&self, number: Doc) -> Option<Hit> {
        let (starts, _) = self.matching.segment.body.once(number)?;
        self.hit(number, starts)
    }

    fn hit(&self, number: Doc, starts: i64) -> Option<Hit> {
        let brief = self.matching.segment.body.brief(number)?;
        let rank = match self.order {
            EventOrder::StartsAt => 0,
            EventOrder::Distance => {
                let near = self.matching.question.filter.near.as_ref();
                near.zip(brief.point()).map_or(NOWHERE, |(near, point)| near.point.distance_mm(point))
            }
            EventOrder::Relevance => -i64::from(self.matching.candidates.score(number).unwrap_or_default()),
            EventOrder::Newest => -brief.created,
        };
        Some(Hit { key: Key { rank, starts, id: brief.id.get() }, segment: self.place, number })
    }

    /// The first events that take place once, or the last: looked for in ever wider pieces, so that what is not asked for
    /// costs nothing.
    fn singles(&self, bounds: Bounds, wanted: usize, is_from_end: bool) -> Vec<Hit> {
        let mut left = self.between(bounds);
        let mut piece = self.piece(&left, wanted);
        let mut hits = Vec::new();
        while !left.is_empty() && hits.len() < wanted {
            let part = if is_from_end {
                let middle = left.end.saturating_sub(piece).max(left.start);
                let part = middle..left.end;
                left.end = middle;
                part
            } else {
                let middle = left.start.saturating_add(piece).min(left.end);
                let part = left.start..middle;
                left.start = middle;
                part
            };
            let found = self.matching.singles(&part);
            let missing = wanted - hits.len();
            if is_from_end {
                hits.extend(found.into_iter().rev().take(missing).filter_map(|number| self.single(number)));
            } else {
                hits.extend(found.into_iter().take(missing).filter_map(|number| self.single(number)));
            }
            piece = piece.saturating_mul(4);
        }
        hits
    }

    /// How many events to look at first: all where few come into question, else as many as should give what is wanted.
    fn piece(&self, range: &Range<Doc>, wanted: usize) -> Doc {
        let enough = u64::try_from(wanted).unwrap_or(u64::MAX).saturating_mul(4).max(256);
        let length = u64::from(range.end - range.start);
        let many = self.matching.candidates.len(range);
        let piece = if many <= enough { length } else { (length.saturating_mul(enough) / many).max(64) };
        Doc::try_from(piece).unwrap_or(Doc::MAX).max(1)
    }

    fn between(&self, (after, before): Bounds) -> Range<Doc> {
        let (body, range) = (&self.matching.segment.body, &self.matching.range);
        let place = |key: Key, more: i64| match key.rank {
            0 => body.place(key.starts, Some(EventId::new(key.id.saturating_add(more)))),
            rank if rank < 0 => 0,
            _ => body.singles(),
        };
        let start = after.map_or(range.start, |after| place(after, 1).clamp(range.start, range.end));
        let end = before.map_or(range.end, |before| place(before, 0).clamp(start, range.end));
        start..end
    }
}

/// So many of the hits as are nearest to the end asked from.
fn nearest(mut hits: Vec<Hit>, wanted: usize, is_from_end: bool) -> Vec<Hit> {
    if hits.len() > wanted && wanted > 0 {
        if is_from_end {
            hits.select_nth_unstable_by_key(wanted - 1, |hit| std::cmp::Reverse(hit.key));
        } else {
            hits.select_nth_unstable_by_key(wanted - 1, |hit| hit.key);
        }
    }
    hits.truncate(wanted);
    hits
}
