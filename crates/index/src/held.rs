//! One event as the index holds it: with its sittings and its searchable text worked out once.

use std::{ops::RangeInclusive, sync::Arc};

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use hobnob_domain::{Event, EventId, Occurrence, Schedule, Span, filter::searchable, occurrences};

/// How far ahead the sittings of a series are found.
pub const SERIES_AHEAD: TimeDelta = TimeDelta::days(730);

/// How long past sittings of a series are found, whatever the horizon.
pub const SERIES_PAST: TimeDelta = TimeDelta::days(400);

/// How long expanded series suffice before they are expanded anew.
const REFRESH_EVERY: TimeDelta = TimeDelta::days(30);

/// What the horizon leaves, seen from an instant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    /// Sittings over at this instant are not found.
    pub(crate) over_at: DateTime<Utc>,
    /// The same for series.
    pub(crate) series_over_at: DateTime<Utc>,
    /// Sittings of series that begin then or later are not found.
    pub(crate) series_until: DateTime<Utc>,
    /// Up to when series that are expanded now suffice.
    pub(crate) fresh_until: DateTime<Utc>,
}

impl Window {
    pub(crate) fn new(horizon: Option<TimeDelta>, now: DateTime<Utc>) -> Self {
        let before = |past| now.checked_sub_signed(past).unwrap_or(DateTime::<Utc>::MIN_UTC);
        let after = |ahead| now.checked_add_signed(ahead).unwrap_or(DateTime::<Utc>::MAX_UTC);
        Self {
            over_at: horizon.map_or(DateTime::<Utc>::MIN_UTC, before),
            series_over_at: before(horizon.map_or(SERIES_PAST, |horizon| horizon.min(SERIES_PAST))),
            series_until: after(SERIES_AHEAD),
            fresh_until: after(REFRESH_EVERY),
        }
    }

    /// Whether a sitting can be found at all.
    pub(crate) fn holds(&self, sitting: &Occurrence) -> bool {
        match sitting.recurrence_id {
            None => sitting.ends_at > self.over_at,
            Some(_) => sitting.ends_at > self.series_over_at && sitting.starts_at < self.series_until,
        }
    }
}

/// An event, its sittings in order of start, and its text.
#[derive(Debug)]
pub(crate) struct Held {
    /// When the first of its sittings begins.
    pub(crate) starts_at: DateTime<Utc>,
    /// When the last of its sittings is over.
    pub(crate) over_at: DateTime<Utc>,
    pub(crate) event: Arc<Event>,
    pub(crate) sittings: Vec<Occurrence>,
    /// The searchable text, folded, a blank before every word.
    pub(crate) text: String,
}

impl Held {
    pub(crate) fn new(event: Event, window: &Window) -> Self {
        let text = format!(" {}", searchable(&event));
        Self::of(Arc::new(event), text, window)
    }

    fn of(event: Arc<Event>, text: String, window: &Window) -> Self {
        let sittings = sittings(&event, window);
        let starts_at = sittings.iter().map(|sitting| sitting.starts_at).min().unwrap_or(DateTime::<Utc>::MAX_UTC);
        let over_at = sittings.iter().map(|sitting| sitting.ends_at).max().unwrap_or(DateTime::<Utc>::MIN_UTC);
        Self { starts_at, over_at, event, sittings, text }
    }

    /// The same event seen from a later window.
    pub(crate) fn moved_on(&self, window: &Window) -> Self {
        Self::of(Arc::clone(&self.event), self.text.clone(), window)
    }

    pub(crate) fn id(&self) -> EventId {
        self.event.id
    }

    pub(crate) fn is_series(&self) -> bool {
        self.event.facts.schedule.recurrence.is_some()
    }

    /// Whether it has nothing that can be found, and never will.
    pub(crate) fn is_over(&self, window: &Window) -> bool {
        let schedule = &self.event.facts.schedule;
        !self.sittings.iter().any(|sitting| window.holds(sitting))
            && (!is_on_calendar(schedule) || schedule.span.starts_at(schedule.zone) < window.series_until)
    }

    /// Whether every word begins a word of the text.
    pub(crate) fn has_words(&self, words: &[String]) -> bool {
        words.iter().all(|word| self.text.contains(word.as_str()))
    }
}

/// All sittings of a single event; those of a series from its window on until the next refresh needs them. None where a
/// date is beyond every calendar: reckoning with those overflows.
fn sittings(event: &Event, window: &Window) -> Vec<Occurrence> {
    if !is_on_calendar(&event.facts.schedule) {
        return Vec::new();
    }
    if event.facts.schedule.recurrence.is_none() {
        return occurrences(event, DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    }
    let until = window.fresh_until.checked_add_signed(SERIES_AHEAD).unwrap_or(DateTime::<Utc>::MAX_UTC);
    occurrences(event, window.series_over_at, until)
}

fn is_on_calendar(schedule: &Schedule) -> bool {
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
