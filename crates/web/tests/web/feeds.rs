use crate::world::{World, at, event, events};
use axum::http::{Method, StatusCode};
use hobnob_domain::{AttendanceMode, CallForPapers, EventStatus, Recurrence, RecurrenceRule, Standing};

fn names(feed: &str) -> Vec<&str> {
    feed.lines().filter_map(|line| line.strip_prefix("SUMMARY:")).collect()
}

#[tokio::test]
async fn a_feed_holds_the_events_of_its_filter_and_no_others() {
    let mut go = event(2);
    go.facts.niches = vec!["go".parse().unwrap()];
    let mut online = event(3);
    online.facts.attendance_mode = AttendanceMode::Online;
    online.facts.venue = None;
    let world = World::of(vec![event(1), go, online]).await;
    for (query, expected) in [
        ("", vec!["Evening 1", "Evening 2", "Evening 3"]),
        ("?niche=rust", vec!["Evening 1", "Evening 3"]),
        ("?niche=rust&near=Berlin&radius_km=300", vec!["Evening 1"]),
        ("?mode=online", vec!["Evening 3"]),
        ("?niche=go,rust&to=2026-03-05", vec!["Evening 1", "Evening 2"]),
    ] {
        let feed = world.get(&format!("/calendar.ics{query}")).await;
        assert_eq!((feed.status, names(&feed.text())), (StatusCode::OK, expected), "{query}");
    }
}

#[tokio::test]
async fn a_feed_is_a_calendar_in_every_header() {
    let world = World::of(events(1)).await;
    let feed = world.get_with("/calendar.ics", &[("accept", "text/html")]).await;
    assert_eq!(feed.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(feed.header("content-disposition"), "inline; filename=\"hobnob.ics\"");
    assert_eq!(feed.header("cache-control"), "public, max-age=900");
    assert!(feed.header("vary").split(", ").any(|name| name == "Accept-Encoding"), "{}", feed.header("vary"));
    assert_eq!(feed.header("x-robots-tag"), "noindex");
    assert_eq!(feed.header("content-encoding"), "");
    assert!(feed.text().starts_with("BEGIN:VCALENDAR\r\n"));
}

#[tokio::test]
async fn a_feed_names_its_own_address() {
    let world = World::of(events(1)).await;
    let feed = world.get("/calendar.ics?near=Berlin&niche=rust&past=7d").await.text().replace("\r\n ", "");
    let address = "https://events.example/calendar.ics?niche=rust&near=Berlin&radius_km=50&past=7d";
    assert!(feed.contains(&format!("SOURCE;VALUE=URI:{address}\r\n")), "{feed}");
}

#[tokio::test]
async fn head_tells_the_same_as_get_without_the_body() {
    let world = World::of(events(3)).await;
    let get = world.get("/calendar.ics?niche=rust").await;
    let head = world.ask(Method::HEAD, "/calendar.ics?niche=rust", &[], "").await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    for name in ["etag", "last-modified", "content-type", "content-length", "cache-control", "vary"] {
        assert_eq!(head.header(name), get.header(name), "{name}");
    }
    assert_eq!(get.header("content-length"), get.body.len().to_string());
}

#[tokio::test]
async fn what_is_over_stays_as_long_as_past_says() {
    let world = World::of(vec![event(-20), event(-40), event(1)]).await;
    let told = |query: &'static str| {
        let world = &world;
        async move { world.get(&format!("/calendar.ics{query}")).await.count("BEGIN:VEVENT") }
    };
    assert_eq!((told("").await, told("?past=90d").await, told("?past=0d").await), (2, 3, 1));
}

#[tokio::test]
async fn an_event_no_source_lists_any_more_is_tentative_unless_it_is_not_wanted() {
    let mut doubtful = event(1);
    doubtful.standing = Standing::Unconfirmed;
    let world = World::of(vec![doubtful]).await;
    assert_eq!(world.get("/calendar.ics").await.count("STATUS:TENTATIVE"), 1);
    assert_eq!(world.get("/calendar.ics?tentative=false").await.count("STATUS:TENTATIVE"), 0);
}

