//! Times that are written as what they are not: whole days with hours, and nights as one day.

use super::local;
use crate::when::Moment;
use chrono::{DateTime, Days, NaiveTime, Timelike as _, Utc};
use chrono_tz::Tz;
use hobnob_domain::{Span, schedule::instant};

/// What begins at this hour or later, and ends on the same day before it begun, at an hour before the other, ends on
/// the day after.
const NIGHT_BEGINS: u32 = 12;
const NIGHT_ENDS: u32 = 6;

/// The end of a night that is written as one day's: from 21:00 until 1:30.
pub(super) fn over_midnight(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let (start, end) = (starts_at.with_timezone(&zone).naive_local(), ends_at.with_timezone(&zone).naive_local());
    let is_night = end < start && end.date() == start.date() && start.hour() >= NIGHT_BEGINS && end.hour() < NIGHT_ENDS;
    let next = end.checked_add_days(Days::new(1)).filter(|_| is_night)?;
    Some(instant(zone, next))
}

/// Whole days written with hours: midnight to one minute before midnight, or to a later midnight, by the clock of the
/// place or by the one the source writes. UTC is not how anybody's clock is written: a night in California that begins
/// at 17:00 begins at midnight there.
pub(super) fn days_in_disguise(start: Moment, end: Moment, zone: Tz) -> Option<Span> {
    let wall = |moment| match moment {
        Moment::Instant { at, wall } if at.naive_utc() != wall => wall,
        other => local(other, zone),
    };
    if matches!(end, Moment::Day(_)) {
        return None;
    }
    [(wall(start), wall(end)), (local(start, zone), local(end, zone))].into_iter().find_map(|(from, to)| {
        let is_last_minute = to.time() >= NaiveTime::from_hms_opt(23, 59, 0)?;
        let is_midnight = to.time() == NaiveTime::MIN && to > from;
        if from.time() != NaiveTime::MIN || to < from || !(is_last_minute || is_midnight) {
            return None;
        }
        let ends_on = if is_midnight { to.date().pred_opt()? } else { to.date() };
        Some(Span::AllDay { starts_on: from.date(), ends_on })
    })
}
