//! Questions a second, beside what folding the same texts costs: the least that any lookup must do.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hobnob_domain::{Point, text::folded};
use hobnob_gazetteer::{Gazetteer, Hints};
use std::hint::black_box;

/// As listings write it: short and long, clear and not.
const TEXTS: [&str; 12] = [
    "Berlin, Germany",
    "Austin, TX",
    "Virtual (Dallas, TX, US)",
    "Online",
    "Rungestraße 20, 10179 Berlin, Germany",
    "Paris, France & Online",
    "Engineering Hall, Room 4, State University, Boulder, CO, US",
    "São Paulo - SP, Brasil",
    "Springfield",
    "東京都千代田区丸の内1-1",
    "Hydrabad, Telangana, India",
    "The old barn behind the mill, ask for Anna at the gate",
];

const NAMES: [&str; 8] =
    ["Berlin", "Berlin, DE", "Paris, Texas", "NYC", "München", "Springfield", "Narnia", "austin tx"];

fn geocode(criterion: &mut Criterion) {
    let gazetteer = Gazetteer::embedded();
    let mut group = criterion.benchmark_group("geocode");
    let count = |texts: &[&str]| Throughput::Elements(texts.len().try_into().unwrap_or(1));
    group.throughput(count(&TEXTS));
    group.bench_function("fold only", |b| b.iter(|| TEXTS.map(|text| folded(black_box(text)))));
    let hints = Hints::default();
    group.bench_function("locate", |b| b.iter(|| TEXTS.map(|text| gazetteer.locate(black_box(text), &hints))));
    group.throughput(count(&NAMES));
    group.bench_function("find", |b| b.iter(|| NAMES.map(|name| gazetteer.find(black_box(name)))));
    group.throughput(Throughput::Elements(3));
    group.bench_function("search", |b| {
        b.iter(|| ["ber", "new y", "s"].map(|query| gazetteer.search(black_box(query), 10)))
    });
    let points: Vec<Point> =
        [(52.5, 13.4), (40.7, -74.0), (0.0, -30.0)].iter().filter_map(|(lat, lon)| Point::new(*lat, *lon)).collect();
    group.bench_function("nearest", |b| {
        b.iter(|| points.iter().map(|point| gazetteer.nearest(black_box(*point))).filter(Option::is_some).count());
    });
    group.finish();
}

criterion_group!(benches, geocode);
criterion_main!(benches);
