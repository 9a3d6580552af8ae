//! Drafts that one source calls by one word.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use hobnob_domain::{Draft, Finding, SeriesRole};

use super::clustering::Work;

/// Puts series and their instances together; says which drafts stand for themselves, and so may be about the same event
/// as another source's.
pub(super) fn unite(work: &mut Work<'_>) -> Vec<bool> {
    let mut series: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (place, draft) in work.drafts.iter().enumerate() {
        series.entry((draft.source_id, draft.series_key.as_str())).or_default().push(place);
    }
    let mut free = vec![false; work.drafts.len()];
    let mut stand = |places: &[usize]| {
        for place in places {
            if let Some(free) = free.get_mut(*place) {
                *free = true;
            }
        }
    };
    for members in series.into_values() {
        if let [alone] = members.as_slice() {
            stand(&[*alone]);
            continue;
        }
        let is_whole = |place: &usize| work.drafts.get(*place).is_some_and(|draft| draft.role == SeriesRole::Whole);
        let (wholes, instances): (Vec<usize>, Vec<usize>) = members.into_iter().partition(is_whole);
        unite_wholes(work, &wholes);
        stand(&wholes);
        match anchor(work.drafts, &wholes) {
            Some(whole) => instances.into_iter().for_each(|instance| {
                work.parts.join(whole, instance);
            }),
            None => {
                unite_instances(work, &instances);
                stand(&instances);
            }
        }
    }
    free
}

/// The whole that instances belong to: the one that repeats, else the one of the lowest listing.
fn anchor(drafts: &[&Draft], wholes: &[usize]) -> Option<usize> {
    let rank =
        |place: &&usize| drafts.get(**place).map(|draft| (draft.facts.schedule.recurrence.is_none(), draft.listing_id));
    wholes.iter().min_by_key(rank).copied()
}

/// Two listings of one UID are one event if they agree on the day and are not far apart, or on the name and the one
/// replaced the other.
fn unite_wholes(work: &mut Work<'_>, wholes: &[usize]) {
    let mut days: BTreeMap<NaiveDate, Vec<usize>> = BTreeMap::new();
    for place in wholes {
        let Some(traits) = work.traits.get(*place) else { continue };
        for day in traits.days() {
            let heads = days.entry(day).or_default();
            match heads.iter().find(|head| !are_in_two_towns(work, **head, *place)) {
                Some(head) => work.join_named(*head, *place),
                None if heads.len() < EDITIONS_MAX => heads.push(*place),
                None => {}
            }
        }
    }
    let mut heads: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for place in wholes {
        let Some(traits) = work.traits.get(*place) else { continue };
        let heads = heads.entry(traits.name.bare(&[])).or_default();
        match heads.iter().find(|head| !are_editions(work, **head, *place)) {
            Some(head) => work.join_named(*head, *place),
            None if heads.len() < EDITIONS_MAX => heads.push(*place),
            None => {}
        }
    }
}

/// So many editions of one UID are told apart by more than their days.
const EDITIONS_MAX: usize = 64;

/// Editions are at least so far apart: a day of workshops and the days of talks are one event, two weekly evenings are two.
const EDITIONS_APART: TimeDelta = TimeDelta::days(7);

/// A run looks at all of a source at once, give or take.
const RUN: TimeDelta = TimeDelta::hours(1);

/// Whether any of the one part is another edition than any of the other: far from it, and listed while it was. A listing
/// that came when the other went is the same event on another day.
fn are_editions(work: &mut Work<'_>, one: usize, other: usize) -> bool {
    if work.parts.are_one(one, other) {
        return false;
    }
    let (here, there) = (work.parts.members(one), work.parts.members(other));
    here.iter().any(|one| {
        there.iter().any(|other| {
            let days = work.traits.get(*one).zip(work.traits.get(*other));
            let is_far =
                days.is_some_and(|(one, other)| (one.when.starts_on - other.when.starts_on).abs() >= EDITIONS_APART);
            is_far && are_listed_together(work, *one, *other) || are_in_two_towns(work, *one, *other)
        })
    })
}

/// Whether both are on one day in towns far from each other: some programs make a UID of the name and the year, which a
/// day that is held in many towns has in common.
fn are_in_two_towns(work: &Work<'_>, one: usize, other: usize) -> bool {
    work.compared(one, other).has(Finding::FarApart)
}

/// Whether each was still there when the other came.
fn are_listed_together(work: &Work<'_>, one: usize, other: usize) -> bool {
    let drafts = work.drafts.get(one).zip(work.drafts.get(other));
    drafts.is_some_and(|(one, other)| was_there(one, other) && was_there(other, one))
}

/// Whether a listing was still there when the other one came.
fn was_there(one: &Draft, other: &Draft) -> bool {
    one.missing_since.is_none_or(|since| since > other.first_seen_at + RUN)
}

/// Instances without their series are events of their own, each told perhaps twice.
fn unite_instances(work: &mut Work<'_>, instances: &[usize]) {
    let mut seen: BTreeMap<DateTime<Utc>, usize> = BTreeMap::new();
    for place in instances {
        if let Some(SeriesRole::Instance { recurrence_id }) = work.drafts.get(*place).map(|draft| &draft.role) {
            let first = *seen.entry(*recurrence_id).or_insert(*place);
            work.join_named(first, *place);
        }
    }
}
