//! Series: one UID, read back by another reader to the same sittings.

use crate::made::{at, calendar, days, entries, evening, hours, rendered, vevents};
use calcard::{common::timezone::Tz as ReaderZone, icalendar::ICalendar};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use hobnob_calendar::render;
use hobnob_domain::{
    Calendar, CancelledPolicy, Event, EventStatus, Override, Recurrence, RecurrenceRule, Span, occurrences,
};

fn series(rules: &[&str]) -> Event {
    let mut event = evening(9);
    let rules = rules.iter().map(|rule| RecurrenceRule::new(rule).unwrap()).collect();
    event.facts.schedule.recurrence = Some(Recurrence { rules, ..Recurrence::default() });
    event
}

fn changed(start: &str, moved_to: &str, status: EventStatus) -> Override {
    Override {
        recurrence_id: at(start),
        span: Span::Timed { starts_at: at(moved_to), ends_at: None },
        status,
        name: Some("The other one".to_owned()),
        description: None,
        url: None,
    }
}

fn recurrence(event: &mut Event) -> &mut Recurrence {
    event.facts.schedule.recurrence.as_mut().unwrap()
}

/// The starts another reader finds in the feed, to a bound.
fn read_back(calendar: &Calendar, event: &Event, until: &str) -> Vec<DateTime<Utc>> {
    let text = rendered(calendar, std::slice::from_ref(event)).text;
    let read = ICalendar::parse(&text).unwrap();
    let expanded = read.expand_dates(ReaderZone::UTC, 5_000);
    let starts = expanded.events.into_iter().filter_map(|sitting| sitting.try_into_date_time());
    let mut starts: Vec<DateTime<Utc>> =
        starts.map(|sitting| sitting.start.to_utc()).filter(|s| *s < at(until)).collect();
    starts.sort_unstable();
    starts
}

fn expected(event: &Event, until: &str) -> Vec<DateTime<Utc>> {
    let all = occurrences(event, at("1990-01-01T00:00:00Z"), at(until));
    let mut starts: Vec<DateTime<Utc>> = all.iter().map(|sitting| sitting.starts_at).collect();
    starts.sort_unstable();
    starts
}

fn recurrence_lines(event: &Event) -> Vec<String> {
    let text = rendered(&calendar(), std::slice::from_ref(event)).text;
    let named = |line: &String| ["RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"].iter().any(|name| line.starts_with(name));
    vevents(&text).into_iter().flatten().filter(named).collect()
}

#[test]
fn a_weekly_evening_keeps_its_hour_when_the_clocks_change() {
    let event = series(&["FREQ=WEEKLY;BYDAY=TU"]);
    assert_eq!(recurrence_lines(&event), ["RRULE:FREQ=WEEKLY;BYDAY=TU"]);
    let (read, meant) =
        (read_back(&calendar(), &event, "2028-01-01T00:00:00Z"), expected(&event, "2028-01-01T00:00:00Z"));
    assert_eq!((read.len(), &read), (87, &meant));
}

#[test]
fn extra_and_excluded_dates_and_changed_instances_read_back_to_the_same_sittings() {
    let mut event = series(&["FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270131"]);
    let recurrence = recurrence(&mut event);
    recurrence.additions = vec![at("2026-05-20T16:30:00Z"), at("2026-12-29T17:30:00Z")];
    recurrence.exclusions = vec![at("2026-08-04T16:30:00Z")];
    recurrence.overrides = vec![
        changed("2026-06-02T16:30:00Z", "2026-06-03T17:00:00Z", EventStatus::Rescheduled),
        changed("2026-07-07T16:30:00Z", "2026-07-07T16:30:00Z", EventStatus::Cancelled),
    ];
    assert_eq!(
        recurrence_lines(&event),
        [
            "RRULE:FREQ=MONTHLY;UNTIL=20270131T225959Z;BYDAY=1TU",
            "RDATE;TZID=Europe/Berlin:20260520T183000",
            "RDATE;TZID=Europe/Berlin:20261229T183000",
            "EXDATE;TZID=Europe/Berlin:20260804T183000",
            "RECURRENCE-ID;TZID=Europe/Berlin:20260602T183000",
            "RECURRENCE-ID;TZID=Europe/Berlin:20260707T183000",
        ]
    );
    let until = "2030-01-01T00:00:00Z";
    assert_eq!(read_back(&calendar(), &event, until), expected(&event, until));
    let text = rendered(&calendar(), &[event]).text;
    let names: Vec<_> = vevents(&text).into_iter().flatten().filter(|line| line.starts_with("SUMMARY")).collect();
    assert_eq!(names, ["SUMMARY:Rust Berlin", "SUMMARY:The other one", "SUMMARY:Cancelled: The other one"]);
}

#[test]
fn a_cancelled_instance_that_is_dropped_falls_out_of_the_series() {
    let mut event = series(&["FREQ=WEEKLY;COUNT=3"]);
    let cancelled = changed("2026-05-12T16:30:00Z", "2026-05-12T16:30:00Z", EventStatus::Cancelled);
    recurrence(&mut event).overrides = vec![cancelled];
    let mut calendar = calendar();
    calendar.options.cancelled = CancelledPolicy::Drop;
    let starts = read_back(&calendar, &event, "2027-01-01T00:00:00Z");
    assert_eq!(starts, [at("2026-05-05T16:30:00Z"), at("2026-05-19T16:30:00Z")]);
}

