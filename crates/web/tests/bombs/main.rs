//! Documents that are made to hurt: each is refused before it is worked on, and leaves nothing behind.
#![allow(missing_docs, reason = "tests are sentences")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a story fails by panicking")]

mod list;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use hobnob_domain::Clock;
use hobnob_gazetteer::Gazetteer;
use hobnob_index::Index;
use hobnob_store::Store;
use hobnob_web::{State, router};
use list::{bombs, thrown};

struct Frozen(DateTime<Utc>);

impl Clock for Frozen {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// What this process holds in memory, in kilobytes; none where the system does not tell.
fn resident_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

#[tokio::test]
async fn every_bomb_is_refused_and_memory_stays_flat() {
    let now = "2026-03-02T09:00:00Z".parse().unwrap();
    let store = Store::connect("sqlite::memory:").await.unwrap();
    store.migrate().await.unwrap();
    let base = "https://events.example/".parse().unwrap();
    let state = State::new(store, Index::new(None), Gazetteer::embedded(), Arc::new(Frozen(now)), base);
    let router = router(state);
    let bombs = bombs();
    let throw_all = async || {
        for (name, document, status, code) in &bombs {
            let (answered, body) = thrown(&router, document).await;
            let told = body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
            assert_eq!((answered, told), (*status, *code), "{name}: {body}");
        }
    };
    // What is set up once is set up now.
    throw_all().await;
    let before = resident_kb();
    for _ in 0..30 {
        throw_all().await;
    }
    if let (Some(before), Some(after)) = (before, resident_kb()) {
        let grown = after.saturating_sub(before);
        assert!(grown < 24 * 1024, "thirty rounds of bombs left {grown} KB behind");
    }
}
