//! Runs that lack a page, and what the next one makes of it.

use chrono::TimeDelta;
use hobnob_domain::{RunEnding, SourceId};
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
