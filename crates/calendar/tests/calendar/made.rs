//! Events to write.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use hobnob_calendar::{Blocks, Entry, Layer, Rendered, Text, assemble, render};
use hobnob_domain::{
    AttendanceMode, Calendar, CalendarOptions, Countries, Event, EventFilter, EventId, EventKind, EventStatus, Facts,
    Occurrence, Point, Schedule, Span, Spot, Standing, Venue, occurrences,
};

/// An instant.
pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A rule-less schedule of hours.
pub(crate) fn hours(zone: Tz, starts_at: &str, hours: i64) -> Schedule {
    let starts_at = at(starts_at);
    Schedule::once(zone, Span::Timed { starts_at, ends_at: Some(starts_at + TimeDelta::hours(hours)) })
}

/// A schedule of whole days.
pub(crate) fn days(zone: Tz, starts_on: &str, ends_on: &str) -> Schedule {
    Schedule::once(zone, Span::AllDay { starts_on: starts_on.parse().unwrap(), ends_on: ends_on.parse().unwrap() })
}

/// A venue in Berlin.
pub(crate) fn berlin() -> Venue {
    Venue {
        name: Some("c-base".to_owned()),
        address: Some("Rungestraße 20".to_owned()),
        locality: Some("Berlin".to_owned()),
        country: "DE".parse().ok(),
        point: Point::new(52.512_98, 13.420_17),
        ..Venue::default()
    }
}

/// An evening in Berlin, to be changed as the test needs.
pub(crate) fn evening(id: i64) -> Event {
    Event {
        id: EventId::new(id),
        uid: format!("{id}@example.org"),
        sequence: 3,
        created_at: at("2026-01-02T03:04:05Z"),
        revised_at: at("2026-04-01T08:00:00Z"),
        fingerprint: String::new(),
        standing: Standing::Confirmed,
        claims: Vec::new(),
        facts: Facts {
            name: "Rust Berlin".to_owned(),
            description: Some("Talks, then pizza.".to_owned()),
            url: "https://example.org/rust-berlin".to_owned(),
            kind: EventKind::Meetup,
            status: EventStatus::Scheduled,
            attendance_mode: AttendanceMode::Offline,
            schedule: hours(Tz::Europe__Berlin, "2026-05-05T16:30:00Z", 3),
            venue: Some(berlin()),
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
        },
    }
}

/// A calendar with the usual options.
pub(crate) fn calendar() -> Calendar {
    Calendar {
        name: "My Rust".to_owned(),
        filter: EventFilter::default(),
        options: CalendarOptions::default(),
        colour: None,
        description: None,
        url: Some("https://hobnob.example/calendar.ics?niche=rust".to_owned()),
    }
}

/// A sitting of an event that need not have it.
pub(crate) fn made_up(event: &Event) -> Occurrence {
    Occurrence {
        event_id: event.id,
        recurrence_id: None,
        starts_at: at("2026-05-01T00:00:00Z"),
        ends_at: at("2026-05-01T02:00:00Z"),
        starts_on: "2026-05-01".parse().unwrap(),
        ends_on: "2026-05-01".parse().unwrap(),
        is_all_day: false,
        status: event.facts.status,
    }
}

/// Each event with its first sitting from May 2026 on, else its first.
pub(crate) fn sittings(events: &[Event]) -> Vec<Occurrence> {
    let all = |event: &Event| occurrences(event, at("1950-01-01T00:00:00Z"), at("2150-01-01T00:00:00Z"));
    let next = |event: &Event| {
        let all = all(event);
        all.iter().find(|sitting| sitting.ends_at > at("2026-05-01T00:00:00Z")).or(all.first()).cloned()
    };
    events.iter().map(|event| next(event).unwrap_or_else(|| made_up(event))).collect()
}

/// The events with their sittings.
pub(crate) fn entries<'a>(events: &'a [Event], sittings: &'a [Occurrence]) -> Vec<Entry<'a>> {
    events.iter().zip(sittings).map(|(event, occurrence)| Entry { event, occurrence }).collect()
}

/// The feed of these events.
pub(crate) fn rendered(calendar: &Calendar, events: &[Event]) -> Rendered {
    let sittings = sittings(events);
    render(calendar, &entries(events, &sittings))
}

/// The logical lines of each VEVENT of a feed, unfolded.
pub(crate) fn vevents(text: &str) -> Vec<Vec<String>> {
    let unfolded = text.replace("\r\n ", "");
    let parts = unfolded.split("BEGIN:VEVENT\r\n").skip(1);
    parts.map(|part| part.split("END:VEVENT").next().unwrap().lines().map(str::to_owned).collect()).collect()
}

/// The value of the property so named, whatever its parameters, in the only VEVENT of a feed of one event.
pub(crate) fn value(calendar: &Calendar, event: &Event, name: &str) -> Option<String> {
    let text = rendered(calendar, std::slice::from_ref(event)).text;
    let lines = vevents(&text).into_iter().next()?;
    let alarm = lines.iter().position(|line| line == "BEGIN:VALARM").unwrap_or(lines.len());
    let named = |line: &&String| line.starts_with(name) && line[name.len()..].starts_with([':', ';']);
    lines[..alarm].iter().find(named).map(|line| line[name.len()..].trim_start_matches(':').to_owned())
}

/// A calendar put together from texts that are kept, those made and kept that are not yet.
pub(crate) fn from_kept(blocks: &Blocks, layer: Layer, calendar: &Calendar, entries: &[Entry<'_>]) -> Rendered {
    let spot = |entry: &Entry<'_>| Spot { state: entry.event.state(), occurrence: entry.occurrence.clone() };
    let spots: Vec<Spot> = entries.iter().map(spot).collect();
    let kept = blocks.texts(layer, &calendar.options, &spots).into_iter().zip(&spots).zip(entries);
    let texts = kept.map(|((text, spot), entry)| {
        text.unwrap_or_else(|| {
            let made = Text::new(layer, &calendar.options, entry.event, entry.occurrence, None, Countries::default());
            blocks.keep(layer, &calendar.options, [(spot, &made)]);
            made
        })
    });
    assemble(calendar, &texts.collect::<Vec<Text>>(), 0, Some(blocks))
}
