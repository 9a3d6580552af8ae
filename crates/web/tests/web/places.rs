use crate::world::{World, event, events};
use axum::http::StatusCode;
use hobnob_domain::{AttendanceMode, EventId, Point};
use std::collections::BTreeSet;

#[tokio::test]
async fn a_place_shows_what_is_to_come_around_it() {
    let mut far = event(2);
    far.facts.name = "Far away".into();
    let venue = far.facts.venue.as_mut().unwrap();
    venue.point = Point::new(48.1374, 11.5755);
    venue.locality = Some("München".into());
    let world = World::of(vec![event(1), far]).await;
    let page = world.get("/places/berlin-de").await;
    assert_eq!(
        (page.status, page.count("<h1>Berlin</h1>"), page.count("1 event within 50 km")),
        (StatusCode::OK, 1, 1)
    );
    assert_eq!((page.count("Evening 1"), page.count("Far away")), (1, 0));
    assert_eq!(page.href("https://events.example/places/"), "https://events.example/places/berlin-de");
    let subscribe = "https://events.example/calendar.ics?near=Berlin%2C+Germany&amp;radius_km=50";
    assert!(page.text().replace("&#38;", "&amp;").contains(subscribe), "{}", page.text());
    assert_eq!(world.get("/calendar.ics?near=Berlin%2C+Germany&radius_km=50").await.count("BEGIN:VEVENT"), 1);
    assert_eq!(page.href("/?niche=rust"), "/?niche=rust&near=Berlin%2C+Germany&radius_km=50");
}

#[tokio::test]
async fn another_spelling_leads_to_the_place_and_none_leads_nowhere() {
    let world = World::of(events(1)).await;
    let other = world.get("/places/Cologne-de").await;
    assert_eq!((other.status, other.header("location")), (StatusCode::PERMANENT_REDIRECT, "/places/koln-de"));
    for path in ["/places/qqqxyz-de", "/places/berlin-zz", "/places/de", "/places/berlin-de?after=x"] {
        assert_eq!(world.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_place_where_nothing_is_to_come_is_kept_out_of_search_engines() {
    let world = World::of(events(1)).await;
    let page = world.get("/places/bern-ch").await;
    assert_eq!((page.status, page.count("content=\"noindex\"")), (StatusCode::OK, 1));
    assert_eq!(page.count("Nothing is known to come within 50 km of Bern"), 1);
}

fn addresses(map: &str) -> BTreeSet<String> {
    map.split("<loc>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn the_site_map_names_every_page_with_something_to_come() {
    let mut online = event(3);
    online.facts.attendance_mode = AttendanceMode::Online;
    online.facts.venue = None;
    let world = World::of(vec![event(1), event(-5), online.clone()]).await;
    let map = world.get("/sitemap.xml").await;
    assert_eq!((map.status, map.header("content-type")), (StatusCode::OK, "application/xml; charset=utf-8"));
    let base = "https://events.example";
    let ids = [event(1).id, online.id].map(|id| format!("{base}/events/{id}"));
    let mut expected: BTreeSet<String> = ids.into();
    let niche: hobnob_domain::NicheId = "rust".parse().unwrap();
    expected.extend(niche.closure().iter().map(|id| format!("{base}/niches/{}", id.slug())));
    expected.extend(["/", "/sources", "/bot", "/places/berlin-de"].map(|path| format!("{base}{path}")));
    assert_eq!(addresses(&map.text()), expected);
    assert_eq!(map.count("<lastmod>2026-02-01T12:00:00Z</lastmod>"), 2);
    assert_eq!(world.get("/sitemap.xml?part=0").await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.get("/sitemap.xml?page=1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_long_site_map_comes_in_parts_that_hold_every_event_once() {
    let many = (0..20_500).map(|number| {
        let mut many = event(1);
        many.id = EventId::new(100_000 + number);
        many.facts.description = None;
        many
    });
    let world = World::of(many.collect()).await;
    let index = world.get("/sitemap.xml").await.text();
    let parts = addresses(&index);
    assert_eq!((index.matches("<sitemap>").count(), parts.len()), (3, 3));
    let mut found = BTreeSet::new();
    for part in parts {
        let path = part.strip_prefix("https://events.example").unwrap().to_owned();
        let map = world.get(&path).await;
        assert_eq!(map.status, StatusCode::OK, "{path}");
        found.extend(addresses(&map.text()).into_iter().filter(|address| address.contains("/events/")));
    }
    assert_eq!(found.len(), 20_500);
    assert_eq!(world.get("/sitemap.xml?part=3").await.status, StatusCode::NOT_FOUND);
}
