//! Sittings on the time line.

mod expand;
mod rule;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Event, EventId, EventStatus, Override, Recurrence, Schedule, Span,
    schedule::{instant, midnight},
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
pub use rule::weekday_of_code;
use rule::{Rule, Until};

/// The most instances a window gives for one event.
pub const OCCURRENCES_MAX: usize = 1_000;

/// By so much the clocks of a zone can be put forward or back.
const CLOCKS_MAX: TimeDelta = TimeDelta::days(2);

/// So many starts may change their order when the clocks do.
const CLOCKS_STARTS_MAX: usize = 100;

/// Whether sittings can be told by the value of an RRULE.
pub(crate) fn is_rule(text: &str) -> bool {
    Rule::read(text).is_some()
}

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

/// A sitting of an event in a [state](Event::state): which event it is, without the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The event's state.
    pub state: u32,
    /// The sitting.
    pub occurrence: Occurrence,
}

/// The sittings that are not over at `from` and begin before `to`, in order of start.
///
/// Bounded: at most [`OCCURRENCES_MAX`] sittings, and rules are followed for a bounded number of steps, so that no rule
/// can hold the caller up. A cancelled series has no instance that takes place, whatever the instance says.
pub fn occurrences(event: &Event, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Occurrence> {
    occurrences_of(event.id, &event.facts.schedule, event.facts.status, from, to)
}

/// [`occurrences`] for those who keep no more of an event than its id, its schedule and its status.
pub fn occurrences_of(
    event_id: EventId,
    schedule: &Schedule,
    status: EventStatus,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Vec<Occurrence> {
    let sittings = match &schedule.recurrence {
        None => vec![(None, schedule.span, status)],
        Some(recurrence) => instances(schedule, recurrence, status, from, to),
    };
    let mut found: Vec<_> = sittings
        .into_iter()
        .map(|(recurrence_id, span, status)| occurrence(event_id, schedule.zone, recurrence_id, span, status))
        .filter(|sitting| sitting.ends_at > from && sitting.starts_at < to)
        .collect();
    found.sort_by_key(|sitting| (sitting.starts_at, sitting.recurrence_id));
    found.truncate(OCCURRENCES_MAX);
    found
}

/// [`occurrences_of`] for those who look both ways from an instant: however many sittings are over by then, they take none
/// of those away that are to come. At most [`OCCURRENCES_MAX`] of either.
pub fn occurrences_around(
    event_id: EventId,
    schedule: &Schedule,
    status: EventStatus,
    now: DateTime<Utc>,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Vec<Occurrence> {
    let all = occurrences_of(event_id, schedule, status, from, to);
    if all.len() < OCCURRENCES_MAX || now <= from || to <= now {
        return all;
    }
    let mut sittings: Vec<Occurrence> = all.into_iter().filter(|sitting| sitting.ends_at <= now).collect();
    sittings.extend(occurrences_of(event_id, schedule, status, now, to));
    sittings.sort_by_key(|sitting| (sitting.starts_at, sitting.recurrence_id));
    sittings
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

/// The instances of a series that may fall into a window, overrides in the place of what they change.
fn instances(
    schedule: &Schedule,
    recurrence: &Recurrence,
    status: EventStatus,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Vec<Sitting> {
    let overrides: BTreeMap<DateTime<Utc>, &Override> =
        recurrence.overrides.iter().map(|changed| (changed.recurrence_id, changed)).collect();
    let mut sittings: Vec<Sitting> = starts(schedule, recurrence, from, to)
        .into_iter()
        .filter(|start| !overrides.contains_key(start))
        .map(|start| (Some(start), moved_to(schedule, start), status))
        .collect();
    sittings.extend(overrides.values().map(|changed| {
        let status = if status == EventStatus::Cancelled { status } else { changed.status };
        (Some(changed.recurrence_id), changed.span, status)
    }));
    sittings
}

/// The first sitting's span, moved to another start.
fn moved_to(schedule: &Schedule, start: DateTime<Utc>) -> Span {
    match schedule.span {
        Span::Timed { starts_at, ends_at } => {
            let ends_at = ends_at.and_then(|end| start.checked_add_signed(end - starts_at));
            Span::Timed { starts_at: start, ends_at }
        }
        Span::AllDay { starts_on, ends_on } => {
            let first = start.with_timezone(&schedule.zone).date_naive();
            Span::AllDay { starts_on: first, ends_on: first.checked_add_signed(ends_on - starts_on).unwrap_or(first) }
        }
    }
}

/// The starts that rules, additions and exclusions give, the first sitting's own among them whether or not a rule gives
/// it, unless every rule has ended before it: so calendars leave behind what was moved to another series. Rules are
/// followed in local time, so that they step over clock changes as people do.
fn starts(
    schedule: &Schedule,
    recurrence: &Recurrence,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> BTreeSet<DateTime<Utc>> {
    let zone = schedule.zone;
    let first = schedule.span.starts_at(zone);
    // Where midnight is skipped a whole day starts at one o'clock; its series starts at midnight all the same.
    let local = match schedule.span {
        Span::Timed { starts_at, .. } => starts_at.with_timezone(&zone).naive_local(),
        Span::AllDay { starts_on, .. } => starts_on.and_time(NaiveTime::MIN),
    };
    let length = schedule.span.over_at(zone) - first;
    let earliest = from.checked_sub_signed(length + CLOCKS_MAX).unwrap_or(from);
    let gone = recurrence.exclusions.len() + recurrence.overrides.len();
    let most = OCCURRENCES_MAX + gone + CLOCKS_STARTS_MAX;
    let window = (local_within_calendar(zone, earliest), local_within_calendar(zone, to));
    let mut starts = BTreeSet::new();
    let mut is_over = None;
    for rule in recurrence.rules.iter().filter_map(|rule| Rule::read(rule.as_str())) {
        let until = rule.until.and_then(|until| last_allowed(until, schedule));
        is_over = Some(is_over.unwrap_or(true) && until.is_some_and(|until| until < first));
        let given =
            expand::starts(&rule, local, window.0, window.1, most).into_iter().map(|start| instant(zone, start));
        starts.extend(given.filter(|start| until.is_none_or(|until| *start <= until)));
    }
    if is_over != Some(true) {
        starts.insert(first);
    }
    starts.extend(&recurrence.additions);
    for excluded in &recurrence.exclusions {
        starts.remove(excluded);
    }
    starts
}

/// The local time of an instant; of one that no calendar reaches, the first or last that it does.
fn local_within_calendar(zone: Tz, at: DateTime<Utc>) -> NaiveDateTime {
    const FIRST: i64 = -62_135_596_800; // 0001-01-01
    const LAST: i64 = 253_402_300_799; // 9999-12-31T23:59:59
    let at = DateTime::from_timestamp(at.timestamp().clamp(FIRST + 86_400, LAST - 86_400), 0).unwrap_or(at);
    at.with_timezone(&zone).naive_local()
}

/// The last start that a rule's UNTIL allows a schedule (RFC 5545 §3.3.10). None if it is no date or time.
///
/// Feeds give UNTIL another type than DTSTART has. A day for what has hours is that whole day in the schedule's zone. A
/// time for whole days is the day as written if it is said to begin or to end then, else the day that it is in the zone.
pub fn last_start(until: &str, schedule: &Schedule) -> Option<DateTime<Utc>> {
    last_allowed(rule::until(until)?, schedule)
}

fn last_allowed(until: Until, schedule: &Schedule) -> Option<DateTime<Utc>> {
    let zone = schedule.zone;
    let last_second = |day: NaiveDate| Some(midnight(zone, day.succ_opt()?) - TimeDelta::seconds(1));
    let is_edge = |time: NaiveDateTime| matches!((time.hour(), time.minute(), time.second()), (0, 0, 0) | (23, 59, 59));
    match (until, schedule.span.is_all_day()) {
        (Until::Day(day), _) => last_second(day),
        (Until::Utc(time), true) if !is_edge(time) => last_second(time.and_utc().with_timezone(&zone).date_naive()),
        (Until::Utc(time) | Until::Local(time), true) => last_second(time.date()),
        (Until::Utc(time), false) => Some(time.and_utc()),
        (Until::Local(time), false) => Some(instant(zone, time)),
    }
}
