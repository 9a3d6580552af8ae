//! How long the store takes for one year of a conference list: 2,032 listings in 99 commits, then 1,500 events in one.
//!
//! `cargo bench -p hobnob-store`; with `HOBNOB_TEST_POSTGRES_URL` set, PostgreSQL too, in a schema of its own that is
//! dropped before and after.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{
    AttendanceMode, Claim, Event, EventId, EventKind, EventStatus, Facts, KnownListing, Listing, OrganizerWords,
    PlaceWords, Prose, Schedule, SourceSpec, Span, Standing, TimeWords, Venue, Words, occurrences,
};
use hobnob_store::{EventsCommit, PageCommit, PageOutcome, PageRecord, Resolved, RunTally, Store, StoreError};
use sea_orm::{ConnectionTrait, Database};

const SOURCES: usize = 99;
const LISTINGS: usize = 2_032;
const EVENTS: usize = 1_500;
const ROUNDS: usize = 5;

fn noon() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn spec(n: usize) -> Result<SourceSpec, url::ParseError> {
    let url = format!("https://example.org/list/{n}.json").parse()?;
    Ok(SourceSpec::new(format!("List {n}"), url))
}

fn listing(n: usize) -> Listing {
    let time = |day: usize| TimeWords { text: format!("2026-{:02}-{:02}", day % 12 + 1, day % 28 + 1), zone: None };
    let words = Words {
        name: Some(format!("Conference of number {n}")),
        description: Some(Prose::Plain("Two days of talks about what engineers do all day. ".repeat(6))),
        start: Some(time(n)),
        end: Some(time(n + 1)),
        places: vec![PlaceWords {
            locality: Some("Berlin".to_owned()),
            country: Some("Germany".to_owned()),
            ..PlaceWords::default()
        }],
        organizer: Some(OrganizerWords { name: Some(format!("Group {}", n % 50)), url: None }),
        topics: vec![format!("list/topic-{}", n % 9)],
        ..Words::default()
    };
    Listing { key: format!("https://conference-{n}.example"), url: Some(format!("https://c{n}.example")), words }
}

fn event(known: &[&KnownListing]) -> Option<Event> {
    let first = known.first()?;
    let claims = known
        .iter()
        .map(|one| Claim { listing_id: one.id, source_id: one.source_id, url: one.listing.url.clone() })
        .collect();
    let facts = Facts {
        name: first.listing.words.name.clone()?,
        description: Some("Two days of talks about what engineers do all day. ".repeat(6)),
        url: first.listing.url.clone()?,
        kind: EventKind::Conference,
        status: EventStatus::Scheduled,
        attendance_mode: AttendanceMode::Offline,
        schedule: Schedule::once(
            chrono_tz::Europe::Berlin,
            Span::Timed { starts_at: noon(), ends_at: Some(noon() + TimeDelta::days(1)) },
        ),
        venue: Some(Venue { locality: Some(format!("Town {}", first.id.get() % 80)), ..Venue::default() }),
        join_url: None,
        organizer: None,
        niches: Vec::new(),
        goals: Vec::new(),
        keywords: Vec::new(),
        language: None,
        is_free: None,
        offers: Vec::new(),
        image_url: None,
        more_venues: Vec::new(),
        call_for_papers: None,
    };
    Some(Event {
        id: EventId::new(first.id.get()),
        uid: format!("{}@hobnob.example", first.id),
        sequence: 0,
        created_at: noon(),
        revised_at: noon(),
        fingerprint: first.id.to_string(),
        facts,
        standing: Standing::Confirmed,
        claims,
    })
}

fn told(known: &[KnownListing]) -> EventsCommit {
    let members = |n: usize| known.iter().skip(n).step_by(EVENTS).collect::<Vec<_>>();
    let events: Vec<Event> = (0..EVENTS).filter_map(|n| event(&members(n))).collect();
    let window = (noon() - TimeDelta::days(400), noon() + TimeDelta::days(400));
    let occurrences = events.iter().flat_map(|event| occurrences(event, window.0, window.1)).collect();
    let resolved = known
        .iter()
        .map(|one| Resolved {
            listing_id: one.id,
            changed_at: one.changed_at,
            identity_keys: vec![one.listing.key.clone(), format!("{}|2026", one.listing.key)],
            rejection: None,
        })
        .collect();
    let (provenance, keys) = Default::default();
    EventsCommit {
        events,
        occurrences,
        resolved,
        retired: Vec::new(),
        provenance,
        keys,
        pairs: Vec::new(),
        now: noon(),
    }
}

