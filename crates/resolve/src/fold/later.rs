//! Changes that hold for a sitting and for all later ones (RANGE=THISANDFUTURE, RFC 5545 §3.2.13). Such an instance has a
//! rule, as its series has.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{
    Draft, EventId, EventStatus, Facts, Recurrence, Schedule, Span, occurrences_of, schedule::instant,
};

/// The sittings of a series that each such change is for: from its own to the next change's. None for other changes.
pub(super) fn spread<'d>(
    by_start: &BTreeMap<DateTime<Utc>, &'d Draft>,
    series: &Facts,
    sittings_max: usize,
) -> Vec<(DateTime<Utc>, &'d Draft, Span)> {
    let changes: Vec<_> = by_start.iter().filter(|(_, draft)| draft.facts.schedule.recurrence.is_some()).collect();
    let schedule = Schedule {
        recurrence: series.schedule.recurrence.clone().map(|rules| Recurrence { overrides: Vec::new(), ..rules }),
        ..series.schedule.clone()
    };
    let mut later = Vec::new();
    for (number, (from, draft)) in changes.iter().enumerate() {
        let until = changes.get(number + 1).map_or(DateTime::<Utc>::MAX_UTC, |(next, _)| **next);
        // The length of time that is looked at is bounded, so that a rule without end costs no more than others.
        let until = from.checked_add_signed(HORIZON).map_or(until, |horizon| until.min(horizon));
        let sittings = occurrences_of(EventId::new(0), &schedule, EventStatus::Scheduled, **from, until);
        let starts = sittings.into_iter().map(|sitting| sitting.recurrence_id.unwrap_or(sitting.starts_at));
        let new = starts.filter(|start| *start > **from && *start < until && !by_start.contains_key(start));
        later.extend(new.map(|start| (start, **draft, moved(draft.facts.schedule.span, **from, start, &schedule))));
    }
    later.truncate(sittings_max);
    later
}

/// So far behind a change its sittings are followed.
const HORIZON: TimeDelta = TimeDelta::days(366 * 5);

/// The span of a changed sitting, as that of another sitting of its series: by the clock of its zone.
fn moved(span: Span, from: DateTime<Utc>, to: DateTime<Utc>, schedule: &Schedule) -> Span {
    let local = |at: DateTime<Utc>| at.with_timezone(&schedule.zone).naive_local();
    let apart = local(to) - local(from);
    match span {
        Span::Timed { starts_at, ends_at } => {
            let later =
                |at: DateTime<Utc>| local(at).checked_add_signed(apart).map_or(at, |at| instant(schedule.zone, at));
            Span::Timed { starts_at: later(starts_at), ends_at: ends_at.map(later) }
        }
        Span::AllDay { starts_on, ends_on } => {
            let days = TimeDelta::days(apart.num_days());
            let later = |day: chrono::NaiveDate| day.checked_add_signed(days).unwrap_or(day);
            Span::AllDay { starts_on: later(starts_on), ends_on: later(ends_on) }
        }
    }
}
