use crate::world::{World, at, event, events};
use axum::http::{Method, StatusCode};
use serde_json::Value;

fn titles(feed: &str) -> Vec<String> {
    let feed: Value = serde_json::from_str(feed).unwrap();
    feed["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_event_we_learned_of_last_comes_first() {
    let mut events = events(3);
    events[1].created_at = at("2026-02-20T00:00:00Z");
    events[0].facts.niches = vec!["go".parse().unwrap()];
    let world = World::of(events).await;
    assert_eq!(titles(&world.get("/feed.json").await.text()), ["Evening 2", "Evening 1", "Evening 3"]);
    assert_eq!(titles(&world.get("/feed.json?niche=rust").await.text()), ["Evening 2", "Evening 3"]);
    let atom = world.get("/feed.atom?niche=go").await.text();
    assert_eq!(atom.matches("<entry").count(), 1);
    assert!(atom.contains("<updated>2026-02-01T12:00:00Z</updated>"), "{atom}");
}

#[tokio::test]
async fn an_article_about_a_change_keeps_its_id_when_the_event_goes_into_another() {
    let world = World::of(Vec::new()).await;
    world.stock(events(2), Vec::new()).await;
    let ids = async || {
        let feed: Value = serde_json::from_str(&world.get("/changes.json").await.text()).unwrap();
        let ids = feed["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned());
        ids.collect::<std::collections::BTreeSet<String>>()
    };
    let before = ids().await;
    let (old, mut heir) = (event(1), event(2));
    assert!(before.iter().any(|id| id.contains(&format!("/events/{}#", old.id))), "{before:?}");
    heir.claims.extend(old.claims.clone());
    heir.claims.sort();
    world.stock(vec![heir.clone()], vec![(old.id, heir.id)]).await;
    let after = ids().await;
    assert!(before.is_subset(&after), "{before:?} {after:?}");
}

#[tokio::test]
async fn a_feed_for_readers_is_served_like_a_calendar() {
    let world = World::of(events(3)).await;
    for (path, media_type) in [
        ("/feed.atom?niche=rust", "application/atom+xml; charset=utf-8"),
        ("/feed.json?niche=rust", "application/feed+json; charset=utf-8"),
        ("/changes.atom", "application/atom+xml; charset=utf-8"),
        ("/changes.json", "application/feed+json; charset=utf-8"),
    ] {
        let get = world.get_with(path, &[("origin", "https://reader.example")]).await;
        assert_eq!((get.status, get.header("content-type")), (StatusCode::OK, media_type), "{path}");
        assert_eq!(get.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!((get.header("cache-control"), get.header("x-robots-tag")), ("public, max-age=900", "noindex"));
        let head = world.ask(Method::HEAD, path, &[], "").await;
        assert_eq!((head.header("etag"), head.body.len()), (get.header("etag"), 0), "{path}");
        let again = world.get_with(path, &[("if-none-match", get.header("etag"))]).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        let later = world.get_with(path, &[("if-modified-since", get.header("last-modified"))]).await;
        assert_eq!(later.status, StatusCode::NOT_MODIFIED, "{path}");
    }
    let packed = world.get_with("/feed.json", &[("accept-encoding", "gzip")]).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn a_feed_for_readers_is_asked_for_by_the_filter_and_nothing_else() {
    let world = World::of(events(1)).await;
    for path in ["/feed.atom", "/feed.json", "/changes.atom", "/changes.json"] {
        let reply = world.get(&format!("{path}?past=7d")).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST);
        assert!(reply.text().starts_with("unknown key `past`; allowed: niche, goal,"), "{}", reply.text());
        assert!(reply.text().ends_with(&format!("example: {path}?niche=rust&near=Berlin&radius_km=50\n")));
    }
}

#[tokio::test]
async fn a_feed_for_readers_holds_no_more_than_a_hundred_articles() {
    let world = World::of(events(130)).await;
    assert_eq!(titles(&world.get("/feed.json").await.text()).len(), 100);
}

#[tokio::test]
async fn what_a_source_says_adds_nothing_to_the_feed() {
    let mut hostile = event(1);
    hostile.facts.name = "</title><entry>\u{0}\u{1b}\"&".into();
    hostile.facts.description = Some("]]> <script>alert(1)</script>\u{b}".into());
    let world = World::of(vec![hostile]).await;
    let atom = world.get("/feed.atom").await;
    assert_eq!((atom.count("<entry"), atom.count("<script"), atom.count("\u{1b}")), (1, 0, 0));
    assert_eq!(titles(&world.get("/feed.json").await.text()), ["</title><entry> \"&"]);
}

#[tokio::test]
async fn pages_name_the_feeds_of_what_they_show() {
    let world = World::of(events(2)).await;
    for (page, query) in [("/?niche=rust&mode=offline", "?niche=rust&mode=offline"), ("/niches/rust", "?niche=rust")] {
        let page = world.get(page).await;
        for feed in ["feed.atom", "feed.json", "changes.atom", "changes.json"] {
            let href = format!("https://events.example/{feed}{query}");
            assert_eq!(page.hrefs(&href), [href], "{}", page.text());
        }
    }
}
