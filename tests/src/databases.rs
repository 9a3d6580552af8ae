//! Both databases, for every story.

use std::{
    future::Future,
    sync::atomic::{AtomicU32, Ordering},
};

use hobnob_store::Store;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use url::Url;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// Tells a story on SQLite and, when `HOBNOB_TEST_POSTGRES_URL` names a server, on PostgreSQL; each time over a new and
/// empty database.
pub async fn for_each_database<F, Told>(story: F)
where
    F: Fn(Store) -> Told,
    Told: Future<Output = ()>,
{
    for_each_address(|_, store| story(store)).await;
}

/// The same, and tells the story its database's address, for programs of their own.
pub async fn for_each_address<F, Told>(story: F)
where
    F: Fn(String, Store) -> Told,
    Told: Future<Output = ()>,
{
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("story.db");
    let url = format!("sqlite://{}?mode=rwc", file.display());
    let store = Store::connect(&url).await.expect("SQLite opens");
    story(url, store).await;
    match postgres_server() {
        Some(server) => on_postgres(&server, &story).await,
        None => {
            assert!(!crate::are_required(), "HOBNOB_REQUIRE_STORIES is set and HOBNOB_TEST_POSTGRES_URL is not");
            eprintln!("skipped on PostgreSQL: HOBNOB_TEST_POSTGRES_URL names no server");
        }
    }
}

fn postgres_server() -> Option<Url> {
    #[expect(clippy::disallowed_methods, reason = "stories find the server by it")]
    let url = std::env::var("HOBNOB_TEST_POSTGRES_URL").ok()?;
    Some(url.parse().expect("HOBNOB_TEST_POSTGRES_URL is a URL"))
}

async fn on_postgres<F, Told>(server: &Url, story: &F)
where
    F: Fn(String, Store) -> Told,
    Told: Future<Output = ()>,
{
    let name = format!("hobnob_story_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let server_connection: DatabaseConnection = Database::connect(server.as_str()).await.expect("PostgreSQL answers");
    let run = async |statement: String| {
        server_connection.execute_unprepared(&statement).await.expect("a statement of the story's frame");
    };
    run(format!("CREATE DATABASE {name}")).await;
    let mut url = server.clone();
    url.set_path(&name);
    let store = Store::connect(url.as_str()).await.expect("PostgreSQL opens");
    story(url.to_string(), store).await;
    run(format!("DROP DATABASE {name} WITH (FORCE)")).await;
}