/// Crawls every source once; says how long the commits took.
async fn crawl(store: &Store, now: DateTime<Utc>, is_changed: bool) -> Result<Duration, StoreError> {
    let mut runs = Vec::new();
    for (n, source) in store.sources_due(now, 1_000, "bench", TimeDelta::hours(1)).await?.into_iter().enumerate() {
        let listings: Vec<Listing> = (n..LISTINGS).step_by(SOURCES).map(listing).collect();
        let page = PageRecord {
            url: source.spec.url.to_string(),
            media_type: None,
            bytes: 1,
            body_hash: "0".to_owned(),
            format: None,
        };
        let outcome = PageOutcome::Read {
            pages: vec![page],
            listings,
            in_part: BTreeSet::new(),
            problems: Vec::new(),
            is_complete: true,
            validators: source.validators.clone(),
        };
        let outcome = if is_changed { outcome } else { PageOutcome::Unchanged { validators: None } };
        let owner = "bench".to_owned();
        let tally = RunTally::new(now);
        runs.push(PageCommit {
            source_id: source.id,
            owner,
            spec: source.spec,
            now,
            outcome,
            next_fetch_at: now,
            next_fetch_at_if_quiet: None,
            moved_to: None,
            tally,
        });
    }
    let started = Instant::now();
    for run in runs {
        store.page_commit(&run).await?;
    }
    Ok(started.elapsed())
}

async fn round(url: &str) -> Result<[Duration; 6], Box<dyn std::error::Error>> {
    let store = Store::connect(url).await?;
    store.migrate().await?;
    for n in 0..SOURCES {
        store.source_save(&spec(n)?, noon()).await?;
    }
    let commits = crawl(&store, noon(), true).await?;
    let started = Instant::now();
    let dirty = store.listings_dirty(4_000).await?;
    let reading = started.elapsed();
    let known: Vec<KnownListing> = dirty.into_iter().map(|(known, _)| known).collect();
    let commit = told(&known);
    let again = commit.clone();
    let started = Instant::now();
    let report = store.events_commit(commit).await?;
    let events = started.elapsed();
    assert_eq!(usize::try_from(report.new), Ok(EVENTS));
    let started = Instant::now();
    store.events_commit(again).await?;
    let same_events = started.elapsed();
    let same_commits = crawl(&store, noon() + TimeDelta::hours(1), true).await?;
    let unchanged = crawl(&store, noon() + TimeDelta::hours(2), false).await?;
    store.close().await?;
    Ok([commits, reading, events, same_events, same_commits, unchanged])
}

fn tell(database: &str, mut rounds: Vec<[Duration; 6]>) {
    const STEPS: [&str; 6] = [
        "99 commits of 2,032 new listings",
        "reading them for resolving",
        "one commit of 1,500 new events",
        "the same events again",
        "the same listings again",
        "99 times unchanged",
    ];
    for (step, name) in STEPS.iter().enumerate() {
        rounds.sort_by_key(|round| round.get(step).copied());
        let median = rounds.get(rounds.len() / 2).and_then(|round| round.get(step)).copied().unwrap_or_default();
        println!("{database:10} {name:34} {:8.1} ms", median.as_secs_f64() * 1_000.0);
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let folder = tempfile::tempdir()?;
        rounds.push(round(&format!("sqlite://{}?mode=rwc", folder.path().join("bench.db").display())).await?);
    }
    tell("SQLite", rounds);
    #[expect(clippy::disallowed_methods, reason = "benchmarks find the server by it")]
    let url = std::env::var("HOBNOB_TEST_POSTGRES_URL");
    if let Ok(url) = url {
        let admin = Database::connect(&url).await?;
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            admin.execute_unprepared("DROP SCHEMA IF EXISTS hobnob_bench CASCADE; CREATE SCHEMA hobnob_bench").await?;
            let separator = if url.contains('?') { '&' } else { '?' };
            rounds.push(round(&format!("{url}{separator}options[search_path]=hobnob_bench")).await?);
        }
        admin.execute_unprepared("DROP SCHEMA hobnob_bench CASCADE").await?;
        tell("PostgreSQL", rounds);
    }
    Ok(())
}
