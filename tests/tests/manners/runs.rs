//! What one run reads, and the word it ends with.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use hobnob_domain::{RunEnding, SourceId, SourceRun};
use hobnob_store::{PageCommit, PageOutcome, PageRecord, RunTally};
use hobnob_tests::{App, for_each_database};

/// A page of a list: an evening of that number, and where the list goes on.
pub(crate) fn page(evening: u32, next: &str) -> String {
    let next = if next.is_empty() { String::new() } else { format!("<link rel=\"next\" href=\"{next}\">") };
    format!(
        "<!doctype html><html><head>{next}<script type=\"application/ld+json\">{{\"@context\":\"https://schema.org\",\
         \"@type\":\"ItemList\",\"itemListElement\":[{{\"@type\":\"Event\",\"name\":\"Rust Evening {evening}\",\"url\":\"https://club.example/evenings/{evening}\",\
         \"startDate\":\"2026-06-{:02}T18:30:00+02:00\",\"location\":{{\"@type\":\"Place\",\"name\":\"Old Mill\",\
         \"address\":\"Old Mill, Berlin, Germany\"}}}}]}}</script></head><body></body></html>",
        evening % 28 + 1
    )
}

pub(crate) async fn runs(app: &App, id: SourceId) -> Vec<SourceRun> {
    app.store.source_runs(&[id], 100).await.expect("the store answers").remove(&id).unwrap_or_default()
}

pub(crate) async fn last_run(app: &App, id: SourceId) -> SourceRun {
    runs(app, id).await.into_iter().next().expect("a run")
}

