//! What was read and can't be kept: it costs nobody else anything, and its source no more than any other failure.

use std::sync::{Arc, LazyLock, Mutex};

use axum::{Router, routing::get};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Clock, Source, SourceId, SourceSpec};
use hobnob_fetch::{Client, NoTurn, Passing, Settings, Turnstile, networks};
use hobnob_gazetteer::Gazetteer;
use hobnob_resolve::Resolver;
use hobnob_store::Store;
use hobnob_tests::{FakeWeb, FrozenClock, for_each_address, for_each_database};
use hobnob_worker::{Worker, WorkerParts};
use sea_orm::{ConnectionTrait, Database};
use tokio::sync::{Semaphore, watch};
use url::Url;

use super::runs::page;

const BEGUN: &str = "2026-05-01T08:00:00Z";

async fn told(address: &str, statement: &str) {
    let database = Database::connect(address).await.expect("the database opens");
    database.execute_unprepared(statement).await.expect("a statement of the story");
    database.close().await.expect("it closes");
}

async fn watch_page(store: &Store, web: &FakeWeb, now: DateTime<Utc>, evening: u32) -> SourceId {
    let path = format!("/club-{evening}");
    web.put(&path, "text/html", page(evening, ""));
    store.source_save(&SourceSpec::new(&path, web.url(&path)), now).await.expect("a source").0
}

async fn source(store: &Store, id: SourceId) -> Source {
    store.source(id).await.expect("the store answers").expect("it is there")
}

