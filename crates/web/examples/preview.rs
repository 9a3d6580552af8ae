//! Serves made-up events from memory, to look at the pages: `cargo run -p hobnob-web --example preview [-- PORT]`.
//! The day is 2 March 2026 for ever, so that two looks can be compared.
#![allow(clippy::unwrap_used, reason = "made up here")]

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use hobnob_domain::{
    AttendanceMode, CallForPapers, Claim, Clock, Event, EventId, EventKind, EventStatus, Facts, Goal, ListingId, Offer,
    Organizer, OrganizerId, Recurrence, RecurrenceRule, Schedule, SourceId, SourceSpec, Span, Standing, Venue,
};
use hobnob_gazetteer::{Gazetteer, Place};
use hobnob_index::Index;
use hobnob_store::Store;
use hobnob_web::State;

const EVENTS: i64 = 1_400;

const TOPICS: &[(&str, &str, &[Goal])] = &[
    ("rust", "Rust", &[Goal::Skills, Goal::OpenSource]),
    ("postgresql", "PostgreSQL", &[Goal::Specialization]),
    ("python", "Python", &[Goal::Skills]),
    ("kubernetes", "Kubernetes", &[Goal::Architecture]),
    ("go", "Go", &[Goal::Skills, Goal::Networking]),
    ("accessibility", "Accessibility", &[Goal::Specialization]),
    ("devops", "DevOps", &[Goal::Architecture, Goal::Networking]),
    ("javascript", "JavaScript", &[Goal::Skills]),
    ("software-architecture", "Software architecture", &[Goal::Architecture]),
    ("public-speaking", "Speaking", &[Goal::Communication]),
];

const TOWNS: &[&str] = &["Berlin", "Zurich", "Lisbon", "Toronto", "Bengaluru", "Tokyo", "Kathmandu", "Nairobi"];

struct Fixed(DateTime<Utc>);

impl Clock for Fixed {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

#[tokio::main]
async fn main() {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(8099_u16);
    let now: DateTime<Utc> = "2026-03-02T09:41:00Z".parse().unwrap();
    let store = Store::connect("sqlite::memory:").await.unwrap();
    store.migrate().await.unwrap();
    let mut sources = Vec::new();
    for (slug, name, _) in TOPICS {
        let url = format!("https://lists.example/{slug}.ics").parse().unwrap();
        let spec = SourceSpec::new(format!("{name} groups"), url);
        sources.push(store.source_save(&spec, now).await.unwrap().0);
    }
    let index = Index::new(None);
    let events = (1..=EVENTS).map(|number| event(number, now, &sources)).chain([empty_words(now)]).collect();
    index.apply(events, &[], 1, now);
    let base = format!("http://127.0.0.1:{port}/").parse().unwrap();
    let state = State::new(store, index, Gazetteer::embedded(), Arc::new(Fixed(now)), base);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    let (_go_on, stop) = tokio::sync::watch::channel(false);
    hobnob_web::serve(listener, state, stop).await.unwrap();
}

/// A number that looks like chance and is the same each time.
fn chance(number: i64, salt: i64, below: i64) -> i64 {
    let mut mixed = number.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(salt.wrapping_mul(0x1405_7b7e_f767_814f));
    for _ in 0..3 {
        mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0x369d_ea0f_31a5_3f85);
    }
    (mixed >> 33).rem_euclid(below)
}

fn pick<T: Copy>(all: &[T], number: i64, salt: i64) -> T {
    let at = chance(number, salt, i64::try_from(all.len()).unwrap());
    *all.get(usize::try_from(at).unwrap()).unwrap()
}

fn event(number: i64, now: DateTime<Utc>, sources: &[SourceId]) -> Event {
    let topic = usize::try_from(chance(number, 1, 10)).unwrap();
    let source_id = *sources.get(topic).unwrap();
    Event {
        id: EventId::new(900_000 + number),
        uid: format!("{number}@preview.example"),
        sequence: 0,
        created_at: now - TimeDelta::days(20),
        revised_at: "2026-02-20T10:00:00Z".parse().unwrap(),
        fingerprint: number.to_string(),
        facts: facts(number, now),
        standing: if chance(number, 2, 40) == 0 { Standing::Unconfirmed } else { Standing::Confirmed },
        claims: vec![Claim {
            listing_id: ListingId::new(number),
            source_id,
            url: Some(format!("https://lists.example/{number}")),
        }],
    }
}

