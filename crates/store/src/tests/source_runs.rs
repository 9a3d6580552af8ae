//! How runs went, told afterwards.

use crate::{
    PageCommit, PageOutcome, RunTally, RunTotals, SOURCE_RUNS_MAX, Store,
    tests::{
        databases::for_each_database,
        samples::{claim, commit, failed, later, listing, listings, noon, read, run, spec},
    },
};
use chrono::TimeDelta;
use hobnob_domain::{RunEnding, SourceId, SourceRun};
use std::collections::BTreeSet;

async fn source(store: &Store, name: &str) -> SourceId {
    store.source_save(&spec(name), noon()).await.unwrap().0
}

async fn runs(store: &Store, id: SourceId, first: u64) -> Vec<SourceRun> {
    store.source_runs(&[id], first).await.unwrap().remove(&id).unwrap_or_default()
}

async fn endings(store: &Store, id: SourceId) -> Vec<(RunEnding, Option<String>)> {
    runs(store, id, 100).await.into_iter().rev().map(|run| (run.ending, run.reason)).collect()
}

#[tokio::test]
async fn a_run_is_kept_with_all_that_is_known_of_it() {
    for_each_database(|store| async move {
        let id = source(&store, "a").await;
        run(&store, id, noon(), read(listings(4), true)).await;
        claim(&store, id, later(1)).await;
        let mut second = listings(3);
        second[0] = listing("key-0", "Moved");
        second.push(listing("new", "New"));
        let tally = RunTally {
            finished_at: later(1) + TimeDelta::seconds(7),
            stopped: None,
            robots_consent: Some("Ada of the club, by mail".to_owned()),
            pages: 3,
            bytes: 4_567,
            not_modified: 1,
            pages_failed: 2,
        };
        let commit = PageCommit { tally: tally.clone(), ..commit(id, later(1), read(second, true)) };
        store.page_commit(&commit).await.unwrap();
        let expected = SourceRun {
            source_id: id,
            started_at: later(1),
            finished_at: tally.finished_at,
            ending: RunEnding::Exhausted,
            reason: None,
            robots_consent: tally.robots_consent,
            pages: 3,
            bytes: 4_567,
            not_modified: 1,
            seen: 4,
            new: 1,
            changed: 1,
            vanished: 1,
            problems: 0,
        };
        assert_eq!(runs(&store, id, 1).await, vec![expected]);
        let totals = RunTotals {
            ending: RunEnding::Exhausted,
            runs: 2,
            pages: 3,
            pages_not_modified: 1,
            pages_failed: 2,
            bytes: 4_567,
            listings_new: 5,
            listings_changed: 1,
            listings_vanished: 1,
            problems: 0,
        };
        assert_eq!(store.run_totals().await.unwrap(), vec![totals]);
    })
    .await;
}

#[tokio::test]
async fn every_run_ends_with_a_word_and_says_why() {
    for_each_database(|store| async move {
        let id = source(&store, "a").await;
        run(&store, id, noon(), read(listings(9), true)).await;
        run(&store, id, later(1), PageOutcome::Unchanged { validators: None }).await;
        run(&store, id, later(2), read(listings(8), false)).await;
        run(&store, id, later(3), read(vec![], true)).await;
        run(&store, id, later(4), read(vec![], true)).await;
        run(&store, id, later(5), failed("answered 500")).await;
        run(&store, id, later(6), PageOutcome::Throttled).await;
        run(&store, id, later(7), PageOutcome::Gone).await;
        claim(&store, id, later(8)).await;
        let stopped = Some((RunEnding::PageCap, "a run reads at most 200 pages".to_owned()));
        let tally = RunTally { stopped, ..RunTally::new(later(8)) };
        let capped = PageCommit { tally, ..commit(id, later(8), read(listings(9), false)) };
        store.page_commit(&capped).await.unwrap();
        let failed = |reason: &str| (RunEnding::Failed, Some(reason.to_owned()));
        let expected = vec![
            (RunEnding::Exhausted, None),
            (RunEnding::Unchanged, None),
            failed("the pages could not be read to their end"),
            failed(
                "this run lists nothing, where 9 listings were; nothing is taken away until a second run says the same",
            ),
            (RunEnding::Exhausted, None),
            failed("answered 500"),
            failed("the server asks us to come back later"),
            failed("the server says it is gone for good (410)"),
            (RunEnding::PageCap, Some("a run reads at most 200 pages".to_owned())),
        ];
        assert_eq!(endings(&store, id).await, expected);
    })
    .await;
}

#[tokio::test]
async fn the_latest_runs_of_many_sources_come_at_once_newest_first() {
    for_each_database(|store| async move {
        let mut ids = Vec::new();
        for name in ["a", "b", "c"] {
            ids.push(source(&store, name).await);
        }
        for hour in 0..4 {
            run(&store, ids[0], later(hour), read(listings(1), true)).await;
        }
        run(&store, ids[1], later(9), read(listings(1), true)).await;
        let found = store.source_runs(&ids, 3).await.unwrap();
        let starts = |id| found.get(&id).map(|runs| runs.iter().map(|run| run.started_at).collect::<Vec<_>>());
        assert_eq!(starts(ids[0]), Some(vec![later(3), later(2), later(1)]));
        assert_eq!((starts(ids[1]), starts(ids[2])), (Some(vec![later(9)]), None));
        assert_eq!(store.source_runs(&ids, 0).await.unwrap().len(), 0);
        store.source_remove(ids[0]).await.unwrap();
        assert_eq!(runs(&store, ids[0], 9).await, vec![], "they go with their source");
    })
    .await;
}

#[tokio::test]
async fn only_so_many_runs_are_remembered() {
    for_each_database(|store| async move {
        let id = source(&store, "a").await;
        let kept = i64::try_from(SOURCE_RUNS_MAX).unwrap();
        for hour in 0..kept + 3 {
            run(&store, id, later(hour), PageOutcome::Throttled).await;
        }
        let found = runs(&store, id, 1_000).await;
        assert_eq!(i64::try_from(found.len()).unwrap(), kept);
        assert_eq!((found[0].started_at, found[99].started_at), (later(kept + 2), later(3)));
    })
    .await;
}

#[tokio::test]
async fn a_source_with_an_event_in_the_window_is_known() {
    for_each_database(|store| async move {
        let id = crate::tests::samples::resolved_source(&store, "a", 1).await;
        let other = source(&store, "b").await;
        // What is listed begins on the first of April at 16:00.
        let starts_at = crate::tests::samples::at("2026-04-01T16:00:00Z");
        let hour = TimeDelta::hours(1);
        let between = async |from, to| store.sources_with_events_between(&[id, other], from, to).await.unwrap();
        assert_eq!(between(starts_at, starts_at + hour).await, BTreeSet::from([id]));
        assert_eq!(between(starts_at - hour, starts_at).await, BTreeSet::new());
        assert_eq!(between(starts_at + hour, starts_at + hour * 48).await, BTreeSet::new());
    })
    .await;
}
