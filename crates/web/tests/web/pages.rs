use crate::world::{Reply, World, event, events};
use axum::http::StatusCode;
use std::collections::BTreeSet;

#[tokio::test]
async fn the_front_page_lists_what_is_to_come_by_days() {
    let world = World::of(events(2)).await;
    let page = world.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.count("<time datetime=\"2026-03-03\">Tuesday, 3 March 2026</time>"), 1);
    assert_eq!(page.count("<time datetime=\"2026-03-03T19:00:00+01:00\">19:00</time>"), 1);
    assert_eq!(page.count("<span class=\"zone\">CET</span>"), 2);
    assert_eq!(page.count("2 events, the next first"), 1);
    assert_eq!(page.count("GeoNames"), 1);
}

#[tokio::test]
async fn a_search_finds_what_the_feed_beside_it_holds() {
    let mut go = event(2);
    go.facts.niches = vec!["go".parse().unwrap()];
    let world = World::of(vec![event(1), go]).await;
    let page = world.get("/?q=&niche=rust&near=Berlin&radius_km=50&mode=&goal=&from=&to=").await;
    assert_eq!((page.count("Evening 1"), page.count("Evening 2")), (1, 0));
    let address = "https://events.example/calendar.ics?niche=rust&#38;near=Berlin&#38;radius_km=50";
    assert_eq!(page.count(&format!("value=\"{address}\"")), 1);
    assert_eq!(page.href("webcal:"), "webcal://events.example/calendar.ics?niche=rust&near=Berlin&radius_km=50");
    let google = page.href("https://calendar.google.com/");
    assert!(google.ends_with(
        "?cid=webcal%3A%2F%2Fevents.example%2Fcalendar.ics%3Fniche%3Drust%26near%3DBerlin%26radius_km%3D50"
    ));
    assert_eq!(page.hrefs("https://outlook.").len(), 2);
}

#[tokio::test]
async fn a_server_on_this_computer_does_not_offer_what_cannot_reach_it() {
    let world = World::at_address(events(1), "http://127.0.0.1:8080").await;
    let page = world.get("/").await;
    assert_eq!((page.hrefs("https://calendar.google.com/").len(), page.hrefs("webcal:").len()), (0, 1));
}

