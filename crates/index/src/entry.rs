//! An event taken apart for the index.

use crate::{
    brief::Brief,
    special::Special,
    window::{Window, is_on_calendar, micros},
};
use hobnob_domain::{Event, EventId, NicheId, SourceId, Standing, search::SearchText};

/// What takes longer is looked at one by one, so that a search by time need not begin earlier than this before its window.
const LONG: i64 = 31 * 86_400 * 1_000_000;

/// When an event takes place.
#[derive(Debug)]
pub(crate) enum When {
    /// Once, from one instant to another.
    Once(i64, i64),
    /// Otherwise.
    Special(Special),
}

/// An event taken apart for the index.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) brief: Brief,
    pub(crate) when: When,
    /// Broader ones too, each once.
    pub(crate) niches: Vec<NicheId>,
    pub(crate) sources: Vec<SourceId>,
    /// From when and until when its call for papers is open, if that is known.
    pub(crate) call: Option<(i64, i64)>,
    pub(crate) text: SearchText,
}

impl Entry {
    /// None when there is nothing in the event that can be found, and never will be.
    pub(crate) fn new(event: &Event, window: &Window) -> Option<Self> {
        let when = when(event, window);
        let is_over = match &when {
            When::Once(_, ends) => *ends <= window.over,
            When::Special(special) => special.is_over(window),
        };
        if is_over {
            return None;
        }
        let schedule = &event.facts.schedule;
        let (span, zone) = (schedule.span, schedule.zone);
        let is_known = is_on_calendar(schedule);
        let days = if is_known { (span.starts_on(zone), span.ends_on(zone)) } else { Default::default() };
        let mut niches: Vec<NicheId> = event.facts.niches.iter().flat_map(|niche| niche.closure()).copied().collect();
        niches.sort_unstable();
        niches.dedup();
        let mut sources: Vec<SourceId> = event.claims.iter().map(|claim| claim.source_id).collect();
        sources.sort_unstable();
        sources.dedup();
        let opens_at = event.facts.call_for_papers.as_ref().and_then(|call| call.opens_at);
        let call = event.facts.call_open_until().map(|until| (opens_at.map_or(i64::MIN, micros), micros(until)));
        Some(Self {
            brief: Brief::new(event, (days.0, days.1, span.is_all_day())),
            when,
            niches,
            sources,
            call,
            text: SearchText::of(event),
        })
    }

    /// Where it stands in a segment: what takes place once in order of start, then the rest.
    pub(crate) fn key(&self) -> (bool, i64, EventId) {
        match self.when {
            When::Once(starts, _) => (false, starts, self.brief.id),
            When::Special(_) => (true, 0, self.brief.id),
        }
    }
}

fn when(event: &Event, window: &Window) -> When {
    let schedule = &event.facts.schedule;
    if event.standing != Standing::Gone && schedule.recurrence.is_none() && is_on_calendar(schedule) {
        let (starts, ends) = (schedule.span.starts_at(schedule.zone), schedule.span.over_at(schedule.zone));
        let (starts, ends) = (micros(starts), micros(ends));
        if (0..=LONG).contains(&(ends - starts)) {
            return When::Once(starts, ends);
        }
    }
    When::Special(Special::new(event, window))
}
