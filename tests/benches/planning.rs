//! What planning the weekly letters costs: 100,000 readers over 100,000 invented events, in their second week, as ratios
//! to a baseline of the same run: asking the predicate of every event once. The outbox is emptied between two batches,
//! as senders do; that is not counted.
//!
//! `cargo bench -p hobnob-tests --bench planning -- READERS EVENTS WISHES` measures other sizes; readers share wishes.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "a benchmark fails by panicking"
)]

use std::{
    hint::black_box,
    sync::Mutex,
    time::{Duration, Instant},
};

use chrono::{DateTime, Datelike as _, TimeDelta, Timelike as _, Utc};
use hobnob_domain::{CallForPapers, Event, EventFilter, EventKind, Near, Occurrence, WeeklyHour, Wishes};
use hobnob_tests::{App, Post, for_each_address};
use hobnob_worker::Worker;
use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection};

#[path = "../../crates/index/tests/index/made.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod made;
mod stocked;
#[path = "../../crates/index/benches/town.rs"]
mod town;

use made::now;

/// An invented event, as known for some time: one in eight since this week, one in twelve calls for papers.
fn event(number: i64) -> Event {
    let mut event = town::event(number);
    let mut dice = made::Dice::new(number.unsigned_abs() + 99);
    let days = |dice: &mut made::Dice, below| TimeDelta::days(i64::try_from(dice.roll(below)).unwrap());
    event.created_at = now() - days(&mut dice, 60);
    event.facts.venue.iter_mut().for_each(|venue| venue.name = Some(format!("House {}", number % 500)));
    if dice.roll(12) == 0 {
        let closes_at = Some(now() + days(&mut dice, 60));
        let url = Some(format!("https://example.org/{number}/propose"));
        event.facts.call_for_papers = Some(CallForPapers { opens_at: None, closes_at, url });
    }
    event.claims.clear();
    event
}

/// Evenings around a town, and conferences within far more: one to three niches, sometimes any.
fn wishes(number: u64, at: DateTime<Utc>) -> Wishes {
    let mut dice = made::Dice::new(number * 7 + 3);
    let niches = (0..dice.roll(4)).flat_map(|more| town::filter(number * 5 + more).niches).collect::<Vec<_>>();
    let near = town::filter(number % 400).near.expect("a place");
    let evenings = EventFilter { niches: niches.clone(), near: Some(near.clone()), ..EventFilter::default() };
    let kinds = vec![EventKind::Conference, EventKind::Workshop];
    let far = Near { radius_km: 1_000.0, ..near };
    let conferences = EventFilter { niches, kinds, near: Some(far), ..EventFilter::default() };
    let zone = chrono_tz::Tz::Europe__Berlin;
    let local = at.with_timezone(&zone);
    let when = WeeklyHour { zone, weekday: local.weekday(), hour: local.hour() as u8 };
    Wishes { filters: vec![evenings, conferences], goals: [].into(), when }
}

/// Each reader so many times, with what they were told.
async fn multiply(db: &DatabaseConnection, copies: u64) {
    let run = async |statement: String| {
        db.execute_unprepared(&statement).await.expect("a statement of the bench's frame");
    };
    // Ids of readers are digests: the copies differ in their low digits.
    let numbers = format!("WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {})", copies - 1);
    let id = |column: &str| format!("({column} / 4096) * 4096 + ({column} + n.n) % 4096");
    for table in ["subscribers", "subscriber_addresses", "memories"] {
        let columns = match table {
            "subscribers" => {
                "state, filters, goals, zone, weekday, hour, created_at, confirmed_at, left_at, told_at, next_due_at"
            }
            "subscriber_addresses" => "address_hash || '.' || n.n, 'copy-' || n.n || '-' || address",
            _ => "told",
        };
        let names = if table == "subscriber_addresses" { "address_hash, address" } else { columns };
        let key = if table == "subscribers" { "id" } else { "subscriber_id" };
        let from = format!("SELECT {}, {columns} FROM {table} CROSS JOIN n", id(key));
        run(format!("{numbers} INSERT INTO {table} ({key}, {names}) {from}")).await;
    }
    run("ANALYZE".to_owned()).await;
}