#[tokio::test]
async fn calls_for_papers_are_a_layer_of_their_own() {
    let mut call = event(60);
    let closes_at = Some(at("2026-03-20T12:00:00Z"));
    call.facts.call_for_papers = Some(CallForPapers { opens_at: None, closes_at, url: None });
    let world = World::of(vec![call, event(1)]).await;
    let layer = world.get("/cfps.ics").await;
    assert_eq!((layer.status, layer.count("BEGIN:VEVENT")), (StatusCode::OK, 1));
    assert_eq!(world.get("/calendar.ics?cfp=true").await.count("BEGIN:VEVENT"), 3);
}

#[tokio::test]
async fn events_without_a_call_take_no_room_among_the_calls() {
    let mut call = event(1_600);
    let closes_at = Some(at("2026-03-20T12:00:00Z"));
    call.facts.call_for_papers = Some(CallForPapers { opens_at: None, closes_at, url: None });
    let world = World::of(events(1_500).into_iter().chain([call]).collect()).await;
    let layer = world.get("/cfps.ics").await;
    assert_eq!((layer.count("BEGIN:VEVENT"), layer.count("This calendar is full")), (1, 0));
}

#[tokio::test]
async fn a_series_that_goes_on_is_among_the_nearest_of_too_many() {
    let mut weekly = event(-20);
    weekly.facts.name = "Every week".to_owned();
    let rules = vec![RecurrenceRule::new("FREQ=WEEKLY").unwrap()];
    weekly.facts.schedule.recurrence = Some(Recurrence { rules, ..Recurrence::default() });
    let world = World::of(events(1_500).into_iter().chain([weekly, event(-10)]).collect()).await;
    let feed = world.get("/calendar.ics").await;
    assert_eq!((feed.count("SUMMARY:Every week"), feed.count("SUMMARY:Evening -10")), (1, 0));
    assert!(feed.text().contains("This calendar is full"));
}

#[tokio::test]
async fn of_too_many_calls_those_that_close_next_are_kept() {
    let called = |day: i64, closes_at: &str| {
        let mut event = event(day);
        event.facts.call_for_papers = Some(CallForPapers { opens_at: None, closes_at: Some(at(closes_at)), url: None });
        event
    };
    let mut all: Vec<_> = (1..=1_200).map(|day| called(day, "2026-02-20T12:00:00Z")).collect();
    all.push(called(1_300, "2026-03-20T12:00:00Z"));
    let layer = World::of(all).await.get("/cfps.ics").await;
    assert!(layer.text().contains("This calendar is full"));
    assert!(layer.text().contains("Evening 1300"), "its call closes next");
}

#[tokio::test]
async fn what_a_calendar_would_leave_out_anyway_is_not_missing_in_it() {
    let mut events = events(1_500);
    events.iter_mut().skip(1_100).for_each(|event| event.facts.status = EventStatus::Cancelled);
    let world = World::of(events).await;
    let told = |cancelled: &'static str| {
        let world = &world;
        async move { world.get(&format!("/calendar.ics?cancelled={cancelled}")).await.text().replace("\r\n ", "") }
    };
    let left_out = |text: &str| {
        let (_, behind) = text.split_once("This calendar is full: ").unwrap();
        behind.split(' ').next().unwrap().parse::<usize>().unwrap()
    };
    let (marked, dropped) = (told("mark").await, told("drop").await);
    assert_eq!(left_out(&marked) - left_out(&dropped), 400);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_what_may_be_written() {
    let world = World::of(events(1)).await;
    for (query, words) in [
        ("nich=rust", "unknown key `nich`; allowed: niche, goal, kind, mode, near, radius_km"),
        ("mode=hybrid", "`mode`: `hybrid` is not one of: offline, online, mixed"),
        ("near=Qqqqxyz", "no place called `Qqqqxyz` is known"),
        ("near=Springfield", "Springfield, Missouri, United States"),
        ("past=long", "`past`: `long` is not a duration such as 90d, 2h or 15m"),
        ("after=x", "unknown key `after`"),
        ("niche=rust&foo=", "unknown key `foo`"),
        ("foo", "unknown key `foo`"),
        ("near=Berlin&near=Paris", "`near`: takes one value; two different ones are given"),
    ] {
        let reply = world.get(&format!("/calendar.ics?{query}")).await;
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (StatusCode::BAD_REQUEST, "text/plain; charset=utf-8")
        );
        assert!(reply.text().contains(words), "{query}: {}", reply.text());
        assert!(reply.text().contains("past, cancelled, alarm, tentative"));
    }
}

