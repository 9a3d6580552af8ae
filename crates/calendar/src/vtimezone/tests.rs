//! The text read back by a reader that knows nothing of the time zone data.

use super::*;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn text(zone: Tz, from: &str, until: &str) -> String {
    let mut lines = Lines::default();
    ZoneUse { zone, from: at(from), until: at(until) }.write(&mut lines);
    lines.into_text()
}

/// The seconds of `+0530`.
fn seconds(offset: &str) -> i64 {
    let minutes = offset[1..3].parse::<i64>().unwrap() * 60 + offset[3..5].parse::<i64>().unwrap();
    if offset.starts_with('-') { -60 * minutes } else { 60 * minutes }
}

fn local(value: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(value.trim_end_matches('Z'), "%Y%m%dT%H%M%S").unwrap()
}

/// The day a yearly rule names in a year.
fn day_of(rule: &str, year: i32) -> NaiveDate {
    let part = |name: &str| rule.split(';').find_map(|part| part.strip_prefix(name)).unwrap();
    let (month, by_day) = (part("BYMONTH=").parse::<u32>().unwrap(), part("BYDAY="));
    let (nth, name) = by_day.split_at(by_day.len() - 2);
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
    let days = (0..31).map(|day| first + Days::new(day)).filter(|day| day.month() == month);
    let named: Vec<_> = days.filter(|day| written_weekday(day.weekday()) == name).collect();
    match nth.parse::<usize>() {
        Ok(nth) => named[nth - 1],
        Err(_) => *named.last().unwrap(),
    }
}

/// Every change the text tells up to a year: the instant and the offset from then on, in seconds.
fn told(text: &str, until_year: i32) -> Vec<(DateTime<Utc>, i64)> {
    let mut changes = Vec::new();
    for component in text.split("BEGIN:").skip(2) {
        let values = |name: &str| -> Vec<String> {
            component
                .lines()
                .filter_map(|l| l.strip_prefix(name))
                .map(|v| v.trim_start_matches(':').to_owned())
                .collect()
        };
        let (from, to) = (seconds(&values("TZOFFSETFROM")[0]), seconds(&values("TZOFFSETTO")[0]));
        let first = local(&values("DTSTART")[0]);
        let mut onsets = vec![first];
        onsets.extend(values("RDATE").iter().map(|value| local(value)));
        for rule in values("RRULE") {
            let until = rule.split(';').find_map(|part| part.strip_prefix("UNTIL=")).map(local);
            let years = (first.year()..=until_year).map(|year| day_of(&rule, year).and_time(first.time()));
            onsets.extend(years.filter(|onset| until.is_none_or(|until| *onset - TimeDelta::seconds(from) <= until)));
        }
        changes.extend(onsets.iter().map(|onset| ((*onset - TimeDelta::seconds(from)).and_utc(), to)));
    }
    changes.sort_unstable();
    changes.dedup();
    changes
}

/// Compares text and data at the edges of every change and in between.
fn assert_tells_the_truth(zone: Tz, from: i32, until: i32) {
    let text = text(zone, &format!("{from}-06-01T00:00:00Z"), &format!("{until}-06-01T00:00:00Z"));
    let changes = told(&text, until + 1);
    let mut instant = at(&format!("{from}-01-01T12:00:00Z"));
    let end = at(&format!("{until}-12-31T12:00:00Z"));
    let mut instants: Vec<DateTime<Utc>> =
        changes.iter().flat_map(|(at, _)| [*at, *at - TimeDelta::seconds(1)]).collect();
    instants.retain(|at| *at >= instant && *at < end);
    while instant < end {
        instants.push(instant);
        instant += TimeDelta::days(5);
    }
    for instant in instants {
        let expected = zone.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc();
        let given = changes.iter().rev().find(|(at, _)| *at <= instant).map(|(_, offset)| *offset);
        assert_eq!(given, Some(i64::from(expected)), "{zone} at {instant}\n{text}");
    }
}

#[test]
fn every_zone_is_told_as_its_data_says_and_briefly() {
    for zone in chrono_tz::TZ_VARIANTS {
        assert_tells_the_truth(zone, 2025, 2031);
        let length = text(zone, "2025-06-01T00:00:00Z", "2031-06-01T00:00:00Z").len();
        assert!(length <= BYTES_MAX, "{zone}: {length} bytes");
    }
}

#[test]
fn a_long_past_is_told_as_its_data_says() {
    for zone in chrono_tz::TZ_VARIANTS.iter().step_by(7) {
        assert_tells_the_truth(*zone, 1975, 2040);
    }
}

#[test]
fn berlin_reads_as_people_write_it() {
    assert_eq!(
        text(Tz::Europe__Berlin, "2026-05-04T16:00:00Z", "2026-05-04T18:00:00Z"),
        "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n\
         BEGIN:DAYLIGHT\r\nDTSTART:20250330T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n\
         RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n\
         BEGIN:STANDARD\r\nDTSTART:20251026T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\n\
         RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    );
}
