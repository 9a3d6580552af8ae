//! Which sitting of an event people are shown, and what is known of it.

use crate::{Event, Occurrence, Override, Span, occurrences};
use chrono::{DateTime, TimeDelta, Utc};

/// How far back the last sitting of an event that is over is looked for first: so near that the bound on the number of
/// occurrences can't hide it.
const LOOKING_BACK: TimeDelta = TimeDelta::days(400);

/// How far ahead the next sitting is looked for first: a series that goes on for years has it near.
const LOOKING_AHEAD: TimeDelta = TimeDelta::days(60);

impl Event {
    /// The sitting an event is shown at: the one under way or next, or the last one when all are over.
    pub fn sitting_at(&self, now: DateTime<Utc>) -> Occurrence {
        let since = now.checked_sub_signed(LOOKING_BACK).unwrap_or(now);
        self.next_sitting(now, DateTime::<Utc>::MAX_UTC)
            .or_else(|| occurrences(self, since, now).pop())
            .or_else(|| occurrences(self, DateTime::<Utc>::MIN_UTC, now).pop())
            .unwrap_or_else(|| self.sitting_announced())
    }

    /// The first sitting that is not over at `now` and begins before `to`.
    pub fn next_sitting(&self, now: DateTime<Utc>, to: DateTime<Utc>) -> Option<Occurrence> {
        let soon = now.checked_add_signed(LOOKING_AHEAD).map_or(to, |soon| soon.min(to));
        let first = |to| occurrences(self, now, to).into_iter().next();
        first(soon).or_else(|| if soon < to { first(to) } else { None })
    }

    /// What is particular about this sitting, where anything is.
    pub fn override_of(&self, sitting: &Occurrence) -> Option<&Override> {
        let recurrence = self.facts.schedule.recurrence.as_ref()?;
        let id = sitting.recurrence_id?;
        recurrence.overrides.iter().find(|changed| changed.recurrence_id == id)
    }

    /// Whether anybody says when this sitting ends.
    pub fn is_end_known(&self, sitting: &Occurrence) -> bool {
        let schedule = &self.facts.schedule;
        let span = self.override_of(sitting).map_or(schedule.span, |changed| changed.span);
        !matches!(span, Span::Timed { ends_at: None, .. })
    }

    /// The sitting as it was announced: for an event whose every instance was called off.
    fn sitting_announced(&self) -> Occurrence {
        let schedule = &self.facts.schedule;
        let (span, zone) = (schedule.span, schedule.zone);
        Occurrence {
            event_id: self.id,
            recurrence_id: None,
            starts_at: span.starts_at(zone),
            ends_at: span.over_at(zone),
            starts_on: span.starts_on(zone),
            ends_on: span.ends_on(zone),
            is_all_day: span.is_all_day(),
            status: self.facts.status,
        }
    }
}
