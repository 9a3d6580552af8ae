//! How long documents that are made to hurt keep the API busy: `cargo run --release -p hobnob-web --example bombs`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "it stops where it fails")]

#[path = "../tests/bombs/list.rs"]
mod list;

use std::{sync::Arc, time::Instant};

use chrono::{DateTime, Utc};
use hobnob_domain::Clock;
use hobnob_gazetteer::Gazetteer;
use hobnob_index::Index;
use hobnob_store::Store;
use hobnob_web::{State, router};

struct Frozen(DateTime<Utc>);

impl Clock for Frozen {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// How often each is thrown.
const ROUNDS: u32 = 20;

#[tokio::main]
async fn main() {
    let now = "2026-03-02T09:00:00Z".parse().unwrap();
    let store = Store::connect("sqlite::memory:").await.unwrap();
    store.migrate().await.unwrap();
    let base = "https://events.example/".parse().unwrap();
    let router = router(State::new(store, Index::new(None), Gazetteer::embedded(), Arc::new(Frozen(now)), base));
    for (name, document, _, _) in list::bombs() {
        let started = Instant::now();
        let mut last = list::thrown(&router, &document).await;
        for _ in 1..ROUNDS {
            last = list::thrown(&router, &document).await;
        }
        let each = started.elapsed() / ROUNDS;
        println!("{name:40} {:>9.3} ms  {}", each.as_secs_f64() * 1_000.0, last.0);
    }
}
