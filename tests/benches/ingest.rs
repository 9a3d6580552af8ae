//! How long the whole way takes: every topic file of confs.tech over loopback HTTP, into SQLite and (where
//! `HOBNOB_TEST_POSTGRES_URL` names a server) PostgreSQL. Figures are medians of five runs, as ratios to a baseline of
//! the same run: reading the same files and parsing them as JSON.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a benchmark fails by panicking"
)]

use std::{
    path::{Path, PathBuf},
    sync::Mutex,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use hobnob_tests::{App, corpus, for_each_database};

const RUNS: usize = 5;

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let years = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = years
        .filter(|path| path.is_dir())
        .flat_map(|year| std::fs::read_dir(year).expect("a year").map(|entry| entry.expect("an entry").path()))
        .collect();
    files.sort();
    files
}

/// Reads and parses, nothing else.
fn baseline(files: &[PathBuf]) -> Duration {
    let started = Instant::now();
    let rows: usize = files
        .iter()
        .map(|file| serde_json::from_slice::<serde_json::Value>(&std::fs::read(file).expect("a file")).expect("JSON"))
        .filter_map(|rows| rows.as_array().map(Vec::len))
        .sum();
    assert!(rows > 0);
    started.elapsed()
}

#[tokio::main]
async fn main() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("lists/confs.tech");
    let files = files(&folder);
    let unit = median((0..RUNS).map(|_| baseline(&files)).collect());
    println!("baseline: {} files read and parsed in {unit:?}", files.len());
    let figures: Mutex<Vec<(bool, Duration, Duration)>> = Mutex::default();
    for _ in 0..RUNS {
        for_each_database(async |store| {
            let is_postgres = store.is_postgres();
            let mut app = App::start(store, "2026-01-15T08:00:00Z").await;
            for file in &files {
                let path = format!("/{}", file.strip_prefix(&folder).expect("below").display());
                app.web.put(&path, "application/json", std::fs::read(file).expect("a file"));
                app.watch(&path).await;
            }
            let started = Instant::now();
            let report = app.work().await;
            let first = started.elapsed();
            assert!(report.listings.new > 2_000, "{report:?}");
            app.clock.advance(TimeDelta::hours(7));
            let started = Instant::now();
            assert!(app.work().await.is_quiet());
            figures.lock().expect("figures").push((is_postgres, first, started.elapsed()));
        })
        .await;
    }
    let figures = figures.into_inner().expect("figures");
    for (name, is_postgres) in [("SQLite", false), ("PostgreSQL", true)] {
        let of = |pick: fn(&(bool, Duration, Duration)) -> Duration| {
            median(figures.iter().filter(|figure| figure.0 == is_postgres).map(pick).collect())
        };
        if figures.iter().any(|figure| figure.0 == is_postgres) {
            let (first, again) = (of(|figure| figure.1), of(|figure| figure.2));
            let ratio = |time: Duration, unit: Duration| time.as_secs_f64() / unit.as_secs_f64();
            println!(
                "{name}: first run {first:?} ({:.0} x the baseline); unchanged run {again:?} ({:.1} % of the first)",
                ratio(first, unit),
                100.0 * ratio(again, first)
            );
        }
    }
}
