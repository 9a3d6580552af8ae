use crate::world::{World, event, events};
use axum::http::{Method, StatusCode};
use hobnob_domain::CallForPapers;
use std::collections::BTreeMap;

#[tokio::test]
async fn the_process_is_alive_and_ready_once_the_index_has_caught_up() {
    let world = World::starting().await;
    assert_eq!(world.get("/healthz").await.status, StatusCode::OK);
    world.stock(events(2), Vec::new()).await;
    let reply = world.get("/readyz").await;
    assert_eq!(
        (reply.status, reply.text().as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "not ready: the index is being loaded\n")
    );
    hobnob_web::catch_up(&world.store, &world.index, "2026-03-02T09:41:00Z".parse().unwrap()).await.unwrap();
    assert_eq!(world.get("/readyz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_is_told_of_no_events_while_they_are_being_loaded() {
    let world = World::starting().await;
    world.stock(events(3), Vec::new()).await;
    for path in ["/calendar.ics", "/graphql?query={events{totalCount}}", "/feed.atom", "/"] {
        let reply = world.get(path).await;
        assert_eq!((reply.status, reply.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "5"), "{path}");
    }
    for path in ["/healthz", "/metrics", "/robots.txt"] {
        assert_eq!(world.get(path).await.status, StatusCode::OK, "{path}");
    }
    // The API says it in the shape of its errors, to pages of other sites too.
    let media = "application/graphql-response+json";
    let headers = [("content-type", "application/json"), ("accept", media)];
    let reply = world.ask(Method::POST, "/graphql", &headers, "{\"query\":\"{ goals }\"}").await;
    let told: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(reply.header("content-type").starts_with(media), "{:?}", reply.headers);
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    assert_eq!(told["errors"][0]["extensions"]["code"], "INTERNAL");
    assert_eq!(told["errors"][0]["message"], "the events are being loaded; ask again in a few seconds");
    let loaded = async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        hobnob_web::catch_up(&world.store, &world.index, "2026-03-02T09:41:00Z".parse().unwrap()).await.unwrap();
    };
    let (waited, ()) = tokio::join!(world.get("/calendar.ics"), loaded);
    assert_eq!((waited.status, waited.count("BEGIN:VEVENT") > 1), (StatusCode::OK, true), "{}", waited.text());
    assert_eq!(world.get("/calendar.ics").await.body, waited.body);
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
async fn without_its_database_a_feed_is_what_it_was_and_if_it_never_was_comes_later() {
    let mut told = events(3);
    let closes_at = Some("2026-03-20T12:00:00Z".parse().unwrap());
    told[0].facts.call_for_papers = Some(CallForPapers { opens_at: None, closes_at, url: None });
    let world = World::keeping(0, told.clone()).await;
    world.stock(told, Vec::new()).await;
    let before = world.get("/calendar.ics?niche=rust").await;
    assert_eq!((before.status, before.count("BEGIN:VEVENT")), (StatusCode::OK, 3));
    world.store.clone().close().await.unwrap();
    // A feed from which an event has gone needs nothing but the texts of the others…
    world.index.apply(Vec::new(), &[event(3).id], 2, "2026-03-02T09:41:00Z".parse().unwrap());
    let before = {
        let fewer = world.get("/calendar.ics?niche=rust").await;
        assert_eq!((fewer.status, fewer.count("BEGIN:VEVENT")), (StatusCode::OK, 2));
        fewer
    };
    // …but one in which an event says something else does.
    let mut changed = event(2);
    changed.facts.name = "Evening of change".into();
    world.index.apply(vec![changed], &[], 3, "2026-03-02T09:41:00Z".parse().unwrap());
    let after = world.get("/calendar.ics?niche=rust").await;
    assert_eq!(
        (after.status, after.headers == before.headers, after.body == before.body),
        (StatusCode::OK, true, true)
    );
    let held = world.get_with("/calendar.ics?niche=rust", &[("if-none-match", before.header("etag"))]).await;
    assert_eq!(held.status, StatusCode::NOT_MODIFIED);
    for path in ["/calendar.ics", "/calendar.json", "/cfps.ics", "/feed.atom", "/feed.json", "/changes.atom"] {
        let never = world.get(path).await;
        assert_eq!((never.status, never.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "60"), "{path}");
        assert_eq!((never.header("cache-control"), never.header("etag")), ("no-store", ""), "{path}");
    }
}

#[tokio::test]
async fn feeds_may_be_fetched_by_robots() {
    let world = World::of(Vec::new()).await;
    let reply = world.get("/robots.txt").await;
    assert_eq!(
        (reply.status, reply.text().as_str()),
        (StatusCode::OK, "User-agent: *\nAllow: /\n\nSitemap: https://events.example/sitemap.xml\n")
    );
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
    let reply = world.ask(Method::POST, "/digest", &[("content-length", "90000000")], "").await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
}

/// The series of a scrape, and the names of their families.
fn series(text: &str) -> BTreeMap<String, u64> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.rsplit_once(' ').unwrap())
        .map(|(name, value)| (name.into(), value.parse().unwrap()))
        .collect()
}

