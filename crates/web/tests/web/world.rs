//! A world of made-up events, and a client without a network.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, Response, StatusCode},
};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::Berlin;
use hobnob_domain::{
    AttendanceMode, Claim, Clock, Event, EventId, EventKind, EventStatus, Facts, Goal, Listing, ListingId, Offer,
    Organizer, OrganizerId, Phase, Point, Problem, Schedule, SourceId, SourceSpec, Span, Standing, Validators, Venue,
    Words, occurrences,
};
use hobnob_gazetteer::Gazetteer;
use hobnob_index::Index;
use hobnob_store::{EventsCommit, PageCommit, PageOutcome, Resolved, RunTally, Store};
use hobnob_web::{AdminToken, Busy, BusyReader, Robot, State, TrustedProxies, router};
use tower::ServiceExt as _;

pub(crate) const NOW: &str = "2026-03-02T09:41:00Z";

/// What makes an administrator.
pub(crate) const ADMIN_TOKEN: &str = "correct-horse-battery";

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A clock that is turned by hand.
pub(crate) struct Hand(Mutex<DateTime<Utc>>);

impl Hand {
    pub(crate) fn turn_to(&self, text: &str) {
        *self.0.lock().unwrap() = at(text);
    }
}

impl Clock for Hand {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// A process with its store, index and clock.
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) index: Index,
    pub(crate) clock: Arc<Hand>,
    router: Router,
}

