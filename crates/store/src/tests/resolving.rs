//! Listings become events.

use crate::{
    EventsCommit, EventsReport, StoreError,
    tests::{
        databases::for_each_database,
        killing::killed_after,
        samples::{
            changes, event, key_of, later, listing, listings, noon, read, resolve, resolved_source, run, settled, spec,
        },
    },
};
use hobnob_domain::{EventId, KnownListing, ListingId, Occurrence, Rejection, Standing};
use std::collections::{BTreeMap, BTreeSet};

fn report(new: u64, changed: u64, cancelled: u64, unchanged: u64, revision: i64) -> EventsReport {
    EventsReport { new, changed, cancelled, unchanged, revision }
}

#[tokio::test]
async fn an_event_is_read_back_as_it_was_told() {
    for_each_database(|store| async move {
        let (id, _) = store.source_save(&spec("a"), noon()).await.unwrap();
        run(&store, id, noon(), read(listings(7), true)).await;
        let dirty = store.listings_dirty(99).await.unwrap();
        let told = settled(&store, dirty, noon()).await;
        assert_eq!(store.events_commit(told.clone()).await.unwrap(), report(7, 0, 0, 0, 7));
        let (mut found, removed, revision) = changes(&store, 0).await.unwrap();
        let mut expected = told.events.clone();
        found.sort_by_key(|event| event.id);
        expected.sort_by_key(|event| event.id);
        assert_eq!((found, removed, revision), (expected.clone(), vec![], 7));
        assert_eq!(store.event(expected[3].id).await.unwrap().as_ref(), Some(&expected[3]));
        let sittings: Vec<Occurrence> =
            told.occurrences.iter().filter(|one| one.event_id == expected[3].id).cloned().collect();
        assert_eq!(sittings.len(), 1);
        assert_eq!(store.occurrences_of(expected[3].id).await.unwrap(), sittings);
        assert_eq!(store.events_total().await.unwrap(), 7);
    })
    .await;
}

#[tokio::test]
async fn events_told_as_they_stand_are_not_written() {
    for_each_database(|store| async move {
        resolved_source(&store, "a", 5).await;
        assert_eq!(store.listings_mark_all_dirty().await.unwrap(), 5);
        assert_eq!(resolve(&store, later(5)).await, report(0, 0, 0, 5, 5));
        assert_eq!(changes(&store, 5).await.unwrap(), (vec![], vec![], 5));
    })
    .await;
}

#[tokio::test]
async fn a_change_and_a_cancellation_are_told_apart() {
    for_each_database(|store| async move {
        let id = resolved_source(&store, "a", 3).await;
        let mut now = listings(3);
        now[1] = listing("key-1", "Cancelled: Evening 1");
        now[2] = listing("key-2", "Evening two");
        run(&store, id, later(1), read(now, true)).await;
        assert_eq!(resolve(&store, later(1)).await, report(0, 2, 1, 0, 5));
        let (changed, _, revision) = changes(&store, 3).await.unwrap();
        assert_eq!((changed.len(), revision), (2, 5));
        assert!(changed.iter().all(|event| event.sequence == 1 && event.revised_at == later(1)), "{changed:?}");
        store.listings_mark_all_dirty().await.unwrap();
        assert_eq!(resolve(&store, later(2)).await, report(0, 0, 0, 3, 5));
    })
    .await;
}

#[tokio::test]
async fn sittings_that_move_with_the_window_are_no_change_of_the_event() {
    for_each_database(|store| async move {
        let (id, _) = store.source_save(&spec("a"), noon()).await.unwrap();
        run(&store, id, noon(), read(listings(1), true)).await;
        let told = settled(&store, store.listings_dirty(9).await.unwrap(), noon()).await;
        store.events_commit(told.clone()).await.unwrap();
        let event_id = told.events[0].id;
        let without = EventsCommit { occurrences: vec![], ..told.clone() };
        assert_eq!(store.events_commit(without).await.unwrap(), report(0, 0, 0, 1, 1));
        assert_eq!(store.occurrences_of(event_id).await.unwrap(), vec![]);
        assert_eq!(store.events_commit(told.clone()).await.unwrap(), report(0, 0, 0, 1, 1));
        assert_eq!(store.occurrences_of(event_id).await.unwrap(), told.occurrences);
        assert_eq!(changes(&store, 0).await.unwrap().0, told.events);
    })
    .await;
}

