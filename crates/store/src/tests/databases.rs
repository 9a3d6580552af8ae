//! One story, each database.

use std::{
    future::Future,
    sync::atomic::{AtomicU32, Ordering},
};

use crate::Store;
use sea_orm::{ConnectionTrait, Database};

static SCHEMAS: AtomicU32 = AtomicU32::new(0);

/// Where a PostgreSQL for tests is, if there is one.
#[expect(clippy::disallowed_methods, reason = "tests find the server by it")]
pub(crate) fn postgres_url() -> Option<String> {
    std::env::var("HOBNOB_TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())
}

/// The same address with a setting behind it.
pub(crate) fn with_option(url: &str, option: &str) -> String {
    format!("{url}{}{option}", if url.contains('?') { '&' } else { '?' })
}

/// Tells a story to an empty, migrated SQLite, and to a PostgreSQL where there is one.
pub(crate) async fn for_each_database<F, S>(story: F)
where
    F: Fn(Store) -> S,
    S: Future<Output = ()> + Send + 'static,
{
    for_each_empty_database(|url| {
        let story = &story;
        async move {
            let store = Store::connect(&url).await.unwrap();
            store.migrate().await.unwrap();
            let told = tokio::spawn(story(store.clone())).await;
            store.close().await.unwrap();
            told
        }
    })
    .await;
}

/// Hands the address of an empty database of each kind to a story; what it gives back is looked at after cleaning up.
pub(crate) async fn for_each_empty_database<F, S>(story: F)
where
    F: Fn(String) -> S,
    S: Future<Output = Result<(), tokio::task::JoinError>>,
{
    let folder = tempfile::tempdir().unwrap();
    story(format!("sqlite://{}?mode=rwc", folder.path().join("hobnob.db").display())).await.unwrap();
    let Some(url) = postgres_url() else {
        println!("skipped on PostgreSQL: HOBNOB_TEST_POSTGRES_URL is not set");
        return;
    };
    let schema = format!("hobnob_test_{}_{}", std::process::id(), SCHEMAS.fetch_add(1, Ordering::Relaxed));
    let admin = Database::connect(&url).await.unwrap();
    admin.execute_unprepared(&format!("CREATE SCHEMA {schema}")).await.unwrap();
    let told = story(with_option(&url, &format!("options[search_path]={schema}"))).await;
    admin.execute_unprepared(&format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();
    admin.close().await.unwrap();
    told.unwrap();
}