/// Takes what was planned out of the way, as if it were sent.
async fn emptied(db: &DatabaseConnection) {
    for statement in ["UPDATE letters SET state = 'sent' WHERE state = 'planned'", "DELETE FROM letter_words"] {
        db.execute_unprepared(statement).await.expect("the outbox is emptied");
    }
}

struct Figures {
    letters: u64,
    taken: Duration,
    of_cores: Duration,
}

/// What this process has used of all cores; nothing where the system does not say.
fn of_cores() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok());
    Duration::from_millis(10 * ticks.sum::<u64>())
}

async fn planned(worker: &Worker, db: &DatabaseConnection, at: DateTime<Utc>) -> Figures {
    let (mut taken, mut used) = (Duration::ZERO, Duration::ZERO);
    loop {
        let (started, before) = (Instant::now(), of_cores());
        let did = worker.letters_plan(at).await.expect("a batch is planned");
        taken += started.elapsed();
        used += of_cores() - before;
        if !did {
            break;
        }
        emptied(db).await;
    }
    Figures { letters: worker.total().await.expect("a total").letters.planned, taken, of_cores: used }
}

fn baseline(events: i64) -> Duration {
    let now = now();
    let sitting = |event: Event| (event.sitting_at(now), event);
    let events: Vec<(Occurrence, Event)> = (1..=events).map(|number| sitting(event(number))).collect();
    let filter = &wishes(1, now).filters[0];
    let started = Instant::now();
    let found = events.iter().filter(|(sitting, event)| filter.matches(event, sitting, now)).count();
    black_box(found);
    started.elapsed()
}

#[tokio::main]
async fn main() {
    let mut sizes = std::env::args().skip(1).filter_map(|argument| argument.parse::<u64>().ok());
    let readers = sizes.next().unwrap_or(100_000);
    let events = i64::try_from(sizes.next().unwrap_or(100_000)).unwrap();
    let distinct = sizes.next().unwrap_or(2_000).min(readers);
    let unit = baseline(events);
    println!("baseline: {events} events asked one by one in {unit:?}");
    let told: Mutex<Vec<String>> = Mutex::default();
    for_each_address(async |address, store| {
        let name = if store.is_postgres() { "PostgreSQL" } else { "SQLite" };
        let app = App::start(store.clone(), &now().to_rfc3339()).await;
        stocked::stock(&store, (1..=events).map(event)).await;
        let post = Post::open(&app);
        let db = Database::connect(&address).await.expect("a connection of the bench's own");
        for number in 0..distinct {
            let address = format!("reader-{number}@example.org");
            post.reader(&app, &address, &wishes(number, now() + TimeDelta::hours(1))).await;
            for table in ["letters", "confirmations"] {
                db.execute_unprepared(&format!("DELETE FROM {table}")).await.expect("no question is sent");
            }
        }
        // Letters are spread over the hour they are asked for.
        app.clock.advance(TimeDelta::hours(2));
        let first = post.worker(&app, "bench");
        first.letters_all(app.now()).await.expect("the first letters are sent");
        multiply(&db, readers / distinct).await;
        app.clock.advance(TimeDelta::days(7));
        let worker = post.worker(&app, "bench");
        // The index is loaded before anybody counts.
        worker.letters_plan(app.now() - TimeDelta::days(1)).await.expect("nothing is due");
        let Figures { letters, taken, of_cores } = planned(&worker, &db, app.now()).await;
        let ratio = taken.as_secs_f64() / unit.as_secs_f64();
        told.lock().expect("figures").push(format!(
            "{name}: {readers} readers of {distinct} sorts, {letters} letters planned in {taken:.1?}: {ratio:.0} baselines, \
             {:.2?} a reader; {:.2?} of the cores",
            taken / readers as u32,
            of_cores / readers as u32
        ));
    })
    .await;
    told.into_inner().expect("figures").iter().for_each(|line| println!("{line}"));
}