/// A reader of private calendars that have one time a line.
fn times(file: Vec<u8>, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<Busy>, String> {
    let text = String::from_utf8(file).map_err(|error| error.to_string())?;
    let times = text.lines().filter_map(|line| line.split_once(' ')).map(|(start, end)| (at(start), at(end)));
    let times: Vec<Busy> = times.filter(|(start, end)| *end > from && *start < to).collect();
    if times.is_empty() { Err("no calendar".to_owned()) } else { Ok(times) }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// How often these words occur in the body.
    pub(crate) fn count(&self, words: &str) -> usize {
        self.text().matches(words).count()
    }

    /// The first address in an attribute of that kind that begins so.
    pub(crate) fn href(&self, start: &str) -> String {
        self.hrefs(start).into_iter().next().unwrap_or_default()
    }

    pub(crate) fn hrefs(&self, start: &str) -> Vec<String> {
        let text = self.text();
        let hrefs = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        hrefs.map(|href| href.replace("&#38;", "&")).filter(|href| href.starts_with(start)).collect()
    }
}

impl World {
    pub(crate) async fn of(events: Vec<Event>) -> Self {
        Self::at_address(events, "https://events.example/").await
    }

    pub(crate) async fn at_address(events: Vec<Event>, base: &str) -> Self {
        Self::over(Index::new(None), events, base).await
    }

    /// One whose index has at most so many whole events at hand.
    pub(crate) async fn keeping(kept: usize, events: Vec<Event>) -> Self {
        Self::over(Index::keeping(None, kept), events, "https://events.example/").await
    }

    /// One that has just been started: its index has not been told that it is whole.
    pub(crate) async fn starting() -> Self {
        Self::built(Index::new(None), Vec::new(), "https://events.example/").await
    }

    async fn over(index: Index, events: Vec<Event>, base: &str) -> Self {
        index.note_whole();
        Self::built(index, events, base).await
    }

    async fn built(index: Index, events: Vec<Event>, base: &str) -> Self {
        let clock = Arc::new(Hand(Mutex::new(at(NOW))));
        let store = Store::connect("sqlite::memory:").await.unwrap();
        store.migrate().await.unwrap();
        // What the store is told later begins at revision 1.
        let revision = i64::from(!events.is_empty());
        index.apply(events, &[], revision, at(NOW));
        let base = base.parse().unwrap();
        let robot = Robot {
            user_agent: "hobnob/0 (+https://events.example/bot)".into(),
            contact: Some("bots@events.example".into()),
            pages_max: 50,
            pace: Duration::from_secs(3),
        };
        let state = State::new(store.clone(), index.clone(), Gazetteer::embedded(), clock.clone(), base);
        let proxies = TrustedProxies::read("10.0.0.0/8").unwrap();
        let admin = AdminToken::new(ADMIN_TOKEN).unwrap();
        let state = state.with_robot(robot).with_admin(Some(admin)).with_proxies(proxies).with_graphql_rate(20);
        let state = state.with_busy_reader(BusyReader(times)).waiting_for_index(Duration::from_millis(500));
        Self { store, index, clock, router: router(state) }
    }

    pub(crate) async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        self.ask_from(None, method, path, headers, body).await
    }

    /// The same over a network, from an address.
    pub(crate) async fn ask_from(
        &self,
        peer: Option<&str>,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Reply {
        let (parts, body) = self.begin(peer, method, path, headers, body).await.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// A response whose body has not been read.
    pub(crate) async fn begin(
        &self,
        peer: Option<&str>,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Response<Body> {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(peer) = peer {
            request = request.extension(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4711)));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.get_with(path, &[]).await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        self.ask(Method::GET, path, headers, "").await
    }

    /// Writes these events into the store as a worker would, each with a listing of its own unless it says otherwise.
    pub(crate) async fn stock(&self, events: Vec<Event>, retired: Vec<(EventId, EventId)>) {
        let now = self.clock.now();
        let source_id = self.source("Listings").await;
        self.store.sources_due(now, 10, "worker", TimeDelta::minutes(5)).await.unwrap();
        let listing = |n: usize| Listing { key: n.to_string(), url: None, words: Words::default() };
        let outcome = PageOutcome::Read {
            pages: Vec::new(),
            listings: (0..10).map(listing).collect(),
            in_part: BTreeSet::new(),
            problems: Vec::new(),
            is_complete: true,
            validators: Validators::default(),
        };
        let (owner, tally) = ("worker".to_owned(), RunTally::new(now));
        let spec = self.store.source(source_id).await.unwrap().unwrap().spec;
        let commit = PageCommit {
            source_id,
            owner,
            spec,
            now,
            outcome,
            next_fetch_at: now,
            next_fetch_at_if_quiet: None,
            moved_to: None,
            tally,
        };
        self.store.page_commit(&commit).await.unwrap();
        self.store.listings_mark_all_dirty().await.unwrap();
        let mut known = self.store.listings_dirty(100).await.unwrap();
        known.sort_by_key(|(known, _)| known.listing.key.clone());
        let mut events = events;
        for claim in events.iter_mut().flat_map(|event| &mut event.claims) {
            let (listing, _) = &known[usize::try_from(claim.listing_id.get()).unwrap()];
            *claim = Claim { listing_id: listing.id, source_id, url: claim.url.clone() };
        }
        let resolved = known.iter().map(|(known, _)| Resolved {
            listing_id: known.id,
            changed_at: known.changed_at,
            identity_keys: Vec::new(),
            rejection: None,
        });
        let resolved = resolved.collect();
        let all =
            events.iter().flat_map(|event| occurrences(event, DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC));
        let occurrences = all.collect();
        self.store
            .events_commit(EventsCommit {
                events,
                occurrences,
                resolved,
                retired,
                provenance: BTreeMap::new(),
                keys: Vec::new(),
                pairs: Vec::new(),
                now,
            })
            .await
            .unwrap();
    }

    /// A run over a source that failed.
    pub(crate) async fn fail(&self, source_id: SourceId, message: &str) {
        let now = self.clock.now();
        self.store.sources_due(now, 10, "worker", TimeDelta::minutes(5)).await.unwrap();
        let outcome = PageOutcome::Failed { problem: Problem::new(Phase::Fetch, message), is_wrong: false };
        let (owner, tally) = ("worker".to_owned(), RunTally::new(now));
        let spec = self.store.source(source_id).await.unwrap().unwrap().spec;
        let commit = PageCommit {
            source_id,
            owner,
            spec,
            now,
            outcome,
            next_fetch_at: now,
            next_fetch_at_if_quiet: None,
            moved_to: None,
            tally,
        };
        self.store.page_commit(&commit).await.unwrap();
    }

    pub(crate) async fn source(&self, name: &str) -> SourceId {
        let url = format!("https://lists.example/{}.ics", name.replace(' ', "-")).parse().unwrap();
        let spec = SourceSpec::new(name, url);
        self.store.source_save(&spec, self.clock.now()).await.unwrap().0
    }
}

/// An event of that number: an evening in Berlin so many days after now.
pub(crate) fn event(number: i64) -> Event {
    let starts_at = at("2026-03-02T18:00:00Z") + TimeDelta::days(number);
    Event {
        id: EventId::new(1_000 + number),
        uid: format!("{number}@events.example"),
        sequence: 0,
        created_at: at("2026-01-01T00:00:00Z"),
        revised_at: at("2026-02-01T12:00:00Z"),
        fingerprint: format!("f{number}"),
        facts: facts(number, starts_at),
        standing: Standing::Confirmed,
        claims: vec![Claim { listing_id: ListingId::new(number.abs()), source_id: SourceId::new(1), url: None }],
    }
}

fn facts(number: i64, starts_at: DateTime<Utc>) -> Facts {
    Facts {
        name: format!("Evening {number}"),
        description: Some("Two talks and time to talk.".into()),
        url: format!("https://rust.example/{number}"),
        kind: EventKind::Meetup,
        status: EventStatus::Scheduled,
        attendance_mode: AttendanceMode::Offline,
        schedule: Schedule::once(Berlin, Span::Timed { starts_at, ends_at: Some(starts_at + TimeDelta::hours(3)) }),
        venue: Some(Venue {
            name: Some("The Workshop".into()),
            locality: Some("Berlin".into()),
            country: "DE".parse().ok(),
            point: Point::new(52.5200, 13.4050),
            ..Venue::default()
        }),
        join_url: None,
        organizer: Some(Organizer { id: OrganizerId::new(9), name: "Rust Berlin".into(), url: None }),
        niches: vec!["rust".parse().unwrap()],
        goals: vec![Goal::Skills],
        keywords: Vec::new(),
        language: Some("en".into()),
        is_free: Some(true),
        offers: vec![Offer { name: None, price: Some("0".into()), currency: Some("EUR".into()), url: None }],
        image_url: None,
        more_venues: Vec::new(),
        call_for_papers: None,
    }
}

pub(crate) fn events(count: i64) -> Vec<Event> {
    (1..=count).map(event).collect()
}
