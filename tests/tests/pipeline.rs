//! A fact travels the whole way: a web page, listings, drafts, events, the reader.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use chrono::TimeDelta;
use hobnob_domain::{EventStatus, Standing};
use hobnob_store::Store;
use hobnob_tests::{App, for_each_database};

/// A group's calendar with one evening.
fn calendar(summary: &str, start: &str, more: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Invented//Groups//EN\r\nBEGIN:VEVENT\r\nUID:evening-1@groups.example\r\n\
         DTSTAMP:20260401T080000Z\r\nDTSTART;TZID=Europe/Berlin:{start}\r\nDURATION:PT2H\r\nSUMMARY:{summary}\r\n\
         LOCATION:Old Mill, Berlin, Germany\r\nURL:https://groups.example/evenings/1\r\n{more}END:VEVENT\r\n{}END:VCALENDAR\r\n",
        other_evening()
    )
}

/// A second evening, so that the first may leave without the calendar being empty.
fn other_evening() -> &'static str {
    "BEGIN:VEVENT\r\nUID:evening-2@groups.example\r\nDTSTAMP:20260401T080000Z\r\nDTSTART:20260701T170000Z\r\n\
     DTEND:20260701T190000Z\r\nSUMMARY:PostgreSQL Evening\r\nLOCATION:Hamburg\\, Germany\r\nEND:VEVENT\r\n"
}

const EVENING: &str = "20260512T183000";

