//! Runs that lack a page, and what the next one makes of it.

use chrono::TimeDelta;
use hobnob_domain::{RunEnding, SourceId, SourceSpec};
use hobnob_tests::{App, for_each_database};

use super::runs::{last_run, page};

async fn problem(app: &App, id: SourceId) -> Option<String> {
    app.store.source(id).await.expect("the store answers").expect("it is there").problem
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_page_that_did_not_come_is_asked_for_again() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/list/1", "text/html", page(1, "/list/2"));
        app.web.fail("/list/2", 500);
        let id = app.watch("/list/1").await;
        for round in 0..2 {
            app.work_after(TimeDelta::hours(7)).await;
            assert_eq!(app.web.asked(), [("/list/1".to_owned(), 200), ("/list/2".to_owned(), 500)], "round {round}");
        }
        assert!(problem(&app, id).await.expect("a problem").ends_with("/list/2: answered 500 Internal Server Error"));
        app.web.put("/list/2", "text/html", page(2, ""));
        assert_eq!(app.work_after(TimeDelta::hours(7)).await.listings.new, 1);
        assert_eq!((last_run(&app, id).await.ending, problem(&app, id).await), (RunEnding::Exhausted, None));
        app.work_after(TimeDelta::hours(7)).await;
        assert_eq!(last_run(&app, id).await.ending, RunEnding::Unchanged);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_run_without_a_page_could_not_say_the_next_one_says() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/list/1", "text/html", page(1, "/list/2"));
        app.web.put("/list/2", "text/html", page(2, "/list/3"));
        app.web.put("/list/3", "text/html", page(3, ""));
        let id = app.watch("/list/1").await;
        assert_eq!(app.work().await.listings.new, 3);
        // The second evening goes while the third page is away: nothing can be said of it yet.
        app.web.put("/list/2", "text/html", page(1, "/list/3"));
        app.web.fail("/list/3", 500);
        assert_eq!(app.work_after(TimeDelta::hours(7)).await.listings.vanished, 0);
        app.web.put("/list/3", "text/html", page(3, ""));
        assert_eq!(app.work_after(TimeDelta::hours(7)).await.listings.vanished, 1);
        assert_eq!((last_run(&app, id).await.ending, problem(&app, id).await), (RunEnding::Exhausted, None));
    })
    .await;
}

/// A list that leads to the pages of evenings.
fn put_links(app: &App, evenings: &[u32]) {
    let links: String =
        evenings.iter().map(|number| format!("<a class=\"event\" href=\"/e/{number}\">one</a>")).collect();
    app.web.put("/list", "text/html", format!("<html><body>{links}</body></html>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_link_is_told_and_keeps_nobody_from_seeing_what_is_gone() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/robots.txt", "text/plain", "User-agent: *\nDisallow: /e/8\n");
        put_links(&app, &[1, 2, 3, 7, 8]);
        for number in [1, 2, 3, 8] {
            app.web.put(&format!("/e/{number}"), "text/html", page(number, ""));
        }
        app.web.fail("/e/7", 410);
        let spec = SourceSpec {
            rules: Some("{\"follow\": \"a.event\"}".to_owned()),
            ..SourceSpec::new("Club", app.web.url("/list"))
        };
        let (id, _) = app.store.source_save(&spec, app.now()).await.expect("a source");
        assert_eq!(app.work().await.listings.new, 3);
        let told: Vec<String> =
            app.store.problems(id, 9).await.expect("problems").into_iter().map(|one| one.message).collect();
        let expected = [
            format!("{}: is gone (410)", app.web.url("/e/7")),
            format!("{}: is disallowed to robots by its robots.txt", app.web.url("/e/8")),
        ];
        assert_eq!(told, expected);
        assert_eq!((last_run(&app, id).await.ending, problem(&app, id).await), (RunEnding::Exhausted, None));
        put_links(&app, &[1, 3, 7, 8]);
        assert_eq!(app.work_after(TimeDelta::days(2)).await.listings.vanished, 1);
        // One that comes back to life is read, though the list says what it said.
        app.web.put("/e/7", "text/html", page(7, ""));
        assert_eq!(app.work_after(TimeDelta::days(2)).await.listings.new, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_whose_next_page_is_not_found_is_not_at_its_end() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/list/1", "text/html", page(1, "/list/2"));
        app.web.put("/list/2", "text/html", page(2, ""));
        let id = app.watch("/list/1").await;
        app.work().await;
        app.web.fail("/list/2", 404);
        assert_eq!(app.work_after(TimeDelta::hours(7)).await.listings.vanished, 0);
        assert!(problem(&app, id).await.expect("a problem").ends_with("/list/2: answered 404 Not Found"));
    })
    .await;
}
