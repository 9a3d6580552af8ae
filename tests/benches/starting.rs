//! What a process that starts takes until its index is whole, over 100,000 invented events: from the database, and from
//! the file that the last process kept; as ratios to a baseline of the same run, reading the database's bytes.
//!
//! `cargo bench -p hobnob-tests --bench starting -- EVENTS` measures another number; `HOBNOB_BENCH_KEEP=FOLDER` keeps the
//! database there, or takes the one that is there.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "a benchmark fails by panicking, and is told by the environment where to keep things"
)]

use std::{
    path::Path,
    time::{Duration, Instant},
};

use hobnob_index::Index;
use hobnob_store::Store;
use hobnob_web::{IndexFile, catch_up};

#[path = "../../crates/index/tests/index/made.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod made;
mod stocked;
#[path = "../../crates/index/benches/town.rs"]
mod town;

use made::now;

async fn opened(folder: &Path, events: i64) -> Store {
    let file = folder.join("hobnob.db");
    let store = Store::connect(&format!("sqlite://{}?mode=rwc", file.display())).await.expect("a database");
    store.migrate().await.expect("a schema");
    if store.events_total().await.expect("a number") == 0 {
        stocked::stock(&store, (1..=events).map(town::event)).await;
    }
    store
}

/// Reads the bytes of the database, as slowly as the system gives them.
fn bytes_read(folder: &Path) -> (u64, Duration) {
    let started = Instant::now();
    let mut file = std::fs::File::open(folder.join("hobnob.db")).expect("the database's file");
    let bytes = std::io::copy(&mut file, &mut std::io::sink()).expect("its bytes");
    (bytes, started.elapsed())
}

async fn timed<T>(what: impl Future<Output = T>) -> (T, Duration) {
    let started = Instant::now();
    let done = what.await;
    (done, started.elapsed())
}

#[tokio::main]
async fn main() {
    let events = std::env::args().skip(1).find_map(|argument| argument.parse::<i64>().ok()).unwrap_or(100_000);
    let temporary = tempfile::tempdir().expect("a folder");
    let kept = std::env::var_os("HOBNOB_BENCH_KEEP").map(std::path::PathBuf::from);
    let folder = kept.as_deref().unwrap_or(temporary.path());
    let store = opened(folder, events).await;
    bytes_read(folder);
    let (bytes, unit) = bytes_read(folder);
    println!("baseline: {} MB of a database with {events} events read in {unit:.2?}", bytes / 1_000_000);
    let tell = |what: &str, taken: Duration| {
        println!("{what}: {taken:.2?}, {:.0} baselines", taken.as_secs_f64() / unit.as_secs_f64());
    };
    let file = IndexFile::new(temporary.path().join("hobnob.db.index")).for_few_events();
    let first = Index::new(None);
    let (loaded, taken) = timed(catch_up(&store, &first, now())).await;
    loaded.expect("the events are read");
    tell("from the database", taken);
    let snapshot = first.snapshot();
    let (all, revision) = (snapshot.len(), snapshot.revision());
    let (written, taken) = timed(file.write(&store, snapshot, now())).await;
    written.expect("the index is kept");
    tell("keeping it in a file", taken);
    drop(first);
    let second = Index::new(None);
    let (restored, taken) = timed(async {
        let was_restored = file.restore(&store, &second, now()).await;
        catch_up(&store, &second, now()).await.expect("what changed is read");
        was_restored
    })
    .await;
    assert!(restored.expect("the file is looked at"), "the file was of no use");
    assert_eq!((second.snapshot().len(), second.snapshot().revision()), (all, revision));
    tell("from the file", taken);
}
