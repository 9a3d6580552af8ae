//! Weeks of a running instance: what sources do over time, and what subscribers see of it.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

#[path = "weeks/diary.rs"]
mod diary;

use chrono::TimeDelta;
use diary::{Diary, all, replay};
use hobnob_domain::{Decision, EventStatus, Standing};
use hobnob_store::Store;
use hobnob_tests::{App, for_each_database};

const DAY: TimeDelta = TimeDelta::days(1);

/// A calendar of these entries.
fn calendar(entries: &[String]) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Invented//Groups//EN\r\n{}END:VCALENDAR\r\n", entries.concat())
}

/// An evening of two hours in Berlin.
fn evening(uid: &str, name: &str, start: &str, more: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260401T080000Z\r\nDTSTART;TZID=Europe/Berlin:{start}\r\nDURATION:PT2H\r\n\
         SUMMARY:{name}\r\nLOCATION:Old Mill\\, Mill Street 2\\, Berlin\\, Germany\r\n{more}END:VEVENT\r\n"
    )
}

/// The names of eight groups' evenings.
const NAMES: [&str; 8] = [
    "Rust Hack Night",
    "Kubernetes Breakfast",
    "PostgreSQL User Group",
    "Haskell Study Circle",
    "Accessibility Roundtable",
    "Embedded Linux Evening",
    "Data Engineering Talks",
    "Security Lunch",
];

/// Evenings of all eight groups in one week of November.
fn eight(uid: impl Fn(usize) -> String) -> Vec<String> {
    let of = |(place, name): (usize, &&str)| evening(&uid(place), name, &format!("2026110{}T190000", place + 1), "");
    NAMES.iter().enumerate().map(of).collect()
}

async fn begun(store: Store) -> App {
    App::start(store, "2026-05-01T08:00:00Z").await
}

