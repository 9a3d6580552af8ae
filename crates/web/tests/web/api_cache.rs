//! Answers that are given out again: entity tags, documents by digest, and what is nobody else's.

use crate::world::{ADMIN_TOKEN, Reply, World, event, events};
use axum::http::{Method, StatusCode};
use hobnob_graphql::Digest;
use serde_json::{Value, json};

fn get(query: &str, more: &[(&str, &str)]) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    if !query.is_empty() {
        pairs.append_pair("query", query);
    }
    pairs.extend_pairs(more);
    format!("/graphql?{}", pairs.finish())
}

fn read(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap()
}

#[tokio::test]
async fn a_query_by_get_may_be_kept_and_is_not_sent_twice() {
    let world = World::of(events(2)).await;
    let path = get("{ events { nodes { name } } }", &[]);
    let first = world.get(&path).await;
    assert_eq!((first.status, first.header("cache-control")), (StatusCode::OK, "public, max-age=30"));
    let tag = first.header("etag");
    assert!(tag.starts_with("W/\""), "{tag}");
    let again = world.get_with(&path, &[("if-none-match", tag)]).await;
    assert_eq!((again.status, again.text(), again.header("etag")), (StatusCode::NOT_MODIFIED, String::new(), tag));
    assert_eq!(again.header("cache-control"), "public, max-age=30");
    world.index.apply(vec![event(9)], &[], 2, hobnob_domain::Clock::now(&*world.clock));
    let changed = world.get_with(&path, &[("if-none-match", tag)]).await;
    assert_eq!((changed.status, changed.count("\"name\"")), (StatusCode::OK, 3));
    assert_ne!(changed.header("etag"), tag);
}

#[tokio::test]
async fn what_is_refused_wrong_or_shown_a_token_for_is_kept_by_nobody() {
    let world = World::of(events(1)).await;
    let token = format!("Bearer {ADMIN_TOKEN}");
    for (path, headers) in [
        (get("{ nothing }", &[]), vec![]),
        (get("{ source(id: \"a b\") { id } }", &[]), vec![]),
        (get("{ goals }", &[]), vec![("authorization", token.as_str())]),
        (get("{ goals }", &[]), vec![("authorization", "Bearer of bad news")]),
    ] {
        let reply = world.get_with(&path, &headers).await;
        assert_eq!((reply.header("cache-control"), reply.header("etag")), ("no-store", ""), "{path}");
    }
    let body = json!({ "query": "{ goals }" }).to_string();
    let posted = world.ask(Method::POST, "/graphql", &[("content-type", "application/json")], &body).await;
    assert_eq!((posted.header("cache-control"), posted.header("etag")), ("no-store", ""));
}

#[tokio::test]
async fn a_document_is_sent_once_and_named_by_its_digest_from_then_on() {
    let world = World::of(Vec::new()).await;
    let query = "query Goals { goals }";
    let digest = Digest::of(query).to_string();
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": digest } }).to_string();
    let by_digest = get("", &[("extensions", &extensions)]);
    let unknown = world.get(&by_digest).await;
    assert_eq!((unknown.status, unknown.header("cache-control")), (StatusCode::OK, "no-store"));
    assert_eq!(read(&unknown)["errors"][0]["message"], "PersistedQueryNotFound");
    let body = json!({ "query": query, "extensions": { "persistedQuery": { "version": 1, "sha256Hash": digest } } });
    let posted = world.ask(Method::POST, "/graphql", &[("content-type", "application/json")], &body.to_string()).await;
    let known = world.get(&by_digest).await;
    assert_eq!((known.status, read(&known)), (StatusCode::OK, read(&posted)));
    assert_eq!(known.header("cache-control"), "public, max-age=30");
    let by_id = world.get(&get("", &[("documentId", &format!("sha256:{digest}"))])).await;
    assert_eq!(read(&by_id), read(&posted));
}

#[tokio::test]
async fn an_administrator_is_known_by_the_token() {
    let world = World::of(Vec::new()).await;
    let query = "mutation { sourceAdd(input: {url: \"https://lists.example/a.ics\"}) { isNew } }";
    let body = json!({ "query": query }).to_string();
    let ask = async |token: &str| {
        let headers = [("content-type", "application/json"), ("authorization", token)];
        read(&world.ask(Method::POST, "/graphql", &headers, &body).await)
    };
    let refused = ask("Bearer of bad news").await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(ask(&format!("Bearer {ADMIN_TOKEN}")).await["data"], json!({ "sourceAdd": { "isNew": true } }));
    assert_eq!(world.store.sources().await.unwrap().len(), 1);
}