#[tokio::test]
async fn a_place_that_is_several_is_asked_back_with_links() {
    let world = World::of(events(1)).await;
    let page = world.get("/?niche=rust&near=Springfield&radius_km=25").await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.count("value=\"Springfield\""), 1);
    let missouri = page.hrefs("/?niche=rust&radius_km=25&near=Springfield%2C+Missouri");
    assert_eq!(missouri.len(), 1);
    assert_eq!(world.get(&missouri[0]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_country_that_is_written_for_a_place_leads_to_all_of_it() {
    let world = World::of(events(1)).await;
    let page = world.get("/?niche=rust&near=Germany&radius_km=25").await;
    assert_eq!((page.status, page.count("“Germany” is a country")), (StatusCode::BAD_REQUEST, 1));
    let whole = page.href("/?niche=rust&country=DE");
    assert_eq!(world.get(&whole).await.count("1 event, the next first"), 1);
}

#[tokio::test]
async fn a_part_that_cannot_be_read_is_named_with_what_may_be_written() {
    let world = World::of(events(1)).await;
    let page = world.get("/?mode=hybrid").await;
    assert_eq!(
        (page.status, page.count("“hybrid” is not one of: offline, online, mixed")),
        (StatusCode::BAD_REQUEST, 1)
    );
    assert_eq!(world.get("/?after=nonsense").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_empty_list_says_where_it_would_not_be_empty() {
    let world = World::of(events(3)).await;
    let page = world.get("/?near=Potsdam&radius_km=10&niche=rust").await;
    assert_eq!(page.count("No event is known that fits."), 1);
    let wider = page.href("/?niche=rust&near=Potsdam&radius_km=40");
    assert_eq!(world.get(&wider).await.count("3 events, the next first"), 1);
}

#[tokio::test]
async fn a_part_of_the_search_can_be_taken_away() {
    let world = World::of(events(1)).await;
    let page = world.get("/?niche=rust,go&free=true").await;
    assert_eq!(page.count("aria-label=\"Without Go\""), 1);
    assert!(page.hrefs("/?niche=rust&free=true").len() == 1 && page.hrefs("/?niche=rust%2Cgo").len() == 1);
}

#[tokio::test]
async fn what_a_list_is_of_goes_by_its_name() {
    let world = World::of(events(1)).await;
    let theirs = world.get(&format!("/events/{}", event(1).id)).await.href("/?organizer=");
    let page = world.get(&theirs).await;
    assert_eq!(
        (page.count("<h1>Events by Rust Berlin</h1>"), page.count("aria-label=\"Without Rust Berlin\"")),
        (1, 1)
    );
    let page = world.get("/?near=Berlin&country=DE&lang=en").await;
    let named = ["50 km around Berlin, Germany", "Germany", "In English"];
    for name in named {
        assert_eq!(page.count(&format!("aria-label=\"Without {name}\"")), 1, "{name}");
    }
}

#[tokio::test]
async fn every_event_is_on_exactly_one_page_of_a_long_list() {
    let world = World::of(events(1_120)).await;
    let mut seen: Vec<String> = Vec::new();
    let mut path = "/?niche=rust".to_owned();
    let mut pages = Vec::new();
    while !path.is_empty() {
        let page = world.get(&path).await;
        seen.extend(page.hrefs("/events/"));
        pages.push(path);
        path = page.hrefs("/?").into_iter().find(|href| href.contains("after=")).unwrap_or_default();
    }
    assert_eq!((seen.len(), seen.iter().collect::<BTreeSet<_>>().len(), pages.len()), (1_120, 1_120, 28));
    let last = world.get(pages.last().unwrap()).await;
    let back = last.hrefs("/?").into_iter().find(|href| href.contains("before=")).unwrap();
    assert_eq!(world.get(&back).await.hrefs("/events/"), seen[1_040..1_080]);
}

#[tokio::test]
async fn what_a_source_says_cannot_become_markup() {
    let mut odd = event(1);
    odd.facts.name = "<script>alert(1)</script>\"'&".into();
    odd.facts.description = Some("</script><img src=x onerror=alert(1)>".into());
    odd.facts.organizer.as_mut().unwrap().name = "<i>".into();
    let world = World::of(vec![odd]).await;
    for path in ["/".to_owned(), "/niches/rust".to_owned(), format!("/events/{}", event(1).id)] {
        let page = world.get(&path).await;
        assert_eq!(
            (page.status, page.count("<script>"), page.count("<img"), page.count("<i>")),
            (StatusCode::OK, 0, 0, 0)
        );
        assert_eq!(page.count("</script>"), page.count("<script type=\"application/ld+json\">"), "{path}");
    }
}

#[tokio::test]
async fn a_niche_has_a_page_and_its_aliases_lead_there() {
    let world = World::of(events(60)).await;
    let page = world.get("/niches/rust").await;
    assert_eq!((page.status, page.hrefs("/events/").len()), (StatusCode::OK, 40));
    let later = page.hrefs("/niches/rust?").into_iter().find(|href| href.contains("after=")).unwrap();
    assert_eq!(world.get(&later).await.hrefs("/events/").len(), 20);
    let alias = world.get("/niches/golang").await;
    assert_eq!((alias.status, alias.header("location")), (StatusCode::PERMANENT_REDIRECT, "/niches/go"));
}

#[tokio::test]
async fn the_sources_are_listed_with_how_they_are() {
    let world = World::of(Vec::new()).await;
    world.source("Rust <Berlin>").await;
    world.stock(events(1), Vec::new()).await;
    let page = world.get("/sources").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.count("2 sources: 1 not read yet, 1 well."), 1);
    assert_eq!(page.count("Rust &#60;Berlin&#62;"), 1);
    assert_eq!(page.count("10 listings"), 1);
}

#[tokio::test]
async fn a_source_has_a_page_with_what_was_odd_about_it() {
    let world = World::of(Vec::new()).await;
    let id = world.source("Broken <list>").await;
    world.fail(id, "line 7: `<b>` is no date").await;
    let page = world.get("/sources").await;
    assert_eq!((page.count("1 source: 1 failing."), page.count("line 7: `&#60;b&#62;` is no date")), (1, 1));
    let page = world.get(&page.href("/sources/")).await;
    assert_eq!((page.count("How it was read"), page.count("just now")), (1, 1));
    assert_eq!(page.count("<strong class=\"health bad\">Failed</strong>: line 7: `&#60;b&#62;` is no date"), 1);
    assert_eq!(page.count("<span>· 1 oddity</span>"), 1);
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.count("<h1>Broken &#60;list&#62;</h1>"), 1);
    assert_eq!(page.count("<li><b>fetch</b> line 7: `&#60;b&#62;` is no date</li>"), 1);
    assert_eq!(world.get("/sources/zzz").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn webmasters_learn_who_reads_them_and_how_to_be_left_alone() {
    let world = World::of(Vec::new()).await;
    assert_eq!(world.get("/").await.hrefs("/bot"), ["/bot"]);
    let page = world.get("/bot").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.count("<code>hobnob/0 (+https://events.example/bot)</code>"), 1);
    assert_eq!(page.count("User-agent: hobnob\nDisallow: /</code>"), 1);
    assert_eq!(page.href("mailto:"), "mailto:bots@events.example");
    assert_eq!(page.count("at most 50 pages and 6 MB a visit"), 1, "as it is set");
    assert_eq!(page.count("with at least 3 seconds between two of them"), 1);
    assert_eq!(page.href("https://events.example/bot"), "https://events.example/bot");
}

#[tokio::test]
async fn a_source_says_by_which_name_and_whose_leave_it_is_read() {
    let world = World::of(Vec::new()).await;
    let spec = hobnob_domain::SourceSpec {
        user_agent: Some("Mozilla/5.0 <b>".into()),
        robots_consent: Some("the chair & the board".into()),
        ..hobnob_domain::SourceSpec::new("Club", "https://club.example/".parse().unwrap())
    };
    let (id, _) = world.store.source_save(&spec, "2026-03-02T09:41:00Z".parse().unwrap()).await.unwrap();
    let page = world.get(&format!("/sources/{id}")).await;
    assert_eq!(page.count("<code>Mozilla/5.0 &#60;b&#62;</code>, robots.txt left aside: the chair &#38; the board"), 1);
}

#[tokio::test]
async fn a_field_that_is_wrong_says_so_itself_and_where_it_stands_why() {
    let world = World::of(events(3)).await;
    let marked = |page: &Reply, field: &str| {
        let mark = format!("id=\"{field}\" name=\"{field}\" aria-invalid=\"true\" aria-describedby=\"fault\"");
        (page.count(&mark), page.count("aria-invalid"), page.count("id=\"fault\" role=\"alert\""))
    };
    for (path, field) in [
        ("/?niche=rust&near=Springfield", "near"),
        ("/?niche=nosuchthing", "niche"),
        ("/?from=tomorrow", "from"),
        ("/?country=Nowhere", "country"),
        ("/?lang=english", "lang"),
        ("/calendars/new?niche=rust&near=Springfield", "near"),
        ("/calendars/new?niche=nosuchthing", "niche"),
    ] {
        assert_eq!(marked(&world.get(path).await, field), (1, 1, 1), "{path}");
    }
    let unknown = world.get("/?nosuchkey=1").await;
    assert_eq!((unknown.status, unknown.count("aria-invalid")), (StatusCode::BAD_REQUEST, 0), "it is no field's fault");
    assert_eq!(world.get("/?niche=rust").await.count("aria-invalid"), 0);
}