#[tokio::test]
async fn listings_are_found_by_what_they_may_be_the_same_as() {
    for_each_database(|store| async move {
        let a = resolved_source(&store, "a", 3).await;
        let (b, _) = store.source_save(&spec("b"), noon()).await.unwrap();
        run(&store, b, noon(), read(vec![listing("x", "Evening 1")], true)).await;
        assert_eq!(resolve(&store, later(1)).await, report(0, 1, 0, 0, 4), "two sources claim one event");
        let keys = ["Evening 1".to_owned(), "Nobody's".to_owned()];
        let found = store.listings_take(&store.listings_sharing(&keys, 64).await.unwrap()).await.unwrap();
        let mut theirs: Vec<_> = found.iter().map(|(known, spec)| (known.source_id, spec.name.clone())).collect();
        theirs.sort();
        let mut expected = vec![(a, "a".to_owned()), (b, "b".to_owned())];
        expected.sort();
        assert_eq!(theirs, expected);
        let one = found.iter().find(|(known, _)| known.source_id == b).unwrap().0.id;
        let beside: Vec<_> =
            store.listings_beside(&[one]).await.unwrap().into_iter().map(|(known, _)| known.id).collect();
        assert_eq!(beside, found.iter().map(|(known, _)| known.id).collect::<Vec<_>>());
        let identities = store.identities_of(&beside).await.unwrap();
        assert_eq!(identities.values().map(|one| one.event_id).collect::<BTreeSet<_>>().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_changes_while_it_is_resolved_is_resolved_again() {
    for_each_database(|store| async move {
        let id = resolved_source(&store, "a", 2).await;
        store.listings_mark_all_dirty().await.unwrap();
        let told = settled(&store, store.listings_dirty(9).await.unwrap(), later(1)).await;
        let mut now = listings(2);
        now[0] = listing("key-0", "Evening zero");
        run(&store, id, later(1), read(now, true)).await;
        store.events_commit(told).await.unwrap();
        let left: Vec<_> =
            store.listings_dirty(9).await.unwrap().into_iter().map(|(known, _)| known.listing.key).collect();
        assert_eq!(left, ["key-0"]);

        // The same when only the run lacked it: its words did not change.
        let told = settled(&store, store.listings_dirty(9).await.unwrap(), later(2)).await;
        let keeps: Vec<_> = listings(2).into_iter().skip(1).collect();
        run(&store, id, later(2), read(keeps, true)).await;
        store.events_commit(told).await.unwrap();
        let left = store.listings_dirty(9).await.unwrap();
        assert_eq!(left.iter().map(|(known, _)| known.missing_runs).collect::<Vec<_>>(), [1]);
        resolve(&store, later(3)).await;
        let standing =
            changes(&store, 0).await.unwrap().0.into_iter().filter(|one| one.standing == Standing::Unconfirmed);
        assert_eq!(standing.count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_rejected_listing_is_settled_and_its_event_is_no_more() {
    for_each_database(|store| async move {
        let id = resolved_source(&store, "a", 2).await;
        let mut now = listings(2);
        now[0] = listing("key-0", "?");
        run(&store, id, later(1), read(now.clone(), true)).await;
        resolve(&store, later(1)).await;
        let (changed, removed, revision) = changes(&store, 2).await.unwrap();
        assert_eq!((changed.len(), removed.len(), revision), (0, 1, 3));
        assert_eq!(store.event(removed[0]).await.unwrap(), None);
        assert_eq!(store.events_total().await.unwrap(), 1);
        let why = [Rejection { key: "key-0".to_owned(), reason: "no date".to_owned() }];
        assert_eq!(store.rejections_of(id, 9).await.unwrap(), why);
        run(&store, id, later(2), read(listings(2), true)).await;
        assert_eq!(resolve(&store, later(2)).await, report(1, 0, 0, 0, 4));
        assert_eq!(store.rejections_of(id, 9).await.unwrap(), vec![]);
        assert_eq!(store.event(removed[0]).await.unwrap().map(|event| event.sequence), Some(0));
    })
    .await;
}

#[tokio::test]
async fn an_event_that_went_into_another_is_found_under_its_old_id() {
    for_each_database(|store| async move {
        let id = resolved_source(&store, "a", 3).await;
        let before = changes(&store, 0).await.unwrap().0;
        let of = |name: &str| before.iter().find(|event| event.facts.name == name).unwrap().id;
        let (zero, one, two) = (of("Evening 0"), of("Evening 1"), of("Evening 2"));
        let mut now = listings(3);
        now[0] = listing("key-0", "Evening 1");
        run(&store, id, later(1), read(now.clone(), true)).await;
        resolve(&store, later(1)).await;
        let keeper = zero.min(one);
        let merged = zero.max(one);
        assert_eq!(store.event(merged).await.unwrap().map(|event| event.id), Some(keeper));
        assert_eq!(changes(&store, 3).await.unwrap().1, [merged]);

        // Through a second merge too, and back when it stands alone again.
        let (keeper_event, two_event) =
            (store.event(keeper).await.unwrap().unwrap(), store.event(two).await.unwrap().unwrap());
        let mut both = two_event.clone();
        both.claims.extend(keeper_event.claims.clone());
        both.claims.sort();
        let merge = EventsCommit {
            events: vec![both],
            occurrences: vec![],
            resolved: vec![],
            retired: vec![(keeper, two)],
            provenance: BTreeMap::new(),
            keys: vec![],
            pairs: vec![],
            now: later(2),
        };
        store.events_commit(merge).await.unwrap();
        for old in [zero, one, two] {
            assert_eq!(store.event(old).await.unwrap().map(|event| event.id), Some(two));
        }
        let apart = EventsCommit {
            events: vec![keeper_event.clone(), two_event],
            occurrences: vec![],
            resolved: vec![],
            retired: vec![],
            provenance: BTreeMap::new(),
            keys: vec![],
            pairs: vec![],
            now: later(3),
        };
        store.events_commit(apart).await.unwrap();
        assert_eq!(store.event(keeper).await.unwrap(), Some(keeper_event));
        assert_eq!(store.event(EventId::new(5)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn what_is_left_of_an_event_is_told_anew() {
    for_each_database(|store| async move {
        let a = resolved_source(&store, "a", 1).await;
        let (b, _) = store.source_save(&spec("b"), noon()).await.unwrap();
        run(&store, b, noon(), read(vec![listing("x", "Evening 0")], true)).await;
        resolve(&store, noon()).await;
        let whole = changes(&store, 0).await.unwrap().0.remove(0);
        assert_eq!(whole.claims.len(), 2);
        // A resolver that looked only at one of the two listings.
        run(&store, a, later(1), read(vec![listing("key-0", "Another")], true)).await;
        let dirty = store.listings_dirty(9).await.unwrap();
        let alone: Vec<&KnownListing> = dirty.iter().map(|(known, _)| known).collect();
        let other = event(&alone, None, later(1));
        let mut other_id = other.clone();
        other_id.id = EventId::new(4_711);
        let commit = EventsCommit {
            events: vec![other_id],
            occurrences: vec![],
            resolved: vec![],
            retired: vec![],
            provenance: BTreeMap::new(),
            keys: vec![],
            pairs: vec![],
            now: later(1),
        };
        store.events_commit(commit).await.unwrap();
        let sources: Vec<_> =
            store.listings_dirty(9).await.unwrap().into_iter().map(|(known, _)| known.source_id).collect();
        assert!(sources.contains(&b), "the listing that was left behind is resolved again");
        resolve(&store, later(2)).await;
        assert_eq!(store.event(whole.id).await.unwrap().unwrap().claims.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_event_that_rests_on_a_removed_listing_is_refused() {
    for_each_database(|store| async move {
        let id = resolved_source(&store, "a", 2).await;
        store.listings_mark_all_dirty().await.unwrap();
        let told = settled(&store, store.listings_dirty(9).await.unwrap(), later(1)).await;
        assert!(store.source_remove(id).await.unwrap());
        let refused = store.events_commit(told).await;
        assert!(matches!(refused, Err(StoreError::Stale { .. })), "{refused:?}");
        assert_eq!(store.events_total().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn events_thrown_away_are_told_again_as_the_same() {
    for_each_database(|store| async move {
        let id = resolved_source(&store, "a", 4).await;
        run(&store, id, later(1), read(vec![listing("key-0", "Evening zero"), listing("key-1", "Evening 1")], true))
            .await;
        resolve(&store, later(1)).await;
        let by_id = |mut events: Vec<hobnob_domain::Event>| {
            events.sort_by_key(|event| event.id);
            events
        };
        let (before, _, revision) = changes(&store, 0).await.unwrap();
        assert_eq!(store.events_clear().await.unwrap(), 4);
        let (events, removed, _) = changes(&store, revision).await.unwrap();
        assert_eq!((events.len(), removed.len()), (0, 4));
        resolve(&store, later(9)).await;
        let (after, removed, _) = changes(&store, revision).await.unwrap();
        assert_eq!(by_id(after), by_id(before));
        assert_eq!(removed, vec![]);
    })
    .await;
}

#[tokio::test]
async fn a_kill_while_events_are_written_leaves_none_and_all_listings_to_resolve() {
    for_each_database(|store| async move {
        let (id, _) = store.source_save(&spec("a"), noon()).await.unwrap();
        run(&store, id, noon(), read(listings(4), true)).await;
        let told = settled(&store, store.listings_dirty(9).await.unwrap(), noon()).await;
        let mut kills = 0;
        for polls_left in 0.. {
            let done = killed_after(polls_left, store.events_commit(told.clone())).await;
            let (events, _, revision) = changes(&store, 0).await.unwrap();
            let dirty = store.listings_dirty(9).await.unwrap().len();
            if done.is_some() || !events.is_empty() {
                assert_eq!((events.len(), revision, dirty), (4, 4, 0));
                break;
            }
            assert_eq!((revision, dirty), (0, 4));
            kills += 1;
        }
        assert!(kills >= 3, "{kills}");
    })
    .await;
}

#[tokio::test]
async fn revisions_never_go_backwards() {
    for_each_database(|store| async move {
        let (id, _) = store.source_save(&spec("a"), noon()).await.unwrap();
        run(&store, id, noon(), read(listings(24), true)).await;
        let known: Vec<KnownListing> =
            store.listings_dirty(99).await.unwrap().into_iter().map(|(known, _)| known).collect();
        let mut writers = tokio::task::JoinSet::new();
        for (n, known) in known.into_iter().enumerate() {
            let store = store.clone();
            writers.spawn(async move {
                let events = vec![event(&[&known], None, noon())];
                let commit = EventsCommit {
                    events,
                    occurrences: vec![],
                    resolved: vec![],
                    retired: vec![],
                    provenance: BTreeMap::new(),
                    keys: vec![],
                    pairs: vec![],
                    now: later(n as i64),
                };
                store.events_commit(commit).await.unwrap()
            });
        }
        // A reader that goes on from the last revision it saw misses nothing.
        let (mut seen, mut revision) = (BTreeSet::new(), 0);
        while seen.len() < 24 {
            let changes = store.events_changed_since(revision, 5).await.unwrap();
            assert!(changes.revision >= revision);
            assert!(changes.revision > revision || changes.events.is_empty());
            revision = changes.revision;
            for event in changes.events {
                assert!(seen.insert(event.id), "told twice");
            }
        }
        let mut revisions = Vec::new();
        while let Some(report) = writers.join_next().await {
            revisions.push(report.unwrap().revision);
        }
        revisions.sort_unstable();
        assert_eq!(revisions, (1..=24).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn crawling_and_resolving_side_by_side_wait_for_each_other_without_a_knot() {
    for_each_database(|store| async move {
        let mut ids = Vec::new();
        for n in 0..6 {
            ids.push(store.source_save(&spec(&format!("s{n}")), noon()).await.unwrap().0);
        }
        let mut tasks = tokio::task::JoinSet::new();
        for id in ids {
            let store = store.clone();
            tasks.spawn(async move {
                for hour in 0..5 {
                    let owner = format!("worker-{id}");
                    let due = store.sources_due(later(hour), 99, &owner, chrono::TimeDelta::seconds(1)).await.unwrap();
                    for source in due {
                        let mut now = listings(20);
                        now[0] = listing("key-0", &format!("Evening {hour}"));
                        let commit = crate::PageCommit {
                            owner: owner.clone(),
                            ..crate::tests::samples::commit(source.id, later(hour), read(now, true))
                        };
                        match store.page_commit(&commit).await {
                            Ok(_) | Err(StoreError::LeaseLost(_)) => {}
                            Err(error) => panic!("{error}"),
                        }
                    }
                }
            });
        }
        let resolver = store.clone();
        tasks.spawn(async move {
            for hour in 0..5 {
                resolve(&resolver, later(hour)).await;
            }
        });
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
        resolve(&store, later(9)).await;
        // Every name is one event, claimed by exactly the listings of that name.
        let mut expected: BTreeMap<String, BTreeSet<ListingId>> = BTreeMap::new();
        store.listings_mark_all_dirty().await.unwrap();
        for (known, _) in store.listings_dirty(999).await.unwrap() {
            expected.entry(key_of(&known)).or_default().insert(known.id);
        }
        let events = changes(&store, 0).await.unwrap().0;
        let claimed = |event: hobnob_domain::Event| {
            (event.facts.name, event.claims.into_iter().map(|claim| claim.listing_id).collect())
        };
        assert_eq!(events.len(), expected.len());
        assert_eq!(events.into_iter().map(claimed).collect::<BTreeMap<String, BTreeSet<ListingId>>>(), expected);
    })
    .await;
}