fn facts(number: i64, now: DateTime<Utc>) -> Facts {
    let (slug, topic, goals) = pick(TOPICS, number, 1);
    let town = pick(TOWNS, number, 3);
    let place = Gazetteer::embedded().search(town, 1).into_iter().next();
    let mode = [AttendanceMode::Offline, AttendanceMode::Offline, AttendanceMode::Mixed, AttendanceMode::Online];
    let mode = pick(&mode, number, 4);
    let kind = pick(&[EventKind::Meetup, EventKind::Meetup, EventKind::Conference, EventKind::Workshop], number, 5);
    Facts {
        name: name(kind, topic, town, number),
        description: Some(format!(
            "An evening about {topic} with two talks, questions and time to talk.\n\nDoors open half an hour before. \
             Beginners are welcome, and so is anybody who wants to speak next time."
        )),
        url: format!("https://groups.example/{slug}/{number}"),
        kind,
        status: if chance(number, 6, 30) == 0 { EventStatus::Cancelled } else { EventStatus::Scheduled },
        attendance_mode: mode,
        schedule: schedule(number, kind, place, now),
        venue: place.filter(|_| mode != AttendanceMode::Online).map(venue),
        more_venues: Vec::new(),
        join_url: (mode != AttendanceMode::Offline).then(|| format!("https://meet.example/{number}")),
        organizer: Some(Organizer {
            id: OrganizerId::new(chance(number, 1, 10) * 100 + chance(number, 3, 8)),
            name: format!("{topic} {town}"),
            url: Some(format!("https://groups.example/{slug}")),
        }),
        niches: vec![slug.parse().unwrap()],
        goals: goals.to_vec(),
        keywords: vec!["talks".into(), "pizza".into()],
        language: Some(pick(&["en", "en", "de", "pt"], number, 7).into()),
        is_free: (kind != EventKind::Conference).then_some(true),
        offers: if kind == EventKind::Conference { tickets() } else { Vec::new() },
        image_url: None,
        call_for_papers: (kind == EventKind::Conference).then(|| CallForPapers {
            opens_at: None,
            closes_at: Some(now + TimeDelta::days(chance(number, 8, 60) - 20)),
            url: Some("https://groups.example/speak".into()),
        }),
    }
}

fn name(kind: EventKind, topic: &str, town: &str, number: i64) -> String {
    match kind {
        EventKind::Conference => format!("{topic} Days {town} 2026"),
        EventKind::Workshop => format!("Hands on {topic}: from the first line to the first release"),
        _ => format!("{topic} {town} #{}", number % 90 + 1),
    }
}

fn tickets() -> Vec<Offer> {
    let ticket = |name: &str, price: &str| Offer {
        name: Some(name.into()),
        price: Some(price.into()),
        currency: Some("EUR".into()),
        url: Some("https://tickets.example/".into()),
    };
    vec![ticket("Early bird", "149.00"), ticket("Regular", "249.00")]
}

fn venue(place: Place) -> Venue {
    Venue {
        name: Some("The Workshop".into()),
        address: Some("Example Street 12".into()),
        locality: Some(place.name.into()),
        region: None,
        country: Some(place.country),
        point: Some(place.point),
        is_town_centre: true,
        geoname_id: Some(place.geoname_id),
    }
}

fn schedule(number: i64, kind: EventKind, place: Option<Place>, now: DateTime<Utc>) -> Schedule {
    let zone = place.map_or(Tz::UTC, |place| place.zone);
    let day: NaiveDate = now.date_naive() + TimeDelta::days(chance(number, 9, 200) - 3);
    if kind == EventKind::Conference {
        return Schedule::once(
            zone,
            Span::AllDay { starts_on: day, ends_on: day + TimeDelta::days(chance(number, 10, 3)) },
        );
    }
    let hour = u32::try_from(17 + chance(number, 11, 4)).unwrap();
    let starts_at = hobnob_domain::schedule::instant(zone, day.and_hms_opt(hour, 30, 0).unwrap());
    let ends_at = (chance(number, 12, 5) != 0).then(|| starts_at + TimeDelta::hours(3));
    let recurrence = (number % 25 == 0).then(|| Recurrence {
        rules: vec![RecurrenceRule::new("FREQ=MONTHLY;COUNT=12").unwrap()],
        ..Recurrence::default()
    });
    Schedule { zone, span: Span::Timed { starts_at, ends_at }, recurrence }
}

/// Long words, another direction of writing, markup that must stay text.
fn empty_words(now: DateTime<Utc>) -> Event {
    let mut odd = event(EVENTS + 1, now, &[SourceId::new(1); 10]);
    odd.facts.name = format!("<b>Donaudampfschifffahrts{}</b> لقاء المبرمجين & \"friends\"", "gesellschaft".repeat(6));
    odd.facts.description = Some("<script>alert(1)</script>\n\nhttps://example.org/".to_owned() + &"long".repeat(60));
    odd.facts.venue = None;
    odd.facts.attendance_mode = AttendanceMode::Offline;
    odd.facts.schedule = Schedule::once(
        Tz::Asia__Kathmandu,
        Span::Timed { starts_at: now + TimeDelta::hours(3), ends_at: Some(now + TimeDelta::hours(30)) },
    );
    odd
}
