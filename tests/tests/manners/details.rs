//! Lists whose events are told in full on pages of their own.

use chrono::TimeDelta;
use hobnob_domain::{Event, RunEnding, SourceId, SourceSpec};
use hobnob_tests::{App, for_each_database};

use super::runs::last_run;

const RULES: &str = r#"{"item": "li", "name": "a", "link": "a", "starts_at": "i",
    "detail": {"starts_at": "time", "description": ".text", "venue": ".venue"}}"#;

/// The rows of a list: names, and days where the list tells them.
fn put_list(app: &App, rows: &[(u32, &str)]) {
    let row =
        |(number, day): &(u32, &str)| format!("<li><a href=\"/e/{number}\">Evening {number}</a> <i>{day}</i></li>");
    let rows: String = rows.iter().map(row).collect();
    app.web.put("/list", "text/html", format!("<html><body><ul>{rows}</ul></body></html>"));
}

fn put_evening(app: &App, number: u32, day: &str) {
    let page = format!(
        "<html><body><h1>Evening {number}</h1><time>{day}, 19:00</time><p class=\"venue\">Old Mill, Berlin</p>\
         <p class=\"text\">All about number {number}</p></body></html>"
    );
    app.web.put(&format!("/e/{number}"), "text/html", page);
}

async fn watch(app: &App) -> SourceId {
    let spec = SourceSpec {
        rules: Some(RULES.to_owned()),
        every: Some(TimeDelta::hours(6)),
        ..SourceSpec::new("Club", app.web.url("/list"))
    };
    app.store.source_save(&spec, app.now()).await.expect("a source").0
}

fn told(events: &[Event]) -> Vec<(&str, bool)> {
    events.iter().map(|event| (event.facts.name.as_str(), event.facts.description.is_some())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_a_run_gives_up_take_nothing_from_their_events() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        let numbers = [1, 2, 3, 4, 5, 6, 7, 8];
        put_list(&app, &numbers.map(|number| (number, "")));
        for number in numbers {
            put_evening(&app, number, &format!("{number} June 2026"));
        }
        watch(&app).await;
        app.work().await;
        let events = app.all_events().await;
        assert_eq!(events.len(), numbers.len());
        for number in numbers {
            app.web.fail(&format!("/e/{number}"), 500);
        }
        app.work_after(TimeDelta::hours(7)).await;
        assert_eq!(app.all_events().await, events, "nobody asks for the last ones, and they stand as they did");
        // Pages that are kept from us are no server that has died.
        for number in 1..=6 {
            app.web.fail(&format!("/e/{number}"), 403);
        }
        put_evening(&app, 7, "7 June 2026");
        put_evening(&app, 8, "9 June 2026");
        app.work_after(TimeDelta::hours(26)).await;
        let now = app.all_events().await;
        assert_eq!((now.len(), now[..7] == events[..7], now[7] == events[7]), (8, true, false));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_does_not_come_takes_nothing_from_its_event() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        put_list(&app, &[(1, "5 June 2026"), (2, "")]);
        put_evening(&app, 1, "5 June 2026");
        put_evening(&app, 2, "6 June 2026");
        let id = watch(&app).await;
        app.work().await;
        let events = app.all_events().await;
        assert_eq!(told(&events), [("Evening 1", true), ("Evening 2", true)]);
        for (status, rows) in [(500, "7 June 2026"), (429, "8 June 2026")] {
            // The list tells of one more each time, and of the others as before.
            put_list(&app, &[(1, "5 June 2026"), (2, ""), (3, rows)]);
            for number in 1..=3 {
                app.web.fail(&format!("/e/{number}"), status);
            }
            app.work_after(TimeDelta::hours(7)).await;
            let now = app.all_events().await;
            assert_eq!(now[..2], events[..], "after {status}");
            assert_eq!(told(&now[2..]), [("Evening 3", false)], "a new one is told as far as it is known");
            assert_eq!(last_run(&app, id).await.seen, 3);
        }
        put_evening(&app, 1, "5 June 2026");
        app.web.fail("/e/2", 404);
        put_evening(&app, 3, "7 June 2026");
        app.work_after(TimeDelta::hours(7)).await;
        let now = app.all_events().await;
        assert_eq!(now[..2], events[..], "the list does not say when the second is: that stands as it did");
        assert_eq!(told(&now[2..]), [("Evening 3", true)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_is_over_keeps_what_its_page_said_and_is_not_asked_for() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        put_list(&app, &[(1, "5 May 2026"), (2, "6 June 2026")]);
        put_evening(&app, 1, "5 May 2026");
        put_evening(&app, 2, "6 June 2026");
        let id = watch(&app).await;
        app.work().await;
        let events = app.all_events().await;
        assert_eq!(told(&events), [("Evening 1", true), ("Evening 2", true)]);
        app.web.asked();
        let report = app.work_after(TimeDelta::days(10)).await;
        let asked: Vec<String> = app.web.asked().into_iter().map(|(path, _)| path).collect();
        assert_eq!(asked, ["/list", "/e/2"]);
        assert_eq!((report.listings.changed, report.listings.vanished), (0, 0));
        assert_eq!(last_run(&app, id).await.ending, RunEnding::Exhausted);
        assert_eq!(app.all_events().await, events);
    })
    .await;
}
