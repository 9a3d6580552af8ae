//! Days and hours as people read them, with what machines read beside.

use chrono::{DateTime, Datelike as _, NaiveDate, SecondsFormat, TimeDelta, TimeZone as _, Utc};
use chrono_tz::{OffsetName as _, Tz};
use hobnob_domain::{
    ClosingDay, Event, Occurrence,
    clock_words::{is_nowhere, utc_offset},
};

/// A day or an instant: for machines, and for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) machine: String,
    pub(crate) human: String,
}

/// From when to when, as far as it is known, and the zone the hours are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    pub(crate) starts: Stamp,
    pub(crate) ends: Option<Stamp>,
    pub(crate) zone: Option<String>,
}

impl Stamp {
    fn day(day: NaiveDate, human: impl Into<String>) -> Self {
        Self { machine: day.to_string(), human: human.into() }
    }

    fn instant(at: &DateTime<Tz>, human: impl Into<String>) -> Self {
        Self { machine: at.to_rfc3339_opts(SecondsFormat::Secs, false), human: human.into() }
    }
}

/// "Tuesday, 3 March 2026".
pub(crate) fn long_day(day: NaiveDate) -> String {
    day.format("%A, %-d %B %Y").to_string()
}

/// "Tue 3 Mar", with the year where it is not this one's.
pub(crate) fn short_day(day: NaiveDate, now: DateTime<Utc>) -> String {
    let is_this_year = day.year() == now.year();
    day.format(if is_this_year { "%a %-d %b" } else { "%a %-d %b %Y" }).to_string()
}

/// Names of zones in Asia that most people know from elsewhere.
const AMBIGUOUS: &[&str] = &["IST", "CST", "BST"];

/// What clocks there are called then: "CET", or "UTC+3" where a zone has no name for it or one that misleads.
fn zone_name(at: &DateTime<Tz>) -> String {
    let is_clear = |name: &str| !(AMBIGUOUS.contains(&name) && at.timezone().name().starts_with("Asia/"));
    match at.offset().abbreviation() {
        Some(name) if name.chars().all(|letter| letter.is_ascii_alphabetic()) && is_clear(name) => name.to_owned(),
        _ => utc_offset(at),
    }
}

/// The time of a sitting within a list that is parted by days.
pub(crate) fn in_list(event: &Event, sitting: &Occurrence, now: DateTime<Utc>) -> Time {
    let zone = event.facts.schedule.zone;
    let is_one_day = sitting.starts_on == sitting.ends_on;
    let last_day = || Stamp::day(sitting.ends_on, short_day(sitting.ends_on, now));
    if sitting.is_all_day {
        return whole_days(sitting, now);
    }
    let starts = zone.from_utc_datetime(&sitting.starts_at.naive_utc());
    let ends = zone.from_utc_datetime(&sitting.ends_at.naive_utc());
    // A night ends on its evening, as people see it.
    let is_one_evening = is_one_day || sitting.is_one_evening();
    let ends = event
        .is_end_known(sitting)
        .then(|| if is_one_evening { Stamp::instant(&ends, hour(&ends)) } else { last_day() });
    Time { zone: Some(zone_name(&starts)), ends, starts: Stamp::instant(&starts, hour(&starts)) }
}

/// "All day", "3 – 5 Mar", "30 Mar – 1 Apr".
fn whole_days(sitting: &Occurrence, now: DateTime<Utc>) -> Time {
    let (first, last) = (sitting.starts_on, sitting.ends_on);
    if first == last {
        return Time { starts: Stamp::day(first, "All day"), ends: None, zone: None };
    }
    let is_one_month = (first.year(), first.month()) == (last.year(), last.month());
    let start = first.format(if is_one_month { "%-d" } else { "%-d %b" }).to_string();
    let end = last.format(if last.year() == now.year() { "%-d %b" } else { "%-d %b %Y" }).to_string();
    Time { starts: Stamp::day(first, start), ends: Some(Stamp::day(last, end)), zone: None }
}

/// The time of a sitting where it stands alone.
pub(crate) fn alone(event: &Event, sitting: &Occurrence) -> Time {
    let zone = event.facts.schedule.zone;
    let is_one_day = sitting.starts_on == sitting.ends_on;
    if sitting.is_all_day {
        let last_day = || Stamp::day(sitting.ends_on, long_day(sitting.ends_on));
        let starts = Stamp::day(sitting.starts_on, long_day(sitting.starts_on));
        return Time { starts, ends: (!is_one_day).then(last_day), zone: None };
    }
    let starts = zone.from_utc_datetime(&sitting.starts_at.naive_utc());
    let ends = zone.from_utc_datetime(&sitting.ends_at.naive_utc());
    let long = |at: &DateTime<Tz>| format!("{}, {}", long_day(at.date_naive()), hour(at));
    let is_one_evening = is_one_day || sitting.is_one_evening();
    let last = |at: DateTime<Tz>| Stamp::instant(&at, if is_one_evening { hour(&at) } else { long(&at) });
    let ends = event.is_end_known(sitting).then(|| last(ends));
    Time { zone: Some(zone_in_full(&starts)), ends, starts: Stamp::instant(&starts, long(&starts)) }
}