/// How many sources nobody has claimed.
async fn free(store: &Store, now: DateTime<Utc>) -> usize {
    let (lease, long) = (TimeDelta::minutes(15), TimeDelta::days(2));
    store.sources_waiting(now + long, now, 99, lease).await.expect("the store answers").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_kept_is_a_failure_of_its_source_and_stops_nobody() {
    for_each_address(async |address, store| {
        store.migrate().await.expect("the database takes our shape");
        let (clock, web) = (Arc::new(FrozenClock::at(BEGUN)), FakeWeb::start().await);
        let bad = watch_page(&store, &web, clock.now(), 1).await;
        let good = watch_page(&store, &web, clock.now(), 2).await;
        // With this its listings are refused, whatever they say.
        told(&address, &format!("ALTER TABLE listings ADD COLUMN odd INTEGER CHECK (source_id <> {})", bad.get()))
            .await;
        for failures in [1, 2] {
            let fault = hobnob_tests::worker(&store, clock.clone(), "story").once().await.expect_err("it is told");
            assert!(fault.to_string().starts_with("the database failed"), "{fault}");
            let source = source(&store, bad).await;
            assert_eq!(source.failures, failures);
            let wait = source.next_fetch_at - clock.now();
            assert!(wait >= TimeDelta::minutes(i64::from(failures)) && wait < TimeDelta::minutes(5), "{wait}");
            let problem = source.problem.expect("a problem");
            assert!(problem.starts_with("what was read could not be kept: the database failed"), "{problem}");
            clock.advance(TimeDelta::minutes(2));
        }
        assert_eq!(source(&store, good).await.listings, 1);
        assert_eq!(store.events_total().await.expect("it answers"), 1, "what was kept is resolved");
        assert_eq!(free(&store, clock.now()).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_even_the_failure_is_refused_the_source_is_given_back_and_due_later() {
    for_each_address(async |address, store| {
        store.migrate().await.expect("the database takes our shape");
        let (clock, web) = (Arc::new(FrozenClock::at(BEGUN)), FakeWeb::start().await);
        let bad = watch_page(&store, &web, clock.now(), 1).await;
        for table in ["listings", "source_runs"] {
            told(&address, &format!("ALTER TABLE {table} ADD COLUMN odd INTEGER CHECK (source_id <> {})", bad.get()))
                .await;
        }
        hobnob_tests::worker(&store, clock.clone(), "story").once().await.expect_err("it is told");
        let wait = source(&store, bad).await.next_fetch_at - clock.now();
        assert!(wait >= TimeDelta::minutes(1) && wait < TimeDelta::minutes(2), "{wait}");
        assert_eq!(free(&store, clock.now()).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_known_of_claimed_sources_keeps_them_from_nothing() {
    for_each_address(async |address, store| {
        store.migrate().await.expect("the database takes our shape");
        let (clock, web) = (Arc::new(FrozenClock::at(BEGUN)), FakeWeb::start().await);
        let id = watch_page(&store, &web, clock.now(), 1).await;
        told(&address, "ALTER TABLE occurrences RENAME TO elsewhere").await;
        // What is resolved can't be written without it.
        hobnob_tests::worker(&store, clock.clone(), "story").once().await.expect_err("it is told");
        assert_eq!(source(&store, id).await.listings, 1);
        assert_eq!(free(&store, clock.now()).await, 1);
    })
    .await;
}

/// A fault of ours: it panics for one host's site.
struct Broken;

impl Turnstile for Broken {
    fn enter<'a>(&'a self, _site: &'a str, host: &'a str) -> Passing<'a, Result<(), NoTurn>> {
        Box::pin(async move { if host == "127.0.0.2" { panic!("a fault of ours") } else { Ok(()) } })
    }

    fn leave<'a>(&'a self, _site: &'a str, _pause: std::time::Duration) -> Passing<'a, ()> {
        Box::pin(async {})
    }

    fn silence<'a>(&'a self, _host: &'a str, _until: DateTime<Utc>) -> Passing<'a, ()> {
        Box::pin(async {})
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_whose_reading_breaks_is_given_back_as_failed() {
    for_each_database(async |store| {
        store.migrate().await.expect("the database takes our shape");
        let (clock, web) = (Arc::new(FrozenClock::at(BEGUN)), FakeWeb::start().await);
        let good = watch_page(&store, &web, clock.now(), 1).await;
        let spec = SourceSpec::new("Broken", Url::parse("http://127.0.0.2:8080/").expect("a URL"));
        let (bad, _) = store.source_save(&spec, clock.now()).await.expect("a source");
        let allow = networks("127.0.0.0/8").expect("a network");
        let settings = Settings { allow, paces_ours: true, ..Settings::default() };
        let worker = Worker::new(WorkerParts {
            store: store.clone(),
            client: Arc::new(Client::new(settings).expect("a client").with_turnstile(Arc::new(Broken))),
            resolver: Arc::new(LazyLock::new(|| Resolver::new(Gazetteer::embedded()))),
            clock: clock.clone(),
            owner: "story".to_owned(),
            pages_max: hobnob_worker::PAGES_MAX,
            observer: Arc::new(|_| {}),
            events_changed: Arc::default(),
            mail: None,
        });
        worker.once().await.expect_err("it is told");
        assert_eq!(source(&store, good).await.listings, 1);
        let bad = source(&store, bad).await;
        assert_eq!((bad.failures, bad.next_fetch_at > clock.now()), (1, true));
        assert_eq!(free(&store, clock.now()).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_single_round_that_is_told_to_stop_begins_nothing_more_and_leaves_nothing_claimed() {
    for_each_database(async |store| {
        store.migrate().await.expect("the database takes our shape");
        let clock = Arc::new(FrozenClock::at(BEGUN));
        let (gate, begun) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let asked = Arc::new(Mutex::new(0));
        let slow = {
            let (gate, begun, asked) = (Arc::clone(&gate), Arc::clone(&begun), Arc::clone(&asked));
            move || async move {
                *asked.lock().expect("the count") += 1;
                begun.add_permits(1);
                gate.acquire().await.expect("it opens").forget();
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base: Url = format!("http://{}/", listener.local_addr().expect("an address")).parse().expect("a URL");
        let robots = get(|| async { axum::http::StatusCode::NOT_FOUND });
        let router = Router::new().route("/robots.txt", robots).route("/{page}", get(slow));
        tokio::spawn(async move { axum::serve(listener, router).await });
        // One more than are read side by side.
        for number in 0..17 {
            let spec = SourceSpec::new(number.to_string(), base.join(&format!("{number}.ics")).expect("a path"));
            store.source_save(&spec, clock.now()).await.expect("a source");
        }
        let (tell, stop) = watch::channel(false);
        let worker = hobnob_tests::worker(&store, clock.clone(), "story");
        let working = tokio::spawn(async move {
            let report = worker.once_until(stop).await;
            (report, worker.is_ending())
        });
        begun.acquire().await.expect("it is asked").forget();
        tell.send_replace(true);
        // What has begun may end.
        gate.add_permits(99);
        let (report, is_ending) = working.await.expect("it ends");
        assert_eq!((report.expect("it works").sources.due, is_ending), (16, true));
        assert_eq!(*asked.lock().expect("the count"), 16);
        assert_eq!(free(&store, clock.now()).await, 17, "nothing is left claimed");
    })
    .await;
}
