//! Events that a source lists under another name: to us the old one vanished and a new one was found. A letter tells of the
//! new one alone.

use std::collections::HashMap;

use super::{
    Candidate, Reading,
    rows::Gathered,
    twins::{APART, APART_KM, page, point},
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Event, Standing};

/// The candidates without those that no source lists any more while one event alone, found later, has their page, days
/// and place.
pub(super) fn without_inherited<'a, 's>(
    mut candidates: Vec<Candidate<'a, 's>>,
    rows: &Gathered<'a>,
    reading: Reading<'_>,
) -> Vec<Candidate<'a, 's>> {
    let is_left = |one: &Candidate<'_, '_>| one.event.standing != Standing::Confirmed;
    if !candidates.iter().any(is_left) {
        return candidates;
    }
    let mut listed: HashMap<String, Vec<(&Event, DateTime<Utc>)>> = HashMap::new();
    for one in rows.events().filter(|one| one.event.standing == Standing::Confirmed) {
        if let Some(next) = one.taking_place(reading.at).next() {
            listed.entry(page(one.event)).or_default().push((one.event, next.starts_at));
        }
    }
    candidates.retain(|one| !(is_left(one) && has_heir(one, &listed)));
    candidates
}

fn has_heir(one: &Candidate<'_, '_>, listed: &HashMap<String, Vec<(&Event, DateTime<Utc>)>>) -> bool {
    let (page, here) = (page(one.event), point(one.event));
    let is_near =
        |other: &Event| here.zip(point(other)).is_none_or(|(here, there)| here.distance_km(there) <= APART_KM);
    let is_then = |at: DateTime<Utc>| at.signed_duration_since(one.sitting.starts_at).abs() <= APART;
    let there = listed.get(&page).into_iter().flatten().filter(|(other, at)| is_near(other) && is_then(*at));
    let mut there = there.map(|(other, _)| other.created_at > one.event.created_at);
    !page.is_empty() && there.next() == Some(true) && there.next().is_none()
}