/// "CET (Europe/Berlin, UTC+1)"; of a zone that is nowhere, its clocks alone.
fn zone_in_full(at: &DateTime<Tz>) -> String {
    let (zone, name, offset) = (at.timezone().name(), zone_name(at), utc_offset(at));
    match name == offset {
        _ if is_nowhere(at.timezone()) => name,
        true => format!("{name} ({zone})"),
        false => format!("{name} ({zone}, {offset})"),
    }
}

fn hour(at: &DateTime<Tz>) -> String {
    at.format("%H:%M").to_string()
}

/// An instant in UTC: "10 March 2026, 12:00 UTC".
pub(crate) fn in_utc(at: DateTime<Utc>) -> Stamp {
    let human = at.format("%-d %B %Y, %H:%M UTC").to_string();
    Stamp { machine: at.to_rfc3339_opts(SecondsFormat::Secs, true), human }
}

/// The day on which a call for papers closes: "Tue 10 Mar", "Sun 27 Dec (AoE)".
pub(crate) fn closing_day(closes_at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let ClosingDay { on, is_anywhere } = ClosingDay::of(closes_at);
    format!("{}{}", short_day(on, now), if is_anywhere { " (AoE)" } else { "" })
}

/// The instant at which a call for papers closes: "10 March 2026, 22:00 UTC", "the end of 9 March 2026 anywhere on
/// Earth (10 March, 12:00 UTC)".
pub(crate) fn closing(closes_at: DateTime<Utc>) -> Stamp {
    let stamp = in_utc(closes_at);
    match ClosingDay::of(closes_at) {
        ClosingDay { on, is_anywhere: true } => {
            let (day, instant) = (on.format("%-d %B %Y"), closes_at.format("%-d %B, %H:%M UTC"));
            Stamp { human: format!("the end of {day} anywhere on Earth ({instant})"), ..stamp }
        }
        ClosingDay { on: _, is_anywhere: false } => stamp,
    }
}

/// How long ago, roughly: "3 hours ago", "just now", "in under a minute" or "in 2 days".
pub(crate) fn ago(at: DateTime<Utc>, now: DateTime<Utc>) -> Stamp {
    let passed = now.signed_duration_since(at);
    let span = rough(passed.abs());
    let human = match span {
        None if passed < TimeDelta::zero() => "in under a minute".to_owned(),
        None => "just now".to_owned(),
        Some(span) if passed > TimeDelta::zero() => format!("{span} ago"),
        Some(span) => format!("in {span}"),
    };
    Stamp { machine: at.to_rfc3339_opts(SecondsFormat::Secs, true), human }
}

/// "5 minutes", "3 hours", "2 days"; none under a minute.
fn rough(span: TimeDelta) -> Option<String> {
    let (count, unit) = match span.num_minutes() {
        0 => return None,
        minutes @ 1..60 => (minutes, "minute"),
        minutes @ 60..1_440 => (minutes / 60, "hour"),
        minutes => (minutes / 1_440, "day"),
    };
    Some(format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_zone_without_a_name_is_told_by_its_offset() {
        let in_zone = |zone: Tz| zone.from_utc_datetime(&at("2026-03-02T09:00:00Z").naive_utc());
        assert_eq!(zone_name(&in_zone(Tz::Europe__Berlin)), "CET");
        assert_eq!(zone_name(&in_zone(Tz::America__Chicago)), "CST");
        assert_eq!(zone_name(&in_zone(Tz::Asia__Shanghai)), "UTC+8");
        assert_eq!(zone_name(&in_zone(Tz::Asia__Dubai)), "UTC+4");
        assert_eq!(zone_name(&in_zone(Tz::Asia__Kathmandu)), "UTC+5:45");
        assert_eq!(utc_offset(&in_zone(Tz::UTC)), "UTC+0");
        assert_eq!(zone_in_full(&in_zone(Tz::Europe__Berlin)), "CET (Europe/Berlin, UTC+1)");
        assert_eq!(zone_in_full(&in_zone(Tz::Asia__Dubai)), "UTC+4 (Asia/Dubai)");
        assert_eq!(zone_in_full(&in_zone(Tz::Etc__GMTPlus5)), "UTC-5");
        assert_eq!(zone_in_full(&in_zone(Tz::UTC)), "UTC");
    }

    #[test]
    fn how_long_ago_is_told_roughly() {
        let human = |text: &str| ago(at(text), at("2026-03-02T09:00:00Z")).human;
        assert_eq!(human("2026-03-02T08:59:30Z"), "just now");
        assert_eq!(human("2026-03-02T09:00:00Z"), "just now");
        assert_eq!(human("2026-03-02T09:00:30Z"), "in under a minute");
        assert_eq!(human("2026-03-02T08:59:00Z"), "1 minute ago");
        assert_eq!(human("2026-03-02T05:10:00Z"), "3 hours ago");
        assert_eq!(human("2026-03-04T10:00:00Z"), "in 2 days");
    }
}
