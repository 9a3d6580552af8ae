//! Slices forwards and backwards, while rows come and go.

use std::collections::BTreeSet;

use crate::{
    made::{event, now},
    specification::naive,
};
use hobnob_domain::{Cursor, Event, EventFilter, EventId, EventOrder, Slice};
use hobnob_index::{Answer, Index};
use proptest::prelude::*;

fn cursors(answer: &Answer) -> Vec<Cursor> {
    answer.rows.iter().map(|row| row.cursor).collect()
}

fn events(seeds: &[u64]) -> Vec<Event> {
    (1..).zip(seeds).map(|(id, seed)| event(id, *seed)).collect()
}

/// Everything, from long ago on: a filter whose answer does not hang on the clock.
fn everything() -> EventFilter {
    EventFilter { from: "2020-01-01T00:00:00Z".parse().ok(), ..EventFilter::default() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn every_slice_is_the_part_of_the_list_it_names(
        seeds in prop::collection::vec(any::<u64>(), 0..20),
        bounds in (any::<Option<prop::sample::Index>>(), any::<Option<prop::sample::Index>>()),
        limit in 0_usize..8,
        is_from_end in any::<bool>(),
    ) {
        let events = events(&seeds);
        let index = Index::new(None);
        index.apply(events.clone(), &[], 1, now());
        let list: Vec<Cursor> = naive(&events, &everything(), None, now()).into_keys().collect();
        let at = |bound: Option<prop::sample::Index>| {
            bound.filter(|_| !list.is_empty()).map(|bound| list[bound.index(list.len())])
        };
        let slice = Slice { order: EventOrder::StartsAt, after: at(bounds.0), before: at(bounds.1), limit, is_from_end };

        let is_behind = |row: &Cursor| slice.after.is_none_or(|after| *row > after);
        let is_before = |row: &Cursor| slice.before.is_none_or(|before| *row < before);
        let inside: Vec<Cursor> = list.iter().copied().filter(|row| is_behind(row) && is_before(row)).collect();
        let cut = inside.len().saturating_sub(limit);
        let expected = if is_from_end { inside[cut..].to_vec() } else { inside[..inside.len() - cut].to_vec() };
        let answer = index.snapshot().query(&everything(), &slice, now());

        prop_assert_eq!(cursors(&answer), expected);
        let behind = list.iter().any(|row| is_behind(row) && !is_before(row));
        let ahead = list.iter().any(|row| !is_behind(row));
        prop_assert_eq!(answer.has_next, behind || (!is_from_end && cut > 0));
        prop_assert_eq!(answer.has_previous, ahead || (is_from_end && cut > 0));
    }

    #[test]
    fn no_row_comes_twice_and_none_left_alone_is_missed_while_others_come_and_go(
        seeds in prop::collection::vec(any::<u64>(), 1..20),
        changes in prop::collection::vec((1_i64..30, any::<Option<u64>>()), 0..20),
        limit in 1_usize..5,
        is_from_end in any::<bool>(),
    ) {
        let start = events(&seeds);
        let index = Index::new(None);
        index.apply(start.clone(), &[], 1, now());
        let mut seen: Vec<Cursor> = Vec::new();
        let mut slice = Slice { order: EventOrder::StartsAt, after: None, before: None, limit, is_from_end };
        let mut changes = changes.into_iter();
        let mut touched: BTreeSet<EventId> = BTreeSet::new();
        for revision in 2..100 {
            let answer = index.snapshot().query(&everything(), &slice, now());
            let rows = cursors(&answer);
            seen.extend(&rows);
            if !(if is_from_end { answer.has_previous } else { answer.has_next }) {
                break;
            }
            if is_from_end { slice.before = rows.first().copied() } else { slice.after = rows.last().copied() }
            if let Some((id, seed)) = changes.next() {
                touched.insert(EventId::new(id));
                match seed {
                    Some(seed) => index.apply(vec![event(id, seed)], &[], revision, now()),
                    None => index.apply(Vec::new(), &[EventId::new(id)], revision, now()),
                };
            }
        }
        let alone = |row: &Cursor| !touched.contains(&row.event_id);
        let mut untouched: Vec<Cursor> = seen.iter().copied().filter(alone).collect();
        untouched.sort_unstable();
        let expected: Vec<Cursor> = naive(&start, &everything(), None, now()).into_keys().filter(alone).collect();
        prop_assert_eq!(untouched, expected);
        let unique: BTreeSet<Cursor> = seen.iter().copied().collect();
        prop_assert_eq!(unique.len(), seen.len());
    }
}
