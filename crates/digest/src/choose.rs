//! Which events a letter tells of.

use std::collections::{BTreeMap, BTreeSet};

use crate::reason::reason;
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{
    Event, EventFilter, EventId, EventKind, EventStatus, Occurrence, Standing, Subscriber, Told, ToldEvent,
};

/// The most events in one letter.
pub const EVENTS_MAX: usize = 30;

/// How far ahead everything is told.
const SOON: TimeDelta = TimeDelta::days(14);

/// How far ahead conferences are told: one books them early.
const AHEAD: TimeDelta = TimeDelta::days(60);

/// How long before it closes a call for papers is told.
const CLOSING: TimeDelta = TimeDelta::days(21);

/// How long ago an event may have begun that isn't over. Today's is told; what runs for a year is not told every week.
const BEGUN: TimeDelta = TimeDelta::days(1);

/// The parts of a letter, in their order. An event stands in the first that takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// It begins within 14 days.
    Soon,
    /// Its call for papers is open and closes within 21 days.
    CallForPapers,
    /// It is a conference within 60 days.
    Ahead,
}

/// An event of a letter.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen<'a> {
    /// The event.
    pub event: &'a Event,
    /// The sitting it is told at.
    pub sitting: &'a Occurrence,
    /// Where it stands.
    pub section: Section,
    /// Why the reader is told, in a few words: "Rust · 3 km · call for papers open".
    pub reason: String,
}

/// The events of a letter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice<'a> {
    /// At most [`EVENTS_MAX`], by section, then by what is due first.
    pub chosen: Vec<Chosen<'a>>,
    /// How many more would have been worth telling.
    pub left_out: usize,
}

/// Where a candidate stands. Total, so that the order of the rows doesn't matter.
type Place = (Section, DateTime<Utc>, EventId, Option<DateTime<Utc>>);

struct Candidate<'a> {
    place: Place,
    event: &'a Event,
    sitting: &'a Occurrence,
}

impl Choice<'_> {
    /// What the letter tells of, as it tells it: to be remembered, so that nothing is new twice and a later change is told.
    pub fn told(&self) -> BTreeMap<EventId, ToldEvent> {
        let of = |chosen: &Chosen<'_>| ToldEvent {
            sequence: chosen.event.sequence,
            status: chosen.sitting.status,
            starts_at: chosen.sitting.starts_at,
            name: chosen.event.facts.name.clone(),
        };
        self.chosen.iter().map(|chosen| (chosen.event.id, of(chosen))).collect()
    }
}

/// Picks what a letter at `at` tells, each event once.
///
/// `rows` are what the subscriber's filters find from `at` on, in any order, and those of the events `told` that are not
/// over, found or not. From `beyond`, any upcoming rows (those around the subscriber, say), comes the one event outside
/// their bubble; rows that are also in `rows` do no harm.
///
/// What is cancelled, postponed, gone or over is not told. When there is too much, each section gives way to the others
/// in turn, so that a full fortnight doesn't hide the one call for papers.
pub fn choose<'a>(
    subscriber: &Subscriber,
    rows: impl IntoIterator<Item = (&'a Event, &'a Occurrence)>,
    beyond: impl IntoIterator<Item = (&'a Event, &'a Occurrence)>,
    told: &Told,
    at: DateTime<Utc>,
) -> Choice<'a> {
    let is_asked = |event: &Event, sitting: &Occurrence| {
        subscriber.filters.iter().any(|filter: &EventFilter| filter.matches(event, sitting, at))
    };
    let other = beyond.into_iter().filter(|(event, sitting)| told.last_at.is_some() && is_asked(event, sitting));
    let candidates = rows.into_iter().chain(other).filter_map(|(event, sitting)| {
        let (section, due_at) = section(event, sitting, at)?;
        Some(Candidate { place: (section, due_at, event.id, sitting.recurrence_id), event, sitting })
    });
    let mut candidates: Vec<Candidate<'a>> = candidates.collect();
    candidates.sort_by_key(|candidate| candidate.place);
    let mut told = BTreeSet::new();
    candidates.retain(|candidate| told.insert(candidate.event.id));
    let left_out = candidates.len().saturating_sub(EVENTS_MAX);
    let chosen = shared_out(candidates).into_iter().map(|Candidate { place: (section, ..), event, sitting }| Chosen {
        event,
        sitting,
        section,
        reason: reason(subscriber, event, at),
    });
    Choice { chosen: chosen.collect(), left_out }
}

/// The section that takes a sitting, and what counts there as its date.
fn section(event: &Event, sitting: &Occurrence, at: DateTime<Utc>) -> Option<(Section, DateTime<Utc>)> {
    let takes_place = !matches!(sitting.status, EventStatus::Cancelled | EventStatus::Postponed);
    if event.standing == Standing::Gone || !takes_place || sitting.ends_at <= at {
        return None;
    }
    let starts_in = sitting.starts_at.signed_duration_since(at);
    if starts_in > -BEGUN && starts_in < SOON {
        return Some((Section::Soon, sitting.starts_at));
    }
    let call = event.facts.call_for_papers.as_ref().filter(|call| call.is_open(at)).and_then(|call| call.closes_at);
    if let Some(closes_at) = call.filter(|closes_at| closes_at.signed_duration_since(at) <= CLOSING) {
        return Some((Section::CallForPapers, closes_at));
    }
    let is_conference = matches!(event.facts.kind, EventKind::Conference | EventKind::Unconference);
    (is_conference && starts_in >= SOON && starts_in < AHEAD).then_some((Section::Ahead, sitting.starts_at))
}

/// At most [`EVENTS_MAX`], taken from the sections in turn; the order is kept.
fn shared_out(candidates: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    let mut taken: BTreeMap<Section, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, Candidate<'_>)> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let rank = taken.entry(candidate.place.0).or_default();
        *rank += 1;
        ranked.push((*rank, candidate));
    }
    ranked.sort_by_key(|(rank, candidate)| (*rank, candidate.place));
    ranked.truncate(EVENTS_MAX);
    ranked.sort_by_key(|(_, candidate)| candidate.place);
    ranked.into_iter().map(|(_, candidate)| candidate).collect()
}
