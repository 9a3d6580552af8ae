//! What a person says about two listings holds over what is found, and through replays.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

use hobnob_domain::{Decision, Finding, Verdict};
use hobnob_tests::{App, for_each_database};

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
