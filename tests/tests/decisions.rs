//! What a person says about two listings holds over what is found, and through replays.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use chrono::{TimeDelta, Weekday};
use chrono_tz::Tz;
use hobnob_domain::{Decision, EventFilter, Finding, Verdict, WeeklyHour, Wishes};
use hobnob_tests::{App, Post, for_each_database};
use std::collections::BTreeMap;

fn calendar(uid: &str, name: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART;TZID=Europe/Berlin:20260512T183000\r\n\
         DTEND;TZID=Europe/Berlin:20260512T210000\r\nSUMMARY:{name}\r\nLOCATION:Old Mill\\, Berlin\\, Germany\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn two_listings_are_split_and_joined_by_a_persons_word() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        app.web.put("/club.ics", "text/calendar", calendar("1@club.example", "Fearless Concurrency Evening"));
        app.web.put("/city.ics", "text/calendar", calendar("77@city.example", "Fearless Concurrency Evening"));
        app.watch("/club.ics").await;
        app.watch("/city.ics").await;
        app.work().await;
        let before = app.all_events().await;
        assert_eq!(before.iter().map(|event| event.claims.len()).collect::<Vec<_>>(), [2]);
        let pairs = app.store.pairs(Verdict::Same, None, 10).await.expect("pairs");
        let [pair] = &pairs[..] else { panic!("one pair: {pairs:?}") };
        let found: Vec<Finding> = pair.found.reasons.iter().map(|reason| reason.finding).collect();
        assert!(found.contains(&Finding::SameStart) && found.contains(&Finding::SameName), "{found:?}");

        let said = |is_one| Decision::new(pair.one, pair.other, is_one, app.now());
        app.store.decision_save(&said(false)).await.expect("it is kept");
        app.work().await;
        let apart = app.all_events().await;
        assert_eq!(apart.iter().map(|event| event.claims.len()).collect::<Vec<_>>(), [1, 1]);
        assert_eq!(apart.iter().filter(|event| event.uid == before[0].uid).count(), 1, "one keeps the UID");
        app.store.events_clear().await.expect("events are forgotten");
        app.work().await;
        assert_eq!(app.all_events().await.len(), 2, "the word outlives a replay");

        let said = Decision::new(pair.one, pair.other, true, app.now());
        app.store.decision_save(&said).await.expect("it is kept");
        app.work().await;
        let again = app.all_events().await;
        assert_eq!(
            again.iter().map(|event| (&event.uid, event.claims.len())).collect::<Vec<_>>(),
            [(&before[0].uid, 2)]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_told_of_an_event_hears_what_becomes_of_the_one_it_went_into() {
    for_each_database(async |store| {
        let mut app = App::start(store, "2026-05-01T08:00:00Z").await;
        let name = "Fearless Concurrency Evening";
        app.web.put("/club.ics", "text/calendar", calendar("1@club.example", name));
        app.web.put("/city.ics", "text/calendar", calendar("77@city.example", name));
        let sources = [app.watch("/club.ics").await, app.watch("/city.ics").await];
        app.work().await;
        let pairs = app.store.pairs(Verdict::Same, None, 10).await.expect("pairs");
        let [pair] = &pairs[..] else { panic!("one pair: {pairs:?}") };
        app.store.decision_save(&Decision::new(pair.one, pair.other, false, app.now())).await.expect("it is kept");
        app.work().await;
        assert_eq!(app.all_events().await.len(), 2);

        // One reader knows the one, another the other.
        let post = Post::open(&app);
        let when = WeeklyHour { zone: Tz::Europe__Berlin, weekday: Weekday::Mon, hour: 8 };
        for (number, source) in sources.into_iter().enumerate() {
            let filters = vec![EventFilter { sources: vec![source], ..EventFilter::default() }];
            let wishes = Wishes { filters, goals: BTreeMap::new(), when };
            post.reader(&app, &format!("reader{number}@example.org"), &wishes).await;
        }
        app.clock.advance(TimeDelta::days(3));
        let (_, letters) = post.work(&app).await;
        assert_eq!(letters.iter().filter(|letter| letter.text.contains(name)).count(), 2, "{letters:?}");

        app.store.decision_save(&Decision::new(pair.one, pair.other, true, app.now())).await.expect("it is kept");
        app.work().await;
        assert_eq!(app.all_events().await.len(), 1);
        let off = |uid| calendar(uid, name).replace("END:VEVENT", "STATUS:CANCELLED\r\nEND:VEVENT");
        app.web.put("/club.ics", "text/calendar", off("1@club.example"));
        app.web.put("/city.ics", "text/calendar", off("77@city.example"));
        app.work_after(TimeDelta::days(4)).await;
        app.clock.advance(TimeDelta::days(3));
        let (_, letters) = post.work(&app).await;
        let told: Vec<&str> = letters.iter().map(|letter| letter.text.as_str()).collect();
        assert_eq!(told.len(), 2, "both hear of it: {told:?}");
        assert!(told.iter().all(|text| text.contains("Cancelled") && text.contains(name)), "{told:?}");
    })
    .await;
}
