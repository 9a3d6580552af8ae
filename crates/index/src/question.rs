//! A filter made ready to be asked of segments.

use crate::{
    brief::{Language, goal_bits, language},
    special::{Sitting, Special},
    window::{Window, micros, micros_up},
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{AttendanceMode, EventFilter, EventStatus, Occurrence, search::TextQuery};

/// A filter made ready to be asked. One that names no `from` means from `now` on.
pub(crate) struct Question<'a> {
    pub(crate) filter: &'a EventFilter,
    /// No sitting over by then matches.
    pub(crate) from: i64,
    /// No sitting that begins then or later matches.
    pub(crate) to: i64,
    /// The same for series, which are known only so far.
    series: (i64, i64),
    /// An event is found at its first sitting that is not over by then, where it has one that matches; else at its first.
    next_from: i64,
    /// The instant at which a call for papers is open or not.
    pub(crate) now: i64,
    pub(crate) languages: Vec<Language>,
    pub(crate) goals: u8,
    pub(crate) query: TextQuery,
    /// Whether only events with a call for papers that closes match, be it open or not.
    pub(crate) needs_call: bool,
    /// Whether events that are only online match wherever one asks.
    pub(crate) is_online_anywhere: bool,
}

impl<'a> Question<'a> {
    pub(crate) fn new(filter: &'a EventFilter, horizon: Option<TimeDelta>, now: DateTime<Utc>) -> Self {
        let window = Window::new(horizon, now);
        let from = micros(filter.from.unwrap_or(now)).max(window.over);
        let to = filter.to.map_or(i64::MAX, micros_up);
        Self {
            filter,
            from,
            to,
            series: (from.max(window.series_over), to.min(window.series_until)),
            next_from: from,
            now: micros(now),
            languages: filter.languages.iter().map(|code| language(code)).collect(),
            goals: goal_bits(&filter.goals),
            query: filter.query.as_deref().map(TextQuery::read).unwrap_or_default(),
            needs_call: false,
            is_online_anywhere: filter.modes.contains(&AttendanceMode::Online),
        }
    }

    pub(crate) fn takes_status(&self, status: EventStatus) -> bool {
        self.filter.statuses.is_empty() || self.filter.statuses.contains(&status)
    }

    fn window(&self, special: &Special) -> (i64, i64) {
        if special.is_series() { self.series } else { (self.from, self.to) }
    }

    /// The same where an event that began before now is found at its next sitting, and at a past one only if it has no other.
    pub(crate) fn of_next(filter: &'a EventFilter, horizon: Option<TimeDelta>, now: DateTime<Utc>) -> Self {
        let question = Self::new(filter, horizon, now);
        Self { next_from: question.from.max(question.now), ..question }
    }

    /// The sitting of a special event that it is found at.
    pub(crate) fn sitting(&self, special: &Special) -> Option<Sitting> {
        let (from, to) = self.window(special);
        let first = |from| special.first(from, to, |sitting| self.takes_status(sitting.status));
        let next = (self.next_from > from).then(|| first(self.next_from)).flatten();
        next.or_else(|| first(from))
    }

    /// Whether a sitting of a special event matches.
    pub(crate) fn takes(&self, special: &Special, sitting: &Occurrence) -> bool {
        let (from, to) = self.window(special);
        micros(sitting.ends_at) > from && micros(sitting.starts_at) < to && self.takes_status(sitting.status)
    }
}
