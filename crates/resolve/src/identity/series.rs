//! Drafts that one source calls by one word.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use hobnob_domain::{Draft, SeriesRole};

use super::{Traits, Union};

/// Puts series and their instances together; gives the drafts that stand for themselves, and so may be about the same
/// event as another source's.
pub(super) fn unite(drafts: &[Draft], traits: &[Traits], union: &mut Union) -> BTreeSet<usize> {
    let mut series: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (place, draft) in drafts.iter().enumerate() {
        series.entry((draft.source_id, draft.series_key.as_str())).or_default().push(place);
    }
    let mut free = BTreeSet::new();
    for members in series.into_values() {
        let (wholes, instances): (Vec<usize>, Vec<usize>) = members
            .into_iter()
            .partition(|place| drafts.get(*place).is_some_and(|draft| draft.role == SeriesRole::Whole));
        unite_wholes(traits, &wholes, union);
        free.extend(&wholes);
        match anchor(drafts, &wholes) {
            Some(whole) => instances.into_iter().for_each(|instance| union.join(whole, instance)),
            None => {
                unite_instances(drafts, &instances, union);
                free.extend(instances);
            }
        }
    }
    free
}

/// The whole that instances belong to: the one that repeats, else the one of the lowest listing.
fn anchor(drafts: &[Draft], wholes: &[usize]) -> Option<usize> {
    let rank =
        |place: &&usize| drafts.get(**place).map(|draft| (draft.facts.schedule.recurrence.is_none(), draft.listing_id));
    wholes.iter().min_by_key(rank).copied()
}

/// Two listings of one UID are one event if they agree on the day or the name.
fn unite_wholes(traits: &[Traits], wholes: &[usize], union: &mut Union) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for place in wholes {
        let Some(draft) = traits.get(*place) else { continue };
        let name = std::iter::once(format!("name:{}", draft.name.bare));
        let day = draft.days.iter().map(|day| format!("day:{day}"));
        for key in name.chain(day) {
            let first = *seen.entry(key).or_insert(*place);
            union.join(first, *place);
        }
    }
}

/// Instances without their series are events of their own, each told perhaps twice.
fn unite_instances(drafts: &[Draft], instances: &[usize], union: &mut Union) {
    let mut seen: BTreeMap<DateTime<Utc>, usize> = BTreeMap::new();
    for place in instances {
        if let Some(SeriesRole::Instance { recurrence_id }) = drafts.get(*place).map(|draft| &draft.role) {
            let first = *seen.entry(*recurrence_id).or_insert(*place);
            union.join(first, *place);
        }
    }
}
