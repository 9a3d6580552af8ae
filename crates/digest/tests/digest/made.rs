//! Made-up readers and events.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use hobnob_digest::{Letter, Links, Sender, choose, compose};
use hobnob_domain::{
    AttendanceMode, CallForPapers, CountryCode, Event, EventFilter, EventId, EventKind, EventStatus, Facts, Near,
    Occurrence, Point, Schedule, Span, Standing, Subscriber, SubscriberId, Told, ToldEvent, Venue,
};

/// The instant of the letters: a Monday, eight o'clock in Berlin.
pub(crate) fn at() -> DateTime<Utc> {
    "2026-06-01T06:00:00Z".parse().unwrap()
}

/// A reader in Berlin who asked for Rust near Berlin.
pub(crate) fn ana() -> Subscriber {
    let near = Near { text: "Berlin".to_owned(), point: Point::new(52.52, 13.405).unwrap(), radius_km: 50.0 };
    let filter = EventFilter { niches: vec!["rust".parse().unwrap()], near: Some(near), ..EventFilter::default() };
    Subscriber {
        id: SubscriberId::new(1),
        address: "ana@example.org".to_owned(),
        filters: vec![filter],
        goals: BTreeMap::new(),
        zone: Tz::Europe__Berlin,
        weekday: Weekday::Mon,
        hour: 8,
        unread: Vec::new(),
    }
}

pub(crate) fn links() -> Links {
    let by_mail = "mailto:leave@events.example.org?subject=Zm9yIHRoZSBleGFtcGxl".parse().ok();
    Links::new("https://events.example.org/".parse().unwrap(), "Zm9yIHRoZSBleGFtcGxlIG9ubHk", by_mail)
}

pub(crate) fn sender() -> Sender {
    Sender::read("hobnob <letters@events.example.org>").unwrap()
}

/// A meetup in Berlin so many hours after [`at`], two hours long.
pub(crate) fn meetup(number: i64, hours: i64) -> Event {
    let starts_at = at() + TimeDelta::hours(hours);
    let venue = Venue {
        name: Some("Haus am Ufer".to_owned()),
        locality: Some("Berlin".to_owned()),
        country: "DE".parse::<CountryCode>().ok(),
        point: Point::new(52.5, 13.42),
        ..Venue::default()
    };
    let facts = Facts {
        name: format!("Evening {number}"),
        description: None,
        url: format!("https://group.example/{number}"),
        kind: EventKind::Meetup,
        status: EventStatus::Scheduled,
        attendance_mode: AttendanceMode::Offline,
        schedule: Schedule::once(
            Tz::Europe__Berlin,
            Span::Timed { starts_at, ends_at: Some(starts_at + TimeDelta::hours(2)) },
        ),
        venue: Some(venue),
        join_url: None,
        organizer: None,
        niches: vec!["rust".parse().unwrap()],
        goals: Vec::new(),
        keywords: Vec::new(),
        language: None,
        is_free: None,
        offers: Vec::new(),
        image_url: None,
        more_venues: Vec::new(),
        call_for_papers: None,
    };
    Event {
        id: EventId::new(number),
        uid: format!("{number}@events.example.org"),
        sequence: 0,
        created_at: at() - TimeDelta::days(30),
        revised_at: at(),
        fingerprint: String::new(),
        facts,
        standing: Standing::Confirmed,
        claims: Vec::new(),
    }
}

/// A conference of three whole days so many days after [`at`].
pub(crate) fn conference(number: i64, days: i64) -> Event {
    let mut event = meetup(number, 0);
    let starts_on = (at() + TimeDelta::days(days)).date_naive();
    event.facts.name = format!("Conference {number}");
    event.facts.kind = EventKind::Conference;
    event.facts.schedule.span = Span::AllDay { starts_on, ends_on: starts_on + TimeDelta::days(2) };
    event
}

/// The event with a call for papers that closes so many days after [`at`].
pub(crate) fn calling(mut event: Event, days: i64) -> Event {
    event.facts.call_for_papers = Some(CallForPapers {
        opens_at: None,
        closes_at: Some(at() + TimeDelta::days(days)),
        url: Some("https://group.example/propose".to_owned()),
    });
    event
}

/// The event as one that became known an hour before [`at`].
pub(crate) fn new(mut event: Event) -> Event {
    event.created_at = at() - TimeDelta::hours(1);
    event
}

/// The event once more, changed.
pub(crate) fn changed(event: &Event, change: impl FnOnce(&mut Event)) -> Event {
    let mut event = event.clone();
    event.sequence += 1;
    change(&mut event);
    event
}

/// The event about another niche.
pub(crate) fn about(mut event: Event, niche: &str) -> Event {
    event.facts.niches = vec![niche.parse().unwrap()];
    event
}

/// Each event at its next sitting, as the index gives it.
pub(crate) fn rows(events: &[Event]) -> Vec<(&Event, Occurrence)> {
    rows_at(events, at())
}

/// Each event at its next sitting at another instant.
pub(crate) fn rows_at(events: &[Event], at: DateTime<Utc>) -> Vec<(&Event, Occurrence)> {
    events.iter().map(|event| (event, event.sitting_at(at))).collect()
}

/// What a reader knows whose last letter came a week before [`at`], about these events as they were then.
pub(crate) fn told(events: &[Event]) -> Told {
    let of = |event: &Event| ToldEvent {
        sequence: event.sequence,
        status: event.facts.status,
        starts_at: event.facts.schedule.span.starts_at(event.facts.schedule.zone),
        name: event.facts.name.clone(),
        venue: event.facts.venue.clone(),
        call_closes_at: event.facts.call_for_papers.as_ref().and_then(|call| call.closes_at),
    };
    Told {
        last_at: Some(at() - TimeDelta::days(7)),
        events: events.iter().map(|event| (event.id, of(event))).collect(),
        ..Told::default()
    }
}

/// The letter to a reader about these events, who knows what is told of them, with others beyond.
pub(crate) fn letter_after(subscriber: &Subscriber, events: &[Event], beyond: &[Event], told: &Told) -> Option<Letter> {
    let (events, beyond) = (rows(events), rows(beyond));
    let choice = choose(subscriber, borrowed(&events), borrowed(&beyond), told, at());
    compose(subscriber, &choice, at(), &links())
}

/// The first letter to a reader about these events.
pub(crate) fn letter_to(subscriber: &Subscriber, events: &[Event]) -> Option<Letter> {
    letter_after(subscriber, events, &[], &Told::default())
}

/// Rows as the chooser takes them.
pub(crate) fn borrowed<'a>(rows: &'a [(&'a Event, Occurrence)]) -> impl Iterator<Item = (&'a Event, &'a Occurrence)> {
    rows.iter().map(|(event, sitting)| (*event, sitting))
}
