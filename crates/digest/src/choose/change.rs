//! What became of an event since a reader was told of it.

use std::borrow::Cow;

use super::{rows::Sittings, twins::bare};
use crate::when::local;
use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use hobnob_domain::{AttendanceMode, Event, EventStatus, Facts, Occurrence, Standing, ToldEvent, Venue, occurrences};

/// How far a sitting of a series may have been moved to be found again.
const MOVED_MAX: TimeDelta = TimeDelta::days(60);

/// How far the midnights of one day lie apart, that of UTC and any other: nothing that was moved by a day lies so near.
const ZONES_APART: TimeDelta = TimeDelta::hours(14);

/// By how much a call for papers must be longer or shorter to be told: less is another reading of the same day.
const CALL_MOVED_MIN: TimeDelta = TimeDelta::hours(30);

/// The shortest name, in letters, that says what a longer one does: "Go" stands in "Django" too.
const NAME_MIN: usize = 5;

/// In what way an event is not any more what a reader was told.
#[derive(Clone, Debug, PartialEq)]
pub enum Changed {
    /// It does not take place.
    Cancelled,
    /// It does not take place then, and nobody knows when.
    Postponed,
    /// No source lists it any more.
    Unlisted,
    /// It has another time; this is the one that was told.
    Moved(DateTime<Utc>),
    /// A series no longer has the sitting that was told, at this time.
    Dropped(DateTime<Utc>),
    /// It takes place online.
    MovedOnline,
    /// It takes place elsewhere; this is where it was to be.
    Elsewhere(Box<Venue>),
    /// It takes place after all.
    OnAgain,
    /// It has another name; this is the one that was told.
    Renamed(String),
    /// Its call for papers closes at another time; this is the one that was told.
    CallMoved(DateTime<Utc>),
}

/// What changed since the event was told, and the sitting to tell it at; `None` when nothing that the letter shows did.
///
/// Only an event whose sequence has grown has changed at all, or one that was told as another event (`is_heir`). Another
/// sitting of a series is not a change.
pub(super) fn since<'a>(
    before: &ToldEvent,
    one: Sittings<'_, 'a>,
    is_heir: bool,
    at: DateTime<Utc>,
) -> Option<(Cow<'a, Occurrence>, Vec<Changed>)> {
    let event = one.event;
    if !is_heir && event.sequence <= before.sequence {
        return None;
    }
    let next = Cow::Borrowed(one.first);
    let (sitting, is_same) = match (event.facts.schedule.recurrence.is_some(), before.starts_at > at) {
        (false, _) => (next, true),
        (true, false) => (next, false),
        (true, true) => match same_sitting(event, before.starts_at, at) {
            Some(sitting) => (Cow::Owned(sitting), true),
            None => return Some((next, vec![Changed::Dropped(before.starts_at)])),
        },
    };
    let changes = differences(before, event, &sitting, is_same, at);
    (!changes.is_empty()).then_some((sitting, changes))
}

/// The sitting of a series that was told, wherever it is now.
fn same_sitting(event: &Event, told_at: DateTime<Utc>, at: DateTime<Utc>) -> Option<Occurrence> {
    let to = told_at.checked_add_signed(MOVED_MAX).unwrap_or(told_at);
    let sittings = occurrences(event, at, to);
    let moved = sittings.iter().find(|sitting| sitting.recurrence_id == Some(told_at));
    moved.or_else(|| sittings.iter().find(|sitting| sitting.starts_at == told_at)).cloned()
}

fn differences(
    before: &ToldEvent,
    event: &Event,
    sitting: &Occurrence,
    is_same: bool,
    at: DateTime<Utc>,
) -> Vec<Changed> {
    if event.standing == Standing::Gone {
        return vec![Changed::Unlisted];
    }
    let took_place = before.status.takes_place();
    match sitting.status {
        EventStatus::Cancelled if before.status != EventStatus::Cancelled => return vec![Changed::Cancelled],
        EventStatus::Postponed if before.status != EventStatus::Postponed => return vec![Changed::Postponed],
        EventStatus::Cancelled | EventStatus::Postponed => return Vec::new(),
        _ => {}
    }
    let mut changes = Vec::new();
    if is_same && is_moved(before.starts_at, event, sitting) {
        changes.push(Changed::Moved(before.starts_at));
    } else if is_same && !took_place {
        changes.push(Changed::OnAgain);
    }
    let was_online = before.status == EventStatus::MovedOnline;
    match (place(&event.facts), &before.venue) {
        _ if sitting.status == EventStatus::MovedOnline && !was_online => changes.push(Changed::MovedOnline),
        (None, Some(_)) if event.facts.attendance_mode == AttendanceMode::Online && !was_online => {
            changes.push(Changed::MovedOnline);
        }
        (Some(now), Some(before)) if now.is_elsewhere(before) => {
            changes.push(Changed::Elsewhere(Box::new(before.clone())));
        }
        _ => {}
    }
    if is_another_name(&before.name, &event.facts.name) {
        changes.push(Changed::Renamed(before.name.clone()));
    }
    if let Some((now, before)) = call_closes_at(&event.facts, at).zip(before.call_closes_at)
        && now.signed_duration_since(before).abs() >= CALL_MOVED_MIN
    {
        changes.push(Changed::CallMoved(before));
    }
    changes
}

/// When its call for papers closes, where it is open.
pub(super) fn call_closes_at(facts: &Facts, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    facts.open_call(at)?.closes_at
}

/// Whether it takes place at another time than was told. Whole days begin with the midnight of a zone: where only that
/// becomes known, or the hour of a day, nothing was moved.
fn is_moved(told_at: DateTime<Utc>, event: &Event, sitting: &Occurrence) -> bool {
    if sitting.is_all_day {
        return sitting.starts_at.signed_duration_since(told_at).abs() > ZONES_APART;
    }
    let is_day_of = |there: NaiveDateTime| there.time() == NaiveTime::MIN && there.date() == sitting.starts_on;
    let zone = event.facts.schedule.zone;
    let was_that_day = is_day_of(local(zone, told_at)) || is_day_of(local(Tz::UTC, told_at));
    sitting.starts_at != told_at && !was_that_day
}

/// Where one goes; none where nobody says, or where it is online alone.
pub(super) fn place(facts: &Facts) -> Option<&Venue> {
    facts.venue.as_ref().filter(|_| facts.attendance_mode != AttendanceMode::Online)
}

/// Whether a reader would look for another event by it: a year, a subtitle or spelling that comes or goes is none.
fn is_another_name(before: &str, now: &str) -> bool {
    let (before, now) = (bare(before), bare(now));
    let is_longer = |longer: &str, name: &str| name.len() >= NAME_MIN && longer.contains(name);
    before != now && !is_longer(&before, &now) && !is_longer(&now, &before)
}
