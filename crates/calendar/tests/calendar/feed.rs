//! The feed as a whole.

use crate::made::{at, calendar, days, entries, evening, hours, rendered, sittings, vevents};
use chrono::TimeDelta;
use chrono_tz::Tz;
use hobnob_calendar::{BYTES_MAX, EVENTS_MAX, Entry, nearest_future_first, render, render_calls_for_papers};
use hobnob_domain::{CallForPapers, Event, EventStatus};

fn header(text: &str) -> Vec<String> {
    let end = text.find("BEGIN:V").and_then(|first| text[first + 1..].find("\r\nBEGIN:")).unwrap();
    text[..end + 1].replace("\r\n ", "").lines().map(str::to_owned).collect()
}

fn call(closes_at: &str) -> CallForPapers {
    CallForPapers { opens_at: None, closes_at: Some(at(closes_at)), url: Some("https://example.org/cfp".to_owned()) }
}

#[test]
fn a_calendar_says_what_it_is() {
    let mut calendar = calendar();
    calendar.name = " My\r\nRust; and, more ".to_owned();
    calendar.filter.niches = vec!["rust".parse().unwrap()];
    calendar.filter.from = Some(at("2026-05-01T12:34:56Z"));
    let text = rendered(&calendar, &[evening(1)]).text;
    assert_eq!(
        header(&text),
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//hobnob//hobnob//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "NAME:My Rust\\; and\\, more",
            "X-WR-CALNAME:My Rust\\; and\\, more",
            "DESCRIPTION:Meetups and conferences: niche=rust.",
            "X-WR-CALDESC:Meetups and conferences: niche=rust.",
            "X-WR-TIMEZONE:Europe/Berlin",
            "SOURCE;VALUE=URI:https://hobnob.example/calendar.ics?niche=rust",
            "COLOR:indigo",
            "X-APPLE-CALENDAR-COLOR:#4B0082",
            "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
            "X-PUBLISHED-TTL:PT6H",
        ]
    );
}

#[test]
fn the_order_of_the_entries_does_not_change_a_byte() {
    let mut events: Vec<Event> = (1..40).map(evening).collect();
    for (event, day) in events.iter_mut().zip([3, 1, 2].iter().cycle()) {
        event.facts.schedule = hours(Tz::America__New_York, &format!("2026-06-0{day}T22:00:00Z"), 2);
    }
    let forwards = rendered(&calendar(), &events);
    events.reverse();
    assert_eq!(rendered(&calendar(), &events), forwards);
    let starts: Vec<String> = vevents(&forwards.text).into_iter().map(|lines| lines[5].clone()).collect();
    let mut sorted = starts.clone();
    sorted.sort();
    assert_eq!(starts, sorted);
}

#[test]
fn the_zones_that_are_used_are_told_once_and_no_other() {
    let mut events: Vec<Event> = (1..5).map(evening).collect();
    events[1].facts.schedule = hours(Tz::Asia__Tokyo, "2026-06-01T10:00:00Z", 2);
    events[2].facts.schedule = hours(Tz::UTC, "2026-06-01T10:00:00Z", 2);
    events[3].facts.schedule = days(Tz::America__Lima, "2026-06-01", "2026-06-02");
    let text = rendered(&calendar(), &events).text;
    let zones: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("TZID:")).collect();
    assert_eq!(zones, ["Asia/Tokyo", "Europe/Berlin"]);
}

#[test]
fn a_calendar_without_events_is_still_a_calendar() {
    let empty = rendered(&calendar(), &[]);
    assert_eq!((vevents(&empty.text).len(), empty.left_out, empty.last_modified.timestamp()), (1, 0, 0));
    assert!(empty.text.contains("X-WR-CALDESC:Meetups and conferences. Nothing matches at the moment.\r\n"));
}

#[test]
fn the_feed_is_as_new_as_its_newest_event() {
    let mut events = vec![evening(1), evening(2)];
    events[1].revised_at = at("2026-04-09T09:09:09Z");
    assert_eq!(rendered(&calendar(), &events).last_modified, events[1].revised_at);
}

#[test]
fn two_entries_of_one_event_are_told_once() {
    let event = evening(1);
    let twice = [event.clone(), event];
    let feed = rendered(&calendar(), &twice);
    assert_eq!((vevents(&feed.text).len(), feed.left_out), (1, 0));
}

