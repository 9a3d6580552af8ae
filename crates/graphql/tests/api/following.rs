//! What became of events, where they come from, and what they belong with.

use crate::world::{at, data, event, fault, world_over};
use chrono::TimeDelta;
use hobnob_domain::{
    Event, EventField, EventId, EventKey, EventKind, FieldProvenance, KeyRole, ListingId, LostClaim, Reason, Span,
};
use hobnob_graphql::Schema;
use hobnob_store::{EventsCommit, Store};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What is told at an hour of the first of March: events, none of which rests on a listing.
fn commit(hour: i64, events: Vec<Event>) -> EventsCommit {
    let events = events.into_iter().map(|event| Event { claims: Vec::new(), ..event }).collect();
    let now = at("2026-03-01T00:00:00Z") + TimeDelta::hours(hour);
    let (occurrences, resolved, retired, keys) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    EventsCommit { events, occurrences, resolved, retired, provenance: BTreeMap::new(), keys, pairs: Vec::new(), now }
}

async fn store() -> Store {
    let store = Store::connect("sqlite::memory:").await.unwrap();
    store.migrate().await.unwrap();
    store
}

fn renamed(mut event: Event, name: &str) -> Event {
    event.facts.name = name.to_owned();
    event.sequence += 1;
    event.fingerprint = name.to_owned();
    event
}

/// Three evenings are told, then the second gets another name and moves to Go.
async fn followed() -> Schema {
    let store = store().await;
    let first: Vec<Event> = (1..=3).map(event).collect();
    store.events_commit(commit(1, first)).await.unwrap();
    let mut now = vec![event(1), renamed(event(2), "Go evening"), event(3)];
    now[1].facts.niches = vec!["go".parse().unwrap()];
    store.events_commit(commit(2, now.clone())).await.unwrap();
    world_over(store, now, &["a"]).await
}

#[tokio::test]
async fn changes_are_told_with_their_events_the_oldest_first() {
    let schema = followed().await;
    let query = "{ changes(since: \"2026-03-01T02:00:00Z\") { nodes { id kind recordedAt sequence before after eventId \
        event { name } } pageInfo { hasNextPage hasPreviousPage } } }";
    let change = json!({
        "id": "change_2-3-renamed", "kind": "RENAMED", "recordedAt": "2026-03-01T02:00:00Z", "sequence": 3,
        "before": "Rust evening 2", "after": "Go evening", "eventId": "event_2", "event": {"name": "Go evening"}
    });
    let page = json!({"hasNextPage": false, "hasPreviousPage": false});
    assert_eq!(data(&schema, query).await, json!({"changes": {"nodes": [change], "pageInfo": page}}));
}

/// Kind and event of each change of a slice, and where it ends.
async fn slice(schema: &Schema, arguments: &str) -> (Vec<String>, Value) {
    let query = format!(
        "{{ changes(since: \"2026-01-01T00:00:00Z\", {arguments}) {{ nodes {{ kind eventId }} \
         pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    let mut told = data(schema, &query).await["changes"].take();
    let word = |node: &Value| format!("{} {}", node["kind"].as_str().unwrap(), node["eventId"].as_str().unwrap());
    (told["nodes"].as_array().unwrap().iter().map(word).collect(), told["pageInfo"].take())
}

#[tokio::test]
async fn a_walk_through_changes_misses_none_and_repeats_none() {
    let schema = followed().await;
    let all = ["ADDED event_1", "ADDED event_2", "ADDED event_3", "RENAMED event_2"];
    for length in 1..=5 {
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let (rows, page) = slice(&schema, &format!("first: {length}{after}")).await;
            found.extend(rows);
            if page["hasNextPage"] == false {
                break;
            }
            after = format!(", after: {}", page["endCursor"]);
        }
        assert_eq!(found, all, "{length} at once");
    }
}

#[tokio::test]
async fn changes_are_filtered_by_what_events_are_now() {
    let schema = followed().await;
    let (rust, page) = slice(&schema, "filter: {niches: [\"rust\"]}").await;
    assert_eq!((rust, &page["hasNextPage"]), (vec!["ADDED event_1".into(), "ADDED event_3".into()], &json!(false)));
    let (go, _) = slice(&schema, "filter: {niches: [\"go\"]}").await;
    assert_eq!(go, ["ADDED event_2", "RENAMED event_2"]);
    let (code, _) = fault(&schema, "{ changes(since: \"2026-01-01T00:00:00Z\", after: \"x\") { nodes { id } } }").await;
    assert_eq!(code, "BAD_USER_INPUT");
}

