//! One event that nobody asked for: outside the reader's niches, still within their reach.

use std::cmp::Reverse;

use super::{Candidate, Reading, Section, rows::Sittings, score::Score, section::Place};
use chrono::TimeDelta;
use hobnob_domain::{AttendanceMode, Event, Facts, Occurrence, Standing, Subscriber};

/// How far ahead it may be.
const AHEAD: TimeDelta = TimeDelta::days(30);

/// How far away it may be, whatever the reader's own radius is, in kilometres.
const REACH_KM: f64 = 50.0;

/// The best event that no filter of the reader finds and that they were not told of.
pub(super) fn pick<'r, 'a: 'r, 's>(
    others: impl Iterator<Item = Sittings<'r, 'a>>,
    reading: Reading<'s>,
) -> Option<Candidate<'a, 's>> {
    let candidates = others.filter_map(|one| {
        let sitting = one.taking_place(reading.at).find(|sitting| is_soon(sitting, reading))?;
        let is_fit = is_outside(one.event, &sitting, reading) && is_in_reach(&one.event.facts, reading.subscriber);
        is_fit.then(|| Candidate {
            event: one.event,
            place: Place::new(Section::Beyond, sitting.starts_at, &sitting),
            score: Score::of(one.event, &sitting, None, reading),
            changes: Vec::new(),
            sitting,
            also: Vec::new(),
            alongside: Vec::new(),
            differing: Vec::new(),
            filter: None,
        })
    });
    candidates.min_by_key(|one| (Reverse(one.score.total()), one.place))
}

fn is_soon(sitting: &Occurrence, reading: Reading<'_>) -> bool {
    let starts_in = sitting.starts_at.signed_duration_since(reading.at);
    starts_in > TimeDelta::zero() && starts_in < AHEAD
}

/// Whether it is about something, and about nothing that the reader asks for.
fn is_outside(event: &Event, sitting: &Occurrence, reading: Reading<'_>) -> bool {
    let Reading { subscriber, told, at } = reading;
    let niches = &event.facts.niches;
    let is_theirs = |wanted| niches.iter().any(|niche| niche.is_within(wanted));
    event.standing == Standing::Confirmed
        && !niches.is_empty()
        && !told.knows(event.id)
        && !subscriber.filters.iter().any(|filter| filter.matches(event, sitting, at))
        && !subscriber.filters.iter().flat_map(|filter| &filter.niches).any(|wanted| is_theirs(*wanted))
}

/// Whether the reader could be there, and understand what is said as far as they say which languages they speak.
fn is_in_reach(facts: &Facts, subscriber: &Subscriber) -> bool {
    let filters = &subscriber.filters;
    let speaks = |language: &String| {
        let asked = filters.iter().filter(|filter| !filter.languages.is_empty());
        asked.clone().count() == 0 || asked.into_iter().any(|filter| filter.languages.contains(language))
    };
    if !facts.language.as_ref().is_none_or(speaks) {
        return false;
    }
    if filters.iter().all(|filter| !filter.modes.is_empty() && !filter.modes.contains(&facts.attendance_mode)) {
        return false;
    }
    if facts.attendance_mode == AttendanceMode::Online {
        return true;
    }
    // Nobody knows where somebody is who names no place.
    let mut nears = filters.iter().filter_map(|filter| filter.near.as_ref());
    let point = facts.venue.as_ref().and_then(|venue| venue.point);
    point.is_some_and(|point| nears.any(|near| near.point.distance_km(point) <= near.radius_km.min(REACH_KM)))
}