/// hobnob after it has read that calendar once.
async fn app_with_two_evenings(store: Store) -> App {
    let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
    app.web.put("/rust.ics", "text/calendar", calendar("Rust Evening", EVENING, ""));
    app.watch("/rust.ics").await;
    app.work().await;
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listing_becomes_an_event_that_readers_find() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/rust.ics", "text/calendar", calendar("Rust Evening", EVENING, ""));
        app.watch("/rust.ics").await;
        let report = app.work().await;
        assert_eq!((report.sources.due, report.sources.ok, report.listings.new, report.events.new), (1, 1, 2, 2));
        let events = app.all_events().await;
        let names: Vec<&str> = events.iter().map(|event| event.facts.name.as_str()).collect();
        assert_eq!(names, ["Rust Evening", "PostgreSQL Evening"]);
        let evening = &events[0];
        assert_eq!(evening.sequence, 0);
        assert_eq!(
            evening.facts.schedule.span.starts_at(evening.facts.schedule.zone).to_rfc3339(),
            "2026-05-12T16:30:00+00:00"
        );
        assert_eq!(evening.facts.venue.as_ref().and_then(|venue| venue.locality.as_deref()), Some("Berlin"));
        let niches =
            |event: &hobnob_domain::Event| event.facts.niches.iter().map(|niche| niche.slug()).collect::<Vec<_>>();
        assert_eq!(niches(&events[1]), ["postgres"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unchanged_source_is_asked_conditionally_and_writes_nothing() {
    for_each_database(async |store| {
        let mut app = app_with_two_evenings(store).await;
        let before = app.all_events().await;
        let report = app.work_after(TimeDelta::hours(7)).await;
        assert!(report.is_quiet(), "{report:?}");
        assert_eq!(report.pages.not_modified, 1);
        assert_eq!(app.web.asked(), [("/rust.ics".to_owned(), 200), ("/rust.ics".to_owned(), 304)]);
        assert_eq!(app.all_events().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rescheduled_meetup_keeps_its_uid_and_grows_its_sequence() {
    for_each_database(async |store| {
        let mut app = app_with_two_evenings(store).await;
        let before = app.all_events().await;
        app.web.put("/rust.ics", "text/calendar", calendar("Rust Evening: async", "20260519T190000", ""));
        let report = app.work_after(TimeDelta::hours(7)).await;
        assert_eq!((report.listings.changed, report.events.changed, report.events.new), (1, 1, 0));
        let after = app.all_events().await;
        assert_eq!((&after[0].uid, after[0].sequence), (&before[0].uid, 1));
        assert_eq!(after[0].revised_at, app.now());
        assert_eq!(after[1], before[1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_evening_is_told_as_cancelled() {
    for_each_database(async |store| {
        let mut app = app_with_two_evenings(store).await;
        app.web.put("/rust.ics", "text/calendar", calendar("Rust Evening", EVENING, "STATUS:CANCELLED\r\n"));
        let report = app.work_after(TimeDelta::hours(7)).await;
        assert_eq!(report.events.cancelled, 1);
        let events = app.all_events().await;
        assert_eq!((events[0].facts.status, events[0].sequence), (EventStatus::Cancelled, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vanished_listing_is_unconfirmed_then_gone_and_never_cancelled() {
    for_each_database(async |store| {
        let mut app = app_with_two_evenings(store).await;
        let rest = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{}END:VCALENDAR\r\n", other_evening());
        let mut standings = Vec::new();
        for run in 0..3 {
            // A page that changes each time, so that each run reads it whole.
            let page = rest.replace("PRODID:x", &format!("PRODID:x{run}"));
            app.web.put("/rust.ics", "text/calendar", page);
            app.work_after(TimeDelta::hours(7)).await;
            let id = "Rust Evening";
            let stored = app.store.events_changed_since(0, 100).await.expect("events").events;
            let event = stored.into_iter().find(|event| event.facts.name == id).expect("it is kept");
            standings.push((event.standing, event.facts.status));
        }
        let scheduled = EventStatus::Scheduled;
        assert_eq!(
            standings,
            [(Standing::Unconfirmed, scheduled), (Standing::Unconfirmed, scheduled), (Standing::Gone, scheduled)]
        );
        assert_eq!(app.all_events().await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_dressed_as_a_calendar_costs_no_event() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/rust.ics", "text/calendar", calendar("Rust Evening", EVENING, ""));
        let source = app.watch("/rust.ics").await;
        app.work().await;
        let before = app.all_events().await;
        let disguises: [(&str, &str); 4] = [
            ("text/calendar", "{\"message\":\"Group not found\"}"),
            ("text/html", "<html><title>Just a moment...</title><body>Checking your browser</body></html>"),
            ("text/calendar", "Forbidden"),
            ("text/calendar", ""),
        ];
        for (media_type, body) in disguises {
            app.web.put("/rust.ics", media_type, body);
            let report = app.work_after(TimeDelta::days(2)).await;
            assert_eq!(report.sources.failed, 1, "{body}");
            let problem = app.store.source(source).await.expect("a source").and_then(|source| source.problem);
            assert!(problem.is_some(), "{body}");
            assert_eq!(app.all_events().await, before, "{body}");
        }
        app.web.fail("/rust.ics", 500);
        assert_eq!(app.work_after(TimeDelta::days(2)).await.sources.failed, 1);
        assert_eq!(app.all_events().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_calendar_adds_but_never_takes_away() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        let whole = calendar("Rust Evening", EVENING, "");
        app.web.put("/rust.ics", "text/calendar", whole.clone());
        let source = app.watch("/rust.ics").await;
        app.work().await;
        let half = whole.split("BEGIN:VEVENT\r\nUID:evening-2").next().unwrap().to_owned();
        for run in 0..5 {
            app.web.put("/rust.ics", "text/calendar", half.replace("DURATION", &format!("X-RUN:{run}\r\nDURATION")));
            app.work_after(TimeDelta::days(1)).await;
        }
        let standings: Vec<Standing> = app.all_events().await.iter().map(|event| event.standing).collect();
        assert_eq!(standings, [Standing::Confirmed, Standing::Confirmed]);
        assert_ne!(app.store.problems(source, 10).await.expect("problems"), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sources_about_one_evening_are_one_event() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/rust.ics", "text/calendar", calendar("Rust Evening", EVENING, ""));
        let page = r#"<html><script type="application/ld+json">{"@context":"https://schema.org","@type":"Event",
            "name":"Rust Evening","startDate":"2026-05-12T18:30:00+02:00","endDate":"2026-05-12T20:30:00+02:00",
            "url":"https://groups.example/evenings/1?utm_source=list","isAccessibleForFree":true,
            "location":{"@type":"Place","name":"Old Mill","address":{"addressLocality":"Berlin","addressCountry":"DE"}}}
            </script></html>"#;
        app.web.put("/list.html", "text/html", page);
        app.watch("/rust.ics").await;
        app.work().await;
        let before = app.all_events().await;
        app.watch("/list.html").await;
        app.work().await;
        let after = app.all_events().await;
        assert_eq!(after.len(), 2);
        assert_eq!(after[0].uid, before[0].uid);
        assert_eq!(after[0].claims.len(), 2);
        assert_eq!(after[0].facts.is_free, Some(true));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events_thrown_away_and_replayed_are_the_same_events() {
    for_each_database(async |store| {
        let mut app = app_with_two_evenings(store).await;
        app.web.put("/rust.ics", "text/calendar", calendar("Rust Evening, later", "20260519T190000", ""));
        app.work_after(TimeDelta::hours(7)).await;
        let before = app.all_events().await;
        app.store.events_clear().await.expect("events are forgotten");
        assert_eq!(app.all_events().await, []);
        app.store.listings_mark_all_dirty().await.expect("listings are marked");
        app.work().await;
        assert_eq!(app.all_events().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_cut_off_anywhere_is_made_good_by_the_next() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        let names = [
            "amber", "basil", "cedar", "delta", "dunes", "fjord", "grove", "heath", "inlet", "jetty", "knoll", "larch",
        ];
        for group in names {
            let page = calendar(&format!("Rust Evening {group}"), EVENING, "")
                .replace("groups.example", &format!("{group}.example"));
            app.web.put(&format!("/{group}.ics"), "text/calendar", page);
            app.watch(&format!("/{group}.ics")).await;
        }
        for cut in [1, 3, 6, 10, 20, 40, 80] {
            let worker = hobnob_tests::worker(&app.store, app.clock.clone(), &format!("cut-{cut}"));
            // Dropping the run where it stands is what a kill does to the database: open transactions roll back.
            let _ = tokio::time::timeout(std::time::Duration::from_millis(cut), worker.once()).await;
            // The leases of the dead end.
            app.clock.advance(TimeDelta::minutes(20));
        }
        app.work_after(TimeDelta::hours(7)).await;
        let events = app.all_events().await;
        let evenings = events.iter().filter(|event| event.facts.name.starts_with("Rust Evening")).count();
        let claims: usize = events.iter().map(|event| event.claims.len()).sum();
        assert_eq!((evenings, claims), (12, 24));
        assert!(events.iter().all(|event| event.sequence == 0), "nothing was told twice");
    })
    .await;
}

/// One evening as a page of its own, under a UID that does not change.
fn page_of(name: &str, day: &str, url: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:one\r\nDTSTART:{day}T170000Z\r\nSUMMARY:{name}\r\n\
         LOCATION:Berlin\\, Germany\r\nURL:{url}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn no_uid_is_lost_or_given_twice_through_merge_split_and_return() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        let shared = page_of("Rust Meetup Amber", "20260601", "https://groups.example/1");
        let other = page_of("Kubernetes Breakfast", "20260711", "https://groups.example/2");
        for path in ["/a.ics", "/b.ics"] {
            app.web.put(path, "text/calendar", shared.clone());
        }
        let a = app.watch("/a.ics").await;
        app.work().await;
        app.watch("/b.ics").await;
        app.work_after(TimeDelta::hours(1)).await;
        let merged = app.all_events().await;
        assert_eq!(merged.iter().map(|event| event.claims.len()).collect::<Vec<_>>(), [2]);

        app.web.put("/a.ics", "text/calendar", other.clone());
        app.work_after(TimeDelta::hours(7)).await;
        let split = app.all_events().await;
        assert_eq!(split.len(), 2, "they part");
        assert!(split.iter().any(|event| event.uid == merged[0].uid), "one of them goes on");

        app.web.put("/a.ics", "text/calendar", shared.clone());
        app.work_after(TimeDelta::hours(7)).await;
        let again = app.all_events().await;
        assert_eq!(again.iter().map(|event| &event.uid).collect::<Vec<_>>(), [&merged[0].uid]);
        for event in &split {
            let found = app.store.event(event.id).await.expect("an answer").expect("the retired id still answers");
            assert_eq!(found.uid, merged[0].uid);
        }

        // The event goes on with the second source; the first comes back with something else under its old key.
        app.store.source_remove(a).await.expect("removed");
        app.web.put("/a.ics", "text/calendar", other);
        app.watch("/a.ics").await;
        app.work_after(TimeDelta::hours(7)).await;
        let events = app.all_events().await;
        let uids: std::collections::BTreeSet<&String> = events.iter().map(|event| &event.uid).collect();
        assert_eq!((events.len(), uids.len()), (2, 2), "nobody's UID is taken");
        assert_eq!((&events[0].facts.name, &events[0].uid), (&merged[0].facts.name, &merged[0].uid));
    })
    .await;
}

/// A festival's calendar: all its editions have one UID.
fn editions(days: &[&str]) -> String {
    let edition = |day: &&str| {
        format!(
            "BEGIN:VEVENT\r\nUID:lantern-fest\r\nDTSTART;VALUE=DATE:{day}\r\nSUMMARY:Lantern Fest\r\n\
             LOCATION:Berlin\\, Germany\r\nEND:VEVENT\r\n"
        )
    };
    let all: String = days.iter().map(edition).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{all}END:VCALENDAR\r\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_edition_under_one_uid_keeps_a_uid_of_its_own() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        let (this, next) = ("20260621", "20270612");
        app.watch("/fest.ics").await;
        let told = async |app: &App| {
            let day = |event: &hobnob_domain::Event| event.facts.schedule.span.starts_on(event.facts.schedule.zone);
            let events = app.all_events().await;
            events.iter().map(|event| (day(event).to_string(), event.uid.clone())).collect::<Vec<_>>()
        };
        let mut runs = Vec::new();
        // The next edition is announced beside this one, they change places, and this one is over.
        for days in [&[this][..], &[this, next], &[next, this], &[next, this, next], &[next]] {
            app.web.put("/fest.ics", "text/calendar", editions(days));
            app.work_after(TimeDelta::hours(7)).await;
            runs.push(told(&app).await);
        }
        let [first, second, rest @ ..] = runs.as_slice() else { panic!("there are five") };
        assert_eq!(first.len(), 1);
        assert_eq!(second.iter().map(|(day, _)| day.as_str()).collect::<Vec<_>>(), ["2026-06-21", "2027-06-12"]);
        assert_eq!(second.first(), first.first(), "the one that was there goes on");
        assert_ne!(second[0].1, second[1].1);
        assert!(rest.iter().all(|run| run == second), "{rest:#?}");
        app.store.events_clear().await.expect("events are forgotten");
        app.store.listings_mark_all_dirty().await.expect("listings are marked");
        app.work().await;
        assert_eq!(told(&app).await, *second);

        // One whose day is moved is the same event still.
        app.web.put("/fest.ics", "text/calendar", editions(&["20270619"]));
        app.work_after(TimeDelta::hours(7)).await;
        let moved = told(&app).await;
        assert!(moved.contains(&("2027-06-19".to_owned(), second[1].1.clone())), "{moved:#?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_of_a_long_series_reaches_from_its_past_to_what_is_to_come() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        let tours = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:tours@mill.example\r\n\
                     DTSTART;TZID=Europe/Berlin:20250301T100000\r\nDURATION:PT1H\r\nSUMMARY:Tour of the Mill\r\n\
                     RRULE:FREQ=DAILY;BYHOUR=10,13,16\r\nLOCATION:Old Mill\\, Berlin\\, Germany\r\nEND:VEVENT\r\n\
                     END:VCALENDAR\r\n";
        app.web.put("/tours.ics", "text/calendar", tours);
        app.watch("/tours.ics").await;
        app.work().await;
        let id = app.all_events().await[0].id;
        let sittings = app.store.occurrences_of(id).await.expect("sittings");
        let (over, ahead): (Vec<_>, Vec<_>) = sittings.iter().partition(|sitting| sitting.ends_at <= app.now());
        let first = |sittings: &[&hobnob_domain::Occurrence]| sittings[0].starts_at.to_rfc3339();
        assert_eq!((over.len(), first(&over)), (1_000, "2025-03-27T09:00:00+00:00".to_owned()));
        assert_eq!((ahead.len(), first(&ahead)), (1_000, "2026-05-01T08:00:00+00:00".to_owned()));
    })
    .await;
}
