//! Sources that answer wrongly, move, or have an owner who lets us in.

use chrono::TimeDelta;
use hobnob_domain::{RunEnding, SourceId, SourceSpec, SourceState};
use hobnob_tests::{App, for_each_database};

use super::runs::{last_run, page, runs};

const EVENING: u32 = 7;

async fn state(app: &App, id: SourceId) -> SourceState {
    app.store.source(id).await.expect("the store answers").expect("it is there").state
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_not_found_for_days_is_looked_at_weekly_and_revives_by_itself() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/club", "text/html", page(EVENING, ""));
        let id = app.watch("/club").await;
        app.work().await;
        app.web.fail("/club", 404);
        app.clock.advance(TimeDelta::days(1));
        let mut hours = 0;
        while state(&app, id).await == SourceState::Active {
            app.work_after(TimeDelta::hours(1)).await;
            hours += 1;
            assert!(hours < 24 * 8, "it is never parked");
        }
        assert!(hours >= 72, "{hours} hours");
        assert!(runs(&app, id).await.iter().filter(|run| run.ending == RunEnding::Failed).count() >= 10);
        assert_eq!(app.all_events().await.len(), 1, "what was announced is not taken back");
        app.web.asked();
        for _ in 0..14 {
            app.work_after(TimeDelta::days(1)).await;
        }
        let probes = app.web.asked();
        assert!((1..=2).contains(&probes.len()), "{probes:?}");
        app.web.put("/club", "text/html", page(EVENING, ""));
        app.work_after(TimeDelta::days(8)).await;
        assert_eq!(state(&app, id).await, SourceState::Active);
        assert_eq!(last_run(&app, id).await.ending, RunEnding::Unchanged);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permanent_redirect_is_remembered_after_a_day_and_a_temporary_one_never() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/new", "text/html", page(EVENING, ""));
        app.web.redirect("/old", 301, "/new");
        app.web.redirect("/other", 302, "/new");
        let (moved, visiting) = (app.watch("/old").await, app.watch("/other").await);
        let mut asked = Vec::new();
        for _ in 0..8 {
            app.work_after(TimeDelta::hours(7)).await;
            let paths: Vec<String> = app.web.asked().into_iter().map(|(path, _)| path).collect();
            asked.push(paths.iter().filter(|path| *path == "/old").count());
        }
        // Answers at 0, 7, 14, 21 and 28 hours: the fifth is the first a day after the first.
        assert_eq!(asked, [1, 1, 1, 1, 1, 0, 0, 0]);
        let address = async |id| app.store.source(id).await.expect("the store answers").expect("it is there").spec.url;
        assert_eq!(address(moved).await, app.web.url("/new"));
        assert_eq!(address(visiting).await, app.web.url("/other"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owners_consent_opens_one_source_and_stands_in_its_runs() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/robots.txt", "text/plain", "User-agent: *\nDisallow: /\n");
        app.web.put("/open", "text/html", page(EVENING, ""));
        app.web.put("/closed", "text/html", page(EVENING, ""));
        let spec = SourceSpec {
            robots_consent: Some("the club's chair, by mail, 2026-04-30".to_owned()),
            ..SourceSpec::new("Open", app.web.url("/open"))
        };
        let (open, _) = app.store.source_save(&spec, app.now()).await.expect("a source");
        let closed = app.watch("/closed").await;
        app.work().await;
        assert_eq!(app.web.asked(), [("/open".to_owned(), 200)]);
        let run = last_run(&app, open).await;
        assert_eq!((run.ending, run.robots_consent), (RunEnding::Exhausted, spec.robots_consent));
        let run = last_run(&app, closed).await;
        let reason = "is disallowed to robots by its robots.txt".to_owned();
        assert_eq!((run.ending, run.reason, run.robots_consent), (RunEnding::Failed, Some(reason), None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_whose_event_is_near_is_looked_at_more_often() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-06-07T08:00:00Z").await;
        // The evening is on the eighth of June at 18:30, so the source that lists it has something soon.
        app.web.put("/near", "text/html", page(EVENING, ""));
        app.web.put("/far", "text/html", page(EVENING + 12, ""));
        let mut ids = Vec::new();
        for path in ["/near", "/far"] {
            let spec = SourceSpec::new(path, app.web.url(path));
            ids.push(app.store.source_save(&spec, app.now()).await.expect("a source").0);
        }
        app.work().await;
        app.work_after(TimeDelta::hours(7)).await;
        let mut waits = Vec::new();
        for id in ids {
            let source = app.store.source(id).await.expect("the store answers").expect("it is there");
            waits.push((source.next_fetch_at - app.now()).num_hours());
        }
        // Near: three hours. Far: nine, half as long again as before. Both and up to a tenth more, twice.
        assert!(waits[0] == 3 && (9..=10).contains(&waits[1]), "{waits:?}");
    })
    .await;
}
