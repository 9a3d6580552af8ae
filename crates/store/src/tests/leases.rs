//! Claims.

use crate::tests::{
    databases::for_each_database,
    samples::{OWNER, changes, commit, later, listing, noon, read, run, settled, spec},
};
use chrono::TimeDelta;
use hobnob_domain::SourceState;
use sea_orm::ConnectionTrait as _;
use std::collections::BTreeSet;

#[tokio::test]
async fn sixteen_workers_never_claim_the_same_source() {
    for_each_database(|store| async move {
        for n in 0..120 {
            store.source_save(&spec(&format!("s{n}")), noon()).await.unwrap();
        }
        let mut workers = tokio::task::JoinSet::new();
        for worker in 0..16 {
            let store = store.clone();
            workers.spawn(async move {
                let owner = format!("worker-{worker}");
                let mut mine = Vec::new();
                loop {
                    let due = store.sources_due(noon(), 3, &owner, TimeDelta::minutes(5)).await.unwrap();
                    assert!(due.len() <= 3, "{}", due.len());
                    if due.is_empty() {
                        return mine;
                    }
                    mine.extend(due.into_iter().map(|source| source.id));
                }
            });
        }
        let mut all = Vec::new();
        while let Some(mine) = workers.join_next().await {
            all.extend(mine.unwrap());
        }
        assert_eq!(all.len(), 120);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 120);
    })
    .await;
}

#[tokio::test]
async fn a_claim_that_is_over_is_anybodys() {
    for_each_database(|store| async move {
        let (id, _) = store.source_save(&spec("a"), noon()).await.unwrap();
        let minute = TimeDelta::minutes(1);
        let claimed = |owner: &'static str, now| {
            let store = store.clone();
            async move { store.sources_due(now, 9, owner, minute).await.unwrap().len() }
        };
        assert_eq!(claimed("a", noon()).await, 1);
        assert_eq!(claimed("b", noon()).await, 0);
        assert_eq!(store.source_due_next_at().await.unwrap(), Some(noon() + minute));
        assert_eq!(claimed("b", noon() + minute).await, 1);
        let late = crate::PageCommit { owner: "a".into(), ..commit(id, noon() + minute, read(vec![], true)) };
        let late = store.page_commit(&late).await;
        assert!(matches!(late, Err(crate::StoreError::LeaseLost(lost)) if lost == id));
    })
    .await;
}

#[tokio::test]
async fn of_those_that_wait_the_chosen_ones_are_claimed() {
    for_each_database(|store| async move {
        let mut ids = Vec::new();
        for name in ["a", "b", "c", "d"] {
            ids.push(store.source_save(&spec(name), noon()).await.unwrap().0);
        }
        let lease = TimeDelta::minutes(5);
        let waiting = async || {
            let waiting = store.sources_waiting(noon(), noon(), 9, lease).await.unwrap();
            waiting.into_iter().collect::<std::collections::BTreeMap<_, _>>()
        };
        assert_eq!(waiting().await.get(&ids[1]).map(String::as_str), Some("https://example.org/b.ics"));
        let claimed = async |owner: &str, ids: &[_]| {
            let claimed = store.sources_claim(ids, noon(), noon(), owner, lease).await.unwrap();
            claimed.into_iter().map(|source| source.id).collect::<BTreeSet<_>>()
        };
        assert_eq!(claimed("a", &[ids[1], ids[2]]).await, BTreeSet::from([ids[1], ids[2]]));
        assert_eq!(claimed("b", &[ids[2], ids[3]]).await, BTreeSet::from([ids[3]]));
        assert_eq!(waiting().await.into_keys().collect::<Vec<_>>(), [ids[0]]);
    })
    .await;
}

