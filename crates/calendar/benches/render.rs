//! What a feed of 1,000 events costs beside copying its bytes: both in one run, to be read as ratios.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench that can't go on should say so"
)]

use criterion::{Criterion, criterion_group, criterion_main};
use hobnob_calendar::{Blocks, Entry, Layer, Text, assemble, render};
use hobnob_domain::{Countries, Event, Spot};
use std::hint::black_box;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    // Each time all texts are written and kept anew; what the clocks do is known already, as it is where a server runs.
    let options = &calendar.options;
    let mut state = 0;
    group.bench_function("render changed events", |b| {
        b.iter(|| {
            state += 1;
            let spots = entries.iter().map(|entry| Spot { state, occurrence: entry.occurrence.clone() });
            let spots: Vec<Spot> = spots.collect();
            assert!(blocks.texts(Layer::Events, options, &spots).iter().all(Option::is_none));
            let text = |entry: &Entry<'_>| {
                Text::new(Layer::Events, options, entry.event, entry.occurrence, None, Countries::default())
            };
            let texts: Vec<Text> = entries.iter().map(text).collect();
            blocks.keep(Layer::Events, options, spots.iter().zip(&texts));
            assemble(black_box(&calendar), &texts, 0, Some(&blocks))
        });
    });
    group.bench_function("copy the same bytes", |b| b.iter(|| black_box(&text).clone()));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
