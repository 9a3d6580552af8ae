use crate::world::{World, at, event, events};
use hobnob_domain::{EventFilter, Occurrence, Recurrence, RecurrenceRule};
use hobnob_index::Index;
use hobnob_web::IndexFile;
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
    let follow =
        hobnob_web::follow(world.store.clone(), index.clone(), None, world.clock.clone(), Arc::clone(&wake), stop);
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
        hobnob_web::follow(world.store.clone(), world.index.clone(), None, world.clock.clone(), Arc::default(), stop);
    let follow = tokio::spawn(follow);
    tokio::task::yield_now().await;
    tell.send(true).unwrap();
    follow.await.unwrap();
    assert_eq!(world.index.snapshot().len(), 2);
}

async fn loaded(world: &World, file: &IndexFile) -> (Index, bool) {
    let index = Index::new(None);
    let now = at(crate::world::NOW);
    let was_restored = file.restore(&world.store, &index, now).await.unwrap();
    hobnob_web::catch_up(&world.store, &index, now).await.unwrap();
    (index, was_restored)
}

fn rows(index: &Index) -> Vec<Occurrence> {
    let rows = index.snapshot().all(&EventFilter::default(), at(crate::world::NOW));
    rows.into_iter().map(|row| row.occurrence).collect()
}

#[tokio::test]
async fn what_a_process_knew_the_next_one_knows_and_what_changed_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let file = IndexFile::new(folder.path().join("hobnob.index")).for_few_events();
    let world = World::of(Vec::new()).await;
    let mut series = event(7);
    let rules = vec![RecurrenceRule::new("FREQ=WEEKLY;COUNT=9").unwrap()];
    series.facts.schedule.recurrence = Some(Recurrence { rules, ..Recurrence::default() });
    world.stock(events(4).into_iter().chain([series]).collect(), Vec::new()).await;
    let (first, was_restored) = loaded(&world, &file).await;
    assert!(!was_restored, "there was no file");
    file.write(&world.store, first.snapshot(), at(crate::world::NOW)).await.unwrap();
    let mut renamed = event(2);
    renamed.facts.name = "Renamed".to_owned();
    renamed.fingerprint = "renamed".to_owned();
    world.stock(vec![renamed, event(9)], Vec::new()).await;
    let (second, was_restored) = loaded(&world, &file).await;
    let (whole, _) = loaded(&world, &IndexFile::new(folder.path().join("none"))).await;
    assert!(was_restored);
    assert_eq!((rows(&second), second.snapshot().revision()), (rows(&whole), whole.snapshot().revision()));
    assert_eq!(second.snapshot().len(), 6);
    let told = second
        .snapshot()
        .spots(&EventFilter { query: Some("renamed".to_owned()), ..EventFilter::default() }, at(crate::world::NOW));
    assert_eq!(told.len(), 1);
}

#[tokio::test]
async fn a_file_of_another_database_or_a_damaged_one_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hobnob.index");
    let file = IndexFile::new(&path).for_few_events();
    let (world, other) = (World::of(Vec::new()).await, World::of(Vec::new()).await);
    world.stock(events(4), Vec::new()).await;
    other.stock(events(2), Vec::new()).await;
    let (index, _) = loaded(&world, &file).await;
    file.write(&world.store, index.snapshot(), at(crate::world::NOW)).await.unwrap();
    let (index, was_restored) = loaded(&other, &file).await;
    assert_eq!((was_restored, index.snapshot().len()), (false, 2));
    let bytes = std::fs::read(&path).unwrap();
    for (place, cut) in [(3, bytes.len()), (bytes.len() - 3, bytes.len()), (0, bytes.len() / 2), (0, 20), (0, 0)] {
        let mut damaged = bytes[..cut].to_vec();
        if place > 0 {
            damaged[place] ^= 1;
        }
        std::fs::write(&path, damaged).unwrap();
        let (index, was_restored) = loaded(&world, &file).await;
        assert_eq!((was_restored, index.snapshot().len()), (false, 4), "{place} {cut}");
    }
}

#[tokio::test]
async fn what_is_no_index_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("diary.txt");
    std::fs::write(&path, "dear diary, today I went to a meetup").unwrap();
    let world = World::of(Vec::new()).await;
    world.stock(events(1), Vec::new()).await;
    let file = IndexFile::new(&path).for_few_events();
    let (index, was_restored) = loaded(&world, &file).await;
    file.write(&world.store, index.snapshot(), at(crate::world::NOW)).await.unwrap();
    assert!(!was_restored);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "dear diary, today I went to a meetup");
}

#[tokio::test]
async fn who_follows_with_a_file_writes_it_once_all_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let file = IndexFile::new(folder.path().join("hobnob.index")).for_few_events();
    let world = World::of(Vec::new()).await;
    world.stock(events(3), Vec::new()).await;
    let (tell, stop) = watch::channel(false);
    let (index, clock) = (Index::new(None), world.clock.clone());
    let follow = hobnob_web::follow(world.store.clone(), index, Some(file.clone()), clock, Arc::default(), stop);
    let follow = tokio::spawn(follow);
    while !loaded(&world, &file).await.1 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    tell.send(true).unwrap();
    follow.await.unwrap();
}
