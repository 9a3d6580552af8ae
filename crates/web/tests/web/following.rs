use crate::world::{World, at, events};
use hobnob_index::Index;
use std::sync::Arc;
use tokio::sync::{Notify, watch};

#[tokio::test]
async fn catching_up_brings_all_that_the_store_holds() {
    let world = World::of(Vec::new()).await;
    world.stock(events(4), Vec::new()).await;
    let index = Index::new(None);
    hobnob_web::catch_up(&world.store, &index, at(crate::world::NOW)).await.unwrap();
    assert_eq!(index.snapshot().len(), 4);
    let reached = index.snapshot().revision();
    hobnob_web::catch_up(&world.store, &index, at(crate::world::NOW)).await.unwrap();
    assert_eq!((index.snapshot().len(), index.snapshot().revision()), (4, reached));
}

#[tokio::test]
async fn a_store_that_went_back_in_time_is_read_from_its_beginning() {
    let world = World::of(Vec::new()).await;
    world.stock(events(3), Vec::new()).await;
    let index = Index::new(None);
    index.apply(events(2), &[], 1_000, at(crate::world::NOW));
    let before = index.snapshot();
    hobnob_web::catch_up(&world.store, &index, at(crate::world::NOW)).await.unwrap();
    let after = index.snapshot();
    assert_eq!((before.len(), after.len()), (2, 3));
    assert!(after.revision() < 1_000 && after.epoch() > before.epoch(), "caches must tell the two apart");
}

#[tokio::test]
async fn following_shows_what_was_written_when_it_is_woken_and_ends_when_it_is_told() {
    let world = World::of(Vec::new()).await;
    let index = Index::new(None);
    let wake = Arc::new(Notify::new());
    let (tell, stop) = watch::channel(false);
    let follow = hobnob_web::follow(world.store.clone(), index.clone(), world.clock.clone(), Arc::clone(&wake), stop);
    let follow = tokio::spawn(follow);
    world.stock(events(3), Vec::new()).await;
    wake.notify_one();
    while index.snapshot().len() < 3 {
        tokio::task::yield_now().await;
    }
    tell.send(true).unwrap();
    follow.await.unwrap();
    assert_eq!(index.snapshot().len(), 3);
}

#[tokio::test]
async fn following_survives_a_store_that_is_away() {
    let world = World::of(events(2)).await;
    world.store.clone().close().await.unwrap();
    let (tell, stop) = watch::channel(false);
    let follow =
        hobnob_web::follow(world.store.clone(), world.index.clone(), world.clock.clone(), Arc::default(), stop);
    let follow = tokio::spawn(follow);
    tokio::task::yield_now().await;
    tell.send(true).unwrap();
    follow.await.unwrap();
    assert_eq!(world.index.snapshot().len(), 2);
}
