//! Calendars as they really were on several days: what is reported as added and changed is what was, and sequences move
//! exactly there.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{ChangeKind, Clock as _, Event, EventId, ListingId, Page};
use hobnob_store::listing_id;
use hobnob_tests::{App, corpus, for_each_database};
use serde_json::Value;

/// One day of a calendar.
struct Step {
    body: Vec<u8>,
    at: DateTime<Utc>,
    added: BTreeSet<String>,
    removed: BTreeSet<String>,
    changed: BTreeSet<String>,
}

fn steps(corpus: &Path, expectation: &Path) -> Vec<Step> {
    let steps: Value = serde_json::from_slice(&std::fs::read(expectation).expect("a file")).expect("JSON");
    let words = |value: &Value| -> BTreeSet<String> {
        let list = value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
        let keys = value.as_object().into_iter().flat_map(|map| map.keys().cloned());
        list.chain(keys).collect()
    };
    let step = |(number, step): (i64, &Value)| Step {
        body: std::fs::read(corpus.join(step["file"].as_str().expect("a file"))).expect("a file"),
        // Two steps may be of one day.
        at: format!("{}T00:00:00Z", step["date"].as_str().expect("a date")).parse::<DateTime<Utc>>().expect("a date")
            + TimeDelta::hours(number * 15),
        added: words(&step["added"]),
        removed: words(&step["removed"]),
        changed: words(&step["changed"]),
    };
    (0..).zip(steps.as_array().expect("steps")).map(step).collect()
}

/// The UID of each listing, as the calendar is read.
fn uids(app: &App, source: hobnob_domain::SourceId, body: &[u8]) -> BTreeMap<ListingId, String> {
    let page = Page {
        url: app.web.url("/calendar.ics"),
        media_type: Some("text/calendar".to_owned()),
        body: body.to_vec(),
        fetched_at: app.now(),
    };
    let listings = hobnob_extract::extract(&page, None).listings;
    let uid = |listing: &hobnob_domain::Listing| listing.words.uid.clone().unwrap_or_else(|| listing.key.clone());
    listings.iter().map(|listing| (listing_id(source, &listing.key), uid(listing))).collect()
}

/// Every event with its UIDs, by its id.
async fn known(app: &App, uids: &BTreeMap<ListingId, String>) -> BTreeMap<EventId, (Event, BTreeSet<String>)> {
    let events = app.store.events_changed_since(0, 10_000).await.expect("events").events;
    let of = |event: &Event| event.claims.iter().filter_map(|claim| uids.get(&claim.listing_id).cloned()).collect();
    events.into_iter().map(|event| (event.id, (event.clone(), of(&event)))).collect()
}

async fn told(corpus: &Path, expectation: &Path, app: &mut App) {
    let name = expectation.file_stem().expect("a name").to_string_lossy().into_owned();
    let mut all_uids = BTreeMap::new();
    let mut source = None;
    for (number, step) in steps(corpus, expectation).into_iter().enumerate() {
        let Step { body, at, added, removed, changed } = step;
        app.clock.advance(at - app.clock.now());
        app.web.put("/calendar.ics", "text/calendar", body.clone());
        let id = match source {
            Some(id) => id,
            None => *source.insert(app.watch("/calendar.ics").await),
        };
        let before = known(app, &all_uids).await;
        let seen: BTreeSet<String> = all_uids.values().cloned().collect();
        all_uids.extend(uids(app, id, &body));
        app.work().await;
        // What is all new at once is believed when it says so twice.
        app.work_after(TimeDelta::hours(7)).await;
        let after = known(app, &all_uids).await;
        let changes = app.store.changes_since(at, None, 10_000).await.expect("changes");
        // Meetup gives an evening of a series another UID when its page is made; the event is the one it was.
        let is_rebound = |uids: &BTreeSet<String>| !uids.is_disjoint(&added) && !uids.is_disjoint(&removed);
        let before_and_after = after.iter().map(|(id, (_, uids))| {
            let before = before.get(id).map(|(_, uids)| uids.clone()).unwrap_or_default();
            before.union(uids).cloned().collect::<BTreeSet<String>>()
        });
        let rebound: BTreeSet<String> = before_and_after.filter(is_rebound).flatten().collect();
        let of = |kinds: &dyn Fn(ChangeKind) -> bool| -> BTreeSet<String> {
            let theirs = changes.iter().filter(|change| kinds(change.kind));
            theirs
                .flat_map(|change| after[&change.event_id].1.difference(&rebound).cloned().collect::<Vec<_>>())
                .collect()
        };
        use ChangeKind::{Added, Cancelled, Gone, Reappeared, Unconfirmed};
        let standing = |kind| matches!(kind, Gone | Reappeared | Unconfirmed);
        let when = format!("{name}, step {number}");
        if number > 0 {
            let expected: BTreeSet<String> =
                added.difference(&seen).filter(|uid| !rebound.contains(*uid)).cloned().collect();
            assert_eq!(of(&|kind| kind == Added), expected, "{when}: added");
            assert_eq!(of(&|kind| kind != Added && !standing(kind)), changed, "{when}: changed");
            let dropped = of(&|kind| matches!(kind, Unconfirmed | Gone));
            assert!(dropped.is_disjoint(&added) && dropped.is_disjoint(&changed), "{when}: {dropped:?}");
            assert!(of(&|kind| kind == Cancelled).is_disjoint(&removed), "{when}: vanished, not cancelled");
        }
        let steps_of = |id: EventId| -> u32 {
            let theirs = changes.iter().filter(|one| one.event_id == id && one.kind != Added);
            theirs.map(|one| one.sequence).collect::<BTreeSet<u32>>().len().try_into().expect("few")
        };
        for (id, (event, _)) in &after {
            let expected = before.get(id).map_or(0, |(event, _)| event.sequence) + steps_of(*id);
            assert_eq!(event.sequence, expected, "{when}: {}", event.facts.name);
            assert!(before.get(id).is_none_or(|(before, _)| before.uid == event.uid), "{when}: a UID is for ever");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_reported_is_what_became_of_the_calendar() {
    let Some(corpus) = corpus() else { return };
    let mut expectations: Vec<_> = std::fs::read_dir(corpus.join("expected/timeline"))
        .expect("expectations")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    expectations.sort();
    assert!(!expectations.is_empty());
    for expectation in &expectations {
        for_each_database(async |store| {
            let mut app = App::start(store, "2026-02-01T00:00:00Z").await;
            told(&corpus, expectation, &mut app).await;
        })
        .await;
    }
}
