//! Places whose name begins with what has been typed so far.

use crate::{
    Place, find,
    keys::{self, Called},
    layout::{KIND_ALTERNATE, KIND_CODE, KIND_NAME},
    names::fold,
    records::PlaceId,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

/// Characters of the query that are looked at.
const QUERY_MAX: usize = 80;

/// Places given at most.
const PLACES_MAX: usize = 100;

/// Places with a name that begins so, the most populous first; one that is called so only elsewhere stands behind larger
/// ones that are. What stands behind a comma narrows: "spring, illinois".
pub(crate) fn search(query: &str, limit: usize) -> Vec<Place> {
    let query: String = query.chars().take(QUERY_MAX).collect();
    let mut parts = query.split(',');
    let prefix = fold(parts.next().unwrap_or_default());
    let narrowings: Vec<find::Narrowing> =
        parts.filter(|part| !part.trim().is_empty()).map(find::Narrowing::of).collect();
    let limit = limit.min(PLACES_MAX);
    if prefix.is_empty() || limit == 0 {
        return Vec::new();
    }
    let mut found = First { limit, places: BTreeMap::new(), ranks: HashMap::new() };
    keys::PLACES.starting_with(&prefix, |key, postings| {
        for Called { place, kind } in postings.places().filter(|called| called.kind != KIND_CODE || key == prefix) {
            let Some(record) = place.record() else { continue };
            let ranked = |people: u32| (Reverse(people), record.geoname_id);
            // Most are too small anyhow, by whatever name.
            if !found.has_room_for(ranked(record.population)) {
                continue;
            }
            let is_own = match kind {
                KIND_NAME => fold(record.name()).starts_with(&prefix),
                kind => kind != KIND_ALTERNATE,
            };
            let less = if key == prefix { NAMED_ELSEWHERE_BY } else { BEGUN_ELSEWHERE_BY };
            let rank = ranked(if is_own { record.population } else { record.population / less });
            if found.has_room_for(rank) && narrowings.iter().all(|narrowing| narrowing.holds(&record)) {
                found.add(rank, place);
            }
        }
    });
    found.places.into_values().filter_map(PlaceId::place).collect()
}

/// What a place is called elsewhere, or was once, and the name of a part of it make it so much smaller where it is typed out,
/// and where it is only begun: most people do not mean Shanghai by "San", nor Johannesburg.
const NAMED_ELSEWHERE_BY: u32 = 10;
const BEGUN_ELSEWHERE_BY: u32 = 30;

/// What places are sorted by: people, as far as they call it so, and the number that tells it from all others.
type Rank = (Reverse<u32>, u32);

/// The first places, each by the best of its names.
struct First {
    limit: usize,
    places: BTreeMap<Rank, PlaceId>,
    ranks: HashMap<u32, Rank>,
}

impl First {
    fn has_room_for(&self, rank: Rank) -> bool {
        let is_better = self.ranks.get(&rank.1).is_none_or(|held| rank < *held);
        is_better
            && (self.places.len() < self.limit || self.places.last_key_value().is_some_and(|(last, _)| rank < *last))
    }

    fn add(&mut self, rank: Rank, place: PlaceId) {
        if let Some(held) = self.ranks.insert(rank.1, rank) {
            self.places.remove(&held);
        }
        self.places.insert(rank, place);
        if self.places.len() > self.limit
            && let Some((last, _)) = self.places.pop_last()
        {
            self.ranks.remove(&last.1);
        }
    }
}
