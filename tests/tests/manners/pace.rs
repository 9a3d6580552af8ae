//! One request at a time to a site with a pause between, whoever asks: several workers over one database.

use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use chrono::TimeDelta;
use hobnob_domain::{Clock, SourceSpec};
use hobnob_fetch::{Client, Settings, networks};
use hobnob_gazetteer::Gazetteer;
use hobnob_resolve::Resolver;
use hobnob_store::{HostTurn, Store};
use hobnob_tests::{FrozenClock, RunningClock, for_each_database};
use hobnob_worker::{HostLeases, Worker, WorkerParts};
use tokio::sync::{Notify, Semaphore, watch};
use url::Url;

const PACE: Duration = Duration::from_millis(40);

/// When each answer began and ended.
type Talks = Arc<Mutex<Vec<(Instant, Instant)>>>;

async fn answer(State(talks): State<Talks>) -> &'static str {
    let begun = Instant::now();
    tokio::time::sleep(Duration::from_millis(15)).await;
    talks.lock().expect("the talks").push((begun, Instant::now()));
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
}

async fn site(router: Router) -> Url {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("http://{}/", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    base.parse().expect("a URL")
}

/// A worker that treats even loopback as somebody else's.
fn worker(store: &Store, clock: &Arc<dyn Clock>, owner: &str) -> Worker {
    let settings = Settings {
        allow: networks("127.0.0.0/8").expect("a network"),
        paces_ours: true,
        pace: PACE,
        ..Settings::default()
    };
    let turns = HostLeases::new(store.clone(), Arc::clone(clock), owner.to_owned());
    Worker::new(WorkerParts {
        store: store.clone(),
        client: Arc::new(Client::new(settings).expect("a client").with_turnstile(Arc::new(turns))),
        resolver: Arc::new(LazyLock::new(|| Resolver::new(Gazetteer::embedded()))),
        clock: Arc::clone(clock),
        owner: owner.to_owned(),
        pages_max: hobnob_worker::PAGES_MAX,
        observer: Arc::new(|_| {}),
        events_changed: Arc::new(Notify::new()),
        mail: None,
    })
}

async fn watch(store: &Store, clock: &Arc<dyn Clock>, url: Url) {
    let name = url.path().to_owned();
    store.source_save(&SourceSpec::new(name, url), clock.now()).await.expect("a source");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_over_one_database_never_talk_to_a_site_at_once() {
    for_each_database(async |store| {
        store.migrate().await.expect("the database takes our shape");
        let talks = Talks::default();
        let clock: Arc<dyn Clock> = Arc::new(RunningClock::from("2026-05-01T08:00:00Z"));
        let base = site(Router::new().route("/{page}", get(answer)).with_state(Arc::clone(&talks))).await;
        // More than one worker claims at once, so that both have something to do.
        for number in 0..24 {
            watch(&store, &clock, base.join(&format!("club-{number}.ics")).expect("a path")).await;
        }
        let (one, other) = (worker(&store, &clock, "one"), worker(&store, &clock, "other"));
        let (one, other) = tokio::join!(one.once(), other.once());
        let done = [one.expect("it works").pages.fetched, other.expect("it works").pages.fetched];
        assert_eq!(done.iter().sum::<u64>(), 24);
        assert!(done.iter().all(|pages| *pages > 0), "{done:?}");
        let mut talks = talks.lock().expect("the talks").clone();
        talks.sort();
        // Each worker reads the site's robots.txt once.
        assert_eq!(talks.len(), 24 + 2);
        let pauses: Vec<Option<Duration>> =
            talks.windows(2).map(|pair| pair[1].0.checked_duration_since(pair[0].1)).collect();
        // The clock of the rows counts in microseconds, the server's begins a little after the worker's.
        let least = PACE - Duration::from_millis(2);
        assert!(pauses.iter().all(|pause| pause.is_some_and(|pause| pause >= least)), "{pauses:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_asked_one_worker_for_silence_is_left_alone_by_the_other() {
    for_each_database(async |store| {
        store.migrate().await.expect("the database takes our shape");
        let clock: Arc<dyn Clock> = Arc::new(RunningClock::from("2026-05-01T08:00:00Z"));
        let asked = Arc::new(Mutex::new(0));
        let count = Arc::clone(&asked);
        let busy = move || {
            *count.lock().expect("the count") += 1;
            async { (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "3600")]) }
        };
        let base = site(Router::new().route("/club.ics", get(busy.clone())).route("/other.ics", get(busy))).await;
        watch(&store, &clock, base.join("club.ics").expect("a path")).await;
        worker(&store, &clock, "one").once().await.expect("it works");
        watch(&store, &clock, base.join("other.ics").expect("a path")).await;
        worker(&store, &clock, "other").once().await.expect("it works");
        assert_eq!(*asked.lock().expect("the count"), 1);
        for source in store.sources().await.expect("the store answers") {
            let wait = (source.next_fetch_at - clock.now()).num_minutes();
            assert!((55..=60).contains(&wait), "{wait}");
            assert_eq!(source.failures, 0);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_ends_in_the_middle_of_a_talk_leaves_the_site_to_the_next_one_after_a_pause() {
    for_each_database(async |store| {
        store.migrate().await.expect("the database takes our shape");
        let clock: Arc<dyn Clock> = Arc::new(FrozenClock::at("2026-05-01T08:00:00Z"));
        let (site, lease) = ("club.example", TimeDelta::minutes(3));
        // A talk that is broken off does not say so.
        assert_eq!(store.host_enter(site, "one", clock.now(), lease).await.expect("it answers"), HostTurn::Ours);
        let (_tell, stop) = watch::channel(true);
        worker(&store, &clock, "one").run(stop).await;
        let turn = store.host_enter(site, "other", clock.now(), lease).await.expect("it answers");
        assert_eq!(turn, HostTurn::Resting(clock.now() + TimeDelta::seconds(10)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_sources_of_one_site_keep_those_of_others_waiting_for_no_more_than_a_few() {
    for_each_database(async |store| {
        store.migrate().await.expect("the database takes our shape");
        let clock: Arc<dyn Clock> = Arc::new(RunningClock::from("2026-05-01T08:00:00Z"));
        let (gate, asked) = (Arc::new(Semaphore::new(0)), Arc::new(Mutex::new(Vec::new())));
        let answer = {
            let (gate, asked) = (Arc::clone(&gate), Arc::clone(&asked));
            move |path: axum::extract::Path<String>| async move {
                asked.lock().expect("the list").push(path.0.clone());
                if path.0 == "small.ics" {
                    gate.add_permits(99);
                }
                gate.acquire().await.expect("it opens").forget();
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
            }
        };
        let listener = tokio::net::TcpListener::bind("0.0.0.0:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let robots = get(|| async { StatusCode::NOT_FOUND });
        let router = Router::new().route("/robots.txt", robots).route("/{page}", get(answer));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let url = |host: &str, page: &str| format!("http://{host}:{port}/{page}.ics").parse().expect("a URL");
        for number in 0..20 {
            watch(&store, &clock, url("127.0.0.1", &format!("big-{number}"))).await;
        }
        // The last one that became due.
        watch(&store, &clock, url("127.0.0.2", "small")).await;
        worker(&store, &clock, "one").once().await.expect("it works");
        let asked = asked.lock().expect("the list").clone();
        let before = asked.iter().position(|page| page == "small.ics").expect("it is asked");
        assert!(before <= 4 && asked.len() == 21, "{asked:?}");
    })
    .await;
}