#[tokio::test]
async fn a_key_left_empty_says_nothing_and_one_that_stands_alone_is_true() {
    let mut priced = event(2);
    priced.facts.is_free = Some(false);
    let world = World::of(vec![event(1), priced]).await;
    let told = async |query: &str| names(&world.get(&format!("/calendar.ics?{query}")).await.text()).join("; ");
    assert_eq!(told("free=&near=&from=").await, "Evening 1; Evening 2");
    assert_eq!(told("free").await, "Evening 1");
}

#[tokio::test]
async fn one_event_is_a_calendar_to_keep() {
    let world = World::of(events(2)).await;
    let path = format!("/events/{}.ics", event(1).id);
    let calendar = world.get(&path).await;
    assert_eq!(names(&calendar.text()), ["Evening 1"]);
    assert!(calendar.header("content-disposition").starts_with("attachment; filename=\"event-"));
    let again = world.get_with(&path, &[("if-none-match", calendar.header("etag"))]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_calendar_comes_as_json_too() {
    let world = World::of(events(2)).await;
    let feed = world.get("/calendar.json?niche=rust").await;
    assert_eq!(feed.header("content-type"), "application/calendar+json; charset=utf-8");
    let value: serde_json::Value = serde_json::from_str(&feed.text()).unwrap();
    let components = value[2].as_array().unwrap();
    let names: Vec<&str> = components.iter().map(|one| one[0].as_str().unwrap()).collect();
    assert_eq!((value[0].as_str(), names), (Some("vcalendar"), vec!["vtimezone", "vevent", "vevent"]));
    let again = world.get_with("/calendar.json?niche=rust", &[("if-none-match", feed.header("etag"))]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_cancelled_event_is_left_out_when_its_days_of_grace_are_over() {
    let mut cancelled = event(20);
    cancelled.facts.status = EventStatus::Cancelled;
    cancelled.revised_at = at("2026-03-01T12:00:00Z");
    let world = World::of(vec![cancelled, event(1)]).await;
    let told = async |query: &str| names(&world.get(&format!("/calendar.ics?{query}")).await.text()).join("; ");
    assert_eq!(told("cancelled=drop").await, "Evening 1");
    assert_eq!(told("cancelled=drop&grace=3d").await, "Evening 1; Cancelled: Evening 20");
    world.clock.turn_to("2026-03-05T09:00:00Z");
    assert_eq!(told("cancelled=drop&grace=3d&past=7d").await, "Evening 1");
    assert_eq!(told("cancelled=drop&grace=5d&past=7d").await, "Evening 1; Cancelled: Evening 20");
}

#[tokio::test]
async fn a_feed_says_why_each_event_is_in_it() {
    let world = World::of(events(1)).await;
    let feed = world.get("/calendar.ics?niche=rust&near=Potsdam&goal=skills").await.text().replace("\r\n ", "");
    assert!(feed.contains("\\nWhy: Rust · for skills · Berlin\\, 27 km\r\n"), "{feed}");
}
