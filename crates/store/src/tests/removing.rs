//! A source that is watched no more.

use crate::tests::{
    databases::for_each_database,
    samples::{changes, later, listing, listings, noon, read, resolve, resolved_source, run, spec},
};

#[tokio::test]
async fn a_removed_source_takes_along_what_only_it_claimed() {
    for_each_database(|store| async move {
        let a = resolved_source(&store, "a", 3).await;
        let (b, _) = store.source_save(&spec("b"), noon()).await.unwrap();
        run(&store, b, noon(), read(vec![listing("x", "Evening 1")], true)).await;
        resolve(&store, noon()).await;
        let (_, _, revision) = changes(&store, 0).await.unwrap();

        assert!(store.source_remove(a).await.unwrap());
        assert!(!store.source_remove(a).await.unwrap());
        assert_eq!(store.source(a).await.unwrap(), None);
        assert_eq!(store.sources().await.unwrap().iter().map(|source| source.id).collect::<Vec<_>>(), [b]);
        assert_eq!(store.problems(a, 9).await.unwrap(), vec![]);
        let (changed, removed, _) = changes(&store, revision).await.unwrap();
        assert_eq!((changed.len(), removed.len()), (0, 2));

        resolve(&store, later(1)).await;
        let (left, _, _) = changes(&store, 0).await.unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].claims.iter().map(|claim| claim.source_id).collect::<Vec<_>>(), [b]);
    })
    .await;
}

#[tokio::test]
async fn a_source_that_comes_back_brings_the_same_uids_and_no_smaller_sequence() {
    for_each_database(|store| async move {
        let id = resolved_source(&store, "a", 2).await;
        let mut now = listings(2);
        now[0] = listing("key-0", "Evening zero");
        run(&store, id, later(1), read(now.clone(), true)).await;
        resolve(&store, later(1)).await;
        let (mut before, _, _) = changes(&store, 0).await.unwrap();
        store.source_remove(id).await.unwrap();
        assert_eq!(store.events_total().await.unwrap(), 0);

        store.source_save(&spec("a"), later(2)).await.unwrap();
        now[1] = listing("key-1", "Evening one");
        run(&store, id, later(2), read(now, true)).await;
        resolve(&store, later(2)).await;
        let (mut after, _, _) = changes(&store, 0).await.unwrap();
        before.sort_by_key(|event| event.id);
        after.sort_by_key(|event| event.id);
        for (old, new) in before.iter().zip(&after) {
            assert_eq!((&old.uid, old.created_at), (&new.uid, new.created_at));
            let is_same = old.fingerprint == new.fingerprint;
            assert_eq!(new.sequence, if is_same { old.sequence } else { old.sequence + 1 });
            assert_eq!(new.revised_at, if is_same { old.revised_at } else { later(2) });
        }
        assert_eq!(after.iter().map(|event| event.sequence).max(), Some(1));
        store.listings_mark_all_dirty().await.unwrap();
        assert_eq!(resolve(&store, later(3)).await.unchanged, 2);
    })
    .await;
}
