//! What the horizon leaves, seen from an instant.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use hobnob_domain::{Schedule, Span};

/// How far ahead the sittings of a series are found.
pub const SERIES_AHEAD: TimeDelta = TimeDelta::days(730);

/// How long past sittings of a series are found, whatever the horizon.
pub const SERIES_PAST: TimeDelta = TimeDelta::days(400);

/// How far ahead a series is searched for a sitting that will be found one day.
pub(crate) const SERIES_NEXT: TimeDelta = TimeDelta::days(36_525);

/// How long expanded series suffice before they are expanded anew.
const REFRESH_EVERY: TimeDelta = TimeDelta::days(30);

/// What the horizon leaves. Instants in the index are whole microseconds since 1970, as they are in the store.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    /// Sittings over at this instant are not found.
    pub(crate) over: i64,
    /// The same for series.
    pub(crate) series_over: i64,
    /// Sittings of series that begin then or later are not found.
    pub(crate) series_until: i64,
    /// When it is seen from.
    pub(crate) now: DateTime<Utc>,
    /// Up to when series that are expanded now suffice.
    pub(crate) fresh_until: DateTime<Utc>,
    /// Between these, series are expanded: up to where they will be asked for at the next refresh.
    pub(crate) expanded: (DateTime<Utc>, DateTime<Utc>),
}

impl Window {
    pub(crate) fn new(horizon: Option<TimeDelta>, now: DateTime<Utc>) -> Self {
        let before = |past| now.checked_sub_signed(past).unwrap_or(DateTime::<Utc>::MIN_UTC);
        let after = |from: DateTime<Utc>, ahead| from.checked_add_signed(ahead).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let series_past = before(horizon.map_or(SERIES_PAST, |horizon| horizon.min(SERIES_PAST)));
        let fresh_until = after(now, REFRESH_EVERY);
        Self {
            over: micros(horizon.map_or(DateTime::<Utc>::MIN_UTC, before)),
            series_over: micros(series_past),
            series_until: micros_up(after(now, SERIES_AHEAD)),
            now,
            fresh_until,
            expanded: (series_past, after(fresh_until, SERIES_AHEAD)),
        }
    }
}

/// An instant as the index keeps it.
pub(crate) fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

/// The first whole microsecond that is not before an instant.
pub(crate) fn micros_up(at: DateTime<Utc>) -> i64 {
    micros(at) + i64::from(!at.timestamp_subsec_nanos().is_multiple_of(1_000))
}

/// The instant that is kept.
pub(crate) fn instant(micros: i64) -> DateTime<Utc> {
    let edge = if micros < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
    DateTime::from_timestamp_micros(micros).unwrap_or(edge)
}

/// Whether every date of a schedule is within every calendar: reckoning with those beyond overflows.
pub(crate) fn is_on_calendar(schedule: &Schedule) -> bool {
    const YEARS: RangeInclusive<i32> = 1..=9998;
    let instant = |at: &DateTime<Utc>| YEARS.contains(&at.year());
    let span = |span: &Span| match span {
        Span::Timed { starts_at, ends_at } => instant(starts_at) && ends_at.as_ref().is_none_or(instant),
        Span::AllDay { starts_on, ends_on } => YEARS.contains(&starts_on.year()) && YEARS.contains(&ends_on.year()),
    };
    span(&schedule.span)
        && schedule.recurrence.as_ref().is_none_or(|recurrence| {
            recurrence.additions.iter().all(instant)
                && recurrence.overrides.iter().all(|changed| instant(&changed.recurrence_id) && span(&changed.span))
        })
}
