//! How much faster the index answers than the predicate asked of every event: both in one run, to be read as ratios.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench that can't go on should say so"
)]

use criterion::{Criterion, criterion_group, criterion_main};
use hobnob_domain::{AttendanceMode, Event, EventFilter, Near, Occurrence, Point, Slice, occurrences};
use hobnob_index::Index;
use std::hint::black_box;

#[path = "../tests/index/made.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod made;

const EVENTS: i64 = 100_000;

/// The plain way: every sitting of every event, asked by the domain's predicate, the first match of each.
fn plain(sittings: &[(Event, Vec<Occurrence>)], filter: &EventFilter) -> usize {
    let first = |(event, sittings): &&(Event, Vec<Occurrence>)| {
        sittings.iter().any(|sitting| filter.matches(event, sitting, made::now()))
    };
    sittings.iter().filter(first).count()
}

fn filters() -> Vec<(&'static str, EventFilter)> {
    let from = Some(made::now());
    let near = Some(Near { text: "here".to_owned(), point: Point::new(52.0, 12.0).unwrap(), radius_km: 50.0 });
    let niches = vec!["python".parse().unwrap()];
    let modes = vec![AttendanceMode::Offline, AttendanceMode::Mixed];
    vec![
        ("upcoming", EventFilter { from, ..EventFilter::default() }),
        ("niche near", EventFilter { from, niches, near, modes, ..EventFilter::default() }),
        ("words", EventFilter { from, query: Some("rust night".to_owned()), ..EventFilter::default() }),
    ]
}

fn bench(criterion: &mut Criterion) {
    let events: Vec<Event> = (1..=EVENTS).map(|id| made::event(id, id.unsigned_abs())).collect();
    let (from, to) = (made::now() - hobnob_index::SERIES_PAST, made::now() + hobnob_index::SERIES_AHEAD);
    let sittings: Vec<_> = events.iter().map(|event| (event.clone(), occurrences(event, from, to))).collect();
    let index = Index::new(Some(hobnob_index::SERIES_PAST));
    for (revision, batch) in (1..).zip(events.chunks(10_000)) {
        index.apply(batch.to_vec(), &[], revision, made::now());
    }
    let snapshot = index.snapshot();
    for (name, filter) in filters() {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(20);
        group.bench_function("plain count", |b| b.iter(|| plain(black_box(&sittings), &filter)));
        group.bench_function("count", |b| b.iter(|| snapshot.count(black_box(&filter), made::now())));
        group.bench_function("first 20", |b| {
            b.iter(|| snapshot.query(black_box(&filter), &Slice::first(20), made::now()))
        });
        group.bench_function("facets", |b| b.iter(|| snapshot.facets(black_box(&filter), made::now())));
        group.finish();
    }
    let mut group = criterion.benchmark_group("apply");
    group.sample_size(20);
    group.bench_function("one event", |b| b.iter(|| index.apply(vec![events[0].clone()], &[], 99, made::now())));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
