//! An index as a process that serves keeps it, for a program that starts; and a database that forgot to tell of its events.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_index::Index;
use hobnob_store::Store;
use hobnob_web::IndexFile;
use sea_orm::{ConnectionTrait as _, Database};

/// Where the digest of the program that wrote the file stands in it.
const PROGRAM: std::ops::Range<usize> = 16..48;

/// The horizon of a program whose operator names none: an index of another one is not taken up.
const HORIZON: TimeDelta = TimeDelta::days(400);

/// Keeps an index of all that the store holds in a file, as if `program` had written it.
pub async fn keep_index(store: &Store, path: &Path, program: &Path, now: DateTime<Utc>) {
    let index = Index::new(Some(HORIZON));
    hobnob_web::catch_up(store, &index, now).await.expect("the events are read");
    let file = IndexFile::new(path).for_few_events();
    file.write(store, index.snapshot(), now).await.expect("the database marks its state");
    let mut bytes = std::fs::read(path).expect("the file was written");
    let digest = blake3::hash(&std::fs::read(program).expect("a program"));
    bytes.get_mut(PROGRAM).expect("a head").copy_from_slice(digest.as_bytes());
    std::fs::write(path, bytes).expect("it is written");
}

/// From now on nobody who asks this database for what changed is told of its events; by their ids they are still there.
pub async fn hide_changes(address: &str) {
    let db = Database::connect(address).await.expect("a connection of the story's own");
    db.execute_unprepared("UPDATE events SET revision = -id").await.expect("a statement");
    db.close().await.expect("it closes");
}
