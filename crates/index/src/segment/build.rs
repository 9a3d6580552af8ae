//! From events to a segment.

use std::sync::Arc;

use super::{Body, Segment};
use crate::{
    brief::Brief,
    cells::Cells,
    doc::{Doc, at},
    entry::{Entry, When},
    lists::Lists,
    special::Special,
    text::Builder,
};
use hobnob_domain::{NicheId, SourceId};
use roaring::RoaringBitmap;

/// All of an event but its words.
pub(crate) struct Line<'a> {
    pub(crate) brief: Brief,
    /// None for a special event.
    pub(crate) once: Option<(i64, i64)>,
    pub(crate) niches: &'a [NicheId],
    pub(crate) sources: &'a [SourceId],
    pub(crate) call: Option<(i64, i64)>,
}

/// About how many niches an event has, broader ones too.
const NICHES: usize = 4;

impl Body {
    /// Room for so many events: columns that grow by doubling leave twice their size behind.
    pub(crate) fn with_capacity(events: usize) -> Self {
        Self {
            starts: Vec::with_capacity(events),
            ends: Vec::with_capacity(events),
            briefs: Vec::with_capacity(events),
            niches: Lists::with_capacity(events, events.saturating_mul(NICHES)),
            sources: Lists::with_capacity(events, events),
            ..Self::default()
        }
    }

    /// Adds the next event and gives its number. Special events come last.
    pub(crate) fn push(&mut self, line: Line<'_>) -> Doc {
        let Line { brief, once, niches, sources, call } = line;
        let number = self.len();
        self.bitmaps.push(number, &brief, niches, sources);
        if let Some((starts, ends)) = once {
            self.starts.push(starts);
            self.ends.push(ends);
            self.longest = self.longest.max(ends - starts);
        }
        self.briefs.push(brief);
        self.niches.push(niches.iter().copied());
        self.sources.push(sources.iter().copied());
        self.calls.extend(call.map(|(opens, closes)| (number, opens, closes)));
        number
    }

    /// Works out what follows from the events once all are there.
    pub(crate) fn finish(&mut self) {
        let briefs = &self.briefs;
        let brief = |number: &Doc| briefs.get(at(*number));
        let mut by_id: Vec<Doc> = (0..self.len()).collect();
        by_id.sort_unstable_by_key(|number| brief(number).map(|brief| brief.id));
        let organizer = |number: &Doc| brief(number).and_then(|brief| brief.organizer);
        let mut by_organizer: Vec<Doc> = Vec::with_capacity(briefs.len());
        by_organizer.extend((0..self.len()).filter(|number| organizer(number).is_some()));
        by_organizer.sort_unstable_by_key(|number| (organizer(number), *number));
        by_organizer.shrink_to_fit();
        self.cells = Cells::new((0..).zip(briefs).map(|(number, brief)| (number, brief.point())));
        self.by_id = by_id;
        self.by_organizer = by_organizer;
        self.niches.shrink();
        self.sources.shrink();
        self.bitmaps.shrink();
        self.starts.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.briefs.shrink_to_fit();
        self.calls.shrink_to_fit();
    }
}

impl Segment {
    /// A segment of these events.
    pub(crate) fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable_by_key(Entry::key);
        let mut body = Body::with_capacity(entries.len());
        let mut specials: Vec<Special> = Vec::new();
        let mut words = Builder::default();
        for Entry { brief, when, niches, sources, call, text } in entries {
            let once = match when {
                When::Once(starts, ends) => Some((starts, ends)),
                When::Special(special) => {
                    specials.push(special);
                    None
                }
            };
            let number = body.push(Line { brief, once, niches: &niches, sources: &sources, call });
            words.push(number, &text);
        }
        body.text = words.postings();
        body.finish();
        Self::of(body, specials)
    }

    pub(super) fn of(body: Body, specials: Vec<Special>) -> Self {
        Self { body: Arc::new(body), specials: Arc::new(specials), dead: Arc::new(RoaringBitmap::new()) }
    }
}
