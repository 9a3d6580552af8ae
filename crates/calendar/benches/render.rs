//! What a feed of 1,000 events costs beside copying its bytes: both in one run, to be read as ratios.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench that can't go on should say so"
)]

use criterion::{Criterion, criterion_group, criterion_main};
use hobnob_calendar::{Blocks, Layer, render};
use hobnob_domain::Event;
use std::hint::black_box;

#[path = "../tests/calendar/made.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod made;

fn events() -> Vec<Event> {
    let zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Africa/Casablanca", "America/Sao_Paulo", "UTC"];
    let mut events: Vec<Event> = (0..1_000).map(made::evening).collect();
    for (event, zone) in events.iter_mut().zip(zones.iter().cycle()) {
        event.facts.schedule.zone = zone.parse().unwrap();
        event.facts.description = Some("Two talks, then pizza; bring a friend.\n".repeat(5));
    }
    events
}

fn bench(criterion: &mut Criterion) {
    let (calendar, events) = (made::calendar(), events());
    let sittings = made::sittings(&events);
    let entries = made::entries(&events, &sittings);
    let text = render(&calendar, &entries).text;
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1_000);
    let mut group = criterion.benchmark_group("1,000 events");
    group.sample_size(30);
    group.bench_function("render", |b| b.iter(|| render(black_box(&calendar), black_box(&entries))));
    let blocks = Blocks::keeping(64 * 1024 * 1024);
    let kept = || made::from_kept(&blocks, Layer::Events, black_box(&calendar), black_box(&entries));
    assert_eq!(kept().text, text);
    group.bench_function("render from kept texts", |b| b.iter(kept));
    group.bench_function("copy the same bytes", |b| b.iter(|| black_box(&text).clone()));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
