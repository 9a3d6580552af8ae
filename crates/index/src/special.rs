//! Events that are not one sitting of less than a month: series, and what lasts long. They are looked at one by one.

use crate::window::{SERIES_NEXT, Window, instant, is_on_calendar, micros};
use chrono::{DateTime, Utc};
use hobnob_domain::{Event, EventId, EventStatus, Occurrence, Schedule, Standing, occurrences_around, occurrences_of};

/// A series, or an event that lasts long, or one that can't be found: its sittings, in order of start.
#[derive(Clone, Debug)]
pub(crate) struct Special {
    schedule: Box<Schedule>,
    status: EventStatus,
    is_gone: bool,
    starts: Box<[i64]>,
    /// One for each sitting, or one for all when they take equally long.
    lengths: Box<[i64]>,
    /// One for each sitting, or one for all.
    statuses: Box<[EventStatus]>,
    /// When the last of the sittings is over.
    over: i64,
}

/// One sitting of a special event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sitting {
    pub(crate) starts: i64,
    pub(crate) ends: i64,
    pub(crate) status: EventStatus,
}

impl Special {
    pub(crate) fn new(event: &Event, window: &Window) -> Self {
        let schedule = Box::new(event.facts.schedule.clone());
        Self::of(event.id, schedule, event.facts.status, event.standing == Standing::Gone, window)
    }

    fn of(id: EventId, schedule: Box<Schedule>, status: EventStatus, is_gone: bool, window: &Window) -> Self {
        let is_known = is_on_calendar(&schedule);
        let expanded = if schedule.recurrence.is_some() {
            window.expanded
        } else {
            (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC)
        };
        let sittings =
            if is_known { occurrences_around(id, &schedule, status, window.now, expanded) } else { Vec::new() };
        let lengths = sittings.iter().map(|sitting| micros(sitting.ends_at) - micros(sitting.starts_at));
        Self {
            schedule,
            status,
            is_gone,
            starts: sittings.iter().map(|sitting| micros(sitting.starts_at)).collect(),
            lengths: once_if_equal(lengths.collect()),
            statuses: once_if_equal(sittings.iter().map(|sitting| sitting.status).collect()),
            over: sittings.iter().map(|sitting| micros(sitting.ends_at)).max().unwrap_or(i64::MIN),
        }
    }

    pub(crate) fn is_series(&self) -> bool {
        self.schedule.recurrence.is_some()
    }

    /// The same event seen from a later window.
    pub(crate) fn moved_on(&self, id: EventId, window: &Window) -> Self {
        Self::of(id, self.schedule.clone(), self.status, self.is_gone, window)
    }

    /// Its sittings, those of an event that is gone too.
    fn held(&self) -> impl Iterator<Item = Sitting> {
        self.starts.iter().enumerate().map(|(position, starts)| {
            let of = |lengths: &[i64]| lengths.get(position).or(lengths.first()).copied().unwrap_or_default();
            let status = self.statuses.get(position).or(self.statuses.first()).copied().unwrap_or(self.status);
            Sitting { starts: *starts, ends: starts + of(&self.lengths), status }
        })
    }

    /// The first sitting that begins before `to`, is not over at `from` and passes; none of an event that is gone.
    pub(crate) fn first(&self, from: i64, to: i64, passes: impl Fn(Sitting) -> bool) -> Option<Sitting> {
        if self.is_gone || self.over <= from {
            return None;
        }
        let before = self.held().take_while(|sitting| sitting.starts < to);
        before.into_iter().find(|sitting| sitting.ends > from && passes(*sitting))
    }

    /// Whether it has nothing that can be found, and never will.
    pub(crate) fn is_over(&self, window: &Window) -> bool {
        let over = if self.is_series() { window.series_over } else { window.over };
        let until = if self.is_series() { window.series_until } else { i64::MAX };
        !self.held().any(|sitting| sitting.ends > over && sitting.starts < until)
            && (!is_on_calendar(&self.schedule)
                || (micros(self.schedule.span.starts_at(self.schedule.zone)) < window.series_until
                    && !self.goes_on(window)))
    }

    /// Whether it is a series that has a sitting yet, be it in years.
    fn goes_on(&self, window: &Window) -> bool {
        let until = window.now.checked_add_signed(SERIES_NEXT).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let next = || occurrences_of(EventId::new(0), &self.schedule, self.status, window.now, until);
        self.is_series() && !next().is_empty()
    }

    /// The sitting in full: the first that begins then and passes.
    pub(crate) fn occurrence(
        &self,
        id: EventId,
        starts: i64,
        passes: impl Fn(&Occurrence) -> bool,
    ) -> Option<Occurrence> {
        let found = occurrences_of(id, &self.schedule, self.status, instant(starts), instant(starts + 1));
        let mut then = found.into_iter().filter(|sitting| micros(sitting.starts_at) == starts);
        then.find(|sitting| passes(sitting))
    }
}

fn once_if_equal<T: PartialEq>(mut values: Vec<T>) -> Box<[T]> {
    if values.iter().all(|value| values.first() == Some(value)) {
        values.truncate(1);
    }
    values.into_boxed_slice()
}
