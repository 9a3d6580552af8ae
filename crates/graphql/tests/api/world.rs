//! A world of made-up events.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::Berlin;
use hobnob_domain::{
    AttendanceMode, CallForPapers, Claim, Clock, Event, EventId, EventKind, EventStatus, Facts, Goal, ListingId, Offer,
    Organizer, OrganizerId, Point, Schedule, SourceId, SourceSpec, Span, Standing, Venue,
};
use hobnob_gazetteer::Gazetteer;
use hobnob_graphql::{Answer, Context, Outcome, Request, Schema, execute, schema};
use hobnob_index::Index;
use hobnob_store::Store;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The instant at which every test takes place.
pub(crate) const NOW: &str = "2026-03-02T09:00:00Z";

struct Frozen(DateTime<Utc>);

impl Clock for Frozen {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// An event of that number: the n-th evening after now, in Berlin.
pub(crate) fn event(number: i64) -> Event {
    let starts_at = at("2026-03-02T18:00:00Z") + TimeDelta::days(number);
    Event {
        id: EventId::new(number),
        uid: format!("{number}@events.example"),
        sequence: 2,
        created_at: at("2026-01-01T00:00:00Z"),
        revised_at: at("2026-02-01T12:00:00Z"),
        fingerprint: format!("f{number}"),
        facts: facts(number, starts_at),
        standing: Standing::Confirmed,
        claims: vec![Claim {
            listing_id: ListingId::new(number),
            source_id: SourceId::new(1),
            url: Some(format!("https://lists.example/{number}")),
        }],
    }
}

fn facts(number: i64, starts_at: DateTime<Utc>) -> Facts {
    Facts {
        name: format!("Rust evening {number}"),
        description: Some("Two talks and time to talk.".into()),
        url: format!("https://rust.example/{number}"),
        kind: EventKind::Meetup,
        status: EventStatus::Scheduled,
        attendance_mode: AttendanceMode::Offline,
        schedule: Schedule::once(Berlin, Span::Timed { starts_at, ends_at: Some(starts_at + TimeDelta::hours(3)) }),
        venue: Some(venue()),
        join_url: None,
        organizer: Some(Organizer { id: OrganizerId::new(9), name: "Rust Berlin".into(), url: None }),
        niches: vec!["rust".parse().unwrap()],
        goals: vec![Goal::Skills, Goal::Networking],
        keywords: vec!["ferris".into()],
        language: Some("en".into()),
        is_free: Some(true),
        offers: vec![Offer { name: None, price: Some("0".into()), currency: Some("EUR".into()), url: None }],
        image_url: None,
        more_venues: Vec::new(),
        call_for_papers: Some(CallForPapers {
            opens_at: None,
            closes_at: Some(at("2026-03-10T12:00:00Z")),
            url: Some("https://rust.example/speak".into()),
        }),
    }
}

fn venue() -> Venue {
    Venue {
        name: Some("The Workshop".into()),
        address: Some("Example Street 1".into()),
        locality: Some("Berlin".into()),
        region: None,
        country: "DE".parse().ok(),
        point: Point::new(52.5200, 13.4050),
        is_town_centre: false,
        geoname_id: Some(2_950_159),
    }
}

/// The schema over these events, and over sources of these names; the events are claimed by the first source.
pub(crate) async fn world(events: Vec<Event>, sources: &[&str]) -> Schema {
    let store = Store::connect("sqlite::memory:").await.unwrap();
    store.migrate().await.unwrap();
    world_over(store, events, sources).await
}

/// The same over a store of one's own.
pub(crate) async fn world_over(store: Store, mut events: Vec<Event>, sources: &[&str]) -> Schema {
    let now = at(NOW);
    let mut ids = Vec::new();
    for name in sources {
        let url = format!("https://lists.example/{name}.ics").parse().unwrap();
        let spec = SourceSpec::new(*name, url);
        ids.push(store.source_save(&spec, now).await.unwrap().0);
    }
    for claim in events.iter_mut().flat_map(|event| &mut event.claims) {
        claim.source_id = ids.first().copied().unwrap_or(claim.source_id);
    }
    let index = Index::new(None);
    index.apply(events, &[], 1, now);
    let public_url = "https://events.example".parse().ok();
    schema(Context { store, index, gazetteer: Gazetteer::embedded(), clock: Arc::new(Frozen(now)), public_url })
}

/// The first so many events.
pub(crate) fn events(count: i64) -> Vec<Event> {
    (1..=count).map(event).collect()
}

/// How far a request came, and what was answered.
pub(crate) async fn ask(schema: &Schema, request: Request) -> (Outcome, Value) {
    let Answer { outcome, body, cost: _, is_for_all: _ } = execute(schema, request).await;
    (outcome, serde_json::from_str(&body).unwrap())
}

/// The data of a request that must succeed.
pub(crate) async fn data(schema: &Schema, query: &str) -> Value {
    data_with(schema, query, Value::Null).await
}

pub(crate) async fn data_with(schema: &Schema, query: &str, variables: Value) -> Value {
    let variables = variables.as_object().cloned().unwrap_or_else(Map::new);
    let (outcome, mut json) = ask(schema, Request { variables, ..Request::new(query) }).await;
    assert_eq!((outcome, json.get("errors")), (Outcome::Executed, None));
    json["data"].take()
}

/// Code and words of the only error.
pub(crate) async fn fault(schema: &Schema, query: &str) -> (String, String) {
    let (_, json) = ask(schema, Request::new(query)).await;
    let errors = json["errors"].as_array().cloned().unwrap_or_default();
    let [error] = errors.as_slice() else { panic!("not one error: {json}") };
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (word(&error["extensions"]["code"]), word(&error["message"]))
}
