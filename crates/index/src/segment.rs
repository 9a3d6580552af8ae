//! Events that were indexed together: what never changes of them, and which of them have gone since.

mod build;
mod merge;

pub(crate) use build::Line;
pub(crate) use merge::{Merged, merged};

use std::{cmp::Ordering, ops::Range, sync::Arc};

use crate::{
    bitmaps::Bitmaps,
    brief::Brief,
    cells::Cells,
    doc::{Doc, at, doc},
    lists::Lists,
    special::Special,
    text::Postings,
};
use hobnob_domain::{EventId, NicheId, SourceId};
use roaring::RoaringBitmap;

/// What never changes of a segment. Events that take place once come first, in order of start, then id; behind them the
/// special ones, in order of id.
#[derive(Debug, Default)]
pub(crate) struct Body {
    /// Of events that take place once.
    pub(crate) starts: Vec<i64>,
    pub(crate) ends: Vec<i64>,
    pub(crate) briefs: Vec<Brief>,
    pub(crate) niches: Lists<NicheId>,
    pub(crate) sources: Lists<SourceId>,
    /// Calls for papers that close: the event, when it opens, when it closes.
    pub(crate) calls: Vec<(Doc, i64, i64)>,
    /// Every event, in order of id.
    by_id: Vec<Doc>,
    /// Events with an organizer, in order of organizer, then number.
    by_organizer: Vec<Doc>,
    pub(crate) bitmaps: Bitmaps,
    pub(crate) cells: Cells,
    pub(crate) text: Postings,
    /// No event that takes place once takes longer.
    pub(crate) longest: i64,
}

/// Events that were indexed together. A copy is cheap.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub(crate) body: Arc<Body>,
    /// The special events: the first has the number behind the last that takes place once.
    pub(crate) specials: Arc<Vec<Special>>,
    /// Events that changed or went since; their successors are in other segments.
    pub(crate) dead: Arc<RoaringBitmap>,
}

impl Body {
    /// How many events there are.
    pub(crate) fn len(&self) -> Doc {
        doc(self.briefs.len())
    }

    /// The number of the first special event.
    pub(crate) fn singles(&self) -> Doc {
        doc(self.starts.len())
    }

    pub(crate) fn brief(&self, number: Doc) -> Option<&Brief> {
        self.briefs.get(at(number))
    }

    /// When an event that takes place once does.
    pub(crate) fn once(&self, number: Doc) -> Option<(i64, i64)> {
        Some((*self.starts.get(at(number))?, *self.ends.get(at(number))?))
    }

    /// All of an event but its words.
    pub(crate) fn line(&self, number: Doc) -> Option<Line<'_>> {
        Some(Line {
            brief: *self.brief(number)?,
            once: self.once(number),
            niches: self.niches.of(number),
            sources: self.sources.of(number),
            call: self.call(number),
        })
    }

    /// When an event's call for papers opens and closes.
    pub(crate) fn call(&self, number: Doc) -> Option<(i64, i64)> {
        let place = self.calls.binary_search_by_key(&number, |(held, _, _)| *held).ok()?;
        self.calls.get(place).map(|(_, opens, closes)| (*opens, *closes))
    }

    fn find(&self, id: EventId) -> Option<Doc> {
        let is_before = |number: &Doc| self.brief(*number).is_some_and(|brief| brief.id < id);
        let number = *self.by_id.get(self.by_id.partition_point(is_before))?;
        self.brief(number).is_some_and(|brief| brief.id == id).then_some(number)
    }

    /// How many events that take place once begin before that place in the list by start.
    pub(crate) fn place(&self, starts: i64, id: Option<EventId>) -> Doc {
        let first = self.starts.partition_point(|held| *held < starts);
        let Some(id) = id else { return doc(first) };
        let same = self.starts.get(first..).unwrap_or_default().partition_point(|held| *held == starts);
        let same = self.briefs.get(first..first + same).unwrap_or_default();
        doc(first + same.partition_point(|brief| brief.id < id))
    }

    /// An organizer's events, in order.
    pub(crate) fn of_organizer(&self, organizer: hobnob_domain::OrganizerId) -> &[Doc] {
        let compare = |number: &Doc| {
            let held = self.brief(*number).and_then(|brief| brief.organizer);
            held.map_or(Ordering::Greater, |held| held.cmp(&organizer))
        };
        let begin = self.by_organizer.partition_point(|number| compare(number) == Ordering::Less);
        let end = self.by_organizer.partition_point(|number| compare(number) != Ordering::Greater);
        self.by_organizer.get(begin..end).unwrap_or_default()
    }
}

impl Segment {
    /// How many of its events are still to be found here.
    pub(crate) fn living(&self) -> usize {
        at(self.body.len()).saturating_sub(usize::try_from(self.dead.len()).unwrap_or(usize::MAX))
    }

    /// The number of an event that is still to be found here.
    pub(crate) fn find(&self, id: EventId) -> Option<Doc> {
        self.body.find(id).filter(|number| !self.dead.contains(*number))
    }

    /// A special event by its number.
    pub(crate) fn special(&self, number: Doc) -> Option<&Special> {
        self.specials.get(at(number.checked_sub(self.body.singles())?))
    }

    /// The numbers of the special events.
    pub(crate) fn special_numbers(&self) -> Range<Doc> {
        self.body.singles()..self.body.len()
    }

    /// The same segment without these.
    pub(crate) fn without(&self, gone: &[Doc]) -> Self {
        let mut dead = RoaringBitmap::clone(&self.dead);
        for number in gone {
            dead.insert(*number);
        }
        Self { dead: Arc::new(dead), ..self.clone() }
    }
}
