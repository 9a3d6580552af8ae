//! What the index costs as events become more: every figure beside that of the predicate asked of every event, in one
//! run. `cargo bench -p hobnob-index -- 1000000` measures one size.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "a bench that can't go on should say so"
)]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use hobnob_domain::{Event, EventFilter, EventId, EventOrder, Occurrence, Slice, occurrences};
use hobnob_index::{Index, SERIES_AHEAD, SERIES_PAST, Snapshot};

#[path = "../tests/index/made.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod made;
mod town;

use made::now;

/// Events handed over at once, as those who read them from a store do.
const HANDED: i64 = 50_000;

/// Filters asked in turn.
const FILTERS: u64 = 2_000;

/// Seconds an operation takes, from as many as fit in a while.
fn each(mut operation: impl FnMut(usize)) -> f64 {
    let (begin, mut count) = (Instant::now(), 0);
    while begin.elapsed() < Duration::from_millis(1_500) {
        operation(count);
        count += 1;
    }
    begin.elapsed().as_secs_f64() / count as f64
}

/// Memory of this process that is in use, in bytes.
fn resident() -> Option<f64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<f64>().ok()? * 4_096.0)
}

/// Every event with its sittings, but without the text, which these filters don't ask for.
fn plain(events: i64) -> Vec<(Event, Vec<Occurrence>)> {
    let (from, to) = (now() - SERIES_PAST, now() + SERIES_AHEAD);
    let event = |number| {
        let mut event = town::event(number);
        event.facts.description = None;
        let sittings = occurrences(&event, from, to);
        (event, sittings)
    };
    (1..=events).map(event).collect()
}

/// The plain way to the first fifty: ask the predicate of every sitting, sort what is left.
fn first_plain(events: &[(Event, Vec<Occurrence>)], filter: &EventFilter) -> usize {
    let first = |(event, sittings): &(Event, Vec<Occurrence>)| {
        let sitting = sittings.iter().find(|sitting| filter.matches(event, sitting, now()))?;
        Some((sitting.starts_at, event.id))
    };
    let mut found: Vec<_> = events.iter().filter_map(first).collect();
    found.sort_unstable();
    found.truncate(50);
    found.len()
}

fn filled(events: i64) -> Index {
    let index = Index::keeping(Some(SERIES_PAST), 0);
    let before = resident();
    let mut taken = Duration::ZERO;
    let mut next = 1;
    while next <= events {
        let batch: Vec<Event> = (next..(next + HANDED).min(events + 1)).map(town::event).collect();
        next += HANDED;
        let begin = Instant::now();
        index.apply(batch, &[], 1, now());
        taken += begin.elapsed();
    }
    let begin = Instant::now();
    index.settle();
    println!(
        "  start-up {:.2} s, then {:.2} s of merging in the background",
        taken.as_secs_f64(),
        begin.elapsed().as_secs_f64()
    );
    if let Some((before, after)) = before.zip(resident()) {
        println!(
            "  {:.0} bytes an event (resident, with what the allocator holds back)",
            (after - before) / events as f64
        );
    }
    index
}

fn searches(index: &Index, events: i64) {
    let filters: Vec<EventFilter> = (0..FILTERS).map(town::filter).collect();
    let snapshot = index.snapshot();
    let search = each(|turn| {
        black_box(snapshot.query(&filters[turn % filters.len()], &Slice::first(50), now()));
    });
    let rows: usize = filters.iter().map(|filter| snapshot.query(filter, &Slice::first(50), now()).rows.len()).sum();
    let plain = plain(events);
    let scan = each(|turn| {
        black_box(first_plain(&plain, &filters[turn % filters.len()]));
    });
    println!(
        "  niche + radius + dates, first 50: {:.0} a second, {:.1} rows each; {:.0} times the scan's {:.1}",
        1.0 / search,
        rows as f64 / filters.len() as f64,
        scan / search,
        1.0 / scan
    );
}

fn told(name: &str, seconds: f64) {
    println!("  {name:<44} {:>10.1} µs", seconds * 1e6);
}

fn others(snapshot: &Snapshot) {
    let all = EventFilter::default();
    let text = |query: &str| EventFilter { query: Some(query.to_owned()), ..EventFilter::default() };
    let by = |order| Slice { order, ..Slice::first(50) };
    let narrow: Vec<EventFilter> = (0..FILTERS).map(town::filter).collect();
    let near = |turn: usize| EventFilter { niches: Vec::new(), ..narrow[turn % narrow.len()].clone() };
    let query = |filter: &EventFilter, slice: &Slice| each(|_| drop(black_box(snapshot.query(filter, slice, now()))));
    told("all that is to come, first 50", query(&all, &Slice::first(50)));
    told("all, newest 50", query(&all, &by(EventOrder::Newest)));
    told("two rare words, best 50", query(&text("kaloten mirasol"), &by(EventOrder::Relevance)));
    told("a common word, best 50", query(&text("meetup"), &by(EventOrder::Relevance)));
    told("a common phrase, first 50", query(&text("\"community speakers\""), &Slice::first(50)));
    told(
        "near, nearest 50",
        each(|turn| drop(black_box(snapshot.query(&near(turn), &by(EventOrder::Distance), now())))),
    );
    told(
        "count of niche + radius + dates",
        each(|turn| {
            black_box(snapshot.count(&narrow[turn % narrow.len()], now()));
        }),
    );
    told(
        "facets of niche + radius + dates",
        each(|turn| drop(black_box(snapshot.facets(&narrow[turn % narrow.len()], now())))),
    );
    told(
        "count of all",
        each(|_| {
            black_box(snapshot.count(&all, now()));
        }),
    );
    told("facets of all", each(|_| drop(black_box(snapshot.facets(&all, now())))));
}

fn changes(index: &Index, events: i64) {
    let mut worst = Duration::ZERO;
    let apply = each(|turn| {
        let number = 1 + (turn as i64 * 7_919) % events;
        let changed = vec![town::event(number)];
        let begin = Instant::now();
        index.apply(changed, &[EventId::new(events + 1)], 1, now());
        worst = worst.max(begin.elapsed());
        if turn % 16 == 0 {
            index.settle();
        }
    });
    println!(
        "  a change of one event: {:.0} µs with making and merging, at most {:.0} µs until it is seen",
        apply * 1e6,
        worst.as_secs_f64() * 1e6
    );
}

fn main() {
    let asked: Vec<i64> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![10_000, 100_000, 1_000_000] } else { asked };
    for events in sizes {
        println!("{events} events");
        let index = filled(events);
        searches(&index, events);
        others(&index.snapshot());
        changes(&index, events);
    }
}
