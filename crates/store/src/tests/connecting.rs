//! A database that can't be opened: one sentence, the cure, no password.

use crate::{
    Store, StoreError,
    tests::databases::{for_each_database, postgres_url, with_option},
};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

async fn refusal(url: &str) -> String {
    Store::connect(url).await.unwrap_err().to_string()
}

#[tokio::test]
async fn an_address_of_another_kind_is_answered_with_what_may_be_written() {
    let cure = "write sqlite://FILE?mode=rwc or postgres://USER@HOST/DATABASE";
    assert_eq!(refusal("mysql://root:secret@db/x").await, format!("`mysql` is no kind of database: {cure}"));
    assert_eq!(refusal("secret").await, format!("`this address` is no kind of database: {cure}"));
    assert_eq!(
        refusal("postgres://u:secret@host:port/x").await,
        format!("the database's address can't be read (postgres): {cure}")
    );
}

#[tokio::test]
async fn a_missing_file_or_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("none.db").display().to_string();
    assert_eq!(
        refusal(&format!("sqlite://{file}")).await,
        format!("there is no database at `{file}`: check the address, or add `?mode=rwc` to have it made")
    );
    assert!(!std::path::Path::new(&file).exists());
    let inner = folder.path().join("no").display().to_string();
    assert_eq!(
        refusal(&format!("sqlite://{inner}/x.db?mode=rwc")).await,
        format!("the folder `{inner}` of the database does not exist: make it, or choose another address")
    );
}

#[tokio::test]
async fn a_file_that_is_something_else_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.txt");
    std::fs::write(&file, "Dear reader, this is a letter and not a database. ".repeat(40)).unwrap();
    let before = std::fs::read(&file).unwrap();
    assert_eq!(
        refusal(&format!("sqlite://{}?mode=rwc", file.display())).await,
        format!("`{}` is not a SQLite database: choose another address", file.display())
    );
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[tokio::test]
async fn a_database_another_process_holds_is_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("held.db").display());
    let holder = Store::connect(&url).await.unwrap();
    let held = holder.begin_alone().await.unwrap();
    // Another process that does not wait.
    let hasty = sea_orm::Database::connect(&url).await.unwrap();
    hasty.execute_unprepared("PRAGMA busy_timeout = 0").await.unwrap();
    let error = hasty.execute_unprepared("BEGIN IMMEDIATE").await.unwrap_err();
    assert_eq!(
        StoreError::from(error).to_string(),
        "the database is held by another process or too busy: end the other one, or try again"
    );
    held.rollback().await.unwrap();
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_at_once_and_without_the_password() {
    let started = std::time::Instant::now();
    let error = refusal("postgres://me:secret@127.0.0.1:1/x").await;
    assert!(error.starts_with("no database server answers at 127.0.0.1:1 ("), "{error}");
    assert!(!error.contains("secret"), "{error}");
    assert!(started.elapsed().as_secs() < 5);
}

#[tokio::test]
async fn a_server_that_refuses_is_quoted() {
    let Some(url) = postgres_url() else {
        println!("skipped on PostgreSQL: HOBNOB_TEST_POSTGRES_URL is not set");
        return;
    };
    let error = refusal(&with_option(&url, "dbname=there_is_none_of_this_name")).await;
    let said = "refuses: database \"there_is_none_of_this_name\" does not exist; check user, password and database";
    assert!(error.contains(said), "{error}");
}

#[tokio::test]
async fn a_store_in_memory_works_like_any_other() {
    let store = Store::connect("sqlite::memory:").await.unwrap();
    store.migrate().await.unwrap();
    store.schema_check().await.unwrap();
    assert_eq!(store.events_total().await.unwrap(), 0);
}

#[tokio::test]
async fn a_server_compresses_long_texts_the_quickest_way_it_knows() {
    for_each_database(|store| async move {
        if !store.is_postgres() {
            return;
        }
        let method = "SELECT current_setting('default_toast_compression'), 'lz4' = ANY (enumvals) \
                      FROM pg_settings WHERE name = 'default_toast_compression'";
        let row =
            store.reader.query_one_raw(Statement::from_string(DbBackend::Postgres, method)).await.unwrap().unwrap();
        let (method, is_known) = (row.try_get_by_index::<String>(0).unwrap(), row.try_get_by_index::<bool>(1).unwrap());
        assert_eq!(method == "lz4", is_known, "{method}");
    })
    .await;
}

#[tokio::test]
async fn a_database_that_may_only_be_read_is_read_and_says_so_when_it_is_to_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hobnob.db").display().to_string();
    let store = Store::connect(&format!("sqlite://{file}?mode=rwc")).await.unwrap();
    store.migrate().await.unwrap();
    store.close().await.unwrap();
    let store = Store::connect(&format!("sqlite://{file}?mode=ro")).await.unwrap();
    assert_eq!(store.sources().await.unwrap(), []);
    let refused = store.key("sealing").await.unwrap_err().to_string();
    assert!(refused.starts_with("the database may only be read: let hobnob write it"), "{refused}");
}