fn put(app: &App, path: &str, entries: &[String]) {
    app.web.put(path, "text/calendar", calendar(entries));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_that_names_its_events_anew_with_each_fetch_is_one_set_of_events() {
    for_each_database(async |store| {
        let mut app = begun(store).await;
        let mut diary = Diary::default();
        put(&app, "/a.ics", &eight(|place| format!("{place}-of-fetch-0@random.example")));
        app.watch("/a.ics").await;
        app.work().await;
        let told = diary.look(&app, "first", false).await;
        assert_eq!(told.len(), 8, "{told:?}");
        let ids = diary.ids();
        for fetch in 1..80 {
            put(&app, "/a.ics", &eight(|place| format!("{place}-of-fetch-{fetch}@random.example")));
            app.work_after(DAY).await;
            let told = diary.look(&app, &format!("fetch {fetch}"), false).await;
            assert_eq!(told, [], "fetch {fetch}");
            assert_eq!(diary.ids(), ids, "fetch {fetch}");
        }
        replay(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events_come_and_go_and_come_back() {
    for_each_database(async |store| {
        let mut app = begun(store).await;
        let mut diary = Diary::default();
        let entries = eight(|place| format!("evening-{place}@groups.example"));
        put(&app, "/a.ics", &entries);
        app.watch("/a.ics").await;
        app.work().await;
        diary.look(&app, "first", false).await;
        let ids = diary.ids();
        // Two leave.
        let mut all_told = Vec::new();
        for run in 0..6 {
            put(&app, "/a.ics", &[&entries[2..], &[format!("X-RUN:{run}\r\n")]].concat());
            app.work_after(DAY).await;
            all_told.extend(diary.look(&app, "two left", false).await.into_iter().map(|(kind, _)| kind));
        }
        assert_eq!(all_told, ["unconfirmed", "unconfirmed", "gone", "gone"]);
        assert_eq!(diary.ids().len(), 6);
        replay(&app).await;
        // They come back.
        put(&app, "/a.ics", &entries);
        app.work_after(DAY).await;
        let told = diary.look(&app, "back", false).await;
        assert_eq!(told.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), ["reappeared", "reappeared"]);
        assert_eq!(diary.ids(), ids);
        replay(&app).await;
        // All but one leave: half an answer, until it says so again; then two more lacks, and they are gone.
        let mut all_told = Vec::new();
        for run in 0..5 {
            put(&app, "/a.ics", &[&entries[7..], &[format!("X-RUN:{run}\r\n")]].concat());
            app.work_after(DAY).await;
            all_told.push(diary.look(&app, "seven left", false).await.len());
        }
        assert_eq!(all_told, [0, 7, 0, 7, 0]);
        put(&app, "/a.ics", &entries);
        app.work_after(DAY).await;
        assert_eq!(diary.look(&app, "all back", false).await.len(), 7);
        assert_eq!(diary.ids(), ids);
        replay(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_cancellation_is_lost() {
    for_each_database(async |store| {
        let mut app = begun(store).await;
        let mut diary = Diary::default();
        let one = |name: &str, more: &str| vec![evening("a@groups.example", name, "20261101T190000", more)];
        let two = [evening("b@groups.example", "Kubernetes Breakfast", "20261103T080000", "")];
        let list = |first: Vec<String>| [first, two.to_vec()].concat();
        put(&app, "/a.ics", &list(one("Rust Hack Night", "")));
        app.watch("/a.ics").await;
        app.work().await;
        diary.look(&app, "first", false).await;
        let uid = diary.named("Rust Hack Night").uid.clone();
        for (entries, expected) in [
            (one("CANCELLED: Rust Hack Night", ""), "cancelled"),
            (one("Rust Hack Night", ""), "restored"),
            (one("Rust Hack Night", "STATUS:CANCELLED\r\n"), "cancelled"),
            (one("Rust Hack Night", "STATUS:CONFIRMED\r\n"), "restored"),
        ] {
            put(&app, "/a.ics", &list(entries));
            app.work_after(DAY).await;
            let told = diary.look(&app, expected, false).await;
            assert_eq!(told, [(expected, "Rust Hack Night".to_owned())]);
        }
        let page = calendar(&list(one("Rust Hack Night", ""))).replace("VERSION", "METHOD:CANCEL\r\nVERSION");
        app.web.put("/a.ics", "text/calendar", page);
        app.work_after(DAY).await;
        let told = diary.look(&app, "method", false).await;
        assert_eq!(told.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), ["cancelled", "cancelled"]);
        // Its source drops what it has cancelled, long before the day: it stays cancelled and there is nothing more to tell.
        for run in 0..5 {
            put(&app, "/a.ics", &[&two[..], &[format!("X-RUN:{run}\r\n")]].concat());
            app.work_after(DAY).await;
            let told = diary.look(&app, "dropped", false).await;
            let expected: &[(&str, String)] =
                if run == 0 { &[("restored", "Kubernetes Breakfast".to_owned())] } else { &[] };
            assert_eq!(told, expected, "run {run}");
        }
        let event = diary.named("Rust Hack Night");
        assert_eq!(
            (&event.uid, event.facts.status, event.standing),
            (&uid, EventStatus::Cancelled, Standing::Confirmed)
        );
        replay(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_did_not_hear_of_it_takes_no_cancellation_back() {
    for_each_database(async |store| {
        let mut app = begun(store).await;
        let mut diary = Diary::default();
        let (own, other) = (
            |name: &str| evening("a@groups.example", name, "20261101T190000", ""),
            evening("b@groups.example", "Kubernetes Breakfast", "20261103T080000", ""),
        );
        put(&app, "/group.ics", &[own("Rust Hack Night"), other.clone()]);
        put(&app, "/city.ics", &[evening("city-77@city.example", "Rust Hack Night", "20261101T190000", "")]);
        app.watch("/group.ics").await;
        app.watch("/city.ics").await;
        app.work().await;
        diary.look(&app, "first", false).await;
        assert_eq!(diary.named("Rust Hack Night").claims.len(), 2);
        put(&app, "/group.ics", &[own("CANCELLED: Rust Hack Night"), other.clone()]);
        app.work_after(DAY).await;
        assert_eq!(diary.look(&app, "cancelled", false).await, [("cancelled", "Rust Hack Night".to_owned())]);
        for run in 0..5 {
            put(&app, "/group.ics", &[other.clone(), format!("X-RUN:{run}\r\n")]);
            app.work_after(DAY).await;
            assert_eq!(diary.look(&app, "dropped", false).await, [], "run {run}");
        }
        // The city's list hears of a new date: the event takes place.
        put(&app, "/city.ics", &[evening("city-77@city.example", "Rust Hack Night", "20261108T190000", "")]);
        app.work_after(DAY).await;
        diary.look(&app, "a new date", false).await;
        let scheduled = |(name, _, status, _): &(String, u32, EventStatus, Standing)| {
            name == "Rust Hack Night" && *status == EventStatus::Scheduled
        };
        assert!(diary.shown().iter().any(scheduled), "{:?}", diary.shown());
        replay(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sittings_of_a_series_change_one_by_one() {
    for_each_database(async |store| {
        let mut app = begun(store).await;
        let mut diary = Diary::default();
        let series = |more: &str| {
            evening("s@groups.example", "Rust Hack Night", "20260506T190000", &format!("RRULE:FREQ=WEEKLY\r\n{more}"))
        };
        let moved = |day: &str, name: &str, start: &str| {
            evening("s@groups.example", name, start, &format!("RECURRENCE-ID;TZID=Europe/Berlin:{day}T190000\r\n"))
        };
        put(&app, "/a.ics", &[series("")]);
        app.watch("/a.ics").await;
        app.work().await;
        diary.look(&app, "first", false).await;
        let steps: [(&str, Vec<String>, usize); 9] = [
            ("an exception", vec![series("EXDATE;TZID=Europe/Berlin:20260513T190000\r\n")], 1),
            ("another", vec![series("EXDATE;TZID=Europe/Berlin:20260513T190000,20260520T190000\r\n")], 1),
            ("none", vec![series("")], 1),
            ("a sitting moves", vec![series(""), moved("20260603", "Rust Hack Night", "20260604T190000")], 1),
            ("further", vec![series(""), moved("20260603", "Rust Hack Night", "20260605T200000")], 1),
            (
                "and is cancelled",
                vec![series(""), moved("20260603", "CANCELLED: Rust Hack Night", "20260605T200000")],
                1,
            ),
            ("is back", vec![series(""), moved("20260603", "Rust Hack Night", "20260605T200000")], 1),
            ("as the others", vec![series("")], 1),
            ("nothing", vec![series("X-NOTHING:1\r\n")], 0),
        ];
        for (when, entries, changes) in steps {
            put(&app, "/a.ics", &entries);
            app.work_after(DAY).await;
            let told = diary.look(&app, when, false).await;
            assert_eq!(told.len(), changes, "{when}: {told:?}");
            replay(&app).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_or_moves_changes_nothing() {
    for_each_database(async |store| {
        let mut app = begun(store).await;
        let mut diary = Diary::default();
        let entries = eight(|place| format!("evening-{place}@groups.example"));
        put(&app, "/a.ics", &entries);
        let source = app.watch("/a.ics").await;
        app.work().await;
        diary.look(&app, "first", false).await;
        for status in [404, 500, 429, 410, 403] {
            app.web.fail("/a.ics", status);
            for _ in 0..14 {
                app.work_after(DAY / 2).await;
                assert_eq!(diary.look(&app, "away", false).await, []);
            }
            put(&app, "/a.ics", &entries);
            for _ in 0..9 {
                app.work_after(DAY).await;
                assert_eq!(diary.look(&app, "back", false).await, []);
            }
            let run = app.store.source_runs(&[source], 1).await.expect("runs");
            assert!(run[&source][0].ending.as_str() != "failed", "after {status}: {run:?}");
        }
        app.web.redirect("/a.ics", 301, "/moved/b.ics");
        put(&app, "/moved/b.ics", &entries);
        for _ in 0..6 {
            app.work_after(DAY).await;
            assert_eq!(diary.look(&app, "moved", false).await, []);
        }
        let url = app.store.source(source).await.expect("an answer").expect("a source").spec.url;
        assert_eq!(url, app.web.url("/moved/b.ics"));
        app.web.fail("/a.ics", 404);
        app.work_after(DAY).await;
        assert_eq!(diary.look(&app, "after", false).await, []);
        replay(&app).await;
    })
    .await;
}

/// Two talks as a page of a site, with these addresses.
fn page(talks: &[(&str, &str, &str)]) -> String {
    let talk = |(name, start, url): &(&str, &str, &str)| {
        format!(
            "<script type=\"application/ld+json\">{{\"@context\":\"https://schema.org\",\"@type\":\"Event\",\"name\":\"{name}\",\
             \"startDate\":\"{start}\",\"url\":\"{url}\",\"location\":{{\"@type\":\"Place\",\"name\":\"Old Mill\",\"address\":\
             \"Mill Street 2, Berlin, Germany\"}}}}</script>"
        )
    };
    format!("<!doctype html><title>Talks</title><body>{}</body>", talks.iter().map(talk).collect::<String>())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_gives_its_events_other_addresses_keeps_their_uids() {
    for_each_database(async |store| {
        let mut app = begun(store).await;
        let mut diary = Diary::default();
        let talks = |base: &str| {
            page(&[
                ("Rust Hack Night", "2026-11-01T19:00:00+01:00", &format!("{base}/rust")),
                ("Kubernetes Breakfast", "2026-11-03T08:00:00+01:00", &format!("{base}/k8s")),
            ])
        };
        app.web.put("/events", "text/html", talks("https://old.example/e"));
        app.watch("/events").await;
        app.work().await;
        diary.look(&app, "first", false).await;
        let ids = diary.ids();
        for run in 0..6 {
            app.web.put("/events", "text/html", talks("https://new.example/events") + &format!("<!-- {run} -->"));
            app.work_after(DAY).await;
            let told = diary.look(&app, &format!("run {run}"), false).await;
            assert!(told.iter().all(|(kind, _)| *kind == "edited"), "{told:?}");
        }
        assert_eq!(diary.ids(), ids);
        replay(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evening_in_three_lists_that_contradict_each_other_is_told_once_whatever_comes_first() {
    for_each_database(async |store| {
        let mut app = begun(store).await;
        let mut diary = Diary::default();
        let list = |place: usize, hour: &str, more: &str| {
            vec![evening(&format!("{place}@list-{place}.example"), "Fearless Concurrency in Rust", hour, more)]
        };
        put(&app, "/1.ics", &list(1, "20261101T190000", "URL:https://groups.example/fearless\r\n"));
        put(&app, "/2.ics", &list(2, "20261101T193000", "URL:https://groups.example/fearless\r\n"));
        put(&app, "/3.ics", &list(3, "20261101T180000", "URL:https://groups.example/fearless\r\n"));
        for path in ["/1.ics", "/2.ics", "/3.ics"] {
            app.watch(path).await;
            app.work_after(TimeDelta::minutes(1)).await;
            diary.look(&app, path, false).await;
        }
        assert_eq!(diary.shown().len(), 1, "{:?}", diary.shown());
        // Each is fetched again and again, says the same in other bytes, and nothing flaps.
        for run in 0..10 {
            for place in 1..=3 {
                let hour = ["20261101T190000", "20261101T193000", "20261101T180000"][place - 1];
                let more = format!("URL:https://groups.example/fearless\r\nX-RUN:{run}\r\n");
                put(&app, &format!("/{place}.ics"), &list(place, hour, &more));
            }
            app.work_after(DAY / 3).await;
            assert_eq!(diary.look(&app, "again", false).await, []);
        }
        replay(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_removed_and_comes_back_goes_on() {
    for_each_database(async |store| {
        let mut app = begun(store).await;
        let mut diary = Diary::default();
        let shared = evening("a@groups.example", "Rust Hack Night", "20261101T190000", "");
        let own = |start: &str| evening("b@groups.example", "Kubernetes Breakfast", start, "");
        put(&app, "/group.ics", &[shared.clone(), own("20261103T080000")]);
        put(&app, "/city.ics", &[shared.replace("a@groups.example", "city-77@city.example")]);
        let source = app.watch("/group.ics").await;
        app.work().await;
        app.watch("/city.ics").await;
        app.work_after(TimeDelta::hours(1)).await;
        diary.look(&app, "first", false).await;
        put(&app, "/group.ics", &[shared.clone(), own("20261103T090000")]);
        app.work_after(DAY).await;
        diary.look(&app, "moved", false).await;
        let (rust, kubernetes) = (diary.named("Rust Hack Night").clone(), diary.named("Kubernetes Breakfast").clone());
        assert_eq!((rust.claims.len(), kubernetes.sequence), (2, 1));
        app.store.source_remove(source).await.expect("removed");
        app.work_after(DAY).await;
        diary.look(&app, "removed", true).await;
        assert_eq!(diary.named("Rust Hack Night").uid, rust.uid);
        assert_eq!(diary.shown().len(), 1);
        replay(&app).await;
        for (start, sequence) in [("20261103T090000", 1), ("20261103T100000", 2)] {
            put(&app, "/group.ics", &[shared.clone(), own(start)]);
            app.watch("/group.ics").await;
            app.work_after(DAY).await;
            let events = all(&app).await;
            let back = events.get(&kubernetes.id).expect("it is back");
            assert_eq!((&back.uid, back.sequence), (&kubernetes.uid, sequence));
        }
        replay(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_said_outlives_everything() {
    for_each_database(async |store| {
        let mut app = begun(store).await;
        let mut diary = Diary::default();
        put(&app, "/a.ics", &[evening("a@groups.example", "Fearless Concurrency Evening", "20261101T190000", "")]);
        put(&app, "/b.ics", &[evening("b@city.example", "Fearless Concurrency Evening", "20261101T190000", "")]);
        app.watch("/a.ics").await;
        app.work().await;
        app.watch("/b.ics").await;
        app.work_after(TimeDelta::hours(1)).await;
        diary.look(&app, "first", false).await;
        let first = diary.named("Fearless Concurrency Evening").clone();
        let claims: Vec<_> = first.claims.iter().map(|claim| claim.listing_id).collect();
        let decide = async |app: &mut App, is_one: bool| {
            let said = Decision::new(claims[0], claims[1], is_one, app.now());
            app.store.decision_save(&said).await.expect("kept");
            app.work_after(TimeDelta::hours(1)).await;
        };
        let mut ids = std::collections::BTreeSet::new();
        for round in 0..3 {
            decide(&mut app, false).await;
            diary.look(&app, &format!("split {round}"), false).await;
            assert_eq!(diary.ids().len(), 2);
            ids.extend(diary.ids());
            replay(&app).await;
            decide(&mut app, true).await;
            diary.look(&app, &format!("join {round}"), false).await;
            assert_eq!(diary.ids().into_iter().collect::<Vec<_>>(), [first.id]);
            replay(&app).await;
        }
        assert_eq!(ids.len(), 2, "the same two each time");
        for id in ids {
            let event = app.store.event(id).await.expect("an answer").expect("it leads on");
            assert_eq!(event.id, first.id);
        }
        // Both sources call it otherwise from now on: what was said holds for what is meant.
        decide(&mut app, false).await;
        diary.look(&app, "split", false).await;
        let apart = diary.ids();
        for (path, uid) in [("/a.ics", "new-a@groups.example"), ("/b.ics", "new-b@city.example")] {
            put(&app, path, &[evening(uid, "Fearless Concurrency Evening", "20261101T190000", "")]);
        }
        app.work_after(DAY).await;
        assert_eq!(diary.look(&app, "renamed", false).await, []);
        assert_eq!(diary.ids(), apart);
        replay(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_uid_that_stands_for_another_event_each_month_is_followed() {
    for_each_database(async |store| {
        let mut app = begun(store).await;
        let mut diary = Diary::default();
        app.watch("/next.ics").await;
        for (month, name) in
            [("05", "Rust Hack Night: async"), ("06", "Kubernetes Breakfast"), ("07", "PostgreSQL User Group: indexes")]
        {
            put(&app, "/next.ics", &[evening("next@groups.example", name, &format!("2026{month}20T190000"), "")]);
            app.work_after(TimeDelta::days(30)).await;
            diary.look(&app, month, false).await;
            assert_eq!(diary.ids().len(), 1, "{month}");
            replay(&app).await;
        }
    })
    .await;
}
