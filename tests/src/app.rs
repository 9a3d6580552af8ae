//! The write side and the read side over one database, with the clock in the story's hand.

use std::sync::{Arc, LazyLock};

use crate::{FakeWeb, FrozenClock};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Clock, Event, EventFilter, Slice, SourceId, SourceSpec};
use hobnob_fetch::Client;
use hobnob_gazetteer::Gazetteer;
use hobnob_index::Index;
use hobnob_resolve::Resolver;
use hobnob_store::Store;
use hobnob_worker::{MailParts, RunReport, Worker, WorkerParts};
use tokio::sync::Notify;

/// hobnob without its command line.
pub struct App {
    /// The clock.
    pub clock: Arc<FrozenClock>,
    /// The database.
    pub store: Store,
    /// A web site to watch.
    pub web: FakeWeb,
    worker: Worker,
    index: Index,
}

impl App {
    /// Starts over an empty database, at an instant.
    pub async fn start(store: Store, instant: &str) -> Self {
        store.migrate().await.expect("the database takes our shape");
        let clock = Arc::new(FrozenClock::at(instant));
        Self {
            worker: worker(&store, clock.clone(), "story"),
            index: Index::new(None),
            web: FakeWeb::start().await,
            clock,
            store,
        }
    }

    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Watches a path of the web site.
    pub async fn watch(&self, path: &str) -> SourceId {
        let spec = SourceSpec { every: Some(TimeDelta::hours(6)), ..SourceSpec::new(path, self.web.url(path)) };
        self.store.source_save(&spec, self.now()).await.expect("a source").0
    }

    /// Settles what is due and gives what was done since the last call.
    pub async fn work(&mut self) -> RunReport {
        self.worker = worker(&self.store, self.clock.clone(), "story");
        self.worker.once().await.expect("the worker works")
    }

    /// Lets time pass, then settles what is due.
    pub async fn work_after(&mut self, wait: TimeDelta) -> RunReport {
        self.clock.advance(wait);
        self.work().await
    }

    /// A reader that has just caught up.
    pub async fn index(&self) -> Index {
        hobnob_web::catch_up(&self.store, &self.index, self.now()).await.expect("the reader catches up");
        self.index.clone()
    }

    /// All events that match, in order.
    pub async fn events(&self, filter: &EventFilter) -> Vec<Event> {
        let snapshot = self.index().await.snapshot();
        let answer = snapshot.query(filter, &Slice::first(100_000), self.now());
        let rows = hobnob_graphql::shown(&self.store, &snapshot, answer.rows).await.expect("events");
        rows.into_iter().map(|row| (*row.event).clone()).collect()
    }

    /// All events there are, whenever they are, in order.
    pub async fn all_events(&self) -> Vec<Event> {
        self.events(&EventFilter { from: Some(DateTime::<Utc>::MIN_UTC), ..EventFilter::default() }).await
    }
}

/// A worker that may fetch from loopback, over a clock that stands still.
pub fn worker(store: &Store, clock: Arc<dyn Clock>, owner: &str) -> Worker {
    mailing_worker(store, clock, owner, None)
}

/// The same, which sends letters.
pub fn mailing_worker(store: &Store, clock: Arc<dyn Clock>, owner: &str, mail: Option<MailParts>) -> Worker {
    let settings = hobnob_fetch::Settings {
        allow: hobnob_fetch::networks("127.0.0.0/8").expect("a network"),
        ..hobnob_fetch::Settings::default()
    };
    Worker::new(WorkerParts {
        store: store.clone(),
        client: Arc::new(Client::new(settings).expect("a client")),
        resolver: Arc::new(LazyLock::new(|| Resolver::new(Gazetteer::embedded()))),
        clock,
        owner: owner.to_owned(),
        pages_max: hobnob_worker::PAGES_MAX,
        observer: Arc::new(|_| {}),
        events_changed: Arc::new(Notify::new()),
        mail,
    })
}