#[test]
fn too_many_events_are_cut_to_the_nearest_and_it_is_said() {
    let now = at("2026-05-10T00:00:00Z");
    let mut events: Vec<Event> = (0..1_200).map(evening).collect();
    for (event, day) in events.iter_mut().zip(-100..) {
        let start = now + TimeDelta::days(day);
        event.facts.schedule = hours(Tz::Europe__Berlin, &start.to_rfc3339(), 2);
    }
    let sittings = sittings(&events);
    let mut all = entries(&events, &sittings);
    nearest_future_first(&mut all, now, |Entry { occurrence, .. }| {
        (occurrence.starts_at, occurrence.ends_at, occurrence.event_id)
    });
    let feed = render(&calendar(), &all);
    assert_eq!((vevents(&feed.text).len(), feed.left_out), (EVENTS_MAX, 200));
    let kept = feed.text.matches("@example.org\r\n").count();
    assert!(kept == 1_000 && feed.text.contains("UID:100@example.org") && !feed.text.contains("UID:99@example.org"));
    let said = "This calendar is full: 200 more match. Narrow the filter to see them all.";
    assert!(feed.text.replace("\r\n ", "").contains(said));
}

#[test]
fn a_feed_never_outgrows_what_clients_read() {
    let long = "ü, ".repeat(2_000);
    let mut events: Vec<Event> = (0..1_000).map(evening).collect();
    for (event, zone) in events.iter_mut().zip(chrono_tz::TZ_VARIANTS.iter().cycle()) {
        event.facts.description = Some(long.clone());
        event.facts.schedule.zone = *zone;
    }
    let feed = rendered(&calendar(), &events);
    let told = vevents(&feed.text).len();
    assert!(feed.text.len() <= BYTES_MAX && feed.left_out > 0);
    assert_eq!(told + feed.left_out, 1_000);
}

#[test]
fn calls_for_papers_are_short_quiet_entries_with_alarms_and_uids_of_their_own() {
    let mut event = evening(40);
    event.facts.call_for_papers = Some(call("2026-03-13T12:00:00Z"));
    let mut calendar = calendar();
    calendar.options.includes_calls_for_papers = true;
    let both = rendered(&calendar, std::slice::from_ref(&event));
    assert_eq!(vevents(&both.text).len(), 2);

    let (events, no_call) = ([event, evening(2)], calendar);
    let feed = render_calls_for_papers(&no_call, &entries(&events, &sittings(&events)));
    let lines = vevents(&feed.text).remove(0);
    assert_eq!(
        lines[..14],
        [
            "UID:18-cfp@hobnob",
            "DTSTAMP:20260401T080000Z",
            "LAST-MODIFIED:20260401T080000Z",
            "CREATED:20260102T030405Z",
            "SEQUENCE:3",
            "DTSTART:20260313T113000Z",
            "DTEND:20260313T120000Z",
            "SUMMARY:CFP closes (AoE): Rust Berlin",
            "STATUS:CONFIRMED",
            "TRANSP:TRANSPARENT",
            "URL:https://example.org/cfp",
            "CATEGORIES:Call for papers,Rust",
            "DESCRIPTION:The call for papers closes on 13 March 2026\\, 12:00 UTC (end of 12 March anywhere on Earth).\\n\
         The event begins on 5 May 2026.\\nhttps://example.org/cfp\\nWhy: Rust",
            "BEGIN:VALARM",
        ]
    );
    let triggers: Vec<&String> = lines.iter().filter(|line| line.starts_with("TRIGGER")).collect();
    assert_eq!(triggers, ["TRIGGER:-P14D", "TRIGGER:-P3D", "TRIGGER:-P1D"]);
}

#[test]
fn nobody_is_called_to_speak_at_a_cancelled_event() {
    let mut event = evening(1);
    event.facts.call_for_papers = Some(call("2026-03-13T12:00:00Z"));
    event.facts.status = EventStatus::Cancelled;
    let events = [event];
    let feed = render_calls_for_papers(&calendar(), &entries(&events, &sittings(&events)));
    assert!(feed.text.contains("UID:nothing-yet@hobnob") && feed.left_out == 0);
}

#[test]
fn another_text_has_another_digest_and_the_same_text_the_same() {
    let events = [evening(1), evening(2)];
    let mut retold = events.clone();
    retold[1].facts.name.push('!');
    let (mut renamed, mut said, mut reasoned) = (calendar(), calendar(), calendar());
    renamed.name.push('!');
    said.description = Some("Chosen".to_owned());
    reasoned.description.clone_from(&said.description);
    let point = hobnob_domain::Point::new(52.5, 13.4).unwrap();
    reasoned.filter.near = Some(hobnob_domain::Near { text: "Berlin".to_owned(), point, radius_km: 30.0 });
    let all = [
        rendered(&calendar(), &events),
        rendered(&calendar(), &events[..1]),
        rendered(&calendar(), &retold),
        rendered(&renamed, &events),
        rendered(&said, &events),
        rendered(&reasoned, &events),
        rendered(&calendar(), &[]),
    ];
    for (number, one) in all.iter().enumerate() {
        for (place, other) in all.iter().enumerate() {
            assert_eq!((one.text == other.text, one.digest == other.digest), (number == place, number == place));
        }
    }
    assert_eq!(rendered(&calendar(), &events).digest, all[0].digest);
}
