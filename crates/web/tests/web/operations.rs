use crate::world::{World, events};
use axum::http::{Method, StatusCode};

#[tokio::test]
async fn the_process_is_alive_and_ready_once_the_index_has_caught_up() {
    let world = World::of(Vec::new()).await;
    assert_eq!(world.get("/healthz").await.status, StatusCode::OK);
    world.stock(events(2), Vec::new()).await;
    // The index was told of revision 1 by hand; the store is further.
    let reply = world.get("/readyz").await;
    assert_eq!(
        (reply.status, reply.text().as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "not ready: the index is being loaded\n")
    );
    hobnob_web::catch_up(&world.store, &world.index, "2026-03-02T09:41:00Z".parse().unwrap()).await.unwrap();
    assert_eq!(world.get("/readyz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn without_its_database_it_is_not_ready_but_goes_on_serving() {
    let world = World::of(events(3)).await;
    let before = world.get("/calendar.ics").await;
    world.store.clone().close().await.unwrap();
    assert_eq!(world.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(world.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(world.get("/calendar.ics").await.body, before.body);
    assert_eq!(world.get("/?niche=rust").await.count("3 events"), 1);
    let page = world.get("/sources").await;
    assert_eq!((page.status, page.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "30"));
    for words in ["sqlx", "sqlite", "pool", "panicked"] {
        assert_eq!(page.text().to_lowercase().matches(words).count(), 0, "{words}");
    }
}

#[tokio::test]
async fn feeds_may_be_fetched_by_robots() {
    let world = World::of(Vec::new()).await;
    let reply = world.get("/robots.txt").await;
    assert_eq!((reply.status, reply.text().as_str()), (StatusCode::OK, "User-agent: *\nAllow: /\n"));
}

#[tokio::test]
async fn every_answer_is_safe_to_show() {
    let world = World::of(events(1)).await;
    for path in ["/", "/calendar.ics", "/graphql?query=%7B__typename%7D", "/nothing", "/sources", "/healthz"] {
        let reply = world.get(path).await;
        let policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        assert_eq!(reply.header("content-security-policy"), policy, "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(reply.header("strict-transport-security"), "max-age=31536000", "{path}");
        assert_eq!(reply.header("set-cookie"), "", "{path}");
    }
}

#[tokio::test]
async fn pages_are_compressed_for_who_takes_it() {
    let world = World::of(events(50)).await;
    let page = world.get_with("/", &[("accept-encoding", "br, gzip")]).await;
    assert_eq!(page.header("content-encoding"), "br");
    assert!(page.body.len() < 10_000, "{} bytes", page.body.len());
}

#[tokio::test]
async fn a_page_takes_no_other_method() {
    let world = World::of(Vec::new()).await;
    assert_eq!(world.ask(Method::DELETE, "/", &[], "").await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_everywhere() {
    let world = World::of(Vec::new()).await;
    let reply = world.ask(Method::POST, "/graphql", &[("content-length", "90000000")], "").await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
}
