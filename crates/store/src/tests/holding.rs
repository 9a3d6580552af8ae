//! Runs that lack too much to be believed at once.

use crate::tests::{
    crawling::{counts, known, missing_runs, source},
    databases::for_each_database,
    samples::{later, listing, listings, noon, read, resolve, run},
};
use hobnob_domain::{Phase, Problem, Validators};
use sea_orm::ConnectionTrait as _;

#[tokio::test]
async fn a_run_that_lacks_most_listings_is_held_until_a_second_says_the_same() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(12), true)).await;
        resolve(&store, noon()).await;
        let mut few = listings(3);
        few.push(listing("new", "New"));
        let held = run(&store, id, later(1), read(few.clone(), true)).await;
        assert_eq!((held.held.is_some(), held.listings), (true, counts(4, 1, 0, 0)));
        let said = "this run lacks 9 listings, more than half of the source's; nothing is taken away until a second run \
                    says the same";
        let shown = store.source(id).await.unwrap().unwrap();
        assert_eq!((shown.problem.as_deref(), shown.listings, shown.failures), (Some(said), 13, 0));
        assert_eq!(store.problems(id, 9).await.unwrap(), vec![Problem::new(Phase::Extract, said)]);
        assert_eq!((shown.validators, store.pages_of(id).await.unwrap()), (Validators::default(), vec![]));
        let dirty = store.listings_dirty(9).await.unwrap();
        assert_eq!(dirty.iter().map(|(known, _)| known.listing.key.as_str()).collect::<Vec<_>>(), ["new"]);

        let other: Vec<_> = listings(12).into_iter().skip(9).collect();
        assert!(
            run(&store, id, later(2), read(other, true)).await.held.is_some(),
            "it lacks others: that is not the same"
        );
        assert!(run(&store, id, later(3), read(few.clone(), true)).await.held.is_some());
        let believed = run(&store, id, later(4), read(few, true)).await;
        assert_eq!((believed.held, believed.listings), (None, counts(4, 0, 0, 9)));
        assert_eq!(store.source(id).await.unwrap().unwrap().problem, None);
        assert_eq!(store.problems(id, 9).await.unwrap(), vec![]);
    })
    .await;
}

#[tokio::test]
async fn a_list_that_rolls_on_loses_none_of_what_was_new_on_a_run_that_is_held() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(8), true)).await;
        let rolled = |from: usize| listings(from + 8).into_iter().skip(from).collect::<Vec<_>>();
        let report = run(&store, id, later(1), read(rolled(8), true)).await;
        assert_eq!((report.held.is_some(), report.listings), (true, counts(8, 8, 0, 0)));
        let report = run(&store, id, later(2), read(rolled(15), true)).await;
        assert_eq!((report.held, report.listings), (None, counts(8, 7, 0, 15)));
        assert_eq!(missing_runs(&store).await.len(), 23, "each of them was seen");
    })
    .await;
}

#[tokio::test]
async fn a_run_that_is_held_tells_what_changed() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(12), true)).await;
        let few = vec![listing("key-0", "Evening 0"), listing("key-1", "Moved")];
        let report = run(&store, id, later(1), read(few, true)).await;
        assert_eq!((report.held.is_some(), report.listings), (true, counts(2, 0, 1, 0)));
    })
    .await;
}

#[tokio::test]
async fn what_a_page_about_an_error_lists_means_nothing() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(12), true)).await;
        resolve(&store, noon()).await;
        let junk = vec![listing("sorry", "Sorry, we are closed on 1 April")];
        let report = run(&store, id, later(1), read(junk, true)).await;
        assert_eq!((report.held.is_some(), report.listings), (true, counts(1, 0, 0, 0)));
        assert_eq!(store.listings_dirty(9).await.unwrap(), vec![]);
        assert_eq!(store.source(id).await.unwrap().unwrap().listings, 12);
    })
    .await;
}

#[tokio::test]
async fn a_list_that_drops_what_is_over_lacks_nothing_and_one_that_drops_what_is_to_come_lacks_much() {
    for_each_database(|store| async move {
        // Twelve evenings on one day and eight others long before.
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(20), true)).await;
        resolve(&store, noon()).await;
        let early: Vec<String> = known(&store)
            .await
            .into_iter()
            .filter(|one| one.listing.key.len() == 5)
            .map(|one| one.id.get().to_string())
            .collect();
        let move_back = format!(
            "UPDATE occurrences SET starts_at = 1, ends_at = 2 WHERE event_id IN \
             (SELECT event_id FROM claims WHERE listing_id IN ({}))",
            early.join(", ")
        );
        store.writer.execute_unprepared(&move_back).await.unwrap();
        // Ten evenings are to come (key-10 and on), ten are over: seven of those to come are more than half.
        let lacking = |from: usize, to: usize| {
            let kept = listings(20).into_iter().enumerate().filter(|(number, _)| !(from..to).contains(number));
            kept.map(|(_, listing)| listing).collect::<Vec<_>>()
        };
        let report = run(&store, id, later(1), read(lacking(13, 20), true)).await;
        assert!(report.held.is_some_and(|held| held.contains("lacks 7 listings")));
        let report = run(&store, id, later(2), read(lacking(0, 10), true)).await;
        assert_eq!((report.held, report.listings.vanished), (None, 10));
    })
    .await;
}

#[tokio::test]
async fn what_was_lacking_and_is_given_again_by_half_a_run_is_not_gone_the_next_time_it_lacks() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(12), true)).await;
        assert!(run(&store, id, later(1), read(listings(3), true)).await.held.is_some());
        run(&store, id, later(2), read(listings(6), false)).await;
        assert!(run(&store, id, later(3), read(listings(3), true)).await.held.is_some());
        assert_eq!(run(&store, id, later(4), read(listings(3), true)).await.listings, counts(3, 0, 0, 9));
    })
    .await;
}

#[tokio::test]
async fn a_handful_may_vanish_at_once() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(5), true)).await;
        let report = run(&store, id, later(1), read(listings(1), true)).await;
        assert_eq!((report.held, report.listings), (None, counts(1, 0, 0, 4)));
    })
    .await;
}

#[tokio::test]
async fn a_source_that_lists_nothing_is_believed_only_the_second_time_however_little_it_had() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(2), true)).await;
        let said =
            "this run lists nothing, where 2 listings were; nothing is taken away until a second run says the same";
        let report = run(&store, id, later(1), read(vec![], true)).await;
        assert_eq!((report.held.as_deref(), report.listings), (Some(said), counts(0, 0, 0, 0)));
        let shown = store.source(id).await.unwrap().unwrap();
        assert_eq!((shown.problem.as_deref(), shown.listings, shown.succeeded_at), (Some(said), 2, Some(noon())));
        let report = run(&store, id, later(2), read(vec![], true)).await;
        assert_eq!((report.held, report.listings), (None, counts(0, 0, 0, 2)));
        let report = run(&store, id, later(3), read(vec![], true)).await;
        assert_eq!((report.held, report.listings), (None, counts(0, 0, 0, 0)));
        assert_eq!(store.source(id).await.unwrap().unwrap().succeeded_at, Some(later(3)));
    })
    .await;
}
