//! Evenings at the edges of every change of the clocks in forty years, read back by readers that are not ours.

use std::collections::BTreeMap;

use crate::made::{at, calendar, evening, hours, rendered, vevents};
use calcard::{common::timezone::Tz as ReaderZone, icalendar::ICalendar};
use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveDateTime, Offset as _, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use hobnob_domain::Event;

/// Zones that meetups take place in, and zones whose clocks have been up to something since 2000.
const ZONES: [Tz; 40] = [
    Tz::Africa__Cairo,
    Tz::Africa__Casablanca,
    Tz::Africa__Johannesburg,
    Tz::Africa__Nairobi,
    Tz::Africa__Windhoek,
    Tz::America__Argentina__Buenos_Aires,
    Tz::America__Bogota,
    Tz::America__Caracas,
    Tz::America__Chicago,
    Tz::America__Denver,
    Tz::America__Halifax,
    Tz::America__Havana,
    Tz::America__Los_Angeles,
    Tz::America__Mexico_City,
    Tz::America__New_York,
    Tz::America__Phoenix,
    Tz::America__Santiago,
    Tz::America__Sao_Paulo,
    Tz::America__St_Johns,
    Tz::America__Toronto,
    Tz::Asia__Amman,
    Tz::Asia__Dubai,
    Tz::Asia__Jerusalem,
    Tz::Asia__Kathmandu,
    Tz::Asia__Kolkata,
    Tz::Asia__Pyongyang,
    Tz::Asia__Singapore,
    Tz::Asia__Tehran,
    Tz::Asia__Tokyo,
    Tz::Atlantic__Reykjavik,
    Tz::Australia__Lord_Howe,
    Tz::Australia__Sydney,
    Tz::Europe__Berlin,
    Tz::Europe__Dublin,
    Tz::Europe__Istanbul,
    Tz::Europe__Lisbon,
    Tz::Europe__London,
    Tz::Europe__Moscow,
    Tz::Pacific__Apia,
    Tz::Pacific__Auckland,
];

fn offset(zone: Tz, at: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

/// Starts an hour and a minute before and after each change of the clocks, and on a quiet day of each year.
fn starts(zone: Tz) -> Vec<DateTime<Utc>> {
    let (mut day, end) = (at("2000-01-01T00:00:00Z"), at("2041-01-01T00:00:00Z"));
    let mut starts: Vec<DateTime<Utc>> = (2000..=2040).map(|year| at(&format!("{year}-06-15T18:30:00Z"))).collect();
    while day < end {
        let next = day + TimeDelta::days(1);
        if offset(zone, day) != offset(zone, next) {
            let mut minutes = (1..=24 * 60).map(|minute| day + TimeDelta::minutes(minute));
            let change = minutes.find(|at| offset(zone, *at) != offset(zone, day)).unwrap();
            starts.extend([-60, -1, 0, 60].map(|minutes| change + TimeDelta::minutes(minutes)));
        }
        day = next;
    }
    starts.sort_unstable();
    starts
}

/// What a VTIMEZONE tells: each instant from which on another offset holds, in seconds.
#[derive(Default)]
struct Clocks(Vec<(DateTime<Utc>, i64)>);

impl Clocks {
    /// Reads them from the text alone, to a year.
    fn read(text: &str, zone: Tz, until: i32) -> Self {
        let begin = format!("BEGIN:VTIMEZONE\r\nTZID:{zone}\r\n");
        let part = text.split(&begin).nth(1).and_then(|part| part.split("END:VTIMEZONE").next()).unwrap_or_default();
        let mut changes: Vec<(DateTime<Utc>, i64)> =
            part.split("BEGIN:").skip(1).flat_map(|component| told(component, until)).collect();
        changes.sort_unstable();
        Self(changes)
    }

    /// The instants at which the clocks show that time: none in a gap, two where an hour comes twice.
    fn instants(&self, local: NaiveDateTime) -> Vec<DateTime<Utc>> {
        let all = self.0.iter().enumerate().filter_map(|(place, (from, offset))| {
            let at = local.and_utc() - TimeDelta::seconds(*offset);
            let until = self.0.get(place + 1).map_or(DateTime::<Utc>::MAX_UTC, |(next, _)| *next);
            (at >= *from && at < until).then_some(at)
        });
        all.collect()
    }
}

fn told(component: &str, until: i32) -> Vec<(DateTime<Utc>, i64)> {
    let values = |name: &str| -> Vec<&str> {
        component.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':')).collect()
    };
    let seconds = |text: &str| {
        let (hours, minutes): (i64, i64) = (text[1..3].parse().unwrap(), text[3..5].parse().unwrap());
        (hours * 3_600 + minutes * 60) * if text.starts_with('-') { -1 } else { 1 }
    };
    let (before, after) = (seconds(values("TZOFFSETFROM")[0]), seconds(values("TZOFFSETTO")[0]));
    let first = local(values("DTSTART")[0]);
    let mut onsets = vec![first];
    onsets.extend(values("RDATE").into_iter().map(local));
    for rule in values("RRULE") {
        let parts: BTreeMap<&str, &str> = rule.split(';').filter_map(|part| part.split_once('=')).collect();
        let (nth, weekday) = parts["BYDAY"].split_at(parts["BYDAY"].len() - 2);
        let end = parts.get("UNTIL").map(|until| local(until));
        let days = (first.year()..=until).map(|year| day(year, parts["BYMONTH"].parse().unwrap(), nth, weekday));
        let all = days.map(|day| day.and_time(first.time()));
        onsets.extend(all.filter(|onset| end.is_none_or(|end| *onset - TimeDelta::seconds(before) <= end)));
    }
    onsets.sort_unstable();
    onsets.dedup();
    onsets.into_iter().map(|onset| (onset.and_utc() - TimeDelta::seconds(before), after)).collect()
}

