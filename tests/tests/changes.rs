//! What became of events: written down once, for those who follow them, whatever happens to the events meanwhile.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Change, EventField, Reason};
use hobnob_gazetteer::Gazetteer;
use hobnob_graphql::{Answer, Context, Request, Streamed, schema, watch};
use hobnob_store::Store;
use hobnob_tests::{App, for_each_database};
use serde_json::Value;

const EVENING: &str = "20260512T183000";

/// A group's calendar with one evening, and one that never changes.
fn calendar(summary: &str, start: &str, place: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Invented//Groups//EN\r\nBEGIN:VEVENT\r\nUID:evening-1@groups.example\r\n\
         DTSTAMP:20260401T080000Z\r\nDTSTART;TZID=Europe/Berlin:{start}\r\nDURATION:PT2H\r\nSUMMARY:{summary}\r\n\
         LOCATION:{place}, Berlin, Germany\r\nURL:https://groups.example/evenings/1\r\nEND:VEVENT\r\n{OTHER}END:VCALENDAR\r\n"
    )
}

const OTHER: &str = "BEGIN:VEVENT\r\nUID:evening-2@groups.example\r\nDTSTAMP:20260401T080000Z\r\nDTSTART:20260701T170000Z\r\n\
    DTEND:20260701T190000Z\r\nSUMMARY:PostgreSQL Evening\r\nLOCATION:Hamburg\\, Germany\r\nEND:VEVENT\r\n";

async fn since(store: &Store, since: DateTime<Utc>) -> Vec<Change> {
    store.changes_since(since, None, 1_000).await.expect("changes")
}

/// Kind, before and after, a line each.
fn told(changes: &[Change]) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    changes.iter().map(|one| format!("{}: {} → {}", one.kind, text(&one.before), text(&one.after))).collect()
}

/// Reads the calendar when it says so, and gives what became of events by it.
async fn reads(app: &mut App, page: String) -> Vec<Change> {
    app.web.put("/rust.ics", "text/calendar", page);
    app.work_after(TimeDelta::hours(7)).await;
    since(&app.store, app.now()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_follow_an_evening_are_told_what_became_of_it() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/rust.ics", "text/calendar", calendar("Rust Evening", EVENING, "Old Mill"));
        app.watch("/rust.ics").await;
        let changes = reads(&mut app, calendar("Rust Evening", EVENING, "Old Mill")).await;
        let mut added = told(&changes);
        added.sort_unstable();
        assert_eq!(added, ["added:  → PostgreSQL Evening", "added:  → Rust Evening"]);

        let changes = reads(&mut app, calendar("Rust Evening: async", "20260519T190000", "Old Mill")).await;
        let moved = "moved: 2026-05-12 18:30–20:30 Europe/Berlin → 2026-05-19 19:00–21:00 Europe/Berlin";
        assert_eq!(told(&changes), [moved, "renamed: Rust Evening → Rust Evening: async"]);
        assert!(changes.iter().all(|change| change.sequence == 1));

        let changes = reads(&mut app, calendar("CANCELLED: Rust Evening: async", "20260519T190000", "Old Mill")).await;
        assert_eq!(told(&changes), ["cancelled: scheduled → cancelled"]);
        let changes = reads(&mut app, calendar("Rust Evening: async", "20260519T190000", "New Mill")).await;
        let kinds: Vec<&str> = changes.iter().map(|change| change.kind.as_str()).collect();
        assert_eq!(kinds, ["restored", "venue"]);
        assert!(changes[1].before.as_deref().is_some_and(|before| before.starts_with("Old Mill")), "{changes:?}");
        assert!(changes[1].after.as_deref().is_some_and(|after| after.starts_with("New Mill")), "{changes:?}");

        // Another byte that nobody sees, and the same again.
        let page = calendar("Rust Evening: async", "20260519T190000", "New Mill").replace("-//Invented", "-//Else");
        assert_eq!(reads(&mut app, page.clone()).await, []);
        assert_eq!(reads(&mut app, page).await, []);
    })
    .await;
}

