//! Runs over sources.

use crate::{
    ListingCounts, MISSING_RUNS_MAX, PageCommit, PageOutcome, Store, StoreError,
    tests::{
        databases::for_each_database,
        killing::killed_after,
        samples::{claim, commit, failed, later, listing, listings, noon, read, resolve, run, spec, wrong},
    },
};
use chrono::TimeDelta;
use hobnob_domain::{KnownListing, Phase, Problem, SourceId, SourceSpec, SourceState};

pub(super) async fn source(store: &Store) -> SourceId {
    store.source_save(&spec("a"), noon()).await.unwrap().0
}

pub(super) async fn known(store: &Store) -> Vec<KnownListing> {
    store.listings_mark_all_dirty().await.unwrap();
    store.listings_dirty(10_000).await.unwrap().into_iter().map(|(known, _)| known).collect()
}

pub(super) async fn missing_runs(store: &Store) -> Vec<(String, u32)> {
    let mut runs: Vec<_> = known(store).await.into_iter().map(|one| (one.listing.key, one.missing_runs)).collect();
    runs.sort();
    runs
}

pub(super) fn counts(seen: u64, new: u64, changed: u64, vanished: u64) -> ListingCounts {
    ListingCounts { seen, new, changed, vanished }
}

#[tokio::test]
async fn the_same_run_again_finds_nothing_new_and_nothing_to_resolve() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        assert_eq!(run(&store, id, noon(), read(listings(4), true)).await.listings, counts(4, 4, 0, 0));
        resolve(&store, noon()).await;
        assert_eq!(run(&store, id, later(1), read(listings(4), true)).await.listings, counts(4, 0, 0, 0));
        assert_eq!(store.listings_dirty(9).await.unwrap(), vec![]);
        let mut changed = listings(4);
        changed[2] = listing("key-2", "Moved");
        assert_eq!(run(&store, id, later(2), read(changed, true)).await.listings, counts(4, 0, 1, 0));
        let dirty = store.listings_dirty(9).await.unwrap();
        assert_eq!(dirty.len(), 1);
        let (known, told) = &dirty[0];
        assert_eq!((known.first_seen_at, known.changed_at), (noon(), later(2)));
        assert_eq!((&known.listing, told), (&listing("key-2", "Moved"), &spec("a")));
        assert_eq!(store.source(id).await.unwrap().unwrap().listings, 4);
    })
    .await;
}

#[tokio::test]
async fn a_vanished_listing_is_counted_only_by_a_complete_run() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(3), true)).await;
        assert_eq!(run(&store, id, later(1), read(listings(2), false)).await.listings, counts(2, 0, 0, 0));
        assert_eq!(run(&store, id, later(2), failed("timed out")).await.listings, counts(0, 0, 0, 0));
        run(&store, id, later(3), PageOutcome::Throttled).await;
        run(&store, id, later(3), PageOutcome::Crowded).await;
        run(&store, id, later(3), PageOutcome::Unchanged { validators: None }).await;
        let all = ["key-0", "key-1", "key-2"].map(str::to_owned);
        assert_eq!(missing_runs(&store).await, all.clone().map(|key| (key, 0)));
        assert_eq!(run(&store, id, later(4), read(listings(2), true)).await.listings, counts(2, 0, 0, 1));
        run(&store, id, later(5), read(listings(2), true)).await;
        run(&store, id, later(6), PageOutcome::Unchanged { validators: None }).await;
        assert_eq!(missing_runs(&store).await[2], ("key-2".to_owned(), 3));
        let gone = known(&store).await.into_iter().find(|one| one.missing_runs > 0).unwrap();
        assert_eq!(gone.missing_since, Some(later(4)));
        assert_eq!(store.source(id).await.unwrap().unwrap().listings, 2);
    })
    .await;
}

#[tokio::test]
async fn a_listing_that_comes_back_is_as_it_was() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(3), true)).await;
        run(&store, id, later(1), read(listings(2), true)).await;
        resolve(&store, later(1)).await;
        assert_eq!(run(&store, id, later(2), read(listings(3), true)).await.listings, counts(3, 0, 0, 0));
        let dirty = store.listings_dirty(9).await.unwrap();
        assert_eq!(dirty.len(), 1);
        assert_eq!((dirty[0].0.missing_runs, dirty[0].0.missing_since), (0, None));
        assert_eq!((dirty[0].0.first_seen_at, dirty[0].0.changed_at), (noon(), noon()));
    })
    .await;
}

