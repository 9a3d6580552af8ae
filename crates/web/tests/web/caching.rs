use crate::world::{Reply, World, event, events};
use axum::http::StatusCode;
use std::io::Read as _;

const FEED: &str = "/calendar.ics?niche=rust";

fn unzipped(reply: &Reply) -> Vec<u8> {
    let mut body = Vec::new();
    match reply.header("content-encoding") {
        "gzip" => flate2::read::GzDecoder::new(reply.body.as_slice()).read_to_end(&mut body).map(|_| body).unwrap(),
        "br" => brotli::Decompressor::new(reply.body.as_slice(), 4096).read_to_end(&mut body).map(|_| body).unwrap(),
        "zstd" => zstd::decode_all(reply.body.as_slice()).unwrap(),
        _ => reply.body.clone(),
    }
}

#[tokio::test]
async fn the_same_events_are_the_same_bytes_all_day() {
    let world = World::of(events(5)).await;
    let morning = world.get(FEED).await;
    world.clock.turn_to("2026-03-02T23:59:59Z");
    world.index.apply(Vec::new(), &[], 2, "2026-03-02T23:59:59Z".parse().unwrap());
    let night = world.get(FEED).await;
    assert_eq!(morning.body, night.body);
    for name in ["etag", "last-modified"] {
        assert_eq!(morning.header(name), night.header(name), "{name}");
    }
}

#[tokio::test]
async fn what_the_client_has_is_not_sent_again() {
    let world = World::of(events(5)).await;
    let feed = world.get(FEED).await;
    let tag = feed.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag} is not strong");
    for list in [tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
        let reply = world.get_with(FEED, &[("if-none-match", &list)]).await;
        assert_eq!((reply.status, reply.body.len(), reply.header("etag")), (StatusCode::NOT_MODIFIED, 0, tag.as_str()));
        assert_eq!(reply.header("cache-control"), "public, max-age=900");
    }
    let by_date = world.get_with(FEED, &[("if-modified-since", feed.header("last-modified"))]).await;
    assert_eq!(by_date.status, StatusCode::NOT_MODIFIED);
    let both = [("if-none-match", "\"other\""), ("if-modified-since", feed.header("last-modified"))];
    assert_eq!(world.get_with(FEED, &both).await.status, StatusCode::OK);
}

#[tokio::test]
async fn each_coding_has_its_own_tag_and_the_same_content() {
    let world = World::of(events(50)).await;
    let mut tags = Vec::new();
    for coding in ["identity", "gzip", "br", "zstd"] {
        let reply = world.get_with(FEED, &[("accept-encoding", coding)]).await;
        assert_eq!(reply.header("content-encoding"), if coding == "identity" { "" } else { coding });
        assert_eq!(unzipped(&reply), world.get(FEED).await.body);
        assert_eq!(reply.header("content-length"), reply.body.len().to_string());
        let again = world.get_with(FEED, &[("accept-encoding", coding), ("if-none-match", reply.header("etag"))]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        tags.push(reply.header("etag").to_owned());
    }
    tags.dedup();
    assert_eq!(tags.len(), 4);
}

#[tokio::test]
async fn all_spellings_of_a_filter_are_one_feed_but_for_its_address() {
    let world = World::of(events(5)).await;
    let one = world.get("/calendar.ics?niche=rust,go&radius_km=50&near=Berlin").await;
    let other = world.get("/calendar.ics?near=Berlin&niche=rust&q=&niche=go").await;
    assert_eq!(one.header("etag"), other.header("etag"));
}

#[tokio::test]
async fn a_change_moves_tag_and_date_and_so_does_an_event_that_leaves() {
    let world = World::of(events(5)).await;
    let before = world.get(FEED).await;
    world.clock.turn_to("2026-03-02T12:00:00Z");
    world.index.apply(Vec::new(), &[event(3).id], 2, "2026-03-02T12:00:00Z".parse().unwrap());
    let after = world.get(FEED).await;
    assert_ne!(before.header("etag"), after.header("etag"));
    assert_eq!(after.header("last-modified"), "Mon, 02 Mar 2026 12:00:00 GMT");
    let since = world.get_with(FEED, &[("if-modified-since", before.header("last-modified"))]).await;
    assert_eq!((since.status, since.count("BEGIN:VEVENT")), (StatusCode::OK, 4));
}

#[tokio::test]
async fn files_of_the_program_may_be_kept_for_ever_under_their_own_address() {
    let world = World::of(Vec::new()).await;
    let style = world.get("/").await.href("/assets/");
    let reply = world.get(&style).await;
    assert_eq!((reply.status, reply.header("cache-control")), (StatusCode::OK, "public, max-age=31536000, immutable"));
    let old = world.get("/assets/000000000000/style.css").await;
    assert_eq!((old.status, old.header("cache-control")), (StatusCode::OK, "no-cache"));
    assert_eq!(world.get("/assets/none.css").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_kept_is_given_out_as_it_was_when_it_was_made() {
    let world = World::of(events(50)).await;
    for (path, coding) in [(FEED, "identity"), (FEED, "gzip"), ("/cfps.ics", "br"), ("/feed.atom?niche=rust", "gzip")] {
        let asked = [("accept-encoding", coding), ("origin", "https://other.example")];
        let [made, kept, again] = [(); 3].map(|()| world.get_with(path, &asked));
        let (made, kept, again) = (made.await, kept.await, again.await);
        assert_eq!((made.status, &made.headers, &made.body), (StatusCode::OK, &kept.headers, &kept.body), "{path}");
        assert_eq!((&again.headers, &again.body), (&kept.headers, &kept.body), "{path}");
    }
}

#[tokio::test]
async fn what_is_kept_gives_way_to_what_has_changed() {
    let world = World::of(events(5)).await;
    for day in 3..=5 {
        let now = format!("2026-03-0{day}T12:00:00Z");
        let before = world.get(FEED).await;
        assert_eq!(world.get(FEED).await.body, before.body);
        world.clock.turn_to(&now);
        world.index.apply(Vec::new(), &[event(day).id], day, now.parse().unwrap());
        assert_ne!(world.get(FEED).await.body, before.body);
    }
}
