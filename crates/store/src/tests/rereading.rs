//! Sources that are to be read in another way: they are read again, whatever has changed on their pages.

use crate::{
    PageCommit, StoreError,
    tests::{
        crawling::{missing_runs, source},
        databases::for_each_database,
        samples::{claim, commit, later, listings, noon, read, resolve, run, spec},
    },
};
use chrono::TimeDelta;
use hobnob_domain::{Format, SourceHints, SourceSpec, Validators};

#[tokio::test]
async fn pages_are_known_by_their_digest() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        run(&store, id, noon(), read(listings(2), true)).await;
        let page = |hash: &str| vec![("https://example.org/page".to_owned(), hash.to_owned())];
        assert_eq!(store.pages_of(id).await.unwrap(), page("2"));
        run(&store, id, later(1), read(listings(3), true)).await;
        assert_eq!(store.pages_of(id).await.unwrap(), page("3"));
        store
            .source_save(&SourceSpec { format: Some(hobnob_domain::Format::Ical), ..spec("a") }, later(2))
            .await
            .unwrap();
        assert_eq!(store.pages_of(id).await.unwrap(), vec![], "what is read in another way is read again");
    })
    .await;
}

/// Ways to read a source that differ from that of `spec`.
fn other_ways() -> Vec<SourceSpec> {
    let hinted = |hints| SourceSpec { hints, ..spec("a") };
    let said = |text: &str| Some(text.to_owned());
    vec![
        SourceSpec { format: Some(Format::Ical), ..spec("a") },
        SourceSpec { rules: said("{\"follow\": \"a\"}"), ..spec("a") },
        hinted(SourceHints { place: said("Austin, USA"), ..SourceHints::default() }),
        hinted(SourceHints { time_zone: said("America/Chicago"), ..SourceHints::default() }),
        hinted(SourceHints { language: said("en-US"), ..SourceHints::default() }),
    ]
}

#[tokio::test]
async fn what_tells_how_a_page_is_read_has_it_read_again() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        for (hour, way) in (1..).map(|n| n * 10).zip(other_ways()) {
            store.source_save(&spec("a"), later(hour)).await.unwrap();
            run(&store, id, later(hour), read(listings(2), true)).await;
            store.source_save(&way, later(hour + 1)).await.unwrap();
            let shown = store.source(id).await.unwrap().unwrap();
            assert_eq!((shown.validators, shown.next_fetch_at), (Validators::default(), later(hour + 1)), "{way:?}");
            assert_eq!(store.pages_of(id).await.unwrap(), vec![], "{way:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_run_that_read_in_the_old_way_is_thrown_away() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        let mut before = spec("a");
        for (hour, way) in (1..).map(|n| n * 10).zip(other_ways()) {
            claim(&store, id, later(hour)).await;
            store.source_save(&way, later(hour)).await.unwrap();
            let wanted = store.source(id).await.unwrap();
            let run = PageCommit {
                spec: before,
                next_fetch_at: later(hour + 6),
                ..commit(id, later(hour), read(listings(3), true))
            };
            let late = store.page_commit(&run).await;
            assert!(matches!(late, Err(StoreError::ReadOtherwise(other)) if other == id), "{late:?}");
            assert_eq!(store.source(id).await.unwrap(), wanted, "it is due as it was");
            assert_eq!((store.pages_of(id).await.unwrap(), missing_runs(&store).await), (vec![], vec![]));
            assert_eq!(store.source_runs(&[id], 9).await.unwrap().len(), 0);
            before = way;
        }
        claim(&store, id, later(90)).await;
        let run = PageCommit { spec: before, ..commit(id, later(90), read(listings(3), true)) };
        assert_eq!(store.page_commit(&run).await.unwrap().listings.new, 3);
    })
    .await;
}

#[tokio::test]
async fn a_run_is_kept_where_something_else_about_its_source_is_new() {
    for_each_database(|store| async move {
        let id = source(&store).await;
        claim(&store, id, noon()).await;
        let new = SourceSpec { name: "A".to_owned(), niches: vec![], every: Some(TimeDelta::hours(1)), ..spec("a") };
        store.source_save(&new, noon()).await.unwrap();
        let report = store.page_commit(&commit(id, noon(), read(listings(3), true))).await.unwrap();
        assert_eq!(report.listings.new, 3);
        resolve(&store, noon()).await;
    })
    .await;
}