#[test]
fn a_cancelled_series_has_no_instance_that_takes_place() {
    let mut event = series(&["FREQ=WEEKLY;COUNT=3"]);
    event.facts.status = EventStatus::Cancelled;
    recurrence(&mut event).overrides =
        vec![changed("2026-05-12T16:30:00Z", "2026-05-13T16:30:00Z", EventStatus::Rescheduled)];
    let text = rendered(&calendar(), &[event]).text;
    let names: Vec<_> = vevents(&text).into_iter().flatten().filter(|line| line.starts_with("SUMMARY")).collect();
    assert_eq!(names, ["SUMMARY:Cancelled: Rust Berlin", "SUMMARY:Cancelled: The other one"]);
}

#[test]
fn a_rule_readers_refuse_is_told_date_by_date() {
    let event = series(&["FREQ=WEEKLY;COUNT=3;UNTIL=20261231"]);
    let lines = recurrence_lines(&event);
    assert!(lines.iter().all(|line| line.starts_with("RDATE;TZID=Europe/Berlin:")), "{lines:?}");
    let until = "2030-01-01T00:00:00Z";
    assert_eq!(read_back(&calendar(), &event, until), expected(&event, until));
    let two = series(&["FREQ=MONTHLY;BYDAY=1TU;COUNT=4", "FREQ=MONTHLY;BYDAY=3TU;COUNT=4"]);
    assert_eq!(read_back(&calendar(), &two, until), expected(&two, until));
}

#[test]
fn an_endless_rule_told_date_by_date_is_told_from_the_next_sitting_on_and_changes_with_the_month_only() {
    let mut event = series(&["FREQ=DAILY;BYHOUR=18"]);
    event.facts.schedule = hours(Tz::Europe__Berlin, "2020-01-01T17:00:00Z", 1);
    event.facts.schedule.recurrence = series(&["FREQ=DAILY;BYHOUR=18"]).facts.schedule.recurrence;
    let on = |day: &str| {
        let sitting = occurrences(&event, at(&format!("2026-{day}T00:00:00Z")), at("2027-01-01T00:00:00Z")).remove(0);
        let events = [event.clone()];
        render(&calendar(), &entries(&events, &[sitting])).text
    };
    assert_eq!(on("05-04"), on("05-29"));
    let first = on("05-04").lines().find(|line| line.starts_with("RDATE;")).map(str::to_owned);
    assert_eq!(first.as_deref(), Some("RDATE;TZID=Europe/Berlin:20260401T180000"));
    assert_eq!(on("05-04").matches("\r\nRDATE;").count(), 200);
}

#[test]
fn a_series_of_whole_days_is_written_in_days() {
    let mut event = series(&[]);
    let recurrence = Recurrence {
        rules: vec![RecurrenceRule::new("FREQ=YEARLY;UNTIL=20290101T000000Z").unwrap()],
        exclusions: vec![at("2027-02-05T23:00:00Z")],
        ..Recurrence::default()
    };
    event.facts.schedule = days(Tz::Europe__Berlin, "2026-02-06", "2026-02-07");
    event.facts.schedule.recurrence = Some(recurrence);
    assert_eq!(recurrence_lines(&event), ["RRULE:FREQ=YEARLY;UNTIL=20290101", "EXDATE;VALUE=DATE:20270206"]);
}

#[test]
fn a_series_with_more_changes_than_a_feed_can_tell_tells_the_nearest_and_shows_none_wrong() {
    let mut event = series(&["FREQ=DAILY;COUNT=100"]);
    let first = at("2026-05-05T16:30:00Z");
    recurrence(&mut event).overrides = (0..100)
        .map(|day| first + TimeDelta::days(day))
        .map(|start| Override {
            recurrence_id: start,
            ..changed("2026-05-05T16:30:00Z", "2026-05-05T10:00:00Z", EventStatus::Scheduled)
        })
        .map(|one| Override {
            span: Span::Timed { starts_at: one.recurrence_id + TimeDelta::hours(1), ends_at: None },
            ..one
        })
        .collect();
    let lines = recurrence_lines(&event);
    let count = |name: &str| lines.iter().filter(|line| line.starts_with(name)).count();
    assert_eq!((count("RECURRENCE-ID"), count("EXDATE")), (30, 70));
    assert!(lines.contains(&"RECURRENCE-ID;TZID=Europe/Berlin:20260505T183000".to_owned()));
}

#[test]
fn a_first_sitting_that_its_rule_does_not_reach_is_excluded() {
    let mut event = series(&["FREQ=WEEKLY;UNTIL=20240513T035959Z"]);
    let recurrence = event.facts.schedule.recurrence.as_mut().unwrap();
    recurrence.additions = vec![at("2026-09-01T17:00:00Z")];
    assert_eq!(expected(&event, "2030-01-01T00:00:00Z"), [at("2026-09-01T17:00:00Z")]);
    let lines = recurrence_lines(&event);
    assert_eq!(lines, ["RDATE;TZID=Europe/Berlin:20260901T190000", "EXDATE;TZID=Europe/Berlin:20260505T183000"]);
}
