//! A copy of the whole database.

use crate::{
    Store,
    tests::{
        databases::for_each_database,
        samples::{later, listings, read, resolve, resolved_source, run},
    },
};

async fn exported(store: &Store) -> String {
    let mut bytes = Vec::new();
    store.export(&mut bytes).await.unwrap();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_backup_holds_what_the_database_held_and_is_never_written_over_anything() {
    for_each_database(|store| async move {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("monday.db");
        let id = resolved_source(&store, "a", 9).await;
        if store.is_postgres() {
            let said = store.backup(&file).await.unwrap_err().to_string();
            assert!(said.contains("pg_dump --format=custom --file=FILE"), "{said}");
            assert!(!file.exists());
            return;
        }
        let before = exported(&store).await;
        // A backup that was killed halfway left this.
        std::fs::write(folder.path().join("monday.db.part"), "half").unwrap();
        store.backup(&file).await.unwrap();
        run(&store, id, later(1), read(listings(3), true)).await;
        resolve(&store, later(1)).await;
        assert_ne!(exported(&store).await, before);

        let copy = Store::connect(&format!("sqlite://{}", file.display())).await.unwrap();
        copy.schema_check().await.unwrap();
        assert_eq!(exported(&copy).await, before);
        copy.close().await.unwrap();

        let said = store.backup(&file).await.unwrap_err().to_string();
        assert_eq!(said, format!("`{}` is there already: choose another file, or remove it", file.display()));
        let nowhere = folder.path().join("no");
        let said = store.backup(&nowhere.join("x.db")).await.unwrap_err().to_string();
        assert!(
            said.starts_with(&format!("the folder `{}` of the database does not exist", nowhere.display())),
            "{said}"
        );
        if cfg!(target_os = "linux") {
            // Nobody writes there, whoever they are.
            let said = store.backup("/proc/x.db".as_ref()).await.unwrap_err().to_string();
            assert!(said.starts_with("nothing can be written into the folder `/proc` ("), "{said}");
        }
        let mut left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
        left.retain(|name| !name.to_string_lossy().starts_with("monday.db-"));
        assert_eq!(left, ["monday.db"]);
    })
    .await;
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_reads_a_database_that_we_made_or_its_copy() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let store = Store::connect(&format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display())).await.unwrap();
    store.migrate().await.unwrap();
    store.backup(&folder.path().join("b.db")).await.unwrap();
    let mut modes: Vec<(String, u32)> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|one| one.unwrap())
        .map(|one| {
            (one.file_name().to_string_lossy().into_owned(), one.metadata().unwrap().permissions().mode() & 0o777)
        })
        .collect();
    modes.sort();
    assert_eq!(modes, ["a.db", "a.db-shm", "a.db-wal", "b.db"].map(|name| (name.to_owned(), 0o600)));
    store.close().await.unwrap();
}
