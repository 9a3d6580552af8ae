//! Places whose name begins with what has been typed so far.

use crate::{
    Place, find,
    keys::{self, Called},
    layout::KIND_CODE,
    names::fold,
    records::PlaceId,
};
use std::{cmp::Reverse, collections::BTreeMap};

/// Characters of the query that are looked at.
const QUERY_MAX: usize = 80;

/// Places given at most.
const PLACES_MAX: usize = 100;

/// Places with a name that begins so, the most populous first. What stands behind a comma narrows: "spring, illinois".
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
    let mut found = BTreeMap::new();
    keys::PLACES.starting_with(&prefix, |key, postings| {
        for Called { place, .. } in postings.places().filter(|called| called.kind != KIND_CODE || key == prefix) {
            let Some(record) = place.record() else { continue };
            let rank = (Reverse(record.population), record.geoname_id);
            let is_among_the_first =
                found.len() < limit || found.last_key_value().is_some_and(|(last, _)| rank < *last);
            if is_among_the_first && narrowings.iter().all(|narrowing| narrowing.holds(&record)) {
                found.insert(rank, place);
                if found.len() > limit {
                    found.pop_last();
                }
            }
        }
    });
    found.into_values().filter_map(PlaceId::place).collect()
}