#[tokio::test]
async fn a_listing_is_counted_as_missing_only_so_often() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(3), true)).await;
        for hour in 1..30 {
            run(&store, id, later(hour), read(listings(2), true)).await;
        }
        resolve(&store, later(30)).await;
        run(&store, id, later(31), PageOutcome::Unchanged { validators: None }).await;
        assert_eq!(store.listings_dirty(9).await.unwrap(), vec![]);
        assert_eq!(missing_runs(&store).await[2], ("key-2".to_owned(), MISSING_RUNS_MAX));
    })
    .await;
}

#[tokio::test]
async fn failures_are_told_on_the_source_and_its_listings_stay() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(2), true)).await;
        run(&store, id, later(1), failed("timed out\0")).await;
        run(&store, id, later(2), failed("no route")).await;
        let shown = store.source(id).await.unwrap().unwrap();
        assert_eq!((shown.failures, shown.problem.as_deref(), shown.listings), (2, Some("no route"), 2));
        assert_eq!((shown.fetched_at, shown.succeeded_at), (Some(later(2)), Some(noon())));
        assert_eq!(store.problems(id, 9).await.unwrap(), vec![Problem::new(Phase::Fetch, "no route")]);
        assert_eq!(shown.validators.etag.as_deref(), Some("\"1\""));
        run(&store, id, later(3), PageOutcome::Unchanged { validators: None }).await;
        let shown = store.source(id).await.unwrap().unwrap();
        assert_eq!((shown.failures, shown.problem, shown.succeeded_at), (0, None, Some(later(3))));
        assert_eq!(store.problems(id, 9).await.unwrap(), vec![]);
    })
    .await;
}

#[tokio::test]
async fn a_source_that_is_gone_is_parked_and_one_that_answers_again_is_active() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), PageOutcome::Gone).await;
        let shown = store.source(id).await.unwrap().unwrap();
        assert_eq!((shown.state, shown.failures), (SourceState::Parked, 1));
        run(&store, id, later(1), read(listings(1), true)).await;
        let shown = store.source(id).await.unwrap().unwrap();
        assert_eq!((shown.state, shown.failures), (SourceState::Active, 0));
    })
    .await;
}

#[tokio::test]
async fn an_incomplete_run_says_what_was_odd() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(2), true)).await;
        let PageOutcome::Read { pages, listings, in_part, validators, .. } = read(listings(1), false) else { return };
        let problems = vec![Problem::new(Phase::Extract, "cut off at line 7")];
        let odd =
            PageOutcome::Read { pages, listings, in_part, problems: problems.clone(), is_complete: false, validators };
        run(&store, id, later(1), odd).await;
        let shown = store.source(id).await.unwrap().unwrap();
        assert_eq!((shown.problem.as_deref(), shown.listings), (Some("cut off at line 7"), 2));
        assert_eq!(store.problems(id, 9).await.unwrap(), problems);
        let (other, _) = store.source_save(&spec("b"), later(2)).await.unwrap();
        let of_both = store.problems_of(&[id, other], 1).await.unwrap();
        assert_eq!(of_both.into_iter().collect::<Vec<_>>(), vec![(id, problems)]);
        assert_eq!(store.problems_of(&[id, other], 0).await.unwrap().len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_commit_after_the_lease_was_lost_writes_nothing() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        store.sources_due(noon(), 9, "another", TimeDelta::hours(1)).await.unwrap();
        let before = store.source(id).await.unwrap();
        let late = store.page_commit(&commit(id, noon(), read(listings(3), true))).await;
        assert_eq!(
            late.unwrap_err().to_string(),
            format!(
                "the claim on source {id} was lost to another worker; nothing was written, the source is read again"
            )
        );
        assert_eq!(store.source(id).await.unwrap(), before);
        assert_eq!(known(&store).await, vec![]);
    })
    .await;
}

