//! A server that dies while it is read.

use hobnob_domain::{RunEnding, SourceSpec};
use hobnob_tests::{App, for_each_database};

use super::runs::{last_run, page};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_during_a_run_is_asked_five_times_more_and_not_for_all_that_is_left() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        let links =
            |count: u32| (1..=count).map(|n| format!("<a class=\"event\" href=\"/e/{n}\">{n}</a>")).collect::<String>();
        app.web.put("/list", "text/html", links(30));
        for number in 1..=30 {
            app.web.put(&format!("/e/{number}"), "text/html", page(number, ""));
        }
        // What is not there does not mean that the server is gone.
        for number in 5..=11 {
            app.web.fail(&format!("/e/{number}"), 404);
        }
        for number in 15..=30 {
            app.web.fail(&format!("/e/{number}"), 500);
        }
        let spec = SourceSpec {
            rules: Some("{\"follow\": \"a.event\"}".to_owned()),
            ..SourceSpec::new("Club", app.web.url("/list"))
        };
        let (id, _) = app.store.source_save(&spec, app.now()).await.expect("a source");
        app.work().await;
        let asked = app.web.asked();
        assert_eq!(asked.iter().filter(|(_, status)| *status == 500).count(), 5, "{asked:?}");
        let run = last_run(&app, id).await;
        assert_eq!((run.ending, run.seen), (RunEnding::Failed, 7));
        let told = app.store.problems(id, 99).await.expect("the store answers");
        assert!(told.iter().any(|problem| problem.message == "5 pages in a row did not come; the run ends here"));
    })
    .await;
}
