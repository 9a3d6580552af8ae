use crate::world::{at, data, events, fault, world_over};
use chrono::TimeDelta;
use hobnob_domain::{Phase, Problem, SourceId, SourceSpec};
use hobnob_graphql::Schema;
use hobnob_store::{PageCommit, PageOutcome, RunTally, Store};
use serde_json::json;

/// A run that failed for a reason, at an hour of the day.
async fn fail(store: &Store, id: SourceId, hour: i64, reason: &str) {
    let now = at("2026-03-02T00:00:00Z") + TimeDelta::hours(hour);
    store.sources_due(now, 10, "worker", TimeDelta::minutes(1)).await.unwrap();
    let problem = Problem::new(Phase::Fetch, reason);
    let commit = PageCommit {
        source_id: id,
        owner: "worker".into(),
        spec: store.source(id).await.unwrap().unwrap().spec,
        now,
        outcome: PageOutcome::Failed { problem, is_wrong: false },
        next_fetch_at: now,
        next_fetch_at_if_quiet: None,
        moved_to: None,
        tally: RunTally { pages_failed: 1, ..RunTally::new(now + TimeDelta::seconds(2)) },
    };
    store.page_commit(&commit).await.unwrap();
}

/// Two sources, the first of which failed twice.
async fn two_sources() -> Schema {
    let store = Store::connect("sqlite::memory:").await.unwrap();
    store.migrate().await.unwrap();
    let spec = SourceSpec::new("a", "https://lists.example/a.ics".parse().unwrap());
    let (id, _) = store.source_save(&spec, at("2026-03-01T00:00:00Z")).await.unwrap();
    fail(&store, id, 3, "answered 500").await;
    fail(&store, id, 4, "answered 502").await;
    world_over(store, events(2), &["a", "b"]).await
}

#[tokio::test]
async fn a_source_tells_how_it_was_read_and_what_was_odd() {
    let schema = two_sources().await;
    let query = "{ sources { nodes { name obeysRobots problems { phase message } lastRun { startedAt finishedAt ending \
        reason robotsConsent pages bytes notModified listingsSeen listingsNew listingsChanged listingsVanished \
        problemCount } runs(first: 2) { reason } } } }";
    let mut nodes = data(&schema, query).await["sources"]["nodes"].as_array().unwrap().clone();
    nodes.sort_by_key(|node| node["name"].to_string());
    let last = json!({
        "startedAt": "2026-03-02T04:00:00Z", "finishedAt": "2026-03-02T04:00:02Z", "ending": "FAILED",
        "reason": "answered 502", "robotsConsent": null, "pages": 0, "bytes": 0, "notModified": 0, "listingsSeen": 0,
        "listingsNew": 0, "listingsChanged": 0, "listingsVanished": 0, "problemCount": 1
    });
    let expected = [
        json!({"name": "a", "obeysRobots": true, "problems": [{"phase": "FETCH", "message": "answered 502"}],
            "lastRun": last, "runs": [{"reason": "answered 502"}, {"reason": "answered 500"}]}),
        json!({"name": "b", "obeysRobots": true, "problems": [], "lastRun": null, "runs": []}),
    ];
    assert_eq!(nodes, expected);
}

#[tokio::test]
async fn an_events_source_tells_it_too() {
    let schema = two_sources().await;
    let query = "{ events { nodes { claims { source { runs(first: 1) { ending } lastRun { reason } } } } } }";
    let source = json!({"source": {"runs": [{"ending": "FAILED"}], "lastRun": {"reason": "answered 502"}}});
    let told = json!({"events": {"nodes": [{"claims": [source]}, {"claims": [source]}]}});
    assert_eq!(data(&schema, query).await, told);
}

#[tokio::test]
async fn more_runs_than_a_slice_are_refused() {
    let schema = two_sources().await;
    let (code, message) = fault(&schema, "{ sources(first: 1) { nodes { runs(first: 101) { ending } } } }").await;
    assert_eq!((code.as_str(), message.as_str()), ("BAD_USER_INPUT", "`first` must be from 0 to 100, not 101"));
}