fn put_list(app: &App, from: u32, to: u32) {
    for number in from..=to {
        app.web.put(&format!("/list/{number}"), "text/html", page(number, &format!("/list/{}", number + 1)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_read_to_its_end_and_the_run_says_so() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        put_list(&app, 1, 2);
        let last = page(3, "");
        app.web.put("/list/3", "text/html", last);
        let id = app.watch("/list/1").await;
        let report = app.work().await;
        assert_eq!((report.pages.fetched, report.listings.new), (3, 3));
        let run = last_run(&app, id).await;
        assert_eq!((run.ending, run.reason, run.pages, run.seen, run.new), (RunEnding::Exhausted, None, 3, 3, 3));
        assert_eq!((run.started_at, run.bytes > 1_000, run.not_modified), (app.now(), true, 0));
        app.work_after(TimeDelta::hours(7)).await;
        let run = last_run(&app, id).await;
        assert_eq!((run.ending, run.pages, run.seen), (RunEnding::Unchanged, 3, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_older_version_has_read_is_read_again() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/list", "text/html", page(1, ""));
        let id = app.watch("/list").await;
        app.work().await;
        let source = app.store.source(id).await.expect("the store answers").expect("the source");
        app.clock.advance(TimeDelta::hours(7));
        app.store.sources_due(app.now(), 9, "older", TimeDelta::minutes(1)).await.expect("it is claimed");
        let older = PageRecord {
            url: app.web.url("/list").to_string(),
            media_type: None,
            bytes: 1,
            body_hash: "as an older version writes it".to_owned(),
            format: None,
        };
        let outcome = PageOutcome::Read {
            pages: vec![older],
            listings: Vec::new(),
            in_part: BTreeSet::new(),
            problems: Vec::new(),
            is_complete: false,
            validators: source.validators,
        };
        let commit = PageCommit {
            source_id: id,
            owner: "older".to_owned(),
            spec: source.spec,
            now: app.now(),
            outcome,
            next_fetch_at: app.now() + TimeDelta::hours(6),
            next_fetch_at_if_quiet: None,
            moved_to: None,
            tally: RunTally::new(app.now()),
        };
        app.store.page_commit(&commit).await.expect("it is written");
        app.web.asked();
        for status in [200, 304] {
            app.work_after(TimeDelta::hours(7)).await;
            assert_eq!(app.web.asked(), [("/list".to_owned(), status)]);
        }
        assert_eq!(app.all_events().await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_is_left_alone_for_as_long_as_it_wishes() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        let calendar = |wish: &str| {
            format!(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{wish}BEGIN:VEVENT\r\nUID:1@club.example\r\n\
                 DTSTART:20260601T180000Z\r\nSUMMARY:Rust Evening\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
            )
        };
        app.web.put("/patient.ics", "text/calendar", calendar("REFRESH-INTERVAL;VALUE=DURATION:PT20H\r\n"));
        app.web.put("/plain.ics", "text/calendar", calendar(""));
        app.watch("/patient.ics").await;
        app.watch("/plain.ics").await;
        assert_eq!(app.work().await.sources.due, 2);
        assert_eq!(app.work_after(TimeDelta::hours(8)).await.sources.due, 1, "every six hours is the operator's word");
        assert_eq!(app.work_after(TimeDelta::hours(15)).await.sources.due, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events_that_name_one_room_as_their_address_are_all_kept() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        let event = |name: &str, day: u32| {
            format!(
                "<div class=\"h-event\"><h1 class=\"p-name\">{name}</h1><time class=\"dt-start\" \
                 datetime=\"2026-06-{day:02}T18:30:00+02:00\">evening</time><a class=\"u-url\" \
                 href=\"https://meet.example/room\">online</a></div><link rel=\"next\" href=\"/e/{}\">",
                day + 1
            )
        };
        for (name, day) in [("Rust in the kernel", 1), ("Fearless concurrency", 2), ("Macros by example", 3)] {
            app.web.put(&format!("/e/{day}"), "text/html", event(name, day));
        }
        let list = "<a class=\"event\" href=\"/e/1\">1</a><a class=\"event\" href=\"/e/2\">2</a><a class=\"event\" href=\"/e/3\">3</a>";
        app.web.put("/list", "text/html", list);
        let spec = hobnob_domain::SourceSpec {
            rules: Some("{\"follow\": \"a.event\"}".to_owned()),
            ..hobnob_domain::SourceSpec::new("Club", app.web.url("/list"))
        };
        let (id, _) = app.store.source_save(&spec, app.now()).await.expect("a source");
        app.work().await;
        let run = last_run(&app, id).await;
        assert_eq!((run.ending, run.pages, run.seen), (RunEnding::Exhausted, 4, 3));
        let names: Vec<String> = app.all_events().await.into_iter().map(|event| event.facts.name).collect();
        assert_eq!(names, ["Rust in the kernel", "Fearless concurrency", "Macros by example"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_without_an_end_is_left_at_the_limit_and_nothing_vanishes() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        put_list(&app, 1, 230);
        let id = app.watch("/list/1").await;
        assert_eq!(app.work().await.pages.fetched, 200);
        let run = last_run(&app, id).await;
        assert_eq!((run.ending, run.reason.as_deref()), (RunEnding::PageCap, Some("a run reads at most 200 pages")));
        // The list begins later: what was first is no longer seen, and that says nothing.
        put_list(&app, 1, 1);
        app.web.redirect("/list/2", 302, "/list/40");
        let report = app.work_after(TimeDelta::hours(7)).await;
        assert_eq!(report.listings.vanished, 0);
        let source = app.store.source(id).await.expect("the store answers").expect("it is there");
        assert_eq!((source.failures, source.listings), (0, 230));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_reads_twenty_megabytes_and_no_more() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        let filler = "x".repeat(3 * 1024 * 1024);
        for number in 1..=9 {
            let body = page(number, &format!("/list/{}", number + 1)).replace("<body>", &format!("<body>{filler}"));
            app.web.put(&format!("/list/{number}"), "text/html", body);
        }
        let id = app.watch("/list/1").await;
        app.work().await;
        let run = last_run(&app, id).await;
        assert_eq!((run.ending, run.pages, run.seen), (RunEnding::PageCap, 6, 6));
        assert!(run.bytes <= 20 * 1024 * 1024, "{}", run.bytes);
        assert!(run.reason.expect("a reason").starts_with("a run reads at most 20 MiB"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_repeats_itself_is_left() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        for number in 1..=9 {
            let body = page(number.min(2), &format!("/list/{}", number + 1));
            app.web.put(&format!("/list/{number}"), "text/html", body);
        }
        let id = app.watch("/list/1").await;
        app.work().await;
        let run = last_run(&app, id).await;
        assert_eq!((run.ending, run.pages, run.seen), (RunEnding::CursorStuck, 4, 2));
        let reason = format!("{}: says the same as pages before it, and goes on", app.web.url("/list/4"));
        assert_eq!(run.reason, Some(reason));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_lead_in_a_circle_are_read_once_each() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/a", "text/html", page(1, "/b"));
        app.web.put("/b", "text/html", page(2, "/a"));
        let id = app.watch("/a").await;
        app.work().await;
        assert_eq!(app.web.asked(), [("/a".to_owned(), 200), ("/b".to_owned(), 200)]);
        let run = last_run(&app, id).await;
        assert_eq!((run.ending, run.seen), (RunEnding::Exhausted, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_suddenly_lists_nothing_keeps_its_events_until_it_says_so_twice() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        let evening = "BEGIN:VEVENT\r\nUID:1@club.example\r\nDTSTAMP:20260401T080000Z\r\nDTSTART:20260701T170000Z\r\n\
                       SUMMARY:PostgreSQL Evening\r\nLOCATION:Hamburg\\, Germany\r\nEND:VEVENT\r\n";
        let calendar =
            |events: &str| format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n");
        app.web.put("/club.ics", "text/calendar", calendar(evening));
        let id = app.watch("/club.ics").await;
        app.work().await;
        app.web.put("/club.ics", "text/calendar", calendar(""));
        let report = app.work_after(TimeDelta::hours(7)).await;
        assert_eq!((report.listings.vanished, app.all_events().await.len()), (0, 1));
        let run = last_run(&app, id).await;
        let reason =
            "this run lists nothing, where a listing was; nothing is taken away until a second run says the same";
        assert_eq!((run.ending, run.reason.as_deref()), (RunEnding::Failed, Some(reason)));
        let report = app.work_after(TimeDelta::hours(7)).await;
        assert_eq!((report.listings.vanished, last_run(&app, id).await.ending), (1, RunEnding::Exhausted));
    })
    .await;
}
