//! With what a database begins.

use crate::{
    Beginning::{BesideOthers, InAnEmptyOne},
    StoreError,
    sources::URL_BYTES_MAX,
    tests::{
        databases::for_each_database,
        samples::{later, noon, spec},
    },
};
use hobnob_domain::SourceSpec;
use sea_orm::ConnectionTrait as _;

fn bundled() -> [SourceSpec; 2] {
    [spec("a"), spec("b")]
}

async fn names(store: &crate::Store) -> Vec<String> {
    store.sources().await.unwrap().into_iter().map(|source| source.spec.name).collect()
}

#[tokio::test]
async fn a_catalogue_is_begun_with_once_and_what_is_removed_stays_removed() {
    for_each_database(|store| async move {
        assert_eq!(store.sources_begin_with(&bundled(), BesideOthers, noon()).await.unwrap(), 2);
        for source in store.sources().await.unwrap() {
            store.source_remove(source.id).await.unwrap();
        }
        assert_eq!(store.sources_begin_with(&bundled(), BesideOthers, later(1)).await.unwrap(), 0);
        assert_eq!(names(&store).await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn sources_that_were_added_first_do_not_stand_in_for_the_catalogue() {
    for_each_database(|store| async move {
        store.source_save(&spec("mine"), noon()).await.unwrap();
        store.source_save(&spec("a"), noon()).await.unwrap();
        assert_eq!(store.sources_begin_with(&bundled(), InAnEmptyOne, noon()).await.unwrap(), 0);
        assert_eq!(store.sources_begin_with(&bundled(), BesideOthers, noon()).await.unwrap(), 1);
        assert_eq!(names(&store).await, ["a", "b", "mine"]);
    })
    .await;
}

#[tokio::test]
async fn a_database_from_before_the_note_has_begun_if_it_has_any_source() {
    for_each_database(|store| async move {
        for (known, new) in [("a", 0), ("mine", 0)] {
            store.source_save(&spec(known), noon()).await.unwrap();
            store.writer.execute_unprepared("DELETE FROM keys WHERE name = 'catalogue'").await.unwrap();
            assert_eq!(store.sources_begin_with(&bundled(), BesideOthers, noon()).await.unwrap(), new, "{known}");
            for source in store.sources().await.unwrap() {
                store.source_remove(source.id).await.unwrap();
            }
            store.writer.execute_unprepared("DELETE FROM keys WHERE name = 'catalogue'").await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_catalogue_that_somebody_chose_is_the_only_one_and_is_stored_whole_or_not_at_all() {
    for_each_database(|store| async move {
        let url = format!("https://example.org/{}", "x".repeat(URL_BYTES_MAX)).parse().unwrap();
        let broken = [spec("mine"), SourceSpec::new("long".to_owned(), url)];
        let fault = store.sources_save_all(&broken, noon()).await;
        assert!(matches!(fault, Err(StoreError::UrlTooLong(_))), "{fault:?}");
        assert_eq!(names(&store).await, Vec::<String>::new());

        assert_eq!(store.sources_save_all(&[spec("mine")], noon()).await.unwrap(), 1);
        assert_eq!(store.sources_begin_with(&bundled(), BesideOthers, noon()).await.unwrap(), 0);
        assert_eq!(store.sources_save_all(&[spec("mine"), spec("more")], noon()).await.unwrap(), 1);
        assert_eq!(names(&store).await, ["mine", "more"]);
    })
    .await;
}

#[tokio::test]
async fn a_database_that_came_from_another_one_has_begun() {
    for_each_database(|store| async move {
        store.source_save(&spec("mine"), noon()).await.unwrap();
        let mut lines = Vec::new();
        store.export(&mut lines).await.unwrap();
        store.import(lines.as_slice()).await.unwrap();
        assert_eq!(store.sources_begin_with(&bundled(), BesideOthers, noon()).await.unwrap(), 0);
    })
    .await;
}
