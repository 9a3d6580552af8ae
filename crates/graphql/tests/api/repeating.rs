//! Documents that are sent by their digest, documents that are trusted, and questions that are asked again.

use crate::world::{NOW, ask, at, event, events, world};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Clock, Event};
use hobnob_gazetteer::Gazetteer;
use hobnob_graphql::{Answer, Context, Digest, Outcome, Request, Schema, TrustedDocuments, Viewer, execute, schema};
use hobnob_index::Index;
use hobnob_store::Store;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

fn by_digest(document: &str) -> Request {
    Request { digest: Some(Digest::of(document)), ..Request::new("") }
}

fn kept(document: &str) -> Request {
    Request { digest: Some(Digest::of(document)), ..Request::new(document) }
}

#[tokio::test]
async fn a_document_that_was_sent_with_its_digest_is_known_by_it() {
    let schema = world(Vec::new(), &[]).await;
    let (outcome, unknown) = ask(&schema, by_digest("{ goals }")).await;
    let error = json!({
        "message": "PersistedQueryNotFound", "extensions": { "code": "PERSISTED_QUERY_NOT_FOUND" }
    });
    assert_eq!((outcome, unknown), (Outcome::NotPersisted, json!({ "errors": [error] })));
    let (_, first) = ask(&schema, kept("{ goals }")).await;
    assert_eq!(first["errors"], Value::Null);
    assert_eq!(ask(&schema, by_digest("{ goals }")).await, (Outcome::Executed, first));
}

#[tokio::test]
async fn a_digest_of_another_document_is_refused_and_nothing_is_kept() {
    let schema = world(Vec::new(), &[]).await;
    let wrong = Request { digest: Some(Digest::of("{ goals }")), ..Request::new("{ niches { slug } }") };
    let (outcome, answer) = ask(&schema, wrong).await;
    assert_eq!((outcome, &answer["errors"][0]["extensions"]["code"]), (Outcome::Refused, &json!("BAD_USER_INPUT")));
    assert!(answer.to_string().contains("provided sha does not match query"), "{answer}");
    assert_eq!(ask(&schema, by_digest("{ goals }")).await.0, Outcome::NotPersisted);
}

#[tokio::test]
async fn a_document_that_is_refused_is_not_kept() {
    let schema = world(Vec::new(), &[]).await;
    for bad in
        ["{ nothing }", "{", "{ events(first: 100) { nodes { occurrences(first: 100) { nodes { startsAt } } } } }"]
    {
        assert_eq!(ask(&schema, kept(bad)).await.0, Outcome::Refused, "{bad}");
        assert_eq!(ask(&schema, by_digest(bad)).await.0, Outcome::NotPersisted, "{bad}");
    }
}

#[tokio::test]
async fn where_documents_are_trusted_no_other_is_answered() {
    let trusted = TrustedDocuments::new(["{ goals }\n".to_owned()]);
    let schema = world(Vec::new(), &[]).await.with_trusted(trusted);
    for known in [Request::new("{ goals }"), by_digest("{ goals }"), kept("{ goals }")] {
        assert_eq!(ask(&schema, known).await.0, Outcome::Executed);
    }
    for (other, outcome, code) in [
        (Request::new("{ niches { slug } }"), Outcome::Refused, "FORBIDDEN"),
        (kept("{ niches { slug } }"), Outcome::Refused, "FORBIDDEN"),
        (by_digest("{ niches { slug } }"), Outcome::NotPersisted, "PERSISTED_QUERY_NOT_FOUND"),
        (Request::new("{ __schema { queryType { name } } }"), Outcome::Refused, "FORBIDDEN"),
    ] {
        let (came, answer) = ask(&schema, other).await;
        assert_eq!((came, &answer["errors"][0]["extensions"]["code"]), (outcome, &json!(code)));
    }
}

struct Hand(Mutex<DateTime<Utc>>);

impl Clock for Hand {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// A process whose clock and index a test moves.
struct Moving {
    clock: Arc<Hand>,
    index: Index,
    store: Store,
    schema: Schema,
}

impl Moving {
    async fn of(events: Vec<Event>) -> Self {
        let (clock, index) = (Arc::new(Hand(Mutex::new(at(NOW)))), Index::new(None));
        let store = Store::connect("sqlite::memory:").await.unwrap();
        store.migrate().await.unwrap();
        index.apply(events, &[], 1, at(NOW));
        let schema = schema(Context {
            store: store.clone(),
            index: index.clone(),
            gazetteer: Gazetteer::embedded(),
            clock: clock.clone(),
            public_url: None,
        });
        Self { clock, index, store, schema }
    }

    fn wait(&self, seconds: i64) {
        *self.clock.0.lock().unwrap() += TimeDelta::seconds(seconds);
    }

    async fn told(&self, query: &str) -> Answer {
        execute(&self.schema, Request::new(query)).await
    }
}

#[tokio::test]
async fn an_answer_follows_the_index_at_once_and_the_clock_by_the_minute() {
    // The first evening is over at 21:00 in UTC; the question is asked shortly before.
    let moving = Moving::of(events(2)).await;
    let query = "{ events { nodes { name } } }";
    let names = async || {
        let told: Value = serde_json::from_str(&moving.told(query).await.body).unwrap();
        told["data"]["events"]["nodes"].clone()
    };
    let named =
        |numbers: &[i64]| numbers.iter().map(|n| json!({ "name": format!("Rust evening {n}") })).collect::<Value>();
    moving.wait((at("2026-03-03T20:59:10Z") - at(NOW)).num_seconds());
    assert_eq!(names().await, named(&[1, 2]));
    moving.wait(49);
    assert_eq!(names().await, named(&[1, 2]));
    moving.wait(1);
    assert_eq!(names().await, named(&[2]), "the next minute has begun");
    moving.index.apply(vec![event(3)], &[], 2, moving.clock.now());
    assert_eq!(names().await, named(&[2, 3]), "the index has moved on");
}

#[tokio::test]
async fn what_needs_the_store_is_asked_of_it_every_time() {
    let moving = Moving::of(events(1)).await;
    let (of_index, of_store) = ("{ events { nodes { name } } }", "{ sources { totalCount } }");
    let (first, second) = (moving.told(of_index).await, moving.told(of_store).await);
    assert_eq!((first.outcome, second.outcome), (Outcome::Executed, Outcome::Executed));
    // Without its database it still knows what it has answered, and nothing else.
    moving.store.clone().close().await.unwrap();
    assert_eq!(moving.told(of_index).await, first);
    assert!(moving.told(of_store).await.body.contains("\"code\":\"INTERNAL\""));
}

#[tokio::test]
async fn only_a_whole_answer_to_a_query_is_for_everybody() {
    let moving = Moving::of(events(1)).await;
    assert!(moving.told("{ goals }").await.is_for_all);
    assert!(!moving.told("{ nothing }").await.is_for_all);
    assert!(!moving.told("{ event(id: \"event_1\") { name } source(id: \"a b\") { id } }").await.is_for_all);
    let remove = "mutation { sourceRemove(input: {id: \"source_1\"}) { wasThere } }";
    let removed = Request { viewer: Viewer::Administrator, ..Request::new(remove) };
    let answer = execute(&moving.schema, removed).await;
    assert_eq!((answer.outcome, answer.is_for_all), (Outcome::Executed, false));
}