#[tokio::test]
async fn what_happens_is_measured() {
    let world = World::of(Vec::new()).await;
    world.stock(events(2), Vec::new()).await;
    let broken = world.source("Broken").await;
    world.fail(broken, "answered 500").await;
    for _ in 0..3 {
        world.get("/calendar.ics").await;
    }
    world.ask(Method::POST, "/graphql", &[("content-type", "application/json")], "{\"query\":\"{ goals }\"}").await;
    world.ask(Method::POST, "/graphql", &[("content-type", "application/json")], "{\"query\":\"{ nothing }\"}").await;
    let reply = world.get("/metrics").await;
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8")
    );
    let found = series(&reply.text());
    let expected = [
        ("hobnob_feed_requests_total{cache=\"hit\"}", 2),
        ("hobnob_feed_requests_total{cache=\"miss\"}", 1),
        ("hobnob_graphql_requests_total{outcome=\"executed\"}", 1),
        ("hobnob_graphql_requests_total{outcome=\"refused\"}", 1),
        ("hobnob_index_revision", 0),
        ("hobnob_index_lag_revisions", 2),
        ("hobnob_sources{state=\"active\"}", 2),
        ("hobnob_sources{state=\"parked\"}", 0),
        ("hobnob_sources_failing", 1),
        ("hobnob_listings", 10),
        ("hobnob_events", 2),
        ("hobnob_source_runs_total{ending=\"exhausted\"}", 1),
        ("hobnob_source_runs_total{ending=\"failed\"}", 1),
        ("hobnob_source_runs_total{ending=\"unchanged\"}", 0),
        ("hobnob_listing_changes_total{change=\"new\"}", 10),
        ("hobnob_problems_total", 1),
    ];
    for (name, value) in expected {
        assert_eq!(found.get(name), Some(&value), "{name}");
    }
}

#[tokio::test]
async fn a_scrape_is_well_formed_and_as_long_however_much_is_watched() {
    let world = World::of(events(3)).await;
    let few = world.get("/metrics").await.text();
    for number in 0..30 {
        world.source(&format!("Secret club {number}")).await;
    }
    world.clock.turn_to("2026-03-02T09:42:00Z");
    let many = world.get("/metrics").await.text();
    assert_eq!(series(&few).into_keys().collect::<Vec<_>>(), series(&many).into_keys().collect::<Vec<_>>());
    assert_eq!(series(&many).get("hobnob_sources{state=\"active\"}"), Some(&30));
    assert!(!many.contains("Secret club") && !many.contains("lists.example"));
    for family in many.split("# HELP ").skip(1) {
        let name = family.split(' ').next().unwrap();
        let kind = family.lines().nth(1).and_then(|line| line.strip_prefix(&format!("# TYPE {name} "))).unwrap();
        assert_eq!(kind == "counter", name.ends_with("_total"), "{name} is a {kind}");
        assert!(family.lines().skip(2).all(|line| line.starts_with(name)), "{family}");
    }
}

#[tokio::test]
async fn a_scrape_asks_the_database_only_now_and_then() {
    let world = World::of(Vec::new()).await;
    let sources = async || series(&world.get("/metrics").await.text())["hobnob_sources{state=\"active\"}"];
    assert_eq!(sources().await, 0);
    world.source("New").await;
    assert_eq!(sources().await, 0);
    world.clock.turn_to("2026-03-02T09:41:10Z");
    assert_eq!(sources().await, 1);
}
