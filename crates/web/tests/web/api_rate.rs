//! How much one address may ask for. In this world it is twenty units an hour.

use crate::world::{ADMIN_TOKEN, Reply, World};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

const JSON: (&str, &str) = ("content-type", "application/json");

async fn ask(world: &World, peer: &str, headers: &[(&str, &str)], query: &str) -> Reply {
    let headers: Vec<_> = [JSON].into_iter().chain(headers.iter().copied()).collect();
    let body = json!({ "query": query }).to_string();
    world.ask_from(Some(peer), Method::POST, "/graphql", &headers, &body).await
}

#[tokio::test]
async fn an_address_is_told_how_it_stands_and_to_come_again() {
    let world = World::of(Vec::new()).await;
    let first = ask(&world, "192.0.2.1", &[], "{ goals }").await;
    assert_eq!(first.header("ratelimit-policy"), "\"graphql\";q=20;w=3600");
    assert_eq!((first.header("ratelimit"), first.header("retry-after")), ("\"graphql\";r=19;t=180", ""));
    // A query of 4,000 points and some is five units.
    let costly = "{ events(first: 100) { nodes { occurrences(first: 19) { nodes { startsAt } } } } }";
    for left in [14, 9, 4] {
        let reply = ask(&world, "192.0.2.1", &[], costly).await;
        assert!(reply.header("ratelimit").starts_with(&format!("\"graphql\";r={left};")), "{:?}", reply.headers);
    }
    ask(&world, "192.0.2.1", &[], costly).await;
    let refused = ask(&world, "192.0.2.1", &[], "{ goals }").await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "360"));
    let told: Value = serde_json::from_slice(&refused.body).unwrap();
    assert_eq!(told["errors"][0]["extensions"]["code"], "RATE_LIMITED");
    assert_eq!(world.get("/metrics").await.count("hobnob_graphql_requests_total{outcome=\"limited\"} 1\n"), 1);
    assert_eq!(ask(&world, "192.0.2.2", &[], "{ goals }").await.status, StatusCode::OK);
    world.clock.turn_to("2026-03-02T09:47:00Z");
    assert_eq!(ask(&world, "192.0.2.1", &[], "{ goals }").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_refused_costs_a_unit_too() {
    let world = World::of(Vec::new()).await;
    for _ in 0..20 {
        assert_eq!(ask(&world, "192.0.2.1", &[], "{ nothing }").await.status, StatusCode::OK);
    }
    assert_eq!(ask(&world, "192.0.2.1", &[], "{ nothing }").await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn behind_a_proxy_that_is_trusted_its_clients_are_told_apart() {
    let world = World::of(Vec::new()).await;
    let from = async |peer: &str, client: &str| ask(&world, peer, &[("x-forwarded-for", client)], "{ goals }").await;
    for _ in 0..20 {
        from("10.1.2.3", "192.0.2.1").await;
    }
    assert_eq!(from("10.1.2.3", "192.0.2.1").await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(from("10.1.2.3", "192.0.2.2").await.status, StatusCode::OK);
    // A stranger who says so is not believed, and spends what is theirs.
    assert_eq!(from("198.51.100.7", "192.0.2.1").await.header("ratelimit"), "\"graphql\";r=19;t=180");
    assert_eq!(from("198.51.100.7", "192.0.2.3").await.header("ratelimit"), "\"graphql\";r=18;t=360");
}

#[tokio::test]
async fn who_is_on_this_machine_or_an_administrator_is_not_counted() {
    let world = World::of(Vec::new()).await;
    let token = format!("Bearer {ADMIN_TOKEN}");
    for _ in 0..25 {
        let local = ask(&world, "127.0.0.1", &[], "{ goals }").await;
        assert_eq!((local.status, local.header("ratelimit")), (StatusCode::OK, ""));
        let admin = ask(&world, "192.0.2.1", &[("authorization", &token)], "{ goals }").await;
        assert_eq!((admin.status, admin.header("ratelimit")), (StatusCode::OK, ""));
    }
}
