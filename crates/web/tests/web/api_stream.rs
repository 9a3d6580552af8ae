//! GraphQL over server-sent events.

use crate::world::{NOW, Reply, World, at, events};
use axum::{
    body::Body,
    http::{Method, Response, StatusCode},
};
use futures_util::StreamExt as _;
use serde_json::{Value, json};

const HEADERS: [(&str, &str); 2] = [("content-type", "application/json"), ("accept", "text/event-stream")];

/// Asks, and reads the answer to its end.
async fn whole(world: &World, method: Method, path: &str, query: &str) -> Reply {
    world.ask(method, path, &HEADERS, &json!({ "query": query }).to_string()).await
}

/// Begins to watch.
async fn watch(world: &World, peer: Option<&str>, query: &str) -> Response<Body> {
    world.begin(peer, Method::POST, "/graphql", &HEADERS, &json!({ "query": query }).to_string()).await
}

fn message(text: &str) -> Value {
    let data = text.strip_prefix("event: next\ndata: ").and_then(|rest| rest.strip_suffix("\n\n"));
    serde_json::from_str(data.unwrap_or_else(|| panic!("no answer: {text:?}"))).unwrap()
}

#[tokio::test]
async fn what_becomes_of_events_is_told_as_it_happens() {
    let world = World::of(Vec::new()).await;
    let query = "subscription { changes { cursor node { kind after event { name } } } }";
    let response = watch(&world, None, query).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(world.get("/metrics").await.count("hobnob_graphql_streams 1\n"), 1);

    world.stock(events(1), Vec::new()).await;
    hobnob_web::catch_up(&world.store, &world.index, at(NOW)).await.unwrap();
    let mut told = response.into_body().into_data_stream();
    let first = told.next().await.unwrap().unwrap();
    let change = &message(std::str::from_utf8(&first).unwrap())["data"]["changes"];
    assert_eq!(change["node"], json!({"kind": "ADDED", "after": "Evening 1", "event": {"name": "Evening 1"}}));
    assert!(change["cursor"].is_string());
    drop(told);
    assert_eq!(world.get("/metrics").await.count("hobnob_graphql_streams 0\n"), 1);
}

#[tokio::test]
async fn a_query_is_one_answer_and_a_refusal_is_told_in_the_stream() {
    let world = World::of(Vec::new()).await;
    let answer = whole(&world, Method::POST, "/graphql", "{ __typename }").await;
    let told = answer.text();
    let (next, rest) = told.split_at(told.find("\n\n").unwrap() + 2);
    assert_eq!(message(next)["data"], json!({"__typename": "Query"}));
    assert_eq!(rest, "event: complete\ndata:\n\n");
    let refusals = [
        ("subscription { changes { nothing } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { changes(after: \"x\") { cursor } }", "BAD_USER_INPUT"),
        ("subscription { a: changes { cursor } b: changes { cursor } }", "BAD_USER_INPUT"),
        ("subscription { changes(filter: {niches: [\"nonsense\"]}) { cursor } }", "BAD_USER_INPUT"),
    ];
    for (query, code) in refusals {
        let text = whole(&world, Method::POST, "/graphql", query).await.text();
        let (next, _) = text.split_at(text.find("\n\n").unwrap() + 2);
        assert_eq!(message(next)["errors"][0]["extensions"]["code"], code, "{text}");
    }
}

#[tokio::test]
async fn a_browser_may_watch_by_get_and_change_nothing() {
    let world = World::of(Vec::new()).await;
    let path = |query: &str| format!("/graphql?query={}", query.replace(' ', "+"));
    let accept = [("accept", "text/event-stream")];
    let watched = world.begin(None, Method::GET, &path("subscription{changes{cursor}}"), &accept, "").await;
    assert_eq!(
        (watched.status(), &watched.headers()["content-type"]),
        (StatusCode::OK, &"text/event-stream".parse().unwrap())
    );
    let changed = world.get_with(&path("mutation{sourceRemove(id:%22source_1%22){__typename}}"), &accept).await;
    assert_eq!(changed.status, StatusCode::METHOD_NOT_ALLOWED);
    let plain = world.get_with(&path("subscription{changes{cursor}}"), &[("accept", "application/json")]).await;
    assert_eq!(plain.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn who_takes_no_stream_is_told_to() {
    let world = World::of(Vec::new()).await;
    let body = json!({ "query": "subscription { changes { cursor } }" }).to_string();
    let headers = [("content-type", "application/json"), ("accept", "application/graphql-response+json")];
    let refused = world.ask(Method::POST, "/graphql", &headers, &body).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.text().contains("text/event-stream"), "{}", refused.text());
}

#[tokio::test]
async fn an_address_has_only_so_many_streams() {
    let world = World::of(Vec::new()).await;
    let query = "subscription { changes { cursor } }";
    let mut open = Vec::new();
    for _ in 0..8 {
        let response = watch(&world, Some("192.0.2.1"), query).await;
        assert_eq!(response.status(), StatusCode::OK);
        open.push(response);
    }
    let refused = watch(&world, Some("192.0.2.1"), query).await;
    assert_eq!(
        (refused.status(), &refused.headers()["retry-after"]),
        (StatusCode::SERVICE_UNAVAILABLE, &"60".parse().unwrap())
    );
    assert_eq!(watch(&world, Some("192.0.2.2"), query).await.status(), StatusCode::OK);
    open.pop();
    assert_eq!(watch(&world, Some("192.0.2.1"), query).await.status(), StatusCode::OK);
}