/// A run that was sent elsewhere for good.
async fn run_moved(store: &Store, id: SourceId, hours: i64, there: Option<&str>) {
    claim(store, id, later(hours)).await;
    let moved_to = there.map(|url| url.parse().unwrap());
    let moving = PageCommit { moved_to, ..commit(id, later(hours), read(listings(2), true)) };
    store.page_commit(&moving).await.unwrap();
}

async fn address(store: &Store, id: SourceId) -> String {
    store.source(id).await.unwrap().unwrap().spec.url.into()
}

const THERE: &str = "https://example.org/there";

#[tokio::test]
async fn processes_that_start_at_once_save_a_source_once() {
    for_each_database(|store| async move {
        let saved = (0..8).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.source_save(&spec("a"), noon()).await })
        });
        let mut new = 0;
        for saved in saved.collect::<Vec<_>>() {
            new += usize::from(saved.await.unwrap().unwrap().1);
        }
        assert_eq!((new, store.sources().await.unwrap().len()), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn a_source_that_moved_keeps_its_id_and_its_listings() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        for hours in [0, 12, 24] {
            assert_eq!(address(&store, id).await, spec("a").url.as_str());
            run_moved(&store, id, hours, Some(THERE)).await;
        }
        assert_eq!(address(&store, id).await, THERE);
        let there: url::Url = THERE.parse().unwrap();
        assert_eq!(store.source_save(&spec("a"), later(25)).await.unwrap(), (id, false));
        assert_eq!(
            store.source_save(&SourceSpec { url: there.clone(), ..spec("a") }, later(25)).await.unwrap(),
            (id, false)
        );
        assert_eq!(store.source_by_url(&spec("a").url).await.unwrap().unwrap().id, id);
        assert_eq!(run(&store, id, later(25), read(listings(2), true)).await.listings, counts(2, 0, 0, 0));

        let (other, _) = store.source_save(&spec("b"), later(30)).await.unwrap();
        for hours in [30, 42, 54] {
            run_moved(&store, other, hours, Some(THERE)).await;
        }
        let shown = store.source(other).await.unwrap().unwrap();
        assert_eq!(shown.spec.url, spec("b").url);
        assert_eq!(
            shown.problem.as_deref(),
            Some("has moved to https://example.org/there, which is watched already: remove one of the two")
        );
    })
    .await;
}

#[tokio::test]
async fn a_move_is_believed_only_after_three_equal_answers_over_a_day() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        for hours in 0..9 {
            run_moved(&store, id, hours, Some(THERE)).await;
        }
        run_moved(&store, id, 23, Some("https://example.org/elsewhere")).await;
        run_moved(&store, id, 30, Some(THERE)).await;
        run_moved(&store, id, 50, Some(THERE)).await;
        run_moved(&store, id, 60, None).await;
        run_moved(&store, id, 70, Some(THERE)).await;
        run(&store, id, later(80), failed("no route")).await;
        run_moved(&store, id, 90, Some(THERE)).await;
        assert_eq!(address(&store, id).await, spec("a").url.as_str());
        run_moved(&store, id, 94, Some(THERE)).await;
        assert_eq!(address(&store, id).await, THERE);
    })
    .await;
}

#[tokio::test]
async fn a_move_to_where_everybody_can_listen_is_not_believed() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        for hours in [0, 30, 60, 90] {
            run_moved(&store, id, hours, Some("http://example.org/a.ics")).await;
        }
        assert_eq!(address(&store, id).await, "https://example.org/a.ics");
        let (plain, _) = {
            let spec = SourceSpec { url: "http://example.org/b.ics".parse().unwrap(), ..spec("b") };
            store.source_save(&spec, later(100)).await.unwrap()
        };
        for hours in [100, 112, 124] {
            run_moved(&store, plain, hours, Some("http://example.org/c.ics")).await;
        }
        assert_eq!(address(&store, plain).await, "http://example.org/c.ics");
    })
    .await;
}

