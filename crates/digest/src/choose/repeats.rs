//! Evenings that a source lists one by one: "Coffee & Code" of this Tuesday, the next and the one after. A letter tells of
//! the first, and of the others as its further days.

use std::collections::HashMap;

use super::{Candidate, Section};
use hobnob_domain::{Event, OrganizerId};

/// Which evenings may be one series: its name, and who invites.
type Name<'a> = (&'a str, Option<OrganizerId>);

/// The candidates, those that repeat another one among its further days. Only what is told for its own day is looked at, not
/// what changed, closes or is booked early.
pub(super) fn gathered<'a, 's>(mut candidates: Vec<Candidate<'a, 's>>) -> Vec<Candidate<'a, 's>> {
    if candidates.iter().filter(|one| is_for_its_day(one)).nth(1).is_none() {
        return candidates;
    }
    // What is this week stands there whatever else is new of it.
    candidates.sort_by_key(|one| (one.place.section != Section::Week, one.sitting.starts_at, one.place));
    let mut kept: Vec<Candidate<'a, 's>> = Vec::with_capacity(candidates.len());
    let mut first: HashMap<Name<'a>, Vec<usize>> = HashMap::new();
    for one in candidates {
        if !is_for_its_day(&one) {
            kept.push(one);
            continue;
        }
        let places = first.entry(name(one.event)).or_default();
        // Another hour of the same day is told for itself.
        let is_same = |kept: &Candidate<'a, 's>| {
            kept.sitting.starts_on != one.sitting.starts_on && is_there_too(kept.event, one.event)
        };
        let same = places.iter().copied().find(|place| kept.get(*place).is_some_and(is_same));
        match same.and_then(|place| kept.get_mut(place)) {
            Some(same) => same.also.push((one.event, one.sitting)),
            None => {
                places.push(kept.len());
                kept.push(one);
            }
        }
    }
    kept
}

fn is_for_its_day(one: &Candidate<'_, '_>) -> bool {
    matches!(one.place.section, Section::New | Section::Week | Section::Later)
}

fn name(event: &Event) -> Name<'_> {
    (event.facts.name.trim(), event.facts.organizer.as_ref().map(|organizer| organizer.id))
}

/// Whether the one is where the other is, and by the same site: many towns have an evening of the same name.
fn is_there_too(one: &Event, other: &Event) -> bool {
    let is_one_site = site(one) == site(other);
    let (one, other) = (&one.facts, &other.facts);
    let is_one_place = match (&one.venue, &other.venue) {
        (Some(here), Some(there)) => !here.is_elsewhere(there),
        (here, there) => here.is_none() == there.is_none(),
    };
    is_one_site && is_one_place && one.attendance_mode == other.attendance_mode
}

/// The host of its address.
fn site(event: &Event) -> Option<&str> {
    let (_, address) = event.facts.url.split_once("://")?;
    address.split('/').next()
}
