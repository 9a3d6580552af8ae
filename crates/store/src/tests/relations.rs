//! Events that belong together.

use crate::tests::{
    databases::for_each_database,
    samples::{listings, noon, read, run, settled, spec},
};
use chrono::TimeDelta;
use hobnob_domain::{EventId, EventKey, KeyRole, Relations, Span};

#[tokio::test]
async fn editions_and_parts_are_found_by_their_keys() {
    for_each_database(|store| async move {
        let (id, _) = store.source_save(&spec("a"), noon()).await.unwrap();
        run(&store, id, noon(), read(listings(5), true)).await;
        let mut commit = settled(&store, store.listings_dirty(9).await.unwrap(), noon()).await;
        let ids: Vec<EventId> = commit.events.iter().map(|event| event.id).collect();
        for (year, event) in (0..).zip(&mut commit.events) {
            let starts_at = noon() + TimeDelta::days(365 * year);
            event.facts.schedule.span = Span::Timed { starts_at, ends_at: None };
        }
        let key = |event: usize, role, key: &str| EventKey { event_id: ids[event], role, key: key.to_owned() };
        commit.keys = vec![
            key(0, KeyRole::Edition, "a"),
            key(1, KeyRole::Edition, "a"),
            key(2, KeyRole::Edition, "a"),
            key(2, KeyRole::Edition, "b"),
            key(2, KeyRole::Own, "url:a"),
            key(3, KeyRole::Whole, "url:a"),
            key(4, KeyRole::Whole, "url:a"),
        ];
        store.events_commit(commit.clone()).await.unwrap();
        let related = store.relations_of(&ids).await.unwrap();
        let middle = Relations { previous: Some(ids[0]), next: Some(ids[2]), ..Relations::default() };
        assert_eq!(related[&ids[1]], middle);
        let last = Relations { previous: Some(ids[1]), parts: vec![ids[3], ids[4]], ..Relations::default() };
        assert_eq!(related[&ids[2]], last);
        assert_eq!(related[&ids[3]], Relations { whole: Some(ids[2]), ..Relations::default() });

        // An event that says something else from now on is found by that, and by nothing else.
        commit.keys.retain(|one| one.event_id != ids[1]);
        store.events_commit(commit).await.unwrap();
        let related = store.relations_of(&ids).await.unwrap();
        assert_eq!((related.get(&ids[1]), related[&ids[2]].previous), (None, Some(ids[0])));
        store.events_clear().await.unwrap();
        assert_eq!(store.relations_of(&ids).await.unwrap().len(), 0);
    })
    .await;
}
