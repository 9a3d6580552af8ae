use crate::world::{Reply, World, event, events};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

const JSON: (&str, &str) = ("content-type", "application/json");
const GRAPHQL: &str = "application/graphql-response+json";

async fn post(world: &World, accept: &str, body: &Value) -> Reply {
    world.ask(Method::POST, "/graphql", &[JSON, ("accept", accept)], &body.to_string()).await
}

fn read(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap()
}

#[tokio::test]
async fn a_query_is_answered_by_post_and_by_get() {
    let world = World::of(events(2)).await;
    let told = json!({"events": {"totalCount": 2}});
    let posted = post(&world, "*/*", &json!({"query": "{ events { totalCount } }"})).await;
    assert_eq!((posted.status, &read(&posted)["data"]), (StatusCode::OK, &told));
    let got = world
        .get("/graphql?query=query(%24n:Int)%7Bevents(first:%24n)%7BtotalCount%7D%7D&variables=%7B%22n%22:1%7D")
        .await;
    assert_eq!((got.status, &read(&got)["data"]), (StatusCode::OK, &told));
}

#[tokio::test]
async fn the_media_type_is_the_one_the_client_likes_best() {
    let world = World::of(Vec::new()).await;
    for (accept, media) in [
        ("*/*", "application/json; charset=utf-8"),
        ("application/json", "application/json; charset=utf-8"),
        (GRAPHQL, "application/graphql-response+json; charset=utf-8"),
        ("application/json, application/graphql-response+json", "application/graphql-response+json; charset=utf-8"),
        ("application/graphql-response+json;q=0.5, application/json", "application/json; charset=utf-8"),
    ] {
        let reply = post(&world, accept, &json!({"query": "{ __typename }"})).await;
        assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, media), "{accept}");
    }
    assert_eq!(post(&world, "text/plain", &json!({"query": "{a}"})).await.status, StatusCode::NOT_ACCEPTABLE);
}

#[tokio::test]
async fn a_refused_document_is_told_by_the_status_where_the_media_type_has_one() {
    let world = World::of(Vec::new()).await;
    for document in ["{", "{ nothing }", "query($id: ID!) { event(id: $id) { name } }"] {
        let body = json!({"query": document});
        let (new, old) = (post(&world, GRAPHQL, &body).await, post(&world, "application/json", &body).await);
        assert_eq!((new.status, old.status), (StatusCode::BAD_REQUEST, StatusCode::OK), "{document}");
        assert_eq!((read(&new).get("data"), read(&old).get("data")), (None, None));
    }
    let bad = post(&world, "application/json", &json!({"qeury": "{a}"})).await;
    assert_eq!(
        (bad.status, &read(&bad)["errors"][0]["extensions"]["code"]),
        (StatusCode::BAD_REQUEST, &json!("BAD_USER_INPUT"))
    );
}

#[tokio::test]
async fn what_a_browser_sends_for_any_site_is_refused() {
    let world = World::of(Vec::new()).await;
    let body = "{\"query\": \"{ __typename }\"}";
    for media in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
        "application/json; charset=latin1",
    ] {
        let headers = [("content-type", media)];
        let headers = if media.is_empty() { &[][..] } else { &headers[..] };
        let reply = world.ask(Method::POST, "/graphql", headers, body).await;
        assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{media}");
    }
    let batch = world.ask(Method::POST, "/graphql", &[JSON], &format!("[{body}]")).await;
    assert_eq!(batch.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn get_runs_queries_only() {
    let world = World::of(Vec::new()).await;
    let reply = world.get("/graphql?query=mutation%7B__typename%7D").await;
    assert_eq!((reply.status, reply.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
    assert_eq!(world.ask(Method::PUT, "/graphql", &[], "").await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_request_that_is_too_large_is_not_read() {
    let world = World::of(Vec::new()).await;
    let body = json!({"query": format!("{{ __typename }} # {}", "x".repeat(70_000))}).to_string();
    let reply = world.ask(Method::POST, "/graphql", &[JSON], &body).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(read(&reply)["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    let long = world.get(&format!("/graphql?query=%7B__typename%7D&x={}", "x".repeat(9_000))).await;
    assert_eq!(long.status, StatusCode::URI_TOO_LONG);
}

#[tokio::test]
async fn a_browser_gets_graphiql_from_our_own_host_alone() {
    let world = World::of(Vec::new()).await;
    let page = world.get_with("/graphql", &[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")]).await;
    assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
    assert_eq!(page.count("http"), 0, "no address of another host");
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
    let text = page.text();
    let scripts: Vec<&str> = text.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(scripts.len(), 4);
    for script in scripts {
        let file = world.get_with(script, &[("accept-encoding", "gzip")]).await;
        assert_eq!(
            (file.status, file.header("content-type")),
            (StatusCode::OK, "text/javascript; charset=utf-8"),
            "{script}"
        );
        assert!(file.header("cache-control").ends_with("immutable"));
    }
}

#[tokio::test]
async fn the_schema_is_a_file() {
    let world = World::of(Vec::new()).await;
    let file = world.get("/schema.graphql").await;
    assert_eq!((file.status, file.text()), (StatusCode::OK, hobnob_graphql::sdl()));
}

#[tokio::test]
async fn other_sites_may_read_the_api_and_the_feeds() {
    let world = World::of(events(1)).await;
    let one = format!("/events/{}", event(1).id);
    let calendar = format!("{one}.ics");
    for path in ["/graphql?query=%7B__typename%7D", "/calendar.ics", "/schema.graphql", calendar.as_str()] {
        let reply = world.get_with(path, &[("origin", "https://other.example")]).await;
        assert_eq!(reply.header("access-control-allow-origin"), "*", "{path}");
    }
    for path in ["/", one.as_str()] {
        let page = world.get_with(path, &[("origin", "https://other.example")]).await;
        assert_eq!(page.header("access-control-allow-origin"), "", "{path}");
    }
}

#[tokio::test]
async fn the_feed_and_the_api_find_the_same_events() {
    let mut all = events(8);
    for event in all.iter_mut().step_by(2) {
        event.facts.niches = vec!["go".parse().unwrap()];
    }
    let world = World::of(all).await;
    let feed = world.get("/calendar.ics?niche=rust&near=Berlin&radius_km=300&past=0d").await.text();
    let uids: Vec<&str> = feed.lines().filter_map(|line| line.strip_prefix("UID:")).collect();
    let query = "{ events(filter: {niches: [\"rust\"], near: {place: \"Berlin\", radiusKm: 300}}) { nodes { uid } } }";
    let answer = read(&post(&world, "*/*", &json!({"query": query})).await);
    let nodes = answer["data"]["events"]["nodes"].as_array().unwrap();
    assert_eq!(uids, nodes.iter().map(|node| node["uid"].as_str().unwrap()).collect::<Vec<_>>());
    assert_eq!(uids.len(), 4);
}
