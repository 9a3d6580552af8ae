//! Turns at sites.

use crate::{
    HostTurn, Store,
    tests::{
        databases::for_each_database,
        samples::{later, noon},
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

const SITE: &str = "example.org";
const MINUTE: TimeDelta = TimeDelta::minutes(1);

async fn enter(store: &Store, owner: &str, now: DateTime<Utc>) -> HostTurn {
    store.host_enter(SITE, owner, now, MINUTE).await.unwrap()
}

#[tokio::test]
async fn a_site_is_talked_to_by_one_at_a_time_with_a_pause_between() {
    for_each_database(|store| async move {
        assert_eq!(enter(&store, "a", noon()).await, HostTurn::Ours);
        assert_eq!(enter(&store, "b", noon()).await, HostTurn::Taken(noon() + MINUTE));
        assert_eq!(store.host_enter("example.com", "b", noon(), MINUTE).await.unwrap(), HostTurn::Ours);
        let free_at = noon() + TimeDelta::seconds(3);
        store.host_leave(SITE, "b", later(9)).await.unwrap();
        assert_eq!(enter(&store, "b", noon()).await, HostTurn::Taken(noon() + MINUTE), "it is not b's to give back");
        store.host_leave(SITE, "a", free_at).await.unwrap();
        assert_eq!(enter(&store, "b", noon()).await, HostTurn::Resting(free_at));
        assert_eq!(enter(&store, "a", noon()).await, HostTurn::Resting(free_at), "nor may a itself come sooner");
        assert_eq!(enter(&store, "b", free_at).await, HostTurn::Ours);
        assert_eq!(enter(&store, "a", free_at).await, HostTurn::Taken(free_at + MINUTE));
    })
    .await;
}

#[tokio::test]
async fn a_turn_that_was_never_given_back_is_anybodys_when_its_lease_is_over() {
    for_each_database(|store| async move {
        enter(&store, "a", noon()).await;
        assert_eq!(enter(&store, "b", noon() + MINUTE).await, HostTurn::Ours);
        store.host_leave(SITE, "a", later(9)).await.unwrap();
        assert_eq!(enter(&store, "c", noon() + MINUTE).await, HostTurn::Taken(noon() + MINUTE * 2));
    })
    .await;
}

#[tokio::test]
async fn who_ends_gives_all_their_turns_back_and_no_others() {
    for_each_database(|store| async move {
        enter(&store, "a", noon()).await;
        assert_eq!(store.host_enter("example.com", "b", noon(), MINUTE).await.unwrap(), HostTurn::Ours);
        let free_at = noon() + TimeDelta::seconds(10);
        store.host_turns_release("a", free_at).await.unwrap();
        assert_eq!(enter(&store, "b", noon()).await, HostTurn::Resting(free_at));
        assert_eq!(enter(&store, "b", free_at).await, HostTurn::Ours);
        let theirs = store.host_enter("example.com", "c", noon(), MINUTE).await.unwrap();
        assert_eq!(theirs, HostTurn::Taken(noon() + MINUTE));
    })
    .await;
}

#[tokio::test]
async fn of_many_who_come_at_once_one_has_the_turn() {
    for_each_database(|store| async move {
        let (mut tasks, ours) = (tokio::task::JoinSet::new(), Arc::new(AtomicU32::new(0)));
        for number in 0..16 {
            let (store, ours) = (store.clone(), Arc::clone(&ours));
            tasks.spawn(async move {
                if enter(&store, &format!("worker-{number}"), noon()).await == HostTurn::Ours {
                    ours.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        tasks.join_all().await;
        assert_eq!(ours.load(Ordering::SeqCst), 1);
    })
    .await;
}

#[tokio::test]
async fn a_host_that_wants_silence_gets_it_and_its_site_does_not() {
    for_each_database(|store| async move {
        store.host_silence(SITE, later(3)).await.unwrap();
        store.host_silence(SITE, later(2)).await.unwrap();
        assert_eq!(store.host_silent_until(SITE, later(1)).await.unwrap(), Some(later(2)));
        assert_eq!(store.host_silent_until(SITE, later(2)).await.unwrap(), None);
        assert_eq!(store.host_silent_until("www.example.org", later(1)).await.unwrap(), None);
        assert_eq!(enter(&store, "a", later(1)).await, HostTurn::Ours);
        store.hosts_forget(later(5)).await.unwrap();
        assert_eq!(store.host_silent_until(SITE, later(1)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn what_a_clock_that_went_wrong_has_written_holds_up_nobody() {
    for_each_database(|store| async move {
        let ahead = noon() + TimeDelta::days(900);
        store.host_silence(SITE, ahead).await.unwrap();
        assert_eq!(store.host_silent_until(SITE, noon()).await.unwrap(), None);
        assert_eq!(enter(&store, "ahead", ahead).await, HostTurn::Ours);
        assert_eq!(enter(&store, "a", noon()).await, HostTurn::Ours);
        assert_eq!(enter(&store, "b", noon()).await, HostTurn::Taken(noon() + MINUTE));
        store.host_leave(SITE, "a", ahead).await.unwrap();
        assert_eq!(enter(&store, "b", noon()).await, HostTurn::Ours);
    })
    .await;
}
