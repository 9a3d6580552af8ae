//! Events that belong together: a conference's editions and its parts.
#![allow(clippy::expect_used, clippy::panic, reason = "a story fails by panicking")]

use chrono::TimeDelta;
use hobnob_domain::{Event, Relations};
use hobnob_tests::{App, for_each_database};

/// A conference of a year with a workshop in it, on its own site.
fn page(year: i32) -> String {
    format!(
        r#"<html><script type="application/ld+json">{{"@context":"https://schema.org","@type":"Event","name":"Crab Conference {year}",
        "startDate":"{year}-06-01","endDate":"{year}-06-03","url":"https://crab.example/{year}",
        "organizer":{{"@type":"Organization","name":"Crab Society"}},
        "location":{{"@type":"Place","name":"Old Mill","address":{{"addressLocality":"Berlin","addressCountry":"DE"}}}},
        "subEvent":[{{"@type":"Event","name":"Unsafe workshop of {year}","startDate":"{year}-06-01T09:00:00+02:00",
        "url":"https://crab.example/{year}/unsafe"}}]}}</script></html>"#
    )
}

fn named<'a>(events: &'a [Event], name: &str) -> &'a Event {
    events.iter().find(|event| event.facts.name == name).expect("it is there")
}

#[tokio::test(flavor = "multi_thread")]
async fn editions_and_parts_find_each_other_and_are_found_again_after_a_replay() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-01-15T08:00:00Z").await;
        for year in [2025, 2026] {
            let path = format!("/{year}.html");
            app.web.put(&path, "text/html", page(year));
            app.watch(&path).await;
        }
        app.work().await;
        for _ in 0..2 {
            let events = app.all_events().await;
            let of = |name: &str| named(&events, name).id;
            let (old, new) = (of("Crab Conference 2025"), of("Crab Conference 2026"));
            let (old_part, new_part) = (of("Unsafe workshop of 2025"), of("Unsafe workshop of 2026"));
            let ids = [old, new, old_part, new_part];
            let related = app.store.relations_of(&ids).await.expect("relations");
            let first = Relations { next: Some(new), parts: vec![old_part], ..Relations::default() };
            let second = Relations { previous: Some(old), parts: vec![new_part], ..Relations::default() };
            assert_eq!((&related[&old], &related[&new]), (&first, &second));
            assert_eq!((related[&old_part].whole, related[&new_part].whole), (Some(old), Some(new)));
            app.store.events_clear().await.expect("events are forgotten");
            app.work_after(TimeDelta::minutes(1)).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_is_an_event_of_its_own_and_keeps_its_uid() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-01-15T08:00:00Z").await;
        app.web.put("/next.html", "text/html", page(2026));
        app.watch("/next.html").await;
        app.work().await;
        let before = named(&app.all_events().await, "Crab Conference 2026").clone();
        app.web.put("/next.html", "text/html", page(2027));
        app.work_after(TimeDelta::hours(7)).await;
        app.work_after(TimeDelta::hours(7)).await;
        let events = app.all_events().await;
        let after = named(&events, "Crab Conference 2027");
        assert_ne!(after.uid, before.uid);
        let found = app.store.event(before.id).await.expect("an answer").expect("last year's is kept");
        assert_eq!((found.uid, found.facts.name), (before.uid, before.facts.name));
    })
    .await;
}
