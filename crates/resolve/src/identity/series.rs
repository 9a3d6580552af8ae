//! Drafts that one source calls by one word.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use hobnob_domain::{Draft, SeriesRole};

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

/// Two listings of one UID are one event if they agree on the day or the name.
fn unite_wholes(work: &mut Work<'_>, wholes: &[usize]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for place in wholes {
        let Some(draft) = work.traits.get(*place) else { continue };
        let name = std::iter::once(format!("name:{}", draft.name.bare(&[])));
        let day = draft.days().into_iter().map(|day| format!("day:{day}"));
        for key in name.chain(day) {
            let first = *seen.entry(key).or_insert(*place);
            work.join_named(first, *place);
        }
    }
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
