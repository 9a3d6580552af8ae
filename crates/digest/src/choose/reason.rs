//! Why an event is in a letter, in a few words.

use super::{Candidate, Reading, Section, score::worth};
use crate::kilometres::kilometres;
use chrono::{DateTime, Utc};
use hobnob_domain::{
    AttendanceMode, Event, EventFilter, EventKind, Facts, Near, NicheId, Occurrence, Standing, Subscriber,
    filter_words::niche_label,
};

/// Whoever looks from so close to the middle of a town, in kilometres, is in it.
const TOWN_KM: f64 = 5.0;

/// The most names of one sort.
const NAMES_MAX: usize = 3;

/// What a goal must be worth to a reader to be named without a filter asking for it.
const WORTH_NAMING: i32 = 2;

/// The filter that finds an event; of several the one with the smallest radius, for it says most about the reader's
/// wish. One without a place counts as the largest.
pub(super) fn found_by<'s>(
    subscriber: &'s Subscriber,
    event: &Event,
    sitting: &Occurrence,
    at: DateTime<Utc>,
) -> Option<&'s EventFilter> {
    let radius = |filter: &EventFilter| filter.near.as_ref().map_or(f64::INFINITY, |near| near.radius_km);
    let finding = subscriber.filters.iter().filter(|filter| filter.matches(event, sitting, at));
    finding.min_by(|one, other| radius(one).total_cmp(&radius(other)))
}

/// Where a reader is, as far as their filters say: the place they look around most closely.
pub(super) fn home(subscriber: &Subscriber) -> Option<&Near> {
    let nears = subscriber.filters.iter().filter_map(|filter| filter.near.as_ref());
    nears.min_by(|one, other| one.radius_km.total_cmp(&other.radius_km))
}

/// Why an event is told, in the letter's words; never empty.
pub(super) fn of(candidate: &Candidate<'_, '_>, reading: Reading<'_>) -> String {
    match (candidate.place.section, candidate.filter) {
        (Section::Changed, filter) => told_before(candidate.event, filter, reading),
        (_, Some(filter)) => found(candidate.event, filter, reading),
        (_, None) => beyond(candidate.event, reading),
    }
}

/// Why an event is told that a filter finds: what speaks for it, the reader's own wishes first; never empty.
fn found(event: &Event, filter: &EventFilter, reading: Reading<'_>) -> String {
    let facts = &event.facts;
    let is_asked = |niche: &NicheId| filter.niches.is_empty() || filter.niches.iter().any(|n| niche.is_within(*n));
    let mut parts = about(facts, is_asked);
    parts.extend(goals(facts, Some(filter), reading.subscriber));
    let near = filter.near.as_ref().or_else(|| home(reading.subscriber));
    parts.extend(near.and_then(|near| distance(facts, near.point)));
    let is_call_asked = filter.call_for_papers_open == Some(true);
    parts.extend(asides(event, is_call_asked, reading.at));
    worded(parts)
}

/// Why an event is told that changed.
fn told_before(event: &Event, filter: Option<&EventFilter>, reading: Reading<'_>) -> String {
    match filter {
        Some(filter) => format!("you were told of it · {}", found(event, filter, reading)),
        None => "you were told of it".to_owned(),
    }
}

/// Why an event is told that nobody asked for.
fn beyond(event: &Event, reading: Reading<'_>) -> String {
    let facts = &event.facts;
    let mut parts = about(facts, |_| true);
    parts.extend(goals(facts, None, reading.subscriber));
    parts.extend(home(reading.subscriber).and_then(|near| distance(facts, near.point)));
    parts.extend(asides(event, false, reading.at));
    worded(parts)
}

fn worded(mut parts: Vec<String>) -> String {
    if parts.is_empty() {
        parts.push("it matches your filter".to_owned());
    }
    parts.join(" · ")
}

/// The event's niches that matter here; of one that is about none of them, what sort of gathering it is.
fn about(facts: &Facts, matters: impl Fn(&NicheId) -> bool) -> Vec<String> {
    let niches = facts.niches.iter().filter(|niche| matters(niche));
    let labels: Vec<String> = niches.take(NAMES_MAX).map(|niche| niche_label(*niche).to_owned()).collect();
    if labels.is_empty() && facts.kind != EventKind::Other {
        return vec![facts.kind.as_str().replace('_', " ")];
    }
    labels
}

/// The goals that a filter asks for, or that are worth much to the reader.
fn goals<'a>(
    facts: &'a Facts,
    filter: Option<&'a EventFilter>,
    subscriber: &'a Subscriber,
) -> impl Iterator<Item = String> + 'a {
    let matters = move |goal: &hobnob_domain::Goal| {
        filter.is_some_and(|filter| filter.goals.contains(goal)) || worth(subscriber, *goal) >= WORTH_NAMING
    };
    let goals = facts.goals.iter().copied().filter(matters).take(NAMES_MAX);
    goals.map(|goal| format!("for {}", goal.as_str().replace('_', " ")))
}

/// How far it is from where the reader looks.
fn distance(facts: &Facts, from: hobnob_domain::Point) -> Option<String> {
    if facts.attendance_mode == AttendanceMode::Online {
        return None;
    }
    let venue = facts.venue.as_ref()?;
    let km = from.distance_km(venue.point?);
    // The middle of a town says nothing of how far the house is.
    let is_said = venue.street().is_some() && venue.address != venue.name;
    let is_town_alone = venue.house().is_none() && !is_said;
    let is_there = (is_town_alone && km < 1.0) || (venue.is_town_centre && km < TOWN_KM);
    match venue.locality.as_deref().filter(|_| is_there) {
        Some(town) => Some(format!("in {town}")),
        None => Some(kilometres(km).into_owned()),
    }
}

/// What else speaks for an event, and what speaks against it. An open call stands in the entry itself; it is a reason where it was
/// asked for.
fn asides(event: &Event, is_call_asked: bool, at: DateTime<Utc>) -> impl Iterator<Item = String> {
    let is_open = is_call_asked && event.facts.open_call(at).is_some();
    let asides = [
        (event.facts.is_free == Some(true), "free"),
        (is_open, "call for papers open"),
        (event.standing == Standing::Unconfirmed, "no longer listed, check before you go"),
    ];
    asides.into_iter().filter(|(holds, _)| *holds).map(|(_, words)| words.to_owned())
}