#[tokio::test]
async fn a_claim_by_a_clock_that_went_wrong_is_anybodys() {
    for_each_database(|store| async move {
        store.source_save(&spec("a"), noon()).await.unwrap();
        let minute = TimeDelta::minutes(1);
        assert_eq!(store.sources_due(noon() + TimeDelta::days(900), 9, "ahead", minute).await.unwrap().len(), 1);
        assert_eq!(store.sources_due(noon(), 9, "a", minute).await.unwrap().len(), 1);
        assert_eq!(store.sources_due(noon() - minute / 2, 9, "b", minute).await.unwrap().len(), 0);
        assert_eq!(store.sources_due(noon() + minute / 2, 9, "b", minute).await.unwrap().len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_source_that_can_not_be_read_keeps_no_other_from_being_claimed() {
    for_each_database(|store| async move {
        let mut ids = Vec::new();
        for name in ["a", "b", "c"] {
            ids.push(store.source_save(&spec(name), noon()).await.unwrap().0);
        }
        let odd = format!("UPDATE sources SET format = 'odd' WHERE id = {}", ids[1].get());
        store.writer.execute_unprepared(&odd).await.unwrap();
        let (hour, day) = (TimeDelta::hours(1), TimeDelta::days(1));
        let claimed = async |now| {
            let due = store.sources_due(now, 9, OWNER, hour).await.unwrap();
            due.into_iter().map(|source| source.id).collect::<BTreeSet<_>>()
        };
        let good = BTreeSet::from([ids[0], ids[2]]);
        assert_eq!(claimed(noon()).await, good);
        store.source_leases_release(OWNER).await.unwrap();
        assert_eq!(claimed(noon()).await, good);
        for id in &good {
            store.source_lease_end(*id, "another", noon()).await.unwrap();
            store.source_lease_end(*id, OWNER, noon() + day * 2).await.unwrap();
        }
        assert_eq!(store.source_due_next_at().await.unwrap(), Some(noon() + day), "it is looked at again");
        store.writer.execute_unprepared(&odd.replace("'odd'", "NULL")).await.unwrap();
        assert_eq!(claimed(noon() + day).await, BTreeSet::from([ids[1]]));
    })
    .await;
}

#[tokio::test]
async fn a_claim_is_kept_by_its_owner_alone() {
    for_each_database(|store| async move {
        let (id, _) = store.source_save(&spec("a"), noon()).await.unwrap();
        store.sources_due(noon(), 9, OWNER, TimeDelta::minutes(1)).await.unwrap();
        assert!(store.source_lease_renew(id, OWNER, later(1)).await.unwrap());
        assert!(!store.source_lease_renew(id, "another", later(9)).await.unwrap());
        assert_eq!(store.source_due_next_at().await.unwrap(), Some(later(1)));
    })
    .await;
}

#[tokio::test]
async fn who_ends_gives_back_what_they_claimed_and_nothing_else() {
    for_each_database(|store| async move {
        for name in ["a", "b", "c"] {
            store.source_save(&spec(name), noon()).await.unwrap();
        }
        assert_eq!(store.sources_due(noon(), 2, OWNER, TimeDelta::hours(1)).await.unwrap().len(), 2);
        assert_eq!(store.sources_due(noon(), 2, "another", TimeDelta::hours(1)).await.unwrap().len(), 1);
        store.source_leases_release(OWNER).await.unwrap();
        assert_eq!(store.sources_due(noon(), 9, "third", TimeDelta::hours(1)).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_paused_source_is_never_due_and_a_resumed_one_at_once() {
    for_each_database(|store| async move {
        let (id, _) = store.source_save(&spec("a"), noon()).await.unwrap();
        assert!(store.source_state_set(id, SourceState::Paused).await.unwrap());
        assert_eq!(store.sources_due(later(99), 9, OWNER, TimeDelta::hours(1)).await.unwrap(), vec![]);
        assert_eq!(store.source_due_next_at().await.unwrap(), None);
        assert!(store.source_state_set(id, SourceState::Active).await.unwrap());
        assert_eq!(store.sources_due(noon(), 9, OWNER, TimeDelta::hours(1)).await.unwrap().len(), 1);
        let unknown = hobnob_domain::SourceId::new(1);
        assert!(!store.source_state_set(unknown, SourceState::Paused).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn the_longest_due_come_first() {
    for_each_database(|store| async move {
        for (name, hours) in [("a", 3), ("b", 1), ("c", 2), ("d", 9)] {
            store.source_save(&spec(name), later(hours)).await.unwrap();
        }
        let due = store.sources_due(later(4), 2, OWNER, TimeDelta::hours(1)).await.unwrap();
        assert_eq!(due.iter().map(|source| source.spec.name.as_str()).collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!(due[0].spec, spec("b"));
    })
    .await;
}

#[tokio::test]
async fn a_named_claim_has_one_owner_at_a_time() {
    for_each_database(|store| async move {
        let take = |owner: &'static str, now, until| {
            let store = store.clone();
            async move { store.lease_take("resolve", owner, now, until).await.unwrap() }
        };
        assert!(take("a", noon(), later(1)).await);
        assert!(!take("b", noon(), later(1)).await);
        store.lease_renew("resolve", "b", later(9)).await.unwrap();
        store.lease_renew("resolve", "a", later(2)).await.unwrap();
        assert!(!take("b", later(1), later(3)).await);
        assert!(take("b", later(2), later(3)).await, "a claim that is over is anybody's");
        store.lease_release("resolve", "a").await.unwrap();
        assert!(!take("a", later(2), later(3)).await, "nobody gives back what is another's");
        store.lease_release("resolve", "b").await.unwrap();
        assert!(take("a", later(2), later(3)).await);
    })
    .await;
}

#[tokio::test]
async fn what_was_made_under_a_claim_that_another_took_over_is_not_written() {
    for_each_database(|store| async move {
        let (id, _) = store.source_save(&spec("a"), noon()).await.unwrap();
        let takes = |owner: &'static str, hours| store.lease_take("resolve", owner, later(hours), later(hours + 1));
        run(&store, id, noon(), read(vec![listing("a", "Evening"), listing("b", "Other Evening")], true)).await;
        assert!(takes("slow", 0).await.unwrap());
        let old = settled(&store, store.listings_dirty(9).await.unwrap(), later(0)).await;
        let half_a_day = read(vec![listing("a", "Cancelled: Evening"), listing("b", "Other Evening")], true);
        run(&store, id, later(1), half_a_day).await;
        assert!(takes("quick", 2).await.unwrap(), "the slow one's time is over");
        let new = settled(&store, store.listings_dirty(9).await.unwrap(), later(2)).await;
        store.events_commit_as("resolve", "quick", new).await.unwrap();
        let before = changes(&store, 0).await.unwrap();
        let late = store.events_commit_as("resolve", "slow", old.clone()).await;
        assert!(matches!(&late, Err(crate::StoreError::ClaimLost(name)) if name == "resolve"), "{late:?}");
        store.lease_release("resolve", "quick").await.unwrap();
        let late = store.events_commit_as("resolve", "slow", old).await;
        assert!(late.is_err(), "it was given back, and is nobody's: {late:?}");
        assert_eq!(changes(&store, 0).await.unwrap(), before);
    })
    .await;
}