#[tokio::test]
async fn a_source_that_answers_wrongly_for_days_is_parked_until_it_answers() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(2), true)).await;
        let state = async || {
            let source = store.source(id).await.unwrap().unwrap();
            (source.state, source.wrong_answers, source.failures)
        };
        for hour in 1..=9 {
            run(&store, id, later(hour), wrong("answered 404 Not Found")).await;
        }
        run(&store, id, later(70), failed("no route")).await;
        run(&store, id, later(71), wrong("answered 404 Not Found")).await;
        assert_eq!(state().await, (SourceState::Active, 10, 11), "that is not yet three days");
        assert!(store.source(id).await.unwrap().unwrap().parks_with_another(later(73)));
        run(&store, id, later(73), wrong("answered 404 Not Found")).await;
        assert_eq!(state().await, (SourceState::Parked, 11, 12));
        let shown = store.source(id).await.unwrap().unwrap();
        let said = "answered 404 Not Found; it is parked and looked at once a week until it answers";
        assert_eq!((shown.problem.as_deref(), shown.listings), (Some(said), 2));
        run(&store, id, later(300), read(listings(2), true)).await;
        assert_eq!(state().await, (SourceState::Active, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_server_out_of_reach_parks_nothing_and_a_right_answer_ends_the_count() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        for day in 0..40 {
            run(&store, id, later(day * 24), failed("no route")).await;
        }
        for day in 40..49 {
            run(&store, id, later(day * 24), wrong("holds no events")).await;
        }
        run(&store, id, later(49 * 24), PageOutcome::Unchanged { validators: None }).await;
        run(&store, id, later(50 * 24), wrong("holds no events")).await;
        let source = store.source(id).await.unwrap().unwrap();
        assert_eq!((source.state, source.wrong_answers), (SourceState::Active, 1));
        assert_eq!(source.wrong_since, Some(later(50 * 24)));
    })
    .await;
}

#[tokio::test]
async fn a_spec_that_says_the_same_is_not_written_and_one_that_says_more_is_resolved_again() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(2), true)).await;
        resolve(&store, noon()).await;
        assert_eq!(store.source_save(&spec("a"), later(1)).await.unwrap(), (id, false));
        assert_eq!(store.listings_dirty(9).await.unwrap(), vec![]);
        let more = SourceSpec { niches: vec!["go".parse().unwrap()], ..spec("a") };
        assert_eq!(store.source_save(&more, later(1)).await.unwrap(), (id, false));
        let dirty = store.listings_dirty(9).await.unwrap();
        assert_eq!((dirty.len(), &dirty[0].1), (2, &more));
        let long = format!("https://example.org/{}", "x".repeat(3_000));
        let error = store.source_save(&SourceSpec { url: long.parse().unwrap(), ..spec("a") }, noon()).await;
        assert!(matches!(error, Err(StoreError::UrlTooLong(3_020))), "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn odd_keys_and_words_are_kept_in_both_databases() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        let odd = listing(&format!("nul \0 {}", "long ".repeat(2_000)), "nul \0, quote ', slash \\, 🦀");
        run(&store, id, noon(), read(vec![odd.clone(), odd.clone()], true)).await;
        let found = known(&store).await;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].listing.words, odd.words);
        assert_eq!(found[0].listing.key, odd.key.replace('\0', "\u{fffd}"));
        assert_eq!(run(&store, id, later(1), read(vec![odd], true)).await.listings, counts(1, 0, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_kill_between_statements_loses_nothing() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        claim(&store, id, noon()).await;
        let before = store.source(id).await.unwrap();
        let mut kills = 0;
        for polls_left in 0.. {
            let run = commit(id, noon(), read(listings(3), true));
            let done = killed_after(polls_left, store.page_commit(&run)).await;
            let there = known(&store).await.len();
            if let Some(done) = done {
                assert!(done.is_ok(), "{done:?}");
                assert_eq!(there, 3);
                break;
            }
            // Dying while the database commits may lose the answer, never a part.
            if there == 3 {
                break;
            }
            assert_eq!(there, 0);
            assert_eq!(store.source(id).await.unwrap(), before);
            kills += 1;
        }
        assert!(kills >= 3, "{kills}");
        assert_eq!(store.problems(id, 9).await.unwrap(), vec![]);
    })
    .await;
}
