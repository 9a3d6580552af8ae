use crate::world::{World, at, event, events};
use axum::http::StatusCode;
use hobnob_domain::{
    AttendanceMode, CallForPapers, EventStatus, Override, Recurrence, RecurrenceRule, Schedule, Span, Standing,
};

#[tokio::test]
async fn an_event_is_told_to_people_and_machines() {
    let world = World::of(events(1)).await;
    let page = world.get(&format!("/events/{}", event(1).id)).await;
    assert_eq!(page.count("<time datetime=\"2026-03-03T19:00:00+01:00\">Tuesday, 3 March 2026, 19:00</time>"), 1);
    assert_eq!(page.count("CET (Europe/Berlin, UTC+1)"), 1);
    assert_eq!(page.count("Germany"), 1);
    let text = page.text();
    let json = text.split("application/ld+json\">").nth(1).and_then(|rest| rest.split("</script>").next()).unwrap();
    let told: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(told["startDate"], "2026-03-03T19:00:00+01:00");
    assert_eq!(told["eventAttendanceMode"], "https://schema.org/OfflineEventAttendanceMode");
    assert_eq!(told["location"]["address"]["addressCountry"], "DE");
    assert_eq!(told["@id"], page.href("https://events.example/events/"));
    for feed in [format!("/events/{}.ics", event(1).id), "/calendar.ics".to_owned()] {
        let text = world.get(&feed).await.text().replace("\r\n ", "");
        assert!(text.contains("\\, Germany\r\nGEO:"), "{feed}: {text}");
    }
}

#[tokio::test]
async fn addresses_in_a_description_are_links_and_what_is_cancelled_is_offered_to_no_calendar() {
    let mut on = event(1);
    on.facts.description = Some("Come by.\n\nSign up (https://forms.example/a?b=1&c=2).".to_owned());
    let mut off = event(2);
    off.facts.status = EventStatus::Cancelled;
    let world = World::of(vec![on.clone(), off.clone()]).await;
    let page = world.get(&format!("/events/{}", on.id)).await;
    let link = "(<a href=\"https://forms.example/a?b=1&#38;c=2\" rel=\"noopener nofollow ugc\">";
    assert_eq!((page.count(link), page.count("Add to calendar")), (1, 1), "{}", page.text());
    assert_eq!(world.get(&format!("/events/{}", off.id)).await.count("Add to calendar"), 0);
}

#[tokio::test]
async fn an_event_with_odd_times_is_told_as_far_as_they_are_known() {
    let mut days = event(1);
    days.facts.schedule = Schedule::once(
        chrono_tz::Asia::Dubai,
        Span::AllDay { starts_on: "2026-03-30".parse().unwrap(), ends_on: "2026-04-01".parse().unwrap() },
    );
    let mut open = event(2);
    open.facts.schedule =
        Schedule::once(chrono_tz::Asia::Dubai, Span::Timed { starts_at: at("2026-03-05T14:00:00Z"), ends_at: None });
    open.facts.venue = None;
    open.facts.attendance_mode = AttendanceMode::Online;
    let mut night = event(3);
    let span = Span::Timed { starts_at: at("2026-03-06T21:00:00Z"), ends_at: Some(at("2026-03-07T01:00:00Z")) };
    night.facts.schedule = Schedule::once(chrono_tz::Tz::Etc__GMTMinus1, span);
    let world = World::of(vec![days, open, night.clone()]).await;
    let page = world.get("/").await;
    assert_eq!(
        page.count("<time datetime=\"2026-03-07T02:00:00+01:00\">02:00</time>"),
        1,
        "a night ends on its evening"
    );
    let alone = world.get(&format!("/events/{}", night.id)).await;
    assert_eq!(alone.count("<span class=\"zone\">UTC+1</span>"), 1);
    assert_eq!(alone.count("<time datetime=\"2026-03-07T02:00:00+01:00\">02:00</time>"), 1, "{}", alone.text());
    assert_eq!(page.count("<time datetime=\"2026-03-30\">30 Mar</time><span class=\"dash\"> – </span><time datetime=\"2026-04-01\">1 Apr</time>"), 1);
    assert_eq!(
        page.count("<time datetime=\"2026-03-05T18:00:00+04:00\">18:00</time> <span class=\"zone\">UTC+4</span>"),
        1
    );
}

