//! A site that takes its time keeps nobody else waiting, and a worker that is told to end leaves nothing claimed.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::{Router, routing::get};
use chrono::TimeDelta;
use hobnob_domain::{Clock, SourceSpec};
use hobnob_tests::{FrozenClock, for_each_database};
use tokio::sync::{Notify, watch};
use url::Url;

const EMPTY: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n";

/// How long the story waits for what has to happen.
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_site_keeps_no_other_waiting() {
    for_each_database(async |store| {
        store.migrate().await.expect("the database takes our shape");
        let (held, asked) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let count = Arc::new(Mutex::new(0));
        let slow = {
            let held = Arc::clone(&held);
            move || async move {
                held.notified().await;
                EMPTY
            }
        };
        let quick = {
            let (asked, count) = (Arc::clone(&asked), Arc::clone(&count));
            move || async move {
                *count.lock().expect("the count") += 1;
                asked.notify_one();
                EMPTY
            }
        };
        let router = Router::new().route("/slow.ics", get(slow)).route("/quick.ics", get(quick));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base: Url = format!("http://{}/", listener.local_addr().expect("an address")).parse().expect("a URL");
        tokio::spawn(async move { axum::serve(listener, router).await });
        let clock = Arc::new(FrozenClock::at("2026-05-01T08:00:00Z"));
        for path in ["slow.ics", "quick.ics"] {
            let spec = SourceSpec {
                every: Some(TimeDelta::minutes(5)),
                ..SourceSpec::new(path, base.join(path).expect("a path"))
            };
            store.source_save(&spec, clock.now()).await.expect("a source");
        }
        let (tell, stop) = watch::channel(false);
        let worker = hobnob_tests::worker(&store, clock.clone(), "patient");
        let working = tokio::spawn(async move { worker.run(stop).await });
        tokio::time::timeout(PATIENCE, asked.notified()).await.expect("it is read");
        // It is due again while the other one is still waited for.
        while store.sources().await.expect("the store answers").iter().all(|source| source.fetched_at.is_none()) {
            tokio::task::yield_now().await;
        }
        clock.advance(TimeDelta::minutes(6));
        tokio::time::timeout(PATIENCE, asked.notified()).await.expect("it is read again");
        assert_eq!(*count.lock().expect("the count"), 2);
        tell.send_replace(true);
        held.notify_waiters();
        tokio::time::timeout(PATIENCE, working).await.expect("it ends").expect("in peace");
        let other = store.sources_due(clock.now() + TimeDelta::days(2), 9, "next", TimeDelta::minutes(1));
        assert_eq!(other.await.expect("the store answers").len(), 2, "nothing is left claimed");
    })
    .await;
}