#[tokio::test]
async fn an_event_that_went_into_another_is_told_by_that_one() {
    let store = store().await;
    store.events_commit(commit(1, vec![event(1), event(2)])).await.unwrap();
    let gone = EventsCommit { retired: vec![(EventId::new(2), EventId::new(1))], ..commit(2, vec![event(1)]) };
    store.events_commit(gone).await.unwrap();
    let schema = world_over(store, vec![event(1)], &[]).await;
    let query = "{ changes(since: \"2026-01-01T00:00:00Z\", filter: {}) { nodes { eventId event { id } } } }";
    let of = |id: &str| json!({"eventId": id, "event": {"id": "event_1"}});
    assert_eq!(data(&schema, query).await["changes"]["nodes"], json!([of("event_1"), of("event_2")]));
}

#[tokio::test]
async fn an_event_says_whose_claims_are_believed() {
    let store = store().await;
    let told = FieldProvenance {
        field: EventField::Name,
        listing_id: Some(ListingId::new(1)),
        value: "Rust evening 1".into(),
        reason: Reason::Trust,
        lost: vec![LostClaim { listing_id: ListingId::new(8), value: "RUST!".into(), reason: Reason::Trust }],
    };
    let provenance = BTreeMap::from([(EventId::new(1), vec![told])]);
    store.events_commit(EventsCommit { provenance, ..commit(1, vec![event(1), event(2)]) }).await.unwrap();
    let schema = world_over(store, vec![event(1), event(2)], &["a"]).await;
    let query = "{ events { nodes { provenance { id field value reason claim { url } lost { value reason claim { id } } } } } }";
    let nodes = data(&schema, query).await["events"]["nodes"].take();
    let lost = json!([{"value": "RUST!", "reason": "TRUST", "claim": null}]);
    let name = json!({
        "id": "provenance_1-name", "field": "NAME", "value": "Rust evening 1", "reason": "TRUST",
        "claim": {"url": "https://lists.example/1"}, "lost": lost
    });
    assert_eq!(nodes[0]["provenance"], json!([name]));
    let alone = nodes[1]["provenance"].as_array().unwrap();
    assert_eq!((alone[0]["value"].as_str(), alone[0]["reason"].as_str()), (Some("Rust evening 2"), Some("ONLY")));
    assert!(alone.iter().all(|field| field["claim"]["url"] == "https://lists.example/2" && field["lost"] == json!([])));
}

/// A conference of a year, with a key of its series.
fn edition(id: i64, year: &str) -> Event {
    let mut event = event(id);
    event.facts.kind = EventKind::Conference;
    event.facts.name = format!("RustFest {year}");
    event.facts.schedule.span = Span::Timed { starts_at: at(&format!("{year}-06-01T08:00:00Z")), ends_at: None };
    event
}

#[tokio::test]
async fn editions_and_parts_are_linked_both_ways() {
    let store = store().await;
    let events = vec![edition(1, "2025"), edition(2, "2026"), edition(3, "2027"), event(4)];
    let key = |id: i64, role, key: &str| EventKey { event_id: EventId::new(id), role, key: key.to_owned() };
    let mut keys: Vec<EventKey> = (1..=3).map(|id| key(id, KeyRole::Edition, "rustfest")).collect();
    keys.extend([key(2, KeyRole::Own, "url"), key(4, KeyRole::Whole, "url")]);
    store.events_commit(EventsCommit { keys, ..commit(1, events.clone()) }).await.unwrap();
    let schema = world_over(store, events, &[]).await;
    let query = "{ event(id: \"event_2\") { previousEdition { name nextEdition { id } } nextEdition { name } \
        superEvent { id } subEvents { id superEvent { name } } } }";
    let expected = json!({"event": {
        "previousEdition": {"name": "RustFest 2025", "nextEdition": {"id": "event_2"}},
        "nextEdition": {"name": "RustFest 2027"},
        "superEvent": null,
        "subEvents": [{"id": "event_4", "superEvent": {"name": "RustFest 2026"}}]
    }});
    assert_eq!(data(&schema, query).await, expected);
}
