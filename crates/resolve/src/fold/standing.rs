//! Whether the sources still stand by an event.

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Draft, Event, EventStatus, Standing, occurrences};

/// So many complete runs in a row must lack an event before it is no longer shown.
const RUNS_UNTIL_GONE: u32 = 3;

/// How far ahead of the day it vanished a series is searched for sittings.
const AHEAD: TimeDelta = TimeDelta::days(3_660);

/// An event that any source lists stands, and so does one that had begun when the last source dropped it: calendars
/// forget what is over. So does a series of which later sittings are listed one by one: its beginning may have left the
/// calendar's window. What was cancelled stands as that: who dropped it had no reason to list it any longer, and whoever
/// has it in their calendar must still learn of it. Else the source that missed it least decides.
pub(super) fn of(wholes: &[&Draft], instances: &[&Draft], event: &Event) -> Standing {
    let runs = wholes.iter().map(|draft| draft.missing_runs).min().unwrap_or(0);
    if runs == 0 {
        return Standing::Confirmed;
    }
    if event.facts.status == EventStatus::Cancelled {
        return Standing::Confirmed;
    }
    let dropped_at = wholes.iter().filter_map(|draft| draft.missing_since).max();
    if dropped_at.is_some_and(|dropped_at| !starts_after(event, dropped_at)) {
        return Standing::Confirmed;
    }
    if instances.iter().any(|draft| draft.missing_runs == 0 && dropped_at.is_none_or(|at| first_start(draft) > at)) {
        return Standing::Confirmed;
    }
    if runs < RUNS_UNTIL_GONE { Standing::Unconfirmed } else { Standing::Gone }
}

fn first_start(draft: &Draft) -> DateTime<Utc> {
    let schedule = &draft.facts.schedule;
    schedule.span.starts_at(schedule.zone)
}

/// Whether any sitting begins after an instant.
fn starts_after(event: &Event, at: DateTime<Utc>) -> bool {
    let schedule = &event.facts.schedule;
    if schedule.recurrence.is_none() {
        return schedule.span.starts_at(schedule.zone) > at;
    }
    let until = at.checked_add_signed(AHEAD).unwrap_or(at);
    occurrences(event, at, until).iter().any(|sitting| sitting.starts_at > at)
}