/// What a stream told, by name and kind, and the last cursor of it.
fn heard(answers: &[Answer]) -> (Vec<String>, Option<String>) {
    let edges: Vec<Value> = answers
        .iter()
        .map(|answer| serde_json::from_str::<Value>(&answer.body).expect("JSON")["data"]["changes"].clone())
        .collect();
    let text = |value: &Value| value.as_str().map(str::to_owned).expect("a text");
    let told =
        edges.iter().map(|edge| format!("{} {}", text(&edge["node"]["event"]["name"]), text(&edge["node"]["kind"])));
    (told.collect(), edges.last().map(|edge| text(&edge["cursor"])))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_is_told_of_each_change_once_even_after_being_cut_off() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.watch("/rust.ics").await;
        reads(&mut app, calendar("Rust Evening", EVENING, "Old Mill")).await;
        let index = app.index().await;
        let schema = schema(Context {
            store: app.store.clone(),
            index,
            gazetteer: Gazetteer::embedded(),
            clock: app.clock.clone(),
            public_url: None,
        });
        let begin = async |arguments: &str| {
            let query = format!("subscription {{ changes{arguments} {{ cursor node {{ kind event {{ name }} }} }} }}");
            match watch(&schema, Request::new(query)).await {
                Streamed::Watch(answers, watch) => (heard(&answers), watch),
                Streamed::Once(answer) => panic!("refused: {}", answer.body),
            }
        };
        let ((known, _), mut all) = begin("").await;
        let (_, mut near) = begin("(filter: {near: {place: \"Hamburg\", radiusKm: 50}})").await;
        assert_eq!(known, [""; 0], "what was known before is not told");
        assert_eq!(all.news().await, [], "and nothing while nothing changes");

        reads(&mut app, calendar("Rust Evening, later", "20260519T190000", "Old Mill")).await;
        app.index().await;
        let (told, cursor) = heard(&all.news().await);
        assert_eq!(told, ["Rust Evening, later MOVED", "Rust Evening, later RENAMED"]);
        assert_eq!(all.news().await, []);
        assert_eq!(near.news().await, [], "the other evening is in Hamburg, and did not change");

        // Cut off here; meanwhile something happens.
        drop(all);
        reads(&mut app, calendar("CANCELLED: Rust Evening, later", "20260519T190000", "Old Mill")).await;
        app.index().await;
        let cursor = cursor.expect("a cursor");
        let ((told, _), _) = begin(&format!("(after: {cursor:?})")).await;
        assert_eq!(told, ["Rust Evening, later CANCELLED"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_and_an_import_tell_nothing_twice_and_forget_nothing() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/rust.ics", "text/calendar", calendar("Rust Evening", EVENING, "Old Mill"));
        app.watch("/rust.ics").await;
        app.work().await;
        reads(&mut app, calendar("Rust Evening, later", "20260519T190000", "Old Mill")).await;
        let whole = since(&app.store, DateTime::<Utc>::MIN_UTC).await;
        assert_eq!(whole.len(), 4);
        app.store.events_clear().await.expect("events are forgotten");
        app.work_after(TimeDelta::minutes(1)).await;
        assert_eq!(since(&app.store, DateTime::<Utc>::MIN_UTC).await, whole);

        let mut exported = Vec::new();
        app.store.export(&mut exported).await.expect("an export");
        let copy = Store::connect("sqlite::memory:").await.expect("SQLite opens");
        let mut copy = App::start(copy, "2026-06-01T08:00:00Z").await;
        for _ in 0..2 {
            copy.store.import(exported.as_slice()).await.expect("an import");
            copy.work_after(TimeDelta::minutes(1)).await;
            assert_eq!(since(&copy.store, DateTime::<Utc>::MIN_UTC).await, whole);
        }
        let mut again = Vec::new();
        copy.store.export(&mut again).await.expect("an export");
        let told_of_events = |bytes: &[u8]| -> Vec<String> {
            let text = String::from_utf8(bytes.to_vec()).expect("text");
            text.lines().filter(|line| !line.contains("\"type\":\"source\"")).map(str::to_owned).collect()
        };
        assert_eq!(told_of_events(&again), told_of_events(&exported));

        // Events are dropped, and then the calendar says something else: what it said before is known.
        app.store.events_clear().await.expect("events are forgotten");
        let changes = reads(&mut app, calendar("Rust Evening", "20260519T190000", "Old Mill")).await;
        assert_eq!(told(&changes), ["renamed: Rust Evening, later → Rust Evening"]);
        assert_eq!(changes[0].sequence, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evening_that_vanishes_is_told_to_be_unconfirmed_gone_and_back() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/rust.ics", "text/calendar", calendar("Rust Evening", EVENING, "Old Mill"));
        app.watch("/rust.ics").await;
        app.work().await;
        let mut kinds = Vec::new();
        for run in 0..4 {
            let page = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x{run}\r\n{OTHER}END:VCALENDAR\r\n");
            kinds.push(reads(&mut app, page).await.iter().map(|one| one.kind.as_str()).collect::<Vec<_>>());
        }
        kinds.push(
            reads(&mut app, calendar("Rust Evening", EVENING, "Old Mill"))
                .await
                .iter()
                .map(|one| one.kind.as_str())
                .collect(),
        );
        assert_eq!(kinds, [vec!["unconfirmed"], vec![], vec!["gone"], vec![], vec!["reappeared"]]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_two_sources_says_whose_claim_is_believed() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/rust.ics", "text/calendar", calendar("Rust Evening", EVENING, "Old Mill"));
        let page = r#"<html><script type="application/ld+json">{"@context":"https://schema.org","@type":"Event",
            "name":"RUST EVENING (free!)","startDate":"2026-05-12T18:30:00+02:00","endDate":"2026-05-12T20:30:00+02:00",
            "url":"https://groups.example/evenings/1","location":{"@type":"Place","name":"Old Mill",
            "address":{"addressLocality":"Berlin","addressCountry":"DE"}}}</script></html>"#;
        app.web.put("/list.html", "text/html", page);
        app.watch("/rust.ics").await;
        app.work().await;
        app.watch("/list.html").await;
        app.work_after(TimeDelta::minutes(1)).await;
        let events = app.all_events().await;
        let (merged, other) = (&events[0], &events[1]);
        assert_eq!(merged.claims.len(), 2);
        let told = app.store.provenance_of(&[merged.id, other.id]).await.expect("provenance");
        assert_eq!(told.keys().copied().collect::<Vec<_>>(), [merged.id]);
        let name = told[&merged.id].iter().find(|one| one.field == EventField::Name).expect("a name");
        assert_eq!((name.value.as_str(), name.reason), (merged.facts.name.as_str(), Reason::Order));
        assert_eq!(name.lost.len(), 1);
        // One listing leaves: what is left is told by one, and nothing more is kept of the other.
        app.store
            .source_remove(
                app.store
                    .sources()
                    .await
                    .expect("sources")
                    .iter()
                    .find(|one| one.spec.name == "/list.html")
                    .expect("a source")
                    .id,
            )
            .await
            .expect("removed");
        app.work_after(TimeDelta::minutes(1)).await;
        assert_eq!(app.store.provenance_of(&[merged.id]).await.expect("provenance").len(), 0);
    })
    .await;
}
