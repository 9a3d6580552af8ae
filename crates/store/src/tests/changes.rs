//! What became of events.

use crate::{
    ChangePlace, Store,
    tests::{
        databases::for_each_database,
        samples::{later, listing, listings, noon, read, resolve, resolved_source, run, settled, spec},
    },
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Change, ChangeKind, EventField, EventId, FieldProvenance, LostClaim, Reason};
use std::collections::BTreeSet;

async fn all(store: &Store) -> Vec<Change> {
    store.changes_since(DateTime::<Utc>::MIN_UTC, None, 1_000).await.unwrap()
}

/// Kind, sequence and what it said after, in order of the texts.
fn told(changes: &[Change]) -> Vec<(&'static str, u32, Option<&str>)> {
    let mut told: Vec<_> = changes.iter().map(|one| (one.kind.as_str(), one.sequence, one.after.as_deref())).collect();
    told.sort_unstable();
    told
}

#[tokio::test]
async fn a_change_is_written_down_when_the_sequence_grows_and_never_again() {
    for_each_database(|store| async move {
        let id = resolved_source(&store, "a", 2).await;
        assert_eq!(told(&all(&store).await), [("added", 0, Some("Evening 0")), ("added", 0, Some("Evening 1"))]);
        let mut now = listings(2);
        now[0] = listing("key-0", "Cancelled: Evening 0");
        run(&store, id, later(1), read(now.clone(), true)).await;
        resolve(&store, later(1)).await;
        let after = all(&store).await;
        let since = store.changes_since(later(1), None, 10).await.unwrap();
        assert_eq!(told(&since), [("cancelled", 1, Some("cancelled")), ("renamed", 1, Some("Cancelled: Evening 0"))]);
        assert_eq!(since[1].before.as_deref(), Some("Evening 0"));
        assert!(since.iter().all(|change| change.changed_at == later(1)));
        assert_eq!(after.len(), 4);

        // The same once more, and all told anew from the listings: nothing happened.
        run(&store, id, later(2), read(now, true)).await;
        store.listings_mark_all_dirty().await.unwrap();
        resolve(&store, later(2)).await;
        store.events_clear().await.unwrap();
        resolve(&store, later(3)).await;
        assert_eq!(all(&store).await, after);

        // What it said is known though the event was thrown away.
        store.events_clear().await.unwrap();
        run(&store, id, later(4), read(listings(2), true)).await;
        resolve(&store, later(4)).await;
        let since = store.changes_since(later(4), None, 10).await.unwrap();
        assert_eq!(told(&since), [("renamed", 2, Some("Evening 0")), ("restored", 2, Some("scheduled"))]);
        assert_eq!(store.changes_of(since[0].event_id, 3).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn changes_are_read_in_slices_of_any_length_without_losing_or_repeating_one() {
    for_each_database(|store| async move {
        let id = resolved_source(&store, "a", 7).await;
        let renamed: Vec<_> = (0..7).map(|n| listing(&format!("key-{n}"), &format!("Cancelled: Night {n}"))).collect();
        run(&store, id, later(1), read(renamed, true)).await;
        resolve(&store, later(1)).await;
        let whole = all(&store).await;
        assert_eq!(whole.len(), 21);
        for limit in [1, 2, 5, 21, 22] {
            let (mut found, mut place) = (Vec::new(), None);
            loop {
                let slice = store.changes_since(DateTime::<Utc>::MIN_UTC, place, limit).await.unwrap();
                let Some(last) = slice.last() else { break };
                place = Some(ChangePlace::from(last));
                found.extend(slice);
            }
            assert_eq!(found, whole, "{limit} at once");
        }
        for limit in [1, 2, 5, 21, 22] {
            let (mut found, mut place) = (Vec::new(), None);
            loop {
                let slice = store.changes_before(place, limit).await.unwrap();
                let Some(last) = slice.last() else { break };
                place = Some(ChangePlace::from(last));
                found.extend(slice);
            }
            found.reverse();
            assert_eq!(found, whole, "{limit} at once, backwards");
        }
        assert_eq!(store.changes_since(later(1), None, 100).await.unwrap(), whole[7..]);
        assert_eq!(store.changes_since(later(2), None, 100).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn the_latest_change_of_a_kind_is_found_for_many_events_at_once() {
    for_each_database(|store| async move {
        let id = resolved_source(&store, "a", 3).await;
        for (hours, name) in [(1, "Night"), (2, "Evening"), (3, "Morning")] {
            let other = format!("{name} talks");
            let renamed = vec![listing("key-0", name), listing("key-1", "Evening 1"), listing("key-2", &other)];
            run(&store, id, later(hours), read(renamed, true)).await;
            resolve(&store, later(hours)).await;
        }
        let ids: BTreeSet<EventId> = all(&store).await.iter().map(|change| change.event_id).collect();
        let ids: Vec<EventId> = ids.into_iter().collect();
        let latest = store.changes_latest(&ids, &[ChangeKind::Renamed, ChangeKind::Moved]).await.unwrap();
        let told: BTreeSet<_> =
            latest.values().map(|one| (one.kind, one.before.as_deref(), one.after.as_deref())).collect();
        let renamed = |before, after| (ChangeKind::Renamed, Some(before), Some(after));
        let expected = [renamed("Evening", "Morning"), renamed("Evening talks", "Morning talks")];
        assert_eq!(told, BTreeSet::from(expected));
        assert!(store.changes_latest(&[], &[ChangeKind::Renamed]).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn provenance_stands_beside_its_event_and_goes_with_it() {
    for_each_database(|store| async move {
        let id = resolved_source(&store, "a", 2).await;
        let (b, _) = store.source_save(&spec("b"), noon()).await.unwrap();
        run(&store, b, noon(), read(vec![listing("x", "Evening 1")], true)).await;
        let mut commit = settled(&store, store.listings_dirty(9).await.unwrap(), later(1)).await;
        let event = commit.events.iter().find(|event| event.claims.len() == 2).unwrap().clone();
        let field = |value: &str| FieldProvenance {
            field: EventField::Name,
            listing_id: Some(event.claims[0].listing_id),
            value: value.to_owned(),
            reason: Reason::Trust,
            lost: vec![LostClaim {
                listing_id: event.claims[1].listing_id,
                value: "Evening one".into(),
                reason: Reason::Fresh,
            }],
        };
        commit.provenance.insert(event.id, vec![field("Evening 1")]);
        store.events_commit(commit.clone()).await.unwrap();
        let stored = async |store: &Store| store.provenance_of(&[event.id]).await.unwrap().remove(&event.id);
        assert_eq!(stored(&store).await, Some(vec![field("Evening 1")]));
        commit.provenance.insert(event.id, vec![field("another")]);
        store.events_commit(commit.clone()).await.unwrap();
        assert_eq!(stored(&store).await, Some(vec![field("another")]));
        commit.provenance.clear();
        store.events_commit(commit.clone()).await.unwrap();
        assert_eq!(stored(&store).await, None);
        commit.provenance.insert(event.id, vec![field("again")]);
        store.events_commit(commit).await.unwrap();
        store.source_remove(b).await.unwrap();
        store.source_remove(id).await.unwrap();
        assert_eq!(stored(&store).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_change_that_a_clock_gone_wrong_wrote_draws_no_other_after_it() {
    for_each_database(|store| async move {
        for (number, name) in ["a", "b"].into_iter().enumerate() {
            let now = if number == 0 { noon() + chrono::TimeDelta::days(9_000) } else { later(5) };
            let (id, _) = store.source_save(&spec(name), noon()).await.unwrap();
            run(&store, id, now, read(vec![listing(name, &format!("Evening {number}"))], true)).await;
            resolve(&store, now).await;
        }
        let known = all(&store).await;
        assert!(known.iter().any(|change| change.changed_at == later(5)), "{known:?}");
    })
    .await;
}

#[tokio::test]
async fn who_follows_changes_misses_none_of_a_worker_whose_clock_is_slow() {
    for_each_database(|store| async move {
        let (a, _) = store.source_save(&spec("a"), noon()).await.unwrap();
        run(&store, a, later(5), read(vec![listing("x", "Evening 1")], true)).await;
        resolve(&store, later(5)).await;
        let known = all(&store).await;
        let place = known.last().map(ChangePlace::from).unwrap();
        // Twice at one instant that is long over.
        for (name, evening) in [("b", "A wholly other talk"), ("c", "Night of the long query")] {
            let (id, _) = store.source_save(&spec(name), noon()).await.unwrap();
            run(&store, id, noon(), read(vec![listing(name, evening)], true)).await;
            resolve(&store, noon()).await;
        }
        let news = store.changes_since(place.changed_at, Some(place), 10).await.unwrap();
        let said: Vec<_> = news.iter().map(|change| change.after.as_deref().unwrap_or_default()).collect();
        assert_eq!(said, ["A wholly other talk", "Night of the long query"]);
        let ahead: Vec<_> = news.iter().map(|change| (change.changed_at - later(5)).num_microseconds()).collect();
        assert_eq!(ahead, [Some(1), Some(2)]);
    })
    .await;
}
