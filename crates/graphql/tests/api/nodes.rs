use crate::world::{at, data, event, events, fault, world};
use chrono::TimeDelta;
use hobnob_domain::{Span, Standing};
use serde_json::json;

#[tokio::test]
async fn anything_with_an_id_is_found_by_it() {
    let schema = world(events(1), &["Rust Berlin"]).await;
    let source = data(&schema, "{ sources { nodes { id } } }").await["sources"]["nodes"][0]["id"].take();
    let query = format!(
        "{{ e: node(id: \"event_1\") {{ id __typename ... on Event {{ name }} }} \
        s: node(id: {source}) {{ id ... on Source {{ name }} }} n: node(id: \"event_zz\") {{ id }} \
        event(id: \"event_1\") {{ name }} source(id: {source}) {{ name url }} }}"
    );
    let told = json!({
        "e": {"id": "event_1", "__typename": "Event", "name": "Rust evening 1"},
        "s": {"id": source, "name": "Rust Berlin"},
        "n": null,
        "event": {"name": "Rust evening 1"},
        "source": {"name": "Rust Berlin", "url": "https://lists.example/Rust%20Berlin.ics"},
    });
    assert_eq!(data(&schema, &query).await, told);
}

#[tokio::test]
async fn what_is_no_id_is_said_to_be_none() {
    let schema = world(Vec::new(), &[]).await;
    let (code, message) = fault(&schema, "{ node(id: \"venue_1\") { id } }").await;
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("BAD_USER_INPUT", "`venue_1` is not an id, such as event_1c2d3e or source_7")
    );
    let (code, _) = fault(&schema, "{ event(id: \"event_!\") { id } }").await;
    assert_eq!(code, "BAD_USER_INPUT");
}

#[tokio::test]
async fn an_event_that_is_over_is_shown_when_it_was() {
    let mut over = event(1);
    let starts_at = at("2026-02-20T18:00:00Z");
    over.facts.schedule.span = Span::Timed { starts_at, ends_at: Some(starts_at + TimeDelta::hours(1)) };
    let schema = world(vec![over], &[]).await;
    let told = json!({"event": {"startsAt": "2026-02-20T19:00:00+01:00"}});
    assert_eq!(data(&schema, "{ event(id: \"event_1\") { startsAt } }").await, told);
}

#[tokio::test]
async fn an_event_that_no_source_stands_by_is_not_found() {
    let mut gone = event(1);
    gone.standing = Standing::Gone;
    let schema = world(vec![gone], &[]).await;
    assert_eq!(data(&schema, "{ event(id: \"event_1\") { name } }").await, json!({"event": null}));
}
