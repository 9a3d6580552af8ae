//! Events that a source lists under another name: to us the old one vanished and a new one was found. A letter tells of the
//! new one alone, and to who knows the old one that it goes by another name.

use std::collections::{BTreeMap, HashMap};

use super::{
    Candidate, Reading,
    rows::{Gathered, Sittings},
    twins::{APART, APART_KM, page, point},
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Event, EventId, Occurrence, Standing, ToldEvent};

/// What is listed, by its page.
type Listed<'a> = HashMap<String, Vec<(&'a Event, DateTime<Utc>)>>;

/// The candidates without those that no source lists any more while one event alone, found later, has their page, days
/// and place.
pub(super) fn without_inherited<'a, 's>(
    mut candidates: Vec<Candidate<'a, 's>>,
    rows: &Gathered<'a>,
    reading: Reading<'_>,
) -> Vec<Candidate<'a, 's>> {
    if !candidates.iter().any(|one| is_left(one.event)) {
        return candidates;
    }
    let listed = listed(rows, reading);
    candidates.retain(|one| !is_left(one.event) || heir(one.event, one.sitting.starts_at, &listed).is_none());
    candidates
}

/// The heirs of what the reader was told, with what they were told of each; but for heirs that they know themselves.
pub(super) fn of_told<'t>(rows: &Gathered<'_>, reading: Reading<'t>) -> BTreeMap<EventId, &'t ToldEvent> {
    let told = &reading.told.events;
    let left: Vec<(Sittings<'_, '_>, &ToldEvent)> = told
        .iter()
        .filter_map(|(id, before)| Some((rows.find(*id)?, before)))
        .filter(|(one, _)| is_left(one.event))
        .collect();
    if left.is_empty() {
        return BTreeMap::new();
    }
    let listed = listed(rows, reading);
    let heirs =
        left.into_iter().filter_map(|(one, before)| Some((heir(one.event, one.first.starts_at, &listed)?, before)));
    heirs.filter(|(heir, _)| !reading.told.knows(*heir)).collect()
}

/// Whether the sources of an event that is not confirmed may list it under another name as `other`: the same page, days and
/// place. Only one event that was found later is its heir.
pub fn may_be_heir(one: &Event, sitting: &Occurrence, other: &Event, other_sitting: &Occurrence) -> bool {
    let is_then = other_sitting.starts_at.signed_duration_since(sitting.starts_at).abs() <= APART;
    is_left(one) && !is_left(other) && is_then && is_there(one, other) && is_same_page(&page(one), other)
}

/// How far apart in time an event and its heir begin at most.
pub const HEIR_APART: TimeDelta = APART;

fn is_left(event: &Event) -> bool {
    event.standing != Standing::Confirmed
}

fn is_there(one: &Event, other: &Event) -> bool {
    point(one).zip(point(other)).is_none_or(|(here, there)| here.distance_km(there) <= APART_KM)
}

fn is_same_page(page_of_one: &str, other: &Event) -> bool {
    !page_of_one.is_empty() && page(other) == page_of_one
}

fn listed<'a>(rows: &Gathered<'a>, reading: Reading<'_>) -> Listed<'a> {
    let mut listed = Listed::new();
    for one in rows.events().filter(|one| !is_left(one.event)) {
        if let Some(next) = one.taking_place(reading.at).next() {
            listed.entry(page(one.event)).or_default().push((one.event, next.starts_at));
        }
    }
    listed
}

/// The one event there that was found later.
fn heir(one: &Event, starts_at: DateTime<Utc>, listed: &Listed<'_>) -> Option<EventId> {
    let page = page(one);
    let is_then = |at: DateTime<Utc>| at.signed_duration_since(starts_at).abs() <= APART;
    let mut there = listed.get(&page).into_iter().flatten().filter(|(other, at)| is_there(one, other) && is_then(*at));
    let (other, _) = there.next().filter(|_| !page.is_empty() && there.clone().next().is_none())?;
    (other.created_at > one.created_at).then_some(other.id)
}
