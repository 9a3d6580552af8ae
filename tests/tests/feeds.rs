//! Feeds as readers see them: a change of an event shows and moves the tag, and nothing else does.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use chrono::TimeDelta;
use hobnob_gazetteer::Gazetteer;
use hobnob_tests::{App, FakeWeb, for_each_database};
use serde_json::Value;
use tower::ServiceExt as _;

/// A group's calendar with one evening and a conference with a call for papers.
fn calendar(summary: &str, start: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Invented//Groups//EN\r\nBEGIN:VEVENT\r\nUID:evening-1@groups.example\r\n\
         DTSTAMP:20260401T080000Z\r\nDTSTART;TZID=Europe/Berlin:{start}\r\nDURATION:PT2H\r\nSUMMARY:{summary}\r\n\
         LOCATION:Old Mill, Berlin, Germany\r\nURL:https://groups.example/evenings/1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

struct Reply {
    status: StatusCode,
    tag: String,
    body: String,
}

async fn get(router: &Router, path: &str, tag: Option<&str>) -> Reply {
    let mut request = Request::builder().uri(path);
    if let Some(tag) = tag {
        request = request.header(header::IF_NONE_MATCH, tag);
    }
    let response = router.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let tag = parts.headers.get(header::ETAG).map(|tag| tag.to_str().expect("a tag").to_owned()).unwrap_or_default();
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    Reply { status: parts.status, tag, body: String::from_utf8(body.to_vec()).expect("text") }
}

/// The read side over a story's store.
async fn reader(app: &App) -> Router {
    let index = app.index().await;
    let base = "https://events.example/".parse().expect("an address");
    hobnob_web::router(hobnob_web::State::new(app.store.clone(), index, Gazetteer::embedded(), app.clock.clone(), base))
}

fn items(body: &str) -> Vec<(String, Value)> {
    let feed: Value = serde_json::from_str(body).expect("JSON");
    let items = feed["items"].as_array().expect("items").iter();
    items.map(|item| (item["title"].as_str().expect("a title").to_owned(), item["_hobnob"].clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_shows_in_the_feeds_and_moves_their_tags_and_nothing_else_does() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/rust.ics", "text/calendar", calendar("Rust Evening", "20260512T183000"));
        app.watch("/rust.ics").await;
        app.work().await;
        let router = reader(&app).await;
        let paths = ["/feed.json", "/feed.atom", "/changes.json?near=Berlin", "/changes.atom", "/calendar.ics"];
        let mut before = Vec::new();
        for path in paths {
            before.push(get(&router, path, None).await);
        }
        assert_eq!(
            items(&before[2].body).into_iter().map(|(title, _)| title).collect::<Vec<_>>(),
            ["New: Rust Evening"]
        );
        assert_eq!(items(&before[0].body)[0].1["starts_at"], "2026-05-12T16:30:00Z");

        // Read again, with a byte that nobody sees: every tag stays.
        let page = calendar("Rust Evening", "20260512T183000").replace("-//Invented", "-//Else");
        app.web.put("/rust.ics", "text/calendar", page);
        app.work_after(TimeDelta::hours(7)).await;
        app.index().await;
        for (path, before) in paths.iter().zip(&before) {
            let again = get(&router, path, Some(&before.tag)).await;
            assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        }

        app.web.put("/rust.ics", "text/calendar", calendar("Rust Evening", "20260519T190000"));
        app.work_after(TimeDelta::hours(7)).await;
        app.index().await;
        for (path, before) in paths.iter().zip(&before) {
            let again = get(&router, path, Some(&before.tag)).await;
            assert_eq!(again.status, StatusCode::OK, "{path}");
            assert_ne!(again.tag, before.tag, "{path}");
        }
        let changes = items(&get(&router, "/changes.json?near=Berlin", None).await.body);
        let titles: Vec<&str> = changes.iter().map(|(title, _)| title.as_str()).collect();
        assert_eq!(titles, ["Moved: Rust Evening", "New: Rust Evening"]);
        let moved = &changes[0].1["changes"][0];
        assert_eq!(
            (moved["kind"].as_str(), moved["before"].as_str()),
            (Some("moved"), Some("2026-05-12 18:30–20:30 Europe/Berlin"))
        );
        assert_eq!(items(&get(&router, "/changes.json?near=Hamburg", None).await.body), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn equal_data_read_a_thousand_times_moves_no_byte() {
    for_each_database(async |store| {
        let times = if store.is_postgres() { 50 } else { 1_000 };
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/rust.ics", "text/calendar", calendar("Rust Evening", "20281012T183000"));
        app.watch("/rust.ics").await;
        app.work().await;
        let router = reader(&app).await;
        let paths = ["/calendar.ics", "/calendar.ics?near=Berlin&past=90d", "/feed.atom", "/changes.json"];
        let mut before = Vec::new();
        for path in paths {
            before.push(get(&router, path, None).await);
        }
        for time in 1..=times {
            // Other bytes each time, so that it is read and not passed over.
            let page =
                calendar("Rust Evening", "20281012T183000").replace("-//Invented", &format!("-//Invented {time}"));
            app.web.put("/rust.ics", "text/calendar", page);
            let report = app.work_after(TimeDelta::hours(7)).await;
            assert_eq!((report.pages.fetched, report.events.changed, report.events.new), (1, 0, 0), "{time}");
            if time % 50 == 0 {
                app.index().await;
                for (path, before) in paths.iter().zip(&before) {
                    let now = get(&router, path, None).await;
                    assert!((&now.tag, &now.body) == (&before.tag, &before.body), "{path} after {time}");
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_a_page_was_sent_is_told_beside_it() {
    let web = FakeWeb::start().await;
    web.put("/all.ics", "text/calendar", calendar("Rust Evening", "20260512T183000"));
    web.redirect("/old.ics", 301, "/all.ics");
    let allow = hobnob_fetch::networks("127.0.0.0/8").expect("a network");
    let settings = hobnob_fetch::Settings { allow, ..hobnob_fetch::Settings::default() };
    let client = hobnob_fetch::Client::new(settings).expect("a client");
    let now = "2026-05-01T08:00:00Z".parse().expect("an instant");
    let (fetched, sent) = client.look(&hobnob_fetch::Ask::new(web.url("/old.ics")), now).await;
    assert!(matches!(fetched, hobnob_fetch::Fetched::Page { .. }), "{fetched:?}");
    assert_eq!(sent.redirects, [web.url("/old.ics")]);
    let named = |name: &str| sent.headers.iter().filter(|(known, _)| known == name).count();
    assert_eq!((named("content-type"), named("etag")), (1, 1));
}

/// What is wrong with a calendar of ours, hints aside.
fn defects(body: &str) -> Vec<String> {
    let page = hobnob_domain::Page {
        url: "https://events.example/calendar.ics".parse().expect("an address"),
        media_type: None,
        body: body.as_bytes().to_vec(),
        fetched_at: "2026-05-01T08:00:00Z".parse().expect("an instant"),
    };
    let linted = hobnob_extract::lint::lint(&page, None);
    let told = linted.findings.iter().filter(|finding| finding.rule.severity != hobnob_extract::lint::Severity::Hint);
    told.map(|finding| format!("{} {:?} {:?}", finding.rule.id, finding.lines, finding.detail)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn our_own_calendars_have_no_defect_that_we_name_in_others() {
    let Some(corpus) = hobnob_tests::corpus() else { return };
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-02-01T00:00:00Z").await;
        for topic in ["rust", "general", "python"] {
            let path = format!("/2026/{topic}.json");
            let body = std::fs::read(corpus.join(format!("lists/confs.tech{path}"))).expect("a topic file");
            app.web.put(&path, "application/json", body);
            app.watch(&path).await;
        }
        for (number, feed) in
            ["google/raleighdurham-gizmo_brew_works", "the-events-calendar/toronto-gardiner_museum"].iter().enumerate()
        {
            let path = format!("/{number}.ics");
            let body = std::fs::read(corpus.join(format!("ics/feeds/{feed}.ics"))).expect("a calendar");
            app.web.put(&path, "text/calendar", body);
            app.watch(&path).await;
        }
        app.work().await;
        let router = reader(&app).await;
        for path in
            ["/calendar.ics", "/calendar.ics?past=90d&alarm=1d&cfp=true", "/cfps.ics", "/calendar.ics?q=cobolcobol"]
        {
            let feed = get(&router, path, None).await;
            assert!(feed.body.contains("BEGIN:VEVENT"), "{path}");
            let found = defects(&feed.body);
            // A museum's exhibition lasts for a year.
            let unmeant: Vec<&String> = found.iter().filter(|one| !one.starts_with("very-long")).collect();
            assert!(unmeant.is_empty(), "{path}: {unmeant:?}");
        }
    })
    .await;
}