#[tokio::test]
async fn a_series_tells_each_date_once_and_its_rule_in_words() {
    let mut series = event(1);
    let changed = |start: &str, name: &str, status| Override {
        recurrence_id: at(start),
        span: Span::Timed { starts_at: at(start), ends_at: None },
        status,
        name: Some(name.to_owned()),
        description: None,
        url: None,
    };
    series.facts.schedule.recurrence = Some(Recurrence {
        rules: vec![RecurrenceRule::new("FREQ=WEEKLY;COUNT=4").unwrap()],
        overrides: vec![
            changed("2026-03-03T18:00:00Z", "The first of four", EventStatus::Scheduled),
            changed("2026-03-17T18:00:00Z", "The third of four", EventStatus::Cancelled),
        ],
        ..Recurrence::default()
    });
    let world = World::of(vec![series.clone()]).await;
    let path = format!("/events/{}", series.id);
    let page = world.get(&path).await;
    assert_eq!(page.count("<dt>Repeats</dt><dd>Every Tuesday, 4 times in all</dd>"), 1, "{}", page.text());
    for told in ["3 March", "10 March", "17 March", "24 March", "The first of four", "The third of four"] {
        assert_eq!(
            page.count(&format!("{told}{}", if told.contains("of") { "" } else { " 2026, 19:00" })),
            1,
            "{told}"
        );
    }
    world.clock.turn_to("2026-03-14T12:00:00Z");
    let off = world.get(&path).await;
    let said = ["The next date is cancelled.", "<strong>Cancelled.</strong>", "Add to calendar"].map(|s| off.count(s));
    assert_eq!(said, [1, 0, 1], "the series goes on: {}", off.text());
    world.clock.turn_to("2026-03-20T12:00:00Z");
    let last = world.get(&path).await;
    assert_eq!((last.count("24 March 2026, 19:00"), last.count("Later dates")), (1, 0), "{}", last.text());
}

#[tokio::test]
async fn a_call_for_papers_closes_on_the_day_that_ends_anywhere_on_earth() {
    let mut call = event(30);
    let closes_at = Some(at("2026-03-16T12:00:00Z"));
    call.facts.call_for_papers = Some(CallForPapers { opens_at: None, closes_at, url: None });
    let world = World::of(vec![call.clone()]).await;
    assert_eq!(world.get("/").await.count("Call for papers until Sun 15 Mar (AoE)"), 1);
    let page = world.get(&format!("/events/{}", call.id)).await;
    let instant = "the end of 15 March 2026 anywhere on Earth (16 March, 12:00 UTC)";
    assert_eq!(page.count(&format!("Open until <time datetime=\"2026-03-16T12:00:00Z\">{instant}</time>")), 1);
}

#[tokio::test]
async fn a_call_for_papers_is_open_until_its_event_begins_whatever_its_source_says() {
    let mut call = event(30);
    let begins_at = call.facts.schedule.span.starts_at(call.facts.schedule.zone);
    let closes_at = Some(begins_at + chrono::TimeDelta::days(9));
    let url = Some("https://papers.example/".to_owned());
    call.facts.call_for_papers = Some(CallForPapers { opens_at: None, closes_at, url });
    let world = World::of(vec![call.clone()]).await;
    let path = format!("/events/{}", call.id);
    let open = world.get(&path).await;
    assert_eq!((open.count("Open until"), open.count("https://papers.example/")), (1, 1));
    assert_eq!(world.get("/?cfp=open").await.count("1 event, the next first"), 1);
    world.clock.turn_to(&(begins_at + chrono::TimeDelta::minutes(1)).to_rfc3339());
    let begun = world.get(&path).await;
    assert_eq!((begun.count("Closed since"), begun.count("https://papers.example/")), (1, 0));
    assert_eq!(world.get("/?cfp=open").await.count("No event is known that fits."), 1);
}

#[tokio::test]
async fn an_event_that_is_gone_or_never_was_is_said_to_be() {
    let mut gone = event(1);
    gone.standing = Standing::Gone;
    let world = World::of(vec![gone]).await;
    assert_eq!(world.get(&format!("/events/{}", event(1).id)).await.status, StatusCode::GONE);
    for path in ["/events/zzz", "/events/!", "/events/zzz.ics", "/nothing", "/niches/nothing", "/niches/%FF"] {
        let page = world.get(path).await;
        assert_eq!(
            (page.status, page.header("content-type")),
            (StatusCode::NOT_FOUND, "text/html; charset=utf-8"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_retired_event_leads_to_its_successor() {
    let world = World::of(Vec::new()).await;
    world.stock(events(2), Vec::new()).await;
    let (old, mut heir) = (event(1), event(2));
    heir.claims.extend(old.claims.clone());
    heir.claims.sort();
    world.stock(vec![heir.clone()], vec![(old.id, heir.id)]).await;
    for suffix in ["", ".ics"] {
        let reply = world.get(&format!("/events/{}{suffix}", old.id)).await;
        assert_eq!(
            (reply.status, reply.header("location")),
            (StatusCode::PERMANENT_REDIRECT, format!("/events/{}{suffix}", heir.id).as_str())
        );
    }
    assert_eq!(world.get(&format!("/events/{}", heir.id)).await.count("Listings"), 1);
}