fn local(value: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(value.trim_end_matches('Z'), "%Y%m%dT%H%M%S").unwrap()
}

fn day(year: i32, month: u32, nth: &str, weekday: &str) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
    let days = (0..31).map(|day| first + Days::new(day)).filter(|day| day.month() == month);
    let named: Vec<NaiveDate> =
        days.filter(|day| day.weekday().to_string()[..2].eq_ignore_ascii_case(weekday)).collect();
    if nth == "-1" { *named.last().unwrap() } else { named[nth.parse::<usize>().unwrap() - 1] }
}

#[test]
fn in_forty_zones_every_evening_from_2000_to_2040_is_read_back_to_its_instant() {
    for zone in ZONES {
        let starts = starts(zone);
        let mut events: Vec<Event> = Vec::new();
        for (start, id) in starts.iter().zip(1..) {
            let mut event = evening(id);
            event.facts.schedule = hours(zone, &start.to_rfc3339(), 2);
            events.push(event);
        }
        // A feed holds a thousand.
        for events in events.chunks(900) {
            let text = rendered(&calendar(), events).text;
            let clocks = Clocks::read(&text, zone, 2042);
            let read = ICalendar::parse(&text).unwrap().expand_dates(ReaderZone::UTC, 5_000);
            let read = read.events.into_iter().filter_map(|sitting| sitting.try_into_date_time());
            let mut by_reader: Vec<DateTime<Utc>> = read.map(|sitting| sitting.start.to_utc()).collect();
            by_reader.sort_unstable();
            let mut expected: Vec<DateTime<Utc>> =
                events.iter().map(|event| event.facts.schedule.span.starts_at(zone)).collect();
            expected.sort_unstable();
            assert_eq!(by_reader, expected, "{zone}");

            for lines in vevents(&text) {
                let value = |name: &str| lines.iter().find_map(|line| line.strip_prefix(name)).unwrap();
                let id: i64 = value("UID:").split('@').next().unwrap().parse().unwrap();
                let start = starts[usize::try_from(id).unwrap() - 1];
                for (name, instant) in [("DTSTART", start), ("DTEND", start + TimeDelta::hours(2))] {
                    let written = value(name);
                    let (parameters, written) = written.rsplit_once(':').unwrap();
                    let instants = match parameters {
                        "" => vec![local(written).and_utc()],
                        named => {
                            assert_eq!(named, format!(";TZID={zone}"));
                            clocks.instants(local(written))
                        }
                    };
                    // An hour that comes twice is told in UTC: no reader could know which is meant.
                    assert_eq!(instants, [instant], "{zone} {name}{parameters}:{written}");
                }
            }
        }
    }
}
