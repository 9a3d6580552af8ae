//! What was saved answers like what was saved from.

use crate::{
    made::{event, filter, now},
    specification::worlds,
};
use hobnob_domain::{Event, EventFilter, EventId, EventOrder, Slice};
use hobnob_index::{Index, Snapshot};
use proptest::prelude::*;

fn saved(snapshot: &Snapshot) -> Vec<u8> {
    let mut bytes = Vec::new();
    snapshot.save(&mut bytes).unwrap();
    bytes
}

/// Another index with what was saved, and the events that were not.
fn restored(bytes: &[u8], like: &Index, events: &[Event]) -> Index {
    let index = like.afresh();
    let unsaved: Vec<EventId> = index.restore(&mut &*bytes).unwrap();
    let missing = events.iter().filter(|event| unsaved.contains(&event.id)).cloned().collect();
    assert!(index.apply(missing, &[], like.snapshot().revision(), now()));
    index
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_was_restored_answers_every_filter_alike(world in any::<prop::sample::Index>(), asked in any::<u64>()) {
        let (_, events, index) = world.get(worlds());
        let again = restored(&saved(&index.snapshot()), index, events);
        let (before, after) = (index.snapshot(), again.snapshot());
        prop_assert_eq!((before.len(), before.revision()), (after.len(), after.revision()));
        let filter = filter(asked);
        for order in EventOrder::ALL {
            let slice = Slice { order: *order, ..Slice::first(usize::MAX) };
            let rows = |snapshot: &Snapshot| {
                let rows = snapshot.query(&filter, &slice, now()).rows;
                rows.into_iter().map(|row| (row.cursor, row.occurrence)).collect::<Vec<_>>()
            };
            prop_assert_eq!(rows(&before), rows(&after));
        }
        prop_assert_eq!(before.facets(&filter, now()), after.facets(&filter, now()));
        prop_assert_eq!(before.spots(&filter, now()), after.spots(&filter, now()));
        prop_assert_eq!(before.spots_with_calls(&filter, now()), after.spots_with_calls(&filter, now()));
    }

    #[test]
    fn damage_is_an_error_or_harmless_and_never_the_end(cut in any::<prop::sample::Index>(), bit in 0_u32..8) {
        let (_, _, index) = &worlds()[0];
        let mut bytes = saved(&index.snapshot());
        let place = cut.index(bytes.len());
        bytes[place] ^= 1 << bit;
        let _ = index.afresh().restore(&mut bytes.as_slice());
        let ended = index.afresh();
        prop_assert!(ended.restore(&mut &bytes[..place]).is_err());
        prop_assert!(ended.snapshot().is_empty());
    }
}

#[test]
fn an_index_goes_on_from_what_was_saved() {
    let (_, events, index) = &worlds()[0];
    let again = restored(&saved(&index.snapshot()), index, events);
    let revision = again.snapshot().revision() + 1;
    let changed = vec![event(1, 99), event(1_000, 5)];
    let whole = index.afresh();
    whole.apply(events.clone(), &[], revision - 1, now());
    let rows = [whole, again].map(|index| {
        assert!(index.apply(changed.clone(), &[EventId::new(2)], revision, now()));
        index.settle();
        let rows = index.snapshot().all(&EventFilter::default(), now());
        rows.into_iter().map(|row| (row.cursor, row.occurrence)).collect::<Vec<_>>()
    });
    assert_eq!(rows[0], rows[1]);
    assert!(!rows[0].is_empty());
}

#[test]
fn what_was_saved_elsewhere_is_refused() {
    let (_, _, index) = &worlds()[0];
    let bytes = saved(&index.snapshot());
    let other = Index::new(Some(chrono::TimeDelta::days(1)));
    assert_eq!(other.restore(&mut bytes.as_slice()).unwrap_err().to_string(), "it was written for another horizon");
    assert_eq!(index.restore(&mut bytes.as_slice()).unwrap_err().to_string(), "the index is not empty");
    let mut text = bytes.clone();
    text[0] = b'H';
    let refused = index.afresh().restore(&mut text.as_slice()).unwrap_err().to_string();
    assert_eq!(refused, "it was written for other niches, or in another form");
}
