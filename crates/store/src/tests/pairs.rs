//! Pairs of listings, and what people said about them.

use crate::PairPlace;
use crate::tests::{
    databases::for_each_database,
    samples::{later, resolved_source, settled},
};
use hobnob_domain::{Decision, Finding, Match, MatchReason, Pair, Verdict};

fn pair(one: hobnob_domain::ListingId, other: hobnob_domain::ListingId, verdict: Verdict, score: i32) -> Pair {
    let reasons = vec![
        MatchReason { finding: Finding::SameName, points: score + 4 },
        MatchReason { finding: Finding::OtherVenue, points: -4 },
    ];
    Pair { one: one.min(other), other: one.max(other), found: Match { verdict, score, reasons } }
}

#[tokio::test]
async fn pairs_are_told_anew_with_their_listings() {
    for_each_database(|store| async move {
        let source = resolved_source(&store, "a", 4).await;
        let ids: Vec<_> = (0..4).map(|number| crate::listing_id(source, &format!("key-{number}"))).collect();
        store.listings_mark_all_dirty().await.unwrap();
        let mut commit = settled(&store, store.listings_dirty(10).await.unwrap(), later(1)).await;
        let (likely, unlikely) =
            (pair(ids[0], ids[1], Verdict::Ambiguous, 11), pair(ids[1], ids[2], Verdict::Ambiguous, 8));
        let same = pair(ids[2], ids[3], Verdict::Same, 20);
        commit.pairs = vec![unlikely.clone(), same.clone(), likely.clone()];
        store.events_commit(commit.clone()).await.unwrap();
        let open = store.pairs(Verdict::Ambiguous, None, 10).await.unwrap();
        assert_eq!(open, [likely.clone(), unlikely.clone()]);
        assert_eq!(store.pairs(Verdict::Ambiguous, open.first().map(PairPlace::from), 10).await.unwrap(), [unlikely]);
        assert_eq!(store.pairs_count(Verdict::Ambiguous).await.unwrap(), 2);
        assert_eq!(store.pair(ids[3], ids[2]).await.unwrap(), Some(same.clone()));
        let groups = [vec![ids[0], ids[1]], vec![ids[2], ids[3]]];
        assert_eq!(store.pairs_within(&groups).await.unwrap(), [vec![], vec![same]]);

        commit.pairs = vec![likely.clone()];
        store.events_commit(commit).await.unwrap();
        assert_eq!(store.pairs(Verdict::Ambiguous, None, 10).await.unwrap(), [likely]);
        assert_eq!(store.pair(ids[2], ids[3]).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_decision_marks_its_listings_and_the_later_one_stays() {
    for_each_database(|store| async move {
        let source = resolved_source(&store, "a", 3).await;
        let ids: Vec<_> = (0..3).map(|number| crate::listing_id(source, &format!("key-{number}"))).collect();
        assert!(store.listings_dirty(10).await.unwrap().is_empty());
        store.decision_save(&Decision::new(ids[1], ids[0], true, later(1))).await.unwrap();
        let apart = Decision::new(ids[0], ids[1], false, later(2));
        store.decision_save(&apart).await.unwrap();
        let mut dirty: Vec<_> = store.listings_dirty(10).await.unwrap().iter().map(|(known, _)| known.id).collect();
        dirty.sort();
        assert_eq!(dirty, [ids[0].min(ids[1]), ids[0].max(ids[1])]);
        assert_eq!(store.decisions_about(&[ids[1]]).await.unwrap(), [apart]);
        assert_eq!(store.decisions_about(&[ids[2]]).await.unwrap(), []);
    })
    .await;
}
