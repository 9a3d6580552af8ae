//! Sittings on the time line.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{Event, EventId, EventStatus, Override, Recurrence, Schedule, Span, schedule::instant};
use calcard::icalendar::ICalendar;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// The most instances a window gives for one event.
pub const OCCURRENCES_MAX: usize = 1_000;

/// The most instances that are counted through from the first sitting on.
const STEPS_MAX: usize = 20_000;

/// One sitting of an event on the time line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Whose.
    pub event_id: EventId,
    /// For an instance of a series: the start its rule gives it (RECURRENCE-ID).
    pub recurrence_id: Option<DateTime<Utc>>,
    /// The first instant.
    pub starts_at: DateTime<Utc>,
    /// The first instant after; assumed where nobody says.
    pub ends_at: DateTime<Utc>,
    /// The first day, local.
    pub starts_on: NaiveDate,
    /// The last day, local.
    pub ends_on: NaiveDate,
    /// Whether it is whole days.
    pub is_all_day: bool,
    /// Whether this one takes place.
    pub status: EventStatus,
}

/// The sittings that are not over at `from` and begin before `to`, in order of start.
///
/// Bounded: at most [`OCCURRENCES_MAX`] sittings, and rules are followed for a bounded number of steps from the first
/// sitting, so that no rule can hold the caller up.
pub fn occurrences(event: &Event, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Occurrence> {
    let schedule = &event.facts.schedule;
    let sittings = match &schedule.recurrence {
        None => vec![(None, schedule.span, event.facts.status)],
        Some(recurrence) => instances(schedule, recurrence, event.facts.status),
    };
    let mut found: Vec<_> = sittings
        .into_iter()
        .map(|(recurrence_id, span, status)| occurrence(event.id, schedule.zone, recurrence_id, span, status))
        .filter(|sitting| sitting.ends_at > from && sitting.starts_at < to)
        .collect();
    found.sort_by_key(|sitting| (sitting.starts_at, sitting.recurrence_id));
    found.truncate(OCCURRENCES_MAX);
    found
}

fn occurrence(
    event_id: EventId,
    zone: Tz,
    recurrence_id: Option<DateTime<Utc>>,
    span: Span,
    status: EventStatus,
) -> Occurrence {
    Occurrence {
        event_id,
        recurrence_id,
        starts_at: span.starts_at(zone),
        ends_at: span.over_at(zone),
        starts_on: span.starts_on(zone),
        ends_on: span.ends_on(zone),
        is_all_day: span.is_all_day(),
        status,
    }
}

type Sitting = (Option<DateTime<Utc>>, Span, EventStatus);

/// Every instance of a series, overrides in the place of what they change.
fn instances(schedule: &Schedule, recurrence: &Recurrence, status: EventStatus) -> Vec<Sitting> {
    let overrides: BTreeMap<DateTime<Utc>, &Override> =
        recurrence.overrides.iter().map(|changed| (changed.recurrence_id, changed)).collect();
    let mut sittings: Vec<Sitting> = starts(schedule, recurrence)
        .into_iter()
        .filter(|start| !overrides.contains_key(start))
        .map(|start| (Some(start), moved_to(schedule, start), status))
        .collect();
    sittings.extend(overrides.values().map(|changed| (Some(changed.recurrence_id), changed.span, changed.status)));
    sittings
}

/// The first sitting's span, moved to another start.
fn moved_to(schedule: &Schedule, start: DateTime<Utc>) -> Span {
    match schedule.span {
        Span::Timed { starts_at, ends_at } => {
            Span::Timed { starts_at: start, ends_at: ends_at.map(|end| start + (end - starts_at)) }
        }
        Span::AllDay { starts_on, ends_on } => {
            let first = start.with_timezone(&schedule.zone).date_naive();
            Span::AllDay { starts_on: first, ends_on: first + (ends_on - starts_on) }
        }
    }
}

/// The starts that rules, additions and exclusions give. The engine reads iCalendar text, so the rule is handed to it
/// as the smallest calendar that says it; local time in, so that it steps over clock changes as people do.
fn starts(schedule: &Schedule, recurrence: &Recurrence) -> Vec<DateTime<Utc>> {
    let zone = schedule.zone;
    let first = schedule.span.starts_at(zone);
    let mut starts = vec![first];
    let mut ended = None;
    for rule in &recurrence.rules {
        let local = first.with_timezone(&zone).format("%Y%m%dT%H%M%S");
        let (rule, until) = without_until(rule.as_str(), zone);
        let mut text = String::new();
        let _ = write!(
            text,
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:{local}\r\nRRULE:{rule}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        ended = ended.max(until);
        let Ok(calendar) = ICalendar::parse(&text) else { continue };
        let expanded = calendar.expand_dates(calcard::common::timezone::Tz::Floating, STEPS_MAX);
        let given = expanded.events.into_iter().filter_map(|sitting| sitting.try_into_date_time());
        starts.extend(
            given
                .map(|sitting| instant(zone, sitting.start.naive_local()))
                .filter(|start| until.is_none_or(|until| *start <= until)),
        );
    }
    starts.extend(&recurrence.additions);
    starts.retain(|start| !recurrence.exclusions.contains(start));
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Takes UNTIL out of a rule and gives the last instant it allows: a date means that day in the zone, whole, since
/// feeds write it so whatever DTSTART is.
fn without_until(rule: &str, zone: Tz) -> (String, Option<DateTime<Utc>>) {
    let mut until = None;
    let kept: Vec<&str> = rule
        .split(';')
        .filter(|part| match part.strip_prefix("UNTIL=") {
            Some(value) => {
                until = last_instant(value, zone);
                until.is_none()
            }
            None => true,
        })
        .collect();
    (kept.join(";"), until)
}

fn last_instant(value: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let time = chrono::NaiveDateTime::parse_from_str(value.trim_end_matches('Z'), "%Y%m%dT%H%M%S").ok();
    match time {
        Some(time) if value.ends_with('Z') => Some(time.and_utc()),
        Some(time) => Some(instant(zone, time)),
        None => {
            let day = NaiveDate::parse_from_str(value, "%Y%m%d").ok()?;
            Some(crate::schedule::midnight(zone, day.succ_opt()?) - TimeDelta::seconds(1))
        }
    }
}
